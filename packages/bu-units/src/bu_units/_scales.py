"""Scales: units whose zero is not nothing (degC) or that count logarithms (dBm).

A value on a scale is converted by more than a factor. What may be added to it is a difference: in a plain
unit for points (``delta_degC``), a level difference for levels (``dB``). In products and powers of units a
scale stands for its differences (``W / (m^2 * delta_degC)``, ``dB / km``); a level (dBm), whose
differences are in another unit, takes no part.
"""

from __future__ import annotations

import math
import threading
from collections.abc import Callable
from fractions import Fraction

from ._dimension import Dimension
from ._magnitude import ONE, Magnitude, magnitude
from ._registry import add_finder, find, parse_unit
from ._unit import Unit, attach_levels, make_atom, new_ident
from .errors import UnitMismatchError

TYPE_CHECKING = False  # typing itself takes longer to import than this module
if TYPE_CHECKING:
    from typing import Any, TypeVar

    S = TypeVar("S", bound="ScaleUnit")

__all__ = [
    "LevelUnit",
    "PointUnit",
    "ScaleUnit",
    "affine_between",
    "affine_exact",
    "convert_value",
    "is_difference",
    "scale_names",
]


class ScaleUnit(Unit):
    """A unit that is no factor: a value in it is a point or a level on a scale."""

    __slots__ = ("_difference", "_step")

    _difference: Unit | None
    _step: Unit | None

    def __new__(cls, *args: Any, **kwargs: Any) -> ScaleUnit:
        raise TypeError(f"{cls.__name__} is made by the rows of bu_units._scales")

    @property
    def difference(self) -> Unit:
        """The unit of a difference of two values on this scale."""
        return self if self._difference is None else self._difference

    @property
    def step(self) -> Unit | None:
        """The unit, a factor, that counts differences on this scale in products; None for levels (dBm)."""
        return self._step

    @property
    def is_unitless(self) -> bool:
        """False: even a level of a pure number is no number."""
        return False

    def __eq__(self, other: object) -> bool:
        return self is other if isinstance(other, Unit) else NotImplemented

    __hash__ = object.__hash__

    def factor_to(self, other: Unit) -> float:
        """Return 1.0 for the unit itself; UnitMismatchError for any other: there is no factor."""
        if other is self:
            return 1.0
        raise UnitMismatchError(f"{self} is a scale, from which no factor leads to another unit", self, other)

    def _in_products(self, alone: bool) -> Unit:
        """Return the unit of differences; TypeError for a level, and for a point with but a number."""
        reason = self._refused_in_products(alone)
        if reason:
            raise TypeError(reason)
        assert self._step is not None
        return self._step

    def _refused_in_products(self, alone: bool) -> str:
        """Return why the scale, `alone` but for a number, takes no part in a product; empty where it does."""
        return ""

    def __reduce__(self) -> tuple[Any, ...]:
        return parse_unit, (self._name,)


class PointUnit(ScaleUnit):
    """An affine unit: a point on a scale of temperature, say, counted from a zero of its own."""

    __slots__ = ("_zero",)

    _zero: Fraction
    """Where the scale's zero lies, in coherent SI units."""

    def _refused_in_products(self, alone: bool) -> str:
        if not alone:
            return ""
        return (
            f"{self} is a scale and takes no part in products and powers of numbers; "
            f"use {self.step} for a difference, or convert a value to {Unit(self.dim).name}"
        )

    def affine_to(self, other: Unit) -> tuple[float, float]:
        """Return `factor` and `offset`: ``value * factor + offset`` is the value in `other`.

        Each is the correctly rounded float64. Raises UnitMismatchError for another dimension.
        """
        if other.dim is not self.dim or isinstance(other, LevelUnit):
            raise UnitMismatchError("Cannot convert between scales of different dimension", self, other)
        return affine_between(self, other)


class LevelUnit(ScaleUnit):
    """A logarithmic unit: the level of a quantity above a reference, or a difference of levels."""

    __slots__ = ("_per_decade", "_reference")

    _reference: Unit
    """The unit whose one has the level 0; UNITLESS for a level difference."""
    _per_decade: float
    """How many of this unit a factor of ten of the quantity is: 10 for dBm, 20 for dBV, -1 for pH."""

    @property
    def reference(self) -> Unit:
        """The unit whose one has the level 0; the number one for a level difference."""
        return self._reference

    @property
    def per_decade(self) -> float:
        """How many of this unit a factor of ten of the quantity is."""
        return self._per_decade

    @property
    def is_difference(self) -> bool:
        """Whether values are differences of levels (dB) rather than levels (dBm)."""
        return self._difference is None

    def _refused_in_products(self, alone: bool) -> str:
        if self._step is not None:
            return ""
        return (
            f"{self} is a scale and takes no part in products and powers; "
            f"convert a value to a linear unit first, such as {self._reference}"
        )


