"""jax.lax for quantities, against jax.lax and the unit rules."""

import inspect
import re

import jax
import jax.numpy as jnp
import numpy as np
import pytest

import bu_jax
from bu_array import Quantity
from bu_array._declare import DECLARED
from bu_dispatch import BackendError, get_backend
from bu_jax import lax
from bu_units import Unit, UnitMismatchError

X = jnp.array([[3.0, 1.0, 2.0], [6.0, 5.0, 4.0]])
Y = jnp.array([[1.0, 2.0, 2.0], [4.0, -5.0, 6.0]])


def check(result, expected, unit=None):
    if unit is None:
        assert not isinstance(result, Quantity)
    else:
        assert result.unit == Unit(unit)
        result = result.mantissa
    assert isinstance(result, jax.Array)
    assert result.dtype == expected.dtype
    np.testing.assert_allclose(result, expected, rtol=1e-6)


def q(unit="m", x=X):
    return Quantity(x, unit)


KEPT = [
    ("neg", (), {}),
    ("cumsum", (), {}),
    ("cumsum", (1,), {}),
    ("cumsum", (), {"axis": 1, "reverse": True}),
    ("cummax", (1,), {}),
    ("cummin", (), {"axis": 0, "reverse": True}),
    ("slice", ((0, 1), (2, 3)), {}),
    ("slice", ((0, 0), (2, 3), (1, 2)), {}),
    ("slice_in_dim", (0, 1), {}),
    ("slice_in_dim", (0, None), {"stride": 2, "axis": 1}),
    ("index_in_dim", (1,), {}),
    ("index_in_dim", (1, 1, False), {}),
    ("dynamic_slice", ((0, 1), (1, 2)), {}),
    ("dynamic_index_in_dim", (1,), {"axis": 1, "keepdims": False}),
    ("sort", (), {}),
    ("sort", (), {"dimension": 0}),
]


@pytest.mark.parametrize("name, args, options", KEPT)
def test_the_unit_is_kept(name, args, options):
    expected = getattr(jax.lax, name)(X, *args, **options)
    for _ in range(2):
        check(getattr(lax, name)(q("mV"), *args, **options), expected, "mV")
    check(getattr(lax, name)(X, *args, **options), expected)
    check(getattr(lax, name)(np.asarray(X), *args, **options), expected)
    check(jax.jit(lambda a: getattr(lax, name)(a, *args, **options))(q("mV")), expected, "mV")


def test_arithmetic():
    for _ in range(2):
        check(lax.sub(q("m"), q("km", Y)), X - Y * 1000, "m")
        check(lax.mul(q("mV"), q("nA", Y)), X * Y, "pW")
        check(lax.mul(q("ms"), q("kHz", Y)), X * Y)
        check(lax.div(q("mV"), q("nA", Y)), X / Y, "Mohm")
        check(lax.div(q("mV"), q("V", Y)), X / Y / 1000)
        check(lax.rsqrt(q("m^2")), jax.lax.rsqrt(X), "m^-1")
    check(lax.sub(q("m"), 0.0), X, "m")
    check(lax.mul(q("m"), 2.0), X * 2, "m")
    check(
        lax.div(Quantity(jnp.array([7, -7]), "m"), Quantity(jnp.array([2, 2]), "s")),
        jnp.array([3, -3]),
        "m / s",
    )
    with pytest.raises(UnitMismatchError, match=r"^sub: .*\(units are m and s\)\.$"):
        lax.sub(q("m"), q("s"))
    with pytest.raises(UnitMismatchError, match=r"^sub: "):
        lax.sub(q("m"), 1.0)


@pytest.mark.parametrize("name", ["eq", "ne", "lt", "le", "gt", "ge"])
def test_comparisons(name):
    function = getattr(lax, name)
    expected = getattr(jax.lax, name)(X, Y)
    check(function(q("m"), q("m", Y)), expected)
    check(function(q("m"), q("km", Y / 1000)), expected)
    check(function(q("m"), 0.0), getattr(jax.lax, name)(X, jnp.zeros_like(X)))
    with pytest.raises(UnitMismatchError, match=f"^{name}: "):
        function(q("m"), q("s", Y))


