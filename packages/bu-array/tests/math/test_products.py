"""Sums of products, against numpy's results, on every backend."""

import numpy as np
import pytest
from array_checks import array, check, quantity, values

from bu_array import Quantity, math
from bu_dispatch import BackendError

RNG = np.random.default_rng(2)
A, B = (RNG.normal(size=shape) for shape in ((2, 3), (3, 4)))
V, W = RNG.normal(size=3), RNG.normal(size=3)
S = RNG.normal(size=(5, 2, 3))


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("a, b", [(A, B), (V, W), (A, V), (V, B), (S, B)], ids=["mm", "vv", "mv", "vm", "sm"])
def test_matmul_and_dot(backend, a, b, dtype):
    a, b = a.astype(dtype), b.astype(dtype)
    volt, ampere = quantity(backend, a, "mV"), quantity(backend, b, "nA")
    close = {"atol": 1e-5 if dtype == "float32" else 1e-13}
    for result in (math.matmul(volt, ampere), volt @ ampere, math.matmul(volt, ampere)):
        check(result, backend, a @ b, "pW", **close)
    check(math.matmul(volt.mantissa, ampere), backend, a @ b, "nA", **close)
    check(volt @ ampere.mantissa, backend, a @ b, "mV", **close)
    if backend.name != "array_api_strict":  # its arrays leave no operand to others
        check(volt.mantissa @ ampere, backend, a @ b, "nA", **close)
    check(math.dot(volt, ampere), backend, np.dot(a, b), "pW", **close)
    check(volt.dot(ampere), backend, np.dot(a, b), "pW", **close)


def test_dot_of_numbers(backend):
    q = quantity(backend, A, "m")
    check(math.dot(q, Quantity(2.0, "s")), backend, A * 2, "m s")
    check(math.dot(Quantity(2.0, "s"), q), backend, A * 2, "m s")
    check(math.dot(q, quantity(backend, 2.0, "km")), backend, A * 2, "km m")


def test_where_the_dimension_cancels(backend):
    q, r = quantity(backend, V, "ms"), quantity(backend, W, "kHz")
    for result in (math.dot(q, r), math.vecdot(q, r), math.matmul(q, r), math.tensordot(q, r, 1)):
        check(result, backend, V @ W, atol=1e-15)
    check(math.dot(q, quantity(backend, W, "Hz")), backend, V @ W * 1e-3, atol=1e-15)


def test_outer(backend):
    q, r = quantity(backend, V, "mV"), quantity(backend, W, "nA")
    check(math.outer(q, r), backend, np.outer(V, W), "pW")
    check(q.outer(r), backend, np.outer(V, W), "pW")
    check(math.outer(quantity(backend, A, "mV"), r), backend, np.outer(A, W), "pW")


def test_vecdot(backend):
    q, r = quantity(backend, A, "mV"), quantity(backend, A + 1, "nA")
    check(math.vecdot(q, r), backend, np.vecdot(A, A + 1), "pW", atol=1e-14)
    if backend.name != "array_api_strict":  # the standard counts the axis from the end only
        check(math.vecdot(q, r, axis=0), backend, np.vecdot(A, A + 1, axis=0), "pW", atol=1e-14)


@pytest.mark.skip_backend("ndonnx", reason="ndonnx has no complex numbers")
def test_vecdot_conjugates_the_first(backend):
    a, b = V + 1j * W, W - 2j * V
    check(
        math.vecdot(quantity(backend, a, "V"), quantity(backend, b, "A")),
        backend,
        np.vecdot(a, b),
        "W",
        rtol=1e-12,
    )


@pytest.mark.parametrize("axes", [0, 1, 2, ((1,), (0,)), ((0, 1), (0, 1)), ((-1,), (-2,))])
def test_tensordot(backend, axes):
    a, b = A, (A if axes in (2, ((0, 1), (0, 1))) else B)
    q, r = quantity(backend, a, "mV"), quantity(backend, b, "nA")
    check(math.tensordot(q, r, axes), backend, np.tensordot(a, b, axes), "pW", atol=1e-14)
    check(math.tensordot(q, r, axes=axes), backend, np.tensordot(a, b, axes), "pW", atol=1e-14)


def test_bare_arrays_give_bare_arrays(backend):
    a, b = array(backend, A), array(backend, B)
    check(math.matmul(a, b), backend, A @ B, atol=1e-14)
    check(math.dot(a, b), backend, A @ B, atol=1e-14)


@pytest.mark.parametrize(
    "name, operands",
    [
        *((name, ("m", "v")) for name in ("matmul", "dot", "inner")),
        *((name, ("v", "v")) for name in ("vdot", "vecdot")),
        ("tensordot", ("m", "m")),
    ],
)
def test_options_of_jax(backend, name, operands):
    data = {"m": np.arange(9.0, dtype=np.float32).reshape(3, 3), "v": np.array([1.0, 2.0, 4.0], np.float32)}
    a, b = (quantity(backend, data[key], "mV") for key in operands)
    if backend.name != "jax":
        with pytest.raises(BackendError, match=f"{name}: precision= and .* options of jax"):
            getattr(math, name)(a, b, precision="highest")
        return
    expected = getattr(math, name)(a, b)
    result = getattr(math, name)(a, b, precision="highest", preferred_element_type="float64")
    check(result, backend, values(expected).astype(np.float64), "mV^2", rtol=1e-6)


def test_chains_take_the_precision_of_jax(backend):
    a = quantity(backend, np.eye(3), "mV")
    if backend.name == "jax":
        check(math.multi_dot([a, a, a], precision="highest"), backend, np.eye(3), "mV^3")
    else:
        with pytest.raises(BackendError, match="multi_dot: precision= and"):
            math.multi_dot([a, a, a], precision="highest")


def test_outer_writes_into_no_array(backend):
    q = quantity(backend, np.arange(3.0), "mV")
    with pytest.raises(TypeError, match="outer writes into no array"):
        math.outer(q, q, out=q)


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_a_number_takes_the_dtype_of_the_other(backend, dtype):
    a = A.astype(dtype)
    q = quantity(backend, a, "mV")
    check(math.outer(q, 2.0), backend, np.outer(a, np.full((), 2, dtype)), "mV")
    check(math.outer(Quantity(2.0, "s"), q), backend, np.outer(np.full((), 2, dtype), a), "mWb")
    check(math.kron(q, Quantity(2.0, "s")), backend, 2 * a, "mWb")
    check(math.kron(3, q.mantissa), backend, 3 * a)
    check(math.vdot(quantity(backend, [2.0], "mV", dtype), 3), backend, np.full((), 6, dtype), "mV")


def test_tensordot_over_an_axis_of_each(backend):
    q = quantity(backend, A, "mV")
    check(math.tensordot(q, q, (0, 0)), backend, np.tensordot(A, A, (0, 0)), "mV^2", atol=1e-14)
    check(math.tensordot(q, q, (-1, [1])), backend, np.tensordot(A, A, (-1, 1)), "mV^2", atol=1e-14)
