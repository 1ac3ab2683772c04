"""numpy's functions on masked arrays: the mask is kept, or the function refused."""

import numpy as np
import pytest

from bu_dispatch import BackendError, get_backend
from bu_dispatch._masked import MaskedNamespace

NUMPY = get_backend("numpy")
X = np.ma.masked_array([3.0, 1.0, 2.0], [False, True, False])


@pytest.fixture
def xp():
    return MaskedNamespace(NUMPY, np)


@pytest.mark.parametrize(
    "call, values, mask",
    [
        (lambda xp: xp.concat([X, X]), [3, 1, 2, 3, 1, 2], [0, 1, 0, 0, 1, 0]),
        (lambda xp: xp.stack([X, X]), [[3, 1, 2]] * 2, [[0, 1, 0]] * 2),
        (lambda xp: xp.where(np.array([True, True, False]), X, 5.0), [3, 1, 5], [0, 1, 0]),
        (lambda xp: xp.broadcast_to(X, (2, 3)), [[3, 1, 2]] * 2, [[0, 1, 0]] * 2),
        (lambda xp: xp.clip(X, min=2.5, max=2.75), [2.75, 1, 2.5], [0, 1, 0]),
        (lambda xp: xp.tril(xp.stack([X, X])), [[3, 0, 0], [3, 1, 0]], [[0, 0, 0], [0, 1, 0]]),
        (lambda xp: xp.triu(xp.stack([X, X])), [[3, 1, 2], [0, 1, 2]], [[0, 1, 0], [0, 1, 0]]),
        (lambda xp: xp.linalg.diagonal(xp.stack([X, X])), [3, 1], [0, 1]),
        (lambda xp: xp.broadcast_arrays(X, np.ones((2, 1)))[0], [[3, 1, 2]] * 2, [[0, 1, 0]] * 2),
        (lambda xp: xp.meshgrid(X, X)[1], [[3] * 3, [1] * 3, [2] * 3], [[0] * 3, [1] * 3, [0] * 3]),
        (lambda xp: xp.asarray(X), [3, 1, 2], [0, 1, 0]),
    ],
)
def test_the_mask_is_kept(xp, call, values, mask):
    result = call(xp)
    assert type(result) is np.ma.MaskedArray
    assert np.ma.getmaskarray(result).tolist() == np.array(mask, bool).tolist()
    visible = ~np.array(mask, bool)
    assert result.data[visible].tolist() == np.array(values, float)[visible].tolist()


def test_statistics_leave_out_what_is_hidden(xp):
    assert xp.median(X) == 2.5


@pytest.mark.parametrize("name", ["matmul", "einsum", "isin", "linalg.norm", "fft.fft"])
def test_what_has_no_use_for_a_mask_is_refused(xp, name):
    function = xp
    for part in name.split("."):
        function = getattr(function, part)
    with pytest.raises(
        BackendError, match=f"{name} of a numpy masked array would compute with what the mask"
    ):
        function(X, X)


def test_the_generic_functions_are_given_this_namespace(xp):
    assert xp.own("mean_of_all", lambda space, x: (space, x))(X) == (xp, X)
    with pytest.raises(BackendError, match="interp of a numpy masked array"):
        xp.own("interp", lambda space, x: x)(X)


def test_a_device_that_numpy_has_not(xp):
    with pytest.raises(ValueError, match="on the cpu, got the device 'gpu'"):
        xp.asarray(X, device="gpu")
