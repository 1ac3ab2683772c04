"""Kinds of quantity: what tells torque from energy and hertz from becquerel, where a program asks for it.

>>> from bu_units import parse_unit
>>> torque, energy = parse_unit("N m").of_kind("torque"), parse_unit("J").of_kind("energy")
>>> torque.is_comparable(energy), torque.dim is energy.dim
(False, True)
>>> torque * parse_unit("rad")
Unit("J").of_kind("energy")

Quantities of one kind are comparable and add up (VIM 1.2): width, radius and wavelength are of the kind
length, heat and work of the kind energy. Names by ISO 80000. A unit has no kind unless `Unit.of_kind` gave
it one; then it is another object, so that rules that remember their answers for pairs of units need not ask.
"""

from __future__ import annotations

import threading

from . import _unit
from ._attached import attach_kinds
from ._catalogue import PREFIXES
from ._dimension import Dimension
from ._registry import parse_unit
from ._unit import Unit, compose, kinded
from .errors import KindMismatchError
from .nearness import hint

__all__ = ["ALIASES", "KINDS", "PRODUCTS", "define", "dimension_of", "kinds_of", "name_of"]

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
    "solid angle": "1",
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
    "luminous flux": "cd",
    "illuminance": "cd m^-2",
    "activity": "s^-1",
    "absorbed dose": "m^2 s^-2",
    "dose equivalent": "m^2 s^-2",
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
    # ISO 80000-3, -4 and -5.
    "angular velocity": "s^-1",
    "angular acceleration": "s^-2",
    "angular momentum": "J s",
    "moment of inertia": "kg m^2",
    "mass flow rate": "kg s^-1",
    "energy density": "J m^-3",
    "entropy": "J K^-1",
    "thermal diffusivity": "m^2 s^-1",
    # IEC 80000-6, ISO 80000-9 and -10.
    "apparent power": "W",
    "reactive power": "W",
    "power factor": "1",
    "magnetomotive force": "A",
    "molar mass": "kg mol^-1",
    "diffusion coefficient": "m^2 s^-1",
    "quality factor": "1",
    "absorbed dose rate": "m^2 s^-3",
    "dose equivalent rate": "m^2 s^-3",
    # IEC 80000-13.
    "information": "bit",
    "ratio": "1",
}

ALIASES: dict[str, str] = {
    alias: kind
    for kind, aliases in {
        "electric current": "current",
        "electric charge": "charge",
        "length": "width, height, thickness, radius, diameter, distance, path length, wavelength",
        "time": "duration, period",
        "temperature": "thermodynamic temperature",
        "plane angle": "angular measure, phase angle, angle",
        "solid angle": "solid angular measure",
        "speed": "velocity",
        "angular velocity": "angular frequency",
        "frequency": "rotational frequency",
        "density": "mass density",
        "torque": "moment of force, bending moment",
        "energy": "work, heat, potential energy, kinetic energy, internal energy, enthalpy",
        "power": "active power, heat flow rate, radiant flux",
        "pressure": "stress",
        "force": "weight",
        "voltage": "electric potential difference, electric potential",
        "resistance": "impedance, reactance",
        "conductance": "admittance",
        "activity": "radioactivity",
        "concentration": "amount-of-substance concentration",
        "wavenumber": "repetency",
    }.items()
    for alias in aliases.split(", ")
}

