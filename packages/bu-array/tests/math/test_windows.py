"""Windows against numpy's, on every backend."""

import numpy as np
import pytest
from array_checks import array, check, values

from bu_array import Quantity, math
from bu_dispatch import using_backend
from bu_units import Unit

NAMES = ["bartlett", "blackman", "hamming", "hanning"]


@pytest.mark.parametrize("M", [-1, 0, 1, 2, 5, 64])
@pytest.mark.parametrize("name", NAMES)
def test_values(backend, name, M):
    expected = getattr(np, name)(M)
    with using_backend(backend.name):
        result = getattr(math, name)(M)
        default = values(backend.xp.asarray(0.0)).dtype
    check(result, backend, expected.astype(default), rtol=1e-7 if default == "float32" else 1e-12, atol=1e-17)


@pytest.mark.parametrize("M", [0, 1, 2, 5, 64])
@pytest.mark.parametrize("beta", [0, 3.0, 14])
def test_kaiser(backend, M, beta):
    with using_backend(backend.name):
        result = math.kaiser(M, beta)
        default = values(backend.xp.asarray(0.0)).dtype
        expected = np.kaiser(M, beta).astype(default)
        check(result, backend, expected, rtol=1e-7 if default == "float32" else 1e-12)
        check(math.kaiser(M, Quantity(100 * beta, "percent")), backend, expected, rtol=1e-6)


@pytest.mark.parametrize("M", [0, 1, 6])
def test_kaiser_of_an_array(backend, M):
    if backend.name in ("ndonnx", "array_api_strict"):
        with pytest.raises(TypeError, match=f"i0 is not available on the {backend.name} backend"):
            math.kaiser(M, array(backend, 8.5))
        return
    result = math.kaiser(M, array(backend, 8.5))
    if backend.name == "numpy":  # an array without axes is no scalar of numpy's
        assert isinstance(result, np.ndarray)
    check(result, backend, np.kaiser(M, 8.5), rtol=1e-9)
    check(math.kaiser(M, array(backend, 8.5, "float32")), backend, np.kaiser(M, 8.5).astype("f4"))


def test_kaiser_under_jit():
    jax = pytest.importorskip("jax")
    found = jax.jit(lambda beta: math.kaiser(9, beta))(8.0)
    np.testing.assert_allclose(found, np.kaiser(9, 8.0), rtol=1e-5)
    slope = jax.grad(lambda beta: math.kaiser(9, beta)[2])(8.0)
    step = (np.kaiser(9, 8.001)[2] - np.kaiser(9, 7.999)[2]) / 0.002
    np.testing.assert_allclose(slope, step, rtol=1e-3)


def test_kaiser_keeps_gradients_of_torch():
    torch = pytest.importorskip("torch")
    beta = torch.tensor(8.0, requires_grad=True)
    math.kaiser(9, beta)[2].backward()
    step = (np.kaiser(9, 8.001)[2] - np.kaiser(9, 7.999)[2]) / 0.002
    np.testing.assert_allclose(beta.grad.item(), step, rtol=1e-3)


@pytest.mark.parametrize("name", NAMES)
def test_wrong_arguments(name):
    function = getattr(math, name)
    with pytest.raises(TypeError):
        function(2.5)
    with pytest.raises(TypeError, match="unexpected keyword argument"):
        function(4, sym=True)
    with pytest.raises(TypeError, match="beta takes no unit, got one in mV"):
        math.kaiser(4, Quantity(1.0, Unit("mV")))
