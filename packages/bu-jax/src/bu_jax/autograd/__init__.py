"""Derivatives of functions of quantities: the unit of the function per unit of the argument.

Arguments and values are trees of quantities. What jax computes are the mantissas: the numbers are those
of the function of jax of that name, to the last bit, wherever no units cancel to a number but one.
"""

from __future__ import annotations

from ._checkpoint import checkpoint
from ._jacobians import hessian, jacfwd, jacobian, jacrev
from ._products import hvp, jvp, linearize, vjp
from ._reverse import grad, value_and_grad, vector_grad

__all__ = [
    "checkpoint",
    "grad",
    "hessian",
    "hvp",
    "jacfwd",
    "jacobian",
    "jacrev",
    "jvp",
    "linearize",
    "value_and_grad",
    "vector_grad",
    "vjp",
]
