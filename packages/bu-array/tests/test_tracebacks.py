"""An error of ours is one traceback: no look-up of our own stands in front of it."""

import operator

import numpy as np
import pytest

from bu_array import Quantity, fft, linalg, math
from bu_units import Unit

X = np.arange(4.0) + 1.0


def lengths():
    """Quantities in units that no table has met."""
    lengths.count += 1
    unit = Unit(Unit("m").dim, factor=1 + lengths.count)
    return Quantity(X, unit), Quantity(X, Unit(Unit("s").dim, factor=1 + lengths.count)), unit


lengths.count = 0

CALLS = {
    "+": lambda q, t, u: q + t,
    "-": lambda q, t, u: q - t,
    "+ number": lambda q, t, u: q + 1,
    "<": lambda q, t, u: q < t,
    "%": lambda q, t, u: q % t,
    "*": lambda q, t, u: q * Quantity(np.ones(3), t.unit),
    "/": lambda q, t, u: q / Quantity(np.ones(3), t.unit),
    "**": lambda q, t, u: q**q,
    "to": lambda q, t, u: q.to("s"),
    "to_decimal": lambda q, t, u: q.to_decimal(),
    "+=": lambda q, t, u: operator.iadd(q, t),
    "== of other shapes": lambda q, t, u: q == t[:2],
    "!= of other shapes": lambda q, t, u: q != t[:2],
    "math.equal of other shapes": lambda q, t, u: math.equal(q, t[:2]),
    "np.equal of other shapes": lambda q, t, u: np.equal(q, t[:2]),
    "an axis with a unit": lambda q, t, u: np.cumsum(q, q[0]),
    "np.shape of a list": lambda q, t, u: np.shape([q, t]),
    "setitem": lambda q, t, u: q.__setitem__(0, t[0]),
    "math.add": lambda q, t, u: math.add(q, t),
    "math.mean": lambda q, t, u: math.mean(q, axis=7),
    "math.exp": lambda q, t, u: math.exp(q),
    "math.exp scaled": lambda q, t, u: math.exp(q, unit_to_scale=t.unit),
    "math.multiply": lambda q, t, u: math.multiply(q, Quantity(np.ones(3), "s")),
    "math.where": lambda q, t, u: math.where(q > 0 * u, q, t),
    "math.concatenate": lambda q, t, u: math.concatenate([q, t]),
    "math.clip": lambda q, t, u: math.clip(q, t[0], None),
    "math.divmod": lambda q, t, u: math.divmod(q, t),
    "np.add": lambda q, t, u: np.add(q, t),
    "np.add.reduce": lambda q, t, u: np.add.reduce(q, initial=t[0]),
    "np.concatenate": lambda q, t, u: np.concatenate([q, t]),
    "np.mean": lambda q, t, u: np.mean(q, axis=7),
    "np.exp": lambda q, t, u: np.exp(q),
    "linalg.solve": lambda q, t, u: linalg.solve(q, t),
    "fft.fft": lambda q, t, u: fft.fft(q, dt=q[0]),
    "constructor": lambda q, t, u: Quantity(q, "s"),
    "text": lambda q, t, u: Quantity(1.0, "meetr"),
    "list": lambda q, t, u: Quantity([q[0], t[0]]),
    "float": lambda q, t, u: float(q[0]),
}


@pytest.mark.parametrize("call", CALLS)
def test_one_traceback(call):
    with pytest.raises(Exception) as caught:  # of which class others test
        CALLS[call](*lengths())
    error = caught.value
    shown = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    assert shown is None, f"{shown!r} stands in front of {error!r}"
