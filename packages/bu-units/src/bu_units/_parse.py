"""Text -> Unit: one grammar, read in one pass from left to right.

    unit     = product { "/" factor | "*" factor }
    product  = factor { factor }                      juxtaposition, as in "kg m s-2"; no number
    factor   = primary [ exponent ]
    primary  = number | name | "(" unit ")"
    exponent = ("^" | "**") ( integer | decimal | "(" rational ")" ) | superscripts | integer

``a/b/c`` is ``a/(b*c)``. The words "per", "squared", "square" and kin are signs (`_spoken`). What can be
read in two ways (``J / K mol``, ``m^1/2``, ``m 2``) is an error, and so is what people write for something
else than what it would say (``deg C``, ``5.0(3)``).
"""

from __future__ import annotations

import importlib
import re
from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction

from . import _magnitude
from ._interning import remember
from ._magnitude import ONE, Magnitude, magnitude, search_steps
from ._misread import misread, uncertain
from ._rational import LONGEST_EXPONENT, LONGEST_PLAIN, bounded
from ._spoken import SPOKEN, Powers
from ._unit import Unit, differences, watch_names, written
from .errors import UnitParseError
from .tracing import KEPT, noted

TYPE_CHECKING = False  # typing itself takes longer to import than this module
if TYPE_CHECKING:
    from typing import Any, NoReturn

__all__ = [
    "DIALECTS",
    "Pairs",
    "Parser",
    "Scales",
    "beside_others",
    "check_text",
    "invisible",
    "plain_text",
]

# Modules with a function `parse`; each is imported when its dialect is first asked for.
DIALECTS = {"ucum": "bu_units.dialects.ucum", "udunits": "bu_units.dialects.udunits"}

LONGEST_TEXT = 10_000
DEEPEST_NESTING = 50
LONGEST_NUMBER = 400  # characters
LONGEST_SEARCH = 1 << 21  # steps; for the prime factors of all numbers in a text
LARGEST_POWER_OF_TEN = 10_000  # in a number such as 1e3
_ONCE = Fraction(1)
_LONGEST_REMEMBERED = 200  # characters: 4096 such texts take a megabyte or two

# Digits are those of ASCII: "\d" takes Arabic and fullwidth ones, too.
NUMBER = r"(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?"
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
        "\u00ba": "°",  # what keyboards have beside the degree sign: the ordinal mark, the ring
        "\u02da": "°",
    }
)

_WORDS = re.compile(rf"{LETTER}{WORD}*")
# Signs of a product that are read as one word with what stands around them.
_POINTS = frozenset(".\u00b7\u22c5")
# What keeps a text from being the name of a unit: operators, and what starts like a number.
_NO_NAME = re.compile(rf"\s|[-+.\d{RAISED}]|.*[*/^()]|.*\s\Z|\Z", re.DOTALL)

Pairs = list[tuple[Unit, Fraction]]
Scales = list[tuple["Any", int]]  # degC, dBm, with their places in a text

_TOKENS = re.compile(
    rf"(?P<number>{NUMBER})"
    rf"|(?P<name>(?:{LETTER}|[°′″%]){WORD}*)"
    rf"|(?P<superscript>[⁺⁻]?[{RAISED}]+(?:ᐟ[{RAISED}]+)?)"
    r"|(?P<power>\*\*|\^)"
    r"|(?P<times>[*.])"
    r"|(?P<over>/)"
    r"|(?P<sign>[+-])"
    r"|(?P<open>\()|(?P<close>\))"
    r"|(?P<blank>\s+)"
)


class Token:
    """A word of a text; `start` and `end` are places in the text as it was given."""

    __slots__ = ("end", "kind", "start", "text")

    def __init__(self, kind: str, text: str, start: int, end: int) -> None:
        self.kind = kind
        self.text = text
        self.start = start
        self.end = end


def plain_text(text: str) -> str:
    """Return a text with plain characters in the place of typeset ones: "u" for the micro sign."""
    return text.translate(_SAME)


def check_text(text: str) -> None:
    """Raise TypeError unless `text` is a str, UnitParseError if it is empty or too long."""
    if not isinstance(text, str):
        raise TypeError(f"a unit is read from a str, got {type(text).__name__}")
    if len(text) > LONGEST_TEXT:
        raise UnitParseError(f"a unit of {len(text)} characters is too long", text)
    if not text or text.isspace():
        raise UnitParseError('an empty text is no unit; the number one is written "1"', text)


