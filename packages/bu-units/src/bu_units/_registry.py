"""The catalogue at work: names, symbols and prefixes looked up, units built on first use."""

from __future__ import annotations

import builtins
import keyword
import threading
from collections.abc import Iterator

from . import _dimension, _unit
from ._catalogue import PREFIXES, ROWS, SHORT_ALIASES, Prefix, Row
from ._dimension import DIMENSIONLESS, Dimension
from ._magnitude import ONE, Magnitude, magnitude
from ._parse import Parser
from ._rational import exponent
from ._unit import Unit, attach_catalogue, compose, make_atom
from .errors import UnitParseError

__all__ = ["add_base_dimension", "add_standard_unit", "attribute_names", "find", "parse_unit", "suggest"]

# Names and symbols -> row and the spelling that the unit takes. "metre" and "meter" are two
# names, and so two (equal) units; a symbol or an alias gives the first spelling.
_stems: dict[str, tuple[Row, str]] = {}
_symbols: dict[str, tuple[Row, str]] = {}
for _row in ROWS:
    _spellings = _row.names.split()
    for _spelling in _spellings:
        _stems[_spelling] = (_row, _spelling)
    for _alias in _row.aliases.split():
        _symbols[_alias] = (_row, _spellings[0])
    _symbols.setdefault(_row.symbol, (_row, _spellings[0]))
# The micro sign is read as "u" throughout.
_symbols.pop("µm")

_by_symbol = {prefix.symbol: prefix for prefix in PREFIXES}
_by_name = {prefix.name: prefix for prefix in PREFIXES}
_by_power = {prefix.power: prefix for prefix in PREFIXES}

_units: dict[str, Unit] = {}  # texts looked up before
_own_names: dict[tuple[Dimension, Magnitude], Unit] = {}  # add_standard_unit
_lock = threading.RLock()


def find(text: str) -> Unit | None:
    """Return the unit of one name or symbol, prefix and power included; None if there is none."""
    unit = _units.get(text)
    if unit is None:
        unit = _build(text)
        if unit is not None:
            _units[text] = unit
    return unit


def _build(text: str) -> Unit | None:
    exact = _stems.get(text) or _symbols.get(text)
    if exact is not None:
        return _unit_of(*exact)
    for prefix, row, spelling in _splits(text):
        return _unit_of(row, spelling, prefix)
    if text[-1:] in ("2", "3") and (text in SHORT_ALIASES or _has_powers(text[:-1])):
        base = find(text[:-1])
        return base ** int(text[-1]) if base is not None else None
    return None


def _has_powers(name: str) -> bool:
    """Whether a full name such as ``mmetre`` also exists with 2 and 3 behind it (``m2`` does not)."""
    rows = [_stems[name][0]] if name in _stems else []
    for size in (1, 2):
        rest = name[size:]
        if name[:size] in _by_symbol and rest in _stems:
            rows.append(_stems[rest][0])
    return any(row.powers for row in rows)


def _splits(text: str) -> Iterator[tuple[Prefix, Row, str]]:
    """Yield the ways to read `text` as a prefix and a unit that takes prefixes."""
    for size in (2, 1):  # "da" before "d"
        prefix = _by_symbol.get(text[:size])
        if prefix is not None:
            found = _stems.get(text[size:]) or _symbols.get(text[size:])
            if found is not None and found[0].prefixed:
                yield prefix, *found
    for name, prefix in _by_name.items():
        if text.startswith(name):
            found = _stems.get(text[len(name) :])
            if found is not None and found[0].prefixed:
                yield prefix, *found


def _unit_of(row: Row, spelling: str, prefix: Prefix | None = None) -> Unit:
    """Build the (prefixed) unit of a row under one of its spellings."""
    dimension, size = _defined(row)
    scale = None if row.scale is None else exponent(row.scale)
    if prefix is None:
        return make_atom(spelling, row.symbol, dimension, size, scale)
    size = size * magnitude(1, prefix.power)
    return make_atom(prefix.symbol + spelling, prefix.symbol + row.symbol, dimension, size, scale)


# ---------------------------------------------------------------- names for products

_renaming: dict[Dimension, list[tuple[Row, Magnitude]]] = {}


def named(dimension: Dimension, size: Magnitude) -> Unit | None:
    """Return the unit whose name a product with this dimension and magnitude takes, if any."""
    own = _own_names.get((dimension, size))
    if own is not None:
        return own
    if dimension is DIMENSIONLESS:
        return None  # mV/V is no milliradian
    if not _renaming:
        _fill_renaming()
    prefixed = None
    for row, row_size in _renaming.get(dimension, ()):
        ratio = (size / row_size).power_of_ten
        if ratio == 0:
            return _unit_of(row, row.names.split()[0])
        if ratio is not None and row.prefixed and ratio in _by_power:
            prefixed = _unit_of(row, row.names.split()[0], _by_power[int(ratio)])
    return prefixed


