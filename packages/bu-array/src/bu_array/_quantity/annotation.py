"""Physical types by name, and what stands in the brackets of ``Quantity[...]``."""

from __future__ import annotations

from typing import Any

from bu_units import Dimension, Unit, UnitParseError, parse_unit
from bu_units.kinds import dimension_of

__all__ = ["PhysicalType", "meant"]

# Short names of kinds that bu_units has under the ISO's.
_SHORT = {
    "charge": "electric charge",
    "current": "electric current",
    "dimensionless": "plane angle",
    "luminosity": "luminous intensity",
    "magnetic field": "magnetic flux density",
    "substance": "amount of substance",
    "velocity": "speed",
}


class PhysicalType:
    """A physical type such as length: any unit of one dimension.

    `physical_type`: its name, or a unit or dimension.

    >>> PhysicalType("speed").dim
    Dimension(length=1, time=-1)
    """

    __slots__ = ("dim", "name")

    name: str
    """The name, as ``Quantity[name]`` takes it."""
    dim: Dimension
    """The dimension."""

    def __init__(self, physical_type: str | Unit | Dimension | PhysicalType) -> None:
        if isinstance(physical_type, PhysicalType):
            self.name, self.dim = physical_type.name, physical_type.dim
        elif isinstance(physical_type, Dimension):
            self.name, self.dim = str(physical_type), physical_type
        elif isinstance(physical_type, Unit):
            self.name, self.dim = str(physical_type.dim), physical_type.dim
        elif isinstance(physical_type, str):
            self.name, self.dim = physical_type, _dimension(physical_type)
        else:
            raise TypeError(
                f"a physical type is named by a text, a Unit or a Dimension, got {type(physical_type).__name__}"
            )

    @property
    def physical_type(self) -> str:
        """The name."""
        return self.name

    def __eq__(self, other: object) -> bool:
        return self.dim is other.dim if isinstance(other, PhysicalType) else NotImplemented

    def __hash__(self) -> int:
        return hash(self.dim)

    def __repr__(self) -> str:
        return f"PhysicalType({self.name!r})"


def _dimension(name: str) -> Dimension:
    plain = " ".join(name.replace("_", " ").lower().split())
    found = dimension_of(_SHORT.get(plain, plain))
    if found is None:
        raise ValueError(f"no physical type is named {name!r}; a Unit or a Dimension says it without a name")
    return found


def meant(item: Any) -> Unit | PhysicalType:
    """Return what ``Quantity[item]`` asks for: a unit, or any unit of a physical type.

    A text is the name of a physical type, else a unit.
    """
    if isinstance(item, Unit):
        return item
    if isinstance(item, str):
        try:
            return PhysicalType(item)
        except ValueError as error:
            try:
                return parse_unit(item)
            except UnitParseError:
                raise error from None
    return PhysicalType(item)
