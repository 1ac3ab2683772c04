"""Quantities in arrays of xarray: its methods compute with them through numpy's protocols, the unit kept.

The values are those of xarray on the bare numbers.
"""

import copy
import operator
import pickle

import numpy as np
import pytest
from array_checks import computing_dask, quantity, values

from bu_array import Quantity
from bu_dispatch import BackendError, backend_of, using_backend
from bu_dispatch.testing import requested
from bu_units import Unit, UnitMismatchError

xr = pytest.importorskip("xarray")

X = np.array([1.0, 2.0, 4.0, 3.0])
N = np.array([1.0, np.nan, 4.0, 3.0])
I = np.array([1, 2, 4, 3])  # noqa: E741  # whole numbers
PLACES = np.arange(4)

KEEP, SPREAD, SQUARE = "keep", "spread", "square"  # what becomes of the unit; None: bare
UNITS = {
    "mV": {KEEP: "mV", SPREAD: "mV", SQUARE: "mV^2"},
    "degC": {KEEP: "degC", SPREAD: "delta_degC", SQUARE: "delta_degC^2"},
}


class Data:
    """Arrays of xarray around what `make` makes of numbers, to work on."""

    def __init__(self, make):
        self.make = make
        self.d, self.n, self.i = self.array(X), self.array(N), self.array(I)
        self.part = self.d.isel(x=slice(1, 3))
        self.weights = xr.DataArray([1.0, 2.0, 3.0, 4.0], dims="x")
        self.groups = xr.DataArray([0, 0, 1, 1], dims="x", coords={"x": PLACES}, name="group")

    def array(self, data):
        return xr.DataArray(self.make(data), dims="x", coords={"x": PLACES})

    def number(self, value):
        made = self.make(np.array(value))
        return made[()]

    @property
    def dates(self):
        days = np.array(["2027-01-01", "2027-01-02", "2027-02-01", "2027-02-02"], "M8[ns]")
        return self.d.assign_coords(x=days)


def after(array, change):
    """The array after a change in place."""
    array = array.copy(deep=True)
    change(array)
    return array


