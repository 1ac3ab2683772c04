"""What a format of files must do, and which one the ending of a name asks for."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import Any, Protocol

__all__ = ["File", "Format", "Variable", "format_of", "plain_attributes"]

_ENDINGS = {
    ".h5": "_hdf5",
    ".hdf5": "_hdf5",
    ".zarr": "_zarr",
    ".nc": "_netcdf",
    ".npz": "_npz",
}


class Variable(Protocol):
    """An array in a file."""

    shape: tuple[int, ...]
    dtype: Any
    chunks: tuple[int, ...] | None

    def attributes(self) -> dict[str, Any]:
        """Return the attributes, texts and numbers."""

    def read(self, index: Any) -> Any:
        """Return a part as an array of numpy."""

    def write(self, index: Any, values: Any) -> None:
        """Write a part."""

    def grow(self, axis: int, size: int) -> None:
        """Make the axis longer; ValueError where the file has no room."""


class File(Protocol):
    """An open file; groups and variables are named by tuples of names."""

    def groups(self, group: tuple[str, ...]) -> list[str]:
        """Return the names of the groups in a group."""

    def variables(self, group: tuple[str, ...]) -> list[str]:
        """Return the names of the variables in a group."""

    def attributes(self, group: tuple[str, ...]) -> dict[str, Any]:
        """Return the attributes of a group, texts and numbers."""

    def set_attributes(self, group: tuple[str, ...], attributes: Mapping[str, Any]) -> None:
        """Set attributes of a group, which is made where it is not there."""

    def variable(self, name: tuple[str, ...]) -> Variable:
        """Return a variable."""

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
    ) -> Variable:
        """Make a variable; its axes can grow if it has chunks."""

    def close(self) -> None:
        """Write what is left, and close."""


class Format(Protocol):
    """A module of this folder: a format of files."""

    LAZY: bool
    FOLDER: bool

    def holds(self, dtype: Any) -> bool:
        """Return whether the format has arrays of a dtype."""

    def open_file(self, path: str, mode: str) -> File:
        """Open a file to read ("r"), to write anew ("w") or to change ("a")."""


def format_of(path: str | os.PathLike[str]) -> tuple[str, Format]:
    """Return the path as a text, and the format that its ending asks for.

    Raises ValueError for another ending, ModuleNotFoundError for a library that is not installed.
    """
    text = os.fspath(path)
    if not isinstance(text, str):
        raise TypeError(f"a path is a text or a pathlib.Path, got {type(path).__name__}")
    ending = os.path.splitext(text.rstrip("/"))[1].lower()
    if ending not in _ENDINGS:
        raise ValueError(
            f"{text}: the ending says the format, one of {', '.join(_ENDINGS)}; got {ending or 'none'}"
        )
    module: Any = import_module(f"bu_interop.io.{_ENDINGS[ending]}")
    return text, module


def plain_attributes(found: Mapping[Any, Any]) -> dict[str, Any]:
    """Return attributes as texts and numbers, whatever a library gives."""
    plain = {}
    for name, value in found.items():
        if hasattr(value, "tolist"):
            value = (
                value.tolist()
                if getattr(value, "size", 1) != 1
                else value.reshape(-1)[0].tolist()
                if hasattr(value, "reshape")
                else value
            )
        if isinstance(value, bytes):
            value = value.decode("utf-8", "replace")
        plain[str(name)] = value
    return plain
