"""u.scipy.ndimage: filters keep the unit of the image."""

from __future__ import annotations

import pytest
from scipy_checks import SAMPLES, ms, mv, same

from bu_array import Quantity
from bu_units import UnitMismatchError

pytest.importorskip("scipy")

import scipy

from bu_interop import scipy as us


def test_filters():
    image = SAMPLES.reshape(8, 8)
    same(lambda v: us.ndimage.gaussian_filter(v.reshape((8, 8)), 2), scipy.ndimage.gaussian_filter(image, 2))
    same(
        lambda v: us.ndimage.shift(v, 1.5, cval=Quantity(0.002, "V")),
        scipy.ndimage.shift(SAMPLES, 1.5, cval=2.0),
    )


def test_a_slope_of_points_is_a_difference():
    warm = Quantity(20.0 + SAMPLES, "degC")
    assert str(us.ndimage.gaussian_filter1d(warm, 2.0).unit) == "degC"
    assert str(us.ndimage.gaussian_filter1d(warm, 2.0, order=1).unit) == "delta_degC"


def test_a_fill_value_of_another_dimension_is_refused():
    with pytest.raises(UnitMismatchError, match="cval"):
        us.ndimage.shift(mv(SAMPLES), 1, cval=ms(1.0))
