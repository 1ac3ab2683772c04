"""What the tests of plots draw: quantities on axes in ms and mV, and what is read off the axes."""

import numpy as np
import pytest

from bu_array import Quantity
from bu_units import Unit

matplotlib = pytest.importorskip("matplotlib")
plt = pytest.importorskip("matplotlib.pyplot")
matplotlib_units = pytest.importorskip("matplotlib.units")


def quantity(data, unit):
    return Quantity(np.asarray(data), unit)


T = quantity([1.0, 2.0, 3.0], "ms")
T_S = quantity([0.001, 0.002, 0.003], "s")
V = quantity([3.0, 1.0, 2.0], "mV")
V_V = quantity([0.003, 0.001, 0.002], "V")
LIST = [Quantity(1.0, "ms"), Quantity(2.0, "ms"), Quantity(0.003, "s")]
GRID = quantity(np.arange(9.0).reshape(3, 3), "pA")
RISING = quantity([1.0, 2.0, 3.0], "mV")
MS, MV = Unit("ms"), Unit("mV")

LENGTHS = quantity([1.0, 2.0, 3.0, 4.0], "m")
MASSES = quantity([-2000.0, 0.0, 300.0, 2000.0], "mg")
WARM = quantity([20.0, 21.0, 22.0], "degC")
HEAT = quantity(np.arange(1.0, 10.0).reshape(3, 3), "K")


def labels(axes):
    return axes.get_xlabel(), axes.get_ylabel()
