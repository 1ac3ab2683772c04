"""Quantities through the transformations of jax itself: what goes in with a unit comes out with one."""

import os
import pickle
import subprocess
import sys

import jax
import jax.export
import jax.numpy as jnp
import numpy as np
import pytest
from jax.experimental import checkify, io_callback

from bu_array import Quantity, decorators, math
from bu_jax import autograd
from bu_units import Unit, UnitMismatchError

X = jnp.array([1.0, 2.0, 3.0])
LENGTH = Quantity(X, "m")
ROWS = Quantity(jnp.arange(6.0).reshape(2, 3), "m")


def check(result, expected, unit=None):
    if unit is None:
        assert not isinstance(result, Quantity)
    else:
        assert result.unit == Unit(unit)
        result = result.mantissa
    assert isinstance(result, (jax.Array, np.ndarray))
    np.testing.assert_array_equal(result, expected)


def square(x):
    return x * x


# ---------------------------------------------------------------- jit


def test_a_unit_is_a_static_argument():
    convert = jax.jit(lambda x, unit: x.to(unit), static_argnums=1)
    check(convert(LENGTH, Unit("mm")), 1000 * X, "mm")
    check(convert(LENGTH, unit=Unit("mm")), 1000 * X, "mm")
    check(jax.jit(lambda x, n: x**n, static_argnames="n")(LENGTH, n=3), X**3, "m^3")
    with pytest.raises(ValueError, match="static"):  # unhashable, as arrays are
        jax.jit(lambda x, y: x + y, static_argnums=1)(LENGTH, LENGTH)


def test_donated_arguments():
    given = Quantity(X + 0, "m")
    kept = Quantity(X + 0, "m")
    check(jax.jit(lambda x, y: x + y, donate_argnums=0)(given, kept), 2 * X, "m")
    assert given.mantissa.is_deleted()
    assert not kept.mantissa.is_deleted()


def test_lowered_and_compiled():
    compiled = jax.jit(square).lower(LENGTH).compile()
    check(compiled(LENGTH), X * X, "m^2")
    with pytest.raises(TypeError):
        compiled(Quantity(X, "s"))
    assert "mul" in str(jax.make_jaxpr(square)(LENGTH))


def built_anew():
    yield Unit("m") / Unit("s")
    yield Unit("m / s")
    yield Unit("m s^-1")
    yield (Unit("s") / Unit("m")) ** -1
    yield pickle.loads(pickle.dumps(Unit("m / s")))
    yield Unit("km") / Unit("ks")
    yield Quantity(1.0, "m") / Quantity(1.0, "s") * Unit("s") / Unit("s")


def test_equal_units_share_one_program():
    traces = []

    @jax.jit
    def momentum(speed, mass):
        traces.append(speed.unit)
        return speed * mass

    mass = Quantity(jnp.float32(2.0), "kg")
    for _ in range(143):
        for made in built_anew():
            unit = made.unit if isinstance(made, Quantity) else made
            result = momentum(Quantity(X, unit), mass)
    check(result, 2 * X, "kg m / s")
    assert len(traces) == 1
    assert momentum._cache_size() == 1
    momentum(Quantity(X, "km / h"), mass)
    assert len(traces) == 2
    # Equal means equal in dimension and size: the names of units do not count.
    momentum(Quantity(X, "kmh"), mass)
    assert len(traces) == 2


def test_derivatives_are_compiled_once():
    traces = []

    def energy(x):
        traces.append(1)
        return math.sum(x * x)

    slope = jax.jit(autograd.grad(energy))
    for _ in range(100):
        slope(Quantity(X, Unit("m s") / Unit("s")))
    assert len(traces) == 1
    assert slope._cache_size() == 1


# ---------------------------------------------------------------- vmap


