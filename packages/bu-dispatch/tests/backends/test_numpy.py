"""numpy: its own functions where they give the same, and what they leave to the generic ones."""

import numpy as np
import pytest

from bu_dispatch import BackendError, get_backend


def test_devices():
    numpy = get_backend("numpy")
    x = np.ones(2)
    assert numpy.to_host(x) is x
    with pytest.raises(BackendError, match="take no device"):
        numpy.to_host(x, "cuda")
    with pytest.raises(BackendError, match=r"call .to_cupy\(\) first"):
        numpy.to_cuda(x)


NUMPY = get_backend("numpy")


def test_dtypes_of_any_spelling():
    for spelling in ("float32", "f4", "<f4", np.float32, np.dtype(">f4").newbyteorder("=")):
        assert NUMPY.dtype(spelling) == np.float32
    assert NUMPY.dtype(None) is None
    assert NUMPY.dtype(">f4") == np.dtype(">f4")


def test_swapped_bytes_stay():
    x = np.arange(3).astype(">f8")
    assert NUMPY.asarray(x) is x


def test_weights_keep_their_dtype():
    counts = NUMPY.xp.tally(np.array([0, 2, 2]), np.array([1, 2, 3], "float32"), 4)
    assert counts.dtype == np.float32
    assert counts.tolist() == [1, 0, 5, 0]


def test_einsum_multiplies_matrices():
    a = np.ones((2, 3))
    np.testing.assert_array_equal(NUMPY.xp.einsum("ij,jk->ik", a, a.T), np.full((2, 2), 3.0))


def test_sort_of_equal_numbers():
    x = np.array([[2.0, -1.0, 2.0], [np.nan, 0.0, -0.0]])
    np.testing.assert_array_equal(NUMPY.xp.sort(x), np.sort(x))
    np.testing.assert_array_equal(NUMPY.xp.sort(x, axis=0, descending=True), np.sort(x, axis=0)[::-1])
    masked = np.ma.masked_array([3.0, 1.0], [False, True])
    assert type(NUMPY.functions["sort"](masked)) is np.ma.MaskedArray


@pytest.mark.parametrize(
    "name, arguments",
    [
        ("isin", (np.array([1]), np.ma.masked_array([1]))),
        ("unique", (np.array([np.nan, 1.0]), (False, True, False), False)),
        ("digitize", (np.array([1.0]), np.array([3.0, 1.0, 2.0]), False)),
        ("nanmax", (np.array([]), None, False)),
        ("interp", (np.array([0.5]), np.array([1.0, 0.0]), np.array([2.0, 3.0]), None, None)),
        ("interp", (np.array([0.5]), np.array([0.0, 1.0]), np.array([2.0, np.nan]), None, None)),
        ("polyfit", (np.array([1.0, np.nan]), np.array([1.0, 2.0]), 1, None)),
        ("unwrap", (np.array([1.0 + 0j]), None, -1, 6.28)),
        ("histogram", ([np.array([1.0], "float16")], [3], [None], None)),
    ],
)
def test_what_is_left_to_the_generic_function(name, arguments):
    assert NUMPY.functions[name](*arguments) is NotImplemented


def test_its_own_are_the_generic_ones_elsewhere():
    x = np.array([0.5, 1.5, np.nan, 2.5])
    assert NUMPY.functions["nanmax"](x, None, False) == 2.5
    assert NUMPY.functions["nanmin"](x, 0, True).tolist() == [0.5]
    found = NUMPY.functions["interp"](x[:2], np.array([0.0, 2.0]), np.array([0.0, 4.0]), None, None)
    assert found.tolist() == [1.0, 3.0]
    assert NUMPY.functions["digitize"](x[:2], np.array([0.0, 1.0, 2.0]), False).tolist() == [1, 2]
    counts, (edges,) = NUMPY.functions["histogram"]([x[[0, 1, 3]]], [np.array([0.0, 1.0, 3.0])], [None], None)
    assert (counts.tolist(), edges.tolist()) == ([1, 2], [0.0, 1.0, 3.0])
