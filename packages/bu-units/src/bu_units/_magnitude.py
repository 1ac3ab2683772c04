"""Magnitudes: the exact positive factor of a unit to the coherent SI unit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import MAX_EMAX, MIN_EMIN, Context, Decimal, Overflow
from fractions import Fraction
from functools import lru_cache
from itertools import count
from math import floor, gcd, inf, isqrt, log10

from ._interning import WeakTable
from ._rational import bounded, decimal_value, exponent

TYPE_CHECKING = False  # typing itself takes longer to import than this module
if TYPE_CHECKING:
    from typing import Any

__all__ = ["ONE", "PI", "Magnitude", "from_powers", "magnitude", "search_steps"]

# A magnitude is a product of powers of primes and of pi, with rational exponents. Every
# r^(1/n) * pi^k with r a positive rational is one, in just one way (prime factorisation is
# unique and pi is transcendental), so that equal magnitudes are one object. A product adds
# exponents: no number grows, whatever the powers.
# What a float64 holds without loss of digits.
_SMALLEST, _LARGEST = Fraction(1, 10**300), Fraction(10**300)
_PI = 0  # the key of pi beside the primes
_SHORT, _LONGEST_FRACTION = 20_000, 1_000_000  # bits: to compute with at once, and at all
_ZERO = Fraction(0)
Powers = tuple[tuple[int, Fraction], ...]

# 200 digits: the widest working precision below is well inside.
_PI_DIGITS = (
    "3.141592653589793238462643383279502884197169399375105820974944592307816406286208"
    "99862803482534211706798214808651328230664709384460955058223172535940812848111745"
    "028410270193852110555964462294895493038196"
)


class Magnitude:
    """An exact positive real number; one object per distinct number.

    value: an integer, a Fraction, the digits of a decimal number, or a float, which counts as its shortest
    text.
    Compared and hashed by identity, which interning makes the same as by value.
    """

    __slots__ = ("__weakref__", "_powers")

    _powers: Powers

    def __new__(cls, value: object = 1) -> Magnitude:
        return magnitude(value)

    @property
    def fraction(self) -> Fraction | None:
        """The number as a Fraction; None when it is irrational. OverflowError beyond a million bits."""
        if any(base == _PI or power.denominator != 1 for base, power in self._powers):
            return None
        if not self._is_within(_LONGEST_FRACTION):
            raise OverflowError("a number of more than a million bits is too long for a fraction")
        numerator = denominator = 1
        for base, power in self._powers:
            if power > 0:
                numerator *= base**power.numerator
            else:
                denominator *= base**-power.numerator
        # Different primes: already in lowest terms.
        return Fraction(numerator, denominator)

    def _is_within(self, bits: int) -> bool:
        """Whether numerator and denominator, of a rational number, have no more than about so many bits."""
        return all(abs(power) * max(base, 4).bit_length() < bits for base, power in self._powers)

    @property
    def power_of_ten(self) -> Fraction | None:
        """The exponent `n` when the number is ``10**n``, else None."""
        if not self._powers:
            return Fraction(0)
        if len(self._powers) == 2 and self._powers[0][0] == 2 and self._powers[1][0] == 5:
            two, five = self._powers[0][1], self._powers[1][1]
            return two if two == five else None
        return None

    @property
    def decimal_exponent(self) -> int:
        """The exponent in scientific notation: the number is in [1, 10) times ``10**n``."""
        exact = self.fraction if len(self._powers) < 8 and self._is_within(_SHORT) else None
        if exact is not None and _SMALLEST < exact < _LARGEST:  # most units: no logarithm is needed
            guess = floor(log10(exact.numerator / exact.denominator))
            ratio = exact / Fraction(10) ** guess
            return guess + (float(ratio) >= 10.0) - (ratio < 1)
        guess = int(_log10(self._powers))
        # The digits decide, since a logarithm may round across a power of ten.
        return guess + int(f"{float(self / magnitude(1, guess)):.17e}".partition("e")[2])

    @property
    def parts(self) -> Powers:
        """The (base, exponent) pairs: primes in rising order, base 0 for pi."""
        return self._powers

    def __mul__(self, other: Magnitude) -> Magnitude:
        if not isinstance(other, Magnitude):
            return NotImplemented
        if other is ONE:
            return self
        if self is ONE:
            return other
        merged = dict(self._powers)
        for base, power in other._powers:
            merged[base] = merged.get(base, _ZERO) + power
        return _intern(merged)

    def __truediv__(self, other: Magnitude) -> Magnitude:
        if not isinstance(other, Magnitude):
            return NotImplemented
        if self is other:
            return ONE
        if other is ONE:
            return self
        merged = dict(self._powers)
        for base, power in other._powers:
            merged[base] = merged.get(base, _ZERO) - power
        return _intern(merged)

    def __pow__(self, power: object) -> Magnitude:
        exact = exponent(power)
        if self is ONE or exact == 1:
            return self
        return _intern({base: own * exact for base, own in self._powers})

    def __float__(self) -> float:
        """Return the nearest float64; OverflowError where there is none but 0 or infinity."""
        result = _nearest(self)
        if result == 0.0 or result == inf:
            raise OverflowError(f"10^{_log10(self._powers)} is beyond the range of float64")
        return result

    def digits(self, number: int) -> Decimal:
        """Return the value to so many significant digits, of which the last may be off by one.

        number: how many digits.
        """
        longest = max((power.numerator.bit_length() for _, power in self._powers), default=0)
        context = Context(prec=number + 5 + longest // 3, Emax=MAX_EMAX, Emin=MIN_EMIN, traps=[Overflow])
        total = Decimal(1)
        for base, power in self._powers:
            exact_power = context.divide(Decimal(power.numerator), Decimal(power.denominator))
            root = Decimal(base) if base != _PI else _pi(context.prec)
            total = context.multiply(total, context.power(root, exact_power))
        return Context(prec=number, Emax=MAX_EMAX, Emin=MIN_EMIN).plus(total)

    def __repr__(self) -> str:
        inside = " * ".join(f"{'pi' if base == _PI else base}^{power}" for base, power in self._powers)
        return f"Magnitude({inside or '1'})"

    def __copy__(self) -> Magnitude:
        return self

    def __deepcopy__(self, memo: object) -> Magnitude:
        return self

    def __reduce__(self) -> tuple[Any, ...]:
        return _rebuild, (self._powers,)


_table: WeakTable[Powers, Magnitude] = WeakTable()


def _intern(powers: Mapping[int, Fraction]) -> Magnitude:
    """Return the one Magnitude with these prime powers; zero exponents are dropped."""
    key = tuple(sorted((base, bounded(power)) for base, power in powers.items() if power))
    found = _table.get(key)
    if found is not None:
        return found
    new = object.__new__(Magnitude)
    new._powers = key
    return _table.add(key, new)


def _rebuild(powers: Powers) -> Magnitude:
    """Unpickle: the interned magnitude with these powers."""
    return _intern(dict(powers))


def from_powers(powers: Iterable[tuple[Any, int | str]]) -> Magnitude:
    """Return the product of powers of primes, and of pi, whose key is 0."""
    return _intern({base: Fraction(power) for base, power in powers})


def magnitude(value: object, power_of_ten: object = 0, base: object = 10) -> Magnitude:
    """Return ``value * base**power_of_ten`` exactly; a float means its shortest decimal.

    Raises ValueError unless the number is positive and finite, or when it has prime factors
    that cannot be found in reasonable time (no decimal of 17 digits has), OverflowError for a value of
    more than 3000 digits and for an exponent of more than 60.
    """
    if isinstance(value, Magnitude):
        result = value
    else:
        exact = decimal_value(value)
        powers = {prime: Fraction(count) for prime, count in _factorise(exact.numerator).items()}
        powers |= {prime: Fraction(-count) for prime, count in _factorise(exact.denominator).items()}
        result = _intern(powers)
    scale = exponent(power_of_ten)
    if scale:
        result = result * (_TEN if base == 10 else magnitude(base)) ** scale
    return result


# ---------------------------------------------------------------- prime factors

_COMPOSITES = {multiple for n in range(2, 32) for multiple in range(n * n, 1000, n)}
_SMALL_PRIMES = tuple(n for n in range(2, 1000) if n not in _COMPOSITES)
# Ten times what the two prime factors of a 17-digit number need; 0.3 s where it is in vain.
_POLLARD_STEPS = 1 << 18
_LONGEST_COMPOSITE = 256  # bits; the steps are slow beyond
_LONGEST_PRIME = 2_000  # bits; to find it prime takes half a second beyond


@lru_cache(maxsize=1024)
def _factorise(number: int) -> dict[int, int]:
    """Return the prime factors of a positive integer with their multiplicities."""
    factors: dict[int, int] = {}
    for prime in _SMALL_PRIMES:
        if number % prime == 0:
            count = 0
            while number % prime == 0:
                number //= prime
                count += 1
            factors[prime] = count
        if number == 1:
            return factors
    rest = [number]
    if number.bit_length() > _LONGEST_PRIME:
        raise _unknown_factors(number)
    while rest:
        candidate = rest.pop()
        if _is_prime(candidate):
            factors[candidate] = factors.get(candidate, 0) + 1
        else:
            divisor = _divisor(candidate)
            rest += [divisor, candidate // divisor]
    return factors


def _is_prime(number: int) -> bool:
    """Miller-Rabin; these bases decide every number below 3.3e24 (Sorenson and Webster, 2015)."""
    if number < _SMALL_PRIMES[-1] ** 2:
        return True  # no factor below 1000 is left
    odd, twos = number - 1, 0
    while odd % 2 == 0:
        odd //= 2
        twos += 1
    for witness in (2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41):
        power = pow(witness, odd, number)
        if power in (1, number - 1):
            continue
        for _ in range(twos - 1):
            power = power * power % number
            if power == number - 1:
                break
        else:
            return False
    return True


def _divisor(number: int) -> int:
    """Return a proper divisor of a composite number (Pollard's rho with Floyd's cycle)."""
    for constant in range(1, 20) if number.bit_length() <= _LONGEST_COMPOSITE else ():
        slow = fast = 2
        divisor = 1
        for _ in range(_POLLARD_STEPS):
            slow = (slow * slow + constant) % number
            fast = (fast * fast + constant) % number
            fast = (fast * fast + constant) % number
            divisor = gcd(slow - fast, number)
            if divisor != 1:
                break
        if divisor == 1:
            break
        if divisor != number:
            return divisor
    raise _unknown_factors(number)


def _unknown_factors(number: int) -> ValueError:
    shown = number if number.bit_length() <= _LONGEST_COMPOSITE else f"of {number.bit_length()} bits"
    return ValueError(f"cannot hold the factor {shown} exactly: its prime factors are too large")


def search_steps(number: Magnitude) -> int:
    """Return about how many steps it took to find the prime factors of a number, at 1 us each."""
    # Pollard's rho finds a factor in the square root of it; the largest is what is left.
    return sum(isqrt(prime) for prime, _ in number.parts[:-1] if prime > _SMALL_PRIMES[-1])


# ---------------------------------------------------------------- rounding to float64


@lru_cache(maxsize=8)
def _pi(digits: int) -> Decimal:
    """Return pi to so many significant digits at least (Machin's formula beyond those that are written)."""
    if digits < len(_PI_DIGITS):
        return Decimal(_PI_DIGITS)
    one: int = 10 ** (digits + 10)

    def arctan_of_inverse(x: int) -> int:
        term: int = one // x
        total = term
        for n in count(3, 2):
            term //= -x * x
            if term in (0, -1):
                return total
            total += term // n
        raise AssertionError("terms shrink")

    scaled = 4 * (4 * arctan_of_inverse(5) - arctan_of_inverse(239))
    return Decimal(scaled).scaleb(-digits - 10, Context(prec=digits + 20))


def _log(powers: Powers, digits: int = 40) -> Decimal:
    """Return the natural logarithm of a product, to so many digits behind the decimal point."""
    longest = max((power.numerator.bit_length() for _, power in powers), default=0)
    context = Context(prec=digits + longest // 3)
    total = Decimal(0)
    for base, power in powers:
        log = context.ln(Decimal(base) if base != _PI else Decimal(_PI_DIGITS))
        exact_power = context.divide(Decimal(power.numerator), Decimal(power.denominator))
        total = context.add(total, context.multiply(log, exact_power))
    return total


def _log10(powers: Powers) -> Decimal:
    """Return the decimal logarithm of a product, rounded to an integer."""
    log = _log(powers)
    context = Context(prec=40 + max(0, log.adjusted()))
    return context.to_integral_value(context.divide(log, context.ln(Decimal(10))))


def _nearest(number: Magnitude) -> float:
    """Return the float64 nearest to the exact number; 0.0 or inf beyond its range."""
    if number._is_within(_SHORT):
        exact = number.fraction
        if exact is not None:
            try:
                return exact.numerator / exact.denominator  # int / int is correctly rounded
            except OverflowError:
                return inf
    # Ziv's strategy: more digits until both ends of the error interval round alike. An
    # irrational number lies on no boundary between two floats, so that this ends.
    value = Decimal(0)
    for digits in (40, 60, 90):
        log = _log(number._powers, digits)
        if abs(log) > 800:  # float64 ends at exp(710) and, subnormal, at exp(-746)
            return inf if log > 0 else 0.0
        context = Context(prec=digits)
        value = context.exp(log)
        error = context.scaleb(value, 12 - digits)
        low, high = float(context.subtract(value, error)), float(context.add(value, error))
        if low == high:
            return low
    return float(value)


ONE: Magnitude = _intern({})
PI: Magnitude = _intern({_PI: Fraction(1)})
_TEN = magnitude(10)