def test_vmap_over_axes():
    check(jax.vmap(math.sum)(ROWS), [3.0, 12.0], "m")
    check(jax.vmap(math.sum, in_axes=1)(ROWS), [3.0, 5.0, 7.0], "m")
    check(jax.vmap(square, in_axes=1, out_axes=1)(ROWS), ROWS.mantissa**2, "m^2")
    check(jax.vmap(square, in_axes=-1, out_axes=0)(ROWS), ROWS.mantissa.T**2, "m^2")
    time = Quantity(jnp.float32(2.0), "s")
    check(jax.vmap(lambda x, t: x / t, in_axes=(0, None))(ROWS, time), ROWS.mantissa / 2, "m / s")
    axes = ({"x": 0, "t": None},)
    check(jax.vmap(lambda p: p["x"] * p["t"], axes)({"x": LENGTH, "t": time}), 2 * X, "m s")
    outer = jax.vmap(jax.vmap(lambda x, y: x * y, (None, 0)), (0, None))
    check(outer(LENGTH, LENGTH), jnp.outer(X, X), "m^2")
    result = jax.vmap(lambda x: x - jax.lax.pmean(x, "i"), axis_name="i")(LENGTH)
    check(result, [-1.0, 0.0, 1.0], "m")
    # An axis for the inside of a quantity is given as one.
    check(jax.vmap(math.sum, in_axes=(Quantity(1, "m"),))(ROWS), [3.0, 5.0, 7.0], "m")


# ---------------------------------------------------------------- control flow


def test_scan():
    total, trail = jax.lax.scan(lambda carry, x: (carry + x, carry * x), Quantity(0.0, "m"), LENGTH)
    check(total, 6.0, "m")
    check(trail, [0.0, 2.0, 9.0], "m^2")
    step = Quantity(0.1, "s")

    def fall(state, _):
        place, speed = state
        speed = speed - Quantity(9.81, "m / s^2") * step
        return (place + speed * step, speed), {"place": place, "energy": speed**2 / 2}

    start = Quantity(jnp.float32(10), "m"), Quantity(jnp.float32(0), "m / s")
    (place, speed), trail = jax.jit(lambda s: jax.lax.scan(fall, s, length=10))(start)
    assert (place.unit, speed.unit) == (Unit("m"), Unit("m / s"))
    assert trail["place"].unit == Unit("m")
    assert trail["energy"].unit == Unit("m^2 / s^2")
    np.testing.assert_allclose(speed.mantissa, -9.81, rtol=1e-5)
    np.testing.assert_allclose(place.mantissa, 10 - 9.81 * 0.01 * 55, rtol=1e-5)
    last, _ = jax.lax.scan(lambda c, x: (c + x, None), Quantity(0.0, "m"), LENGTH, reverse=True, unroll=2)
    check(last, 6.0, "m")


def test_a_carry_that_changes_its_unit_is_refused():
    with pytest.raises(TypeError):
        jax.lax.scan(lambda carry, x: (carry * x, None), Quantity(1.0, "m"), LENGTH)
    with pytest.raises(TypeError):
        jax.lax.fori_loop(0, 3, lambda _, x: square(x), LENGTH)
    with pytest.raises(TypeError):
        jax.lax.cond(True, square, lambda x: x, LENGTH)
    with pytest.raises(UnitMismatchError):
        jax.lax.scan(lambda carry, x: (carry + x, None), Quantity(1.0, "s"), LENGTH)


def test_loops_and_branches():
    check(jax.lax.fori_loop(0, 3, lambda _, x: x + x, LENGTH), 8 * X, "m")
    check(jax.lax.map(square, LENGTH), X * X, "m^2")
    check(jax.lax.associative_scan(lambda a, b: a + b, LENGTH), [1.0, 3.0, 6.0], "m")
    check(jax.lax.switch(1, [square, lambda x: x * x * 2], LENGTH), 2 * X * X, "m^2")
    limit = Quantity(5.0, "m")
    check(jax.lax.while_loop(lambda x: math.max(x) < limit, lambda x: 2 * x, LENGTH), 2 * X, "m")
    check(
        jax.vmap(lambda x: jax.lax.cond(x > limit / 2, square, lambda y: y * y * 0, x))(LENGTH),
        [0, 0, 9],
        "m^2",
    )


