"""Sparse arrays, scipy's and those of the package sparse, as mantissas: they compute by their own methods.

They are of no array library with a namespace, so that a function is answered by the method of its name, or is
refused. Nothing is made dense, and nothing imported: a type is known by where it comes from.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from bu_dispatch import BackendError, backend_of
from bu_units.tracing import tracing

__all__ = ["is_sparse", "sparse_body"]

_SOURCES = frozenset(("scipy", "sparse"))
_known: dict[type, bool] = {}


def is_sparse(x: Any) -> bool:
    """Whether `x` is a sparse array of scipy's or of the package sparse."""
    if tracing() or backend_of(x) is not None:
        return False
    kind = type(x)
    found = _known.get(kind)
    if found is None:
        own = any(base.__module__.partition(".")[0] in _SOURCES for base in kind.__mro__)
        found = own and hasattr(kind, "nnz") and hasattr(kind, "todense")
        if own:  # few types, where every other would be kept for ever
            _known[kind] = found
    return found


_OPERATORS: dict[str, Callable[..., Any]] = {
    "abs": abs,
    "add": operator.add,
    "divide": operator.truediv,
    "equal": operator.eq,
    "dot": operator.matmul,
    "greater": operator.gt,
    "greater_equal": operator.ge,
    "less": operator.lt,
    "less_equal": operator.le,
    "matmul": operator.matmul,
    "negative": operator.neg,
    "not_equal": operator.ne,
    "subtract": operator.sub,
    "true_divide": operator.truediv,
}
_METHODS = frozenset(
    "sum mean max min argmax argmin transpose diagonal reshape sqrt trunc rint floor ceil conj real imag round".split()
)


def sparse_body(name: str) -> Callable[..., Any]:
    """Return what computes the function `name` where an operand is sparse."""
    return partial(_computed, name)


def _computed(name: str, x: Any = None, *rest: Any, **options: Any) -> Any:
    operands: Sequence[Any] = (x, *rest)
    if name == "multiply":  # elementwise; the operator of scipy's matrices is the matrix product
        x, y = operands if is_sparse(x) else operands[::-1]
        return x.multiply(y) if hasattr(x, "multiply") else x * y
    if name in _OPERATORS:
        _refuse_other_libraries(name, operands)
        return _OPERATORS[name](*operands)
    if name in _METHODS and is_sparse(x) and hasattr(type(x), name):
        method = getattr(x, name)
        return method(*rest, **_given(options)) if callable(method) else method
    raise BackendError(
        f"{name}: sparse arrays have no such method; make them dense first: .mantissa.todense()"
    )


def _given(options: dict[str, Any]) -> dict[str, Any]:
    """Return the options that say something: scipy's methods have not all that the standard has."""
    return {key: value for key, value in options.items() if value is not None and value is not False}


def _refuse_other_libraries(name: str, operands: Sequence[Any]) -> None:
    for each in operands:
        backend = backend_of(each)
        if backend is not None and backend.name != "numpy":
            raise BackendError(
                f"{name}: a sparse array computes with numpy's, got one of {backend.title}; call .to_numpy() first"
            )
