"""Symbols act as the arrays and numbers that they stand for."""

import copy
import operator

import numpy as np
import pytest

from bu_array import Quantity
from bu_array.program import RecordingError, record

X, Y = np.array([5.0, 7.0]), np.array([2.0, 3.0])
OPERATORS = "add sub mul truediv floordiv mod pow lt le gt ge eq ne".split()
WHOLE = "and_ or_ xor lshift rshift".split()


@pytest.mark.parametrize("name", OPERATORS + WHOLE)
@pytest.mark.parametrize("left", ["array", "number", "constant"])
def test_operators(name, left):
    function, x, y = getattr(operator, name), X, Y
    if name in WHOLE:
        x, y = x.astype(int), y.astype(int)
    constant = y.copy()
    cases = {
        "array": (lambda a, b: function(a, b), (x, y)),
        "number": (lambda a, b: (function(a, b), function(b, a)), (x, 3 if name in WHOLE else 3.0)),
        "constant": (lambda a, b: (function(a, constant), function(constant, b)), (x, y)),
    }
    body, arguments = cases[left]
    recorded, expected = record(body), body(*arguments)
    for _ in range(2):
        np.testing.assert_array_equal(recorded(*arguments), expected)


@pytest.mark.parametrize(
    "body",
    [
        lambda a: -a,
        lambda a: +a,
        lambda a: abs(a),
        lambda a: a.T,
        lambda a: a.reshape((2, 1)),
        lambda a: a.astype("float32"),
        lambda a: a.sum(axis=0),
        lambda a: len(a) * a,
        lambda a: a.size * a,
        lambda a: [part * 2 for part in a],
        lambda a: np.exp(a) + np.add.reduce(a) + np.linalg.norm(a),
        lambda a: np.where(a > 5, a, 0.0),
        lambda a: copy.copy(a) * 2,
        lambda a: round(3.7 * float(len(a))) * a,
    ],
)
def test_what_arrays_do(body):
    recorded = record(body)
    for _ in range(2):
        np.testing.assert_array_equal(recorded(X), body(X))


@pytest.mark.parametrize(
    "ask", [bool, float, int, complex, str, repr, list.__len__, np.asarray, np.array, memoryview]
)
def test_what_hands_out_values_is_refused(ask):
    with pytest.raises((RecordingError, TypeError)):
        record(lambda a: ask(a[0]) and a)(X)


def test_numbers_are_numbers():
    recorded = record(lambda x, n: (isinstance(n, float), abs(-n) * x, round(n, 1), divmod(n, 2.0)))
    x = Quantity(X, "m")
    for _ in range(2):
        assert recorded(x, 2.25)[0] is True
        assert str(recorded(x, 2.25)[1]) == str(2.25 * x)
        assert recorded(x, 2.25)[2:] == (2.2, (1.0, 0.25))


def test_arrays_are_of_their_class():
    recorded = record(lambda x: x * 2 if isinstance(x.mantissa, np.ndarray) else x)
    for _ in range(2):
        assert str(recorded(Quantity(X, "m"))) == "[10. 14.] m"
