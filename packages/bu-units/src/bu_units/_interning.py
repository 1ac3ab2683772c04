"""One object per distinct value: weak tables under a lock, and caches that stay small."""

from __future__ import annotations

import threading
from collections.abc import Hashable
from weakref import WeakValueDictionary

TYPE_CHECKING = False  # typing itself takes longer to import than this module
if TYPE_CHECKING:
    from typing import TypeVar

    K = TypeVar("K", bound=Hashable)
    V = TypeVar("V")
else:
    K = V = object

__all__ = ["WeakTable", "remember"]

# A program that makes units without end (an exponent that changes in a loop) must not keep
# them all: a cache that grows beyond this is started anew.
_CACHE_LIMIT = 4096


class WeakTable(WeakValueDictionary[K, V]):
    """The objects in use by their key; what nobody uses any more leaves by itself."""

    def __init__(self) -> None:
        super().__init__()
        # Reentrant: a garbage collection inside `add` may run a finalizer that makes a unit.
        self._lock = threading.RLock()

    def add(self, key: K, value: V) -> V:
        """Return the object with this key: `value` where there is none yet."""
        with self._lock:
            return self.setdefault(key, value)

    def in_use(self) -> list[V]:
        """Return the objects in use."""
        # Not `values`, whose iteration fails where a look-up in another thread drops what died meanwhile.
        return [value for value in (reference() for reference in self.valuerefs()) if value is not None]


def remember(cache: dict[K, V], key: K, value: V) -> V:
    """Keep `value` in a bounded cache and return it."""
    if len(cache) >= _CACHE_LIMIT:
        cache.clear()
    cache[key] = value
    return value
