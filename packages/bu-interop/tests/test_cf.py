"""Units as CF's attributes and back: every unit of the catalogue."""

import pytest

from bu_interop._cf import is_date_unit, parse_cf, unit_attributes, unit_of, without_unit
from bu_units import UnitParseError, attribute_names, names, parse_unit

EVERY = [*attribute_names(), "degC", "delta_degC", "degF", "dB", "dBm", "dBZ", "pH", "Np", "mag"]


def test_every_unit_comes_back():
    wrong = []
    for name in EVERY:
        unit = getattr(names, name, None) or parse_unit(name)
        again = unit_of(unit_attributes(unit))
        if again != unit or str(again).replace(" ", "") != str(unit).replace(" ", ""):
            wrong.append((name, unit_attributes(unit)))
    assert not wrong


@pytest.mark.parametrize(
    "text, found",
    [
        ("degC", {"units": "degC", "units_metadata": "temperature: on_scale"}),
        ("K", {"units": "K"}),
        ("m / s^2", {"units": "m s-2"}),
        ("1", {"units": "1"}),
        ("m^(1/3)", {"units": "m^(1/3)"}),
    ],
)
def test_attributes(text, found):
    assert unit_attributes(parse_unit(text)) == found


def test_a_difference_says_so():
    found = unit_attributes(parse_unit("delta_degC"))
    assert found["units_metadata"] == "temperature: difference"
    assert str(unit_of(found)) == "delta_degC"
    assert str(unit_of({"units": "degC", "units_metadata": "temperature: difference"})) == "delta_degC"


def test_a_kind_comes_back():
    unit = parse_unit("N m").of_kind("torque")
    assert unit_of(unit_attributes(unit)).kind == unit.kind


def test_what_another_program_converted_is_as_it_says():
    found = {**unit_attributes(parse_unit("delta_degC")), "units": "Pa"}
    assert unit_of(found) == parse_unit("Pa")


@pytest.mark.parametrize("text", ["", "dimensionless", " Unitless "])
def test_the_number_one_by_other_words(text):
    assert parse_cf(text).is_unitless


def test_no_unit_is_refused():
    with pytest.raises(UnitParseError, match="furlongsx"):
        parse_cf("furlongsx")


def test_dates_are_no_units():
    assert is_date_unit("hours since 2000-01-01")
    assert not is_date_unit("hours")


def test_attributes_without_the_unit():
    assert without_unit({**unit_attributes(parse_unit("delta_degC")), "long_name": "x"}) == {"long_name": "x"}
