"""Operands of sparse matrices: which are taken, and as what."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import jax.numpy as jnp
import numpy as np

from bu_array.core import (
    Pair,
    Requirement,
    has_unit,
    join,
    known_number,
    refused_on_scale,
    require,
    split,
    unwrapped,
)
from bu_dispatch import backend_of
from bu_units import Unit

__all__ = ["at_places", "attach_coo", "bare", "checked", "coo", "is_operand", "jax_array", "wrapped"]

SPARSE = Requirement("jax", "brainunit.sparse")

# The class COO derives from SparseMatrix, whose operators make matrices of it.
_COO: Any = None


def attach_coo(cls: Any) -> None:
    """Set the class that `coo` makes."""
    global _COO
    _COO = cls


def coo(args: Any, shape: Any) -> Any:
    """Return the COO matrix of (entries, rows, columns)."""
    return _COO(args, shape=shape)


def bare(x: Any) -> bool:
    """Whether `x` is no quantity."""
    return not isinstance(x, Pair)


def is_operand(x: Any) -> bool:
    """Whether `x` is a number, an array, a list of them, or a quantity."""
    return (
        isinstance(x, (Pair, Unit, int, float, complex, Fraction, list, tuple)) or backend_of(x) is not None
    )


def jax_array(name: str, x: Any) -> tuple[Any, Unit]:
    """Return an operand as a jax array and its unit; BackendError for one of another library."""
    # Numbers in a list become an array of jax.
    mantissa, unit = split(x, jnp.zeros(())) if isinstance(x, (list, tuple)) else split(x)
    require(SPARSE, name, mantissa if bare(unwrapped(x)) else x)
    if type(unit) is not Unit:
        raise refused_on_scale(name, unit)
    return jnp.asarray(known_number(mantissa)), unit


def wrapped(name: str, x: Any) -> Any:
    """Return an operand as a jax array, or a quantity with one."""
    mantissa, unit = jax_array(name, x)
    if not has_unit(x):
        return mantissa
    held = unwrapped(x)
    return held if isinstance(held, Pair) and held._mantissa is mantissa else join(mantissa, unit)


def checked(name: str, x: Any) -> Any:
    """Return an operand of an operator: a jax array, a quantity with one, or a Python number as it is."""
    mantissa, _ = split(x)
    if isinstance(mantissa, (int, float, complex)):
        return x  # it takes the dtype of the other operand
    return wrapped(name, x)


def at_places(matrix: Any, x: Any) -> Any:
    """Return the element of `x`, broadcast to the shape of the matrix, at the place of each entry."""
    shape = getattr(x, "shape", ())
    if not shape:
        return x
    if np.broadcast_shapes(shape, matrix.shape) != matrix.shape:
        raise ValueError(f"operands of shapes {matrix.shape} and {shape} do not give a matrix of the first")
    key = [0 if size == 1 else at for size, at in zip(shape[::-1], matrix._places()[::-1], strict=False)]
    return x[tuple(key[::-1])]
