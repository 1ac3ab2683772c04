"""Operators between columns of quantities and anything else: those of the quantities themselves."""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
from pandas.api.extensions import ExtensionArray

from bu_array import Quantity
from bu_units import Unit

from .values import is_missing

__all__ = ["CONTAINERS", "Operators", "boxed", "operand"]

CONTAINERS = (pd.Series, pd.Index, pd.DataFrame)


def operand(x: Any) -> Any:
    """Return what quantities compute with for a column, a list, or a missing value."""
    quantity = getattr(x, "quantity", None)
    if isinstance(quantity, Quantity) and isinstance(x, ExtensionArray):
        return quantity
    if isinstance(x, ExtensionArray):
        if not getattr(x.dtype, "_is_numeric", False) or x.dtype.kind not in "iufcb":
            return operand(np.asarray(x, dtype=object))
        return x.to_numpy(dtype=np.float64, na_value=np.nan)
    if isinstance(x, (list, tuple)):
        x = np.fromiter(x, dtype=object, count=len(x))
    if isinstance(x, np.ndarray) and x.dtype == object:
        return _of_objects(x)
    return np.nan if x is pd.NA or x is None else x


def _of_objects(x: np.ndarray[Any, Any]) -> Any:
    """Return an object array as a quantity, or as numbers where none of its elements has a unit."""
    items = [np.nan if is_missing(item) else item for item in x.tolist()]
    if any(isinstance(item, (Quantity, Unit)) for item in items):
        from .array import QuantityArray  # which has these operators

        return QuantityArray._from_sequence(items).quantity
    return np.array(items) if items else np.array([], np.float64)


def boxed(result: Any, *sources: Any) -> Any:
    """Return a result of quantities as pandas keeps it: a column, an array, a scalar.

    What shares memory with one of the `sources` is copied: ``series * u.mV`` only attaches the unit.
    """
    if isinstance(result, tuple):
        return tuple(boxed(part, *sources) for part in result)
    if not isinstance(result, Quantity):
        return result
    from .array import QuantityArray  # as above

    if result.ndim != 1:
        return result
    own = result.mantissa
    shared = any(np.may_share_memory(own, getattr(x, "mantissa", x)) for x in sources if np.ndim(x))
    return QuantityArray(result, copy=shared)


class Operators:
    """The operators and ufuncs of a column."""

    @property
    def quantity(self) -> Quantity:
        """The column as a quantity."""
        raise NotImplementedError

    def _operate(self, other: Any, function: Callable[[Any, Any], Any], reflected: bool = False) -> Any:
        """Return ``function(self, other)``, or the operands changed places where it is `reflected`."""
        if isinstance(other, CONTAINERS):
            return NotImplemented
        other = operand(other)
        length = len(self)  # type: ignore[arg-type]  # the array that this is part of has one
        if np.ndim(getattr(other, "mantissa", other)) == 1 and len(other) != length:
            raise ValueError(f"Lengths must match: {length} and {len(other)}")
        with np.errstate(all="ignore"):  # as pandas does
            result = function(other, self.quantity) if reflected else function(self.quantity, other)
        if isinstance(result, (bool, np.bool_)):
            return np.full(length, bool(result))
        return boxed(result, self.quantity, other)

    def __neg__(self) -> Any:
        return boxed(-self.quantity)

    def __pos__(self) -> Any:
        return boxed(+self.quantity, self.quantity)

    def __abs__(self) -> Any:
        return boxed(abs(self.quantity))

    def __array_ufunc__(self, ufunc: Any, method: str, *inputs: Any, **options: Any) -> Any:
        if any(isinstance(x, CONTAINERS) for x in inputs):
            return NotImplemented
        if any(isinstance(x, ExtensionArray) for x in options.get("out", ())):
            raise TypeError(f"{ufunc.__name__}(out=) does not write into a column of quantities")
        return boxed(getattr(ufunc, method)(*map(operand, inputs), **options))


def _add(name: str, function: Callable[[Any, Any], Any], reflected: bool = False) -> None:
    def method(self: Operators, other: Any) -> Any:
        return self._operate(other, function, reflected)

    method.__name__ = name
    method.__qualname__ = f"Operators.{name}"
    setattr(Operators, name, method)


for _name in ("add", "sub", "mul", "truediv", "floordiv", "mod", "pow"):
    _add(f"__{_name}__", getattr(operator, _name))
    _add(f"__r{_name}__", getattr(operator, _name), reflected=True)
_add("__divmod__", divmod)
_add("__rdivmod__", divmod, reflected=True)
for _name in ("eq", "ne", "lt", "le", "gt", "ge"):
    _add(f"__{_name}__", getattr(operator, _name))
Operators.__hash__ = None  # type: ignore[assignment]  # as of every array
