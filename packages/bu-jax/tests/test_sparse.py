"""Sparse matrices with units, compared with what dense arrays give."""

import operator
import pickle

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from jax.experimental import sparse as jax_sparse

from bu_array import Quantity, math
from bu_dispatch import BackendError, get_backend
from bu_jax import autograd, sparse
from bu_jax.sparse import COO, CSC, CSR, SparseMatrix
from bu_units import Unit, UnitMismatchError

FORMATS = pytest.mark.parametrize("kind", [CSR, CSC, COO])

D = np.array([[0, 2, 0, 1, 7], [0, 0, 0, 0, 0], [3, 0, 5, 0, 4], [0, 9, 0, 0, 6]], "f4")
E = np.array([[1, 2, 0, 0, 0], [0, 3, 0, 0, 8], [0, 0, 5, 0, 0], [7, 0, 0, 2, 0]], "f4")
F = np.array([[0, 1, 0], [2, 0, 0], [0, 0, 3], [0, 4, 0], [5, 0, 0]], "f4")
X = np.array([1, 2, 3, 4, 5], "f4")
Y = np.array([2, 3, 5, 7], "f4")
MANY = np.arange(10, dtype="f4").reshape(5, 2)


def q(x, unit):
    return Quantity(jnp.asarray(x), unit)


def made(kind, dense=D, unit="mS"):
    return kind.fromdense(q(dense, unit) if unit else jnp.asarray(dense))


def check(result, expected, unit=None):
    if isinstance(result, SparseMatrix):
        assert tuple(result.shape) == np.shape(expected)
        result = result.todense()
    if unit is None:
        assert not isinstance(result, Quantity)
    else:
        assert result.unit == Unit(unit)
        result = result.mantissa
    assert isinstance(result, jax.Array)
    np.testing.assert_allclose(result, expected, rtol=1e-6)


# ---------------------------------------------------------------- what they are


@FORMATS
def test_fields(kind):
    matrix = made(kind)
    assert isinstance(matrix, SparseMatrix)
    assert isinstance(matrix, jax_sparse.JAXSparse)
    assert (matrix.shape, matrix.ndim, matrix.size, matrix.nse, len(matrix)) == ((4, 5), 2, 20, 8, 4)
    assert matrix.dtype == "float32"
    assert matrix.unit == Unit("mS")
    assert matrix.data.unit == Unit("mS")
    assert repr(matrix) == f"{kind.__name__}(float32[4, 5], nse=8, unit=mS)"
    assert repr(made(kind, unit=None)) == f"{kind.__name__}(float32[4, 5], nse=8)"
    assert matrix.block_until_ready() is matrix
    with pytest.raises(TypeError):
        hash(matrix)


@FORMATS
def test_from_dense_and_back(kind):
    check(made(kind), D, "mS")
    check(made(kind, unit=None), D)
    check(kind.fromdense(D), D)
    check(kind.fromdense(D.tolist()), D)
    check(kind.fromdense(q(D.astype("i4"), "mS")), D, "mS")
    check(made(kind, np.zeros((3, 2), "f4")), np.zeros((3, 2)), "mS")
    name = kind.__name__.lower()
    matrix = getattr(sparse, f"{name}_fromdense")(q(D, "mS"), nse=11, index_dtype=np.int16)
    assert matrix.nse == 11
    assert all(x.dtype == "int16" for x in matrix.tree_flatten()[0][1:])
    check(getattr(sparse, f"{name}_todense")(matrix), D, "mS")
    # Entries that are there only to be counted change nothing.
    check(matrix @ X, D @ X, "mS")
    check(Y @ matrix, Y @ D, "mS")
    check(matrix + made(kind, E), D + E, "mS")
    check(matrix @ made(kind, F), D @ F, "mS^2")
    check(matrix.sum(), D.sum(), "mS")
    check(matrix.T.sum(axis=0), D.sum(1), "mS")
    check(matrix[::2, 1:], D[::2, 1:], "mS")
    with pytest.raises(ValueError, match="two axes"):
        kind.fromdense(q(X, "mS"))


