"""Callables of the user: they get and return quantities, and every result is checked."""

from __future__ import annotations

import numpy as np
import pytest
from scipy_checks import SAMPLES, ms, mv, same

from bu_array import Quantity
from bu_units import Unit, UnitMismatchError

pytest.importorskip("scipy")

import scipy

from bu_interop import scipy as us


def test_a_callable_gets_and_gives_quantities():
    seen = []

    def line(x):
        seen.append(x)
        return (x - mv(1.0)).to("V")

    found = us.optimize.brentq(line, mv(0.0), Quantity(0.003, "V"))
    np.testing.assert_allclose(found.to_decimal("mV"), 1.0)
    assert all(isinstance(x, Quantity) and x.unit is Unit("mV") for x in seen)


def test_no_call_more_than_scipy_makes():
    counts = {}

    def counted(name, f):
        def function(x):
            counts[name] = counts.get(name, 0) + 1
            return f(x)

        return function

    us.optimize.brentq(counted("units", lambda x: x**3 - mv(1.0) ** 3), mv(0.0), mv(3.0), xtol=mv(1e-9))
    scipy.optimize.brentq(counted("bare", lambda x: x**3 - 1.0), 0.0, 3.0, xtol=1e-9)
    assert counts["units"] == counts["bare"]


def test_a_callable_tells_the_unit_of_what_another_gets():
    same(
        lambda v: us.integrate.dblquad(lambda y, x: y, ms(0.0), ms(1.0), 0, lambda x: v[6])[0],
        SAMPLES[6] ** 2 / 2,
    )


def test_a_result_of_another_dimension_is_named():
    results = iter([mv(1.0), ms(1.0), ms(1.0)])
    with pytest.raises(UnitMismatchError, match="result of brentq: f must be in mV, got ms"):
        us.optimize.brentq(lambda x: next(results), mv(0.0), mv(3.0))
