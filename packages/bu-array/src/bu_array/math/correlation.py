"""Covariance, correlation and convolution."""

from __future__ import annotations

import inspect
from typing import Any

from bu_dispatch import BackendError, backend_of
from bu_units import UNITLESS, ScaleUnit, UnitMismatchError

from ..core import as_result, detach, linear, product, pure_number, split
from ..declare import Array, Finish, Namespace, Q, binary, floating, prepared, to_scale
from ._positions import as_array

__all__ = ["convolve", "correlate", "corrcoef", "cov"]


# ---------------------------------------------------------------- covariance


def _of_variables(name: str, given: dict[str, Any]) -> Finish:
    scaled_away = to_scale(name, given, "m", "y")
    for key in ("fweights", "aweights"):
        if given.get(key) is not None:
            given[key] = pure_number(given[key], name, key, given["m"])
    y = given.get("y")
    given["m"], unit = split(given["m"], y)
    if y is not None:
        other = split(y, given["m"])[1]
        if other.dim is not unit.dim:
            text = "variables of two dimensions have covariances in several units; take the pairs one by one"
            raise UnitMismatchError(f"{name}: {text}", unit, other)
        given["y"] = detach(y, unit, name, given["m"])
    if isinstance(unit, ScaleUnit):
        unit = unit.difference  # deviations from the mean are differences
    if scaled_away or unit is UNITLESS:
        return lambda result: result
    return lambda result: as_result(result, *product.result(unit, unit))


@prepared(_of_variables, "m", "y", "fweights", "aweights")
def cov(
    xp: Namespace,
    m: Q,
    y: Q | None = None,
    rowvar: bool = True,
    bias: bool = False,
    ddof: int | None = None,
    fweights: Array | None = None,
    aweights: Array | None = None,
    unit_to_scale: Any = None,
) -> Q:
    """Covariance matrix of the variables in `m` and `y`, in the square of the unit of `m`.

    m: (variables, observations), or transposed where `rowvar` is false; y: more variables, converted to the
    unit of `m`. Raises UnitMismatchError for another dimension: the matrix would need several units.
    fweights: how often each observation counts; aweights: its weight; neither has a unit. The sum is
    divided by ``n - ddof``, one for `bias` false, zero for true. With `unit_to_scale` both are
    divided by it, and the result is bare.
    """
    rows = _rows(xp, m, y, rowvar)
    if ddof is None:
        ddof = 0 if bias else 1
    weights, norm = _weights_of(xp, rows, fweights, aweights, ddof)
    if weights is None:
        centred = rows - xp.mean(rows, axis=1, keepdims=True)
        second = centred
    else:
        centred = rows - xp.sum(rows * weights, axis=1, keepdims=True) / xp.sum(weights)
        second = centred * weights
    return _squeezed(xp, xp.matmul(centred, _adjoint(xp, second)) / norm)


def _rows(xp: Namespace, m: Any, y: Any, rowvar: bool) -> Any:
    """Return all variables as the rows of one matrix."""
    rows: list[Any] = []
    for x in (m, y):
        if x is None:
            continue
        x = floating(xp, x if backend_of(x) is not None else xp.asarray(x))
        if len(x.shape) > 2:
            raise ValueError(f"variables are a vector or a matrix, got an array of {len(x.shape)} axes")
        if len(x.shape) == 2 and not rowvar:
            x = xp.permute_dims(x, (1, 0))
        rows.append(x if len(x.shape) == 2 else xp.reshape(x, (1, -1)))
    return rows[0] if len(rows) == 1 else xp.concat(rows, axis=0)


def _weights_of(xp: Namespace, rows: Any, fweights: Any, aweights: Any, ddof: int) -> tuple[Any, Any]:
    """Return the weight of each observation (None: all alike), and what the sum of products is divided by."""
    real = xp.real(rows).dtype if xp.isdtype(rows.dtype, "complex floating") else rows.dtype
    given = [None if w is None else xp.astype(xp.asarray(w), real) for w in (fweights, aweights)]
    for name, weights in zip(("fweights", "aweights"), given, strict=True):
        if weights is not None and tuple(weights.shape) != (rows.shape[1],):
            raise ValueError(f"cov: {name} of shape {tuple(weights.shape)} for {rows.shape[1]} observations")
    counts, importance = given
    if importance is None:
        total = rows.shape[1] if counts is None else xp.sum(counts)
        # No freedom left is none, and not less: 0 / 0 where there are too few observations.
        return counts, max(total - ddof, 0) if counts is None else total - ddof
    both = importance if counts is None else importance * counts
    total = xp.sum(both)
    return both, total - ddof * xp.sum(both * importance) / total


