"""The units as rows of data: prefixes, SI base and derived units, accepted and other units."""

from __future__ import annotations

__all__ = ["BINARY_PREFIXES", "PREFIXES", "ROWS", "SHORT_ALIASES", "SI_ROWS", "Prefix", "Row"]


# Plain classes: a NamedTuple takes longer to make than all of its rows.
class Prefix:
    """A prefix: `symbol` also stands before full names (``mvolt``), `name` only before them."""

    __slots__ = ("base", "name", "power", "symbol")

    def __init__(self, name: str, symbol: str, power: int, base: int = 10) -> None:
        self.name = name
        self.symbol = symbol
        self.power = power
        self.base = base


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

# IEC 80000-13:2025 (robi and quebi since that edition): for bit and byte only.
BINARY_PREFIXES: tuple[Prefix, ...] = (
    Prefix("kibi", "Ki", 10, 2),
    Prefix("mebi", "Mi", 20, 2),
    Prefix("gibi", "Gi", 30, 2),
    Prefix("tebi", "Ti", 40, 2),
    Prefix("pebi", "Pi", 50, 2),
    Prefix("exbi", "Ei", 60, 2),
    Prefix("zebi", "Zi", 70, 2),
    Prefix("yobi", "Yi", 80, 2),
    Prefix("robi", "Ri", 90, 2),
    Prefix("quebi", "Qi", 100, 2),
)


class Row:
    """One unit: its spellings, its symbol and its definition in other units.

    `names`: spellings, parted by blanks; each is a unit of its own name, all are equal.
    `definition`: a text the parser reads, or ``[length]`` for the unit of a base dimension.
    `aliases`: further names and symbols, parted by blanks, for the same object as the first spelling.
    `prefixed`: whether SI prefixes go with it. `powers`: whether its names have the powers 2 and 3
    too (``mmetre2``). `renames`: whether a product that equals it takes its name; not for units of
    which two share a magnitude (hertz and becquerel, gray and sievert) or a kind of quantity (lux and
    cd/m2). `scale`: fixes how the magnitude splits into ``factor * 10**scale``; else the factor is in
    [1, 10). `binary`: whether the binary prefixes go with it, and of the SI prefixes kilo and greater.
    """

    __slots__ = (
        *("aliases", "binary", "definition", "names", "powers", "prefixed", "renames", "scale", "symbol"),
    )

    def __init__(
        self,
        names: str,
        symbol: str,
        definition: str,
        aliases: str = "",
        prefixed: bool = False,
        powers: bool = False,
        renames: bool = False,
        scale: int | None = None,
        binary: bool = False,
    ) -> None:
        self.names = names
        self.symbol = symbol
        self.definition = definition
        self.aliases = aliases
        self.prefixed = prefixed
        self.powers = powers
        self.renames = renames
        self.scale = scale
        self.binary = binary

    def takes(self, prefix: Prefix) -> bool:
        """Whether a prefix may stand before its names and symbols."""
        return self.prefixed if prefix.base == 10 and not self.binary else self.binary and prefix.power > 2


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

# SI Brochure, 9th edition, table 8 (non-SI units accepted for use with the SI).
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
    Row("atomic_mass", "u", "1.66053906892e-27 kg", aliases="amu um_u"),
    Row("dalton", "Da", "u", prefixed=True),
    Row("electron_volt", "eV", "1.602176634e-19 J", aliases="electronvolt", prefixed=True),
)

# Chemistry's customary unit of concentration.
_CONCENTRATION = (Row("molar", "M", "mol / l", prefixed=True, powers=True, renames=True),)

# SI Brochure, 9th edition, sections 5.4.7 and 5.4.8. Not ppt, which is read in two ways.
_RATIO = (
    Row("percent", "%", "1e-2"),
    Row("permille", "‰", "1e-3"),
    Row("ppm", "ppm", "1e-6"),
    Row("ppb", "ppb", "1e-9"),
)

# ISO 80000-3:2019, item 3-16 (rotation), and NIST SP 811, B.8. A hertz is one per second, a turn per
# second is 2 pi of them: the radian is the number one.
_ROTATION = (
    Row("turn", "turn", "2 pi", aliases="revolution rev cycle"),
    Row("gon", "gon", "pi/200", aliases="gradian"),
    Row("rpm", "rpm", "turn / min"),
)

