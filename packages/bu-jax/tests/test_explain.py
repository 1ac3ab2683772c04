"""explain: the conversions between units in the programs that jax makes."""

import subprocess
import sys
import threading
from pathlib import Path

import jax
import jax.numpy as jnp
import numpy as np
import pytest

import bu_jax.lax
from bu_array import Quantity, math
from bu_array.core import listening
from bu_dispatch import BackendError
from bu_jax import autograd
from bu_jax.explain import explain
from bu_units import UNITLESS, Unit, units_of_factor

KM, METRE = Unit("km"), Unit("m")
FAR, NEAR = Quantity(jnp.linspace(1.0, 2.0, 3), KM), Quantity(jnp.linspace(3.0, 4.0, 3), METRE)
MASK = jnp.array([True, False, True])


def short(found):
    return [(each.factor, each.from_unit, each.to_unit, each.function) for each in found]


def here(text):
    """The line of this file with the text, which stands in it once more here."""
    lines = Path(__file__).read_text("utf-8").splitlines()
    return next(number for number, line in enumerate(lines, 1) if text in line)


def total(x, y):
    return x + y  # the line that converts


# ---------------------------------------------------------------- what is listed


def test_an_entry():
    (entry,) = explain(total, NEAR, FAR)
    assert entry.factor == 1000.0
    assert entry.from_unit is KM
    assert entry.to_unit is METRE
    assert entry.function == "add"
    assert entry.file == __file__
    assert entry.line == here("return x + y  # the line that converts")
    assert entry.code == "return x + y  # the line that converts"


def test_as_text():
    found = explain(total, NEAR, FAR)
    assert str(found) == repr(found)
    head, row = str(found).splitlines()
    assert head.split() == ["factor", "from", "to", "function", "line"]
    assert row.startswith("1000.0  km    m   add ")
    assert row.endswith(f"test_explain.py:{found[0].line}  {found[0].code}")
    assert str(explain(total, NEAR, NEAR)) == "no conversions: the program is the one without units"
    assert not explain(total, NEAR, NEAR)


FUNCTIONS = {
    "add": (lambda x, y: x + y, (1e-3, METRE, KM)),
    "sub": (lambda x, y: x - y, (1e-3, METRE, KM)),
    "lt": (lambda x, y: x < y, (1e-3, METRE, KM)),
    "eq": (lambda x, y: x == y, (1e-3, METRE, KM)),
    "mul": (lambda x, y: x * (1.0 / y), (1e3, KM / METRE, UNITLESS)),
    "truediv": (lambda x, y: x / y, (1e3, KM / METRE, UNITLESS)),
    "matmul": (lambda x, y: x @ (1.0 / y), (1e3, KM / METRE, UNITLESS)),
    "to": (lambda x, y: x.to(METRE) * y, (1e3, KM, METRE)),
    "in_unit": (lambda x, y: x.in_unit(METRE) * y, (1e3, KM, METRE)),
    "to_decimal": (lambda x, y: x.to_decimal(METRE), (1e3, KM, METRE)),
    "set": (lambda x, y: x.at[0].set(y[0]), (1e-3, METRE, KM)),
    "setitem": (lambda x, y: x.__setitem__(0, y[0]), (1e-3, METRE, KM)),
    "where": (lambda x, y: math.where(MASK, x, y), (1e-3, METRE, KM)),
    "concatenate": (lambda x, y: math.concatenate([x, y]), (1e-3, METRE, KM)),
    "maximum": (lambda x, y: math.maximum(x, y), (1e-3, METRE, KM)),
    "arctan2": (lambda x, y: math.arctan2(x, y), (1e-3, METRE, KM)),
    "searchsorted": (lambda x, y: math.searchsorted(x, y), (1e-3, METRE, KM)),
    "einsum": (lambda x, y: math.einsum("i,i", x, 1.0 / y), (1e3, KM / METRE, UNITLESS)),
    "exp": (lambda x, y: math.exp(Quantity(x.mantissa, "percent")), (0.01, Unit("percent"), UNITLESS)),
    "prod": (lambda x, y: math.prod(Quantity(x.mantissa, "percent")), (1e-6, Unit("percent") ** 3, UNITLESS)),
    "max": (lambda x, y: bu_jax.lax.max(x, y), (1e-3, METRE, KM)),
    "cond": (lambda x, y: bu_jax.lax.cond(MASK[0], lambda: x, lambda: y), (1e-3, METRE, KM)),
}


