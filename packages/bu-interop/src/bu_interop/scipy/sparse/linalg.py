"""`scipy.sparse.linalg` with units: solutions in the unit of the right side per unit of the matrix."""

from __future__ import annotations

from typing import Any

from .._calls import calls
from .._letters import ANY, letters
from .._rows import Rows

rows = Rows("scipy.sparse.linalg")
A, b = letters("A b", linear=True)
_X = b / A
rows("spsolve spsolve_triangular", A=A, b=b, gives=_X)
rows(
    "gmres",
    A=A,
    b=b,
    x0=_X,
    atol=b,
    M=1 / A,
    callback=lambda callback_type: calls(_X, gives=ANY) if callback_type == "x" else ANY,
    gives=(_X, None),
)
rows(
    "cg bicg bicgstab cgs lgmres minres tfqmr gcrotmk",
    A=A,
    b=b,
    x0=_X,
    atol=b,
    M=1 / A,
    callback=calls(_X, gives=ANY),
    gives=(_X, None),
)
rows("qmr", A=A, b=b, x0=_X, atol=b, callback=calls(_X, gives=ANY), gives=(_X, None))
rows("norm", x=A, gives=A)
rows(
    "eigsh eigs",
    A=A,
    sigma=A,
    gives=lambda return_eigenvectors: (A, None) if return_eigenvectors is not False else A,
)

__all__ = list(rows.made)
globals().update(rows.made)


def __getattr__(name: str) -> Any:
    return rows.unlisted(name)


def __dir__() -> list[str]:
    return sorted(__all__)
