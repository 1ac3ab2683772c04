"""``convert 3.5 inch mm``: which words are the quantity and which the units asked for, and the answer.

A target is named by the words ``to``, ``in`` or ``->`` in front of it, or else by standing behind the unit:
``convert 3.5 inch mm cm`` asks for two. Where single words make no conversion, all but the last are one unit
(``9.81 kg m s-2 N``).
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from .. import equivalencies
from .._misread import degrees
from .._registry import parse_unit
from .._scales import LevelUnit, PointUnit, affine_exact, convert_value
from .._unit import Unit
from ..equivalencies import Equivalency
from ..errors import UnitMismatchError, UnitParseError
from .numbers import decimal, rounded, split_quantity

__all__ = ["LAWS", "convert", "degrees_hint"]

LAWS: dict[str, Equivalency] = {
    name.replace("_", "-"): getattr(equivalencies, name)()
    for name in (
        "spectral mass_energy temperature_energy parallax light_travel_time molecular dimensionless_angles"
    ).split()
}

_SIGNS = ("->", "→", "⇒", "=")
_ARROW = re.compile(r"(->|→|⇒|=)")
_JOINT = ("*", "/", "·", "^", ".")
_NO_TARGET = 'no unit to convert to: write "convert 3.5 inch mm"'

Reading = tuple[str, list[str]]  # the quantity, the units that it is asked for in


def convert(words: Sequence[str], laws: Sequence[str] = (), digits: int | None = None) -> list[str]:
    """Return a line for each unit asked for: ``88.9 mm``, marked where it had to be rounded.

    words: of a command, or one text; laws: names in `LAWS`; digits: how many significant ones.
    Raises UnitParseError, UnitMismatchError, OverflowError or ValueError, which say what is wrong.
    """
    failures: list[Exception] = []
    for quantity, targets in _readings(words):
        try:
            return _answers(quantity, targets, [LAWS[name] for name in laws], digits)
        except (UnitMismatchError, UnitParseError, TypeError) as error:
            failures.append(error)
    if not failures:
        raise UnitParseError("; ".join(filter(None, (_NO_TARGET, _alone(words)))), " ".join(words))
    # What could be read says more than what could not.
    raise next((error for error in failures if isinstance(error, UnitMismatchError)), failures[0])


# ---------------------------------------------------------------- reading


def _readings(words: Sequence[str]) -> Iterator[Reading]:
    """Yield the ways to part words into a quantity and units, the likeliest first."""
    pieces = [piece for word in words for piece in _ARROW.split(word)]
    parts = _joined(" ".join(pieces).split() if len(words) == 1 else pieces)
    for place in _partings(parts):
        quantity, behind = " ".join(parts[:place]), " ".join(parts[place + 1 :]).removeprefix("?").strip()
        if _is_inch(parts, place, quantity, behind):
            continue
        targets = [text.strip() for text in behind.split(",")]
        yield quantity, targets
        if len(targets) == 1 and len(parts) > place + 2:
            yield quantity, _targets(parts[place + 1 :])
        if parts[place] in _SIGNS:
            return
    if len(parts) < 2:
        return
    first = 1 if _is_quantity(parts[0]) or len(parts) == 2 else 2
    yield " ".join(parts[:first]), _targets(parts[first:])
    if len(parts) > first + 1:
        yield " ".join(parts[:-1]), parts[-1:]


def _joined(words: Sequence[str]) -> list[str]:
    """Return words with those joined that operators or brackets keep together: ``km / h``."""
    parts: list[str] = []
    for word in filter(str.strip, words):
        last = parts[-1] if parts else ""
        open_bracket = last.count("(") > last.count(")")
        if last and (open_bracket or last.endswith(_JOINT) or word.startswith((*_JOINT, ")"))):
            parts[-1] = f"{last} {word}"
        else:
            parts.append(word.strip())
    return parts


def _partings(parts: Sequence[str]) -> list[int]:
    """Return the places of the words and signs that stand between a quantity and a unit."""
    inside = range(1, len(parts) - 1)
    signs = [place for place in inside if parts[place] in _SIGNS]
    words = [place for place in inside if parts[place] == "to"]
    return [*signs, *words, *(place for place in reversed(inside) if parts[place] == "in")]


def _is_inch(parts: Sequence[str], place: int, quantity: str, behind: str) -> bool:
    """Whether the "in" of ``12 in ft`` is the inch: a number alone is in no unit of length."""
    if parts[place] != "in":
        return False
    try:
        return not split_quantity(quantity)[2] and not parse_unit(behind).dim.is_dimensionless
    except UnitParseError:
        return False


def _is_quantity(text: str) -> bool:
    """Whether a text has a unit behind its number; what is no number in front fails later."""
    try:
        return bool(split_quantity(text)[2])
    except UnitParseError:
        return True


def _targets(parts: Sequence[str]) -> list[str]:
    texts = [text.strip() for part in parts for text in part.split(",")]
    return [text for text in texts if text]


# ---------------------------------------------------------------- answering


def _answers(
    quantity: str, targets: Sequence[str], laws: Sequence[Equivalency], digits: int | None
) -> list[str]:
    value, written, text = split_quantity(quantity)
    if not targets:
        raise UnitParseError(_NO_TARGET, quantity)
    unit = parse_unit(text or "1")
    if not text and len(targets) == 1 and not parse_unit(targets[0]).dim.is_dimensionless:
        reason = "; ".join(filter(None, (_NO_TARGET, degrees_hint(written, targets[0]))))
        raise UnitParseError(reason, f"{quantity} {targets[0]}")
    found = []
    for target in targets:
        wanted = parse_unit(target)
        try:
            found.append(_converted(value, unit, wanted, laws, digits))
        except UnitMismatchError as error:
            hint = _meant(written, text, unit, target, wanted) or ("" if laws else _law(unit, wanted))
            raise UnitMismatchError(f"{error} {hint}." if hint else str(error)) from None
    return found


def _converted(
    value: Fraction, unit: Unit, target: Unit, laws: Sequence[Equivalency], digits: int | None
) -> str:
    """Return a value in one unit in another, as text."""
    exact, number = None, 0.0
    if laws and unit.dim is not target.dim:
        number = _by_law(value, unit, target, laws)
    elif isinstance(unit, LevelUnit) or isinstance(target, LevelUnit):
        number = convert_value(float(value), unit, target)
    else:
        exact, number = _exactly(value, unit, target)
    if exact is None and not math.isfinite(number):
        raise OverflowError("the value is beyond the range of float64")
    text = None if exact is None else decimal(exact)
    if digits is not None:
        whole = Fraction(repr(number)) if exact is None else exact
        shown = rounded(whole, digits)
        return f"{decimal(shown)} {target}" + ("" if shown == exact else " (rounded)")
    if text is not None:
        return f"{text} {target}"
    number = number if exact is None else float(exact)
    if exact and not number:
        raise OverflowError("the value is beyond the range of float64")
    return f"{number!r} {target} (rounded)"


def _exactly(value: Fraction, unit: Unit, target: Unit) -> tuple[Fraction | None, float]:
    """Return the value in another unit, exactly where it is rational, else as a float."""
    ratio = (unit.exact / target.exact).fraction
    if isinstance(unit, PointUnit) or isinstance(target, PointUnit):
        factor, offset = affine_exact(unit, target)
        moved = value * factor + offset
        return (None, float(moved)) if ratio is None else (moved, 0.0)
    product = unit.factor_to(target)  # says it if the dimensions differ
    if ratio is not None:
        return value * ratio, 0.0
    product *= float(value)
    if value and not product:
        raise OverflowError("the value is beyond the range of float64")
    return None, product


def _by_law(value: Fraction, unit: Unit, target: Unit, laws: Sequence[Equivalency]) -> float:
    try:
        return float(equivalencies.convert(float(value), unit, target, list(laws)))
    except ZeroDivisionError:
        raise OverflowError(f"0 {unit} leads to no finite value in {target}") from None


# ---------------------------------------------------------------- hints


def degrees_hint(written: str, text: str) -> str:
    """Return what to write where a letter alone may be meant for degrees of a temperature: ``20C``.

    written: the number; text: the unit. Empty for what is no such letter.
    """
    return degrees(written, text) if text.strip() in ("C", "F") else ""


def _meant(written: str, text: str, unit: Unit, other_text: str, other: Unit) -> str:
    """Return what to write where two units do not convert and one of them may be meant for degrees."""
    letters = [degrees(written, text), degrees("", other_text)]
    is_temperature = "temperature" in unit.dim.exponents or "temperature" in other.dim.exponents
    return "; ".join(filter(None, letters)) if is_temperature or all(letters) else ""


def _law(unit: Unit, target: Unit) -> str:
    """Return which law would lead from one unit to the other."""
    if unit.dim is target.dim:
        return ""
    found = [name for name, law in LAWS.items() if equivalencies.reachable(unit, target, law)]
    return f"--via {' or --via '.join(found)} leads there" if found else ""


def _alone(words: Sequence[str]) -> str:
    """Return the hint of degrees for a quantity without a target."""
    try:
        _, written, text = split_quantity(" ".join(words))
    except UnitParseError:
        return ""
    return degrees_hint(written, text)
