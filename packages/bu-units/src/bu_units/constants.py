"""The physical constants, as exact numbers: ``constants.planck.value``, ``.unit``, ``.uncertainty``.

Each is built from its row on first use. Exact constants are exact, and what follows from exact ones
is computed from them; a measured one is its published digits, with the standard uncertainty.

>>> from bu_units import constants
>>> constants.faraday
Constant(faraday = 96485.33212331001 C / mol, exact)
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from ._magnitude import Magnitude
from ._registry import parse_unit
from ._unit import Unit, compose

__all__ = ["ROWS", "Constant", "Row", "constant_names"]


class Row(NamedTuple):
    """One constant: its value as a text that the parser reads exactly, its unit, its source."""

    name: str
    symbol: str
    value: str
    unit: str
    source: str
    uncertainty: str = "0"
    """The standard uncertainty in `unit`; 0 for an exact constant."""


# The defining constants, exact since 2019 (SI Brochure, 9th edition, table 1).
_C = "299792458"
_H = "6.62607015e-34"
_E = "1.602176634e-19"
_K = "1.380649e-23"
_NA = "6.02214076e23"

_SI = "SI Brochure, 9th edition, table 1: exact"
_FOLLOWS = "exact: follows from the defining constants of the SI"
_CODATA = "CODATA 2022 (Mohr et al., Rev. Mod. Phys. 97, 025002, 2025)"

ROWS: tuple[Row, ...] = (
    Row("speed_of_light", "c", _C, "m / s", _SI),
    Row("planck", "h", _H, "J s", _SI),
    Row("elementary_charge", "e", _E, "C", _SI),
    Row("boltzmann", "k", _K, "J / K", _SI),
    Row("avogadro", "N_A", _NA, "mol^-1", _SI),
    Row("hbar", "ħ", f"{_H} / (2 pi)", "J s", _FOLLOWS),
    Row("gas", "R", f"{_K} * {_NA}", "J / (K mol)", _FOLLOWS),
    Row("faraday", "F", f"{_E} * {_NA}", "C / mol", _FOLLOWS),
    Row(
        "stefan_boltzmann",
        "σ",
        f"2 pi^5 * ({_K})^4 / (15 * ({_H})^3 * {_C}^2)",
        "W / (m^2 K^4)",
        _FOLLOWS,
    ),
    Row("eV", "eV", _E, "J", _FOLLOWS),
    Row("electronvolt", "eV", _E, "J", _FOLLOWS),
    # By definition.
    Row("standard_gravity", "g_n", "9.80665", "m / s^2", "3rd CGPM (1901), resolution 2: exact"),
    Row("zero_celsius", "T_0", "273.15", "K", "SI Brochure, 9th edition, section 2.3.1: exact"),
    # Measured.
    Row("atomic_mass", "m_u", "1.66053906892e-27", "kg", _CODATA, "5.2e-37"),
    Row("electron_mass", "m_e", "9.1093837139e-31", "kg", _CODATA, "2.8e-40"),
    Row("molar_mass", "M_u", "1.00000000105e-3", "kg / mol", _CODATA, "3.1e-13"),
    Row("electric", "ε_0", "8.8541878188e-12", "F / m", _CODATA, "1.4e-21"),
    Row("magnetic", "μ_0", "1.25663706127e-6", "N / A^2", _CODATA, "2.0e-16"),
    Row("gravitational_constant", "G", "6.67430e-11", "m^3 / (kg s^2)", _CODATA, "1.5e-15"),
)

_rows = {row.name: row for row in ROWS}


class Constant:
    """A physical constant: `exact` times `unit`, known to `uncertainty`."""

    __slots__ = ("exact", "name", "source", "symbol", "uncertainty", "unit")

    name: str
    """The name, as in `bu_units.constants`."""
    symbol: str
    """The symbol in formulas."""
    source: str
    """Where the value is published."""
    exact: Magnitude
    """The number in front of the unit, exactly as published or as it follows."""
    unit: Unit
    """The unit that the value is given in."""
    uncertainty: float
    """The standard uncertainty in `unit`; 0.0 for an exact constant."""

    def __init__(self, row: Row) -> None:
        self.name, self.symbol, self.source = row.name, row.symbol, row.source
        self.exact = parse_unit(row.value).exact
        self.unit = parse_unit(row.unit)
        self.uncertainty = float(row.uncertainty)

    @property
    def value(self) -> float:
        """The number in front of the unit, correctly rounded to float64."""
        return float(self.exact)

    @property
    def is_exact(self) -> bool:
        """Whether the value is exact by definition."""
        return self.uncertainty == 0.0

    @property
    def relative_uncertainty(self) -> float:
        """The standard uncertainty as a part of the value."""
        return self.uncertainty / self.value

    def as_unit(self) -> Unit:
        """Return the constant as a unit of measurement, exactly: speeds in units of c, say."""
        return compose(self.unit.atoms, self.unit.coefficient * self.exact, renamed=False)

    def __repr__(self) -> str:
        known = "exact" if self.is_exact else f"± {self.uncertainty}"
        return f"Constant({self.name} = {self.value} {self.unit}, {known})"

    def __reduce__(self) -> tuple[Callable[[str], Constant], tuple[str]]:
        return _named, (self.name,)


def constant_names() -> list[str]:
    """Return the names of all constants, in the order of their rows."""
    return list(_rows)


def constant_texts() -> list[str]:
    """Return every name and letter of a constant that `meant` knows."""
    return list(_rows)


def meant(text: str) -> str:
    """Return the name of the constant that a text says by name or letter; empty where it says none."""
    return text if text in _rows else ""


def _named(name: str) -> Constant:
    """Unpickle, copy: the one constant of this name."""
    known = globals().get(name)
    return known if isinstance(known, Constant) else __getattr__(name)


def __getattr__(name: str) -> Constant:
    row = _rows.get(name)
    if row is None:
        raise AttributeError(f"no constant is named {name!r}; known are {', '.join(_rows)}", name=name)
    constant = globals()[name] = Constant(row)
    return constant


def __dir__() -> list[str]:
    return [*__all__, *_rows]
