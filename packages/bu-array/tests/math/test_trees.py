"""Functions of pytrees, with jax and without."""

import subprocess
import sys
from collections import OrderedDict, defaultdict
from typing import Any, NamedTuple

import numpy as np
import pytest
from array_checks import check, quantity

from bu_array import Quantity, math
from bu_array.math import trees


class Pair(NamedTuple):
    left: Any
    right: Any


X = np.array([[1.0, 2.0]], "f4")


@pytest.fixture(params=["with jax", "without jax"])
def mapped(request, monkeypatch):
    """Both ways through a tree, whether or not jax is there."""
    if request.param == "with jax":
        pytest.importorskip("jax")
    else:
        monkeypatch.setattr(trees, "_mapped", trees._walked)


@pytest.mark.parametrize("name, value", [("tree_zeros_like", 0), ("tree_ones_like", 1)])
def test_leaves(backend, mapped, name, value):
    q = quantity(backend, X, "mV")
    expected = np.full_like(X, value)
    result = getattr(math, name)({"a": [q, (q.mantissa, None)], "b": Pair(q, {}), "c": ()})
    assert list(result) == ["a", "b", "c"]
    check(result["a"][0], backend, expected, "mV")
    check(result["a"][1][0], backend, expected)
    assert type(result["a"][1]) is tuple
    assert result["a"][1][1] is None
    assert type(result["b"]) is Pair
    check(result["b"].left, backend, expected, "mV")
    assert (result["b"].right, result["c"]) == ({}, ())


def test_one_leaf_and_none(backend, mapped):
    check(math.tree_zeros_like(quantity(backend, X, "mV")), backend, X * 0, "mV")
    assert math.tree_ones_like(None) is None


def test_kinds_of_dicts(mapped):
    tree = {"o": OrderedDict(b=Quantity(X, "m"), a=X), "d": defaultdict(list, x=X)}
    result = math.tree_ones_like(tree)
    assert type(result["o"]) is OrderedDict
    assert list(result["o"]) == ["b", "a"]
    assert result["d"].default_factory is list
    assert str(result["o"]["b"].unit) == "m"
    assert tree["o"]["b"].mantissa is X


def test_nodes_that_jax_knows():
    jax = pytest.importorskip("jax")
    leaf = jax.tree_util.Partial(len, Quantity(X, "m"))
    result = math.tree_zeros_like(leaf)
    assert type(result) is type(leaf)
    assert str(result.args[0].unit) == "m"


def test_jax_is_not_imported_for_it():
    program = """
import sys
from bu_array import Quantity, math
import numpy
tree = math.tree_zeros_like([Quantity(numpy.ones(2), "m")])
assert "jax" not in sys.modules
print(tree)
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == '[Quantity([0. 0.], "m")]'
