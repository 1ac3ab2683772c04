"""Methods of tensors on quantities: ``q.softmax(-1)``, ``q.add_(r)``, as torch's functions have them.

What `Quantity` itself has goes first: this is asked for names that it has not.
"""

from __future__ import annotations

from functools import partial
from typing import Any

import torch  # noqa: TID253  # this module is loaded when torch asks

from ..core import Pair, join
from .functions import ANSWERS, UNKNOWN, fill

__all__ = ["found"]

# Attributes of a tensor in which no unit matters.
_BARE = frozenset(
    """device layout grad_fn is_leaf is_cuda is_cpu is_xpu is_mps is_meta is_mtia is_maia is_ipu is_xla is_vulkan is_mkldnn is_quantized
    is_sparse is_sparse_csr is_nested names output_nr retains_grad""".split()
)
_WITH_UNIT = frozenset({"data", "H", "mH"})


def found(quantity: Pair, name: str) -> Any:
    """Return the attribute `name` of tensors, for a quantity of one; NotImplemented where there is none.

    Raises AttributeError that says why for a method that takes no quantities.
    """
    mantissa = quantity._mantissa
    if not isinstance(mantissa, torch.Tensor):
        return NotImplemented
    if name in _BARE:
        return getattr(mantissa, name)
    if name in _WITH_UNIT:
        return join(getattr(mantissa, name), quantity._unit)
    method = getattr(torch.Tensor, name, None)
    if method is None or name.startswith("__") or not callable(method):
        return NotImplemented
    fill()
    answer = ANSWERS.get(method, UNKNOWN)
    if isinstance(answer, str):
        if answer == UNKNOWN:
            return NotImplemented
        raise AttributeError(f"a quantity has no method {name!r}: {answer}", name=name)
    return partial(_call, answer, quantity)


def _call(answer: Any, quantity: Pair, /, *args: Any, **kwargs: Any) -> Any:
    return answer((quantity, *args), kwargs)
