"""Sparse arrays, scipy's and those of the package sparse, as mantissas."""

import numpy as np
import pytest

from bu_array import Quantity, math
from bu_dispatch import BackendError
from bu_units import Unit, UnitMismatchError

DENSE = np.array([[1.0, 0.0, 2.0], [0.0, 3.0, 0.0]])
VOLTS = Quantity(np.array([1.0, 2.0, 3.0]), "V")


def scipys(kind):
    return lambda dense: getattr(pytest.importorskip("scipy.sparse"), kind)(dense)


def coo(dense):
    return pytest.importorskip("sparse").COO.from_numpy(dense)


KINDS = [
    pytest.param(scipys(kind), id=kind) for kind in ("csr_array", "csc_array", "coo_array", "csr_matrix")
]
every = pytest.mark.parametrize("make", [*KINDS, pytest.param(coo, id="COO", marks=pytest.mark.slow)])


def dense(q, unit):
    assert isinstance(q, Quantity)
    return np.asarray(q.to_decimal(unit).todense())


@every
def test_a_unit_is_attached_and_nothing_made_dense(make):
    array = make(DENSE)
    for q in (array * Unit("mS"), Unit("mS") * array, Quantity(array, "mS")):
        assert q.mantissa is array
        assert q.unit == Unit("mS")
        assert q.shape == (2, 3)
        assert "mS" in repr(q)
        assert "mS" in str(q)


@every
def test_conversion_products_and_sums(make):
    q = make(DENSE) * Unit("S")
    np.testing.assert_allclose(dense(q, "mS"), 1000 * DENSE)
    np.testing.assert_allclose(dense(q + q.to("mS"), "S"), 2 * DENSE)
    np.testing.assert_allclose(dense(q - q, "S"), 0 * DENSE)
    np.testing.assert_allclose(dense(2 * q, "S"), 2 * DENSE)
    np.testing.assert_allclose(dense(-q, "S"), -DENSE)
    np.testing.assert_allclose(dense(q / Unit("s"), "S/s"), DENSE)
    np.testing.assert_allclose(dense(math.multiply(q, q), "S^2"), DENSE * DENSE)
    with pytest.raises(UnitMismatchError):
        q + make(DENSE) * Unit("s")


@every
def test_matrix_products(make):
    q = make(DENSE) * Unit("mS")
    for current in (q @ VOLTS, math.matmul(q, VOLTS)):
        np.testing.assert_allclose(current.to_decimal("mA"), [7.0, 6.0])
    bare = math.matmul(make(DENSE), VOLTS)
    np.testing.assert_allclose(bare.to_decimal("V"), [7.0, 6.0])
    np.testing.assert_allclose((VOLTS @ q.T).to_decimal("mA"), [7.0, 6.0])


@pytest.mark.slow
def test_an_array_of_the_package_sparse_leaves_the_product_to_the_quantity():
    np.testing.assert_allclose((coo(DENSE) @ VOLTS).to_decimal("V"), [7.0, 6.0])
    assert (coo(DENSE) * VOLTS).unit == Unit("V")


def test_scipys_own_operator_refuses_a_dense_quantity():
    with pytest.raises(TypeError, match="would lose the unit"):
        scipys("csr_array")(DENSE) @ VOLTS


def test_sums_and_slices():
    q = scipys("csr_array")(DENSE) * Unit("S")
    assert q.sum().to_decimal("S") == 6.0
    assert q.sum(axis=0).to_decimal("S").tolist() == [1.0, 3.0, 2.0]
    assert math.sum(q, axis=1).to_decimal("mS").tolist() == [3000.0, 3000.0]
    assert q.max().to_decimal("S") == 3.0
    assert q[0, 2].to_decimal("S") == 2.0
    assert dense(q[:, 1:], "S").tolist() == [[0.0, 2.0], [3.0, 0.0]]


def test_what_sparse_arrays_cannot_do_is_refused():
    q = scipys("csr_array")(DENSE) * Unit("S")
    for refuse in (
        lambda: math.concatenate([q, q]),
        lambda: math.median(q),
        lambda: math.sin(scipys("csr_array")(DENSE)),
    ):
        with pytest.raises(BackendError, match="sparse"):
            refuse()
    with pytest.raises(TypeError, match="would lose the unit"):
        np.asarray(q)