@pytest.mark.parametrize("name", FUNCTIONS)
def test_functions(name):
    f, (factor, from_unit, to_unit) = FUNCTIONS[name]
    for found in (explain(f, FAR, NEAR), explain(f, FAR, NEAR)):  # the first time, and remembered
        (entry,) = found
        assert entry.factor == pytest.approx(factor, rel=1e-15)
        assert entry.from_unit == from_unit
        assert entry.to_unit == to_unit
        assert entry.function == name
        assert entry.file == __file__


def test_a_function_of_ours_itself():
    ((*_, function, file, _, code),) = explain(math.add, FAR, NEAR)
    assert (function, file) == ("add", __file__)
    assert "explain(math.add, FAR, NEAR)" in code


def test_numpy_functions():
    found = explain(lambda x, y: (np.add(x, y), np.concatenate([x, y])), FAR, NEAR)
    assert [each.function for each in found] == ["add", "concatenate"]


def test_several_in_their_order():
    def several(x, y):
        speed = (x + y) / Quantity(2.0, "s")
        return speed.to("m/s"), y / x

    found = explain(several, FAR, NEAR)
    assert short(found) == [
        (1e-3, METRE, KM, "add"),
        (1e3, KM / Unit("s"), METRE / Unit("s"), "to"),
        (1e-3, METRE / KM, UNITLESS, "truediv"),
    ]
    assert [each.line - found[0].line for each in found] == [0, 1, 1]


def test_scales():
    (entry,) = explain(lambda t: t.to("K"), Quantity(jnp.ones(3), "degC"))
    assert entry[:4] == (None, Unit("degC"), Unit("K"), "to")
    assert (
        str(explain(lambda t: t.to("K"), Quantity(jnp.ones(3), "degC"))).splitlines()[1].split()[0] == "degC"
    )


def test_half_precision_is_one_conversion():
    x = Quantity(jnp.ones(3, jnp.float16), "km")
    assert short(explain(lambda x: x.to("mm"), x)) == [(1e6, KM, Unit("mm"), "to")]


def test_integers_are_one_conversion():
    assert len(explain(lambda x: x.to("m"), Quantity(jnp.arange(3), "km"))) == 1


def test_what_is_no_input_is_converted_while_jax_traces():
    assert not explain(lambda x: x + Quantity(1.0, "m"), FAR)
    assert not explain(lambda x: x + Quantity(np.ones(3), "m").to("km"), FAR)
    for array in (np.ones(3), jnp.ones(3)):  # beside an input, jax computes
        assert len(explain(lambda x, y=array: x + Quantity(y, "m"), FAR)) == 1


# ---------------------------------------------------------------- where


def test_jitted_before():
    run = jax.jit(total)
    run(FAR, NEAR)
    traced = run._cache_size()
    for _ in range(2):
        assert len(explain(run, FAR, NEAR)) == 1
    run(FAR, NEAR)
    assert run._cache_size() == traced


def test_jitted_inside():
    inner = jax.jit(total)
    outer = jax.jit(lambda x, y: inner(x, y) * inner(x, y))
    outer(FAR, NEAR)
    (entry,) = explain(outer, FAR, NEAR)  # called twice, compiled once
    assert entry.code.startswith("return x + y")


@pytest.mark.parametrize("scan", [jax.lax.scan, bu_jax.lax.scan])
def test_the_body_of_a_scan(scan):
    def body(place, step):
        return place + step, place  # in the body

    def walk(x, y):
        return scan(body, x[0], y)

    for f in (walk, jax.jit(walk), jax.checkpoint(walk)):
        (entry,) = explain(f, FAR, NEAR)
        assert entry.line == here("return place + step, place  # in the body")
        assert entry[:3] == (1e-3, METRE, KM)


def test_loops_and_branches():
    def last(x, y):
        return jax.lax.while_loop(lambda a: a[0] < y[0], lambda a: a + y, x)

    assert [each.function for each in explain(last, FAR, NEAR)] == ["lt", "add"]

    def either(x, y):
        return jax.lax.cond(MASK[0], lambda: x + y, lambda: x - y)

    assert sorted(each.function for each in explain(either, FAR, NEAR)) == ["add", "sub"]


