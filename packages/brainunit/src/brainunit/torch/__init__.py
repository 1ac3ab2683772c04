"""`bu_torch` under its public name; a BackendError says what to install where it or torch is missing."""

from __future__ import annotations

from bu_dispatch import BackendError

try:
    from bu_torch import cond, load_safetensors, save_safetensors, scan, while_loop
except ModuleNotFoundError as error:
    if error.name != "bu_torch":
        raise
    raise BackendError("bu-torch is not installed: pip install brainunit[torch]") from None

from .._unknown import raise_unknown as _raise_unknown
from . import autograd, nn

__all__ = ["autograd", "cond", "load_safetensors", "nn", "save_safetensors", "scan", "while_loop"]
__getattr__ = _raise_unknown(__name__, __all__)
