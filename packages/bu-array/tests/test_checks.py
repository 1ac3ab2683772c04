"""Checks that raise, questions about objects."""

import numpy as np
import pytest
from array_checks import array, check, quantity

import bu_array as ba
from bu_array import Quantity
from bu_units import DIMENSIONLESS, UNITLESS, DimensionMismatchError, Unit, UnitMismatchError

M, KM, S = Unit("m"), Unit("km"), Unit("s")


def test_assert_quantity(backend):
    q = quantity(backend, [1.0, 2.0], "m")
    if backend.name == "dask":
        with pytest.raises(TypeError, match="compute"):
            ba.assert_quantity(q, [1.0, 2.0], M)
        return
    ba.assert_quantity(q, q.mantissa, M)
    ba.assert_quantity(q, [1.0, 2.0], "m")
    ba.assert_quantity(q, q)
    ba.assert_quantity(q.mantissa, np.array([1.0, 2.0]))
    ba.assert_quantity(Quantity(1.0, "Bq"), 1.0, Unit("Hz"))
    with pytest.raises(AssertionError, match="the unit is m, expected km"):
        ba.assert_quantity(q, q.mantissa, KM)
    with pytest.raises(AssertionError, match="the unit is m, expected 1"):
        ba.assert_quantity(q, q.mantissa)
    with pytest.raises(AssertionError, match="the mantissa is"):
        ba.assert_quantity(q, [1.0, 3.0], M)
    with pytest.raises(AssertionError, match="the shape is"):
        ba.assert_quantity(q, [1.0, 2.0, 3.0], M)


@pytest.mark.parametrize(
    "check_, error, first, second, none",
    [
        (ba.fail_for_dimension_mismatch, DimensionMismatchError, M.dim, S.dim, DIMENSIONLESS),
        (ba.fail_for_unit_mismatch, UnitMismatchError, M, S, UNITLESS),
    ],
)
def test_fail_for_mismatch(backend, check_, error, first, second, none):
    q, t = quantity(backend, [1.0], "m"), quantity(backend, [1.0], "s")
    assert check_(q, q) == (first, first)
    assert check_(q, Quantity(1, "km"))[1] in (KM, M.dim)
    assert check_(3) == (none, none)
    assert check_(q, 0)[1] is none
    with pytest.raises(error, match=r"are m and s\)\.$") as caught:
        check_(q, t)
    assert caught.value.args[1:] == (first, second)
    with pytest.raises(error, match=r"are m and 1\)|are m and Dim|are m and "):
        check_(q)
    with pytest.raises(error, match=r"^no sum of 7 and \[1"):
        check_(q, t, "no sum of {a} and {b}", a=7, b=[1])
    with pytest.raises(error, match=r"^no {braces}"):
        check_(q, t, "no {braces}")


def test_is_scalar_type(backend):
    assert ba.is_scalar_type(array(backend, 1.0))
    assert not ba.is_scalar_type(array(backend, [1.0]))
    assert not ba.is_scalar_type(quantity(backend, 1.0, "m"))
    assert ba.is_scalar_type(quantity(backend, 1.0, "1"))
    for x in (1, 1.0, 1j, np.float32(1), True):
        assert ba.is_scalar_type(x)
    for x in ("1", None, [1], np.str_("1")):
        assert not ba.is_scalar_type(x)


def test_texts_and_equality():
    assert ba.get_dim_for_display(Unit("m / s^2")) == "m s^-2"
    assert ba.get_dim_for_display(DIMENSIONLESS) == "1"
    assert ba.get_dim_for_display(Quantity(1, "kg")) == "kg"
    assert ba.is_unit_equal_math(Unit("Hz"), Unit("Bq"))
    assert not ba.is_unit_equal_math(M, KM)


def test_unit_scale_align_to_first(backend):
    a, b, zero = ba.unit_scale_align_to_first(
        quantity(backend, [1.0, 2.0], "m"), quantity(backend, [3.0, 4.0], "km"), 0
    )
    check(a, backend, [1.0, 2.0], "m")
    check(b, backend, [3000.0, 4000.0], "m")
    assert (zero.mantissa, zero.unit) == (0, M)
    assert ba.unit_scale_align_to_first() == []
    with pytest.raises(UnitMismatchError, match="unit_scale_align_to_first"):
        ba.unit_scale_align_to_first(Quantity(1, "m"), Quantity(1, "s"))
