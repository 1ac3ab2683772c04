"""What torch's older ways to derivatives say of quantities: `torch.autograd.functional` and `gradcheck`.

They look for tensors and find none in a quantity. `gradcheck` checks the numbers in it, the others say what
to use.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import torch
import torch.autograd.functional as functional

from bu_array.core import Pair, join

__all__: list[str] = []

# torch 2.13: what its functions check their arguments and results by; test_functional.py tells when it moves.
_as_tuple = functional._as_tuple
_OURS = {"hvp": "hessian", "vhp": "hessian"}


def _as_tuple_of_tensors(inp: Any, arg_name: Any = None, fn_name: Any = None) -> Any:
    if fn_name is not None:
        for each in inp if isinstance(inp, tuple) else (inp,):
            if isinstance(each, Pair):
                raise TypeError(
                    f"torch.autograd.functional.{fn_name} takes tensors, and got a quantity in {each._unit}. Use "
                    f"u.torch.autograd.{_ours(fn_name)}, which has the unit of each derivative"
                )
    return _as_tuple(inp, arg_name, fn_name)


def _ours(name: str) -> str:
    return _OURS.get(name, "jacrev" if name == "jacobian" else name)


functional._as_tuple = _as_tuple_of_tensors


# ---------------------------------------------------------------- gradcheck


def _checking(check: Callable[..., Any]) -> Callable[..., Any]:
    """Return a check of gradients that takes quantities too: of the numbers in their units."""

    def checked(func: Any, inputs: Any, *args: Any, **kwargs: Any) -> Any:
        row = inputs if isinstance(inputs, (tuple, list)) else (inputs,)
        units = [x._unit if isinstance(x, Pair) else None for x in row]

        def bare(*tensors: Any) -> Any:
            given = [x if unit is None else join(x, unit) for x, unit in zip(tensors, units, strict=False)]
            return _bare(func(*given, *tensors[len(units) :]))

        return check(bare, tuple(_bare(list(row))), *args, **kwargs)

    checked.__name__, checked.__doc__ = check.__name__, check.__doc__
    return checked


def _bare(x: Any) -> Any:
    if isinstance(x, (tuple, list)):
        return type(x)([_bare(each) for each in x])
    return x._mantissa if isinstance(x, Pair) else x


torch.autograd.gradcheck = _checking(torch.autograd.gradcheck)
torch.autograd.gradgradcheck = _checking(torch.autograd.gradgradcheck)
