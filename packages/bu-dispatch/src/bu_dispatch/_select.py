"""Which library computes: that of the inputs, else the default of the context."""

from __future__ import annotations

import threading
from contextvars import ContextVar

from bu_dispatch import _backend
from bu_dispatch._backend import SYMBOLS
from bu_dispatch._registry import BUILTIN, get_backend, third_party
from bu_dispatch.errors import BackendError

TYPE_CHECKING = False  # typing itself costs more to import than this package
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, Literal, TypeVar

    from bu_dispatch._backend import Backend

    F = TypeVar("F", bound=Callable[..., Any])

# What is known about types. A type that some library owns stays so. Other types are not kept: a
# library imported later could claim one through ABCMeta.register, and types would never be freed.
_known: dict[type, Backend | None] = dict.fromkeys(
    (int, float, complex, bool, list, tuple, dict, str, bytes, type(None), object, type, slice, range)
)
_scalars: set[type] = set()
_UNKNOWN: Any = object()


def backend_of(x: object) -> Backend | None:
    """The backend that the array or numpy scalar `x` belongs to; None for anything else.

    Nothing is imported to find out: an array of a library cannot exist before the library does.
    """
    record: Backend | None = _known.get(type(x), _UNKNOWN)
    return _look_up(type(x)) if record is _UNKNOWN else record


def backend_of_type(cls: type) -> Backend | None:
    """The backend that arrays or scalars of type `cls` belong to; None for any other type."""
    record: Backend | None = _known.get(cls, _UNKNOWN)
    return _look_up(cls) if record is _UNKNOWN else record


def _look_up(cls: type) -> Backend | None:
    record = _owner(cls, BUILTIN) or _owner(cls, third_party())
    if record is not None:
        _keep(cls, record)
    return record


def _owner(cls: type, records: tuple[Backend, ...]) -> Backend | None:
    for record in records:
        if record.loaded() is not None and record.owns(cls):
            return record
    return None


def _keep(cls: type, record: Backend) -> None:
    if record.gives_way(cls):
        _scalars.add(cls)  # before _known: another thread reads _known first
    _known[cls] = record


def stand_for(cls: type, record: Backend | None, functions: Callable[[Backend], Any]) -> None:
    """Let instances of `cls` count as arrays of a library whose values are not known.

    cls: the class; record: the library, None for numbers; functions: gives the functions of a library that
    compute with them, in place of `Backend.xp`.
    """
    SYMBOLS[cls] = functions
    _known[cls] = record


_substitutions = 0
_lock = threading.Lock()


def substitute_functions(by: Callable[[Backend, Any], Any] | None) -> None:
    """Have `by` asked for the functions of a library wherever `Backend.xp` is; None undoes one such call.

    by: is given the record and its functions, and returns those to call; asked in every thread.
    """
    global _substitutions
    with _lock:
        _substitutions += -1 if by is None else 1
        if by is not None or _substitutions == 0:
            _backend.substitute = by


def common_backend(*xs: object) -> Backend:
    """The backend that computes with `xs`.

    One library among the arrays: that one. Several, or none: `default_backend()`. Python numbers
    and lists belong to no library. numpy scalars give way to any array, and numpy's masks (arrays of
    booleans) and arrays of no axis to lazy ones, which no other can compute with; alone they are numpy's.
    Raises BackendError where the default is none of several libraries and would lose digits of theirs.
    """
    found: Backend | None = None
    scalar: Backend | None = None
    for x in xs:
        record = backend_of(x)
        if record is None or record is found:
            continue
        if type(x) in _scalars:
            scalar = record
        elif found is None:
            found = record
        else:
            return _chosen(xs)
    return found or scalar or default_backend()


