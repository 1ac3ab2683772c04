"""Texts that mean something else than the grammar would make of them are refused, with the reason."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from unit_laws import laws

from bu_units import UnitParseError, names, parse_unit, split_number
from bu_units._misread import uncertain

EVERY = ["default", "ucum", "udunits"]


@pytest.mark.parametrize("text", ["G0", "T0", "m0", "s00", "eV0", "cm0", "kg0 m", "K/T0", "inch0", "m-0"])
def test_no_unit_is_a_power_of_zero_by_a_digit(text):
    if text == "m-0":
        assert str(parse_unit(text)) == "1"  # said on purpose
        return
    with pytest.raises(UnitParseError, match="a unit to the power zero is 1"):
        parse_unit(text)


def test_standard_gravity_is_no_power_either():
    with pytest.raises(UnitParseError, match=r"'g0' is no unit here: write '9\.80665 m/s\^2'"):
        parse_unit("g0")


@pytest.mark.parametrize("dialect", ["ucum", "udunits"])
@pytest.mark.parametrize("text", ["g0", "T0", "m0"])
def test_nor_in_the_dialects(text, dialect):
    with pytest.raises(UnitParseError, match="a unit to the power zero is 1"):
        parse_unit(text, dialect)


@pytest.mark.parametrize(
    "text, hint",
    [
        ("deg C", "'degC'"),
        ("deg  C", "'degC'"),
        ("° C", "'degC'"),
        ("degree C", "'degC'"),
        ("degree celsius", "'degC'"),
        ("J / (kg deg C)", "'degC'"),
        ("deg F", "'degF'"),
        ("° F", "'degF'"),
        ("deg K", "'K'"),
        ("deg R", "'degR'"),
        ("% RH", "'%' alone"),
        ("%RH", "'%' alone"),
        ("% rh", "'%' alone"),
        ("mol %", "'%' alone"),
        ("mol%", "'%' alone"),
        ("kg ‰", "'‰' alone"),
        ("mm Hg", "'mmHg'"),
        ("in Hg", "'inHg'"),
        ("percent RH", "'percent' alone"),
        ("mol percent", "'percent' alone"),
        ("deg. C", "'degC'"),
        ("deg·C", "'degC'"),
        ("dB(A)", "'dB' alone"),
        ("dB (C)", "'dB' alone"),
        ("dB A", "'dB' alone"),
        ("bar(g)", "'bar' alone"),
        ("psi (g)", "'psi' alone"),
        ("kPa(a)", "'kPa' alone"),
        ("atm(abs)", "'atm' alone"),
    ],
)
def test_words_side_by_side_that_are_no_product(text, hint):
    with pytest.raises(UnitParseError, match="would be a product") as caught:
        parse_unit(text)
    assert hint in caught.value.reason


@pytest.mark.parametrize(
    "text, hint", [("deg C", "degC"), ("degrees C", "degC"), ("% RH", "%"), ("degree F m", "degF")]
)
def test_nor_in_udunits(text, hint):
    with pytest.raises(UnitParseError, match=f"would be a product.*'{hint}'"):
        parse_unit(text, "udunits")


def test_a_product_that_is_meant_has_its_sign():
    assert parse_unit("deg * C") == names.degree * names.coulomb
    assert parse_unit("bar * g") == names.bar * names.gram
    assert parse_unit("mm Hg", "udunits") == parse_unit("mmHg")  # where mercury is a unit


@pytest.mark.parametrize("text", ["J/kg·K", "J/kg.K", "W/m²·K", "V / m ⋅ s", "(J/kg·K) / s"])
def test_a_point_after_a_line_may_be_below_it(text):
    with pytest.raises(UnitParseError, match="ambiguous after '/': write brackets"):
        parse_unit(text)
    assert parse_unit("J/(kg·K)") == parse_unit("J / (kg * K)") == parse_unit("J/kg/K")
    assert parse_unit("kg·m/s²") == names.newton
    assert parse_unit("J / kg * K") == parse_unit("J*K / kg")  # as in every programming language


# ---------------------------------------------------------------- an uncertainty in brackets


@pytest.mark.parametrize(
    "text, size",
    [
        ("6.67430(15)e-11 m^3 kg^-1 s^-2", "0.00015"),
        ("6.67430(15) m", "0.00015"),
        ("5.0(3) m", "0.3"),
        ("5(3) m", "3"),
        ("5 (3) m", "3"),
        ("123.4(56)", "5.6"),
        ("1.0( 12 ) s", "1.2"),
        ("5.0(0.3) m", "0.3"),
    ],
)
def test_an_uncertainty_is_no_factor(text, size):
    for function in (split_number, parse_unit, lambda text: parse_unit(text, "udunits")):
        with pytest.raises(UnitParseError, match=rf"standard uncertainty {size.replace('.', '[.]')}, "):
            function(text)


@pytest.mark.parametrize("text", ["5.0 ± 0.3 m", "5.0±0.3 m", "5.0 +/- 0.3 m", "5.0+-0.3"])
def test_nor_is_what_stands_behind_its_sign(text):
    with pytest.raises(UnitParseError, match="an uncertainty is kept beside a value"):
        split_number(text)


def test_brackets_that_are_a_unit():
    assert split_number("5 (m/s)") == (5, "(m/s)")
    assert parse_unit("5 (m/s)") == parse_unit("5 m/s")
    assert parse_unit("2 * (3)") == parse_unit("6")


@laws
@given(st.integers(0, 10**6), st.integers(0, 8), st.integers(1, 999))
def test_the_uncertainty_is_of_the_last_digits(digits, places, size):
    number = f"{digits / 10**places:.{places}f}"
    shown = uncertain(number, str(size)).partition("uncertainty ")[2].partition(",")[0]
    assert float(shown) == float(f"{size}e-{places}")


# ---------------------------------------------------------------- digits

DIGITS = "٣३๓３𝟛"


@pytest.mark.parametrize("digit", DIGITS)
@pytest.mark.parametrize("dialect", EVERY)
@pytest.mark.parametrize("text", ["{} m", "m{}", "m^{}", "10*{}/uL", "1{}.s", "1e{} m", "m-{}", "s.{}"])
def test_digits_are_ascii(text, dialect, digit):
    with pytest.raises(UnitParseError):
        parse_unit(text.format(digit), dialect)


@pytest.mark.parametrize("digit", DIGITS)
@pytest.mark.parametrize("text", ["{} m", "3{} m", "3.{} m", "3e{} m", "3({}) m"])
def test_digits_of_values_are_ascii(text, digit):
    with pytest.raises(UnitParseError):
        parse_unit(split_number(text.format(digit))[1])
