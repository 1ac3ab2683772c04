"""unyt's arrays and units."""

import numpy as np
import pytest
from foreign_checks import check_operators, check_paths_in, check_units_there_and_back

from bu_array import Quantity, as_unit
from bu_interop import converters
from bu_units import Unit

unyt = pytest.importorskip("unyt")


def test_every_path_in():
    check_paths_in(unyt.unyt_array([1.0, 2.0], "km"), unyt.unyt_array([1.0, 2.0], "s"))


def test_operators():
    check_operators(unyt.unyt_array([1.0, 2.0], "km"), values=True)


def test_a_single_one_is_equal_to_ours():
    assert unyt.unyt_quantity(1.0, "km") == Quantity(1000.0, "m")
    assert (unyt.unyt_quantity(1.0, "km") != Quantity(1000.0, "m")) == np.False_


def test_the_operators_of_unyt_itself_are_as_they_were():
    assert unyt.unyt_quantity(1.0, "km") + unyt.unyt_quantity(1.0, "m") == unyt.unyt_quantity(1.001, "km")
    assert isinstance(2 * unyt.km, unyt.unyt_quantity)


def test_units_there_and_back():
    check_units_there_and_back(converters.to_unyt_unit)


def test_the_array_is_the_same():
    array = np.arange(3.0)
    assert np.shares_memory(Quantity(unyt.unyt_array(array, "mV")).mantissa, array)
    assert np.shares_memory(Quantity(array, "mV").to_unyt(), array)
    assert isinstance(Quantity(3.0, "mV").to_unyt(), unyt.unyt_quantity)


@pytest.mark.parametrize(
    "there, here",
    [
        ("degC", "degC"),
        ("degF", "degF"),
        ("delta_degF", "delta_degF"),
        ("dB", "dB"),
        ("B", "Bel"),
        ("Np", "Np"),
        ("R", "degR"),
    ],
)
def test_scales(there, here):
    found = Quantity(unyt.unyt_quantity(20.0, there))
    assert found.unit == Unit(here)
    assert Quantity(found.to_unyt()).unit == Unit(here)


def test_an_amount_of_substance_is_a_number_there():
    assert as_unit(unyt.mol).dim == Unit("1").dim
    with pytest.raises(converters.NoCounterpartError, match="mol"):
        converters.to_unyt_unit("mol")


def test_numbers_in_front_are_exact():
    assert as_unit(unyt.Unit("1000*m")) == Unit("km")
    assert as_unit(converters.to_unyt_unit(Unit("(5/18) m/s"))) == Unit("km/h")


def test_a_unit_says_what_it_means_after_its_registry_was_modified():
    registry = unyt.unit_registry.UnitRegistry()
    registry.add("code_length", 2.0, unyt.dimensions.length)
    before = unyt.Unit("code_length", registry=registry)
    assert as_unit(before).magnitude == 2.0
    registry.modify("code_length", 3.0)
    assert as_unit(before).magnitude == 2.0
    assert as_unit(unyt.Unit("code_length", registry=registry)).magnitude == 3.0


@pytest.mark.parametrize("name", ["mdegC", "lat", "kB"])
def test_what_has_no_counterpart_is_refused_by_name(name):
    with pytest.raises(converters.NoCounterpartError, match=name):
        Quantity(unyt.unyt_quantity(1.0, name))


def test_masks_are_refused():
    with pytest.raises(TypeError, match="no mask"):
        Quantity(np.ma.MaskedArray([1.0], [True]), "m").to_unyt()


def test_a_subclass_that_is_defined_later():
    class Signal(unyt.unyt_array):
        def __add__(self, other):
            return super().__add__(other)

    assert (Signal([1.0], "km") + Quantity(1.0, "m")).to_decimal("km").tolist() == [1.001]
