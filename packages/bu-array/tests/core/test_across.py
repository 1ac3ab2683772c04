"""Mantissas across dimensions: one factor in their own precision, the refusal in the words asked for."""

from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from array_checks import array, values

from bu_array.core import across
from bu_units import Unit, UnitMismatchError
from bu_units.equivalencies import light_travel_time, spectral

NM, PER_CM, THZ, METRE, SECOND = map(Unit, ("nm", "cm^-1", "THz", "m", "s"))


def test_one_factor(backend):
    x = array(backend, [1.0, 2.0], "float32")
    result = across(x, METRE, SECOND, light_travel_time(), None)
    assert backend.owns(type(result))
    assert result.dtype == x.dtype
    np.testing.assert_allclose(values(result), np.array([1.0, 2.0]) / 299792458, rtol=1e-6)


def test_a_reciprocal(backend):
    result = across(array(backend, [400.0, 800.0]), NM, PER_CM, spectral(), None)
    np.testing.assert_allclose(values(result), [25000.0, 12500.0], rtol=1e-6)


def test_python_numbers_stay_python_numbers():
    assert across(500.0, NM, THZ, [spectral()], None) == 599.584916
    assert type(across(2, METRE, SECOND, light_travel_time(), None)) is float


def test_a_factor_beyond_half_precision():
    result = across(np.array([400.0], np.float16), NM, PER_CM, spectral(), None)
    assert result.dtype == np.float16
    np.testing.assert_allclose(result, [25000.0], rtol=2e-3)


@pytest.mark.parametrize("given", [(), spectral()])
def test_the_refusal(given):
    with pytest.raises(UnitMismatchError, match="a length, please"):
        across(1.0, Unit("kg"), METRE, given, "a length, please")
    with pytest.raises(UnitMismatchError, match="Cannot convert a quantity in kg to m"):
        across(1.0, Unit("kg"), METRE, given, None)


@pytest.mark.filterwarnings("ignore:divide by zero")  # numpy's, as of an array
@pytest.mark.parametrize("zero", [0, 0.0, -0.0, np.float64(0.0), np.array([0.0])])
def test_zero_below_is_infinite_as_in_numpy(zero):
    result = across(zero, NM, THZ, spectral(), None)
    with np.errstate(divide="ignore"):
        assert result == 1.0 / np.float64(zero if np.ndim(zero) == 0 else zero[0])
    assert isinstance(zero, (np.ndarray, np.generic)) or type(result) is float


@pytest.mark.parametrize("zero", [0j, Decimal(0), Fraction(0)])
def test_zero_below_of_numbers_without_infinity(zero):
    with pytest.raises(ZeroDivisionError, match=f"a {type(zero).__name__} of zero has no reciprocal"):
        across(zero, NM, THZ, spectral(), None)
