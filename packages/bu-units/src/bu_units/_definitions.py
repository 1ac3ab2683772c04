"""Units and base dimensions of the user's own: checked together, then registered together."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from reprlib import repr as short_repr
from typing import IO, TYPE_CHECKING, Any

from . import _dimension, _registry, names
from ._catalogue import Prefix, Row
from ._dimension import Dimension
from ._magnitude import ONE, Magnitude
from ._parse import Parser
from ._registry import find, meaning, measured, spellings
from ._unit import Unit, attach_define, make_atom

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


class _Entry:
    """One unit to be defined: how it is written, and what it is."""

    __slots__ = ("meaning", "row")

    def __init__(self, row: Row, meaning: str | Unit | Dimension) -> None:
        self.row = row
        self.meaning = meaning


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
        self.sizes: dict[str, tuple[Dimension, Magnitude]] = {}
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

    def add(self, row: Row, what: str | Unit | Dimension) -> None:
        """Add a unit, whose words are checked here; what it means is read by `check`."""
        _check_words(row)
        entry = _Entry(row, what)
        for text, _, prefix in spellings(row):
            other = self.texts.get(text)
            if other is not None and other[0] is not entry:
                raise ValueError(f"{text!r} is taken: {other[0].row.names} is defined with it too")
            self.texts[text] = entry, row.names, prefix
        if row.definition in (other.row.definition for other in self.entries.values() if _is_base(other)):
            raise ValueError(f"the dimension {row.definition} has a unit in these definitions already")
        self.entries[row.names] = entry

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
            if entry.row.names not in self.sizes:
                raise _UnreadError(entry)
            dimension, size = self.sizes[entry.row.names]
            if prefix is None:
                return make_atom(name, entry.row.symbol, dimension, size)
            size = _registry.scaled(size, prefix)
            return make_atom(prefix.symbol + name, prefix.symbol + entry.row.symbol, dimension, size)
        if text in self.bases:
            return make_atom(text, text, Dimension([(self.bases[text], 1)]), ONE)
        return find(text)

    def size_of(self, entry: _Entry) -> tuple[Dimension, Magnitude]:
        """Return dimension and magnitude of a unit, by way of the units that it refers to."""
        waiting, before = [entry], self.at
        while waiting:  # no recursion: a file may hold a long chain of units
            name = self.at = waiting[-1].row.names
            try:
                if name not in self.sizes:
                    self.sizes[name] = self._read(waiting[-1].meaning)
                waiting.pop()
            except _UnreadError as unread:
                if unread.entry in waiting:
                    circle = [*waiting[waiting.index(unread.entry) :], unread.entry]
                    path = " -> ".join(other.row.names for other in circle)
                    raise ValueError(f"the definition is circular: {path}") from None
                waiting.append(unread.entry)
        self.at = before
        return self.sizes[entry.row.names]

    def _read(self, meaning: str | Unit | Dimension) -> tuple[Dimension, Magnitude]:
        if isinstance(meaning, Dimension):
            return meaning, ONE
        if isinstance(meaning, Unit):
            return _linear(meaning).dim, meaning.exact
        pairs, coefficient = self.parser().read(meaning)
        return measured([(_linear(atom), power) for atom, power in pairs], coefficient)

    # ------------------------------------------------------------ registering

    def check(self, entry: _Entry) -> Unit | None:
        """Return the unit that this definition has made before; raise if anything else has its words."""
        row, self.at = entry.row, entry.row.names
        known = _registry.settled(row.names)
        if known is not None and _is_written(known, row) and (known.dim, known.exact) == self.size_of(entry):
            return known
        base = entry.meaning if _is_base(entry) else None
        for text, _, _ in spellings(row):
            known = meaning(text)
            if known is not None and not _is_unnamed_base(known, base):
                raise ValueError(f"{text!r} is taken: it means {_described(known)}")
            if text in _RESERVED:
                raise ValueError(f"{text!r} is taken and cannot name a unit")
        if isinstance(base, Dimension):
            known = _registry.base_unit(next(iter(base.exponents)))
            if not _is_unnamed_base(known, base):
                reason = f"{base!r} is counted in {_described(known)} already"
                raise ValueError(f"{reason}: define {row.names!r} as so many of them")
        self.size_of(entry)
        return None

    def commit(self) -> list[Unit]:
        """Check every unit, then register all of them; return them in the order of the definitions."""
        found = {name: self.check(entry) for name, entry in self.entries.items()}
        for symbol, name in self.bases.items():
            _registry.add_base_dimension(name, symbol)
        for name, entry in self.entries.items():
            if found[name] is None:
                for text, _, _ in spellings(entry.row):
                    vars(names).pop(text, None)  # the unit of a base dimension, not yet named
                found[name] = _registry.register(entry.row, *self.sizes[name])
        self._parser = None  # the two would keep each other until a garbage collection
        return [unit for unit in found.values() if unit is not None]


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


def _linear(unit: Unit) -> Unit:
    """Return a unit that is a factor; refuses the points and levels of `bu_units._scales`."""
    if type(unit) is not Unit:
        raise ValueError(f"{unit} is a scale and no factor: no unit is so many of it")
    return unit


def _is_written(known: Unit, row: Row) -> bool:
    """Whether the unit found under a name is written as the row has it."""
    return (
        (known.name, known.dispname) == (row.names, row.symbol)
        and all(find(alias) is known for alias in row.aliases.split())
        and _is_prefixed(row.names) == row.prefixed
    )


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
    return f"{unit.name} ({unit})" if unit.name != str(unit) else str(unit)


def define_unit(
    name: str,
    symbol: str,
    definition: str | Unit | None,
    dimension: Dimension | None,
    prefixes: bool,
    aliases: Iterable[str],
) -> Unit:
    """Add a unit; see `Unit.define`."""
    if (definition is None) == (dimension is None):
        raise TypeError("a unit is defined by a text or unit, or by dimension=, and not by both")
    if dimension is not None and not isinstance(dimension, Dimension):
        raise TypeError(f"dimension= takes a Dimension, got {type(dimension).__name__}")
    batch = _Batch()
    row, what = _row(name, symbol, dimension if definition is None else definition, prefixes, aliases)
    with _registry.lock:
        batch.add(row, what)
        (unit,) = batch.commit()
    return unit


def _row(
    name: object, symbol: object, what: object, prefixes: object, aliases: object
) -> tuple[Row, str | Unit | Dimension]:
    """Return the row of a definition, after a look at the types."""
    if not isinstance(name, str) or not isinstance(symbol, str):
        raise TypeError("name and symbol of a unit are texts")
    if not isinstance(what, (str, Unit, Dimension)):
        raise TypeError(f"a unit is defined by a text, a unit or a dimension, not by {type(what).__name__}")
    if not isinstance(prefixes, bool):
        raise TypeError(f"prefixes is true or false, got {short_repr(prefixes)}")
    given = [*aliases] if isinstance(aliases, Iterable) and not isinstance(aliases, str) else [None]
    words = [_normal(word) for word in given if isinstance(word, str)]
    if len(words) != len(given):
        raise TypeError(f"aliases are a list of texts, got {short_repr(aliases)}")
    if any(word.split() != [word] for word in words):
        raise ValueError(f"an alias is one word, got {short_repr(words)}")
    is_base = isinstance(what, Dimension) and _is_base_dimension(what)
    # `_registry.base_unit` looks for the brackets; the magnitude stands beside the row.
    text = f"[{next(iter(what.exponents))}]" if isinstance(what, Dimension) and is_base else _definition(what)
    row = Row(_normal(name), _normal(symbol), text, aliases=" ".join(words), prefixed=prefixes)
    return row, what


def _definition(what: str | Unit | Dimension) -> str:
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
        _check_keys(entry, {"symbol"})
        entry = entry.get("symbol", name)
    if not isinstance(entry, str):
        raise TypeError("a dimension has a symbol, as a text")
    return entry or name


def _unit_entry(name: str, entry: object) -> tuple[Row, str | Unit | Dimension]:
    """Return the row and the meaning of one entry of [units]."""
    entry = {"definition": entry} if isinstance(entry, str) else entry
    if not isinstance(entry, dict):
        raise TypeError("a unit is a text or a table with a definition or a dimension")
    _check_keys(entry, {"symbol", "definition", "dimension", "prefixes", "aliases"})
    if ("definition" in entry) == ("dimension" in entry):
        raise ValueError("a unit has a definition or a dimension, and not both")
    what = entry.get("definition")
    if "dimension" in entry:
        if not isinstance(entry["dimension"], str):
            raise TypeError("the dimension of a unit is named by a text")
        what = Dimension([(_normal(entry["dimension"]), 1)])
    return _row(name, entry.get("symbol", name), what, entry.get("prefixes", False), entry.get("aliases", ()))


def _check_keys(entry: Mapping[str, object], known: set[str]) -> None:
    unknown = sorted(entry.keys() - known)
    if unknown:
        raise ValueError(f"unknown key {unknown[0]!r}; known are {', '.join(sorted(known))}")


attach_define(define_unit)
