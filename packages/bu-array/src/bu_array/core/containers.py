"""Containers of other libraries that hold quantities or numbers: pandas' Series, Index and DataFrame.

A container has an index, names and several columns, which arithmetic keeps: so it answers operators itself.
Its companion package names it here once the library is there; operators ask in their slow paths alone.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bu_units import UNITLESS, Unit
from bu_units.tracing import tracing

__all__ = ["answered", "attach_container", "container_read"]

Answer = Callable[[Callable[..., Any], "tuple[Any, ...]"], Any]
Read = Callable[[Any], "tuple[Any, Unit] | None"]

_KINDS: tuple[type, ...] = ()
_ANSWERS: list[tuple[tuple[type, ...], Answer, Read]] = []


def attach_container(kinds: tuple[type, ...], answer: Answer, read: Read) -> None:
    """Let containers of these classes answer operators with quantities and units.

    kinds: the classes; answer: called with a function and its operands, of which one is such a container:
    returns what the function makes of the values, in a container; or NotImplemented. read: returns mantissa
    and unit of a container, or None where it has no unit.
    """
    global _KINDS
    _ANSWERS.append((kinds, answer, read))
    _KINDS = (*_KINDS, *kinds)


def answered(function: Callable[..., Any], *operands: Any) -> Any:
    """Return what ``function(*operands)`` is by the container among them; NotImplemented without one."""
    if not _KINDS or tracing() or not any(isinstance(x, _KINDS) for x in operands):
        return NotImplemented
    for kinds, answer, _ in _ANSWERS:
        if any(isinstance(x, kinds) for x in operands):
            return answer(function, operands)
    return NotImplemented


def container_read(x: Any) -> tuple[Any, Unit]:
    """Return mantissa and unit of a container of quantities; anything else as it is."""
    if _KINDS and isinstance(x, _KINDS):
        for kinds, _, read in _ANSWERS:
            found = read(x) if isinstance(x, kinds) else None
            if found is not None:
                return found
    return x, UNITLESS
