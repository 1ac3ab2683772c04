"""Elements added at the ends, against numpy's results, on every backend."""

import numpy as np
import pytest
from array_checks import array, check, quantity

from bu_array import Quantity, math
from bu_dispatch import get_backend
from bu_units import UnitMismatchError

X = np.arange(12.0, dtype=np.float32).reshape(2, 3, 2)

CALLS = [
    ((1,), {}),
    ((((1, 0), (0, 2), (0, 0)),), {}),
    (((1, 2),), {"mode": "edge"}),
    ((((1, 2),),), {"mode": "wrap"}),
    ((((0, 0), (2, 2), (1, 0)), "reflect"), {}),
    ((((3, 3), (4, 5), (1, 0)), "symmetric"), {}),
    ((0,), {}),
    ((np.array([[9, 7]]), "reflect"), {}),
    (((7, 8), "symmetric"), {}),
    (((7, 8), "wrap"), {}),
    ((((1,), (2,), (0,)), "edge"), {}),
]


@pytest.mark.parametrize("args, options", CALLS)
def test_as_numpy(backend, args, options):
    expected = np.pad(X, *args, **options)
    check(math.pad(quantity(backend, X, "mV"), *args, **options), backend, expected, "mV")
    whole = array(backend, X.astype("i4"))
    check(math.pad(whole, *args, **options), backend, expected.astype("i4"))


@pytest.mark.parametrize("mode", ["reflect", "symmetric", "wrap", "edge"])
def test_one_element_and_none(backend, mode):
    x = np.array([3.0], "f4")
    check(math.pad(quantity(backend, x, "mV"), (2, 3), mode), backend, np.pad(x, (2, 3), mode), "mV")
    check(math.pad(quantity(backend, x[:0], "mV"), 0, mode), backend, x[:0], "mV")
    check(math.pad(quantity(backend, x[:0], "mV"), 2), backend, np.zeros(4, "f4"), "mV")


def test_pad_with_values(backend):
    q = quantity(backend, X, "m")
    kilo = X.dtype.type(1000)
    expected = np.pad(X, 1, constant_values=2 * kilo)
    check(math.pad(q, 1, constant_values=Quantity(2, "km")), backend, expected, "m")
    check(math.pad(q, 1, constant_values=quantity(backend, 2.0, "km", "f4")), backend, expected, "m")
    ends = (Quantity(1, "m"), Quantity(2, "km"))
    check(math.pad(q, 1, constant_values=ends), backend, np.pad(X, 1, constant_values=(1, 2000)), "m")
    check(math.pad(q, 1, constant_values=0), backend, np.pad(X, 1), "m")
    check(math.pad(q.mantissa, (0, 1), constant_values=7), backend, np.pad(X, (0, 1), constant_values=7))
    with pytest.raises(UnitMismatchError, match=r"^pad: .*\(units are m and s\)\.$"):
        math.pad(q, 1, constant_values=Quantity(2, "s"))
    with pytest.raises(UnitMismatchError, match=r"^pad: .*\(units are m and 1\)\.$"):
        math.pad(q, 1, constant_values=2)
    with pytest.raises(ValueError, match=r"mode must be 'constant' or one of edge, .*; got 'median'"):
        math.pad(q, 1, "median")
    with pytest.raises(ValueError, match="pad_width cannot be negative"):
        math.pad(q, -1)
    with pytest.raises(ValueError, match="nothing to add to an axis without elements"):
        math.pad(q[:, :0, :], 1, "edge")
    with pytest.raises(ValueError, match="a pair for each of 3 axes"):
        math.pad(q, ((1, 2), (1, 2)))


def test_traced_and_differentiated():
    jax, torch = pytest.importorskip("jax"), pytest.importorskip("torch")
    q = quantity(get_backend("jax"), X, "mV")
    check(jax.jit(lambda q: math.pad(q, 1, "reflect"))(q), get_backend("jax"), np.pad(X, 1, "reflect"), "mV")
    x = torch.ones(3, requires_grad=True)
    math.pad(Quantity(x, "mV"), 1, "edge").mantissa.sum().backward()
    assert x.grad.tolist() == [2.0, 1.0, 2.0]
