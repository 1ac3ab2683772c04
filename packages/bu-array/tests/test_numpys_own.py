"""numpy's own functions, which its record supplies, give what the generic ones give: values, dtype, error."""

import warnings

import numpy as np
import pytest

from bu_array import Quantity, math
from bu_dispatch import get_backend

NUMPY = get_backend("numpy")
RANDOM = np.random.default_rng(3)
V = RANDOM.normal(size=500)
N = np.where(RANDOM.random(500) < 0.1, np.nan, V)
I = RANDOM.integers(-20, 20, 500)  # noqa: E741  # as in the sweep's tables
P = np.abs(V) + 0.1
B = V > 0
EMPTY = np.zeros(0)
SPECIAL = np.array([np.inf, -np.inf, np.nan, 0.0, -0.0, 1.0, 1.0, np.nan])
SORTED, UNSORTED = np.sort(V), np.array([1.0, 3.0, 2.0])
MASKED = np.ma.masked_array(V, V < 0)
F4 = V.astype("f4")

# The name of the record's function, calls of the public one.
CASES = {
    "histogram": [
        *(lambda x=x, b=b: math.histogram(x, b) for x in (V, F4, I, P, EMPTY, B) for b in (1, 7, 100)),
        *(lambda b=b: math.histogram(b) for b in (N, SPECIAL, np.full(4, 2.5), V.reshape(50, 10), MASKED)),
        *(lambda x=x: math.histogram(x, np.linspace(-2.0, 2.0, 9)) for x in (V, F4, I, N, SPECIAL, EMPTY)),
        *(lambda b=b: math.histogram(V, b) for b in (np.array([0, 1, 2]), [0.0, 0.5, 0.5, 3.0], UNSORTED, UNSORTED[:1], UNSORTED[:0])),
        *(lambda r=r: math.histogram(V, 10, r) for r in ((-1.0, 1.0), (0, 0), (1.0, -1.0), (0.0, np.inf))),
        *(lambda w=w: math.histogram(V, 10, weights=w) for w in (P, F4, I, P + 1j, B, P[:3], P.reshape(50, 10))),
        lambda: math.histogram(N, 10, (-1.0, 1.0)),
        lambda: math.histogram(V, np.linspace(-2.0, 2.0, 9), weights=P),
        lambda: math.histogram(V, 10, density=True),
        lambda: math.histogram(I, 10, density=True, weights=P),
        lambda: math.histogram(V, 0),
        lambda: math.histogram(V.astype("f2"), 10),
        lambda: math.histogram(V, "sturges"),
        lambda: math.histogram(Quantity(V, "m"), Quantity(np.linspace(-100.0, 100.0, 5), "cm")),
        lambda: math.histogram(Quantity(V, "m"), 5, (Quantity(-1, "m"), Quantity(100, "cm")), Quantity(P, "kg")),
        lambda: math.histogramdd([V, P], 5),
    ],
    "polyfit": [
        *(lambda d=d, x=x: math.polyfit(x, P, d) for d in (0, 1, 4) for x in (V, F4, I, 1e6 * V)),
        *(lambda w=w: math.polyfit(V, P, 2, w=w) for w in (P, I, F4, np.zeros(500), P[:3], 2.0)),
        *(lambda x=x: math.polyfit(x, x, 1) for x in (EMPTY, np.ones(5), UNSORTED, UNSORTED[:1], N, SPECIAL)),
        lambda: math.polyfit(V, np.stack([P, V], 1), 2),
        lambda: math.polyfit(V, F4, 2),
        lambda: math.polyfit(F4, V, 2),
        lambda: math.polyfit(V, P, -1),
        lambda: math.polyfit(Quantity(V, "s"), Quantity(P, "m"), 2),
    ],
    "interp": [
        *(lambda x=x: math.interp(x, SORTED, P) for x in (V, F4, I, N, SPECIAL, EMPTY, V.reshape(50, 10), 0.3)),
        *(lambda o=o: math.interp(V, o, P[: o.size]) for o in (UNSORTED, SORTED[::-1].copy(), np.repeat(SORTED[:9], 2), UNSORTED[:1], N[:9])),
        *(lambda f=f: math.interp(V, SORTED, f) for f in (F4, I, P + 1j, N, np.where(P > 2, np.inf, P), P.astype("f2"))),
        lambda: math.interp(F4, SORTED.astype("f4"), F4),
        lambda: math.interp(V, SORTED, P, left=-1.0, right=9),
        lambda: math.interp(V, V, P, period=1.5),
        lambda: math.interp(V, SORTED, P[:5]),
        lambda: math.interp(V, EMPTY, EMPTY),
        lambda: math.interp(Quantity(V, "m"), Quantity(100 * SORTED, "cm"), Quantity(P, "kg"), left=Quantity(1, "g")),
    ],
    "unwrap": [
        *(lambda x=x: math.unwrap(x) for x in (9 * V, F4, N, SPECIAL, EMPTY, np.float64(3), 9 * V.reshape(50, 10))),
        *(lambda k=k: math.unwrap(9 * V, **k) for k in ({"discont": 4.0}, {"period": 2.0}, {"period": 3})),
        *(lambda p=p: math.unwrap(I, period=p) for p in (4, 5, 7, 6.0, 2.5)),
        lambda: math.unwrap(9 * V.reshape(50, 10), axis=0),
        lambda: math.unwrap(V, axis=3),
        lambda: math.unwrap(Quantity(200 * V, "deg"), discont=Quantity(4, "rad")),
        lambda: math.unwrap(Quantity(200 * V, "m"), period=Quantity(1, "km")),
    ],
    "isin": [
        *(lambda a=a, b=b: math.isin(a, b) for a in (V, I, B, SPECIAL, EMPTY) for b in (V[:5], I[:3], SPECIAL, EMPTY)),
        lambda: math.isin(V.reshape(50, 10), V[::3], invert=True),
        lambda: math.isin(P + 1j, P[:5] + 1j),
        lambda: math.isin(Quantity(I, "m"), Quantity(100 * I[:5], "cm")),
        lambda: math.isin(3, I),
    ],
    "unique": [
        *(lambda f=f, x=x: f(x) for f in (math.unique, math.unique_all, math.unique_counts, math.unique_inverse,
                                          math.unique_values)
          for x in (V, I, B, N, SPECIAL, EMPTY, F4, V.reshape(50, 10), P + 1j, np.float64(2))),
        lambda: math.unique(SPECIAL, True, True, True, equal_nan=True),
        lambda: math.unique(Quantity(I, "m"), return_counts=True),
    ],
    "digitize": [
        *(lambda x=x, r=r: math.digitize(x, SORTED[::50], r) for x in (V, N, I, SPECIAL, F4, 0.5) for r in (True, False)),
        *(lambda b=b: math.digitize(V, b) for b in (SORTED[::-50], UNSORTED, UNSORTED[:1], EMPTY, np.ones(3), np.array([1.0, np.nan]))),
        lambda: math.digitize(Quantity(V, "m"), Quantity(100 * SORTED[::50], "cm")),
    ],
    "nanmax": [
        *(lambda x=x: math.nanmax(x) for x in (V, N, I, SPECIAL, EMPTY, B, np.full(3, np.nan), F4, np.float64(1))),
        *(lambda a=a: math.nanmax(np.where(B[:100], np.nan, 1.0).reshape(4, 5, 5), a) for a in (0, -1, (0, 2), 5)),
        lambda: math.nanmax(N.reshape(50, 10), 1, keepdims=True),
        lambda: math.nanmax(Quantity(MASKED, "m")),
        lambda: math.nanmax(N, initial=9.0),
        lambda: math.nanmax(P + 1j),
    ],
    "nanmin": [
        *(lambda x=x: math.nanmin(x) for x in (V, N, I, SPECIAL, EMPTY, np.full(3, np.nan), F4)),
        lambda: math.nanmin(Quantity(N.reshape(50, 10), "m"), 1, keepdims=True),
    ],
}  # fmt: skip


