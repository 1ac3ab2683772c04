"""Functions of bare arrays as functions of quantities and the other way round; what is refused."""

import dataclasses
import math
from typing import Any, NamedTuple

import numpy as np
import pytest
from array_checks import array, check, quantity

from bu_array import Quantity, bare, boundary, ravel
from bu_units import Unit, UnitMismatchError


class Pair(NamedTuple):
    low: Any
    high: Any


@dataclasses.dataclass
class Model:
    tau: Any
    gain: Any = 1.0


def ohm(v, r, *, offset=0.0):
    return v / r + offset


# ---------------------------------------------------------------- boundary


def test_arguments_are_converted_and_the_result_gets_its_unit(backend):
    current = boundary(ohm, inputs={"v": "mV", "r": "Mohm", "offset": "nA"}, outputs="nA")
    v, r = quantity(backend, np.array([1.0, 2.0]), "V"), Quantity(2.0, "Mohm")
    check(current(v, r), backend, np.array([500.0, 1000.0]), "nA")
    check(current(v, r=r, offset=Quantity(1.0, "uA")), backend, np.array([1500.0, 2000.0]), "nA")
    check(boundary(ohm, ("mV", "Mohm"), "nA")(v, r), backend, np.array([500.0, 1000.0]), "nA")


def test_a_decorator():
    @boundary(inputs={"x": "m"}, outputs="m2")
    def area(x):
        """Area of a square."""
        return x * x

    assert area(Quantity(200.0, "cm")) == Quantity(4.0, "m2")
    assert area.__name__ == "area"
    assert area.__doc__ == "Area of a square."


def test_structures_on_the_way_in_and_out():
    def spread(model, limits, parts):
        assert isinstance(limits, Pair)
        return {"span": limits.high - limits.low, "rest": (model.tau * parts["a"], [model.gain, None])}

    function = boundary(
        spread,
        inputs=(Model("ms", "1"), Pair("mV", "V"), {"a": "s"}),
        outputs={"span": "V", "rest": ("ms", ["1", None])},
    )
    result = function(
        Model(Quantity(1.0, "s"), 3.0),
        Pair(Quantity(1.0, "V"), Quantity(5.0, "V")),
        {"a": Quantity(2.0, "min"), "b": 4.0},
    )
    assert result == {"span": Quantity(-995.0, "V"), "rest": (Quantity(120000.0, "ms"), [3.0, None])}


def test_a_unit_stands_for_every_leaf():
    total = boundary(lambda limits: limits.high - limits.low, ("mV",), "mV")
    assert total(Pair(Quantity(1.0, "V"), Quantity(5.0, "V"))) == Quantity(4000.0, "mV")
    both = boundary(lambda x: {"a": x, "b": (x, x + 1)}, "s", "s")
    assert both(Quantity(1.0, "min")) == {
        "a": Quantity(60.0, "s"),
        "b": (Quantity(60.0, "s"), Quantity(61.0, "s")),
    }


def test_lists_become_arrays():
    both = [Quantity(1.0, "V"), Quantity(1 / 3, "mV")]
    assert boundary(np.sum, ("mV",), "mV")(both) == Quantity(1000.0 + 1 / 3, "mV")
    kept = boundary(lambda x: x, ("mV",))
    assert type(kept([[*both], (0, 0)])) is np.ndarray
    with pytest.raises(UnitMismatchError, match=r"<lambda>: x\[1\]\[0\] must be in mV, got one in s"):
        kept([[0, 0], (Quantity(1, "s"), 0)])


def test_what_passes():
    seen = []

    def keep(x, method="linear", *further, **options):
        seen.append((x, method, further, options))

    function = boundary(keep, inputs={"x": "mV", "span": "s", "method": None})
    function(None, Quantity(1, "s"), 3, span=Quantity(1.0, "min"), other=4)
    function(0)
    function("auto")
    assert seen == [
        (None, Quantity(1, "s"), (3,), {"span": 60.0, "other": 4}),
        (0, "linear", (), {}),
        ("auto", "linear", (), {}),
    ]