CASES = {
    # what is put beside: NaN by default, in the integers too
    "where": (KEEP, lambda s: s.d.where(s.d.x > 1)),
    "where, other": (KEEP, lambda s: s.d.where(s.d.x > 1, s.d[::-1].data)),
    "where, a number": (KEEP, lambda s: s.d.where(s.d.x > 1, s.number(5.0))),
    "where, NaN": (KEEP, lambda s: s.d.where(s.d.x > 1, np.nan)),
    "where, infinity": (KEEP, lambda s: s.d.where(s.d.x > 1, -np.inf)),
    "where, integers": (KEEP, lambda s: s.i.where(s.i.x > 1)),
    "where, compared": (KEEP, lambda s: s.d.where(s.d > s.number(1.5))),
    "where, drop": (KEEP, lambda s: s.d.where(s.d.x > 1, drop=True)),
    "xr.where": (KEEP, lambda s: xr.where(s.d.x > 1, s.d, np.nan)),
    "shift": (KEEP, lambda s: s.d.shift(x=1)),
    "shift, integers": (KEEP, lambda s: s.i.shift(x=-1)),
    "shift, filled": (KEEP, lambda s: s.d.shift(x=1, fill_value=s.number(9.0))),
    "roll": (KEEP, lambda s: s.d.roll(x=1)),
    "reindex": (KEEP, lambda s: s.d.reindex(x=[1, 2, 7])),
    "reindex, integers": (KEEP, lambda s: s.i.reindex(x=[1, 7])),
    "reindex, filled": (KEEP, lambda s: s.d.reindex(x=[1, 7], fill_value=s.number(9.0))),
    "reindex, the last": (KEEP, lambda s: s.d.reindex(x=[1, 2, 7], method="ffill")),
    "align, outer": (KEEP, lambda s: xr.align(s.d, s.part, join="outer")[1]),
    "align, inner": (KEEP, lambda s: xr.align(s.d, s.part, join="inner")[0]),
    "concat": (KEEP, lambda s: xr.concat([s.d, s.n], dim="x")),
    "concat, outer": (KEEP, lambda s: xr.concat([s.d, s.part], dim="y", join="outer")),
    "merge": (KEEP, lambda s: xr.merge([s.d.rename("a"), s.part.rename("b")], join="outer").b),
    "combine_first": (KEEP, lambda s: s.n.combine_first(s.d)),
    "pad": (KEEP, lambda s: s.d.pad(x=1)),
    "pad, integers": (KEEP, lambda s: s.i.pad(x=1)),
    "pad, filled": (KEEP, lambda s: s.d.pad(x=1, constant_values=s.number(2.0))),
    "pad, edge": (KEEP, lambda s: s.d.pad(x=1, mode="edge")),
    "pad, mean": (KEEP, lambda s: s.d.pad(x=1, mode="mean")),
    "pad, reflect": (KEEP, lambda s: s.d.pad(x=1, mode="reflect")),
    "full_like": (KEEP, lambda s: xr.full_like(s.d, np.nan)),
    "full_like, a number": (KEEP, lambda s: xr.full_like(s.d, s.number(2.0))),
    # what is missing
    "isnull": (None, lambda s: s.n.isnull()),
    "isnull, integers": (None, lambda s: s.i.isnull()),
    "notnull": (None, lambda s: s.n.notnull()),
    "count": (None, lambda s: s.n.count()),
    "fillna": (KEEP, lambda s: s.n.fillna(s.number(7.0))),
    "fillna, an array": (KEEP, lambda s: s.n.fillna(s.d)),
    "fillna, zero": (KEEP, lambda s: s.n.fillna(0)),
    "dropna": (KEEP, lambda s: s.n.dropna("x")),
    # statistics
    "mean": (KEEP, lambda s: s.n.mean()),
    "mean of everything": (KEEP, lambda s: s.n.mean(skipna=False)),
    "sum": (KEEP, lambda s: s.n.sum()),
    "sum of many": (KEEP, lambda s: s.n.sum(min_count=4)),
    "sum of everything": (KEEP, lambda s: s.d.sum("x", skipna=False)),
    "max": (KEEP, lambda s: s.n.max("x")),
    "min": (KEEP, lambda s: s.n.min()),
    "median": (KEEP, lambda s: s.n.median("x")),
    "quantile": (KEEP, lambda s: s.n.quantile(0.25)),
    "std": (SPREAD, lambda s: s.n.std()),
    "std, sample": (SPREAD, lambda s: s.d.std("x", ddof=1)),
    "var": (SQUARE, lambda s: s.n.var()),
    "argmax": (None, lambda s: s.n.argmax("x")),
    "idxmax": (None, lambda s: s.n.idxmax("x")),
    "cumsum": (KEEP, lambda s: s.n.cumsum("x")),
    "diff": (SPREAD, lambda s: s.d.diff("x")),
    "differentiate": (SPREAD, lambda s: s.d.differentiate("x")),
    "integrate": (KEEP, lambda s: s.d.integrate("x")),
    "weighted": (KEEP, lambda s: s.n.weighted(s.weights).mean()),
    "cov": (SQUARE, lambda s: xr.cov(s.d, s.n)),
    # windows and groups
    "construct": (KEEP, lambda s: s.d.rolling(x=2).construct("w")),
    "construct, mean": (KEEP, lambda s: s.d.rolling(x=2).construct("w").mean("w")),
    "rolling mean": (KEEP, lambda s: s.d.rolling(x=2).mean()),
    "rolling mean, few": (KEEP, lambda s: s.d.rolling(x=3, center=True, min_periods=1).mean()),
    "rolling mean, integers": (KEEP, lambda s: s.i.rolling(x=2).mean()),
    "rolling sum": (KEEP, lambda s: s.d.rolling(x=2).sum()),
    "rolling max": (KEEP, lambda s: s.d.rolling(x=2).max()),
    "rolling std": (SPREAD, lambda s: s.d.rolling(x=2).std()),
    "rolling median": (KEEP, lambda s: s.d.rolling(x=2).median()),
    "coarsen": (KEEP, lambda s: s.d.coarsen(x=2).mean()),
    "resample": (KEEP, lambda s: s.dates.resample(x="MS").mean()),
    "groupby mean": (KEEP, lambda s: s.n.groupby(s.groups).mean()),
    "groupby median": (KEEP, lambda s: s.n.groupby(s.groups).median()),
    "groupby less mean": (SPREAD, lambda s: s.d.groupby(s.groups) - s.d.groupby(s.groups).mean()),
    # elements and shapes
    "sel": (KEEP, lambda s: s.d.sel(x=[1, 2])),
    "sel, nearest": (KEEP, lambda s: s.d.sel(x=1.2, method="nearest")),
    "sel, slice": (KEEP, lambda s: s.d.sel(x=slice(1, 2))),
    "isel": (KEEP, lambda s: s.d.isel(x=-1)),
    "isel, places": (KEEP, lambda s: s.d.isel(x=xr.DataArray([0, 1], dims="z"))),
    "mask": (KEEP, lambda s: s.d[np.array([True, False, True, False])]),
    "set": (KEEP, lambda s: after(s.d, lambda d: operator.setitem(d, 0, s.number(7.0)))),
    "set, loc": (KEEP, lambda s: after(s.d, lambda d: operator.setitem(d.loc, {"x": [1, 2]}, s.number(7.0)))),
    "set, NaN": (KEEP, lambda s: after(s.d, lambda d: operator.setitem(d, 0, np.nan))),
    "stack": (KEEP, lambda s: s.d.expand_dims(y=2).stack(z=("x", "y")).unstack("z")),
    "broadcast": (KEEP, lambda s: s.d.broadcast_like(s.d.rename(x="y"))),
    "sortby": (KEEP, lambda s: s.d.sortby("x", ascending=False)),
    "clip": (KEEP, lambda s: s.d.clip(s.number(2.0), s.number(3.0))),
    "clip, infinity": (KEEP, lambda s: s.d.clip(s.number(2.0), np.inf)),
    "round": (KEEP, lambda s: s.d.round()),
    "astype": (KEEP, lambda s: s.d.astype("float32")),
    "isin": (None, lambda s: s.d.isin(s.make(np.array([1.0, 4.0])))),
    "a coordinate": (KEEP, lambda s: s.weights.assign_coords(t=("x", s.d.data)).isel(x=1).t),
    # arithmetic
    "subtract": (SPREAD, lambda s: s.d - s.n),
    "add": (KEEP, lambda s: s.d + s.part),
    "add a number": (KEEP, lambda s: s.number(1.0) + s.d),
    "multiply": (SQUARE, lambda s: s.d * s.n),
    "by a number": (KEEP, lambda s: s.d * 2),
    "by an array": (KEEP, lambda s: s.d * s.weights),
    "divide": (None, lambda s: s.d / s.n),
    "power": (SQUARE, lambda s: s.d**2),
    "abs": (KEEP, lambda s: abs(-s.d)),
    "dot": (SQUARE, lambda s: xr.dot(s.d, s.d, dim="x")),
    "compare": (None, lambda s: s.d > s.d.mean()),
}

