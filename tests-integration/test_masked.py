"""What a mask of numpy hides has no influence on what a function gives, whichever it is."""

import warnings

import numpy as np
import pytest
from support.cases import METHODS, SWEPT

import brainunit as u


def arrays(hidden):
    """The arrays of the calls, some elements masked, with `hidden` beneath."""

    def of(values, mask):
        array = np.array(values)
        return np.ma.array(np.where(mask, np.array(hidden).astype(array.dtype), array), mask=mask)

    second = np.array([False, True, False])
    q, r = of([3.0, -1.0, 2.0], second) * u.mV, of([500.0, 2000.0, 1500.0], second) * u.uV
    t, x = of([1.0, 2.0, 4.0], second) * u.ms, of([0.25, 0.5, 1.0], second)
    places = np.array([0, 2, 1])
    truth = np.array([True, False, True])
    corner = np.array([[False, True], [False, False]])
    return {
        "q": q,
        "r": r,
        "t": t,
        "x": x,
        "v": q,
        "w": t,
        "y": r,
        "h": x,
        "b": truth,
        "g": truth,
        "j": places,
        "k": places,
        "i": np.array([6, 3, 12]),
        "p": np.array([2, 1, 3]),
        "s": 2.0 * u.mV,
        "n": of([3.0, np.nan, 2.0], np.array([True, False, False])) * u.mV,
        "o": of([1.0, 2.0, 4.0], second) * u.mV,
        "M": of([[2.0, 1.0], [1.0, 2.0]], corner) * u.mV,
        "c": np.array([1.0, 3.0]) * u.ms,
        "d": of(np.arange(8.0).reshape(2, 2, 2), np.arange(8).reshape(2, 2, 2) == 3) * u.mV,
    }


def visible(x):
    """All that a result shows, as plain arrays."""
    if isinstance(x, u.Quantity):
        return visible(x.mantissa)
    if isinstance(x, (tuple, list)):
        return [part for each in x for part in visible(each)]
    return [x.filled(77) if isinstance(x, np.ma.MaskedArray) else np.asarray(x)]


def outcome(call, hidden):
    """What a call gives, or the error that it is."""
    names = {**arrays(hidden), "m": u.math, "l": u.linalg, "f": u.fft, "u": u, "np": np}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # numpy's, of what is hidden
        try:
            return visible(eval(call, names))
        except (u.BackendError, ValueError, AttributeError) as error:
            return error


def alike(first, second):
    """Whether two results are equal, NaN too."""
    return len(first) == len(second) and all(
        a.shape == b.shape and np.array_equal(a, b, equal_nan=a.dtype.kind in "fc")
        for a, b in zip(first, second, strict=True)
    )


@pytest.mark.slow
def test_what_is_hidden_has_no_say():
    refused, wrong = [], []
    with u.using_backend("numpy"):
        for call in [*SWEPT.values(), *METHODS]:
            first, second = outcome(call, 1e9 + 0.3), outcome(call, -3.7)
            if isinstance(first, u.BackendError):
                refused.append(call)
            elif isinstance(first, Exception) or isinstance(second, Exception):
                if type(first) is not type(second):
                    wrong.append(call)
            elif not alike(first, second):
                wrong.append(call)
    assert not wrong
    assert len(refused) < 110
