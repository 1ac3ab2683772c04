"""Operations on bits, against numpy's results and the unit rules, on every backend."""

import numpy as np
import pytest
from array_checks import array, check

from bu_array import Quantity, math

SHAPES = [(), (0,), (1,), (2, 2, 3)]
DTYPES = ["bool", "int32", "int64", "uint8"]
PAIRS = ["bitwise_and", "bitwise_or", "bitwise_xor"]
SHIFTS = ["left_shift", "right_shift"]


def cut(data, shape, dtype):
    """`data`, repeated, in another shape."""
    return np.resize(np.array(data).astype(dtype), shape)


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("name", ["bitwise_not", "invert"])
def test_not(backend, name, dtype):
    function = getattr(math, name)
    for shape in SHAPES:
        x = cut([0, 1, 5, 100], shape, dtype)
        bare = array(backend, x)
        check(function(bare), backend, np.asarray(np.bitwise_not(x)))
        check(function(Quantity(bare)), backend, np.asarray(np.bitwise_not(x)))
    with pytest.raises(TypeError, match="needs a dimensionless argument, got one in mV; divide by"):
        function(Quantity(bare, "mV"))
    with pytest.raises(TypeError, match="bogus"):
        function(bare, bogus=1)


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("name", PAIRS)
def test_pairs(backend, name, dtype):
    function, reference = getattr(math, name), getattr(np, name)
    for shape in SHAPES:
        x, y = cut([0, 1, 5, 100], shape, dtype), cut([3, 0, 6], shape, dtype)
        a, b = array(backend, x), array(backend, y)
        check(function(a, b), backend, np.asarray(reference(x, y)))
        check(function(Quantity(a), Quantity(b)), backend, np.asarray(reference(x, y)))
        check(function(Quantity(a), y=b), backend, np.asarray(reference(x, y)))
        one = True if dtype == "bool" else 1
        check(function(a, one), backend, np.asarray(reference(x, np.array(one, dtype))))


@pytest.mark.parametrize("dtype", DTYPES[1:])
@pytest.mark.parametrize("name", SHIFTS)
def test_shifts(backend, name, dtype):
    function, reference = getattr(math, name), getattr(np, name)
    for shape in SHAPES:
        x, y = cut([0, 1, 5, 100], shape, dtype), cut([3, 0, 1], shape, dtype)
        a, b = array(backend, x), array(backend, y)
        check(function(a, b), backend, np.asarray(reference(x, y)))
        check(function(Quantity(a), Quantity(b)), backend, np.asarray(reference(x, y)))
        check(function(a, 2), backend, np.asarray(reference(x, np.array(2, dtype))))
    if dtype != "uint8":
        check(function(-a, b), backend, reference(-x, y))


@pytest.mark.parametrize("name", [*PAIRS, *SHIFTS])
def test_pairs_take_no_unit(name):
    function = getattr(math, name)
    x, q = np.array([1, 2]), Quantity(np.array([1, 2]), "mV")
    for pair in ((x, q), (q, x), (q, q)):
        with pytest.raises(
            TypeError, match=rf"^{name} needs a dimensionless argument, got one in mV; divide by"
        ):
            function(*pair)
    with pytest.raises(TypeError, match="bogus"):
        function(x, x, bogus=1)
