"""Scales of the user's own, as `Unit.define` and a file of definitions say them."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from math import isclose, isfinite

from ._catalogue import Row
from ._leading import exact_number
from ._magnitude import Magnitude, magnitude
from ._parse import Pairs
from ._rational import real_value
from ._scale_rows import zero_in
from ._scales import LevelUnit, PointUnit, counts, is_difference, make_level, make_point
from ._unit import UNITLESS, Unit, make_atom, written

TYPE_CHECKING = False  # typing itself takes longer to import than this module
if TYPE_CHECKING:
    from typing import Any

__all__ = ["LevelDifferences", "Levels", "Points", "linear", "scale_meaning"]

Read = Callable[[str], tuple[Pairs, Magnitude]]

# The units of differences that are usual: 10 dB a decade of a power, 20 of an amplitude, and Pogson's ratio.
_USUAL = {10.0: "dB", 20.0: "dB", -2.5: "mag"}


def scale_meaning(
    of: object, zero: object, reference: object, per_decade: object, difference: object
) -> Points | Levels | None:
    """Return what the keywords of a scale say; None where there are none. TypeError where they do not fit."""
    if reference is None and per_decade is None and difference is None:
        if of is None and zero is None:
            return None
        if of is None or zero is None:
            raise TypeError("a scale of points is defined by both of= and zero=: of='bar', zero='1 atm'")
        return Points(_unit_or_text(of, "of"), zero)
    if of is not None or zero is not None:
        raise TypeError(
            "a scale is one of points, by of= and zero=, or of levels, by reference=, and not both"
        )
    if reference is None or per_decade is None:
        way = "per_decade is 10 for powers, 20 for amplitudes, -1 for a negative logarithm"
        raise TypeError(f"a scale of levels is defined by both reference= and per_decade=: {way}")
    return Levels(reference, _slope(per_decade), difference)


def _unit_or_text(given: object, keyword: str) -> str | Unit:
    if not isinstance(given, (str, Unit)):
        raise TypeError(f"{keyword}= is a unit or its text, got {type(given).__name__}")
    return given


def _slope(per_decade: object) -> float:
    if isinstance(per_decade, bool):
        raise TypeError("per_decade= is a number, got bool")
    number = float(real_value(per_decade, "per_decade="))
    if not number or not isfinite(1.0 / number):
        raise ValueError(f"per_decade= is another number than zero, got {per_decade!r}")
    return number


# ---------------------------------------------------------------- what is said


class Points:
    """A scale of points: the unit that it counts in, and where its zero lies."""

    __slots__ = ("of", "zero")

    def __init__(self, of: str | Unit, zero: object) -> None:
        self.of = of
        self.zero = zero

    def differences(self, row: Row) -> tuple[Row, str | Unit] | None:
        """Return row and meaning of the unit of differences that is defined beside the scale."""
        return _delta(row, str(self.of)), self.of

    def make(self, row: Row, read: Read) -> PointUnit:
        """Return the scale; `read` reads a text."""
        of, delta = linear(self.of, read), _delta(row, "")
        step = make_atom(delta.names, delta.symbol, of.dim, of.exact)
        zero = self.zero
        if isinstance(zero, (str, Unit)) or hasattr(zero, "mantissa"):
            number, unit = _value(zero, "zero=", read)
            if unit.dim is not of.dim or isinstance(unit, LevelUnit):
                raise ValueError(f"zero= is a value in {unit}, which does not convert to {of}")
            if is_difference(unit):
                raise ValueError(f"zero= is a point, and values in {unit} are differences")
            lies = zero_in(step, number, unit)
        else:
            lies = _number(zero, "zero=")
        try:
            float(lies)
        except OverflowError:
            raise ValueError(f"zero= lies beyond the range of float64 in {of}") from None
        return make_point(row.names, row.symbol, step, lies)


class Levels:
    """A scale of levels: its reference, how many units a factor of ten is, and the unit of differences."""

    __slots__ = ("difference", "per_decade", "reference")

    def __init__(self, reference: object, per_decade: float, difference: object) -> None:
        self.reference = reference
        self.per_decade = per_decade
        self.difference = _USUAL.get(per_decade) if difference is None else difference

    def differences(self, row: Row) -> tuple[Row, LevelDifferences] | None:
        """Return row and meaning of the unit of differences, where it is defined beside the scale."""
        return None if self.difference is not None else (_delta(row, ""), LevelDifferences(self.per_decade))

    def make(self, row: Row, read: Read) -> LevelUnit:
        """Return the scale; `read` reads a text."""
        reference = self._reference(read)
        own = self.differences(row)
        difference = self._given(read) if own is None else own[1].make(own[0], read)
        return make_level(row.names, row.symbol, reference, self.per_decade, difference)

    def _reference(self, read: Read) -> Unit:
        """Return the reference as a unit; a quantity becomes so many of its unit."""
        if isinstance(self.reference, (str, Unit)):
            return linear(self.reference, read)
        if not hasattr(self.reference, "mantissa"):
            kind = type(self.reference).__name__
            raise TypeError(f"reference= is a quantity, a unit or a text such as '1 mW', got {kind}")
        number, unit = _value(self.reference, "reference=", read)
        if number <= 0:
            raise ValueError(f"reference= is a positive quantity, got {self.reference}")
        unit = linear(unit, read)
        return written(unit.atoms, unit.coefficient * magnitude(number))

    def _given(self, read: Read) -> LevelUnit:
        """Return the unit of differences that is given, if it goes with the scale."""
        pairs, coefficient = _parts(_unit_or_text(self.difference, "difference"), read)
        unit = written(pairs, coefficient)
        if not isinstance(unit, LevelUnit) or not unit.is_difference:
            raise ValueError(f"difference= is a unit of level differences such as dB, and not {unit}")
        # A level of an amplitude, whose square is a power, counts twice.
        if not any(isclose(self.per_decade, times * unit.per_decade, rel_tol=1e-6) for times in (1, 2)):
            usual = f"{unit.per_decade:g} for powers or {2 * unit.per_decade:g} for amplitudes"
            raise ValueError(
                f"levels with differences in {unit} are {usual} per decade, not {self.per_decade:g}"
            )
        return unit


class LevelDifferences:
    """A unit of level differences, defined beside the scale."""

    __slots__ = ("per_decade",)

    def __init__(self, per_decade: float) -> None:
        self.per_decade = per_decade

    def make(self, row: Row, read: Read) -> LevelUnit:
        """Return the scale of differences."""
        # Those that fall as the quantity rises go together; between them and dB is no positive factor.
        base = "level" if self.per_decade > 0 else "acidity"
        step = counts(row.names, row.symbol, base, self.per_decade)
        return make_level(row.names, row.symbol, UNITLESS, self.per_decade, None, step)


def _delta(row: Row, definition: str) -> Row:
    """Return the row of the unit of differences: ``delta_`` before the symbol, and before the name."""
    symbol, name = f"delta_{row.symbol}", f"delta_{row.names}"
    first = symbol if symbol.isidentifier() else name
    return Row(first, symbol, definition, aliases="" if first == name else name)


# ---------------------------------------------------------------- values


def linear(given: str | Unit, read: Read) -> Unit:
    """Return a unit that is a factor; refuses points and levels."""
    pairs, coefficient = _parts(given, read)
    for atom, _ in pairs:
        if type(atom) is not Unit:
            step = atom.step if isinstance(atom, PointUnit) else None
            hint = f": for differences write {step}" if step is not None else ": no unit is so many of it"
            raise ValueError(f"{atom} is a scale and no factor{hint}")
    return written(pairs, coefficient)


def _parts(given: str | Unit, read: Read) -> tuple[Pairs, Magnitude]:
    return (list(given.atoms), given.coefficient) if isinstance(given, Unit) else read(given)


def _value(given: Any, keyword: str, read: Read) -> tuple[Fraction, Unit]:
    """Return number and unit of a text (``1 atm``), of a quantity, or of a unit, which is one of it."""
    if isinstance(given, Unit):
        return Fraction(1), given
    if isinstance(given, str):
        number, text = exact_number(given) if given.strip()[:1] in _BEFORE_NUMBERS else (Fraction(1), given)
        if text == "1":
            raise ValueError(f"{keyword} {given!r} has no unit: it is a text such as '1 atm', or a number")
        return number, written(*read(text))
    mantissa = given.mantissa
    if hasattr(mantissa, "item"):
        if any(length != 1 for length in mantissa.shape):
            raise TypeError(f"{keyword} is one value, got several")
        mantissa = mantissa.item()
    return _number(mantissa, keyword), given.unit


_BEFORE_NUMBERS = tuple("0123456789.+-\u2212")


def _number(given: object, keyword: str) -> Fraction:
    if isinstance(given, bool):
        raise TypeError(f"{keyword} is a number, a quantity or a text such as '1 atm', got bool")
    return real_value(given, keyword)
