"""Operators between columns: those of quantities."""

import operator as o

import numpy as np
import pytest

pd = pytest.importorskip("pandas")

import interop_names as u  # noqa: E402 - without pandas there is nothing here

V = np.array([1.0, 2.0, 3.0])


@pytest.fixture
def s():
    return pd.Series(V, index=list("abc"), name="x")


def test_equality_is_by_element(s):
    assert list(s * u.mV == 2 * u.mV) == [False, True, False]
    assert list(2 * u.mV == s * u.mV) == [False, True, False]
    assert list(s == 2 * u.mV) == [False] * 3
    assert list(s * u.mV != 2 * u.s) == [True] * 3


@pytest.mark.parametrize("operator", ["+", "-", "<", ">="])
def test_columns_of_one_dimension(s, operator):
    compute = {"+": o.add, "-": o.sub, "<": o.lt, ">=": o.ge}[operator]
    found = compute(s * u.m, s * u.km)
    expected = compute(s * 1.0, s * 1000.0)
    numbers = found if found.dtype == bool else found.bu.to("m").bu.quantity.mantissa
    np.testing.assert_allclose(
        np.asarray(numbers, dtype=float), np.asarray(expected, dtype=float), rtol=1e-15
    )


def test_another_dimension_is_refused_with_both_units(s):
    with pytest.raises(u.UnitMismatchError, match="units are m and s"):
        s * u.m + s * u.s


def test_products_have_the_unit_of_the_product(s):
    assert str(((s * u.m) / (s * u.s)).dtype) == "quantity[m / s]"
    assert str(((s * u.m) ** 2).dtype) == "quantity[m^2]"
