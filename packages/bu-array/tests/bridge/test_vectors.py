"""Vectors of trees of quantities on every library, traced and differentiated; what they refuse, and where."""

import dataclasses
import pickle
from typing import Any, NamedTuple

import numpy as np
import pytest
from array_checks import array, check, quantity
from hypothesis import given
from hypothesis import strategies as st

from bu_array import Quantity, ravel
from bu_array.bridge import Layout
from bu_dispatch import BackendError, using_backend
from bu_units import UNITLESS, Unit, UnitMismatchError

# Its text has no address, which would differ between the workers that collect the tests.
NO_NUMBER = type("object", (), {"__repr__": lambda self: "object()"})()


class Gates(NamedTuple):
    m: Any
    h: Any


@dataclasses.dataclass
class Cell:
    v: object
    gates: object
    name: str = "axon"


def state(backend):
    return {
        "v": quantity(backend, np.array([[-65.0, -64.0, 1.0], [2.0, 3.0, 4.0]]), "mV"),
        "cell": Cell(
            quantity(backend, np.array([1.0, 2.0]), "nA"), Gates(array(backend, np.array([0.5])), 0.25)
        ),
        "t": (Quantity(3.0, "ms"), 2),
    }


VECTOR = [1.0, 2.0, 0.5, 0.25, 3.0, 2.0, -65.0, -64.0, 1.0, 2.0, 3.0, 4.0]


def test_there_and_back(backend):
    tree = state(backend)
    vector, unravel = ravel(tree)
    check(vector, backend, np.array(VECTOR))
    made = unravel(vector)
    check(made["v"], backend, np.array([[-65.0, -64.0, 1.0], [2.0, 3.0, 4.0]]), "mV")
    check(made["cell"].v, backend, np.array([1.0, 2.0]), "nA")
    check(made["cell"].gates.m, backend, np.array([0.5]))
    check(made["t"][0], backend, np.array(3.0), "ms")
    assert made["cell"].name == "axon"
    check(unravel.ravel(made), backend, np.array(VECTOR))


def test_scales(backend):
    tree = {"v": quantity(backend, np.array([20.0, 30.0]), "mV"), "i": Quantity(4.0, "nA"), "m": 3.0}
    scales = {"v": Quantity(0.01, "V"), "i": Quantity(np.float64(2000.0), "pA"), "m": 1.5}
    vector, unravel = ravel(tree, scales)
    check(vector, backend, np.array([2.0, 2.0, 2.0, 3.0]))
    check(unravel(vector)["v"], backend, np.array([20.0, 30.0]), "mV")
    check(unravel(vector)["i"], backend, np.array(4.0), "nA")
    rates = unravel.per("s").ravel({"v": Quantity(1.0, "V/s"), "i": 0.0, "m": Quantity(3.0, "Hz")})
    check(rates, backend, np.array([0, 2.0, 100.0, 100.0]))


def test_a_scale_for_each_element():
    tree = Quantity(np.array([[1.0, 2.0], [3.0, 4.0]]), "m")
    vector, unravel = ravel(tree, Quantity(np.array([1.0, 2.0]), "cm"))
    assert vector.tolist() == [100.0, 100.0, 300.0, 200.0]
    assert unravel(np.stack([vector, vector], axis=1))[..., 1].tolist() == tree.tolist()
    assert unravel(np.stack([vector, vector]), axis=-1)[1].tolist() == tree.tolist()


def test_the_axis_of_a_part_stands_where_that_of_the_vector_was(backend):
    _, unravel = ravel(state(backend))
    times = np.arange(12.0 * 5).reshape(12, 5)
    last = unravel(array(backend, times))
    first = unravel(array(backend, times.T), axis=-1)
    middle = unravel(array(backend, np.stack([times, times])), axis=1)
    check(last["v"], backend, times[6:].reshape(2, 3, 5), "mV")
    check(first["v"], backend, times[6:].T.reshape(5, 2, 3), "mV")
    check(middle["v"], backend, np.stack([times[6:].reshape(2, 3, 5)] * 2), "mV")
    check(last["t"][0], backend, times[4], "ms")


