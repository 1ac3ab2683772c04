"""All of Series and DataFrame in volts and in millivolts: the same quantities, or refused; nothing is
lost.
"""

import copy
import datetime
import os
import pickle
import warnings
from collections import Counter

import numpy as np
import pytest

pd = pytest.importorskip("pandas")

import interop_names as u  # noqa: E402 - without pandas there is nothing here
from pandas_calls import ASSIGNED, FRAMES, SERIES  # noqa: E402 - without pandas there is nothing here

from bu_array import math  # noqa: E402 - without pandas there is nothing here

NIGHTLY = os.environ.get("HYPOTHESIS_PROFILE") == "nightly"


def calls_in(text):
    return [call for line in text.strip().splitlines() for call in line.split("; ")]


CALLS = calls_in(SERIES) + calls_in(FRAMES)
WRITES = calls_in(ASSIGNED)
SHARE = 1 if NIGHTLY else 5
REFUSALS = (
    *(TypeError, ValueError, ImportError, KeyError, AttributeError, NotImplementedError),
    *(u.UnitMismatchError, u.DimensionMismatchError, pd.errors.DataError, pd.errors.InvalidIndexError),
)


def names_of(unit):
    """Return what the calls are made of, all voltages in this unit."""
    size = u.parse_unit("V").factor_to(unit)

    def v(x):
        return u.Quantity(np.asarray(x, dtype=float)[()] * size, unit)

    index = list("abcd")
    s = pd.Series(v([2.0, 1.0, np.nan, 4.0]), index=index, name="x")
    t = pd.Series(v([1.0, 3.0, 2.0, 2.0]), index=index, name="y")
    frame = pd.DataFrame(
        {"a": v([1.0, 3.0, 2.0, 2.5]), "b": v([4.0, 1.0, 2.0, 8.0]), "note": list("pqpr"), "k": [1, 1, 2, 3]}
    )
    return {
        "s": s,
        "t": t,
        "f": frame,
        "q": frame[["a", "b"]],
        "n": pd.DataFrame({"a": [1.0, 2.0, 3.0, 4.0], "b": [2.0, 3.0, 4.0, 5.0]}),
        "w": pd.Series([1.0, 2.0, 3.0, 4.0], index=index),
        "g": ["one", "one", "two", "two"],
        "day": pd.Series(v([1.0, 2.0, 4.0, 3.0]), index=pd.date_range("2026-01-01", periods=4)),
        "lim": v(2.0),
        "hash_pandas_object": pd.util.hash_pandas_object,
        "v": v,
        "u": u,
        "math": math,
        "np": np,
        "pd": pd,
        "Quantity": u.Quantity,
        "pickle": pickle,
        "copy": copy,
    }


def outcome(call, unit):
    names = names_of(unit)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # pandas' own
            if call in WRITES:
                exec(call, names)
                return names[call.lstrip()[0]]
            return eval(call, names)
    except REFUSALS as error:
        return error


def flat(x):
    """Return all that a result holds as a list: quantities in coherent units, everything else as it is."""
    if isinstance(x, u.Quantity):
        base = x.to_base()
        return [("q", str(base.unit.dim), float(m)) for m in np.ravel(np.asarray(base.mantissa))]
    if isinstance(x, (pd.Series, pd.Index, pd.api.extensions.ExtensionArray)):
        return [item for value in list(x) for item in flat(value)]
    if isinstance(x, pd.DataFrame):
        return [item for _, column in x.items() for item in flat(column)] + flat(x.index)
    if isinstance(x, np.ndarray):
        return [item for value in x.ravel().tolist() for item in flat(value)] if x.size else []
    if isinstance(x, dict):
        return [item for pair in x.items() for value in pair for item in flat(value)]
    if isinstance(x, (list, tuple)):
        return [item for value in x for item in flat(value)]
    if isinstance(x, (bool, np.bool_, int, np.integer)):
        return [("n", float(x))]
    if isinstance(x, (float, np.floating)):
        return [("nan",) if x != x else ("n", float(x))]
    if isinstance(x, (str, datetime.datetime, datetime.timedelta)) or x is None:
        return [("text", _in_volts(x))] if isinstance(x, str) else [("other", str(x))]
    return []


def _in_volts(text):
    return text.count("V") > 0  # a text is other text in another unit: it must name one, or no voltage


def agree(x, y):
    x, y = flat(x), flat(y)
    if len(x) != len(y):
        return False
    for a, b in zip(x, y, strict=True):
        if a[:-1] != b[:-1] or (
            isinstance(a[-1], float) and not np.isclose(a[-1], b[-1], rtol=1e-9, equal_nan=True)
        ):
            return False
        if not isinstance(a[-1], float) and a[-1] != b[-1]:
            return False
    return True


# What is another number in another unit by what it means.
BY_MEANING = {
    "s.bu.magnitude": "asks for numbers in a unit",
    "f.bu.dequantify()": "numbers, with the unit in the header",
    "s.dtype": "of the unit",
    "hash_pandas_object": "a hash may differ by a rounding",
    "round(1)": "rounds in the unit of the column",
    "np.floor": "rounds in the unit of the column",
    "// 1": "of mantissas",
}


def verdict(call):
    first, second = outcome(call, u.V), outcome(call, u.mV)
    if isinstance(first, REFUSALS) or isinstance(second, REFUSALS):
        both = isinstance(first, REFUSALS) and isinstance(second, REFUSALS)
        return "refused" if both else f"lost: refused in one unit alone: {first!r} {second!r}"
    return "kept" if agree(first, second) else f"lost: {first!r} and {second!r}"


def holds(call):
    return verdict(call) if not any(part in call for part in BY_MEANING) else "by meaning"


@pytest.mark.parametrize("call", CALLS[::SHARE])
def test_a_call_means_the_same_in_every_unit(call):
    assert holds(call) in ("kept", "refused", "by meaning")


@pytest.mark.parametrize("call", WRITES)
def test_a_write_means_the_same_in_every_unit(call):
    assert holds(call) in ("kept", "refused", "by meaning")


@pytest.mark.skipif(not NIGHTLY, reason="all calls once more: asked at night, HYPOTHESIS_PROFILE=nightly")
def test_how_many_are_kept():
    counts = Counter(holds(call).partition(":")[0] for call in CALLS + WRITES)
    assert counts["lost"] == 0
    assert counts["kept"] > 3 * counts["refused"]
