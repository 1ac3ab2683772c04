"""The data of the Unit explorer: the catalogue, with what other notations call its units, for JavaScript.

`explorer_data()` is the text of docs/explorer/assets/explorer-data.js, which assigns one constant, so that a
page opened from a disk can load it too (no fetch): ``globalThis.BRAINUNIT_UNITS = {...};``. `catalogue()`
is the same as a dict, for other pages. tools/gen.py writes the file; conf.py copies the assets to
_static: ``html_static_path = ["_static", "explorer/assets"]``.

    bases     {"length": "m", ...}: base dimensions with the symbols of their units
    prefixes  [{name, symbol, power, base}, ...]: 24 of the SI, 10 binary ones
    powers    ["cm2", ...]: symbols with a power that are names too
    phrases   ["fl oz", ...]: symbols that are read as one word
    words     {"sec": "second"}: words that are no names; `abbreviations`: names without a plural
    refused   {"ton": reason}: texts that are read in several ways, and constants
    kinds     [[name, unit], ...]: kinds of quantity, each with a coherent unit
    laws      [{name, relations, per}, ...]: ways to other dimensions; a relation is
        [dimension, dimension, size, power]: ``second = size * first**power`` in SI units; per:
        [dimension, size], by which any is multiplied
    sources   [text, ...]: where definitions come from
    units     one entry for each row of the catalogue, in its order:
        names       ["metre", "meter"]: spellings, the usual one first
        symbol      "m"
        aliases     further names and symbols
        definition  "0.0254 m"; "[length]" for a base unit
        source      index in `sources`
        prefixes    "si", "binary" (these, and of the SI kilo and greater) or ""
        powers      whether metre2 and metre3 are names
        renames     whether a product that equals it takes its name
        dimension   {"length": 1}: exponents of base dimensions; a fraction is a text
        size        [[2, -3], [5, -3]]: exponents of primes, and of pi (0), of the size in SI units
        exact       the size as text: "0.0254", "pi/180", "1200/3937"
        value       the size as the nearest float64
        ucum, udunits  [codes, number, other]: ``[[["m", 1]], [], {}]``; the codes with their exponents, the
            number in front as in `size`, and for the prefixes that do not stand before the code: {symbol:
            [codes, number]}
            null for a unit of a dimension that the dialects have not (photon)
        siunitx     {spelling: macro} where it is not the name; null for none
    points    [{name, symbol, aliases, difference, zero}, ...]: degC; the zero in SI units, a fraction
    levels    [{name, symbol, aliases, difference, reference, decade, step}, ...]: dBm; `decade`: of a factor
        of ten; `step`: {dimension, size} of what counts differences in products (dB/km), null for a level
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from bu_units import _catalogue, _dimension, _registry, _scale_rows, _scales, _trades, constants, kinds
from bu_units import _words as other_words
from bu_units._catalogue import Prefix, Row
from bu_units._cli.convert import LAWS
from bu_units._dimension import Dimension
from bu_units._elsewhere import ELSEWHERE
from bu_units._magnitude import Magnitude
from bu_units._unit import Unit
from bu_units.dialects import ucum, udunits
from page_text import NOTICE

__all__ = ["blocks", "catalogue", "explorer_data"]

# Where the definitions of a block of the catalogue come from, as its comments say.
SOURCES = {
    "_BASE": "SI Brochure, 9th edition, table 2 (base units)",
    "_DERIVED": "SI Brochure, 9th edition, table 4 (SI units with special names)",
    "_ACCEPTED": "SI Brochure, 9th edition, table 8 (units accepted for use with the SI)",
    "_CONCENTRATION": "customary in chemistry: one mole per litre",
    "_RATIO": "SI Brochure, 9th edition, sections 5.4.7 and 5.4.8",
    "_ROTATION": "ISO 80000-3:2019, item 3-16; NIST SP 811 (2008), appendix B.8",
    "_INFORMATION": "IEC 80000-13:2025, items 13-9 and following",
    "_LENGTH_AND_AREA": "NIST SP 811 (2008), appendix B.8",
    "_VOLUME": "NIST SP 811 (2008), appendix B.8",
    "_MASS": "NIST SP 811 (2008), appendix B.8",
    "_TIME_AND_SPEED": "NIST SP 811 (2008), appendix B.8",
    "_TEMPERATURE": "SI Brochure, 9th edition, section 2.3.1; NIST SP 811 (2008), appendix B.8",
    "_MECHANICS_AND_HEAT": "NIST SP 811 (2008), appendix B.8",
    "_CGS": "SI Brochure, 8th edition (2006), table 9; NIST SP 811 (2008), appendix B.8",
    "_CGS_ELECTRIC": "NIST SP 811 (2008), appendix B.8; electrostatic units by the speed of light in cm/s",
    "_RADIATION": "NIST SP 811 (2008), table 10 and appendix B.8",
    "_SCIENCE": "NIST SP 811 (2008), appendix B.8",
    "_NATURAL": "CODATA 2022",
    "_ELECTRICITY": "IEC 80000-6:2022; NIST SP 811 (2008), appendix B.8",
    "_ENERGY_TRADE": "NIST SP 811 (2008), appendix B.8",
    "_FLOW_AND_SPEED": "the quotient that it is",
    "_TRADE_LENGTH_AND_AREA": "NIST SP 811 (2008), appendix B.8; NIST Handbook 44, appendix C",
    "_TRADE_VOLUME": "NIST SP 811 (2008), appendix B.8; NIST Handbook 44, appendix C",
    "_TRADE_MASS_AND_FORCE": "NIST SP 811 (2008), appendix B.8; NIST Handbook 44, appendix C",
    "_TRADE_PRESSURE": "NIST SP 811 (2008), appendix B.8",
    "_TRADE_TIME": "so many of the years and days of the catalogue",
    "_ASTRONOMY": "IAU 2015 resolution B3 (nominal values)",
    "_COUNTING": "SI Brochure, 9th edition, section 2.3.3; a dimension of its own for what a detector tells apart",
    "_MEDICINE": "UCUM 2.1, chemical and biochemical units",
    "_EARTH_SCIENCE": "WMO No. 8 (2018)",
    "_LIGHT": "NIST SP 811 (2008), appendix B.8",
}
# Rows with a source of their own, by the first name.
OWN_SOURCES = {
    "gram": "SI Brochure, 9th edition, section 3.2",
    "atomic_mass": "CODATA 2022",
    "dalton": "CODATA 2022",
    "electron_volt": "CODATA 2022; exact since 2019",
    "point": "typographic point of 1/72 inch, as PostScript and CSS define it",
    "pica": "twelve typographic points of 1/72 inch, as PostScript and CSS define it",
    "light_year": "IAU: the light year of 365.25 d",
    "parsec": "IAU 2015 resolution B2",
    "fathom": "of the international foot, which replaced the survey foot (NIST, 2023)",
    "rod": "of the international foot, which replaced the survey foot (NIST, 2023)",
    "chain": "of the international foot, which replaced the survey foot (NIST, 2023)",
    "year": "the mean Gregorian year, 365.2425 d",
    "month": "a twelfth of the mean Gregorian year",
    "julian_year": "the Julian year of astronomy, 365.25 d",
    "kmh": "the quotient that it is",
    "speed_unit": "the quotient that it is",
    "kcal_per_h": "the quotient that it is",
    "mach": "the speed of sound in air, taken as 340.5 m/s",
    "mmHg": "conventional millimetre of mercury; not the torr, from which it differs by 1.4e-7",
    "IMF": "one electronvolt per angstrom, the unit of force in molecular mechanics",
    "therm": "the therm (EC); that of the USA is 0.02 % less",
    "barn": "SI Brochure, 8th edition (2006), table 8",
    "debye": "1e-18 statcoulomb centimetres",
    "jansky": "IAU style manual (1989), table 7",
    "sverdrup": "customary in oceanography: a million cubic metres per second",
    "therm_US": "Federal Register, 27 July 1968: 1.054804e8 J",
    "tonne_of_oil_equivalent": "IEA: 10 Gcal of the international table",
    "tonne_of_coal_equivalent": "IEA: 7 Gcal of the international table",
    "barrel_of_oil_equivalent": "US Internal Revenue Code, section 45K: 5.8 million Btu",
    "darcy": "API RP 27: 1 cP at 1 cm/s under 1 atm/cm",
    "cup_metric": "customary: a quarter of a litre",
    "drop": "UCUM 2.1: a twentieth of a millilitre",
    "tex": "ISO 1144:2016",
    "denier": "ISO 1144:2016",
    "annum": "IAU style manual (1989): the Julian year",
    "kiloannum": "IAU style manual (1989): the Julian year",
    "megaannum": "IAU style manual (1989): the Julian year",
    "gigaannum": "IAU style manual (1989): the Julian year",
    "solar_mass": "IAU 2015 resolution B3: nominal G M; CODATA 2022: G",
    "earth_mass": "IAU 2015 resolution B3: nominal G M; CODATA 2022: G",
    "jupiter_mass": "IAU 2015 resolution B3: nominal G M; CODATA 2022: G",
    "milliarcsecond": "so many arcseconds",
    "microarcsecond": "so many arcseconds",
    "hourangle": "a twenty-fourth of a turn",
    "spat": "the whole sphere",
    "light_second": "SI Brochure, 9th edition, table 1: the speed of light",
    "bethe": "customary in astrophysics: 1e51 erg",
    "enzyme_unit": "IUPAC and IUB (1981): 1 umol of substrate per minute",
    "milli_enzyme_unit": "IUPAC and IUB (1981): 1 umol of substrate per minute",
    "kilo_enzyme_unit": "IUPAC and IUB (1981): 1 umol of substrate per minute",
    "degree_Brix": "ICUMSA: grams of sucrose in 100 grams of solution",
    "dioptre": "ISO 80000-7:2019, item 7-28",
    "rutherford": "a million becquerels",
    "dobson_unit": "10 um of gas at 0 degC and 1 atm; CODATA 2022: R",
    "potential_vorticity_unit": "customary in meteorology (Hoskins, 1985)",
    "eotvos": "customary in geodesy: 1e-9 of a galileo per centimetre",
    "kayser": "one per centimetre",
    "townsend": "customary in plasma physics: 1e-21 V m^2",
    "atomic_unit_of_mass": "computed from the other atomic units (CODATA 2022), to be coherent with them",
}
_LONGEST_DECIMAL = 30  # digits
_MANY_ZEROS = 9


def explorer_data() -> str:
    """Return docs/explorer/assets/explorer-data.js: one constant, a line for each unit."""
    parts = []
    for key, value in catalogue().items():
        entries = [_json(entry) for entry in value] if isinstance(value, list) else None
        text = _json(value) if entries is None else "[\n" + ",\n".join(entries) + "\n]"
        parts.append(f"{_json(key)}: {text}")
    return f"// {NOTICE}\nglobalThis.BRAINUNIT_UNITS = {{\n" + ",\n".join(parts) + "\n};\n"


def catalogue() -> dict[str, Any]:
    """Return all that the explorer knows, as the docstring of this module describes it."""
    found = blocks()
    sources = list(dict.fromkeys(_source(row, found) for row in _registry.rows()))
    return {
        "bases": {base: _registry.base_unit(base).dispname for base in _all_bases()},
        "prefixes": [
            {"name": prefix.name, "symbol": prefix.symbol, "power": prefix.power, "base": prefix.base}
            for prefix in _all_prefixes()
        ],
        "powers": list(_catalogue.SHORT_ALIASES),
        "phrases": sorted(_plain_phrases()),
        "words": dict(other_words.WORDS),
        "abbreviations": sorted(other_words.NO_PLURAL),
        "refused": _refused(),
        "kinds": [list(pair) for pair in kinds.KINDS.items()],
        "laws": [_law(name) for name in LAWS],
        "sources": sources,
        "units": [_entry(row, sources.index(_source(row, found))) for row in _registry.rows()],
        "points": [
            {
                "name": row.name,
                "symbol": row.symbol,
                "aliases": row.aliases.split(),
                "difference": row.difference,
                "zero": _zero(row.name),
            }
            for row in _scale_rows.POINTS
        ],
        "levels": [
            {
                "name": row.name,
                "symbol": row.symbol,
                "aliases": row.aliases.split(),
                "difference": row.difference,
                "reference": row.reference,
                "decade": row.per_decade,
                "step": _step(row.name),
            }
            for row in _scale_rows.LEVELS
        ],
    }


def _refused() -> dict[str, str]:
    """Return why texts are refused that something could be made of."""
    texts = [
        *other_words.REASONS,
        *ELSEWHERE,
        *constants.constant_names(),
        *constants.constant_letters(),
        *constants.ALSO,
    ]
    return {text: other_words.refusal(text) for text in texts if _registry.find(text) is None}


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _all_prefixes() -> tuple[Prefix, ...]:
    return (*_catalogue.PREFIXES, *_catalogue.BINARY_PREFIXES)


def _all_bases() -> list[str]:
    """Return the base dimensions of the catalogue in the order in which dimensions list them."""
    found = [row.definition.strip("[]") for row in _registry.rows() if row.definition.startswith("[")]
    counted = [row.counts for row in _scale_rows.LEVELS if row.counts]
    return [base for base, _ in Dimension([(base, 1) for base in dict.fromkeys([*found, *counted])]).order]


def _zero(name: str) -> str:
    """Return where the zero of a scale lies, in coherent units of the SI."""
    scale = _registry.find(name)
    assert isinstance(scale, _scales.PointUnit)
    return str(scale.zero * (scale.exact.fraction or 1))


def _law(name: str) -> dict[str, Any]:
    """Return what the explorer knows of an equivalency: all of them are products."""
    law = LAWS[name]
    return {
        "name": name,
        "relations": [
            [_exponents(row.first.dim), _exponents(row.second.dim), _pairs(row.factor.exact), row.power]
            for row in law.relations
            if row.factor is not None
        ],
        "per": [[_exponents(unit.dim), _pairs(unit.exact)] for unit in law.per],
    }


def _exponents(dimension: Dimension) -> dict[str, int | str]:
    return {base: _number(power) for base, power in dimension.order}


def _step(name: str) -> dict[str, Any] | None:
    """Return what counts the differences of a level in products: its base dimension and its size."""
    scale = _registry.find(name)
    step = scale.step if isinstance(scale, _scales.LevelUnit) else None
    return None if step is None else {"dimension": {step.dim.order[0][0]: 1}, "size": _pairs(step.exact)}


def _plain_phrases() -> set[str]:
    """Return the symbols of the catalogue that are several words, or no letter."""
    return {"‰"} | {row.symbol for row in _registry.rows() if " " in row.symbol and "/" not in row.symbol}


# ---------------------------------------------------------------- one unit


def blocks() -> dict[int, str]:
    """Return the name of the block that a row stands in, by the row's identity."""
    found: dict[int, str] = {}
    for name, value in (*vars(_catalogue).items(), *vars(_trades).items()):
        if name.startswith("_") and isinstance(value, tuple) and value and isinstance(value[0], Row):
            found |= {id(row): name for row in value}
    return found


