"""Quantity as a pytree of jax and of torch, whichever is imported first."""

import os
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

import bu_array
import bu_dispatch
import bu_units
from bu_array import Quantity, math
from bu_units import Unit, UnitMismatchError

PATH = os.pathsep.join(
    str(Path(package.__file__).parents[1]) for package in (bu_array, bu_dispatch, bu_units)
)


def run(program):
    """Run a program in a fresh interpreter, warnings being errors, and return what it prints."""
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", program],
        capture_output=True,
        check=False,
        env={**os.environ, "PYTHONPATH": PATH},
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@pytest.fixture(scope="module")
def jax():
    return pytest.importorskip("jax")


JITTED = """
print(jax.jit(lambda q: q * q)(Quantity(jnp.array([2.0]), "m")))
print(jax.tree.leaves(Quantity(3, "m")))
"""


@pytest.mark.slow
@pytest.mark.parametrize(
    "imports",
    [
        "import jax, jax.numpy as jnp\nfrom bu_array import Quantity",
        "from bu_array import Quantity\nimport jax, jax.numpy as jnp",
        "import bu_array, jax.numpy as jnp, jax\nfrom bu_array import Quantity",
    ],
)
def test_jax_in_either_order(jax, imports):
    assert run(imports + JITTED).splitlines() == ["[4.] m^2", "[3]"]


def test_importing_brings_no_other_library():
    found = run(
        "import bu_array, sys; print([m for m in ('jax', 'torch', 'dask', 'matplotlib') if m in sys.modules])"
    )
    assert found == "[]"


def test_torch_in_either_order():
    pytest.importorskip("torch")
    program = """
from torch.utils import _pytree as pytree
leaves, spec = pytree.tree_flatten({"a": Quantity(torch.ones(1), "m")})
print(pytree.tree_unflatten([x * 2 for x in leaves], spec)["a"])
print(pytree.treespec_loads(pytree.treespec_dumps(spec)) == spec)
print(pytree.tree_flatten_with_path(Quantity(3, "m"))[0])
"""
    first, second = "import torch\n", "from bu_array import Quantity\n"
    assert run(first + second + program) == run(second + first + program)
    lines = run(first + second + program).splitlines()
    assert lines[:2] == ["[2.] m", "True"]
    assert "mantissa" in lines[2]


def test_leaves_and_structure(jax):
    q = Quantity(jax.numpy.ones(3), "mV")
    leaves, tree = jax.tree.flatten(q)
    assert len(leaves) == 1
    assert leaves[0] is q.mantissa
    again = jax.tree.unflatten(tree, leaves)
    assert type(again) is Quantity
    assert again.unit is q.unit
    assert jax.tree.structure(Quantity(1, "mV")) == tree
    assert jax.tree.structure(Quantity(1, "V")) != tree
    paths, _ = jax.tree_util.tree_flatten_with_path(q)
    assert jax.tree_util.keystr(paths[0][0]) == ".mantissa"
    # jax puts anything in the place of a leaf.
    for placeholder in (object(), None, "x", True):
        assert jax.tree.unflatten(tree, [placeholder]).mantissa is placeholder
    doubled = jax.tree.map(lambda x: 2 * x, {"a": q, "b": [q]})
    assert doubled["b"][0].unit is q.unit
    assert doubled["a"].mantissa.tolist() == [2.0] * 3


@pytest.mark.parametrize("data", [np.ones(3, np.float32), 2.0, 3, np.float32(2)])
def test_jit_takes_numpy_arrays_and_numbers(jax, data):
    result = jax.jit(lambda q: q * 2 + Quantity(1, "mm"))(Quantity(data, "m"))
    assert result.unit is Unit("m")
    assert result.backend == "jax"
    np.testing.assert_allclose(result.mantissa, np.asarray(data) * 2 + 1e-3, rtol=1e-6)


def test_units_are_static(jax):
    traces = []

    @jax.jit
    def double(q):
        traces.append(q.unit)
        return q + q

    for unit in ("m", "m", "km", "m"):
        assert double(Quantity(jax.numpy.ones(2), unit)).unit is Unit(unit)
    assert traces == [Unit("m"), Unit("km")]
    with pytest.raises(UnitMismatchError):
        jax.jit(lambda q, r: q + r)(Quantity(1.0, "m"), Quantity(1.0, "s"))


