"""The units of UDUNITS-2 as rows of data, with what the CF conventions say about a few texts.

Symbols, names and meanings are those of the unit database of UDUNITS-2 (University Corporation for
Atmospheric Research), part by part as the comments say. A unit that UDUNITS rounds (a gallon of
3.785412e-3 m3, the electronvolt of 1986) has its definition of today here, so that it is the unit of
the catalogue. What UDUNITS means by a name stays as it is: ``cal`` is the IT calorie, ``oz`` a fluid
ounce, ``pt`` a pint, ``ton`` 2000 lb, ``a`` the are, ``year`` tropical, ``month`` a twelfth of it.
"""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["REFUSED", "ROWS", "SCALES", "Row"]


class Row(NamedTuple):
    """One unit: its symbols and names, parted by blanks, and its definition."""

    symbols: str
    names: str
    definition: str
    """A text of the dialect, or ``= name`` for a unit of the catalogue."""
    prefixed: bool = False
    """Whether prefixes go with it. UDUNITS allows them everywhere, and reads "mph" as a milliphot."""
    own: bool = False
    """Not to be taken for a unit of equal size."""


# udunits2-base, -derived: the SI.
_SI = (
    Row("m", "meter metre", "= metre", prefixed=True),
    Row("g", "gram", "= gram", prefixed=True),
    Row("s", "second sec", "= second", prefixed=True),
    Row("A", "ampere amp", "= ampere", prefixed=True),
    Row("K °K", "kelvin degree_kelvin degree_K degreeK deg_K degK", "= kelvin", prefixed=True),
    Row("mol", "mole", "= mole", prefixed=True),
    Row("cd", "candela candle", "= candela", prefixed=True),
    Row("rad", "radian", "= radian", prefixed=True),
    Row("sr", "steradian", "= steradian", prefixed=True),
    Row("Hz", "hertz", "= hertz", prefixed=True),
    Row("N", "newton", "= newton", prefixed=True),
    Row("Pa", "pascal", "= pascal", prefixed=True),
    Row("J", "joule", "= joule", prefixed=True),
    Row("W", "watt", "= watt", prefixed=True),
    Row("C", "coulomb", "= coulomb", prefixed=True),
    Row("V", "volt", "= volt", prefixed=True),
    Row("F", "farad", "= farad", prefixed=True),
    Row("Ω \u2126", "ohm", "= ohm", prefixed=True),
    Row("S", "siemens", "= siemens", prefixed=True),
    Row("Wb", "weber", "= weber", prefixed=True),
    Row("T", "tesla", "= tesla", prefixed=True),
    Row("H", "henry", "= henry", prefixed=True),
    Row("lm", "lumen", "= lumen", prefixed=True),
    Row("lx", "lux", "= lux", prefixed=True),
    Row("kat", "katal", "= katal", prefixed=True),
    Row("Bq", "becquerel", "= becquerel", prefixed=True),
    Row("Gy", "gray", "= gray", prefixed=True),
    Row("Sv", "sievert", "= sievert", prefixed=True),
)

# udunits2-accepted: accepted for use with the SI.
_ACCEPTED = (
    Row("min", "minute", "= minute"),
    Row("h hr", "hour", "= hour"),
    Row("d", "day", "= day"),
    Row("°", "degree arc_degree angular_degree arcdeg", "= degree"),
    Row("' ′", "arc_minute angular_minute arcminute arcmin", "= arcminute"),
    Row('" ″', "arc_second angular_second arcsecond arcsec", "= arcsecond", prefixed=True),
    Row("L l", "liter litre", "= litre", prefixed=True),
    Row("t", "metric_ton tonne", "= metric_ton", prefixed=True),
    Row("eV", "electronvolt electron_volt", "= electron_volt", prefixed=True),
    Row("u", "unified_atomic_mass_unit atomic_mass_unit atomicmassunit amu", "= atomic_mass"),
    Row("ua au", "astronomical_unit", "= astronomical_unit"),
    Row("", "nautical_mile nmile", "= nautical_mile"),
    Row("kt kts", "knot international_knot knot_international", "= knot"),
    Row("Å \u212b", "angstrom ångström", "= angstrom"),
    Row("a", "are", "100 m2"),
    Row("", "hectare", "= hectare"),
    Row("b", "barn", "100 fm2", prefixed=True),
    Row("", "bar", "= bar", prefixed=True),
    Row("", "gal", "cm s-2", prefixed=True),
    Row("Ci", "curie", "3.7e10 Bq", prefixed=True, own=True),
    Row("R", "roentgen", "2.58e-4 C kg-1", prefixed=True),
    Row("", "rem", "cSv", prefixed=True, own=True),
)

