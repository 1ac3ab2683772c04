"""ndonnx: functions that ONNX lacks or computes in single precision only."""

import numpy as np
import pytest

from bu_dispatch import get_backend


def test_cumulative_prod_of_unknown_length():
    ndx = pytest.importorskip("ndonnx")
    x = ndx.argument(shape=("N",), dtype=ndx.float64)
    with pytest.raises(AttributeError, match="along an axis of unknown length"):
        get_backend("ndonnx").xp.cumulative_prod(x)


def test_ndonnx_takes_integers_as_floats():
    pytest.importorskip("ndonnx")
    backend = get_backend("ndonnx")
    xp, whole = backend.xp, np.array([2, 7], "i4")
    x = backend.asarray(whole)
    for name in ("sqrt", "exp", "atan", "mean"):
        found = backend.to_numpy(getattr(xp, name)(x))
        np.testing.assert_allclose(found, getattr(np, name)(whole), rtol=1e-12)
    np.testing.assert_allclose(backend.to_numpy(xp.hypot(x, 2.5)), np.hypot(whole, 2.5))


NDONNX = get_backend("ndonnx")
POINTS = np.array([-40.0, -2.5, -1.0, -0.3, -1e-9, 0.0, 1e-9, 0.3, 1.0, 2.5, 40.0])


def found(name, *arrays, **options):
    """What a function of ndonnx gives for arrays of numpy."""
    pytest.importorskip("ndonnx")
    given = [NDONNX.asarray(x) if isinstance(x, np.ndarray) else x for x in arrays]
    return NDONNX.to_numpy(getattr(NDONNX.xp, name)(*given, **options))


def test_functions_in_double_precision():
    """onnxruntime computes them in single precision, or by formulas that cancel."""
    for name in "cos tan cosh sinh expm1 atan asinh".split():
        expected = getattr(np, {"atan": "arctan", "asinh": "arcsinh"}.get(name, name))(POINTS)
        np.testing.assert_allclose(found(name, POINTS), expected, rtol=1e-13, err_msg=name)
    inside = POINTS[abs(POINTS) < 1]
    for name, theirs in {"asin": "arcsin", "acos": "arccos", "atanh": "arctanh", "log1p": "log1p"}.items():
        np.testing.assert_allclose(found(name, inside), getattr(np, theirs)(inside), rtol=1e-13, err_msg=name)
    beyond = np.array([1.0, 1.0 + 1e-9, 2.0, 1e9, 1e300])
    np.testing.assert_allclose(found("acosh", beyond), np.arccosh(beyond), rtol=1e-13)


def test_the_sign_of_zero():
    x = np.array([-0.0, 0.0, -2.0, 3.0])
    assert found("signbit", x).tolist() == [True, False, True, False]
    assert np.signbit(found("copysign", np.abs(x), x)).tolist() == [True, False, True, False]
    np.testing.assert_array_equal(found("atan2", np.zeros(4), x), np.arctan2(np.zeros(4), x))
    np.testing.assert_array_equal(found("angle", x), np.angle(x))


def test_nothing_overflows_on_the_way():
    large = np.array([3e300, np.inf, 0.0])
    np.testing.assert_allclose(found("hypot", large, np.array([4e300, 1.0, 0.0])), [5e300, np.inf, 0.0])
    far = np.array([1000.0, -np.inf, np.inf])
    np.testing.assert_allclose(
        found("logaddexp", far, np.array([999.0, -np.inf, 1.0])), [1000.3132616875182, -np.inf, np.inf]
    )


def test_floor_division_takes_the_rest_off_first():
    x, y = np.array([1.0, -7.0, 5.0]), np.array([0.1, 2.0, np.inf])
    assert found("floor_divide", x, y).tolist() == np.floor_divide(x, y).tolist()
    assert found("floor_divide", np.array([-7, 7]), np.array([2, -2])).tolist() == [-4, -4]


def test_products_of_negative_numbers():
    x = np.array([[2.0, -3.0], [-1.0, 0.5]])
    np.testing.assert_array_equal(found("cumulative_prod", x, axis=1), np.cumprod(x, 1))
    with pytest.raises(ValueError, match="needs an axis"):
        found("cumulative_prod", x)


def test_what_onnx_has_nothing_like():
    with pytest.raises(AttributeError, match="nextafter is not available on the ndonnx backend"):
        found("nextafter", POINTS, POINTS)


def test_swapped_bytes_are_turned():
    assert found("abs", np.array([-1.0, 2.0]).astype(">f8")).tolist() == [1.0, 2.0]
