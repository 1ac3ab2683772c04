"""Parts of a sparse matrix are those of the dense array."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from sparse_checks import FORMATS, D, check, made, q

from bu_jax.sparse import COO, SparseMatrix

PARTS = [
    *(
        2,
        -1,
        np.int64(2),
        (2, 4),
        (-1, 1),
        (1, 1),
        (slice(None), 1),
        (..., -2),
        (2, slice(1, 4)),
        (slice(0, 3), 2),
    ),
    *(
        slice(1, 3),
        slice(None),
        slice(3, 1),
        (slice(None, None, -2), slice(4, None, -1)),
        (..., slice(0, 4, 3)),
    ),
    *([0, 2], [2, -1, 2], np.array([True, False, True, True]), (slice(1, 4), [4, 0, 0]), ([1, 2], slice(3))),
    *((0, [1, 3]), (slice(None), np.array([True, False, True, False, True])), [False] * 4),
]


@FORMATS
def test_parts(kind):
    matrix = made(kind)
    for index in PARTS:
        found = matrix[index]
        expected = D[index]
        assert isinstance(found, SparseMatrix) == (expected.ndim == 2), index
        if isinstance(found, SparseMatrix):
            assert type(found) is kind
        check(found, expected, "mS")
    for index in (4, -5, (0, 5), [4], (slice(None), [True]), (0, 0, 0), None, (0, None), [[0]], [0.5]):
        with pytest.raises(IndexError):
            matrix[index]


@FORMATS
def test_two_arrays_pick_pairs_as_of_a_dense_array(kind):
    mask = np.array([True, False, True, False])
    for index in (
        ([0, 2], [2, 3]),
        ([0, -1], [[2], [-3]]),
        (mask, [0, 4]),
        np.ix_([0, 2], [1, 3, 4]),
        ([], []),
        (jnp.array([1, 1]), [0]),
    ):
        matrix = made(kind)
        expected = D[tuple(np.asarray(key, dtype=None if len(key) else int) for key in index)]
        for found in (matrix[index], jax.jit(lambda a, index=index: a[index])(matrix)):
            assert found.shape == expected.shape
            check(found, expected, "mS")
    pairs = jax.jit(lambda a, i, j: a[i, j])(made(kind), jnp.array([0, -2]), jnp.array([-1, 2]))
    check(pairs, D[[0, -2], [-1, 2]], "mS")
    for index in (([0, 4], [0, 1]), ([True], [0]), ([0.5], [0])):
        with pytest.raises(IndexError):
            made(kind)[index]
    with pytest.raises(ValueError, match="shapes"):
        made(kind)[[0, 1], [0, 1, 2]]


def test_pairs_of_entries_at_one_place():
    twice = COO((q([1.0, 2.0, 4.0], "mS"), [0, 0, 1], [0, 0, 1]), shape=(2, 2))
    check(twice[[0, 1, 0], [0, 1, 1]], [3.0, 4.0, 0.0], "mS")


@FORMATS
def test_known_rows_are_picked_inside_of_jit(kind):
    mask = np.array([True, False, True, True])
    check(jax.jit(lambda a: a[mask])(made(kind)), D[mask], "mS")
    check(jax.jit(lambda a: a[:, [0, 2]])(made(kind)), D[:, [0, 2]], "mS")
    with pytest.raises(IndexError):
        jax.jit(lambda a: a[[0, 4]])(made(kind))


@FORMATS
def test_traced_parts(kind):
    row, element, column = jax.jit(lambda a, i: (a[i], a[i, 2], a[:, i]))(made(kind), -2)
    check(row, D[-2], "mS")
    check(element, D[-2, 2], "mS")
    check(column, D[:, -2], "mS")
    check(jax.jit(lambda a: a[2::-1, 1:])(made(kind)), D[2::-1, 1:], "mS")
