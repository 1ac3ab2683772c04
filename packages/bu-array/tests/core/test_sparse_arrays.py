"""Sparse arrays: known by where their types come from; what they do is tested in bu-interop."""

import numpy as np
import pytest

from bu_array import Quantity, math
from bu_array.core.sparse_arrays import is_sparse, sparse_body
from bu_dispatch import BackendError


@pytest.mark.parametrize("x", [1, None, np.ones(2), Quantity(1.0, "m"), object()])
def test_what_is_not_sparse(x):
    assert not is_sparse(x)


def test_what_a_body_can_do():
    scipy_sparse = pytest.importorskip("scipy.sparse")
    array = scipy_sparse.csr_array(np.eye(2))
    assert is_sparse(array)
    assert sparse_body("sum")(array, axis=None) == 2.0
    assert sparse_body("matmul")(array, np.ones(2)).tolist() == [1.0, 1.0]
    assert sparse_body("multiply")(2 * np.ones((2, 2)), array).sum() == 4.0
    with pytest.raises(BackendError, match="fft"):
        sparse_body("fft")(array)
    assert math.sum(array) == 2.0
