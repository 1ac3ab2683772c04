"""New arrays: in a unit of their own, or like another array."""

from __future__ import annotations

from typing import Any

from bu_units import UNITLESS, Unit

from .._declare_creation import Namespace, Q, creation, liked
from .._declare_several import aligned

__all__ = [
    "arange",
    "empty",
    "eye",
    "full",
    "full_like",
    "linspace",
    "ones",
    "ones_like",
    "zeros",
    "zeros_like",
]

Shape = int | tuple[int, ...]


@creation
def zeros(xp: Namespace, shape: Shape, dtype: Any = None, unit: Unit = UNITLESS) -> Any:
    """Zeros of `shape` from the default backend, in `unit`."""
    return xp.zeros(shape, dtype=dtype)


@creation
def ones(xp: Namespace, shape: Shape, dtype: Any = None, unit: Unit = UNITLESS) -> Any:
    """Ones of `shape` from the default backend, in `unit`."""
    return xp.ones(shape, dtype=dtype)


@creation
def empty(xp: Namespace, shape: Shape, dtype: Any = None, unit: Unit = UNITLESS) -> Any:
    """Array of `shape` with unset values from the default backend, in `unit`."""
    return xp.empty(shape, dtype=dtype)


@creation
def eye(
    xp: Namespace, N: int, M: int | None = None, k: int = 0, dtype: Any = None, unit: Unit = UNITLESS
) -> Any:
    """Ones on diagonal `k` of an N x M matrix, else zeros, from the default backend, in `unit`."""
    return xp.eye(N, M, k=k, dtype=dtype)


@aligned("fill_value", numbers=True)
def full(xp: Namespace, shape: Shape, fill_value: Q, dtype: Any = None) -> Q:
    """Array of `shape` filled with `fill_value`, in its unit; in its library where it is an array."""
    dtype = None if dtype is None else xp.backend.dtype(dtype)
    if isinstance(fill_value, (int, float, complex)):
        return xp.full(shape, fill_value, dtype=dtype)
    filled = xp.zeros(shape, dtype=fill_value.dtype) + fill_value
    return filled if dtype is None else xp.astype(filled, dtype)


@liked()
def zeros_like(
    xp: Namespace, a: Q, dtype: Any = None, shape: Shape | None = None, unit: Unit | None = None
) -> Q:
    """Zeros in shape, dtype and library of `a`, in its unit or in `unit` of the same dimension.

    A plain `a` takes `unit` as it is.
    """
    return xp.zeros_like(a, dtype=dtype) if shape is None else xp.zeros(shape, dtype=dtype or a.dtype)


@liked()
def ones_like(
    xp: Namespace, a: Q, dtype: Any = None, shape: Shape | None = None, unit: Unit | None = None
) -> Q:
    """Ones in shape, dtype and library of `a`, in its unit or in `unit`; see `zeros_like`."""
    return xp.ones_like(a, dtype=dtype) if shape is None else xp.ones(shape, dtype=dtype or a.dtype)


@aligned("a", "fill_value")
def full_like(
    xp: Namespace, a: Q, fill_value: Q | complex, dtype: Any = None, shape: Shape | None = None
) -> Q:
    """Array like `a` filled with `fill_value`, which is converted to the unit of `a`."""
    dtype = a.dtype if dtype is None else xp.backend.dtype(dtype)
    shape = a.shape if shape is None else shape
    if isinstance(fill_value, (int, float, complex)):
        return xp.full(shape, fill_value, dtype=dtype)
    return xp.astype(xp.zeros(shape, dtype=dtype) + fill_value, dtype)


@aligned("start", "stop", "step", numbers=True)
def arange(
    xp: Namespace,
    start: Q | complex | None = None,
    stop: Q | complex | None = None,
    step: Q | complex | None = None,
    dtype: Any = None,
) -> Q:
    """Values from `start` (0) up to, not including, `stop` by `step` (1), in the unit of the first given.

    The bounds are numbers whose values are known: the length of the result depends on them.
    """
    low, high, width = (None if x is None else _known(xp, x) for x in (start, stop, step))
    if high is None:
        low, high = 0, low
    dtype = None if dtype is None else xp.backend.dtype(dtype)
    return xp.arange(0 if low is None else low, high, 1 if width is None else width, dtype=dtype)


def _known(xp: Namespace, bound: Any) -> Any:
    """Return a bound as a Python number; BackendError for one without a value yet."""
    return xp.backend.to_numpy(bound).item() if hasattr(bound, "dtype") else bound


@aligned("start", "stop", numbers=True)
def linspace(
    xp: Namespace,
    start: Any,
    stop: Any,
    num: int = 50,
    endpoint: bool = True,
    retstep: bool = False,
    dtype: Any = None,
) -> Any:
    """`num` evenly spaced values from `start` to `stop`, in the unit of `start`.

    With `retstep` the pair of the values and the distance between two of them.
    """
    dtype = None if dtype is None else xp.backend.dtype(dtype)
    if hasattr(start, "dtype") or hasattr(stop, "dtype"):
        values = _between(xp, start, stop, num, endpoint)
        values = values if dtype is None else xp.astype(values, dtype)
    else:
        values = xp.linspace(start, stop, num, endpoint=endpoint, dtype=dtype)
    if not retstep:
        return values
    return values, (stop - start) / (num - 1 if endpoint else num)


def _between(xp: Namespace, start: Any, stop: Any, num: int, endpoint: bool) -> Any:
    """Return linspace of bounds that are arrays.

    The libraries' own lose something: dask computes them, torch forgets their dtype, ndonnx takes
    numbers only.
    """
    dtype = (stop - start).dtype
    part = xp.linspace(
        0.0, 1.0, num, endpoint=endpoint, dtype=None if xp.isdtype(dtype, "integral") else dtype
    )
    return start * (1 - part) + stop * part