def test_transformations():
    assert len(explain(jax.vmap(total), FAR, NEAR)) == 1
    assert len(explain(jax.jit(jax.vmap(jax.jit(total))), FAR, NEAR)) == 1
    assert len(explain(jax.checkpoint(total), FAR, NEAR)) == 1

    def energy(x, y):
        return math.sum((x + y) ** 2)

    there, back = explain(autograd.grad(energy, argnums=1), FAR, NEAR)
    assert there == back
    assert there.code == "return math.sum((x + y) ** 2)"
    assert len(explain(autograd.grad(energy, argnums=0), FAR, NEAR)) == 1  # what is constant has no way back


# ---------------------------------------------------------------- arguments


def test_arguments():
    def f(pair, *, scale, unit, label):
        assert label == "text"
        return (pair["x"] + pair["y"]).to(unit) * scale

    pair = {"x": FAR, "y": Quantity(np.ones(3), "m")}
    found = explain(f, pair, scale=2.0, unit=Unit("cm"), label="text")
    assert short(found) == [(1e-3, METRE, KM, "add"), (1e5, KM, Unit("cm"), "to")]


def test_numbers_are_inputs():
    assert len(explain(total, Quantity(1.0, "km"), Quantity(2, "m"))) == 1


def test_shapes_are_enough():
    shape = jax.ShapeDtypeStruct((10**9,), jnp.float32)
    assert len(explain(lambda x, y: Quantity(x, "km") + Quantity(y, "m"), shape, shape)) == 1


def test_another_library():
    torch = pytest.importorskip("torch")
    with pytest.raises(BackendError, match=r"brainunit.explain requires the jax backend; .*torch.*to_jax"):
        explain(total, Quantity(torch.ones(3), "km"), FAR)


# ---------------------------------------------------------------- recording


def test_nothing_listens_afterwards():
    explain(total, FAR, NEAR)
    assert listening.listener is None
    with pytest.raises(ZeroDivisionError):
        explain(lambda x: 1 / 0, FAR)
    assert listening.listener is None


def test_inside_of_another():
    inner = []

    def f(x, y):
        inner.append(explain(total, FAR, NEAR))
        return x - y

    assert [each.function for each in explain(f, FAR, NEAR)] == ["sub"]
    assert [each.function for each in inner[0]] == ["add"]


def test_other_threads_are_not_listened_to():
    started, go_on, sums = threading.Event(), threading.Event(), []

    def other():
        started.wait(10.0)
        sums.append(Quantity(np.ones(3), "km") + Quantity(np.ones(3), "m"))
        go_on.set()

    def f(x, y):
        started.set()
        assert go_on.wait(10.0)
        return x - y

    thread = threading.Thread(target=other)
    thread.start()
    found = explain(f, FAR, NEAR)
    thread.join()
    assert [each.function for each in found] == ["sub"]
    np.testing.assert_allclose(sums[0].mantissa, 1.001)


def test_units_of_a_factor():
    foot = Unit("ft").factor_to(Unit("inch"))
    assert units_of_factor(foot) == (Unit("ft"), Unit("inch"))
    assert units_of_factor(float("12.0")) == (None, None)
    assert units_of_factor(None) == (None, None)


def test_the_units_are_known_after_a_definition():
    program = """if True:
        import jax.numpy as jnp
        from bu_array import Quantity
        from bu_jax.explain import explain
        from bu_units import Unit
        far, near = Quantity(jnp.ones(3), "km"), Quantity(jnp.ones(3), "m")
        ratio = lambda x, y: x / y
        explain(ratio, far, near)
        Unit.define("furlong", "fur", "220 yard")
        (entry,) = explain(ratio, far, near)
        print(entry.factor, entry.from_unit, entry.to_unit)
    """
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "1000.0 km / m 1\n"


def test_what_a_line_says_without_a_source():
    place = {}
    exec(compile("def f(x, y):\n    return x + y\n", "<nowhere>", "exec"), place)
    (entry,) = explain(place["f"], FAR, NEAR)
    assert (entry.file, entry.line, entry.code) == ("<nowhere>", 2, "")
    assert str(explain(place["f"], FAR, NEAR)).endswith("<nowhere>:2")
