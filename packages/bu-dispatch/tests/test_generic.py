"""Generic functions, and the libraries' deviations, against numpy's results."""

import numpy as np
import pytest

from bu_dispatch import backend_of, convert, get_backend
from bu_dispatch._generic import elementwise

pytestmark = pytest.mark.filterwarnings("error")

ROOTS = [0.0, -0.0, 1.0, -8.0, 27.0, 1e-30, -1e30, 64.0, np.inf, -np.inf]


def values(x):
    record = backend_of(x)
    return np.asarray(x.compute() if record.name == "dask" else record.to_numpy(x))


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


@pytest.mark.parametrize("name", ["hypot", "copysign", "atan2"])
def test_two_coordinates(backend, name):
    finite = SPECIAL[~np.isnan(SPECIAL)]
    a, b = np.meshgrid(finite, finite)
    function = {"atan2": np.arctan2}.get(name) or getattr(np, name)
    result = values(getattr(backend.xp, name)(convert(a, backend), convert(b, backend)))
    np.testing.assert_allclose(result, function(a, b), rtol=1e-6)
    np.testing.assert_array_equal(np.signbit(result), np.signbit(function(a, b)))
    for number in (2.0, -2):
        result = values(getattr(backend.xp, name)(convert(finite, backend), number))
        np.testing.assert_allclose(result, function(finite, np.float32(number)), rtol=1e-6)


def test_hypot_does_not_overflow(backend):
    x = convert(np.array([3e30], np.float32), backend)
    y = convert(np.array([4e30], np.float32), backend)
    np.testing.assert_allclose(values(backend.xp.hypot(x, y)), [5e30], rtol=1e-6)


@pytest.mark.parametrize("rows, columns, k", [(3, None, 0), (2, 3, 1), (3, 2, -1), (2, 2, 5)])
def test_eye(backend, rows, columns, k):
    result = backend.xp.eye(rows, columns, k=k, dtype=backend.dtype("float32"))
    np.testing.assert_array_equal(values(result), np.eye(rows, columns, k=k))


def test_cumulative_prod_with_initial(backend):
    x = np.array([[1.5, -2.0, 3.0], [0.5, 4.0, -1.25]], np.float32)
    result = values(backend.xp.cumulative_prod(convert(x, backend), axis=1, include_initial=True))
    np.testing.assert_allclose(result, np.cumulative_prod(x, axis=1, include_initial=True))


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


def test_torch_takes_integers_as_floats():
    torch = pytest.importorskip("torch")
    xp, x = get_backend("torch").xp, torch.tensor([2, 7])
    for name in ("hypot", "logaddexp", "nextafter"):
        found = getattr(xp, name)(x, torch.tensor([1.5, 3.0]))
        np.testing.assert_allclose(found, getattr(np, name)([2, 7], np.array([1.5, 3.0])), rtol=1e-6)
    np.testing.assert_allclose(xp.frexp(x)[0], [0.5, 0.875])
