"""Values of arrays of any library, compared with numpy's."""

import sys
from contextlib import contextmanager, nullcontext

import numpy as np

from bu_array import Quantity
from bu_array.declare import DECLARED
from bu_dispatch import _registry, backend_of, backends, builtin_backends, convert
from bu_units import Unit

STRICT = "array_api_strict"
NAMES = [*dict.fromkeys([*(record.name for record in builtin_backends()), STRICT])]
RTOL = {"float32": 1e-5, "float64": 1e-12, "float16": 2e-3}


def register_strict(monkeypatch):
    """Register array-api-strict as an entry point would, unless it is built in."""
    if STRICT in [record.name for record in builtin_backends()]:
        return
    from strict_backend import StrictBackend

    backends()
    monkeypatch.setitem(_registry._records, STRICT, StrictBackend())


@contextmanager
def computing_dask():
    """Let dask, where it is imported, compute in a block of a test in which it else may not."""
    dask = sys.modules.get("dask")
    with nullcontext() if dask is None else dask.config.set(scheduler="synchronous"):
        yield


@contextmanager
def lazy_dask():
    """Raise where dask computes something unasked."""
    import dask

    def scheduler(*args, **kwargs):
        raise AssertionError("something was computed")

    with dask.config.set(scheduler=scheduler):
        yield


@contextmanager
def unlisted():
    """Let functions be declared in the block that are not on everyone's list after it; give their rows."""
    before, rows = len(DECLARED), []
    yield rows
    rows += DECLARED[before:]
    DECLARED[before:] = [row for row in rows if row.module.startswith(("bu_array.", "bu_jax."))]


def values(x):
    """The values of an array of any library, or of a quantity, as a numpy array."""
    x = x.mantissa if isinstance(x, Quantity) else x
    record = backend_of(x)
    if record is None:
        return np.asarray(x)
    if record.name == "dask":
        return np.asarray(x.compute(scheduler="synchronous"))
    return np.asarray(record.peek(x))


def array(backend, data, dtype=None):
    """`data` as an array of `backend`."""
    return convert(np.array(data, dtype), backend)


def quantity(backend, data, unit, dtype=None):
    """`data` as a quantity of `backend`."""
    return Quantity(array(backend, data, dtype), unit)


def check(result, backend, expected, unit=None, rtol=None, atol=0.0, dtype=True):
    """Assert that `result` has the values and dtype of numpy's `expected`, and the unit (None: bare)."""
    if unit is None:
        assert not isinstance(result, Quantity), f"has the unit {result.unit}"
        mantissa = result
    else:
        assert isinstance(result, Quantity), f"lost the unit {unit}"
        assert result.unit == (unit if isinstance(unit, Unit) else Unit(unit)), str(result.unit)
        mantissa = result.mantissa
    assert backend_of(mantissa) is backend
    found, expected = values(mantissa), np.asarray(expected)
    assert found.shape == expected.shape
    if dtype:
        assert found.dtype == expected.dtype
    if rtol is None:
        rtol = RTOL.get(expected.dtype.name, 0)
    np.testing.assert_allclose(found, expected, rtol=rtol, atol=atol)
