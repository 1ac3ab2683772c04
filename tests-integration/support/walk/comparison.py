"""Whether two answers are the same quantity: the numbers in the coherent unit, and bare ones as they are."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from bu_array import Quantity
from bu_units import Unit

from .operands import Function

__all__ = ["difference"]

RTOL = 1e-8
ATOL = 1e-13  # the operands are about one in volts: what is below is rounding
DEPTH = 4
# Attributes of scipy's solvers and splines that hold no values yet.
SCRATCH = frozenset({"K", "K_extended", "_data"})
DRAWN = "scipy.stats._qmc"  # whose objects hold what they draw anew
PLAIN = (bool, int, float, complex, np.generic)


def leaves(x: Any, path: str = "", depth: int = 0) -> Iterator[tuple[str, Any]]:
    """Yield what an answer is made of: quantities, arrays, numbers, texts, others by their class."""
    if isinstance(x, Quantity):
        yield path, x
    elif isinstance(x, np.ndarray) and x.dtype == object and depth < DEPTH:
        yield f"{path}.shape", x.shape
        for i, each in enumerate(x.ravel().tolist() if x.ndim else [x.item()]):
            yield from leaves(each, f"{path}[{i}]", depth + 1)
    elif isinstance(x, np.ndarray) and x.dtype.names:
        for name in x.dtype.names:
            yield from leaves(x[name], f"{path}.{name}", depth + 1)
    elif isinstance(x, (np.ndarray, str, bytes, Unit, type(None), *PLAIN)):
        yield path, x
    elif depth >= DEPTH or isinstance(x, Function) or type(x).__module__ == DRAWN:
        yield path, type(x)
    elif isinstance(x, dict):
        for key, each in x.items():
            yield from leaves(each, f"{path}[{key!r}]", depth + 1)
    elif isinstance(x, (list, tuple)):
        yield f"{path} length", len(x)
        for i, each in enumerate(x):
            yield from leaves(each, f"{path}[{i}]", depth + 1)
    else:
        yield path, type(x)
        attributes = getattr(x, "__dict__", None) or {}
        shown = {key: each for key, each in attributes.items() if key not in SCRATCH}
        yield from leaves(shown, f"{path}.", depth + 1)


def difference(one: Any, other: Any) -> str:
    """Say where the answers in volts and in millivolts are different quantities; empty where nowhere."""
    first, second = dict(leaves(one)), dict(leaves(other))
    if first.keys() != second.keys():
        return f"parts {sorted(first.keys() ^ second.keys())[:4]}"
    for path, x in first.items():
        why = _different(x, second[path])
        if why:
            return f"{path or 'result'}: {why}"
    return ""


def _different(x: Any, y: Any) -> str:
    if isinstance(x, Quantity) != isinstance(y, Quantity):
        return "a unit in one of them"
    if isinstance(x, Quantity):
        if x.unit.dim != y.unit.dim:
            return f"{x.unit}, {y.unit}"
        return _values(_base(x), _base(y), f" in {x.unit}, {y.unit}")
    if isinstance(x, (np.ndarray, *PLAIN)) and isinstance(y, (np.ndarray, *PLAIN)):
        return _values(_plain(x), _plain(y), ", bare")
    if isinstance(x, Unit) and isinstance(y, Unit):
        return "" if x.dim == y.dim else f"{x}, {y}"
    if type(x) is not type(y):
        return f"{type(x).__name__}, {type(y).__name__}"
    if isinstance(x, (np.ndarray, *PLAIN)):
        return ""
    return "" if x == y else f"{x!r:.40}, {y!r:.40}"


def _base(x: Quantity) -> Any:
    return _plain(x.to_base().mantissa)


def _plain(x: Any) -> Any:
    """Return an array without what stands below a mask, which is no part of it."""
    return x.filled(0) if type(x) is np.ma.MaskedArray and x.dtype.kind in "iufc" else np.asarray(x)


def _values(x: Any, y: Any, where: str) -> str:
    if x.shape != y.shape:
        return f"shapes {x.shape}, {y.shape}"
    if object in (x.dtype, y.dtype):
        return difference(x, y)
    if x.dtype.kind not in "biufc" or y.dtype.kind not in "biufc":
        return "" if x.tolist() == y.tolist() else f"values{where}"
    largest = float(np.max(np.abs(x[np.isfinite(x)]), initial=0.0))
    if np.allclose(x, y, rtol=RTOL, atol=ATOL + RTOL * largest, equal_nan=True):
        return ""
    return f"values{where}: {np.ravel(x)[:3]}, {np.ravel(y)[:3]}"
