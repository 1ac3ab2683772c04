"""Results that are dicts: of scipy own class, with what no rule names on `bare` alone."""

from __future__ import annotations

import numpy as np
import pytest
from scipy_checks import SAMPLES, TIMES, ms, mv, same

from bu_array import Quantity
from bu_units import Unit, UnitMismatchError

pytest.importorskip("scipy")

import copy
import pickle

import scipy

from bu_interop import scipy as us
from bu_interop.scipy._letters import Call, letters
from bu_interop.scipy._results import Fields

(X,) = letters("x")


def told(value, unit):
    call = Call("f", {}, {})
    X.take(unit, call, "x")
    return Fields({"x": X}).give(value, call)


def test_counts_and_texts_stay_and_numbers_of_no_rule_do_not():
    given = {
        "x": 1.0,
        "nit": 3,
        "active": np.array([1, 0]),
        "message": ["done"],
        "own": 2.0,
        "inner": [np.ones(2)],
    }
    found = told(given, mv(1.0))
    assert {*given} - {*found} == {"own", "inner"}
    assert found["x"].has_same_unit(mv(1.0))
    assert found.bare is given
    assert told(given, 1.0) == given


def test_a_result_is_copied_and_pickled_with_bare():
    found = us.optimize.root(lambda x: x - mv(3.0), mv(SAMPLES[:2]))
    for again in (copy.copy(found), pickle.loads(pickle.dumps(found))):
        assert isinstance(again, scipy.optimize.OptimizeResult)
        np.testing.assert_array_equal(again.bare.fjac, found.bare.fjac)
        with pytest.raises(AttributeError, match=r"fjac is in the solver's own numbers: r\.bare\.fjac"):
            again.fjac  # the access is what is tested
    same(lambda v: us.optimize.root(lambda x: x - v[:2], v[2:4]).x, SAMPLES[:2])


def test_what_scipy_does_not_know_either():
    found = us.optimize.root(lambda x: x - mv(3.0), mv(SAMPLES[:2]))
    with pytest.raises(AttributeError, match="has no 'nothing'"):
        found.nothing  # the access is what is tested
    with pytest.raises(KeyError, match="nothing"):
        found["nothing"]
    with pytest.raises(UnitMismatchError):
        found.x + TIMES[0]
    assert Quantity(found.bare.x, Unit("mV")).shape == ms(SAMPLES[:2]).shape
