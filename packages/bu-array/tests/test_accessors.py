"""Questions about any object, with or without a unit."""

import numpy as np
import pytest
from array_checks import array, check, quantity

import bu_array as ba
from bu_array import Quantity
from bu_units import DIMENSIONLESS, UNITLESS, DimensionMismatchError, Unit, UnitMismatchError, systems


def test_unit_and_dimension(backend):
    q = quantity(backend, [1.0, 2.0], "mV")
    bare = q.mantissa
    assert ba.get_unit(q) is ba.get_unit(Unit("mV")) is Unit("mV")
    assert ba.get_unit(bare) is ba.get_unit(3) is UNITLESS
    assert ba.get_dim(q) is ba.get_dim(Unit("V")) is ba.get_dim(Unit("V").dim) is Unit("mV").dim
    assert ba.get_dim(bare) is ba.get_dim("text") is DIMENSIONLESS
    assert ba.get_mantissa(q) is ba.get_magnitude(q) is ba.get_mantissa(bare) is bare
    mantissa, unit = ba.split_mantissa_unit(q)
    assert mantissa is bare
    assert unit is Unit("mV")
    assert ba.split_mantissa_unit(3) == (3, UNITLESS)
    assert ba.split_mantissa_unit(Unit("m")) == (1, Unit("m"))
    assert ba.is_quantity(q)
    assert not ba.is_quantity(bare)
    assert not ba.is_quantity(Unit("m"))


def test_is_unitless_and_dimensionless():
    degree = Quantity(180, "deg")
    assert ba.is_unitless(3)
    assert ba.is_unitless(UNITLESS)
    assert ba.is_unitless(Quantity(3))
    assert not ba.is_unitless(degree)
    assert ba.is_dimensionless(degree)
    assert ba.is_dimensionless(np.ones(3))
    assert not ba.is_dimensionless(Quantity(1, "m"))
    assert not ba.is_dimensionless(Unit("m"))
    assert not ba.is_dimensionless(Unit("m").dim)


def test_same_unit_and_dimension():
    metre, kilometre, second = Quantity(1, "m"), Quantity(1, "km"), Quantity(1, "s")
    assert ba.have_same_dim(metre, kilometre)
    assert not ba.have_same_dim(metre, second)
    assert ba.has_same_unit(metre, Unit("m"))
    assert not ba.has_same_unit(metre, kilometre)
    assert ba.have_same_dim(3, np.ones(2))


def test_maybe_decimal(backend):
    x = array(backend, [1.0, 2.0])
    check(ba.maybe_decimal(Quantity(x, "deg")), backend, np.deg2rad([1.0, 2.0]))
    assert ba.maybe_decimal(Quantity(x)) is x
    assert ba.maybe_decimal(x) is x
    q = Quantity(x, "km")
    assert ba.maybe_decimal(q) is q
    check(ba.maybe_decimal(q, Unit("m")), backend, [1000.0, 2000.0])
    with pytest.raises(UnitMismatchError):
        ba.maybe_decimal(q, Unit("s"))
    with pytest.raises(UnitMismatchError):
        ba.maybe_decimal(x, Unit("s"))


def test_array_with_unit(backend):
    x = array(backend, [1.0, 2.0])
    assert ba.array_with_unit(x, Unit("m")).mantissa is x
    check(ba.array_with_unit(x, Unit("m"), "float32"), backend, np.array([1, 2], "f4"), "m")


def test_display_in_unit():
    assert ba.display_in_unit(Quantity(1500, "mV"), Unit("V")) == "1.5 V"
    assert ba.display_in_unit(Quantity(1500, "mV")) == "1500 mV"
    assert ba.display_in_unit(3) == "3"
    with pytest.raises(UnitMismatchError):
        ba.display_in_unit(Quantity(1, "m"), Unit("s"))


def test_in_a_system_of_units(backend):
    force = quantity(backend, [1.0, 2.0], "N")
    check(force.in_system(systems.cgs), backend, np.array([1e5, 2e5]), "dyn", rtol=1e-6)
    assert force.in_system(systems.si) is force
    check(force.in_system("cgs"), backend, np.array([1e5, 2e5]), "dyn", rtol=1e-6)
    with pytest.raises(ValueError, match="no system of units is named 'cgx'; known are si"):
        force.in_system("cgx")
    with pytest.raises(DimensionMismatchError, match="cgs"):
        quantity(backend, [1.0], "V").in_system(systems.cgs)


def test_to_the_coherent_unit(backend):
    weight = quantity(backend, [1.0], "kgf")
    check(weight.to_base(), backend, np.array([9.80665]), "N", rtol=1e-6)
    assert (20.0 * Unit("degC")).to_base().mantissa == 293.15
