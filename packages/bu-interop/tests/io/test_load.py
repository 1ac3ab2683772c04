"""Files of other programs, broken files, chunks, and writing into what is there."""

import shutil

import interop_names as u
import numpy as np
import pytest

from bu_interop.io import FileError, load, save, write

LIBRARY = {".h5": "h5py", ".zarr": "zarr", ".nc": "netCDF4", ".npz": "numpy"}


@pytest.fixture(params=LIBRARY)
def path(request, tmp_path):
    pytest.importorskip(LIBRARY[request.param])
    return str(tmp_path / f"tree{request.param}")


@pytest.fixture(params=[".h5", ".zarr", ".nc"])
def chunked(request, tmp_path):
    pytest.importorskip(LIBRARY[request.param])
    pytest.importorskip("dask")
    return str(tmp_path / f"tree{request.param}")


@pytest.fixture(params=[".nc", ".zarr"])
def foreign(request, tmp_path):
    xr = pytest.importorskip("xarray")
    pytest.importorskip(LIBRARY[request.param])
    days = np.array(["2020-01-01", "2020-01-02", "2020-01-03"], "datetime64[ns]")
    ds = xr.Dataset(
        {
            "temp": (("time", "lat"), [[1.0, np.nan], [2.0, 3.0], [4.0, 5.0]], {"units": "degC"}),
            "gap": ("time", [1.0, np.nan, 3.0], {"units": "hPa"}),
            "flag": ("time", [1, 2, 3]),
            "odd": ("time", [1.0, 2.0, 3.0], {"units": "furlongsx"}),
        },
        coords={"time": days, "lat": ("lat", [1.0, 2.0], {"units": "degrees_north"})},
    )
    ds.temp.encoding = {"dtype": "int16", "scale_factor": 0.01, "add_offset": 10.0, "_FillValue": -32768}
    path = str(tmp_path / f"foreign{request.param}")
    ds.to_zarr(path, consolidated=False) if path.endswith("zarr") else ds.to_netcdf(path)
    return path


def test_files_of_other_programs(foreign):
    found = load(foreign, units={"odd": "m"})
    degrees = u.parse_unit("degC")
    u.assert_quantity(found["temp"], np.array([[1.0, np.nan], [2.0, 3.0], [4.0, 5.0]]), degrees)
    u.assert_quantity(found["gap"], np.array([1.0, np.nan, 3.0]), u.parse_unit("hPa"))
    assert found["time"].dtype == "datetime64[ns]"
    assert str(found["time"][1])[:10] == "2020-01-02"
    assert found["flag"].tolist() == [1, 2, 3]
    assert str(found["lat"].unit) == "°"
    assert type(load(foreign, units={"odd": None})["odd"]) is np.ndarray


def test_a_unit_that_cannot_be_read_is_an_error_with_a_way(foreign):
    with pytest.raises(FileError, match=r"foreign.*'odd'.*furlongsx.*units=") as caught:
        load(foreign)
    assert caught.value.file == foreign
    assert [name for name, _ in caught.value.problems] == ["odd"]
    with pytest.raises(ValueError, match="'nothing'"):
        load(foreign, units={"odd": "m", "nothing": "m"})


def test_packed_values_are_packed_again(foreign):
    write(foreign, "temp", u.Quantity(280.0, "K"), index=(0, 0))
    write(foreign, "temp", np.nan, index=(1, 1))
    found = load(foreign, units={"odd": None})["temp"].mantissa
    np.testing.assert_allclose(found, [[6.85, np.nan], [2.0, np.nan], [4.0, 5.0]])
    with pytest.raises(FileError, match="int16"):
        write(foreign, "temp", u.Quantity(1e6, "K"), index=(0, 0))
    np.testing.assert_array_equal(load(foreign, units={"odd": None})["temp"].mantissa, found)


