"""`bu_torch.autograd` under its public name."""

from __future__ import annotations

from bu_torch.autograd import *
from bu_torch.autograd import __all__ as __all__
