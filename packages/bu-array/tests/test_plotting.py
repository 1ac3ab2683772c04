"""Quantities in matplotlib: who registers them, when, and in which registry."""

import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from plot_checks import GRID, T, V, labels, matplotlib_units, plt

import bu_array
import bu_dispatch
import bu_units
from bu_array import Quantity, enable_matplotlib_support
from bu_array._quantity.scale import ScaleQuantity
from bu_units import Unit, UnitMismatchError


def test_through_pyplot():
    figure = plt.figure(figsize=(2, 2))
    [line] = plt.plot(V)
    plt.axvline(1)  # a plain number is in the unit of the axis, here none
    image = plt.imshow(GRID)
    assert plt.gca().get_ylabel() == "mV"
    np.testing.assert_array_equal(line.get_xdata(), [0, 1, 2])
    assert image.unit is Unit("pA")
    plt.close(figure)


def test_enabling_again_changes_nothing():
    before = dict(matplotlib_units.registry)
    enable_matplotlib_support()
    enable_matplotlib_support(matplotlib_units)
    assert dict(matplotlib_units.registry) == before


def test_enabling_what_was_taken_out(monkeypatch):
    for kind in (Quantity, ScaleQuantity):
        monkeypatch.delitem(matplotlib_units.registry, kind)
    enable_matplotlib_support()
    figure, axes = plt.subplots(figsize=(2, 2))
    axes.plot(T, V)
    assert labels(axes) == ("ms", "mV")
    plt.close(figure)


def test_a_registry_of_ones_own():
    module = SimpleNamespace(
        registry={}, ConversionInterface=object, AxisInfo=lambda label=None: SimpleNamespace(label=label)
    )
    enable_matplotlib_support(module)
    converter = module.registry[Quantity]
    enable_matplotlib_support(module)
    assert module.registry[Quantity] is converter
    assert converter.default_units(V, None) is Unit("mV")
    assert converter.default_units(np.eye(2), None) is None
    assert converter.axisinfo(Unit("mV"), None).label == "mV"
    assert converter.axisinfo(None, None).label is None
    np.testing.assert_allclose(converter.convert(V, Unit("V"), None), [0.003, 0.001, 0.002])
    np.testing.assert_array_equal(converter.convert(V, None, None), [3, 1, 2])
    assert converter.convert(3.0, Unit("V"), None) == 3.0
    with pytest.raises(UnitMismatchError, match="s and mV"):
        converter.convert(V, Unit("s"), None)


SOURCES = [Path(module.__file__).parents[1] for module in (bu_array, bu_dispatch, bu_units)]


def run(program):
    path = os.pathsep.join([*map(str, SOURCES), os.environ.get("PYTHONPATH", "")])
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", program],
        capture_output=True,
        check=False,
        env={**os.environ, "PYTHONPATH": path, "MPLBACKEND": "Agg"},
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


DRAW = """
figure, axes = plt.subplots()
axes.plot(np.ones(2) * bu_units.Unit("ms"), np.ones(2) * bu_units.Unit("mV"))
axes.hist(np.ones(2) * bu_units.Unit("s"))
space = figure.add_subplot(projection="3d")
space.scatter(*(np.ones((3, 2)) * bu_units.Unit("m")))
print(axes.get_xlabel(), axes.get_ylabel(), space.get_zlabel())
"""


@pytest.mark.slow
@pytest.mark.parametrize(
    "imports",
    [
        "import bu_array, bu_units\nprint('matplotlib' in sys.modules)\nimport matplotlib.pyplot as plt",
        "import matplotlib.pyplot as plt\nprint('bu_array' in sys.modules)\nimport bu_array, bu_units",
        "import matplotlib.units\nprint('bu_array' in sys.modules)\nimport bu_array, bu_units, matplotlib.pyplot as plt",
    ],
    ids=["after", "before", "between"],
)
def test_the_order_of_imports_does_not_matter(imports):
    program = f"import sys, numpy as np\n{imports}\n{DRAW}"
    assert run(program).split() == ["False", "ms", "mV", "m"]
