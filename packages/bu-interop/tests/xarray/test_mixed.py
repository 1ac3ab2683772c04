"""Quantities with arrays whose unit is in an attribute: converted by it; no attribute says another unit."""

import operator

import interop_names as u
import numpy as np
import pytest

xr = pytest.importorskip("xarray")


DA = xr.DataArray(
    [1.0, 2.0], dims="x", coords={"x": ("x", [0.0, 2.0], {"units": "s"})}, attrs={"units": "m", "a": 1}
)
Q = 3.0 * u.km


@pytest.fixture(autouse=True)
def attributes_are_kept():
    with xr.set_options(keep_attrs=True):  # as it is by default since xarray 2025.11
        yield


@pytest.mark.parametrize("other", [Q, xr.DataArray(Q), xr.Variable((), Q)])
@pytest.mark.parametrize(
    "name, unit", [("add", u.metre), ("sub", u.metre), ("mul", u.metre * u.km), ("truediv", None)]
)
def test_operators(name, unit, other):
    found = getattr(operator, name)(DA, other)
    expected = getattr(operator, name)(np.array([1.0, 2.0]) * u.metre, Q)
    if unit is None:
        np.testing.assert_allclose(found.data, expected)
    else:
        u.assert_quantity(found.data, expected.to_decimal(unit), unit)
    assert "units" not in found.attrs


def test_a_unit_is_multiplied():
    found = DA * u.second
    u.assert_quantity(found.data, np.array([1.0, 2.0]), u.metre * u.second)
    assert found.attrs == {"a": 1}
    assert (DA.to_dataset(name="d") * u.second).d.attrs == {"a": 1}


def test_the_other_order():
    found = 2.0 * DA
    assert found.attrs["units"] == "m"
    quantity = xr.DataArray(np.array([1.0, 1.0]) * u.km, dims="x")
    u.assert_quantity((quantity + DA).data, np.array([1.001, 1.002]), u.km)
    assert "units" not in (quantity + DA).attrs


def test_numpys_functions():
    u.assert_quantity(np.multiply(DA, Q).data, np.array([3.0, 6.0]), u.metre * u.km)
    u.assert_quantity(np.add(xr.DataArray(Q), DA.drop_vars("x")).data, np.array([3.001, 3.002]), u.km)


def test_another_dimension_is_refused():
    for call in (operator.add, operator.lt):
        with pytest.raises(u.UnitMismatchError):
            call(DA, 1.0 * u.second)


def test_comparisons():
    np.testing.assert_array_equal(operator.gt(DA, 1500.0 * u.mmetre).data, [False, True])


def test_derivatives_and_integrals_by_coordinates_with_attributes():
    quantity = xr.DataArray(np.array([1.0, 5.0]) * u.metre, dims="x", coords=DA.coords)
    u.assert_quantity(quantity.differentiate("x").data, np.array([2.0, 2.0]), u.metre / u.second)
    u.assert_quantity(quantity.integrate("x").data, 6.0, u.metre * u.second)
    u.assert_quantity(quantity.to_dataset(name="q").integrate("x").q.data, 6.0, u.metre * u.second)


def test_plain_arrays_are_xarrays_own():
    assert (DA * DA).attrs["units"] == "m"
