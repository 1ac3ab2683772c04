"""u.scipy.interpolate: curves of values in one unit over places in another."""

from __future__ import annotations

import numpy as np
import pytest
from scipy_checks import SAMPLES, TIMES, ms, mv, same

from bu_array import Quantity
from bu_units import UnitMismatchError

pytest.importorskip("scipy")

import scipy

from bu_interop import scipy as us


def test_curves_slopes_and_areas():
    bare = scipy.interpolate.CubicSpline(TIMES.mantissa, SAMPLES)
    same(lambda v: us.interpolate.CubicSpline(TIMES, v)(Quantity(0.01, "s")), bare(10.0))
    same(lambda v: us.interpolate.CubicSpline(TIMES, v)(ms(10.0), 1), bare(10.0, 1))
    same(lambda v: us.interpolate.CubicSpline(TIMES, v).integrate(ms(0.0), ms(9.0)), bare.integrate(0.0, 9.0))
    same(lambda v: us.interpolate.CubicSpline(TIMES, v).derivative()(ms(4.0)), bare.derivative()(4.0))


def test_grids():
    bare = scipy.interpolate.interpn([TIMES.mantissa], SAMPLES, [[3.0]])
    same(lambda v: us.interpolate.interpn([TIMES], v, ms(np.array([[3.0]]))), bare)


def test_places_of_another_dimension_are_refused():
    with pytest.raises(UnitMismatchError, match="mV"):
        us.interpolate.CubicSpline(TIMES, mv(SAMPLES))(mv(1.0))
