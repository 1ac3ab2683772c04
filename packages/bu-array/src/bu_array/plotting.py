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

The first quantity on an axis sets its unit; ``axes.xaxis.set_units("s")`` sets another. Lines follow; where
anything else is drawn already, whose numbers would stay, that is an error. Later quantities are
converted, another dimension is an error, and plain numbers are taken to be in the unit of the axis:

>>> line = axes.axhline(Quantity(0.02, "V"))
>>> line.get_ydata(orig=False)
array([20., 20.])
>>> axes.axvline(Quantity(1.0, "m"))
Traceback (most recent call last):
    ...
bu_array._plots.axis_units.AxisUnitError: Cannot draw this on the x axis (units are ms and m).

Images, meshes and contours show the numbers of a quantity and keep its unit as `unit`, to be written
beside a colour bar. What changes the numbers later takes numbers in that unit.

>>> image = axes.imshow(Quantity(np.eye(2), "pA"), vmin=0, vmax=Quantity(2.0, "nA"))
>>> bar = figure.colorbar(image, label=str(image.unit))
>>> image.get_clim()
(0.0, 2000.0)
>>> image.set_data(Quantity(np.ones((2, 2)), "nA").to_decimal(image.unit))
>>> plt.close(figure)

A locator, a scale and a norm are given quantities, too; sizes on the page are lengths:

>>> from matplotlib.ticker import MultipleLocator
>>> figure, axes = plt.subplots()
>>> [line] = axes.plot(Quantity(np.array([0.0, 2.0]), "ms"), linewidth=Quantity(0.5, "mm"))
>>> axes.yaxis.set_major_locator(MultipleLocator(Quantity(500.0, "us")))
>>> axes.get_yticks()
array([-0.5,  0. ,  0.5,  1. ,  1.5,  2. ,  2.5])
>>> plt.close(figure)

What methods return is bare as ever: the edges of `hist` are in the unit of the axis.
"""

from __future__ import annotations

from importlib import import_module
from types import ModuleType

from bu_dispatch import when_imported

__all__ = ["enable_matplotlib_support"]

# What does the work is imported with matplotlib: most programs draw nothing.
_PLOTS = "bu_array._plots"


def enable_matplotlib_support(units_module: ModuleType | None = None) -> None:
    """Let matplotlib take quantities, whose unit becomes the label of the axis.

    Importing matplotlib beside this package does so by itself; this is for a registry that was
    emptied, or for one's own. `units_module`: a module with `registry`, `ConversionInterface` and
    `AxisInfo`; by default matplotlib.units, imported if need be. A second call changes nothing.
    """
    units = import_module("matplotlib.units") if units_module is None else units_module
    import_module(f"{_PLOTS}.axis_units").register(units)


def _prepare(units: ModuleType) -> None:
    names = ("artists", "axis_units", "colours", "drawing", "following", "ticks")
    artists, axis_units, colours, drawing, following, ticks = (
        import_module(f"{_PLOTS}.{name}") for name in names
    )
    axis_units.register(units)
    when_imported("matplotlib.axis", axis_units.name_both_units)
    when_imported("matplotlib.axis", ticks.teach_axis)
    when_imported("matplotlib.axis", following.teach_axis)
    when_imported("matplotlib.ticker", ticks.teach_tickers)
    when_imported("matplotlib.scale", ticks.teach_scales)
    when_imported("matplotlib.colors", colours.teach_norms)
    when_imported("matplotlib.image", colours.teach_mappables)
    when_imported("matplotlib.colorbar", colours.teach_colorbars)
    for module in artists.MODULES:
        when_imported(module, artists.teach_artists)
    when_imported("matplotlib.axes", drawing.teach)
    when_imported("mpl_toolkits.mplot3d.axes3d", drawing.teach_3d)


when_imported("matplotlib.units", _prepare)
