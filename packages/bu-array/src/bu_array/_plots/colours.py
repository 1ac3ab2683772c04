"""Values shown as colours: norms, what they colour, and colour bars have one unit.

As on an axis, the first quantity sets it, and plain numbers are in it. Loaded beside matplotlib only; see
`plotting`.
"""

from __future__ import annotations

from functools import wraps
from types import ModuleType
from typing import Any

from bu_units import Unit, UnitMismatchError

from ..core import join
from .arguments import Call, difference, refused, replace_method, subclasses
from .axis_units import first_unit, has_quantity, numbers
from .ticks import settle

__all__ = ["colour_unit", "note_unit", "teach_colorbars", "teach_mappables", "teach_norms"]

# "p" a value, "d" a difference of two; everything else is plain.
_NORMS = {
    "vmin": "p",
    "vmax": "p",
    "vcenter": "p",
    "boundaries": "p",
    "halfrange": "d",
    "linthresh": "d",
    "linear_width": "d",
}


def colour_unit(shown: Any) -> Unit | None:
    """Return the unit of a norm, or of an image or whatever shows values as colours; None without."""
    unit = getattr(shown, "unit", None)
    unit = getattr(getattr(shown, "norm", None), "unit", None) if unit is None else unit
    return unit if isinstance(unit, Unit) else None


def note_unit(shown: Any, unit: Unit) -> None:
    """Note the unit of the values on what shows them, and on its norm."""
    shown.unit = unit
    norm = getattr(shown, "norm", None)
    if norm is not None and colour_unit(norm) is None:
        norm.unit = unit


# ---------------------------------------------------------------- norms


def teach_norms(colors: ModuleType) -> None:
    """Let the norms of matplotlib.colors take quantities, or refuse them at the call."""
    for cls in subclasses(colors, colors.Normalize):
        replace_method(cls, "__init__", _made)
        for name in _NORMS:
            _replace_property(cls, name)


def _made(self: Any, given: dict[str, Any], _: Call) -> None:
    for name, value in given.items():
        if name not in _NORMS:
            raise refused(type(self).__name__, name, value)
    for name in sorted(given, key=lambda name: _NORMS[name] == "d"):  # differences last
        given[name] = _in_norm(self, name, given[name])


def _in_norm(norm: Any, name: str, value: Any) -> Any:
    unit = colour_unit(norm)
    if unit is None:
        unit = norm.unit = first_unit(value)
    return numbers(value, unit if _NORMS[name] == "p" else difference(unit))


def _replace_property(cls: type, name: str) -> None:
    old = vars(cls).get(name)
    if not isinstance(old, property) or old.fset is None or hasattr(old.fset, "takes_quantities"):
        return
    setter = old.fset

    @wraps(setter)
    def change(self: Any, value: Any) -> None:
        setter(self, _in_norm(self, name, value) if has_quantity(value) else value)

    change.takes_quantities = True  # type: ignore[attr-defined]  # read back above
    setattr(cls, name, property(old.fget, change, old.fdel, old.__doc__))


# ---------------------------------------------------------------- what they colour


def teach_mappables(image: ModuleType) -> None:
    """Let images and all else that shows colours refuse a norm in another unit than theirs."""
    owner = next(cls for cls in image.AxesImage.__mro__ if isinstance(vars(cls).get("norm"), property))
    old = vars(owner)["norm"]
    if hasattr(old.fset, "takes_quantities"):
        return

    @wraps(old.fset)
    def change(self: Any, norm: Any) -> None:
        own, new = getattr(self, "unit", None), colour_unit(norm)
        if own is not None and new is not None and own != new:
            raise UnitMismatchError("Cannot colour this by a norm in another unit", own, new)
        old.fset(self, norm)
        if own is not None:
            note_unit(self, own)

    change.takes_quantities = True  # type: ignore[attr-defined]  # read back above
    owner.norm = property(old.fget, change, old.fdel, old.__doc__)


def teach_colorbars(colorbar: ModuleType) -> None:
    """Let a colour bar be in the unit of what it is for, which becomes its label."""
    init = colorbar.Colorbar.__init__
    if hasattr(init, "takes_quantities"):
        return

    @wraps(init)
    def drawn(self: Any, ax: Any, mappable: Any = None, **kwargs: Any) -> None:
        unit = colour_unit(mappable)
        for name in ("values", "boundaries", "ticks"):
            if has_quantity(kwargs.get(name)):
                unit = first_unit(kwargs[name]) if unit is None else unit
                kwargs[name] = numbers(kwargs[name], unit)
        settle(kwargs.get("ticks"), unit)
        settle(kwargs.get("format"), unit)
        init(self, ax, mappable, **kwargs)
        if unit is not None:
            along = self.ax.yaxis if self.orientation == "vertical" else self.ax.xaxis
            along.update_units(join(1.0, unit))
            if unit.should_display_unit and not kwargs.get("label"):
                self.set_label(str(unit))

    drawn.takes_quantities = True  # type: ignore[attr-defined]  # read back above
    colorbar.Colorbar.__init__ = drawn
