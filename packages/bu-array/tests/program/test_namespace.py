"""Functions of a library are lines of the program; those that go on by values are one call."""

import threading

import numpy as np
import pytest

from bu_array import Quantity, math
from bu_array.program import record
from bu_array.program.namespace import SymbolNamespace, current
from bu_dispatch import get_backend, using_backend

X = Quantity(np.array([3.0, np.nan, 1.0]), "mV")


def test_a_body_that_asks_for_values_is_one_call():
    recorded = record(lambda x: math.nanargmax(x))
    assert recorded(X) == recorded(X) == 0
    assert "nanargmax" in recorded.source
    with pytest.raises(ValueError, match="NaN"):  # as the function itself: it is asked in every call
        recorded(Quantity(np.array([np.nan]), "mV"))


def test_what_is_made_of_nothing_is_made_in_every_call():
    recorded = record(lambda x: math.ones(3, unit="mV") + x)
    with using_backend("numpy"):
        recorded(X)
        assert "ones" in recorded.source


def test_nothing_is_substituted_outside_of_a_recording():
    backend, seen = get_backend("numpy"), []

    def function(x):
        seen.append(isinstance(backend.xp, SymbolNamespace))
        thread = threading.Thread(target=lambda: seen.append(isinstance(backend.xp, SymbolNamespace)))
        thread.start()
        thread.join()
        return x

    with pytest.raises(RuntimeError):  # the list outside is written into
        record(function)(X)
    assert current() is None
    assert not isinstance(backend.xp, SymbolNamespace)
    assert seen == [True, False]
