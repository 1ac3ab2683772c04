"""u.scipy.optimize: minima, zeros and fits; what of a result has a unit, and what is on `bare` alone."""

from __future__ import annotations

import numpy as np
import pytest
from scipy_checks import SAMPLES, TIMES, ms, mv, same

from bu_array import Quantity
from bu_units import UnitMismatchError

pytest.importorskip("scipy")

import scipy

from bu_interop import scipy as us

START = mv(np.array([1.0, 2.0]))


def bowl(x):
    return ((x - mv(3.0)) ** 2).sum()


def line(x):
    return (x - mv(3.0)) * Quantity(1.0, "nA")


def test_minima():
    same(
        lambda v: us.optimize.minimize(lambda x: ((x - v[:2]) ** 2).sum(), v[2:4], method="Nelder-Mead").x,
        SAMPLES[:2],
        atol=1e-3,
    )
    same(
        lambda v: (
            us.optimize.minimize_scalar(lambda x: (x - v[0]) ** 2, bounds=(v[0] - mv(1), v[0] + mv(2))).x
        ),
        SAMPLES[0],
        atol=1e-4,
    )
    found = us.optimize.basinhopping(bowl, START, niter=1, callback=lambda x, f, accept: None)
    assert found.fun.has_same_unit(mv(1.0) ** 2)


def test_zeros():
    same(lambda v: us.optimize.brentq(lambda x: x - v[0], v[0] - mv(1.0), v[0] + mv(2.0)), SAMPLES[0])
    same(lambda v: us.optimize.fsolve(lambda x: x - v[:2], v[2:4]), SAMPLES[:2])


def test_a_fit_has_a_unit_for_each_parameter_and_element_of_the_covariance():
    data = 5.0 * np.exp(-TIMES.mantissa / 7.0) + 0.01 * SAMPLES
    best, spread, told, _, _ = us.optimize.curve_fit(
        lambda t, A, tau: A * np.exp(-t / tau),
        TIMES,
        mv(data),
        p0=[mv(1.0), Quantity(0.005, "s")],
        full_output=True,
    )
    bare, own = scipy.optimize.curve_fit(
        lambda t, A, tau: A * np.exp(-t / tau), TIMES.mantissa, data, p0=[1.0, 5.0]
    )
    np.testing.assert_allclose([best[0].to_decimal("mV"), best[1].to_decimal("ms")], bare, rtol=1e-5)
    np.testing.assert_allclose(spread[0][1].to_decimal("mV ms"), own[0, 1], rtol=1e-4)
    assert told["fvec"].has_same_unit(mv(1.0))
    assert "qtf" not in told


RESULTS = {
    "trust-constr": (
        lambda: us.optimize.minimize(
            bowl,
            START,
            method="trust-constr",
            constraints=us.optimize.NonlinearConstraint(lambda x: x[0] * x[1], 0, mv(1.0) * mv(5.0)),
            options={"maxiter": 5},
        ),
        ("v", "constr", "jac", "constr_violation", "optimality", "tr_radius"),
    ),
    "SLSQP": (lambda: us.optimize.minimize(bowl, START, method="SLSQP"), ("multipliers",)),
    "hybr": (lambda: us.optimize.root(line, START), ("fjac", "qtf", "r")),
    "lm": (lambda: us.optimize.root(line, START, method="lm"), ("fjac", "qtf", "cov_x")),
    "least_squares": (lambda: us.optimize.least_squares(line, START), ("optimality",)),
}


@pytest.mark.parametrize("name", RESULTS)
def test_the_solvers_own_numbers_are_on_bare_alone(name):
    program, own = RESULTS[name]
    found = program()
    assert isinstance(found, scipy.optimize.OptimizeResult)
    for field in own:
        if field not in found.bare:  # a release of scipy without it
            continue
        assert field not in found
        with pytest.raises(AttributeError, match=f"{field} is in the solver's own numbers: r.bare.{field}"):
            getattr(found, field)
    np.testing.assert_array_equal(found.x.to_decimal("mV"), found.bare.x)


@pytest.mark.parametrize("call", ["fsolve", "leastsq"])
def test_the_dict_of_full_output_leaves_them_out_too(call):
    told = next(
        part for part in getattr(us.optimize, call)(line, START, full_output=True) if isinstance(part, dict)
    )
    assert told["fvec"].has_same_unit(mv(1.0) * Quantity(1.0, "nA"))
    assert told["nfev"] > 0
    with pytest.raises(KeyError, match="solver's own numbers"):
        told["fjac"]


def test_states_on_the_way_have_units():
    for step in us.optimize.fmin(bowl, START, retall=True, disp=False)[1]:
        assert step.has_same_unit(START)
    found = us.optimize.minimize(bowl, START, method="Powell", options={"return_all": True})
    assert found.allvecs[0].has_same_unit(START)
    assert us.optimize.brute(bowl, [(mv(0), mv(5))] * 2, Ns=3, full_output=True)[2].has_same_unit(START)


@pytest.mark.parametrize(
    "method, tol",
    [("SLSQP", mv(1e-3) ** 2), ("BFGS", mv(1e-3)), ("COBYQA", mv(1e-3)), ("Newton-CG", mv(1e-3))],
)
def test_a_tolerance_is_in_the_unit_of_what_the_method_compares(method, tol):
    jac = (lambda x: 2 * (x - mv(3.0))) if method == "Newton-CG" else None
    found = us.optimize.minimize(bowl, START, method=method, tol=tol, jac=jac)
    np.testing.assert_allclose(found.x.to_decimal("mV"), 3.0, atol=1e-2)
    with pytest.raises(UnitMismatchError, match="tol"):
        us.optimize.minimize(bowl, START, method=method, tol=ms(1.0), jac=jac)


@pytest.mark.parametrize("method", ["Nelder-Mead", "Powell", "L-BFGS-B", "TNC", "trust-constr"])
def test_a_tolerance_that_means_several_things_takes_no_unit(method):
    with pytest.raises(TypeError, match="minimize: tol takes no unit"):
        us.optimize.minimize(bowl, START, method=method, tol=mv(1e-3))


def test_bounds_of_another_dimension_are_refused():
    with pytest.raises(UnitMismatchError, match="bounds"):
        us.optimize.minimize(bowl, START[:1], bounds=[(0, ms(1.0))])


STEPS = {
    "minimize": lambda see: us.optimize.minimize(bowl, START, callback=see),
    "root": lambda see: us.optimize.root(line, START, method="broyden1", callback=see),
    "broyden1": lambda see: us.optimize.broyden1(line, START, callback=see),
    "shgo": lambda see: us.optimize.shgo(bowl, [(mv(0), mv(5))] * 2, callback=see),
    "direct": lambda see: us.optimize.direct(bowl, [(mv(0), mv(5))] * 2, callback=see, maxiter=3),
    "dual_annealing": lambda see: us.optimize.dual_annealing(
        bowl, [(mv(0), mv(5))] * 2, callback=see, maxiter=3, rng=0
    ),
}


@pytest.mark.parametrize("name", STEPS)
def test_callbacks_get_quantities(name):
    seen = []
    STEPS[name](lambda x, *rest: seen.append(x))
    assert seen
    assert all(part.has_same_unit(START) for x in seen for part in x)  # direct gives a list


def test_the_norm_of_a_gradient_has_its_unit():
    found = us.optimize.check_grad(bowl, lambda x: 2 * (x - mv(3.0)), START)
    assert found.has_same_unit(mv(1.0))
