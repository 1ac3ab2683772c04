"""What programs for brainunit 0.x and saiunit do: it works, or a page says why not and what instead."""

import copy
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pytest

import brainunit as u
from brainunit import Quantity, typing
from bu_dispatch import get_backend

jax = pytest.importorskip("jax")
jnp = pytest.importorskip("jax.numpy")

PAGE = Path(__file__).parents[1] / "docs" / "start" / "coming-from-brainunit-0.md"
X = np.arange(3.0)


def same(result: Any, mantissa: Any, unit: str | None = None) -> None:
    """Assert values and unit, None for a bare result."""
    assert isinstance(result, Quantity) == (unit is not None)
    if unit is not None:
        assert str(result.unit) == unit
        result = result.mantissa
    np.testing.assert_allclose(np.asarray(result), mantissa, rtol=1e-6)


def q(lib: Any = np) -> Quantity:
    return Quantity(lib.arange(3.0), "mV")


# ---------------------------------------------------------------- what works


def dask_is_computed_on_demand() -> None:
    da = pytest.importorskip("dask.array")
    lazy = Quantity(da.from_array(X, chunks=2), "mV")
    for name in ("numpy", "jax"):
        found = getattr(lazy, f"to_{name}")()
        assert found.backend == name
        same(found, X, "mV")


def results_are_trees() -> None:
    units = {"a": u.second, "b": (u.volt, u.metre)}

    def f() -> Any:
        return {"a": 1 * u.second, "b": (1 * u.volt, 2 * u.metre)}

    assert u.check_units(result=units)(f)()["b"][1] == 2 * u.metre
    assert u.check_dims(result={"a": u.second.dim, "b": (u.volt.dim, u.metre.dim)})(f)()["a"] == 1 * u.second
    assigned = u.assign_units(result=units)(lambda: {"a": 1.0, "b": (1.0, 2.0)})()
    assert (assigned["a"], assigned["b"][0]) == (1 * u.second, 1 * u.volt)
    with pytest.raises(u.UnitMismatchError, match="the result must be in m"):
        u.check_units(result=units)(lambda: {"a": 1 * u.second, "b": (1 * u.volt, 2 * u.second)})()
    with pytest.raises(TypeError, match="the keys"):
        u.check_units(result=units)(lambda: {"a": 1 * u.second})()


def an_argument_like_another() -> None:
    for decorate in (u.check_units(a=u.metre, b="a"), u.check_dims(a=u.metre.dim, b="a")):
        f = decorate(lambda a, b: a + b)
        same(f(1.0 * u.metre, 2.0 * u.metre), 3, "m")
        with pytest.raises((u.UnitMismatchError, u.DimensionMismatchError), match="argument 'b'"):
            f(1.0 * u.metre, 2.0 * u.second)
        with pytest.raises(TypeError, match="'b' is to be like 'a', which is missing"):
            decorate(lambda b, a=None: b)(b=1.0 * u.metre)
    same(
        u.assign_units(a=u.metre, b="a", result=u.metre)(lambda a, b: a + b)(1 * u.metre, 2 * u.km), 2001, "m"
    )
    with pytest.raises(u.UnitParseError, match=r"'c' is none of its arguments \['a', 'b'\]"):
        u.check_units(b="c")(lambda a, b: b)


def isinstance_by_dimension() -> None:
    far = 3 * u.kmeter
    for asked in (Quantity[u.metre], Quantity["length"], typing.LENGTH, typing.quantity_type(u.metre)):  # type: ignore[misc]
        assert isinstance(far, asked)
        assert not isinstance(3 * u.second, asked)
        assert not isinstance(3.0, asked)
        assert not isinstance("length", asked)
    assert isinstance(3, (Quantity[u.second], int))  # type: ignore[misc]
    assert isinstance(20 * u.degC, typing.TEMPERATURE)  # type: ignore[arg-type]


def physical_types() -> None:
    length = typing.PhysicalType("length")
    assert length is typing.PhysicalType(" Length ") is copy.copy(length)
    assert length.dimension is u.metre.dim