# udunits2-common: angles (CF: latitude and longitude), ratios.
_ANGLES_AND_RATIOS = (
    Row("", "degree_north degree_N degreeN degree_east degree_E degreeE", "= degree"),
    Row("", "degree_true degree_T degreeT", "= degree"),
    Row("", "grade", "0.9 degree"),
    Row("", "circle cycle turn revolution rotation", "2 pi radian"),
    Row("rps cps", "rotation_per_second", "rotation s-1"),
    Row("rpm", "", "rotation min-1"),
    Row("%", "percent", "0.01"),
    Row("ppm ppmv", "", "1e-6"),
    Row("ppb ppbv", "", "1e-9"),
    Row("ppt pptv", "", "1e-12"),
    Row("ppq ppqv", "", "1e-15"),
    Row("", "count", "1"),
    Row("", "bit", "= bit", prefixed=True),
    Row("", "byte octet", "= byte", prefixed=True),
    Row("Bd bps", "baud", "s-1", prefixed=True, own=True),
)

# udunits2-common: mass, length, area.
_MASS_LENGTH_AREA = (
    Row("lb", "pound avoirdupois_pound", "= pound"),
    Row("", "avoirdupois_ounce", "= ounce"),
    Row("gr", "grain", "= grain"),
    Row("", "carat", "200 mg"),
    Row("", "slug", "= slug"),
    Row("", "troy_ounce apothecary_ounce apounce", "= troy_ounce"),
    Row("", "troy_pound apothecary_pound appound", "= troy_pound"),
    Row("", "pennyweight", "24 grain"),
    Row("", "scruple", "20 grain"),
    Row("", "apdram", "60 grain"),
    Row("dr", "dram", "avoirdupois_ounce/16"),
    Row("", "assay_ton", "2.916667e-2 kg"),
    Row("", "bag", "94 lb"),
    Row("", "short_ton ton", "= short_ton"),
    Row("", "long_ton", "= long_ton"),
    Row("", "short_hundredweight", "100 lb"),
    Row("", "long_hundredweight", "112 lb"),
    Row("", "fermi", "1e-15 m"),
    Row("", "micron", "= micron"),
    Row("", "mil", "= mil"),
    Row("", "light_year", "= light_year"),
    Row("", "parsec", "= parsec", prefixed=True),
    Row("in", "inch international_inch", "= inch"),
    Row("ft", "foot international_foot", "= foot"),
    Row("yd", "yard international_yard", "= yard"),
    Row("mi", "mile international_mile", "= mile"),
    Row("", "US_survey_foot", "= survey_foot"),
    Row("", "US_survey_yard", "3 US_survey_foot"),
    Row("", "US_survey_mile US_statute_mile", "= survey_mile"),
    Row("", "rod pole perch", "16.5 US_survey_foot"),
    Row("", "furlong", "660 US_survey_foot"),
    Row("", "fathom", "6 US_survey_foot"),
    Row("", "chain", "66 US_survey_foot"),
    Row("", "big_point", "= point"),
    Row("", "printers_point", "0.013837 in"),
    Row("", "printers_pica pica", "12 printers_point"),
    Row("", "barleycorn", "in/3"),
    Row("", "arpentlin", "191.835 ft"),
    Row("", "acre", "160 rod2"),
    Row("", "circular_mil", "(1/4) pi mil2"),
    Row("", "darcy", "9.869233e-13 m2", prefixed=True),
)

