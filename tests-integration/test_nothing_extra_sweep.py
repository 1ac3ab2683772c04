"""Every declared function once more, with units of odd sizes: `explain` lists what it multiplies by, no less.

A call is made twice, with operands in units that differ by a number that occurs nowhere else, and in units
that do not. What the program of the first multiplies by and that of the second does not, is a conversion.
"""

import sys
import warnings
from collections import Counter
from importlib import import_module
from pathlib import Path

import numpy as np
import pytest

import brainunit as u

jax = pytest.importorskip("jax")

sys.path.insert(0, str(Path(__file__).parent))

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


# In these no function converts what `calls` has: one array, whole numbers, other arguments.
UNTOUCHED = {
    "bu_array.math.bitwise",
    "bu_array.math.einops",
    "bu_array.math.padding",
    "bu_array.math.windows",
    "bu_jax.lax.bits",
    "bu_jax.lax.control_flow",
    "bu_jax.lax.scattering",
    "bu_jax.lax.shapes",
    "bu_jax.lax.slicing",
    "bu_jax.lax.sorting",
}


@pytest.mark.slow
@pytest.mark.parametrize("module", sorted({each.module for each in DECLARED}))
def test_all_that_functions_multiply_by_is_listed(module):
    compared = 0
    for each in DECLARED:
        if each.module != module:
            continue
        for mixed, alike in zip(calls(u.meter, ODD_NUMBER), calls(ODD_LENGTH, u.UNITLESS), strict=True):
            try:
                with warnings.catch_warnings(action="ignore"):
                    found, without = (multiplications(each.function, *given) for given in (mixed, alike))
            except Exception:  # noqa: BLE001  # it takes other arguments
                continue
            compared += bool(known(found - without))
            listed = u.explain(each.function, *mixed)
            assert known(found - without) == Counter(float(np.float32(one.factor)) for one in listed), (
                each.name
            )
            assert all(one.function == each.name for one in listed), (each.name, listed)
    assert bool(compared) is (module not in UNTOUCHED)


def test_covariance_is_listed():
    assert u.explain(u.math.cov, X * u.meter, Y * ODD_LENGTH)


def test_differences_on_scales_are_listed():
    degrees = jnp.ones(3) * u.Unit("degC"), jnp.ones(3) * u.Unit("delta_degF")
    assert u.explain(lambda t, change: t + change, *degrees)
