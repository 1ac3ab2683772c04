"""UCUM, the Unified Code for Units of Measure 2.1, case sensitive: text -> Unit -> text.

    unit       = [ "/" ] component { ( "." | "/" ) component }    from left to right
    component  = ( number | symbol [ exponent ] | "(" unit ")" ) [ annotation ] | annotation
    exponent   = [ "+" | "-" ] digits
    annotation = "{" anything "}"                                 says nothing: it is 1

Blanks are not part of the code. ``10*3`` and ``10^3`` are powers of ten. Special units have no factor:
those that the catalogue has as scales (Cel, dB, [pH]) stand alone, or for their differences in a product
(W/m2/Cel); the others and arbitrary units ([iU]) are refused.
"""

from __future__ import annotations

import re
from fractions import Fraction
from typing import NoReturn

from .. import _magnitude
from .._catalogue import PREFIXES
from .._dimension import DIMENSIONLESS, Dimension
from .._magnitude import ONE, Magnitude, magnitude, search_steps
from .._parse import (
    DEEPEST_NESTING,
    LONGEST_NUMBER,
    LONGEST_SEARCH,
    Pairs,
    Scales,
    beside_others,
    check_text,
)
from .._rational import LONGEST_PLAIN
from .._unit import Unit
from ..errors import UnitParseError
from ._number import number_parts
from ._ucum_atoms import ATOMS, MEANT, REFUSED, SCALES
from ._vocabulary import Stem, Vocabulary, join

__all__ = ["parse", "unit_text"]

_TEN = magnitude(10)
_NUMBERS = {"10*": _TEN, "10^": _TEN, "[pi]": _magnitude.PI}

# Square brackets hold anything but brackets; elsewhere a symbol has none of . / + - ( ) { } " = and
# does not end with a digit, which would be an exponent.
_TOKEN = re.compile(
    r"""(?P<symbol>[0-9]*(?:[!#-'*,:-<>-Z\\^-z|~]|\[[!-Z\\^-~]*\])+)(?P<power>[+-]?[0-9]+)?"""
    r"|(?P<number>[0-9]+)"
    r"|(?P<open>\()"
)
_ANNOTATION = re.compile(r"\{[!-z|~]*\}")
_ODD = re.compile(r"[*^]")


def parse(text: str) -> Unit:
    """Return the unit that a UCUM text says; UnitParseError if it is none."""
    check_text(text)
    scale = VOCABULARY.scale(text)
    if scale is not None:
        return scale
    reading = _Reading(text)
    pairs, number = reading.unit(0)
    if reading.place < len(text):
        reading.fail("no bracket is open before ')'")
    return join(beside_others(pairs, number, reading.scales, text), number)


