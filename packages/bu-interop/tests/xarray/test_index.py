"""The index of a coordinate with a unit: labels, joins and concatenations are converted."""

import pickle

import interop_names as u
import numpy as np
import pytest

xr = pytest.importorskip("xarray")
UnitIndex = pytest.importorskip("bu_interop.xarray").UnitIndex


def line(values, unit, data="mV"):
    coords = {"x": ("x", np.asarray(values), {"units": unit})}
    made = xr.DataArray(np.arange(float(len(values))), dims="x", coords=coords, attrs={"units": data})
    return made.bu.quantify()


D = line([1.0, 2.0, 3.0], "km")


@pytest.mark.parametrize(
    "label, found",
    [
        (2000.0 * u.metre, 1.0),
        (slice(1500.0 * u.metre, None), [1.0, 2.0]),
        ([3000 * u.metre, 1 * u.km], [2.0, 0.0]),
        (np.array([300000.0]) * u.cmetre, [2.0]),
    ],
)
def test_labels_are_converted(label, found):
    for got in (D.sel(x=label), D.bu.sel(x=label), D.loc[{"x": label}]):
        u.assert_quantity(got.data, np.array(found), u.mV)


def test_a_tolerance_is_converted():
    label = 2.1 * u.km
    assert D.sel(x=label, method="nearest", tolerance=200.0 * u.metre).item().to_decimal(u.mV) == 1.0
    with pytest.raises(KeyError):
        D.sel(x=label, method="nearest", tolerance=50.0 * u.metre)


@pytest.mark.parametrize("label", [2.0, [1.0, 2.0], slice(1.0, 2.0), np.array([2.0])])
def test_a_label_without_unit_is_refused(label):
    with pytest.raises(TypeError, match="unit"):
        D.sel(x=label)


def test_a_label_of_another_dimension_is_refused():
    with pytest.raises(u.UnitMismatchError, match="'x'"):
        D.sel(x=2.0 * u.second)


def test_metres_are_aligned_with_kilometres():
    other = line([700.0, 2000.0, 3000.0], "m", "V")
    total = D + other
    u.assert_quantity(total.data, np.array([1001.0, 2002.0]), u.mV)
    u.assert_quantity(total.x.data, np.array([2.0, 3.0]), u.km)
    outer = xr.merge([D.rename("a"), other.rename("b")], join="outer", compat="no_conflicts")
    u.assert_quantity(outer.x.data, np.array([0.7, 1.0, 2.0, 3.0]), u.km)


def test_700_metres_are_at_0_7_km():
    assert line([0.1, 0.7], "km").sel(x=700 * u.metre).item().to_decimal(u.mV) == 1.0


def test_coordinates_of_another_dimension_are_not_aligned():
    with pytest.raises(u.DimensionMismatchError, match="km and s"):
        D + line([1.0, 2.0, 3.0], "s")


def test_concatenation_is_in_the_unit_of_the_first():
    both = xr.concat([D, line([4000.0], "m", "V")], "x")
    u.assert_quantity(both.x.data, np.array([1.0, 2.0, 3.0, 4.0]), u.km)
    u.assert_quantity(both.data, np.array([0.0, 1.0, 2.0, 0.0]), u.mV)


def test_equals_by_value():
    assert D.x.equals(D.bu.to(x="m").x)
    assert not D.x.equals(line([1.0, 2.0, 3.0], "m").x)


def test_points_on_a_scale():
    warm = line([0.0, 10.0], "degC")
    assert warm.sel(x=u.Quantity(283.15, "K")).item().to_decimal(u.mV) == 1.0
    found = warm.sel(x=u.Quantity(9.0, "degC"), method="nearest", tolerance=u.Quantity(2.0, "K"))
    assert found.item().to_decimal(u.mV) == 1.0


def test_made_of_any_coordinate():
    plain = xr.DataArray([1.0, 2.0], dims="x", coords={"x": [1.0, 2.0]})
    made = plain.drop_indexes("x").set_xindex("x", UnitIndex, unit="km")
    assert made.sel(x=2000 * u.metre) == 2.0
    with pytest.raises(ValueError, match="no units"):
        plain.drop_indexes("x").set_xindex("x", UnitIndex)


def test_copies_and_pickles():
    for again in (
        D.copy(deep=True),
        pickle.loads(pickle.dumps(D)),
        D.isel(x=slice(None)),
        D.rename(x="y").rename(y="x"),
    ):
        assert again.equals(D)
        assert again.xindexes["x"].unit == u.km
    assert "UnitIndex(km)" in repr(D)