def test_units_of_another_tree_are_converted(backend):
    layout = Layout.of({"a": Quantity(1.0, "mV"), "b": 1.0})
    vector = layout.ravel({"a": quantity(backend, np.array(2.0), "V"), "b": Quantity(5.0, "percent")})
    check(vector, backend, np.array([2000.0, 0.05]))
    check(layout.ravel({"a": 0, "b": array(backend, np.array(3.0))}), backend, np.array([0.0, 3.0]))


def test_the_quick_way_is_the_way():
    # What was converted once is converted at once from then on, to the same bits.
    layout = Layout.of({"a": Quantity(np.zeros(2), "mV"), "b": Quantity(0.0, "nA"), "c": 0.0})
    tree = {"a": Quantity(np.array([0.1, 0.7]), "uV"), "b": Quantity(3, "uA"), "c": Quantity(0.3, "percent")}
    first = layout.ravel(tree)
    assert first.tobytes() == layout.ravel(tree).tobytes()
    wanted = [*tree["a"].to_decimal("mV"), tree["b"].to_decimal("nA"), tree["c"].to_decimal()]
    assert first.tolist() == wanted
    assert layout.ravel({**tree, "c": np.float64(0.5)}).tolist() == [*wanted[:3], 0.5]
    with pytest.raises(UnitMismatchError):
        layout.ravel({**tree, "b": 3.0})
    assert layout.ravel({"a": np.zeros(2), "b": 0, "c": 1}).tolist() == [0, 0, 0, 1]


def test_no_memory_is_shared():
    held = np.array([1.0, 2.0])
    for tree in (Quantity(held, "mV"), [Quantity(held, "mV")], held, {"a": held, "b": 1.0}):
        vector, _ = ravel(tree)
        vector[...] = 7.0
    assert held.tolist() == [1.0, 2.0]


def test_dtypes(backend):
    if backend.name == "array_api_strict":
        pytest.skip("no two dtypes meet there")
    single = array(backend, np.array([1.0, 2.0], dtype="float32"))
    whole = array(backend, np.array([1, 2], dtype="int32"))
    assert str(ravel({"a": single, "b": 2.5, "c": 3})[0].dtype).endswith("float32")
    assert "float" in str(ravel({"a": whole, "b": 3})[0].dtype)
    if backend.name != "ndonnx":  # which has none
        assert "complex64" in str(ravel({"a": single, "b": 2.5j})[0].dtype)
    assert str(ravel({"a": single, "b": array(backend, np.array([1.0]))})[0].dtype).endswith("float64")


def test_numbers_alone():
    vector, unravel = ravel((1, Quantity(2, "s"), 2.5))
    assert type(vector) is np.ndarray
    assert vector.tolist() == [1.0, 2.0, 2.5]
    assert unravel(vector)[1] == Quantity(2.0, "s")
    assert ravel([1, 2j])[0].dtype == complex


def test_numbers_alone_with_a_default(backend):
    if backend.lazy:
        pytest.skip("no default of anyone who solves")
    with using_backend(backend.name):
        check(ravel((1.0, Quantity(2.0, "s")))[0], backend, np.array([1.0, 2.0]), dtype=False)


def test_numbers_alone_go_where_the_first_tree_was(backend):
    layout = Layout.of(quantity(backend, np.array([1.0, 2.0], dtype="float32"), "mV"))
    check(layout.ravel(Quantity(3, "V")), backend, np.array([3000.0, 3000.0], dtype="float32"))
    check(layout.per("s").ravel(0), backend, np.array([0.0, 0.0], dtype="float32"))


@pytest.mark.parametrize("tree", [{}, (), None, {"a": None, "b": []}])
def test_nothing_is_a_vector_of_nothing(tree):
    vector, unravel = ravel(tree)
    assert vector.shape == (0,)
    assert unravel(vector) == tree
    assert unravel.size == 0