def _source(row: Row, blocks: dict[int, str]) -> str:
    return OWN_SOURCES.get(row.names.split()[0]) or SOURCES[blocks[id(row)]]


def _entry(row: Row, source: int) -> dict[str, Any]:
    """Return what the explorer knows of a row of the catalogue."""
    names = row.names.split()
    unit = _known(names[0])
    return {
        "names": names,
        "symbol": row.symbol,
        "aliases": row.aliases.split(),
        "definition": row.definition,
        "source": source,
        "prefixes": "si" if row.prefixed else "binary" if row.binary else "",
        "powers": row.powers,
        "renames": row.renames,
        "dimension": _exponents(unit.dim),
        "size": _pairs(unit.exact),
        "exact": exact_text(unit.exact),
        "value": unit.magnitude,
        "ucum": _terms(ucum.VOCABULARY, row),
        "udunits": _terms(udunits.VOCABULARY, row),
        "siunitx": _macros(row),
    }


def _known(name: str) -> Unit:
    unit = _registry.find(name)
    assert unit is not None, name  # every name of the catalogue is found
    return unit


def _number(power: Fraction) -> int | str:
    return power.numerator if power.denominator == 1 else str(power)


def _pairs(size: Magnitude) -> list[list[int | str]]:
    return [[base, _number(power)] for base, power in size.parts]


