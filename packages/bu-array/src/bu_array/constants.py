"""Physical constants as quantities, with 0-d numpy mantissas in float64; each is built on first use.

The constants of the SI and all of CODATA 2022 by name and by the letter of formulas (`bu_units.constants` has
their exact values, uncertainties and sources), and the units outside the SI under their names, in coherent SI
units. A letter is never a unit's: ``h`` is the Planck constant and not the hour, ``G`` not the gauss.

>>> from bu_array import constants
>>> constants.speed_of_light
Quantity(2.99792458e+08, "m / s")
>>> constants.h is constants.planck, constants.k_B
(True, Quantity(1.380649e-23, "J / K"))
>>> constants.inch
Quantity(0.0254, "m")
"""

from __future__ import annotations

import numpy as np

from bu_units import Unit, customary_names, names
from bu_units import constants as _exact
from bu_units.names import gram, kelvin, meter, newton, radian, second, speed_unit, watt
from bu_units.nearness import hint

from ._quantity.quantity import Quantity

# Existing programs find these units here too.
__all__ = ["gram", "kelvin", "meter", "newton", "radian", "second", "speed_unit", "watt"]

# Whole numbers of their coherent unit, which stay so: they count and index.
_WHOLE = frozenset({"day", "hour", "minute", "nautical_mile", "week"})


def _unit_names() -> list[str]:
    """Return the names of units outside the SI that are found here: no letter, and no constant's."""
    return [name for name in customary_names() if len(name) > 1 and not _exact.meant(name)]


def _of_constant(name: str) -> Quantity:
    constant = getattr(_exact, name)
    return Quantity(np.array(constant.value), constant.unit)


def _of_unit(name: str) -> Quantity:
    unit: Unit = getattr(names, name)
    coherent = radian if unit.dim.is_dimensionless else Unit(unit.dim)
    value = unit.factor_to(coherent)
    return Quantity(np.array(int(value)) if name in _WHOLE else np.array(value), coherent)


def __getattr__(name: str) -> Quantity:
    known = "" if name.startswith("__") else _exact.meant(name)
    if known:
        found = _of_constant(name) if known == name else _kept(known)
    elif name in _unit_names():
        found = _of_unit(name)
    else:
        raise AttributeError(_unknown(name), name=name)
    globals()[name] = found
    return found


def _kept(name: str) -> Quantity:
    """Return the one quantity of a constant, built on first use."""
    kept = globals().get(name)
    return kept if isinstance(kept, Quantity) else __getattr__(name)


def _unknown(name: str) -> str:
    """Return the text of the error for a name of no constant, with near ones."""
    if name in customary_names():
        return f"no constant is named {name!r}: it is the symbol of a unit, {getattr(names, name).name}"
    return f"no constant is named {name!r}{'' if name.startswith('_') else hint(name, __dir__())}"


def __dir__() -> list[str]:
    return sorted({*__all__, *_exact.constant_names(), *_exact.constant_letters(), *_unit_names()})