def test_update():
    row = Quantity(jnp.array([[7.0, 8.0]]), "km")
    expected = jax.lax.dynamic_update_slice(X, row.mantissa * 1000, (1, 1))
    check(lax.dynamic_update_slice(q("m"), row, (1, 1)), expected, "m")
    check(lax.dynamic_update_slice(operand=q("m"), update=row, start_indices=(1, 1)), expected, "m")
    check(lax.dynamic_update_slice(q("m"), jnp.zeros((1, 2)), (0, 0)), X.at[0, :2].set(0), "m")
    with pytest.raises(UnitMismatchError, match=r"^dynamic_update_slice: "):
        lax.dynamic_update_slice(q("m"), jnp.ones((1, 2)), (0, 0))


def test_traced_indices():
    check(jax.jit(lambda i: lax.dynamic_slice(q("m"), (i, 0), (1, 3)))(1), X[1:], "m")
    check(jax.jit(lambda i: lax.dynamic_index_in_dim(q("m"), i))(1), X[1:], "m")


@pytest.mark.parametrize("name", lax.__all__)
def test_another_library_is_refused(name):
    other = Quantity(np.asarray(X), "m")
    function = getattr(lax, name)
    count = sum(p.default is p.empty for p in inspect.signature(function).parameters.values())
    with pytest.raises(BackendError) as error:
        function(other, *[other] * (count - 1))
    assert str(error.value) == (
        f"brainunit.lax.{name} requires the jax backend; got numpy-backed Quantity. "
        "Call .to_jax() on the input first."
    )


@pytest.mark.parametrize("name", ["torch", "dask", "ndonnx"])
def test_each_library_is_named(name):
    record = get_backend(name)
    if not record.usable():
        pytest.skip(f"{name} is not usable")
    x = record.asarray([1.0, 2.0])
    for value, kind in ((Quantity(x, "m"), "Quantity"), (x, "array")):
        for function in (
            lambda v: lax.slice(v, (0,), (1,)),
            lambda v: lax.sub(v, v),
            lambda v: lax.mul(q("m", X[0]), v),
        ):
            with pytest.raises(
                BackendError, match=rf"; got {name}-backed {kind}\. Call \.to_jax\(\) on the input first\.$"
            ):
                function(value)


def test_one_operand_of_another_library_is_refused():
    with pytest.raises(BackendError, match=r"lax.mul requires the jax backend; got numpy-backed Quantity"):
        lax.mul(q("m"), Quantity(np.asarray(Y), "s"))
    with pytest.raises(BackendError, match=r"lax.dynamic_update_slice requires the jax backend"):
        lax.dynamic_update_slice(q("m"), Quantity(np.ones((1, 1), "f4"), "m"), (0, 0))


def test_the_way_out_works():
    other = Quantity(np.asarray(X), "m")
    check(lax.slice(other.to_jax(), (0, 0), (1, 1)), X[:1, :1], "m")
    assert str(lax.slice(Quantity(np.array([1.0]), "m").to_jax(), (0,), (1,))) == "[1.] m"


def test_parameters_are_jaxs():
    for name in set(lax.__all__) - {"sort"}:
        ours = list(inspect.signature(getattr(lax, name)).parameters)
        theirs = [
            p for p in inspect.signature(getattr(jax.lax, name)).parameters if p in ours or p in ("x", "y")
        ]
        assert ours == theirs


def test_declarations():
    declared = {row.name for row in DECLARED if row.module.startswith("bu_jax.lax")}
    assert declared == set(lax.__all__)
    assert bu_jax.__all__ == ["__version__", "autograd", "lax"]


def test_the_program_is_jaxs():
    def text(function, *args):
        program = jax.jit(function).lower(*args).as_text()
        return re.sub(r'jax.result_info = "[^"]*"', "", re.sub(r"@jit_\w+", "@jit", program))

    ours = text(lambda a, b: lax.mul(lax.cumsum(a), b), q("m"), q("s", Y))
    assert ours == text(lambda a, b: jax.lax.mul(jax.lax.cumsum(a), b), X, Y)
