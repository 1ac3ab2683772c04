"""Operators and Python's protocols act on what is held."""

import operator

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from held_arrays import LENGTHS, Held, State, V, X, check

import bu_array
import bu_array.fft
import bu_array.linalg
from bu_array import Quantity
from bu_units import DimensionMismatchError, Unit, UnitMismatchError

BINARY = ["add", "sub", "mul", "truediv", "floordiv", "mod", "pow", "lt", "le", "gt", "ge", "eq", "ne"]


@pytest.mark.parametrize("make", [Held, State])
@pytest.mark.parametrize("name", BINARY)
def test_operators_on_arrays(name, make):
    apply = getattr(operator, name)
    check(apply(make(X), 2.0), apply(X, 2.0))
    check(apply(2.0, make(X)), apply(2.0, X))
    check(apply(make(X), V), apply(X, V))
    check(apply(X, make(V)), apply(X, V))
    check(apply(make(X), make(V)), apply(X, V))


@pytest.mark.parametrize("name", ["and_", "or_", "xor", "lshift", "rshift"])
def test_operators_on_bits(name):
    apply, x, y = getattr(operator, name), jnp.array([5, 6]), jnp.array([1, 2])
    check(apply(Held(x), y), apply(x, y))
    check(apply(x, Held(y)), apply(x, y))
    check(apply(Held(x), 1), apply(x, 1))
    check(apply(1, Held(x)), apply(1, x))
    check(~Held(x), ~x)


def test_quantities_and_custom_arrays():
    held, lengths = Held(X), Held(LENGTHS)
    check(LENGTHS * held, X * X, "m")
    check(held * LENGTHS, X * X, "m")
    check(lengths * LENGTHS, X * X, "m^2")
    check(LENGTHS + lengths, X + X, "m")
    check(lengths + Quantity(X, "km"), X + X * 1000, "m")
    check(LENGTHS - lengths, X - X, "m")
    check(LENGTHS / lengths, X / X)
    check(lengths**2, X**2, "m^2")
    check(LENGTHS ** Held(2), X**2, "m^2")
    check(held * Unit("s"), X, "s")
    check(lengths / Unit("s"), X, "m / s")
    check(operator.eq(LENGTHS, lengths), X == X)
    check(lengths < Quantity(X, "km"), X < X * 1000)
    check(lengths == Quantity(X, "s"), X != X)
    with pytest.raises(UnitMismatchError):
        lengths + Quantity(X, "s")
    with pytest.raises(UnitMismatchError):
        LENGTHS + held
    check(LENGTHS + Held(jnp.zeros(3)), X, "m")


def test_a_bare_array_meets_a_quantity_inside():
    check(V * Held(LENGTHS), V * X, "m")
    check(np.asarray(V) * Held(LENGTHS), V * X, "m")
    check(np.asarray(V) * Held(X), V * X)
    check(np.asarray(V) < Held(X), V < X)
    assert isinstance(np.asarray(V) * Held(X), jax.Array)


def test_the_unit_inside_is_seen():
    x = Held(jnp.ones(2) * Unit("mV"))
    assert bu_array.get_unit(x) is Unit("mV")
    assert bu_array.get_dim(x) is Unit("V").dim
    assert bu_array.get_mantissa(x) is x.data.mantissa
    assert not bu_array.is_dimensionless(x)
    assert (Unit("V") * x).unit == Unit("V * mV")
    assert (Unit("ms") * x).unit == Unit("ms * mV")
    plain = Held(jnp.ones(2))
    assert bu_array.get_mantissa(plain) is plain
    assert bu_array.maybe_decimal(plain) is plain
    assert bu_array.maybe_decimal(Held(50.0 * Unit("percent"))) == 0.5
    with pytest.raises(DimensionMismatchError):
        bu_array.fail_for_dimension_mismatch(x, Held(jnp.ones(2) * Unit("ms")))


def test_matmul_and_the_rest():
    check(Held(X) @ V, X @ V)
    check(X @ Held(V), X @ V)
    check(Held(LENGTHS) @ Quantity(V, "m"), X @ V, "m^2")
    check(Quantity(X, "m") @ Held(V), X @ V, "m")
    check(-Held(X), -X)
    check(+Held(LENGTHS), X, "m")
    check(abs(Held(-X)), X)
    check(round(Held(X * 1.26), 1), jnp.round(X * 1.26, 1))
    quotient, rest = divmod(Held(X), 2)
    check(quotient, X // 2)
    check(rest, X % 2)
    check(divmod(7.0, Held(X))[1], 7.0 % X)


def test_elements():
    held = Held(LENGTHS)
    check(held[0], X[0], "m")
    check(held[Held(jnp.array([1, 0]))], X[jnp.array([1, 0])], "m")
    check(held[Held(1), 2], X[1, 2], "m")
    held[0] = Quantity(jnp.array([1.0, 2.0, 3.0]), "km")
    check(held.data, X.at[0].set(jnp.array([1000.0, 2000.0, 3000.0])), "m")
    check(LENGTHS, X, "m")
    bare = State(X)
    bare[1, 0] = Held(7.0)
    check(bare.data, X.at[1, 0].set(7))
    with pytest.raises(UnitMismatchError):
        bare[0] = Quantity(1.0, "m")
    assert len(bare) == 2
    for row, expected in zip(Held(X), X, strict=True):
        check(row, expected)


def test_numpy_arrays_change_in_place():
    array = np.zeros(3)
    held = Held(array)
    held[1] = 2.0
    held.fill(3.0)
    assert held.data is array
    np.testing.assert_array_equal(array, [3, 3, 3])


def test_pythons_protocols():
    assert bool(Held(jnp.array(True)))
    assert int(Held(jnp.array(3))) == 3
    assert float(Held(jnp.array(3.5))) == 3.5
    assert complex(Held(jnp.array(3.5))) == 3.5
    assert [10, 20][Held(jnp.array(1))] == 20
    assert Held(jnp.array(31)).__hex__() == "0x1f"
    assert Held(jnp.array(8)).__oct__() == "0o10"
    assert str(Held(Quantity(3, "mV"))) == "3 mV"
    assert repr(Held(Quantity(3, "mV"))) == 'Held(Quantity(3, "mV"))'
    assert f"{Held(Quantity(3.0, 'mV')):.2f}" == "3.00 mV"
    held = Held(X)
    assert {held: 1}[held] == 1
    assert len({held, Held(X)}) == 2


def test_jax_functions():
    check(jnp.sin(Held(X)), jnp.sin(X))
    check(jnp.asarray(State(X)), X)
    check(jnp.asarray(Held(np.asarray(X))), X)
    assert not hasattr(Held(LENGTHS), "__jax_array__")
    with pytest.raises(TypeError):
        jnp.sin(Held(LENGTHS))


def test_numpy_functions():
    np.testing.assert_allclose(np.sin(Held(X)), np.sin(X), rtol=1e-6)
    assert np.asarray(Held(X), dtype=np.float16).dtype == np.float16
    assert np.array(Held(np.ones(2)), copy=True).tolist() == [1, 1]
    with pytest.raises(TypeError, match="would lose the unit"):
        np.asarray(Held(LENGTHS))
