"""Functions of `lax`, a row for each way to call one: what every row is tested for, and the arrays in it."""

import inspect
from importlib import import_module
from typing import ClassVar, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from bu_array import Quantity
from bu_dispatch import BackendError, get_backend
from bu_jax import lax
from bu_units import Unit

X = jnp.array([[3.25, 1.5, 2.125], [6.0, 5.75, 4.0]], "float32")
Y = jnp.array([[1.0, 2.0, 2.5], [4.0, 0.5, 6.0]], "float32")
UNIT = jnp.array([[0.25, 0.5, 0.125], [0.75, 0.625, 0.0625]], "float32")
N = jnp.array([[7, -3, 12], [0, 1, 255]], "int32")
B = jnp.array([[True, False, True], [False, False, True]])
C = X + 1j * Y
M = jnp.array([[4.0, 1.0, 0.5], [1.0, 3.0, 0.25], [0.5, 0.25, 2.0]], "float32")
V = jnp.array([1.0, 2.0, 3.0], "float32")
IMAGE = jnp.arange(16, dtype="float32").reshape(1, 1, 4, 4)
KERNEL = jnp.array([[[[1.0, -2.0], [0.5, 3.0]]]], "float32")
INDEX = jnp.array([[0], [2]])
GATHER = jax.lax.GatherDimensionNumbers(offset_dims=(), collapsed_slice_dims=(0,), start_index_map=(0,))
SCATTER = jax.lax.ScatterDimensionNumbers(
    update_window_dims=(), inserted_window_dims=(0,), scatter_dims_to_operand_dims=(0,)
)
TWO = jnp.array([10.0, -20.0], "float32")
TOP_K_HAS_AXIS = "axis" in inspect.signature(jax.lax.top_k).parameters  # jax 0.8.0 has not
DOT = (((1,), (1,)), ((), ()))


def half(x):
    return x / 2


class Row(NamedTuple):
    name: str
    operands: list
    results: object  # the unit of the result, or a list of units
    call: object = lambda f, *xs: f(*xs)


def kept(name, call=lambda f, x: f(x), x=X, unit="mV"):
    return Row(name, [(x, unit)], unit, call)


def pure(name, *xs):
    return Row(name, [(x, "") for x in xs], None)


def several(name, results, call=lambda f, x: f(x), x=M):
    return Row(name, [(x, "mV")], ["mV" if r else None for r in results], call)


def q(unit="m", x=X):
    return Quantity(x, unit)


def check(result, expected, unit=None):
    """Compare dtype, shape and every bit."""
    if isinstance(expected, (tuple, list)):
        assert isinstance(result, (tuple, list))
        units = unit if isinstance(unit, list) else [unit] * len(expected)
        for part, wanted, each in zip(result, expected, units, strict=True):
            check(part, wanted, each)
        return
    if unit is None:
        assert not isinstance(result, Quantity)
    else:
        assert result.unit == Unit(unit)
        result = result.mantissa
    assert isinstance(result, jax.Array)
    assert (result.dtype, result.shape) == (expected.dtype, expected.shape)
    np.testing.assert_array_equal(result, expected)


def theirs(name):
    return getattr(jax.lax, name, None) or getattr(jax.lax.linalg, name)


def wanted(row):
    """The result of jax.lax, its scale folded in where the dimension cancels."""
    result = row.call(theirs(row.name), *(x for x, _ in row.operands))
    return result * jnp.float32(1e-3) if row.operands[0][1] == "ms" else result


def bare_units(row):
    return [None] * len(row.results) if isinstance(row.results, list) else None


def quantities(row):
    return [Quantity(x, unit) if unit else x for x, unit in row.operands]


@pytest.mark.slow  # every function compiled: half a minute for all modules
class Rows:
    """What the test of each module derives: it has the rows of the functions there."""

    MODULE: ClassVar[str]
    ROWS: ClassVar[list[Row]]
    BY_HAND: ClassVar[frozenset[str]] = frozenset()
    """Functions without an operand that has a unit, with trees of them, or not in jax.lax."""

    @classmethod
    def pytest_generate_tests(cls, metafunc):
        if "row" in metafunc.fixturenames:
            metafunc.parametrize("row", cls.ROWS, ids=[f"{row.name}-{i}" for i, row in enumerate(cls.ROWS)])

    def test_every_function_is_here(self):
        module = import_module(f"bu_jax.lax.{self.MODULE}")
        assert {row.name for row in self.ROWS} | self.BY_HAND == set(module.__all__)

    def test_values_and_units(self, row):
        function, expected = getattr(lax, row.name), wanted(row)
        for _ in range(2):  # the second time what is known of the units and types is at hand
            check(row.call(function, *quantities(row)), expected, row.results)

    def test_bare_arrays_are_jaxs(self, row):
        function, xs = getattr(lax, row.name), [x for x, _ in row.operands]
        expected = row.call(theirs(row.name), *xs)
        check(row.call(function, *xs), expected, bare_units(row))
        check(row.call(function, *map(np.asarray, xs)), expected, bare_units(row))

    def test_under_jit(self, row):
        function = getattr(lax, row.name)
        expected = jax.jit(lambda *xs: row.call(theirs(row.name), *xs))(*(x for x, _ in row.operands))
        expected = expected * jnp.float32(1e-3) if row.operands[0][1] == "ms" else expected
        check(jax.jit(lambda *xs: row.call(function, *xs))(*quantities(row)), expected, row.results)

    @pytest.mark.parametrize("backend", ["numpy", "torch"])
    def test_other_libraries_are_refused(self, row, backend):
        record = get_backend(backend)
        if not record.usable():
            pytest.skip(f"{backend} is not usable")
        function, xs = getattr(lax, row.name), quantities(row)
        for place, (x, unit) in enumerate(row.operands):
            other = Quantity(record.asarray(np.array(x)), unit or "1")
            text = (
                f"brainunit.lax.{row.name} requires the jax backend; got {backend}-backed Quantity. "
                "Call .to_jax() on the input first."
            )
            with pytest.raises(BackendError) as error:
                row.call(function, *xs[:place], other, *xs[place + 1 :])
            assert str(error.value) == text
        if backend != "numpy":
            with pytest.raises(BackendError, match=f"got {backend}-backed array"):
                row.call(function, *(record.asarray(np.array(x)) for x, _ in row.operands))
