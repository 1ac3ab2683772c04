"""Indices of two axes, of every kind that libraries share, and with the library's own arrays among them."""

import numpy as np
from array_checks import array

X = np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]], "f4")


def index_of(backend, index):
    """An index with its numpy arrays as arrays of the library."""
    if isinstance(index, tuple):
        return tuple(index_of(backend, part) for part in index)
    return array(backend, index) if isinstance(index, np.ndarray) else index


BASIC = [1, -1, slice(None), slice(1, None), (0, 1), (slice(None), 1), (..., slice(0, 2)), ..., (1, slice(2))]
FANCY = [
    np.array([1, 0, 1]),
    np.array([[0, 1], [1, 1]]),
    [1, 0],
    (slice(None), [2, 0]),
    (np.array([0, 1, 0]), np.array([2, 2, 2])),
    (None, slice(None), 1),
    X > 2,
]
