"""``search pressure``: the units of a name, a symbol, a kind or a dimension; ``list pressure``."""

from __future__ import annotations

from collections.abc import Iterator

from .._catalogue import Row
from .._dimension import Dimension
from .._registry import find, own_rows, parse_unit, rows, suggest
from .._scale_rows import LEVELS, POINTS, LevelRow, PointRow
from .._scales import PointUnit, ScaleUnit
from .._unit import Unit
from ..errors import UnitParseError
from ..kinds import KINDS, dimension_of
from ..nearness import near
from .numbers import in_si

__all__ = ["listing", "search"]


def search(word: str) -> tuple[list[str], str]:
    """Return a line for each unit that a word leads to, and "", or the near ones and that there was none.

    The word is (part of) a name or a symbol, in any case, of a kind of quantity (all units of its
    dimension), or a compound unit (all of its dimension).
    """
    text = " ".join(word.replace("_", " ").split()).lower()
    if not text:
        raise ValueError("search for a part of a name, a symbol, a kind of quantity or a dimension")
    found = dict.fromkeys(_by_name(text))
    dimensions = {kind: dimension_of(kind) for kind in KINDS if text in kind}
    unit = _unit(word)
    if unit is not None and (found or unit.is_fullname):
        found = dict.fromkeys([_line_of(unit), *found])
    elif unit is not None:
        dimensions[str(unit)] = unit.dim
    for dimension in dict.fromkeys(dimensions.values()):
        found |= dict.fromkeys(_of(dimension))
    if found:
        return list(found), ""
    close = [*suggest(word), *near(text, KINDS)]
    lines = [_line_of(unit) for name in close if (unit := _unit(name)) is not None]
    lines += [line for kind in close if kind in KINDS for line in _of(dimension_of(kind))]
    names = f"; near names are {', '.join(close)}" if close else ""
    return list(dict.fromkeys(lines)), f"no unit and no kind of quantity is called {word!r}{names}"


def listing(kind: str | None) -> Iterator[str]:
    """Yield the units of a kind of quantity, or of a unit's dimension; without one, the kinds."""
    if kind is None:
        width = max(map(len, KINDS))
        yield from (f"{kind:<{width}}  {text}" for kind, text in KINDS.items())
        return
    dimension = dimension_of(kind)
    if dimension is None:
        try:
            dimension = parse_unit(kind).dim
        except ValueError as error:
            reason = f"{kind!r} is no kind of quantity that is listed, and no unit: {error}"
            raise ValueError(reason) from None
    yield from _of(dimension)


def _of(dimension: Dimension | None) -> Iterator[str]:
    """Yield a line for each unit of a dimension, the smallest first, scales behind."""
    found = [(row, find(row.names.split()[0])) for row in (*rows(), *own_rows())]
    units = [(row, unit) for row, unit in found if type(unit) is Unit and unit.dim is dimension]
    for row, unit in sorted(units, key=lambda pair: float(pair[1].exact)):
        yield _line(row, unit)
    own = [unit for _, unit in found if isinstance(unit, ScaleUnit)]
    for scale in (*(parse_unit(row.name) for row in (*POINTS, *LEVELS)), *own):
        if scale.dim is dimension:
            yield _line_of(scale)


def _by_name(text: str) -> Iterator[str]:
    """Yield a line for each unit that has a text in a name or a symbol; a short one is all of it."""
    for row in (*rows(), *own_rows()):
        words = [*row.names.split(), *row.aliases.split(), row.symbol]
        if any(_matches(text, word) for word in words):
            unit = find(row.names.split()[0])
            if unit is not None:
                yield _line(row, unit) if type(unit) is Unit else _line_of(unit)
    scales: tuple[PointRow | LevelRow, ...] = (*POINTS, *LEVELS)
    for scale in scales:
        if any(_matches(text, word) for word in (scale.name, scale.symbol, *scale.aliases.split())):
            yield _line_of(parse_unit(scale.name))


def _matches(text: str, word: str) -> bool:
    known = word.replace("_", " ").lower()
    return text == known or (len(text) > 2 and text in known)


def _unit(word: str) -> Unit | None:
    try:
        return parse_unit(word)
    except UnitParseError:
        return None


def _line(row: Row, unit: Unit) -> str:
    return f"{unit!s:<12} {', '.join(row.names.split()):<28} {in_si(unit)}"


def _line_of(unit: Unit) -> str:
    """Return the line of any unit: that of its row where it has one, without a prefix."""
    if type(unit) is not Unit:
        return f"{unit!s:<12} {unit.name:<28} {'point' if isinstance(unit, PointUnit) else 'level'}"
    row = next((row for row in (*rows(), *own_rows()) if unit.name in row.names.split()), None)
    return f"{unit!s:<12} {unit.name:<28} {in_si(unit)}" if row is None else _line(row, unit)
