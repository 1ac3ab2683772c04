"""`bu_torch.nn` under its public name."""

from __future__ import annotations

from bu_torch.nn import *
from bu_torch.nn import __all__ as __all__
