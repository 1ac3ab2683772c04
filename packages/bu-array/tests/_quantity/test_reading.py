"""Texts of arrays: lists as people write them, and the place of what is wrong."""

from contextlib import suppress

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bu_array import Quantity, parse_quantity
from bu_dispatch import BackendError
from bu_units import UnitParseError


@pytest.mark.parametrize(
    "text, values, dtype",
    [
        ("[1, 2, 3] mV", [1, 2, 3], "int64"),
        ("[1, 2.5] mV", [1.0, 2.5], "float64"),
        ("[1. 2.] mV", [1.0, 2.0], "float64"),
        ("[[1 2]\n [3 4]] mV", [[1, 2], [3, 4]], "int64"),
        ("  [ 1 , 2, ]mV", [1, 2], "int64"),
        ("[nan, -inf] mV", [np.nan, -np.inf], "float64"),
        ("[True, False] mV", [True, False], "bool"),
        ("[1, 2j] mV", [1, 2j], "complex128"),
        ("[] mV", [], "float64"),
        ("[[], []] mV", [[], []], "float64"),
        ("float32([1, 2]) mV", [1, 2], "float32"),
        ("float32( [1, 2] , shape = (2, 1) ) mV", [[1], [2]], "float32"),
        ("int8([-128, 127]) mV", [-128, 127], "int8"),
    ],
)
def test_lists(text, values, dtype):
    q = parse_quantity(text)
    assert isinstance(q.mantissa, np.ndarray)
    assert q.dtype == dtype
    assert str(q.unit) == "mV"
    np.testing.assert_array_equal(q.mantissa, np.array(values, dtype))


def test_words():
    assert np.isnan(parse_quantity("nan mV").mantissa)
    assert parse_quantity("-inf").mantissa == -np.inf
    assert parse_quantity("+inf / s").unit == parse_quantity("1 / s").unit
    assert parse_quantity("(1+2j) V").mantissa == 1 + 2j


@given(st.lists(st.lists(st.floats(width=32), min_size=2, max_size=2), min_size=1, max_size=5))
def test_what_numpy_prints_is_read(rows):
    q = Quantity(np.array(rows), "m / s")
    with np.printoptions(precision=17, floatmode="unique"):
        np.testing.assert_array_equal(parse_quantity(str(q)).mantissa, q.mantissa)


@pytest.mark.parametrize(
    "text, reason, place",
    [
        ("[1, ..., 3] m", "cut short", 4),
        ("[1, [2]] m", "stands beside a number", 4),
        ("[[1], 2] m", "stands beside a row", 6),
        ("[[1], [2, 3]] m", "2 elements among rows of 1", 11),
        ("[[[1]], [2]] m", "stands beside a row", 9),
        ("[[], [[]]] m", "among rows", 8),
        ("[1,, 2] m", "expected a number", 3),
        ("[, 1] m", "expected a number", 1),
        ("[1, 2", "expected a number or ']'", 5),
        ("] m", "expected a number", 0),
        ("[1, two] m", "expected a number, found 'two'", 4),
        ("[1_000.5] m", "expected a number", 1),
        ("[1٣.5] m", "expected a number", 1),
        ("[1e999] m", "beyond the range of float64", 1),
        ("[True, 1] m", "expected an integer", 1),
        ("[9223372036854775808] m", "int64 does not hold", 1),
        ("int8([1, 128]) m", "int8 does not hold '128'", 9),
        ("uint8([-1]) m", "uint8 does not hold", 7),
        ("float16([1.0, 7e4]) m", "beyond the range of float16", 14),
        ("float16([1.0, x]) m", "expected a number", 14),
        ("bool([1]) m", "expected True or False", 6),
        ("int32([1.5]) m", "expected an integer", 7),
        ("complex64([1+2]) m", "expected a complex number", 11),
        ("object([Fraction(1/0)]) m", "denominator", 8),
        ("object([str(1)]) m", "unknown kind of number", 8),
        ("float3([1]) m", "no dtype of numbers is named 'float3'", 0),
        ("datetime64([1]) m", "no dtype of numbers", 0),
        ("str([1]) m", "no dtype of numbers", 0),
        ("void([1]) m", "no dtype of numbers", 0),
        ("float64([1, 2], shape=(3,)) m", "no array of shape (3,)", 8),
        ("float64([], shape=(1,,0)) m", "a shape is made of integers", 19),
        ("float64([], shape=(1 0)) m", "a shape is made of integers", 19),
        ("float64([], shape=(" + "1" * 40 + "x)) m", r"expected ')'", 10),
        ("float64([1, 2]] m", r"expected ')'", 14),
        ("(1+2j m", r"expected ')'", 7),
        ("(1+2) m", "expected a complex number", 1),
        ("Decimal(x) m", "expected a decimal", 8),
        ("[1] 3 m", "expected a unit", 3),
        ("[1] ^2 m", "expected a unit", 3),
        ("nan^2", "expected a number in front", 0),
        ("nanometre", "expected a number in front", 0),
        ("infinity m", "expected a number in front", 0),
        ("[" * 70 + "1" + "]" * 70 + " m", "no array has the shape", 0),
        ("float64([], shape=(0, 99999999999999999999)) m", "no array has the shape", 0),
        ("int(0x" + "9" * 5 + "z) m", "expected an integer", 4),
    ],
)
def test_the_place_of_what_is_wrong(text, reason, place):
    with pytest.raises(UnitParseError) as caught:
        parse_quantity(text)
    assert reason in caught.value.reason
    assert caught.value.position == place


@given(st.text("[](),. 0123456789-+ejxnaifTrueslotm64shape=", max_size=40))
def test_no_text_raises_anything_else(text):
    with suppress(UnitParseError):
        parse_quantity(text)


def test_long_arrays_are_read_in_one_pass():
    q = Quantity(np.arange(100_000.0).reshape(100, -1), "m")
    np.testing.assert_array_equal(parse_quantity(q.to_text()).mantissa, q.mantissa)
    with pytest.raises(UnitParseError, match="beside a number"):
        parse_quantity("[1, " * 50_000)


def test_a_library_without_the_dtype():
    jax = pytest.importorskip("jax")
    with pytest.raises(BackendError, match="float32 of the float64"):
        parse_quantity("float64([0.1]) m", backend="jax")
    assert isinstance(parse_quantity("float32([0.1]) m", backend="jax").mantissa, jax.Array)
    assert parse_quantity("0.1 m", backend="jax").mantissa == 0.1
    with pytest.raises(BackendError, match="bogus"):
        parse_quantity("1 m", backend="bogus")