def test_points_stay_on_their_scale():
    tree = {"t": Quantity(np.array([20.0, 30.0]), "degC"), "l": Quantity(3.0, "dBm")}
    vector, unravel = ravel(tree, {"t": Quantity(10.0, "K"), "l": Quantity(2.0, "dB")})
    assert vector.tolist() == [1.5, 2.0, 3.0]
    assert unravel(vector)["t"].unit is Unit("degC")
    assert unravel(vector)["t"].tolist() == tree["t"].tolist()
    assert unravel.ravel({"t": Quantity(303.15, "K"), "l": Quantity(1.0, "mW")}).tolist() == [0.0, 3.0, 3.0]
    rates = ravel({"t": tree["t"]})[1].per("min")
    assert rates.units == (Unit("delta_degC") / Unit("min"),)
    assert rates.ravel({"t": Quantity(np.array([1.0, 2.0]), "delta_degF/min")}) == pytest.approx(
        [5 / 9, 10 / 9]
    )
    with pytest.raises(UnitMismatchError):  # a rate is one of differences
        rates.ravel({"t": tree["t"]})


def test_a_rate_that_is_a_number():
    _, unravel = ravel({"t": Quantity(1.0, "ms"), "n": 1.0})
    rates = unravel.per("s")
    assert rates.ravel({"t": 0.5, "n": Quantity(2.0, "kHz")}).tolist() == [2000.0, 500.0]
    made = rates(np.array([2000.0, 500.0]))
    assert made["t"] == 0.5
    assert made["n"] == Quantity(2.0, "kHz")


# ---------------------------------------------------------------- traced, differentiated


def of_x(x, unit="m"):
    return {"x": Quantity(x, unit), "v": (Quantity(x[0], "m/s"), 3.0), "i": 2}


def test_jax_traces_and_differentiates():
    jax = pytest.importorskip("jax")
    with jax.enable_x64(True):
        x = jax.numpy.array([1.0, 2.0])
        vector, unravel = ravel(of_x(x))
        assert vector.tolist() == [2.0, 1.0, 3.0, 1.0, 2.0]
        assert jax.jit(lambda tree: ravel(tree)[0])(of_x(x)).tolist() == vector.tolist()
        assert jax.jit(unravel)(vector)["x"].mantissa.tolist() == [1.0, 2.0]
        assert jax.vmap(unravel)(jax.numpy.ones((3, 5)))["x"].shape == (3, 2)
        assert jax.vmap(lambda x: ravel(of_x(x))[0])(jax.numpy.ones((3, 2))).shape == (3, 5)
        slope = jax.grad(lambda v: (unravel(v)["x"] ** 2).sum().to_decimal("m^2"))(vector)
        assert slope.tolist() == [0, 0, 0, 2.0, 4.0]
        matrix = jax.jacfwd(lambda x: ravel(of_x(x), of_x(jax.numpy.array([2.0, 4.0])))[0])(x)
        assert matrix.tolist() == [[0, 0], [0.5, 0], [0, 0], [0.5, 0], [0, 0.25]]


def test_torch_traces_and_differentiates():
    torch = pytest.importorskip("torch")
    x = torch.tensor([1.0, 2.0], requires_grad=True)
    vector, unravel = ravel(of_x(x))
    (vector**2).sum().backward()
    assert x.grad.tolist() == [4.0, 4.0]
    made = torch.func.vmap(lambda v: unravel(v)["x"])(torch.ones(3, 5))
    assert made.shape == (3, 2)


@pytest.mark.slow
def test_torch_compiles():
    torch = pytest.importorskip("torch")
    _, unravel = ravel(of_x(torch.tensor([1.0, 2.0])))
    compiled = torch.compile(
        lambda v: unravel.ravel({**unravel(v), "x": unravel(v)["x"] * 2}), fullgraph=True, backend="eager"
    )
    assert compiled(torch.arange(5.0)).tolist() == [0.0, 1.0, 2.0, 6.0, 8.0]


def test_dask_stays_lazy():
    da = pytest.importorskip("dask.array")
    tree = {"a": Quantity(da.ones(3, chunks=2), "mV"), "b": Quantity(2.0, "s")}
    vector, unravel = ravel(tree)
    assert vector.shape == (4,)
    assert type(unravel(vector)["a"].mantissa) is type(vector)
    held = da.ones(4, chunks=2)
    with pytest.raises(BackendError, match="unknown shape"):
        ravel({"a": Quantity(held[held > 0], "mV"), "b": 1.0})


# ---------------------------------------------------------------- refused


