"""Diagonals in any plane, against numpy."""

import numpy as np
import pytest
from dispatch_checks import values

from bu_dispatch import convert
from bu_dispatch._generic.manipulation import diagonal

pytestmark = pytest.mark.skip_backend(
    "jax",
    "ndonnx",
    reason="each call makes a program: seconds; bu_array's tests have these functions on them",
)

X = np.arange(24, dtype="float32").reshape(2, 3, 4)


def test_diagonal(backend):
    x = convert(X, backend)
    for offset in (-4, -2, -1, 0, 1, 3, 5):
        for axes in ((0, 1), (1, 2), (2, 0), (-1, 1)):
            result = values(diagonal(backend.xp, x, offset, *axes))
            np.testing.assert_array_equal(result, np.diagonal(X, offset, *axes))


def test_a_plane_has_two_axes(backend):
    with pytest.raises(ValueError, match="takes two axes, got 1 and -2, which are one"):
        diagonal(backend.xp, convert(X, backend), 0, 1, -2)
