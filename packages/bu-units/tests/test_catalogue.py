"""The rows: dimensions, and literal facts with their sources."""

from fractions import Fraction

import pytest

from bu_units import DIMENSIONLESS, UNITLESS, constants, get_or_create_dimension, names, parse_unit
from bu_units._catalogue import ROWS, SHORT_ALIASES
from bu_units._dimension import BASES
from bu_units._magnitude import PI, magnitude
from bu_units._registry import find, rows

# SI Brochure, 9th edition, table 4: special names and their base units.
SI_DERIVED = {
    "newton": "m kg s^-2",
    "pascal": "m^-1 kg s^-2",
    "joule": "m^2 kg s^-2",
    "watt": "m^2 kg s^-3",
    "coulomb": "s A",
    "volt": "m^2 kg s^-3 A^-1",
    "farad": "m^-2 kg^-1 s^4 A^2",
    "ohm": "m^2 kg s^-3 A^-2",
    "siemens": "m^-2 kg^-1 s^3 A^2",
    "weber": "m^2 kg s^-2 A^-1",
    "tesla": "kg s^-2 A^-1",
    "henry": "m^2 kg s^-2 A^-2",
    "lumen": "cd",
    "lux": "m^-2 cd",
    "hertz": "s^-1",
    "becquerel": "s^-1",
    "gray": "m^2 s^-2",
    "sievert": "m^2 s^-2",
    "katal": "s^-1 mol",
    "radian": "1",
    "steradian": "1",
}

