"""Setters of matplotlib's artists that are given quantities: sizes in points, angles, places of texts.

Widths of lines, sizes of letters and markers are lengths on the page. The place of a text is a position
on the axes, a length where it is counted in points, and else plain. Loaded beside matplotlib only; see
`plotting`.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import wraps
from types import ModuleType
from typing import Any

from ..core import as_unit
from .arguments import POINTS, Call, Convert, difference, in_points, refused, replace_method, roles_of
from .axis_units import has_quantity, numbers

__all__ = ["MODULES", "teach_artists"]

# By module, class and method, what an argument is: "pt" and "pt2" a length and an area on the page, "deg"
# an angle; "x", "y", "xy" a place and "dx", "dy" a distance, kept and looked at where the axes are known;
# "-" a plain number. What has no row is the business of another method; "*" stands for all others.
_METHODS = {
    "artist": {
        "Artist": {"set_zorder": "level:-", "set_sketch_params": "scale:- length:- randomness:-"},
    },
    "axis": {"Axis": {"set_tick_params": "length:pt width:pt pad:pt labelsize:pt labelrotation:deg"}},
    "collections": {
        "Collection": {"set_linewidth": "lw:pt", "set_hatch_linewidth": "lw:pt"},
        "_CollectionWithSizes": {"set_sizes": "sizes:pt2"},
    },
    "legend": {"Legend": {"__init__": "*:-"}},
    "lines": {
        "Line2D": {
            "set_linewidth": "w:pt",
            "set_markeredgewidth": "ew:pt",
            "set_markersize": "sz:pt",
            "set_markevery": "every:-",
        },
    },
    "patches": {
        "Annulus": {
            "set_angle": "angle:deg",
            "set_center": "xy:-",
            "set_radii": "r:-",
            "set_width": "width:-",
        },
        "FancyArrowPatch": {"set_mutation_scale": "scale:-", "set_positions": "posA:- posB:-"},
        "FancyBboxPatch": {
            "set_height": "h:-",
            "set_mutation_scale": "scale:-",
            "set_width": "w:-",
            "set_x": "x:-",
            "set_y": "y:-",
        },
        "Patch": {"set_linewidth": "w:pt", "set_hatch_linewidth": "lw:pt"},
        "Ellipse": {
            "__init__": "angle:deg",
            "set_angle": "angle:deg",
            "set_center": "xy:xy",
            "set_height": "height:dy",
            "set_width": "width:dx",
        },
        "Rectangle": {
            "__init__": "angle:deg",
            "set_angle": "angle:deg",
            "set_height": "h:dy",
            "set_width": "w:dx",
            "set_x": "x:x",
            "set_xy": "xy:xy",
            "set_y": "y:y",
        },
        "Wedge": {
            "set_center": "center:-",
            "set_radius": "radius:-",
            "set_theta1": "theta1:deg",
            "set_theta2": "theta2:deg",
            "set_width": "width:-",
        },
    },
    "quiver": {"Quiver": {"__init__": "*:-"}},
    "table": {"Table": {"__init__": "*:-"}, "Cell": {"__init__": "*:-"}},
    "text": {
        "Text": {
            "set_fontsize": "fontsize:pt",
            "set_position": "xy:xy",
            "set_rotation": "s:deg",
            "set_x": "x:x",
            "set_y": "y:y",
        },
        "Annotation": {"__init__": "xy:xy xytext:xytext"},
    },
}

MODULES = tuple(f"matplotlib.{name}" for name in _METHODS)
"""The modules whose artists are taught."""


def teach_artists(module: ModuleType) -> None:
    """Let the artists of one of `MODULES` take quantities, or refuse them at the call."""
    for class_name, methods in _METHODS[module.__name__.rpartition(".")[2]].items():
        cls = getattr(module, class_name, None)
        for name, row in methods.items() if cls is not None else ():
            function = class_name if name == "__init__" else f"{class_name}.{name}"
            replace_method(cls, name, _setting(function, roles_of(row)))
        if class_name == "Ellipse":
            _measure_ellipses(cls)
        if class_name == "Rectangle":
            _measure_rectangles(cls)


def _setting(function: str, roles: dict[str, str]) -> Convert:
    def convert(self: Any, given: dict[str, Any], call: Call) -> None:
        for name, value in given.items():
            role = roles.get(name, roles.get("*"))
            if role == "-":
                raise refused(function, name, value)
            if role in POINTS:
                given[name] = in_points(role, value)
            elif role in ("xy", "xytext"):
                given[name] = _placed(self, role, value, call)
            elif role is not None:
                given[name] = _place(self, role, value, _coordinates(self, role, call))

    return convert


# ---------------------------------------------------------------- places


def _placed(artist: Any, role: str, xy: Sequence[Any], call: Call) -> tuple[Any, Any]:
    coordinates = _coordinates(artist, role, call)
    both = coordinates if isinstance(coordinates, tuple) else (coordinates, coordinates)
    x, y = xy
    return _place(artist, "x", x, both[0]), _place(artist, "y", y, both[1])


def _coordinates(artist: Any, role: str, call: Call) -> Any:
    """Return in what a place is counted: "data", "offset points" and so on."""
    arguments = call.arguments
    if "xycoords" in arguments or "xytext" in arguments or role == "xytext":  # a new annotation
        of_point = arguments.get("xycoords", "data")
        if role == "xytext":
            of_text = arguments.get("textcoords")
            return of_point if of_text is None else of_text
        return of_point
    if hasattr(artist, "anncoords"):
        return artist.anncoords
    if hasattr(artist, "_transform") and artist.axes is not None and artist.is_transform_set():
        inside = artist.get_transform().contains_branch(artist.axes.transData)
        return "data" if inside else artist.get_transform()
    return "data"


def _place(artist: Any, role: str, value: Any, coordinates: Any) -> Any:
    if not has_quantity(value):
        return value
    if isinstance(coordinates, str) and coordinates.endswith("points"):
        return in_points("pt", value)
    if coordinates != "data":
        raise TypeError(f"a place in {coordinates} takes no quantity, got {value}")
    axes = getattr(artist, "axes", None)
    if axes is not None:
        axis = getattr(axes, f"{role[-1]}axis")
        if len(role) == 1:
            axis.convert_units(value)
        elif axis.units is not None:
            numbers(value, difference(as_unit(axis.units)))
    return value


def _measure_ellipses(cls: Any) -> None:
    """Let ellipses have widths that are differences: matplotlib takes them for positions."""
    method = cls._recompute_transform
    if hasattr(method, "takes_quantities"):
        return

    @wraps(method)
    def computed(self: Any) -> None:
        width, height = self._width, self._height
        if self.axes is None or not has_quantity([width, height]):
            method(self)
            return
        for axis, center in zip((self.axes.xaxis, self.axes.yaxis), self._center, strict=True):
            axis.convert_units(center)  # the first quantity on an axis sets its unit
        try:
            self._width = _distance(self.axes.xaxis, width)
            self._height = _distance(self.axes.yaxis, height)
            method(self)
        finally:
            self._width, self._height = width, height

    computed.takes_quantities = True  # type: ignore[attr-defined]  # read back above
    cls._recompute_transform = computed


def _measure_rectangles(cls: Any) -> None:
    """Let rectangles be partly of quantities: matplotlib adds widths to positions as they are."""
    method = cls._convert_units
    if hasattr(method, "takes_quantities"):
        return

    @wraps(method)
    def computed(self: Any) -> Any:
        if self.axes is None or not has_quantity([self._x0, self._y0, self._width, self._height]):
            return method(self)
        x, y = self.convert_xunits(self._x0), self.convert_yunits(self._y0)
        width = _distance(self.axes.xaxis, self._width)
        return x, y, x + width, y + _distance(self.axes.yaxis, self._height)

    computed.takes_quantities = True  # type: ignore[attr-defined]  # read back above
    cls._convert_units = computed


def _distance(axis: Any, value: Any) -> Any:
    if not has_quantity(value):
        return value
    if axis.units is None:
        axis.update_units(value)
    return numbers(value, difference(as_unit(axis.units)))
