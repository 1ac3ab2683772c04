"""How each function is called in the sweep: expressions over a few arrays.

Arrays that take the shape of the variant: `q` (a length), `r` (a length in another unit), `t` (a
time), `x` (a ratio), `n` (a length with a NaN), `i` (integers), `b` (booleans). Of one shape: vectors
`v` (length), `w` (time), `y` (length in another unit), `o` (rising lengths), `h` (ratio), `j` (indices),
`g` (booleans), `k` (small integers), the matrix `M` (symmetric, positive definite, a length) and the
batch `A` (matrices), `d` (3-d), and the number `s` (a length). In the plain
variant none has a unit.
"""

from __future__ import annotations

# ---------------------------------------------------------------- brainunit.math, by arguments

_MATH: list[tuple[str, str]] = [
    (
        "q",
        "abs absolute fabs negative positive square sqrt cbrt reciprocal sign signbit real imag conj conjugate",
    ),
    ("q", "isnan isinf isfinite isreal iscomplexobj floor ceil rint trunc fix round around modf"),
    ("q", "sum mean std var max min amax amin ptp prod product cumsum median argmax argmin argsort sort"),
    (
        "q",
        "count_nonzero nonzero flatnonzero argwhere unique unique_values unique_counts unique_inverse unique_all",
    ),
    ("q", "ravel flatten squeeze transpose flip atleast_1d atleast_2d atleast_3d ndim shape size nan_to_num"),
    (
        "q",
        "zeros_like ones_like get_dtype is_float is_int angle relu leaky_relu tree_zeros_like iscomplex isrealobj",
    ),
    ("q", "tree_ones_like array asarray isscalar fft_of finfo histogram_bin_edges isposinf isneginf"),
    ("n", "nansum nanmean nanstd nanvar nanmax nanmin nanmedian nancumsum nanargmax nanargmin nanprod"),
    (
        "x",
        "exp expm1 log log1p log2 log10 exp2 exprel sin cos tan sinh cosh tanh arcsin arccos arctan arcsinh",
    ),
    ("x + 1", "arccosh acosh"),
    ("x", "acos asin atan asinh atanh"),
    ("x", "arctanh sinc deg2rad radians rad2deg degrees frexp cumprod cumproduct nancumprod relu6 sigmoid"),
    (
        "x",
        "log_sigmoid hard_sigmoid sparse_sigmoid softplus sparse_plus squareplus soft_sign hard_tanh silu swish",
    ),
    ("x", "hard_silu hard_swish mish elu celu selu gelu all any alltrue sometrue logical_not i0"),
    ("i", "bitwise_not invert bitwise_invert"),
    (
        "q, r",
        "add subtract multiply divide true_divide maximum minimum fmax fmin floor_divide remainder mod fmod",
    ),
    (
        "q, r",
        "divmod nextafter hypot arctan2 atan2 copysign less less_equal greater greater_equal equal not_equal",
    ),
    (
        "q, r",
        "array_equal array_equiv isclose allclose logical_and logical_or logical_xor isin broadcast_arrays",
    ),
    ("q, x", "heaviside"),
    ("x, x", "logaddexp logaddexp2 float_power"),
    (
        "i, i",
        "gcd lcm bitwise_and bitwise_or bitwise_xor left_shift right_shift bitwise_left_shift bitwise_right_shift",
    ),
    ("q, 2", "power float_power pow"),
    ("q, i", "ldexp"),
    ("v, w", "dot vdot vecdot inner outer kron convolve correlate meshgrid"),
    ("M, w[:3]", "matmul"),
    ("v[:3], w[:3]", "cross"),
    ("d, d, 3", "tensordot"),
    ("M, 2", "matrix_power"),
    ("[M, M, w[:3]]", "multi_dot"),
    ("'ij,j->i', M, w[:3]", "einsum"),
    ("'ij,j->i', M, w[:3]", "einsum_path"),
    ("[v, y]", "concatenate concat stack vstack hstack dstack column_stack row_stack block"),
    ("v, y", "append setdiff1d union1d setxor1d intersect1d"),
    ("q, (-1,)", "reshape"),
    ("q, 'float32'", "astype"),
    ("q, (2, *q.shape)", "broadcast_to"),
    ("q, 0", "expand_dims"),
    ("d, 0, -1", "moveaxis swapaxes"),
    ("d, (2, 0, 1)", "permute_dims"),
    ("d, 2", "rollaxis repeat tile"),
    ("d", "matrix_transpose fliplr flipud rot90 unstack trace diagonal"),
    ("d, 1", "roll"),
    ("v, (2, 5)", "resize"),
    ("v, 5", "split"),
    ("v, 2", "array_split"),
    ("d, 2", "dsplit"),
    ("d, 3", "hsplit"),
    ("d, 2", "vsplit"),
    ("v, 0, (5, 1)", "unflatten"),
    ("M", "diag tril triu remove_diag diag_indices_from tril_indices_from triu_indices_from"),
    ("v", "diag diagflat diff ediff1d trim_zeros partition_of lexsort_of"),
    ("v, 1", "delete"),
    ("x, [x > 0.5, x <= 0.5], [1.0, 2.0]", "piecewise"),
    ("v, 1, s", "insert"),
    ("v, 1", "pad"),
    ("M, s", "fill_diagonal"),
    ("q, s", "full_like"),
    ("q", "empty_like"),
    ("v, 2", "partition argpartition"),
    ("v, 2", "top_k"),
    ("v, j", "take"),
    ("v, j, 0", "take_along_axis"),
    ("v, 0, j", "gather"),
    ("v, j, y[:3], 0", "put_along_axis"),
    ("v, j, y[:3]", "put"),
    ("v, g, y", "putmask place"),
    ("g, v", "compress extract"),
    ("b, q, r", "where"),
    ("[g, ~g], [v, y]", "select"),
    ("k, [v, y, v]", "choose"),
    ("o, y", "searchsorted"),
    ("y, o", "digitize"),
    ("(v, w)", "lexsort"),
    ("q, s, None", "clip"),
    ("q, 30", "percentile"),
    ("n, 30", "nanpercentile"),
    ("q, 0.3", "quantile"),
    ("n, 0.3", "nanquantile"),
    ("v, weights=w", "average"),
    ("M", "cov corrcoef"),
    ("k, weights=v", "bincount"),
    ("v, 3", "histogram"),
    ("v, w, 3", "histogram2d"),
    ("[v, w], 3", "histogramdd"),
    ("y, o, w", "interp"),
    ("v, s", "gradient"),
    ("v, w", "trapezoid cumulative_trapezoid"),
    ("h", "unwrap"),
    ("h, 3", "vander"),
    ("o, w, 2", "polyfit"),
    ("h, h", "polyval polyadd polysub polymul"),
    ("h", "polyder polyint roots glu_of"),
    ("h[:4]", "glu"),
    ("(k, k), (3, 3)", "ravel_multi_index"),
    ("k, (3, 3)", "unravel_index"),
    ("j, j", "ix_"),
    ("d, 'a b c -> (a b) c'", "einrearrange"),
    ("d, 'a b c -> a c', 'mean'", "einreduce"),
    ("v, 'a -> a 2'", "einrepeat"),
    ("d, 'a b c'", "einshape"),
    ("q, r", "promote_dtypes get_promote_dtypes result_type"),
    # new arrays
    ("(2, 3)", "zeros ones"),
    ("(2, 3), s", "full"),
    ("3", "eye identity tri bartlett blackman hamming hanning tril_indices triu_indices"),
    ("(2, 3)", "indices"),
    ("3, 14.0", "kaiser"),
    ("s, 4 * s, s", "arange"),
    ("s, 3 * s, 5", "linspace geomspace"),
    ("1.0, 3.0, 5", "logspace"),
]
# Whole expressions, where the name and its arguments do not say enough.
_MATH_EXPRESSIONS = {
    "empty": "m.empty((2, 3)) * 0",
    "empty_like": "m.zeros_like(m.empty_like(q))",
    "partition": "m.sort(m.partition(v, 2))",
    "argpartition": "m.argpartition(v, 2)[2]",
    "cumulative_sum": "m.cumulative_sum(d, axis=1)",
    "cumulative_prod": "m.cumulative_prod(d / s / 24, axis=1)",
    "from_numpy": "m.from_numpy(np.ones(3))",
    "from_dlpack": "m.from_dlpack(np.ones(3))",
}
# Functions of no array, or about none: nothing depends on the library.
NO_ARRAYS = frozenset(
    "broadcast_shapes set_exprel_order can_cast isdtype issubdtype iinfo finfo result_type assert_quantity "
    "as_numpy check_dims check_units display_in_unit fail_for_dimension_mismatch fail_for_unit_mismatch get_dim "
    "get_magnitude get_mantissa get_or_create_dimension get_unit is_dimensionless is_quantity is_unitless "
    "maybe_decimal".split()
)