def test_other_calendars_are_refused(tmp_path):
    netcdf = pytest.importorskip("netCDF4")
    with netcdf.Dataset(tmp_path / "x.nc", "w") as file:
        file.createDimension("time", 2)
        variable = file.createVariable("time", "f8", ("time",))
        variable.units, variable.calendar = "days since 2000-01-01", "360_day"
        variable[:] = [0.0, 1.5]
    with pytest.raises(FileError, match="xarray"):
        load(tmp_path / "x.nc")
    assert load(tmp_path / "x.nc", units={"time": "day"})["time"].unit == u.day
    with netcdf.Dataset(tmp_path / "x.nc", "a") as file:
        file["time"].calendar = "standard"
    assert str(load(tmp_path / "x.nc")["time"][1]) == "2000-01-02T12:00:00.000000000"


@pytest.mark.parametrize("ending", [".h5", ".nc", ".npz", ".zarr"])
def test_what_is_no_file_of_its_format(tmp_path, ending):
    pytest.importorskip(LIBRARY[ending])
    path = tmp_path / f"x{ending}"
    path.mkdir() if ending == ".zarr" else path.write_text("hello")
    with pytest.raises(FileError, match=f"x{ending}"):
        load(path)
    with pytest.raises(FileNotFoundError):
        load(tmp_path / f"missing{ending}")


@pytest.mark.parametrize("ending", [".h5", ".nc", ".npz"])
def test_a_file_that_was_cut(tmp_path, ending):
    pytest.importorskip(LIBRARY[ending])
    path = tmp_path / f"x{ending}"
    save(path, {"v": np.arange(10000.0) * u.mV})
    path.write_bytes(path.read_bytes()[:5000])
    with pytest.raises(FileError, match="x"):
        load(path)


def test_a_broken_variable_is_named(tmp_path):
    path = tmp_path / "x.npz"
    save(path, {"good": np.arange(10.0) * u.mV, "bad": np.arange(1000.0) * u.mV})
    data = bytearray(path.read_bytes())
    data[4000] ^= 0xFF
    path.write_bytes(data)
    with pytest.raises(FileError, match="'bad'"):
        load(path)


def test_what_is_gone_is_named(tmp_path):
    h5py = pytest.importorskip("h5py")
    save(tmp_path / "x.h5", {"a": 1.0 * u.mV, "b": 2.0 * u.mV})
    with h5py.File(tmp_path / "x.h5", "a") as file:
        del file["a"]
        file["c"] = [1.0]
    with pytest.raises(FileError, match="'a'"):
        load(tmp_path / "x.h5")


# ---------------------------------------------------------------- chunks


def test_chunks_in_and_out(chunked):
    import dask
    import dask.array as da

    save(chunked, {"v": u.Quantity(da.arange(12.0, chunks=4).reshape(6, 2), "mV"), "n": 3})
    with dask.config.set(scheduler=lambda *_, **__: pytest.fail("computed")):
        found = load(chunked, chunks="auto")["v"].to("V")
    assert found.backend == "dask"
    assert len(found.mantissa.chunks[0]) > 1
    np.testing.assert_allclose(found.to_numpy().to_decimal(u.mV), np.arange(12.0).reshape(6, 2))
    assert load(chunked, chunks=5)["v"].mantissa.chunks[0] == (5, 1)
    save(chunked, {"v": load(chunked, chunks=2)["v"].to("uV")})  # into the file that is read
    assert load(chunked)["v"][0, 1].to_decimal(u.mV) == 1.0


# ---------------------------------------------------------------- into what is there


def test_h5_reads_netcdf(foreign, tmp_path):
    pytest.importorskip("h5py")
    if foreign.endswith(".nc"):
        shutil.copy(foreign, tmp_path / "x.h5")
        found = load(tmp_path / "x.h5", units={"odd": None})
        assert str(found["temp"].unit) == "degC"
        assert np.isnan(found["temp"].mantissa[0, 1])
