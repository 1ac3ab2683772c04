"""Text -> Unit: one grammar, read in one pass from left to right.

    unit     = product { "/" factor | "*" factor }
    product  = factor { factor }                      juxtaposition, as in "kg m s-2"; no number
    factor   = primary [ exponent ]
    primary  = number | name | "(" unit ")"
    exponent = ("^" | "**") ( integer | decimal | "(" rational ")" ) | superscripts | integer

``a/b/c`` is ``a/(b*c)``. What can be read in two ways (``J / K mol``, ``m^1/2``, ``m 2``) is an
error.
"""

from __future__ import annotations

import importlib
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from math import isfinite

from . import _magnitude
from ._interning import remember
from ._magnitude import ONE, Magnitude, magnitude, search_steps
from ._unit import Unit, compose, watch_names
from .errors import UnitParseError
from .tracing import KEPT, noted

TYPE_CHECKING = False  # typing itself takes longer to import than this module
if TYPE_CHECKING:
    from typing import NoReturn

__all__ = ["DIALECTS", "Parser", "check_text", "split_number"]

# Modules with a function `parse`; each is imported when its dialect is first asked for.
DIALECTS = {"ucum": "bu_units.dialects.ucum", "udunits": "bu_units.dialects.udunits"}

LONGEST_TEXT = 10_000
DEEPEST_NESTING = 50
LONGEST_EXPONENT = 40  # characters
LONGEST_NUMBER = 400  # characters
LONGEST_SEARCH = 1 << 21  # steps; for the prime factors of all numbers in a text
LARGEST_POWER_OF_TEN = 10_000  # in a number such as 1e3
_ONCE = Fraction(1)
_LONGEST_REMEMBERED = 200  # characters: 4096 such texts take a megabyte or two

_NUMBER = r"(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?"
RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹"
SUPERSCRIPTS = str.maketrans(f"⁺⁻ᐟ{RAISED}", "+-/0123456789")
# `\w` takes superscripts for digits; in a unit they are exponents.
LETTER = rf"[^\W\d{RAISED}]"
WORD = rf"[^\W{RAISED}]"
# Typeset forms of other characters: micro sign, Greek mu, ohm sign, Greek omega, angstrom sign, Greek pi,
# degree Celsius, degree Fahrenheit, minus sign, dot operator, multiplication sign.
_SAME = str.maketrans(
    {
        "\u00b5": "u",
        "\u03bc": "u",
        "\u2126": "ohm",
        "\u03a9": "ohm",
        "\u212b": "\u00c5",
        "\u03c0": "pi",
        "\u2103": "°C",
        "\u2109": "°F",
        "\u2212": "-",
        "\u22c5": "*",
        "\u00b7": "*",
        "\u00d7": "*",
    }
)

_SIGNED_NUMBER = re.compile(rf"\s*([+-]?{_NUMBER})\s*")
# What keeps a text from being the name of a unit: operators, and what starts like a number.
_NO_NAME = re.compile(rf"\s|[-+.\d{RAISED}]|.*[*/^()]|.*\s\Z|\Z", re.DOTALL)

Pairs = list[tuple[Unit, Fraction]]


class Token:
    """A word of a text; `start` and `end` are places in the text as it was given."""

    __slots__ = ("end", "kind", "start", "text")

    def __init__(self, kind: str, text: str, start: int, end: int) -> None:
        self.kind = kind
        self.text = text
        self.start = start
        self.end = end


def check_text(text: str) -> None:
    """Raise TypeError unless `text` is a str, UnitParseError if it is empty or too long."""
    if not isinstance(text, str):
        raise TypeError(f"a unit is read from a str, got {type(text).__name__}")
    if len(text) > LONGEST_TEXT:
        raise UnitParseError(f"a unit of {len(text)} characters is too long", text)
    if not text or text.isspace():
        raise UnitParseError('an empty text is no unit; the number one is written "1"', text)