# ---------------------------------------------------------------- custom rules, linear functions


def test_custom_jvp_of_jax():
    @jax.custom_jvp
    def root(x):
        return math.sqrt(x)

    @root.defjvp
    def rule(primals, tangents):
        (x,), (dx,) = primals, tangents
        # The tangent comes in the unit of the argument and leaves in that of the value.
        return root(x), Quantity(3 * dx.mantissa, root(x).unit)

    area = Quantity(jnp.float32(4.0), "m^2")
    check(root(area), 2.0, "m")
    value, change = jax.jvp(root, (area,), (area,))
    check(value, 2.0, "m")
    check(change, 12.0, "m")
    check(autograd.grad(root)(area), 3.0, "m^-1")


def test_custom_vjp_of_jax():
    @jax.custom_vjp
    def clipped(x, limit):
        return x * limit

    clipped.defvjp(
        lambda x, limit: (x * limit, (x, limit)),
        lambda kept, slope: (
            Quantity(slope.mantissa * 5, kept[0].unit),
            jax.tree.map(jnp.zeros_like, kept[1]),
        ),
    )
    time = Quantity(jnp.float32(2.0), "s")
    _, pull = jax.vjp(clipped, LENGTH, time)
    by_x, by_t = pull(Quantity(X, "m s"))
    check(by_x, 5 * X, "m")  # jax's own: a cotangent in the unit of its argument
    check(by_t, 0.0, "s")
    by_x, by_t = autograd.grad(lambda x, t: math.sum(clipped(x, t)), (0, 1))(LENGTH, time)
    check(by_x, [5.0] * 3, "s")
    check(by_t, 0.0, "m")


def test_linear_functions():
    value, push = jax.linearize(square, LENGTH)
    check(value, X * X, "m^2")
    check(push(LENGTH), 2 * X * X, "m^2")
    (transposed,) = jax.linear_transpose(lambda x: 2.0 * x, LENGTH)(LENGTH)
    check(transposed, 2 * X, "m")
    check(jax.checkpoint(square)(LENGTH), X * X, "m^2")
    # jax's own gradient knows no units: the value must be a number.
    check(jax.grad(lambda x: math.sum(x * x / Quantity(1.0, "m^2")))(LENGTH).mantissa, 2 * X)
    with pytest.raises(TypeError):
        jax.grad(lambda x: math.sum(x * x))(LENGTH)


# ---------------------------------------------------------------- shapes, export, checks, callbacks


def test_eval_shape():
    shape = jax.eval_shape(lambda x: {"area": x * x, "n": math.argmax(x)}, LENGTH)
    assert (shape["area"].unit, shape["area"].shape) == (Unit("m^2"), (3,))
    assert isinstance(shape["area"].mantissa, jax.ShapeDtypeStruct)
    assert shape["n"].dtype == jnp.int32
    abstract = Quantity(jax.ShapeDtypeStruct((2, 3), jnp.float32), "m")
    assert jax.eval_shape(lambda x: math.sum(x, axis=0), abstract).shape == (3,)
    assert jax.jit(square).lower(abstract).compile()(ROWS).unit == Unit("m^2")


def test_export():
    exported = jax.export.export(jax.jit(square))(LENGTH)
    check(exported.call(LENGTH), X * X, "m^2")
    with pytest.raises(ValueError, match="pytree"):
        exported.call(Quantity(X, "s"))
    (size,) = jax.export.symbolic_shape("n")
    abstract = Quantity(jax.ShapeDtypeStruct((size,), jnp.float32), "m")
    slope = jax.export.export(jax.jit(autograd.grad(lambda x: math.sum(x**3))))(abstract)
    check(slope.call(LENGTH), 3 * X**2, "m^2")
    check(slope.call(LENGTH[:2]), 3 * X[:2] ** 2, "m^2")


