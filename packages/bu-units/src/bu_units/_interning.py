"""One object per distinct value: weak tables under a lock, and caches that stay small."""

from __future__ import annotations

import threading
import weakref
from collections.abc import Hashable
from typing import Generic, TypeVar

__all__ = ["WeakTable", "remember"]

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")

# A program that makes units without end (an exponent that changes in a loop) must not keep
# them all: a cache that grows beyond this is started anew.
_CACHE_LIMIT = 4096


class WeakTable(Generic[K, V]):
    """The objects in use by their key; what nobody uses any more leaves by itself."""

    def __init__(self) -> None:
        self._values: weakref.WeakValueDictionary[K, V] = weakref.WeakValueDictionary()
        # Reentrant: a garbage collection inside `add` may run a finalizer that makes a unit.
        self._lock = threading.RLock()
        self.get = self._values.get

    def add(self, key: K, value: V) -> V:
        """Return the object with this key: `value` where there is none yet."""
        with self._lock:
            return self._values.setdefault(key, value)

    def values(self) -> list[V]:
        """Return the objects in use."""
        with self._lock:
            return list(self._values.values())


def remember(cache: dict[K, V], key: K, value: V) -> V:
    """Keep `value` in a bounded cache and return it."""
    if len(cache) >= _CACHE_LIMIT:
        cache.clear()
    cache[key] = value
    return value