class Parser:
    """Reads units: `find` looks a name up, `suggest` gives near ones, `refused` reasons for some."""

    def __init__(
        self,
        find: Callable[[str], Unit | None],
        suggest: Callable[[str], Iterable[str]],
        phrases: Iterable[str] = (),
        refused: Mapping[str, str] | None = None,
    ) -> None:
        self.find = find
        self.suggest = suggest
        self.refused = refused or {}
        self._phrases = set(phrases)
        self._compile()
        # Replaced as a whole when a name is added: a thread that began to read before writes to the
        # old one.
        self._texts: dict[object, Unit] = {}
        watch_names(self._forget_texts)

    def _forget_texts(self) -> None:
        self._texts = {}

    def _compile(self) -> None:
        # Symbols of several words ("fl oz") are matched whole, the longest first, however wide the blank.
        longest_first = sorted(self._phrases, key=len, reverse=True)
        spaced = "|".join(re.escape(phrase).replace(r"\ ", r"\s+") for phrase in longest_first)
        self.tokens = re.compile(
            rf"(?P<phrase>(?:{spaced or '(?!)'})(?!{WORD}))"
            rf"|(?P<number>{_NUMBER})"
            rf"|(?P<name>(?:{LETTER}|[°′″%]){WORD}*)"
            rf"|(?P<superscript>[⁺⁻]?[{RAISED}]+(?:ᐟ[{RAISED}]+)?)"
            r"|(?P<power>\*\*|\^)"
            r"|(?P<times>[*.])"
            r"|(?P<over>/)"
            r"|(?P<sign>[+-])"
            r"|(?P<open>\()|(?P<close>\))"
            r"|(?P<blank>\s+)"
        )

    def check_name(self, text: str) -> None:
        """Raise ValueError if `text` could not be told from the operators around it."""
        if _NO_NAME.match(text):
            raise ValueError(
                f"{text!r} cannot name a unit: a name is not empty, does not start with a digit, a sign, "
                "a point or a blank, and has none of * / ^ ( )"
            )

    def learn(self, text: str) -> str:
        """Read `text` as one name from now on; return it as `find` will be asked for it."""
        self.check_name(text)
        plain = text.translate(_SAME)
        if not re.fullmatch(rf"{LETTER}{WORD}*", plain):
            self._phrases.add(plain)
            self._compile()
        return plain

    def parse(self, text: str, dialect: str = "default") -> Unit:
        """Return the unit that `text` says in a dialect: "default", "ucum" or "udunits".

        Raises UnitParseError, with the place, for a text that is no unit; ValueError for an unknown
        dialect; TypeError unless the text is a str.
        """
        texts = self._texts
        key = text if dialect == "default" else (dialect, text)
        try:
            return texts[key]
        except (KeyError, TypeError):  # what is no str may have no hash either
            pass
        name = noted(_unit_of, self, text, dialect)
        if name:
            kept: Unit = getattr(KEPT, name)
            return kept
        unit = _unit_of(self, text, dialect)
        return remember(texts, key, unit) if len(text) <= _LONGEST_REMEMBERED else unit

    def read(self, text: str) -> tuple[Pairs, Magnitude]:
        """Return the atoms with their exponents and the number that `text` says."""
        check_text(text)
        reading = _Reading(self, text)
        pairs, coefficient = reading.expression(0)
        if reading.index < len(reading.tokens):
            reading.fail("unexpected" if reading.kind() != "close" else "no bracket is open before")
        if reading.scale is not None and not (len(pairs) == 1 and pairs[0][1] == 1 and coefficient is ONE):
            scale = reading.scale
            reason = f"{scale.text} is a scale and takes no part in products and powers"
            raise UnitParseError(reason, text, scale.start)
        if reading.exponent_digits > LONGEST_EXPONENT:
            reading.check_exponents(pairs, coefficient)
        return pairs, coefficient


def _unit_of(parser: Parser, text: str, dialect: str) -> Unit:
    if dialect == "default":
        return compose(*parser.read(text))
    if dialect in DIALECTS:
        found: Unit = importlib.import_module(DIALECTS[dialect]).parse(text)
        return found
    raise ValueError(f"unknown dialect {dialect!r}; known are default, {', '.join(DIALECTS)}")


