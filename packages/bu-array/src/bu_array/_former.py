"""Where modules of bu-array stood formerly: pickles written then name them.

`sys.modules` has an entry for each that passes look-ups on to the module of today, once one is looked up. The
class Quantity and how it is restored are named by places that stay: `bu_array` and `bu_array._quantity`.
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import Any

__all__ = ["MOVED"]

MOVED = {
    "_at": "_quantity.at",
    "_axis_units": "_plots.axis_units",
    "_collection": "_quantity.dask",
    "_physical": "_quantity.annotation",
    "_rules": "core.rules",
}
"""Modules whose classes and functions stand in pickles, then and now."""


class _Moved(ModuleType):
    """Stands for a module at its former place."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):  # of the import system, which asks what this module is
            raise AttributeError(name)
        package, _, former = self.__name__.rpartition(".")
        return getattr(import_module(f"{package}.{MOVED[former]}"), name)


for _former in MOVED:
    sys.modules.setdefault(f"bu_array.{_former}", _Moved(f"bu_array.{_former}"))