@pytest.mark.parametrize("unit", ["m", "kmh", "J / (kg K)", "m^(1/3)", "degC"])
def test_exported_programs_are_serialized(unit):
    pytest.importorskip("flatbuffers", reason="jax serializes programs by it")
    given = {"x": Quantity(X, unit)}
    exported = jax.export.export(jax.jit(lambda p: {"y": p["x"][::-1], "n": 2}))(given)
    result = jax.export.deserialize(exported.serialize()).call(given)["y"]
    assert type(result) is type(given["x"])
    check(result, X[::-1], unit)


def test_serialized_programs_have_derivatives():
    pytest.importorskip("flatbuffers", reason="jax serializes programs by it")
    exported = jax.export.export(jax.jit(square))(LENGTH)
    again = jax.export.deserialize(exported.serialize(vjp_order=1))
    _, pull = jax.vjp(again.call, LENGTH)
    check(pull(Quantity(X, "m^2"))[0], 2 * X * X, "m")


def test_checkify():
    def checked(x):
        checkify.check(math.all(x > Quantity(0.0, "m")), "found {x}", x=x)
        return x * x

    run = jax.jit(checkify.checkify(checked))
    error, value = run(LENGTH)
    assert error.get() is None
    check(value, X * X, "m^2")
    assert "found [-1. -2. -3.] m" in run(-LENGTH)[0].get()
    error, _ = checkify.checkify(lambda x: math.sqrt(x), errors=checkify.float_checks)(-LENGTH)
    assert "nan" in error.get()


def test_callbacks_to_the_host():
    met = []

    def host(x):
        met.append(x.unit)
        return x * x

    result = jax.jit(lambda x: jax.pure_callback(host, jax.eval_shape(square, x), x))(LENGTH)
    check(result, X * X, "m^2")
    rows = jax.vmap(
        lambda x: jax.pure_callback(host, jax.eval_shape(square, x), x, vmap_method="sequential")
    )(ROWS)
    check(rows, ROWS.mantissa**2, "m^2")
    assert set(met) == {Unit("m")}
    seen = []
    ordered = jax.jit(lambda x: io_callback(lambda y: seen.append(str(y)), None, x, ordered=True))
    ordered(LENGTH)
    ordered(2 * LENGTH)
    jax.effects_barrier()
    assert seen == ["[1. 2. 3.] m", "[2. 4. 6.] m"]


def test_debug_print(capfd):
    jax.jit(lambda x: jax.debug.print("x = {}, twice {y:.1f}", x, y=2 * x, ordered=True))(LENGTH)
    jax.effects_barrier()
    assert capfd.readouterr().out == "x = [1. 2. 3.] m, twice [2.0 4.0 6.0] m\n"
    met = []
    jax.jit(lambda x: jax.debug.callback(lambda y: met.append(y), x))(LENGTH)
    jax.effects_barrier()
    check(met[0], X, "m")


# ---------------------------------------------------------------- trees, on disk


def test_tree_functions():
    tree = {"x": LENGTH, "rows": [ROWS, Quantity(2.0, "s")]}
    assert len(jax.tree.leaves(tree)) == 3
    assert jax.tree.structure(tree) == jax.tree.structure(jax.tree.map(lambda x: 2 * x, tree))
    check(jax.tree.map(lambda a, b: a + b, tree, tree)["x"], 2 * X, "m")
    with pytest.raises(ValueError, match="m"):
        jax.tree.map(lambda a, b: a + b, LENGTH, Quantity(X, "s"))
    assert jax.tree.reduce(lambda total, x: total + jnp.sum(x), tree, 0.0) == 23.0
    pair = jax.tree.map(lambda x: (x, 2 * x), tree)
    _, doubled = jax.tree.transpose(jax.tree.structure(tree), jax.tree.structure((0, 0)), pair)
    check(doubled["x"], 2 * X, "m")
    paths = {jax.tree_util.keystr(path) for path, _ in jax.tree.leaves_with_path(tree)}
    assert paths == {"['rows'][0].mantissa", "['rows'][1].mantissa", "['x'].mantissa"}
    units = jax.tree.map(lambda q: q.unit, tree, is_leaf=lambda x: isinstance(x, Quantity))
    assert units == {"x": Unit("m"), "rows": [Unit("m"), Unit("s")]}
    assert jax.tree.all(jax.tree.map(lambda x: jnp.all(x >= 0), tree))
    check(jax.block_until_ready(jax.device_get(jax.device_put(tree)))["x"], X, "m")


