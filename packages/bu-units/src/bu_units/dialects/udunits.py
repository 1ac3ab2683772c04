"""UDUNITS-2, in which the CF conventions and netCDF files write units: text -> Unit -> text.

    unit      = factor { [ "." | "*" | "-" | "/" | "per" ] factor }      from left to right
    factor    = ( name | number | "(" unit ")" ) [ exponent ]
    exponent  = integer | ( "^" | "**" ) integer | superscripts          the first touches: m-2

A number stands first, or behind an operator. Names may have a prefix, by name or by symbol, be plural,
and be written in any case. What shifts the origin ("K @ 273.15", "hours since ...") or takes a logarithm
is no factor and is refused, but for the scales of the catalogue ("degC", "dBm"), which stand alone; degrees
stand for differences in a product ("degC/km").
"""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Any, NoReturn

from .. import _magnitude
from .._catalogue import PREFIXES
from .._dimension import DIMENSIONLESS, Dimension
from .._magnitude import Magnitude, magnitude, search_steps
from .._misread import misread, uncertain
from .._parse import (
    DEEPEST_NESTING,
    LARGEST_POWER_OF_TEN,
    LETTER,
    LONGEST_NUMBER,
    LONGEST_SEARCH,
    NUMBER,
    RAISED,
    SUPERSCRIPTS,
    WORD,
    Pairs,
    Scales,
    beside_others,
    check_text,
)
from .._rational import LONGEST_PLAIN
from .._unit import Unit
from ..errors import UnitParseError
from ._number import NumberParts, number_parts
from ._udunits_rows import REFUSED, ROWS, SCALES
from ._vocabulary import Stem, Vocabulary, join

__all__ = ["parse", "unit_text"]

# A name ends with a letter: in "m2" the digit is an exponent, in "H2O" it is not.
_NAME = rf"(?:{LETTER}|[°℃℉])(?:{WORD}*{LETTER})?|[%'\"′″]"
_TOKEN = re.compile(
    rf"""(?P<level>(?:log|lg|ln|lb)\s*\(\s*[Rr][Ee](?!{WORD}))"""
    rf"|(?P<name>{_NAME})(?P<power>[+-]?[0-9]+)?"
    rf"|(?P<number>{NUMBER})"
    rf"|(?P<raised>[⁺⁻]?[{RAISED}]+)"
    r"|(?P<raise>\*\*|\^)"
    r"|(?P<mark>[-.*·⋅×/()@+])"
    r"|(?P<blank>\s+)"
)
_INTEGER = re.compile(r"[+-]?[0-9]+")
_DECIMALS = re.compile(r"\.[0-9]")
_NEXT_NAME = re.compile(rf"\s+({LETTER}{WORD}*)")
_UNCERTAINTY = re.compile(rf"\s*\(\s*({NUMBER})\s*\)")
_LONGEST_DECIMALS = 9  # 0.0127, but 1602e-28
_SHIFTS = ("after", "from", "since", "ref")
_MICRO = str.maketrans("\u00b5\u03bc", "uu")


def parse(text: str) -> Unit:
    """Return the unit that a text of UDUNITS says; UnitParseError if it is none."""
    check_text(text)
    alone = text.strip()
    scale = _scale(alone)
    return join(*_Reading(text).whole()) if scale is None else scale


