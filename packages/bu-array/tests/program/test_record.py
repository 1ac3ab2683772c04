"""A recorded function gives what the function itself gives, bit for bit, in every call."""

import pickle
import re
import threading
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import bu_array
from bu_array import Quantity, math
from bu_array.program import RecordingError, record
from bu_dispatch import backend_of, get_backend, using_backend
from bu_units import UnitMismatchError

LIBRARIES = [name for name in ("numpy", "torch") if get_backend(name).installed()]


def of(library, values, unit, dtype="float64"):
    with using_backend(library):
        return Quantity(math.asarray(values, dtype=dtype), unit)


def alike(a, b):
    """Whether two results are the same to the last bit, unit and class included."""
    if isinstance(a, Quantity) or isinstance(b, Quantity):
        return type(a) is type(b) and a.unit is b.unit and alike(a.mantissa, b.mantissa)
    if isinstance(a, (tuple, list)):
        return type(a) is type(b) and len(a) == len(b) and all(map(alike, a, b))
    if isinstance(a, dict):
        return a.keys() == b.keys() and all(alike(a[key], b[key]) for key in a)
    if backend_of(a) is not None:
        same_kind = type(a) is type(b) and a.dtype == b.dtype and a.shape == b.shape
        return same_kind and np.asarray(a).tobytes() == np.asarray(b).tobytes()
    return type(a) is type(b) and (a == b or a != a)


def follows(function, *args, **kwargs):
    """Record a function and hold its two first calls against its own result."""
    recorded = record(function)
    expected = function(*args, **kwargs)
    for _ in range(2):
        found = recorded(*args, **kwargs)
        assert alike(found, expected), (found, expected)
    return recorded


# ---------------------------------------------------------------- random formulas


LEAVES = ("x", "y", "t", "2.5")
TWO = (
    "({} + {})", "({} - {})", "({} * {})", "({} / ({} + 3.0 * s))", "m.where({0} > 0 * {0}, {0}, {1})", "m.maximum({}, {})",
    "m.hypot({}, {})",
)  # fmt: skip
ONE = (
    "(-{})",
    "abs({})",
    "({}) ** 2",
    "m.sqrt(abs({}))",
    "m.flip({})",
    "m.cumsum({})",
    "({} + m.mean({}))",
    "({}).to(k)",
)


@st.composite
def formulas(draw, depth=4):
    """A text with x (m), y (cm), t (km): all lengths, so that most of the formulas are allowed."""
    if depth == 0 or draw(st.integers(0, 5)) == 0:
        return draw(st.sampled_from(LEAVES[:3]))
    if draw(st.booleans()):
        form = draw(st.sampled_from(TWO))
        return form.format(draw(formulas(depth=depth - 1)), draw(formulas(depth=depth - 1)))
    form = draw(st.sampled_from(ONE))
    inner = draw(formulas(depth=depth - 1))
    return form.format(*[inner] * form.count("{}"))


@pytest.mark.parametrize("library", LIBRARIES)
@given(formulas())
def test_formulas_give_the_same_bits_and_the_same_errors(library, text):
    names = {"m": math, "s": Quantity(1.0, "m"), "k": "inch"}
    function = eval(f"lambda x, y, t: {text}", names)
    args = (of(library, [1.0, 2.0, -0.5], "m"), of(library, [3.0, -7.0, 11.0], "cm"), Quantity(0.25, "km"))
    with using_backend(library):
        try:
            expected = function(*args)
        except (TypeError, ValueError, AttributeError, RuntimeError, UnitMismatchError) as error:
            with pytest.raises(type(error), match=re.escape(str(error))):
                record(function)(*args)
            return
        recorded = record(function)
        for _ in range(2):
            assert alike(recorded(*args), expected)


def test_numbers_alone_are_computed_by_the_default_library():
    pytest.importorskip("jax")
    with pytest.raises(RecordingError, match=r"using_backend\('numpy'\)"), using_backend("jax"):
        record(lambda x, t: x * math.sqrt(t))(Quantity(np.ones(2), "m"), Quantity(2.0, "s"))


# ---------------------------------------------------------------- structures


class State(NamedTuple):
    v: Quantity
    n: np.ndarray


