"""Bodies for functions that the array API standard lacks, on functions that it has."""

from __future__ import annotations

TYPE_CHECKING = False  # typing itself costs more to import than this package
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from bu_dispatch._namespace import Namespace


def power(xp: Namespace, x1: Any, x2: Any, /) -> Any:
    """``x1 ** x2``: numpy's name of the standard's `pow`."""
    return xp.pow(x1, x2)


def concatenate(xp: Namespace, arrays: Any, /, *, axis: int | None = 0) -> Any:
    """Join `arrays` along `axis`: numpy's name of the standard's `concat`."""
    return xp.concat(arrays, axis=axis)


def cumsum(xp: Namespace, x: Any, /, axis: int | None = None, dtype: Any = None) -> Any:
    """Running sum along `axis`, of the flattened array where `axis` is None, as numpy has it."""
    if axis is None:
        x, axis = xp.reshape(x, (-1,)), 0
    return xp.cumulative_sum(x, axis=axis, dtype=dtype)


def cumprod(xp: Namespace, x: Any, /, axis: int | None = None, dtype: Any = None) -> Any:
    """Running product along `axis`, of the flattened array where `axis` is None, as numpy has it."""
    if axis is None:
        x, axis = xp.reshape(x, (-1,)), 0
    return xp.cumulative_prod(x, axis=axis, dtype=dtype)


def cbrt(xp: Namespace, x: Any, /) -> Any:
    """Real cube root, negative for negative `x`.

    A power with the rounded exponent 1/3 is off by a few units in the last place; one step of
    Newton's method puts that right.
    """
    if xp.isdtype(x.dtype, "integral"):
        x = xp.astype(x, xp.asarray(0.0).dtype)
    root = xp.abs(x) ** (1 / 3)
    plain = xp.logical_or(root == 0, xp.logical_not(xp.isfinite(root)))
    safe = xp.where(plain, xp.ones_like(root), root)
    better = safe - (safe - xp.abs(x) / (safe * safe)) / 3
    return xp.sign(x) * xp.where(plain, root, better)


BODIES: dict[str, Callable[..., Any]] = {
    body.__name__: body for body in (power, concatenate, cumsum, cumprod, cbrt)
}
