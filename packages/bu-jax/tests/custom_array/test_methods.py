"""Methods are the functions of those names, bare where what is held is bare."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from held_arrays import LENGTHS, Held, State, V, X, check

from bu_array import Quantity, math
from bu_jax.custom_array import CustomArray, maybe_custom_array
from bu_units import Unit

# Name of the method, its arguments, the function of brainunit.math that says the same.
METHODS = {
    **dict.fromkeys(
        ("abs", "absolute", "all", "any", "argmax", "argmin", "argsort", "conj", "conjugate"), ()
    ),
    **dict.fromkeys(("cumsum", "diagonal", "flatten", "max", "mean", "min", "ptp", "ravel", "sort"), ()),
    **dict.fromkeys(("squeeze", "std", "sum", "trace", "transpose", "var"), ()),
    "argpartition": (1,),
    "clip": (1.5, 3.5),
    "expand_dims": (0,),
    "repeat": (2,),
    "round": (1,),
    "split": (3, 1),
    "swapaxes": (0, 1),
    "take": (jnp.array([1, 0]),),
    "tile": (2,),
    "reshape": ((3, 2),),
}


@pytest.mark.parametrize("name", METHODS)
def test_methods_are_the_functions(name):
    arguments = METHODS[name]
    function = getattr(math, {"flatten": "ravel"}.get(name, name))
    # Truth has no unit, and bounds are numbers here.
    for data in (X,) if name in ("all", "any", "clip") else (X, LENGTHS):
        result, expected = getattr(Held(data), name)(*arguments), function(data, *arguments)
        assert jax.tree.structure(result) == jax.tree.structure(expected)
        for found, wanted in zip(jax.tree.leaves(result), jax.tree.leaves(expected), strict=True):
            np.testing.assert_array_equal(found, wanted)


@pytest.mark.parametrize(
    "name", ["arccos", "arcsin", "arctan", "cos", "cosh", "cumprod", "prod", "sin", "sinh", "tan", "tanh"]
)
def test_methods_of_pure_numbers(name):
    check(getattr(Held(X / 8), name)(), getattr(jnp, name)(X / 8))
    if hasattr(CustomArray, name + "_"):
        state = State(X / 8)
        assert getattr(state, name + "_")() is state
        check(state.data, getattr(jnp, name)(X / 8))
        assert len(state.values) == 2


def test_methods_with_options():
    held = Held(LENGTHS)
    check(held.sum(axis=1, keepdims=True), X.sum(1, keepdims=True), "m")
    check(held.mean(0), X.mean(0), "m")
    check(held.var(ddof=1), X.var(ddof=1), "m^2")
    check(held.argsort(axis=0), jnp.argsort(X, axis=0))
    check(held.sort(axis=0), jnp.sort(X, axis=0), "m")
    check(held.reshape(3, 2), X.reshape(3, 2), "m")
    check(held.reshape(-1), X.reshape(-1), "m")
    check(held.transpose(1, 0), X.T, "m")
    check(held.ravel(order="C"), X.ravel(), "m")
    check(held.compress(jnp.array([True, False]), axis=0), X[:1], "m")
    check(held.clip(Quantity(1.5, "m"), Quantity(0.0035, "km")), X.clip(1.5, 3.5), "m")
    check(held.clamp(max_data=Held(Quantity(2.0, "m"))), X.clip(max=2.0), "m")
    check(held.dot(V), X @ V, "m")
    check(held.outer(V), jnp.outer(X, V), "m")
    check(held.mul(V), X * V, "m")
    check(held.multiply(Held(V)), X * V, "m")
    check(held.pow(2), X**2, "m^2")
    check(held.prod(), X.prod(), "m^6")
    check(Held(Quantity(jnp.array([1.0, 2.0, 4.0]), "m")).searchsorted(Quantity(3.0, "m")), 2)
    check(held.nonzero()[0], X.nonzero()[0])
    check(Held(jnp.array([1, 0])).choose([V[:2], V[1:]]), jnp.array([1.0, 1.0]))


def test_properties():
    held = Held(LENGTHS)
    assert (held.shape, held.ndim, held.size, held.itemsize, held.nbytes) == ((2, 3), 2, 6, 4, 24)
    assert held.dtype == jnp.float32
    check(held.T, X.T, "m")
    check(held.mT, X.T, "m")
    check(Held(X + 2j).real, X)
    check(Held(X + 2j).imag, X * 0 + 2)


def test_casts_and_copies():
    for held, unit in ((Held(X), None), (Held(LENGTHS), "m")):
        for name, dtype in (("half", "float16"), ("float", "float32"), ("int", "int32"), ("bool", "bool")):
            result = getattr(held, name)()
            check(result, X.astype(dtype), None if name == "bool" else unit)  # whether it is not 0
            assert result.dtype == dtype
        assert held.astype(np.float16).dtype == "float16"
        for copied in (held.copy(), held.clone()):
            check(copied, X, unit)
            assert maybe_custom_array(copied) is not held.data
        assert isinstance(math.split(held, 2)[0], type(held.data))
        check(held.view(3, 2), X.reshape(3, 2), unit)
        check(held.byteswap(), np.asarray(X).byteswap(), unit)
        check(held.expand(2, -1, 3), jnp.broadcast_to(X, (2, 2, 3)), unit)
        check(held.expand_as(jnp.ones((4, 2, 3))), jnp.broadcast_to(X, (4, 2, 3)), unit)
        check(held.unsqueeze(1), X[:, None], unit)
    with jax.enable_x64(True):
        assert Held(X).double().dtype == "float64"
        assert Held(X).long().dtype == "int64"
    assert Held(jnp.array([1, 2])).view(dtype="float32").dtype == "float32"
    with pytest.raises(ValueError, match="expand"):
        Held(X).expand(-1, 2, 3)
    swapped = Held(X)
    check(swapped.byteswap(inplace=True), swapped.data)


def test_other_libraries():
    assert type(Held(X).numpy()) is np.ndarray
    assert Held(X).to_numpy("float16").dtype == np.float16
    assert isinstance(Held(np.ones(2)).to_jax(), jax.Array)
    result = Held(LENGTHS).to_numpy()
    assert type(result.mantissa) is np.ndarray
    assert result.unit == Unit("m")
    assert Held(X).tolist() == X.tolist()
    assert Held(X).item(2) == 2.0
    assert str(Held(LENGTHS).item(0)) == "4. m"


def test_addr():
    check(Held(X).addr(V[:2], V, beta=2.0, alpha=3.0), 2 * X + 3 * jnp.outer(V[:2], V))
    left, right = Quantity(V[:2], "m"), Held(V)
    check(Held(LENGTHS).addr(left, right), X + jnp.outer(V[:2], V), "m")