# udunits2-common: volume.
_VOLUME = (
    Row("", "register_ton", "100 ft3"),
    Row("cc", "", "cm3"),
    Row("", "stere", "m3"),
    Row("", "US_liquid_gallon liquid_gallon gallon", "= gallon"),
    Row("bbl", "barrel", "= barrel"),
    Row("", "US_liquid_quart liquid_quart quart", "gallon/4"),
    Row("pt", "US_liquid_pint liquid_pint pint", "gallon/8"),
    Row("", "US_liquid_cup liquid_cup cup", "gallon/16"),
    Row("", "US_liquid_gill liquid_gill gill", "gallon/32"),
    Row("floz oz", "US_fluid_ounce US_liquid_ounce fluid_ounce liquid_ounce", "= fluid_ounce"),
    Row("Tbl Tbsp tbsp Tblsp tblsp", "tablespoon", "floz/2"),
    Row("tsp", "teaspoon", "tablespoon/3"),
    Row("", "Canadian_liquid_gallon UK_liquid_gallon", "= gallon_imp"),
    Row("", "UK_liquid_quart", "UK_liquid_gallon/4"),
    Row("", "UK_liquid_pint", "UK_liquid_gallon/8"),
    Row("", "UK_fluid_ounce UK_liquid_ounce", "= fluid_ounce_imp"),
    Row("bu", "bushel", "2150.42 in3"),
    Row("pk", "peck", "bushel/4"),
    Row("", "US_dry_gallon", "bushel/8"),
    Row("", "US_dry_quart dry_quart", "bushel/32"),
    Row("", "US_dry_pint dry_pint", "bushel/64"),
    Row("", "firkin", "barrel/4"),
    Row("fldr", "fluid_dram", "floz/8"),
    Row("", "UK_liquid_cup", "UK_liquid_gallon/16"),
    Row("", "UK_liquid_gill", "UK_liquid_gallon/32"),
    Row("", "acre_foot", "acre US_survey_foot"),
    Row("", "board_foot", "144 in3"),
)

# udunits2-common: time.
_TIME = (
    Row("", "week", "= week"),
    Row("", "fortnight", "14 d"),
    Row("yr", "year tropical_year", "3.15569259747e7 s", prefixed=True),
    Row("", "month", "year/12"),
    Row("", "common_year", "365 d"),
    Row("", "leap_year", "366 d"),
    Row("", "Julian_year", "= julian_year"),
    Row("", "Gregorian_year", "365.2425 d"),
    Row("", "lunar_month", "29.530589 d"),
    Row("", "sidereal_day", "8.616409e4 s"),
    Row("", "sidereal_hour", "3.590170e3 s"),
    Row("", "sidereal_minute", "5.983617e1 s"),
    Row("", "sidereal_second", "0.9972696 s"),
    Row("", "sidereal_month", "27.321661 d"),
    Row("", "sidereal_year", "3.155815e7 s"),
    Row("", "tropical_month", "27.321582 d"),
    Row("", "work_year", "2056 h"),
    Row("", "work_month", "work_year/12"),
    Row("", "shake", "1e-8 s"),
    Row("", "jiffy", "0.01 s"),
    Row("", "eon", "1e9 year"),
)

