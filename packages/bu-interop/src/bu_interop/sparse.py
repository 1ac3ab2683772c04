"""Arrays of the package sparse: their operators leave a quantity beside them to it."""

from __future__ import annotations

import sparse

from .converters import leave_to_quantities

__all__: list[str] = []

leave_to_quantities(sparse.SparseArray)
