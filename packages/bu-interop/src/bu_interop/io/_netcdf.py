"""NetCDF 4, by netCDF4 or h5netcdf, whichever is installed: a group for each dict, a variable for each
array.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import Any

import numpy as np

from ._formats import plain_attributes

__all__ = ["FOLDER", "LAZY", "holds", "open_file"]


def _dataset() -> Any:
    """Return the class of files of netCDF4, or that of h5netcdf which is made like it."""
    for library in ("netCDF4", "h5netcdf.legacyapi"):
        try:
            return import_module(library).Dataset
        except ModuleNotFoundError as error:
            if error.name != library.partition(".")[0]:
                raise
    raise ModuleNotFoundError(
        "files .nc need netCDF4 or h5netcdf: pip install brainunit[netcdf]", name="netCDF4"
    )


Dataset = _dataset()
LAZY, FOLDER = True, False
_WIDTHS = {"f": (4, 8), "i": (1, 2, 4, 8), "u": (1, 2, 4, 8)}


def holds(dtype: Any) -> bool:
    """Return whether netCDF has variables of a dtype: no booleans, no complex numbers, no half precision."""
    return dtype.kind == "U" or dtype.itemsize in _WIDTHS.get(dtype.kind, ())


def open_file(path: str, mode: str) -> NetcdfFile:
    """Open a file."""
    return NetcdfFile(Dataset(path, {"r": "r", "w": "w", "a": "a"}[mode]))


class NetcdfVariable:
    """A variable, as it is stored."""

    def __init__(self, variable: Any, dataset: Any) -> None:
        self.variable = variable
        self.dataset = dataset
        for turn_off in ("set_auto_maskandscale", "set_auto_chartostring"):
            if hasattr(variable, turn_off):  # of netCDF4
                getattr(variable, turn_off)(False)
        self.shape = tuple(variable.shape)
        dtype = variable.dtype
        self.dtype = np.dtype("U") if dtype is str or getattr(dtype, "kind", "O") == "O" else np.dtype(dtype)
        chunks = variable.chunking() if hasattr(variable, "chunking") else getattr(variable, "chunks", None)
        self.chunks = tuple(chunks) if isinstance(chunks, (list, tuple)) else None

    def attributes(self) -> dict[str, Any]:
        """Return the attributes."""
        return plain_attributes({name: self.variable.getncattr(name) for name in self.variable.ncattrs()})

    def read(self, index: Any) -> Any:
        """Return a part."""
        values = np.asarray(self.variable[index])
        return values.astype(str) if self.dtype.kind == "U" else values

    def write(self, index: Any, values: Any) -> None:
        """Write a part."""
        self.variable[index] = values.astype(object) if values.dtype.kind == "U" else values

    def grow(self, axis: int, size: int) -> None:
        """Make an axis longer, whose dimension must be unlimited: netCDF does it when one writes there."""
        name = self.variable.dimensions[axis]
        group: Any = self.dataset
        while name not in group.dimensions:
            group = group.parent
        dimension = group.dimensions[name]
        if not dimension.isunlimited():
            raise ValueError(
                f"axis {axis} cannot grow: its dimension {name!r} is not unlimited; save with chunks"
            )
        if hasattr(self.variable, "resize"):  # of h5netcdf, which does not do it by itself
            group.resize_dimension(name, size)
        self.shape = (*self.shape[:axis], size, *self.shape[axis + 1 :])


class NetcdfFile:
    """An open file."""

    def __init__(self, root: Any) -> None:
        self.root = root

    def _group(self, group: tuple[str, ...]) -> Any:
        here = self.root
        for name in group:
            here = here.groups[name]
        return here

    def groups(self, group: tuple[str, ...]) -> list[str]:
        """Return the names of the groups in a group."""
        return list(self._group(group).groups)

    def variables(self, group: tuple[str, ...]) -> list[str]:
        """Return the names of the variables in a group."""
        return list(self._group(group).variables)

    def attributes(self, group: tuple[str, ...]) -> dict[str, Any]:
        """Return the attributes of a group."""
        here = self._group(group)
        return plain_attributes({name: here.getncattr(name) for name in here.ncattrs()})

    def set_attributes(self, group: tuple[str, ...], attributes: Mapping[str, Any]) -> None:
        """Set attributes of a group."""
        here = self._group(group[:-1])
        if group:
            here = here.groups[group[-1]] if group[-1] in here.groups else here.createGroup(group[-1])
        for name, value in attributes.items():
            here.setncattr(name, value)

    def variable(self, name: tuple[str, ...]) -> NetcdfVariable:
        """Return a variable."""
        here = self._group(name[:-1])
        return NetcdfVariable(here.variables[name[-1]], here)

    def create(
        self,
        name: tuple[str, ...],
        shape: tuple[int, ...],
        dtype: Any,
        attributes: Mapping[str, Any],
        *,
        fill: Any,
        chunks: tuple[int, ...] | None,
        dims: Sequence[str] | None,
        compression: int | None,
    ) -> NetcdfVariable:
        """Make a variable, and the dimensions that are not there."""
        here = self._group(name[:-1])
        grows = chunks is not None
        if dims is None:
            dims = [self._own_dimension(here, f"{name[-1]}_{axis}") for axis in range(len(shape))]
            for axis, label in enumerate(dims):
                here.createDimension(label, None if grows and axis == 0 else shape[axis])
        else:
            for axis, (label, size) in enumerate(zip(dims, shape, strict=True)):
                self._dimension(here, label, None if grows and axis == 0 else size, size)
        options: dict[str, Any] = {} if fill is None else {"fill_value": fill}
        if chunks is not None:
            options["chunksizes"] = chunks
        if compression is not None and shape and dtype.kind != "U":
            options |= {"zlib": compression > 0, "complevel": compression}
        stored = str if dtype.kind == "U" else dtype
        variable = here.createVariable(name[-1], stored, tuple(dims), **options)
        for key, value in attributes.items():
            variable.setncattr(key, value)
        return NetcdfVariable(variable, here)

    def _own_dimension(self, here: Any, label: str) -> str:
        """Return a name for an axis that no dimension has, here and in the groups around, and no variable."""
        seen, group = {*here.variables}, here
        while group is not None:
            seen |= {*group.dimensions}
            group = getattr(group, "parent", None)
        while label in seen:
            label += "_"
        return label

    def _dimension(self, here: Any, label: str, wanted: int | None, size: int) -> None:
        group = here
        while group is not None:
            if label in group.dimensions:
                there = group.dimensions[label]
                if len(there) not in (size, 0) or (len(there) == 0 and not there.isunlimited() and size):
                    raise ValueError(
                        f"the dimension {label!r} has {len(there)} elements, and this axis {size}"
                    )
                return
            group = getattr(group, "parent", None)
        here.createDimension(label, wanted)

    def close(self) -> None:
        """Close."""
        self.root.close()
