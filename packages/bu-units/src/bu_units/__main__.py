"""Units on the command line: convert a value, explain a unit, list the units of a kind of quantity.

python -m bu_units convert "3.5 inch" mm
python -m bu_units explain mV
python -m bu_units list pressure
"""

from __future__ import annotations

import argparse
import io
import os
import re
import sys
from collections.abc import Iterator, Sequence
from fractions import Fraction

from . import systems
from ._catalogue import Prefix, Row
from ._definitions import load_definitions
from ._parse import split_number
from ._registry import find, own_rows, parse_unit, rows, spellings
from ._scale_rows import LEVELS, POINTS
from ._scales import LevelUnit, PointUnit, ScaleUnit, affine_exact, convert_value, described
from ._unit import Unit
from .errors import UnitMismatchError
from .kinds import KINDS, dimension_of, kinds_of

__all__ = ["main"]

_LONGEST_DECIMAL = 30  # digits; what is longer is rounded


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return its exit status: 0, or 2 for bad input."""
    options = _parser().parse_args(arguments)
    try:
        for path in options.definitions:
            load_definitions(path)
        lines = list(options.lines(options))
    except (ValueError, TypeError, UnitMismatchError, OverflowError, OSError) as error:
        sys.stderr.write(f"bu_units: {error}\n")
        return 2
    return _print(lines)


def _print(lines: Sequence[str]) -> int:
    """Write lines to the standard output; return the exit status."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        if sys.stdout is not None:  # it is None where the shell has closed it
            sys.stdout.write("".join(f"{line}\n" for line in lines))
            sys.stdout.flush()
    except OSError as error:
        # The interpreter flushes once more when it ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if not isinstance(error, BrokenPipeError):  # whoever reads may stop: ``| head``
            sys.stderr.write(f"bu_units: {error}\n")
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bu_units", description="Convert and explain units.")
    parser.add_argument(
        "--definitions", action="append", default=[], metavar="FILE", help="a TOML file of further units"
    )
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")
    convert = commands.add_parser("convert", help='convert a value: convert "3.5 inch" mm')
    convert.add_argument("value", help='a number and a unit, as in "3.5 inch"')
    convert.add_argument("unit", help="the unit to convert to")
    convert.set_defaults(lines=_convert)
    explain = commands.add_parser("explain", help="say what a unit is: explain mV")
    explain.add_argument("unit")
    explain.set_defaults(lines=_explain)
    listing = commands.add_parser("list", help="list units: list pressure")
    listing.add_argument(
        "kind", nargs="?", help="a kind of quantity, or a unit that has its dimension; without it, all kinds"
    )
    listing.set_defaults(lines=_list)
    # A negative value is no option.
    convert._negative_number_matcher = re.compile(r"-[\d.]")
    return parser


# ---------------------------------------------------------------- commands


def _convert(options: argparse.Namespace) -> Iterator[str]:
    """Yield ``88.9 mm``, marked where it had to be rounded."""
    value, text = split_number(options.value)
    unit, target = parse_unit(text), parse_unit(options.unit)
    if isinstance(unit, LevelUnit) or isinstance(target, LevelUnit):
        yield f"{convert_value(float(value), unit, target)!r} {target} (rounded)"
        return
    offset = Fraction(0)
    if isinstance(unit, PointUnit) or isinstance(target, PointUnit):
        _, offset = affine_exact(unit, target)
    else:
        unit.factor_to(target)  # says it if the dimensions differ
    ratio = (unit.exact / target.exact).fraction
    # split_number has found the number good; its float may have lost digits.
    digits = re.match(r"\s*([+-]?[0-9.]+(?:[eE][+-]?[0-9]+)?)", options.value.replace("\u2212", "-"))
    number = Fraction(digits.group(1)) if digits else Fraction(str(value))
    decimal = None if ratio is None else _decimal(number * ratio + offset)
    if decimal is not None:
        yield f"{decimal} {target}"
        return
    exact = 1 if ratio is None else number * ratio + offset
    product = float(number) * unit.factor_to(target) if ratio is None else float(exact)
    if number and exact and not product:
        raise OverflowError("the value is beyond the range of float64")
    yield f"{product!r} {target} (rounded)"


