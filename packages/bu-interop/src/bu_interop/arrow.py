"""Quantities in pyarrow: an extension type with the unit in its metadata, so that files and tables keep it.

``pa.array(q)`` makes one. Two types are equal when units and storage are: tables of km/h and of m/s do not go
into one without a conversion.
"""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pyarrow as pa

from bu_array import Quantity
from bu_array.core import as_unit, detach_asked
from bu_dispatch import BackendError, backend_of
from bu_units import UNITLESS, Unit, parse_unit

__all__ = ["QuantityType", "from_arrow", "to_arrow", "to_quantity_array"]

_NAME = "brainunit.quantity"


class QuantityType(pa.ExtensionType):  # type: ignore[misc]  # pyarrow is not followed
    """The type of an arrow array in a unit: ``QuantityType(pa.float64(), "mV")``.

    storage: the type of the numbers, integers or floats; unit: a Unit or its text. Written to a file it is
    ``brainunit.quantity`` with ``{"unit": "mV"}``, which readers that do not know it take for plain numbers
    with that metadata.
    """

    def __init__(self, storage: Any, unit: Unit | str) -> None:
        if not (pa.types.is_floating(storage) or pa.types.is_integer(storage)):
            raise TypeError(f"the numbers of a quantity are integers or floats, got {storage}")
        self.unit = as_unit(unit)
        super().__init__(storage, _NAME)

    def __arrow_ext_serialize__(self) -> bytes:
        said = {"unit": "1" if self.unit is UNITLESS else self.unit.dispname}
        if self.unit.kind is not None:
            said["kind"] = self.unit.kind
        return json.dumps(said).encode()

    @classmethod
    def __arrow_ext_deserialize__(cls, storage_type: Any, serialized: bytes) -> QuantityType:
        said = json.loads(serialized.decode())
        unit = parse_unit(said["unit"])
        return cls(storage_type, unit.of_kind(said["kind"]) if "kind" in said else unit)

    def __arrow_ext_class__(self) -> type[Any]:
        return QuantityArrowArray

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, QuantityType):
            return NotImplemented if not isinstance(other, pa.DataType) else False
        return self.storage_type == other.storage_type and self.unit == other.unit

    def __hash__(self) -> int:
        return hash((_NAME, str(self.storage_type), self.unit))

    def __reduce__(self) -> tuple[Any, ...]:
        return QuantityType, (self.storage_type, self.unit)

    def __str__(self) -> str:
        return f"quantity<{self.storage_type}>[{self.unit}]"

    def to_pandas_dtype(self) -> Any:
        """Return the dtype of the pandas column that `Table.to_pandas` makes."""
        from .pandas.dtype import QuantityDtype  # pandas is there where this is asked for

        numbers = np.dtype(self.storage_type.to_pandas_dtype())
        return QuantityDtype(self.unit, numbers if numbers in (np.float32, np.float64) else np.float64)


class QuantityArrowArray(pa.ExtensionArray):  # type: ignore[misc]  # as above
    """An arrow array of quantities; `quantity` is the way back."""

    @property
    def quantity(self) -> Quantity:
        """The quantity, without a copy where nothing is missing."""
        return from_arrow(self)


def to_arrow(q: Quantity, type: Any = None) -> Any:
    """Return the arrow array of a quantity of one dimension, in its unit; masked elements are null.

    q: a quantity; type: a `QuantityType` to convert to. Raises BackendError for a lazy mantissa, TypeError
    for complex numbers and objects, which arrow has not, and for a `type` of plain numbers.
    """
    backend = backend_of(q.mantissa)
    if backend is not None and backend.lazy:
        raise BackendError(
            f"arrow needs values, and {backend.title} computes them when asked: {backend.way_out}"
        )
    if type is not None and not isinstance(type, QuantityType):
        raise TypeError(f"an arrow array of {type} would lose the unit {q.unit}: q.to_decimal(unit) first")
    numbers = detach_asked(q, type.unit, "arrow") if type is not None else q.mantissa
    plain: Any = Quantity(numbers).to_numpy().mantissa if backend is not None else numbers
    mask = np.ma.getmaskarray(plain) if isinstance(plain, np.ma.MaskedArray) else None
    array = np.ma.getdata(plain) if mask is not None else np.asarray(plain)
    if array.ndim != 1:
        raise ValueError(f"an arrow array has one dimension, got {array.ndim}")
    if array.dtype.kind not in "iuf":
        raise TypeError(f"an arrow array of quantities holds integers or floats, got {array.dtype}")
    goal = type if type is not None else QuantityType(pa.from_numpy_dtype(array.dtype), q.unit)
    return pa.ExtensionArray.from_storage(goal, pa.array(array, mask=mask, type=goal.storage_type))


def from_arrow(array: Any) -> Quantity:
    """Return the quantity of an arrow array or chunked array in a unit; a null is NaN.

    array: of `QuantityType`. Raises TypeError for an array without a unit, ValueError where integers beyond
    2**53 stand beside a null.
    """
    kind = array.type
    if not isinstance(kind, QuantityType):
        raise TypeError(f"an arrow array of {kind} has no unit: Quantity(array.to_numpy(), unit)")
    chunks = array.chunks if isinstance(array, pa.ChunkedArray) else [array]
    parts = [chunk.storage.to_numpy(zero_copy_only=False) for chunk in chunks]
    empty = np.array([], np.dtype(kind.storage_type.to_pandas_dtype()))
    numbers = parts[0] if len(parts) == 1 else np.concatenate(parts) if parts else empty
    if (
        array.null_count
        and pa.types.is_integer(kind.storage_type)
        and np.nanmax(np.abs(numbers), initial=0) >= 2**53
    ):
        raise ValueError(
            "integers beyond 2**53 beside a null have no float64 that is equal: fill the nulls first"
        )
    return Quantity(numbers, kind.unit)


def to_quantity_array(array: Any, dtype: Any) -> Any:
    """Return the pandas column of an arrow array, in the unit of a QuantityDtype; numbers are in that
    unit.
    """
    from .pandas.array import QuantityArray  # as above

    if isinstance(array.type, QuantityType):
        return QuantityArray(from_arrow(array), dtype.unit, copy=True)
    return QuantityArray(np.array(array.to_numpy()), dtype.unit)


def _arrow_array(self: Quantity, type: Any = None) -> Any:
    """Answer ``pa.array(q)``."""
    return to_arrow(self, type)


Quantity.__arrow_array__ = _arrow_array  # type: ignore[attr-defined]  # pyarrow asks for it by this name
pa.register_extension_type(QuantityType(pa.float64(), UNITLESS))
