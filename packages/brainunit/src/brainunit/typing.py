"""`bu_array.typing` under its public name: annotations that say the unit of a quantity."""

from __future__ import annotations

from bu_array.typing import *
from bu_array.typing import __all__ as __all__

from ._unknown import raise_unknown as _raise_unknown

__getattr__ = _raise_unknown(__name__, __all__)
