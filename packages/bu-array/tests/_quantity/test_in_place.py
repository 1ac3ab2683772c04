"""Operators in place: who sees the change, and what an error leaves as it was."""

import operator

import numpy as np
import pytest
from array_checks import array, check, quantity, values

from bu_array import Quantity
from bu_dispatch import get_backend
from bu_units import Unit, UnitMismatchError

X = np.array([1.0, 2.0, -3.0])


def writes(backend):
    """Whether ``x += y`` writes into the array x; dask and ndonnx bind the name anew."""
    return backend.mutable and not backend.lazy


@pytest.mark.parametrize("number", [False, True])
def test_who_sees_the_change(backend, number):
    q = quantity(backend, X.copy(), "m")
    r, mantissa = q, q.mantissa
    r += Quantity(1.0, "km") if number else quantity(backend, X, "km")
    expected = X + 1000 if number else X + X * 1000
    check(r, backend, expected, "m")
    assert (r is q) == (q.mantissa is r.mantissa) == writes(backend)
    assert q.mantissa is mantissa
    check(q, backend, expected if writes(backend) else X, "m")


@pytest.mark.parametrize(
    "operate, by, expected",
    [
        (operator.isub, Quantity(100.0, "cm"), X - 1),
        (operator.imul, 2.0, X * 2),
        (operator.imul, Quantity(2.0), X * 2),
        (operator.itruediv, 2.0, X / 2),
        (operator.ifloordiv, 2.0, X // 2),
        (operator.imod, 2.0, X % 2),
        (operator.iadd, 0, X),
    ],
)
def test_the_unit_stays(backend, operate, by, expected):
    q = quantity(backend, X.copy(), "m")
    result = operate(q, by)
    check(result, backend, expected, "m")
    assert (result is q) == writes(backend)


def test_another_unit_is_another_quantity(backend):
    q = quantity(backend, X.copy(), "m")
    for operate, by, expected, unit in (
        (operator.imul, Unit("s"), X, "m s"),
        (operator.imul, Quantity(2.0, "s"), X * 2, "m s"),
        (operator.itruediv, Quantity(2.0, "s"), X / 2, "m / s"),
        (operator.itruediv, Unit("s"), X, "m / s"),
        (operator.itruediv, Quantity(2.0, "m"), X / 2, None),
        (operator.ifloordiv, Quantity(2.0, "m"), X // 2, None),
        (operator.ipow, 2, X**2, "m^2"),
    ):
        result = operate(q, by)
        check(result, backend, expected, unit)
        assert result is not q
        check(q, backend, X, "m")


def test_a_pure_number_stays_a_quantity(backend):
    q = Quantity(array(backend, X.copy()))
    result = operator.imul(q, 2)
    check(result, backend, X * 2, "1")
    assert (result is q) == writes(backend)


def test_one_after_the_other(backend):
    y = np.array([4.0, -0.5, 8.0])
    q = quantity(backend, X.copy(), "m")
    q += quantity(backend, X, "km")
    q *= 2
    q -= quantity(backend, X, "m")
    q /= quantity(backend, y, "s")
    check(q, backend, (X * 1001 * 2 - X) / y, "m / s")


def test_an_error_leaves_it_as_it_was(backend):
    q = quantity(backend, X.copy(), "m")
    for operate in (operator.iadd, operator.isub):
        for wrong in (1.0, Quantity(1.0, "s")):
            with pytest.raises(UnitMismatchError):
                operate(q, wrong)
    with pytest.raises(TypeError):
        q += "a"
    check(q, backend, X, "m")


def test_bits(backend):
    bits = np.array([6, 12])
    for operate in (operator.iand, operator.ior, operator.ixor, operator.ilshift, operator.irshift):
        q = Quantity(array(backend, bits.copy()))
        check(
            operate(q, Quantity(array(backend, [3, 1]))), backend, operate(bits.copy(), np.array([3, 1])), "1"
        )
    q = Quantity(array(backend, bits))
    check(q << 1, backend, bits << 1)
    check(q >> 1, backend, bits >> 1)
    if backend.name != "array_api_strict":
        check(array(backend, [1, 1]) << Quantity(array(backend, [3, 1])), backend, np.array([8, 2]))
        check(array(backend, bits) >> Quantity(array(backend, [1, 1])), backend, bits >> 1)
    with pytest.raises(TypeError, match="dimensionless"):
        quantity(backend, bits, "m") << 1


def test_matmul(backend):
    if backend.name in ("dask", "ndonnx"):
        pytest.skip("see test_operate")
    x = np.eye(2) * 2
    q = quantity(backend, x.copy(), "m")
    q @= array(backend, x)
    check(q, backend, x @ x, "m")


def test_the_array_stays_in_its_library():
    torch = pytest.importorskip("torch")
    q = Quantity(np.ones(2), "m")
    r = q
    r += Quantity(torch.ones(2), "km")
    assert r is q
    check(q, get_backend("numpy"), [1001.0, 1001.0], "m", dtype=False)


def test_what_is_not_known_yet_makes_a_new_quantity():
    jax = pytest.importorskip("jax")

    def f(x):
        q = r = Quantity(np.zeros(2), "m")
        r += Quantity(x, "km")
        assert r is not q
        return r

    assert values(jax.jit(f)(jax.numpy.ones(2))).tolist() == [1000.0, 1000.0]


def test_integers_take_no_fractions():
    q = Quantity(np.array([1, 2]), "m")
    with pytest.raises(TypeError, match=r"add: 1\.5 m does not fit int64") as error:
        q += Quantity(1.5, "m")
    assert isinstance(error.value, ValueError)
    assert q.mantissa.tolist() == [1, 2]
    q += Quantity(2, "km")
    q -= Quantity([100.0, 200.0], "cm")
    assert q.mantissa.tolist() == [2000, 2000]
    assert q.dtype == np.int64


def test_a_view_changes_what_it_is_a_view_of():
    q = Quantity(np.zeros(3), "m")
    part = q[1:]
    part += Quantity(1.0, "m")
    assert q.mantissa.tolist() == [0.0, 1.0, 1.0]


def test_python_numbers_and_scales():
    q = r = Quantity(3, "m")
    r += Quantity(1, "m")
    assert (q.mantissa, r.mantissa) == (3, 4)
    t = Quantity(np.array([20.0]), "degC")
    t += Quantity(5.0, "delta_degC")
    assert t.mantissa.tolist() == [25.0]
    assert str(t.unit) == "degC"


def test_python_2s_names(backend):
    q = quantity(backend, X, "m")
    check(q.__div__(2), backend, X / 2, "m")
    check(q.__rdiv__(2), backend, 2 / X, "1 / m")
    check(quantity(backend, X.copy(), "m").__idiv__(2.0), backend, X / 2, "m")


def test_gradients_pass():
    torch = pytest.importorskip("torch")
    x = torch.ones(2, requires_grad=True)
    q = Quantity(x, "m") * 1.0
    q *= 3
    q.sum().mantissa.backward()
    assert x.grad.tolist() == [3.0, 3.0]


def test_within_jit():
    jax = pytest.importorskip("jax")

    @jax.jit
    def f(q):
        q += Quantity(1.0, "km")
        q *= Unit("s")
        return q

    result = f(Quantity(jax.numpy.ones(2), "m"))
    assert values(result).tolist() == [1001.0, 1001.0]
    assert result.unit == Unit("m s")


@pytest.mark.slow
def test_torch_compile_without_a_break():
    torch = pytest.importorskip("torch")
    kilometre = Quantity(1.0, "km")

    def f(q):
        r = q[1:] + q.at[0].set(kilometre)[:2]
        r += kilometre
        r *= 2
        return r

    q = Quantity(torch.ones(3), "m")
    expected = f(q)
    torch._dynamo.reset()
    try:
        result = torch.compile(f, fullgraph=True, backend="eager")(q)
    finally:
        torch._dynamo.reset()
    assert result.mantissa.tolist() == expected.mantissa.tolist() == [4002.0, 2004.0]
    assert result.unit is q.unit