FACTS = [
    # International yard and pound agreement (1959)
    ("inch", "0.0254", "m"),
    ("foot", "0.3048", "m"),
    ("yard", "0.9144", "m"),
    ("mile", "1609.344", "m"),
    ("pound", "0.45359237", "kg"),
    ("ounce", "0.028349523125", "kg"),
    # NIST SP 811 (2008), appendix B.8
    ("survey_foot", "1200/3937", "m"),
    ("nautical_mile", "1852", "m"),
    ("acre", "4046.8564224", "m^2"),
    ("gallon", "3.785411784e-3", "m^3"),
    ("fluid_ounce", "2.95735295625e-5", "m^3"),
    ("barrel", "0.158987294928", "m^3"),
    ("grain", "6.479891e-5", "kg"),
    ("stone", "6.35029318", "kg"),
    ("long_ton", "1016.0469088", "kg"),
    ("short_ton", "907.18474", "kg"),
    ("troy_ounce", "0.0311034768", "kg"),
    ("carat", "2e-4", "kg"),
    ("pound_force", "4.4482216152605", "N"),
    ("atmosphere", "101325", "Pa"),
    ("torr", "101325/760", "Pa"),
    ("mmHg", "133.322387415", "Pa"),
    ("calorie", "4.184", "J"),
    ("calorie_IT", "4.1868", "J"),
    ("Btu_IT", "1055.05585262", "J"),
    ("horsepower", "745.69987158227022", "W"),
    ("ton_TNT", "4.184e9", "J"),
    ("erg", "1e-7", "J"),
    ("dyne", "1e-5", "N"),
    # UK Weights and Measures Act 1985
    ("gallon_imp", "4.54609e-3", "m^3"),
    # SI Brochure, 9th edition, table 8
    ("minute", "60", "s"),
    ("hour", "3600", "s"),
    ("day", "86400", "s"),
    ("hectare", "1e4", "m^2"),
    ("litre", "1e-3", "m^3"),
    ("metric_ton", "1000", "kg"),
    ("astronomical_unit", "149597870700", "m"),
    # Exact since the SI of 2019
    ("electron_volt", "1.602176634e-19", "J"),
    # CODATA 2022
    ("atomic_mass", "1.66053906892e-27", "kg"),
    # IAU: the light year of 365.25 days at 299 792 458 m/s
    ("light_year", 299792458 * 86400 * Fraction("365.25"), "m"),
    ("julian_year", "31557600", "s"),
    ("year", "31556952", "s"),
    ("kmh", "5/18", "m / s"),
    ("knot", "463/900", "m / s"),
    ("molar", "1000", "mol / m^3"),
    ("gram", "1e-3", "kg"),
    ("angstrom", "1e-10", "m"),
    # NIST SP 811 (2008), appendix B.8, and NIST Handbook 44, appendix C, whose exact values these are
    ("fathom", "1.8288", "m"),
    ("rod", "5.0292", "m"),
    ("chain", "20.1168", "m"),
    ("hand", "0.1016", "m"),
    ("quart", "946.352946", "cm^3"),
    ("pint", "473.176473", "cm^3"),
    ("cup", "236.5882365", "cm^3"),
    ("tablespoon", "14.78676478125", "cm^3"),
    ("teaspoon", "4.92892159375", "cm^3"),
    ("pint_imp", "568.26125", "cm^3"),
    ("quart_imp", "1136.5225", "cm^3"),
    ("bushel", "35239.07016688", "cm^3"),
    ("dram", "1.7718451953125", "g"),
    ("pennyweight", "1.55517384", "g"),
    ("hundredweight", "45.359237", "kg"),
    ("long_hundredweight", "50.80234544", "kg"),
    ("poundal", "0.138254954376", "N"),
    ("kip", "4448.2216152605", "N"),
    ("atmosphere_technical", "98066.5", "Pa"),
    ("cmHg", "1333.22387415", "Pa"),
    ("inHg", "3386.388640341", "Pa"),
    ("cmH2O", "98.0665", "Pa"),
    ("inH2O", "249.08891", "Pa"),
    ("foot_pound", "1.3558179483314004", "J"),
    ("therm", "105505585.262", "J"),
    ("horsepower_metric", "735.49875", "W"),
    ("kWh", "3.6e6", "J"),
    ("mAh", "3.6", "C"),
    # SI Brochure, 8th edition (2006), table 9
    ("barye", "0.1", "Pa"),
    ("poise", "0.1", "Pa s"),
    ("stokes", "1e-4", "m^2 / s"),
    ("stilb", "1e4", "cd / m^2"),
    ("phot", "1e4", "lx"),
    ("galileo", "1e-2", "m / s^2"),
    ("maxwell", "1e-8", "Wb"),
    ("gauss", "1e-4", "T"),
    # NIST SP 811, appendix B.8; the electrostatic units from c = 29979245800 cm/s
    ("abampere", "10", "A"),
    ("abcoulomb", "10", "C"),
    ("abvolt", "1e-8", "V"),
    ("abohm", "1e-9", "ohm"),
    ("absiemens", "1e9", "S"),
    ("abfarad", "1e9", "F"),
    ("abhenry", "1e-9", "H"),
    ("statampere", "1/2997924580", "A"),
    ("statcoulomb", "1/2997924580", "C"),
    ("statvolt", "299.792458", "V"),
    ("statohm", Fraction("29979245800") ** 2 / 10**9, "ohm"),
    ("statfarad", 10**9 / Fraction("29979245800") ** 2, "F"),
    ("curie", "3.7e10", "Bq"),
    ("roentgen", "2.58e-4", "C / kg"),
    ("rad_dose", "1e-2", "Gy"),
    ("rem", "1e-2", "Sv"),
    ("barn", "1e-28", "m^2"),
    ("debye", Fraction("1e-21") / 299792458, "C m"),
    ("jansky", "1e-26", "W m^-2 Hz^-1"),
    ("sverdrup", "1e6", "m^3 / s"),
    # SI Brochure, 9th edition, 5.4.7; IEC 80000-13
    ("percent", "0.01", "1"),
    ("permille", "0.001", "1"),
    ("ppm", "1e-6", "1"),
    ("ppb", "1e-9", "1"),
    ("byte", "8", "bit"),
    ("KiB", "8192", "bit"),
    ("GiB", 2**30, "byte"),
    ("kB", "1000", "byte"),
    ("kDa", "1000", "u"),
    # CODATA 2022
    ("bohr", "5.29177210544e-11", "m"),
    ("hartree", "4.3597447222060e-18", "J"),
]


@pytest.mark.parametrize(
    "name, factor, unit", FACTS, ids=lambda value: value if isinstance(value, str) else ""
)
def test_facts(name, factor, unit):
    named, coherent = getattr(names, name), parse_unit(unit)
    assert named.dim is coherent.dim
    assert (named.exact / coherent.exact).fraction == Fraction(factor)
    assert named.factor_to(coherent) == float(Fraction(factor))


@pytest.mark.parametrize("name, base_units", SI_DERIVED.items())
def test_si_units_with_special_names_are_coherent(name, base_units):
    unit = getattr(names, name)
    assert str(unit.dim) == base_units
    assert unit.magnitude == 1.0


