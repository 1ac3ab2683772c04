"""``explain "kg m s-2"``: what a unit is, one field a line."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .._catalogue import PREFIXES, Prefix, Row
from .._dimension import power_text
from .._registry import find, own_rows, parse_unit, rows, spellings
from .._scales import ScaleUnit, described
from .._unit import Unit, _coherent_atoms, compose
from ..errors import UnitParseError
from ..kinds import kinds_of
from .convert import degrees_hint
from .numbers import beside, decimal, in_si, split_quantity

__all__ = ["explain"]

_NUMBER_FIRST = re.compile(r"\s*[0-9.]")


def explain(text: str) -> Iterator[str]:
    """Yield what the unit of a text is: dimension, size, names, kinds, how it was read, notations."""
    unit = parse_unit(text)
    yield from _field(
        "unit", f"{unit.name} ({unit})" if unit.is_fullname and unit.name != str(unit) else unit
    )
    yield from _field("dimension", unit.dim)
    yield from _field("kinds", ", ".join(kinds_of(unit.dim)))
    if type(unit) is not Unit:
        yield from _field("scale", "a point or a level on a scale, converted by more than a factor")
        if isinstance(unit, ScaleUnit):
            yield from _field("which", described(unit))
            yield from _field("steps", unit.difference)
        yield from _notations(unit)
        return
    yield from _field("in SI", in_si(unit))
    for row, name, prefix in _rows_of(unit):
        if prefix is not None:
            yield from _field("prefix", f"{_prefix_text(prefix)} {name} ({row.symbol})")
        if not row.definition.startswith("["):
            yield from _field("defined", f"{name} = {row.definition}")
        others = [word for word in (*row.names.split(), *row.aliases.split()) if word != name]
        yield from _field("also", ", ".join(f"{prefix.symbol if prefix else ''}{word}" for word in others))
        takes = "those of the SI" if row.prefixed else "kilo and greater, binary" if row.binary else ""
        yield from _field("prefixes", takes)
    if not unit.is_fullname:
        yield from _field("made of", ", ".join(f"{atom} ({atom.name})" for atom, _ in unit.atoms))
        for line in _read_as(unit):
            yield from _field("read as", line)
    yield from _field("equals", ", ".join(_equal(unit)))
    yield from _field("SI base", _in_base_units(unit))
    yield from _notations(unit)
    yield from _field("note", _note(text))


def _field(title: str, value: object) -> Iterator[str]:
    if str(value):
        yield f"{title + ':':<11}{value}"


def _prefix_text(prefix: Prefix) -> str:
    return f"{prefix.name} ({prefix.symbol}), {prefix.base}^{prefix.power}"


def _rows_of(unit: Unit) -> Iterator[tuple[Row, str, Prefix | None]]:
    """Yield the row that names a unit, and how: by which of its names, with which prefix."""
    for row in (*rows(), *own_rows()):
        for text, name, prefix in spellings(row):
            if text == unit.name and unit.is_fullname and find(text) == unit:
                yield row, name, prefix
                return


def _read_as(unit: Unit) -> Iterator[str]:
    """Yield how each symbol of a compound was read: ``kg: kilogram, kilo (k), 10^3 gram (g)``."""
    for atom, power in unit.atoms:
        symbol = str(atom) if power == 1 else f"{atom}^{power_text(power)}"
        line = f"{symbol}: {atom.name}"
        for row, name, prefix in _rows_of(atom):
            if prefix is not None:
                line = f"{symbol}: {prefix.name}{name}, {_prefix_text(prefix)} {name} ({row.symbol})"
            elif row.definition.startswith("["):
                line += f", the base unit of {row.definition.strip('[]').replace('_', ' ')}"
            else:
                line += f" = {row.definition}"
        yield line


def _equal(unit: Unit) -> Iterator[str]:
    """Yield the other named units that a unit equals, with a usual prefix too: ``hertz (Hz)`` for 1/s."""
    if unit.dim.is_dimensionless:
        return
    for row in (*rows(), *own_rows()):
        name = row.names.split()[0]
        known = find(name)
        if known is None or known.dim is not unit.dim:
            continue
        ratio = (unit.exact / known.exact).power_of_ten
        prefix = next((each for each in PREFIXES if each.power == ratio and each.power % 3 == 0), None)
        if ratio == 0 and row.symbol != str(unit):
            yield f"{name} ({row.symbol})"
        elif prefix is not None and row.takes(prefix) and prefix.symbol + row.symbol != str(unit):
            yield f"{prefix.name}{name} ({prefix.symbol}{row.symbol})"


def _in_base_units(unit: Unit) -> str:
    """Return a unit in base units: ``0.001 kg * m^2 / (A * s^3)``."""
    exact = unit.exact.fraction
    number = (None if exact is None else decimal(exact)) or f"{unit.magnitude!r}"
    if unit.dim.is_dimensionless:
        return number
    coherent = str(compose(_coherent_atoms(unit.dim), renamed=False))
    return coherent if number == "1" else beside(number, coherent)


def _notations(unit: Unit) -> Iterator[str]:
    """Yield how other notations write a unit, or why they do not."""
    for title, style in (("UCUM", "~ucum"), ("UDUNITS", "~udunits")):
        try:
            text = format(unit, style)
        except ValueError as error:
            text = f"none: {error}"
        yield from _field(title, text)


def _note(text: str) -> str:
    """Return what the letter is for that people write for degrees: "C", "20C"."""
    if not _NUMBER_FIRST.match(text):
        return degrees_hint("", text)
    try:
        _, written, unit = split_quantity(text)
    except UnitParseError:  # a number as a unit has it: "10^3 C"
        return ""
    return degrees_hint(written, unit)