def test_constructors():
    data = q([1.0, 2.0, 3.0], "mS")
    dense = np.array([[0, 1, 0], [2, 0, 3]])
    check(CSR((data, [1, 0, 2], [0, 1, 3]), shape=(2, 3)), dense, "mS")
    check(CSC((data, [1, 0, 2], [0, 1, 3]), shape=(3, 2)), dense.T, "mS")
    for places in (([0, 1, 1], [1, 0, 2]), (([0, 1, 1], [1, 0, 2]),)):
        check(COO((data, *places), shape=(2, 3)), dense, "mS")
    check(CSR(([1.0, 2.0, 3.0], [1, 0, 2], [0, 1, 3]), shape=[2, 3]), dense)
    check(CSR((np.arange(1, 4), np.array([1, 0, 2]), np.array([0, 1, 3])), shape=(2, 3)), dense)
    entries = [1.0 * Unit("mS"), 0.002 * Unit("S"), 3.0 * Unit("mS")]
    check(CSR((entries, [1, 0, 2], [0, 1, 3]), shape=(2, 3)), dense, "mS")
    assert CSR((data, [1, 0, 2], [0, 1, 3]), shape=(2, 3)).data.mantissa is data.mantissa


def test_entries_at_one_place_add_up():
    matrix = COO((q([1.0, 2.0, 4.0], "mS"), [1, 1, 0], [0, 0, 1]), shape=(2, 2))
    dense = np.array([[0, 4], [3, 0]])
    check(matrix, dense, "mS")
    check(matrix @ X[:2], dense @ X[:2], "mS")
    check(matrix[1], dense[1], "mS")
    for other in (matrix.tocsr(), matrix.tocsc()):
        assert other.nse == 2
        check(other, dense, "mS")


@FORMATS
def test_conversions(kind):
    matrix = made(kind)
    for other, name in ((CSR, "tocsr"), (CSC, "tocsc"), (COO, "tocoo")):
        found = getattr(matrix, name)()
        assert type(found) is other
        assert (found is matrix) == (kind is other)
        check(found, D, "mS")
    transposed = matrix.T
    assert type(transposed) is {CSR: CSC, CSC: CSR, COO: COO}[kind]
    assert transposed.data is matrix.data
    check(transposed, D.T, "mS")
    check(matrix.transpose((1, 0)), D.T, "mS")
    with pytest.raises(ValueError, match="axes"):
        matrix.transpose((0, 1))


@FORMATS
def test_with_data(kind):
    matrix = made(kind)
    check(matrix.with_data(matrix.data * 2), D * 2, "mS")
    check(matrix.with_data(matrix.data.mantissa), D)
    check(matrix.with_data(matrix.data / (2 * Unit("ms"))), D / 2, "S / s")
    with pytest.raises(ValueError, match=r"shape \(8,\), got \(3,\)"):
        matrix.with_data(jnp.ones(3))


# ---------------------------------------------------------------- products


@FORMATS
def test_matmul_with_dense(kind):
    matrix, bare = made(kind), made(kind, unit=None)
    for x in (X, MANY, np.stack([MANY, MANY + 1])):
        check(matrix @ q(x, "mV"), D @ x, "uA")
        check(matrix @ x, D @ x, "mS")
        check(matrix @ jnp.asarray(x), D @ x, "mS")
        check(bare @ q(x, "mV"), D @ x, "mV")
        check(bare @ x, D @ x)
    for y in (Y, np.stack([Y, Y + 1]), np.ones((2, 3, 4), "f4")):
        check(q(y, "mV") @ matrix, y @ D, "uA")
        check(y @ matrix, y @ D, "mS")
        check(jnp.asarray(y) @ bare, y @ D)
    check(matrix @ X.tolist(), D @ X, "mS")
    check(q(Y, "kohm") @ matrix, Y @ D)
    check(matrix @ q(X, "ohm"), D @ X / 1000)
    check(matrix @ np.arange(5), D @ np.arange(5), "mS")
    for other in (X[:4], MANY[:4], np.float32(2)):
        with pytest.raises(ValueError, match="do not fit"):
            matrix @ other
    with pytest.raises(ValueError, match="do not fit"):
        X @ matrix


