"""Constants of mathematics and of indexing: plain numbers."""

import math as pymath

import numpy as np
import pytest

from bu_array import Quantity, math
from bu_array.math import numbers


def test_constants():
    assert (math.e, math.pi, math.inf) == (pymath.e, pymath.pi, pymath.inf)
    assert math.nan != math.nan
    assert math.euler_gamma == np.euler_gamma


def test_a_new_axis():
    q = Quantity(np.ones(2), "m")
    assert q[math.newaxis].shape == (1, 2)
    assert q[:, math.newaxis].shape == (2, 1)


@pytest.mark.parametrize("name", numbers.__all__)
def test_all_of_them_are_public_numbers(name):
    number = getattr(math, name)
    assert number is getattr(numbers, name)
    assert name in math.__all__
    assert name == "newaxis" or type(number) is float  # of no library and no precision