# Complex numbers have no order, and activations, angles and quantiles are for real ones.
REAL_ONLY = frozenset(
    "max min amax amin ptp median argmax argmin argsort sort unique unique_values unique_counts unique_inverse "
    "unique_all relu leaky_relu histogram_bin_edges nanmax nanmin nanmedian nanargmax nanargmin exprel relu6 "
    "sigmoid log_sigmoid hard_sigmoid sparse_sigmoid softplus sparse_plus squareplus soft_sign hard_tanh silu "
    "swish hard_silu hard_swish mish elu celu selu gelu glu maximum minimum fmax fmin less less_equal greater "
    "greater_equal isin setdiff1d union1d setxor1d intersect1d piecewise partition argpartition top_k searchsorted "
    "digitize lexsort clip histogram histogram2d histogramdd interp percentile nanpercentile quantile nanquantile "
    "cov corrcoef unwrap floor ceil rint trunc fix modf sinc deg2rad radians rad2deg degrees ldexp cholesky "
    "eigh eigvalsh isposinf isneginf ihfft".split()
)
# numpy makes vectors of numbers here; the standard wants an axis.
NEEDS_AN_AXIS = frozenset(
    "argsort cumulative_sum cumulative_prod cumsum cumprod cumproduct nancumsum nancumprod".split()
)

