"""What comes from outside is part of the signature: never frozen when it changes."""

import types

import numpy as np
import pytest

from bu_array import Quantity
from bu_array.program import record

X = Quantity(np.array([1.0, 2.0]), "mV")
TAU = Quantity(10.0, "ms")
GAINS = {"a": 2.0, "b": [1.0, 3.0]}
SETTINGS = types.SimpleNamespace(gain=2.0)


def uses_globals(q):
    return q * TAU * GAINS["a"] * GAINS["b"][1]


def calls_another(q):
    return helper(q) * 2


def helper(q):
    return q / TAU


def twice(function, change):
    """Return the results of a recorded function before and after a change, beside its own."""
    recorded = record(function)
    before = (str(recorded(X)), str(recorded(X)), str(function(X)))
    assert len(set(before)) == 1
    change()
    after = (str(recorded(X)), str(recorded(X)), str(function(X)))
    assert len(set(after)) == 1
    assert before != after


def test_a_global_that_is_bound_anew(monkeypatch):
    space = uses_globals.__globals__
    twice(uses_globals, lambda: monkeypatch.setitem(space, "TAU", Quantity(20.0, "ms")))
    twice(calls_another, lambda: monkeypatch.setitem(space, "TAU", Quantity(40.0, "ms")))
    twice(calls_another, lambda: monkeypatch.setitem(space, "helper", lambda q: q * TAU))


def test_a_dict_and_a_list_that_change(monkeypatch):
    twice(uses_globals, lambda: monkeypatch.setitem(GAINS, "a", 5.0))
    twice(uses_globals, lambda: monkeypatch.setitem(GAINS, "b", [1.0, 9.0]))
    numbers = [1.0, 2.0]
    twice(lambda q: q * numbers[0], lambda: numbers.__setitem__(0, 7.0))


def test_an_attribute_that_changes(monkeypatch):
    twice(lambda q: q * SETTINGS.gain, lambda: monkeypatch.setattr(SETTINGS, "gain", 3.0))


def test_a_variable_around_the_function():
    gain = 2.0

    def function(q):
        return q * gain

    def change():
        nonlocal gain
        gain = 4.0

    twice(function, change)


def test_an_array_that_is_written_into():
    weights = Quantity(np.array([1.0, 2.0]), "s")
    bare = np.array([1.0, 2.0])
    twice(lambda q: q * weights, lambda: weights.__setitem__(0, Quantity(5.0, "s")))
    twice(lambda q: q * bare, lambda: bare.__setitem__(0, 5.0))
    twice(lambda q: q * (bare * 2.0), lambda: bare.__setitem__(1, 50.0))


def test_a_tensor_that_is_written_into():
    torch = pytest.importorskip("torch")
    weights = torch.tensor([1.0, 2.0])
    recorded = record(lambda q: q * weights)
    q = Quantity(torch.ones(2), "mV")
    assert str(recorded(q)) == "[1. 2.] mV"
    weights[0] = 5.0
    assert str(recorded(q)) == "[5. 2.] mV"


def test_a_default_is_the_one_of_the_function():
    def function(q, gain=TAU):
        return q * gain

    recorded = record(function)
    assert str(recorded(X)) == str(function(X))
    assert str(recorded(X, Quantity(3.0, "s"))) == str(function(X, Quantity(3.0, "s")))


def test_what_a_library_has_is_not_looked_into():
    recorded = record(lambda q: np.linalg.norm(q))
    assert str(recorded(X)) == str(recorded(X)) == str(np.linalg.norm(X))