def _explain(options: argparse.Namespace) -> Iterator[str]:
    """Yield what a unit is, one field a line."""
    unit = parse_unit(options.unit)
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
        return
    yield from _field("in SI", _in_si(unit))
    for row, name, prefix in _rows_of(unit):
        if prefix is not None:
            power = f"{prefix.base}^{prefix.power}"
            yield from _field("prefix", f"{prefix.name} ({prefix.symbol}), {power} {name} ({row.symbol})")
        if not row.definition.startswith("["):
            yield from _field("defined", f"{name} = {row.definition}")
        others = [word for word in (*row.names.split(), *row.aliases.split()) if word != name]
        yield from _field("also", ", ".join(f"{prefix.symbol if prefix else ''}{word}" for word in others))
        takes = "those of the SI" if row.prefixed else "kilo and greater, binary" if row.binary else ""
        yield from _field("prefixes", takes)
    if not unit.is_fullname:
        yield from _field("made of", ", ".join(f"{atom} ({atom.name})" for atom, _ in unit.atoms))


def _rows_of(unit: Unit) -> Iterator[tuple[Row, str, Prefix | None]]:
    """Yield the row that names a unit, and how: by which of its names, with which prefix."""
    for row in (*rows(), *own_rows()):
        for text, name, prefix in spellings(row):
            if text == unit.name and unit.is_fullname and find(text) == unit:
                yield row, name, prefix
                return


def _field(title: str, value: object) -> Iterator[str]:
    if str(value):
        yield f"{title + ':':<11}{value}"


def _list(options: argparse.Namespace) -> Iterator[str]:
    """Yield the units of a kind of quantity, or the kinds."""
    if options.kind is None:
        width = max(map(len, KINDS))
        yield from (f"{kind:<{width}}  {text}" for kind, text in KINDS.items())
        return
    dimension = dimension_of(options.kind)
    if dimension is None:
        try:
            dimension = parse_unit(options.kind).dim
        except ValueError as error:
            reason = f"{options.kind!r} is no kind of quantity that is listed, and no unit: {error}"
            raise ValueError(reason) from None
    found = [(row, find(row.names.split()[0])) for row in (*rows(), *own_rows())]
    units = [(row.names, unit) for row, unit in found if type(unit) is Unit and unit.dim is dimension]
    for names, unit in sorted(units, key=lambda pair: float(pair[1].exact)):
        yield f"{unit!s:<12} {', '.join(names.split()):<28} {_in_si(unit)}"
    own = [unit for _, unit in found if isinstance(unit, ScaleUnit)]
    for scale in (*filter(None, (find(row.name) for row in (*POINTS, *LEVELS))), *own):
        if type(scale) is not Unit and scale.dim is dimension:
            yield f"{scale!s:<12} {scale.name:<28} {'point' if isinstance(scale, PointUnit) else 'level'}"


# ---------------------------------------------------------------- text


def _in_si(unit: Unit) -> str:
    """Return the size of a unit in the coherent unit of the SI, marked where it is rounded."""
    coherent = "" if unit.dim.is_dimensionless else f" {systems.si.unit_of(unit.dim)}"
    exact = unit.exact.fraction
    decimal = None if exact is None else _decimal(exact)
    return f"{unit.magnitude!r}{coherent} (rounded)" if decimal is None else decimal + coherent


def _decimal(value: Fraction) -> str | None:
    """Return the exact decimal of a fraction, plain or with an exponent; None if there is no short one."""
    rest, powers = value.denominator, {2: 0, 5: 0}
    for prime in powers:
        while rest % prime == 0:
            rest, powers[prime] = rest // prime, powers[prime] + 1
    if rest != 1:
        return None
    places = max(powers.values())
    digits = str(abs((value * 10**places).numerator))
    significant = digits.rstrip("0") or "0"
    if len(significant) > _LONGEST_DECIMAL:
        return None
    sign = "-" if value < 0 else ""
    exponent = len(digits) - 1 - places  # of the first digit
    if value and not -5 <= exponent < 16:
        return f"{sign}{significant[0]}{'.' + significant[1:] if significant[1:] else ''}e{exponent:+03d}"
    if not places:
        return sign + digits
    digits = digits.zfill(places + 1)
    return f"{sign}{digits[:-places]}.{digits[-places:]}"


if __name__ == "__main__":
    sys.exit(main())
