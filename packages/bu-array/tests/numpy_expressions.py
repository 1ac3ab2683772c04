"""What the tests of numpy's protocols evaluate: expressions of quantities, and of their bare values."""

import numpy as np

from bu_array import Quantity
from bu_units import Unit

# What the expressions below are about: lengths in m and km, times, plain arrays, an angle, a mask.
X = np.array([[3.0, 1.0, 2.0], [5.0, 4.0, 6.0], [9.0, 7.0, 8.5]])
V = np.array([3.0, 1.0, 2.0])
N = np.array([3.0, np.nan, 2.0])
I = np.array([1, 0, 2])  # noqa: E741  # indices
B = np.array([True, False, True])
QUANTITIES = {
    "q": Quantity(V, "m"),
    "k": Quantity(V + 0.5, "km"),
    "t": Quantity(V * 2, "s"),
    "X": Quantity(X, "m"),
    "n": Quantity(N, "m"),
    "z": Quantity(V + 1j * V[::-1], "m"),
    "d": Quantity(V * 100, "degree"),
    "one": Quantity(V / 4, "1"),
    "e": Quantity(2.0, "km"),
}
PLAIN = {"np": np, "Quantity": Quantity, "V": V, "I": I, "B": B, "list": list, "three": np.eye(3) * 3}


def bare(value):
    """What an expression is evaluated with to know the right values: lengths in m, times in s."""
    return value.to_decimal(value.to_base().unit) if isinstance(value, Quantity) else value


def evaluated(expression):
    """What an expression gives of the quantities."""
    return eval(expression, {**PLAIN, **QUANTITIES})


def expected(expression):
    """What numpy gives of the bare values."""
    return eval(expression, {**PLAIN, **{key: bare(value) for key, value in QUANTITIES.items()}})


def same(result, right, unit):
    """Assert that a result has the right values and unit: None for a bare one, "-" for no array."""
    if unit == "-":
        return
    if isinstance(unit, list):
        assert len(result) == len(right) == len(unit)
        for each in zip(result, right, unit, strict=True):
            same(*each)
        return
    if unit is None:
        assert not isinstance(result, Quantity)
        np.testing.assert_allclose(result, right, rtol=1e-12)
        return
    assert isinstance(result, Quantity), result
    assert result.unit == Unit(unit), result.unit
    np.testing.assert_allclose(result.to_base().mantissa, right, rtol=1e-9, atol=1e-9)