def _nothing(text: str) -> str:
    """Know no word."""
    return ""


class Parser:
    """Reads units: `find` looks a name up, `suggest` gives near ones, `refused` why one is refused.

    `spelled` has the name that a word means which `find` does not know: "meters".

    It knows the `phrases`, symbols that are not one word, and those of the parser that it is `like`.
    """

    def __init__(
        self,
        find: Callable[[str], Unit | None],
        suggest: Callable[[str], Iterable[str]],
        phrases: Iterable[str] = (),
        refused: Callable[[str], str] = _nothing,
        spelled: Callable[[str], str | None] = _nothing,
        like: Parser | None = None,
    ) -> None:
        self.find = find
        self.suggest = suggest
        self.refused = refused
        self.spelled = spelled
        # Symbols of several words ("fl oz") are matched whole, the longest first, however wide the blank:
        # by their first character, so that hundreds of them cost a text nothing.
        self._phrases: dict[str, list[tuple[str, str]]] = {}  # with the first word of each
        if like is not None:
            self._phrases.update(like._phrases)
        for phrase in phrases:
            self._add_phrase(phrase)
        # Replaced as a whole when a name is added: a thread that began to read before writes to the
        # old one.
        self._texts: dict[object, Unit] = {}
        watch_names(self._forget_texts)

    def _forget_texts(self) -> None:
        self._texts = {}

    def _add_phrase(self, phrase: str) -> None:
        known = self._phrases.get(phrase[0], [])
        new = phrase.split()[0], phrase
        if new not in known:
            # Replaced as a whole: another thread may be reading.
            self._phrases[phrase[0]] = sorted([*known, new], key=_longest_first)

    def check_name(self, text: str) -> None:
        """Raise ValueError if `text` could not be told from the operators around it."""
        if _NO_NAME.match(text):
            raise ValueError(
                f"{text!r} cannot name a unit: a name is not empty, does not start with a digit, a sign, "
                "a point or a blank, and has none of * / ^ ( )"
            )
        hidden = invisible(text)
        if hidden:
            raise ValueError(f"{text!r} cannot name a unit: {hidden} cannot be seen in it")

    def learn(self, text: str) -> str:
        """Read `text` as one name from now on; return it as `find` will be asked for it."""
        self.check_name(text)
        plain = text.translate(_SAME)
        if not _WORDS.fullmatch(plain):
            self._add_phrase(plain)
        return plain

    def token(self, plain: str, position: int) -> tuple[str, int] | None:
        """Return kind and end of the token at a place; None where none begins."""
        for word, phrase in self._phrases.get(plain[position], ()):
            if plain.startswith(word, position):
                end = _phrase_end(phrase, plain, position)
                if end:
                    return "phrase", end
        match = _TOKENS.match(plain, position)
        return None if match is None else (str(match.lastgroup), match.end())

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
        """Return the atoms with their exponents and the number that `text` says.

        A scale (degC) is among them where it stands alone, else the unit of its differences.
        """
        check_text(text)
        reading = _Reading(self, text)
        try:
            return reading.whole()
        except OverflowError:
            raise _out_of_proportion(text) from None


# Blank, or nothing at all, although Unicode counts them among the letters and marks: fillers of Hangul, a
# blank of Braille, joiners, vowels and selectors that only change their neighbours.
_UNSEEN = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]"
)


def invisible(text: str) -> str:
    """Return the code of the first character of a text that cannot be seen or turns it round; "" if none."""
    for char in text:
        if (char != " " and not char.isprintable()) or _UNSEEN.match(char):
            return f"U+{ord(char):04X}"
    return ""


def _out_of_proportion(text: str) -> UnitParseError:
    return UnitParseError("the exponents together are out of all proportion", text)


def beside_others(pairs: Pairs, coefficient: Magnitude, scales: Scales, text: str) -> Pairs:
    """Return what was read with the units of differences in the place of scales that do not stand alone."""
    alone = len(pairs) == 1 and pairs[0][1] == 1
    if alone and coefficient is ONE:
        return pairs
    for scale, place in scales:
        reason = scale._refused_in_products(alone)
        if reason:
            raise UnitParseError(reason, text, place)
    return differences(pairs)


def _longest_first(phrase: tuple[str, str]) -> int:
    return -len(phrase[1])


def _phrase_end(phrase: str, text: str, position: int) -> int:
    """Return where a symbol of several words ends that begins at a place; 0 where none does."""
    for word in phrase.split():
        while text[position : position + 1].isspace():
            position += 1
        if not text.startswith(word, position):
            return 0
        position += len(word)
    after = text[position : position + 1]
    return 0 if (after.isalnum() or after == "_") and after not in RAISED else position