def outcome(call):
    """What a call gives, or the error that it raises; a warning counts as one."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            return call()
        except Exception as error:  # noqa: BLE001  # any error is an outcome
            return type(error)


def same(a, b):
    """Assert that two outcomes are alike to rounding."""
    if isinstance(a, (tuple, list)) and isinstance(b, (tuple, list)):
        assert len(a) == len(b)
        for one, other in zip(a, b, strict=True):
            same(one, other)
        return
    assert type(a) is type(b), (a, b)
    if isinstance(a, type):
        assert issubclass(a, b)  # numpy's AxisError is an IndexError
        return
    if isinstance(a, Quantity):
        assert a.unit == b.unit
        a, b = a.mantissa, b.mantissa
    if a is None:
        return
    assert a.dtype == b.dtype
    rtol = 2e-4 if a.dtype.itemsize < 8 and a.dtype.kind == "f" else 1e-9
    np.testing.assert_allclose(a, b, rtol=rtol, atol=rtol)


@pytest.mark.parametrize("name", CASES)
def test_it_gives_what_the_generic_one_gives(name, monkeypatch):
    own = [outcome(call) for call in CASES[name]]
    assert sum(not isinstance(each, type) for each in own) > len(own) / 2
    monkeypatch.delitem(NUMPY.functions, name)
    for number, (call, found) in enumerate(zip(CASES[name], own, strict=True)):
        try:
            same(found, outcome(call))
        except AssertionError as error:
            raise AssertionError(f"{name}, case {number}: {error}") from error


@pytest.mark.parametrize("name", CASES)
def test_it_is_asked(name, monkeypatch):
    asked = []
    own = NUMPY.functions[name]
    monkeypatch.setitem(NUMPY.functions, name, lambda *args: asked.append(name) or own(*args))
    outcome(CASES[name][0])
    assert asked == [name]


@pytest.mark.parametrize("x", [V, N, I, B, SPECIAL, EMPTY, F4, P + 1j, V.reshape(50, 10), V.astype("f2")])
@pytest.mark.parametrize("descending", [False, True])
def test_sort(x, descending):
    found = math.sort(Quantity(x, "m") if x.dtype != bool else x, descending=descending)
    values = found.mantissa if isinstance(found, Quantity) else found
    expected = np.sort(x, kind="stable")
    np.testing.assert_array_equal(values, np.flip(expected, -1) if descending else expected)
    assert values.dtype == x.dtype
