"""Operands that a function writes into an array of a dtype that is settled: what does not fit is an error."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bu_dispatch import Backend, backend_of, common_backend
from bu_units import Unit

from ..core import detach, split
from ..core.holding import held_as

__all__ = ["Into", "detached"]

Into = Mapping[str, str]
"""Operand -> the operand whose dtype it takes, or ``"dtype"``: the option, which goes before, alone."""


def detached(
    x: Any, unit: Unit, label: str, holder: str | None, given: Mapping[str, Any], flat: Sequence[Any]
) -> Any:
    """Return the mantissa of `x` in `unit`; with a `holder` as it is written there, or ValueError.

    given: all the arguments by name; flat: the operands beside `x`.
    """
    found = None if holder is None else _holding(holder, given, flat)
    if found is None:
        return detach(x, unit, label, *flat)
    return held_as(x, *found, unit, label, *flat, asked=given.get("dtype") is not None)


def _holding(holder: str, given: Mapping[str, Any], flat: Sequence[Any]) -> tuple[Any, Backend] | None:
    """Return the dtype that holds what is written, and its library; None where none is settled."""
    dtype = given.get("dtype")
    if dtype is not None:
        backend = common_backend(*(split(x, *flat)[0] for x in flat if x is not None))
        return backend.dtype(dtype), backend
    if holder == "dtype":
        return None
    array = split(given[holder], *flat)[0]
    found = backend_of(array)
    return None if found is None else (array.dtype, found)
