"""Rows that change places by a library's own code: views, of which one is overwritten before it is read.

``numpy.random.shuffle`` knows how to move rows of its own arrays; of others it exchanges elements as Python's
``x[i], x[j] = x[j], x[i]`` does, which is right for elements that are copies.
"""

from __future__ import annotations

import sys
from opcode import opmap
from typing import Any

__all__ = ["refuse_blind_swap"]

_STORES = frozenset(opmap[name] for name in ("STORE_SUBSCR", "STORE_SLICE") if name in opmap)


def refuse_blind_swap(array: Any, value: Any) -> None:
    """Raise TypeError where a compiled function, or Python's shuffle, writes a part of `array` into it.

    Called by ``__setitem__``, of which it looks at the caller.
    """
    owner = _owner(value)
    if owner is value or owner is not _owner(array):
        return
    frame = sys._getframe(2)  # whether the caller is an assignment is nowhere else
    exchanged = frame.f_globals.get("__name__") == "random"  # Python's shuffle, which is written in Python
    if exchanged or frame.f_code.co_code[frame.f_lasti] not in _STORES:
        raise TypeError(
            "rows that change places within a quantity are views, and would be lost: "
            "take them in another order, q[numpy.random.permutation(len(q))]"
        )


def _owner(array: Any) -> Any:
    """Return the array that a view of numpy's or torch's is one of; an array itself where it is none."""
    base = getattr(array, "base", None)
    base = getattr(array, "_base", None) if base is None else base
    return array if base is None else base