def _adjoint(xp: Namespace, rows: Any) -> Any:
    rows = xp.permute_dims(rows, (1, 0))
    return xp.conj(rows) if xp.isdtype(rows.dtype, "complex floating") else rows


def _squeezed(xp: Namespace, matrix: Any) -> Any:
    """Return the one number of one variable as an array of no axes."""
    return xp.reshape(matrix, ()) if tuple(matrix.shape) == (1, 1) else matrix


def _of_any_unit(name: str, given: dict[str, Any]) -> Finish:
    to_scale(name, given, "x", "y")
    for key in ("x", "y"):
        if given.get(key) is not None:
            given[key], _ = split(
                given[key], given["x"]
            )  # of points and levels too: deviations from the mean
    return lambda result: result


@prepared(_of_any_unit, "x", "y")
def corrcoef(
    xp: Namespace, x: Q, y: Q | None = None, rowvar: bool = True, unit_to_scale: Any = None
) -> Array:
    """Correlation coefficients of the variables in `x` and `y`, of any units: a bare matrix.

    x: (variables, observations), or transposed where `rowvar` is false; y: more variables.
    """
    rows = _rows(xp, x, y, rowvar)
    centred = rows - xp.mean(rows, axis=1, keepdims=True)
    adjoint = _adjoint(xp, centred)
    squares = centred * xp.permute_dims(adjoint, (1, 0))
    if xp.isdtype(rows.dtype, "complex floating"):
        squares = xp.real(squares)
    length = xp.sqrt(xp.sum(squares, axis=1, keepdims=True))
    result = xp.matmul(centred, adjoint) / length / xp.permute_dims(length, (1, 0))
    if xp.isdtype(rows.dtype, "real floating"):
        result = xp.clip(result, -1, 1)  # rounding may lead beyond
    return _squeezed(xp, result)


# ---------------------------------------------------------------- convolution


def _windows(xp: Namespace, name: str, a: Any, v: Any, mode: str, options: dict[str, Any]) -> Any:
    """Call the library's function with the options that only jax has, if they were passed."""
    function = getattr(xp, name)
    options = {key: value for key, value in options.items() if value is not None}
    if options and not options.keys() <= inspect.signature(function).parameters.keys():
        raise BackendError(
            f"{name}: {' and '.join(options)} are options of jax's; the {xp.backend.name} backend has none"
        )
    a = as_array(xp, a, v)
    a, v = (x if len(x.shape) else xp.reshape(x, (1,)) for x in (a, as_array(xp, v, a)))
    return function(a, v, mode=mode, **options)


@binary(product)
def convolve(
    xp: Namespace,
    a: Q,
    v: Q,
    mode: str = "full",
    *,
    precision: Any = None,
    preferred_element_type: Any = None,
) -> Q:
    """Discrete convolution of two vectors, in the product of the units.

    v: the other vector.
    `mode`: "full", "same" (as long as the longer) or "valid" (where they overlap completely).
    `precision` and `preferred_element_type` are jax's options.
    """
    options = {"precision": precision, "preferred_element_type": preferred_element_type}
    return _windows(xp, "convolve", a, v, mode, options)


def _scaled_product(name: str, given: dict[str, Any]) -> Finish:
    scaled_away = to_scale(name, given, "a", "v")
    given["a"], first = linear(name, given["a"], given["v"])
    given["v"], second = linear(name, given["v"], given["a"])
    if scaled_away:
        return lambda result: result
    return lambda result: as_result(result, *product.result(first, second))


@prepared(_scaled_product, "a", "v")
def correlate(
    xp: Namespace,
    a: Q,
    v: Q,
    mode: str = "valid",
    *,
    precision: Any = None,
    preferred_element_type: Any = None,
    unit_to_scale: Any = None,
) -> Q:
    """Cross-correlation of two vectors, in the product of the units.

    v: the other vector; mode: as in `convolve`.
    With `unit_to_scale` both are divided by it, and the result is bare. See `convolve`.
    """
    options = {"precision": precision, "preferred_element_type": preferred_element_type}
    return _windows(xp, "correlate", a, v, mode, options)