def _unit_of(parser: Parser, text: str, dialect: str) -> Unit:
    if dialect == "default":
        if isinstance(text, str) and text.startswith('Unit("') and text.endswith('")'):
            text = text[len('Unit("') : -len('")')]  # a unit's repr
        return written(*parser.read(text))
    if dialect in DIALECTS:
        try:
            found: Unit = importlib.import_module(DIALECTS[dialect]).parse(text)
        except OverflowError:
            raise _out_of_proportion(text) from None
        return found
    raise ValueError(f"unknown dialect {dialect!r}; known are default, {', '.join(DIALECTS)}")


class _Reading:
    """One text being read."""

    def __init__(self, parser: Parser, text: str) -> None:
        self.parser = parser
        self.text = text
        self.index = 0
        self.scales: Scales = []
        self.steps = self.exponent_digits = 0  # so far
        self.tokens: list[Token] = []
        powers = Powers()
        plain, position = text.translate(_SAME), 0
        places: Sequence[int] = range(len(text) + 1)
        if len(plain) != len(text):  # "Ω" became "ohm"
            places = [place for place, char in enumerate(text) for _ in char.translate(_SAME)] + [len(text)]
        while position < len(plain):
            known = parser.token(plain, position)
            if known is None:
                raise UnitParseError(f"unexpected character {plain[position]!r}", text, places[position])
            kind, end = known
            if kind != "blank":
                found = plain[position:end] if kind != "phrase" else " ".join(plain[position:end].split())
                token = Token(kind, found, places[position], places[end])
                if found in SPOKEN and parser.find(found) is None:
                    powers.hear(token, self.tokens)
                else:
                    self.tokens.append(token)
                    powers.follow(self.tokens)
            position = end
        if powers.awaited is not None:
            place = powers.awaited.start
            raise UnitParseError(f"{powers.awaited.text!r} is the power of a unit behind it", text, place)
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

    def whole(self) -> tuple[Pairs, Magnitude]:
        pairs, coefficient = self.expression(0)
        if self.index < len(self.tokens):
            self.fail("unexpected" if self.kind() != "close" else "no bracket is open before")
        if self.scales:
            pairs = beside_others(pairs, coefficient, self.scales, self.text)
        if self.exponent_digits > LONGEST_PLAIN:
            self.check_exponents(pairs)
        return pairs, coefficient

    def check_exponents(self, pairs: Pairs) -> None:
        """Raise OverflowError if the exponents of the text make one that is too long to be written in it."""
        totals: dict[Unit, Fraction] = {}
        for unit, power in pairs:
            totals[unit] = bounded(totals.get(unit, Fraction(0)) + power)

    def expression(self, depth: int) -> tuple[Pairs, Magnitude]:
        if depth > DEEPEST_NESTING:
            self.fail("brackets are nested too deeply at")
        pairs, coefficient = self.factor(depth)
        divided = False
        while self.kind() not in ("", "close"):
            kind = self.kind()
            if kind in ("times", "over"):
                self.check_point(divided)
                self.take()
            elif divided:
                self.fail("ambiguous after '/': write brackets or '*' before")
            elif kind == "number":
                self.fail("ambiguous: write '*' or '^' before")
            elif kind in ("name", "phrase"):
                self.check_neighbours()
            elif kind == "open":
                self.check_bracket()
            divided = divided or kind == "over"
            more, size = self.factor(depth)
            if kind == "over":
                more, size = [(unit, -power) for unit, power in more], size**-1
            pairs += more
            coefficient = coefficient * size
        return pairs, coefficient

    def check_point(self, divided: bool) -> None:
        """Raise for a point between factors that may belong below the line, "J/kg·K", and for "deg. C"."""
        sign = self.tokens[self.index].start
        if self.text[sign] not in _POINTS:
            return
        if divided:
            reason = "ambiguous after '/': write brackets, or '*' for"
            raise UnitParseError(f"{reason} {self.text[sign]!r}", self.text, sign)
        if self.kind(1) in ("name", "phrase"):
            self.check_neighbours(1)

    def check_neighbours(self, after: int = 0) -> None:
        """Raise for two names side by side that are no product: "deg C".

        after: how many tokens stand between them.
        """
        if self.index and self.kinds[self.index - 1] in ("name", "phrase"):
            first = self.tokens[self.index - 1]
            reason = misread(first.text, self.tokens[self.index + after].text)
            if reason:
                raise UnitParseError(reason, self.text, first.start)

    def check_bracket(self) -> None:
        """Raise for brackets that hold no factor: "5.0(3)", "dB(A)", "bar(g)"."""
        if self.kind(1) in ("name", "phrase") and self.kind(2) == "close":
            self.check_neighbours(1)
        if self.kinds[self.index - 1] == "number" and self.kind(1) == "number" and self.kind(2) == "close":
            first, digits = self.tokens[self.index - 1], self.tokens[self.index + 1]
            raise UnitParseError(uncertain(first.text, digits.text), self.text, first.start)

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
        if kind == "sign" and self.index and self.kind(1) in ("name", "phrase"):
            self.fail("a product is written '*' or with a blank, not with a")
        self.fail("expected a unit, a number or '(', found")

    def number(self) -> Magnitude:
        token = self.tokens[self.index]
        digits, _, power = token.text.lower().partition("e")
        if (
            len(digits) > LONGEST_NUMBER
            or len(power) > LONGEST_PLAIN
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
            word = self.other_word(token.text) if unit is None else None  # "a0"
            if word is not None:
                unit, is_power, power = word, False, _ONCE
            elif not power and (unit is not None or self.parser.spelled(stem)):
                self.fail_power_zero(token)
        if unit is None:
            unit = self.other_word(stem) or self.unknown(token)
        # A micro sign is read as "u", but alone it is not the atomic mass unit.
        if token.text == "u" and self.text[token.start] != "u":
            self.unknown(token)
        if is_power and self.has_exponent():
            self.fail("a second exponent:")
        if type(unit) is not Unit:
            self.scales.append((unit, token.start))
        if power == 1:
            return list(unit.atoms), unit.coefficient
        return [(atom, own * power) for atom, own in unit.atoms], unit.coefficient**power

    def other_word(self, text: str) -> Unit | None:
        """Return the unit of a word that is no name: a plural, say; None where it is refused or unknown."""
        name = "" if self.parser.refused(text) else self.parser.spelled(text)
        return self.parser.find(name) if name else None

    def unknown(self, token: Token) -> NoReturn:
        """Raise for a name that is no unit's."""
        written = self.text[token.start : token.end]
        reason = self.parser.refused(token.text) or self.parser.refused(written)
        if reason:
            raise UnitParseError(reason, self.text, token.start)
        near = self.parser.suggest(token.text)
        hint = f"; did you mean {' or '.join(repr(name) for name in near)}?" if near else ""
        raise UnitParseError(f"unknown unit {written!r}{hint}", self.text, token.start)

    def fail_power_zero(self, token: Token) -> NoReturn:
        written = self.text[token.start : token.end]
        reason = self.parser.refused(token.text)  # "g0"
        reason = reason or f"unknown unit {written!r}: a unit to the power zero is 1, and written so"
        raise UnitParseError(reason, self.text, token.start)

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
            power = self.quotient(
                self.rational(above, token, LONGEST_EXPONENT),
                self.rational(below or "1", token, LONGEST_EXPONENT),
            )
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
        power = self.signed_number(LONGEST_EXPONENT)
        if self.kind() == "over":
            self.take()
            power = self.quotient(power, self.signed_number(LONGEST_EXPONENT))
        if self.kind() != "close":
            self.fail("expected ')' after the exponent, found")
        self.take()
        return power

    def quotient(self, above: Fraction, below: Fraction) -> Fraction:
        if not below:
            self.fail("an exponent divided by zero before")
        return above / below

    def signed_number(self, longest: int = LONGEST_PLAIN) -> Fraction:
        minus = self.kind() == "sign" and self.take().text == "-"
        if self.kind() != "number":
            self.fail("expected an exponent, found")
        token = self.take()
        power = self.rational(token.text, token, longest)
        return -power if minus else power

    def rational(self, digits: str, token: Token, longest: int = LONGEST_PLAIN) -> Fraction:
        """Return an exponent written as an integer or a decimal, of so many digits at most."""
        if "e" in digits.lower() or len(digits.lstrip("+-")) > longest:
            reason = "an exponent is a plain integer, decimal or fraction of reasonable size, not"
            raise UnitParseError(f"{reason} {digits!r}", self.text, token.start)
        self.exponent_digits += len(digits)
        return Fraction(int(digits)) if digits.isdecimal() else Fraction(digits)
