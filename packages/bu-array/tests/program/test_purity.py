"""What later calls would not do again is refused, and never frozen."""

import datetime
import random
import time

import numpy as np
import pytest

from bu_array import Quantity, math
from bu_array.program import RecordingError, record

X = Quantity(np.array([1.0, 2.0]), "mV")
GENERATOR = np.random.default_rng(1)
LOG = []


def local_state(q):
    global LOG
    LOG = [q]
    return q


def changed(q, parts):
    parts.append(q)
    return q


CASES = {
    "if": (lambda q: q if q[0] > 0 * q[0] else -q, "asks for a value"),
    "while": (lambda q: q if bool(q.mantissa.any()) else -q, "asks for a value"),
    "float": (lambda q: q * float(q[0] / q[1]), "asks for a value"),
    "math": (lambda q: q * __import__("math").exp(q[0] / q[1]), "asks for a value"),
    "tolist": (lambda q: q.tolist(), "asks for"),
    "format": (lambda q: f"{q}", "asks for|follow"),
    "numpy.random": (lambda q: q * np.random.rand(), "random numbers"),  # noqa: NPY002  # what old programs do
    "generator": (lambda q: q * GENERATOR.normal(), "random numbers"),
    "new generator": (lambda q: q * np.random.default_rng().normal(), "random numbers"),
    "random": (lambda q: q * random.random(), "random numbers"),
    "choice": (lambda q: q[random.choice([0, 1])], "random numbers"),
    "print": (lambda q: print(1) or q, "prints"),
    "clock": (lambda q: q * time.time(), "clock"),
    "now": (lambda q: q * datetime.datetime.now().second, "clock"),
    "open": (lambda q: open("/nowhere") and q, "opens a file"),  # noqa: SIM115  # it is refused
    "append": (lambda q: LOG.append(q) or q, "stores a value outside"),
    "global": (local_state, "global variable 'LOG'"),
}


@pytest.mark.parametrize("name", CASES)
def test_it_is_refused(name):
    function, reason = CASES[name]
    before = list(LOG)
    try:
        with pytest.raises(RecordingError, match=reason):
            record(function)(X)
    finally:
        LOG[:] = before


def test_lists_and_objects_among_the_arguments_stay_as_they_are():
    parts = [X]
    with pytest.raises(RecordingError, match="changes its argument parts"):
        record(changed)(X, parts)
    assert len(parts) == 1

    class Holder:
        def __init__(self):
            self.v = X

    def set_attribute(holder):
        holder.v = holder.v * 2
        return holder.v

    holder = Holder()
    with pytest.raises(RecordingError, match="changes its argument holder"):
        record(set_attribute)(holder)
    assert holder.v is X


def test_torch_draws_too():
    torch = pytest.importorskip("torch")
    with pytest.raises(RecordingError, match="random numbers"):
        record(lambda q: q * torch.rand(2))(Quantity(torch.ones(2), "mV"))


def test_a_fixed_seed_gives_the_same_numbers_in_every_call():
    recorded = record(lambda q: q * np.random.default_rng(3).normal())
    assert str(recorded(X)) == str(recorded(X)) == str(X * np.random.default_rng(3).normal())


def test_an_error_inside_leaves_the_profile_and_the_library_as_they_were():
    import sys

    before = sys.getprofile()
    with pytest.raises(RecordingError):
        record(lambda q: bool(q[0]))(X)
    assert sys.getprofile() is before
    assert str(math.sqrt(X * X)) == "[1. 2.] mV"


def test_a_symbol_that_was_kept_says_so():
    kept = []

    def function(q, keep):
        keep(q)
        return q

    record(function)(X, kept.append)
    with pytest.raises(RecordingError, match="after it had returned"):
        kept[0] + X
