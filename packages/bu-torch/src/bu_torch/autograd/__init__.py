"""Derivatives by torch of functions of quantities: the unit of the value per unit of the argument.

Arguments and values are trees of quantities. What `torch.func` differentiates are the mantissas: the numbers
are those of its function of that name, and the results are laid out as there. Under torch.compile, vmap and
inside each other as those are.

>>> import torch
>>> from bu_array import Quantity
>>> area = lambda side: side**2
>>> side = Quantity(torch.tensor(3.0), "m")
>>> print(grad(area)(side), "and", hessian(area)(side))
6. m and tensor(2.)
"""

from __future__ import annotations

from . import _functional as _functional  # tells torch's older ways
from . import _functorch as _functorch  # tells torch.func of quantities
from ._products import jvp, vjp
from ._slopes import grad, hessian, jacfwd, jacrev, value_and_grad

__all__ = ["grad", "hessian", "jacfwd", "jacrev", "jvp", "value_and_grad", "vjp"]
