"""How functions are declared: one def, one rule.

Packages of functions beside bu-array declare theirs in the same way::

    @unary(keep)
    def midrange(xp: Namespace, x: Q) -> Q:
        '''Middle of the least and the greatest element, in the unit of `x`.'''
        return (xp.min(x) + xp.max(x)) / 2

What `__all__` names changes with the major version only; the modules inside may move.
"""

from __future__ import annotations

from .arrays import (
    DECLARED,
    Array,
    Declaration,
    Namespace,
    Q,
    binary,
    parted,
    powered,
    pure_unary,
    register,
    scalable,
    scaled_unary,
    shaped,
    unary,
)
from .creation import creation, liked
from .prepared import Finish, any_unit, floating, prepared, to_scale
from .several import ANY, PURE, WHOLE, Arguments, Part, Plan, aligned, ruled
from .transforms import frequencies, multiplied, parts, plain_sum, transform

__all__ = [
    "aligned",
    "ANY",
    "any_unit",
    "Arguments",
    "Array",
    "binary",
    "creation",
    "Declaration",
    "DECLARED",
    "Finish",
    "floating",
    "frequencies",
    "liked",
    "multiplied",
    "Namespace",
    "Part",
    "parted",
    "parts",
    "plain_sum",
    "Plan",
    "powered",
    "prepared",
    "PURE",
    "pure_unary",
    "Q",
    "register",
    "ruled",
    "scalable",
    "scaled_unary",
    "shaped",
    "to_scale",
    "transform",
    "unary",
    "WHOLE",
]
