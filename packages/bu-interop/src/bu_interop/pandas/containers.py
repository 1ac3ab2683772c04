"""Series, Index and DataFrame beside quantities and units: ``series * u.mV``, ``q + frame``,
``np.add(s, q)``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
from pandas.api.extensions import ExtensionArray

from bu_array import Quantity
from bu_array.core import attach_container
from bu_units import Unit

from .operators import boxed, operand

__all__ = ["install"]

_KINDS = (pd.Series, pd.Index, pd.DataFrame, ExtensionArray)


def install() -> None:
    """Let pandas' containers answer the operators of quantities and units."""
    attach_container(_KINDS, answer, read)


def read(x: Any) -> tuple[Any, Unit] | None:
    """Return numbers and unit of a container of one column of quantities; None for other ones."""
    values = x.array if isinstance(x, (pd.Series, pd.Index)) else x
    quantity = getattr(values, "quantity", None) if isinstance(values, ExtensionArray) else None
    return (quantity.mantissa, quantity.unit) if isinstance(quantity, Quantity) else None


def answer(function: Callable[..., Any], operands: tuple[Any, ...]) -> Any:
    """Return ``function(*operands)`` with the index and the name of the containers among them."""
    homes = [x for x in operands if isinstance(x, _KINDS)]
    home = homes[0]
    if isinstance(
        getattr(home, "dtype", None), pd.DatetimeTZDtype
    ):  # dates and times have a rule of their own
        return NotImplemented
    if len(homes) > 1:  # pandas aligns those first
        return NotImplemented
    if isinstance(home, pd.DataFrame):
        return _of_frame(function, operands, home)
    for x in operands:
        _refuse_shape(x, home)
    with np.errstate(all="ignore"):  # as pandas does
        values = tuple(_values(x) if x is home else x for x in operands)
        result = function(*values)
    if result is NotImplemented:
        return result
    return _like(home, result, values)


def _values(home: Any) -> Any:
    """Return the values of a column as quantities compute with them; TypeError for what has no numbers."""
    values = home.array if isinstance(home, (pd.Series, pd.Index)) else home
    kind = getattr(values.dtype, "kind", "O")
    if kind in "biufc" and not isinstance(values.dtype, pd.CategoricalDtype):
        numeric = not isinstance(values.dtype, np.dtype)
        return operand(values) if numeric else np.asarray(values)
    if kind in "mM" and isinstance(values.dtype, np.dtype):
        return np.asarray(values)
    found = operand(values)
    if isinstance(found, Quantity) or (isinstance(found, np.ndarray) and found.dtype.kind in "biufc"):
        return found
    raise TypeError(f"a column of {values.dtype} is no column of numbers or quantities")


def _refuse_shape(x: Any, home: Any) -> None:
    mantissa = x.mantissa if isinstance(x, Quantity) else None
    dimensions = np.ndim(mantissa) if mantissa is not None else 0
    if dimensions > 1:
        raise TypeError(f"a column takes quantities of one dimension, got {dimensions}")
    if dimensions == 1 and len(x) != len(home):
        raise ValueError(f"Lengths must match: {len(home)} and {len(x)}")


def _like(home: Any, result: Any, sources: tuple[Any, ...]) -> Any:
    """Return a result with the index and the name of a container."""
    if isinstance(result, tuple):
        return tuple(_like(home, part, sources) for part in result)
    if isinstance(result, (bool, np.bool_)):
        result = np.full(len(home), bool(result))
    column = boxed(result, *sources)
    if isinstance(home, pd.Series):
        return home._constructor(column, index=home.index, name=home.name).__finalize__(home)
    return pd.Index(column, name=home.name) if isinstance(home, pd.Index) else column


def _of_frame(function: Callable[..., Any], operands: tuple[Any, ...], home: pd.DataFrame) -> Any:
    """Answer for each column; one quantity goes with all of them, one for each row with all, too."""
    for x in operands:
        if isinstance(x, Quantity) and np.ndim(x.mantissa) and np.shape(x.mantissa) != (len(home), 1):
            raise TypeError(
                "a frame takes one quantity or unit; of several say what they go with: one column, df[name] * q, "
                "or a Series of them, df.mul(series, axis=0)"
            )
    flat = [x.reshape(-1) if isinstance(x, Quantity) and np.ndim(x.mantissa) else x for x in operands]
    columns = []
    for column in (home.iloc[:, place] for place in range(home.shape[1])):
        found = answer(function, tuple(column if x is home else x for x in flat))
        if found is NotImplemented:
            return found
        columns.append(found)
    if columns and isinstance(columns[0], tuple):
        return tuple(_joined(home, list(part)) for part in zip(*columns, strict=True))
    return _joined(home, columns)


def _joined(home: pd.DataFrame, columns: list[Any]) -> pd.DataFrame:
    if not columns:
        return home.copy()
    frame = pd.concat(columns, axis=1)
    frame.columns = home.columns
    return home._constructor(frame).__finalize__(home)
