"""Results that are dicts: what no rule names, and is no count or text, is only on `bare`, scipy's own.

A solver shows numbers of its own on the way: scaled, factored, or mixed of several units. Without a unit they
would pass for pure numbers, so they are left out of a result with units.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np

from ._letters import Call, Rule

__all__ = ["BARE", "shown"]

_LEFT_OUT = object()


class _Bare(Rule):
    """The solver's own numbers: left out where there are units."""

    def give(self, value: Any, call: Call) -> Any:
        return _LEFT_OUT

    def __str__(self) -> str:
        return "the solver's own numbers"


BARE = _Bare()


def shown(value: dict[Any, Any], changed: dict[Any, Any], call: Call) -> Any:
    """Return a result with the fields that have a rule changed; it is of scipy's class."""
    if all(layout.is_pure for layout in call.env.values()):
        kept = {key: part for key, part in changed.items() if part is not _LEFT_OUT}
        made = dict.__new__(type(value))
        made.update({**value, **kept})
        return made
    named = {**value, **changed}
    fields = {
        key: part
        for key, part in named.items()
        if part is not _LEFT_OUT and (key in changed or _counts(part))
    }
    return _again(type(value), fields, value)


def _counts(part: Any) -> bool:
    """Whether a value is made of counts, flags and texts, which have no unit."""
    if isinstance(part, dict):
        return all(map(_counts, part.values()))
    if isinstance(part, (list, tuple)):
        return all(map(_counts, part))
    if isinstance(part, (np.ndarray, np.generic)):
        return part.dtype.kind in "biuSU"
    return part is None or isinstance(part, (bool, int, str, bytes))


class _Shown:
    """What a result with units has beside scipy's class; `bare` is scipy's own."""

    bare: Any

    def __getattr__(self, name: str) -> Any:
        if not name.startswith("__") and isinstance(self, dict):
            if name in self and hasattr(type(self.bare), "__getattr__"):  # a result, no plain dict
                return self[name]
            if name in self.bare:
                raise AttributeError(
                    f"{name} is in the solver's own numbers: r.bare.{name}", name=name
                ) from None
        raise AttributeError(f"{type(self).__name__!r} has no {name!r}", name=name)

    def __missing__(self, key: Any) -> Any:
        if key in self.bare:
            raise KeyError(f"{key} is in the solver's own numbers: r.bare[{key!r}]")
        raise KeyError(key)

    def __dir__(self) -> list[str]:
        return sorted({"bare", *super().__dir__()})

    def __reduce__(self) -> Any:
        return _again, (type(self.bare), dict(self), self.bare)


@cache
def _kind(scipys: type) -> type:
    return type(scipys.__name__, (_Shown, scipys), {"__module__": scipys.__module__})


def _again(scipys: type, fields: dict[Any, Any], bare: Any) -> Any:
    """Return such a result, past the ``__init__`` of scipy's class."""
    made: dict[Any, Any] = dict.__new__(_kind(scipys))
    made.update(fields)
    object.__setattr__(made, "bare", bare)
    return made
