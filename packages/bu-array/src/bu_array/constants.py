"""Physical constants as quantities, with 0-d numpy mantissas in float64; each is built on first use.

Beside the constants of CODATA 2022 and the SI (`bu_units.constants` has their exact values, uncertainties
and sources), which have their symbols as names too (`h`, `G`, `R`), the units outside the SI under their
names, in coherent SI units.

>>> from bu_array import constants
>>> constants.speed_of_light
Quantity(2.99792458e+08, "m / s")
>>> constants.inch
Quantity(0.0254, "m")
"""

from __future__ import annotations

import sys

import numpy as np

from bu_units import Unit, customary_names, names
from bu_units import constants as _exact
from bu_units.names import gram, kelvin, meter, newton, radian, second, speed_unit, watt

from ._quantity.quantity import Quantity

# Existing programs find these units here too.
__all__ = ["gram", "kelvin", "meter", "newton", "radian", "second", "speed_unit", "watt"]

# Whole numbers of their coherent unit, which stay so: they count and index.
_WHOLE = frozenset({"day", "hour", "minute", "nautical_mile", "week"})


# Before units of the same symbol: h is Planck's constant and no hour.
_SYMBOLS = {row.symbol: row.name for row in reversed(_exact.ROWS)}


def _of_constant(name: str) -> Quantity:
    constant = getattr(_exact, name)
    return Quantity(np.array(constant.value), constant.unit)


def _of_unit(name: str) -> Quantity:
    unit: Unit = getattr(names, name)
    coherent = radian if unit.dim.is_dimensionless else Unit(unit.dim)
    value = unit.factor_to(coherent)
    return Quantity(np.array(int(value)) if name in _WHOLE else np.array(value), coherent)


def __getattr__(name: str) -> Quantity:
    if name in _exact.constant_names():
        found = _of_constant(name)
    elif name in _SYMBOLS:
        found = getattr(sys.modules[__name__], _SYMBOLS[name])
    elif name in customary_names():
        found = _of_unit(name)
    else:
        raise AttributeError(f"no constant is named {name!r}", name=name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted({*__all__, *_exact.constant_names(), *customary_names()})
