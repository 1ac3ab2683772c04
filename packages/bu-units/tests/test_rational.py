"""Exponents and factors: what a user's number means."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from unit_laws import laws

from bu_units._rational import decimal_value, exponent


class Real:
    """A number of some library: it has a float value and no more."""

    def __init__(self, value, shape=()):
        self.value, self.shape = value, shape

    def __float__(self):
        return float(self.value)


@pytest.mark.parametrize(
    "value, expected",
    [
        (2, Fraction(2)),
        (True, Fraction(1)),
        (-0.0, Fraction(0)),
        (0.5, Fraction(1, 2)),
        (0.1, Fraction(1, 10)),
        (1 / 3, Fraction(1, 3)),
        (-2 / 3, Fraction(-2, 3)),
        (0.1 + 0.2, Fraction(3, 10)),
        (1 - 2 / 3, Fraction(1, 3)),
        (0.1234567, Fraction(1234567, 10**7)),
        (0.333333, Fraction(333333, 10**6)),
        (1e-10, Fraction(1, 10**10)),
        (Decimal("0.1"), Fraction(1, 10)),
        (Fraction(0.1), Fraction(0.1)),
        (Real(0.25), Fraction(1, 4)),
        (10**400, Fraction(10**400)),
    ],
)
def test_exponent_is_the_number_that_is_meant(value, expected):
    assert exponent(value) == expected


@laws
@given(st.fractions(-1000, 1000, max_denominator=1000))
def test_a_float_of_a_small_fraction_is_that_fraction(fraction):
    assert exponent(float(fraction)) == fraction


@laws
@given(st.floats(allow_nan=False, allow_infinity=False))
def test_any_other_float_is_near_its_fraction(number):
    assert float(exponent(number)) == pytest.approx(number, rel=1e-7)


@pytest.mark.parametrize("value", ["2", b"2", None, 1j, [2], Real(2, shape=(1,)), object()])
@pytest.mark.parametrize("read", [exponent, decimal_value])
def test_what_is_no_number_is_a_type_error(read, value):
    with pytest.raises(TypeError, match="one real number"):
        read(value)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), -float("inf"), Decimal("nan"), Decimal("inf")])
@pytest.mark.parametrize("read", [exponent, decimal_value])
def test_what_is_not_finite_is_a_value_error(read, value):
    with pytest.raises(ValueError, match="finite"):
        read(value)


@pytest.mark.parametrize("value", [0, 0.0, -1, Fraction(-1, 2), Decimal(-3)])
def test_a_factor_is_positive(value):
    with pytest.raises(ValueError, match="positive"):
        decimal_value(value)


@pytest.mark.parametrize(
    "value, expected",
    [
        (0.0254, Fraction(127, 5000)),
        (1e-30, Fraction(1, 10**30)),
        (5e-324, Fraction(5, 10**324)),
        (Decimal("1.66053906892000000000000000001"), Fraction("1.66053906892000000000000000001")),
        (3, Fraction(3)),
        (Real(0.1), Fraction(1, 10)),
    ],
)
def test_a_float_factor_is_its_shortest_decimal(value, expected):
    assert decimal_value(value) == expected


def test_numpy_scalars_and_single_elements_are_numbers():
    np = pytest.importorskip("numpy")
    for value in (np.int64(2), np.uint8(2), np.float16(2), np.float64(2), np.array(2), np.array(2.0)):
        assert exponent(value) == 2
        assert decimal_value(value) == 2
        assert type(exponent(value).numerator) is int
    assert exponent(np.float32(1) / np.float32(3)) == Fraction(1, 3)
    assert exponent(np.array(0.1, dtype=np.float32)) == Fraction(1, 10)
    assert decimal_value(np.float32(0.0254)) == Fraction(127, 5000)
    for value in (np.array([2]), np.array([[2.0]]), np.complex128(2), np.bytes_(b"2"), np.str_("2")):
        with pytest.raises(TypeError):
            exponent(value)