def _fill_renaming() -> None:
    table: dict[Dimension, list[tuple[Row, Magnitude]]] = {}
    for row in ROWS:
        if row.renames:
            dimension, size = _defined(row)
            table.setdefault(dimension, []).append((row, size))
    _renaming.update(table)


def _defined(row: Row) -> tuple[Dimension, Magnitude]:
    """Return dimension and magnitude of a row without composing, which would ask for names."""
    if row.definition.startswith("["):
        return Dimension([(row.definition.strip("[]"), 1)]), ONE
    dimension, size = DIMENSIONLESS, ONE
    pairs, coefficient = _parser.read(row.definition)
    for atom, power in pairs:
        dimension = dimension * atom.dim**power
        size = size * atom.exact**power
    return dimension, size * coefficient


def add_standard_unit(u: Unit) -> None:
    """Let `u` be found by its name and symbol, and give its name to products equal to it.

    Raises ValueError when the name or the symbol means another unit already, or could not be
    told from the operators of a text.
    """
    if not isinstance(u, Unit):
        raise TypeError(f"expected a Unit, got {type(u).__name__}")
    with _lock:
        for text in (u.name, u.dispname):
            known = _meaning(text)
            if known is None:
                _parser.check_name(text)
            elif known != u:
                raise ValueError(f"{text!r} is the name of another unit already, {known!r}")
        for text in (u.name, u.dispname):
            if _meaning(text) is None:
                _units[text] = _units[_parser.learn(text)] = u
        _own_names[u.dim, u.exact] = u
    _unit.forget_names()


def _meaning(text: str) -> Unit | None:
    """Return the unit that `text` says so far; None if it says none."""
    try:
        return parse_unit(text)
    except UnitParseError:
        return None


def add_base_dimension(name: str, symbol: str) -> Dimension:
    """Add a base dimension (currency, cell, bit), counted in a unit with this symbol; return it.

    >>> add_base_dimension("information", "bit")
    Dimension(information=1)
    >>> parse_unit("bit / s")
    Unit("bit / s")
    """
    with _lock:
        known = _meaning(symbol)
        if known is not None and str(known.dim) != symbol:
            raise ValueError(f"{symbol!r} is the symbol of a unit already, {known!r}")
        _parser.check_name(symbol)
        _dimension.add_base(name, symbol)
        add_standard_unit(base_unit(name))
    return Dimension([(name, 1)])


# ---------------------------------------------------------------- text


def suggest(text: str) -> list[str]:
    """Return known names near to an unknown one, the nearest first."""
    import difflib  # 3 ms, only when an error is certain

    known = dict.fromkeys([*attribute_names(), *_stems, *_symbols, *_units])
    same = [name for name in known if name.lower() == text.lower()]
    return list(dict.fromkeys([*same, *difflib.get_close_matches(text, known, n=3, cutoff=0.7)]))[:3]


def prefixed(unit: Unit, text: str) -> Unit:
    """Return `unit` with an SI prefix, given by symbol or name."""
    prefix = _by_symbol.get(text) or _by_name.get(text)
    if prefix is None:
        raise ValueError(f"unknown SI prefix {text!r}; known are {', '.join(_by_symbol)}")
    scaled = compose(unit.atoms, unit.coefficient * magnitude(1, prefix.power))
    # "kHz" is no name that a product takes, but here it is asked for.
    known = find(prefix.symbol + unit.name)
    return known if known is not None and known == scaled else scaled


def base_unit(base: str) -> Unit:
    """Return the coherent unit of a base dimension."""
    for row in ROWS:
        if row.definition == f"[{base}]":
            return _unit_of(row, row.names.split()[0])
    own = Dimension([(base, 1)])
    return _own_names.get((own, ONE)) or make_atom(str(own), str(own), own, ONE)


def attribute_names() -> list[str]:
    """Return every name that is an attribute of `bu_units.names`, in a stable order."""
    names = list(SHORT_ALIASES)
    prefixes = ["", *(prefix.symbol for prefix in PREFIXES)]
    for row in ROWS:
        taken = prefixes if row.prefixed else [""]
        for spelling in row.names.split():
            stems = [prefix + spelling for prefix in taken]
            names += stems
            if row.powers:
                names += [stem + power for stem in stems for power in "23"]
        for symbol in (row.symbol, *row.aliases.split()):
            names += [prefix + symbol for prefix in taken]
    # Not "in" (a keyword), "min" (a builtin that a star import would hide) or a micro sign.
    hidden = {*keyword.kwlist, *dir(builtins), "µm"}
    return sorted({name for name in names if name.isidentifier()} - hidden)


_POINT = (
    "{} is a point on a temperature scale, not a factor: write kelvin, or read a whole value such as "
    "'20 degC' with parse_quantity"
)
_parser = Parser(
    find,
    suggest,
    # "m / s" is read as the quotient it is.
    phrases=[row.symbol for row in ROWS if " " in row.symbol and "/" not in row.symbol],
    refused={name: _POINT.format(name) for name in ("degC", "degF", "°C", "°F")},
)
parse_unit = _parser.parse

attach_catalogue(named, _parser.parse, prefixed, base_unit)
