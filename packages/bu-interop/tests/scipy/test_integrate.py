"""u.scipy.integrate: equations in their units, areas in products of units."""

from __future__ import annotations

import numpy as np
import pytest
from scipy_checks import SAMPLES, TIMES, ms, mv, same

from bu_units import UnitMismatchError

pytest.importorskip("scipy")

import scipy

from bu_interop import scipy as us


def test_an_equation_is_stepped_in_its_units():
    solved = scipy.integrate.solve_ivp(
        lambda t, y: -y / 10.0, (0.0, 30.0), SAMPLES[:2], t_eval=[30.0], rtol=1e-9, atol=1e-12
    )
    same(
        lambda v: (
            us.integrate.solve_ivp(
                lambda t, y: -y / ms(10.0),
                TIMES[[0, -1]],
                v[:2],
                t_eval=TIMES[-1:],
                rtol=1e-9,
                atol=mv(1e-12),
            ).y
        ),
        solved.y,
        rtol=1e-6,
    )


def test_areas():
    same(lambda v: us.integrate.simpson(v, x=TIMES), scipy.integrate.simpson(SAMPLES, x=TIMES.mantissa))
    same(lambda v: us.integrate.quad(lambda t: v[0] * t, ms(0.0), ms(3.0))[0], SAMPLES[0] * 4.5)


@pytest.mark.parametrize("low", [0, mv(0.0), lambda x: mv(0.0)], ids=["plain", "constant", "callable"])
def test_limits_say_the_unit_of_the_inner_variable(low):
    area, error = us.integrate.dblquad(lambda y, x: x * y, ms(0.0), ms(1.0), low, mv(2.0))
    np.testing.assert_allclose(area.to_decimal("mV^2 ms^2"), 1.0)
    assert error.unit.dim == area.unit.dim


def test_full_output_has_units():
    parts = us.integrate.quad(lambda t: mv(1.0) * t, ms(0.0), ms(3.0), full_output=True)[2]
    assert parts["rlist"].has_same_unit(mv(1.0) * ms(1.0) ** 2)
    assert parts["alist"].has_same_unit(ms(1.0))
    told = us.integrate.odeint(lambda y, t: -y / ms(5.0), mv(1.0), TIMES, full_output=True)[1]
    assert told["tcur"].has_same_unit(TIMES)


def test_a_slope_of_another_dimension_is_named():
    with pytest.raises(UnitMismatchError, match="solve_ivp: fun must be in mV / ms, got mV"):
        us.integrate.solve_ivp(lambda t, y: -y, TIMES[[0, -1]], mv(np.ones(2)))
