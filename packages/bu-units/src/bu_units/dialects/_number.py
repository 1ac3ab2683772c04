"""The number in front of a unit, as integers and powers of ten and pi that any dialect can write."""

from __future__ import annotations

from typing import NamedTuple

from .._magnitude import Magnitude
from .._unit import Unit

__all__ = ["NumberParts", "number_parts"]

_LONGEST = 20_000  # bits: the parsers read 10 kB of text
_LONGEST_FACTOR = 1300  # bits: the parsers read numbers of 400 digits
# A parser divides by small primes, finds the others of a short product, and takes one large one.
_LARGEST_SMALL_PRIME = 1000
_LARGEST_EASY_PRIME = 1 << 28
_LARGEST_COMPOSITE = 1 << 64
_SHORT = 3  # 300, not 3 times ten to the 2


class NumberParts(NamedTuple):
    """A number: the product of `above`, ``10**ten`` and ``pi**pi``, divided by the product of `below`."""

    above: list[int]
    below: list[int]
    ten: int
    pi: int


def number_parts(number: Magnitude, title: str, unit: Unit) -> NumberParts:
    """Split a number; ValueError where it is irrational (but for pi) or too long."""
    powers = dict(number.parts)
    if any(power.denominator != 1 for power in powers.values()):
        raise ValueError(f"{title} cannot say {unit}: the number in front is irrational")
    whole = {base: power.numerator for base, power in powers.items()}
    pi = whole.pop(0, 0)
    ten = _power_of_ten(whole)
    for prime in (2, 5):
        whole[prime] = whole.get(prime, 0) - ten
    if sum(abs(power) * base.bit_length() for base, power in whole.items()) > _LONGEST:
        raise ValueError(f"{title} cannot say {unit}: the number in front has too many digits")
    above = _integers({base: power for base, power in whole.items() if power > 0})
    below = _integers({base: -power for base, power in whole.items() if power < 0})
    return NumberParts(above, below, ten, pi)


def _power_of_ten(whole: dict[int, int]) -> int:
    """Return the power of ten to split off, so that a decimal fraction becomes an integer."""
    two, five = whole.get(2, 0), whole.get(5, 0)
    if all(power >= 0 or base in (2, 5) for base, power in whole.items()):
        ten = min(two, five)
        alone = all(power == 0 or base in (2, 5) for base, power in whole.items()) and two == five
        return 0 if 0 < ten <= _SHORT and not alone else ten
    if two * five <= 0:
        return 0
    ten = min(two, five, key=abs)
    return 0 if abs(ten) <= _SHORT else ten


def _integers(powers: dict[int, int]) -> list[int]:
    """Return factors whose product has these prime powers, and which a parser can factorise; [] for one."""
    factors, found = [1], 1
    for base in sorted(powers):
        for _ in range(powers[base]):
            # `found` is what is left of a factor when the small primes are out.
            more = found * base if base > _LARGEST_SMALL_PRIME else found
            hard = base > _LARGEST_EASY_PRIME or more > _LARGEST_COMPOSITE
            if (hard and found != 1) or (factors[-1] * base).bit_length() > _LONGEST_FACTOR:
                factors.append(1)
                more = more // found
            factors[-1] *= base
            found = more
    return [factor for factor in factors if factor != 1]