def affine_exact(first: Unit, second: Unit) -> tuple[Fraction, Fraction]:
    """Return factor and offset between two units of one dimension, either of them a PointUnit, exactly.

    first: the unit of the value; second: the unit that it is wanted in.
    """
    if first.dim is not second.dim:
        raise UnitMismatchError("Cannot convert between scales of different dimension", first, second)
    if is_difference(first) or is_difference(second):
        raise UnitMismatchError("A point on a scale is no difference, nor the other way round", first, second)
    # A temperature unit with pi in it, a user's own, is rounded: nothing else has no fraction.
    step = first.exact / second.exact
    factor = step.fraction or Fraction(float(step))
    return factor, (_zero_of(first) - _zero_of(second)) / (
        second.exact.fraction or Fraction(float(second.exact))
    )


def affine_between(first: Unit, second: Unit) -> tuple[float, float]:
    """Return factor and offset between two units, each correctly rounded; see `affine_exact`.

    first: the unit of the value; second: the unit that it is wanted in.
    """
    factor, offset = affine_exact(first, second)
    return float(factor), float(offset)


def _zero_of(unit: Unit) -> Fraction:
    return unit._zero if isinstance(unit, PointUnit) else Fraction(0)


def _log10(value: float) -> float:
    if value <= 0.0:
        raise ValueError(f"{value} has no level: a logarithm is of a positive number")
    return math.log10(value)


def convert_value(value: Any, unit: Unit, target: Unit, log10: Callable[[Any], Any] = _log10) -> Any:
    """Return `value` in `unit` as a value in `target`, where either of them is a scale.

    unit: the unit of the value; target: the unit that it is wanted in; log10: the logarithm of its library.
    value: a number, or an array of a library whose `log10` is given. Raises UnitMismatchError for
    another dimension, and where a point or a level would become a difference or the other way round.
    """
    if unit is target:
        return value
    if isinstance(unit, PointUnit) or isinstance(target, PointUnit):
        factor, offset = affine_between(unit, target)
        return (value if factor == 1.0 else value * factor) + offset
    if unit.dim is not target.dim or _kind(unit) * _kind(target) < 0:
        counted, wanted = _counted(unit), _counted(target)
        if counted.dim is wanted.dim and _kind(unit) * _kind(target) == 0:
            return value * counted.factor_to(wanted)
        raise UnitMismatchError("Cannot convert between these scales", unit, target)
    if not isinstance(unit, LevelUnit):
        assert isinstance(target, LevelUnit)
        return log10(value * unit.factor_to(target.reference)) * target.per_decade
    if isinstance(target, LevelUnit):
        return _from_level_to_level(value, unit, target)
    return 10.0 ** (value * (1.0 / unit.per_decade)) * unit.reference.factor_to(target)


def _counted(unit: Unit) -> Unit:
    """Return the factor that counts differences of levels: what dB is in dB/km; another unit itself."""
    return (unit.step or unit) if isinstance(unit, LevelUnit) else unit


def _kind(unit: Unit) -> int:
    """1 for levels, -1 for differences of levels, 0 for what is no level."""
    return (-1 if unit.is_difference else 1) if isinstance(unit, LevelUnit) else 0


def _from_level_to_level(value: Any, unit: LevelUnit, target: LevelUnit) -> Any:
    """Shift by the ratio of the references, in place of going through the linear value and back."""
    factor = target.per_decade / unit.per_decade
    shift = math.log10(unit.reference.factor_to(target.reference)) * target.per_decade
    scaled = value if factor == 1.0 else value * factor
    return scaled if shift == 0.0 else scaled + shift


# ---------------------------------------------------------------- rows


class PointRow:
    """A scale of points: its zero in coherent SI units, and the unit of its differences."""

    def __init__(self, name: str, symbol: str, aliases: str, difference: str, zero: str) -> None:
        self.name = name
        self.symbol = symbol
        self.aliases = aliases
        self.difference = difference
        self.zero = zero