SAVED = {
    "weights": [Quantity(X, "mV"), Quantity(jnp.float16(2), "nS")],
    "state": {"T": Quantity(X, "degC"), "n": jnp.arange(3)},
    "rate": Quantity(jnp.ones((2, 2), jnp.int32), "m^(1/3) / s"),
}

RESTORE = """
import pickle, sys
import jax, numpy as np
import bu_array
arrays = np.load(sys.argv[1])
with open(sys.argv[2], "rb") as file:
    structure = pickle.load(file)
tree = jax.tree.unflatten(structure, [jax.numpy.asarray(arrays[name]) for name in arrays.files])
with open(sys.argv[3], "wb") as file:
    pickle.dump(tree, file)
"""


def test_a_tree_on_disk(tmp_path):
    """Arrays in one file, the structure with its units in another, read by another process and sent back."""
    arrays, structure, sent = (str(tmp_path / name) for name in ("arrays.npz", "structure", "sent"))
    leaves, treedef = jax.tree.flatten(SAVED)
    np.savez(arrays, *leaves)
    (tmp_path / "structure").write_bytes(pickle.dumps(treedef))
    done = run_apart(RESTORE, arrays, structure, sent)
    assert done.returncode == 0, done.stderr
    restored = pickle.loads((tmp_path / "sent").read_bytes())
    assert jax.tree.structure(restored) == treedef
    for again, leaf in zip(jax.tree.leaves(restored), leaves, strict=True):
        assert again.dtype == leaf.dtype
        np.testing.assert_array_equal(again, leaf)
    assert restored["weights"][0].unit is Unit("mV")
    assert type(restored["state"]["T"]) is type(SAVED["state"]["T"])


# ---------------------------------------------------------------- jax's settings


def functions():
    """Functions of many kinds, each of a quantity in metres; they must not mind how strict jax is."""
    step = Quantity(jnp.array([[1.0], [2.0]]), "cm")
    return {
        "add": lambda x: x + Quantity(1.0, "km"),
        "broadcast": lambda x: math.broadcast_to(x, (2, 3)) - math.broadcast_to(step, (2, 3)),
        "statistics": lambda x: (math.mean(x), math.std(x), math.var(x)),
        "norm": lambda x: math.sqrt(math.sum(x**2)),
        "clip": lambda x: math.clip(x, Quantity(10.0, "cm"), 2 * Quantity(1.0, "m")),
        "where": lambda x: math.where(x > Quantity(2.0, "m"), x, 0),
        "concatenate": lambda x: math.concatenate([x, Quantity(X, "km")]),
        "matmul": lambda x: math.matmul(math.stack([x, x]), x),
        "exp": lambda x: math.exp(-x / Quantity(1.0, "m")),
        "sort": lambda x: (math.sort(x), math.argsort(x), math.cumsum(x), math.diff(x, prepend=0)),
        "gradient": autograd.grad(lambda x: math.sum(x**3)),
        "jacobian": autograd.jacobian(lambda x: x**3),
        "forward": autograd.jacfwd(lambda x: x / math.max(x)),
        "hessian": autograd.hessian(lambda x: math.sum(x**3)),
        "vector": autograd.vector_grad(lambda x: x**3),
        "jvp": lambda x: autograd.jvp(square, (x,), (x,)),
        "vjp": lambda x: autograd.vjp(square, x)[1](x),
        "linearize": lambda x: autograd.linearize(square, x)[1](x),
        "hvp": lambda x: autograd.hvp(lambda y: math.sum(y**3), (x,), (x,)),
        "scan": lambda x: jax.lax.scan(lambda c, y: (c + y, c * y), Quantity(0.0, "m"), x),
        "vmap": jax.vmap(lambda x: x * Quantity(2.0, "s")),
        "checkpoint": autograd.grad(autograd.checkpoint(lambda x: math.sum(math.sin(x / Unit("m"))))),
        "units": decorators.assign_units(x=Unit("m"), result=Unit("s"))(lambda x: 2 * x),
    }


