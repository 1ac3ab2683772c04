"""Numbers on the command line: read exactly, ``3/4`` too, and written as decimals."""

from __future__ import annotations

import re
from fractions import Fraction
from math import isinf

from .. import systems
from .._leading import split_digits
from .._parse import LARGEST_POWER_OF_TEN, LONGEST_NUMBER, NUMBER
from .._unit import Unit
from ..errors import UnitParseError

__all__ = ["beside", "decimal", "in_si", "rounded", "split_quantity"]

_LONGEST_DECIMAL = 30  # digits; what is longer is rounded
_DIGITS = re.compile(rf"\s*([+-]?{NUMBER})(?:(\s*/\s*)({NUMBER})(?![0-9.]))?")


def split_quantity(text: str) -> tuple[Fraction, str, str]:
    """Split ``3.5 inch`` or ``3/4 inch`` into the number, its digits and the text of the unit.

    The unit is "" where there is none. A fraction in front is the number: ``1/2 s`` is half a second.
    Raises UnitParseError where no number stands in front, or one out of all proportion.
    """
    plain = text.replace("\u2212", "-")
    match = _DIGITS.match(plain)
    if match is not None and plain[match.end() :].lstrip().startswith(("^", "**")):
        match = None if match.group(3) is None else _DIGITS.match(plain[: match.start(2)])
    written = "" if match is None else plain[: match.end()].strip()
    parts = [] if match is None else [part for part in (match.group(1), match.group(3)) if part]
    # What it says of a number with an uncertainty, a power or a blank holds here, too.
    _, unit = split_digits(plain if match is None or len(parts) < 2 else parts[0] + plain[match.end() :])
    for part in parts:
        if len(part) > LONGEST_NUMBER or abs(int(part.lower().partition("e")[2] or 0)) > LARGEST_POWER_OF_TEN:
            raise UnitParseError("the number is out of all proportion", text)
        if isinf(float(part)):
            raise UnitParseError("the number is beyond the range of float64", text)
    if plain[len(written) :].lstrip().startswith(","):
        raise UnitParseError("a number has a decimal point, and no comma", text, plain.index(","))
    numbers = [Fraction(part) for part in parts]
    if len(numbers) > 1 and not numbers[1]:
        raise UnitParseError("a fraction is not divided by zero", text)
    bare = match is None or not plain[match.end() :].strip()
    return numbers[0] / (numbers[1] if len(numbers) > 1 else 1), written, "" if bare else unit


def rounded(value: Fraction, digits: int) -> Fraction:
    """Return a number rounded to so many significant digits, a half to the even digit.

    >>> rounded(Fraction(2, 3), 3), rounded(Fraction(12345), 2)
    (Fraction(667, 1000), Fraction(12000, 1))
    """
    if not value:
        return value
    size = abs(value)
    exponent = len(str(size.numerator)) - len(str(size.denominator))  # or one less
    if size < Fraction(10) ** exponent:
        exponent -= 1
    step = Fraction(10) ** (exponent - digits + 1)
    return round(value / step) * step


def decimal(value: Fraction) -> str | None:
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


def in_si(unit: Unit) -> str:
    """Return the size of a unit in the coherent unit of the SI, marked where it is rounded."""
    coherent = "" if unit.dim.is_dimensionless else str(systems.si.unit_of(unit.dim))
    exact = unit.exact.fraction
    text = None if exact is None else decimal(exact)
    return f"{beside(repr(unit.magnitude), coherent)} (rounded)" if text is None else beside(text, coherent)


def beside(number: str, unit: str) -> str:
    """Return a number and a unit: ``3 m``, ``3 / s``."""
    return number + unit[1:] if unit.startswith("1 / ") else f"{number} {unit}".rstrip()
