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

from bu_units import UNITLESS, ScaleUnit, Unit, UnitMismatchError

from ..core import Pair, as_unit, gather, has_zero, join, refused_on_scale
from .arguments import POINTS, difference, in_points, is_difference, refused, roles_of
from .axis_units import first_unit, has_quantity, numbers, refuse_lazy
from .colours import colour_unit, note_unit
from .ticks import counts_in_unit, settle

__all__ = ["teach", "teach_3d"]

# What an argument is: "x", "y", "z" a position along that axis; "dx", "dy", "dz" a distance along it;
# "xy" a pair of positions; "slope" a distance along y by one along x; "c" a value shown as a colour, "v" the
# component of an arrow and "w" a weight, each in the unit of the first of its kind; "v/x" the length of an
# arrow by what is drawn of it; "q" what matplotlib converts itself as soon as it is one quantity; "@x", "@y",
# "@xy", "@xytext" the place of a text, looked at and kept; "pt", "pt2", "deg" a length, an area on the page
# and an angle; "-" a plain number. What has no role is for matplotlib to convert or to refuse.
_NAMED = {
    "annotate": "xy:@xy xytext:@xytext",
    "arrow": "x:x y:y dx:dx dy:dy",
    "axline": "xy1:xy xy2:xy slope:slope",
    "bar": "x:x height:y width:dx bottom:y xerr:dx yerr:dy linewidth:pt",
    "bar_label": "padding:pt",
    "barbs": "barb_increments:v",
    "boxplot": "x:y positions:x widths:dx",
    "contour": "levels:c vmin:c vmax:c extent:extent",
    "contourf": "levels:c vmin:c vmax:c extent:extent",
    "ecdf": "x:x weights:w",
    "errorbar": "x:x y:y yerr:dy xerr:dx",
    "eventplot": "positions:x lineoffsets:y linelengths:dy",
    "hexbin": "x:x y:y C:c vmin:c vmax:c extent:extent",
    "hist": "x:x bins:x range:x weights:y bottom:y",
    "hist2d": "x:x y:y bins:xy range:xy weights:c cmin:c cmax:c vmin:c vmax:c",
    "imshow": "X:c vmin:c vmax:c",
    "indicate_inset": "bounds:box",
    "matshow": "Z:c vmin:c vmax:c",
    "pcolor": "vmin:c vmax:c",
    "pcolorfast": "vmin:c vmax:c",
    "pcolormesh": "vmin:c vmax:c",
    "pie": "x:c",
    "quiver": "scale:v angles:deg",
    "scatter": "x:x y:y s:pt2 linewidths:pt c:c vmin:c vmax:c",
    "set_rasterization_zorder": "z:-",
    "set_title": "y:- pad:pt",
    "set_xlabel": "labelpad:pt",
    "set_ylabel": "labelpad:pt",
    "spy": "Z:c precision:c",
    "stem": "bottom:y",
    "streamplot": "x:x y:y u:v v:v color:c",
    "text": "x:@x y:@y",
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
    "scatter": "xs:x ys:y zs:z s:pt2 c:c vmin:c vmax:c",
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
# The argument whose sums, or shares of the sum, are drawn.
_SUMMED = {"ecdf": "weights", "hist": "weights", "hist2d": "weights", "pie": "x"}
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
    owner = cls if cls.__name__ == "Axes3D" else next((c for c in cls.__mro__ if name in vars(c)), cls)
    method = vars(owner).get(name)
    if method is None or hasattr(method, "takes_quantities"):  # a version without it; done before
        return
    taught = _taught(method, roles_of(named), counted)
    for alias in [key for key, value in vars(owner).items() if value is method]:
        setattr(owner, alias, taught)


def _taught(
    method: Callable[..., Any], named: Mapping[str, str], counted: Mapping[int, str]
) -> Callable[..., Any]:
    parameters = list(inspect.signature(method).parameters.values())[1:]
    names = [p.name for p in parameters if p.kind is not p.VAR_POSITIONAL]
    placed = [p.name for p in parameters if p.kind is p.POSITIONAL_OR_KEYWORD]
    name, flipped_by = method.__name__, _FLIPPED_BY.get(method.__name__)
    formats = counted.get(0) == "q"  # matplotlib looks up itself what is a name and what a format

    @wraps(method)
    def drawn(axes: Any, /, *args: Any, **kwargs: Any) -> Any:
        data: Any = None if formats else kwargs.get("data")
        values = [_looked_up(value, data) for value in chain(args, kwargs.values())]
        if not (any(map(has_quantity, values)) or _in_a_unit(kwargs)) or kwargs.get("zdir", "z") != "z":
            return method(axes, *args, **kwargs)
        refuse_lazy(values)
        given = dict(zip(placed, args, strict=False)) | kwargs
        flipped = flipped_by is not None and (
            given.get("orientation") == flipped_by or given.get("vert") is False
        )
        own = {**named, **_of_this_call(name, given)}
        roles = _roles(values[: len(args)], names, own, counted)
        canvas = _Canvas(axes, name, flipped, data, given)
        canvas.prepare([*zip(roles, args, strict=True), *((own.get(k), v) for k, v in kwargs.items())])
        args = tuple(canvas.drawn(role, value) for role, value in zip(roles, args, strict=True))
        kwargs = {key: canvas.drawn(own.get(key), value) for key, value in kwargs.items()}
        if canvas.by_name:
            kwargs["data"] = ChainMap(canvas.by_name, data)
        return canvas.signed(method(axes, *args, **kwargs))

    drawn.takes_quantities = True  # type: ignore[attr-defined]  # read back in `_replace`
    return drawn


def _in_a_unit(kwargs: Mapping[str, Any]) -> bool:
    """Whether a norm or a locator among the arguments was made with quantities."""
    return colour_unit(kwargs.get("norm")) is not None or counts_in_unit(kwargs.get("locator")) is not None


def _of_this_call(name: str, given: Mapping[str, Any]) -> dict[str, str]:
    """Return what arguments are in view of the others."""
    if name == "bar":
        # A bar ends at a point (20 degC), or above its foot by a difference.
        lying = given.get("orientation") == "horizontal"
        length, foot, along = ("width", "x", "x") if lying else ("height", "bottom", "y")
        end = given.get(length)
        if has_quantity(end) and (has_quantity(given.get(foot)) or is_difference(first_unit(end))):
            along = f"d{along}"
            if isinstance(first_unit(end), ScaleUnit) and not is_difference(first_unit(end)):
                text = f"{name}: a bar that ends at a point on a scale stands on no {foot}: give a difference"
                raise UnitMismatchError(text, first_unit(end), first_unit(given[foot]))
        return {"height": "dy", "width": "dx", length: along}
    if name in _SUMMED:
        _refuse_sums(name, given)
    if name in ("hist", "hist2d") and given.get("density"):
        return {"weights": "w"}  # a density is the same in any unit of the weights
    if name == "quiver" and given.get("scale_units") in ("x", "y", "xy"):
        return {"scale": "v/y" if given["scale_units"] == "y" else "v/x"}
    return {}


def _refuse_sums(name: str, given: Mapping[str, Any]) -> None:
    """Raise for points on a scale whose sum would be drawn, and for a foot in a unit under bare counts."""
    summed, foot = given.get(_SUMMED[name]), given.get("bottom")
    if has_quantity(summed) and not has_zero(first_unit(summed)):
        raise refused_on_scale(name, first_unit(summed))
    if name == "hist" and has_quantity(foot) and not (has_quantity(summed) or given.get("density")):
        raise UnitMismatchError(
            f"{name}: counts have no unit, and what they stand on has none", UNITLESS, first_unit(foot)
        )


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
    return difference(as_unit(axis.units))


class _Canvas:
    """The arguments of one call on their way to numbers."""

    def __init__(self, axes: Any, name: str, flipped: bool, data: Any, given: Mapping[str, Any]) -> None:
        self.axes = axes
        self.name = name
        self.flipped = flipped
        self.data = data
        self.given = given
        self.units: dict[str, Unit] = {}
        self.by_name: dict[str, Any] = {}

    def axis(self, role: str) -> Any:
        """Return the axis along which a role is."""
        return getattr(self.axes, f"{(_FLIPS[role] if self.flipped else role)[-1]}axis")

    def prepare(self, arguments: Sequence[tuple[str | None, Any]]) -> None:
        """Set the units of axes and colours: positions come before distances, a norm before values."""
        # The foot of the bars of a density is in the unit of the density, which comes from the samples.
        positions = ("x",) if self.name == "hist" and self.given.get("density") else ("x", "y", "z")
        for role, value in arguments:
            found = value if role is None else _looked_up(value, self.data)
            if role is not None and role in positions and has_quantity(found):
                self.axis(role).update_units(found)
        unit = colour_unit(self.given.get("norm"))
        if unit is not None:
            self.units["c"] = unit
        if not self.given.get("density"):
            return
        if self.name == "hist" and not self.given.get("cumulative"):
            self._count_per(_step(self.axis("x")))
        elif self.name == "hist2d":
            self.units["c"] = UNITLESS / (_step(self.axes.xaxis) * _step(self.axes.yaxis))

    def _count_per(self, unit: Unit) -> None:
        """Let the bars of a histogram be per `unit`."""
        axis = self.axis("y")
        if unit.is_unitless and axis.units is None:
            return
        axis.update_units(join(1.0, UNITLESS / unit))
        own = as_unit(axis.units)
        if own != UNITLESS / unit:
            text = f"{self.name}: a density in another unit than the {axis.axis_name} axis"
            raise UnitMismatchError(text, own, UNITLESS / unit)

    def drawn(self, role: str | None, value: Any) -> Any:
        """Return an argument as numbers; the name of a quantity in `data` stays, for the legend."""
        if counts_in_unit(value) is not None:  # the locator of the levels of a contour
            settle(value, self.units.setdefault("c", value._counts_in))
        if role == "v" and isinstance(value, dict):  # what the marks of barbs stand for
            return {key: self.drawn(role, item) for key, item in value.items()}
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
        if role == "-":
            raise refused(self.name, "this argument", value)
        if role in POINTS:
            return in_points(role, value)
        if role[0] == "@":
            return self._kept(role, value)
        if role in _SEVERAL:
            return [self.drawn(each, item) for each, item in zip(_SEVERAL[role].split(), value, strict=True)]
        if role == "q":
            return value if isinstance(value, Pair) else join(*gather(value))
        if role in ("c", "v", "w"):
            return numbers(value, self.units.setdefault(role, first_unit(value)))
        if role == "slope":
            return numbers(value, _step(self.axes.yaxis) / _step(self.axes.xaxis))
        if role in ("v/x", "v/y"):
            return numbers(value, self.units.get("v", UNITLESS) / _step(self.axis(role[-1])))
        axis = self.axis(role)
        axis.update_units(value)  # the first quantity on an axis sets its unit
        if len(role) == 1:
            return axis.convert_units(value)
        return numbers(value, _step(axis))

    def _kept(self, role: str, value: Any) -> Any:
        """Look at the place of a text, which stays a quantity: it follows another unit of the axis."""
        transform = self.given.get("transform")
        if transform is not None and not transform.contains_branch(self.axes.transData):
            raise TypeError(f"{self.name}: a place that is none on the axes takes no quantity, got {value}")
        system = self.given.get("xycoords", "data")
        if role == "@xytext" and self.given.get("textcoords") is not None:
            system = self.given["textcoords"]
        systems = system if isinstance(system, tuple) else (system, system)
        places = [value] if len(role) == 2 else value
        for along, place, each in zip(role[1:3], places, systems, strict=False):
            if each == "data" and has_quantity(place):
                self.axis(along).convert_units(place)
        return value

    def signed(self, result: Any) -> Any:
        """Note the unit of the colours, or else of the arrows, on what shows them."""
        shown = result[-1] if self.name == "hist2d" else getattr(result, "lines", result)
        if not hasattr(shown, "get_array"):
            return result
        if "c" in self.units:
            note_unit(shown, self.units["c"])
        elif "v" in self.units:
            shown.unit = self.units["v"]
        return result


# Roles of several values: corners and sides.
_SEVERAL = {"xy": "x y", "extent": "x x y y", "box": "x y dx dy"}