def test_pure_numbers():
    function = boundary(math.sqrt, ("1",), "1")
    assert function(Quantity(25.0, "percent")) == 0.5
    assert type(function(4)) is float
    with pytest.raises(UnitMismatchError, match="must be in 1, got one in mV"):
        function(Quantity(4.0, "mV"))


def test_points():
    function = boundary(lambda t: t + 1.0, "degC", "degC")
    assert function(Quantity(293.15, "K")) == Quantity(21.0, "degC")


@pytest.mark.parametrize(
    "call, error, texts",
    [
        (lambda f: f(Quantity(1, "s"), 1), UnitMismatchError, ("ohm: v must be in mV", "in s")),
        (lambda f: f(3.0, 1), UnitMismatchError, ("ohm: v must be in mV", "a plain value")),
        (lambda f: f(0, Quantity(1, "m")), UnitMismatchError, ("ohm: r must be in Mohm", "in m")),
        (lambda f: f(0, 0, offset=Quantity(1, "nA")), TypeError, ("ohm: offset takes no unit", "nA")),
        (lambda f: f(object(), 1), TypeError, ("ohm: v must be a number", "object")),
        (lambda f: f(np.array(["x"]), 1), TypeError, ("ohm: v must be a number", "<U1")),
        (
            lambda f: f({"a": Quantity(1, "V"), "b": Quantity(1, "s")}, 1),
            UnitMismatchError,
            ("ohm: v['b']", "in s"),
        ),
    ],
)
def test_what_is_refused_before_the_call(call, error, texts):
    def ohm(v, r, offset=0.0):
        raise AssertionError("called")

    with pytest.raises(error) as info:
        call(boundary(ohm, ("mV", "Mohm"), "nA"))
    assert all(text in str(info.value) for text in texts), str(info.value)


def test_nothing_is_lost_in_parts_that_are_not_named():
    function = boundary(lambda options: options, inputs=({"a": "s"},))
    with pytest.raises(TypeError, match=r"options\['b'\] takes no unit, got one in mV"):
        function({"a": Quantity(1, "s"), "b": Quantity(1, "mV")})
    with pytest.raises(TypeError, match=r"options must have the parts \['a'\]"):
        function({"b": 1})
    with pytest.raises(TypeError, match=r"options must have the parts \['a'\], got float"):
        function(3.0)


def test_descriptions_that_are_wrong():
    for inputs in ({"volt": "mV"}, ("mV", "ohm", "s", "m"), ("mVolts per s",), (3.5,)):
        with pytest.raises((TypeError, ValueError)):
            boundary(ohm, inputs, "nA")
    with pytest.raises(TypeError, match="a function is wanted"):
        boundary("ohm", "mV")
    with pytest.raises(TypeError, match="returns no value"):
        boundary((lambda x: (yield x)), "mV")


def test_a_result_of_another_structure():
    with pytest.raises(TypeError, match=r"the result must have the parts \['a', 'b'\]"):
        boundary(lambda x: {"a": x}, "s", {"a": "s", "b": "s"})(Quantity(1, "s"))
    with pytest.raises(TypeError, match=r"the result must have the parts \[0, 1\]"):
        boundary(lambda x: (x, x, x), "s", ("s", "s"))(Quantity(1, "s"))


def test_a_result_keeps_its_class():
    class Result(dict):
        pass

    result = boundary(lambda x: Result(t=x, message="done"), "s", {"t": "s"})(Quantity(1.0, "min"))
    assert type(result) is Result
    assert result == {"t": Quantity(60.0, "s"), "message": "done"}


# ---------------------------------------------------------------- bare


def test_units_are_put_on_and_taken_off(backend):
    slope = bare(lambda t, v: -v / Quantity(10.0, "ms"), inputs=("s", "mV"), outputs="V/s")
    for _ in range(2):  # the second time by what was learnt
        check(slope(0.0, array(backend, np.array([1.0, 2.0]))), backend, np.array([-0.1, -0.2]), rtol=1e-12)
    assert slope(0.0, 1.0) == pytest.approx(-0.1)


