"""Trees of values in each format: what is saved comes back, bit by bit; others read it; what has no place
is refused.
"""

import os
from typing import NamedTuple

import interop_names as u
import numpy as np
import pytest

from bu_interop.io import load, save

LIBRARY = {".h5": "h5py", ".hdf5": "h5py", ".zarr": "zarr", ".nc": "netCDF4", ".npz": "numpy"}
FORMATS = (".h5", ".zarr", ".nc", ".npz")


@pytest.fixture(params=FORMATS)
def path(request, tmp_path):
    pytest.importorskip(LIBRARY[request.param])
    return str(tmp_path / f"tree{request.param}")


def same(x, y):
    """Whether two trees are of the same types, units, dtypes, shapes and values."""
    if isinstance(x, u.Quantity):
        units = (str(x.unit), x.unit, x.unit.kind) == (str(y.unit), y.unit, y.unit.kind)
        return type(x) is type(y) and units and same(x.mantissa, y.mantissa)
    if isinstance(x, dict):
        return type(y) is dict and list(x) == list(y) and all(same(x[key], y[key]) for key in x)
    if isinstance(x, (list, tuple)):
        return type(x) is type(y) and len(x) == len(y) and all(map(same, x, y))
    if isinstance(x, np.ma.MaskedArray):
        masks = np.array_equal(np.ma.getmaskarray(x), np.ma.getmaskarray(y))
        return type(x) is type(y) and masks and same(x.compressed(), y.compressed())
    if isinstance(x, (np.ndarray, np.generic)):
        alike = type(x) is type(y) and x.dtype == y.dtype and x.shape == y.shape
        return alike and bool(((x == y) | ((x != x) & (y != y))).all())
    return type(x) is type(y) and (x == y or (x != x and y != y))


