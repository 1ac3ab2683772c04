"""Every declared function once more, with units of odd sizes: `explain` lists what it multiplies by, no less.

A call is made twice, with operands in units that differ by a number that occurs nowhere else, and in units
that do not. What the program of the first multiplies by and that of the second does not, is a conversion.
"""

import warnings
from collections import Counter
from importlib import import_module

import numpy as np
import pytest

import brainunit as u

jax = pytest.importorskip("jax")

import jax.numpy as jnp  # noqa: E402  # jax may be missing
from programs import multiplications  # noqa: E402  # as above

from bu_array.declare.arrays import DECLARED  # noqa: E402  # as above

for module in ("bu_array.fft", "bu_array.linalg", "bu_jax.lax"):
    import_module(module)  # declares functions

X, Y = jnp.linspace(0.1, 0.5, 4), jnp.linspace(0.2, 0.7, 4)
A = jnp.arange(16.0).reshape(4, 4) + 9.0 * jnp.eye(4)
PLACES = jnp.array([0, 1, 2, 3])

ODD_LENGTH = u.Unit(u.meter.dim, factor=0.7310001)
ODD_NUMBER = u.Unit(u.UNITLESS.dim, factor=0.6310001)


def calls(length, number):
    """Arguments that some function takes: lengths in two units, and numbers in a unit."""
    q, p = ODD_LENGTH, length
    return [
        (X * q, Y * p),
        (X * q, 1.0 / (Y * p)),
        (X * number,),
        (X * number, Y * number),
        ([X * q, Y * p],),
        (A > 3.0, A * q, A * p),
        (X * q, Y * p, Y * p),
        (A * q, A * p),
        (A * q, X * p),
        (A * number,),
        (X * q, PLACES, Y * p),
        (X, X * q, Y * p),
        (X * q, 4, Y[0] * p, Y[1] * p),
    ]


def known(found):
    return Counter({factor: count for factor, count in found.items() if count > 0})


# What a function says that takes other arguments; BackendError and jax's about tracers are among them.
REFUSED = (TypeError, ValueError, IndexError, u.UnitMismatchError, u.DimensionMismatchError)
# Of these functions jax asks by assert, and dlpack for a method that no tracer has.
REFUSED_BY_JAX = {"conv_transpose": AssertionError, "from_dlpack": AttributeError}
# These have an option that is a number and takes no quantity, or a unit that depends on the values.
REFUSES_ANOTHER_UNIT = {"elu", "leaky_relu", "nanprod"}

