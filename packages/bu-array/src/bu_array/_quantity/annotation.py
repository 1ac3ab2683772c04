"""Physical types by name, and what stands in the brackets of ``Quantity[...]``."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar

from bu_units import Dimension, Unit, UnitParseError, parse_unit
from bu_units.kinds import dimension_of

from ..core import Pair

__all__ = ["PhysicalType", "annotation", "meant"]

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


_STORED: Any = object()


class PhysicalType:
    """A physical type such as length: any unit of one dimension; one object for each name.

    `physical_type`: its name, whose case and blanks do not matter, or a unit or dimension.

    >>> PhysicalType("speed").dim
    Dimension(length=1, time=-1)
    """

    __slots__ = ("dim", "name")
    _named: ClassVar[dict[str, PhysicalType]] = {}

    name: str
    """The name, as ``Quantity[name]`` takes it."""
    dim: Dimension
    """The dimension."""

    def __new__(cls, physical_type: str | Unit | Dimension | PhysicalType = _STORED) -> PhysicalType:
        if physical_type is _STORED:
            return super().__new__(cls)  # stored by an earlier release: its fields follow
        if isinstance(physical_type, PhysicalType):
            return physical_type
        if isinstance(physical_type, str):
            name = " ".join(physical_type.replace("_", " ").lower().split())
            dim = _dimension(name, physical_type)
        elif isinstance(physical_type, (Unit, Dimension)):
            dim = physical_type.dim if isinstance(physical_type, Unit) else physical_type
            name = str(dim)
        else:
            raise TypeError(
                f"a physical type is named by a text, a Unit or a Dimension, got {type(physical_type).__name__}"
            )
        self = super().__new__(cls)
        self.name, self.dim = name, dim
        return cls._named.setdefault(name, self)

    def __reduce__(self) -> tuple[Any, ...]:
        return PhysicalType, (self.name if dimension_of(_SHORT.get(self.name, self.name)) else self.dim,)

    @property
    def dimension(self) -> Dimension:
        """The dimension, `dim`."""
        return self.dim

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


def _dimension(name: str, written: str) -> Dimension:
    found = dimension_of(_SHORT.get(name, name))
    if found is None:
        raise ValueError(
            f"no physical type is named {written!r}; a Unit or a Dimension says it without a name"
        )
    return found


_Annotated: Any = type(Annotated[int, ""])


class _Asked(_Annotated, _root=True):  # type: ignore[misc,call-arg]  # typing tells nobody its class
    """``Annotated[Quantity, unit]``, of which isinstance asks for the dimension."""

    def __instancecheck__(self, x: Any) -> bool:
        if not (isinstance(x, Pair) and isinstance(x, self.__origin__)):
            return False
        return any(x._unit.dim is asked.dim for asked in self.__metadata__)


def annotation(kind: type, *asked: Unit | PhysicalType) -> Any:
    """Return ``Annotated[kind, *asked]``; isinstance says whether a quantity has a dimension asked for."""
    return _Asked(kind, asked)


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
