"""Quantities in plots of matplotlib: positions in the unit of the axis, which becomes its label.

Registered when the user's own import brings matplotlib, at once where it is already there:

>>> import numpy as np
>>> import matplotlib
>>> matplotlib.use("Agg")
>>> import matplotlib.pyplot as plt
>>> from bu_array import Quantity
>>> figure, axes = plt.subplots()
>>> [line] = axes.plot(Quantity(np.array([0.0, 1.0]), "ms"), Quantity(np.array([-65.0, 40.0]), "mV"))
>>> axes.get_xlabel(), axes.get_ylabel()
('ms', 'mV')

The first quantity on an axis sets its unit; ``axes.xaxis.set_units("s")`` sets another. Later ones are
converted, another dimension is an error, and plain numbers are taken to be in the unit of the axis:

>>> line = axes.axhline(Quantity(0.02, "V"))
>>> line.get_ydata(orig=False)
array([20., 20.])
>>> axes.axvline(Quantity(1.0, "m"))
Traceback (most recent call last):
    ...
bu_array.plotting.AxisUnitError: Cannot draw this on the x axis (units are ms and m).

Images, meshes and contours show the numbers of a quantity and keep its unit as `unit`, to be written
beside a colour bar. What changes the numbers later takes numbers in that unit.

>>> image = axes.imshow(Quantity(np.eye(2), "pA"), vmin=0, vmax=Quantity(2.0, "nA"))
>>> bar = figure.colorbar(image, label=str(image.unit))
>>> image.get_clim()
(0, 2000.0)
>>> image.set_data(Quantity(np.ones((2, 2)), "nA").to_decimal(image.unit))
>>> plt.close(figure)

What methods return is bare as ever: the edges of `hist` are in the unit of the axis.
"""

from __future__ import annotations

from functools import wraps
from importlib import import_module
from types import ModuleType
from typing import Any

from bu_dispatch import BackendError, when_imported
from bu_units import UNITLESS, Unit, UnitMismatchError

from ._admission import as_unit
from ._drawing import first_unit, is_dimensioned, numbers, teach, teach_3d
from ._quantity import Quantity
from ._scale_quantity import ScaleQuantity

__all__ = ["enable_matplotlib_support"]


def enable_matplotlib_support(units_module: ModuleType | None = None) -> None:
    """Let matplotlib take quantities, whose unit becomes the label of the axis.

    Importing matplotlib beside this package does so by itself; this is for a registry that was
    emptied, or for one's own. `units_module`: a module with `registry`, `ConversionInterface` and
    `AxisInfo`; by default matplotlib.units, imported if need be. A second call changes nothing.
    """
    _register(import_module("matplotlib.units") if units_module is None else units_module)


def _prepare(units: ModuleType) -> None:
    _register(units)
    when_imported("matplotlib.axis", _name_both_units)
    when_imported("matplotlib.axes", teach)
    when_imported("mpl_toolkits.mplot3d.axes3d", teach_3d)


def _register(units: ModuleType | Any) -> None:
    if not getattr(units.registry.get(Quantity), "converts_quantities", False):
        converter = _converter(units)
        units.registry[Quantity] = units.registry[ScaleQuantity] = converter


def _converter(units: Any) -> Any:
    """Return the object that matplotlib asks about quantities."""

    class QuantityConverter(units.ConversionInterface):  # type: ignore[misc]  # known at run time only
        """Quantities on an axis: in its unit, which is the label."""

        converts_quantities = True  # read back in `_register`

        @staticmethod
        def default_units(x: Any, axis: Any) -> Unit | None:
            if not is_dimensioned(x):
                return None
            if getattr(axis, "axis_name", "") == "theta":
                return UNITLESS  # a polar plot counts in radians
            return first_unit(x)

        @staticmethod
        def axisinfo(unit: Unit | str | None, axis: Any) -> Any:
            unit = as_unit(unit)
            return units.AxisInfo(label=str(unit) if unit.should_display_unit else None)

        @staticmethod
        def convert(obj: Any, unit: Unit | str | None, axis: Any) -> Any:
            if not is_dimensioned(obj):
                return obj
            if unit is None and axis is not None:
                axis.update_units(obj)  # a patch or a text may come before all data
                unit = axis.units
            return numbers(obj, first_unit(obj) if unit is None else as_unit(unit))

    return QuantityConverter()


def _name_both_units(axis_module: ModuleType) -> None:
    """Let what cannot be drawn say so: matplotlib's own error names the value and no unit of the axis."""
    convert_units = axis_module.Axis.convert_units
    conversion_error: Any = import_module("matplotlib.units").ConversionError

    class AxisUnitError(UnitMismatchError, conversion_error):  # type: ignore[misc]  # known at run time only
        """A quantity has another dimension than the axis that it is drawn on."""

    AxisUnitError.__qualname__ = AxisUnitError.__name__  # as tracebacks show it

    @wraps(convert_units)
    def converted(self: Any, x: Any) -> Any:
        try:
            return convert_units(self, x)
        except conversion_error as error:
            cause = error.__cause__
            if isinstance(cause, UnitMismatchError):
                text = f"Cannot draw this on the {self.axis_name} axis"
                raise AxisUnitError(text, *cause.units) from cause
            if isinstance(cause, BackendError):
                raise cause from None
            raise

    if not hasattr(convert_units, "takes_quantities"):
        converted.takes_quantities = True  # type: ignore[attr-defined]  # read back above
        axis_module.Axis.convert_units = converted


when_imported("matplotlib.units", _prepare)
