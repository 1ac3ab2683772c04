"""What is taken as an operand: numbers, lists, arrays of jax and quantities with one."""

from fractions import Fraction

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from sparse_checks import FORMATS, D, E, X, Y, made, q

from bu_array import Quantity
from bu_dispatch import BackendError, get_backend
from bu_jax.sparse import CSR, _operands
from bu_units import Unit


@FORMATS
def test_other_libraries_are_refused(kind):
    theirs = Quantity(D, "mS")
    with pytest.raises(BackendError) as error:
        kind.fromdense(theirs)
    assert str(error.value) == (
        f"brainunit.sparse.{kind.__name__.lower()}_fromdense requires the jax backend; got numpy-backed Quantity. "
        "Call .to_jax() on the input first."
    )
    matrix = made(kind)
    for call in (
        lambda: kind((Quantity(np.ones(1), "mS"), [0], [0, 1]), shape=(1, 1)),
        lambda: matrix @ Quantity(X, "mV"),
        lambda: Quantity(Y, "mV") @ matrix,
        lambda: matrix * Quantity(E, "mV"),
        lambda: matrix + theirs,
        lambda: matrix.with_data(Quantity(np.ones(8), "mS")),
        lambda: matrix.yw_to_w(Quantity(Y, "mV"), matrix.data),
    ):
        with pytest.raises(
            BackendError, match=r"brainunit\.sparse\.\S+ requires the jax backend; got numpy-backed"
        ):
            call()


@pytest.mark.parametrize("name", ["torch", "dask"])
def test_each_library_is_named(name):
    record = get_backend(name)
    if not record.usable():
        pytest.skip(f"{name} is not usable")
    for call in (lambda x: CSR.fromdense(x), lambda x: made(CSR) @ x):
        with pytest.raises(BackendError, match=f"got {name}-backed array"):
            call(record.asarray(D[:, :1].tolist()))


def test_what_an_operand_is():
    for x in (2, 2.0, 1j, Fraction(1, 2), [1.0], (1.0,), X, jnp.asarray(X), q(X, "mS"), Unit("mV")):
        assert _operands.is_operand(x)
    for x in ("text", None, {1.0}, object()):
        assert not _operands.is_operand(x)


def test_operands_become_arrays_of_jax():
    array, unit = _operands.jax_array("multiply", [Quantity(1.0, "m"), Quantity(0.002, "km")])
    assert isinstance(array, jax.Array)
    assert (array.tolist(), unit) == ([1.0, 2.0], Unit("m"))
    length = q(X, "m")
    assert _operands.wrapped("multiply", length) is length
    assert isinstance(_operands.wrapped("multiply", X), jax.Array)
    assert _operands.checked("multiply", 2) == 2  # it takes the dtype of the other operand
    with pytest.raises(TypeError, match=r"multiply.*scale degC"):
        _operands.jax_array("multiply", q(X, "degC"))


@FORMATS
def test_elements_at_the_places(kind):
    matrix = made(kind)
    row, col = (np.asarray(x) for x in matrix.tocoo().tree_flatten()[0][1:])
    for other in (E, X, Y[:, None], E[:1, :1]):
        found = _operands.at_places(matrix, jnp.asarray(other))
        np.testing.assert_array_equal(found, np.broadcast_to(other, D.shape)[row, col])
    assert _operands.at_places(matrix, 3.0) == 3.0
    with pytest.raises(ValueError, match=r"shapes \(4, 5\) and \(2, 4, 5\) do not give"):
        _operands.at_places(matrix, jnp.ones((2, 4, 5)))
