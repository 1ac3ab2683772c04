"""Exponents and factors as exact rationals: what a user's number means."""

from __future__ import annotations

import struct
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from math import isfinite, ulp
from numbers import Rational, Real

__all__ = ["LONGEST_EXPONENT", "LONGEST_PLAIN", "bounded", "decimal_value", "exponent", "real_value"]

# Exponents are small fractions in practice. A float within rounding of one of them (0.1, 1/3,
# 0.1 + 0.2), in float64 or in float32, means that fraction; any other float means its shortest
# decimal. Different fractions of such denominators are at least 1e-6 apart: none is mistaken.
_LARGEST_DENOMINATOR = 1000
_ROUNDING = 4  # in units of the last place: a few operations

# Numbers are held to the last digit, so that there is an end to them: what is beyond is a mistake, and
# would take minutes. Both are far beyond the range of float64.
LONGEST_EXPONENT = 60  # digits, of numerator and denominator
LONGEST_PLAIN = 40  # digits of an exponent that stands in a text without brackets
_LARGEST_EXPONENT = 10**LONGEST_EXPONENT
_LONGEST_FACTOR = 10_000  # bits, of numerator and denominator: 3000 digits
_LARGEST_POWER_OF_TEN = 3_000


def exponent(value: object) -> Fraction:
    """Return `value` as an exact exponent: ``1/3`` (a float) becomes ``Fraction(1, 3)``.

    Raises TypeError for anything but a real number, ValueError for nan and infinity.
    """
    exact = _exactly(value)
    return _small_fraction(_scalar(value, "an exponent of a unit")) if exact is None else exact


def bounded(power: Fraction) -> Fraction:
    """Return an exponent; OverflowError where it is of more digits than are kept."""
    if -_LARGEST_EXPONENT < power.numerator < _LARGEST_EXPONENT and power.denominator < _LARGEST_EXPONENT:
        return power
    raise OverflowError(
        f"an exponent of a unit has up to {LONGEST_EXPONENT} digits, above and below its fraction bar"
    )


def decimal_value(value: object) -> Fraction:
    """Return `value` as an exact positive factor: a float means its shortest decimal.

    Raises TypeError for anything but a real number, ValueError unless it is finite and positive,
    OverflowError for one of more than 3000 digits.
    """
    exact = real_value(value, "a factor of a unit")
    if exact <= 0:
        raise ValueError(f"the factor of a unit must be positive, got {value!r}")
    return exact


def real_value(value: object, role: str) -> Fraction:
    """Return `value` exactly: a float means its shortest decimal. `role` is what it is, for errors.

    Raises TypeError for anything but a real number, ValueError unless it is finite, OverflowError for one of
    more than 3000 digits.
    """
    exact = _exactly(value)
    if exact is None:
        number = _scalar(value, role)
        # The text of a numpy.float32 is the shortest decimal in its own precision.
        exact = Fraction(str(value) if isinstance(value, Real) else repr(number))
    if max(exact.numerator.bit_length(), exact.denominator.bit_length()) > _LONGEST_FACTOR:
        raise _too_long()
    return exact


def _too_long() -> OverflowError:
    return OverflowError(
        "a number of more than 3000 digits is too long to be held exactly; give powers of ten as scale="
    )


def _exactly(value: object) -> Fraction | None:
    """Return the Fraction that a rational or decimal number is; None for any other object."""
    if isinstance(value, Fraction):
        return value
    if isinstance(value, (int, Rational)):  # numpy's integers too; their parts are not Python's
        return Fraction(int(value.numerator), int(value.denominator))
    if not isinstance(value, Decimal) or not value.is_finite():
        return None
    if not value:
        return Fraction(0)
    if abs(value.adjusted()) > _LARGEST_POWER_OF_TEN:  # a Fraction would have all of the digits
        raise _too_long()
    return Fraction(value)


def _scalar(value: object, role: str) -> float:
    """Return the float that `value` is; refuses arrays, texts and non-finite numbers."""
    # Dimensionless 0-d arrays and numpy scalars are numbers too, those of complex numbers, times
    # and texts ("c", "mM", "SU") have a __float__ as well but are not.
    kind = getattr(getattr(value, "dtype", None), "kind", "f")
    if (
        not hasattr(value, "__float__")
        or isinstance(value, str)
        or kind in ("c", "m", "M", "S", "U")
        or getattr(value, "shape", ()) != ()
    ):
        raise TypeError(f"{role} must be one real number, got {type(value).__name__}")
    number = float(value)
    if not isfinite(number):
        raise ValueError(f"{role} must be finite, got {number}")
    return number


@lru_cache(maxsize=1024)
def _small_fraction(number: float) -> Fraction:
    """Return the small fraction that `number` is the rounded value of, else its shortest decimal."""
    near = Fraction(number).limit_denominator(_LARGEST_DENOMINATOR)
    rounded = abs(float(near) - number) <= _ROUNDING * ulp(number)
    single = abs(number) < 1e6 and struct.unpack("f", struct.pack("f", float(near)))[0] == number
    return near if rounded or single else Fraction(repr(number))