class _Reading:
    """One text being read."""

    def __init__(self, parser: Parser, text: str) -> None:
        self.parser = parser
        self.text = text
        self.index = 0
        self.scale: Token | None = None  # degC, dBm: allowed alone
        self.steps = self.exponent_digits = 0  # so far
        self.tokens: list[Token] = []
        plain, position = text.translate(_SAME), 0
        places: Sequence[int] = range(len(text) + 1)
        if len(plain) != len(text):  # "Ω" became "ohm"
            places = [place for place, char in enumerate(text) for _ in char.translate(_SAME)] + [len(text)]
        while position < len(plain):
            match = parser.tokens.match(plain, position)
            if match is None:
                raise UnitParseError(f"unexpected character {plain[position]!r}", text, places[position])
            kind = str(match.lastgroup)
            if kind != "blank":
                found = match.group() if kind != "phrase" else " ".join(match.group().split())
                self.tokens.append(Token(kind, found, places[position], places[match.end()]))
            position = match.end()
        self.kinds = [token.kind for token in self.tokens] + ["", ""]

    def kind(self, ahead: int = 0) -> str:
        """Return the kind of a token ahead, "" at the end."""
        return self.kinds[self.index + ahead]

    def take(self) -> Token:
        token = self.tokens[self.index]
        self.index += 1
        return token

    def fail(self, reason: str) -> NoReturn:
        """Raise with `reason` about the token at hand."""
        if self.index < len(self.tokens):
            token = self.tokens[self.index]
            raise UnitParseError(f"{reason} {token.text!r}", self.text, token.start)
        raise UnitParseError(f"{reason} the end", self.text, len(self.text))

    def touches(self) -> bool:
        """Whether the token at hand follows the one before without a blank."""
        return self.tokens[self.index].start == self.tokens[self.index - 1].end

    # ------------------------------------------------------------ grammar

    def expression(self, depth: int) -> tuple[Pairs, Magnitude]:
        if depth > DEEPEST_NESTING:
            self.fail("brackets are nested too deeply at")
        pairs, coefficient = self.factor(depth)
        divided = False
        while self.kind() not in ("", "close"):
            kind = self.kind()
            if kind in ("times", "over"):
                self.take()
            elif divided:
                self.fail("ambiguous after '/': write brackets or '*' before")
            elif kind == "number":
                self.fail("ambiguous: write '*' or '^' before")
            divided = divided or kind == "over"
            more, size = self.factor(depth)
            if kind == "over":
                more, size = [(unit, -power) for unit, power in more], size**-1
            pairs += more
            coefficient = coefficient * size
        return pairs, coefficient

    def factor(self, depth: int) -> tuple[Pairs, Magnitude]:
        is_name = self.kind() in ("name", "phrase")
        pairs, coefficient = self.primary(depth)
        power = self.exponent(is_name)
        if power is not None and power != 1:
            pairs = [(unit, own * power) for unit, own in pairs]
            coefficient = coefficient**power
        return pairs, coefficient

    def primary(self, depth: int) -> tuple[Pairs, Magnitude]:
        kind = self.kind()
        if kind == "number":
            return [], self.number()
        if kind in ("name", "phrase"):
            return self.name()
        if kind == "open":
            self.take()
            inside = self.expression(depth + 1)
            if self.kind() != "close":
                self.fail("expected ')', found")
            self.take()
            return inside
        self.fail("expected a unit, a number or '(', found")

    def number(self) -> Magnitude:
        token = self.tokens[self.index]
        digits, _, power = token.text.lower().partition("e")
        if (
            len(digits) > LONGEST_NUMBER
            or len(power) > LONGEST_EXPONENT
            or abs(int(power or 0)) > LARGEST_POWER_OF_TEN
        ):
            self.fail("the number is out of all proportion:")
        value = Fraction(digits)
        if not value:
            self.fail("a unit cannot be zero:")
        try:
            size = magnitude(value, int(power or 0))
        except ValueError as error:
            raise UnitParseError(str(error), self.text, token.start) from None
        self.steps += search_steps(size)
        if self.steps > LONGEST_SEARCH:
            self.fail("too many numbers with large prime factors, as")
        self.take()
        return size

    def name(self) -> tuple[Pairs, Magnitude]:
        token = self.take()
        if token.text == "pi":
            return [], _magnitude.PI
        power = _ONCE
        unit = self.parser.find(token.text)
        is_power = unit is not None and not unit.is_fullname  # "cm2"
        stem = token.text.rstrip("0123456789")
        if unit is None and stem != token.text:  # "s2"
            unit, is_power = self.parser.find(stem), True
            power = self.rational(token.text[len(stem) :], token)
        # A micro sign is read as "u", but alone it is not the atomic mass unit.
        if unit is None or (token.text == "u" and self.text[token.start] != "u"):
            self.unknown(token)
        if is_power and self.has_exponent():
            self.fail("a second exponent:")
        if type(unit) is not Unit:
            self.scale = token
        if power == 1:
            return list(unit.atoms), unit.coefficient
        return [(atom, own * power) for atom, own in unit.atoms], unit.coefficient**power

    def unknown(self, token: Token) -> NoReturn:
        """Raise for a name that is no unit's."""
        if token.text in self.parser.refused:
            raise UnitParseError(self.parser.refused[token.text], self.text, token.start)
        written = self.text[token.start : token.end]
        near = self.parser.suggest(token.text)
        hint = f"; did you mean {' or '.join(repr(name) for name in near)}?" if near else ""
        raise UnitParseError(f"unknown unit {written!r}{hint}", self.text, token.start)

    def has_exponent(self) -> bool:
        """Whether the token at hand begins an exponent; a sign does only if it touches: "s-2"."""
        if self.kind() == "sign":
            is_minus = self.tokens[self.index].text == "-"
            return is_minus and self.touches() and self.kind(1) == "number"
        return self.kind() in ("power", "superscript")

    def exponent(self, is_name: bool) -> Fraction | None:
        """Read the exponent behind a primary, None where there is none."""
        if not self.has_exponent() or (self.kind() == "sign" and not is_name):
            return None
        kind = self.kind()
        if kind == "superscript":
            token = self.take()
            above, _, below = token.text.translate(SUPERSCRIPTS).partition("/")
            power = self.quotient(self.rational(above, token), self.rational(below or "1", token))
        elif kind == "power":
            self.take()
            power = self.explicit_exponent()
        else:
            power = self.signed_number()
        if self.has_exponent():
            self.fail("a second exponent:")
        return power

    def explicit_exponent(self) -> Fraction:
        if self.kind() != "open":
            power = self.signed_number()
            # "m^1/2" may mean m^(1/2) or (m^1)/2.
            if self.kind() == "over" and self.kind(1) == "number" and power.denominator == 1:
                self.fail("ambiguous: bracket the exponent, as in m^(1/2), before")
            return power
        self.take()
        power = self.signed_number()
        if self.kind() == "over":
            self.take()
            power = self.quotient(power, self.signed_number())
        if self.kind() != "close":
            self.fail("expected ')' after the exponent, found")
        self.take()
        return power

    def quotient(self, above: Fraction, below: Fraction) -> Fraction:
        if not below:
            self.fail("an exponent divided by zero before")
        return above / below

    def signed_number(self) -> Fraction:
        minus = self.kind() == "sign" and self.take().text == "-"
        if self.kind() != "number":
            self.fail("expected an exponent, found")
        token = self.take()
        power = self.rational(token.text, token)
        return -power if minus else power

    def rational(self, digits: str, token: Token) -> Fraction:
        """Return an exponent written as an integer or a decimal."""
        if "e" in digits.lower() or len(digits) > LONGEST_EXPONENT:
            reason = "an exponent is a plain integer, decimal or fraction of reasonable size, not"
            raise UnitParseError(f"{reason} {digits!r}", self.text, token.start)
        self.exponent_digits += len(digits)
        return Fraction(int(digits)) if digits.isdecimal() else Fraction(digits)

    def check_exponents(self, pairs: Pairs, coefficient: Magnitude) -> None:
        """Raise if the exponents of the text make one that is too long to be written in it."""
        totals: dict[Unit, Fraction] = {}
        for unit, power in pairs:
            totals[unit] = totals.get(unit, Fraction(0)) + power
        largest = 10**LONGEST_EXPONENT
        for power in (*totals.values(), *(power for _, power in coefficient.parts)):
            if abs(power.numerator) >= largest or power.denominator >= largest:
                raise UnitParseError("the exponents together are out of all proportion", self.text)


