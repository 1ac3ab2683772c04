"""saiunit's quantities and units."""

import numpy as np
import pytest
from foreign_checks import check_operators, check_paths_in, check_units_there_and_back

from bu_array import Quantity, as_unit
from bu_interop import converters
from bu_units import Unit

saiunit = pytest.importorskip("saiunit")


def test_every_path_in():
    check_paths_in(
        saiunit.Quantity(np.array([1.0, 2.0]), unit=saiunit.kmeter),
        saiunit.Quantity(np.array([1.0, 2.0]), unit=saiunit.second),
    )


def test_operators():
    check_operators(saiunit.Quantity(np.array([1.0, 2.0]), unit=saiunit.kmeter), values=True)


def test_its_own_operators_are_as_they_were():
    total = 1.0 * saiunit.kmeter + 1.0 * saiunit.meter
    assert isinstance(total, saiunit.Quantity)
    assert Quantity(total).to_decimal("km") == 1.001


def test_units_there_and_back():
    check_units_there_and_back(converters.to_saiunit_unit)
    assert converters.to_saiunit_unit("mV") == saiunit.mV
    assert as_unit(converters.to_saiunit_unit("2.5 m")) == Unit("2.5 m")


def test_the_array_is_the_same():
    array = np.arange(3.0)
    assert Quantity(saiunit.Quantity(array, unit=saiunit.mV)).mantissa is array
    assert Quantity(array, "mV").to_saiunit().mantissa is array


@pytest.mark.parametrize("text", ["degC", "dBm", "photon", "bit"])
def test_what_it_has_not(text):
    with pytest.raises(converters.NoCounterpartError, match=text):
        Quantity(1.0, text).to_saiunit()