@pytest.fixture(params=["numpy_rank_promotion", "debug_nans", "checking_leaks"])
def strict(request):
    options = {"numpy_rank_promotion": ("raise",), "debug_nans": (True,), "checking_leaks": ()}
    with getattr(jax, request.param)(*options[request.param]):
        yield request.param


@pytest.mark.slow
@pytest.mark.parametrize("jit", [False, True], ids=["eager", "jit"])
def test_strict_settings_find_nothing(strict, jit):
    for name, function in functions().items():
        result = jax.jit(function)(LENGTH) if jit else function(LENGTH)
        for leaf in jax.tree.leaves(result):
            assert jnp.all(jnp.isfinite(leaf)), name


@pytest.mark.parametrize("name", ["median", "nanmedian"])
def test_quantiles_make_no_nan(name):
    with jax.debug_nans(True):
        check(getattr(math, name)(LENGTH), 2.0, "m")


def test_strict_settings_are_on():
    with jax.numpy_rank_promotion("raise"), pytest.raises(ValueError, match="rank"):
        LENGTH + ROWS
    with jax.debug_nans(True), pytest.raises(FloatingPointError):
        math.sqrt(-LENGTH)
    kept = []
    with jax.checking_leaks(), pytest.raises(Exception, match=r"(?i)leak"):
        jax.jit(lambda x: (kept.append(x), x)[1])(LENGTH)


@pytest.mark.parametrize("x64", [False, True])
def test_double_precision_on_and_off(x64):
    with jax.enable_x64(x64):
        wide = jnp.float64 if x64 else jnp.float32
        x = Quantity(jnp.asarray(np.array([1.0, 2.0, 3.0])), "m")
        assert x.dtype == wide
        assert autograd.grad(lambda y: math.sum(y**2))(x).dtype == wide
        assert autograd.hessian(lambda y: math.sum(y**2))(x).dtype == wide
        assert autograd.jacfwd(lambda y: y.to("km"))(x).dtype == wide
        assert autograd.vector_grad(lambda y: y**2)(x).dtype == wide
        assert jax.jit(lambda y: y + Quantity(1.0, "km"))(x).dtype == wide
        # A number in a quantity is weakly typed: it takes the dtype of its partner.
        half = Quantity(jnp.ones(3, jnp.float16), "m")
        assert jax.jit(lambda y, step: y + step)(half, Quantity(1.0, "km")).dtype == jnp.float16
        single = Quantity(jnp.ones(3, jnp.float32), "m")
        assert autograd.grad(lambda y: math.sum(y.to("km") ** 2))(single).dtype == jnp.float32
        assert jax.jit(autograd.jacrev(square))(half).dtype == jnp.float16
        total, _ = jax.lax.scan(lambda c, y: (c + y, None), Quantity(jnp.zeros((), wide), "m"), x)
        assert total.dtype == wide
        exact = jax.jit(lambda y: y.to("inch"))(x)
        np.testing.assert_allclose(exact.mantissa, np.arange(1, 4) / 0.0254, rtol=1e-15 if x64 else 1e-6)


# ---------------------------------------------------------------- eight devices, in a process of their own


def run_apart(program, *args, **environment):
    return subprocess.run(
        [sys.executable, "-W", "error", "-c", program, *args],
        capture_output=True,
        check=False,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), **environment},
        text=True,
    )