def test_transformations(jax):
    jnp, lax = jax.numpy, jax.lax
    q = Quantity(jnp.arange(6.0).reshape(2, 3), "m")
    assert jax.vmap(math.sum)(q).shape == (2,)
    assert jax.vmap(lambda a, b: a * b)(q, q).unit is Unit("m^2")
    assert jax.eval_shape(lambda a: a * a, q).unit is Unit("m^2")
    assert jax.eval_shape(lambda a: a * a, q).shape == (2, 3)
    step = Quantity(1.0, "m")
    total, trail = lax.scan(lambda carry, x: (carry + x, carry * x), Quantity(0.0, "m"), q[0])
    assert (total.unit, trail.unit) == (Unit("m"), Unit("m^2"))
    assert total.mantissa == 3.0
    chosen = lax.cond(True, lambda a: a + step, lambda a: a - step, Quantity(jnp.float32(1), "m"))
    assert chosen.mantissa == 2.0
    last = lax.while_loop(lambda a: a < Quantity(5.0, "m"), lambda a: a + step, Quantity(jnp.float32(0), "m"))
    assert last.mantissa == 5.0
    assert jax.device_put(q, jax.devices()[0]).unit is Unit("m")
    value, tangent = jax.jvp(lambda a: a * a, (q,), (q,))
    assert (value.unit, tangent.unit) == (Unit("m^2"), Unit("m^2"))
    _, pullback = jax.vjp(lambda a: (a * a).sum(), q)
    (cotangent,) = pullback(Quantity(jnp.float32(1), "m^2"))
    assert cotangent.mantissa.tolist() == (2 * q.mantissa).tolist()
    assert jax.checkpoint(lambda a: a * 2)(q).unit is Unit("m")
    assert jax.block_until_ready(q).unit is Unit("m")


def test_grad_through(jax):
    length = Quantity(jax.numpy.arange(3.0), "m")
    slope = jax.grad(lambda a: (a * a / Quantity(1.0, "m^2")).sum())(length)
    np.testing.assert_allclose(slope.mantissa, [0.0, 2.0, 4.0])
    with pytest.raises(TypeError):
        jax.grad(lambda a: (a * a).sum())(length)


def test_scan_refuses_a_carry_that_changes_its_unit(jax):
    with pytest.raises(TypeError):
        jax.lax.scan(lambda carry, _: (carry * carry, None), Quantity(jax.numpy.float32(2), "m"), None, 3)


def lowered(function, *args):
    """The program, less the paths of its results."""
    import jax

    text = jax.jit(function).lower(*args).as_text()
    return re.sub(r"jax.result_info = \"[^\"]*\"", "", re.sub(r"@jit_\w+", "@jit", text))


def jnp():
    import jax.numpy

    return jax.numpy


PROGRAMS = [
    (lambda a, b: a + b, lambda a, b: a + b, "m", "m"),
    (lambda a, b: a + b, lambda a, b: a + b * 1000.0, "m", "km"),
    (lambda a, b: a * b / a, lambda a, b: a * b / a, "m", "s"),
    (lambda a, b: a < b, lambda a, b: a < b, "m", "m"),
    (lambda a, b: math.sqrt(a) * b, lambda a, b: jnp().sqrt(a) * b, "m", "s"),
    (lambda a, b: math.sum(a) - math.mean(b), lambda a, b: a.sum() - b.mean(), "m", "m"),
    (lambda a, b: math.exp(a / b), lambda a, b: jnp().exp(a / b), "m", "m"),
    (lambda a, b: math.where(a > b, a, 0), lambda a, b: jnp().where(a > b, a, 0), "m", "m"),
    (lambda a, b: a**2 + b * b, lambda a, b: a**2 + b * b, "m", "m"),
    (lambda a, b: math.matmul(a, b), lambda a, b: a @ b, "m", "s"),
    (lambda a, b: math.reciprocal(a) * b, lambda a, b: 1 / a * b, "m", "s"),
]


@pytest.mark.parametrize("aware, bare, first, second", PROGRAMS)
def test_the_program_is_the_one_written_by_hand(jax, aware, bare, first, second):
    x, y = jax.numpy.arange(1.0, 4.0), jax.numpy.arange(2.0, 5.0)
    assert lowered(aware, Quantity(x, first), Quantity(y, second)) == lowered(bare, x, y)


KILOJOULE = Unit("kJ")


def kinetic(mass, speed):
    return (mass * speed * speed).to(KILOJOULE)


@pytest.mark.slow
def test_torch_compile_without_a_break():
    torch = pytest.importorskip("torch")
    speed = Quantity(torch.ones(3), "km / s")
    kinetic(Quantity(torch.ones(3), "g"), speed)  # from here on the products of the units are known
    compiled = torch.compile(kinetic, fullgraph=True, backend="eager")
    for factor in (1.0, 2.0):
        result = compiled(Quantity(torch.ones(3) * factor, "g"), speed)
        assert result.unit is Unit("kJ")
        np.testing.assert_allclose(result.mantissa, [factor] * 3)


@pytest.mark.slow
def test_torch_compile_of_units_not_met_before():
    torch = pytest.importorskip("torch")
    compiled = torch.compile(kinetic, fullgraph=True, backend="eager")
    mass, speed = Unit(dim=Unit("kg").dim, factor=1.0625), Unit(dim=Unit("m / s").dim, factor=1.3125)
    result = compiled(Quantity(torch.ones(3), mass), Quantity(torch.ones(3), speed))
    assert result.unit is Unit("kJ")


def test_torch_func():
    torch = pytest.importorskip("torch")
    q = Quantity(torch.arange(3.0), "m")
    assert torch.vmap(lambda a: a * a)(q).unit is Unit("m^2")
    value, _ = torch.func.vjp(lambda a: a * 2, q)
    assert value.unit is Unit("m")
