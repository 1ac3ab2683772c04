"""The units as rows of data: prefixes, SI base and derived units, accepted and other units."""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["PREFIXES", "ROWS", "SHORT_ALIASES", "Prefix", "Row"]


class Prefix(NamedTuple):
    """An SI prefix: `symbol` also stands before full names (``mvolt``), `name` only before them."""

    name: str
    symbol: str
    power: int


# SI Brochure, 9th edition (2019, updated 2022 with ronna ... quecto), table 7.
PREFIXES: tuple[Prefix, ...] = (
    Prefix("quecto", "q", -30),
    Prefix("ronto", "r", -27),
    Prefix("yocto", "y", -24),
    Prefix("zepto", "z", -21),
    Prefix("atto", "a", -18),
    Prefix("femto", "f", -15),
    Prefix("pico", "p", -12),
    Prefix("nano", "n", -9),
    Prefix("micro", "u", -6),
    Prefix("milli", "m", -3),
    Prefix("centi", "c", -2),
    Prefix("deci", "d", -1),
    Prefix("deca", "da", 1),
    Prefix("hecto", "h", 2),
    Prefix("kilo", "k", 3),
    Prefix("mega", "M", 6),
    Prefix("giga", "G", 9),
    Prefix("tera", "T", 12),
    Prefix("peta", "P", 15),
    Prefix("exa", "E", 18),
    Prefix("zetta", "Z", 21),
    Prefix("yotta", "Y", 24),
    Prefix("ronna", "R", 27),
    Prefix("quetta", "Q", 30),
)


class Row(NamedTuple):
    """One unit: its spellings, its symbol and its definition in other units."""

    names: str
    """Spellings, parted by blanks; each is a unit of its own name, all are equal."""
    symbol: str
    definition: str
    """A text the parser reads, or ``[length]`` for the unit of a base dimension."""
    aliases: str = ""
    """Further names and symbols, parted by blanks, for the same object as the first spelling."""
    prefixed: bool = False
    """Whether SI prefixes go with it, and the powers 2 and 3 of names (``mmetre2``)."""
    powers: bool = False
    renames: bool = False
    """Whether a product that equals it takes its name. Not for units of which two share a
    magnitude (hertz and becquerel, gray and sievert) or a kind of quantity (lux and cd/m2)."""
    scale: int | None = None
    """Fixes how the magnitude splits into ``factor * 10**scale``; else the factor is in [1, 10)."""


# SI Brochure, 9th edition, table 2 (base units); the gram from section 3.2.
_BASE = (
    Row("metre meter", "m", "[length]", prefixed=True, powers=True, renames=True),
    Row("kilogram kilogramme", "kg", "[mass]", powers=True, renames=True),
    Row("second", "s", "[time]", prefixed=True, powers=True, renames=True),
    Row("amp ampere", "A", "[current]", prefixed=True, powers=True, renames=True),
    Row("kelvin", "K", "[temperature]", prefixed=True, powers=True, renames=True),
    Row("mole mol", "mol", "[substance]", prefixed=True, powers=True, renames=True),
    Row("candle candela", "cd", "[luminosity]", prefixed=True, powers=True, renames=True),
    Row("gram gramme", "g", "1e-3 kg", prefixed=True, powers=True, renames=True),
)

# SI Brochure, 9th edition, table 4 (the 22 SI units with special names).
_DERIVED = (
    Row("radian", "rad", "1", prefixed=True, powers=True),
    Row("steradian", "sr", "1", prefixed=True, powers=True),
    Row("hertz", "Hz", "s^-1", prefixed=True, powers=True),
    Row("newton", "N", "kg m s^-2", prefixed=True, powers=True, renames=True),
    Row("pascal", "Pa", "N / m^2", prefixed=True, powers=True, renames=True),
    Row("joule", "J", "N m", prefixed=True, powers=True, renames=True),
    Row("watt", "W", "J / s", prefixed=True, powers=True, renames=True),
    Row("coulomb", "C", "A s", prefixed=True, powers=True, renames=True),
    Row("volt", "V", "W / A", prefixed=True, powers=True, renames=True),
    Row("farad", "F", "C / V", prefixed=True, powers=True, renames=True),
    Row("ohm", "ohm", "V / A", prefixed=True, powers=True, renames=True),
    Row("siemens", "S", "A / V", prefixed=True, powers=True, renames=True),
    Row("weber", "Wb", "V s", prefixed=True, powers=True, renames=True),
    Row("tesla", "T", "Wb / m^2", prefixed=True, powers=True, renames=True),
    Row("henry", "H", "Wb / A", prefixed=True, powers=True, renames=True),
    Row("lumen", "lm", "cd sr", prefixed=True, powers=True),
    Row("lux", "lx", "lm / m^2", prefixed=True, powers=True),
    Row("becquerel", "Bq", "s^-1", prefixed=True, powers=True),
    Row("gray", "Gy", "J / kg", prefixed=True, powers=True),
    Row("sievert", "Sv", "J / kg", prefixed=True, powers=True),
    Row("katal", "kat", "mol / s", prefixed=True, powers=True, renames=True),
)

