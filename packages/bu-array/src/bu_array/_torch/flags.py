"""What is a property of quantities and a method of torch's tensors: ``q.isnan`` and ``q.isnan()``."""

from __future__ import annotations

from typing import Any

import torch  # noqa: TID253  # this module is loaded where a tensor is there

__all__ = ["callable_flags"]


class Flags(torch.Tensor):  # type: ignore[misc]  # torch is Any here
    """A tensor of truth values that gives itself when it is called; what is computed from it is a tensor."""

    # As torch.nn.Parameter: results are of torch's own class.
    __torch_function__ = torch._C._disabled_torch_function_impl

    def __call__(self) -> Any:
        """Return the flags as an ordinary tensor."""
        return self.as_subclass(torch.Tensor)

    def __repr__(self, *, tensor_contents: Any = None) -> str:
        return repr(self())

    def __reduce_ex__(self, protocol: Any) -> Any:
        return self().__reduce_ex__(protocol)


def callable_flags(flags: Any) -> Any:
    """Return truth values as ones that can be called; those of another class of tensors as they are."""
    return flags.as_subclass(Flags) if type(flags) is torch.Tensor else flags