_LINALG: list[tuple[str, str]] = [
    (
        "M",
        "cholesky cond det eig eigh eigvals eigvalsh inv matrix_norm matrix_rank matrix_transpose norm pinv qr",
    ),
    ("M", "svd svdvals trace diagonal"),
    ("M / s", "slogdet"),
    ("v", "vector_norm"),
    ("A", "batched_det"),
    ("M, w[:3]", "solve lstsq matmul tensorsolve"),
    ("M, 2", "matrix_power"),
    ("[M, M, w[:3]]", "multi_dot"),
    ("v, w", "dot vdot vecdot inner outer kron"),
    ("v[:3], w[:3]", "cross"),
    ("d, d, 3", "tensordot"),
]
_LINALG_EXPRESSIONS = {
    "eig": "m.sort(m.real(l.eig(M)[0]))",
    "eigvals": "m.sort(m.real(l.eigvals(M)))",
    "eigh": "l.eigh(M)[0]",
    "qr": "m.abs(l.qr(M)[1])",
    "svd": "l.svd(M)[1]",
    "tensorinv": "l.tensorinv(M, ind=1)",
    "lstsq": "l.lstsq(M, w[:3])[0]",
}
_FFT: list[tuple[str, str]] = [
    (
        "d",
        "fft ifft rfft irfft fft2 ifft2 rfft2 irfft2 fftn ifftn rfftn irfftn fftshift ifftshift hfft ihfft",
    ),
    ("8", "fftfreq rfftfreq"),
]

METHODS = [
    *("q.T", "d.mT", "q.real", "q.imag", "q.flat", "q.isnan", "q.isinf", "q.isfinite", "q.isreal"),
    *("q.sum()", "q.mean()", "q.std()", "q.var()", "q.max()", "q.min()", "q.ptp()", "q.prod()", "q.cumsum()"),
    *("q.argmax()", "q.argmin()", "q.argsort()", "q.sort()", "q.nonzero()", "q.ravel()", "q.flatten()"),
    *(
        "q.reshape((-1,))",
        "q.squeeze()",
        "q.transpose()",
        "d.swapaxes(0, 1)",
        "q.expand_dims(0)",
        "q.unsqueeze(0)",
    ),
    *(
        "q.clip(s, None)",
        "q.round(1)",
        "q.conj()",
        "q.conjugate()",
        "q.copy()",
        "q.clone()",
        "q.astype('float32')",
    ),
    *("v.dot(w)", "v.outer(w)", "v[:3].cross(w[:3])", "v.take(j)", "v.repeat(2)", "v.tile(2)", "v.split(5)"),
    *("d.diagonal()", "d.trace()", "o.searchsorted(y)", "q.pow(2)", "q.half()", "q.float()", "q.double()"),
    *(
        "x.all()",
        "x.any()",
        "x.cumprod()",
        "x.nancumprod()",
        "n.nanprod()",
        "q[..., None]",
        "v[1:3]",
        "v[j]",
        "v[g]",
    ),
    *(
        "v.at[1].set(s)",
        "v.at[1:3].add(s)",
        "v.at[1].multiply(2)",
        "v.at[1].min(s)",
        "v.at[1].max(s)",
        "v.at[1].get()",
    ),
    *(
        "v.at[j].add(s)",
        "v.at[1].divide(2)",
        "v.scatter_add(1, s)",
        "v.to_decimal(v.unit)",
        "q + r",
        "q - r",
        "q * t",
        "q / t",
    ),
    *(
        "q // r",
        "q % r",
        "q ** 2",
        "-q",
        "abs(q)",
        "q < r",
        "q == r",
        "M @ w[:3]",
        "q.expand_as(q)",
        "q.tolist()",
    ),
    *("v[0].item()", "q.factorless()", "q.to_base()", "q.view(-1)"),
]


def _expressions(namespace: str, rows: list[tuple[str, str]], extra: dict[str, str]) -> dict[str, str]:
    found = {name: f"{namespace}.{name}({args})" for args, names in rows for name in names.split()}
    return found | extra


MATH = _expressions("m", _MATH, _MATH_EXPRESSIONS)
LINALG = _expressions("l", _LINALG, _LINALG_EXPRESSIONS)
FFT = _expressions("f", _FFT, {})

# Known and measured all the same: what a library does otherwise, why, and what would end it.
_CASTING = "the standard casts no complex number to a real one; nothing to be done"
_REAL_VARIANCE = "the standard has it for real numbers only; numpy's, jax's and torch's own take complex ones"
KNOWN: dict[tuple[str, str], str] = {
    **dict.fromkeys(
        (
            (name, "array_api_strict")
            for name in ("math.std", "math.var", "Quantity: q.std()", "Quantity: q.var()")
        ),
        _REAL_VARIANCE,
    ),
    **dict.fromkeys(
        (
            (name, "array_api_strict")
            for name in (
                "math.astype",
                "Quantity: q.astype('float32')",
                "Quantity: q.float()",
                "Quantity: q.double()",
            )
        ),
        _CASTING,
    ),
}
