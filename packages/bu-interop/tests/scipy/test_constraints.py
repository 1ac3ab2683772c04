"""Bounds and constraints in units of their own."""

from __future__ import annotations

import numpy as np
import pytest
from scipy_checks import ms, mv

from bu_array import Quantity
from bu_units import UnitMismatchError

pytest.importorskip("scipy")

import scipy

from bu_interop import scipy as us


@pytest.mark.parametrize(
    "make", [lambda low, high: [(low, high)] * 2, us.optimize.Bounds], ids=["pairs", "Bounds"]
)
def test_bounds(make):
    bare = scipy.optimize.minimize(lambda x: ((x - 9.0) ** 2).sum(), [1.0, 1.0], bounds=[(0, 2.0)] * 2)
    for high in (mv(2.0), Quantity(0.002, "V")):
        found = us.optimize.minimize(
            lambda x: ((x - mv(9.0)) ** 2).sum(), mv(np.ones(2)), bounds=make(0, high)
        )
        np.testing.assert_allclose(found.x.to_decimal("mV"), bare.x, rtol=1e-6)


def test_each_constraint_has_a_unit_of_its_own():
    product = us.optimize.NonlinearConstraint(lambda x: x[0] * x[1], 0, mv(1.0) * mv(5.0))
    total = us.optimize.LinearConstraint(np.ones((1, 2)), mv(-9.0), Quantity(0.0045, "V"))
    found = us.optimize.minimize(
        lambda x: ((x - mv(3.0)) ** 2).sum(), mv(np.ones(2)), constraints=[product, total], method="SLSQP"
    )
    np.testing.assert_allclose(found.x.to_decimal("mV"), np.sqrt(5.0), rtol=1e-4)


def test_a_limit_of_another_dimension_is_refused():
    wrong = us.optimize.NonlinearConstraint(lambda x: x[0], 0, ms(5.0))
    with pytest.raises(UnitMismatchError, match="constraints"):
        us.optimize.minimize(lambda x: (x**2).sum(), mv(np.ones(2)), constraints=wrong, method="SLSQP")
