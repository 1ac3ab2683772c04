"""Examples of the reference where a docstring has none: programs whose results are worked out here.

Calls are in the tables below, longer programs in reference_sessions.txt; nearly all run on numpy. An
example shows the arrays that it uses, and what the interpreter prints. Left out are calls whose last
digits or signs depend on the machine: decompositions, windows.
"""

from __future__ import annotations

import ast
import contextlib
import io
import sys
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

__all__ = ["example"]

# The arrays in examples: quantities, pure numbers, integers, conditions; M and d have two and three axes.
ARRAYS = {
    "q": "np.array([3.0, -1.0, 2.0]) * u.mV",
    "r": "np.array([500.0, 2000.0, 1500.0]) * u.uV",
    "t": "np.array([1.0, 2.0, 4.0]) * u.ms",
    "x": "np.array([0.25, 0.5, 1.0])",
    "n": "np.array([3.0, np.nan, 2.0]) * u.mV",
    "z": "np.array([3.0 + 4.0j, -1.0j]) * u.mV",
    "s": "2.0 * u.mV",
    "o": "np.array([1.0, 2.0, 4.0]) * u.mV",
    "M": "np.array([[2.0, 1.0], [1.0, 2.0]]) * u.mV",
    "w": "np.array([1.0, 3.0]) * u.ms",
    "d": "np.arange(8.0).reshape(2, 2, 2) * u.mV",
    "i": "np.array([6, 3, 12])",
    "k": "np.array([4, 2, 8])",
    "j": "np.array([2, 0])",
    "b": "np.array([True, False, True])",
    # for jax alone
    "A": "jnp.array([3.0, -1.0, 2.0]) * u.mV",
    "B": "jnp.array([500.0, 2000.0, 1000.0]) * u.uV",
    "T": "jnp.array([1.0, 2.0, 4.0]) * u.ms",
    "P": "jnp.array([[2.0, 1.0], [0.0, 2.0]]) * u.mV",
    "I": "jnp.array([6, 3, 12])",
}