@dataclass(frozen=True)
class Membrane:
    capacitance: Quantity
    leak: Quantity
    name: str = "axon"


class Cell:
    def __init__(self, membrane):
        self.membrane = membrane
        self.gates = {"m": Quantity(np.array([0.1, 0.2]), "percent"), "count": 3}


STEP = Quantity(0.1, "ms")


def test_structures_of_every_kind_go_in_and_out():
    def step(state, cell, dt=STEP, *rest, scale=1.0, options=None):
        membrane = cell.membrane
        current = membrane.leak * (state.v - rest[0])
        v = state.v - dt * current / membrane.capacitance * scale
        gates = {name: value * 2 for name, value in cell.gates.items()}
        return (
            State(v, state.n * 2),
            {"gates": gates, "all": [v, (state.n, None, options)]},
            "done",
            Membrane(v, dt),
        )

    membrane = Membrane(Quantity(1.0, "uF/cm^2"), Quantity(0.3, "mS/cm^2"))
    state = State(Quantity(np.array([-65.0, -70.0]), "mV"), np.array([1.0, 2.0]))
    recorded = record(step)
    args = (state, Cell(membrane), Quantity(0.2, "ms"), Quantity(-60.0, "mV"))
    expected = step(*args, scale=2.0, options="euler")
    for _ in range(2):
        found = recorded(*args, scale=2.0, options="euler")
        assert alike(found[:3], expected[:3])
        assert type(found[0]) is State
        assert type(found[3]) is Membrane
        assert alike(found[3].capacitance, expected[3].capacitance)
    other = Cell(Membrane(Quantity(2.0, "uF/cm^2"), Quantity(0.3, "mS/cm^2")))
    other.gates["m"] = Quantity(np.array([0.5, 0.6]), "percent")
    args = (state, other, Quantity(0.2, "ms"), Quantity(-60.0, "mV"))
    assert alike(recorded(*args, scale=3.0)[:2], step(*args, scale=3.0)[:2])


def test_methods_of_objects_take_their_attributes_as_they_are_then():
    class Spring:
        def __init__(self, stiffness):
            self.stiffness = stiffness

        @record
        def energy(self, stretch):
            return 0.5 * self.stiffness * stretch**2

    spring = Spring(Quantity(np.array([40.0]), "N/m"))
    stretch = Quantity(np.array([0.1]), "m")
    assert str(spring.energy(stretch)) == "[0.2] J"
    spring.stiffness = Quantity(np.array([80.0]), "N/m")
    assert str(spring.energy(stretch)) == "[0.4] J"


# ---------------------------------------------------------------- signatures


def test_units_classes_and_libraries_make_signatures():
    recorded = record(lambda x, y: x + y)
    x = Quantity(np.array([1.0, 2.0]), "m")
    assert str(recorded(x, Quantity(np.array([1.0, 2.0]), "m"))) == "[2. 4.] m"
    assert str(recorded(x, Quantity(np.array([1.0, 2.0]), "cm"))) == "[1.01 2.02] m"
    assert str(recorded(x, Quantity(3.0, "km"))) == "[3001. 3002.] m"
    with pytest.raises(UnitMismatchError, match="units are m and s"):
        recorded(x, Quantity(1.0, "s"))
    assert str(recorded(Quantity(np.array([20.0]), "degC"), Quantity(5.0, "delta_degC"))) == "[25.] degC"
    assert recorded(2.0, 3.0) == 5.0


def test_shapes_and_dtypes_are_part_of_it_where_they_are_asked_for():
    recorded = record(lambda x: x * x.shape[0])
    for count in (2, 3, 2):
        assert str(recorded(Quantity(np.ones(count), "m"))) == f"{np.full(count, float(count))} m"
    halves = record(lambda x: x if x.dtype == np.float32 else x / 2)
    assert str(halves(Quantity(np.ones(1), "m"))) == "[0.5] m"
    assert str(halves(Quantity(np.ones(1, np.float32), "m"))) == "[1.] m"
    mixed = record(lambda x: x.to("mm"))
    assert mixed(Quantity(np.ones(1, np.float16), "m")).dtype == np.float16
    assert mixed(Quantity(np.ones(1), "m")).dtype == np.float64


