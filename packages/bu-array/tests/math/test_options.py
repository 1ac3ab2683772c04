"""Masks and dtypes as users pass them, for the library that computes."""

import numpy as np
import pytest
from array_checks import array, check, values

from bu_array.math._options import dtype_of, mask_of
from bu_dispatch import backend_of

MASK = np.array([True, False, True])


def test_masks_belong_to_the_library_that_computes(backend):
    own = array(backend, MASK)
    assert mask_of(backend.xp, own) is own
    for given in (MASK, MASK.tolist()):
        found = mask_of(backend.xp, given)
        assert backend_of(found) is backend
        assert values(found).tolist() == MASK.tolist()
        assert found.dtype == own.dtype


@pytest.mark.parametrize("dtype", ["float32", np.float32, np.dtype("f4")])
def test_dtypes_belong_to_the_library_that_computes(backend, dtype):
    found = dtype_of(backend.xp, dtype)
    assert found == array(backend, [1.0], "float32").dtype
    check(backend.xp.zeros((2,), dtype=found), backend, np.zeros(2, "f4"))
    assert dtype_of(backend.xp, found) == found


def test_no_dtype_is_the_librarys_choice(backend):
    assert dtype_of(backend.xp, None) is None


def test_what_is_no_dtype(backend):
    with pytest.raises((TypeError, ValueError)):
        dtype_of(backend.xp, "float33")
