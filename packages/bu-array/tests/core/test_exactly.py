"""Algorithms for numbers that are objects: exact for fractions and decimals, refused where there is none."""

import itertools
import math as python
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest

from bu_array import Quantity, linalg, math
from bu_array.core import exactly
from bu_units import Unit

D, F = Decimal, Fraction
METHODS = (
    *("linear", "hazen", "weibull", "median_unbiased", "normal_unbiased", "interpolated_inverted_cdf"),
    *("lower", "higher", "midpoint", "nearest"),
)


def objects(*values, unit="m", shape=None):
    x = np.array(values, dtype=object)
    return Quantity(x if shape is None else x.reshape(shape), unit)


def hilbert(kind, size=6):
    """The matrix that floats cannot invert well: its inverse has integers up to 4,410,000."""
    return np.array([[kind(1) / kind(i + j + 1) for j in range(size)] for i in range(size)], dtype=object)


# ---------------------------------------------------------------- matrices


def test_an_inverse_is_exact():
    a = Quantity(hilbert(F), "m")
    inverse = linalg.inv(a)
    assert inverse.unit == Unit("1/m")
    assert all(isinstance(x, F) and x.denominator == 1 for x in inverse.mantissa.flat)
    assert (inverse @ a == np.eye(6, dtype=int)).all()
    assert linalg.det(a).mantissa == F(1, 186313420339200000)  # OEIS A005249
    assert (np.linalg.inv(a) == inverse).all()


def test_decimals_are_rounded_once():
    a = np.array([[D(3), D(1)], [D(1), D(2)]])
    assert linalg.inv(Quantity(a, "m")).mantissa.tolist() == [[D(2) / 5, D(-1) / 5], [D(-1) / 5, D(3) / 5]]
    x = linalg.solve(Quantity(a * 7, "m"), objects(D(1), D(1), unit="s"))
    assert x.unit == Unit("s/m")
    assert x.mantissa.tolist() == [D(1) / 35, D(2) / 35]


def test_stacks_vectors_and_integers():
    a = np.array([[[1, 2], [3, 4]], [[2, 0], [0, 2]]], dtype=object)
    assert linalg.det(Quantity(a, "m")).mantissa.tolist() == [-2, 4]
    assert type(linalg.det(Quantity(a, "m")).mantissa[0]) is int
    assert linalg.solve(Quantity(a, "m"), objects(1, 1)).tolist() == [[F(-1), F(1)], [F(1, 2), F(1, 2)]]
    assert linalg.matrix_power(Quantity(a[0], "m"), -1).mantissa.tolist() == [
        [F(-2), F(1)],
        [F(3, 2), F(-1, 2)],
    ]


def test_singular_matrices():
    a = Quantity(np.array([[F(1), F(2)], [F(2), F(4)]]), "m")
    assert linalg.det(a).mantissa == 0
    for function in (linalg.inv, lambda a: linalg.solve(a, a)):
        with pytest.raises(np.linalg.LinAlgError, match="Singular"):
            function(a)
    with pytest.raises(np.linalg.LinAlgError, match="square"):
        linalg.det(Quantity(np.array([[F(1), F(2)]]), "m"))


def test_other_numbers_compute_in_their_own_arithmetic():
    mpmath = pytest.importorskip("mpmath")
    with mpmath.workdps(50):
        a = np.array([[mpmath.mpf(x) for x in row] for row in hilbert(float)], dtype=object)
        rest = linalg.inv(Quantity(a, "m")) @ Quantity(a, "m") - np.eye(6, dtype=object)
        assert max(abs(x) for x in rest.flat) < mpmath.mpf("1e-40")
    uncertainties = pytest.importorskip("uncertainties")
    x = uncertainties.ufloat(2.0, 0.1)
    assert linalg.det(objects(x, 1.0, 1.0, x, shape=(2, 2))).mantissa.std_dev == pytest.approx(0.4)


@pytest.mark.parametrize("order, right", [(None, 5.0), (1, F(7)), (np.inf, F(4)), (-np.inf, F(3)), (0, 2)])
def test_norms(order, right):
    found = linalg.norm(objects(F(3), F(-4)), ord=order)
    assert (found.mantissa if order != 0 else found) == right
    assert linalg.vector_norm(objects(D(3), D(4))).mantissa == D(5)
    matrix = objects(F(1), F(-2), F(3), F(4), shape=(2, 2))
    assert [linalg.matrix_norm(matrix, ord=each).mantissa for each in (1, -1, np.inf, -np.inf)] == [
        6,
        4,
        7,
        3,
    ]