def _atoms(row: Row) -> Iterator[tuple[Prefix, Unit]]:
    """Yield the units of a row with their prefixes."""
    for prefix in _all_prefixes():
        if row.takes(prefix):
            yield prefix, _known(prefix.symbol + row.names.split()[0])


def _terms(vocabulary: Any, row: Row) -> list[Any] | None:
    """Return codes and number of a unit in a dialect, and those with a prefix that do not follow.

    None for what the dialect has no unit of: photons, pixels.
    """
    if row.definition.startswith("[") and _known(row.names.split()[0]).dim.order[0][0] in _dimension.COUNTED:
        return None

    def terms(unit: Unit) -> list[Any]:
        codes, number = vocabulary.terms(unit)
        return [[list(pair) for pair in codes.items()], _pairs(number)]

    plain = terms(_known(row.names.split()[0]))
    code = plain[0][0][0] if len(plain[0]) == 1 and plain[0][0][1] == 1 and not plain[1] else None
    others = {}
    for prefix, unit in _atoms(row):
        found = terms(unit)
        if code is None or found != [[[prefix.symbol + code, 1]], []]:
            others[prefix.symbol] = found
    return [*plain, others]


def _macros(row: Row) -> dict[str, str] | None:
    """Return the macros of siunitx for the spellings that are not their own names."""
    macros = {}
    for name in row.names.split():
        try:
            macro = f"{_known(name):~siunitx}"
        except ValueError:
            return None
        if macro != "\\" + name.replace("_", ""):
            macros[name] = macro
    return macros