# No temperatures in degC are added or multiplied, and xarray fills these with a plain zero.
NOT_ON_SCALES = {
    *("sum", "sum of many", "sum of everything", "cumsum", "integrate", "weighted", "idxmax", "fillna, zero"),
    *("rolling mean", "rolling mean, few", "rolling mean, integers", "rolling sum"),
    *("add", "add a number", "multiply", "by a number", "by an array", "divide", "power", "abs", "dot"),
}
# The mask is a bare array of jax, whose namespace is another one; idxmax takes numbers out of coordinates.
JAX_CONDITIONS = {"where, compared", "idxmax"}
# Also on bare arrays of jax: xarray looks for jax.numpy.lib, or passes numpy's own options.
JAX_BARE = {
    *(name for name in CASES if name.startswith(("rolling", "construct"))),
    "pad, mean",
}
# xarray calls functions of dask.array, which take dask's arrays alone, and no quantities of pint's either.
DASK_FUNCTIONS = {name for name in CASES if name.startswith(("rolling", "construct"))}
# xarray computes these itself.
COMPUTED = {"where, drop", "dropna", "argmax", "idxmax", "resample", "groupby less mean"}


def cases(*backends):
    for name in CASES:
        for backend in backends:
            marks = []
            if backend == "jax" and name in JAX_CONDITIONS | JAX_BARE:
                why = "xarray takes no two namespaces, and asks for names and options that are numpy's alone"
                marks = [pytest.mark.xfail(reason=why, raises=(TypeError, AttributeError, ValueError))]
            if backend == "dask" and name in DASK_FUNCTIONS:
                why = "xarray asks dask.array, which takes dask's arrays alone"
                marks = [pytest.mark.xfail(reason=why)]
            if backend != "numpy":
                marks.append(pytest.mark.slow)
            yield pytest.param(name, backend, marks=marks, id=f"{name}-{backend}")


@pytest.fixture
def backend(request):
    return requested(request)


def of(backend, unit):
    return Data(lambda data: quantity(backend, data, unit))


