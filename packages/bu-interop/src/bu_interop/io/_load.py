"""Reading trees out of files, of our own and of other programs."""

from __future__ import annotations

import json
import os
import pickle
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib import import_module
from typing import Any

import numpy as np

from bu_array import Quantity
from bu_dispatch import backend_of, get_backend
from bu_units import Unit, UnitParseError

from ._errors import FileError
from ._formats import File, Format, format_of
from ._tree import TREE, built, number
from ._values import Plan, plan

__all__ = ["UNREADABLE", "load", "reason"]

# What the libraries raise for files that are broken, or that are none of theirs.
UNREADABLE = (
    *(OSError, ValueError, KeyError, TypeError, RuntimeError, AttributeError, EOFError, IndexError),
    *(NotImplementedError, UnicodeError, AssertionError, MemoryError, OverflowError),
    *(zipfile.BadZipFile, zlib.error, struct.error, pickle.UnpicklingError),
)
_WAY = "Give units by name, load(path, units={'name': 'm'}), or None for plain numbers"


def reason(error: BaseException) -> str:
    """Return what an error says, in one line."""
    text = str(error.args[0]) if isinstance(error, KeyError) and error.args else str(error)
    first = text.splitlines()[0] if text else type(error).__name__
    return (
        first if isinstance(error, (ValueError, TypeError, OSError)) else f"{type(error).__name__}: {first}"
    )


def load(
    path: str | os.PathLike[str],
    *,
    units: Mapping[str, Unit | str | None] | None = None,
    chunks: Any = None,
    backend: str | None = None,
) -> Any:
    """Load the tree of a file, each array in the unit that its attribute `units` says.

    path: of a file .h5, .hdf5, .zarr, .nc or .npz, of `save` or of another program, whose groups are dicts.
    units: units by name, "group/name", instead of the attributes; None for plain numbers.
    chunks: arrays of dask, read when they are computed: "auto", the length of chunks, a shape, or -1 for
    one each.
    backend: the library of the arrays, numpy without it.
    Values are those that were saved: packed ones unpacked, masked ones masked, dates of CF as numpy's.
    Raises FileError, which names the file, each variable and the reason, for what cannot be read;
    FileNotFoundError; ValueError for another ending.
    """
    file, form = format_of(path)
    if chunks is not None and not form.LAZY:
        raise ValueError(f"{file}: this format is read whole: leave out chunks=, or use .zarr, .h5 or .nc")
    if backend is not None:
        get_backend(backend)
    with _reading(file, form) as opened:
        reader = Reader(file, form, opened, dict(units or {}), chunks, backend)
        tree = reader.group(())
    reader.check()
    return tree


@contextmanager
def _reading(file: str, form: Format) -> Iterator[File]:
    if not os.path.exists(file):
        raise FileNotFoundError(2, "no such file", file)
    try:
        opened = form.open_file(file, "r")
    except PermissionError:
        raise
    except UNREADABLE as error:
        raise FileError(file, f"it is no file of its format, or it is damaged: {reason(error)}") from error
    try:
        yield opened
    finally:
        opened.close()


