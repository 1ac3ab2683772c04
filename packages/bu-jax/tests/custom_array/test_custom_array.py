"""CustomArray: what a subclass holds is what operators, methods and functions see."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from held_arrays import LENGTHS, SQUARE, Held, State, V, X, check

import bu_array
import bu_array.fft
import bu_array.linalg
from bu_array import Quantity, math
from bu_dispatch import BackendError, get_backend
from bu_jax import autograd, lax
from bu_jax.custom_array import CustomArray, maybe_custom_array, maybe_custom_array_tree
from bu_units import Unit, UnitMismatchError

# ---------------------------------------------------------------- operators


# ---------------------------------------------------------------- numpy and jax


def test_pytrees():
    held = Held(LENGTHS)
    leaves, structure = jax.tree.flatten(held)
    assert leaves[0] is X
    assert isinstance(jax.tree.unflatten(structure, leaves), Held)
    found = jax.jit(lambda h: Held(h * h.sum()))(held)
    assert isinstance(found, Held)
    check(found.data, X * X.sum(), "m^2")
    check(autograd.grad(lambda x: math.sum(Held(x) * Held(x)))(LENGTHS), 2 * X, "m")
    check(jax.vmap(lambda row: Held(row).sum() * Held(row))(LENGTHS), X.sum(1)[:, None] * X, "m^2")


def test_maybe_custom_array():
    assert maybe_custom_array(Held(X)) is X
    assert maybe_custom_array(Held(Held(X))) is X
    assert maybe_custom_array(LENGTHS) is LENGTHS
    assert maybe_custom_array("text") == "text"
    tree = maybe_custom_array_tree({"a": Held(X), "b": [LENGTHS, State(LENGTHS), 3]})
    assert tree["a"] is X
    assert tree["b"][0] is LENGTHS
    assert tree["b"][1] is LENGTHS
    assert tree["b"][2] == 3


# ---------------------------------------------------------------- methods


# ---------------------------------------------------------------- functions


def test_functions_take_custom_arrays():
    held = Held(LENGTHS)
    check(math.sum(held), X.sum(), "m")
    check(math.sqrt(held), jnp.sqrt(X), "m^0.5")
    check(math.add(held, Quantity(X, "km")), X + 1000 * X, "m")
    check(math.where(Held(X > 2), held, 0), jnp.where(X > 2, X, 0), "m")
    check(math.concatenate([held, LENGTHS, State(LENGTHS)]), jnp.concatenate([X] * 3), "m")
    check(math.asarray([Held(jnp.float32(1.0)), 2.0]), [1.0, 2.0])
    check(math.asarray([Held(Quantity(1.0, "m")), Quantity(2.0, "m")]), [1.0, 2.0], "m")
    check(math.clip(held, Held(Quantity(2.0, "m")), None), X.clip(2.0), "m")
    check(math.einsum("ij,j->i", held, Held(V)), X @ V, "m")
    check(math.maximum(held, Held(jnp.zeros((2, 3)))), X, "m")
    check(math.zeros_like(held), X * 0, "m")
    check(lax.mul(held, held), X * X, "m^2")
    with pytest.raises(TypeError):
        math.sin(held)


@pytest.mark.parametrize("kind", [Held, State])
def test_functions_of_numpy(kind):
    for data, unit in ((X, None), (LENGTHS, "m"), (Quantity(np.asarray(X), "m"), "m")):
        held = kind(data)
        check(np.mean(held), X.mean(), unit)
        check(np.sum(held, axis=0), X.sum(0), unit)
        check(np.concatenate([held, held]), jnp.concatenate([X, X]), unit)
        assert np.shape(held) == X.shape
    assert np.array_equal(kind(LENGTHS), kind(LENGTHS))
    with pytest.raises(UnitMismatchError):
        np.concatenate([kind(LENGTHS), kind(Quantity(X, "s"))])


@pytest.mark.parametrize("name", ["numpy", "torch"])
def test_data_of_other_libraries(name):
    record = get_backend(name)
    if not record.usable():
        pytest.skip(f"{name} is not usable")
    array = record.asarray([1.0, 2.0])
    held = Held(Quantity(array, "m"))
    assert held.sum().backend == name
    assert (held * held).backend == name
    assert math.sqrt(held).backend == name
    assert type(Held(array).cumsum()) is type(array)
    held[0] = 7.0 * Unit("m")
    assert held.tolist()[0].mantissa == 7.0
    with pytest.raises(BackendError, match=f"got {name}-backed Quantity"):
        lax.neg(held)


def outcome(function, arguments):
    """Return what a function gives, or None where it takes other arguments."""
    try:
        return function(*arguments)
    except (TypeError, ValueError, IndexError, UnitMismatchError):
        return None


# Functions of no array, of pytrees, or that ask for a protocol of another library.
NOT_OF_ARRAYS = {"finfo", "from_dlpack", "stop_gradient", "tree_ones_like", "tree_zeros_like"}


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize(
    "module, least",  # so many functions take a matrix or two; the others are not asked
    [(math, 272), (bu_array.linalg, 31), (bu_array.fft, 16), (lax, 83)],
    ids=["math", "linalg", "fft", "lax"],
)
def test_every_function_takes_them(module, least):
    asked = set()
    for name in set(module.__all__) - NOT_OF_ARRAYS:
        function = getattr(module, name)
        if isinstance(function, type) or not callable(function):
            continue
        for x in (Quantity(SQUARE, "mV"), SQUARE):
            for count in (1, 2):
                expected = outcome(function, [x] * count)
                takes_an_option = name in ("celu", "elu", "leaky_relu", "squareplus") and count == 2
                if expected is None or takes_an_option:
                    continue
                result = function(*[Held(x)] * count)
                asked.add(name)
                assert jax.tree.structure(result) == jax.tree.structure(expected), name
                for found, wanted in zip(jax.tree.leaves(result), jax.tree.leaves(expected), strict=True):
                    np.testing.assert_array_equal(np.asarray(found), np.asarray(wanted), err_msg=name)
    assert len(asked) >= least


def test_the_public_names():
    u = pytest.importorskip("brainunit")  # the facade is above this package, which is tested without it too

    assert u.CustomArray is CustomArray
    assert u.maybe_custom_array is maybe_custom_array
    assert u.maybe_custom_array_tree is maybe_custom_array_tree
    check(u.math.sum(Held(3 * u.mV)), 3, "mV")
