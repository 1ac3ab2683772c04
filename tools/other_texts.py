"""The page of what other libraries read: each of their texts is read here, and what comes of it is counted.

The texts, with the size and the dimension that the libraries give them, are in
packages/bu-units/tests/data/others.txt; those of UDUNITS are read in its dialect.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

from bu_units import ScaleUnit, UnitParseError, get_or_create_dimension, parse_unit

__all__ = ["MEANINGS", "OUTCOMES", "Text", "outcome", "texts", "texts_page"]

DATA = Path(__file__).resolve().parent.parent / "packages/bu-units/tests/data/others.txt"
TITLES = {"pint": "pint 0.25", "astropy": "astropy 8.0, with imperial units", "udunits2": "UDUNITS 2.2"}
ALIKE = 1e-9
SAME_UNIT = 1e-3  # the year, the therm, constants of other years

OUTCOMES = {
    "alike": "read alike",
    "digits": "read as the same unit, with other digits",
    "meaning": "read as another unit",
    "refused": "refused, with how to write it or why it is no unit",
    "unknown": "unknown",
}

# Why a text is another unit here. What is not listed must be alike: a test holds that.
_GAUSSIAN = "Gaussian, of a current without a dimension of its own; here in amperes, as in the SI"
_INFORMATION = "a number there; here information has a dimension"
MEANINGS: dict[str, str] = {
    **dict.fromkeys(
        "Fr G Mx Oe esu franklin Franklin gauss maxwell oersted ørsted statA statC statF statH statV statampere "
        "statcoulomb statfarad stathenry statmho statohm statvolt statΩ Bi Biot abA abC abampere abcoulomb".split(),
        _GAUSSIAN,
    ),
    **dict.fromkeys("B bit bps byte octet".split(), _INFORMATION),
    "AU": "the unit of absorbance there; here the astronomical unit",
    "Gb": "the gilbert there; here the gigabarn",
    "R": "the gas constant (pint) or the rayleigh (astropy) there; here the roentgen",
    "barrel": "31.5 gallons there; here 42, as of oil",
    "bbl": "31.5 gallons there; here 42, as of oil",
    "decade": "a scale there; here what levels are given for, as in dB/decade",
    "octave": "a scale there; here what levels are given for, as in dB/octave",
    "hbar": "the constant there; here the hectobar",
    "mil": "an angle there; here a thousandth of an inch",
    "pt": "the pint there; here the point",
    "rd": "the rod there; here the rad of radiation",
    "b": "the bit there; here the barn",
    "ct": "a count there; here the carat",
    "gal": "the gal of gravimetry there; here the gallon, and the gal is Gal",
    "ph": "the photon there; here the phot",
}


class Text(NamedTuple):
    """What a library reads: `size` in coherent SI units, "scale" for what is no factor; its `dimension`."""

    library: str
    text: str
    size: str
    dimension: str


def texts() -> list[Text]:
    """Return the texts of all libraries."""
    lines = [line.split("\t") for line in DATA.read_text("utf-8").splitlines() if not line.startswith("#")]
    return [Text(*line, *[""] * (4 - len(line))) for line in lines]


def outcome(text: Text) -> tuple[str, str]:
    """Return what becomes of a text, a key of `OUTCOMES`, with the unit or the reason."""
    try:
        unit: Any = parse_unit(text.text, "udunits" if text.library == "udunits2" else "default")
    except UnitParseError as error:
        return "unknown" if error.reason.startswith("unknown") else "refused", error.reason
    if isinstance(unit, ScaleUnit) or text.size == "scale":
        return "alike" if isinstance(unit, ScaleUnit) and text.size == "scale" else "meaning", str(unit)
    if _dimension(text.dimension) is not unit.dim:
        return "meaning", str(unit)
    apart = abs(unit.magnitude / float(text.size) - 1)
    return "alike" if apart <= ALIKE else "digits" if apart <= SAME_UNIT else "meaning", str(unit)


def _dimension(text: str) -> Any:
    """Return the dimension that a line says; None for one that is none here."""
    powers = dict(part.split("^") for part in text.split() if part != "1")
    try:
        return get_or_create_dimension(**{base: float(power) for base, power in powers.items()})
    except (TypeError, ValueError):
        return None


def texts_page() -> str:
    """Return docs/guide/other-texts.md."""
    found: dict[tuple[str, str], list[Text]] = {}
    meant: dict[str, str] = {}
    for text in texts():
        key, said = outcome(text)
        found.setdefault((text.library, key), []).append(text)
        if key == "meaning":
            meant[text.text] = said
    counts = [
        [OUTCOMES[key], *(str(len(found.get((library, key), []))) for library in TITLES)] for key in OUTCOMES
    ]
    counts.append(
        ["together", *(str(sum(1 for text in texts() if text.library == library)) for library in TITLES)]
    )
    lines = [
        "# What other libraries read",
        "",
        INTRODUCTION,
        "",
        *_table(["here", *TITLES.values()], counts),
        "",
    ]
    lines += ["## Read as another unit", "", ANOTHER, ""]
    rows = [[_code(text), _code(unit), MEANINGS[text]] for text, unit in sorted(meant.items())]
    lines += [*_table(["text", "unit here", "why"], rows), ""]
    for key, title, words in SECTIONS:
        lines += [f"## {title}", "", words, ""]
        for library, name in TITLES.items():
            listed = found.get((library, key), [])
            lines += [f"**{name}**: {_listed(text.text for text in listed)}", ""] if listed else []
    return "\n".join(lines)


def _table(titles: list[str], rows: Iterable[list[str]]) -> list[str]:
    lines = [f"| {' | '.join(titles)} |", f"|{'---|' * len(titles)}"]
    return lines + [f"| {' | '.join(row)} |" for row in rows]


def _code(text: str) -> str:
    return f"`{text}`"


def _listed(words: Iterable[str]) -> str:
    return ", ".join(_code(word) for word in words) + "."


INTRODUCTION = """\
Which of the texts that pint, astropy and UDUNITS read are read here, and as what: every unit that their
registries name was given to `parse_unit`, those of UDUNITS in its dialect, and compared by dimension and size. The
names and sizes are in `packages/bu-units/tests/data/others.txt`; `hatch run gen` measures them and writes this
page.

A text that trades read in several ways follows one policy: where the catalogue had it before, it keeps its one
meaning; else it is refused, and the error has the readings. Symbols are exact and case-sensitive. Plurals
(`meters`), names with a capital (`Ohm`) and further spellings (`hrs`) are read in texts; no attribute is called so."""

ANOTHER = """\
These are read, and mean something else: who comes from there looks at them first."""

SECTIONS = (
    (
        "digits",
        "The same unit with other digits",
        "Within 0.1 %: the year is the mean Gregorian one here, a foot international, nothing exact is rounded.",
    ),
    ("refused", "Refused with the reason", "The error says how to write it, or what it is that is no unit."),
)
