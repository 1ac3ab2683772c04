"""The accessor `.bu`: from attributes and back, other units, labels, shapes, groups."""

import warnings

import interop_names as u
import numpy as np
import pytest

xr = pytest.importorskip("xarray")


TIMES = np.array(["2000-01-01", "2000-01-02", "2000-01-03", "2000-01-04"], "datetime64[ns]")


@pytest.fixture(autouse=True)
def attributes_are_kept():
    with xr.set_options(keep_attrs=True):  # as it is by default since xarray 2025.11
        yield


def plain():
    coords = {
        "time": ("time", TIMES),
        "height": ("height", [2.0, 10.0, 100.0], {"units": "m", "positive": "up", "bounds": "height_bnds"}),
        "height_bnds": (("height", "side"), [[0.0, 5.0], [5.0, 50.0], [50.0, 150.0]]),
        "lat": ((), 52.0, {"units": "degrees_north"}),
    }
    shape = (4, 3)
    return xr.Dataset(
        {
            "temp": (
                ("time", "height"),
                np.linspace(0.0, 22.0, 12).reshape(shape),
                {"units": "degC", "long_name": "T"},
            ),
            "wind": (("time", "height"), np.ones(shape), {"units": "m s-1"}),
            "flag": ("time", [0, 1, 0, 1], {"flag_values": [0, 1]}),
            "name": ("time", ["a", "b", "c", "d"]),
        },
        coords=coords,
    )


@pytest.fixture
def ds():
    return plain().bu.quantify()


def test_quantify(ds):
    units = {name: str(unit) for name, unit in ds.bu.units.items()}
    assert units == {"temp": "degC", "wind": "m / s", "height": "m", "height_bnds": "m", "lat": "°"}
    assert ds.temp.attrs == {"long_name": "T"}
    assert ds.flag.attrs == {"flag_values": [0, 1]}
    assert ds.time.dtype.kind == "M"


def test_dequantify_gives_the_attributes_back(ds):
    again = ds.bu.dequantify()
    before = plain()
    for name in ("temp", "wind", "height", "lat"):
        assert again[name].attrs["units"] == before[name].attrs["units"]
        np.testing.assert_array_equal(again[name].values, before[name].values)
    assert again.height.attrs["positive"] == "up"
    assert again.bu.quantify().equals(ds)


def test_format_of_the_unit(ds):
    assert ds.bu.dequantify(format="~P").wind.attrs["units"] == "m·s⁻¹"


def test_unknown_names_are_refused(ds):
    with pytest.raises(ValueError, match="'windd'"):
        plain().bu.quantify(windd="m")
    with pytest.raises(ValueError, match="'windd'"):
        ds.bu.to(windd="m")


def test_other_units(ds):
    other = ds.bu.to(temp="K", height="km")
    u.assert_quantity(other.temp.data[0, 0], 273.15, u.kelvin)
    u.assert_quantity(other.sel(height=10 * u.metre).wind.data, np.ones(4), u.metre / u.second)
    with pytest.raises(u.UnitMismatchError):
        ds.bu.to(wind="K")
    with pytest.raises(TypeError, match="quantify it first"):
        ds.bu.to(flag="m")


def test_packing_of_a_file_is_converted():
    packed = plain()
    packed.temp.encoding = {"dtype": "int16", "scale_factor": 0.5, "add_offset": 10.0, "_FillValue": -9}
    found = packed.bu.quantify().bu.to(temp="K").temp.encoding
    assert (found["scale_factor"], found["add_offset"], found["_FillValue"]) == (0.5, 283.15, -9)
    assert packed.bu.quantify().bu.to(wind="km/h").temp.encoding["add_offset"] == 10.0


def test_a_single_array():
    da = xr.DataArray(
        [1.0, 2.0], dims="x", coords={"x": ("x", [0.0, 1.0], {"units": "s"})}, attrs={"units": "m"}, name="d"
    )
    q = da.bu.quantify()
    assert (q.bu.unit, q.bu.units) == (u.metre, {"d": u.metre, "x": u.second})
    assert (da.bu.unit, q.name) == (None, "d")
    u.assert_quantity(da.bu.quantity, np.array([1.0, 2.0]), u.metre)
    u.assert_quantity(da.bu.quantify("km").data, np.array([1.0, 2.0]), u.km)
    u.assert_quantity(da.bu.quantify({"d": "km", "x": None}).data, np.array([1.0, 2.0]), u.km)
    u.assert_quantity(q.bu.to("cm", x="ms").x.data, np.array([0.0, 1000.0]), u.ms)
    np.testing.assert_array_equal(q.bu.mantissa.values, [1.0, 2.0])


def test_labels_of_plain_coordinates_with_attributes():
    da = plain().wind
    assert da.bu.sel(height=0.01 * u.km).sizes == {"time": 4}
    with pytest.raises(TypeError, match="has no unit"):
        xr.DataArray([1.0], dims="x", coords={"x": [1.0]}).bu.sel(x=1.0 * u.km)