# Arguments, and the functions that are called with them.
MATH: list[tuple[str, str]] = [
    (
        "q",
        "abs fabs negative positive square reciprocal sign signbit isfinite floor ceil rint trunc round modf",
    ),
    ("o", "sqrt cbrt"),
    ("z", "real imag conj angle iscomplexobj iscomplex isrealobj isreal"),
    ("q", "sum mean std var max min ptp prod cumsum median argmax argmin argsort sort cumulative_sum"),
    (
        "q",
        "count_nonzero nonzero flatnonzero argwhere unique unique_values unique_counts unique_inverse unique_all",
    ),
    ("q", "ravel transpose flip atleast_1d atleast_2d atleast_3d ndim shape size diff ediff1d trim_zeros"),
    (
        "q",
        "zeros_like ones_like get_dtype is_float is_int relu leaky_relu tree_zeros_like tree_ones_like asarray",
    ),
    ("q", "array isscalar finfo isposinf isneginf diag diagflat unstack isinf"),
    (
        "n",
        "nansum nanmean nanstd nanvar nanmax nanmin nanmedian nancumsum nanargmax nanargmin nan_to_num isnan",
    ),
    ("n", "nanprod"),
    (
        "x",
        "exp expm1 log log1p log2 log10 exp2 exprel sin cos tan sinh cosh tanh arcsin arccos arctan arcsinh",
    ),
    ("x + 1", "arccosh"),
    ("x / 2", "arctanh"),
    ("x[:2]", "sinc"),
    ("x", "rad2deg frexp cumprod nancumprod cumulative_prod relu6 sigmoid log_sigmoid logical_not"),
    (
        "x",
        "hard_sigmoid sparse_sigmoid softplus sparse_plus squareplus soft_sign hard_tanh silu hard_silu mish",
    ),
    ("x", "elu celu selu gelu polyder polyint"),
    ("180 * x", "deg2rad"),
    ("b", "all any"),
    ("i", "bitwise_not"),
    (
        "q, r",
        "add subtract multiply divide maximum minimum fmax fmin floor_divide remainder mod fmod divmod hypot",
    ),
    (
        "q, r",
        "arctan2 copysign less less_equal greater greater_equal equal not_equal array_equal array_equiv",
    ),
    ("q, r", "isclose allclose logical_and logical_or logical_xor broadcast_arrays nextafter"),
    ("q, x", "heaviside"),
    ("x, x", "logaddexp logaddexp2 polyval polyadd polysub polymul"),
    ("i, k", "gcd lcm bitwise_and bitwise_or bitwise_xor"),
    ("i, 1", "left_shift right_shift"),
    ("q, 2", "power float_power tile repeat roll delete top_k resize"),
    ("q, i", "ldexp"),
    ("q, t", "dot vdot vecdot inner outer kron convolve correlate cross trapezoid cumulative_trapezoid"),
    ("M, w", "matmul"),
    ("M, 2", "matrix_power"),
    ("M, M, 1", "tensordot"),
    ("[M, M, w]", "multi_dot"),
    ("'ij,j->i', M, w", "einsum"),
    ("[q, r]", "concatenate stack vstack hstack dstack column_stack block"),
    ("q, r", "append setdiff1d union1d setxor1d intersect1d isin"),
    ("M, (4,)", "reshape"),
    ("q, 'float32'", "astype"),
    ("q, (2, 3)", "broadcast_to"),
    ("q, 0", "expand_dims"),
    ("q[None]", "squeeze"),
    ("M, 0, 1", "swapaxes moveaxis"),
    ("M, (1, 0)", "permute_dims"),
    ("M, 1", "rollaxis"),
    (
        "M",
        "matrix_transpose fliplr flipud rot90 trace diagonal tril triu diag_indices_from tril_indices_from",
    ),
    ("M", "triu_indices_from remove_diag"),
    ("x, t", "meshgrid"),
    ("q, 3", "split array_split"),
    ("M, 2", "hsplit vsplit"),
    ("d, 2", "dsplit"),
    ("d[0].ravel(), 0, (2, 2)", "unflatten"),
    ("x, [x > 0.4, x <= 0.4], [1.0, 2.0]", "piecewise"),
    ("q, 1, s", "insert"),
    ("q, 1", "pad"),
    ("M, s", "fill_diagonal"),
    ("q, s", "full_like"),
    ("q, j", "take"),
    ("q, j, 0", "take_along_axis"),
    ("q, 0, j", "gather"),
    ("q, j, r[:2], 0", "put_along_axis"),
    ("q, j, r[:2]", "put"),
    ("q, b, r", "putmask place"),
    ("b, q", "compress extract"),
    ("b, q, r", "where"),
    ("[b, ~b], [q, r]", "select"),
    ("np.array([0, 1, 0]), [q, r]", "choose"),
    ("o, r", "searchsorted"),
    ("r, o", "digitize"),
    ("(q, r)", "lexsort"),
    ("q, 0.0 * u.mV, s", "clip"),
    ("q, 30", "percentile"),
    ("n, 30", "nanpercentile"),
    ("q, 0.3", "quantile"),
    ("n, 0.3", "nanquantile"),
    ("q, weights=x", "average"),
    ("M", "cov corrcoef"),
    ("np.array([0, 2, 2]), weights=q", "bincount"),
    ("q, 2", "histogram histogram_bin_edges"),
    ("q, t, 2", "histogram2d"),
    ("[q, t], 2", "histogramdd"),
    ("r, o, t", "interp"),
    ("q, t", "gradient"),
    ("4 * x", "unwrap"),
    ("x, 2", "vander"),
    ("(np.array([0, 2]), np.array([1, 1])), (3, 3)", "ravel_multi_index"),
    ("k[:2], (3, 3)", "unravel_index"),
    ("j, j", "ix_"),
    ("d, 'a b c -> (a b) c'", "einrearrange"),
    ("d, 'a b c -> a c', 'mean'", "einreduce"),
    ("q, 'a -> a 2'", "einrepeat"),
    ("d, 'a b c'", "einshape"),
    ("q, i", "promote_dtypes get_promote_dtypes result_type"),
    ("3, unit=u.mV", "zeros ones"),
    ("3, s", "full"),
    ("2, unit=u.mV", "eye identity tri"),
    ("4", "bartlett tril_indices"),
    ("3", "triu_indices"),
    ("(2, 2)", "indices"),
    ("s, 4 * s, s", "arange"),
    ("s, 8 * s, 3", "linspace"),
    ("np.ones(2), u.mV", "from_numpy from_dlpack"),
    ("(2, 3), (3,)", "broadcast_shapes"),
]
LINALG: list[tuple[str, str]] = [
    ("M", "det inv eigvalsh svdvals matrix_norm matrix_rank matrix_transpose norm pinv trace diagonal"),
    ("M", "cholesky eigvals"),
    ("w", "vector_norm"),
    ("M, w", "solve matmul"),
    ("M, 2", "matrix_power"),
    ("[M, M, w]", "multi_dot"),
    ("q, t", "dot vdot vecdot inner outer kron cross"),
    ("M, M, 1", "tensordot"),
]
FFT: list[tuple[str, str]] = [
    ("np.array([1.0, 2.0, 3.0, 4.0]) * u.mV, dt=0.5 * u.ms", "fft rfft"),
    ("np.array([4.0, 2.0, 0.0, 2.0]) * u.mV * u.ms, dt=0.5 * u.ms", "ifft irfft"),
    ("M, dt=0.5 * u.ms", "fft2 fftn rfft2 rfftn"),
    ("M, dt=0.5 * u.ms", "ifft2 ifftn irfft2 irfftn"),
    ("np.array([1.0, 2.0, 3.0]) * u.mV, dt=0.5 * u.ms", "hfft"),
    ("np.array([4.0, 2.0, 0.0, 2.0]) * u.mV * u.ms, dt=0.5 * u.ms", "ihfft"),
    ("4, 0.5 * u.ms", "fftfreq rfftfreq"),
    ("q", "fftshift ifftshift"),
]
LAX: list[tuple[str, str]] = [
    ("A", "neg abs sign floor ceil round square is_finite reciprocal cumsum cummax cummin sort"),
    ("A, B", "add sub max min eq ne lt le gt ge complex"),
    ("A, T", "mul div sort_key_val"),
    ("4.0 * T", "sqrt"),
    ("A, 2", "pow integer_pow top_k"),
    ("0.0 * u.mV, A, 2.0 * u.mV", "clamp"),
    ("A, jnp.float16", "convert_element_type"),
    ("I, I", "bitwise_and bitwise_or bitwise_xor"),
    ("I", "bitwise_not population_count clz cumprod"),
    ("I, 1", "shift_left shift_right_arithmetic shift_right_logical"),
    ("A > B, A, B", "select"),
    ("jnp.array([0, 1, 1]), A, B", "select_n"),
    ("jnp.float32, 3, unit=u.mV", "iota"),
    ("jnp.float32, (2, 2), 1, unit=u.mV", "broadcasted_iota"),
    ("(2,), 3.0 * u.mV", "full"),
    ("A, 3.0 * u.mV", "full_like"),
    ("A", "zeros_like_array stop_gradient"),
    ("A, (0,)", "reduce_sum reduce_max reduce_min reduce_prod rev"),
    ("I > 4, (0,)", "reduce_and reduce_or"),
    ("I, (0,)", "reduce_xor"),
    ("A, 0, jnp.int32", "argmax argmin"),
    ("A, (2,)", "broadcast"),
    ("A, (2, 3), (1,)", "broadcast_in_dim"),
    ("A, 2", "broadcast_to_rank"),
    ("P, 0, 2", "collapse"),
    ("A, (0,)", "expand_dims"),
    ("A[None], (0,)", "squeeze"),
    ("P, (4,)", "reshape"),
    ("P, (1, 0)", "transpose"),
    ("[A, B], 0", "concatenate"),
    ("A, 0.0 * u.mV, [(1, 1, 0)]", "pad"),
    ("A, (1,), (3,)", "slice"),
    ("A, 1, 3", "slice_in_dim"),
    ("A, 1", "index_in_dim dynamic_index_in_dim"),
    ("A, (jnp.array([2, 0]),), (0,)", "index_take"),
    ("A, (1, 2)", "split"),
    ("A, (1,), (2,)", "dynamic_slice"),
    ("A, 1, 2", "dynamic_slice_in_dim"),
    ("A, B[:1], (1,)", "dynamic_update_slice"),
    ("A, B[:1], 1, 0", "dynamic_update_slice_in_dim dynamic_update_index_in_dim"),
    ("lambda v: 2.0 * v, A", "map"),
    ("lambda v, w: v + w, A", "associative_scan"),
    ("0, 3, lambda n, v: 2.0 * v, 1.0 * u.mV", "fori_loop"),
    ("lambda v: v < 10.0 * u.mV, lambda v: 2.0 * v, 1.0 * u.mV", "while_loop"),
    ("True, lambda v: 2.0 * v, lambda v: v, A", "cond"),
    ("1, [lambda v: v, lambda v: 2.0 * v], A", "switch"),
    ("P, T[:2], (((1,), (0,)), ((), ()))", "dot_general"),
]
TABLES = {"brainunit.lax": LAX, "brainunit.math": MATH, "brainunit.linalg": LINALG, "brainunit.fft": FFT}


