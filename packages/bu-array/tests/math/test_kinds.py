"""What kind of number each element is, against numpy's answers: bare, whatever the unit."""

import numpy as np
import pytest
from array_checks import array, check, quantity

from bu_array import Quantity, math

SPECIAL = np.array([[-7.5, -0.0, 0.0, 1e3], [np.nan, np.inf, -np.inf, 0.5]])
COMPLEX = np.array(
    [[1 + 2j, -3j, 4.0, 0.0], [complex(np.nan, 0), complex(0, np.nan), complex(np.inf, 1), 1j]]
)
OF_ALL = ["isnan", "isinf", "isfinite", "isreal", "iscomplex"]
OF_REAL = ["isposinf", "isneginf"]
SHAPES = [(), (0,), (1,), (2, 2, 2)]
no_complex = pytest.mark.skip_backend("ndonnx", reason="ndonnx has no complex numbers")


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("name", OF_ALL + OF_REAL)
def test_of_real_numbers(backend, name, dtype):
    function, reference = getattr(math, name), getattr(np, name)
    for shape in SHAPES:
        x = np.resize(SPECIAL.astype(dtype), shape)
        for unit in ("mV", "percent", "1"):
            for _ in range(2):  # the long way, then the short one
                check(function(quantity(backend, x, unit)), backend, reference(x))
        check(function(array(backend, x)), backend, reference(x))


@no_complex
@pytest.mark.parametrize("name", OF_ALL)
def test_of_complex_numbers(backend, name):
    expected = getattr(np, name)(COMPLEX)
    check(getattr(math, name)(quantity(backend, COMPLEX, "mV")), backend, expected)
    check(getattr(math, name)(array(backend, COMPLEX)), backend, expected)


@no_complex
@pytest.mark.parametrize("name", OF_REAL)
def test_infinite_complex_numbers_have_no_sign(backend, name):
    for x in (array(backend, COMPLEX), quantity(backend, COMPLEX, "mV")):
        with pytest.raises(TypeError, match=f"{name} takes real numbers; use isinf"):
            getattr(math, name)(x)


@pytest.mark.parametrize("name", OF_ALL)
def test_of_whole_numbers(backend, name):
    x = np.array([1, 0, -2])
    check(getattr(math, name)(quantity(backend, x, "m")), backend, getattr(np, name)(x))


def test_of_points_on_a_scale(backend):
    degrees = quantity(backend, SPECIAL, "degC")
    for name in (*OF_ALL, *OF_REAL):
        check(getattr(math, name)(degrees), backend, getattr(np, name)(SPECIAL))


def test_by_dtype(backend):
    for x in (quantity(backend, [1.0], "m"), array(backend, [1]), quantity(backend, [True], "1")):
        assert math.iscomplexobj(x) is False
        assert math.isrealobj(x) is True


@no_complex
def test_by_complex_dtype(backend):
    for x in (quantity(backend, COMPLEX, "m"), array(backend, [1 + 0j]), quantity(backend, [0j], "1")):
        assert math.iscomplexobj(x) is True  # also where no imaginary part is
        assert math.isrealobj(x) is False


def test_of_python_numbers():
    assert math.isnan(Quantity(float("nan"), "m"))
    assert not math.isnan(Quantity(1.0, "m"))
    assert math.isposinf(Quantity(float("inf"), "m"))
    assert math.isfinite(3.0)
