"""Temperatures on the scales of Celsius and Fahrenheit from and to kelvin, on every backend."""

import numpy as np
import pytest
from array_checks import array, check, quantity

from bu_array import Quantity, celsius2kelvin, fahrenheit2kelvin, kelvin2celsius, kelvin2fahrenheit
from bu_units import Unit, UnitMismatchError


def test_temperatures(backend):
    c, f = np.array([0.0, 20.0, -40.0]), np.array([32.0, 68.0, -40.0])
    k = np.array([273.15, 293.15, 233.15])
    check(celsius2kelvin(array(backend, c)), backend, k, "K")
    check(fahrenheit2kelvin(array(backend, f)), backend, k, "K")
    check(kelvin2celsius(quantity(backend, k, "K")), backend, c, atol=1e-12)
    check(kelvin2fahrenheit(quantity(backend, k, "K")), backend, f, atol=1e-12)
    check(kelvin2celsius(quantity(backend, k * 1000, "mK")), backend, c, atol=1e-12)
    check(kelvin2celsius(array(backend, k)), backend, c, atol=1e-12)
    check(celsius2kelvin(quantity(backend, f, "degF")), backend, k, "K")
    with pytest.raises(UnitMismatchError):
        kelvin2celsius(quantity(backend, k, "m"))
    with pytest.raises(UnitMismatchError):
        celsius2kelvin(quantity(backend, k, "m"))


def test_one_temperature():
    assert celsius2kelvin(20).mantissa == 293.15
    assert kelvin2celsius(Quantity(293.15, "K")) == 20.0
    assert celsius2kelvin([0, 20]).mantissa.tolist() == pytest.approx([273.15, 293.15])
    assert kelvin2fahrenheit([Quantity(0.0, "degC"), Quantity(373.15, "K")]).tolist() == pytest.approx(
        [32, 212]
    )


def test_there_and_back(backend):
    c = np.array([0.0, 20.0, -40.0])
    for to, back in ((celsius2kelvin, kelvin2celsius), (fahrenheit2kelvin, kelvin2fahrenheit)):
        check(back(to(array(backend, c))), backend, c, atol=1e-12)


def test_points_and_differences_are_not_mixed_up():
    assert celsius2kelvin(Quantity(20.0, "degC")) == Quantity(293.15, "K")
    assert fahrenheit2kelvin(Quantity(20.0, "degC")) == Quantity(293.15, "K")  # its own unit counts
    assert kelvin2celsius(Quantity(20.0, "degC")) == 20.0
    assert kelvin2fahrenheit(Quantity(20.0, "degC")) == pytest.approx(68.0)
    for convert in (kelvin2celsius, kelvin2fahrenheit):
        with pytest.raises(UnitMismatchError, match="A point on a scale is no difference"):
            convert(Quantity(20.0, "delta_degC"))


@pytest.mark.parametrize(
    "unit, kelvin", [("K", 250.0), ("mK", 0.25), ("degR", 250 / 1.8), ("delta_degC", 250.0)]
)
def test_units_that_are_no_scales(backend, unit, kelvin):
    q = quantity(backend, [250.0], unit)
    for convert in (celsius2kelvin, fahrenheit2kelvin):
        check(convert(q), backend, [kelvin], "K", rtol=1e-12)


def test_the_unit_of_results():
    assert celsius2kelvin(20.0).unit is fahrenheit2kelvin(68.0).unit is Unit("K")
    assert type(kelvin2celsius(293.15)) is type(kelvin2fahrenheit(293.15)) is float