@FORMATS
def test_matmul_with_sparse(kind):
    matrix = made(kind)
    for other in (CSR, CSC, COO):
        product = matrix @ made(other, F, "mV")
        assert type(product) is kind
        assert product.nse == np.count_nonzero(D @ F)
        check(product, D @ F, "uA")
    check(matrix @ made(kind, F, None), D @ F, "mS")
    check(made(kind, F.T, "V") @ matrix.T, F.T @ D.T, "mA")
    check(matrix @ made(kind, np.zeros((5, 3), "f4")), np.zeros((4, 3)), "mS^2")
    for theirs in (jax_sparse.BCOO, jax_sparse.BCSR, jax_sparse.CSR, jax_sparse.CSC, jax_sparse.COO):
        check(matrix @ theirs.fromdense(jnp.asarray(F)), D @ F, "mS")
    with pytest.raises(ValueError, match="do not fit"):
        matrix @ matrix


@FORMATS
def test_the_program_of_a_product_has_no_dense_matrix(kind):
    matrix = made(kind)
    program = str(jax.make_jaxpr(lambda a, x: a @ x)(matrix, q(X, "mV")))
    assert "f32[4,5]" not in program


# ---------------------------------------------------------------- elements


@FORMATS
@pytest.mark.parametrize("name", ["mul", "truediv", "floordiv", "mod"])
def test_with_numbers_and_arrays(kind, name):
    apply = getattr(operator, name)
    matrix, bare = made(kind), made(kind, unit=None)
    for other in (2.0, np.float32(3), jnp.float32(3), E + 1, (E + 1)[0], (E + 1)[:, :1], (E + 1).tolist()):
        result = apply(bare, other)
        assert type(result) is kind
        assert result.nse == 8
        check(result, apply(D, np.asarray(other, "f4")))
    unit = {"mul": "uA", "truediv": None, "floordiv": None, "mod": "mS"}[name]
    other = q(E + 1, "mV" if name == "mul" else "mS")
    result = apply(matrix, other)
    assert type(result) is kind
    check(result, apply(D, E + 1), unit)
    check(apply(matrix, 2 * Unit("mV" if name == "mul" else "mS")), apply(D, 2), unit)
    with pytest.raises(ValueError, match="do not give a matrix"):
        apply(bare, jnp.ones((3, 4, 5)))


