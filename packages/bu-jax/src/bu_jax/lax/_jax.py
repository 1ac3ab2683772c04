"""jax.lax, and what every function of this package asks of its inputs."""

from __future__ import annotations

from typing import Any

import jax as _library
import jax.lax.linalg as _linalg

from bu_array.core import Pair, Requirement, pure_number, require

__all__ = ["JAX", "guard", "is_pair", "jax", "lax", "linalg", "like", "paired", "plain"]

JAX = Requirement("jax", "brainunit.lax")
# Any: bodies receive jax arrays under the types that callers see, and jax leaves trees without types.
jax: Any = _library
lax: Any = _library.lax
linalg: Any = _linalg


def guard(name: str, *trees: Any) -> None:
    """Raise BackendError for an array of another library among the leaves of `trees`."""
    for leaf in jax.tree.leaves(trees, is_leaf=is_pair):
        require(JAX, name, leaf)


def is_pair(x: object) -> bool:
    """Whether `x` is a quantity: a leaf here, although it is a pytree for jax."""
    return isinstance(x, Pair)


def plain(name: str, argument: str, x: Any) -> Any:
    """Return an operand that takes no unit, such as indices; of a sequence each element.

    A dimensionless quantity is a plain number. TypeError for a unit, BackendError for another library.
    """
    if isinstance(x, (list, tuple)):
        return type(x)(plain(name, argument, item) for item in x)
    require(JAX, name, x)
    return pure_number(x, name, argument) if isinstance(x, Pair) else x


def like(x: Any, array: Any) -> Any:
    """Return a Python number in the dtype of `array`, if that holds it; anything else as it is.

    jax.lax gives numbers its default dtype, and refuses what is not of one dtype: 0 beside float32.
    """
    if isinstance(x, int) or (isinstance(x, float) and jax.numpy.issubdtype(array.dtype, jax.numpy.inexact)):
        return array.dtype.type(x)
    return x


def paired(x: Any, y: Any) -> tuple[Any, Any]:
    """Return two operands, a Python number in the dtype of the array beside it; see `like`."""
    return (like(x, y), y) if isinstance(x, (int, float)) else (x, like(y, x))
