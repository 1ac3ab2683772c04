"""What pickles of units and dimensions call: for readers that must be told, such as torch.load."""

from __future__ import annotations

from fractions import Fraction

from . import _dimension, _magnitude, _registry, _scales, _unit

TYPE_CHECKING = False  # typing itself takes longer to import than this module
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

__all__ = ["restorers"]


def restorers() -> tuple[Callable[..., Any], ...]:
    """Return the functions that a pickle of a unit may name.

    Each takes texts, numbers and what the others return, and makes an interned object of them; nothing
    else is done, but that a dimension of the user's own is there afterwards.
    """
    return (
        Fraction,
        _dimension._rebuild,
        _magnitude._rebuild,
        _registry.parse_unit,
        _scales.make_level,
        _scales.make_point,
        _unit.make_atom,
        _unit.written,
    )