class _Reading:
    """One text being read."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.place = 0
        self.steps = 0  # for the prime factors of numbers, so far
        self.scales: Scales = []

    def next(self) -> str:
        """Return the character at hand, "" at the end."""
        return self.text[self.place : self.place + 1]

    def fail(self, reason: str, place: int | None = None) -> NoReturn:
        raise UnitParseError(reason, self.text, self.place if place is None else place)

    def unit(self, depth: int) -> tuple[Pairs, Magnitude]:
        if depth > DEEPEST_NESTING:
            self.fail("brackets are nested too deeply")
        pairs: Pairs = []
        number = ONE
        over = self.next() == "/"
        self.place += over
        while True:
            more, size = self.component(depth)
            pairs += [(atom, -power) for atom, power in more] if over else more
            number = number / size if over else number * size
            mark = self.next()
            if mark in ("", ")"):
                return pairs, number
            if mark not in ("/", "."):
                self.fail_between(mark)
            over = mark == "/"
            self.place += 1

    def component(self, depth: int) -> tuple[Pairs, Magnitude]:
        match = _TOKEN.match(self.text, self.place)
        if match is None:
            note = _ANNOTATION.match(self.text, self.place)
            if note is None:
                self.fail_at_component()
            self.place = note.end()
            return [], ONE
        start, self.place = self.place, match.end()
        if match["symbol"]:
            result = self.symbol(match["symbol"], match["power"], start)
        elif match["number"]:
            result = [], self.number(match["number"], start)
        else:
            result = self.unit(depth + 1)
            if self.next() != ")":
                self.fail("expected ')', found the end")
            self.place += 1
        note = _ANNOTATION.match(self.text, self.place)
        if note is not None:
            self.place = note.end()
        return result

    def symbol(self, code: str, exponent: str | None, start: int) -> tuple[Pairs, Magnitude]:
        if exponent and len(exponent) > LONGEST_PLAIN:
            self.fail("the exponent is out of all proportion", start + len(code))
        power = Fraction(exponent or 1)
        if code in _NUMBERS:
            return [], _NUMBERS[code] ** power
        unit = VOCABULARY.find(code)
        if unit is None:
            unit = VOCABULARY.scale_of_differences(code)
            if unit is None:
                self.fail_unknown(code, start)
            self.scales.append((unit, start))
        if not power:
            self.fail(f"unknown UCUM unit {code + str(exponent)!r}: a unit to the power zero is 1", start)
        return [(atom, own * power) for atom, own in unit.atoms], unit.coefficient**power

    def number(self, digits: str, start: int) -> Magnitude:
        if len(digits) > LONGEST_NUMBER:
            self.fail("the number is out of all proportion", start)
        value = int(digits)
        if not value:
            self.fail("a unit cannot be zero", start)
        try:
            size = magnitude(value)
        except ValueError as error:
            raise UnitParseError(str(error), self.text, start) from None
        self.steps += search_steps(size)
        if self.steps > LONGEST_SEARCH:
            self.fail("too many numbers with large prime factors", start)
        return size

    # ------------------------------------------------------------ what went wrong

    def fail_unknown(self, code: str, start: int) -> NoReturn:
        stem = next((code[size:] for size in (0, 1, 2) if code[size:] in REFUSED), None)
        if stem is not None:
            self.fail(REFUSED[stem].format(code), start)
        odd = _ODD.search(code)
        if odd is not None:
            self.fail(
                f"UCUM has no {odd.group()!r} here: a power is written m2, a product kg.m",
                start + odd.start(),
            )
        near = [MEANT[code]] if code in MEANT else VOCABULARY.near(code)
        hint = f"; did you mean {' or '.join(repr(name) for name in near)}?" if near else ""
        self.fail(f"unknown UCUM unit {code!r}{hint}", start)

    def fail_at_component(self) -> NoReturn:
        mark = self.next()
        if mark == "{":
            self.fail("an annotation is {text}: ASCII without blanks or further braces")
        if mark == "[":
            self.fail("a square bracket is not closed")
        self.fail_odd(mark)
        self.fail(f"expected a unit, a number or '(', found {repr(mark) if mark else 'the end'}")

    def fail_between(self, mark: str) -> NoReturn:
        self.fail_odd(mark)
        if mark in "+-0123456789" and self.text[self.place - 1] == ")":
            self.fail("UCUM has no exponent after a bracket")
        self.fail(f"expected '.' or '/' before {mark!r}")

    def fail_odd(self, mark: str) -> None:
        if mark.isspace():
            self.fail("UCUM has no blanks: a product is written kg.m")
        if mark and not mark.isascii():
            self.fail(f"UCUM is ASCII: 'u' for micro, 'Ohm', 'deg', not {mark!r}")


# ---------------------------------------------------------------- the atoms


def _measure(text: str) -> tuple[Dimension, Magnitude]:
    """Return dimension and magnitude of ``254e-2 cm``, a value and a UCUM text, or of a text alone."""
    value, blank, unit = text.partition(" ")
    pairs, size = _Reading(unit if blank else text).unit(0)
    if blank:
        size = size * magnitude(Fraction(value))
    dimension = DIMENSIONLESS
    for atom, power in pairs:
        dimension, size = dimension * atom.dim**power, size * atom.exact**power
    return dimension, size


def _stems() -> dict[str, Stem]:
    stems = {}
    for atom in ATOMS:
        definition = f"{atom.value} {atom.unit}" if atom.value else f"= {atom.unit}"
        stems[atom.code] = Stem(atom.code, definition, atom.metric, atom.own)
    # Two codes of one unit; the capital cannot be mistaken for a one.
    stems["l"] = stems["L"]
    return stems


# The decimal prefixes of 1991, and the binary ones.
_PREFIXES = {prefix.symbol: magnitude(1, prefix.power) for prefix in PREFIXES if abs(prefix.power) <= 24} | {
    symbol: magnitude(2) ** power for symbol, power in (("Ki", 10), ("Mi", 20), ("Gi", 30), ("Ti", 40))
}

VOCABULARY = Vocabulary(
    "UCUM",
    _stems(),
    _PREFIXES,
    _measure,
    compounds=("mol/L", "km/h", "[mi_i]/h", "kcal/h"),
    scales=SCALES,
)


# ---------------------------------------------------------------- Unit -> text


def unit_text(unit: Unit) -> str:
    """Return the UCUM text of a unit: ``kg.m/s2``; ValueError, saying why, where there is none."""
    scale = VOCABULARY.scale_code(unit)
    if scale is not None:
        return scale
    codes, number = VOCABULARY.terms(unit)
    parts = number_parts(number, VOCABULARY.title, unit)
    above = [str(factor) for factor in parts.above]
    below = [str(factor) for factor in parts.below]
    if parts.ten:
        above.append(f"10*{parts.ten}")
    codes = codes | ({"[pi]": parts.pi} if parts.pi else {})
    above += [_power(code, power) for code, power in codes.items() if power > 0]
    below = [_power(code, -power) for code, power in codes.items() if power < 0] + below
    text = ".".join(above) + "".join(f"/{factor}" for factor in below)
    return text or "1"


def _power(code: str, power: int) -> str:
    return code if power == 1 else f"{code}{power}"
