"""Rows that change places by a library's own code: views, of which one is overwritten before it is read.

``numpy.random.shuffle`` knows how to move rows of its own arrays; of others it exchanges elements as Python's
``x[i], x[j] = x[j], x[i]`` does, which is right for elements that are copies. Such a function is refused; of
an assignment that is written so the rows are copied before they are overwritten.
"""

from __future__ import annotations

import dis
import sys
import threading
from functools import lru_cache
from opcode import opmap
from types import CodeType
from typing import Any

__all__ = ["row_to_set"]

# What a store takes from the stack beside the value.
_TAKES = {"STORE_SUBSCR": 2, "STORE_SLICE": 3}
_STORES = frozenset(opmap[name] for name in _TAKES if name in opmap)


class _Exchange(threading.local):
    """The assignment to several targets that runs, and the rows that it has overwritten."""

    frame = 0
    code: CodeType | None = None
    places: frozenset[int] = frozenset()
    """Where its further stores are."""
    rows: tuple[tuple[Any, Any], ...] = ()
    """Where in memory a row was, with a copy of it."""


_exchange = _Exchange()


def row_to_set(array: Any, key: Any, value: Any) -> Any:
    """Return what to write into a part of `array`: `value`, as it was where it is another part of it.

    Called by ``__setitem__``, of which it looks at the caller. Raises TypeError where a compiled function, or
    Python's shuffle, writes a part of `array` into it.
    """
    owner = _owner(value)
    if owner is value or owner is not _owner(array):
        return value
    frame = sys._getframe(2)  # whether the caller is an assignment is nowhere else
    exchanged = frame.f_globals.get("__name__") == "random"  # Python's shuffle, which is written in Python
    if exchanged or frame.f_code.co_code[frame.f_lasti] not in _STORES:
        raise TypeError(
            "rows that change places within a quantity are views, and would be lost: "
            "take them in another order, q[numpy.random.permutation(len(q))]"
        )
    known, place = _exchange, frame.f_lasti
    if known.frame != id(frame) or known.code is not frame.f_code or place not in known.places:
        known.frame, known.code, known.rows = id(frame), frame.f_code, ()
        known.places = _further_stores(frame.f_code, place)
    where = _where(value) if known.rows else None
    found = next((copy for region, copy in known.rows if region == where), value)
    if any(other > place for other in known.places):
        target = array[key]
        if _owner(target) is owner:
            known.rows = (
                *known.rows,
                (_where(target), target.copy() if hasattr(target, "copy") else target.clone()),
            )
    else:
        known.rows, known.places = (), frozenset()
    return found


@lru_cache(maxsize=256)
def _further_stores(code: CodeType, place: int) -> frozenset[int]:
    """Return the stores behind one whose values were worked out before it: those of ``x[i], x[j] = ...``."""
    found, taken = [], 0
    for step in dis.get_instructions(code):
        if step.offset <= place:
            continue
        if step.opname in _TAKES:
            if taken != _TAKES[step.opname]:  # its value comes from behind the store, too
                break
            found.append(step.offset)
            taken = 0
        elif step.opcode in dis.hasjrel or step.opname.startswith(("RETURN", "RAISE", "YIELD", "JUMP")):
            break
        else:
            taken += dis.stack_effect(step.opcode, step.arg if step.opcode >= dis.HAVE_ARGUMENT else None)
    return frozenset(found)


def _where(array: Any) -> tuple[Any, ...]:
    """Return which part of memory an array is."""
    if hasattr(array, "data_ptr"):
        return array.data_ptr(), tuple(array.shape), array.stride()
    return array.__array_interface__["data"][0], array.shape, array.strides


def _owner(array: Any) -> Any:
    """Return the array that a view of numpy's or torch's is one of; an array itself where it is none."""
    base = getattr(array, "base", None)
    base = getattr(array, "_base", None) if base is None else base
    return array if base is None else base