# IEC 80000-13:2025, items 13-9 and on. A dimension of its own: a rate in bit/s is no frequency.
_INFORMATION = (
    Row("bit", "bit", "[information]", renames=True, binary=True),
    Row("byte", "B", "8 bit", aliases="octet", renames=True, binary=True),
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
    # Of the international foot, which replaces the survey foot (NIST, 2023).
    Row("fathom", "ftm", "6 ft"),
    Row("rod", "rod", "16.5 ft"),
    Row("chain", "ch", "66 ft"),
    Row("hand", "hand", "4 in"),
)

_VOLUME = (
    Row("gallon", "gal", "231 in^3", aliases="gallon_US"),
    Row("fluid_ounce", "fl oz", "gal / 128", aliases="fluid_ounce_US"),
    Row("barrel", "bbl", "42 gal"),
    Row("gallon_imp", "imp gal", "4.54609 l"),
    Row("fluid_ounce_imp", "imp fl oz", "gallon_imp / 160"),
    Row("quart", "qt", "gal / 4"),
    Row("pint", "liq pt", "gal / 8"),  # "pt" is the point
    Row("cup", "cup", "gal / 16"),
    Row("tablespoon", "tbsp", "gal / 256"),
    Row("teaspoon", "tsp", "tbsp / 3"),
    Row("quart_imp", "imp qt", "gallon_imp / 4"),
    Row("pint_imp", "imp pt", "gallon_imp / 8"),
    Row("bushel", "bsh", "2150.42 in^3"),
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
    Row("dram", "dr", "oz / 16"),
    Row("pennyweight", "dwt", "24 gr"),
    Row("hundredweight", "cwt", "100 lb"),
    Row("long_hundredweight", "long cwt", "112 lb"),
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

# Differences on the scales of temperature in _scale_rows.py; the Rankine scale starts at absolute zero.
_TEMPERATURE = (
    Row("delta_degC", "delta_degC", "K"),
    Row("delta_degF", "delta_degF", "(5/9) K"),
    Row("rankine", "degR", "(5/9) K", aliases="delta_degR"),
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
    Row("watt_hour", "Wh", "W h", prefixed=True),
    Row("ampere_hour", "Ah", "A h", prefixed=True),
    Row("kcal_per_h", "kcal/h", "kcal / h"),
    # Force of one electronvolt per angstrom, the unit of molecular mechanics.
    Row("IMF", "IMF", "eV / angstrom"),
    Row("poundal", "pdl", "lb ft / s^2"),
    Row("kip", "kip", "1000 lbf"),
    Row("ksi", "ksi", "kip / in^2"),
    Row("atmosphere_technical", "at", "kgf / cm^2"),
    # Conventional columns: mercury as in mmHg, water of 1 g/cm^3.
    Row("cmHg", "cmHg", "10 mmHg"),
    Row("inHg", "inHg", "25.4 mmHg"),
    Row("cmH2O", "cmH2O", "98.0665 Pa"),
    Row("inH2O", "inH2O", "2.54 cmH2O"),
    Row("foot_pound", "foot_pound", "ft lbf"),  # "ft lbf" is the product, where an exponent binds tighter
    Row("therm", "thm", "1e5 Btu_IT"),  # the therm (EC); that of the USA is 0.02 % less
    Row("ton_refrigeration", "ton ref", "12000 Btu_IT / h"),
    Row("horsepower_metric", "hp_metric", "75 kgf m / s"),
)

# SI Brochure, 8th edition (2006), table 9; NIST SP 811, B.8 (barye: dyn/cm^2). The gal has its long
# name, since "gal" is the gallon.
_CGS = (
    Row("barye", "Ba", "dyn / cm^2"),
    Row("poise", "P", "dyn s / cm^2", prefixed=True),
    Row("stokes", "St", "cm^2 / s", prefixed=True),
    Row("galileo", "Gal", "cm / s^2", prefixed=True),
    Row("stilb", "sb", "cd / cm^2"),
    Row("phot", "ph", "lm / cm^2"),
    Row("maxwell", "Mx", "1e-8 Wb"),
    Row("gauss", "G", "Mx / cm^2", prefixed=True),
    # Rationalised: what corresponds to one oersted, as the SI Brochure has it.
    Row("oersted", "Oe", "(1000 / (4 pi)) A / m", prefixed=True),
)

# NIST SP 811, B.8. The electromagnetic units are exact multiples of the ampere's, the electrostatic
# ones go with the speed of light in cm/s, as the ampere was before the SI of 2019.
_CGS_ELECTRIC = (
    Row("abampere", "abA", "10 A", aliases="biot"),
    Row("abcoulomb", "abC", "abA s"),
    Row("abvolt", "abV", "erg / abC"),
    Row("abohm", "abohm", "abV / abA"),
    Row("absiemens", "abS", "abA / abV", aliases="abmho"),
    Row("abfarad", "abF", "abC / abV"),
    Row("abhenry", "abH", "abV s / abA"),
    Row("statampere", "statA", "(10 / 29979245800) A"),
    Row("statcoulomb", "statC", "statA s", aliases="franklin Fr"),
    Row("statvolt", "statV", "erg / statC"),
    Row("statohm", "statohm", "statV / statA"),
    Row("statsiemens", "statS", "statA / statV", aliases="statmho"),
    Row("statfarad", "statF", "statC / statV"),
    Row("stathenry", "statH", "statV s / statA"),
)

# NIST SP 811, table 10 (units to be given up) and B.8; the rad has its other symbol, rd.
_RADIATION = (
    Row("curie", "Ci", "3.7e10 Bq", prefixed=True),
    Row("roentgen", "R", "2.58e-4 C / kg", prefixed=True),
    Row("rad_dose", "rd", "1e-2 Gy"),
    Row("rem", "rem", "1e-2 Sv", prefixed=True),
)

_SCIENCE = (
    Row("barn", "b", "1e-28 m^2", prefixed=True),  # SI Brochure, 8th edition, table 8
    Row("debye", "D", "1e-18 statC cm"),
    Row("jansky", "Jy", "1e-26 W / (m^2 Hz)", prefixed=True),  # IAU style manual (1989), table 7
    Row("sverdrup", "sverdrup", "1e6 m^3 / s"),  # "Sv" is the sievert
    Row("foot_candle", "fc", "lm / ft^2"),
)

# CODATA 2022, as in constants.py (a test compares). The mass of the electron is computed from the
# other atomic units, so that they are coherent; it agrees with the published one to every digit.
_NATURAL = (
    Row("bohr", "a_0", "5.29177210544e-11 m"),
    Row("hartree", "E_h", "4.3597447222060e-18 J", aliases="Ha", prefixed=True),
    Row("rydberg", "Ry", "E_h / 2"),
    Row("atomic_unit_of_action", "ħ", "(6.62607015e-34 / (2 pi)) J s"),
    Row("atomic_unit_of_mass", "m_e", "ħ^2 / (E_h a_0^2)"),
    Row("atomic_unit_of_charge", "q_e", "1.602176634e-19 C"),
    Row("atomic_unit_of_temperature", "T_h", "E_h / (1.380649e-23 J / K)"),
    Row("planck_length", "l_P", "(ħ * 6.67430e-11 m^3 kg^-1 s^-2 / (299792458 m / s)^3)^(1/2)"),
    Row("planck_mass", "m_P", "ħ / (l_P * 299792458 m / s)"),
    Row("planck_time", "t_P", "l_P / (299792458 m / s)"),
    Row("planck_charge", "q_P", "(4 pi * 8.8541878188e-12 F m^-1 * ħ * 299792458 m s^-1)^(1/2)"),
    Row("planck_temperature", "T_P", "ħ / (t_P * 1.380649e-23 J / K)"),
)

SI_ROWS: tuple[Row, ...] = (*_BASE, *_DERIVED, *_ACCEPTED)

ROWS: tuple[Row, ...] = (
    *SI_ROWS,
    *_CONCENTRATION,
    *_RATIO,
    *_ROTATION,
    *_INFORMATION,
    *_LENGTH_AND_AREA,
    *_VOLUME,
    *_MASS,
    *_TIME_AND_SPEED,
    *_TEMPERATURE,
    *_MECHANICS_AND_HEAT,
    *_CGS,
    *_CGS_ELECTRIC,
    *_RADIATION,
    *_SCIENCE,
    *_NATURAL,
)

# Symbols with a power that are attributes too; every other power is written with ``**``.
SHORT_ALIASES: tuple[str, ...] = ("cm2", "cm3", "mm2", "mm3", "um2", "um3")