def agree(result, bare, unit, library):
    assert isinstance(result, xr.DataArray)
    assert result.dims == bare.dims
    for name in bare.indexes:
        np.testing.assert_array_equal(result[name], bare[name])
    if unit is None and library.by_numpy:
        assert not isinstance(result.data, Quantity)
    elif unit is None:  # of a namespace of the array API, whose results all are quantities
        assert not isinstance(result.data, Quantity) or result.data.is_unitless
    else:
        assert isinstance(result.data, Quantity)
        assert result.data.unit == Unit(unit)
        assert str(result.data.unit) == unit
        assert backend_of(result.data.mantissa) is library
    np.testing.assert_allclose(values(result.data), values(bare.data), rtol=1e-12)
    assert values(result.data).dtype == bare.dtype


# What computes with coordinates or weights, arrays of numpy: dask is to be asked for beside them.
BESIDE_NUMPY = ("differentiate", "integrate", "weighted", "by an array")


@pytest.mark.parametrize("name", BESIDE_NUMPY)
@pytest.mark.parametrize("backend", ["dask"], indirect=True)
def test_dask_beside_numpy_is_asked_for(name, backend):
    rule, work = CASES[name]
    with pytest.raises(BackendError, match=r"using_backend\('dask'\)"):
        work(of(backend, "mV"))
    with using_backend("dask"):
        agree(work(of(backend, "mV")), work(Data(np.array)), rule and UNITS["mV"][rule], backend)


@pytest.mark.parametrize("name, backend", [*cases("numpy", "dask", "jax")], indirect=["backend"])
def test_values_and_unit(name, backend):
    if name in BESIDE_NUMPY and backend.name == "dask":
        pytest.skip("in test_dask_beside_numpy_is_asked_for")
    rule, work = CASES[name]
    bare = work(Data(lambda data: np.array(data)))
    if name in COMPUTED and backend.name == "dask":
        with computing_dask():
            result = work(of(backend, "mV"))
    else:
        result = work(of(backend, "mV"))
    agree(result, bare, rule and UNITS["mV"][rule], backend)


def outcome(work):
    """The error that refuses, else the result."""
    try:
        return work()
    except (TypeError, UnitMismatchError) as error:
        return error


@pytest.mark.parametrize("backend", ["numpy"], indirect=True)
def test_on_a_scale(backend):
    refused = set()
    for name, (rule, work) in CASES.items():
        result = outcome(lambda work=work: work(of(backend, "degC")))
        if isinstance(result, Exception):
            refused.add(name)
            assert "degC" in str(result), name
        else:
            agree(result, work(Data(np.array)), rule and UNITS["degC"][rule], backend)
    assert refused == NOT_ON_SCALES


# ---------------------------------------------------------------- one by one


@pytest.fixture
def d():
    return xr.DataArray(Quantity(X.copy(), "mV"), dims="x", coords={"x": PLACES})


@pytest.fixture
def n():
    return xr.DataArray(Quantity(N.copy(), "mV"), dims="x", coords={"x": PLACES})


def test_units_are_converted(d):
    volts = xr.DataArray(Quantity(X / 1000, "V"), dims="x", coords={"x": PLACES})
    agree(d + volts, xr.DataArray(2 * X, dims="x", coords={"x": PLACES}), "mV", backend_of(X))
    assert xr.concat([d, volts], dim="x").data[-1] == Quantity(3.0, "mV")
    assert d.where(d.x > 0, Quantity(1.0, "V")).data[0] == Quantity(1000.0, "mV")
    assert d.fillna(Quantity(1.0, "V")).data.unit is Unit("mV")
    assert bool((d == volts).all())
    with pytest.raises(UnitMismatchError):
        d + xr.DataArray(Quantity(X, "s"), dims="x")


def test_plain_values_are_refused(d):
    """Another plain value than zero, NaN or infinity fits no unit."""
    for work in (
        lambda: d.where(d.x > 1, 5.0),
        lambda: d.shift(x=1, fill_value=5.0),
        lambda: d.reindex(x=[1, 7], fill_value=5.0),
        lambda: d.pad(x=1, constant_values=5.0),
        lambda: d.fillna(5.0),
        lambda: d.clip(1.0, 2.0),
        lambda: xr.ones_like(d),
        lambda: d + 1.0,
    ):
        with pytest.raises(UnitMismatchError):
            work()


def test_what_would_lose_the_unit_is_refused(d):
    """xarray and scipy take numpy's array of these."""
    works = {
        "values": lambda: d.values,
        "asarray": lambda: np.asarray(d),
        "sortby": lambda: d.sortby(d),
        "quantile": lambda: d.weighted(xr.DataArray(X, dims="x")).quantile(0.5, dim="x"),
    }
    errors = {name: str(outcome(work)) for name, work in works.items()}
    assert {name for name, error in errors.items() if "would lose the unit" in error} == works.keys(), errors