# Each is an equation of ISO 80000 that holds for the kinds whatever the case; force times length, which is an
# energy or a torque, and voltage times current, active or apparent power, are none.
PRODUCTS: tuple[str, ...] = (
    # ISO 80000-3
    "length * length = area",
    "area * length = volume",
    "length * plane angle = length",
    "speed * time = length",
    "acceleration * time = speed",
    "angular velocity * time = plane angle",
    "angular acceleration * time = angular velocity",
    "volume flow rate * time = volume",
    # ISO 80000-4
    "density * volume = mass",
    "mass flow rate * time = mass",
    "mass * speed = momentum",
    "mass * acceleration = force",
    "force * time = momentum",
    "force * speed = power",
    "pressure * area = force",
    "pressure * volume = energy",
    "power * time = energy",
    "torque * plane angle = energy",
    "torque * angular velocity = power",
    "torque * time = angular momentum",
    "moment of inertia * angular velocity = angular momentum",
    "moment of inertia * angular acceleration = torque",
    "energy density * volume = energy",
    "specific energy * mass = energy",
    # ISO 80000-5
    "heat capacity * temperature = energy",
    "entropy * temperature = energy",
    # IEC 80000-6
    "electric current * time = electric charge",
    "current density * area = electric current",
    "electric field strength * length = voltage",
    "voltage * electric charge = energy",
    "voltage * time = magnetic flux",
    "resistance * electric current = voltage",
    "conductance * voltage = electric current",
    "capacitance * voltage = electric charge",
    "inductance * electric current = magnetic flux",
    "magnetic flux density * area = magnetic flux",
    "apparent power * power factor = power",
    # ISO 80000-7
    "luminous intensity * solid angle = luminous flux",
    "illuminance * area = luminous flux",
    "luminance * area = luminous intensity",
    # ISO 80000-9
    "concentration * volume = amount of substance",
    "molar energy * amount of substance = energy",
    "molar mass * amount of substance = mass",
    # ISO 80000-10
    "absorbed dose * mass = energy",
    "absorbed dose * quality factor = dose equivalent",
    "absorbed dose rate * time = absorbed dose",
    "dose equivalent rate * time = dose equivalent",
)

_own: dict[str, str] = {}
_lock = threading.RLock()
_Pair = tuple[str, str]
_tables: tuple[dict[_Pair, str], dict[_Pair, str | None]] = {}, {}


def dimension_of(kind: str) -> Dimension | None:
    """Return the dimension of a kind of quantity, "electric_charge" too; None for an unknown one."""
    name = _known(kind)
    return None if name is None else parse_unit(KINDS.get(name) or _own[name]).dim


def kinds_of(dimension: Dimension) -> list[str]:
    """Return the names of the kinds of quantity that have this dimension."""
    return [kind for kind, text in (KINDS | _own).items() if parse_unit(text).dim is dimension]


def name_of(kind: str) -> str:
    """Return the name of a kind, "energy" for "work"; ValueError, with near names, for an unknown one."""
    if not isinstance(kind, str):
        raise TypeError(f"a kind of quantity is named by a text, such as 'torque'; got {type(kind).__name__}")
    name = _known(kind)
    if name is None:
        raise ValueError(f"unknown kind of quantity {kind!r}{hint(_plain(kind), (*KINDS, *_own, *ALIASES))}")
    return name


def define(name: str, unit: str, *products: str) -> str:
    """Add a kind of one's own, and return its name.

    unit: a text of a unit of its dimension; products: equations that hold for it, of kinds that are known
    then, as in ``"yaw rate * time = plane angle"``.
    Raises ValueError where the name is taken, or an equation does not hold for the dimensions.
    """
    plain = _plain(name)
    dimension = parse_unit(unit).dim
    with _lock:
        known = _known(plain)
        if known is not None and not (known in _own and dimension_of(known) is dimension):
            raise ValueError(f"{plain!r} is a kind of quantity already")
        was = dict(_own)
        _own[plain] = unit
        try:
            _enter(products)
        except ValueError:
            _own.clear()
            _own.update(was)
            raise
    _unit.forget_names()
    return plain


def _plain(kind: str) -> str:
    return " ".join(kind.replace("_", " ").lower().split())


def _known(kind: str) -> str | None:
    plain = _plain(kind)
    return plain if plain in KINDS or plain in _own else ALIASES.get(plain)


# ---------------------------------------------------------------- algebra