def test_every_call_is_checked():
    units = iter(["mV/s", "uV/ms", "mV/s", "mV"])
    slope = bare(lambda t, v: Quantity(1.0, next(units)), inputs=("s", "mV"), outputs="mV/s")
    assert [slope(0.0, 1.0) for _ in range(3)] == [1.0, 1.0, 1.0]
    with pytest.raises(
        UnitMismatchError, match="the result of <lambda> must be in mV / s, got one in mV"
    ) as info:
        slope(0.0, 1.0)
    assert info.value.units == (Unit("mV"), Unit("mV / s"))
    plain = bare(lambda t, v: v.mantissa, inputs=("s", "mV"), outputs="mV/s")
    assert plain(0.0, 0.0) == 0.0  # a zero fits any unit
    with pytest.raises(UnitMismatchError, match="a plain value"):
        plain(0.0, 1.0)


def test_layouts_make_trees_and_vectors(backend):
    state = {"v": quantity(backend, np.array([1.0, 2.0]), "mV"), "n": 0.5}
    vector, unravel = ravel(state)

    def rates(t, y):
        assert t.unit is Unit("ms")
        return {"v": -y["v"] / t, "n": 1 / t * y["n"]}

    slope = bare(rates, inputs=("ms", unravel), outputs=unravel.per("s"))
    for _ in range(2):
        check(slope(0.5, vector), backend, np.array([1000.0, -2000.0, -4000.0]))
    solver = boundary(
        lambda f, y: y + f(0.5, y), (bare(inputs=("ms", unravel), outputs=unravel.per("s")), unravel), unravel
    )
    made = solver(rates, state)
    check(made["v"], backend, np.array([-1999.0, -3998.0]), "mV")
    check(made["n"], backend, np.array(1000.5))


def test_other_arguments_of_a_bare_function():
    def rhs(t, v, tau, *, gain=1.0):
        return -v * gain / tau

    slope = bare(rhs, inputs=("s", "mV", None), outputs="mV/s")
    tau = Quantity(2.0, "s")
    assert slope(0.0, 3.0, tau) == -1.5
    assert slope(0.0, 3.0, tau, gain=2.0) == -3.0
    assert slope(0.0, v=3.0, tau=tau) == -1.5
    assert slope(Quantity(0.0, "s"), Quantity(3.0, "V"), tau) == -1500.0  # quantities are converted
    assert bare(rhs, inputs={"v": "mV", "t": "s", "tau": "s"}, outputs="mV/s")(0.0, 3.0, 2.0) == -1.5


def test_errors_name_the_place_in_a_mixed_state():
    vector, unravel = ravel({"v": Quantity(1.0, "mV"), "n": 0.5})
    slope = bare(lambda t, y: {"v": y["v"], "n": 0.0}, inputs=("ms", unravel), outputs=unravel.per("ms"))
    with pytest.raises(UnitMismatchError, match=r"the part \['v'\] must be in mV / ms, got one in mV"):
        slope(0.0, vector)


def test_traced():
    jax = pytest.importorskip("jax")
    slope = bare(lambda t, v: -v / Quantity(2.0, "s"), inputs=("s", "mV"), outputs="mV/s")
    assert float(jax.jit(jax.grad(slope, argnums=1))(0.0, 3.0)) == -0.5
    area = boundary(lambda x: x * x, "m", "m2")
    assert float(jax.jit(area)(Quantity(3.0, "m")).mantissa) == 9.0
    assert jax.vmap(area)(Quantity(jax.numpy.ones(3), "m")).shape == (3,)


@pytest.mark.slow
def test_compiled_by_torch():
    torch = pytest.importorskip("torch")
    _, unravel = ravel({"v": Quantity(torch.ones(2), "mV"), "n": 0.5})
    slope = bare(
        lambda t, y: {"v": -y["v"] / t, "n": y["n"] / t}, inputs=("ms", unravel), outputs=unravel.per("s")
    )
    one = bare(lambda t, v: -v / t, inputs=("s", "mV"), outputs="V/s")
    area = boundary(lambda x: x * x, "m", "m2")
    for function, arguments in (
        (slope, (torch.tensor(0.5), torch.ones(3))),
        (one, (torch.tensor(0.5), torch.ones(3))),
        (lambda x: area(Quantity(x, "cm")).mantissa, (torch.ones(2),)),
    ):
        found = torch.compile(function, fullgraph=True, backend="eager")(*arguments)
        assert torch.equal(found, function(*arguments))
