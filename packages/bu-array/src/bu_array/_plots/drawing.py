"""Quantities in methods of matplotlib's axes that its own units machinery does not reach.

matplotlib converts the positions of lines, bars and patches by itself. Before that it makes bare arrays
of the values of images and contours, of samples to be counted, of error bars and of nearly all that is
three-dimensional. For these methods the tables below say what each argument is; quantities among the
arguments become numbers in the axis's unit, then the method runs as ever. A call without a quantity
passes through. Loaded beside matplotlib only; see `plotting`.
"""

from __future__ import annotations

import inspect
from collections import ChainMap
from collections.abc import Callable, Mapping, Sequence
from functools import wraps
from itertools import chain, zip_longest
from types import ModuleType
from typing import Any

from bu_units import ScaleUnit, Unit

from ..core import Pair, as_unit, gather, join
from .axis_units import first_unit, has_quantity, numbers

__all__ = ["teach", "teach_3d"]

# What an argument is: "x", "y", "z" a position along that axis; "dx", "dy", "dz" a distance along it;
# "xy" a pair of positions; "slope" a distance along y by one along x; "c" a value shown as a colour, and
# "v" the component of an arrow, each in the unit of the first of its kind; "q" what matplotlib converts
# itself as soon as it is one quantity.
_NAMED = {
    "axline": "xy1:xy xy2:xy slope:slope",
    "boxplot": "x:y positions:x widths:dx",
    "contour": "levels:c vmin:c vmax:c",
    "contourf": "levels:c vmin:c vmax:c",
    "ecdf": "x:x",
    "errorbar": "x:x y:y yerr:dy xerr:dx",
    "eventplot": "positions:x lineoffsets:y linelengths:dy",
    "hexbin": "x:x y:y C:c vmin:c vmax:c",
    "hist": "x:x bins:x range:x weights:y bottom:y",
    "hist2d": "x:x y:y bins:xy range:xy weights:c",
    "imshow": "X:c vmin:c vmax:c",
    "matshow": "Z:c vmin:c vmax:c",
    "pcolor": "vmin:c vmax:c",
    "pcolorfast": "vmin:c vmax:c",
    "pcolormesh": "vmin:c vmax:c",
    "pie": "x:c",
    "scatter": "x:x y:y c:c vmin:c vmax:c",
    "spy": "Z:c precision:c",
    "stem": "bottom:y",
    "streamplot": "x:x y:y u:v v:v color:c",
    "tricontour": "levels:c vmin:c vmax:c",
    "tricontourf": "levels:c vmin:c vmax:c",
    "tripcolor": "vmin:c vmax:c",
    "violinplot": "dataset:y positions:x widths:dx",
}

# The same for ``*args``, by how many there are; 0 stands for any other number.
_COUNTED = {
    "barbs": {2: "v v", 3: "v v c", 4: "x y v v", 5: "x y v v c"},
    "contour": {1: "c", 2: "c c", 3: "x y c", 4: "x y c c"},
    "contourf": {1: "c", 2: "c c", 3: "x y c", 4: "x y c c"},
    "fill": {0: "q"},
    "pcolor": {1: "c", 3: "x y c"},
    "pcolorfast": {1: "c", 3: "x y c"},
    "pcolormesh": {1: "c", 3: "x y c"},
    "plot": {0: "q"},
    "quiver": {2: "v v", 3: "v v c", 4: "x y v v", 5: "x y v v c"},
    "stem": {1: "y", 2: "x y"},
    "tricontour": {0: "x y c"},
    "tricontourf": {0: "x y c"},
    "tripcolor": {0: "x y c"},
    "triplot": {0: "x y"},
}

_NAMED_3D = {
    "bar": "left:x height:y zs:z",
    "bar3d": "x:x y:y z:z dx:dx dy:dy dz:dz",
    "contour": "X:x Y:y Z:z levels:z offset:z",
    "contourf": "X:x Y:y Z:z levels:z offset:z",
    "errorbar": "x:x y:y z:z zerr:dz yerr:dy xerr:dx",
    "fill_between": "x1:x y1:y z1:z x2:x y2:y z2:z",
    "plot": "xs:x ys:y zs:z",
    "plot_surface": "X:x Y:y Z:z vmin:z vmax:z",
    "plot_wireframe": "X:x Y:y Z:z",
    "quiver": "X:x Y:y Z:z U:v V:v W:v",
    "scatter": "xs:x ys:y zs:z c:c vmin:c vmax:c",
    "stem": "x:x y:y z:z bottom:z",
    "text": "x:x y:y z:z",
}
_COUNTED_3D = {"plot": {0: "x y z"}, "plot_trisurf": {0: "x y z"}}

# The value of `orientation` for which x and y change places.
_FLIPPED_BY = {
    "boxplot": "horizontal",
    "ecdf": "horizontal",
    "eventplot": "vertical",
    "hist": "horizontal",
    "stem": "horizontal",
    "violinplot": "horizontal",
}
_FLIPS = {"x": "y", "y": "x", "dx": "dy", "dy": "dx"}


def teach(axes: ModuleType) -> None:
    """Let the methods of ``matplotlib.axes.Axes`` take quantities."""
    for name in sorted(_NAMED | _COUNTED):
        _replace(axes.Axes, name, _NAMED.get(name, ""), _COUNTED.get(name, {}))