# SI Brochure, 9th edition, 2.3.1 (Celsius); NIST SP 811, B.8 (Fahrenheit, Rankine: a factor of 5/9,
# whose zero is absolute, so that degR is a plain unit and stands in the catalogue).
POINTS = (
    PointRow("degree_celsius", "degC", "celsius °C", "delta_degC", "273.15"),
    PointRow("degree_fahrenheit", "degF", "fahrenheit °F", "delta_degF", "45967/180"),
    # Gauge pressures, counted from the standard atmosphere (NIST SP 811, section 7.4: the quantity is gauge
    # and the unit bar; who reads them as texts of instruments finds them here).
    PointRow("bar_gauge", "barg", "", "delta_bar", "101325"),
    PointRow("psi_gauge", "psig", "", "delta_psi", "101325"),
    PointRow("kilopascal_gauge", "kPag", "", "delta_kPa", "101325"),
)


class LevelRow:
    """A logarithmic scale: its reference, and how many units a factor of ten is.

    `counts`: the base dimension of what it counts in products, if it is one of differences.
    """

    def __init__(
        self,
        name: str,
        symbol: str,
        aliases: str,
        difference: str,
        reference: str,
        per_decade: float,
        counts: str = "",
    ) -> None:
        self.name = name
        self.symbol = symbol
        self.aliases = aliases
        self.difference = difference
        self.reference = reference
        self.per_decade = per_decade
        self.counts = counts


# How many of a base dimension's unit (dB, mag, delta_pH) a factor of ten is.
_PER_DECADE = {"level": 10.0, "stellar_magnitude": -2.5, "acidity": -1.0}

# ISO 80000-3 and IEC 60027-3 (decibel, neper: levels of power quantities; a field quantity, a
# voltage say, counts twice, since power goes with its square). Level differences convert into
# each other through the ratio of powers: 1 Np = (20 / ln 10) dB.
LEVELS = (
    LevelRow("decibel", "dB", "", "", "1", 10.0, "level"),
    LevelRow("bel", "Bel", "", "", "1", 1.0, "level"),  # "B" is the byte
    LevelRow("neper", "Np", "", "", "1", math.log(10.0) / 2, "level"),
    LevelRow("dex", "dex", "", "", "1", 1.0, "level"),  # decades, as astronomers count abundances
    LevelRow("decibel_milliwatt", "dBm", "", "dB", "mW", 10.0),
    LevelRow("decibel_watt", "dBW", "", "dB", "W", 10.0),
    LevelRow("decibel_volt", "dBV", "", "dB", "V", 20.0),
    LevelRow("decibel_microvolt", "dBuV", "", "dB", "uV", 20.0),
    # 1 mW in 600 ohm (ITU-T V.574): sqrt(0.6) V.
    LevelRow("decibel_unloaded", "dBu", "", "dB", "(3/5)^(1/2) V", 20.0),
    # Radar reflectivity factor (WMO No. 8).
    LevelRow("decibel_reflectivity", "dBZ", "", "dB", "mm^6 / m^3", 10.0),
    # Sound pressure level re 20 uPa (ISO 1683).
    LevelRow("decibel_spl", "dBSPL", "", "dB", "20 uPa", 20.0),
    # IUPAC: pH = -lg(a), the activity taken as the concentration in mol/L. The symbol pH alone is the
    # picohenry's.
    LevelRow("delta_pH", "delta_pH", "", "", "1", -1.0, "acidity"),
    LevelRow("pH_scale", "pH_scale", "", "delta_pH", "mol / l", -1.0),
    # Pogson's ratio: five magnitudes are a factor of 100. IAU 2015 resolution B2; AB: 3631 Jy (Oke and
    # Gunn, 1983), 1 Jy = 1e-26 W m^-2 Hz^-1.
    LevelRow("magnitude", "mag", "", "", "1", -2.5, "stellar_magnitude"),
    LevelRow("ab_magnitude", "ABmag", "", "mag", "3631e-26 W / (m^2 Hz)", -2.5),
    # Koornneef et al. (1986): -2.5 lg f - 21.10, f in erg/(s cm^2 angstrom).
    LevelRow("st_magnitude", "STmag", "", "mag", "10^(-211/25) erg / (s cm^2 angstrom)", -2.5),
)