def test_options_are_part_of_it():
    recorded = record(lambda x, n: sum([x] * n, 0 * x), static="n")
    x = Quantity(np.array([1.0]), "m")
    assert [str(recorded(x, n)) for n in (2, 3, 2)] == ["[2.] m", "[3.] m", "[2.] m"]
    by_name = record(lambda x, kind: x * 2 if kind == "twice" else x)
    assert [str(by_name(x, kind)) for kind in ("twice", "once")] == ["[2.] m", "[1.] m"]
    with pytest.raises(RecordingError, match="static"):
        record(lambda x, n: x * len(range(n)))(x, 1)
    with pytest.raises(TypeError, match="no argument 'm'"):
        record(lambda x, n: x, static="m")


def test_many_signatures_do_not_grow_without_end():
    recorded = record(lambda x, kind: x)
    x = Quantity(np.ones(1), "m")
    for i in range(80):
        recorded(x, str(i))
    closure = dict(zip(recorded.__code__.co_freevars, recorded.__closure__, strict=True))
    assert len(closure["runs"].cell_contents) == 64


# ---------------------------------------------------------------- other ways to call


def test_nested_records_become_one_program():
    @record
    def inner(x):
        return x * 2.0

    outer = follows(lambda x: inner(x) + inner(x * 3.0), Quantity(np.array([1.0, 2.0]), "m"))
    assert "inner" not in outer.source
    assert outer.source.count("*") == 3


def test_jax_and_torch_compile_see_the_function_itself():
    recorded = record(lambda x, y: x + y)
    if get_backend("jax").installed():
        import jax
        import jax.numpy as jnp

        q, r = Quantity(jnp.ones(2), "mV"), Quantity(jnp.ones(2), "V")
        assert str(jax.jit(recorded)(q, r)) == str(recorded(q, r)) == "[1001. 1001.] mV"
    if get_backend("torch").installed():
        import torch

        q, r = Quantity(torch.ones(2), "mV"), Quantity(torch.ones(2), "V")
        assert str(torch.compile(recorded, fullgraph=True, backend="eager")(q, r)) == "[1001. 1001.] mV"
        assert str(torch.func.vmap(recorded)(q, r)) == "[1001. 1001.] mV"
        assert str(recorded(q, r)) == "[1001. 1001.] mV"


@pytest.mark.skipif("torch" not in LIBRARIES, reason="torch is not installed")
def test_gradients_go_through_on_torch():
    import torch

    recorded = record(lambda x: (x * x).sum())
    for _ in range(2):
        x = Quantity(torch.tensor([1.0, 2.0], requires_grad=True), "mV")
        recorded(x).mantissa.backward()
        assert x.mantissa.grad.tolist() == [2.0, 4.0]


@record
def squared(x):
    """The square."""
    return x * x


def test_it_is_a_function_like_its_own():
    assert squared.__name__ == "squared"
    assert squared.__doc__ == "The square."
    assert pickle.loads(pickle.dumps(squared)) is squared
    x = Quantity(np.array([3.0]), "m")
    assert alike(squared(x), squared.__wrapped__(x))
    squared.forget()
    assert squared.source == "# not called yet"


def test_threads_record_apart():
    recorded = record(lambda x, y: math.sqrt(x * x + y * y))
    results, failures = {}, []

    def work(i):
        try:
            unit = ("m", "cm", "km", "inch")[i % 4]
            x, y = Quantity(np.array([3.0 * i]), unit), Quantity(np.array([4.0 * i]), unit)
            results[i] = str(recorded(x, y)) == f"[{5.0 * i:g}.] {unit.replace('inch', 'in')}"
        except Exception as error:  # noqa: BLE001  # shown by the assertion
            failures.append(error)

    threads = [threading.Thread(target=work, args=(i,)) for i in range(1, 24)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert all(results.values())
    assert len(results) == 23


@pytest.mark.parametrize("function", [len, bu_array.Quantity, 3], ids=repr)
def test_only_functions_are_recorded(function):
    with pytest.raises(TypeError, match="record takes a function"):
        record(function)


def test_generators_are_not():
    def generator(x):
        yield x

    with pytest.raises(TypeError, match="generator"):
        record(generator)
