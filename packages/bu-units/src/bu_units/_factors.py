"""Conversion factors, looked at from behind: which units one of them leads from and to."""

from __future__ import annotations

from ._unit import Unit, units_in_use

__all__ = ["units_of_factor"]


def units_of_factor(factor: float | None) -> tuple[Unit | None, Unit | None]:
    """Return the units that a factor leads from and to; None for both where no unit has it.

    A unit keeps the factors that it was asked for, and what is built on it passes on the very object: it
    belongs to one pair of units, however many others have an equal one.
    """
    units = units_in_use()
    for unit in units:
        for ident, known in list(unit._factors.items()):
            if known is factor:
                return unit, next((target for target in units if target.ident == ident), None)
    return None, None
