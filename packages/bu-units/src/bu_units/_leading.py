"""A number in front of the text of a unit: ``-65 mV``, ``3 per second``."""

from __future__ import annotations

import re
from fractions import Fraction
from math import isfinite

from ._misread import uncertain
from ._parse import LARGEST_POWER_OF_TEN, LONGEST_NUMBER, NUMBER
from ._rational import LONGEST_PLAIN
from .errors import UnitParseError

__all__ = ["exact_number", "split_digits", "split_number"]

_SIGNED_NUMBER = re.compile(rf"\s*([+-]?{NUMBER})\s*")
_TIMES = re.compile("\\A[*\u00d7\u00b7\u22c5]\\s*")
_OVER = re.compile(r"/|per\s")
_NOT_ZERO = re.compile(r"[-+.0]*[1-9]")
_UNCERTAINTY = re.compile(rf"\(\s*({NUMBER})\s*\)")


def split_number(text: str) -> tuple[float | int, str]:
    """Split ``"-65 mV"`` into the number and the text of the unit; "1" where there is none.

    Raises TypeError for a non-string, UnitParseError where no number stands in front, and for a number with
    an uncertainty (``5.0(3) m``).
    """
    digits, rest = split_digits(text)
    value = (
        float(digits) if len(digits) > LONGEST_NUMBER or not digits.lstrip("+-").isdecimal() else int(digits)
    )
    if not isfinite(value) or (not value and _NOT_ZERO.match(digits)):
        raise UnitParseError("the number is beyond the range of float64", text)
    return value, rest


def exact_number(text: str) -> tuple[Fraction, str]:
    """Split a text as `split_number` does; the number is exact."""
    digits, rest = split_digits(text)
    before, _, power = digits.lower().partition("e")
    if (
        len(before) > LONGEST_NUMBER
        or len(power) > LONGEST_PLAIN
        or abs(int(power or 0)) > LARGEST_POWER_OF_TEN
    ):
        raise UnitParseError("the number is out of all proportion", text)
    return Fraction(digits), rest


def split_digits(text: str) -> tuple[str, str]:
    """Return the digits in front of a text, with their sign, and the text of the unit."""
    if not isinstance(text, str):
        raise TypeError(f"a quantity is read from a str, got {type(text).__name__}")
    plain = text.replace("\u2212", "-")
    match = _SIGNED_NUMBER.match(plain)
    if match is None:
        raise UnitParseError("expected a number in front of the unit", text)
    digits, rest = match.group(1), plain[match.end() :].strip()
    uncertainty = _UNCERTAINTY.match(rest)
    if uncertainty is not None:
        raise UnitParseError(uncertain(digits, uncertainty.group(1)), text, match.end())
    if rest.startswith(("±", "+/-", "+-")):
        raise UnitParseError("an uncertainty is kept beside a value and not in it", text, match.end())
    if rest.startswith(("^", "**")):
        raise UnitParseError("a power of ten in a value is written as in 1e3", text, match.end())
    if rest[:1].isdecimal() or rest.startswith("."):
        raise UnitParseError("ambiguous: a number has no blanks, and '*' before a factor", text, match.end())
    # "3 * mV", "3 / s" and "3 per s": the sign joins the number to the unit.
    rest = f"1 {rest}" if _OVER.match(rest) else _TIMES.sub("", rest).strip()
    return digits, rest or "1"
