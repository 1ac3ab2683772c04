r"""Unit -> macros of the LaTeX package siunitx, for ``\unit{...}`` and the second argument of ``\qty``.

>>> import bu_units as bu
>>> print(f"{bu.parse_unit('mS / cm^2'):~siunitx}")
\milli\siemens\per\square\centi\metre

Version 3 of siunitx declares the units of the SI and those accepted with it. The macro of any other
unit is its full name (``\inch``, ``\atmosphere``): declare it with ``\DeclareSIUnit\inch{in}``.
"""

from __future__ import annotations

from fractions import Fraction

from .._catalogue import BINARY_PREFIXES, PREFIXES
from .._dimension import power_text
from .._magnitude import ONE, magnitude
from .._registry import find
from .._unit import Unit

__all__ = ["unit_text"]

# siunitx 3, tables 1 to 4, where it has another word than the catalogue's first spelling.
_WORDS = {
    "amp": "ampere",
    "candle": "candela",
    "mol": "mole",
    "kilogram": r"kilo\gram",
    "kilogramme": r"kilo\gram",
    "atomic_mass": "dalton",
    "metric_ton": "tonne",
}
# Points on a scale: the first is one of siunitx, the second to be declared.
_POINTS = {"degC": r"\degreeCelsius", "degF": r"\degreefahrenheit"}
_POWERS = {Fraction(2): r"\square", Fraction(3): r"\cubic"}


def unit_text(unit: Unit) -> str:
    """Return the macros; ValueError, saying why, for a unit that has none."""
    if unit.dispname in _POINTS:
        return _POINTS[unit.dispname]
    if type(unit) is not Unit:
        raise ValueError(f"siunitx cannot say {unit}: it is a scale, no unit that has a factor")
    unit = unit._in_symbols()
    if unit.coefficient is not ONE:
        raise ValueError(
            f"siunitx cannot say {unit}: a number in front belongs to the value, not to the unit"
        )
    pairs = sorted(unit.atoms, key=lambda pair: pair[1] < 0)  # numerators first
    return "".join(_factor(_macro(atom), power) for atom, power in pairs)


def _factor(macro: str, power: Fraction) -> str:
    per = r"\per" if power < 0 else ""
    size = abs(power)
    if size == 1:
        return per + macro
    if size in _POWERS:
        return per + _POWERS[size] + macro
    return rf"{per}{macro}\tothe{{{power_text(size).strip('()')}}}"


def _macro(atom: Unit) -> str:
    r"""Return ``\milli\volt`` for the unit mvolt."""
    prefix, stem = _split(atom)
    macro = "".join(f"\\{_letters(part, atom)}" for part in _WORDS.get(stem, stem).split("\\"))
    return rf"\{prefix}{macro}" if prefix else macro


def _split(atom: Unit) -> tuple[str, str]:
    """Return the name of the prefix, or "", and that of the unit behind it."""
    name = atom.name
    for prefix in () if name in _WORDS else (*PREFIXES, *BINARY_PREFIXES):
        for text in (prefix.symbol, prefix.name):
            stem = name.removeprefix(text)
            unit = find(stem) if stem != name else None
            # "mmHg" is no milli-mHg, and "min" no milli-inch.
            same = type(unit) is Unit and unit.name == stem and unit.dim is atom.dim
            if (
                unit is not None
                and same
                and unit.exact * magnitude(1, prefix.power, prefix.base) is atom.exact
            ):
                return prefix.name, stem
    return "", name


def _letters(name: str, atom: Unit) -> str:
    """Return a name as that of a macro, which has letters only."""
    letters = name.replace("_", "")
    if not (letters.isascii() and letters.isalpha()):
        raise ValueError(f"siunitx cannot say {atom}: a macro has letters only, unlike {name!r}")
    return letters
