"""The bridge to solvers: trees of quantities as vectors, functions of bare arrays as functions of quantities.

>>> import numpy as np
>>> from bu_array import Quantity, ravel
>>> state = {"V": Quantity(-65.0, "mV"), "Ca": Quantity(np.array([0.1, 0.2]), "uM")}
>>> vector, unravel = ravel(state)  # dicts by their sorted keys
>>> print(vector)
[  0.1   0.2 -65. ]
>>> print(unravel(vector)["V"])
-65. mV
"""

from __future__ import annotations

from .boundaries import Bare, bare, boundary
from .natural import nondimensional
from .trees import Structure
from .vectors import Layout, difference, ravel, taken

__all__ = [
    "Bare",
    "Layout",
    "Structure",
    "bare",
    "boundary",
    "difference",
    "nondimensional",
    "ravel",
    "taken",
]
