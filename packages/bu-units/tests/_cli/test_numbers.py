"""Numbers as the command line reads and writes them."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from unit_laws import laws

from bu_units import UnitParseError, parse_unit
from bu_units._cli.numbers import beside, decimal, in_si, rounded, split_quantity


@pytest.mark.parametrize(
    "text, value, written, unit",
    [
        ("3.5 inch", Fraction(7, 2), "3.5", "inch"),
        ("-3.5inch", Fraction(-7, 2), "-3.5", "inch"),
        ("\u22123 m", Fraction(-3), "-3", "m"),
        ("1e3 m", Fraction(1000), "1e3", "m"),
        (".5 m", Fraction(1, 2), ".5", "m"),
        ("3/4 inch", Fraction(3, 4), "3/4", "inch"),
        ("-1.5 / 3e1 m/s", Fraction(-1, 20), "-1.5 / 3e1", "m/s"),
        ("3/s", Fraction(3), "3", "1 /s"),
        ("1/2/s", Fraction(1, 2), "1/2", "1 /s"),
        ("3 * mV", Fraction(3), "3", "mV"),
        ("3", Fraction(3), "3", ""),
        ("3/4", Fraction(3, 4), "3/4", ""),
        ("20°C", Fraction(20), "20", "°C"),
    ],
)
def test_split_quantity(text, value, written, unit):
    assert split_quantity(text) == (value, written, unit)


@pytest.mark.parametrize(
    "text, reason",
    [
        ("inch", "expected a number"),
        ("", "expected a number"),
        ("1,5 m", "no comma"),
        ("1,000 m", "no comma"),
        ("1/0 m", "divided by zero"),
        ("3 1/2 inch", "a number has no blanks"),
        ("10^3 m", "written as in 1e3"),
        ("5.0(3) m", "standard uncertainty"),
        ("1e-99999999 m", "out of all proportion"),
        ("1/1e-99999999 m", "out of all proportion"),
        ("1e400 m", "beyond the range"),
        (f"1.{'1' * 500} m", "out of all proportion"),
        ("\u0663 m", "expected a number"),
    ],
)
def test_no_quantity(text, reason):
    with pytest.raises(UnitParseError, match=reason):
        split_quantity(text)


@laws
@given(st.fractions(-(10**9), 10**9, max_denominator=10**6), st.integers(1, 20))
def test_rounded_is_near_and_short(value, digits):
    near = rounded(value, digits)
    assert abs(near - value) <= abs(value) * Fraction(1, 2 * 10 ** (digits - 1))
    assert rounded(near, digits) == near
    assert len(decimal(near).lstrip("-").partition("e")[0].replace(".", "").strip("0")) <= digits


def test_a_half_goes_to_the_even_digit():
    assert [rounded(Fraction(n, 10), 1) for n in (15, 25, 35)] == [2, 2, 4]
    assert rounded(Fraction(0), 3) == 0
    assert rounded(Fraction(999_999), 2) == 1_000_000


def test_size_in_the_si():
    assert in_si(parse_unit("inch")) == "0.0254 m"
    assert in_si(parse_unit("Hz")) == "1 / s"
    assert in_si(parse_unit("degree")) == "0.017453292519943295 (rounded)"
    assert beside("2", "1 / s") == "2 / s"
    assert beside("2", "") == "2"