HEAD = """
import jax, jax.numpy as jnp, numpy as np
from jax.sharding import NamedSharding, PartitionSpec as P, AxisType
from bu_array import Quantity, math
from bu_jax import autograd
from bu_units import Unit
assert jax.device_count() == 8
array = jnp.arange(16.0).reshape(8, 2)
q = Quantity(array, "m")
mesh = jax.make_mesh((8,), ("i",), axis_types=(AxisType.Auto,))
sharding = NamedSharding(mesh, P("i"))

def check(result, expected, unit, placed=None):
    assert result.unit == Unit(unit), result.unit
    np.testing.assert_allclose(result.mantissa, expected, rtol=1e-6)
    assert placed is None or result.mantissa.sharding.is_equivalent_to(placed, result.ndim)

def energy(x):
    return math.sum(x * x)
"""

SHARDED = """
spread = jax.device_put({"x": q}, sharding)["x"]
check(spread, array, "m", sharding)
assert len(spread.mantissa.addressable_shards) == 8
check(spread + Quantity(1.0, "km"), array + 1000, "m", sharding)
check(jax.jit(lambda x: x * x, in_shardings=sharding, out_shardings=sharding)(q), array**2, "m^2", sharding)
check(jax.jit(lambda x: jax.lax.with_sharding_constraint(2 * x, sharding))(q), 2 * array, "m", sharding)
check(jax.jit(autograd.grad(energy))(spread), 2 * array, "m", sharding)
entries = jax.jit(autograd.jacfwd(lambda x: math.sum(x * x, axis=1)))(spread)
check(entries, np.einsum("ij,ik->ikj", 2 * array, np.eye(8)), "m")
whole = jax.device_put(spread, NamedSharding(mesh, P()))
check(whole, array, "m", NamedSharding(mesh, P()))
"""

MAPPED = """
summed = jax.shard_map(lambda x: jax.lax.psum(x * x, "i"), mesh=mesh, in_specs=P("i"), out_specs=P())
check(summed(q), (array**2).sum(0, keepdims=True), "m^2")
check(jax.jit(summed)(q), (array**2).sum(0, keepdims=True), "m^2")
slopes = jax.shard_map(autograd.grad(energy), mesh=mesh, in_specs=P("i"), out_specs=P("i"))
check(slopes(q), 2 * array, "m", sharding)
inside = jax.shard_map(lambda p: p["x"] / p["t"], mesh=mesh, in_specs=({"x": P("i"), "t": P()},), out_specs=P("i"))
check(inside({"x": q, "t": Quantity(jnp.float32(2), "s")}), array / 2, "m / s", sharding)
gathered = jax.shard_map(lambda x: jax.lax.all_gather(x, "i"), mesh=mesh, in_specs=P("i"), out_specs=P("i"))
assert gathered(q).unit == Unit("m")
"""

PARALLEL = """
check(jax.pmap(lambda x: x * x)(q), array**2, "m^2")
mean = jax.pmap(lambda x: x - jax.lax.pmean(x, "d"), axis_name="d")(q)
check(mean, array - array.mean(0), "m")
check(jax.pmap(autograd.grad(energy))(q), 2 * array, "m")
check(jax.pmap(lambda x, t: x / t, in_axes=(0, None))(q, Quantity(2.0, "s")), array / 2, "m / s")
"""

EXPLICIT = """
with jax.set_mesh(jax.make_mesh((8,), ("i",), axis_types=(AxisType.Explicit,))):
    spread = jax.device_put(q, P("i"))
    check(jax.jit(lambda x: x * x)(spread), array**2, "m^2")
    check(autograd.grad(energy)(spread), 2 * array, "m")
    check(getattr(jax, "reshard", jax.sharding.reshard)(spread, P(None, None)), array, "m")  # jax 0.8: there
"""


def test_eight_devices():
    done = run_apart(
        HEAD + SHARDED + MAPPED + PARALLEL + EXPLICIT,
        XLA_FLAGS="--xla_force_host_platform_device_count=8",
        JAX_PLATFORMS="cpu",
    )
    assert done.returncode == 0, done.stderr
