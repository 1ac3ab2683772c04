"""Entries and their places as bare arrays: places that meet, types of places, what is known inside of jit."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from sparse_checks import FORMATS, D, E, F, X, check, made, q

from bu_jax.sparse import COO, _kernels


def test_entries_at_one_place_add_up():
    matrix = COO((q([1.0, 2.0, 4.0], "mS"), [1, 1, 0], [0, 0, 1]), shape=(2, 2))
    dense = np.array([[0, 4], [3, 0]])
    check(matrix, dense, "mS")
    check(matrix @ X[:2], dense @ X[:2], "mS")
    check(matrix[1], dense[1], "mS")
    for other in (matrix.tocsr(), matrix.tocsc()):
        assert other.nse == 2
        check(other, dense, "mS")


@FORMATS
@pytest.mark.parametrize("compiled", [False, True])
def test_products_of_small_and_large_types_of_places(kind, compiled):
    small = kind.fromdense(q(np.ones((2, 2)), "mS"), index_dtype="uint8")
    large = kind.fromdense(q(np.ones((2, 300)), "mV"))
    product = jax.jit(lambda a, b: a @ b) if compiled else lambda a, b: a @ b
    check(product(small, large), np.full((2, 300), 2.0), "uA")
    check(product(large.T, small), np.full((300, 2), 2.0), "uA")
    check(small[np.arange(300) % 2], np.ones((300, 2)), "mS")


@FORMATS
def test_places_that_are_known_stay_known(kind):
    matrix, other, third = made(kind), made(kind, F, "mV"), made(kind, E, "mS")
    together = matrix + third
    counts = []

    @jax.jit
    def program(entries):
        inside = matrix.with_data(entries)
        product, total, part = inside @ other, inside + third, inside[2:]
        counts.extend([product.nse, total.nse, part.nse])
        return product.todense(), total.todense(), part.todense()

    results = program(matrix.data)
    assert counts == [np.count_nonzero(D @ F), together.nse, np.count_nonzero(D[2:])]
    for result, (expected, unit) in zip(results, [(D @ F, "uA"), (D + E, "mS"), (D[2:], "mS")], strict=True):
        check(result, expected, unit)


@FORMATS
def test_unsigned_indices(kind):
    matrix = kind.fromdense(q(D, "mS"), index_dtype="uint8")
    check(matrix, D, "mS")
    check(matrix @ X, D @ X, "mS")
    check(matrix[1:, 3:0:-1], D[1:, 3:0:-1], "mS")
    check(matrix + made(kind, E), D + E, "mS")
    check(matrix.tocoo().tocsr(), D, "mS")


def test_rows_and_pointers_are_two_ways_to_say_one():
    rows = jnp.array([0, 0, 2, 2, 2, 3])
    ends = _kernels.pointers(rows, 5, "int32")
    assert ends.tolist() == [0, 2, 2, 5, 6, 6]
    assert _kernels.rows_of(jnp.zeros(6, "int32"), ends).tolist() == rows.tolist()
    # Entries behind the last row are in none: they only fill the array.
    assert _kernels.rows_of(jnp.zeros(8, "int32"), ends)[6:].tolist() == [5, 5]


def test_entries_outside_count_for_nothing():
    row, col, data = jnp.array([0, 4, 1, 1]), jnp.array([1, 0, 9, 2]), jnp.array([1.0, 2.0, 4.0, 8.0])
    assert _kernels.inside(row, col, (4, 5)).tolist() == [True, False, False, True]
    expected = np.zeros((4, 5))
    expected[0, 1], expected[1, 2] = 1.0, 8.0
    np.testing.assert_array_equal(_kernels.dense(data, row, col, shape=(4, 5)), expected)


def test_what_is_known():
    x = jnp.ones(2)
    assert _kernels.known(x, np.ones(2))
    seen = []
    jax.jit(lambda y: seen.append((_kernels.known(y), _kernels.known(x, y), _kernels.known(x))))(x)
    assert seen == [(False, False, True)]


def test_entries_that_meet():
    found = _kernels.distinct(jnp.array([1, 0, 1]), jnp.array([2, 1, 2]), (2, 3))
    places = sorted(zip(*(np.asarray(x).tolist() for x in (found.row, found.col)), strict=True))
    assert places == [(0, 1), (1, 2)]
