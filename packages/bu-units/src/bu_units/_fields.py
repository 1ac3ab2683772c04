"""The fields of a unit: views of its dimension, its exact magnitude and what it is called."""

from __future__ import annotations

from fractions import Fraction

from . import _magnitude
from ._dimension import DIMENSIONLESS, Dimension
from ._magnitude import Magnitude, magnitude

TYPE_CHECKING = False  # typing itself takes longer to import than this module
if TYPE_CHECKING:
    from ._unit import Unit

__all__ = ["Fields", "usual_scale"]


def usual_scale(size: Magnitude) -> Fraction:
    """Return the power of ten of a magnitude whose factor is one, or else in [1, 10)."""
    ten = size.power_of_ten
    return Fraction(size.decimal_exponent) if ten is None else ten


class Fields:
    """What a unit has, by name; the slots are those of `Unit`."""

    __slots__ = ()

    if TYPE_CHECKING:
        _dimension: Dimension
        _magnitude: Magnitude
        _atoms: tuple[tuple[Unit, Fraction], ...]
        _coefficient: Magnitude
        _name: str | None
        _symbol: str | None
        _scale: Fraction | None
        _plain: Unit | None

    @property
    def dim(self) -> Dimension:
        """The dimension."""
        return self._dimension

    @property
    def exact(self) -> Magnitude:
        """The exact factor to the coherent SI unit."""
        return self._magnitude

    @property
    def magnitude(self) -> float:
        """The factor to the coherent SI unit, correctly rounded to float64."""
        return float(self._magnitude)

    @property
    def scale(self) -> float:
        """The power of ten in ``magnitude = factor * 10**scale``; an int where it is one."""
        exact = self._exact_scale()
        return exact.numerator if exact.denominator == 1 else float(exact)

    @property
    def base(self) -> float:
        """The base of `scale`: 10.0."""
        return 10.0

    @property
    def factor(self) -> float:
        """The factor in ``magnitude = factor * 10**scale``."""
        return float(self._magnitude / magnitude(1, self._exact_scale()))

    def _exact_scale(self) -> Fraction:
        if self._scale is not None:
            return self._scale
        return usual_scale(self._magnitude)

    @property
    def name(self) -> str:
        """The full name (``mvolt``, ``mmeter2``), or the text of a compound."""
        if self._name is not None:
            return self._name
        if self._is_plain_power() and self._atoms[0][1] in (2, 3):
            atom, power = self._atoms[0]
            return f"{atom.name}{power}"
        return self.dispname

    @property
    def dispname(self) -> str:
        """The symbol, as `str` gives it unless `set_display` asks for another text."""
        return self._symbol if self._symbol is not None else format(self, "~D")

    @property
    def is_fullname(self) -> bool:
        """Whether the unit has a name of its own."""
        return self._name is not None

    @property
    def is_unitless(self) -> bool:
        """Whether the unit is the number one: no dimension, magnitude 1."""
        return self._magnitude is _magnitude.ONE and self._dimension is DIMENSIONLESS

    @property
    def should_display_unit(self) -> bool:
        """Whether a text of a quantity shows the unit (radian yes, the number one no)."""
        unit = self._plain or self
        return bool(unit._atoms) or unit._name is not None or not unit.is_unitless

    @property
    def atoms(self) -> tuple[tuple[Unit, Fraction], ...]:
        """The named units and their exponents that this unit is written with."""
        return self._atoms or (((self, Fraction(1)),) if self._name is not None else ())  # type: ignore[return-value]  # self is a Unit

    @property
    def coefficient(self) -> Magnitude:
        """The exact number in front of the atoms."""
        return self._coefficient

    def _is_plain_power(self) -> bool:
        return len(self._atoms) == 1 and self._coefficient is _magnitude.ONE