def test_identities():
    assert parse_unit("16 oz") == names.pound
    assert names.kmh == names.kmeter / names.hour
    assert parse_unit("180 deg") == parse_unit("pi rad")
    assert (names.degree.exact / PI) is magnitude(1) / magnitude(180)
    assert parse_unit("atm / 760") == names.torr
    assert (names.inch**3) ** (1 / 3) == names.inch
    assert names.parsec.exact is names.au.exact * magnitude(648000) / PI
    assert names.parsec.factor_to(names.metre) == 3.085677581491367e16  # IAU 2015 resolution B2
    assert names.arcminute.factor_to(names.degree) == 1 / 60
    assert names.hertz == names.becquerel
    assert names.slug.factor_to(names.kilogram) == 14.593902937206364
    assert names.angstrom.factor_to(names.nm) == 0.1
    assert names.fermi == names.fm
    assert names.radian == UNITLESS
    assert names.degree.dim is DIMENSIONLESS
    assert names.molar == parse_unit("mol / L")


def test_turns():
    assert names.turn == parse_unit("360 deg") == parse_unit("400 gon") == parse_unit("2 pi rad")
    assert names.turn is names.revolution is names.cycle
    assert names.rpm == parse_unit("turn / min")
    assert parse_unit("60 rpm").exact is PI * magnitude(2)
    assert names.oersted.exact is magnitude(250) / PI
    assert f"{names.percent}{names.permille}" == "%‰"


# CODATA 2022 (NIST): the value, and its standard uncertainty in the last digits.
@pytest.mark.parametrize(
    "name, unit, value, uncertainty",
    [
        ("atomic_unit_of_mass", "kg", 9.1093837139e-31, 0.0000000028e-31),
        ("atomic_unit_of_temperature", "K", 315775.02480398, 0.00000034),
        ("rydberg", "J", 2.1798723611030e-18, 0.0000000000024e-18),
        ("planck_length", "m", 1.616255e-35, 0.000018e-35),
        ("planck_mass", "kg", 2.176434e-8, 0.000024e-8),
        ("planck_time", "s", 5.391247e-44, 0.000060e-44),
        ("planck_temperature", "K", 1.416784e32, 0.000016e32),
    ],
)
def test_natural_units_agree_with_the_published_ones(name, unit, value, uncertainty):
    assert abs(getattr(names, name).factor_to(parse_unit(unit)) - value) <= uncertainty


def test_natural_units_are_made_of_the_constants():
    known = {name: getattr(constants, name).as_unit() for name in [row.name for row in constants.ROWS]}
    c, hbar, gravity = known["speed_of_light"], known["hbar"], known["gravitational_constant"]
    assert names.atomic_unit_of_action == hbar
    assert names.atomic_unit_of_charge == known["elementary_charge"]
    assert names.planck_length == (hbar * gravity / c**3) ** Fraction(1, 2)
    assert names.planck_mass == (hbar * c / gravity) ** Fraction(1, 2)
    assert names.planck_time == names.planck_length / c
    assert names.planck_charge.exact is (
        PI * magnitude(4) * (known["electric"] * hbar * c).exact
    ) ** Fraction(1, 2)
    assert names.planck_temperature == names.planck_mass * c**2 / known["boltzmann"]
    assert names.hartree == names.atomic_unit_of_temperature * known["boltzmann"]


@pytest.mark.parametrize("row", rows(), ids=lambda row: row.names)
def test_rows(row):
    spellings = row.names.split()
    units = [find(spelling) for spelling in spellings]
    assert all(unit == units[0] for unit in units)
    assert [unit.name for unit in units] == spellings
    assert all(str(unit) == row.symbol for unit in units)
    assert all(find(alias) is units[0] for alias in row.aliases.split() if alias != "L")
    assert all(spelling.isidentifier() for spelling in spellings)


def test_the_litre_has_two_symbols():
    assert find("L") == find("litre")
    assert (str(find("L")), str(find("mL")), str(find("ml"))) == ("L", "mL", "ml")
    assert find("mL").name == find("ml").name == "mlitre"


def test_there_is_a_row_for_every_base_dimension():
    for base in BASES:
        (row,) = (row for row in ROWS if row.definition == f"[{base}]")
        assert find(row.symbol).dim is get_or_create_dimension(**{base: 1})


def test_information_is_a_dimension_of_its_own():
    assert names.bit.dim is get_or_create_dimension(information=1)
    assert not (names.bit / names.second).has_same_dim(names.hertz)
    assert len(names.bit.dim.dim) == 7
    assert all(power == 0 for power in names.bit.dim.dim)


def test_short_aliases():
    for alias in SHORT_ALIASES:
        assert find(alias) == find(alias[:-1]) ** int(alias[-1])
