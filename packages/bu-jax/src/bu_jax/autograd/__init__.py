"""Derivatives of functions of quantities: the unit of the function per unit of the argument."""

from __future__ import annotations

from ._reverse import grad, value_and_grad

__all__ = ["grad", "value_and_grad"]