def _enter(products: tuple[str, ...]) -> None:
    """Add equations to the tables; ValueError, and nothing added, where one does not hold."""
    read = []
    for text in products:
        try:
            left, right = text.split("=")
            first, second = map(name_of, left.split("*"))
            whole = name_of(right)
        except ValueError as error:
            raise ValueError(
                f"{text!r} is no product of two kinds, as in 'power * time = energy': {error}"
            ) from None
        dims = [dimension_of(kind) for kind in (first, second, whole)]
        assert dims[0] is not None
        assert dims[1] is not None
        if dims[0] * dims[1] is not dims[2]:
            raise ValueError(f"{text!r} does not hold for the dimensions")
        read.append((first, second, whole))
    of_product, of_quotient = _tables
    for first, second, whole in read:
        of_product[first, second] = of_product[second, first] = whole
        for other, rest in {(first, second), (second, first)}:
            # Of two answers (energy per mass: specific energy, absorbed dose) neither.
            known = of_quotient.get((whole, other), rest)
            of_quotient[whole, other] = rest if known == rest else None


def _filled() -> tuple[dict[_Pair, str], dict[_Pair, str | None]]:
    if not _tables[0]:
        with _lock:
            if not _tables[0]:
                _enter(PRODUCTS)
    return _tables


def _said(unit: Unit) -> str | None:
    """Return the kind of a unit; an angle in radians or degrees says itself what it is of."""
    if unit.kind is not None:
        return unit.kind
    return "plane angle" if _is_angle(unit) else None


def _is_angle(unit: Unit) -> bool:
    """Whether a unit without a kind is one of angles: pi in it, or a radian."""
    if not unit.dim.is_dimensionless or not unit.atoms:
        return False
    return unit.exact.fraction is None or (
        unit.is_fullname and unit.name.endswith("radian") and "ster" not in unit.name
    )


def named(kind: str, unit: Unit) -> str:
    """Return the name of a kind that quantities in a unit may be of."""
    name = name_of(kind)
    if type(unit) is not Unit:
        raise TypeError(
            f"{unit} is a scale, and its values are of no kind that products have; convert them first"
        )
    if dimension_of(name) is not unit.dim:
        text = f"a {name} is of another dimension, that of {KINDS.get(name) or _own[name]}"
        raise KindMismatchError(text, unit)
    return name


def of_product(first: Unit, second: Unit, unit: Unit) -> Unit:
    """Return what algebra gave, of the kind that ISO 80000 has for a product of two kinds, if any."""
    one, other = _said(first), _said(second)
    kind = None
    if one is not None and other is not None:
        kind = _filled()[0].get((one, other))
    if kind is None:
        kind = _scaled(first, second) or _scaled(second, first)
    return kinded(_as_angle(unit, kind), kind)


def of_quotient(first: Unit, second: Unit, unit: Unit) -> Unit:
    """Return what algebra gave, of the kind that ISO 80000 has for a quotient of two kinds, if any."""
    one, other = _said(first), _said(second)
    kind = None
    if one is not None and other is not None and one != other:
        kind = _filled()[1].get((one, other))
    if kind is None and one != other:
        kind = _scaled(first, second)
    return kinded(_as_angle(unit, kind), kind)


def _as_angle(unit: Unit, kind: str | None) -> Unit:
    """Return a unit in radians for an angle where algebra has left none of them: mrad for (rad/s) ms."""
    if kind != "plane angle" or any(_is_angle(atom) for atom, _ in unit.atoms):
        return unit
    power = unit.exact.power_of_ten
    prefix = next((each.symbol for each in PREFIXES if each.power == power), "")
    radian = parse_unit(f"{prefix}rad")
    return compose(radian.atoms, unit.exact / radian.exact, renamed=False)


def _scaled(unit: Unit, factor: Unit) -> str | None:
    """Return the kind of a unit that a mere ratio scales (percent); None where it is more than that."""
    is_ratio = factor.dim.is_dimensionless and _said(factor) in (None, "ratio")
    return unit.kind if is_ratio else None


attach_kinds(named, of_product, of_quotient)