VALUES = {
    "numbers": {
        "n": 5,
        "big": 2**70,
        "f": 1.5,
        "nan": float("nan"),
        "inf": -float("inf"),
        "c": 1 + 2j,
        "ok": True,
    },
    "texts": {
        "title": "control ü",
        "empty": "",
        "none": None,
        "names": np.array(["a", "büc", ""]),
        "one": np.array("x"),
    },
    "quantities": {"v": u.Quantity(np.arange(6.0).reshape(2, 3), "mV"), "dt": 0.1 * u.ms, "n": 3 * u.metre},
    "nested": {
        "cells": [u.Quantity(np.arange(3), "nA"), (1.0 * u.mV, "x"), {}],
        "none": [],
        "deep": {"a": {"b": ()}},
    },
    "scales": {
        "t": u.Quantity(np.array([1.0, 2.0]), "degC"),
        "d": u.Quantity(np.array([1.0, 2.0]), "delta_degC"),
        "level": u.Quantity(np.array([3.0]), "dB"),
        "root": u.Quantity(np.ones(2), "m^(1/3)"),
        "torque": u.Quantity(np.ones(2), "N m").of_kind("torque"),
        "one": u.Quantity(np.ones(2)),
    },
    "dtypes": {
        letter.replace(">", "big_"): u.Quantity(np.array([0, 1, 100]).astype(letter), "m")
        for letter in ("i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "f2", "f4", "f8", ">f8", ">i4")
    },
    "bits": {
        "b": np.array([True, False]),
        "q": u.Quantity(np.array([True, False]), "m"),
        "large": np.array([2**63 - 1]),
    },
    "shapes": {
        "zero": u.Quantity(np.array(3.0), "m"),
        "none": u.Quantity(np.empty((0, 3)), "s"),
        "scalar": np.float32(3),
    },
    "masked": {
        "q": u.Quantity(np.ma.MaskedArray([1.0, np.nan, 3.0], [0, 0, 1]), "m"),
        "i": np.ma.MaskedArray([1, 2, 3], [0, 1, 0]),
        "b": np.ma.MaskedArray([True, False], [0, 1]),
        "least": np.ma.MaskedArray([-(2**63), 2], [0, 1]),
    },
    "dates": {
        "day": np.array(["2020-01-01", "NaT"], "datetime64[D]"),
        "ns": np.array(["2020-01-01T01:02:03.000000004"], "datetime64[ns]"),
        "step": np.array([1, 2], "timedelta64[ms]"),
    },
    "alike": {"a": np.arange(3), "b": {"a": np.arange(2), "c": [np.arange(4), (np.arange(1), np.ones(()))]}},
    "names": {"file": np.ones(2), "group": {"file": 1.0 * u.metre}, "with blank": np.ones(2)},
}


@pytest.mark.parametrize("tree", VALUES)
def test_what_is_saved_comes_back(path, tree):
    save(path, VALUES[tree])
    assert same(load(path), VALUES[tree])


@pytest.mark.parametrize("tree", [2.0 * u.mV, [1, 2.0 * u.mV], ("a",), 3, {"bfloat16": None}])
def test_any_tree(path, tree):
    save(path, tree)
    assert same(load(path), tree)


def test_complex_numbers(path):
    values = u.Quantity(np.array([1 + 2j]), "V")
    if path.endswith(".nc"):
        with pytest.raises(TypeError, match=r"tree\['z'\].*x\.real"):
            save(path, {"z": values})
        assert not os.path.exists(path)
    else:
        save(path, {"z": values})
        assert same(load(path), {"z": values})


class Point(NamedTuple):
    x: int
    y: int


@pytest.mark.parametrize(
    "tree, error, text",
    [
        ({"a": [1, {"b": {1, 2}}]}, TypeError, r"tree\['a'\]\[1\]\['b'\]"),
        ({"a": object()}, TypeError, "object"),
        ({1: 2}, TypeError, "texts"),
        ({"a/b": 1}, ValueError, "a/b"),
        ({"": 1}, ValueError, "name"),
        ({"brainunit_tree": 1}, ValueError, "name"),
        ({"a": np.array([1, "x"], dtype=object)}, TypeError, "objects"),
        ({"a": np.array([(1, 2)], dtype="i4,i4")}, TypeError, "dtype"),
        ({"a": np.array(["2020"], "datetime64[Y]")}, TypeError, "astype"),
        ({"a": Point(1, 2)}, TypeError, "_asdict"),
        ({"a": u.mV}, TypeError, "text"),
        ({"a": np.array([2**63 - 1]), "b": u.Quantity(2**70, "m")}, TypeError, "64 bits"),
    ],
)
def test_what_has_no_place_is_refused_with_its_place(path, tree, error, text):
    save(path, {"kept": 1.0 * u.metre})
    with pytest.raises(error, match=text):
        save(path, tree)
    assert same(load(path), {"kept": 1.0 * u.metre})
    assert os.listdir(os.path.dirname(path)) == [os.path.basename(path)]


def test_others_read_the_files(tmp_path):
    xr = pytest.importorskip("xarray")
    tree = {
        "time": u.Quantity(np.arange(3.0), "s"),
        "temp": u.Quantity(np.ones((3, 2)), "degC"),
        "ok": np.array([True, False, True]),
        "day": np.array(["2020-01-01", "2020-01-02", "NaT"], "datetime64[s]"),
        "gap": u.Quantity(np.ma.MaskedArray([1.0, 2.0, 3.0], [0, 1, 0]), "m"),
        "title": "run",
    }
    dims = {"time": ("time",), "temp": ("time", "cell"), "ok": "time", "day": "time", "gap": "time"}
    for ending, library in ((".nc", "netCDF4"), (".zarr", "zarr")):
        pytest.importorskip(library)
        path = str(tmp_path / f"run{ending}")
        save(path, tree, dims=dims)
        with xr.open_zarr(path) if ending == ".zarr" else xr.open_dataset(path) as found:
            assert found.temp.attrs["units"] == "degC"
            assert found.temp.dims == ("time", "cell")
            assert found.attrs["title"] == "run"
            assert found.day.dtype.kind == "M"
            np.testing.assert_array_equal(found.gap.values, [1.0, np.nan, 3.0])
            assert str(found.bu.quantify().temp.bu.unit) == "degC"
            if ending == ".nc":
                assert found.ok.dtype == bool


def test_compression(path):
    values = u.Quantity(np.zeros(1000), "m")
    save(path, {"v": values}, compression=5)
    assert same(load(path), {"v": values})
