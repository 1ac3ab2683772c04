"""`bu_array.math` under its public name."""

from __future__ import annotations

from bu_array.math import *
from bu_array.math import __all__ as __all__