@FORMATS
def test_units_of_elements(kind):
    matrix = made(kind)
    check(2 * matrix, 2 * D, "mS")
    check(q(2.0, "mV") * matrix, 2 * D, "uA")
    check(q(E, "mV") * matrix, D * E, "uA")
    check(E * matrix, D * E, "mS")
    check(matrix * Unit("mV"), D, "uA")
    check(matrix / Unit("mV"), D, "S / V")
    check(-matrix, -D, "mS")
    check(+matrix, D, "mS")
    check(abs(-matrix), D, "mS")
    check(1 / made(kind, E + 1), 1 / (E + 1), "mS^-1")
    check(q(D, "mS") // made(kind, E + 1), D // (E + 1))
    check(q(D, "mS") % made(kind, E + 1), D % (E + 1), "mS")
    check(matrix * made(COO, E, "V"), D * E, "mA")
    with pytest.raises(TypeError, match="with_data"):
        matrix / matrix
    check(Unit("mV") * matrix, D, "uA")
    with pytest.raises(TypeError):
        matrix * "text"


@FORMATS
def test_sums(kind):
    matrix = made(kind)
    for other in (CSR, CSC, COO):
        result = matrix + made(other, E, "S")
        assert type(result) is kind
        assert result.nse == np.count_nonzero(D + E)
        check(result, D + 1000 * E, "mS")
        check(matrix - made(other, E, "S"), D - 1000 * E, "mS")
    assert (matrix + matrix).nse == 8
    check(matrix + matrix, 2 * D, "mS")
    check(matrix - matrix, 0 * D, "mS")
    check(matrix + kind.fromdense(q(D, "S")), 1001 * D, "mS")
    check(sum([matrix, matrix]), 2 * D, "mS")
    assert matrix + 0 is matrix
    check(0 - matrix, -D, "mS")
    check(matrix + q(E, "S"), D + 1000 * E, "mS")
    check(q(E, "mS") - matrix, E - D, "mS")
    check(made(kind, unit=None) + 1.0, D + 1)
    with pytest.raises(UnitMismatchError):
        matrix + made(kind, E, "mV")
    with pytest.raises(UnitMismatchError):
        matrix + made(kind, E, None)
    with pytest.raises(UnitMismatchError):
        matrix + 1
    with pytest.raises(ValueError, match="shapes"):
        matrix + made(kind, F)


@FORMATS
def test_reductions(kind):
    matrix = made(kind)
    check(matrix.sum(), D.sum(), "mS")
    check(matrix.sum(axis=(0, 1)), D.sum(), "mS")
    for axis in (0, 1, -1):
        check(matrix.sum(axis=axis), D.sum(axis), "mS")
    check(made(kind, D > 0, None).sum(0), (D > 0).sum(0))
    with pytest.raises(ValueError, match="axes"):
        matrix.sum(2)


# ---------------------------------------------------------------- parts

PARTS = [
    *(
        2,
        -1,
        np.int64(2),
        (2, 4),
        (-1, 1),
        (1, 1),
        (slice(None), 1),
        (..., -2),
        (2, slice(1, 4)),
        (slice(0, 3), 2),
    ),
    *(
        slice(1, 3),
        slice(None),
        slice(3, 1),
        (slice(None, None, -2), slice(4, None, -1)),
        (..., slice(0, 4, 3)),
    ),
    *([0, 2], [2, -1, 2], np.array([True, False, True, True]), (slice(1, 4), [4, 0, 0]), ([1, 2], slice(3))),
    *((0, [1, 3]), (slice(None), np.array([True, False, True, False, True])), [False] * 4),
]


@FORMATS
def test_parts(kind):
    matrix = made(kind)
    for index in PARTS:
        found = matrix[index]
        expected = D[index]
        assert isinstance(found, SparseMatrix) == (expected.ndim == 2), index
        if isinstance(found, SparseMatrix):
            assert type(found) is kind
        check(found, expected, "mS")
    for index in (4, -5, (0, 5), [4], (slice(None), [True]), (0, 0, 0), None, (0, None), [[0]], [0.5]):
        with pytest.raises(IndexError):
            matrix[index]


@FORMATS
def test_two_arrays_pick_pairs_as_of_a_dense_array(kind):
    mask = np.array([True, False, True, False])
    for index in (
        ([0, 2], [2, 3]),
        ([0, -1], [[2], [-3]]),
        (mask, [0, 4]),
        np.ix_([0, 2], [1, 3, 4]),
        ([], []),
        (jnp.array([1, 1]), [0]),
    ):
        matrix = made(kind)
        expected = D[tuple(np.asarray(key, dtype=None if len(key) else int) for key in index)]
        for found in (matrix[index], jax.jit(lambda a, index=index: a[index])(matrix)):
            assert found.shape == expected.shape
            check(found, expected, "mS")
    pairs = jax.jit(lambda a, i, j: a[i, j])(made(kind), jnp.array([0, -2]), jnp.array([-1, 2]))
    check(pairs, D[[0, -2], [-1, 2]], "mS")
    for index in (([0, 4], [0, 1]), ([True], [0]), ([0.5], [0])):
        with pytest.raises(IndexError):
            made(kind)[index]
    with pytest.raises(ValueError, match="shapes"):
        made(kind)[[0, 1], [0, 1, 2]]


def test_pairs_of_entries_at_one_place():
    twice = COO((q([1.0, 2.0, 4.0], "mS"), [0, 0, 1], [0, 0, 1]), shape=(2, 2))
    check(twice[[0, 1, 0], [0, 1, 1]], [3.0, 4.0, 0.0], "mS")


@FORMATS
def test_known_rows_are_picked_inside_of_jit(kind):
    mask = np.array([True, False, True, True])
    check(jax.jit(lambda a: a[mask])(made(kind)), D[mask], "mS")
    check(jax.jit(lambda a: a[:, [0, 2]])(made(kind)), D[:, [0, 2]], "mS")
    with pytest.raises(IndexError):
        jax.jit(lambda a: a[[0, 4]])(made(kind))


@FORMATS
@pytest.mark.parametrize("compiled", [False, True])
def test_products_of_small_and_large_types_of_places(kind, compiled):
    small = kind.fromdense(q(np.ones((2, 2)), "mS"), index_dtype="uint8")
    large = kind.fromdense(q(np.ones((2, 300)), "mV"))
    product = jax.jit(lambda a, b: a @ b) if compiled else lambda a, b: a @ b
    check(product(small, large), np.full((2, 300), 2.0), "uA")
    check(product(large.T, small), np.full((300, 2), 2.0), "uA")
    check(small[np.arange(300) % 2], np.ones((300, 2)), "mS")


@FORMATS
def test_traced_parts(kind):
    row, element, column = jax.jit(lambda a, i: (a[i], a[i, 2], a[:, i]))(made(kind), -2)
    check(row, D[-2], "mS")
    check(element, D[-2, 2], "mS")
    check(column, D[:, -2], "mS")
    check(jax.jit(lambda a: a[2::-1, 1:])(made(kind)), D[2::-1, 1:], "mS")


@FORMATS
def test_yw_to_w(kind):
    matrix = made(kind)
    row, col = (np.asarray(x) for x in matrix.tocoo().tree_flatten()[0][1:])
    entries = D[row, col]
    check(matrix.yw_to_w(q(Y, "mV"), matrix.data), Y[row] * entries, "uA")
    check(matrix.yw_to_w(Y, matrix.data.mantissa), Y[row] * entries)
    check(
        matrix.yw_to_w(np.stack([Y, 2 * Y]), np.stack([entries] * 2)), np.stack([Y, 2 * Y])[:, row] * entries
    )
    check(matrix.yw_to_w_transposed(q(X, "mV"), matrix.data), X[col] * entries, "uA")
    with pytest.raises(ValueError, match="expected 4 values"):
        matrix.yw_to_w(X, matrix.data)


# ---------------------------------------------------------------- transformations of jax


@FORMATS
def test_pytrees(kind):
    matrix = made(kind)
    leaves, structure = jax.tree.flatten(matrix)
    assert leaves[0] is matrix.data.mantissa
    assert len(leaves) == 3
    check(jax.tree.unflatten(structure, leaves), D, "mS")
    children, aux_data = matrix.tree_flatten()
    check(kind.tree_unflatten(aux_data, children), D, "mS")
    assert repr(jax.tree.map(lambda x: None, matrix))
    check(jax.jit(lambda a: a)(matrix), D, "mS")
    check(jax.device_put(matrix), D, "mS")
    check(pickle.loads(pickle.dumps(matrix)), D, "mS")
    seen = []
    jax.jit(lambda a: seen.append(repr(a)))(matrix)
    assert seen == [f"{kind.__name__}(float32[4, 5], nse=8, unit=mS, traced)"]


@FORMATS
def test_jit(kind):
    def program(a, b, c, x, y):
        return a @ x, y @ a, a + b, a - a, a @ c, a * b, a.tocsr(), a.tocsc(), a.T.tocoo(), a.sum(0)

    args = (made(kind), made(kind, E, "S"), made(kind, F, "mV"), q(X, "mV"), q(Y, "mV"))
    results = jax.jit(program)(*args)
    expected = [
        *((D @ X, "uA"), (Y @ D, "uA"), (D + 1000 * E, "mS"), (0 * D, "mS"), (D @ F, "uA"), (D * E, "mS S")),
        *((D, "mS"), (D, "mS"), (D.T, "mS"), (D.sum(0), "mS")),
    ]
    for result, (values, unit) in zip(results, expected, strict=True):
        check(result, values, unit)
    check(results[2] @ X, (D + 1000 * E) @ X, "mS")
    check(jax.jit(lambda a: kind.fromdense(a, nse=9))(q(D, "mS")), D, "mS")
    with pytest.raises(jax.errors.JAXTypeError):
        jax.jit(kind.fromdense)(q(D, "mS"))


@FORMATS
def test_places_that_are_known_stay_known(kind):
    matrix, other, third = made(kind), made(kind, F, "mV"), made(kind, E, "mS")
    together = matrix + third
    counts = []

    @jax.jit
    def program(entries):
        inside = matrix.with_data(entries)
        product, total, part = inside @ other, inside + third, inside[2:]
        counts.extend([product.nse, total.nse, part.nse])
        return product.todense(), total.todense(), part.todense()

    results = program(matrix.data)
    assert counts == [np.count_nonzero(D @ F), together.nse, np.count_nonzero(D[2:])]
    for result, (expected, unit) in zip(results, [(D @ F, "uA"), (D + E, "mS"), (D[2:], "mS")], strict=True):
        check(result, expected, unit)


def test_equal_units_are_compiled_once():
    traces = []

    @jax.jit
    def product(a, x):
        traces.append(a)
        return a @ x

    for unit in ("mS", "mS", Unit("mA") / Unit("V"), 1e-3 * Unit("S")):
        unit = unit.unit if isinstance(unit, Quantity) else unit
        check(product(made(CSR, D, "mS"), q(X, "mV")), D @ X, "uA")
    assert len(traces) == 1


@FORMATS
def test_vmap(kind):
    matrix = made(kind)
    entries = Quantity(jnp.stack([matrix.data.mantissa, 2 * matrix.data.mantissa]), "mS")
    pair = np.stack([D, 2 * D])
    check(jax.vmap(lambda d: matrix.with_data(d) @ q(X, "mV"))(entries), pair @ X, "uA")
    check(jax.vmap(lambda d: q(Y, "mV") @ matrix.with_data(d))(entries), Y @ pair, "uA")
    check(jax.vmap(lambda d: matrix.with_data(d).todense())(entries), pair, "mS")
    check(jax.vmap(lambda d: (matrix.with_data(d) + made(kind, E)).todense())(entries), pair + E, "mS")
    check(jax.vmap(lambda x: matrix @ x)(q(MANY.T, "mV")), (D @ MANY).T, "uA")
    check(
        jax.vmap(lambda d: kind.fromdense(d, nse=20) @ X)(q(np.stack([D, E]), "mS")),
        np.stack([D, E]) @ X,
        "mS",
    )
    stacked = jax.tree.map(lambda x: jnp.stack([x, x]), matrix)
    check(jax.vmap(lambda a, x: a @ x)(stacked, q(MANY.T, "mV")), (D @ MANY).T, "uA")


@FORMATS
def test_grad(kind):
    matrix, other = made(kind), made(kind, F, "mV")
    row, col = matrix.tocoo().tree_flatten()[0][1:]
    bare = matrix.data.mantissa

    slope = autograd.grad(lambda d: math.sum(matrix.with_data(d) @ q(X, "mV")))(matrix.data)
    check(slope, X[col], "mV")
    slope = autograd.grad(lambda x: math.sum(matrix @ x))(q(X, "mV"))
    check(slope, D.sum(0), "mS")
    slope = autograd.grad(lambda y: math.sum(y @ matrix))(q(Y, "mV"))
    check(slope, D.sum(1), "mS")

    # Sums of squares: of a sparse product, of a sum, of parts; against the dense matrix.
    for program, dense in (
        (lambda a: (a @ other).todense().mantissa, lambda a: a @ F),
        (lambda a: (a + made(kind, E)).todense().mantissa, lambda a: a + E),
        (lambda a: a[::2, 1:].todense().mantissa, lambda a: a[::2, 1:]),
        (lambda a: (a * q(E, "mV")).sum(0).mantissa, lambda a: (a * E).sum(0)),
    ):
        expected = jax.grad(lambda a, dense=dense: (dense(a) ** 2).sum())(jnp.asarray(D))[row, col]

        def squares(d, program=program):
            return (program(matrix.with_data(Quantity(d, "mS"))) ** 2).sum()

        np.testing.assert_allclose(jax.grad(squares)(bare), expected, rtol=1e-6)
    check(
        autograd.grad(lambda x: math.sum(kind.fromdense(x, nse=8) @ q(X, "mV")))(q(D, "mS")),
        (D != 0) * X,
        "mV",
    )


def test_grad_of_a_traced_product():
    matrix, other = made(CSR), made(CSR, F, "mV")
    expected = jax.grad(lambda a: ((a @ F) ** 2).sum())(jnp.asarray(D))[D != 0]

    @jax.jit
    def slope(a, b):
        def squares(d):
            return ((a.with_data(Quantity(d, "mS")) @ b).todense().mantissa ** 2).sum()

        return jax.grad(squares)(a.data.mantissa)

    np.testing.assert_allclose(slope(matrix, other), expected, rtol=1e-6)


def test_jaxs_own_sparse_functions_take_them():
    matrix = made(CSR, unit=None)
    found = jax_sparse.grad(lambda a, x: (a @ x).sum())(matrix, jnp.asarray(X))
    assert type(found) is CSR
    check(found, (D != 0) * X)
    check(jax_sparse.todense(matrix), D)


def test_loops_and_second_derivatives():
    matrix = made(CSR, D[:, :4], None)
    found, _ = jax.lax.scan(lambda x, _: (matrix @ x / 10, None), jnp.asarray(Y), length=3)
    dense = D[:, :4] / 10
    check(found, dense @ (dense @ (dense @ Y)))
    second = jax.hessian(lambda x: ((matrix @ x) ** 2).sum())(jnp.asarray(Y))
    check(second, 2 * D[:, :4].T @ D[:, :4])


@pytest.mark.slow
@FORMATS
def test_strict_settings(kind):
    with jax.numpy_rank_promotion("raise"), jax.debug_nans(True), jax.checking_leaks():
        matrix = made(kind)
        check(jax.jit(lambda a, x: (a + a[:, ::-1]) @ x)(matrix, q(X, "mV")), (D + D[:, ::-1]) @ X, "uA")
        check(matrix * q(E, "mV"), D * E, "uA")
        check(
            autograd.grad(lambda d: math.sum(matrix.with_data(d) @ q(X, "mV")))(matrix.data),
            X[matrix.tocoo().col],
            "mV",
        )


@pytest.mark.slow
@FORMATS
def test_double_precision_and_other_dtypes(kind):
    with jax.enable_x64(True):
        matrix = kind.fromdense(q(D.astype("f8") / 3, "mS"))
        result = matrix @ q(X, "mV")
        assert result.dtype == "float64"
        np.testing.assert_allclose(result.mantissa, D.astype("f8") / 3 @ X, rtol=1e-14)
        assert (matrix @ matrix.T).dtype == "float64"
        assert (matrix + made(kind)).dtype == "float64"
        assert (made(kind) @ X).dtype == "float32"
        assert (made(kind) * 2.0).dtype == "float32"
    for dtype in ("float16", "bfloat16", "complex64", "int32"):
        matrix = kind.fromdense(jnp.asarray(D, dtype))
        result = matrix @ jnp.asarray(X, dtype)
        assert result.dtype == dtype
        np.testing.assert_allclose(np.asarray(result, "c8"), D @ X, rtol=1e-2)
        assert (jnp.asarray(Y, dtype) @ matrix).dtype == dtype


@FORMATS
def test_unsigned_indices(kind):
    matrix = kind.fromdense(q(D, "mS"), index_dtype="uint8")
    check(matrix, D, "mS")
    check(matrix @ X, D @ X, "mS")
    check(matrix[1:, 3:0:-1], D[1:, 3:0:-1], "mS")
    check(matrix + made(kind, E), D + E, "mS")
    check(matrix.tocoo().tocsr(), D, "mS")


# ---------------------------------------------------------------- other libraries, other formats


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


def test_what_numpy_makes_of_them():
    matrix = made(CSR)
    with pytest.raises(TypeError, match="todense"):
        np.asarray(matrix)
    with pytest.raises(TypeError):
        np.sin(matrix)
    check(X[:4].astype("f8") @ matrix, X[:4] @ D, "mS")


def test_a_format_of_ones_own():
    @jax.tree_util.register_pytree_node_class
    class Diagonal(SparseMatrix):
        def __init__(self, args, *, shape):
            self.data, self.first = args
            super().__init__(args, shape=shape)

        def _places(self):
            places = jnp.arange(self.nse)
            return places, places + self.first

        def tree_flatten(self):
            return (self.data,), (self.first, self.shape)

        @classmethod
        def tree_unflatten(cls, aux_data, children):
            return cls((*children, aux_data[0]), shape=aux_data[1])

    matrix = Diagonal((q(Y, "mS"), 0), shape=(4, 4))
    dense = np.diag(Y)
    assert repr(matrix) == "Diagonal(float32[4, 4], nse=4, unit=mS)"
    check(matrix, dense, "mS")
    check(jax.jit(lambda a: a @ q(X[:4], "mV"))(matrix), dense @ X[:4], "uA")
    check(matrix @ made(CSR, D), dense @ D, "mS^2")
    check(matrix.tocsr(), dense, "mS")
    beside = Diagonal((q(Y[:2], "mS"), 2), shape=(4, 4))
    check(matrix + beside, dense + np.pad(np.diag(Y[:2]), ((0, 2), (2, 0))), "mS")
    shifted = Diagonal((q(Y, "mS"), 1), shape=(4, 5))
    check(
        shifted - Diagonal((q(Y, "mS"), 0), shape=(4, 5)),
        np.eye(4, 5, 1) * Y[:, None] - np.eye(4, 5) * Y[:, None],
        "mS",
    )
    assert isinstance(matrix * 2, Diagonal)
    check(matrix * q(2.0, "mV"), dense * 2, "uA")
    check(matrix + matrix, dense * 2, "mS")
    check(matrix[1], dense[1], "mS")
    check(matrix.sum(0), Y, "mS")
    check(X[:4] @ matrix, X[:4] @ dense, "mS")
    check(shifted.T, np.eye(5, 4, -1) * Y, "mS")


def test_the_base_class_is_light():
    base = SparseMatrix((jnp.ones(1),), shape=[2, 3])
    assert base.shape == (2, 3)
    assert (base.ndim, base.size) == (2, 6)
    assert repr(base) == "SparseMatrix(<no entries>)"
    for call in (base.tree_flatten, base._places, base.todense):
        with pytest.raises(NotImplementedError, match=r"SparseMatrix\."):
            call()
    with pytest.raises(NotImplementedError):
        SparseMatrix.tree_unflatten(None, ())


def test_the_public_names():
    u = pytest.importorskip("brainunit")  # the facade is above this package, which is tested without it too

    assert u.sparse.__all__ == sparse.__all__
    assert u.sparse.CSR is CSR
    check(u.sparse.coo_fromdense(q(D, "mS")) @ (jnp.asarray(X) * u.mV), D @ X, "uA")


def test_a_sparse_matrix_of_jax_is_no_mantissa():
    matrix = jax.experimental.sparse.BCOO.fromdense(jnp.eye(2))
    with pytest.raises(TypeError, match="got BCOO; make it dense first"):
        Quantity(matrix, "mV")
