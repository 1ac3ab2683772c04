"""Plots of quantities have their units at the axes."""

import numpy as np
import pytest

xr = pytest.importorskip("xarray")
plt = pytest.importorskip("matplotlib.pyplot")


@pytest.fixture
def axes():
    yield plt.subplots()[1]
    plt.close("all")


def quantity():
    coords = {"x": ("x", [0.0, 1.0], {"units": "km"}), "t": ("t", [0.0, 1.0, 2.0], {"units": "s"})}
    made = xr.DataArray(
        np.ones((2, 3)), dims=("x", "t"), coords=coords, attrs={"units": "mV", "long_name": "V"}
    )
    return made.bu.quantify()


def test_lines(axes):
    quantity().isel(x=0, drop=True).plot(ax=axes)
    assert (axes.get_xlabel(), axes.get_ylabel()) == ("t [s]", "V [mV]")


def test_pictures(axes):
    quantity().plot.contourf(ax=axes)
    assert (axes.get_xlabel(), axes.get_ylabel()) == ("t [s]", "x [km]")


def test_datasets(axes):
    quantity().to_dataset(name="v").plot.scatter(x="t", y="v", ax=axes)
    assert (axes.get_xlabel(), axes.get_ylabel()) == ("t [s]", "V [mV]")


def test_plain_arrays_are_drawn_as_ever(axes):
    xr.DataArray([1.0, 2.0], dims="x", attrs={"units": "bla"}, name="p").plot(ax=axes)
    assert axes.get_ylabel() == "p [bla]"
    assert xr.DataArray.plot is not None
