"""The physical constants, as exact numbers: ``constants.planck.value``, ``.unit``, ``.uncertainty``.

By name, by the letter of formulas (``constants.h``, ``constants.k_B``), and all of CODATA 2022 by the
name that NIST has for them: ``constants.proton_mass``, ``constants.bohr_magneton_in_ev_t``.

Each is built from its row on first use. Exact constants are exact, and what follows from exact ones
is computed from them; a measured one is its published digits, with the standard uncertainty.

>>> from bu_units import constants
>>> constants.faraday
Constant(faraday = 96485.33212331001 C / mol, exact)
>>> constants.h is constants.planck, constants.m_p
(True, Constant(proton_mass = 1.67262192595e-27 kg, ± 5.2e-37))
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

from ._codata import DEFINING, TABLE
from ._magnitude import Magnitude
from ._registry import parse_unit
from ._unit import UNITLESS, Unit, compose
from .nearness import hint

__all__ = ["LETTERS", "ROWS", "Constant", "Row", "constant_letters", "constant_names"]


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
_C, _H, _E, _K, _NA = DEFINING.values()

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

# Letters of formulas, as CODATA 2022 has them; greek ones by their names.
LETTERS: dict[str, str] = {
    "c": "speed_of_light",
    "h": "planck",
    "e": "elementary_charge",
    "k": "boltzmann",
    "k_B": "boltzmann",
    "N_A": "avogadro",
    "R": "gas",
    "F": "faraday",
    "sigma": "stefan_boltzmann",
    "g_n": "standard_gravity",
    "G": "gravitational_constant",
    "m_e": "electron_mass",
    "m_u": "atomic_mass",
    "M_u": "molar_mass",
    "epsilon_0": "electric",
    "mu_0": "magnetic",
    "m_p": "proton_mass",
    "m_n": "neutron_mass",
    "m_mu": "muon_mass",
    "m_tau": "tau_mass",
    "m_d": "deuteron_mass",
    "m_t": "triton_mass",
    "m_h": "helion_mass",
    "m_alpha": "alpha_particle_mass",
    "alpha": "fine_structure_constant",
    "Ry": "rydberg_constant_times_hc_in_j",
    "R_inf": "rydberg_constant",
    "a_0": "bohr_radius",
    "E_h": "hartree_energy",
    "r_e": "classical_electron_radius",
    "sigma_e": "thomson_cross_section",
    "lambda_C": "compton_wavelength",
    "mu_B": "bohr_magneton",
    "mu_N": "nuclear_magneton",
    "mu_e": "electron_magnetic_moment",
    "mu_p": "proton_magnetic_moment",
    "mu_n": "neutron_magnetic_moment",
    "g_e": "electron_g_factor",
    "a_e": "electron_magnetic_moment_anomaly",
    "gamma_e": "electron_gyromagnetic_ratio",
    "gamma_p": "proton_gyromagnetic_ratio",
    "r_p": "proton_rms_charge_radius",
    "Phi_0": "magnetic_flux_quantum",
    "K_J": "josephson_constant",
    "R_K": "von_klitzing_constant",
    "G_0": "conductance_quantum",
    "Z_0": "characteristic_impedance_of_vacuum",
    "G_F": "fermi_coupling_constant",
    "n_0": "loschmidt_constant_273_15_k_101_325_kpa",
    "V_m": "molar_volume_of_ideal_gas_273_15_k_101_325_kpa",
    "c_1": "first_radiation_constant",
    "c_2": "second_radiation_constant",
    "K_cd": "luminous_efficacy",
    "Delta_nu_Cs": "hyperfine_transition_frequency_of_cs_133",
    "l_P": "planck_length",
    "m_P": "planck_mass",
    "t_P": "planck_time",
    "T_P": "planck_temperature",
}


# Further names that people write, and Greek letters.
ALSO = {
    "eps_0": "electric",
    "eps0": "electric",
    "vacuum_permittivity": "electric",
    "electric_constant": "electric",
    "mu0": "magnetic",
    "u_0": "magnetic",  # a text has "u" for the micro sign
    "u_B": "bohr_magneton",
    "u_N": "nuclear_magneton",
    "vacuum_permeability": "magnetic",
    "magnetic_constant": "magnetic",
    "avogadro_number": "avogadro",
    "c_0": "speed_of_light",
    "h_bar": "hbar",
    "ħ": "hbar",
    "sigma_T": "thomson_cross_section",
    "sigma_SB": "stefan_boltzmann",
    "R_infty": "rydberg_constant",
    "dirac_constant": "hbar",
    "impedance_of_free_space": "characteristic_impedance_of_vacuum",
}
_GREEK = str.maketrans(
    {
        "α": "alpha",
        "γ": "gamma",
        "ε": "epsilon",
        "ϵ": "epsilon",
        "μ": "mu",
        "µ": "mu",
        "σ": "sigma",
        "Φ": "Phi",
        "λ": "lambda",
        "ℎ": "h",
    }
)


def _identifier(name: str) -> str:
    """Return the name that NIST has for a constant as an attribute: ``proton_magnetic_moment``."""
    words = re.sub("[^a-z0-9]+", "_", name.lower()).strip("_")
    for short, word in (
        ("mag_mom", "magnetic_moment"),
        ("gyromag_ratio", "gyromagnetic_ratio"),
        ("mag_", "magnetic_"),
    ):
        words = words.replace(short, word)
    return words


@lru_cache(maxsize=1)
def _codata() -> dict[str, Row]:
    """Return the rows of CODATA 2022 by their names as attributes, but for those that `ROWS` has."""
    found: dict[str, Row] = {}
    letters = {name: letter for letter, name in LETTERS.items()}
    for line in TABLE.splitlines():
        title, value, uncertainty, unit = line.split(" | ")
        name, is_exact = _identifier(title), uncertainty == "exact"
        source = f"{_CODATA}: {title}{', exact' if is_exact else ''}"
        row = Row(
            name,
            letters.get(name, ""),
            value.format(**DEFINING),
            unit,
            source,
            "0" if is_exact else uncertainty,
        )
        if name not in _rows:
            found[name] = row
    return found


class Constant:
    """A physical constant: `exact` times `unit`, known to `uncertainty`."""

    __slots__ = ("exact", "is_negative", "name", "source", "symbol", "uncertainty", "unit")

    name: str
    """The name, as in `bu_units.constants`."""
    symbol: str
    """The symbol in formulas."""
    source: str
    """Where the value is published."""
    exact: Magnitude
    """The number in front of the unit, exactly as published or as it follows; without a minus sign."""
    is_negative: bool
    """Whether the number in front of the unit has a minus sign: the magnetic moment of the electron."""
    unit: Unit
    """The unit that the value is given in."""
    uncertainty: float
    """The standard uncertainty in `unit`; 0.0 for an exact constant."""

    def __init__(self, row: Row) -> None:
        self.name, self.symbol, self.source = row.name, row.symbol, row.source
        self.is_negative = row.value.startswith("-")
        self.exact = parse_unit(row.value.removeprefix("-")).exact
        self.unit = parse_unit(row.unit)
        self.uncertainty = float(row.uncertainty)

    @property
    def value(self) -> float:
        """The number in front of the unit, correctly rounded to float64."""
        return -float(self.exact) if self.is_negative else float(self.exact)

    @property
    def is_exact(self) -> bool:
        """Whether the value is exact by definition."""
        return self.uncertainty == 0.0

    @property
    def relative_uncertainty(self) -> float:
        """The standard uncertainty as a part of the value."""
        return self.uncertainty / abs(self.value)

    def as_unit(self) -> Unit:
        """Return the constant as a unit of measurement, exactly: speeds in units of c, say.

        Raises ValueError for a negative one.
        """
        if self.is_negative:
            raise ValueError(f"{self.name} is negative, which no unit is")
        return compose(self.unit.atoms, self.unit.coefficient * self.exact, renamed=False)

    def __repr__(self) -> str:
        known = "exact" if self.is_exact else f"± {self.uncertainty}"
        unit = "" if self.unit is UNITLESS else f" {self.unit}"
        return f"Constant({self.name} = {self.value}{unit}, {known})"

    def __reduce__(self) -> tuple[Callable[[str], Constant], tuple[str]]:
        return _named, (self.name,)


def constant_names() -> list[str]:
    """Return the names of all constants: those of `ROWS` in their order, then the others of CODATA 2022."""
    return [*_rows, *_codata()]


def constant_letters() -> list[str]:
    """Return the letters that stand for constants in formulas: ``c``, ``k_B``, ``mu_0`` ..."""
    return list(LETTERS)


def meant(text: str) -> str:
    """Return the name of the constant that a text says by name or letter; empty where it says none."""
    plain = text.translate(_GREEK)
    name = LETTERS.get(plain) or ALSO.get(plain, plain)
    return name if name in _rows or name in _codata() else ""


def _named(name: str) -> Constant:
    """Unpickle, copy: the one constant of this name."""
    known = globals().get(name)
    return known if isinstance(known, Constant) else __getattr__(name)


def __getattr__(name: str) -> Constant:
    other = meant(name) if not name.startswith("_") else ""
    if other and other != name:
        constant = _named(other)
    else:
        row = _rows.get(name) or (None if name.startswith("__") else _codata().get(name))
        if row is None:
            raise AttributeError(_unknown(name), name=name)
        constant = Constant(row)
    globals()[name] = constant
    return constant


def _unknown(name: str) -> str:
    """Return the text of the error for a name of no constant: with near ones, else with those of `ROWS`."""
    known = f"; known are {', '.join(_rows)} and all of CODATA 2022"
    return f"no constant is named {name!r}{hint(name, [*_rows, *LETTERS, *_codata()]) or known}"


def __dir__() -> list[str]:
    return [*__all__, *constant_names(), *LETTERS]
