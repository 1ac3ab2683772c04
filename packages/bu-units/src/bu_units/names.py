"""Every unit by name: ``names.mvolt``, ``names.mV``, ``names.inch``; each is built on first use."""

from __future__ import annotations

# Under private names: "find" is free to name a unit.
from ._registry import attribute_names as _attribute_names
from ._registry import find as _find
from ._registry import own_names as _own_names
from ._registry import refusal as _refusal
from ._registry import suggest as _suggest
from ._unit import UNITLESS
from ._unit import Unit as _Unit
from ._unit import watch_names as _watch_names

__all__ = ["UNITLESS"]

# Attributes that mean something else here than the symbol does in a text. In "7 pH" a text has the
# picohenry, as `bu_units.si.pH` is; who writes ``pH`` in a program on purpose means acidity.
_HERE = {"pH": "pH_scale"}


_made: set[str] = set()  # attributes so far


def _forget() -> None:
    """Look attributes up anew: a unit of trades may have given way to one of the user's own."""
    while _made:
        globals().pop(_made.pop(), None)


_watch_names(_forget)


def __getattr__(name: str) -> _Unit:
    unit = None if name.startswith("__") else _find(_HERE.get(name, name))
    if unit is None or not name.isidentifier():
        reason = "" if name.startswith("_") else _refusal(name)
        near = [] if name.startswith("_") else [text for text in _suggest(name) if text.isidentifier()]
        hint = f"; {reason}" if reason else f"; did you mean {' or '.join(near)}?" if near else ""
        raise AttributeError(f"no unit is named {name!r}{hint}", name=name)
    globals()[name] = unit
    _made.add(name)
    return unit


def __dir__() -> list[str]:
    return [*__all__, *_attribute_names(), *_own_names()]