def test_chunks_of_quantities(d):
    """dask takes quantities as chunks; for a quantity of dask: ``d.copy(data=d.data.to_dask(chunks=2))``."""
    pytest.importorskip("dask.array")
    chunked = d.chunk(x=2)
    assert chunked.compute(scheduler="synchronous").identical(d)
    total = (chunked * 2).sum(skipna=False).compute(scheduler="synchronous")
    assert total.data == Quantity(20.0, "mV")
    assert d.copy(data=d.data.to_dask(chunks=2)).chunks == ((2, 2),)


def test_interp_of_the_numbers(d):
    """The way out of the above."""
    wanted = d.copy(data=d.data.mantissa).interp(x=[0.5, 2.5])
    result = wanted.copy(data=Quantity(wanted.data, d.data.unit))
    assert result.data.unit is Unit("mV")
    np.testing.assert_allclose(result.data.mantissa, [1.5, 3.5])


def test_compared(d, n):
    assert n.equals(n.copy(deep=True))
    assert n.identical(n.copy())
    assert not n.equals(d)
    assert not d.equals(d.copy(data=d.data.mantissa))
    xr.testing.assert_equal(n, n.copy())
    xr.testing.assert_allclose(n, n + Quantity(1e-9, "mV"))
    with pytest.raises(AssertionError):
        xr.testing.assert_allclose(d, d + Quantity(1.0, "mV"))


def test_text(d):
    assert 'Quantity([1. 2. 4. 3.], "mV")' in repr(d)
    assert "mV" in d._repr_html_()


def test_copies(d):
    for other in (pickle.loads(pickle.dumps(d)), copy.deepcopy(d), d.copy(deep=True)):
        assert other.identical(d)
        other[0] = Quantity(9.0, "mV")
        assert d.data[0] == Quantity(1.0, "mV")


def test_data_set(d, n):
    data = xr.Dataset({"a": d, "b": n * 2, "t": ("x", Quantity(X, "s"))})
    units = {name: str(each.data.unit) for name, each in data.mean().items()}
    assert units == {"a": "mV", "b": "mV", "t": "s"}
    assert data.isel(x=1).t.data == Quantity(2.0, "s")
    assert str(data.a.to_dataset(name="c").c.data.unit) == "mV"


def test_apply_ufunc(d):
    result = xr.apply_ufunc(lambda q: q.to("V"), d)
    assert result.data.unit is Unit("V")
    assert d.reduce(np.mean, "x").data == Quantity(2.5, "mV")


@pytest.mark.parametrize("backend", ["dask"], indirect=True)
def test_chunks(backend):
    """Laziness and chunks are kept, and computing gives numpy's quantity."""
    q = backend.lib.from_array(X.copy(), chunks=2)
    d = xr.DataArray(Quantity(q, "mV"), dims="x", coords={"x": PLACES})
    assert d.chunks == ((2, 2),)
    assert d.shift(x=1).chunks == ((2, 2),)
    with computing_dask():
        result = (d - d.mean()).compute()
    assert backend_of(result.data.mantissa).name == "numpy"
    assert str(result.data.unit) == "mV"
    np.testing.assert_allclose(result.data.mantissa, X - X.mean())


@pytest.mark.parametrize("backend", ["numpy", "dask"], indirect=True)
def test_what_is_made_like_a_quantity_has_its_unit(backend):
    x = xr.DataArray(quantity(backend, np.ones(4), "mV"), dims="t")
    for made, expected in (
        (xr.zeros_like(x), 0.0),
        (xr.full_like(x, np.nan), np.nan),
        (xr.full_like(x, Quantity(2.0, "V")), 2000.0),
    ):
        assert backend_of(made.data.mantissa) is backend
        assert made.data.unit == Unit("mV")
        np.testing.assert_array_equal(values(made.data.mantissa), np.full(4, expected))
    for make in (xr.ones_like, lambda x: xr.full_like(x, 5.0)):
        with pytest.raises(UnitMismatchError, match=r"full_like"):
            make(x)


@pytest.mark.parametrize(
    "make", [xr.zeros_like, xr.ones_like, lambda x, **options: xr.full_like(x, 5.0, **options)]
)
def test_chunks_of_another_array_are_refused(make):
    da = pytest.importorskip("dask.array")
    x = xr.DataArray(Quantity(da.arange(4.0), "V"), dims="a")
    with pytest.raises(ValueError, match=r"without the unit: .*\.chunk\("):
        make(x, chunks=2)
    assert xr.zeros_like(x).chunk(2).data.unit == Unit("V")
