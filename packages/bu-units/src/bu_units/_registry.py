"""The catalogue at work: names, symbols and prefixes looked up, units built on first use."""

from __future__ import annotations

import builtins
import keyword
import threading
from collections.abc import Callable, Collection, Iterable, Iterator
from fractions import Fraction
from functools import lru_cache
from importlib import import_module

from . import _dimension, _unit
from ._attached import attach_catalogue
from ._catalogue import BINARY_PREFIXES, PREFIXES, ROWS, SHORT_ALIASES, SI_ROWS, Prefix, Row
from ._dimension import DIMENSIONLESS, Dimension
from ._format import MICRO
from ._magnitude import ONE, Magnitude, from_powers, magnitude
from ._misread import misread
from ._parse import Parser, plain_text
from ._rational import exponent
from ._sizes import SIZES
from ._unit import Unit, compose, make_atom
from .errors import UnitParseError

__all__ = [
    "add_base_dimension",
    "add_standard_unit",
    "attribute_names",
    "customary_names",
    "find",
    "lock",
    "meaning",
    "measured",
    "parse_unit",
    "refusal",
    "register",
    "register_found",
    "reserve_names",
    "rows",
    "settled",
    "si_names",
    "spellings",
    "suggest",
    "trades",
]

# Names and symbols -> row and the spelling that the unit takes. "metre" and "meter" are two
# names, and so two (equal) units; a symbol or an alias gives the first spelling.
_stems: dict[str, tuple[Row, str]] = {}
_symbols: dict[str, tuple[Row, str]] = {}


def _enter(row: Row) -> None:
    """Let a row be found by its names, its symbol and its aliases."""
    names = row.names.split()
    for name in names:
        _stems[name] = (row, name)
    for alias in row.aliases.split():
        _symbols[alias] = (row, names[0])
    _symbols.setdefault(row.symbol, (row, names[0]))


for _row in ROWS:
    _enter(_row)
# The micro sign is read as "u" throughout.
_symbols.pop("µm")

_prefixes = (*PREFIXES, *BINARY_PREFIXES)
_by_symbol = {prefix.symbol: prefix for prefix in _prefixes}
_by_name = {prefix.name: prefix for prefix in _prefixes}
_by_power = {prefix.power: prefix for prefix in PREFIXES}

# Aliases that are shown as they are written, for the SI has both (SI Brochure, 9th edition, table 8): mg/dL.
_SECOND_SYMBOLS = frozenset(("L",))

_units: dict[str, Unit] = {}  # texts looked up before
_finders: list[Callable[[str], Unit | None]] = []  # see add_finder
_further: list[str] = []  # names that no row has
_yielding: set[str] = set()  # see add_finder
_droppers: list[Callable[[Collection[str]], Iterable[str]]] = []  # see add_finder
_held: set[str] = set()  # see reserve_names
_own_names: dict[tuple[Dimension, Magnitude], Unit] = {}  # add_standard_unit
_own_rows: tuple[Row, ...] = ()  # register
_trades: tuple[Row, ...] | None = None  # see trades
_sizes: dict[str, tuple[Dimension, Magnitude]] = {}  # what rows have been found to mean, by their names
lock = threading.RLock()


def find(text: str) -> Unit | None:
    """Return the unit of one name or symbol, prefix and power included; None if there is none."""
    unit = _units.get(text)
    if unit is None:
        unit = _build(text) or next(filter(None, (finder(text) for finder in _finders)), None)
        if unit is None and _trades is None:
            trades()
            unit = _build(text)
        if unit is not None:
            _units[text] = unit
    return unit


def add_finder(
    finder: Callable[[str], Unit | None],
    names: Iterable[str],
    drop: Callable[[Collection[str]], Iterable[str]] | None = None,
    yielding: Iterable[str] = (),
) -> None:
    """Let units of these names be found that the catalogue has no row for; asked after the catalogue.

    yielding: the names of those of trades, which give way to a unit of the user's own; drop: takes the texts
    of that and drops those of trades that have one of them, and returns all of their words.
    """
    _finders.append(finder)
    _further.extend(names)
    _yielding.update(yielding)
    if drop is not None:
        _droppers.append(drop)