def validated_functions() -> None:
    def plain(x: int) -> int:
        return x

    assert typing.validate_units(plain) is plain

    @typing.validate_units
    def f(x: typing.LENGTH) -> Any:  # type: ignore[valid-type]
        return x

    with pytest.raises(TypeError, match="argument 'x' must be of length"):
        f(3.0)


def reprs_of_units_are_read() -> None:
    for unit in (u.mV, u.metre / u.second, u.UNITLESS, u.degC, u.Unit("10.0^-3 * m^0.5")):
        assert u.parse_unit(repr(unit)) == unit
        assert u.Unit(repr(unit)) == unit
    with pytest.raises(u.UnitParseError):
        u.parse_unit('Unit("no such")')


def exprel_takes_an_order() -> None:
    x = np.array([0.0, 1e-4, 0.5, 2.0])
    expected = np.where(x == 0, 1, np.expm1(x) / np.where(x == 0, 1, x))
    for order in (1, 2, 5, 9):
        np.testing.assert_allclose(u.math.exprel(x, order=order), expected, rtol=1e-14)
    for wrong in (0, -1):
        with pytest.raises(ValueError, match="at least 1"):
            u.math.exprel(x, order=wrong)


def cross_of_two_components() -> None:
    a, b = np.array([[1.0, 2.0], [0.0, 1.0]]), np.array([[3.0, 4.0], [5.0, 6.0]])
    expected = a[:, 0] * b[:, 1] - a[:, 1] * b[:, 0]
    for lib in (np, jnp):
        same(u.math.cross(lib.asarray(a) * u.metre, lib.asarray(b) * u.second), expected, "m * s")
    same(u.math.cross(jnp.asarray(a), jnp.asarray(b)), jnp.cross(jnp.asarray(a), jnp.asarray(b)))


def resize() -> None:
    for lib in (np, jnp):
        r = Quantity(lib.arange(6.0), "mV")
        r.resize((2, 3))
        same(r, np.arange(6.0).reshape(2, 3), "mV")


def expand_as_a_shape() -> None:
    same(q().expand_as((2, 3)), [X, X], "mV")
    same(q().expand_as(np.ones((2, 3))), [X, X], "mV")


def clipped_indices() -> None:
    for lib in (np, jnp):
        same(q(lib).at[20].get(mode="clip"), 2, "mV")
        same(q(lib).at[10].set(1 * u.mV, mode="drop"), X, "mV")


def at_of_ndonnx() -> None:
    ndx = pytest.importorskip("ndonnx")
    x = Quantity(ndx.asarray(X), "mV")
    for result, expected in (
        (x.at[1].get(), 1.0),
        (x.at[0].set(5 * u.mV), [5.0, 1.0, 2.0]),
        (x.at[0].add(1 * u.mV), [1.0, 1.0, 2.0]),
    ):
        assert result.unit is u.mV
        np.testing.assert_array_equal(result.mantissa.unwrap_numpy(), expected)


def arithmetic_of_units() -> None:
    assert abs(u.mV) is u.mV
    quarter = u.UNITLESS / 4
    assert isinstance(quarter, Quantity)
    assert quarter == 0.25
    with pytest.raises(TypeError, match="no further arguments"):
        u.Unit("mV", is_fullname=True)


def in_place_rebinds() -> None:
    for mantissa in (jnp.arange(3), 3):
        r = before = Quantity(mantissa, "mV")
        r *= 1.5
        assert before is not r
        same(r, np.asarray(mantissa) * 1.5, "mV")


def dtype_of_a_number() -> None:
    for value in (True, 1, 1.5, 1j):
        assert Quantity(value).dtype == np.dtype(type(value))
        assert isinstance(Quantity(value).dtype, np.dtype)


def a_plain_zero() -> None:
    for r in (q(), q(jnp), 2.0 * u.mV):
        same(r + 0, r.mantissa, "mV")
        r += 0
        assert r.unit is u.mV
    x = X.copy()
    x += Quantity(0.0)
    np.testing.assert_array_equal(x, X)