# What differences of levels are given for: ratios of frequencies (IEC 60027-3; an octave is lg 2 decades,
# rounded) and paths through the air above an observatory. Dimensions of their own: dB/decade is no dB, and
# K/decade, where ten years are meant, converts to nothing. No dialect has them, nor has the catalogue.
_COUNTED = {
    "decade": ("frequency_ratio", 1.0),
    "octave": ("frequency_ratio", 0.3010299956639812),
    "airmass": ("air_mass", 1.0),
}

# They give way to a unit of the user's own, as the rows of trades do.
_OF_TRADES = (
    "bar_gauge psi_gauge kilopascal_gauge dex decibel_unloaded decibel_reflectivity st_magnitude".split()
)

_DIFFERENCES = frozenset(row.difference for row in POINTS)


def is_difference(unit: Unit) -> bool:
    """Whether `unit` is made for differences of points (``delta_degC``).

    unit: a unit.
    By name: kelvin is equal to delta_degC, but a value in kelvin may be a temperature or a
    difference of two, and which of them no one can tell.
    """
    return unit._name in _DIFFERENCES or any(atom._name in _DIFFERENCES for atom, _ in unit._atoms)


def _by_text(rows: tuple[Any, ...]) -> dict[str, Any]:
    return {text: row for row in rows for text in (row.name, row.symbol, *row.aliases.split())}


_points: dict[str, PointRow] = _by_text(POINTS)
_levels: dict[str, LevelRow] = _by_text(LEVELS)
_made: dict[str, ScaleUnit] = {}
_lock = threading.RLock()  # making a scale makes the unit of its differences


def scale_names() -> list[str]:
    """Return the names and symbols of all scales that are attributes of `bu_units.names`."""
    return sorted(text for text in (*_points, *_levels) if text.isidentifier())


def _find(text: str) -> ScaleUnit | None:
    """Return the scale of a name or symbol, made on first use."""
    row = _points.get(text) or _levels.get(text)
    if row is None:
        return None
    with _lock:
        unit = _made.get(row.name)
        if unit is None:
            unit = _made[row.name] = _point(row) if isinstance(row, PointRow) else _level(row)
        return unit


def _find_counted(text: str) -> Unit | None:
    """Return the unit that levels are given for: ``decade`` as in ``dB / decade``."""
    if text not in _COUNTED:
        return None
    base, size = _COUNTED[text]
    return make_atom(text, text, Dimension([(base, 1)]), magnitude(size))


def _known(text: str) -> Unit:
    unit = find(text)
    assert unit is not None, text  # the rows name units that exist
    return unit


def _point(row: PointRow) -> PointUnit:
    difference = _known(row.difference)
    unit = _filled(object.__new__(PointUnit), row, difference.dim, difference.exact)
    unit._difference = unit._step = difference
    unit._zero = Fraction(row.zero)
    return unit


def _level(row: LevelRow) -> LevelUnit:
    reference = parse_unit(row.reference)
    unit = _filled(object.__new__(LevelUnit), row, reference.dim, ONE)
    unit._difference = _known(row.difference) if row.difference else None
    unit._step = _step(row)
    unit._reference, unit._per_decade = reference, row.per_decade
    return unit


def _step(row: LevelRow) -> Unit | None:
    """Return the unit that counts a difference of levels in products: ``dB`` as in ``dB / km``."""
    if row.counts not in _PER_DECADE:
        return None
    size = magnitude(_PER_DECADE[row.counts] / row.per_decade)
    return make_atom(row.name, row.symbol, Dimension([(row.counts, 1)]), size)


def _scale_of(atom: Unit) -> Unit:
    """Return the scale whose differences an atom counts in products; a unit of the user's own itself."""
    return _find(atom.name) or atom


def _filled(unit: S, row: PointRow | LevelRow, dimension: Dimension, size: Magnitude) -> S:
    """Fill in what every unit has."""
    unit.ident = new_ident()
    unit._dimension, unit._magnitude = dimension, size
    unit._atoms, unit._coefficient = (), ONE
    unit._name, unit._symbol, unit._scale = row.name, row.symbol, None
    unit._products, unit._quotients, unit._powers, unit._factors = {}, {}, {}, {}
    return unit


add_finder(_find, (*_points, *_levels), _OF_TRADES)
add_finder(_find_counted, _COUNTED)
attach_levels((Dimension([(base, 1)]) for base in _PER_DECADE), _scale_of)
