"""The default of an absolute tolerance does not depend on the unit of writing."""

from __future__ import annotations

import numpy as np
import pytest
from scipy_checks import SAMPLES, TIMES, ms, mv, same

from bu_array import Quantity
from bu_units import Unit, UnitMismatchError

pytest.importorskip("scipy")

import scipy

from bu_interop import scipy as us


def test_a_small_bracket_is_not_below_the_default_tolerance():
    for unit in ("mV", "V", "GV"):
        found = us.optimize.brentq(lambda x: x**3 - mv(1.0) ** 3, mv(0.0).to(unit), mv(3.0).to(unit))
        np.testing.assert_allclose(found.to_decimal("mV"), 1.0, rtol=1e-9)


def test_a_state_is_stepped_alike_in_every_unit():
    def decay(v):
        return us.integrate.solve_ivp(lambda t, y: -y / ms(9.0), TIMES[[0, -1]], v[:1])

    steps = {len(decay(mv(SAMPLES).to(unit)).t) for unit in ("uV", "mV", "kV")}
    assert len(steps) == 1
    bare = scipy.integrate.solve_ivp(lambda t, y: -y / 9.0, (0.0, 30.0), SAMPLES[:1])
    same(lambda v: decay(v).y[:, -1], bare.y[:, -1], rtol=1e-2)


def test_a_minimum_of_large_and_small_numbers():
    for unit in ("uV", "kV"):
        found = us.optimize.minimize(
            lambda x: ((x - mv(3.0)) ** 2).sum(), mv(np.ones(2)).to(unit), method="Nelder-Mead"
        )
        np.testing.assert_allclose(found.x.to_decimal("mV"), 3.0, rtol=1e-3)


def test_a_tolerance_of_another_dimension_is_refused():
    with pytest.raises(UnitMismatchError, match="xtol"):
        us.optimize.brentq(lambda x: x - mv(1.0), mv(0.0), mv(3.0), xtol=Quantity(1.0, Unit("ms")))