def eigenvalues() -> None:
    result = u.linalg.eig(Quantity(np.diag([1.0, 2.0]), "mV"))
    assert isinstance(result, tuple)
    values, vectors = result
    same(np.real(values), [1, 2], "mV")
    assert result == (values, vectors) or bool((result[1] == vectors).all())
    assert result.eigenvalues is values


def promoted_arrays() -> None:
    result = u.math.promote_dtypes(np.zeros(1, "f4") * u.mV, np.zeros(1))
    assert isinstance(result, list)
    assert [x.dtype for x in result] == ["f8", "f8"]
    assert u.math.get_dtype(True) == np.result_type(True)


def windows() -> None:
    for name in ("bartlett", "blackman", "hamming", "hanning"):
        same(getattr(u.math, name)(8), getattr(np, name)(8).astype("f4") + 0)
        with u.using_backend("numpy"):
            assert getattr(u.math, name)(8).dtype == np.float64


def empty_data() -> None:
    empty = u.math.asarray([], unit=u.metre)
    assert (empty.shape, empty.unit) == ((0,), u.metre)


def gradient_at_the_edges() -> None:
    for lib in (np, jnp):
        x = lib.arange(5.0)
        same(u.math.gradient(x**2 * u.mV, edge_order=2), np.gradient(np.arange(5.0) ** 2, edge_order=2), "mV")


def array_protocol() -> None:
    assert isinstance(X, typing.Array)
    assert isinstance(q(jnp), typing.Array)
    assert not isinstance(3, typing.Array)


def sparse_sums() -> None:
    dense = np.diag([1.0, 2.0])
    matrix = u.sparse.CSR.fromdense(jnp.asarray(dense) * u.mV)
    same(matrix + 1.0 * u.mV, dense + 1, "mV")
    same(u.sparse.CSR.fromdense(jnp.asarray(dense)) + 1.0, dense + 1)


def float0_of_jacobians() -> None:
    x = jnp.arange(2)
    ours = u.autograd.jacrev(lambda x: x * 2.0, allow_int=True)(x)
    theirs = jax.jacrev(lambda x: x * 2.0, allow_int=True)(x)
    assert ours.dtype == theirs.dtype
    np.testing.assert_array_equal(ours, theirs)


def frequencies() -> None:
    for spacing, unit in ((u.ms, "kHz"), (u.hour, "1 / h"), (u.minute, "1 / min"), (u.metre, "1 / m")):
        with u.using_backend("numpy"):
            same(u.fft.fftfreq(4, 1.0 * spacing), np.fft.fftfreq(4), unit)
            same(u.fft.rfftfreq(4, 0.5 * spacing), np.fft.rfftfreq(4, 0.5), unit)


WORKS: dict[str, Callable[[], None]] = {
    "to_numpy of dask": dask_is_computed_on_demand,
    "trees of results": results_are_trees,
    "an argument like another": an_argument_like_another,
    "isinstance": isinstance_by_dimension,
    "PhysicalType": physical_types,
    "validate_units": validated_functions,
    "parse_unit of a repr": reprs_of_units_are_read,
    "exprel order": exprel_takes_an_order,
    "cross of 2-vectors": cross_of_two_components,
    "resize": resize,
    "expand_as a shape": expand_as_a_shape,
    "at, modes": clipped_indices,
    "at, ndonnx": at_of_ndonnx,
    "abs(unit), UNITLESS / 4, Unit(is_fullname)": arithmetic_of_units,
    "in place, jax": in_place_rebinds,
    "dtype of a number": dtype_of_a_number,
    "a plain zero": a_plain_zero,
    "eig": eigenvalues,
    "promote_dtypes, get_dtype": promoted_arrays,
    "windows": windows,
    "asarray of nothing": empty_data,
    "gradient edge_order": gradient_at_the_edges,
    "Array": array_protocol,
    "sparse and scalars": sparse_sums,
    "jacrev allow_int": float0_of_jacobians,
    "fftfreq": frequencies,
}


@pytest.mark.parametrize("name", WORKS)
def test_works(name: str) -> None:
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Explicitly requested dtype")  # jax's, of float64
        WORKS[name]()


# ---------------------------------------------------------------- what the page says


