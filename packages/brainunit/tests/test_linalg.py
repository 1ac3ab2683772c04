"""`linalg` is that of bu_array."""

import numpy as np
import pytest

import brainunit as u
import bu_array.linalg


def test_the_names_are_those_of_bu_array():
    assert u.linalg.__name__ == "brainunit.linalg"
    assert u.linalg.__all__ == bu_array.linalg.__all__
    for name in u.linalg.__all__:
        assert getattr(u.linalg, name) is getattr(bu_array.linalg, name)


def test_units():
    matrix = np.array([[2.0, 0.0], [0.0, 4.0]]) * u.ohm
    assert str(u.linalg.solve(matrix, np.array([2.0, 8.0]) * u.volt)) == "[1. 2.] A"
    assert u.linalg.det(matrix).unit == u.ohm**2
    with pytest.raises(AttributeError, match=r"brainunit\.linalg"):
        u.linalg.volt
