"""What the functions of matrices share: dtypes, the adjoint, Hermitian parts, what counts as zero."""

import numpy as np
import pytest
from array_checks import array, check, values
from matrix_checks import COMPLEX, SQUARE, STACK, no_linalg

from bu_array import Quantity
from bu_array.linalg._matrices import adjoint, both, column, cutoff, hermitian, inexact
from bu_units import Unit

WHOLE = np.array([[1, 2], [3, 4]])


def test_whole_numbers_become_floating_point_numbers(backend):
    for data in (WHOLE, WHOLE > 2):
        found = inexact(backend.xp, array(backend, data))
        assert found.dtype == backend.xp.asarray(0.0).dtype
        np.testing.assert_array_equal(values(found), data)
    single = array(backend, SQUARE, "float32")
    assert inexact(backend.xp, single) is single


@pytest.mark.parametrize(
    "first, second, common",
    [("float32", "float64", "float64"), ("float32", "float32", "float32"), ("int64", "int64", None)],
)
def test_two_of_one_dtype(backend, first, second, common):
    a, b = both(backend.xp, array(backend, WHOLE, first), array(backend, 2 * WHOLE, second))
    expected = backend.xp.asarray(0.0).dtype if common is None else backend.dtype(common)
    assert a.dtype == b.dtype == expected
    np.testing.assert_array_equal(values(a), WHOLE)
    np.testing.assert_array_equal(values(b), 2 * WHOLE)


@pytest.mark.parametrize("matrix", [SQUARE, STACK, COMPLEX], ids=["square", "stack", "complex"])
@no_linalg
def test_adjoint(backend, matrix):
    check(adjoint(backend.xp, array(backend, matrix)), backend, np.conj(np.swapaxes(matrix, -1, -2)))


@no_linalg
@pytest.mark.parametrize("matrix", [SQUARE, STACK, COMPLEX], ids=["square", "stack", "complex"])
def test_hermitian(backend, matrix):
    if backend.name == "dask" and matrix.dtype.kind == "c":
        pytest.skip("dask's own tril warns of complex numbers (2026.8)")
    whole = matrix + np.conj(np.swapaxes(matrix, -1, -2))
    check(hermitian(backend.xp, array(backend, matrix), None), backend, whole / 2, rtol=1e-15)
    for triangle, part in (("L", np.tril(whole)), ("U", np.triu(whole))):
        check(hermitian(backend.xp, array(backend, part), triangle), backend, whole)
    with pytest.raises(ValueError, match="UPLO must be 'L' or 'U', got 'X'"):
        hermitian(backend.xp, array(backend, matrix), "X")


def test_a_number_for_each_matrix(backend):
    assert column(backend.xp, 0.5) == 0.5
    check(column(backend.xp, array(backend, [0.5, 1.0])), backend, [[0.5], [1.0]])


@no_linalg
def test_below_what_singular_values_count_as_zero(backend):
    xp, a, s = backend.xp, array(backend, STACK), array(backend, [[4.0, 2.0, 1.0], [8.0, 2.0, 1.0]])
    eps = np.finfo("f8").eps
    check(cutoff(xp, a, s, None), backend, [[4 * 3 * eps], [8 * 3 * eps]])
    check(cutoff(xp, a, s, 0.25), backend, [[1.0], [2.0]])
    check(cutoff(xp, a, s, Quantity(25.0, "percent")), backend, [[1.0], [2.0]])
    check(cutoff(xp, a, s, array(backend, [0.25, 0.5])), backend, [[1.0], [4.0]])
    check(cutoff(xp, a, s[:, :0], 0.25), backend, [[0.0], [0.0]])  # of none, nothing
    with pytest.raises(TypeError, match="rtol"):
        cutoff(xp, a, s, Quantity(1.0, Unit("m")))