class _Reading:
    """One text being read; `kind` and `token` are what is at hand, `kind` "" at the end."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.place = self.start = 0
        self.kind, self.token, self.power = "", "", ""
        self.after_blank = False
        self.steps = 0  # for the prime factors of numbers, so far
        self.scales: Scales = []
        self.before: tuple[str, int] | None = None  # the name before what is at hand, with its place
        self.advance()

    def advance(self) -> None:
        """Go to the next token."""
        self.after_blank = False
        while self.place < len(self.text):
            match = _TOKEN.match(self.text, self.place)
            if match is None:
                self.fail(f"unexpected character {self.text[self.place]!r}", self.place)
            self.start, self.place = self.place, match.end()
            if match["blank"] is None:
                # The last group that matched is the kind, but for the power behind a name.
                self.kind = "name" if match["name"] else str(match.lastgroup)
                self.token, self.power = match[self.kind], match["power"] or ""
                if self.kind == "mark":
                    self.kind = self.token
                elif self.token in ("per", "PER", "Per") and not self.power:
                    self.kind = "/"
                return
            self.after_blank = True
        self.start, self.kind, self.token, self.power = len(self.text), "", "", ""

    def fail(self, reason: str, place: int | None = None) -> NoReturn:
        raise UnitParseError(reason, self.text, self.start if place is None else place)

    def found(self) -> str:
        return repr(self.token) if self.kind else "the end"

    # ------------------------------------------------------------ grammar

    def whole(self) -> tuple[Pairs, Magnitude]:
        pairs, number = self.unit(0)
        if self.kind:
            self.fail("no bracket is open before ')'")
        return beside_others(pairs, number, self.scales, self.text), number

    def unit(self, depth: int) -> tuple[Pairs, Magnitude]:
        if depth > DEEPEST_NESTING:
            self.fail("brackets are nested too deeply")
        pairs, number = self.factor(depth)
        while self.kind not in ("", ")"):
            over, point = self.operator()
            if point and self.kind == "number":
                self.fail("ambiguous after a point: write '*' before")
            more, size = self.factor(depth)
            pairs += [(atom, -power) for atom, power in more] if over else more
            number = number / size if over else number * size
        return pairs, number

    def operator(self) -> tuple[bool, bool]:
        """Read an operator or none; return whether it divides and whether it is a point."""
        kind = self.kind
        if kind in (".", "*", "·", "⋅", "×", "/"):
            self.advance()
        elif kind == "-" and not self.after_blank:
            self.advance()  # "N-m", but not "m -2"
            if self.kind not in ("name", "("):
                self.fail(f"expected a unit after '-', found {self.found()}")
        elif kind == "@" or (kind == "name" and self.token in _SHIFTS):
            self.fail_shift()
        elif kind == "number":
            self.fail("ambiguous: write '*' or '^' before")
        elif kind == "name" and self.before is not None:
            reason = misread(self.before[0], self.token)
            if reason and self.token not in ("Hg", "H2O"):  # columns, which are units of UDUNITS
                self.fail(reason, self.before[1])
        return kind == "/", kind == "."

    def factor(self, depth: int) -> tuple[Pairs, Magnitude]:
        power, start = "", self.start
        self.before = None
        if self.kind == "name":
            power = self.power
            self.before = None if power else (self.token, start)
            pairs, number = self.name()
            self.advance()
        elif self.kind == "number":
            digits = _UNCERTAINTY.match(self.text, self.place)
            if digits is not None:
                self.fail(uncertain(self.token, digits.group(1)))
            pairs, number = [], self.number()
            self.advance()
        elif self.kind == "(":
            self.advance()
            pairs, number = self.unit(depth + 1)
            if self.kind != ")":
                self.fail(f"expected ')', found {self.found()}")
            # "(m s-1)2": the exponent touches the bracket.
            match = _INTEGER.match(self.text, self.place)
            if match is not None:
                power, self.place = match.group(), match.end()
            self.advance()
        elif self.kind == "level":
            self.fail("a logarithmic level is not a factor")
        else:
            self.fail(f"expected a unit, a number or '(', found {self.found()}")
        exact = self.exponent(power, start)
        if exact == 1:
            return pairs, number
        return [(atom, own * exact) for atom, own in pairs], number**exact

    def exponent(self, power: str, start: int) -> Fraction:
        """Read the exponent behind the factor at `start`; `power` has been read with it."""
        if self.kind in ("raised", "raise"):
            if power:
                self.fail("a second exponent")
            power = self.token.translate(SUPERSCRIPTS)
            if self.kind == "raise":
                match = _INTEGER.match(self.text, self.place)
                if match is None or _DECIMALS.match(self.text, match.end()):
                    self.fail("UDUNITS has integer exponents, written m^2 or m^-2", self.place)
                power, self.place = match.group(), match.end()
            self.advance()
            self.before = None
            if self.kind in ("raised", "raise"):
                self.fail("a second exponent")
        if len(power) > LONGEST_PLAIN:
            self.fail("the exponent is out of all proportion", start)
        return Fraction(power or 1)

    def name(self) -> tuple[Pairs, Magnitude]:
        if self.token in ("pi", "π"):
            return [], _magnitude.PI
        if self.token in _SHIFTS:
            self.fail_shift()
        unit = _find(self.token.translate(_MICRO))
        scale = None if unit is not None else _scale(self.token)
        if scale is not None and scale.step is not None:  # no level
            self.scales.append((scale, self.start))
            unit = scale
        if self.power and not self.power.strip("+-0"):
            self.fail(f"unknown UDUNITS unit {self.token + self.power!r}: a unit to the power zero is 1")
        # A micro sign alone is not the atomic mass unit.
        if unit is None or (self.token != "u" and self.token.translate(_MICRO) == "u"):
            self.fail_unknown()
        return list(unit.atoms), unit.coefficient

    def number(self) -> Magnitude:
        digits, _, power = self.token.lower().partition("e")
        if (
            len(digits) > LONGEST_NUMBER
            or len(power) > LONGEST_PLAIN
            or abs(int(power or 0)) > LARGEST_POWER_OF_TEN
        ):
            self.fail("the number is out of all proportion")
        value = Fraction(digits)
        if not value:
            self.fail("a unit cannot be zero")
        try:
            size = magnitude(value, int(power or 0))
        except ValueError as error:
            raise UnitParseError(str(error), self.text, self.start) from None
        self.steps += search_steps(size)
        if self.steps > LONGEST_SEARCH:
            self.fail("too many numbers with large prime factors")
        return size

    # ------------------------------------------------------------ what went wrong

    def fail_shift(self) -> NoReturn:
        if self.token in ("since", "after", "from"):
            self.fail(f"a time {self.token} a date is a point in time, not a factor: read the date apart")
        self.fail(f"{self.token!r} shifts the origin: a point on a scale is not a factor")

    def fail_unknown(self) -> NoReturn:
        plain = self.token.translate(_MICRO)
        if plain in REFUSED:
            self.fail(REFUSED[plain].format(self.token))
        after = _NEXT_NAME.match(self.text, self.place)
        reason = misread(plain, after.group(1)) if after is not None else ""
        if reason:
            self.fail(reason)
        near = VOCABULARY.near(plain)
        hint = f"; did you mean {' or '.join(repr(name) for name in near)}?" if near else ""
        self.fail(f"unknown UDUNITS unit {self.token!r}{hint}")


# ---------------------------------------------------------------- the units


def _measure(text: str) -> tuple[Dimension, Magnitude]:
    """Return dimension and magnitude of a text."""
    pairs, size = _Reading(text).whole()
    dimension = DIMENSIONLESS
    for atom, power in pairs:
        dimension, size = dimension * atom.dim**power, size * atom.exact**power
    return dimension, size


_FIRST_OF_SEVERAL = frozenset(
    "degree deg foot inch millimeter gram kilogram pound ounce ton rotation water mercury perm".split()
)


def _plurals(name: str) -> list[str]:
    """Return how English, and UDUNITS, write several of a unit: meters, degrees_north, feet."""
    head, underline, tail = name.partition("_")
    if underline and head in _FIRST_OF_SEVERAL:
        return [plural + underline + tail for plural in _plurals(head)]
    if head in ("degreeK", "degreeR", "degreeN", "degreeE", "degreeT", "degK", "degR"):
        return [f"{name[:-1]}s{name[-1]}"]
    if name.endswith("foot"):
        return [f"{name[:-4]}feet"]
    if name == "footH2O":
        return ["feetH2O"]
    if name.endswith(("s", "x", "z", "ch", "sh")):
        return [f"{name}es"]
    if name.endswith("y") and name[-2] not in "aeiou":
        return [f"{name[:-1]}ies"]
    return [f"{name}s"]


def _stems() -> dict[str, Stem]:
    stems: dict[str, Stem] = {}
    for row in ROWS:
        symbols, names = row.symbols.split(), row.names.split()
        plain = (
            text for text in (*symbols, *names) if text.isascii() and (text.isidentifier() or text == "%")
        )
        code = next(plain)
        stem = Stem(code, row.definition, row.prefixed, row.own)
        for text in (*symbols, *names, *(plural for name in names for plural in _plurals(name))):
            stems.setdefault(text, stem)
    return stems


# By name before by symbol: "decibar" is no d-ecibar. "deka" is the American spelling of deca.
_PREFIXES = {prefix.name: magnitude(1, prefix.power) for prefix in PREFIXES} | {"deka": magnitude(10)}
_PREFIXES |= {prefix.symbol: magnitude(1, prefix.power) for prefix in PREFIXES}

VOCABULARY = Vocabulary("UDUNITS", _stems(), _PREFIXES, _measure, scales=SCALES)

# Unlike symbols, names are read in any case: "Kelvin", "METER", "Degrees_North".
_NAMES = {
    text.lower(): text for row in ROWS for name in row.names.split() for text in (name, *_plurals(name))
}
_SCALE_NAMES = {text.lower(): text for text in SCALES if text.isascii() and text[:2] != "dB"}
_PREFIX_NAMES = ("", "deka", *(prefix.name for prefix in PREFIXES))


def _scale(text: str) -> Any:
    """Return the scale of a symbol or, in any case, of a name; None if there is none."""
    return VOCABULARY.scale(text) or VOCABULARY.scale(_SCALE_NAMES.get(text.lower(), ""))


def _find(text: str) -> Unit | None:
    """Return the unit of a symbol or, in any case, of a name; None if there is none."""
    unit, lower = VOCABULARY.find(text), text.lower()
    for prefix in _PREFIX_NAMES if unit is None else ():
        name = _NAMES.get(lower[len(prefix) :]) if lower.startswith(prefix) else None
        if name is not None:
            unit = unit or VOCABULARY.find(prefix + name)
    return unit


# ---------------------------------------------------------------- Unit -> text


def unit_text(unit: Unit) -> str:
    """Return the UDUNITS text of a unit: ``kg m s-2``; ValueError, saying why, where there is none."""
    scale = VOCABULARY.scale_code(unit)
    if scale is not None:
        return scale
    codes, number = VOCABULARY.terms(unit)
    parts = number_parts(number, VOCABULARY.title, unit)
    words = _number_words(parts)
    codes = ({"pi": parts.pi} if parts.pi else {}) | codes
    words += [code if power == 1 else f"{code}{power}" for code, power in codes.items()]
    text = words[0] if words else "1"
    for word in words[1:]:
        text += f" * {word}" if word[0].isdigit() else f" {word}"
    return text


def _number_words(parts: NumberParts) -> list[str]:
    """Return the number as factors: ``1.5``, ``1e-3``, ``(1/3)``."""
    words = [str(digits) for digits in parts.above] or ["1"] * bool(parts.ten or parts.below)
    if abs(parts.ten) > LARGEST_POWER_OF_TEN:
        words = [f"10^{parts.ten}", *(word for word in words if word != "1")]
    elif -_LONGEST_DECIMALS <= parts.ten < 0 and words[0] != "1":
        digits = words[0].zfill(1 - parts.ten)
        words[0] = f"{digits[: parts.ten]}.{digits[parts.ten :]}"
    elif parts.ten:
        words[0] += f"e{parts.ten}"
    if not parts.below:
        return words
    return [f"({' * '.join(words)}{''.join(f'/{digits}' for digits in parts.below)})"]
