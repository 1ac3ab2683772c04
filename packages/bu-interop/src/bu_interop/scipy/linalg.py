"""`scipy.linalg` with units: solutions in the unit of the right side per unit of the matrix."""

from __future__ import annotations

from typing import Any

import numpy as np

from ._letters import letters
from ._rows import Rows

rows = Rows("scipy.linalg")
a, b = letters("a b", linear=True)
_first, _second = a, b  # where a parameter has the name of the letter
_X = b / a
rows("solve solve_triangular", a=a, b=b, gives=_X)
rows("solve_banded solveh_banded", ab=a, b=b, gives=_X)
rows("solve_toeplitz", c_or_cr=a, b=b, gives=_X)
rows("lstsq", a=a, b=b, gives=(_X, b**2, None, a))
rows("inv pinv pinvh", a=a, gives=1 / a)
rows("norm svdvals", a=a, gives=a)
rows("eigvalsh_tridiagonal", d=a, e=a, gives=a)
rows("eigvals eigvalsh", a=a, b=b, gives=lambda b: a if b is None else a / _second)
rows("eigh eig", a=a, gives=lambda eigvals_only: a if eigvals_only else (a, None))
rows("svd", a=a, gives=lambda compute_uv: (None, a, None) if compute_uv is not False else a)
rows("cholesky", a=a, gives=a**0.5)
rows("lu", a=a, gives=lambda permute_l: (None, a) if permute_l else (None, None, a))
rows("qr", a=a, gives=lambda mode: (a,) if mode == "r" else (None, a))
rows("det", a=a, gives=lambda a: _first ** np.shape(a)[-1])
rows("toeplitz circulant", c=a, r=a, gives=a)
rows("expm logm null_space orth", A=None)

__all__ = list(rows.made)
globals().update(rows.made)


def __getattr__(name: str) -> Any:
    return rows.unlisted(name)


def __dir__() -> list[str]:
    return sorted(__all__)
