"""unxt's quantities, whose arrays are jax's and whose units are astropy's."""

import pytest
from foreign_checks import check_operators, numbers

from bu_array import Quantity
from bu_interop import converters
from bu_units import Unit

unxt = pytest.importorskip("unxt")


def test_both_ways():
    there = Quantity([1.0, 2.0], "km").to_unxt()
    assert isinstance(there, unxt.Quantity)
    assert Quantity(there).unit == Unit("km")
    assert Quantity(there).mantissa is there.value
    assert numbers(Quantity(there, "m"), "m").tolist() == [1000.0, 2000.0]
    assert converters.from_unxt(there).unit == Unit("km")


def test_operators():
    check_operators(unxt.Quantity([1.0, 2.0], "km"), values=False)


def test_a_static_one():
    import numpy as np

    assert Quantity(unxt.StaticQuantity(np.array([1.0]), "km"), "m").mantissa.tolist() == [1000.0]


def test_what_it_has_not():
    with pytest.raises(converters.NoCounterpartError, match="dBm"):
        Quantity(1.0, "dBm").to_unxt()
    with pytest.raises(TypeError, match="from_unxt"):
        converters.from_unxt(3.0)
