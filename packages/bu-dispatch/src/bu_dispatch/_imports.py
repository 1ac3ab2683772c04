"""Run something when the user's own code imports a module, without importing it ourselves."""

from __future__ import annotations

import sys
import threading
from importlib import import_module

TYPE_CHECKING = False  # typing itself costs more to import than this package
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from importlib.machinery import ModuleSpec
    from types import ModuleType
    from typing import Any

    Callback = Callable[[ModuleType], object]


def when_imported(module_name: str, callback: Callback) -> None:
    """Call ``callback(module)``: now if the module is imported, else right after its import.

    module_name: the full name of the module; callback: a function of the module.
    An exception of the callback comes out of the import statement that triggered it, and the
    callback stays in wait for the next attempt.
    """
    if _in_progress(module_name):
        import_module(module_name)  # waits for the thread that imports it; is that us, returns at once
    module = _imported(module_name)
    if module is not None:
        callback(module)
        return
    _finder.wait(module_name, callback)
    lazy = sys.modules.get(module_name)
    if is_lazy(lazy):
        spec = object.__getattribute__(lazy, "__spec__")
        spec.loader = _Loader(spec.loader, module_name)


def is_lazy(module: object) -> bool:
    """Whether `module` is one of importlib.util.LazyLoader's: asked for anything at all, it imports."""
    return type(module).__name__ == "_LazyModule"


def _in_progress(name: str) -> bool:
    module = sys.modules.get(name)
    if module is None or is_lazy(module):
        return False
    return bool(getattr(getattr(module, "__spec__", None), "_initializing", False))


def _imported(name: str) -> ModuleType | None:
    module = sys.modules.get(name)
    return None if module is None or is_lazy(module) or _in_progress(name) else module


class _Finder:
    """Stands at the head of sys.meta_path while something waits for the import of a module."""

    def __init__(self) -> None:
        self.waiting: dict[str, list[Callback]] = {}
        self.executing: set[str] = set()
        """Modules that our loader runs, and will tell of."""
        self.lock = threading.RLock()

    def wait(self, name: str, callback: Callback) -> None:
        with self.lock:
            self.waiting.setdefault(name, []).append(callback)
            if self not in sys.meta_path:
                sys.meta_path.insert(0, self)

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if fullname not in self.waiting:
            for name in [name for name in self.waiting if name not in self.executing]:
                module = _imported(name)
                if module is not None:  # it got in past us, e.g. its import was under way already
                    self.fire(name, module)
            return None
        for finder in sys.meta_path[sys.meta_path.index(self) + 1 :]:
            spec = finder.find_spec(fullname, path, target)
            if spec is not None:
                if spec.loader is not None:  # None: a folder without code
                    spec.loader = _Loader(spec.loader, fullname)  # type: ignore[assignment]  # stands in for any loader
                return spec
        return None

    def fire(self, name: str, module: ModuleType) -> None:
        """Call what waits for a module, each once; what raises, and what comes after it, waits again."""
        with self.lock:
            callbacks = self.waiting.pop(name, [])  # another thread may have been faster
            if not self.waiting and self in sys.meta_path:
                sys.meta_path.remove(self)
        while callbacks:
            try:
                callbacks[0](module)
            except BaseException as error:
                for callback in callbacks:
                    self.wait(name, callback)
                error.add_note(f"raised by a callback that waited for the import of {name}")
                raise
            del callbacks[0]


_finder = _Finder()


class _Loader:
    """The module's real loader in all respects; tells the finder when the module is there."""

    def __init__(self, loader: Any, name: str) -> None:
        self.loader = loader
        self.name = name

    def __getattr__(self, name: str) -> Any:
        if name in ("loader", "name"):  # not there yet, while being unpickled or copied
            raise AttributeError(name)
        return getattr(self.loader, name)

    def create_module(self, spec: ModuleSpec) -> Any:
        return self.loader.create_module(spec)

    def exec_module(self, module: ModuleType) -> None:
        spec: Any = module.__spec__
        if spec is not None and spec.loader is self:
            spec.loader = self.loader
        if getattr(module, "__loader__", None) is self:
            module.__loader__ = self.loader
        _finder.executing.add(self.name)
        try:
            self.loader.exec_module(module)
        finally:
            _finder.executing.discard(self.name)
        _finder.fire(self.name, module)
