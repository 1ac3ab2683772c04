"""Magnitudes: exact algebra, one object per number, and floats rounded once."""

import copy
import pickle
import time
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from unit_laws import laws, powers, roots

from bu_units._magnitude import _PI_DIGITS, ONE, PI, Magnitude, _factorise, magnitude

rationals = st.fractions("1e-9", 10**9, max_denominator=10**9).filter(bool)
simple = st.fractions("1e-4", 10**4, max_denominator=10**4).filter(bool)
magnitudes = st.builds(
    lambda r, p, k: magnitude(r) ** p * PI**k,
    rationals,
    powers,
    st.sampled_from([0, 0, 1, -1, Fraction(1, 2)]),
)


def exact_float(number: Magnitude) -> float:
    """The nearest float64 by another way: mpmath at 60 digits, and one division of integers."""
    mpmath = pytest.importorskip("mpmath")
    with mpmath.workdps(60):
        value = mpmath.mpf(1)
        for base, power in number.parts:
            value *= mpmath.power(base or mpmath.pi, mpmath.mpf(power.numerator) / power.denominator)
        return float(Fraction(int(value.man)) * Fraction(2) ** int(value.exp))


@laws
@given(magnitudes, magnitudes, magnitudes)
def test_products_form_a_commutative_group(a, b, c):
    assert a * b is b * a
    assert (a * b) * c is a * (b * c)
    assert a * ONE is a
    assert a / a is ONE
    assert (a * b) / b is a


@laws
@given(magnitudes, powers, powers, roots)
def test_powers(a, p, q, n):
    assert (a**p) ** q is a ** (p * q)
    assert a**p * a**q is a ** (p + q)
    assert (a ** (1 / n)) ** n is a


@laws
@given(simple, simple)
def test_rationals_stay_rational(a, b):
    assert (magnitude(a) * magnitude(b)).fraction == a * b
    assert (magnitude(a) / magnitude(b)).fraction == a / b
    assert magnitude(a * b) is magnitude(a) * magnitude(b)


@laws
@given(magnitudes)
def test_one_object_per_number(a):
    assert Magnitude(a) is a
    assert copy.copy(a) is a
    assert copy.deepcopy(a) is a
    assert pickle.loads(pickle.dumps(a)) is a


@laws
@given(magnitudes)
def test_float_is_the_nearest(a):
    assert float(a) == exact_float(a)


@laws
@given(rationals, st.integers(-330, 320))
def test_float_of_extreme_rationals_is_the_nearest_or_an_error(a, scale):
    exact = a * Fraction(10) ** scale
    try:
        expected = exact.numerator / exact.denominator
    except OverflowError:
        expected = 0.0
    number = magnitude(a, scale)
    if expected:
        assert float(number) == expected
    else:
        with pytest.raises(OverflowError, match="beyond the range of float64"):
            float(number)


@laws
@given(magnitudes, st.integers(-400, 400))
def test_decimal_exponent(a, scale):
    ratio = a / magnitude(1, a.decimal_exponent)
    assert 1 <= float(ratio) <= 10
    assume(float(ratio) not in (1, 10))
    assert (a * magnitude(1, scale)).decimal_exponent == a.decimal_exponent + scale


def test_extreme_exponents_end():
    start = time.monotonic()
    huge = magnitude(127) ** 10**30 / magnitude(128) ** 10**30
    with pytest.raises(OverflowError):
        float(huge)
    near_one = magnitude(2) ** 10**12 / magnitude(3) ** Fraction(630929753571457437, 10**6)
    assert float(near_one) == exact_float(near_one)
    assert time.monotonic() - start < 5


def test_pi_has_the_right_digits():
    mpmath = pytest.importorskip("mpmath")
    with mpmath.workdps(220):
        assert mpmath.nstr(mpmath.pi, 220).startswith(_PI_DIGITS[:-1])
    assert float(PI) == 3.141592653589793


@pytest.mark.parametrize(
    "number, power",
    [
        (ONE, 0),
        (magnitude(1000), 3),
        (magnitude(0.01), -2),
        (magnitude(10) ** 0.5, 0.5),
        (magnitude(20), None),
    ],
)
def test_power_of_ten(number, power):
    assert number.power_of_ten == power


@pytest.mark.parametrize("value", [0, -1, float("nan"), float("inf"), 0.0])
def test_only_positive_finite_numbers(value):
    with pytest.raises(ValueError):
        Magnitude(value)


def test_numbers_are_no_magnitudes():
    for operate in (lambda m: m * 2, lambda m: m / 2, lambda m: 2 * m):
        with pytest.raises(TypeError):
            operate(PI)


def test_irrational_numbers_have_no_fraction():
    assert (magnitude(2) ** 0.5).fraction is None
    assert PI.fraction is None
    assert ONE.fraction == 1


@laws
@given(st.integers(1, 10**17))
def test_factorise(number):
    product = 1
    for prime, count in _factorise(number).items():
        product *= prime**count
    assert product == number


def test_prime_factors_out_of_reach_are_an_error():
    two_primes = (2**127 - 1) * (2**89 - 1)
    for number in (two_primes, two_primes**6):
        with pytest.raises(ValueError, match="prime factors are too large"):
            magnitude(number)
    assert magnitude(2**127 - 1).fraction == 2**127 - 1


def test_repr():
    assert repr(ONE) == "Magnitude(1)"
    assert repr(magnitude(180) / PI) == "Magnitude(pi^-1 * 2^2 * 3^2 * 5^1)"
