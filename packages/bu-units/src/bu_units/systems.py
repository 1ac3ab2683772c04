"""Systems of units: ``systems.cgs.unit_of(dimension)``; a quantity goes into one by that unit.

>>> from bu_units import names, systems
>>> systems.si.unit_of(names.dyne.dim), systems.cgs.unit_of(names.newton.dim)
(Unit("N"), Unit("dyn"))
>>> systems.atomic.unit_of(names.metre.dim / names.second.dim)
Unit("a_0 * E_h / ħ")

Electricity in CGS. In this package the electric current is a base dimension, as in the SI. `cgs` is
mechanical and spans none; `cgs_emu` counts it in abamperes (10 A exactly) and `cgs_esu` in statamperes
(10 A over the speed of light in cm/s, exactly), with the units that follow (abvolt, gauss, statvolt).
Gaussian equations have other factors of 4 pi and of c in them; that is a change of equations and no
change of units, and is not attempted: the unit of the magnetic field strength H in `cgs_emu` is abA/cm,
not the oersted.

`geometrized` sets c = G = 1, so that the metre is its one unit: a time is in metres over c, a mass in
metres times c^2/G. `unit_of` gives those units with the dimensions that they have here.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable
from typing import Any, NamedTuple

from ._dimension import BASES, Dimension
from ._elimination import solve
from ._interning import remember
from ._magnitude import ONE
from ._registry import base_unit, parse_unit
from ._unit import Unit, compose, watch_names
from .errors import DimensionMismatchError

__all__ = ["UnitSystem", "system_names"]


class UnitSystem:
    """Base units of independent dimensions, and further units for dimensions made of theirs.

    Each of `units` is taken for the dimension that it has; for any other it is the product of powers
    of the base units. A base dimension outside the seven of the SI (information, a user's own) that
    no base unit has is counted in its own unit in every system.
    """

    __slots__ = ("__weakref__", "_found", "base_units", "name", "units")

    name: str
    """The name."""
    base_units: tuple[Unit, ...]
    """The units that the others follow from."""
    units: tuple[Unit, ...]
    """Units of the system that are preferred to products of its base units."""

    def __init__(self, name: str, *base_units: Unit | str, units: Iterable[Unit | str] = ()) -> None:
        self.name = name
        self.base_units = tuple(_linear(unit) for unit in base_units)
        self.units = tuple(_linear(unit) for unit in units)
        if solve([unit.dim for unit in self.base_units], {}) is None:
            raise ValueError(f"the base units of {name!r} are not of independent dimensions: {self!r}")
        self._found: dict[Dimension, Unit] = {}
        watch_names(self._forget)

    @staticmethod
    def define(name: str, *base_units: Unit | str, units: Iterable[Unit | str] = ()) -> UnitSystem:
        """Make a system that is ``systems.<name>`` from then on.

        The same once more gives the same system; ValueError where the name is taken.

        >>> UnitSystem.define("axon", "um", "pg", "ms", "nA", units=["mV"])
        UnitSystem(axon: um, pg, ms, nA)
        """
        new = UnitSystem(name, *base_units, units=units)
        if not name.isidentifier() or name.startswith("_"):
            raise ValueError(f"a system is named by an identifier such as 'lab', not {name!r}")
        with _lock:
            known = _system(name) or globals().get(name)
            if isinstance(known, UnitSystem) and known._content() == new._content():
                return known
            if known is not None:
                raise ValueError(f"{name!r} is taken: bu_units.systems has {known!r}")
            _systems[name] = new
        return new

    def _forget(self) -> None:
        self._found.clear()

    def unit_of(self, dimension: Dimension) -> Unit:
        """Return the unit of `dimension` in this system, by its name where it has one.

        Raises DimensionMismatchError for a dimension that the base units do not span.
        """
        try:
            return self._found[dimension]
        except KeyError:
            return remember(self._found, dimension, self._unit_of(dimension))

    def _unit_of(self, dimension: Dimension) -> Unit:
        if not isinstance(dimension, Dimension):
            raise TypeError(f"a system has units of dimensions, not of a {type(dimension).__name__}")
        for unit in (*self.base_units, *self.units):
            if unit.dim is dimension:
                return unit
        exponents = dimension.exponents
        known = {*BASES, *(base for unit in self.base_units for base in unit.dim.exponents)}
        further = [(base_unit(base), exponents.pop(base)) for base in exponents.keys() - known]
        powers = solve([unit.dim for unit in self.base_units], exponents)
        if powers is None:
            names = ", ".join(str(unit) for unit in self.base_units)
            reason = f"The system {self.name} ({names}) has no unit of this dimension"
            raise DimensionMismatchError(reason, dimension)
        pairs, coefficient = further, ONE
        for unit, power in zip(self.base_units, powers, strict=True):
            pairs = [*pairs, *((atom, own * power) for atom, own in unit.atoms)]
            coefficient = coefficient * unit.coefficient**power
        return compose(pairs, coefficient, renamed=False)  # no names from other systems

    def spans(self, dimension: Dimension) -> bool:
        """Whether the system has a unit of `dimension`."""
        try:
            self.unit_of(dimension)
        except DimensionMismatchError:
            return False
        return True

    def _content(self) -> tuple[str, tuple[Unit, ...], tuple[Unit, ...]]:
        return self.name, self.base_units, self.units

    def __repr__(self) -> str:
        return f"UnitSystem({self.name}: {', '.join(str(unit) for unit in self.base_units)})"

    def __copy__(self) -> UnitSystem:
        return self

    def __deepcopy__(self, memo: object) -> UnitSystem:
        return self

    def __reduce__(self) -> tuple[Any, ...]:
        return _restore, self._content()


def _restore(name: str, base_units: tuple[Unit, ...], units: tuple[Unit, ...]) -> UnitSystem:
    """Unpickle: the system of this name where it is the same, else one like it."""
    known, new = _system(name), UnitSystem(name, *base_units, units=units)
    return known if known is not None and known._content() == new._content() else new


def _linear(unit: Unit | str) -> Unit:
    """Return the unit that a text means; refuses the points and levels of `bu_units._scales`."""
    unit = parse_unit(unit) if isinstance(unit, str) else unit
    if type(unit) is not Unit:
        raise TypeError(f"a system is made of units, and {unit!r} is none that is a factor")
    return unit


# ---------------------------------------------------------------- rows


class _Row(NamedTuple):
    base_units: str
    """Texts, parted by commas."""
    units: str = ""
    """Names, parted by blanks."""


_MECHANICAL = "N Pa J W"
_CGS = "dyn erg Ba P St Gal"
# Beside the pound of mass stands the pound of force: these two are customary, and not coherent.
_CUSTOMARY = "lbf psi foot_pound hp"

_ROWS: dict[str, _Row] = {
    # SI Brochure, 9th edition, tables 2 and 4; hertz and becquerel, gray and sievert, lumen and lux
    # name kinds of quantity rather than dimensions.
    "si": _Row("m, kg, s, A, K, mol, cd", f"{_MECHANICAL} C V F ohm S Wb T H kat"),
    "mks": _Row("m, kg, s", _MECHANICAL),
    # SI Brochure, 8th edition, table 9 and section 4.1.
    "cgs": _Row("cm, g, s, K, mol, cd", _CGS),
    "cgs_emu": _Row("cm, g, s, abA, K, mol, cd", f"{_CGS} abC abV abohm abS abF abH Mx G"),
    "cgs_esu": _Row("cm, g, s, statA, K, mol, cd", f"{_CGS} statC statV statohm statS statF statH"),
    "us": _Row("ft, lb, s, A, degR, mol, cd", f"{_CUSTOMARY} gallon"),
    "imperial": _Row("ft, lb, s, A, degR, mol, cd", f"{_CUSTOMARY} gallon_imp"),
    # CODATA 2022, as the rows of the catalogue; the ampere goes with the charge.
    "atomic": _Row("a_0, E_h, ħ, q_e, T_h", "m_e"),
    "planck": _Row("l_P, m_P, t_P, q_P, T_P", "ħ"),
    "geometrized": _Row("m, (1/299792458) s, (299792458 * 299792458 / 6.67430e-11) kg"),
}

_systems: dict[str, UnitSystem] = {}
_lock = threading.RLock()


def system_names() -> list[str]:
    """Return the names of all systems."""
    return [*_ROWS, *(name for name in list(_systems) if name not in _ROWS)]


def _system(name: str) -> UnitSystem | None:
    """Return the system of this name, made on first use."""
    found, row = _systems.get(name), _ROWS.get(name)
    if found is None and row is not None:
        new = UnitSystem(name, *row.base_units.split(", "), units=row.units.split())
        with _lock:
            found = _systems.setdefault(name, new)
    return found


def __getattr__(name: str) -> UnitSystem:
    system = _system(name)
    if system is None:
        known = ", ".join(system_names())
        raise AttributeError(f"no system of units is named {name!r}; known are {known}", name=name)
    globals()[name] = system
    return system


def __dir__() -> list[str]:
    return [*__all__, *system_names()]
