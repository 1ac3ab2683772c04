"""Words for units that are no names of the catalogue: plurals, capitals, spellings; and what is refused.

Read by the parser alone, where a name is unknown otherwise: no attribute is called so, and a unit of the
user's own may be. The policy for a text that trades read in several ways: where the catalogue had it before
(``ct`` is the carat, ``mb`` a millibarn, ``gal`` the gallon, ``pt`` the point) it keeps its one meaning; else
it is refused, and the error has the readings. A reading is never chosen by what is likely.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ._catalogue import PREFIXES

__all__ = ["NO_PLURAL", "REASONS", "WORDS", "refusal", "spelled"]

# Spellings that are not regular, with the name or symbol that they stand for.
WORDS: dict[str, str] = {
    word: name
    for name, words in {
        "second": "sec secs",
        "minute": "mins",
        "hour": "hr hrs",
        "year": "yrs Gregorian_year gregorian_year",
        "julian_year": "Julian_year",
        "ug": "mcg",
        "ul": "mcL mcl",
        "pound": "lbs avoirdupois_pound avdp_pound",
        "ounce": "avoirdupois_ounce avdp_ounce",
        "dram": "avoirdupois_dram avdp_dram",
        "troy_ounce": "apothecary_ounce ap_oz toz ozt",
        "troy_pound": "apothecary_pound ap_lb tlb lbt",
        "short_ton": "US_ton",
        "long_ton": "UK_ton",
        "hundredweight": "US_hundredweight US_cwt short_hundredweight",
        "long_hundredweight": "UK_hundredweight UK_cwt",
        "psi": "psia pound_force_per_square_inch",
        "ksi": "kip_per_square_inch",
        "bar": "bara",
        "inch": "international_inch",
        "foot": "international_foot",
        "yard": "international_yard",
        "mile": "international_mile",
        "knot": "international_knot knot_international",
        "survey_foot": "US_survey_foot sft",
        "survey_mile": "US_survey_mile US_statute_mile us_statute_mile smi",
        "light_year": "lightyear lyr",
        "nautical_mile": "nauticalmile nmile",
        "acre": "ac",
        "mil": "mil_length",
        "point": "big_point",
        "angstrom": "ångström AA",
        "litre": "ℓ",
        "gallon": "US_gallon US_liquid_gallon liquid_gallon",
        "quart": "US_liquid_quart liquid_quart",
        "pint": "US_liquid_pint US_pint liquid_pint",
        "cup": "US_liquid_cup liquid_cup",
        "gill": "US_liquid_gill liquid_gill",
        "fluid_ounce": "floz fl_oz US_fluid_ounce US_liquid_ounce fluid_oz foz liquid_ounce",
        "fluid_dram": "US_fluid_dram US_liquid_dram fluidram",
        "barrel": "oil_barrel oil_bbl",
        "gallon_imp": "imperial_gallon imperial_gal UK_gallon UK_liquid_gallon Canadian_liquid_gallon",
        "quart_imp": "imperial_quart imperial_qt UK_quart UK_liquid_quart",
        "pint_imp": "imperial_pint imperial_pt UK_pint UK_liquid_pint",
        "gill_imp": "imperial_gill imperial_gi UK_gill UK_liquid_gill",
        "fluid_ounce_imp": "imperial_fluid_ounce imperial_floz UK_fluid_ounce UK_liquid_ounce",
        "bushel": "bu US_bushel",
        "dry_quart": "US_dry_quart dqt",
        "dry_pint": "US_dry_pint",
        "board_foot": "BF BDFT super_foot superficial_foot",
        "chemical_equivalent": "equivalent equivalents",
        "degree": "arc_degree angular_degree arcdeg arcdegree",
        "arcminute": "arc_minute angular_minute",
        "arcsecond": "arc_second angular_second",
        "turn": "circle rotation cy",
        "gon": "grade grad",
        "rps": "revolutions_per_second rotation_per_second",
        "rpm": "revolutions_per_minute RPM",
        "mph": "MPH mile_per_hour",
        "kmh": "KPH kilometer_per_hour",
        "mas": "marcsec",
        "uas": "uarcsec",
        "degC": "Centigrade centigrade degreeC degree_C deg_C degree_Celsius degreesC degrees_C degrees_Celsius degrees_celsius",
        "degF": "degreeF degree_F deg_F degree_Fahrenheit degreesF degrees_F degrees_Fahrenheit degrees_fahrenheit",
        "degR": "degreeR degree_R deg_R degree_Rankine degree_rankine °R",
        "kelvin": "degK degreeK degree_K deg_K degree_Kelvin degree_kelvin °K",
        "delta_degC": "delta_celsius delta_degreeC delta_degree_Celsius",
        "delta_degF": "delta_fahrenheit delta_degreeF delta_degree_Fahrenheit",
        "atmosphere": "standard_atmosphere",
        "atmosphere_technical": "technical_atmosphere",
        "barye": "barie barrie baryd barad",
        "mmHg": "mm_Hg millimeter_Hg",
        "cmHg": "cm_Hg centimeter_Hg",
        "inHg": "in_Hg inch_Hg inches_Hg",
        "cmH2O": "cm_H2O",
        "inH2O": "in_H2O inch_H2O inches_H2O inWC",
        "ftH2O": "ft_H2O foot_H2O feet_H2O feetH2O",
        "mmH2O": "mm_H2O",
        "mH2O": "m_H2O meter_H2O",
        "kilogram_force": "force_kilogram",
        "gram_force": "force_gram",
        "pound_force": "force_pound",
        "ounce_force": "force_ounce",
        "short_ton_force": "US_ton_force US_force_ton",
        "long_ton_force": "UK_ton_force UK_force_ton",
        "tonne_force": "metric_ton_force force_metric_ton t_force",
        "foot_pound": "footpound ft_lb",
        "calorie_th": "thermochemical_calorie cal_th",
        "calorie_IT": "IT_calorie international_calorie international_steam_table_calorie cal_it",
        "Btu_IT": "btu IT_Btu Btu_it international_british_thermal_unit",
        "Btu_th": "thermochemical_british_thermal_unit",
        "therm": "EC_therm",
        "therm_US": "US_therm",
        "quad": "quadrillion_Btu",
        "watt_hour": "watthour",
        "volt_ampere": "voltampere",
        "ton_refrigeration": "ton_of_refrigeration refrigeration_ton",
        "ton_TNT": "tTNT",
        "horsepower": "UK_horsepower hydraulic_horsepower shaft_horsepower",
        "horsepower_metric": "metric_horsepower",
        "horsepower_electric": "electric_horsepower electrical_horsepower",
        "atomic_mass": "unified_atomic_mass_unit atomic_mass_unit atomicmassunit",
        "bohr": "a0 bohr_radius atomic_unit_of_length a_u_length",
        "hartree": "Eh hartree_energy atomic_unit_of_energy a_u_energy",
        "atomic_unit_of_mass": "a_u_mass",
        "atomic_unit_of_action": "a_u_action",
        "atomic_unit_of_temperature": "a_u_temp",
        "roentgen": "röntgen",
        "oersted": "ørsted",
        "abampere": "Bi Biot",
        "statcoulomb": "Franklin",
        "kayser": "reciprocal_centimeter",
        "enzyme_unit": "enzymeunit",
        "dobson_unit": "dobson",
        "pixel": "picture_element",
        "percent": "pct",
        "permille": "permil per_mille per_mill",
        "lpm": "LPM Lpm",
        "rod": "perch pole",
        "link": "li",
    }.items()
    for word in words.split()
}  # fmt: skip

# Read in several ways: the readings, each a text that says one.
_READINGS = {
    "ton": "'short_ton' (2000 lb), 'long_ton' (2240 lb), 't' (1000 kg) or 'ton_refrigeration'",
    "tons Ton Tons": "'short_ton' (2000 lb), 'long_ton' (2240 lb), 't' (1000 kg) or 'ton_refrigeration'",
    "tonf ton_force force_ton": "'tonf_short' (2000 lbf), 'tonf_long' (2240 lbf) or 'tf' (1000 kgf)",
    "kt kts": "'kn' (knots) or '1e3 t' (kilotonnes)",
    "gpm": "'USgpm' or 'gal/min' (gallons per minute), or 'geopotential_metre'",
    "gph": "'USgph' or 'gal/h' (gallons per hour), or 'g/h'",
    "Cal Calorie Calories": "'kcal' (as on food) or 'cal'",
    "a": "'are' (100 m^2), 'annum' (365.25 d) or 'year'",
    "MBtu MBTU": "'MMBtu' (a million) or '1e3 Btu' (a thousand)",
    "cps": "'count/s', 'turn/s' (cycles) or 'cP' (centipoise)",
    "cpm": "'count/min' or 'turn/min' (cycles)",
    "px": "'pixel' or '(1/96) in' (CSS)",
    "ppt": "'1e-12' (parts per trillion) or '‰' (parts per thousand)",
    "mD": "'mdarcy' (millidarcy) or '1e-3 D' (millidebye)",
    "rads": "'rad' (radians) or 'rad_dose'",
    "Nm": "'N m' (newton metres), 'nm' (nanometres) or 'nmi' (nautical miles)",
    "NM": "'nmi' (nautical miles) or 'nm' (nanometres)",
    "molec molecule molecules particle": "'1' (a number) or '(1/6.02214076e23) mol' (an amount)",
}
_GAS = "the volume of a gas at conditions that trades choose differently: write 'ft^3', 'm^3' or 'l' and say which"
_ACTIVITY = (
    "a biological activity, which is another for each substance: Unit.define(..., dimension=...) has a "
    "dimension of its own for it; an enzyme's unit is 'U'"
)
_SALINITY = "no unit: practical salinity is a pure number, of unit '1', and absolute salinity in 'g/kg'"
_API = "no multiple of a unit: a density is 141.5 / (degrees API + 131.5) times that of water"
_MEANT = {
    "scf scfm scfh scfd Scf SCF SCFM sccm slm slpm standard_liter_per_minute Nm3 Sm3": _GAS,
    "IU iu mIU uIU kIU MIU iU international_unit": _ACTIVITY,
    "psu PSU PSS": _SALINITY,
    "API degAPI °API": _API,
}

_POWERS = {"square": 2, "sq": 2, "cubic": 3, "cu": 3}
_OF_POWERS = "in inch inches ft foot feet yd yard mi mile rod deg degree meter metre centimeter league"
_BESIDE_COLUMNS = "in inch inches ft foot feet m meter mm millimeter millimeters cm centimeter"
_COLUMNS = frozenset("inHg mmHg cmHg inH2O cmH2O ftH2O mmH2O mH2O".split())
_AT = ("", "_0C", "_4C", "_23C", "_32F", "_39F", "_60F")
_OF_LIQUIDS = (
    f"{length}{joint}{liquid}{temperature}"
    for length in _BESIDE_COLUMNS.split()
    for joint in ("", "_")
    for liquid in ("Hg", "H2O")
    for temperature in _AT
)

REASONS: dict[str, str] = {
    **{
        f"{power}_{length}": f"'{power}_{length}' is a power: write '{length}^{exponent}'"
        for power, exponent in _POWERS.items()
        for length in _OF_POWERS.split()
        if (power, length) != ("cubic", "centimeter")  # a row, as "cc" is
    },
    **{
        text: f"{text!r} is a column of a liquid: write 'inHg', 'mmHg', 'cmH2O' ... for the usual one, or 'Pa'"
        for text in _OF_LIQUIDS
        if text not in _COLUMNS and text not in WORDS
    },
    **{
        text: f"{text!r} is read in several ways: write {readings}"
        for texts, readings in _READINGS.items()
        for text in texts.split()
    },
    **{text: f"{text!r} is {reason}" for texts, reason in _MEANT.items() for text in texts.split()},
}

# Names that are abbreviations, of which no one writes a plural.
NO_PLURAL = frozenset(
    "ppm ppb rpm mph psi kmh ksi kph mps fps mpg rps krpm bpm cfm cfs lpm adu thou toe tce boe".split()
)
_HISSING = ("s", "x", "z", "ch", "sh")
_TYPED = {"Ohm": "ohm", "Ohms": "ohm"}  # with the symbols of prefixes, too: kOhm


def spelled(text: str, is_name: Callable[[str], bool]) -> str | None:
    """Return the name or symbol of the unit that a word means; None for any other.

    is_name: whether a text is the name of a unit in full, with the name or symbol of a prefix or without.
    """
    known = WORDS.get(text)
    if known is not None:
        return known
    for word, symbol in _TYPED.items():
        before = text.removesuffix(word)
        if before != text and (not before or any(before == prefix.symbol for prefix in PREFIXES)):
            return before + symbol
    if text[:1].isupper():
        for name in _singulars(text.lower() if text[1:].islower() else ""):
            if is_name(name) and name not in NO_PLURAL and not _with_symbol(name, is_name):
                return name
    return next((name for name in _singulars(text) if is_name(name) and name not in NO_PLURAL), None)


def _singulars(text: str) -> Iterator[str]:
    """Yield the word itself and what it may be the plural of, in today's spelling of deca."""
    yield text
    if text.endswith("feet"):
        yield f"{text[:-4]}foot"
    elif text.endswith("millennia"):
        yield f"{text[:-1]}um"
    elif text.endswith("s") and not text.endswith("ss"):
        yield text[:-1]
        if text.endswith("ies"):
            yield f"{text[:-3]}y"
        elif text.endswith("es") and text[:-2].endswith(_HISSING):
            yield text[:-2]
    if text.startswith("deka"):
        yield from _singulars(f"deca{text[4:]}")


def _with_symbol(name: str, is_name: Callable[[str], bool]) -> bool:
    """Whether a name has the symbol of a prefix in front, whose case counts: "Kvolts" would be a guess."""
    return any(name.startswith(prefix.symbol) and is_name(name[len(prefix.symbol) :]) for prefix in PREFIXES)


def refusal(text: str) -> str:
    """Return why a text is refused that something could be made of; empty where nothing is known of it."""
    known = REASONS.get(text)
    if known is not None:
        return known
    from . import constants  # few programs need these
    from ._elsewhere import ELSEWHERE

    elsewhere = ELSEWHERE.get(text)
    if elsewhere is not None:
        return elsewhere

    name = constants.meant(text)
    return f"{text!r} is a constant and no unit: its value is constants.{name}" if name else ""
