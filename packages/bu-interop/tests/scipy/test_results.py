"""Fields, matrices with a unit for each element, and objects with methods."""

from __future__ import annotations

import numpy as np
import pytest
from scipy_checks import SAMPLES, TIMES, ms, mv, same

from bu_array import Quantity
from bu_units import Unit, UnitMismatchError

pytest.importorskip("scipy")

import scipy

from bu_interop import scipy as us

STATE = {"v": mv(5.0), "t": ms(7.0)}


def fit(amplitude):
    data = 5.0 * np.exp(-TIMES.mantissa / 7.0) + 0.01 * SAMPLES
    return us.optimize.curve_fit(
        lambda t, v, tau: v * np.exp(-t / tau), TIMES, mv(data), p0=[amplitude, Quantity(0.005, "s")]
    )[1]


def test_a_matrix_has_a_unit_for_each_element():
    bare = scipy.optimize.curve_fit(
        lambda t, v, tau: v * np.exp(-t / tau),
        TIMES.mantissa,
        5.0 * np.exp(-TIMES.mantissa / 7.0) + 0.01 * SAMPLES,
        p0=[1.0, 5.0],
    )[1]
    for amplitude in (mv(1.0), Quantity(0.001, "V")):
        spread = fit(amplitude)
        np.testing.assert_allclose(spread[0, 1].to_decimal("mV ms"), bare[0, 1], rtol=1e-4)
        np.testing.assert_allclose(spread.diagonal()[1].to_decimal("ms^2"), bare[1, 1], rtol=1e-4)
    with pytest.raises(TypeError, match="units of their own"):
        np.asarray(spread)


def test_an_object_keeps_its_letters():
    curve = us.interpolate.CubicSpline(TIMES, mv(SAMPLES))
    same(lambda v: us.interpolate.CubicSpline(TIMES, v)(TIMES), SAMPLES)
    assert type(curve.bare) is scipy.interpolate.CubicSpline
    with pytest.raises(AttributeError, match="bare is scipy's own"):
        curve.c  # the access is what is tested


def test_places_of_another_dimension():
    assert STATE["v"].unit is Unit("mV")
    with pytest.raises(UnitMismatchError):
        us.interpolate.CubicSpline(TIMES, mv(SAMPLES))(STATE["v"])
