"""Gradients through the functions by torch: those of autograd against those of differences.

Each call of support/calls.txt that gives floating-point numbers, with and without units, on real and on
complex numbers; a sample of them by day, all with HYPOTHESIS_PROFILE=nightly.
"""

import os
import re
import sys
import zlib
from pathlib import Path

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).parent))

from support.cases import SWEPT

from bu_array import Quantity, fft, linalg, math
from bu_dispatch import BackendError, get_backend, using_backend
from support import sweep

torch = pytest.importorskip("torch")
if not get_backend("torch").usable():
    pytest.skip("torch is not usable", allow_module_level=True)

NIGHTLY = os.environ.get("HYPOTHESIS_PROFILE") == "nightly"
MODULES = {"m": math, "l": linalg, "f": fft}

# What has no gradient, and why.
CONSTANT = frozenset("empty_like ones_like zeros_like tree_ones_like tree_zeros_like piecewise imag".split())
NO_DERIVATIVE = {
    "floor_divide": "torch has no derivative of it",
    "divmod": "torch has no derivative of floor_divide",
    "astype": "the calls change the precision, which differences see",
    "arange": "the ends of a range are no tensors that record gradients",
}
NO_COMPLEX = frozenset(
    "arctan2 atan2 copysign fabs frexp rfft rfft2 rfftn".split()
)  # torch has none of complex numbers


# Differences are of one step for all: so these are of the size of the others, in a unit of their own.
SIZES = {"r": 300, "y": 1000}
UNITS = {**sweep._UNITS, "r": "dm", "y": "dm"}


def calls():
    """Every call with the variants that are asked, those of the sample by day."""
    for name, expression in SWEPT.items():
        own = name.partition(".")[2]
        if name.startswith("lax") or own in NO_DERIVATIVE:
            continue
        if not NIGHTLY and zlib.crc32(name.encode()) % 12:
            continue
        for variant in sweep.variants_of(name):
            if variant.shape == "empty" or variant.dtype == "float32":
                continue
            if not (variant.dtype.startswith("complex") and own in NO_COMPLEX):
                yield pytest.param(name, expression, variant, id=f"{name}, {variant}")


def arrays(variant):
    """The arrays of the sweep, fewer of each, and none of them equal or whole: there some functions jump."""
    draw = np.random.default_rng(5)
    found = sweep.data(variant)
    for name, value in found.items():
        array = np.asarray(value)
        if array.ndim == 3 and name != "d":
            array = array[:, :2, :2]
        if array.dtype.kind in "fc" and array.ndim:
            array = array * SIZES.get(name, 1)
            noise = 1e-2 * draw.random(array.shape) * (1 + 1j if array.dtype.kind == "c" else 1)
            array = array + np.abs(array).mean() * (noise + noise.swapaxes(-1, -2) if name == "M" else noise)
            array = np.sort(array) if name == "o" else array
        found[name] = np.ascontiguousarray(array) if isinstance(value, np.ndarray) else value
    return found


def tensors_in(value):
    """The floating-point tensors of a result."""
    if isinstance(value, Quantity):
        value = value.mantissa
    if isinstance(value, (list, tuple)):
        return [each for part in value for each in tensors_in(part)]
    known = isinstance(value, torch.Tensor) and (value.is_floating_point() or value.is_complex())
    return [value] if known else []


@pytest.mark.slow
@pytest.mark.parametrize("name, expression, variant", [*calls()])
def test_gradients(name, expression, variant):
    found = arrays(variant)
    used = [key for key in found if re.search(rf"(?<![\w.']){key}\b(?!\()", expression)]
    varied = [key for key in used if key not in "nf" and np.asarray(found[key]).dtype.kind in "fc"]
    if not varied:
        pytest.skip("takes no floating-point numbers")
    units = UNITS if variant.units else {}

    def dressed(key, array):
        return Quantity(array, units[key]) if key in units else array

    others = {key: dressed(key, torch.as_tensor(found[key])) for key in used if key not in varied}

    def function(*arguments):
        scope = {
            **MODULES,
            **others,
            **{key: dressed(key, x) for key, x in zip(varied, arguments, strict=True)},
        }
        with using_backend("torch"):
            return tuple(tensors_in(eval(expression, {"np": np}, scope)))

    arguments = [torch.tensor(np.asarray(found[key]), requires_grad=True) for key in varied]
    try:
        results = function(*arguments)
    except (BackendError, NotImplementedError) as error:
        pytest.skip(f"not on torch: {error}")
    if not results:
        pytest.skip("gives no floating-point numbers")
    if name.partition(".")[2] in CONSTANT and not any(x.requires_grad for x in results):
        return
    assert any(x.requires_grad for x in results)
    assert torch.autograd.gradcheck(function, arguments, atol=1e-5, rtol=1e-3)