def reserve_names(names: Iterable[str]) -> None:
    """Let no unit be named so: a module that has units for its attributes has something else there."""
    _held.update(names)


def trades() -> tuple[Row, ...]:
    """Return the rows of trades, which are entered when they are first asked for: an import has none of them.

    They give way to the user's own units, the whole row for any of its words.
    """
    global _trades
    known = _trades
    if known is None:
        from ._trades import TRADES

        with lock:
            if _trades is None:
                for row in TRADES:
                    _enter(row)
                MICRO.update(f"u{row.symbol}" for row in TRADES if row.prefixed)
                _trades = TRADES
            known = _trades
    return known


def rows() -> tuple[Row, ...]:
    """Return the rows of the catalogue, those of trades at the end."""
    return (*ROWS, *trades())


def _give_way(texts: Iterable[str]) -> None:
    """Drop what is of trades and has one of these texts: they become a unit of the user's own."""
    global _trades
    texts = set(texts)
    for drop in _droppers:
        for text in drop(texts):
            _units.pop(text, None)
            _further.remove(text)
    of_trades = _texts_of_trades(trades())
    for row in {id(row): row for text in texts if (row := of_trades.get(text)) is not None}.values():
        for text, _, _ in spellings(row):
            _units.pop(text, None)
        for table in (_stems, _symbols):
            for text in [text for text, found in table.items() if found[0] is row]:
                del table[text]
        _trades = tuple(other for other in trades() if other is not row)


@lru_cache(maxsize=1)
def _texts_of_trades(rows: tuple[Row, ...]) -> dict[str, Row]:
    """Return the row of each text of the trades; a hundred rows take 10 ms, and each definition asks."""
    return {text: row for row in rows for text, _, _ in spellings(row)}


def settled(text: str) -> Unit | None:
    """Look a name up as `find` does, but for the units of trades, which give way to definitions."""
    unit = find(text)
    if unit is None or _trades is None or unit.name in _yielding:
        return None if unit is None or unit.name in _yielding else unit
    stem = text.rstrip("23")
    found = _stems.get(stem) or _symbols.get(stem) or next((split[1:] for split in _splits(stem)), None)
    return None if found is not None and found[0] in _trades else unit


def _build(text: str) -> Unit | None:
    exact = _stems.get(text) or _symbols.get(text)
    if exact is not None:
        return _unit_of(*exact, symbol=text)
    for prefix, row, spelling in _splits(text):
        return _unit_of(row, spelling, prefix, text.removeprefix(prefix.symbol))
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
            if found is not None and found[0].takes(prefix):
                yield prefix, *found
    for name, prefix in _by_name.items():
        if text.startswith(name):
            found = _stems.get(text[len(name) :])
            if found is not None and found[0].takes(prefix):
                yield prefix, *found


def _unit_of(row: Row, spelling: str, prefix: Prefix | None = None, symbol: str = "") -> Unit:
    """Build the (prefixed) unit of a row under one of its spellings, as it is written with this symbol."""
    dimension, size = _defined(row)
    scale = None if row.scale is None else exponent(row.scale)
    symbol = symbol if symbol in _SECOND_SYMBOLS else row.symbol
    if prefix is None:
        return make_atom(spelling, symbol, dimension, size, scale)
    symbol = prefix.symbol + symbol
    return make_atom(prefix.symbol + spelling, symbol, dimension, scaled(size, prefix), scale)


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
        if ratio is not None and ratio in _by_power and row.takes(_by_power[int(ratio)]):
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
    if row.names in _sizes:
        return _sizes[row.names]
    if row.definition.startswith("["):
        return Dimension([(row.definition.strip("[]"), 1)]), ONE
    known = SIZES.get(row.names)
    if known is None:
        found = measured(*_parser.read(row.definition))
    else:  # read when the table was generated: a fifth of the time
        found = Dimension(known[0]), from_powers(known[1])
    _sizes[row.names] = found
    return found


