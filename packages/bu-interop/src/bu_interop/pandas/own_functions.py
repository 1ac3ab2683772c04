"""The functions of pandas that have no hook for other arrays, each wrapped for quantities alone.

``pd.Series(q)``, ``pd.DataFrame({"v": q})`` and ``df["v"] = q`` go through one of them, `describe` and `to_csv`
through one each. A pandas that has none of that name keeps its own answer, which is an error.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from importlib import import_module
from typing import Any

import numpy as np
import pandas as pd

from bu_array import Quantity

from .array import QuantityArray
from .dtype import QuantityDtype

__all__ = ["install"]


def install() -> None:
    """Wrap the functions, each once."""
    _wrap("pandas.core.construction", "extract_array", _extracted)
    _wrap("pandas.core.methods.describe", "describe_numeric_1d", _described)
    _wrap("pandas.core.internals.blocks", "get_values_for_csv", _for_csv)


def _wrap(module_name: str, name: str, answer: Callable[..., Any]) -> None:
    """Have a function of pandas ask `answer` first, which returns NotImplemented for what is not ours."""
    module = import_module(module_name)
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