# ---------------------------------------------------------------- exact numbers as text


def exact_text(size: Magnitude) -> str:
    """Return the exact number: ``0.0254``, ``5/9``, ``pi/180``, ``2^(1/2)``.

    >>> from bu_units import parse_unit
    >>> exact_text(parse_unit("degree").exact), exact_text(parse_unit("inch").exact)
    ('pi/180', '0.0254')
    >>> exact_text(parse_unit("dalton").exact), exact_text(parse_unit("debye").exact)
    ('1.66053906892e-27', '1/(299792458*10^21)')
    """
    rational, pi, roots = _with_roots(size)
    above = ([_power("pi", pi)] if pi > 0 else []) + roots
    below = [_power("pi", -pi)] if pi < 0 else []
    decimal = _decimal(rational)
    if decimal is not None and not below and (not above or rational.denominator == 1):
        above = above if decimal == "1" and above else [decimal, *above]
    else:
        above = (_words(rational.numerator) if rational.numerator != 1 or not above else []) + above
        below = (_words(rational.denominator) if rational.denominator != 1 else []) + below
    text = "*".join(above) or "1"
    return text if not below else f"{text}/{below[0]}" if len(below) == 1 else f"{text}/({'*'.join(below)})"


def _with_roots(size: Magnitude) -> tuple[Fraction, int, list[str]]:
    """Return a number as a rational, a whole power of pi, and roots as text: ``(6*pi)^(1/2)``."""
    rational, pi = Fraction(1), 0
    radicands: dict[int, tuple[int, int]] = {}  # by the denominator of the exponent: integer, power of pi
    for base, power in size.parts:
        whole, rest = divmod(power.numerator, power.denominator)
        if base:
            rational *= Fraction(base) ** whole
        else:
            pi = whole
        if rest:
            integer, of_pi = radicands.get(power.denominator, (1, 0))
            found = (integer * base**rest, of_pi) if base else (integer, rest)
            radicands[power.denominator] = found
    roots = []
    for below, (integer, of_pi) in sorted(radicands.items()):
        words = ([str(integer)] if integer != 1 else []) + ([_power("pi", of_pi)] if of_pi else [])
        inside = words[0] if len(words) == 1 and "^" not in words[0] else f"({'*'.join(words)})"
        roots.append(f"{inside}^(1/{below})")
    return rational, pi, roots


def _power(word: str, power: int) -> str:
    return word if power == 1 else f"{word}^{power}"


def _words(number: int) -> list[str]:
    """Return an integer, with its power of ten apart where it ends with many zeros."""
    digits = str(number)
    plain = digits.rstrip("0")
    zeros = len(digits) - len(plain)
    if zeros < _MANY_ZEROS:
        return [digits]
    return [f"10^{zeros}"] if plain == "1" else [plain, f"10^{zeros}"]


def _decimal(number: Fraction) -> str | None:
    """Return a rational number as an exact decimal; None where there is none that is short."""
    places, rest = 0, number
    while rest.denominator != 1:
        if rest.denominator % 2 and rest.denominator % 5:
            return None
        rest, places = rest * 10, places + 1
    digits = str(rest.numerator)
    significant = digits.rstrip("0")
    if len(significant) > _LONGEST_DECIMAL:
        return None
    exponent = len(digits) - 1 - places
    if not -5 <= exponent < 16:
        return f"{significant[0]}{'.' + significant[1:] if significant[1:] else ''}e{exponent}"
    if not places:
        return digits
    digits = digits.zfill(places + 1)
    return f"{digits[:-places]}.{digits[-places:]}"
