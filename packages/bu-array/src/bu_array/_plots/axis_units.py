"""What matplotlib asks about quantities on an axis: their unit, its label, their numbers in that unit.

Loaded beside matplotlib only; see `plotting`.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from importlib import import_module
from types import ModuleType
from typing import Any

import numpy as np

from bu_dispatch import BackendError, backend_of, convert, get_backend
from bu_units import UNITLESS, Unit, UnitMismatchError

from .._quantity.quantity import Quantity
from .._quantity.scale import ScaleQuantity
from ..core import Pair, as_unit, detach_asked, known_number
from ..core.times import is_time_difference

__all__ = ["first_unit", "has_quantity", "name_both_units", "numbers", "register", "takes_quantities"]


def register(units: ModuleType | Any) -> None:
    """Put a converter of quantities into the registry of matplotlib.units or a module like it."""
    if not isinstance(units.registry.get(Quantity), _Converter):
        converter = _converter(units)
        units.registry[Quantity] = units.registry[ScaleQuantity] = converter


def _registered(module_name: str) -> Any:
    """Unpickle a converter: figures are pickled with those of their axes."""
    units = import_module(module_name)
    register(units)
    return units.registry[Quantity]


class _Converter:
    """What all converters of quantities have in common."""

    module_name = "matplotlib.units"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Converter)  # one that was put back does not differ from those on the axes

    def __hash__(self) -> int:
        return hash(_Converter)

    def __reduce__(self) -> tuple[Any, ...]:
        return _registered, (self.module_name,)


def _converter(units: Any) -> Any:
    """Return the object that matplotlib asks about quantities."""

    class QuantityConverter(_Converter, units.ConversionInterface):  # type: ignore[misc]  # known at run time only
        """Quantities on an axis: in its unit, which is the label."""

        @staticmethod
        def default_units(x: Any, axis: Any) -> Unit | None:
            if not has_quantity(x):
                return None
            refuse_lazy(x)
            if getattr(axis, "axis_name", "") == "theta":
                return UNITLESS  # a polar plot counts in radians
            return first_unit(x)

        @staticmethod
        def axisinfo(unit: Unit | str | None, axis: Any) -> Any:
            unit = as_unit(unit)
            return units.AxisInfo(label=str(unit) if unit.should_display_unit else None)

        @staticmethod
        def convert(obj: Any, unit: Unit | str | None, axis: Any) -> Any:
            if not has_quantity(obj):
                return obj
            if unit is None and axis is not None:
                axis.update_units(obj)  # a patch or a text may come before all data
                unit = axis.units
            return numbers(obj, first_unit(obj) if unit is None else as_unit(unit))

    return QuantityConverter()


def name_both_units(axis_module: ModuleType) -> None:
    """Let what cannot be drawn say so: matplotlib's own error names the value and no unit of the axis."""
    convert_units = axis_module.Axis.convert_units
    conversion_error: Any = import_module("matplotlib.units").ConversionError

    class AxisUnitError(UnitMismatchError, conversion_error):  # type: ignore[misc]  # known at run time only
        """A quantity has another dimension than the axis that it is drawn on."""

        def __reduce__(self) -> tuple[Any, ...]:
            return UnitMismatchError, self.args  # another process may be without matplotlib

    AxisUnitError.__qualname__ = AxisUnitError.__name__  # as tracebacks show it

    @wraps(convert_units)
    def converted(self: Any, x: Any) -> Any:
        if isinstance(self.units, Unit) and _are_times(x):
            x = Quantity(x)  # matplotlib would draw numpy's as bare numbers of whatever they count
        elif _converter_of(self) is not None and not takes_quantities(self) and has_quantity(x):
            raise _shows_others(self, x)
        try:
            return convert_units(self, x)
        except conversion_error as error:
            cause = error.__cause__
            if isinstance(cause, UnitMismatchError):
                text = f"Cannot draw this on the {self.axis_name} axis"
                raise AxisUnitError(text, *cause.units) from None
            if isinstance(cause, BackendError):
                raise cause from None
            raise

    if not hasattr(convert_units, "takes_quantities"):
        converted.takes_quantities = True  # type: ignore[attr-defined]  # read back above
        axis_module.Axis.convert_units = converted
        axis_module.Axis.update_units = _of_known_values(axis_module.Axis.update_units)