def measured(pairs: Iterable[tuple[Unit, Fraction]], coefficient: Magnitude) -> tuple[Dimension, Magnitude]:
    """Return dimension and magnitude of what the parser has read."""
    dimension, size = DIMENSIONLESS, ONE
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
    import unicodedata  # 1 ms, only where something is defined

    with lock:
        if meaning(u.name) is None:
            check_attribute(u.name)
        for text in (u.name, u.dispname):
            known = meaning(text)
            if known is None:
                check_name(text)
                if plain_text(unicodedata.normalize("NFKC", text)) != plain_text(text):
                    raise ValueError(
                        f"{text!r} cannot name a unit: its normal form in Unicode is another text"
                    )
            elif known != u:
                raise ValueError(f"{text!r} is the name of another unit already, {known!r}")
        new = [text for text in (u.name, u.dispname) if meaning(text) is None]
        _give_way(new)
        for text in new:
            _units[text] = _units[_learn(text)] = u
            _further.append(text)
        _own_names[u.dim, u.exact] = u
        _unit.forget_names()


def meaning(text: str) -> Unit | None:
    """Return the unit that `text` says so far; None if it says none, or one of trades, which gives way."""
    try:
        return _quietly().parse(text)
    except UnitParseError:
        return None


def spellings(row: Row) -> Iterator[tuple[str, str, Prefix | None]]:
    """Yield every text that means a unit of `row`, with the name and the prefix that make it up."""
    names, symbols = row.names.split(), [row.symbol, *row.aliases.split()]
    for text, name in [*zip(names, names, strict=True), *((symbol, names[0]) for symbol in symbols)]:
        yield text, name, None
        for prefix in _prefixes:
            if row.takes(prefix):
                yield prefix.symbol + text, name, prefix
                if text == name:
                    yield prefix.name + text, name, prefix


def own_rows() -> tuple[Row, ...]:
    """Return the rows of the user's own."""
    return _own_rows


def scaled(size: Magnitude, prefix: Prefix) -> Magnitude:
    """Return the magnitude of a unit with a prefix."""
    return size * magnitude(1, prefix.power, prefix.base)


def row_of(text: str) -> Row | None:
    """Return the row that has `text` for a name or a symbol, without a prefix."""
    found = _stems.get(text) or _symbols.get(text)
    return None if found is None else found[0]


def check_name(text: str) -> None:
    """Raise ValueError if `text` could not be told from the operators of a text, or is a module's."""
    _parser.check_name(text)
    if text in _held:
        raise ValueError(f"{text!r} cannot name a unit: a module has something else of this name")


def parser_with(find: Callable[[str], Unit | None], phrases: Iterable[str]) -> Parser:
    """Return a parser like that of the catalogue, with another way to find units and further phrases."""
    return Parser(find, suggest, phrases, refusal, _spelled, like=_parser)


def check_attribute(text: str) -> None:
    """Raise ValueError if `text` cannot be an attribute: Python has another use for it."""
    if keyword.iskeyword(text):
        raise ValueError(f"{text!r} is a keyword of Python and cannot name a unit")


def register_found(row: Row, enter: Callable[[], None]) -> Unit:
    """Add a row of the user's own, which `enter` lets be found; return its unit. Names are forgotten next."""
    global _own_rows
    with lock:
        _give_way(text for text, _, _ in spellings(row))
        enter()
        for text, _, _ in spellings(row):
            _units.pop(_learn(text), None)  # where a base dimension's unit had no name of its own yet
        _own_rows = (*_own_rows, row)
        unit = find(row.names)
        assert unit is not None
    return unit


