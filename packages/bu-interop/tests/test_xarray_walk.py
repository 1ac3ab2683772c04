"""All of DataArray and Dataset in volts and in millivolts: the same quantities, or refused; nothing is
lost.
"""

import os
import warnings
from collections import Counter

import interop_names as u
import numpy as np
import pytest
from xarray_calls import CALLS, NOT_CALLED

xr = pytest.importorskip("xarray")


NIGHTLY = os.environ.get("HYPOTHESIS_PROFILE") == "nightly"
ALL = [call for line in CALLS.strip().splitlines() for call in line.split("; ")]
SHARE = 1 if NIGHTLY else 4
REFUSALS = (
    *(TypeError, ValueError, ImportError, KeyError, AttributeError, NotImplementedError),
    *(u.UnitMismatchError, u.DimensionMismatchError),
)


def names_of(unit):
    """Return what the calls are made of, all voltages in this unit."""
    size = u.parse_unit("V").factor_to(unit)
    coords = {
        "x": ("x", [1.0, 2.0, 3.0], {"units": "km"}),
        "t": ("t", [0.0, 1.0, 2.0, 4.0], {"units": "s"}),
        "lab": ("x", [1.0, 2.0, 1.0]),
    }
    values = np.array([[1.0, 7.0, 3.0, 2.0], [5.0, 2.0, 6.0, 4.0], [2.0, 2.0, 8.0, 9.0]])
    d = xr.DataArray(values * size, dims=("x", "t"), coords=coords, attrs={"units": str(unit)}, name="v")
    d = d.bu.quantify()
    current = xr.DataArray(u.Quantity(values + 1.0, "mA"), dims=("x", "t"), coords=d.coords)
    times = np.array(["2000-01-01", "2000-01-02", "2000-01-03", "2000-01-04"], "datetime64[ns]")
    day = xr.DataArray(u.Quantity(values[0] * size, unit), dims="time", coords={"time": times}, name="v")
    weights = xr.DataArray(np.array([1.0, 2.0, 3.0]), dims="x")
    return {
        "d": d,
        "ds": xr.Dataset({"v": d, "i": current}),
        "v": lambda x: u.Quantity(np.asarray(x) * size, unit),
        "w": weights,
        "day": day,
        "u": u,
        "np": np,
        "xr": xr,
    }


def outcome(call, unit):
    names = names_of(unit)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # xarray's own
            if "+=" in call:
                exec(call, names)
                return names["d"]
            result = eval(call, names)
            bare(result)  # what is lazy is refused when it is computed
            return result
    except REFUSALS as error:
        return error


def bare(x):
    """Return a result in plain numbers of SI units."""
    if isinstance(x, xr.Dataset):
        return {name: bare(variable) for name, variable in sorted(x.variables.items(), key=str)}
    if isinstance(x, xr.DataArray):
        return bare(x.variable), {n: bare(c.variable) for n, c in sorted(x.coords.items(), key=str)}
    if isinstance(x, xr.Variable):
        return x.dims, bare(x.data), {n: a for n, a in x.attrs.items() if n != "units"}
    if hasattr(x, "compute") and not isinstance(x, u.Quantity):
        return bare(x.compute())
    if isinstance(x, u.Quantity):
        x = x.to_numpy()
        base = x.unit.factor_to(u.get_unit(u.Quantity(1.0, x.unit).to(si(x.unit))))
        return str(x.unit.dim), np.asarray(x.mantissa, dtype=float) * base
    if isinstance(x, dict):
        return {key: bare(value) for key, value in x.items()}
    if isinstance(x, (list, tuple)):
        return [bare(item) for item in x]
    if isinstance(x, (u.Unit, u.Dimension)):
        return str(x)
    return x


def si(unit):
    """Return the coherent unit of the dimension."""
    return u.Unit(unit.dim)


def same(x, y):
    if isinstance(x, dict):
        return isinstance(y, dict) and x.keys() == y.keys() and all(same(x[key], y[key]) for key in x)
    if isinstance(x, (list, tuple)):
        return len(x) == len(y) and all(same(a, b) for a, b in zip(x, y, strict=True))
    if isinstance(x, np.ndarray) and x.dtype.kind in "fciu":
        return x.shape == y.shape and np.allclose(x, y, rtol=1e-5, atol=0, equal_nan=True)
    if isinstance(x, np.ndarray) and x.dtype.kind != "O":
        return x.shape == y.shape and x.dtype.kind == y.dtype.kind and bool((x == y).all())
    if isinstance(x, float):
        return x == pytest.approx(y, rel=1e-5, nan_ok=True)
    return type(x) is type(y) and (isinstance(x, np.ndarray) or repr(x) == repr(y))


def verdict(call):
    first, second = outcome(call, u.volt), outcome(call, u.mV)
    if isinstance(first, Exception) or isinstance(second, Exception):
        return "refused" if type(first) is type(second) else f"refused in one unit: {first!r} {second!r}"
    return "kept" if same(bare(first), bare(second)) else f"lost: {first!r}\n{second!r}"


@pytest.mark.parametrize("part", range(8))
@pytest.mark.slow
def test_nothing_depends_on_the_unit(part):
    wrong = {}
    for call in ALL[part :: 8 * SHARE]:
        found = verdict(call)
        if found not in ("kept", "refused"):
            wrong[call] = found
    assert not wrong, "\n".join(f"{call}: {found}" for call, found in wrong.items())


@pytest.mark.skipif(not NIGHTLY, reason="all calls: asked at night, HYPOTHESIS_PROFILE=nightly")
def test_as_many_are_kept_as_before():
    counts = Counter(verdict(call) for call in ALL)
    assert counts["kept"] >= 342
    assert set(counts) == {"kept", "refused"}


def test_every_public_name_is_called():
    skipped = {name for names in NOT_CALLED for name in names.split()}
    public = {name for kind in (xr.DataArray, xr.Dataset) for name in dir(kind) if not name.startswith("_")}
    missing = {name for name in public - skipped if not any(f".{name}" in call for call in ALL)}
    assert not missing
