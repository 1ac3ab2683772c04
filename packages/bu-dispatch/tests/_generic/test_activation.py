"""Activations on the standard alone, against their plain formulas in double precision."""

import math
from functools import partial

import numpy as np
import pytest
from dispatch_checks import values

from bu_dispatch import convert
from bu_dispatch._generic import activation

pytestmark = pytest.mark.skip_backend(
    "jax",
    "ndonnx",
    reason="each call makes a program: seconds; bu_array's tests have these functions on them",
)

X = np.array([-40.0, -3.5, -1.0, -0.75, -1e-4, 0.0, 1e-4, 0.5, 1.0, 2.5, 6.0, 7.25, 40.0])


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def negative(x, below):
    """`x`, and what `below` makes of it where it is negative."""
    return np.where(x > 0, x, below(np.minimum(x, 0)))


FORMULAS = {
    "relu": lambda x: np.maximum(x, 0),
    "relu6": lambda x: np.clip(x, 0, 6),
    "leaky_relu": lambda x: negative(x, lambda x: 0.01 * x),
    "sigmoid": sigmoid,
    "softplus": lambda x: np.log1p(np.exp(x)),
    "sparse_plus": lambda x: np.where(x <= -1, 0, np.where(x < 1, (x + 1) ** 2 / 4, x)),
    "sparse_sigmoid": lambda x: np.clip((x + 1) / 2, 0, 1),
    "soft_sign": lambda x: x / (1 + abs(x)),
    "silu": lambda x: x * sigmoid(x),
    "log_sigmoid": lambda x: -np.log1p(np.exp(-x)),
    "hard_sigmoid": lambda x: np.clip(x + 3, 0, 6) / 6,
    "hard_silu": lambda x: x * np.clip(x + 3, 0, 6) / 6,
    "hard_tanh": lambda x: np.clip(x, -1, 1),
    "elu": lambda x: negative(x, np.expm1),
    "celu": lambda x: negative(x, np.expm1),
    "selu": lambda x: 1.0507009873554805 * negative(x, lambda x: 1.6732632423543772 * np.expm1(x)),
    "gelu": lambda x: x / 2 * (1 + np.tanh(math.sqrt(2 / math.pi) * (x + 0.044715 * x**3))),
    "squareplus": lambda x: (x + np.sqrt(x * x + 4)) / 2,
    "mish": lambda x: x * np.tanh(np.log1p(np.exp(x))),
}
OTHERWISE = {"glu", "erfc"}


def test_every_activation_has_its_formula():
    assert {function.__name__ for function in activation.GENERIC} == {*FORMULAS} | OTHERWISE


def test_each_is_its_formula(backend):
    """The generic one and the library's own, in single precision."""
    x = X.astype("float32")
    for name, formula in FORMULAS.items():
        for function in (getattr(backend.xp, name), partial(getattr(activation, name), backend.xp)):
            result = values(function(convert(x, backend)))
            assert result.dtype == np.float32, name
            np.testing.assert_allclose(result, formula(x.astype(float)), 4e-6, 3e-7, err_msg=name)


def test_nothing_overflows(backend):
    x = convert(np.array([-1e4, 1e4], "float32"), backend)
    for name, ends in {"sigmoid": [0, 1], "softplus": [0, 1e4], "log_sigmoid": [-1e4, 0]}.items():
        assert values(getattr(activation, name)(backend.xp, x)).tolist() == ends, name


def test_the_parameter(backend):
    x = convert(np.array([-1.5, 3.0], "float32"), backend)
    below = {"elu": 2 * math.expm1(-1.5), "celu": 2 * math.expm1(-0.75), "leaky_relu": -3.0}
    for name, expected in below.items():
        result = values(getattr(activation, name)(backend.xp, x, 2.0))
        np.testing.assert_allclose(result, [expected, 3], rtol=1e-6, err_msg=name)


def test_erfc_to_a_few_units_in_the_last_place(backend):
    numbers = np.linspace(-6, 26.5, 400)
    result = values(activation.erfc(backend.xp, convert(numbers, backend)))
    expected = np.array([math.erfc(x) for x in numbers.astype(float)])
    np.testing.assert_allclose(result, expected, rtol=20 * np.finfo(numbers.dtype).eps)
    ends = convert(np.array([-np.inf, np.inf, np.nan], numbers.dtype), backend)
    np.testing.assert_array_equal(values(activation.erfc(backend.xp, ends)), [2, 0, np.nan])


def test_gelu_without_the_approximation(backend):
    x = X.astype("float32")
    expected = [0.5 * v * math.erfc(-v / math.sqrt(2)) for v in x.astype(float)]
    np.testing.assert_allclose(
        values(activation.gelu(backend.xp, convert(x, backend), False)), expected, rtol=5e-6, atol=1e-37
    )


def test_glu(backend):
    x = np.arange(16, dtype="float32").reshape(2, 4, 2) / 10
    for axis in (0, 1, -1):
        first, second = np.split(x, 2, axis)
        result = values(activation.glu(backend.xp, convert(x, backend), axis))
        np.testing.assert_allclose(result, first * sigmoid(second), rtol=1e-6)
