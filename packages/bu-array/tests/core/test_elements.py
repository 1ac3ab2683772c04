"""Functions of the elements of arrays of objects, which numpy asks for methods."""

import math as python
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest

from bu_array import Quantity, math
from bu_array.core import elements
from bu_units import Unit

D, F = Decimal, Fraction


@pytest.mark.parametrize(
    "name, x, expected",
    [
        ("sqrt", D(4), D(2)),
        ("log", D(1), D(0)),
        ("log10", D(100), D(2)),
        ("exp", D(0), D(1)),
        ("sqrt", F(1, 4), 0.5),
        ("sin", F(1, 2), python.sin(0.5)),
        ("exp2", 3, 8.0),
    ],
)
def test_functions_of_one_number(name, x, expected):
    found = elements.function_of(name, x)
    assert (type(found), found) == (type(expected), expected)


@pytest.mark.parametrize("name", ["sin", "cosh", "cbrt", "log2"])
def test_a_function_that_decimals_have_not(name):
    with pytest.raises(TypeError, match=rf"{name} of Decimal: such numbers have no such function.*astype"):
        elements.function_of(name, D(1))


def test_functions_of_mpmath():
    mpmath = pytest.importorskip("mpmath")
    for name in ("sin", "log2", "exp2", "asinh", "cbrt"):
        found = elements.function_of(name, mpmath.mpf("0.5"))
        assert float(found) == pytest.approx(
            float(getattr(np, name.replace("asinh", "arcsinh"))(0.5)), rel=1e-14
        )
    assert np.arctan2(mpmath.mpf(1) * Unit("m"), mpmath.mpf(1) * Unit("m")) == mpmath.pi / 4
    assert math.rad2deg(mpmath.pi * Unit("rad")) == pytest.approx(180.0)


def test_levels_by_steps():
    for x, expected in ((D(0), D("-Infinity")), (F(0), -python.inf)):
        assert Quantity(x, "mW").to("dBm").mantissa == expected
    assert Quantity(D(-1), "mW").to("dBm").mantissa.is_nan()
    assert Quantity(F(100), "mW").to("dBm").mantissa == pytest.approx(20.0)
    assert Quantity(np.array([D(3), D(0)]), "dBm").to("dBW").mantissa.tolist() == [D(-27), D(-30)]


def test_tests_and_signs():
    q = Quantity(np.array([D("NaN"), D("Infinity"), D(-1)]), "m")
    for _ in range(2):
        assert math.isnan(q).tolist() == [True, False, False]
        assert math.isinf(q).tolist() == [False, True, False]
        assert math.isfinite(q).tolist() == [False, False, True]
    assert math.sign(Quantity(D(-2), "m")) == -1
    assert math.nansum(Quantity(np.array([D("NaN"), D(1)]), "m")).mantissa == 1
    assert math.nanmean(Quantity(np.array([D("NaN"), D(1)]), "m")).mantissa == 1


def test_statistics():
    q = Quantity(np.array([F(1), F(2), F(4)]), "m")
    assert math.var(q).mantissa == F(14, 9)
    assert math.var(q, ddof=1).mantissa == F(7, 3)
    assert math.std(q).mantissa == pytest.approx((14 / 9) ** 0.5)
    assert math.hypot(Quantity(D(3), "m"), Quantity(D(400), "cm")).mantissa == 5


def test_divisions():
    mpmath = pytest.importorskip("mpmath")
    x, y = np.array([mpmath.mpf(7), mpmath.mpf(-7)]), mpmath.mpf(2)
    assert elements.floor_divided(x, y).tolist() == [3, -4]
    assert math.floor_divide(Quantity(x, "m"), y).mantissa.tolist() == [3, -4]
    assert math.fmod(Quantity(np.array([D(-7)]), "m"), D(2)).mantissa.tolist() == [-1]
    with pytest.raises(TypeError):
        elements.floor_divided("a", 2)