def split_number(text: str) -> tuple[float | int, str]:
    """Split ``"-65 mV"`` into the number and the text of the unit; "1" where there is none.

    Raises TypeError for a non-string, UnitParseError where no number stands in front.
    """
    if not isinstance(text, str):
        raise TypeError(f"a quantity is read from a str, got {type(text).__name__}")
    plain = text.replace("\u2212", "-")
    match = _SIGNED_NUMBER.match(plain)
    if match is None:
        raise UnitParseError("expected a number in front of the unit", text)
    digits, rest = match.group(1), plain[match.end() :].strip()
    if rest.startswith(("^", "**")):
        raise UnitParseError("a power of ten in a value is written as in 1e3", text, match.end())
    if rest[:1].isdigit() or rest.startswith("."):
        raise UnitParseError("ambiguous: a number has no blanks, and '*' before a factor", text, match.end())
    # "3 * mV" and "3 / s": the sign joins the number to the unit.
    rest = f"1 {rest}" if rest.startswith("/") else rest.removeprefix("*").strip()
    value = (
        float(digits) if len(digits) > LONGEST_NUMBER or not digits.lstrip("+-").isdigit() else int(digits)
    )
    if not isfinite(value):
        raise UnitParseError("the number is beyond the range of float64", text)
    return value, rest or "1"
