"""sympy's expressions as numbers of quantities: a symbol times a quantity is a quantity.

sympy asks its converters before anything else: one that refuses a quantity leaves the operator to it.
"""

from __future__ import annotations

from typing import Any

import sympy
from sympy.core.sympify import converter

from bu_array import Quantity
from bu_array.core import attach_symbols

__all__: list[str] = []


def _has_value(expression: Any) -> bool:
    """Return whether an expression is a number; TypeError for one with units of sympy's own in it."""
    for atom in sympy.preorder_traversal(expression):
        if type(atom).__module__.startswith("sympy.physics.units"):
            raise TypeError(
                f"{expression} has a unit of sympy.physics.units in it, {atom}; "
                "make a quantity of its coefficient and that unit: Quantity(coefficient, unit)"
            )
    return bool(expression.is_number)


class _UnitError(sympy.SympifyError, TypeError):  # type: ignore[misc]  # sympy has no annotations
    """What leaves an operator to the quantity, and is the TypeError that a lost unit is elsewhere."""

    def __str__(self) -> str:
        return str(self.base_exc)


def _number(quantity: Quantity) -> Any:
    """Return the expression that a quantity without a unit is; one with a unit is none."""
    try:
        return quantity._sympy_()
    except TypeError as error:
        raise _UnitError(quantity, error) from None


# Subclasses too: sympy looks through the classes that a type derives from.
converter[Quantity] = _number
attach_symbols(sympy.Expr, _has_value)
