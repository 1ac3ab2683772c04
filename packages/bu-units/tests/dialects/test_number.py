"""The number in front of a unit, in integers and powers that any dialect writes and reads back."""

from fractions import Fraction
from math import prod

import pytest
from hypothesis import given
from hypothesis import strategies as st
from unit_laws import laws

from bu_units import UNITLESS, Unit
from bu_units._magnitude import magnitude
from bu_units.dialects._number import number_parts


def parts(number):
    return tuple(number_parts(Unit(factor=number).exact, "UCUM", UNITLESS))


@laws
@given(st.fractions(min_value=Fraction(1, 10**20), max_value=10**20))
def test_the_parts_make_up_the_number(number):
    above, below, ten, pi = parts(number)
    assert Fraction(prod(above), prod(below)) * Fraction(10) ** ten == number
    assert pi == 0


@pytest.mark.parametrize(
    "number, expected",
    [
        (1, ([], [], 0, 0)),
        (300, ([300], [], 0, 0)),
        (1000, ([], [], 3, 0)),
        (3_000_000, ([3], [], 6, 0)),
        (Fraction(1, 8), ([125], [], -3, 0)),
        (Fraction(127, 5000), ([254], [], -4, 0)),
        (Fraction(1, 3), ([], [3], 0, 0)),
        # Primes beyond 2^28 stand alone: a parser takes one that it need not find.
        (1009 * 1_000_000_007, ([1009, 1_000_000_007], [], 0, 0)),
    ],
)
def test_a_number_is_written_as_people_do(number, expected):
    assert parts(number) == expected


def test_powers_of_pi_are_kept_apart():
    degree = Unit("degree").exact
    above, below, ten, pi = number_parts(degree, "UCUM", UNITLESS)
    assert (Fraction(prod(above), prod(below)) * Fraction(10) ** ten, pi) == (Fraction(1, 180), 1)


@pytest.mark.parametrize(
    "number, reason",
    [
        (magnitude(2) ** Fraction(1, 2), "the number in front is irrational"),
        (magnitude(7) ** 10_000, "the number in front has too many digits"),
    ],
)
def test_a_number_that_no_dialect_says(number, reason):
    with pytest.raises(ValueError, match=f"^UDUNITS cannot say m: {reason}$"):
        number_parts(number, "UDUNITS", Unit("m"))
