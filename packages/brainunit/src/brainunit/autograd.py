"""`bu_jax.autograd` under its public name; a BackendError says what to install where jax is missing."""

from __future__ import annotations

from bu_jax.autograd import *
from bu_jax.autograd import __all__ as __all__

from ._unknown import raise_unknown as _raise_unknown

__getattr__ = _raise_unknown(__name__, __all__)