@cache
def _sessions() -> dict[str, str]:
    """Return the programs of the examples by full name: calls from the tables, and longer ones."""
    found = {
        f"{module}.{name}": f"{module.replace('brainunit', 'u')}.{name}({arguments})".replace("'", '"')
        for module, rows in TABLES.items()
        for arguments, names in rows
        for name in names.split()
    }
    name = ""
    for line in Path(__file__).with_name("reference_sessions.txt").read_text("utf-8").splitlines():
        if line.startswith("    "):
            found[name] = f"{found[name]}\n{line[4:]}".lstrip("\n")
        elif line and not line.startswith("#"):
            name = line
            found[name] = ""
    return found


@cache
def example(name: str) -> str:
    """Return an example of a public name, given in full, as a session; "" where there is none."""
    program = _sessions().get(name)
    if program is None:
        return ""
    tree = ast.parse(program)
    bound = {
        node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    }
    bound |= {node.arg for node in ast.walk(tree) if isinstance(node, ast.arg)}
    used = dict.fromkeys(node.id for node in ast.walk(tree) if isinstance(node, ast.Name))
    arrays = [f"{word} = {ARRAYS[word]}" for word in used if word in ARRAYS and word not in bound]
    scope: dict[str, Any] = {"np": import_module("numpy"), "u": import_module("brainunit")}
    scope["jax"], scope["jnp"] = import_module("jax"), import_module("jax.numpy")
    scope["bu_units"], scope["bu_dispatch"] = import_module("bu_units"), import_module("bu_dispatch")
    return "\n".join(line for text in (*arrays, *_statements(program)) for line in _run(text, scope))


def _statements(program: str) -> list[str]:
    lines = program.split("\n")
    return [
        "\n".join(lines[node.lineno - 1 : node.end_lineno]) for node in _decorated(ast.parse(program).body)
    ]


def _decorated(nodes: list[ast.stmt]) -> list[ast.stmt]:
    """Let a function begin at its decorators."""
    for node in nodes:
        for decorator in getattr(node, "decorator_list", ()):
            node.lineno = min(node.lineno, decorator.lineno)
    return nodes


def _run(text: str, scope: dict[str, Any]) -> list[str]:
    """Run a statement as the interpreter does; return what a session shows."""
    out = io.StringIO()
    shown = sys.displayhook
    sys.displayhook = lambda value: None if value is None else print(repr(value))
    try:
        with contextlib.redirect_stdout(out):
            exec(compile(text + "\n", "<example>", "single"), scope)  # our own programs
    finally:
        sys.displayhook = shown
    first, *rest = text.split("\n")
    lines = [f">>> {first}", *(f"... {line}" for line in rest)]
    return lines + out.getvalue().splitlines()
