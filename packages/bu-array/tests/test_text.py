"""Text -> Quantity."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bu_array import Quantity, parse_quantity
from bu_units import UNITLESS, Unit, UnitParseError, set_display


@pytest.mark.parametrize(
    "text, mantissa, unit",
    [
        ("120 mS / cm^2", 120, "mS / cm^2"),
        ("-65 mV", -65, "mV"),
        ("-65.5mV", -65.5, "mV"),
        ("1e-3 m", 1e-3, "m"),
        ("+.5 s", 0.5, "s"),
        ("1 uF / cm^2", 1, "uF / cm^2"),
        ("1 µF / cm^2", 1, "uF / cm^2"),
    ],
)
def test_a_number_and_a_unit(text, mantissa, unit):
    q = parse_quantity(text)
    assert q.mantissa == mantissa
    assert type(q.mantissa) is type(mantissa)
    assert q.unit == Unit(unit)


def test_a_number_alone():
    assert parse_quantity("3").unit is UNITLESS
    assert parse_quantity("3").mantissa == 3


@pytest.mark.parametrize(
    "text, kelvin", [("6.3 degC", 279.45), ("0 degC", 273.15), ("-40 °F", 233.15), ("-40 °C", 233.15)]
)
def test_temperatures(text, kelvin):
    assert parse_quantity(text).to("K").mantissa == pytest.approx(kelvin, rel=1e-15)


@pytest.mark.parametrize("text", ["", "mV", "3 bogus", "3 m /", "three mV"])
def test_no_quantity(text):
    with pytest.raises(UnitParseError):
        parse_quantity(text)


@pytest.mark.parametrize("wrong", [3, None, b"3 mV", Quantity(1, "m")])
def test_no_text(wrong):
    with pytest.raises(TypeError):
        parse_quantity(wrong)


@given(st.floats(allow_nan=False, allow_infinity=False), st.sampled_from(["mV", "m / s", "mS / cm^2"]))
def test_what_is_written_is_read(value, unit):
    q = parse_quantity(f"{value!r} {unit}")
    assert q.mantissa == value
    assert q.unit == Unit(unit)


def test_every_setting_is_read():
    q = Quantity(1.5, "N m / s")
    for options in ({}, {"unicode": True}, {"product": "·"}, {"product": " "}, {"precision": 3}):
        with set_display(**options):
            again = parse_quantity(str(q))
        assert (again.mantissa, again.unit) == (1.5, q.unit)


@pytest.mark.parametrize(
    "text", ["6.67430(15) m", "5.0(3) m", "6.67430(15)e-11 m^3 kg^-1 s^-2", "5.0 ± 0.3 m"]
)
def test_an_uncertainty_is_no_factor(text):
    with pytest.raises(UnitParseError, match="uncertainty"):
        parse_quantity(text)