# udunits2-common: mechanics and heat. Water and mercury are g times a density: "mm Hg" is a pressure.
_MECHANICS_AND_HEAT = (
    Row("", "standard_free_fall gravity force", "9.80665 m s-2"),
    Row("gp", "geopotential dynamic", "gravity"),
    Row("H2O h2o", "conventional_water water", "gravity * 1000 kg m-3"),
    Row("", "water_4C water_39F", "gravity * 999.972 kg m-3"),
    Row("", "water_60F", "gravity * 999.001 kg m-3"),
    Row("", "mercury_60F", "gravity * 13556.8 kg m-3"),
    Row("Hg", "conventional_mercury mercury_0C mercury_32F", "gravity * 13595.1 kg m-3"),
    Row("", "sverdrup", "1e6 m3 s-1", prefixed=True),
    Row("", "dyne", "1e-5 N", prefixed=True),
    Row("kgf", "kilogram_force force_kilogram", "= kilogram_force"),
    Row("gf pond", "gram_force force_gram", "gram force"),
    Row("lbf", "pound_force force_pound", "= pound_force"),
    Row("", "ton_force force_ton", "2000 lbf"),
    Row("ozf", "ounce_force force_ounce", "avoirdupois_ounce force"),
    Row("", "poundal", "lb ft s-2"),
    Row("atm", "atmosphere standard_atmosphere", "= atmosphere"),
    Row("at", "technical_atmosphere", "kgf cm-2"),
    Row("mmHg mm_Hg mm_hg mmhg", "millimeter_Hg millimeter_Hg_0C torr", "mm Hg"),
    Row("cmHg cm_Hg", "", "cm Hg"),
    Row("inHg in_Hg", "inch_Hg inch_Hg_32F", "in Hg"),
    Row("", "inch_Hg_60F", "in mercury_60F"),
    Row("", "inch_H2O_39F", "in water_39F"),
    Row("", "inch_H2O_60F", "in water_60F"),
    Row("cmH2O cm_H2O", "", "cm H2O"),
    Row("ftH2O fth2o", "foot_H2O footH2O foot_water", "ft H2O"),
    Row("psi", "", "lb gravity in-2"),
    Row("", "kip", "= kip"),
    Row("ksi", "", "= ksi"),
    Row("", "barye barie", "0.1 Pa"),
    Row("", "poise", "0.1 Pa s", prefixed=True),
    Row("St", "stokes", "1e-4 m2 s-1", prefixed=True),
    Row("", "rhe", "10 Pa-1 s-1"),
    Row("", "erg", "1e-7 J", prefixed=True),
    Row("", "Btu IT_Btu", "= Btu"),
    Row("", "thermochemical_calorie", "= calorie"),
    Row("cal", "calorie IT_calorie", "= calorie_IT", prefixed=True),
    Row("", "ton_TNT", "= ton_TNT"),
    Row("thm", "therm US_therm", "1.054804e8 J"),
    Row("", "watthour", "W h", prefixed=True),
    Row("bev", "", "1e9 eV"),
    Row("", "EC_therm", "1.05506e8 J"),
    Row("", "refrigeration_ton ton_of_refrigeration", "12000 Btu h-1"),
    Row("", "boiler_horsepower", "9809.5 W"),
    Row("VA", "voltampere", "V A", prefixed=True, own=True),
    Row("hp", "horsepower shaft_horsepower", "= horsepower"),
    Row("", "metric_horsepower", "75 kgf m s-1"),
    Row("", "electric_horsepower", "746 W"),
    Row("", "water_horsepower", "746.043 W"),
    Row("", "UK_horsepower", "745.7 W"),
    Row("", "TNT", "4.184e6 J kg-1"),
    Row("", "perm_0C", "5.72135e-11 kg Pa-1 s-1 m-2"),
    Row("", "perm_23C", "5.74525e-11 kg Pa-1 s-1 m-2"),
    Row("", "clo", "0.155 K m2 W-1"),
    Row("", "langley", "4.184e4 J m-2", prefixed=True),
    Row("°R", "degree_rankine degreeR degree_R degR deg_R", "= rankine"),
)

