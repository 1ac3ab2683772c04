"""Every unit by name: ``names.mvolt``, ``names.mV``, ``names.inch``; each is built on first use."""

from __future__ import annotations

from ._registry import attribute_names, find, suggest
from ._unit import UNITLESS, Unit

__all__ = ["UNITLESS"]


def __getattr__(name: str) -> Unit:
    unit = None if name.startswith("__") else find(name)
    if unit is None or not name.isidentifier():
        near = [] if name.startswith("_") else suggest(name)
        hint = f"; did you mean {' or '.join(near)}?" if near else ""
        raise AttributeError(f"no unit is named {name!r}{hint}", name=name)
    globals()[name] = unit
    return unit


def __dir__() -> list[str]:
    return [*__all__, *attribute_names()]
