"""u.scipy.sparse.linalg: solutions in the unit of the right side per unit of the matrix."""

from __future__ import annotations

import numpy as np
import pytest
from scipy_checks import SAMPLES, ms, mv, same

from bu_array import Quantity
from bu_units import UnitMismatchError

pytest.importorskip("scipy")


from bu_interop import scipy as us

MATRIX = np.array([[4.0, 1.0], [1.0, 3.0]])


@pytest.mark.parametrize("solver", ["spsolve", "cg"])
def test_solutions(solver):
    def program(v):
        found = getattr(us.sparse.linalg, solver)(us.sparse.csc_array(Quantity(MATRIX, "Mohm")), v[:2])
        return found[0] if isinstance(found, tuple) else found

    same(program, np.linalg.solve(MATRIX, SAMPLES[:2]), rtol=1e-5)


def test_values_have_the_unit_of_the_matrix():
    big = np.diag(np.arange(1.0, 9.0))
    found = us.sparse.linalg.eigsh(us.sparse.csc_array(mv(big)), k=2, return_eigenvectors=False)
    np.testing.assert_allclose(found.to_decimal("mV"), [7.0, 8.0])


def test_a_start_of_another_dimension_is_refused():
    with pytest.raises(UnitMismatchError, match="x0"):
        us.sparse.linalg.cg(us.sparse.csc_array(Quantity(MATRIX, "Mohm")), mv(SAMPLES[:2]), x0=ms(np.ones(2)))
