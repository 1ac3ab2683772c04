"""Words for the signs between units."""

import pytest
from unit_laws import python

from bu_units import UnitParseError, parse_unit


@pytest.mark.parametrize(
    "text, same",
    [
        ("meter per second", "m / s"),
        ("metres per second squared", "m / s^2"),
        ("meter per second per second", "m / s^2"),
        ("miles per hour", "mi / h"),
        ("square metre", "m^2"),
        ("square metre second", "m^2 * s"),
        ("sq ft", "ft^2"),
        ("cubic centimeters", "cm^3"),
        ("kg per cubic meter", "kg / m^3"),
        ("W per square metre per kelvin", "W / (m^2 * K)"),
        ("kelvin cubed", "K^3"),
        ("1 per second", "1 / s"),
        ("square fl oz", "(fl oz)^2"),
        ("m2 per s", "m^2 / s"),
    ],
)
def test_spoken(text, same):
    assert parse_unit(text) == parse_unit(same)
    assert str(parse_unit(text)) == str(parse_unit(same))


@pytest.mark.parametrize(
    "text, reason",
    [
        ("J per kg kelvin", "ambiguous after '/'"),
        ("m squared cubed", "a second exponent"),
        ("square m^2", "a second exponent"),
        ("square cm2", "a second exponent"),
        ("square", "'square' is the power of a unit behind it"),
        ("m per cubic", "'cubic' is the power of a unit behind it"),
        ("square 3 m", "'square' is the power of a unit behind it"),
        ("square (m/s)", "'square' is the power of a unit behind it"),
        ("square cubic m", "the power of a unit behind it"),
        ("per second", "found 'per'"),
        ("km per", "found the end"),
        ("m * per s", "found 'per'"),
        ("squared", "expected a unit"),
        ("Per second", "unknown unit 'Per'"),
    ],
)
def test_what_is_not_said_so(text, reason):
    with pytest.raises(UnitParseError, match=reason):
        parse_unit(text)


def test_the_place_of_an_error_is_that_of_the_word():
    with pytest.raises(UnitParseError) as caught:
        parse_unit("kg per cubic")
    assert str(caught.value).splitlines()[-1].index("^") == len("  kg per ")


def test_a_unit_of_ones_own_may_have_such_a_name():
    code = """
import bu_units as bu
bu.Unit.define("square", "square", "100 ft^2")
print(repr(bu.parse_unit("3 square")), bu.parse_unit("square") == bu.parse_unit("100 ft^2"))
"""
    done = python(code)
    assert "square" in done
    assert done.split()[-1] == "True"
