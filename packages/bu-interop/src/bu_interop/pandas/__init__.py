"""Quantities in pandas: columns of one unit, operators of Series and DataFrames, and the accessor ``.bu``.

Loaded once the user's program has imported pandas.
"""

from __future__ import annotations

from . import accessors, containers, own_functions
from .array import QuantityArray
from .dtype import QuantityDtype

__all__ = ["QuantityArray", "QuantityDtype", "accessors"]

containers.install()
own_functions.install()
