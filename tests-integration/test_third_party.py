"""A package of functions that others write: with the public interfaces, in a process of its own."""

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

PAGE = Path(__file__).resolve().parent.parent / "docs/design/building-on.md"


@pytest.fixture
def package(tmp_path):
    """The package of the page."""
    cells = PAGE.read_text("utf-8").split("```")
    (source,) = [cell for cell in cells if "def midrange" in cell]
    source = source.partition("ipython3\n")[2]
    (tmp_path / "midrange.py").write_text(source, "utf-8")
    return tmp_path / "midrange.py"


def test_it_is_ten_lines_and_imports_interfaces_alone(package):
    tree = ast.parse(package.read_text("utf-8"))
    assert len([line for line in package.read_text("utf-8").splitlines() if line]) <= 10
    modules = [node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    assert modules == ["bu_array.core", "bu_array.declare"]


PROGRAM = """
import warnings

import numpy as np
from bu_array import Quantity
from bu_array.declare import DECLARED
from midrange import midrange

q = midrange(Quantity(np.array([1.0, 2.0, 9.0]), "mV"))
assert str(q) == "5. mV", q
assert midrange([1.0, 3.0]) == 2.0
assert DECLARED[-1].function is midrange and DECLARED[-1].module == "midrange"
assert midrange.__doc__.startswith("Middle of")
try:
    midrange(Quantity(20.0, "degC"))
except TypeError as error:
    assert "midrange has no meaning for values on the scale degC" in str(error)
else:
    raise AssertionError
try:
    import torch
except ImportError:
    pass
else:
    x = torch.tensor([1.0, 2.0, 9.0], requires_grad=True)
    midrange(Quantity(x, "mV")).mantissa.backward()
    assert x.grad.tolist() == [0.5, 0.0, 0.5]
"""


def test_it_works_in_a_process_of_its_own(package):
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", PROGRAM],
        cwd=package.parent,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)},
    )
    assert done.returncode == 0, done.stderr
