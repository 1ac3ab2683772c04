"""A statistic of a column has the unit that the function of brainunit.math has."""

import numpy as np
import pytest

pd = pytest.importorskip("pandas")

import interop_names as u  # noqa: E402 - without pandas there is nothing here

from bu_array import math  # noqa: E402 - as above

V = np.array([1.0, 2.0, 3.0])


@pytest.fixture
def s():
    return pd.Series(V, index=list("abc"), name="x")


@pytest.mark.parametrize("name", ["sum", "mean", "median", "min", "max", "std", "var"])
def test_units(s, name):
    q = u.Quantity(V, "mV")
    found = getattr(s * u.mV, name)()
    options = {"ddof": 1} if name in ("std", "var") else {}
    expected = getattr(math, name)(q, **options)
    assert found.unit == expected.unit
    np.testing.assert_allclose(found.mantissa, expected.mantissa, rtol=1e-15)


def test_a_product_counts_what_is_there(s):
    assert str((s * u.m).prod()) == "6. m^3"
