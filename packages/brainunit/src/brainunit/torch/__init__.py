"""`bu_torch` under its public name; a BackendError says what to install where it or torch is missing."""

from __future__ import annotations

from bu_dispatch import BackendError

try:
    import bu_torch as _bu_torch  # noqa: F401  # to tell which of them is missing
except ModuleNotFoundError as error:
    if error.name != "bu_torch":
        raise
    raise BackendError("bu-torch is not installed: pip install brainunit[torch]") from None

from .._unknown import raise_unknown as _raise_unknown
from . import autograd, nn

__all__ = ["autograd", "nn"]
__getattr__ = _raise_unknown(__name__, __all__)
