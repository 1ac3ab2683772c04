"""Products, convolutions, decompositions and equations."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from bu_array.core import Binary, BinaryRule, one_unit, product, quotient, rated, rooted
from bu_array.declare import Array, Namespace, Plan, Q, binary, ruled, unary
from bu_units import UNITLESS, Unit

from ._declare import parts
from ._jax import JAX, lax, linalg

__all__ = [
    "batch_matmul",
    "cholesky",
    "conv",
    "conv_general_dilated",
    "conv_transpose",
    "dot_general",
    "eig",
    "eigh",
    "hessenberg",
    "householder_product",
    "lu",
    "qdwh",
    "qr",
    "schur",
    "svd",
    "triangular_solve",
    "tridiagonal",
    "tridiagonal_solve",
]

# ---------------------------------------------------------------- products


@binary(product, requires=JAX)
def dot_general(
    xp: Namespace,
    x: Q,
    y: Q,
    dimension_numbers: Any,
    precision: Any = None,
    preferred_element_type: Any = None,
    out_type: Any = None,
) -> Q:
    """Product summed over contracted axes, batch by batch, in the product of the units.

    dimension_numbers: ((contracted axes of x, of y), (batch axes of x, of y)). out_type: the sharding of the
    result.
    """
    # jax calls it `out_sharding` since 0.5; without it, every version takes the call.
    options = {} if out_type is None else {"out_sharding": out_type}
    return lax.dot_general(x, y, dimension_numbers, precision, preferred_element_type, **options)


@binary(product, requires=JAX)
def batch_matmul(xp: Namespace, x: Q, y: Q, precision: Any = None) -> Q:
    """Matrix product over the last two axes, in the product of the units; the axes before agree."""
    return lax.batch_matmul(x, y, precision)


@binary(product, requires=JAX)
def conv(
    xp: Namespace,
    x: Q,
    y: Q,
    window_strides: Sequence[int],
    padding: str,
    precision: Any = None,
    preferred_element_type: Any = None,
) -> Q:
    """Convolution of `x` (batch, channels, space) with `y` (out, in, space), in the product of the units.

    x: (batch, features in, space ...); y: the kernel, (features out, features in, space ...).
    """
    return lax.conv(x, y, window_strides, padding, precision, preferred_element_type)


@binary(product, requires=JAX)
def conv_transpose(
    xp: Namespace,
    x: Q,
    y: Q,
    strides: Sequence[int],
    padding: Any,
    rhs_dilation: Sequence[int] | None = None,
    dimension_numbers: Any = None,
    transpose_kernel: bool = False,
    precision: Any = None,
    preferred_element_type: Any = None,
) -> Q:
    """Transposed convolution, as jax.lax has it, in the product of the units.

    x: the array; y: the kernel; dimension_numbers: which axis is which, such as ("NHWC", "HWIO", "NHWC");
    transpose_kernel: whether the kernel is flipped and its features are exchanged.
    """
    return lax.conv_transpose(
        x,
        y,
        strides,
        padding,
        rhs_dilation,
        dimension_numbers,
        transpose_kernel,
        precision,
        preferred_element_type,
    )


@binary(product, requires=JAX)
def conv_general_dilated(
    xp: Namespace,
    lhs: Q,
    rhs: Q,
    window_strides: Sequence[int],
    padding: Any,
    lhs_dilation: Sequence[int] | None = None,
    rhs_dilation: Sequence[int] | None = None,
    dimension_numbers: Any = None,
    feature_group_count: int = 1,
    batch_group_count: int = 1,
    precision: Any = None,
    preferred_element_type: Any = None,
) -> Q:
    """Convolution with all of XLA's options, as jax.lax has it, in the product of the units.

    lhs: the array; rhs: the kernel; lhs_dilation: how far apart the elements of the array are put;
    dimension_numbers: which axis is which, such as ("NCHW", "OIHW", "NCHW"); feature_group_count,
    batch_group_count: into how many groups features and batches are split.
    """
    return lax.conv_general_dilated(
        lhs,
        rhs,
        window_strides,
        padding,
        lhs_dilation,
        rhs_dilation,
        dimension_numbers,
        feature_group_count,
        batch_group_count,
        precision,
        preferred_element_type,
    )


# ---------------------------------------------------------------- decompositions


@unary(rooted, requires=JAX)
def cholesky(xp: Namespace, x: Q, symmetrize_input: bool = True) -> Q:
    """Lower triangular `L` with ``x = L @ L^H``, in the unit of `x` to the power 1/2.

    x: (..., n, n), Hermitian and positive definite; NaN where it is not. `symmetrize_input` takes the
    mean of `x` and its conjugate transpose first.
    """
    return linalg.cholesky(x, symmetrize_input=symmetrize_input)


@parts(True, False, False)
def eig(
    xp: Namespace, x: Q, compute_left_eigenvectors: bool = True, compute_right_eigenvectors: bool = True
) -> Any:
    """Eigenvalues, in the unit of `x`, and left and right eigenvectors, plain, as far as asked for.

    compute_left_eigenvectors, compute_right_eigenvectors: which of them are wanted.
    """
    return linalg.eig(
        x,
        compute_left_eigenvectors=compute_left_eigenvectors,
        compute_right_eigenvectors=compute_right_eigenvectors,
    )


@parts(False, True)
def eigh(
    xp: Namespace,
    x: Q,
    lower: bool = True,
    symmetrize_input: bool = True,
    sort_eigenvalues: bool = True,
    subset_by_index: tuple[int, int] | None = None,
) -> Any:
    """Eigenvectors, plain, and eigenvalues, in the unit of `x`, of a Hermitian matrix.

    sort_eigenvalues: whether the eigenvalues rise.
    The order is that of jax.lax; `linalg.eigh` has the eigenvalues first.
    """
    return linalg.eigh(
        x,
        lower=lower,
        symmetrize_input=symmetrize_input,
        sort_eigenvalues=sort_eigenvalues,
        subset_by_index=subset_by_index,
    )


@parts(True, False)
def hessenberg(xp: Namespace, x: Q) -> Any:
    """Hessenberg form with the reflectors below it, in the unit of `x`, and their factors, plain."""
    return linalg.hessenberg(x)


@binary(rated, requires=JAX)
def householder_product(xp: Namespace, a: Q, taus: Q) -> Array:
    """Orthogonal matrix of the reflectors in `a`, with plain factors `taus`: a bare array.

    a: (..., m, n), a reflector below the diagonal of each column; taus: (..., k).
    """
    return linalg.householder_product(a, taus)


@parts(True, False, False)
def lu(xp: Namespace, x: Q) -> Any:
    """LU decomposition: L and U packed in one matrix, in the unit of `x`; pivots and permutation, plain.

    L, below the diagonal, is to be read as plain numbers.
    """
    return linalg.lu(x)


@parts(False, True, False, False)
def qdwh(
    xp: Namespace,
    x: Q,
    *,
    is_hermitian: bool = False,
    max_iterations: int | None = None,
    eps: float | None = None,
    dynamic_shape: tuple[int, int] | None = None,
) -> Any:
    """Polar decomposition ``x = u @ h``: u plain, h in the unit of `x`, iterations, whether it converged.

    is_hermitian: whether `x` is; max_iterations: the most steps; eps: the precision that counts as reached;
    dynamic_shape: the part of `x` that is the matrix.
    """
    return linalg.qdwh(
        x, is_hermitian=is_hermitian, max_iterations=max_iterations, eps=eps, dynamic_shape=dynamic_shape
    )


@parts(False, True, False)
def qr(
    xp: Namespace, x: Q, *, pivoting: bool = False, full_matrices: bool = True, use_magma: bool | None = None
) -> Any:
    """Q, plain, with orthonormal columns, and R, in the unit of `x`; with `pivoting` the permutation too.

    use_magma: whether MAGMA is used where columns are exchanged on a GPU; pivoting: whether columns are
    exchanged.
    """
    return linalg.qr(x, pivoting=pivoting, full_matrices=full_matrices, use_magma=use_magma)


@parts(True, False)
def schur(
    xp: Namespace,
    x: Q,
    compute_schur_vectors: bool = True,
    sort_eig_vals: bool = False,
    select_callable: Callable[..., Any] | None = None,
) -> Any:
    """Schur form, in the unit of `x`, and the Schur vectors, plain, where they are asked for.

    compute_schur_vectors: whether the vectors are wanted; sort_eig_vals: whether the eigenvalues that
    `select_callable` chooses come first; select_callable: a function of an eigenvalue.
    """
    return linalg.schur(
        x,
        compute_schur_vectors=compute_schur_vectors,
        sort_eig_vals=sort_eig_vals,
        select_callable=select_callable,
    )


@parts(False, True, False)
def svd(
    xp: Namespace,
    x: Q,
    *,
    full_matrices: bool = True,
    compute_uv: bool = True,
    subset_by_index: tuple[int, int] | None = None,
    algorithm: Any = None,
) -> Any:
    """U, plain, singular values, in the unit of `x`, and V^H, plain; without `compute_uv` the values."""
    return linalg.svd(
        x,
        full_matrices=full_matrices,
        compute_uv=compute_uv,
        subset_by_index=subset_by_index,
        algorithm=algorithm,
    )


@parts(True, True, True, False)
def tridiagonal(xp: Namespace, a: Q, lower: bool = True) -> Any:
    """Tridiagonal form of a Hermitian matrix: matrix, two diagonals, in its unit, and factors, plain."""
    return linalg.tridiagonal(a, lower=lower)


# ---------------------------------------------------------------- equations


def _solution(first: Unit, second: Unit) -> Binary:
    """The unit of the second per unit of the first."""
    return None, None, *quotient.result(second, first)


_per_first = BinaryRule(_solution, one_unit)
_per_first.__name__ = "quotient, second by first"


@binary(_per_first, requires=JAX)
def triangular_solve(
    xp: Namespace,
    a: Q,
    b: Q,
    left_side: bool = False,
    lower: bool = False,
    transpose_a: bool = False,
    conjugate_a: bool = False,
    unit_diagonal: bool = False,
) -> Q:
    """Solve ``x @ a = b`` for triangular `a`, in the unit of `b` per unit of `a`.

    a: (..., n, n); b: (..., n, k) or (..., k, n); transpose_a, conjugate_a: whether the transpose, the
    conjugate of `a` is meant.
    With `left_side` ``a @ x = b``. With `unit_diagonal` the diagonal of `a` is not read, and counts as
    one of its unit.
    """
    return linalg.triangular_solve(
        a,
        b,
        left_side=left_side,
        lower=lower,
        transpose_a=transpose_a,
        conjugate_a=conjugate_a,
        unit_diagonal=unit_diagonal,
    )


def _tridiagonal(dl: Unit, d: Unit, du: Unit, b: Unit) -> Plan:
    """The unit of b per unit of the matrix, whose diagonals are converted to that of the main one."""
    unit = next((unit for unit in (d, dl, du) if unit is not UNITLESS), UNITLESS)
    return Plan({"dl": unit, "d": unit, "du": unit}, quotient.result(b, unit))


@ruled(_tridiagonal, "dl", "d", "du", "b", requires=JAX)
def tridiagonal_solve(xp: Namespace, dl: Q, d: Q, du: Q, b: Q) -> Q:
    """Solve the equations with diagonals `dl`, `d`, `du` for `b`, in the unit of `b` per unit of `d`.

    dl, d, du: (..., n), one dimension; the first of `dl` and the last of `du` are zero. b: (..., n, k).
    """
    return linalg.tridiagonal_solve(dl, d, du, b)