@pytest.mark.parametrize(
    "function",
    [
        *(linalg.svd, linalg.svdvals, linalg.eigh, linalg.eigvals, linalg.eigvalsh, linalg.qr, linalg.pinv),
        *(linalg.cholesky, linalg.cond, linalg.matrix_rank, lambda a: linalg.norm(a, ord=2)),
        *(lambda a: linalg.lstsq(a, a), lambda a: linalg.slogdet(a / Unit("m"))),
    ],
)
@pytest.mark.parametrize("number", [F, D])
def test_what_has_no_exact_algorithm_is_refused(function, number):
    with pytest.raises(
        TypeError, match=r"linalg\.\w+ of numbers that are objects .* no exact .*astype\(float\)"
    ):
        function(objects(number(2), number(1), number(1), number(2), shape=(2, 2)))


# ---------------------------------------------------------------- quantiles


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("number", [F, D])
def test_quantiles_are_those_of_floats(method, number):
    values = [3, 1, 4, 1, 5, 9, 2, 6]
    x = objects(*map(number, values), shape=(2, 4))
    for axis, keepdims in itertools.product((None, 0, 1, (0, 1)), (False, True)):
        options = {"axis": axis, "method": method, "keepdims": keepdims}
        right = math.quantile(
            Quantity(np.array(values, float).reshape(2, 4), "m"), [0.1, 0.5, 0.85], **options
        )
        found = math.quantile(x, [0.1, 0.5, 0.85], **options)
        assert found.shape == right.shape
        np.testing.assert_allclose(found.mantissa.astype(float), right.mantissa, rtol=1e-14)
        assert all(isinstance(each, number) for each in found.mantissa.flat)


def test_quantiles_are_exact():
    x = objects(F(1, 3), F(1, 2), F(5))
    for function, q in ((math.quantile, 0.3), (math.percentile, 30), (np.percentile, 30)):
        assert function(x, q).mantissa == F(13, 30)
    assert math.quantile(objects(D("1.1"), D("2.2"), D("4.4")), 0.3).mantissa == D("1.76")
    assert math.median(objects(F(1, 3), F(1, 2))).mantissa == F(5, 12)


def test_nan_among_decimals():
    x = objects(D("NaN"), D(1), D(2))
    assert math.quantile(x, 0.5).mantissa.is_nan()
    assert math.nanquantile(x, 0.5).mantissa == D("1.5")
    assert math.nanmedian(x).mantissa == D("1.5")
    assert python.isnan(math.nanmedian(objects(D("NaN"))).mantissa)
    with pytest.raises(ValueError, match="method must be one of"):
        math.quantile(objects(D(1)), 0.5, method="best")


# ---------------------------------------------------------------- lines and polynomials


def test_interpolation():
    points, values = objects(F(1), F(2), F(4)), objects(F(10), F(20), F(0), unit="s")
    found = math.interp(objects(F(0), F(1), F(4, 3), F(2), F(3), F(9)), points, values)
    assert found.unit == Unit("s")
    assert found.mantissa.tolist() == [10, 10, F(40, 3), 20, 10, 0]
    found = math.interp(
        objects(D("1.5"), D(9)), objects(D(1), D(2)), objects(D(1), D(2)), right=D(7) * Unit("m")
    )
    assert found.mantissa.tolist() == [D("1.5"), D(7)]
    assert math.interp(F(3, 2) * Unit("m"), points, values).mantissa == 15
    assert math.interp(objects(F(5, 2)), objects(F(0), F(1)), objects(F(0), F(3)), period=F(2) * Unit("m"))[
        0
    ].mantissa == F(3, 2)
    assert exactly.interpolated([F(1)], [F(1)], [F(3)], None, None).tolist() == [3]


def test_a_polynomial_through_points():
    x, y = objects(F(0), F(1), F(2), unit="s"), objects(F(1, 3), F(4, 3), F(13, 3))
    assert [each.mantissa for each in math.polyfit(x, y, 2)] == [F(1), F(0), F(1, 3)]
    slope, start = math.polyfit(
        objects(D(0), D(1), D(2), D(3)), objects(D(1), D(3), D(7), D("13.5"), unit="s"), 1
    )
    assert (slope.mantissa, start.mantissa) == (D("4.15"), D("-0.1"))
    weighted = math.polyfit(x, y, 1, w=np.array([F(1), F(1), F(0)]))
    assert [each.mantissa for each in weighted] == [F(1), F(1, 3)]
