"""HDF5, by h5py: a group for each dict, a dataset for each array, units as attributes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

try:
    import h5py
except ModuleNotFoundError as error:
    raise ModuleNotFoundError("files .h5 need h5py: pip install brainunit[hdf5]", name="h5py") from error

from ._formats import plain_attributes

__all__ = ["FOLDER", "LAZY", "holds", "open_file"]

LAZY, FOLDER = True, False
# What HDF5's and netCDF's own programs note for themselves.
_INTERNAL = {
    "CLASS",
    "NAME",
    "DIMENSION_LIST",
    "REFERENCE_LIST",
    "DIMENSION_LABELS",
    "_Netcdf4Dimid",
    "_Netcdf4Coordinates",
}
_NO_VARIABLE = b"This is a netCDF dimension but not a netCDF variable"


def holds(dtype: Any) -> bool:
    """Return whether HDF5 has arrays of a dtype."""
    return dtype.kind in "biufcU"


def open_file(path: str, mode: str) -> HdfFile:
    """Open a file."""
    return HdfFile(h5py.File(path, {"r": "r", "w": "w", "a": "r+"}[mode], track_order=mode == "w"))


class HdfVariable:
    """A dataset."""

    def __init__(self, dataset: Any) -> None:
        self.dataset = dataset
        self.shape = dataset.shape or ()
        self.dtype = np.dtype("U") if h5py.check_string_dtype(dataset.dtype) else dataset.dtype
        self.chunks = dataset.chunks

    def attributes(self) -> dict[str, Any]:
        """Return the attributes."""
        return plain_attributes({n: v for n, v in self.dataset.attrs.items() if n not in _INTERNAL})

    def read(self, index: Any) -> Any:
        """Return a part."""
        if self.dataset.shape is None:
            raise ValueError("the dataset is empty: it has no shape")
        if self.dtype.kind == "U":
            return np.asarray(self.dataset.asstr()[index]).astype(str)
        return np.asarray(self.dataset[index])

    def write(self, index: Any, values: Any) -> None:
        """Write a part."""
        self.dataset[index] = values.astype(object) if values.dtype.kind == "U" else values

    def grow(self, axis: int, size: int) -> None:
        """Make an axis longer."""
        if self.dataset.maxshape[axis] is not None:
            raise ValueError(f"axis {axis} cannot grow: it was saved without chunks")
        self.dataset.resize(size, axis)
        self.shape = self.dataset.shape


class HdfFile:
    """An open file."""

    def __init__(self, file: Any) -> None:
        self.file = file

    def _group(self, group: tuple[str, ...]) -> Any:
        return self.file["/".join(group)] if group else self.file

    def groups(self, group: tuple[str, ...]) -> list[str]:
        """Return the names of the groups in a group."""
        here = self._group(group)
        return [name for name in here if here.get(name, getclass=True) is h5py.Group]

    def variables(self, group: tuple[str, ...]) -> list[str]:
        """Return the names of the datasets in a group; what a link does not find is one that cannot be
        read.
        """
        here = self._group(group)
        found = [name for name in here if here.get(name, getclass=True) is not h5py.Group]
        return [name for name in found if not self._is_only_dimension(here, name)]

    def _is_only_dimension(self, here: Any, name: str) -> bool:
        item = here.get(name)
        return isinstance(item, h5py.Dataset) and bytes(item.attrs.get("NAME", b"")).startswith(_NO_VARIABLE)

    def attributes(self, group: tuple[str, ...]) -> dict[str, Any]:
        """Return the attributes of a group."""
        return plain_attributes(self._group(group).attrs)

    def set_attributes(self, group: tuple[str, ...], attributes: Mapping[str, Any]) -> None:
        """Set attributes of a group."""
        here = self.file if not group else self.file.get("/".join(group))
        if here is None:
            here = self._group(group[:-1]).create_group(group[-1], track_order=True)
        for name, value in attributes.items():
            here.attrs[name] = value

    def variable(self, name: tuple[str, ...]) -> HdfVariable:
        """Return a dataset."""
        item = self._group(name[:-1])[name[-1]]
        if not isinstance(item, h5py.Dataset):
            raise ValueError(f"it is a {type(item).__name__} of HDF5, no dataset")
        return HdfVariable(item)

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
    ) -> HdfVariable:
        """Make a dataset."""
        options: dict[str, Any] = {} if fill is None else {"fillvalue": fill}
        if chunks is not None:
            options |= {"chunks": chunks, "maxshape": (None,) * len(shape)}
        if compression is not None and shape:
            options |= {"compression": "gzip", "compression_opts": compression}
        stored = h5py.string_dtype() if dtype.kind == "U" else dtype
        dataset = self._group(name[:-1]).create_dataset(name[-1], shape, stored, **options)
        for key, value in attributes.items():
            dataset.attrs[key] = value
        if fill is not None:
            dataset.attrs["_FillValue"] = fill
        for axis, label in enumerate(dims or ()):
            dataset.dims[axis].label = label
        return HdfVariable(dataset)

    def close(self) -> None:
        """Close."""
        self.file.close()
