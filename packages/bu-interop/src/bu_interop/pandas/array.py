"""A pandas column of quantities in one unit: an ExtensionArray of floats beside a unit."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pandas as pd
from pandas.api.extensions import ExtensionArray, no_default, take
from pandas.api.indexers import check_array_indexer
from pandas.api.types import is_list_like, pandas_dtype

from bu_array import Quantity
from bu_array.core import as_unit, detach_asked
from bu_units import UNITLESS, Unit

from .algorithms import Algorithms
from .dtype import QuantityDtype
from .operators import Operators
from .reductions import Reductions
from .values import element, floats, is_missing, numbers_in, unit_among

__all__ = ["QuantityArray"]


class QuantityArray(Operators, Reductions, Algorithms, ExtensionArray):  # type: ignore[misc]  # pandas is not followed
    """A column in one unit for a Series, an Index or a DataFrame; a missing value is NaN.

    values: a one-dimensional quantity, another column, or numbers in `unit`; unit: a Unit or its text,
    to which
    quantities are converted; copy: whether the numbers are copied. Integers become floats. Raises
    UnitMismatchError where a conversion does not fit, BackendError for a lazy mantissa, ValueError for
    another
    number of dimensions and for digits that float64 cannot hold.
    """

    _readonly = False  # pandas 3 sets it on the values that it shares

    def __init__(self, values: Any, unit: Unit | str | None = None, copy: bool = False) -> None:
        if isinstance(values, QuantityArray):
            values = values.quantity
        target = None if unit is None else as_unit(unit)
        if isinstance(values, Quantity):
            target = values.unit if target is None else target
            values = (
                values.mantissa if values.unit is target else detach_asked(values, target, "QuantityArray")
            )
        numbers = floats(values)
        if numbers.ndim != 1:
            raise ValueError(f"a column has one dimension, got {numbers.ndim}")
        self._m = numbers.copy() if copy else numbers
        self._dtype = QuantityDtype(UNITLESS if target is None else target, numbers.dtype)

    def _like(self, numbers: np.ndarray[Any, Any]) -> QuantityArray:
        """Return a column of other numbers in the same unit."""
        return type(self)(numbers, self.unit)

    # ------------------------------------------------------------ what it is

    @property
    def dtype(self) -> QuantityDtype:
        """The dtype: unit and kind of numbers."""
        return self._dtype

    @property
    def unit(self) -> Unit:
        """The unit of every value."""
        return self._dtype.unit

    @property
    def quantity(self) -> Quantity:
        """The column as a quantity, without a copy."""
        numbers = self._m
        if self._readonly:
            numbers = numbers.view()
            numbers.flags.writeable = False
        return Quantity(numbers, self.unit)

    @property
    def nbytes(self) -> int:
        """The bytes that the numbers take."""
        return int(self._m.nbytes)

    def __len__(self) -> int:
        return len(self._m)

    def isna(self) -> np.ndarray[Any, Any]:
        """Return which values are missing."""
        missing: np.ndarray[Any, Any] = np.isnan(self._m)
        return missing

    def copy(self) -> QuantityArray:
        """Return a copy, in the same unit."""
        return self._like(self._m.copy())

    def view(self, dtype: Any = None) -> Any:
        """Return a column of the same memory; in another unit its numbers would be others: TypeError."""
        if dtype is not None and pandas_dtype(dtype) != self.dtype:
            raise TypeError(f"a view of a column in {self.unit} as {dtype} would lose the unit")
        return self._like(self._m[:])

    # ------------------------------------------------------------ making

    @classmethod
    def _from_sequence(cls, scalars: Any, *, dtype: Any = None, copy: bool = False) -> QuantityArray:
        if dtype is not None:
            dtype = pandas_dtype(dtype)
            return cls(numbers_in(scalars, dtype.unit, True).astype(dtype.numbers, copy=copy), dtype.unit)
        own = scalars.array if isinstance(scalars, (pd.Series, pd.Index)) else scalars
        if isinstance(own, (Quantity, QuantityArray)):
            return cls(own, copy=copy)
        items = list(own)
        unit = unit_among(items)
        return cls(numbers_in(items, unit, False), unit)

    @classmethod
    def _from_sequence_of_strings(
        cls, strings: Sequence[Any], *, dtype: Any, copy: bool = False
    ) -> QuantityArray:
        return cls._from_sequence(list(strings), dtype=dtype, copy=copy)

    @classmethod
    def _from_factorized(cls, values: Any, original: QuantityArray) -> QuantityArray:
        return cls(values.astype(original._m.dtype, copy=False), original.unit)

    def _cast_pointwise_result(self, values: Any) -> Any:
        """Return what a function made of each element as a column of its own kind (pandas 3)."""
        if isinstance(values, QuantityArray):
            return values
        items = np.fromiter(values, dtype=object, count=len(values))
        if any(isinstance(x, Quantity) for x in items):
            try:
                return type(self)._from_sequence(items)
            except TypeError:  # of several dimensions: each keeps its own
                return items
        return pd.Series(list(items), dtype=object).infer_objects().array

    @classmethod
    def _concat_same_type(cls, to_concat: Sequence[QuantityArray]) -> QuantityArray:
        unit = to_concat[0].unit
        return cls(np.concatenate([numbers_in(part, unit, False) for part in to_concat]), unit)

    # ------------------------------------------------------------ elements

    def __getitem__(self, item: Any) -> Any:
        item = check_array_indexer(self, item)
        if isinstance(item, tuple) and len(item) == 2:
            item = item[1] if item[0] is Ellipsis else item[0]
        found = self._m[item]
        if np.ndim(found) == 0:
            return np.nan if found != found else Quantity(found, self.unit)
        part = self._like(found)
        part._readonly = self._readonly and np.shares_memory(found, self._m)
        return part

    def __setitem__(self, key: Any, value: Any) -> None:
        if self._readonly:
            raise ValueError("Cannot modify read-only array")
        key = check_array_indexer(self, key)
        self._m[key] = self._accepted(value)

    def _accepted(self, value: Any) -> Any:
        """Return a value, or several, as numbers in the unit of the column; a plain number needs a unit."""
        if is_list_like(value) and getattr(value, "ndim", 1):
            return numbers_in(value, self.unit, self.unit is UNITLESS)
        return element(value, self.unit)

    def __contains__(self, item: Any) -> bool:
        if is_missing(item):
            return isinstance(item, float) and bool(self.isna().any())
        return bool(np.any(self == item))

    def take(self, indices: Any, *, allow_fill: bool = False, fill_value: Any = None) -> QuantityArray:
        """Return the values at `indices`, where -1 is a missing value with `allow_fill`."""
        if not allow_fill:
            return self._like(take(self._m, indices))
        fill = np.nan if fill_value is None else element(fill_value, self.unit)
        return self._like(take(self._m, indices, allow_fill=True, fill_value=fill))

    # ------------------------------------------------------------ out

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> np.ndarray[Any, Any]:
        if copy is False:
            raise ValueError("a column of quantities is no array without a copy")
        if dtype is not None and np.dtype(dtype) != object:
            return np.asarray(self._bare(f"np.asarray(dtype={np.dtype(dtype)})"), dtype)
        return np.fromiter(self, dtype=object, count=len(self))

    def _bare(self, what: str) -> Any:
        """Return the numbers of a column without a dimension; TypeError for others, which would lose
        the unit.
        """
        if not self.unit.dim.is_dimensionless or type(self.unit) is not Unit:
            raise TypeError(
                f"{what} of a column in {self.unit} would lose the unit: series.bu.magnitude(unit)"
            )
        return detach_asked(self.quantity, UNITLESS, what)

    def to_numpy(
        self, dtype: Any = None, copy: bool = False, na_value: Any = no_default
    ) -> np.ndarray[Any, Any]:
        """Return an array of quantities; of numbers, with `dtype`, where there is no dimension."""
        array = np.array(self.__array__(dtype))
        if na_value is not no_default:
            array[self.isna()] = na_value
        return array

    def astype(self, dtype: Any, copy: bool = True) -> Any:
        """Return the column in the unit of a QuantityDtype; as texts or objects; as numbers without a
        dimension.
        """
        dtype = pandas_dtype(dtype)
        if dtype == self.dtype:
            return self.copy() if copy else self
        if isinstance(dtype, QuantityDtype):
            return type(self)(numbers_in(self, dtype.unit, False).astype(dtype.numbers), dtype.unit)
        if isinstance(dtype, np.dtype) and dtype.kind in "biufc":
            numbers = self._bare(f"astype({dtype})")
            if dtype.kind in "iu" and not np.isfinite(numbers).all():
                raise ValueError(f"cannot convert NaN or infinity to {dtype}")
            return numbers.astype(dtype)
        if getattr(dtype, "_is_numeric", False):
            return pd.array(self._bare(f"astype({dtype})"), dtype=dtype)
        if isinstance(dtype, np.dtype) and dtype.kind == "U":
            return np.array(self._texts("nan"), dtype=dtype)
        if pd.api.types.is_string_dtype(dtype) and not isinstance(dtype, np.dtype):
            return dtype.construct_array_type()._from_sequence(self._texts(None), dtype=dtype)
        if isinstance(dtype, pd.CategoricalDtype):
            return pd.Categorical(self, dtype=dtype)
        if isinstance(dtype, np.dtype) and dtype.kind == "O":
            return self.__array__(object)
        raise TypeError(f"a column in {self.unit} does not become {dtype}")

    def _texts(self, missing: Any, number: Callable[[float], str] = repr) -> list[Any]:
        """Return a text of each value, every digit of it, which `parse_quantity` reads back."""
        unit = "" if self.unit is UNITLESS else self.unit.dispname
        if unit[:1] in "0123456789(":
            unit = f"* {unit}" if unit and not unit.startswith("1 / ") else unit[2:]
        return [missing if x != x else f"{number(x)} {unit}".rstrip() for x in self._m.tolist()]

    def _values_for_json(self) -> np.ndarray[Any, Any]:
        """Return texts with their unit, which the dtype reads back."""
        return np.array(self._texts(None), dtype=object)

    def _formatter(self, boxed: bool = False) -> Callable[[Any], str]:
        return lambda x: str(x) if isinstance(x, Quantity) else "NaN"

    def __arrow_array__(self, type: Any = None) -> Any:
        """Answer ``pa.array(column)``; a missing value is null."""
        from ..arrow import to_arrow  # pyarrow is there where this is asked for

        numbers = np.ma.MaskedArray(self._m, mask=np.isnan(self._m))
        return to_arrow(Quantity(numbers, self.unit), type)