def teach_3d(axes: ModuleType) -> None:
    """Let the methods of ``mpl_toolkits.mplot3d.axes3d.Axes3D`` take quantities."""
    for name in sorted(_NAMED_3D | _COUNTED_3D):
        _replace(axes.Axes3D, name, _NAMED_3D.get(name, ""), _COUNTED_3D.get(name, {}))


def _replace(cls: Any, name: str, named: str, counted: Mapping[int, str]) -> None:
    """Put a method that takes quantities in the place of one, under all its names."""
    method = vars(cls).get(name)
    if method is None or hasattr(method, "takes_quantities"):  # a version without it; done before
        return
    taught = _taught(method, dict(pair.split(":") for pair in named.split()), counted)
    for alias in [key for key, value in vars(cls).items() if value is method]:
        setattr(cls, alias, taught)


def _taught(
    method: Callable[..., Any], named: Mapping[str, str], counted: Mapping[int, str]
) -> Callable[..., Any]:
    parameters = list(inspect.signature(method).parameters.values())[1:]
    names = [p.name for p in parameters if p.kind is not p.VAR_POSITIONAL]
    flipped_by = _FLIPPED_BY.get(method.__name__)
    formats = counted.get(0) == "q"  # matplotlib looks up itself what is a name and what a format

    @wraps(method)
    def drawn(axes: Any, /, *args: Any, **kwargs: Any) -> Any:
        data: Any = None if formats else kwargs.get("data")
        values = [_looked_up(value, data) for value in chain(args, kwargs.values())]
        if not any(map(has_quantity, values)) or kwargs.get("zdir", "z") != "z":
            return method(axes, *args, **kwargs)
        given = dict(zip(names, args, strict=False)) | kwargs
        flipped = flipped_by is not None and (
            given.get("orientation") == flipped_by or given.get("vert") is False
        )
        canvas = _Canvas(axes, flipped, data)
        roles = _roles(values[: len(args)], names, named, counted)
        args = tuple(canvas.drawn(role, value) for role, value in zip(roles, args, strict=True))
        kwargs = {key: canvas.drawn(named.get(key), value) for key, value in kwargs.items()}
        if canvas.by_name:
            kwargs["data"] = ChainMap(canvas.by_name, data)
        return canvas.signed(method(axes, *args, **kwargs))

    drawn.takes_quantities = True  # type: ignore[attr-defined]  # read back in `_replace`
    return drawn


def _looked_up(value: Any, data: Any) -> Any:
    """Return the quantity that goes by the name `value` in `data`; anything else as it is."""
    if data is None or not isinstance(value, str):
        return value
    try:
        found = data[value]
    except (KeyError, IndexError, TypeError, ValueError):  # `data` is anything with an index
        return value
    return found if has_quantity(found) else value


def _roles(
    args: Sequence[Any], names: list[str], named: Mapping[str, str], counted: Mapping[int, str]
) -> list[str | None]:
    """Return what each positional argument is; None for what is no business of ours."""
    row: list[str | None] = [named.get(name) for name in names]
    if counted:
        row = list(counted.get(len(args), counted.get(0, "")).split())
    if 0 in counted:
        if args and hasattr(args[0], "get_masked_triangles"):  # x and y are in the triangulation
            row = [None, *row[2:]]
        row += row[-1:] * len(args)
    return [role for role, _ in zip_longest(row[: len(args)], args)]


def _step(axis: Any) -> Unit:
    """Return the unit of distances along an axis."""
    unit = as_unit(axis.units)
    return unit.difference if isinstance(unit, ScaleUnit) else unit


class _Canvas:
    """The arguments of one call on their way to numbers."""

    def __init__(self, axes: Any, flipped: bool, data: Any) -> None:
        self.axes = axes
        self.flipped = flipped
        self.data = data
        self.units: dict[str, Unit] = {}
        self.by_name: dict[str, Any] = {}

    def drawn(self, role: str | None, value: Any) -> Any:
        """Return an argument as numbers; the name of a quantity in `data` stays, for the legend."""
        found = value if role is None else _looked_up(value, self.data)
        if role is None or not has_quantity(found):
            return value
        if found is value:
            return self._numbers(role, value)
        if value in self.by_name:  # in another role
            return self._numbers(role, found)
        self.by_name[value] = self._numbers(role, found)
        return value

    def _numbers(self, role: str, value: Any) -> Any:
        if role == "q":
            return value if isinstance(value, Pair) else join(*gather(value))
        if role == "xy":
            along_x, along_y = value
            return self.drawn("x", along_x), self.drawn("y", along_y)
        if role in ("c", "v"):
            return numbers(value, self.units.setdefault(role, first_unit(value)))
        if role == "slope":
            return numbers(value, _step(self.axes.yaxis) / _step(self.axes.xaxis))
        if self.flipped:
            role = _FLIPS[role]
        axis = getattr(self.axes, f"{role[-1]}axis")
        axis.update_units(value)  # the first quantity on an axis sets its unit
        if len(role) == 1:
            return axis.convert_units(value)
        return numbers(value, _step(axis))

    def signed(self, result: Any) -> Any:
        """Note the unit of the colours, or else of the arrows, on what shows them."""
        unit = self.units.get("c", self.units.get("v"))
        if unit is not None and hasattr(result, "get_array"):
            result.unit = unit
        return result
