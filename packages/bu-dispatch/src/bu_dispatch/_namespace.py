"""What function bodies receive as `xp`: the functions of one library, each looked up once."""

from __future__ import annotations

from bu_dispatch import _generic
from bu_dispatch.errors import MissingFunctionError

TYPE_CHECKING = False  # typing itself costs more to import than this package
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from bu_dispatch._backend import Backend

EXTENSIONS = ("linalg", "fft")
_ABSENT = object()


class Namespace:
    """Functions of one array library, as attributes.

    backend: the record of the library; module: its array namespace, or the part of it that `prefix` names;
    prefix: "linalg." or "fft." of a part.
    A name is looked for among the record's own functions, then in the array namespace, then in
    array_api_extra, then among the generic ones that need standard functions only; what is found stays
    in the instance. `xp.backend` is the record. `xp.linalg` and `xp.fft` are Namespaces too.
    """

    def __init__(self, backend: Backend, module: Any, prefix: str = "") -> None:
        self.backend = backend
        self._module = module
        self._prefix = prefix

    def __getattr__(self, name: str) -> Any:
        # Only names that are not in the instance yet get here.
        if name.startswith("_"):
            raise AttributeError(name)
        value = self._find(name)
        if value is _ABSENT:
            raise self._missing(name)
        self.__dict__[name] = value
        return value

    def _find(self, name: str) -> Any:
        full = self._prefix + name
        if full in EXTENSIONS:
            return Namespace(self.backend, getattr(self._module, name, None), full + ".")
        own = self.backend.functions.get(full)
        if own is not None:
            return own
        value = getattr(self._module, name, _ABSENT)
        if value is _ABSENT and not self._prefix:
            value = _from_extra(name, self._module)
            if value is _ABSENT and name in _generic.GENERIC:
                value = _bind(_generic.GENERIC[name], self)
        return value

    def own(self, name: str, generic: Callable[..., Any]) -> Callable[..., Any]:
        """The record's function `name`, else `generic`, which takes this namespace first.

        The record's may decline by NotImplemented: then `generic` does the work. A library's own function of
        that name is not asked: only the record says that it gives the same.
        """
        supplied = self.backend.functions.get(self._prefix + name)

        def function(*args: Any) -> Any:
            result = NotImplemented if supplied is None else supplied(*args)
            return generic(self, *args) if result is NotImplemented else result

        return function

    def fill(self) -> None:
        """Look up every function now rather than at first use."""
        import array_api_extra  # as in _from_extra

        names = {*dir(self._module), *self.backend.functions, *array_api_extra.__all__, *_generic.GENERIC}
        for name in names:
            value = self._find(name) if name[0] != "_" and "." not in name else _ABSENT
            if value is not _ABSENT:
                self.__dict__[name] = value
        for extension in EXTENSIONS:
            module = getattr(self, extension)
            for name in dir(module):
                getattr(module, name)

    def _missing(self, name: str) -> MissingFunctionError:
        backend = self.backend
        way_out = backend.way_out and f"; {backend.way_out}"
        return MissingFunctionError(
            f"{self._prefix}{name} is not available on the {backend.name} backend "
            f"({backend.title} {backend.version()} lacks it){way_out}"
        )

    def __dir__(self) -> list[str]:
        public = [name for name in dir(self._module) if not name.startswith("_")]
        return sorted({*self.__dict__, *public})

    def __repr__(self) -> str:
        return f"<Namespace {self.backend.name}{self._prefix and '.' + self._prefix[:-1]}>"

    def __reduce__(self) -> tuple[Any, tuple[Backend, str]]:
        return _restore, (self.backend, self._prefix[:-1])


def _restore(backend: Backend, extension: str) -> Any:
    return getattr(backend.xp, extension) if extension else backend.xp


def _from_extra(name: str, module: Any) -> Any:
    import array_api_extra  # 7 ms, and most programs never get here

    if name not in array_api_extra.__all__:
        return _ABSENT
    value = getattr(array_api_extra, name)
    if "xp" in (getattr(value, "__kwdefaults__", None) or ()):
        return _bind(value, xp=module)
    return value


def _bind(function: Any, *args: Any, **kwargs: Any) -> Any:
    from functools import partial  # not needed at all in most programs, and 2 ms to import

    return partial(function, *args, **kwargs)
