"""Zarr, version 3: a group for each dict, an array for each array, units as attributes, axes with names."""

from __future__ import annotations

import base64
import struct
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import numpy as np

try:
    import zarr
except ModuleNotFoundError as error:
    raise ModuleNotFoundError("files .zarr need zarr: pip install brainunit[zarr]", name="zarr") from error

from ._formats import plain_attributes

__all__ = ["FOLDER", "LAZY", "holds", "open_file"]

LAZY, FOLDER = True, True
_WIDTHS = {"f": (2, 4, 8), "c": (8, 16), "i": (1, 2, 4, 8), "u": (1, 2, 4, 8), "b": (1,)}


def holds(dtype: Any) -> bool:
    """Return whether zarr has arrays of a dtype."""
    return dtype.kind == "U" or dtype.itemsize in _WIDTHS.get(dtype.kind, ())


def open_file(path: str, mode: str) -> ZarrFile:
    """Open a folder. What changes it writes the metadata of all arrays in one, too: xarray warns without."""
    with _quiet():
        if mode == "w":
            return ZarrFile(zarr.create_group(path, zarr_format=3), True)
        if mode == "r":
            return ZarrFile(zarr.open_group(path, mode="r"), False)
        known = zarr.open_group(path, mode="r").metadata.consolidated_metadata is not None
        return ZarrFile(zarr.open_group(path, mode="r+", use_consolidated=False), known)


@contextmanager
def _quiet() -> Iterator[None]:
    """Do not repeat zarr's warnings that version 3 has no rule yet for texts and for metadata in one."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", category=FutureWarning)
        warnings.filterwarnings("ignore", category=UserWarning)
        yield


class ZarrVariable:
    """An array."""

    def __init__(self, array: Any) -> None:
        self.array = array
        self.shape = array.shape
        self.dtype = np.dtype("U") if array.dtype.kind in "UTO" else array.dtype
        self.chunks = getattr(array, "shards", None) or array.chunks

    def attributes(self) -> dict[str, Any]:
        """Return the attributes; xarray writes what stands for missing values among them, in base64."""
        found = plain_attributes(self.array.attrs.asdict())
        fill = found.get("_FillValue")
        if isinstance(fill, str) and self.dtype.kind == "f":
            found["_FillValue"] = struct.unpack("<d", base64.b64decode(fill))[0]
        elif (
            self.array.metadata.zarr_format == 2
            and self.array.fill_value is not None
            and self.dtype.kind in "iuf"
        ):
            found.setdefault("_FillValue", self.array.fill_value)
        return found

    def read(self, index: Any) -> Any:
        """Return a part."""
        values = np.asarray(self.array[index])
        return (
            np.array(values.tolist(), dtype=str).reshape(values.shape) if self.dtype.kind == "U" else values
        )

    def write(self, index: Any, values: Any) -> None:
        """Write a part."""
        self.array[index] = values

    def grow(self, axis: int, size: int) -> None:
        """Make an axis longer."""
        shape = list(self.shape)
        shape[axis] = size
        self.array.resize(tuple(shape))
        self.shape = tuple(shape)


class ZarrFile:
    """An open folder."""

    def __init__(self, root: Any, consolidated: bool) -> None:
        self.root, self.consolidated = root, consolidated

    def _group(self, group: tuple[str, ...]) -> Any:
        return self.root["/".join(group)] if group else self.root

    def groups(self, group: tuple[str, ...]) -> list[str]:
        """Return the names of the groups in a group."""
        with _quiet():
            return sorted(name for name, _ in self._group(group).groups())

    def variables(self, group: tuple[str, ...]) -> list[str]:
        """Return the names of the arrays in a group."""
        with _quiet():
            return sorted(name for name, _ in self._group(group).arrays())

    def attributes(self, group: tuple[str, ...]) -> dict[str, Any]:
        """Return the attributes of a group."""
        return plain_attributes(self._group(group).attrs.asdict())

    def set_attributes(self, group: tuple[str, ...], attributes: Mapping[str, Any]) -> None:
        """Set attributes of a group."""
        here = self.root.require_group("/".join(group)) if group else self.root
        here.attrs.update(attributes)

    def variable(self, name: tuple[str, ...]) -> ZarrVariable:
        """Return an array."""
        with _quiet():
            item = self.root["/".join(name)]
        if not isinstance(item, zarr.Array):
            raise ValueError("it is a group, no array")
        return ZarrVariable(item)

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
    ) -> ZarrVariable:
        """Make an array; xarray asks for names of its axes."""
        attributes = dict(attributes)
        options: dict[str, Any] = {} if chunks is None else {"chunks": chunks}
        if compression is not None:
            options["compressors"] = zarr.codecs.ZstdCodec(level=compression) if compression else None
        if fill is not None:
            options["fill_value"] = fill
            coded = base64.b64encode(struct.pack("<d", fill)).decode() if dtype.kind == "f" else int(fill)
            attributes["_FillValue"] = coded
        elif dtype.kind == "f":
            options["fill_value"] = np.nan
        with _quiet():
            array = self._group(name[:-1]).create_array(
                name[-1],
                shape=shape,
                dtype=str if dtype.kind == "U" else dtype,
                attributes=attributes,
                dimension_names=list(dims) if dims else [f"{name[-1]}_{axis}" for axis in range(len(shape))],
                **options,
            )
        return ZarrVariable(array)

    def close(self) -> None:
        """Write the metadata in one, where they are so."""
        if self.consolidated:
            with warnings.catch_warnings():
                warnings.filterwarnings(
                    "ignore", category=UserWarning
                )  # zarr: version 3 has no rule for them yet
                zarr.consolidate_metadata(
                    self.root.store, path=self.root.path, zarr_format=self.root.metadata.zarr_format
                )
