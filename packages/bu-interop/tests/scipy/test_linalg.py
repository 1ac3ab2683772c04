"""u.scipy.linalg: solutions in the unit of the right side per unit of the matrix."""

from __future__ import annotations

import numpy as np
import pytest
from scipy_checks import SAMPLES, ms, mv, same

from bu_array import Quantity
from bu_units import UnitMismatchError

pytest.importorskip("scipy")

import scipy

from bu_interop import scipy as us

MATRIX = np.array([[4.0, 1.0], [1.0, 3.0]])


def test_solutions():
    same(lambda v: us.linalg.solve(Quantity(MATRIX, "Mohm"), v[:2]), scipy.linalg.solve(MATRIX, SAMPLES[:2]))
    banded = np.array([[0.0, 1.0], [4.0, 3.0], [1.0, 0.0]])
    same(
        lambda v: us.linalg.solve_banded((1, 1), Quantity(banded, "Mohm"), v[:2]),
        scipy.linalg.solve(MATRIX, SAMPLES[:2]),
    )


def test_values_and_factors():
    same(lambda v: us.linalg.svdvals(v.reshape((8, 8))), scipy.linalg.svdvals(SAMPLES.reshape(8, 8)))
    same(lambda v: us.linalg.det(v[:4].reshape((2, 2))), scipy.linalg.det(SAMPLES[:4].reshape(2, 2)))
    lower = us.linalg.cholesky(mv(MATRIX))
    np.testing.assert_allclose((lower.T @ lower).to_decimal("mV"), MATRIX)


def test_points_of_a_scale_are_refused():
    with pytest.raises(TypeError, match="degC"):
        us.linalg.inv(Quantity(MATRIX, "degC"))


def test_another_dimension_is_refused():
    with pytest.raises(UnitMismatchError):
        us.linalg.toeplitz(mv(SAMPLES[:3]), ms(SAMPLES[:3]))
