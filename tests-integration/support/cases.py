"""How each function is called: the calls of calls.txt, for the sweep and for the examples of the reference.

Arrays that take the shape of the variant: `q` (a length), `r` (a length in another unit), `t` (a
time), `x` (a ratio), `n` (a length with a NaN), `i` and `p` (integers), `b` (booleans). Of one shape: vectors
`v` (length), `w` (time), `y` (length in another unit), `o` (rising lengths), `h` (ratio), `j` (indices),
`g` (booleans), `k` (small integers), the matrix `M` (symmetric, positive definite, a length), `c` (a time for
each of its columns), `d` (3-d), and the number `s` (a length). In the plain variant none has a unit.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

__all__ = ["CALLS", "EXAMPLE_ARRAYS", "KNOWN", "METHODS", "NEEDS_AN_AXIS", "REAL_ONLY", "SWEPT", "Call"]


class Call(NamedTuple):
    """A function or method, and how it is called in the sweep and in its example; "" where it is not.

    The modules are called `m`, `l` and `f` in the sweep, `u.math` ... in examples.
    """

    name: str
    swept: str
    shown: str


MODULES = {"math": "m", "linalg": "l", "fft": "f", "lax": "u.lax"}


def _calls() -> list[Call]:
    found = []
    for line in Path(__file__).with_name("calls.txt").read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            name, swept, *shown = re.split(r"  +", line)
            swept = "" if swept == "-" else _expression(name, swept)
            shown = _expression(name, shown[0]) if shown else swept
            found.append(Call(name, swept, _public(shown) if name[0].islower() else shown))
    return found


def _expression(name: str, call: str) -> str:
    """Return a call as Python source: ``m.sort(q)`` for `q` of `math.sort`; of a method the call itself."""
    module, _, function = name.partition(".")
    if module not in MODULES:
        return call
    before, arguments, after = re.fullmatch(r"(?:(.*)\{)?(.*?)(?:\}(.*))?", call).groups("")
    return f"{before}{MODULES[module]}.{function}({arguments}){after}"


def _public(expression: str) -> str:
    for module, short in MODULES.items():
        expression = re.sub(rf"(?<![\w.]){re.escape(short)}\.(?=[a-z])", f"u.{module}.", expression)
    return expression


CALLS = _calls()
SWEPT = {name: swept for name, swept, _ in CALLS if swept and name[0].islower()}
METHODS = [swept for name, swept, _ in CALLS if swept and name[0].isupper()]

# The arrays in examples: quantities, pure numbers, integers, conditions.
EXAMPLE_ARRAYS = {
    "q": "np.array([3.0, -1.0, 2.0]) * u.mV",
    "r": "np.array([500.0, 2000.0, 1500.0]) * u.uV",
    "t": "np.array([1.0, 2.0, 4.0]) * u.ms",
    "x": "np.array([0.25, 0.5, 1.0])",
    "n": "np.array([3.0, np.nan, 2.0]) * u.mV",
    "i": "np.array([6, 3, 12])",
    "p": "np.array([2, 1, 3])",
    "b": "np.array([True, False, True])",
    "v": "np.array([3.0, -1.0, 2.0]) * u.mV",
    "w": "np.array([1.0, 2.0, 4.0]) * u.ms",
    "y": "np.array([500.0, 2000.0, 1500.0]) * u.uV",
    "o": "np.array([1.0, 2.0, 4.0]) * u.mV",
    "h": "np.array([0.25, 0.5, 1.0])",
    "j": "np.array([0, 2, 1])",
    "g": "np.array([True, False, True])",
    "k": "np.array([0, 2, 1])",
    "M": "np.array([[2.0, 1.0], [1.0, 2.0]]) * u.mV",
    "c": "np.array([1.0, 3.0]) * u.ms",
    "d": "np.arange(8.0).reshape(2, 2, 2) * u.mV",
    "s": "2.0 * u.mV",
    "f": "np.array([3.0, np.inf]) * u.mV",
    "z": "np.array([3.0 + 4.0j, -1.0j]) * u.mV",
    # for jax alone
    "A": "jnp.array([3.0, -1.0, 2.0]) * u.mV",
    "B": "jnp.array([500.0, 2000.0, 1000.0]) * u.uV",
    "T": "jnp.array([1.0, 2.0, 4.0]) * u.ms",
    "P": "jnp.array([[2.0, 1.0], [0.0, 2.0]]) * u.mV",
    "I": "jnp.array([6, 3, 12])",
    "X": "jnp.array([0.25, 0.5, 1.0])",
    "Z": "jnp.array([3.0 + 4.0j, -1.0j]) * u.mV",
    "S": "jnp.array([[2.0, 1.0], [1.0, 2.0]]) * u.mV",
    # of classes with members
    "backend": 'bu_dispatch.get_backend("numpy")',
    "matrix": "u.sparse.CSR.fromdense(P)",
}

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
