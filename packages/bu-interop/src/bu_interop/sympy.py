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
    if expression.is_number:
        return True
    for atom in expression.free_symbols | expression.atoms():
        if hasattr(atom, "scale_factor") and hasattr(atom, "is_physical_constant"):
            raise TypeError(
                f"{expression} has a unit of sympy.physics.units in it, {atom}; "
                "make a quantity of its coefficient and that unit: Quantity(coefficient, unit)"
            )
    return False


def _refuse(quantity: Quantity) -> Any:
    raise sympy.SympifyError(
        quantity,
        TypeError("an expression of sympy has no unit: take the number in a unit, q.to_decimal(unit), or multiply: x * q"),
    )


# Subclasses too: sympy looks through the classes that a type derives from.
converter[Quantity] = _refuse
attach_symbols(sympy.Expr, _has_value)