def register(row: Row, dimension: Dimension, size: Magnitude) -> Unit:
    """Add a row of the user's own, whose texts have been found free; return its unit."""
    name = row.names

    def enter() -> None:
        _sizes[name] = dimension, size
        _stems[name] = (row, name)
        for symbol in (row.symbol, *row.aliases.split()):
            _symbols[_learn(symbol)] = _symbols[symbol] = (row, name)

    with lock:
        unit = register_found(row, enter)
        # A product takes the name, unless it has one; a number such as 12 stays a number.
        is_base = row.definition.startswith("[")
        names_products = row.renames and dimension is not DIMENSIONLESS
        if is_base or (names_products and named(dimension, size) is None):
            _own_names[dimension, size] = unit
        _unit.forget_names()
    return unit


def _learn(text: str) -> str:
    """Have the parser read `text` as one name; return it as `find` will be asked for it."""
    plain = _parser.learn(text)
    _quietly().learn(text)
    return plain


@lru_cache(maxsize=1)
def _quietly() -> Parser:
    """Return a parser that looks for no near names, which takes 10 ms."""
    return Parser(settled, lambda text: (), like=_parser)


def add_base_dimension(name: str, symbol: str) -> Dimension:
    """Add a base dimension (currency, population), counted in a unit with this symbol; return it.

    >>> add_base_dimension("population", "cell")
    Dimension(population=1)
    >>> parse_unit("cell / mL")
    Unit("cell / mL")
    """
    import unicodedata  # as above

    name, symbol = unicodedata.normalize("NFKC", name), unicodedata.normalize("NFKC", symbol)
    with lock:
        known = meaning(symbol)
        if known is not None and str(known.dim) != symbol:
            raise ValueError(f"{symbol!r} is the symbol of a unit already, {known!r}")
        check_name(symbol)
        check_attribute(name)
        _dimension.add_base(name, symbol)
        add_standard_unit(base_unit(name))
    return Dimension([(name, 1)])


# ---------------------------------------------------------------- text


def suggest(text: str) -> list[str]:
    """Return known names near to an unknown one, the nearest first; asked where an error is certain."""
    return import_module("bu_units._suggestions").suggest(text)  # type: ignore[no-any-return]  # by its text


def prefixed(unit: Unit, text: str) -> Unit:
    """Return `unit` with an SI prefix, given by symbol or name."""
    prefix = _by_symbol.get(text) or _by_name.get(text)
    if prefix is None:
        raise ValueError(f"unknown SI prefix {text!r}; known are {', '.join(_by_symbol)}")
    product = compose(unit.atoms, scaled(unit.coefficient, prefix))
    # "kHz" is no name that a product takes, but here it is asked for.
    known = find(prefix.symbol + unit.name)
    return known if known is not None and known == product else product


def base_unit(base: str) -> Unit:
    """Return the coherent unit of a base dimension."""
    for row in (*ROWS, *_own_rows, *(trades() if base not in _dimension.BASES else ())):
        if row.definition == f"[{base}]":
            return _unit_of(row, row.names.split()[0])
    own = Dimension([(base, 1)])
    step: Unit | None = getattr(find(str(own)), "step", None)  # what counts differences of levels: dB
    if step is not None and step.dim is own:
        return step
    return _own_names.get((own, ONE)) or make_atom(str(own), str(own), own, ONE)


def customary_names() -> list[str]:
    """Return the names and symbols of units outside the SI that are attributes of `bu_units.names`."""
    outside = [row for row in ROWS if not row.powers]
    texts = {text for row in outside for text in (*row.names.split(), row.symbol, *row.aliases.split())}
    return sorted(texts & set(attribute_names()))


def si_names() -> dict[str, str]:
    """Return the attributes of `bu_units.si` with what `find` calls them: names and symbols.

    Typeset too (``μm``, ``kΩ``), where Python takes the character in an identifier.
    """
    found: dict[str, str] = {}
    for row in SI_ROWS:
        taken = [prefix for prefix in PREFIXES if row.takes(prefix)]
        for name in row.names.split():
            found |= {text: text for text in (name, *(prefix.name + name for prefix in taken))}
        for symbol in (row.symbol, *row.aliases.split()):
            found[symbol] = symbol
            # "electronvolt" is an alias, but no symbol.
            for prefix in taken if len(symbol) < 4 else ():
                found[prefix.symbol + symbol] = prefix.symbol + symbol
                found[prefix.symbol.replace("u", "μ") + symbol.replace("ohm", "Ω")] = prefix.symbol + symbol
    found["Ω"] = "ohm"
    return {text: plain for text, plain in sorted(found.items()) if text.isidentifier()}


