"""Sparse matrices whose entries have a unit, on the kernels of jax.experimental.sparse.

>>> import jax.numpy as jnp
>>> from bu_array import Quantity
>>> conductance = csr_fromdense(Quantity(jnp.array([[0.0, 2.0], [3.0, 0.0]]), "nS"))
>>> conductance
CSR(float32[2, 2], nse=2, unit=nS)
>>> print(conductance @ Quantity(jnp.array([10.0, 20.0]), "mV"))
[40. 30.] pA
"""

from __future__ import annotations

from ._base import SparseMatrix
from ._formats import (
    COO,
    CSC,
    CSR,
    coo_fromdense,
    coo_todense,
    csc_fromdense,
    csc_todense,
    csr_fromdense,
    csr_todense,
)

__all__ = [
    "COO",
    "CSC",
    "CSR",
    "SparseMatrix",
    "coo_fromdense",
    "coo_todense",
    "csc_fromdense",
    "csc_todense",
    "csr_fromdense",
    "csr_todense",
]