@pytest.mark.parametrize(
    "tree, scales, error, texts",
    [
        ({"a": Quantity(1, "mV")}, {"a": Quantity(1, "s")}, UnitMismatchError, ("['a']", "mV", "in s")),
        ({"a": Quantity(1, "mV")}, {"a": 3.0}, UnitMismatchError, ("['a']", "mV", "a plain value")),
        ({"a": Quantity(1, "mV")}, {"b": 3.0}, TypeError, ("scales", "['a']", "['b']")),
        ({"a": Quantity(1, "mV")}, {"a": None}, TypeError, ("['a'] is missing", "mV")),
        ({"a": Quantity(1, "mV")}, {"a": Quantity(0.0, "V")}, ValueError, ("['a']", "zero")),
        ({"a": 1.0}, {"a": np.array([1.0, 2.0])}, ValueError, ("['a']", "(2,)")),
        ({"a": 1.0}, {"a": float("nan")}, ValueError, ("['a']", "finite")),
        ({"a": ["3 mV"]}, None, TypeError, ("['a'][0]",)),
        ({"a": np.array(["x"])}, None, TypeError, ("['a']", "<U1")),
        ({"a": np.ma.array([1.0, 2.0], mask=[0, 1])}, None, TypeError, ("['a']", "MaskedArray")),
        ({"a": np.array([1, 2], dtype=object)}, None, TypeError, ("['a']", "object")),
        ({"a": NO_NUMBER}, None, TypeError, ("['a']", "object")),
    ],
    ids=str,
)
def test_what_is_refused_is_named(tree, scales, error, texts):
    with pytest.raises(error) as info:
        ravel(tree, scales)
    assert all(text in str(info.value) for text in texts), str(info.value)
    assert info.value.__context__ is None or info.value.__suppress_context__


def test_another_tree_is_refused():
    layout = Layout.of({"a": Quantity(np.zeros(2), "mV"), "b": Quantity(1.0, "nA")})
    with pytest.raises(
        UnitMismatchError, match=r"rates: the part \['b'\] must be in nA, got one in s"
    ) as info:
        layout.ravel({"a": 0.0, "b": Quantity(1.0, "s")}, "rates")
    assert info.value.units == (Unit("s"), Unit("nA"))
    with pytest.raises(ValueError, match=r"the part \['a'\] has the shape \(3,\), \(2,\) is wanted"):
        layout.ravel({"a": Quantity(np.zeros(3), "mV"), "b": 0.0})
    with pytest.raises(TypeError, match=r"lacks \['b'\]"):
        layout.ravel({"a": 0.0})


def test_what_is_no_vector_is_refused():
    _, unravel = ravel({"a": Quantity(np.zeros(2), "mV"), "b": 1.0})
    for vector, error in (
        (np.zeros(2), ValueError),
        (np.zeros((3, 2)).T, ValueError),
        (np.float64(1.0), ValueError),
        ([1.0, 2.0, 3.0], TypeError),
        (Quantity(np.zeros(3), "mV"), TypeError),
    ):
        with pytest.raises(error, match="unravel"):
            unravel(vector)


def test_a_layout_is_pickled():
    vector, unravel = ravel(
        {"a": Quantity(np.array([1.0, 2.0]), "mV"), "b": 1.0}, {"a": Quantity(1, "V"), "b": 2.0}
    )
    again = pickle.loads(pickle.dumps(unravel))
    assert again.units == unravel.units
    assert again(vector)["a"].tolist() == unravel(vector)["a"].tolist()
    assert repr(again) == repr(unravel) == "<layout of 3 numbers: ['a']: mV[2], ['b']: 1>"
    assert again.shapes == ((2,), ())
    assert UNITLESS in again.units


LEAVES = st.one_of(
    st.floats(-1e6, 1e6),
    st.floats(-1e6, 1e6).map(lambda x: Quantity(x, "mV")),
    st.lists(st.floats(-1e6, 1e6), max_size=4).map(lambda x: Quantity(np.array(x, dtype=float), "m/s")),
)
TREES = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(st.text(max_size=2), inner, max_size=3),
        st.tuples(inner, inner),
    ),
)


@given(TREES)
def test_any_tree_comes_back(tree):
    vector, unravel = ravel(tree)
    assert unravel.size == vector.size
    assert unravel.ravel(unravel(vector)).tobytes() == vector.tobytes()
    assert isinstance(unravel(vector), type(tree))
