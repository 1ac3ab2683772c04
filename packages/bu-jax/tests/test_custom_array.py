"""CustomArray: what a subclass holds is what operators, methods and functions see."""

import operator

import jax
import jax.numpy as jnp
import numpy as np
import pytest

import bu_array
import bu_array.fft
import bu_array.linalg
from bu_array import Quantity, math
from bu_dispatch import BackendError, get_backend
from bu_jax import autograd, lax
from bu_jax.custom_array import CustomArray, maybe_custom_array, maybe_custom_array_tree
from bu_units import DimensionMismatchError, Unit, UnitMismatchError

X = jnp.array([[4.0, 1.0, 2.0], [1.0, 3.0, 5.0]])
V = jnp.array([3.0, 1.0, 2.0])
SQUARE = jnp.array([[4.0, 1.0], [1.0, 3.0]])
LENGTHS = Quantity(X, "m")


@jax.tree_util.register_pytree_node_class
class Held(CustomArray):
    """A subclass with an attribute."""

    def __init__(self, data):
        self.data = data


class State(CustomArray):
    """A subclass with a property, which sees each new value."""

    def __init__(self, value):
        self.values = [value]

    @property
    def data(self):
        return self.values[-1]

    @data.setter
    def data(self, value):
        self.values.append(value)


def check(result, expected, unit=None):
    assert not isinstance(result, CustomArray)
    if unit is None:
        assert not isinstance(result, Quantity)
    else:
        assert result.unit == Unit(unit)
        result = result.mantissa
    np.testing.assert_allclose(result, expected, rtol=1e-6)


# ---------------------------------------------------------------- operators

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


@pytest.mark.parametrize("make", [Held, State])
def test_in_place(make):
    held = same = make(X)
    held += 1
    held *= make(jnp.float32(2.0))
    held -= jnp.ones(3)
    held /= 4
    assert held is same
    check(held.data, ((X + 1) * 2 - 1) / 4)
    held **= 2
    held //= 1
    held %= 3
    held @= jnp.ones((3, 2))
    check(held.data, (((((X + 1) * 2 - 1) / 4) ** 2 // 1) % 3) @ jnp.ones((3, 2)))
    bits = Held(jnp.array([5, 6]))
    bits &= 7
    bits |= 8
    bits ^= 1
    bits <<= 2
    bits >>= 1
    check(bits.data, ((((jnp.array([5, 6]) & 7) | 8) ^ 1) << 2) >> 1)
    lengths = make(LENGTHS)
    lengths *= Quantity(2.0, "s")
    check(lengths.data, X * 2, "m s")
    check(LENGTHS, X, "m")


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


# ---------------------------------------------------------------- numpy and jax


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
            check(result, X.astype(dtype), unit)
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


def test_methods_in_place():
    state = State(LENGTHS)
    state.fill(Quantity(2.0, "km"))
    check(state.data, jnp.full((2, 3), 2000.0), "m")
    state.put(jnp.array([0, 5]), Quantity(jnp.array([1.0, 2.0]), "m"))
    check(state.data, jnp.array([[1.0, 2000, 2000], [2000, 2000, 2]]), "m")
    state.resize((2, 2))
    check(state.data, jnp.array([[1.0, 2000], [2000, 2000]]), "m")
    assert state.clamp_(max_data=Quantity(1.5, "km")) is state
    check(state.data, jnp.array([[1.0, 1500], [1500, 1500]]), "m")
    assert state.zero_() is state
    check(state.data, jnp.zeros((2, 2)), "m")
    check(LENGTHS, X, "m")


def test_addr():
    check(Held(X).addr(V[:2], V, beta=2.0, alpha=3.0), 2 * X + 3 * jnp.outer(V[:2], V))
    left, right = Quantity(V[:2], "m"), Held(V)
    check(Held(LENGTHS).addr(left, right), X + jnp.outer(V[:2], V), "m")


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
