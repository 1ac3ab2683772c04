"""The functions of a library for symbols: each call is a line of the program being recorded in this thread.

What a library makes of no array (zeros, a range) is a line, too: the function may write into it.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from bu_dispatch import Backend, BackendError, Namespace, stand_for, substitute_functions

from ..core.pair import AS_IT_IS
from .errors import RecordingError
from .recorder import Recorder
from .symbols import NumberSymbol, symbol_types

__all__ = ["SymbolNamespace", "current", "recording_by"]

_local = threading.local()


class SymbolNamespace:
    """The functions of a library, as attributes; see `bu_dispatch.Namespace`."""

    def __init__(self, xp: Any) -> None:
        self._xp = xp

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._xp, name)
        if isinstance(found, Namespace):
            found = SymbolNamespace(found)
        elif callable(found) and not isinstance(found, type) and name != "own":
            found = _written(found)
        self.__dict__[name] = found
        return found

    def bound(self, body: Callable[..., Any]) -> Callable[..., Any]:
        """Return the body of a declared function: its lines, or one call of it where it asks for values."""
        xp = self._xp

        def run(*args: Any, **kwargs: Any) -> Any:
            recorder = current()
            if recorder is None:
                return body(xp, *args, **kwargs)
            mark = recorder.mark()
            recorder.inside += 1
            try:
                return body(self, *args, **kwargs)
            except (RecordingError, BackendError, TypeError, AttributeError):
                recorder.rewind(mark)
            finally:
                recorder.inside -= 1
            return recorder.call(Whole(body, xp), args, kwargs)

        return run

    def own(self, name: str, generic: Callable[..., Any]) -> Callable[..., Any]:
        """Return the record's function `name`, else `generic`; see `bu_dispatch.Namespace.own`."""
        return _written(self._xp.own(name, generic))


class Whole:
    """The body of a declared function with the functions of a library, as one function of arrays."""

    def __init__(self, body: Callable[..., Any], xp: Any) -> None:
        self.body = body
        self.xp = xp
        self.__name__ = body.__name__

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self.body(self.xp, *args, **kwargs)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Whole) and (other.body, other.xp) == (self.body, self.xp)

    def __hash__(self) -> int:
        return hash((self.body, self.xp))


def _written(function: Callable[..., Any]) -> Callable[..., Any]:
    """Return a function whose calls are lines of the program."""

    def call(*args: Any, **kwargs: Any) -> Any:
        recorder = current()
        return function(*args, **kwargs) if recorder is None else recorder.call(function, args, kwargs)

    return call


_namespaces: dict[Backend, SymbolNamespace] = {}


def _functions(backend: Backend) -> SymbolNamespace:
    found = _namespaces.get(backend)
    if found is None:
        found = _namespaces[backend] = SymbolNamespace(backend.xp_for())
    return found


AS_IT_IS.add(NumberSymbol)
stand_for(NumberSymbol, None, _functions)


def _prepare(backend: Backend) -> None:
    """Let arrays of the library have symbols."""
    kind = symbol_types.get(backend)
    if kind is None:
        kind = symbol_types.add(backend)
        AS_IT_IS.add(kind)
        stand_for(kind, backend, _functions)


def current() -> Recorder | None:
    """Return the recorder at work in this thread."""
    recorder: Recorder | None = getattr(_local, "recorder", None)
    return None if recorder is None or recorder.paused else recorder


@contextmanager
def recording_by(recorder: Recorder) -> Iterator[None]:
    """Have the functions called in this thread write into a recorder."""
    before = current()
    _prepare(recorder.backend)
    _local.recorder = recorder
    substitute_functions(_substitute)
    try:
        yield
    finally:
        substitute_functions(None)
        _local.recorder = before


def _substitute(backend: Backend, xp: Any) -> Any:
    """Return the functions to call in place of `xp`, in this thread."""
    recorder = current()
    return _functions(backend) if recorder is not None and backend is recorder.backend else xp