# SI Brochure, 9th edition, table 8 (non-SI units accepted for use with the SI); the molar,
# mol/L, is chemistry's customary unit of concentration.
_ACCEPTED = (
    Row("minute", "min", "60 s"),
    Row("hour", "h", "60 min"),
    Row("day", "d", "24 h"),
    Row("astronomical_unit", "AU", "149597870700 m", aliases="au"),
    Row("degree", "°", "pi/180", aliases="deg", scale=0),
    Row("arcminute", "′", "pi/10800", aliases="arcmin"),
    Row("arcsecond", "″", "pi/648000", aliases="arcsec"),
    Row("hectare", "ha", "1e4 m^2"),
    Row("litre liter", "l", "1e-3 m^3", aliases="L", prefixed=True),
    Row("metric_ton", "t", "1e3 kg", aliases="tonne"),
    # CODATA 2022; the electronvolt is exact since 2019.
    Row("atomic_mass", "u", "1.66053906892e-27 kg", aliases="amu um_u Da dalton"),
    Row("electron_volt", "eV", "1.602176634e-19 J", aliases="electronvolt", prefixed=True),
    Row("molar", "M", "mol / l", prefixed=True, powers=True, renames=True),
)

# NIST SP 811 (2008), appendix B.8, unless said otherwise.
_LENGTH_AND_AREA = (
    Row("inch", "in", "0.0254 m", scale=0),
    Row("foot", "ft", "12 in", scale=0),
    Row("yard", "yd", "3 ft", scale=0),
    Row("mile", "mi", "1760 yd"),
    Row("mil", "mil", "1e-3 in", scale=0),
    Row("nautical_mile", "nmi", "1852 m"),
    Row("survey_foot", "US survey ft", "(1200/3937) m", scale=0),
    Row("survey_mile", "US survey mi", "5280 survey_foot"),
    # Typographic points of 1/72 inch, as PostScript and CSS define them.
    Row("point", "pt", "(1/72) in"),
    Row("pica", "p", "12 pt", scale=0),
    Row("micron", "µm", "1e-6 m"),
    Row("angstrom", "Å", "1e-10 m"),
    Row("fermi", "fm", "1e-15 m"),
    # IAU 2012 resolution B2, 2015 resolution B2: au and parsec; the light year of 365.25 d.
    Row("light_year", "ly", "9460730472580800 m"),
    Row("parsec", "pc", "(648000/pi) AU", prefixed=True),
    Row("acre", "acre", "4840 yd^2"),
)

_VOLUME = (
    Row("gallon", "gal", "231 in^3", aliases="gallon_US"),
    Row("fluid_ounce", "fl oz", "gal / 128", aliases="fluid_ounce_US"),
    Row("barrel", "bbl", "42 gal"),
    Row("gallon_imp", "imp gal", "4.54609 l"),
    Row("fluid_ounce_imp", "imp fl oz", "gallon_imp / 160"),
)

_MASS = (
    Row("pound", "lb", "0.45359237 kg", scale=0),
    Row("ounce", "oz", "lb / 16"),
    Row("grain", "gr", "lb / 7000"),
    Row("stone", "st", "14 lb"),
    Row("long_ton", "long ton", "2240 lb"),
    Row("short_ton", "short ton", "2000 lb", scale=3),
    Row("troy_ounce", "oz t", "480 gr"),
    Row("troy_pound", "lb t", "12 troy_ounce", scale=0),
    Row("carat", "ct", "200 mg"),
    Row("slug", "slug", "lbf s^2 / ft"),
    Row("blob", "blob", "lbf s^2 / in", aliases="slinch"),
)

_TIME_AND_SPEED = (
    Row("week", "wk", "7 d"),
    # The mean Gregorian year, 365.2425 d; the Julian year of astronomy.
    Row("year", "yr", "365.2425 d"),
    Row("month", "mon", "yr / 12"),
    Row("julian_year", "julian yr", "365.25 d"),
    Row("kmh", "km/h", "km / h"),
    Row("mph", "mph", "mi / h"),
    Row("knot", "kn", "nmi / h"),
    Row("mach", "mach", "340.5 m / s", aliases="speed_of_sound"),
    Row("speed_unit", "m / s", "m / s"),
)

_MECHANICS_AND_HEAT = (
    Row("dyne", "dyn", "1e-5 N"),
    Row("kilogram_force", "kgf", "9.80665 N"),
    Row("pound_force", "lbf", "9.80665 lb m / s^2"),
    Row("bar", "bar", "1e5 Pa", prefixed=True),
    Row("atmosphere", "atm", "101325 Pa"),
    Row("torr", "torr", "atm / 760"),
    # The conventional millimetre of mercury, not the torr (they differ by 1.4e-7).
    Row("mmHg", "mmHg", "133.322387415 Pa"),
    Row("psi", "psi", "lbf / in^2"),
    Row("erg", "erg", "1e-7 J"),
    Row("calorie", "cal", "4.184 J", aliases="calorie_th", prefixed=True),
    Row("calorie_IT", "cal IT", "4.1868 J"),
    Row("Btu", "Btu", "(5/9) calorie_IT lb / g", aliases="Btu_IT"),
    Row("Btu_th", "Btu th", "(5/9) calorie_th lb / g"),
    Row("ton_TNT", "ton TNT", "1e9 cal"),
    Row("horsepower", "hp", "550 ft lbf / s"),
    Row("kcal_per_h", "kcal/h", "kcal / h"),
    # Force of one electronvolt per angstrom, the unit of molecular mechanics.
    Row("IMF", "IMF", "eV / angstrom"),
)

ROWS: tuple[Row, ...] = (
    *_BASE,
    *_DERIVED,
    *_ACCEPTED,
    *_LENGTH_AND_AREA,
    *_VOLUME,
    *_MASS,
    *_TIME_AND_SPEED,
    *_MECHANICS_AND_HEAT,
)

# Symbols with a power that are attributes too; every other power is written with ``**``.
SHORT_ALIASES: tuple[str, ...] = ("cm2", "cm3", "mm2", "mm3", "um2", "um3")
