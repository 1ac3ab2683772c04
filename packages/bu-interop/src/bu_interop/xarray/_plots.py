"""``da.plot()`` of quantities: the numbers, and the unit in the label, which xarray reads from attributes."""

from __future__ import annotations

from typing import Any

import xarray as xr

from ._variables import dequantified, on_dataset, units_of

__all__ = ["install"]


class Drawn:
    """The attribute `plot` of a class: of quantities it is that of their numbers, with the units in
    attributes.
    """

    def __init__(self, before: Any) -> None:
        self._before = before

    def __get__(self, obj: Any, owner: Any) -> Any:
        if obj is not None and on_dataset(obj, lambda ds: bool(units_of(ds))):
            obj = on_dataset(obj, lambda ds: dequantified(ds, style=""))
        return self._before.__get__(obj, owner)


def install() -> None:
    """Let both classes draw quantities."""
    for kind in (xr.DataArray, xr.Dataset):
        before = vars(kind)["plot"]
        if not isinstance(before, Drawn):
            kind.plot = Drawn(before)