def _of_known_values(update_units: Callable[..., Any]) -> Callable[..., Any]:
    """Return matplotlib's look at the units of data for known values: it would have lazy ones computed."""

    @wraps(update_units)
    def updated(self: Any, data: Any) -> Any:
        refuse_lazy(data)
        if takes_quantities(self):
            if isinstance(self.units, Unit) and not has_quantity(data):
                _refuse_others(self, data)
        elif _converter_of(self) is not None and has_quantity(data):
            raise _shows_others(self, data)
        return update_units(self, data)

    return updated


def _refuse_others(axis: Any, data: Any) -> None:
    """Raise TypeError for dates and categories on an axis in a unit: their converters take no unit."""
    converter = import_module("matplotlib.units").registry.get_converter(data)
    if converter is not None and not isinstance(converter, _Converter):
        raise TypeError(
            f"Cannot draw {_shown(converter)} on the {axis.axis_name} axis, which is in {axis.units}"
        )


def _shows_others(axis: Any, data: Any) -> TypeError:
    """Build the error for quantities on an axis of dates or categories."""
    shown = _shown(_converter_of(axis))
    return TypeError(
        f"Cannot draw a quantity in {first_unit(data)} on the {axis.axis_name} axis, which shows {shown}"
    )


def _are_times(x: Any) -> bool:
    """Whether `x` is a time difference, or holds nothing else."""
    if isinstance(x, np.ndarray) and x.dtype == object:
        x = x.ravel().tolist()
    if isinstance(x, (list, tuple)):
        return bool(x) and is_time_difference(x[0]) and all(map(is_time_difference, x))
    return is_time_difference(x)


def _shown(converter: Any) -> str:
    return "categories" if "Categor" in type(converter).__name__ else "dates"


def takes_quantities(axis: Any) -> bool:
    """Whether quantities are drawn on an axis."""
    return isinstance(_converter_of(axis), _Converter)


def _converter_of(axis: Any) -> Any:
    """Return what converts the values on an axis, or None; matplotlib 3.10 has renamed it."""
    return axis.get_converter() if hasattr(axis, "get_converter") else axis.converter


# ---------------------------------------------------------------- quantities to numbers


def has_quantity(value: Any) -> bool:
    """Whether `value` is a quantity, or holds one in lists or in an array of objects."""
    if isinstance(value, Pair):
        return True
    if isinstance(value, np.ndarray) and value.dtype == object:
        value = value.tolist()
    if not isinstance(value, (list, tuple)):
        return False
    kinds = set(map(type, value))  # few, also where numbers are many
    if any(issubclass(kind, Pair) for kind in kinds):
        return True
    return any(issubclass(kind, (list, tuple)) for kind in kinds) and any(map(has_quantity, value))


def first_unit(value: Any) -> Unit:
    """Return the unit of a quantity, or of the first one in nested lists."""
    if isinstance(value, Pair):
        return value._unit
    return next((first_unit(item) for item in value if has_quantity(item)), UNITLESS)


def refuse_lazy(value: Any) -> None:
    """Raise BackendError for quantities without values yet: matplotlib asks for them unasked (`to_numpy`)."""
    if isinstance(value, Pair):
        backend = backend_of(value._mantissa)
        if backend is not None and backend.chunked:  # others say themselves what they lack
            raise BackendError(
                f"drawing needs values, and {backend.title} computes them when asked: {backend.way_out}"
            )
    elif isinstance(value, (list, tuple)):
        for item in value:
            refuse_lazy(item)


def numbers(value: Any, unit: Unit) -> Any:
    """Return `value` in `unit` as matplotlib takes it: a number, a numpy array, or lists of them.

    Plain values in lists are refused unless zero. Lists may be ragged: samples of several lengths.
    """
    if isinstance(value, np.ndarray) and value.dtype == object:
        value = value.tolist()
    if isinstance(value, (list, tuple)):
        return [numbers(item, unit) for item in value]
    mantissa = known_number(detach_asked(value, unit, "plotting"))
    if backend_of(mantissa) is None:
        return mantissa
    array = convert(mantissa, get_backend("numpy"), explicit=True)
    if array.dtype.kind == "V":  # bfloat16 and kin, which numpy alone does not know
        array = array.astype(np.float32)
    return array
