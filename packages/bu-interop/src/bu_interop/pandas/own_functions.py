"""The functions of pandas that have no hook for other arrays, each wrapped for quantities alone.

``pd.Series(q)``, ``pd.DataFrame({"v": q})`` and ``df["v"] = q`` go through one of them, `describe` and
`to_csv`
through one each. A pandas that has none of that name keeps its own answer, which is an error.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from functools import wraps
from importlib import import_module
from typing import Any

import numpy as np
import pandas as pd

from bu_array import Quantity
from bu_units import Unit

from .array import QuantityArray
from .dtype import QuantityDtype
from .operators import boxed
from .values import floats

__all__ = ["install"]


def install() -> None:
    """Wrap the functions, each once."""
    _wrap(import_module("pandas.core.construction"), "extract_array", _extracted)
    _wrap(import_module("pandas.core.generic"), "extract_array", _extracted)
    _wrap(import_module("pandas.core.dtypes.missing"), "_isna", _is_missing)
    _wrap(import_module("pandas.core.common"), "asarray_tuplesafe", _of_list)
    _wrap(import_module("pandas.core.methods.describe"), "describe_numeric_1d", _described)
    _wrap(import_module("pandas.core.internals.blocks"), "get_values_for_csv", _for_csv)
    _wrap(import_module("pandas.core.ops.array_ops"), "_na_arithmetic_op", _computed)
    _wrap(pd.Series, "_inplace_method", _in_place)
    _wrap(pd.DataFrame, "_inplace_method", _in_place)
    for name in ("_flex_arith_method", "_flex_cmp_method"):
        _wrap(pd.DataFrame, name, _by_operator)


def _wrap(module: Any, name: str, answer: Callable[..., Any]) -> None:
    """Have a function of pandas ask `answer` first, which returns NotImplemented for what is not ours."""
    own = getattr(module, name, None)
    if own is None or hasattr(own, "_before_quantities"):
        return

    @wraps(own)
    def function(*args: Any, **options: Any) -> Any:
        found = answer(*args, **options)
        return own(*args, **options) if found is NotImplemented else found

    function._before_quantities = own  # type: ignore[attr-defined]  # says that it is wrapped
    setattr(module, name, function)


def _extracted(values: Any, *_: Any, **__: Any) -> Any:
    """Return the column of a quantity of one dimension, a copy: nobody's array is written into."""
    if isinstance(values, Quantity) and values.ndim == 1:
        return QuantityArray(values, copy=True)
    return NotImplemented


def _of_list(values: Any, *_: Any, **__: Any) -> Any:
    """Return a list with quantities as an array of objects: ``series.where(mask, [q, r])``."""
    if isinstance(values, (list, tuple)) and any(isinstance(x, Quantity) for x in values):
        return np.fromiter(values, dtype=object, count=len(values))
    return NotImplemented


def _is_missing(x: Any, *_: Any, **__: Any) -> Any:
    """Say of a quantity which of its values are missing, as of an array."""
    if not isinstance(x, Quantity):
        return NotImplemented
    missing = np.isnan(floats(x.mantissa))
    return missing if missing.ndim else bool(missing)


def _computed(left: Any, right: Any, op: Callable[..., Any], is_cmp: bool = False) -> Any:
    """Compute with an element of a Series of quantities: ``frame * series``."""
    if not isinstance(left, (Quantity, Unit)) and not isinstance(right, (Quantity, Unit)):
        return NotImplemented
    if np.ndim(getattr(left, "mantissa", left)) == 2:
        raise TypeError("a block of columns takes no quantity: compute with the frame, or with one column")
    return boxed(op(left, right))


def _in_place(container: Any, other: Any, op: Any) -> Any:
    """Answer ``series += q``, which pandas computes with a method that leaves quantities to answer."""
    if not isinstance(other, (Quantity, Unit)) or isinstance(op, _Operator):
        return NotImplemented
    return container._inplace_method(other, _Operator(op.__name__))


class _Operator:
    """The operator of a method such as ``__add__``, which asks the other operand, too."""

    def __init__(self, name: str) -> None:
        self.compute = getattr(operator, name)

    def __call__(self, x: Any, y: Any) -> Any:
        return self.compute(x, y)


def _by_operator(frame: pd.DataFrame, other: Any, op: Any, *args: Any, **options: Any) -> Any:
    """Answer ``frame.mul(q)`` as ``frame * q``; what is filled in needs a unit of its own."""
    if not isinstance(other, (Quantity, Unit)):
        return NotImplemented
    if options.get("fill_value") is not None:
        raise TypeError("fill_value: fill the frame first, frame.fillna(q)")
    return op(frame, other)


def _described(series: pd.Series, percentiles: Any) -> Any:
    if not isinstance(series.dtype, QuantityDtype):
        return NotImplemented
    labels = pd.Series([0.0]).describe(percentiles=percentiles).index
    quantiles = list(series.quantile(list(percentiles)).array) if len(percentiles) else []
    values = [
        series.count(),
        *(getattr(series, name)() for name in ("mean", "std", "min")),
        *quantiles,
        series.max(),
    ]
    described = np.fromiter(values, dtype=object, count=len(values))
    return pd.Series(described, index=labels, name=series.name, dtype=object)


def _for_csv(values: Any, *_: Any, na_rep: str = "nan", float_format: Any = None, **__: Any) -> Any:
    """Return texts with every digit and the unit, which the dtype reads back."""
    if not isinstance(values, QuantityArray):
        return NotImplemented
    number: Any = repr
    if callable(float_format):
        number = float_format
    elif float_format is not None:
        number = float_format.__mod__ if "%" in float_format else float_format.format
    return np.array(values._texts(na_rep, number), dtype=object)
