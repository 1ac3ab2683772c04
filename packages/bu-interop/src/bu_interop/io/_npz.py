"""numpy's .npz: an array for each array, under "group/name"; attributes in one text more, as JSON."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from ._formats import plain_attributes

__all__ = ["FOLDER", "LAZY", "holds", "open_file"]

LAZY, FOLDER = False, False
_ATTRIBUTES = "__brainunit__"


def holds(dtype: Any) -> bool:
    """Return whether numpy writes arrays of a dtype without pickling."""
    return dtype.kind in "biufcU"


def open_file(path: str, mode: str) -> NpzFile:
    """Open a file, which is read whole and written when it is closed."""
    if mode == "w":
        return NpzFile(path, {}, {})
    if not zipfile.is_zipfile(path):
        raise ValueError("it is no archive of numpy's")
    with open(path, "rb") as stream, np.load(stream, allow_pickle=False) as found:
        arrays: dict[str, Any] = dict.fromkeys(found.files)
        noted = json.loads(str(found[_ATTRIBUTES])) if _ATTRIBUTES in arrays else {}
    arrays.pop(_ATTRIBUTES, None)
    return NpzFile(path if mode == "a" else "", arrays, noted, path)


class NpzVariable:
    """An array of the archive."""

    def __init__(self, file: NpzFile, name: str) -> None:
        self.file, self.name = file, name
        array = file.array(name)
        self.shape, self.dtype, self.chunks = array.shape, array.dtype, None

    def attributes(self) -> dict[str, Any]:
        """Return the attributes."""
        found = dict(self.file.noted.get(f"{self.name}:", {}))
        if "_FillValue" in found:
            found["_FillValue"] = self.dtype.type(found["_FillValue"])
        return found

    def read(self, index: Any) -> Any:
        """Return a part."""
        return np.asarray(self.file.array(self.name)[index])

    def write(self, index: Any, values: Any) -> None:
        """Write a part."""
        array = self.file.array(self.name)
        if values.dtype.kind == "U" and values.dtype.itemsize > array.dtype.itemsize:
            array = array.astype(values.dtype)
        array[index] = values
        self.file.arrays[self.name] = array

    def grow(self, axis: int, size: int) -> None:
        """Make an axis longer."""
        array = self.file.array(self.name)
        wider = [(0, size - length if axis == at else 0) for at, length in enumerate(array.shape)]
        self.file.arrays[self.name] = np.pad(array, wider)
        self.shape = self.file.arrays[self.name].shape


class NpzFile:
    """An archive in memory."""

    def __init__(self, target: str, arrays: dict[str, Any], noted: dict[str, Any], source: str = "") -> None:
        self.target, self.arrays, self.noted, self.source = target, arrays, noted, source

    def array(self, name: str) -> Any:
        """Return an array, read when it is asked for: one that cannot be read spoils no other."""
        if self.arrays[name] is None:
            with open(self.source, "rb") as stream, np.load(stream, allow_pickle=False) as found:
                self.arrays[name] = found[name]
        return self.arrays[name]

    def groups(self, group: tuple[str, ...]) -> list[str]:
        """Return the names of the groups in a group."""
        depth = len(group)
        noted = [tuple(name.split("/")) for name in self.noted if not name.endswith(":") and name]
        paths = [*noted, *(tuple(name.split("/"))[:-1] for name in self.arrays)]
        return list(
            dict.fromkeys(path[depth] for path in paths if len(path) > depth and path[:depth] == group)
        )

    def variables(self, group: tuple[str, ...]) -> list[str]:
        """Return the names of the arrays in a group."""
        paths = [tuple(name.split("/")) for name in self.arrays]
        return [path[-1] for path in paths if path[:-1] == group]

    def attributes(self, group: tuple[str, ...]) -> dict[str, Any]:
        """Return the attributes of a group."""
        return dict(self.noted.get("/".join(group), {}))

    def set_attributes(self, group: tuple[str, ...], attributes: Mapping[str, Any]) -> None:
        """Set attributes of a group."""
        self.noted.setdefault("/".join(group), {}).update(attributes)

    def variable(self, name: tuple[str, ...]) -> NpzVariable:
        """Return an array."""
        return NpzVariable(self, "/".join(name))

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
    ) -> NpzVariable:
        """Make an array; there are no chunks, and names of axes are attributes."""
        key = "/".join(name)
        self.arrays[key] = np.zeros(shape, dtype)
        noted = dict(attributes)
        if fill is not None:
            noted["_FillValue"] = fill.item()
        if dims:
            noted["dimensions"] = list(dims)
        self.noted[f"{key}:"] = plain_attributes(noted)
        self.compression = compression
        return NpzVariable(self, key)

    compression: int | None = None

    def close(self) -> None:
        """Write the archive, if it was opened for that."""
        if not self.target:
            return
        arrays = {name: self.array(name) for name in self.arrays}
        arrays[_ATTRIBUTES] = np.array(json.dumps(self.noted))
        method = zipfile.ZIP_DEFLATED if self.compression else zipfile.ZIP_STORED
        with zipfile.ZipFile(self.target, "w", method, compresslevel=self.compression) as archive:
            for name, array in arrays.items():
                with archive.open(f"{name}.npy", "w", force_zip64=True) as member:
                    np.lib.format.write_array(member, array, allow_pickle=False)
