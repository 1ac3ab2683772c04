"""The scales by name: those of the catalogue, made on first use, and the user's own."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection
from fractions import Fraction

from ._attached import attach_levels
from ._catalogue import Row
from ._dimension import Dimension
from ._leading import exact_number
from ._magnitude import magnitude
from ._parse import plain_text
from ._registry import add_finder, find, lock, parse_unit, register_found
from ._scales import (
    LEVEL_DIMENSIONS,
    LevelUnit,
    PointUnit,
    ScaleUnit,
    counts,
    make_level,
    make_point,
    ratio,
    scale_of_step,
)
from ._unit import Unit, forget_names, make_atom

__all__ = ["LEVELS", "POINTS", "LevelRow", "PointRow", "register_scale", "scale_names", "zero_in"]


# ---------------------------------------------------------------- rows


class PointRow:
    """A scale of points: where its zero lies, a value in a unit, and the unit of its differences."""

    def __init__(self, name: str, symbol: str, aliases: str, difference: str, zero: str) -> None:
        self.name = name
        self.symbol = symbol
        self.aliases = aliases
        self.difference = difference
        self.zero = zero

    def make(self) -> PointUnit:
        """Return the scale."""
        difference = _known(self.difference)
        number, unit = exact_number(self.zero)
        return make_point(self.name, self.symbol, difference, zero_in(difference, number, parse_unit(unit)))


def zero_in(step: Unit, number: Fraction, unit: Unit) -> Fraction:
    """Return how many steps of a scale its zero lies at, a number in a unit of one dimension with them.

    The unit is a factor, or a scale of points itself.
    """
    return (number + unit.zero if isinstance(unit, PointUnit) else number) * ratio(unit, step)


# SI Brochure, 9th edition, 2.3.1 (Celsius); NIST SP 811, B.8 (Fahrenheit, Rankine: a factor of 5/9,
# whose zero is absolute, so that degR is a plain unit and stands in the catalogue).
POINTS = (
    PointRow("degree_celsius", "degC", "celsius °C", "delta_degC", "273.15 K"),
    PointRow("degree_fahrenheit", "degF", "fahrenheit °F", "delta_degF", "459.67 degR"),
    # Gauge pressures, counted from the standard atmosphere (NIST SP 811, section 7.4: the quantity is gauge
    # and the unit bar; who reads them as texts of instruments finds them here).
    PointRow("bar_gauge", "barg", "", "delta_bar", "1 atm"),
    PointRow("psi_gauge", "psig", "", "delta_psi", "1 atm"),
    PointRow("kilopascal_gauge", "kPag", "", "delta_kPa", "1 atm"),
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

    def make(self) -> LevelUnit:
        """Return the scale."""
        difference = _known(self.difference) if self.difference else None
        step = counts(self.name, self.symbol, self.counts, self.per_decade) if self.counts else None
        reference = parse_unit(self.reference)
        return make_level(self.name, self.symbol, reference, self.per_decade, difference, step)


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

# They give way to a unit of the user's own, as the rows of trades do: one of their name, or that of the
# differences.
_OF_TRADES = {
    "bar_gauge": "delta_bar",
    "psi_gauge": "delta_psi",
    "kilopascal_gauge": "delta_kPa",
    **dict.fromkeys("dex decibel_unloaded decibel_reflectivity st_magnitude".split(), ""),
}


# ---------------------------------------------------------------- by name


class _Entry:
    """A scale under its names: made when it is first asked for."""

    __slots__ = ("_make", "_unit", "words")

    def __init__(self, words: tuple[str, ...], make: Callable[[], ScaleUnit]) -> None:
        self.words = words
        self._make = make
        self._unit: ScaleUnit | None = None

    def unit(self) -> ScaleUnit:
        if self._unit is None:
            with lock:  # making a scale makes the unit of its differences
                self._unit = self._unit or self._make()
        return self._unit


_entries: dict[str, _Entry] = {}


def _enter(name: str, symbol: str, aliases: str, make: Callable[[], ScaleUnit]) -> None:
    words = tuple(dict.fromkeys((name, symbol, *aliases.split())))
    _entries.update(dict.fromkeys(words, _Entry(words, make)))


for _row in (*POINTS, *LEVELS):
    _enter(_row.name, _row.symbol, _row.aliases, _row.make)


def scale_names() -> list[str]:
    """Return the names and symbols of all scales that are attributes of `bu_units.names`."""
    return sorted(text for text in _entries if text.isidentifier())


def register_scale(row: Row, unit: ScaleUnit) -> Unit:
    """Add a scale of the user's own, whose texts have been found free; return it."""
    with lock:
        words = row.symbol, *row.aliases.split()
        also = " ".join(dict.fromkeys((*words, *map(plain_text, words))))  # as `find` is asked for them
        register_found(row, lambda: _enter(row.names, row.names, also, lambda: unit))
        forget_names()
    return unit


def _give_way(texts: Collection[str]) -> set[str]:
    """Drop the scales of trades that have one of these texts; return all the words that mean nothing then."""
    dropped: set[str] = set()
    for name, difference in _OF_TRADES.items():
        found = _entries.get(name)
        if found is not None and not {*found.words, difference}.isdisjoint(texts):
            dropped.update(found.words)
    for word in dropped:
        del _entries[word]
    return dropped


def _find(text: str) -> ScaleUnit | None:
    """Return the scale of a name or symbol, made on first use."""
    found = _entries.get(text)
    return None if found is None else found.unit()


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


def _scale_of(atom: Unit) -> Unit:
    """Return the scale whose differences an atom counts in products; a unit of the user's own itself."""
    _find(atom.name)  # it may not be made yet
    return scale_of_step(atom) or atom


add_finder(_find, tuple(_entries), _give_way, _OF_TRADES)
add_finder(_find_counted, _COUNTED)
attach_levels(LEVEL_DIMENSIONS, _scale_of)
