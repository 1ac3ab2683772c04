"""Operators that leave what meets a quantity of ours to it."""

import numpy as np

from bu_array import Quantity
from bu_interop.converters._deferring import defer_functions, defer_operators, defer_ufuncs
from bu_units import Unit


class Takes:
    """Takes any operand, as unyt's arrays do."""

    def __add__(self, other):
        return "taken"

    def __eq__(self, other):
        return False

    __hash__ = None


class Array(np.ndarray):
    def __array_ufunc__(self, ufunc, method, *inputs, **options):
        return "taken"

    def __array_function__(self, func, types, args, kwargs):
        return "taken"


def test_operators_of_a_class_and_those_that_derive_from_it():
    class Later(Takes):
        seen = 0

        def __init_subclass__(cls, **options):
            Later.seen += 1

        def __add__(self, other):
            return "taken later"

    defer_operators(Takes)
    defer_operators(Later)

    class Latest(Later):
        def __add__(self, other):
            return "taken at last"

    for x, answer in ((Takes(), "taken"), (Later(), "taken later"), (Latest(), "taken at last")):
        assert x + 1 == answer
        assert x.__add__(Quantity(1.0, "m")) is NotImplemented
        assert x.__add__(Unit("m")) is NotImplemented
        assert x.__eq__(Quantity(1.0, "m")) is NotImplemented
        assert (x == 1) is False
    assert Later.seen == 1


def test_numpys_functions():
    defer_ufuncs(Array)
    defer_functions(Array)
    array = np.ones(2).view(Array)
    assert np.add(array, 1) == "taken"
    assert np.concatenate([array, array]) == "taken"
    assert array.__array_ufunc__(np.add, "__call__", array, Quantity(1.0, "m")) is NotImplemented
    assert array.__array_function__(np.concatenate, (Array, Quantity), (), {}) is NotImplemented