def _chosen(xs: tuple[object, ...]) -> Backend:
    """Return the default for arrays of several libraries; BackendError where it would cut their digits.

    Where one of them is its own, its own way with precision is what the caller asked for.
    """
    owned = [(x, record) for x in xs if (record := backend_of(x)) is not None]
    firm = {record for x, record in owned if record.name != "numpy" or not (x.dtype == bool or x.ndim == 0)}  # type: ignore[attr-defined]  # numpy's
    if len(firm) == 1 and (only := firm.pop()).lazy:
        return only
    chosen = default_backend()
    if all(record is not chosen for _, record in owned):
        for x, record in owned:
            if record.is_concrete(x) and record.on_host(x) and chosen.would_cut(x, record):
                names = sorted({record.name for _, record in owned})
                raise BackendError(
                    f"arrays of {' and '.join(names)} meet, and {chosen.name}, the default, computes with 32 bits "
                    f"here: digits of the {x.dtype} would be lost. Say which library computes, e.g. with "  # type: ignore[attr-defined]  # an array
                    f"using_backend({names[0]!r}), or {chosen.wider}"
                )
    return chosen


# --- the default ---

# A chain (backend, rest, block): entering `using_backend` puts a link in front, leaving takes it away.
# The whole state is in the one variable, so that threads and tasks see their own.
_default: ContextVar[tuple[Backend | None, Any, object] | None] = ContextVar(
    "bu_dispatch_default", default=None
)


class _Mirror(threading.local):
    """The last chain that was set in this thread, for torch.compile, which follows no ContextVar.

    Tasks of asyncio share a thread: a compiled program sees the default that was set last in any of them.
    """

    link: Any = None


mirror = _Mirror()


def _put(link: Any) -> None:
    _default.set(link)
    mirror.link = link


_FALLBACKS = [record for record in BUILTIN if record.fallback_rank is not None]  # the first comes first


def default_backend() -> Backend:
    """The backend that computes where the inputs do not say: the default, else jax, else numpy."""
    link = _default.get()
    if link is not None and link[0] is not None:
        return link[0]
    for record in _FALLBACKS:
        if record.installed():
            return record
    raise BackendError(f"no array library is installed: pip install {_FALLBACKS[0].extra}")


def get_default_backend() -> str | None:
    """The name that `set_default_backend` or `using_backend` set in this context, else None."""
    link = _default.get()
    return None if link is None or link[0] is None else link[0].name


def set_default_backend(name: str | None) -> None:
    """Make the backend `name` the default of this thread or task; None: no default any more.

    Raises BackendError if there is no such backend or it is not installed. Inside
    `using_backend` it lasts until that block ends.
    """
    link = _default.get()
    _put((_checked(name), *((None, None) if link is None else link[1:])))


def _checked(name: str | None) -> Backend | None:
    if name is None:
        return None
    record = get_backend(name)
    record.require()
    return record


def _without(link: Any, block: object) -> Any:
    """The chain less the last link of `block`.

    A generator may hold its block open while others come and go above it, and may be closed in
    another thread or task, which has no such link.
    """
    if link is None:
        return None
    if link[2] is block:
        return link[1]
    return link[0], _without(link[1], block), link[2]


class using_backend:  # noqa: N801  # read as a function: with using_backend("torch")
    """Make the backend `name` the default within a ``with`` block or a decorated function.

    None: no default. Blocks nest; the same object may be entered again, in any thread. Raises
    BackendError at once if there is no such backend or it is not installed.

    >>> with using_backend("numpy"):
    ...     default_backend()
    <Backend numpy>
    """

    def __init__(self, name: str | None) -> None:
        self._backend = _checked(name)

    def __enter__(self) -> None:
        _put((self._backend, _default.get(), self))

    def __exit__(self, *exc: object) -> Literal[False]:
        _put(_without(_default.get(), self))
        return False

    def __call__(self, function: F) -> F:
        """Decorate a function or coroutine function: its body runs with this default."""
        import functools  # decorating is rare, and functools is not cheap
        import inspect

        if inspect.isgeneratorfunction(function) or inspect.isasyncgenfunction(function):
            raise TypeError("using_backend cannot decorate a generator; write a with block inside it")
        if inspect.iscoroutinefunction(function):

            @functools.wraps(function)
            async def run_async(*args: Any, **kwargs: Any) -> Any:
                with self:
                    return await function(*args, **kwargs)

            return run_async  # type: ignore[return-value]  # wraps keeps the signature

        @functools.wraps(function)
        def run(*args: Any, **kwargs: Any) -> Any:
            with self:
                return function(*args, **kwargs)

        return run  # type: ignore[return-value]  # wraps keeps the signature
