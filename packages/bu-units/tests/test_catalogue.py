"""The rows: dimensions, and literal facts with their sources."""

from fractions import Fraction

import pytest

from bu_units import DIMENSIONLESS, UNITLESS, get_or_create_dimension, names, parse_unit
from bu_units._catalogue import ROWS, SHORT_ALIASES
from bu_units._dimension import BASES
from bu_units._magnitude import PI, magnitude
from bu_units._registry import find

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


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.names)
def test_rows(row):
    spellings = row.names.split()
    units = [find(spelling) for spelling in spellings]
    assert all(unit == units[0] for unit in units)
    assert [unit.name for unit in units] == spellings
    assert all(str(unit) == row.symbol for unit in units)
    assert all(find(alias) is units[0] for alias in row.aliases.split())
    assert all(spelling.isidentifier() for spelling in spellings)


def test_there_is_a_row_for_every_base_dimension():
    for base in BASES:
        (row,) = (row for row in ROWS if row.definition == f"[{base}]")
        assert find(row.symbol).dim is get_or_create_dimension(**{base: 1})


def test_short_aliases():
    for alias in SHORT_ALIASES:
        assert find(alias) == find(alias[:-1]) ** int(alias[-1])