# udunits2-common: electricity, light, and what is left.
_OTHERS = (
    Row("e", "", "1.602176634e-19 C"),
    Row("", "C12_faraday faraday", "96485.33212 C"),
    Row("", "chemical_faraday", "96495.7 C"),
    Row("", "physical_faraday", "96521.9 C"),
    Row("", "avogadro_constant", "6.02214076e23 mol-1"),
    Row("nuc molec", "nucleon molecule", "(1/6.02214076e23) mol"),
    Row("", "abampere biot", "10 A"),
    Row("", "abfarad", "1e9 F"),
    Row("", "abhenry", "1e-9 H"),
    Row("", "abmho", "1e9 S"),
    Row("", "abohm", "1e-9 ohm"),
    Row("", "abvolt", "1e-8 V"),
    Row("", "statampere", "= statampere"),
    Row("", "statcoulomb", "= statcoulomb"),
    Row("", "statfarad", "= statfarad"),
    Row("", "stathenry", "= stathenry"),
    Row("", "statmho", "= statsiemens"),
    Row("", "statohm", "= statohm"),
    Row("", "statvolt", "= statvolt"),
    Row("", "gilbert", "(10/4) A pi-1"),
    Row("Oe", "oersted", "(1000/4) A m-1 pi-1", prefixed=True),
    Row("", "gauss", "1e-4 T", prefixed=True),
    Row("", "gamma", "1e-9 T"),
    Row("", "unit_pole", "4e-8 pi Wb"),
    Row("", "maxwell", "1e-8 Wb", prefixed=True),
    Row("nt", "nit", "cd m-2", own=True),
    Row("sb", "stilb", "1e4 cd m-2"),
    Row("ph", "phot", "1e4 lx"),
    Row("", "footlambert", "cd ft-2 pi-1"),
    Row("", "blondel apostilb", "cd m-2 pi-1"),
    Row("", "lambert", "1e4 cd m-2 pi-1"),
    Row("", "kayser", "100 m-1"),
    Row("", "tex", "1e-6 kg m-1", prefixed=True),
    Row("", "denier", "(1e-6/9) kg m-1"),
    Row("PVU", "potential_vorticity_unit", "1e-6 m2 s-1 K kg-1"),
    Row("DU", "dobson", "446.2e-6 mol m-2", prefixed=True),
    Row("", "einstein", "mol", prefixed=True, own=True),
)

ROWS: tuple[Row, ...] = (
    *_SI,
    *_ACCEPTED,
    *_ANGLES_AND_RATIOS,
    *_MASS_LENGTH_AREA,
    *_VOLUME,
    *_TIME,
    *_MECHANICS_AND_HEAT,
    *_OTHERS,
)

_POINT = "{} is a point on a temperature scale, not a factor: write K"
_LEVEL = "{} is a logarithmic level, not a factor"
_WEST = "{} is the negative of a unit: give the data in degree_east and change their sign"
_SALINITY = "{} is no unit of CF: practical salinity is a pure number, of unit 1"
_CANDLE = "{} is a hundred times too small in UDUNITS: write lm ft-2"
_COORDINATE = "{} names a dimensionless vertical coordinate, not a unit: CF gives it the unit 1"
_CELSIUS = (
    "degC celsius degree_Celsius degrees_Celsius degree_celsius degrees_celsius degree_C degrees_C degreeC degreesC "
    "deg_C degs_C degsC °C ℃"
)
_FAHRENHEIT = (
    "degF fahrenheit degree_fahrenheit degrees_fahrenheit degreeF degreesF degree_F degrees_F degsF deg_F degs_F "
    "°F ℉"
)

REFUSED: dict[str, str] = {
    text: reason
    for reason, texts in {
        _POINT: f"{_CELSIUS} {_FAHRENHEIT}",
        _LEVEL: "BZ dBZ BW dBW Bm dBm BV dBV Bv dBv BuV dBuV B_SPL dB_SPL dB decibel decibels bel neper",
        _WEST: "degree_west degrees_west degree_W degrees_W degreeW degreesW",
        _SALINITY: "psu PSU PSS",
        _CANDLE: "footcandle",
        _COORDINATE: "level layer sigma_level",
    }.items()
    for text in texts.split()
}

# Scales of the catalogue: read where they stand alone. Not dBV, which is 10 for a factor of ten there.
SCALES: dict[str, str] = {
    **dict.fromkeys(_CELSIUS.split(), "degC"),
    **dict.fromkeys(_FAHRENHEIT.split(), "degF"),
    "dBm": "dBm",
    "dBW": "dBW",
}
