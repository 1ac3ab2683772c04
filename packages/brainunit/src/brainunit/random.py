"""`bu_interop.random` under its public name."""

from __future__ import annotations

from bu_interop.random import *
from bu_interop.random import __all__ as __all__

from ._unknown import raise_unknown as _raise_unknown

__getattr__ = _raise_unknown(__name__, __all__)
