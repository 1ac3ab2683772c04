"""u.scipy.spatial.distance: in the unit of the points, its square, or none."""

from __future__ import annotations

import pytest
from scipy_checks import SAMPLES, ms, mv, same

from bu_array import Quantity
from bu_units import UnitMismatchError

pytest.importorskip("scipy")

import scipy

from bu_interop import scipy as us


def test_distances():
    points = SAMPLES.reshape(16, 4)
    for metric in ("euclidean", "sqeuclidean", "cityblock"):
        bare = scipy.spatial.distance.cdist(points, points[:3], metric)
        same(
            lambda v, m=metric: us.spatial.distance.cdist(v.reshape((16, 4)), v[:12].reshape((3, 4)), m), bare
        )


def test_a_distance_of_points_is_a_difference():
    assert (
        str(us.spatial.distance.euclidean(*(Quantity(SAMPLES[i:4], "degC") for i in (0, 0))).unit)
        == "delta_degC"
    )
    with pytest.raises(TypeError, match="degC"):
        us.spatial.distance.cosine(*(Quantity(SAMPLES[i:4], "degC") for i in (0, 0)))


def test_points_of_another_dimension_are_refused():
    with pytest.raises(UnitMismatchError):
        us.spatial.distance.cdist(mv(SAMPLES[:, None]), ms(SAMPLES[:, None]))
