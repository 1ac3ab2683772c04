"""Quantities in polars: the unit in the dtype of a column, there and back by a function for each way.

polars computes with what it knows, and a column in a unit is none of it: arithmetic with one is refused. Take
the quantity, compute, and bring it back.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import numpy as np
import polars as pl

from bu_array import Quantity
from bu_array.core import attach_container
from bu_dispatch import BackendError, backend_of
from bu_units import UNITLESS, Unit, parse_unit

__all__ = ["QuantityType", "from_polars", "to_polars"]

_NAME = "brainunit.quantity"


class QuantityType(pl.BaseExtension):  # type: ignore[misc]  # polars is not followed
    """The dtype of a polars column in a unit: ``QuantityType(pl.Float64(), unit)``; equal where units are.

    storage: the dtype of the numbers; unit: a Unit.
    """

    def __init__(self, storage: Any, unit: Unit) -> None:
        said = {"unit": "1" if unit is UNITLESS else unit.dispname}
        if unit.kind is not None:
            said["kind"] = unit.kind
        super().__init__(_NAME, storage, json.dumps(said))

    @property
    def unit(self) -> Unit:
        """The unit of the column."""
        said = json.loads(self.ext_metadata() or "{}")
        unit = parse_unit(said["unit"])
        return unit.of_kind(said["kind"]) if "kind" in said else unit

    @classmethod
    def ext_from_params(cls, name: str, storage: Any, metadata: str | None) -> QuantityType:
        """Return the dtype that a file says."""
        said = json.loads(metadata or "{}")
        unit = parse_unit(said["unit"])
        return cls(storage, unit.of_kind(said["kind"]) if "kind" in said else unit)


def to_polars(data: Any, name: str = "") -> Any:
    """Return the polars Series of a quantity of one dimension, in its unit; of a mapping a DataFrame.

    data: a quantity, or a mapping of names to quantities and whatever polars takes; name: that of the Series.
    Raises BackendError for a lazy mantissa, TypeError for numbers that polars has not (complex, objects).
    """
    if isinstance(data, Mapping):
        return pl.DataFrame(
            [to_polars(x, key) if isinstance(x, Quantity) else pl.Series(key, x) for key, x in data.items()]
        )
    if not isinstance(data, Quantity):
        raise TypeError(
            f"to_polars takes a quantity, or a mapping with quantities, got {type(data).__name__}"
        )
    backend = backend_of(data.mantissa)
    if backend is not None and backend.lazy:
        raise BackendError(
            f"polars needs values, and {backend.title} computes them when asked: {backend.way_out}"
        )
    plain = data.to_numpy().mantissa
    mask = np.ma.getmaskarray(plain) if isinstance(plain, np.ma.MaskedArray) else None
    numbers = np.asarray(np.ma.getdata(plain))
    if numbers.ndim != 1:
        raise ValueError(f"a column has one dimension, got {numbers.ndim}")
    if numbers.dtype.kind not in "iuf":
        raise TypeError(f"a polars column of quantities holds integers or floats, got {numbers.dtype}")
    series = pl.Series(name, numbers)
    if mask is not None and mask.any():
        series = series.set(pl.Series(mask), None)
    return series.ext.to(QuantityType(series.dtype, data.unit))


def from_polars(data: Any) -> Any:
    """Return the quantity of a polars Series in a unit, a null as NaN; of a DataFrame a dict by column.

    data: a Series, or a DataFrame, of which columns without a unit stay Series. Raises TypeError for a Series
    that has no unit.
    """
    if isinstance(data, pl.DataFrame):
        return {
            column.name: from_polars(column) if isinstance(column.dtype, QuantityType) else column
            for column in data
        }
    if not isinstance(data, pl.Series) or not isinstance(data.dtype, QuantityType):
        kind = data.dtype if isinstance(data, pl.Series) else type(data).__name__
        raise TypeError(
            f"from_polars takes a Series with a unit, got {kind}: Quantity(series.to_numpy(), unit)"
        )
    return Quantity(data.ext.storage().to_numpy(), data.dtype.unit)


def _refused(function: Any, operands: tuple[Any, ...]) -> Any:
    raise TypeError(
        "polars computes with no units: take the quantity, Quantity(series.to_numpy(), unit) or from_polars(series), "
        "compute, and bring it back with to_polars(q)"
    )


def _read(x: Any) -> tuple[Any, Unit] | None:
    if not isinstance(x, pl.Series) or not isinstance(x.dtype, QuantityType):
        return None
    quantity = from_polars(x)
    return quantity.mantissa, quantity.unit


pl.register_extension_type(_NAME, QuantityType)
attach_container((pl.Series, pl.DataFrame, pl.Expr, pl.LazyFrame), _refused, _read)
