"""NaN, infinity and zero fit any unit, in every function of numpy's that takes a value beside quantities."""

import operator
import re

import numpy as np
import pytest
from array_checks import values
from numpy_expressions import B, V

from bu_array import Quantity

I = np.array([1, 0, 2])  # noqa: E741  # indices
N = np.array([3.0, np.nan, 2.0])

# `N` is neutral: of a quantity `q` what numpy gives for its numbers, in the unit of `q` or bare.
NEUTRAL = """
np.where(B, q, N)                   np.where(B, N, q)                    np.full_like(q, N)
np.clip(q, N, None)                 np.clip(q, a_min=None, a_max=N)      np.clip(q, max=N)
np.pad(q, 1, constant_values=N)     np.nan_to_num(n, nan=N)              np.pad(q, 1, 'linear_ramp', end_values=N)
np.max(q, initial=N)                np.min(q, initial=N, where=B)        np.isin(q, N)
np.insert(q, 1, N)                  np.append(q, N)                      np.concatenate([q, [N]])
np.hstack([q, N])                   np.block([q, N])                     np.stack([q, np.full(3, N)])
np.searchsorted(q, N)               np.isin(q, [N])                      np.isin(N, q)
np.select([B], [q], default=N)      np.choose(I, [q, np.full(3, N), q])  np.interp(V, V, q, left=N, right=N)
np.isclose(q, N)                    np.allclose(q, N)                    np.array_equal(q, np.full(3, N))
np.maximum(q, N)                    np.minimum(N, q)                     np.fmax(q, N)
np.greater(q, N)                    np.less_equal(N, q)                  np.equal(q, N)
np.not_equal(N, q)                  np.add(q, N)                         np.subtract(q, N)
np.subtract(N, q)                   np.ediff1d(q, to_end=N)              np.diff(q, prepend=N)
np.linspace(q, N, 3)                np.union1d(q, N)                     np.maximum.reduce(q, initial=N)
after(np.put, q, [0], N)            after(np.place, q, B, [N])           after(np.putmask, q, B, N)
after(np.copyto, q, N)              after(np.maximum.at, q, [0], N)      after(np.put_along_axis, q, I[:1], N, 0)
after(operator.setitem, q, 0, N)    after(operator.setitem, q, B, N)     np.maximum(q, N, where=B, out=0 * d + q)
"""


def after(function, array, *arguments):
    """The array after a function that writes into it."""
    function(array, *arguments)
    return array


@pytest.mark.filterwarnings("ignore:invalid value")
@pytest.mark.parametrize("unit", ["m", "degC", "dBm"])
@pytest.mark.parametrize("neutral", [np.nan, -np.inf, np.float64("inf"), np.array(np.nan), 0])
def test_neutral_values(unit, neutral):
    if unit != "m" and np.all(neutral == 0):
        pytest.skip("on a scale zero is a value like any other")
    wrong = []
    expressions = [text for line in NEUTRAL.strip().splitlines() for text in re.split(r"  +", line.strip())]
    assert len(expressions) == 51
    for expression in expressions:
        names = {"np": np, "operator": operator, "after": after, "N": neutral, "B": B, "I": I, "V": V}
        difference = Quantity(V, unit) - Quantity(V, unit)
        bare = eval(expression, names | {"q": V.copy(), "n": N.copy(), "d": V})
        found = eval(
            expression, names | {"q": Quantity(V.copy(), unit), "n": Quantity(N, unit), "d": difference}
        )
        units = {"m": ("m",), "degC": ("degC", "delta_degC"), "dBm": ("dBm", "dB")}[unit]
        of_values = np.asarray(bare).dtype.kind == "f"
        fits = str(found.unit) in units if of_values else not isinstance(found, Quantity)
        if not fits or not np.array_equal(values(found), bare, equal_nan=True):
            wrong.append((expression, found))
    assert wrong == []
