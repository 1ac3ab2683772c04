"""Functions of elements, and the libraries' own ones of these names, against numpy's results."""

import numpy as np
import pytest
from dispatch_checks import values

from bu_dispatch import convert
from bu_dispatch._generic import elementwise

ROOTS = [0.0, -0.0, 1.0, -8.0, 27.0, 1e-30, -1e30, 64.0, np.inf, -np.inf]


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_cbrt(backend, dtype):
    if backend.name == "jax" and dtype == "float64":
        pytest.skip("jax has no float64 unless it is enabled")
    x = np.array(ROOTS, dtype)
    for cbrt in (backend.xp.cbrt, lambda x: elementwise.cbrt(backend.xp, x)):
        result = values(cbrt(convert(x, backend)))
        assert result.dtype == x.dtype
        np.testing.assert_array_max_ulp(result, np.cbrt(x), maxulp=4 if backend.name == "jax" else 2)
        assert np.isnan(values(cbrt(convert(np.array([np.nan], dtype), backend)))).all()


def test_cbrt_of_integers(backend):
    np.testing.assert_allclose(values(backend.xp.cbrt(backend.asarray([-8, 0, 27]))), [-2, 0, 3], rtol=1e-6)


@pytest.mark.parametrize("name", ["cumsum", "cumprod"])
@pytest.mark.parametrize("axis", [None, 0, 1, -1])
def test_cumulative(backend, name, axis):
    x = np.array([[1.5, -2.0, 3.0], [0.5, 4.0, -1.25]], np.float32)
    result = values(getattr(backend.xp, name)(convert(x, backend), axis=axis))
    np.testing.assert_allclose(result, getattr(np, name)(x, axis=axis))


@pytest.mark.parametrize("axis", [0, 1, None])
def test_concatenate(backend, axis):
    x = np.arange(6.0, dtype=np.float32).reshape(2, 3)
    result = values(backend.xp.concatenate([convert(x, backend), convert(-x, backend)], axis=axis))
    np.testing.assert_array_equal(result, np.concatenate([x, -x], axis=axis))


@pytest.mark.parametrize("exponent", [2, 0.5, -1.0])
def test_power(backend, exponent):
    x = np.array([1.0, 2.0, 4.0], np.float32)
    xp = backend.xp
    np.testing.assert_allclose(values(xp.power(convert(x, backend), exponent)), x**exponent, rtol=1e-6)
    np.testing.assert_allclose(values(xp.power(exponent + 2.0, convert(x, backend))), (exponent + 2.0) ** x)


SPECIAL = np.array([0.0, -0.0, 1.0, -1.5, 1.0 + 1e-6, np.inf, -np.inf, np.nan, 1e-9], np.float32)


@pytest.mark.parametrize("equal_nan", [False, True])
def test_isclose(backend, equal_nan):
    isclose = backend.xp.isclose
    a, b = np.meshgrid(SPECIAL, SPECIAL)
    options = {"rtol": 1e-5, "atol": 1e-8, "equal_nan": equal_nan}
    result = values(isclose(convert(a, backend), convert(b, backend), **options))
    np.testing.assert_array_equal(result, np.isclose(a, b, **options))
    for number in (1.0, 0, float("inf"), float("nan")):
        result = values(isclose(convert(SPECIAL, backend), number, **options))
        np.testing.assert_array_equal(result, np.isclose(SPECIAL, number, **options))


def test_isclose_of_unlike_dtypes(backend):
    isclose, asarray = backend.xp.isclose, backend.asarray
    x = asarray([0, 5, 7], dtype="uint8")
    for y in (asarray([1, 5, 7], dtype="int32"), asarray([1.0, 5.0, 7.0], dtype="float32")):
        try:
            backend.xp.result_type(x, y)
        except TypeError:  # the standard mixes no integers with floats, and a library may refuse it
            with pytest.raises(TypeError):
                isclose(x, y)
            continue
        assert values(isclose(x, y)).tolist() == [False, True, True]
    assert values(isclose(x, 5)).tolist() == [False, True, False]
