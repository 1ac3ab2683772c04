"""How large the largest number is: exactly, whatever the library and dtype."""

from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from array_checks import array

from bu_array._quantity.largest import largest_size
from bu_dispatch import BackendError, get_backend

LAZY = pytest.mark.skip_backend("dask", "ndonnx", reason="have no values: see below")


@LAZY
@pytest.mark.parametrize(
    "values, dtype, size",
    [
        ([1.0, -2.0], "float32", 2),
        ([1e-6, float("nan"), float("inf"), 0.0], "float32", Fraction("1e-6")),
        ([-(2**31), 5], "int32", 2**31),
        ([3 + 4j, 1], "complex64", 5),
        ([], "float32", 0),
        ([], "int32", 0),
        ([float("nan")], "float32", 0),
        ([True], "bool", 0),
        (-3.0, "float32", 3),
    ],
)
def test_arrays(backend, values, dtype, size):
    found = largest_size(array(backend, values, dtype), "test")
    assert abs(found - size) <= size * Fraction(1, 10**5)
    assert found >= size


@pytest.mark.parametrize(
    "number, size",
    [
        (10**400, 10**400),
        (-3, 3),
        (True, 0),
        (Fraction(-1, 3), Fraction(1, 3)),
        (Decimal("-0.1"), Fraction(1, 10)),
        (Decimal("NaN"), 0),
        (Decimal("-Infinity"), 0),
        (float("nan"), 0),
        (-float("inf"), 0),
        (np.array([Fraction(1, 3), Decimal(-2)], dtype=object), 2),
        (np.ma.masked_array([1, 9], [0, 1]), 1),
        (np.ma.masked_array([1.0], [1]), 0),
        (np.int64(-(2**63)), 2**63),
        (np.uint64(2**64 - 1), 2**64 - 1),
    ],
)
def test_exact_numbers(number, size):
    assert largest_size(number, "test") == size


@pytest.mark.parametrize("number", [0.001, 1e-6, np.float32(1e-3), np.float16(1e-3), 1e300, 5e-324])
def test_a_float_is_its_shortest_decimal_or_a_little_more(number):
    decimal = Fraction(str(number))
    assert decimal <= largest_size(number, "test") <= decimal * Fraction(102, 100)


def test_unknown_values():
    pytest.importorskip("dask.array")
    with pytest.raises(BackendError, match=r"to_compact\(\) chooses a unit by the values.*\.compute\(\)"):
        largest_size(array(get_backend("dask"), [1.0], "float32"), "to_compact()")
    jax = pytest.importorskip("jax")
    with pytest.raises(BackendError, match="name the unit"):
        jax.jit(lambda x: x * float(largest_size(x, "to_compact()")))(1.0)
