"""What only torch has, for quantities: parameters of modules, derivatives, data, checkpoints, loops.

Importing it tells torch of quantities where torch asks nobody: the default collation of data, the safe
loading of checkpoints, distributed training. It is imported with torch, once `bu_array` is there.

>>> import torch
>>> from bu_array import Quantity
>>> from bu_torch import autograd
>>> slope = autograd.grad(lambda length: length * length)
>>> print(slope(Quantity(torch.tensor(3.0), "m")))
6. m
"""

from __future__ import annotations

from bu_dispatch import get_backend

from ._version import __version__

# A BackendError with the pip command, not an ImportError, where torch is missing.
get_backend("torch").require()

# All import torch, whose absence is explained above.
from . import _data as _data  # noqa: E402
from . import _distributed as _distributed  # noqa: E402
from . import _training as _training  # noqa: E402
from . import autograd, nn  # noqa: E402
from .checkpoint import load_safetensors, save_safetensors  # noqa: E402
from .control_flow import cond, scan, while_loop  # noqa: E402

__all__ = [
    "__version__",
    "autograd",
    "cond",
    "load_safetensors",
    "nn",
    "save_safetensors",
    "scan",
    "while_loop",
]
