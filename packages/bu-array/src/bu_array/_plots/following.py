"""A change of the unit of an axis: what follows it, and what makes it an error.

Loaded beside matplotlib only; see `plotting`.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import wraps
from importlib import import_module
from types import ModuleType
from typing import Any

from bu_units import Unit

from ..core import as_unit, join
from .axis_units import has_quantity, numbers, takes_quantities
from .colours import colour_unit
from .ticks import counts_in_unit, settle, tick_helpers

__all__ = ["teach_axis"]


def teach_axis(axis_module: ModuleType) -> None:
    """Let an axis refuse another unit once something is drawn on it that would stay where it is.

    matplotlib converts anew what keeps its quantities: lines, some patches and texts. Limits that were set
    and ticks are converted here. All else is numbers since it was drawn, and a new label alone would make
    them wrong.
    """
    set_units = axis_module.Axis.set_units

    @wraps(set_units)
    def changed(self: Any, u: Any) -> None:
        old = self.units
        if isinstance(old, str) and takes_quantities(self):
            old = as_unit(old)  # matplotlib keeps what set_units was given
        if not isinstance(old, Unit) or u is None or as_unit(u) == old:
            set_units(self, u)
            _settle_ticks(self)
            return
        stays = next(_staying(self), None)
        if stays is not None:
            raise ValueError(
                f"Cannot change the {self.axis_name} axis from {old} to {u}: a {type(stays).__name__} is "
                f"drawn already, which would stay at its numbers in {old}; call set_units before drawing "
                f"it, or draw data.to({str(u)!r}) on new axes"
            )
        fixed = [
            (axis, axis.get_view_interval().copy()) for axis in _sharing(self) if not _is_autoscaled(axis)
        ]
        set_units(self, u)
        _settle_ticks(self, old)
        for axis, limits in fixed:
            low, high = numbers(join(limits, old), as_unit(u))
            getattr(axis.axes, f"set_{axis.axis_name}lim")(low, high, auto=False)

    if not hasattr(set_units, "takes_quantities"):
        changed.takes_quantities = True  # type: ignore[attr-defined]  # read back above
        axis_module.Axis.set_units = changed


def _sharing(axis: Any) -> list[Any]:
    """Return an axis and those that share it."""
    shared = getattr(axis.axes, f"get_shared_{axis.axis_name}_axes", None)
    if shared is None:
        return [axis]
    return [getattr(axes, f"{axis.axis_name}axis") for axes in shared().get_siblings(axis.axes)]


def _is_autoscaled(axis: Any) -> bool:
    """Whether nobody has set the limits of an axis; those of polar axes are left alone."""
    asked = getattr(axis.axes, f"get_autoscale{axis.axis_name}_on", None)
    return asked is None or bool(asked())


def _settle_ticks(axis: Any, old: Unit | None = None) -> None:
    """Let the ticks of an axis be where they were, in its new unit."""
    fixed = import_module("matplotlib.ticker").FixedLocator
    seen: list[Any] = []
    for helper in [helper for each in _sharing(axis) for helper in tick_helpers(each)]:
        if any(helper is other for other in seen):  # axes that share an axis share its locators
            continue
        seen.append(helper)
        if counts_in_unit(helper) is not None:
            settle(helper, as_unit(axis.units))
        elif old is not None and isinstance(helper, fixed):
            helper.locs = numbers(join(helper.locs, old), as_unit(axis.units))


def _staying(axis: Any) -> Iterator[Any]:
    """Give what would stay at its numbers in the unit that an axis has now."""
    for each in _sharing(axis):
        if colour_unit(each._scale) is not None:  # a scale that was given quantities
            yield each._scale
        for kind in ("lines", "patches", "collections", "images", "texts"):
            yield from (artist for artist in getattr(each.axes, kind) if not _follows(artist, axis))


def _follows(artist: Any, axis: Any) -> bool:
    """Whether a change of the unit of `axis` moves `artist`, or its place has nothing to do with it."""
    if getattr(artist, "xycoords", None) == "data":  # an annotation
        return has_quantity(list(artist.xy))
    along = {"y": 1, "radius": 1}.get(axis.axis_name, 0)
    transforms = [getattr(artist, name)() for name in _TRANSFORMS if hasattr(artist, name)]
    data = artist.axes.transData
    if not any(transform.contains_branch_seperately(data)[along] for transform in transforms):
        return True
    if hasattr(artist, "get_xdata"):
        return has_quantity(artist.get_ydata() if along else artist.get_xdata())
    return any(map(has_quantity, vars(artist).values()))


_TRANSFORMS = ("get_transform", "get_offset_transform")
