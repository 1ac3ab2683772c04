"""Units and base dimensions of the user's own: checked together, then registered together."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from reprlib import repr as short_repr
from typing import IO, TYPE_CHECKING, Any

from . import _dimension, _registry, names
from ._attached import attach_define
from ._catalogue import Prefix, Row
from ._dimension import Dimension
from ._magnitude import ONE, Magnitude
from ._parse import Parser
from ._registry import find, meaning, spellings
from ._scale_definitions import LevelDifferences, Levels, Points, linear, scale_meaning
from ._scale_rows import register_scale
from ._scales import ScaleUnit, described
from ._unit import Unit, make_atom

if TYPE_CHECKING:
    from os import PathLike

__all__ = ["define_unit", "load_definitions"]

# What `bu_units.names` and `bu_units.si` have beside units.
_RESERVED = {"UNITLESS", "annotations"}

_LONGEST_LINE = 20_000  # characters: twice that of the longest unit
_MOST_DOTS = 500  # in a line
_LONGEST_SHOWN = 80  # characters of a key

# What the packages above call their modules: ``brainunit.math`` is no unit, whether it is imported or not.
_registry.reserve_names(
    "autograd constants custom_array fft lax linalg math names plotting si sparse systems testing typing".split()
)


Meaning = str | Unit | Dimension | Points | Levels | LevelDifferences
Found = tuple[Dimension, Magnitude] | ScaleUnit  # what a definition is read to


_BESIDE = "; differences on the scale are to be in a unit of that name"


class _Entry:
    """One unit to be defined: how it is written, and what it is.

    `beside`: whether it is the unit of differences of a scale, which nobody has asked for by itself.
    """

    __slots__ = ("beside", "meaning", "row")

    def __init__(self, row: Row, meaning: Meaning, beside: bool = False) -> None:
        self.row = row
        self.meaning = meaning
        self.beside = beside


class _UnreadError(Exception):
    """A definition refers to a unit of the batch that has not been read."""

    def __init__(self, entry: _Entry) -> None:
        super().__init__(entry)
        self.entry = entry


class _Batch:
    """Definitions that may refer to each other; nothing is registered before all are found good."""

    def __init__(self) -> None:
        self.entries: dict[str, _Entry] = {}
        self.bases: dict[str, str] = {}  # new base dimensions by the symbol of their units
        self.texts: dict[str, tuple[_Entry, str, Prefix | None]] = {}
        self.found: dict[str, Found] = {}
        self._parser: Parser | None = None
        self.at = ""  # the name of the entry at fault, on an error

    # ------------------------------------------------------------ collecting

    def add_dimension(self, name: str, symbol: str) -> None:
        """Add a base dimension; `drop` takes it back."""
        name, symbol = _normal(name), _normal(symbol)
        known = meaning(symbol)
        if known is not None and str(known.dim) != symbol:
            raise ValueError(f"{symbol!r} is taken: it means {_described(known)}")
        _registry.check_name(symbol)
        is_new = not _dimension.is_base(name)
        _dimension.add_base(name, symbol)
        if is_new:
            self.bases[symbol] = name

    def drop(self) -> None:
        """Take back the base dimensions of a batch that is not registered."""
        for name in self.bases.values():
            _dimension.drop_base(name)

    def add(self, row: Row, what: Meaning, beside: bool = False) -> None:
        """Add a unit, whose words are checked here; what it means is read by `check`.

        Of a scale the unit of its differences is added, too.
        """
        _check_words(row)
        entry = _Entry(row, what, beside)
        for text, _, prefix in spellings(row):
            other = self.texts.get(text)
            if other is not None and other[0] is not entry:
                hint = _BESIDE if other[0].beside or entry.beside else ""
                raise ValueError(f"{text!r} is taken: {other[0].row.names} is defined with it too{hint}")
            self.texts[text] = entry, row.names, prefix
        if row.definition in (other.row.definition for other in self.entries.values() if _is_base(other)):
            raise ValueError(f"the dimension {row.definition} has a unit in these definitions already")
        self.entries[row.names] = entry
        also = what.differences(row) if isinstance(what, (Points, Levels)) else None
        if also is not None:
            self.add(also[0], also[1], beside=True)

    # ------------------------------------------------------------ reading

    def parser(self) -> Parser:
        """Return the parser that knows the units of the batch, too, once all are collected."""
        if self._parser is None:
            own = [text for text in (*self.texts, *self.bases) if not text.isidentifier()]
            self._parser = _registry.parser_with(self.find, own)
        return self._parser

    def find(self, text: str) -> Unit | None:
        """Look a name up, first among the definitions of the batch; `_UnreadError` where not yet read."""
        if text in self.texts:
            entry, name, prefix = self.texts[text]
            if entry.row.names not in self.found:
                raise _UnreadError(entry)
            found = self.found[entry.row.names]
            if isinstance(found, ScaleUnit):
                return found
            dimension, size = found
            if prefix is None:
                return make_atom(name, entry.row.symbol, dimension, size)
            size = _registry.scaled(size, prefix)
            return make_atom(prefix.symbol + name, prefix.symbol + entry.row.symbol, dimension, size)
        if text in self.bases:
            return make_atom(text, text, Dimension([(self.bases[text], 1)]), ONE)
        return find(text)

    def read(self, entry: _Entry) -> Found:
        """Return dimension and magnitude of a unit, or the scale, by way of the units that it refers to."""
        waiting, before = [entry], self.at
        while waiting:  # no recursion: a file may hold a long chain of units
            name = self.at = waiting[-1].row.names
            try:
                if name not in self.found:
                    self.found[name] = self._read(waiting[-1])
                waiting.pop()
            except _UnreadError as unread:
                if unread.entry in waiting:
                    circle = [*waiting[waiting.index(unread.entry) :], unread.entry]
                    path = " -> ".join(other.row.names for other in circle)
                    raise ValueError(f"the definition is circular: {path}") from None
                waiting.append(unread.entry)
        self.at = before
        return self.found[entry.row.names]

    def _read(self, entry: _Entry) -> Found:
        meaning, read = entry.meaning, self.parser().read
        if isinstance(meaning, Dimension):
            return meaning, ONE
        if isinstance(meaning, (Points, Levels, LevelDifferences)):
            return meaning.make(entry.row, read)
        unit = linear(meaning, read)
        return unit.dim, unit.exact

    # ------------------------------------------------------------ registering

    def check(self, entry: _Entry) -> Unit | None:
        """Return the unit that this definition has made before; raise if anything else has its words."""
        row, self.at = entry.row, entry.row.names
        known = _registry.settled(row.names)
        if known is not None and _is_written(known, entry) and _is_found(known, self.read(entry)):
            return known
        base = entry.meaning if _is_base(entry) else None
        for text, _, _ in spellings(row):
            known = meaning(text)
            if known is not None and not _is_unnamed_base(known, base):
                hint = _BESIDE if entry.beside else ""
                raise ValueError(f"{text!r} is taken: it means {_described(known)}{hint}")
            if text in _RESERVED:
                raise ValueError(f"{text!r} is taken and cannot name a unit")
        if isinstance(base, Dimension):
            known = _registry.base_unit(next(iter(base.exponents)))
            if not _is_unnamed_base(known, base):
                reason = f"{base!r} is counted in {_described(known)} already"
                raise ValueError(f"{reason}: define {row.names!r} as so many of them")
        self.read(entry)
        return None

    def commit(self) -> list[Unit]:
        """Check every unit, then register all of them; return them in the order of the definitions."""
        units = {name: self.check(entry) for name, entry in self.entries.items()}
        for symbol, name in self.bases.items():
            _registry.add_base_dimension(name, symbol)
        for name, entry in self.entries.items():
            if units[name] is None:
                units[name] = self._register(entry.row, self.found[name])
        self._parser = None  # the two would keep each other until a garbage collection
        asked = [units[name] for name, entry in self.entries.items() if not entry.beside]
        return [unit for unit in asked if unit is not None]

    def _register(self, row: Row, found: Found) -> Unit:
        for text, _, _ in spellings(row):
            vars(names).pop(text, None)  # the unit of a base dimension, not yet named
        if isinstance(found, ScaleUnit):
            return register_scale(row, found)
        return _registry.register(row, *found)


def _is_base(entry: _Entry) -> bool:
    return isinstance(entry.meaning, Dimension) and _is_base_dimension(entry.meaning)


def _check_words(row: Row) -> None:
    """Raise ValueError unless names can be attributes and symbols be told from operators."""
    name = row.names
    if not name.isidentifier() or name.startswith("_"):
        raise ValueError(f"a unit is named by an identifier such as 'furlong', not {name!r}")
    for text in (name, *row.aliases.split()):
        _registry.check_attribute(text)
    if row.prefixed and " " in row.symbol:
        raise ValueError(f"the symbol {row.symbol!r} of several words takes no prefixes")
    for text in (name, row.symbol, *row.aliases.split()):
        _registry.check_name(text)


def _is_found(known: Unit, found: Found) -> bool:
    """Whether a unit is what a definition was read to."""
    if isinstance(found, ScaleUnit) or isinstance(known, ScaleUnit):
        return known is found
    return (known.dim, known.exact) == found


def _is_written(known: Unit, entry: _Entry) -> bool:
    """Whether the unit found under a name is written as the definition has it."""
    row = entry.row
    if (known.name, known.dispname) != (row.names, row.symbol):
        return False
    aliases = () if entry.beside else row.aliases.split()  # delta_degC is known, delta_degree_celsius is not
    return all(find(alias) is known for alias in aliases) and _is_prefixed(row.names) == row.prefixed


def _is_prefixed(name: str) -> bool:
    row = _registry.row_of(name)
    return row is not None and row.prefixed


def _is_base_dimension(dimension: Dimension) -> bool:
    return list(dimension.exponents.values()) == [1]


def _is_unnamed_base(known: Unit, base: object) -> bool:
    """Whether a unit is the one that stands for a base dimension until it is given a name."""
    is_its_unit = known.dim is base and known.exact is ONE and known.name == known.dispname == str(base)
    return is_its_unit and _registry.row_of(known.name) is None


def _described(unit: Unit) -> str:
    """Return a unit for a message: ``inch (in)``."""
    text = f"{unit.name} ({unit})" if unit.name != str(unit) else str(unit)
    return f"{text}, {described(unit)}" if isinstance(unit, ScaleUnit) else text


def define_unit(
    name: str,
    symbol: str,
    definition: str | Unit | None,
    dimension: Dimension | None,
    prefixes: bool,
    aliases: Iterable[str],
    *of_a_scale: object,
) -> Unit:
    """Add a unit; see `Unit.define`. `of_a_scale` has the arguments of `scale_meaning`."""
    scale = scale_meaning(*of_a_scale)
    if scale is not None and (definition is not None or dimension is not None):
        raise TypeError("a scale is no multiple of a unit: it takes no definition and no dimension=")
    if scale is None and (definition is None) == (dimension is None):
        raise TypeError("a unit is defined by a text or unit, or by dimension=, and not by both")
    if dimension is not None and not isinstance(dimension, Dimension):
        raise TypeError(f"dimension= takes a Dimension, got {type(dimension).__name__}")
    batch = _Batch()
    row, what = _row(name, symbol, scale or definition or dimension, prefixes, aliases)
    with _registry.lock:
        batch.add(row, what)
        (unit,) = batch.commit()
    return unit


def _row(
    name: object, symbol: object, what: object, prefixes: object, aliases: object
) -> tuple[Row, Meaning]:
    """Return the row of a definition, after a look at the types."""
    if not isinstance(name, str) or not isinstance(symbol, str):
        raise TypeError("name and symbol of a unit are texts")
    if not isinstance(what, (str, Unit, Dimension, Points, Levels)):
        raise TypeError(f"a unit is defined by a text, a unit or a dimension, not by {type(what).__name__}")
    if not isinstance(prefixes, bool):
        raise TypeError(f"prefixes is true or false, got {short_repr(prefixes)}")
    if prefixes and isinstance(what, (Points, Levels)):
        raise ValueError(f"a scale takes no prefixes: define another one beside {name!r}")
    given = [*aliases] if isinstance(aliases, Iterable) and not isinstance(aliases, str) else [None]
    words = [_normal(word) for word in given if isinstance(word, str)]
    if len(words) != len(given):
        raise TypeError(f"aliases are a list of texts, got {short_repr(aliases)}")
    if any(word.split() != [word] for word in words):
        raise ValueError(f"an alias is one word, got {short_repr(words)}")
    is_base = isinstance(what, Dimension) and _is_base_dimension(what)
    # `_registry.base_unit` looks for the brackets; the magnitude stands beside the row.
    text = f"[{next(iter(what.exponents))}]" if isinstance(what, Dimension) and is_base else _definition(what)
    name = _normal(name)
    names_products = not name.startswith("delta_")  # no product says that it is a difference
    row = Row(name, _normal(symbol), text, " ".join(words), prefixes, renames=names_products)
    return row, what


def _definition(what: Meaning | str) -> str:
    return what.dispname if isinstance(what, Unit) else str(what)


def _normal(text: str) -> str:
    """Return a name or a symbol as Python has its identifiers: one text for what looks alike."""
    return unicodedata.normalize("NFKC", text)


# ---------------------------------------------------------------- files


def load_definitions(source: str | PathLike[str] | IO[bytes] | IO[str]) -> list[Unit]:
    """Register the units and base dimensions of a TOML file; return the units, in its order.

    source: the path of the file, or the opened file.
    Units may refer to each other in any order. Where anything is wrong, a ValueError names the
    file, the entry and the reason, and nothing of the file is registered. ::

        [dimensions]
        currency = "EUR"                    # the symbol of the unit that it is counted in

        [units]
        euro = { symbol = "EUR", dimension = "currency", prefixes = true }
        furlong = { symbol = "fur", definition = "220 yard", aliases = ["furlongs"] }
        fortnight = "14 day"                # the symbol is the name
        bargauge = { symbol = "barG", of = "bar", zero = "1 atm" }      # a scale of points
        dBFS = { reference = "1", per_decade = 20 }                     # one of levels
    """
    content: str | bytes
    if hasattr(source, "read"):
        title = str(getattr(source, "name", "definitions"))
        content = source.read()
    else:
        title = str(source)
        with open(source, "rb") as file:
            content = file.read()
    import tomllib  # 3 ms

    try:
        text = content if isinstance(content, str) else content.decode("utf-8-sig")
        _check_lines(text)
        tables = tomllib.loads(text)
    except ValueError as error:  # not TOML, not UTF-8
        raise ValueError(f"{title}: {error}") from None
    except RecursionError:
        raise ValueError(f"{title}: brackets are nested too deeply ({_deepest(text)})") from None
    unknown = sorted(tables.keys() - {"dimensions", "units"})
    if unknown:
        raise ValueError(f"{title}: unknown table [{unknown[0]}]; known are [dimensions] and [units]")
    with _registry.lock:
        return _load(title, tables)


def _check_lines(text: str) -> None:
    """Raise ValueError for a line beyond all proportion: tomllib takes minutes for a key of as many dots."""
    for number, line in enumerate(text.splitlines(), 1):
        if len(line) > _LONGEST_LINE:
            raise ValueError(
                f"the line is too long, with {len(line)} characters (at line {number}, column 1)"
            )
        if line.count(".") > _MOST_DOTS:
            raise ValueError(f"a key of too many dots (at line {number}, column {line.index('.') + 1})")


def _deepest(text: str) -> str:
    """Return the place where the most brackets are open."""
    depth = deepest = 0
    place = (1, 1)
    for number, line in enumerate(text.splitlines(), 1):
        for column, char in enumerate(line, 1):
            depth += (char in "[{") - (char in "]}")
            if depth > deepest:
                deepest, place = depth, (number, column)
    return f"at line {place[0]}, column {place[1]}"


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}..."


def _load(title: str, tables: Mapping[str, Any]) -> list[Unit]:
    """Define what the tables of a file say, all of it or nothing."""
    batch, at = _Batch(), ""
    found: list[Unit] | None = None
    try:
        for name, entry in _table(tables, "dimensions").items():
            at = f"[dimensions] {name}"
            batch.add_dimension(name, _symbol_of_dimension(name, entry))
        for name, entry in _table(tables, "units").items():
            at = f"[units] {name}"
            batch.add(*_unit_entry(name, entry))
        at = ""
        found = batch.commit()
    except (ValueError, TypeError, OverflowError) as error:
        at = at or (f"[units] {batch.at}" if batch.at else "")
        raise ValueError(f"{title}: {_short(at)}: {error}" if at else f"{title}: {error}") from None
    finally:  # whatever went wrong
        if found is None:
            batch.drop()
    return found


def _table(tables: Mapping[str, Any], name: str) -> dict[str, Any]:
    table = tables.get(name, {})
    if not isinstance(table, dict):
        raise TypeError(f"[{name}] is a table")
    return table


def _symbol_of_dimension(name: str, entry: object) -> str:
    if isinstance(entry, dict):
        _check_keys(entry, frozenset({"symbol"}))
        entry = entry.get("symbol", name)
    if not isinstance(entry, str):
        raise TypeError("a dimension has a symbol, as a text")
    return entry or name


_KEYS = frozenset(
    "symbol definition dimension prefixes aliases of zero reference per_decade difference".split()
)


def _unit_entry(name: str, entry: object) -> tuple[Row, Meaning]:
    """Return the row and the meaning of one entry of [units]."""
    entry = {"definition": entry} if isinstance(entry, str) else entry
    if not isinstance(entry, dict):
        raise TypeError("a unit is a text or a table with a definition or a dimension")
    _check_keys(entry, _KEYS)
    scale = scale_meaning(*map(entry.get, ("of", "zero", "reference", "per_decade", "difference")))
    if scale is not None and ("definition" in entry or "dimension" in entry):
        raise ValueError("a scale is no multiple of a unit: it has no definition and no dimension")
    if scale is None and ("definition" in entry) == ("dimension" in entry):
        raise ValueError("a unit has a definition or a dimension, and not both")
    what = scale or entry.get("definition")
    if "dimension" in entry:
        if not isinstance(entry["dimension"], str):
            raise TypeError("the dimension of a unit is named by a text")
        what = Dimension([(_normal(entry["dimension"]), 1)])
    return _row(name, entry.get("symbol", name), what, entry.get("prefixes", False), entry.get("aliases", ()))


def _check_keys(entry: Mapping[str, object], known: frozenset[str]) -> None:
    unknown = sorted(entry.keys() - known)
    if unknown:
        raise ValueError(f"unknown key {unknown[0]!r}; known are {', '.join(sorted(known))}")


attach_define(define_unit)
