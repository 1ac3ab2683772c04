"""Steps of `basinhopping`: they get and give quantities, in the unit of the state."""

from __future__ import annotations

import numpy as np
import pytest
from scipy_checks import ms, mv

from bu_units import UnitMismatchError

pytest.importorskip("scipy")

from bu_interop import scipy as us

START = mv(np.array([1.0, 2.0]))


def bowl(x):
    return ((x - mv(3.0)) ** 2).sum()


def test_steps_of_basinhopping_are_quantities():
    found = us.optimize.basinhopping(
        bowl,
        START,
        niter=2,
        take_step=lambda x: x + mv(1.0),
        accept_test=lambda f_new, x_new, f_old, x_old: bool(f_new <= f_old + mv(1.0) * (x_new - x_old).max()),
    )
    np.testing.assert_allclose(found.x.to_decimal("mV"), 3.0, atol=1e-4)
    with pytest.raises(UnitMismatchError, match="take_step"):
        us.optimize.basinhopping(bowl, START, niter=1, take_step=lambda x: ms(np.ones(2)))


def test_a_stepsize_is_refused():
    def step(x):
        return x

    step.stepsize = mv(1.0)
    with pytest.raises(TypeError, match="stepsize"):
        us.optimize.basinhopping(bowl, START, niter=1, take_step=step)
