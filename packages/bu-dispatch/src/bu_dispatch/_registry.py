"""The records that there are: those of the files in `backends`, and those that other packages register."""

from __future__ import annotations

import os
from _thread import get_ident
from importlib import import_module

from bu_dispatch import backends as _folder
from bu_dispatch._backend import Backend
from bu_dispatch.errors import BackendError

TYPE_CHECKING = False  # typing itself costs more to import than this package
if TYPE_CHECKING:
    from collections.abc import Iterator
    from importlib.metadata import EntryPoint
    from types import ModuleType

ENTRY_POINTS = "bu_dispatch.backends"


def _built_in() -> tuple[Backend, ...]:
    """The records of the files: first those that compute where no default is set, then by name."""
    found = [record for name in _file_names() for record in _records_of(import_module(name))]
    return tuple(sorted(found, key=lambda r: (r.fallback_rank is None, r.fallback_rank or 0, r.name)))


def _file_names() -> list[str]:
    """The full names of the modules in the folder `backends`."""
    try:
        files = [file for folder in _folder.__path__ for file in os.listdir(folder)]
        names = [file[:-3] for file in files if file.endswith(".py") and file != "__init__.py"]
    except OSError:  # no folder: in a zip file, or part of a frozen program
        names = []
    if not names:
        from pkgutil import iter_modules  # 3 ms, and knows every kind of importer

        names = [module.name for module in iter_modules(_folder.__path__)]
    return [f"{_folder.__name__}.{name}" for name in names]


def _records_of(module: ModuleType) -> Iterator[Backend]:
    """The records that a module defines, not those that it imports."""
    for value in tuple(vars(module).values()):
        if isinstance(value, type) and issubclass(value, Backend) and value.__module__ == module.__name__:
            yield value()


BUILTIN = _built_in()
_records: dict[str, Backend] = {record.name: record for record in BUILTIN}
_broken: dict[str, Exception] = {}
_complete = False
_loading: set[int] = set()  # threads that are loading plugins: a plugin's import may ask for backends


def builtin_backends() -> tuple[Backend, ...]:
    """The backends that are built in, installed or not; looks for no others."""
    return BUILTIN


def known() -> tuple[Backend, ...]:
    """The records that are loaded: those built in, and those of other packages once one was asked for."""
    return tuple(_records.values())


def third_party() -> tuple[Backend, ...]:
    """The records that other packages register; loads them the first time."""
    _load_all()
    return tuple(_records.values())[len(BUILTIN) :]


def backends() -> tuple[Backend, ...]:
    """Every known backend, installed or not: those built in, then those of other packages."""
    return BUILTIN + third_party()


def usable_backends() -> tuple[Backend, ...]:
    """The backends that are installed and have a device to compute on."""
    return tuple(record for record in backends() if record.usable())


def get_backend(name: str) -> Backend:
    """The backend called `name`; BackendError with the known names if there is none."""
    record = _records.get(name) if isinstance(name, str) else None
    if record is None:
        _load_all()
        if name not in tuple(_records):  # a tuple: the name may be anything, unhashable too
            raise _unknown(name)
        record = _records[name]
    return record


def _unknown(name: object) -> BackendError:
    from difflib import get_close_matches  # for this text only

    if name in tuple(_broken):
        error = BackendError(f"backend {name!r} could not be loaded: {_broken[str(name)]!r}")
        error.__cause__ = _broken[str(name)]
        return error
    text = f"unknown backend {name!r}; known are {', '.join(_records)}"
    near = get_close_matches(str(name).lower(), _records, n=1)
    return BackendError(f"{text}. Did you mean {near[0]!r}?" if near else text)


def _load_all() -> None:
    """Load every entry point once.

    Without a lock: loading imports other people's modules, and a lock held meanwhile could wait
    for an import lock whose owner waits for ours. Two threads may load the same entry point at
    the same time; the first result stays.
    """
    global _complete
    if _complete or get_ident() in _loading:
        return
    from importlib.metadata import entry_points  # 20 ms, and most programs never get here

    _loading.add(get_ident())
    try:
        for entry_point in entry_points(group=ENTRY_POINTS):
            if entry_point.name not in _records and entry_point.name not in _broken:
                _load(entry_point)
        _complete = True
    finally:
        _loading.discard(get_ident())


def _load(entry_point: EntryPoint) -> None:
    try:
        record = entry_point.load()
        if isinstance(record, type) and issubclass(record, Backend):
            record = record()
        if not isinstance(record, Backend):
            raise TypeError(f"{entry_point.value} is {record!r}, neither a Backend nor a subclass of it")
        if record.name != entry_point.name:
            raise ValueError(f"{entry_point.value} calls itself {record.name!r}, not {entry_point.name!r}")
    except Exception as error:  # noqa: BLE001  # whatever another package does wrong, ours goes on
        _broken[entry_point.name] = error
        _warn(entry_point, error)
    else:
        _records.setdefault(record.name, record)


def _warn(entry_point: EntryPoint, error: Exception) -> None:
    from warnings import warn  # for this text only

    package = entry_point.dist.name if entry_point.dist else "an unknown package"
    warn(
        f"backend {entry_point.name!r} of {package} could not be loaded and is left out: {error!r}",
        RuntimeWarning,
        stacklevel=2,
    )