def test_interpolation(ds):
    found = ds.wind.bu.interp(height=np.array([0.006, 0.055]) * u.km)
    u.assert_quantity(found.height.data, np.array([6.0, 55.0]), u.metre)
    warm = ds.temp.interp(height=6.0 * u.metre)
    u.assert_quantity(warm.data[0], 1.0, u.parse_unit("degC"))
    along = xr.DataArray(np.array([6.0, 55.0]) * u.metre, dims="leg")
    assert ds.wind.bu.interp(height=along).dims == ("time", "leg")
    with pytest.raises(TypeError, match="give the label"):
        ds.interp(height=6.0)


def test_reindex(ds):
    wind = ds.wind.reindex(height=np.array([10.0, 11.0]) * u.metre)
    np.testing.assert_array_equal(np.isnan(wind.data.to_decimal(u.metre / u.second))[0], [False, True])
    filled = ds.wind.bu.reindex(height=np.array([11.0]) * u.metre, fill_value=36.0 * u.km / u.hour)
    u.assert_quantity(filled.data, np.full((4, 1), 10.0), u.metre / u.second)
    with pytest.raises(u.UnitMismatchError):
        ds.wind.bu.reindex(height=np.array([11.0]) * u.metre, fill_value=1.0)


def test_shapes(ds):
    stacked = ds.wind.stack(z=("time", "height"))
    assert stacked.bu.unit == u.metre / u.second
    again = stacked.unstack("z")
    assert again.bu.units["height"] == u.metre
    u.assert_quantity(ds.sortby("height", ascending=False).height.data, np.array([100.0, 10.0, 2.0]), u.metre)
    assert ds.wind.pad(height=1).sizes["height"] == 5


def test_groups_and_windows(ds):
    assert (
        ds.wind.bu.groupby_bins("height", np.array([0.0, 0.05, 1.0]) * u.km).mean().sizes["height_bins"] == 2
    )
    u.assert_quantity(ds.coarsen(height=3).mean().height.data, np.array([112 / 3]), u.metre)
    grouped = ds.wind.groupby("height")
    u.assert_quantity((grouped - grouped.mean()).data, np.zeros((4, 3)), u.metre / u.second)
    u.assert_quantity(ds.wind.resample(time="2D").sum().data, np.full((2, 3), 2.0), u.metre / u.second)
    u.assert_quantity(ds.wind.bu.rolling(time=2).var().data[1:], np.zeros((3, 3)), (u.metre / u.second) ** 2)
    assert [label for label, _ in grouped] == [2.0, 10.0, 100.0]
    assert len(grouped) == 3


def test_chunks_stay_lazy(ds):
    dask = pytest.importorskip("dask")
    lazy = ds.chunk({"time": 2})
    assert lazy.bu.units == ds.bu.units
    with dask.config.set(scheduler=lambda *_, **__: pytest.fail("computed")):
        mean = (lazy.wind * (2.0 * u.second)).mean("time").bu.to("cm")
        assert mean.bu.unit == u.cmetre
        assert lazy.bu.to(temp="K").resample(time="2D").mean().temp.bu.unit == u.kelvin
        assert lazy.bu.dequantify().wind.chunks is not None
    u.assert_quantity(mean.compute().data, np.full(3, 200.0), u.cmetre)
    assert lazy.compute().equals(ds)
    assert lazy.persist().compute().equals(ds)
    assert ds.equals(lazy.load())


def test_cf_xarray_agrees(ds):
    pytest.importorskip("cf_xarray")
    assert ds.cf["vertical"].bu.unit == u.metre
    assert ds.cf.sel(vertical=0.01 * u.km).wind.dims == ("time",)
    assert ds.bu.dequantify().cf["latitude"] == 52.0


@pytest.mark.parametrize("engine", ["netcdf4", "h5netcdf", "zarr"])
def test_files(tmp_path, ds, engine):
    pytest.importorskip({"netcdf4": "netCDF4"}.get(engine, engine))
    path = tmp_path / "weather"
    ds = ds.drop_vars("name")  # zarr warns of texts
    ds.temp.encoding = {"dtype": "int16", "scale_factor": 0.01, "add_offset": 10.0, "_FillValue": -32768}
    if engine == "zarr":
        ds.to_zarr(path, consolidated=False)
        found = xr.open_zarr(path, consolidated=False)
    else:
        ds.to_netcdf(path, engine=engine)
        found = xr.open_dataset(path, engine=engine)
    with found:
        assert found.wind.attrs["units"] == "m s-1"
        assert found.lat.attrs["units"] == "degrees_north"
        assert found.temp.encoding["scale_factor"] == 0.01
        again = found.bu.quantify()
        xr.testing.assert_allclose(again.compute(), ds)
        assert again.bu.units == ds.bu.units


def test_nothing_changes_for_plain_objects():
    da = plain().wind
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert (da * da).attrs == {"units": "m s-1"}
        assert da.sel(height=10.0).sizes == {"time": 4}
        assert da.sortby("height").interp(height=5.0).sizes == {"time": 4}
