"""The fields of a unit agree with each other."""

import pytest

from bu_units import UNITLESS, Unit, parse_unit
from bu_units._fields import Fields, usual_scale


@pytest.mark.parametrize("text", ["m", "mV", "inch", "kg / (m s^2)", "eV", "10^7 m", "degree", "(2 m)^0.5"])
def test_scale_and_factor_make_the_magnitude(text):
    unit = parse_unit(text)
    assert unit.factor * 10.0**unit.scale == pytest.approx(unit.magnitude, rel=1e-14)
    assert unit.base == 10.0


@pytest.mark.parametrize(
    "text, shown",
    [("1", False), ("m/m", False), ("rad", True), ("%", True), ("10^3", True)],
)
def test_what_a_quantity_shows(text, shown):
    assert parse_unit(text).should_display_unit is shown


def test_a_kind_of_the_number_one_is_not_shown():
    assert UNITLESS.of_kind("ratio").should_display_unit is False


def test_names():
    metre = Unit("m")
    assert (metre.name, metre.dispname, metre.is_fullname, metre.is_unitless) == ("metre", "m", True, False)
    assert ((metre**2).name, (metre**2).is_fullname) == ("metre2", False)
    assert (metre / Unit("s")).name == "m / s"


def test_the_slots_are_those_of_units():
    assert Fields.__slots__ == ()
    assert not hasattr(Unit("m"), "__dict__")
    assert usual_scale(Unit("mm").exact) == -3
