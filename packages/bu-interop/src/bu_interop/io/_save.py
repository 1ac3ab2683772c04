"""Writing trees, and into the variables of a file that is there."""

from __future__ import annotations

import math
import os
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib import import_module
from typing import Any

import numpy as np

from bu_array import Quantity, get_mantissa
from bu_dispatch import backend_of
from bu_units import UNITLESS, UnitMismatchError

from ._beside import beside
from ._errors import FileError
from ._formats import File, Format, Variable, format_of
from ._load import UNREADABLE, reason
from ._progress import Bar
from ._tree import flattened
from ._values import Encoded, encoded, plan, to_host

__all__ = ["LOCK", "save", "write"]

LOCK = threading.RLock()
"""HDF5's and netCDF's libraries are for one thread at a time."""
_BLOCK = 2**24  # bytes that are written at once

Chunks = bool | int | tuple[int, ...] | Mapping[str, Any] | None


def save(
    path: str | os.PathLike[str],
    tree: Any,
    *,
    chunks: Chunks = None,
    dims: Mapping[str, Sequence[str]] | None = None,
    compression: int | None = None,
    progress: bool | None = None,
) -> None:
    """Save a tree of quantities, each in its unit, to a file whose ending says the format.

    path: of a file .h5, .hdf5, .zarr, .nc or .npz; one that is there is replaced when all is written.
    tree: dicts by text, lists and tuples of quantities, arrays of any library, numbers, texts, None, dates.
    chunks: True, the length of chunks, or a shape, also in a dict by name; such variables can grow. Those
    of dask have their own chunks, and are computed one after another.
    dims: names of axes by name of variable, "group/name", for .nc, .zarr and .h5.
    compression: a level, 0 to 9. progress: whether to show a bar; None for long writes where a person
    looks on.
    Units stand in the attribute `units`, as CF has them. Raises TypeError, with the place in the tree, for
    what cannot be saved; nothing is written then.
    """
    file, form = format_of(path)
    groups, arrays = flattened(tree, form.holds)
    given = {name: _chunks_of(chunks, name, found.values) for name, found in arrays.items()}
    names = _dims_of(dims, arrays)
    with (
        beside(file) as part,
        _named(file),
        _opened(form, part, "w") as target,
        _bar(arrays, progress, file) as bar,
    ):
        for group in groups:
            target.set_attributes(group.name, group.noted())
        for name, found in arrays.items():
            with _named(file, name):
                _create(target, name, found, given[name], names.get(name), compression, bar)


@contextmanager
def _opened(form: Format, path: str, mode: str) -> Iterator[File]:
    opened = form.open_file(path, mode)
    try:
        yield opened
    except BaseException:
        if hasattr(opened, "target"):
            opened.target = ""  # an archive of numpy's is written when it is closed
        opened.close()
        raise
    opened.close()


@contextmanager
def _named(file: str, name: tuple[str, ...] = ()) -> Iterator[None]:
    """Raise what a library of files raises as a FileError that names file and variable."""
    try:
        yield
    except (FileError, UnitMismatchError, PermissionError, FileNotFoundError, ModuleNotFoundError):
        raise
    except UNREADABLE as error:
        raise FileError(file, [("/".join(name), reason(error))]) from error


@contextmanager
def _bar(arrays: Mapping[tuple[str, ...], Encoded], shown: bool | None, title: str) -> Iterator[Bar]:
    bar = Bar(sum(found.values.nbytes for found in arrays.values()), shown, os.path.basename(title))
    try:
        yield bar
    finally:
        bar.close()


