"""Kinds of quantity by name, each with a coherent unit: what the command line lists.

Names after ISO 80000. Kinds of one dimension (energy and torque) stand side by side; what tells them
apart is the reader.
"""

from __future__ import annotations

from ._dimension import Dimension
from ._registry import parse_unit

__all__ = ["KINDS", "dimension_of", "kinds_of"]

KINDS: dict[str, str] = {
    # SI Brochure, 9th edition, tables 2 and 3.
    "length": "m",
    "mass": "kg",
    "time": "s",
    "electric current": "A",
    "temperature": "K",
    "amount of substance": "mol",
    "luminous intensity": "cd",
    # Table 4.
    "plane angle": "1",
    "frequency": "s^-1",
    "force": "N",
    "pressure": "Pa",
    "energy": "J",
    "power": "W",
    "electric charge": "C",
    "voltage": "V",
    "capacitance": "F",
    "resistance": "ohm",
    "conductance": "S",
    "magnetic flux": "Wb",
    "magnetic flux density": "T",
    "inductance": "H",
    "illuminance": "cd m^-2",
    "radioactivity": "s^-1",
    "absorbed dose": "m^2 s^-2",
    "catalytic activity": "kat",
    # Tables 5 and 6.
    "area": "m^2",
    "volume": "m^3",
    "speed": "m s^-1",
    "acceleration": "m s^-2",
    "wavenumber": "m^-1",
    "density": "kg m^-3",
    "momentum": "kg m s^-1",
    "torque": "N m",
    "action": "J s",
    "dynamic viscosity": "Pa s",
    "kinematic viscosity": "m^2 s^-1",
    "surface tension": "N m^-1",
    "volume flow rate": "m^3 s^-1",
    "current density": "A m^-2",
    "electric field strength": "V m^-1",
    "magnetic field strength": "A m^-1",
    "electric dipole moment": "C m",
    "permittivity": "F m^-1",
    "permeability": "H m^-1",
    "heat capacity": "J K^-1",
    "specific energy": "J kg^-1",
    "thermal conductivity": "W m^-1 K^-1",
    "spectral flux density": "W m^-2 s",
    "concentration": "mol m^-3",
    "molar energy": "J mol^-1",
    "exposure": "C kg^-1",
    "luminance": "cd m^-2",
    # IEC 80000-13.
    "information": "bit",
    "ratio": "1",
}


def dimension_of(kind: str) -> Dimension | None:
    """Return the dimension of a kind of quantity, "electric_charge" too; None for an unknown one."""
    text = KINDS.get(" ".join(kind.replace("_", " ").lower().split()))
    return None if text is None else parse_unit(text).dim


def kinds_of(dimension: Dimension) -> list[str]:
    """Return the names of the kinds of quantity that have this dimension."""
    return [kind for kind, text in KINDS.items() if parse_unit(text).dim is dimension]