# What is not looked at, by name, so that no other function falls out unseen. None of the calls is one of
# these: they take whole numbers, shapes, functions, texts, or values that a tracer does not have.
TAKE_OTHERS = {
    "bu_array.fft": "fftfreq ihfft rfftfreq",
    "bu_array.linalg.equations": "tensorinv",
    "bu_array.math.bitwise": "bitwise_and bitwise_not bitwise_or bitwise_xor left_shift right_shift",
    "bu_array.math.creation": "arange empty eye from_dlpack from_numpy full identity ones zeros",
    "bu_array.math.diagonals": "tri tril_indices triu_indices",
    "bu_array.math.dtypes": "as_numpy get_dtype",
    "bu_array.math.einops": "einrearrange einreduce einrepeat einshape einsum",
    "bu_array.math.elementwise": "gcd lcm",
    "bu_array.math.exponential": "ldexp",
    "bu_array.math.histograms": "bincount",
    "bu_array.math.indexing": (
        "compress extract gather indices ix_ ravel_multi_index take take_along_axis unravel_index"
    ),
    "bu_array.math.joining": "insert",
    "bu_array.math.manipulation": (
        "astype broadcast_to expand_dims moveaxis permute_dims repeat reshape resize roll rollaxis swapaxes "
        "tile unflatten"
    ),
    "bu_array.math.nans": "nanprod",
    "bu_array.math.padding": "pad",
    "bu_array.math.polynomials": "polyfit",
    "bu_array.math.products": "cross matrix_power",
    "bu_array.math.searching": "argwhere choose flatnonzero nonzero",
    "bu_array.math.sets": (
        "intersect1d setdiff1d setxor1d union1d unique unique_all unique_counts unique_inverse unique_values"
    ),
    "bu_array.math.sorting": "top_k trim_zeros",
    "bu_array.math.splitting": "array_split delete dsplit hsplit split vsplit",
    "bu_array.math.windows": "bartlett blackman hamming hanning kaiser",
    "bu_jax.lax.bits": (
        "bitwise_and bitwise_not bitwise_or bitwise_xor clz population_count reduce_precision shift_left "
        "shift_right_arithmetic shift_right_logical"
    ),
    "bu_jax.lax.control_flow": "associative_scan cond fori_loop map scan switch while_loop",
    "bu_jax.lax.creation": "broadcasted_iota full full_like iota",
    "bu_jax.lax.elementwise": "imag integer_pow real",
    "bu_jax.lax.linear_algebra": (
        "conv conv_general_dilated conv_transpose dot_general householder_product tridiagonal_solve"
    ),
    "bu_jax.lax.reductions": (
        "argmax argmin reduce reduce_and reduce_max reduce_min reduce_or reduce_prod reduce_sum reduce_xor"
    ),
    "bu_jax.lax.scattering": (
        "gather scatter scatter_add scatter_apply scatter_max scatter_min scatter_mul scatter_sub"
    ),
    "bu_jax.lax.shapes": (
        "broadcast broadcast_in_dim broadcast_to_rank collapse concatenate expand_dims pad reshape rev "
        "squeeze transpose"
    ),
    "bu_jax.lax.slicing": (
        "dynamic_index_in_dim dynamic_slice dynamic_slice_in_dim dynamic_slice_ind_dim "
        "dynamic_update_index_in_dim dynamic_update_slice dynamic_update_slice_in_dim index_in_dim "
        "index_take slice slice_in_dim split"
    ),
    "bu_jax.lax.sorting": "approx_max_k approx_min_k top_k",
    "bu_jax.lax.special": "betainc fft",
}
# These take some, and convert nothing then: one array, or two of any units.
CONVERT_NOTHING = {
    "bu_array.linalg.decompositions": "eig eigh eigvals eigvalsh",
    "bu_array.math.calculus": "unwrap",
    "bu_array.math.diagonals": "diag_indices_from",
    "bu_array.math.elementwise": "copysign",
    "bu_array.math.logic": "logical_and logical_or logical_xor",
    "bu_array.math.polynomials": "polyder polyint",
    "bu_array.math.products": "multi_dot tensordot",
    "bu_array.math.sorting": "argpartition lexsort partition",
    "bu_array.math.statistical": "cumulative_sum",
    "bu_jax.lax.bits": "bitcast_convert_type convert_element_type",
    "bu_jax.lax.control_flow": "stop_gradient",
    "bu_jax.lax.linear_algebra": "batch_matmul eig eigh hessenberg qdwh schur tridiagonal",
    "bu_jax.lax.sorting": "sort sort_key_val",
}
MODULES = sorted({each.module for each in DECLARED if each.module.startswith(("bu_array.", "bu_jax."))})


def answered(each, given):
    """What a function multiplies by; None where it takes other arguments."""
    try:
        with warnings.catch_warnings(action="ignore"):
            return multiplications(each.function, *given)
    except (*REFUSED, REFUSED_BY_JAX.get(each.name, TypeError)):
        return None


def converted(each):
    """How many of the calls a function takes, and in how many it converts; `explain` lists what."""
    taken, compared = 0, 0
    for mixed, alike in zip(calls(u.meter, ODD_NUMBER), calls(ODD_LENGTH, u.UNITLESS), strict=True):
        found, without = answered(each, mixed), answered(each, alike)
        if found is None or without is None:
            assert found is without or each.name in REFUSES_ANOTHER_UNIT, each.name
            continue
        if each.name == "floor_divide" and mixed[1].dim is not mixed[0].dim:
            continue  # of two dimensions it converts both to coherent units, in either call
        taken += 1
        compared += bool(known(found - without))
        listed = u.explain(each.function, *mixed)
        factors = Counter(float(np.float32(one.factor)) for one in listed)
        assert known(found - without) == factors, each.name
        assert all(one.function == each.name for one in listed), (each.name, listed)
    return taken, compared


@pytest.mark.slow
@pytest.mark.parametrize("module", MODULES)
def test_all_that_functions_multiply_by_is_listed(module):
    found = {each.name: converted(each) for each in DECLARED if each.module == module}
    assert found
    untaken = {name for name, (taken, _) in found.items() if not taken}
    unconverted = {name for name, (_, compared) in found.items() if not compared}
    assert untaken == set(TAKE_OTHERS.get(module, "").split())
    assert unconverted - untaken == set(CONVERT_NOTHING.get(module, "").split())


def test_the_tables_name_modules():
    assert {*TAKE_OTHERS, *CONVERT_NOTHING} <= set(MODULES)


def test_covariance_is_listed():
    assert u.explain(u.math.cov, X * u.meter, Y * ODD_LENGTH)


def test_differences_on_scales_are_listed():
    degrees = jnp.ones(3) * u.Unit("degC"), jnp.ones(3) * u.Unit("delta_degF")
    assert u.explain(lambda t, change: t + change, *degrees)