def _chunks_of(chunks: Chunks, name: tuple[str, ...], values: Any) -> tuple[int, ...] | None:
    """Return the shape of the chunks of an array, None for one in one piece."""
    if isinstance(chunks, Mapping):
        chunks = chunks.get("/".join(name))
    own = getattr(values, "chunksize", None)
    if not values.shape or (own is None and (chunks is None or chunks is False)):
        return None
    if own is not None and not isinstance(chunks, (int, tuple)):
        chunks = own
    if chunks is True:
        rows = max(1, _BLOCK // 16 // max(1, values.dtype.itemsize * math.prod(values.shape[1:])))
        chunks = (min(rows, max(1, values.shape[0])), *values.shape[1:])
    elif isinstance(chunks, int):
        chunks = (chunks, *values.shape[1:])
    if not isinstance(chunks, tuple) or len(chunks) != len(values.shape):
        raise ValueError(
            f"chunks of {'/'.join(name)!r}: {chunks!r} does not fit an array of {values.ndim} axes"
        )
    if any(size < 0 for size in chunks):
        raise ValueError(f"chunks of {'/'.join(name)!r}: {chunks!r} has a negative length")
    return tuple(max(1, size) for size in chunks)


def _dims_of(
    dims: Mapping[str, Sequence[str]] | None, arrays: Mapping[tuple[str, ...], Encoded]
) -> dict[tuple[str, ...], Sequence[str]]:
    names = {}
    for key, labels in (dims or {}).items():
        name = tuple(key.split("/"))
        if name not in arrays:
            raise ValueError(f"dims: no array of the tree is called {key!r}")
        if isinstance(labels, str):
            labels = (labels,)
        if len(labels) != len(arrays[name].values.shape):
            raise ValueError(
                f"dims of {key!r}: {tuple(labels)} are not the {len(arrays[name].values.shape)} axes of the array"
            )
        names[name] = labels
    return names


def _create(
    target: File,
    name: tuple[str, ...],
    found: Encoded,
    chunks: tuple[int, ...] | None,
    dims: Sequence[str] | None,
    compression: int | None,
    bar: Bar,
) -> None:
    values = found.values
    variable = target.create(
        name,
        tuple(values.shape),
        values.dtype,
        found.attributes,
        fill=found.fill,
        chunks=chunks,
        dims=dims,
        compression=compression,
    )
    _fill(variable, values, bar)


class _Counted:
    """What dask stores into: each part is counted."""

    def __init__(self, variable: Variable, bar: Bar) -> None:
        self.variable, self.bar = variable, bar

    def __setitem__(self, index: Any, values: Any) -> None:
        self.variable.write(index, np.asarray(values))
        self.bar.add(values.nbytes)


def _fill(variable: Variable, values: Any, bar: Bar) -> None:
    """Write an array, a part at a time."""
    backend = backend_of(values)
    if backend is not None and backend.lazy:
        import_module("dask.array").store([values], [_Counted(variable, bar)], lock=LOCK)
        return
    if not values.shape:
        variable.write((), values)
        bar.add(values.nbytes)
        return
    rows = max(1, _BLOCK // max(1, values.nbytes // max(1, values.shape[0])))
    if variable.chunks and rows > variable.chunks[0]:
        rows -= rows % variable.chunks[0]
    for start in range(0, values.shape[0] if values.size else 0, rows):
        block = values[start : start + rows]
        variable.write(
            (slice(start, start + len(block)), *(slice(0, size) for size in values.shape[1:])), block
        )
        bar.add(block.nbytes)


# ---------------------------------------------------------------- into a file that is there


def write(
    path: str | os.PathLike[str],
    name: str,
    value: Any,
    *,
    index: Any = None,
    append: int | None = None,
) -> None:
    """Write a value into a variable of a file, in the unit that the variable has there.

    path: of the file. name: of the variable, "group/name"; made where it is not there, and so is the file.
    value: a quantity in any unit of the dimension, or an array. index: the part that is written, whole
    numbers and slices.
    append: the axis that grows by the value, 0 mostly; of variables that were saved with chunks.
    Raises UnitMismatchError for another dimension, InexactError for what whole numbers cannot hold,
    ValueError for another shape; then nothing is written. The part is written in place; arrays of dask
    into a copy of the file, which takes its place.
    """
    file, form = format_of(path)
    place = tuple(name.split("/"))
    if not all(place):
        raise ValueError(f"{name!r} is no name of a variable")
    if index is not None and append is not None:
        raise ValueError("write: give index or append, not both")
    if not os.path.exists(file):
        tree: Any = value
        for part in reversed(place):
            tree = {part: tree}
        save(file, tree, chunks=None if append is None else True)
        return
    lazy = (backend := backend_of(get_mantissa(value))) is not None and backend.lazy
    if lazy or not form.LAZY:
        with beside(file, copied=True) as part, _named(file, place), _opened(form, part, "a") as target:
            _write(target, file, form, place, value, index, append)
        return
    with _named(file, place), _opened(form, file, "a") as target:
        _write(target, file, form, place, value, index, append)


def _write(
    target: File, file: str, form: Format, name: tuple[str, ...], value: Any, index: Any, append: int | None
) -> None:
    group = name[:-1]
    if not _has_group(target, group) or name[-1] not in target.variables(group):
        if index is not None:
            raise FileError(file, [("/".join(name), "there is no such variable")])
        found = encoded(value, form.holds, "value")
        for depth in range(1, len(name)):
            if not _has_group(target, name[:depth]):
                target.set_attributes(name[:depth], {})
        chunks = _chunks_of(None if append is None else True, name, found.values)
        _create(target, name, found, chunks, None, None, Bar(0, False, ""))
        return
    variable = target.variable(name)
    numbers = _in_unit_of(variable, value, index, append, f"{file}: variable {'/'.join(name)!r}")
    if append is not None:
        axis = range(len(variable.shape))[append]
        before = variable.shape[axis]
        variable.grow(axis, before + numbers.shape[axis])
        parts = [slice(0, size) for size in variable.shape]
        parts[axis] = slice(before, before + numbers.shape[axis])
        index = tuple(parts)
    elif index is None:
        index = tuple(slice(0, size) for size in variable.shape)
    _put(variable, index, numbers)


def _has_group(target: File, group: tuple[str, ...]) -> bool:
    return all(group[at] in target.groups(group[:at]) for at in range(len(group)))


def _put(variable: Variable, index: Any, numbers: Any) -> None:
    backend = backend_of(numbers)
    if backend is not None and backend.lazy:
        numbers = numbers.compute()
    variable.write(index, numbers)


def _in_unit_of(variable: Variable, value: Any, index: Any, append: int | None, what: str) -> Any:
    """Return the numbers of a value as the variable stores them; nothing is written yet."""
    read = plan(variable.attributes(), variable.dtype)
    empty = read.numbers(np.zeros((0,) * len(variable.shape), variable.dtype))
    if empty.dtype.kind not in "biufc":
        raise TypeError(
            f"its values are of dtype {empty.dtype}: numbers are written into variables of numbers"
        )
    value = _computed(value)
    shape = _region(variable.shape, value, index, append)
    unit = UNITLESS if read.unit is None else read.unit
    if isinstance(value, Quantity) and value.unit.dim is not unit.dim:
        raise UnitMismatchError(f"{what} does not take this quantity", unit, value.unit)
    held = Quantity(
        np.ma.zeros(shape, empty.dtype) if np.ma.isMA(get_mantissa(value)) else np.zeros(shape, empty.dtype),
        unit,
    )
    if np.shape(get_mantissa(value)) not in ((), shape):
        raise ValueError(
            f"the value has the shape {np.shape(get_mantissa(value))}, and the place for it {shape}"
        )
    held[...] = value
    return read.back(get_mantissa(held))


def _computed(value: Any) -> Any:
    """Return a value in main memory, as an array of numpy."""
    array = to_host(get_mantissa(value))
    backend = backend_of(array)
    if backend is not None and backend.lazy:
        array = array.compute()
    return Quantity(array, value.unit) if isinstance(value, Quantity) else np.asanyarray(array)


def _region(shape: tuple[int, ...], value: Any, index: Any, append: int | None) -> tuple[int, ...]:
    """Return the shape of what is written; ValueError for an index that a file does not have."""
    if append is not None:
        if not -len(shape) <= append < len(shape):
            raise ValueError(f"append={append}: the variable has {len(shape)} axes")
        own = list(np.shape(get_mantissa(value)))
        if len(own) != len(shape):
            raise ValueError(f"a value of {len(own)} axes is not appended to a variable of {len(shape)}")
        wanted = list(shape)
        wanted[append] = own[append]
        return tuple(wanted)
    if index is None:
        return shape
    parts = index if isinstance(index, tuple) else (index,)
    for part in parts:
        if (
            not (isinstance(part, (int, np.integer)) and not isinstance(part, bool))
            and part is not Ellipsis
            and not (isinstance(part, slice) and (part.step is None or part.step > 0))
        ):
            raise ValueError(f"index {part!r}: a file is written by whole numbers and slices forward")
    try:
        return tuple(np.broadcast_to(np.empty(()), shape)[index].shape)
    except IndexError as error:
        raise ValueError(f"index {index!r} is outside of the shape {shape}: {error}") from None