class Refused(NamedTuple):
    """What a program does, the error here, and what the page has about it."""

    work: Callable[[], Any]
    error: type[Exception]
    words: tuple[str, ...]


def in_place(lib: str) -> Any:
    backend = get_backend(lib)
    r = Quantity(backend.asarray([1, 2]), "mV")
    r *= 1.5
    return r


def set_field() -> None:
    u.mV.name = "x"  # type: ignore[misc]


def generator(x: Any) -> Any:
    yield x


def of_integers() -> Any:
    matrix = u.sparse.CSR.fromdense(jnp.eye(3))
    return u.autograd.grad(lambda x: (matrix @ x).sum())(jnp.arange(3))


REFUSED = {
    "integers in place": Refused(lambda: in_place("numpy"), TypeError, ("q *= 1.5", "q = q * 1.5")),
    "at beyond the end": Refused(
        lambda: q().at[10].set(1 * u.mV), IndexError, (".at[10].set(", 'mode="drop"')
    ),
    "lax.pad": Refused(lambda: u.lax.pad(q(jnp), 2.0, [(1, 1, 0)]), u.UnitMismatchError, ("u.lax.pad",)),
    "lax.dynamic_update_slice": Refused(
        lambda: u.lax.dynamic_update_slice(q(jnp), jnp.array([2.0]), (0,)),
        u.UnitMismatchError,
        ("dynamic_update_slice",),
    ),
    "qr raw": Refused(lambda: u.linalg.qr(np.eye(2) * u.mV, mode="raw"), ValueError, ('mode="raw"',)),
    "slogdet": Refused(lambda: u.linalg.slogdet(np.eye(2) * u.mV), TypeError, ("slogdet",)),
    "rtol with a unit": Refused(
        lambda: u.math.allclose(1 * u.mV, 1 * u.mV, rtol=1e-5 * u.mV), TypeError, ("rtol=", "atol=")
    ),
    "logspace": Refused(lambda: u.math.logspace(1 * u.second, 2 * u.second), TypeError, ("logspace",)),
    "grad of integers": Refused(of_integers, TypeError, ("allow_int",)),
    "grad of a number": Refused(lambda: u.autograd.grad(3), TypeError, ("u.autograd.grad(3)",)),
    "jacrev of a number": Refused(lambda: u.autograd.jacrev(3), TypeError, ("u.autograd.grad(3)",)),
    "vector_grad of a number": Refused(lambda: u.autograd.vector_grad(3), TypeError, ("u.autograd.grad(3)",)),
    "grad of a generator": Refused(lambda: u.autograd.grad(generator), TypeError, ("generator",)),
    "fields of units": Refused(set_field, AttributeError, ("u.mV.name =", "u.mV *= 2")),
    "Unit is_fullname": Refused(lambda: u.Unit("mV", is_fullname=True), TypeError, ("is_fullname",)),
    "braintools": Refused(lambda: u.mV.dim._dims, AttributeError, ("braintools", "Dimension.dim")),
}


@pytest.mark.parametrize("name", REFUSED)
def test_refused(name: str) -> None:
    work, error, words = REFUSED[name]
    with pytest.raises(error):
        work()
    page = PAGE.read_text("utf-8")
    assert [word for word in words if word not in page] == []


@pytest.mark.parametrize(
    "word",
    [
        "householder_product",
        "resize",
        "1 / (2 * u.ms)",
        "fftfreq",
        "sparse",
        "float0",
        "get_dtype",
        "bartlett",
    ],
)
def test_what_differs_is_on_the_page(word: str) -> None:
    assert word in PAGE.read_text("utf-8")


def test_what_the_page_says_of_differences() -> None:
    same(1 / (2 * u.ms), 0.5, "1 / ms")
    factors, scales = jnp.eye(2), jnp.ones(2)
    same(u.lax.householder_product(factors * u.mV, scales), u.lax.householder_product(factors, scales))
    same(jax.jit(lambda r: r.resize((3, 1)) or r)(q(jnp)), X[:, None], "mV")
    unit = u.mV
    unit *= 2
    assert unit == 2 * u.mV
    assert u.mV.magnitude == 1e-3