def attribute_names() -> list[str]:
    """Return every name of the catalogue that is an attribute of `bu_units.names`, in a stable order."""
    stems = [name for row in rows() for name in _attributes(row)]
    # Not "in" (a keyword), "min" (a builtin that a star import would hide) or a micro sign.
    hidden = {*keyword.kwlist, *dir(builtins), "µm"}
    return sorted({name for name in (*SHORT_ALIASES, *stems) if name.isidentifier()} - hidden)


def own_names() -> list[str]:
    """Return the names of units of the user's own that are attributes of `bu_units.names`."""
    names = dict.fromkeys(name for row in _own_rows for name in _attributes(row))
    return [name for name in names if name.isidentifier()]


def _attributes(row: Row) -> Iterator[str]:
    """Yield the names and symbols of a row with the symbols of the prefixes that it takes."""
    for prefix in ("", *(prefix.symbol for prefix in _prefixes if row.takes(prefix))):
        for spelling in row.names.split():
            yield prefix + spelling
            if row.powers:
                yield f"{prefix}{spelling}2"
                yield f"{prefix}{spelling}3"
        for symbol in (row.symbol, *row.aliases.split()):
            yield prefix + symbol


# "m / s" is read as the quotient it is.
_PHRASES = ["‰", *(row.symbol for row in ROWS if " " in row.symbol and "/" not in row.symbol)]
_LEAST_WORD = 4  # letters of an alias that has a plural: "tonne", not "rev"


def _is_name(text: str) -> bool:
    """Whether a text is a name in full, no symbol, with a prefix or without: what has a plural."""
    if _is_stem(text) or (text in _further and _is_word(text)):
        return True
    return any(
        _is_stem(text[len(start) :])
        for prefix, *_ in _splits(text)
        for start in (prefix.symbol, prefix.name)
        if text.startswith(start)
    )


def _is_stem(text: str) -> bool:
    return text in _stems or (text in _symbols and _is_word(text))


def _is_word(text: str) -> bool:
    return len(text) >= _LEAST_WORD and text.isalpha() and text.islower()


def _spelled(text: str) -> str | None:
    """Return the name that a word stands for which is none; asked where a name is unknown."""
    return import_module("bu_units._words").spelled(text, _is_name)  # type: ignore[no-any-return]  # by its text


def refusal(text: str) -> str:
    """Return why a text is refused; asked where a name is unknown."""
    if text in ("%RH", "%rh", "%Rh", "%rH"):  # a relative humidity: the sign alone is its unit
        return misread("%", text[1:])
    return import_module("bu_units._words").refusal(text)  # type: ignore[no-any-return]  # by its text


_parser = Parser(find, suggest, _PHRASES, refusal, _spelled)


# A function of this module, not a bound method: pickles of scales name it.
def parse_unit(text: str, dialect: str = "default") -> Unit:
    """Return the unit that `text` says in a dialect: "default", "ucum" or "udunits".

    dialect: how it is written.
    Raises UnitParseError, with the place and a reason, for a text that is no unit; ValueError for an
    unknown dialect; TypeError unless `text` is a str.

    >>> parse_unit("kg m s-2")
    Unit("kg * m / s^2")
    >>> parse_unit("mm[Hg]", dialect="ucum").factor_to(parse_unit("Pa"))
    133.322
    >>> parse_unit("degrees_north", dialect="udunits")
    Unit("°")
    """
    return _parser.parse(text, dialect)


attach_catalogue(named, _parser.parse, prefixed, base_unit)
_dimension.attach_units(add_base_dimension)
