"""A plain zero, NaN or infinity fits wherever a function wants a quantity of a certain dimension.

Walked are the calls of support/calls.txt, each of their quantities in turn: where another dimension is
refused a neutral value fits. On scales (degC, dBm) zero is a value like any other.
"""

import ast
import copy
import os

import numpy as np
import pytest
from support.cases import METHODS, SWEPT

import brainunit as u
from bu_dispatch.testing import requested

# jax compiles each call, which takes minutes.
NIGHTLY = os.environ.get("HYPOTHESIS_PROFILE") == "nightly"
V, R, T, H, G, J = (
    (3.0, -1.0, 2.0),
    (500.0, 2000.0, 1500.0),
    (1.0, 2.0, 4.0),
    (0.25, 0.5, 1.0),
    (1, 0, 1),
    (0, 2, 1),
)
QUANTITIES = {
    **dict.fromkeys("qv", V),
    **dict.fromkeys("ry", R),
    **dict.fromkeys("two", T),
    "c": (1.0, 3.0),
    "d": np.arange(8.0).reshape(2, 2, 2),
    "M": ((2.0, 1.0), (1.0, 2.0)),
    "n": (3.0, np.nan, 2.0),
    "s": 2.0,
}
PLAIN = {
    **dict.fromkeys("xh", H),
    **dict.fromkeys("bg", np.array(G, bool)),
    **dict.fromkeys("jk", J),
    "i": (6, 3, 12),
    "p": (2, 1, 3),
}
UNITS = {**dict.fromkeys(QUANTITIES, "mV"), **dict.fromkeys("ry", "uV"), **dict.fromkeys("twc", "ms")}
MISMATCHES = (u.UnitMismatchError, u.DimensionMismatchError)
CASES = {**SWEPT, **{f"Quantity: {expression}": expression for expression in METHODS}}

# What is written into has no place for the unit of what is written.
WRITTEN_INTO = {("math.fill_diagonal", "M")}


class Swap(ast.NodeTransformer):
    """Put the name `swapped` in the place of the quantity number `count`; keep the name it had."""

    def __init__(self, count):
        self.count = count
        self.name = None

    def visit_Name(self, node):
        if node.id in QUANTITIES:
            self.count -= 1
            if self.count == -1:
                self.name = node.id
                return ast.copy_location(ast.Name("swapped", ast.Load()), node)
        return node


def array(backend, data):
    return backend.asarray(np.array(data))


def names_of(backend, unit=None):
    """The arrays of the calls, those of voltages in `unit`."""
    units = UNITS if unit is None else {name: unit if own != "ms" else own for name, own in UNITS.items()}
    found = {name: u.Quantity(array(backend, x), units[name]) for name, x in QUANTITIES.items()}
    found |= {name: array(backend, x) for name, x in PLAIN.items()}
    return found | {"m": u.math, "l": u.linalg, "f": u.fft, "u": u, "np": np, "Quantity": u.Quantity}


def run(backend, tree, names, **swapped):
    program = compile(ast.fix_missing_locations(ast.Expression(copy.deepcopy(tree))), "call", "eval")
    with u.using_backend(backend.name):
        return eval(program, names | swapped)


def mismatches(backend, tree, names, value):
    """Whether a call with `value` in it is refused for its unit; None where for something else."""
    try:
        run(backend, tree, names, swapped=value)
    except MISMATCHES:
        return True
    except Exception:  # noqa: BLE001  # shapes, missing methods: what is asked is the unit alone
        return None
    return False


def neutral_values(backend, name, on_scale):
    """Plain values to put in the place of `name`: numbers, and arrays where values are known."""
    values = [float("nan"), -np.inf, *([] if on_scale else [0])]
    if not backend.lazy:
        shape = np.shape(QUANTITIES[name])
        values += [array(backend, np.full(shape, value)) for value in values]
    return values


def walk(backend, unit):
    """The places that want a dimension, and which of them refuse a neutral value."""
    names = names_of(backend, unit)
    places, wrong = 0, []
    for case, expression in CASES.items():
        try:
            tree = ast.parse(expression, mode="eval").body
            run(backend, tree, names)
        except Exception:  # noqa: BLE001  # calls for jax alone, or refused on scales: no question here
            continue
        for count in range(expression.count("") + 1):
            swap = Swap(count)
            swapped = swap.visit(copy.deepcopy(tree))
            if swap.name is None:
                break
            alien = u.Quantity(array(backend, QUANTITIES[swap.name]), "A")
            if (case, swap.name) in WRITTEN_INTO or not mismatches(backend, swapped, names, alien):
                continue
            places += 1
            values = neutral_values(backend, swap.name, unit is not None)
            refused = [value for value in values if mismatches(backend, swapped, names, value)]
            wrong += [(case, expression, swap.name, value) for value in refused]
    return places, wrong


WALKS = [
    *(("numpy", unit) for unit in ("degC", "dBm")),
    *(pytest.param(name, None, marks=pytest.mark.slow) for name in ("numpy", "torch")),
    *((pytest.param(name, None, marks=pytest.mark.slow) for name in ("jax", "dask")) if NIGHTLY else ()),
]


@pytest.fixture
def backend(request):
    return requested(request)


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("backend, unit", WALKS, indirect=["backend"])
def test_neutral_values_fit(backend, unit):
    places, wrong = walk(backend, unit)
    assert wrong == []
    assert places > (60 if unit is None else 25)
