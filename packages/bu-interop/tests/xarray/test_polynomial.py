"""Polynomials, whose coefficients have several units."""

import interop_names as u
import numpy as np
import pytest

xr = pytest.importorskip("xarray")


def test_polynomials_have_several_units():
    t = np.arange(4.0)
    da = xr.DataArray(
        3.0 * t**2 + 1.0, dims="t", coords={"t": ("t", t, {"units": "s"})}, attrs={"units": "m"}
    )
    fit = da.bu.quantify().bu.polyfit("t", 2)
    np.testing.assert_allclose(fit.degree_2.data.to_decimal(u.metre / u.second**2), 3.0)
    np.testing.assert_allclose(fit.degree_0.data.to_decimal(u.metre), 1.0)
    with pytest.raises(TypeError):
        da.bu.quantify().polyfit("t", 1)