class Reader:
    """A file being read; what cannot be read is collected, so that one error names all of it."""

    def __init__(
        self, file: str, form: Format, opened: File, units: dict[str, Any], chunks: Any, backend: str | None
    ) -> None:
        self.file, self.form, self.opened = file, form, opened
        self.units, self.chunks, self.backend = units, chunks, backend
        self.used: set[str] = set()
        self.problems: list[tuple[str, str]] = []
        self.of_units = False

    def check(self) -> None:
        """Raise FileError for what could not be read, ValueError for a unit of no variable."""
        if self.problems:
            raise FileError(self.file, self.problems, _WAY if self.of_units else "")
        unknown = sorted(self.units.keys() - self.used)
        if unknown:
            raise ValueError(f"{self.file}: units for {unknown[0]!r}, and there is no such variable")

    def group(self, name: tuple[str, ...]) -> Any:
        """Return the tree of a group."""
        try:
            attributes = self.opened.attributes(name)
            noted: dict[str, Any] = {"is": "dict", "of": {}}
            if TREE in attributes:
                noted = json.loads(str(attributes[TREE]))
            kind, listed = str(noted["is"]), dict(noted["of"])
            groups, variables = self.opened.groups(name), self.opened.variables(name)
        except UNREADABLE as error:
            self.problems.append(("/".join(name), reason(error)))
            return None
        items: dict[str, Any] = {}
        for key in dict.fromkeys([*listed, *variables, *groups]):
            title = listed.get(key)
            if title not in (None, "array", "group"):
                items[key] = self._plain(attributes, (*name, key), title)
            elif key in variables:
                items[key] = self._variable((*name, key))
            elif key in groups:
                items[key] = self.group((*name, key))
            else:
                self.problems.append(("/".join((*name, key)), "it is not there any more"))
        return None if self.problems else built(kind, items)

    def _plain(self, attributes: Mapping[str, Any], name: tuple[str, ...], title: str) -> Any:
        try:
            return number(attributes[name[-1]], title)
        except UNREADABLE as error:
            self.problems.append(("/".join(name), f"the attribute is no {title}: {reason(error)}"))
            return None

    def _variable(self, name: tuple[str, ...]) -> Any:
        key = "/".join(name)
        self.used.add(key)
        try:
            variable = self.opened.variable(name)
            how = plan(variable.attributes(), variable.dtype, self.units.get(key, ""))
            if self.chunks is not None and variable.shape:
                array = self._lazy(name, variable, how)
            else:
                array = how.numbers(variable.read(()) if not variable.shape else variable.read(...))
            return self._on_backend(how.value(array))
        except UnitParseError as error:
            self.of_units = True
            self.problems.append((key, reason(error)))
        except UNREADABLE as error:
            self.problems.append((key, reason(error)))
        return None

    def _lazy(self, name: tuple[str, ...], variable: Any, how: Plan) -> Any:
        da = import_module("dask.array")
        meta = how.numbers(np.empty((0,) * len(variable.shape), variable.dtype))
        own = variable.chunks if self.chunks == "auto" else None
        chunks = own or self.chunks
        if isinstance(chunks, int):
            chunks = (chunks, *(-1 for _ in variable.shape[1:]))
        lazy = Lazy(self.file, name, tuple(variable.shape), meta.dtype, self.units.get("/".join(name), ""))
        return da.from_array(lazy, chunks=chunks, meta=meta, lock=False, asarray=False, name=False)

    def _on_backend(self, value: Any) -> Any:
        if self.backend is None:
            return value
        if isinstance(value, Quantity):
            return value if value.backend is None else value.to_backend(self.backend)
        found = backend_of(value)
        if found is None or not hasattr(value, "shape") or value.dtype.kind not in "biufc":
            return value  # texts and dates are numpy's alone
        return Quantity(value).to_backend(self.backend).mantissa


class Lazy:
    """An array in a file, of which dask asks parts; the file is opened for each, so that it can be moved
    about.
    """

    def __init__(
        self, file: str, name: tuple[str, ...], shape: tuple[int, ...], dtype: Any, unit: Any
    ) -> None:
        self.file, self.name, self.unit = os.path.abspath(file), name, unit
        self.shape, self.dtype, self.ndim = shape, dtype, len(shape)

    def __getitem__(self, index: Any) -> Any:
        from ._save import LOCK

        _, form = format_of(self.file)
        with LOCK, _reading(self.file, form) as opened:
            try:
                variable = opened.variable(self.name)
                how = plan(variable.attributes(), variable.dtype, self.unit)
                return how.numbers(variable.read(index))
            except UNREADABLE as error:
                raise FileError(self.file, [("/".join(self.name), reason(error))]) from error
