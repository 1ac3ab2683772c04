"""What the catalogue, the kinds and the quantities, which sit above units, attach to them.

The arrows between modules point one way. Alone, units still multiply, convert and print.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from ._dimension import Dimension
from ._magnitude import Magnitude

TYPE_CHECKING = False  # typing itself takes longer to import than this module
if TYPE_CHECKING:
    from typing import Any, NoReturn

    from ._unit import Unit

__all__ = [
    "attach_catalogue",
    "attach_define",
    "attach_kinds",
    "attach_levels",
    "attach_quantity",
    "attach_reachable",
]


def _no_name(dimension: Dimension, size: Magnitude) -> Unit | None:
    """Answer for an empty catalogue: no unit has a name of its own."""
    return None


def _no_parser(text: str) -> NoReturn:
    raise TypeError(f"cannot read the unit {text!r}: no catalogue of units is attached")


def _no_definitions(name: str, *_: object) -> NoReturn:
    raise TypeError(f"cannot define the unit {name!r}: no catalogue of units is attached")


def _no_quantity(other: object, unit: Unit) -> NoReturn:
    raise TypeError(
        f"a quantity of type {type(other).__name__} times {unit} needs the array layer: "
        "pip install bu-array, then import bu_array"
    )


def _no_kinds(*_: object) -> NoReturn:
    raise TypeError("no kinds of quantity are attached")


kind_named: Callable[[str, Unit], str] = _no_kinds
kind_of_product: Callable[[Unit, Unit, Unit], Unit] = _no_kinds
kind_of_quotient: Callable[[Unit, Unit, Unit], Unit] = _no_kinds
catalogue_named: Callable[[Dimension, Magnitude], Unit | None] = _no_name
is_reachable: Callable[[Unit, Unit, Any], bool]
catalogue_parse: Callable[[str], Unit] = _no_parser
catalogue_prefixed: Callable[[Unit, str], Unit]
catalogue_base_unit: Callable[[str], Unit]
catalogue_define: Callable[..., Unit] = _no_definitions
level_dimensions: frozenset[Dimension] = frozenset()
scale_of_difference: Callable[[Unit], Unit]
make_quantity: Callable[[Any, Unit], Any] = _no_quantity
divide_by_quantity: Callable[[Any, Unit], Any] = _no_quantity


def attach_catalogue(
    named: Callable[[Dimension, Magnitude], Unit | None],
    parse: Callable[[str], Unit],
    prefixed: Callable[[Unit, str], Unit],
    base_unit: Callable[[str], Unit],
) -> None:
    """Set where names come from: unit of (dimension, magnitude), of a text, with a prefix, of a base."""
    global catalogue_named, catalogue_parse, catalogue_prefixed, catalogue_base_unit
    catalogue_named, catalogue_parse = named, parse
    catalogue_prefixed, catalogue_base_unit = prefixed, base_unit


def attach_levels(dimensions: Iterable[Dimension], scale_of: Callable[[Unit], Unit]) -> None:
    """Set the dimensions of differences of levels (dB), and the scale that such a unit is by itself."""
    global level_dimensions, scale_of_difference
    level_dimensions, scale_of_difference = frozenset(dimensions), scale_of


def attach_define(define: Callable[..., Unit]) -> None:
    """Set what `Unit.define` does."""
    global catalogue_define
    catalogue_define = define


def attach_kinds(
    named: Callable[[str, Unit], str],
    of_product: Callable[[Unit, Unit, Unit], Unit],
    of_quotient: Callable[[Unit, Unit, Unit], Unit],
) -> None:
    """Set what `Unit.of_kind` makes of a name, and what a product or a quotient of kinds is of.

    named: a function of a text and a unit; of_product, of_quotient: of two units and what algebra gives.
    """
    global kind_named, kind_of_product, kind_of_quotient
    kind_named, kind_of_product, kind_of_quotient = named, of_product, of_quotient


def attach_reachable(reachable: Callable[[Unit, Unit, Any], bool]) -> None:
    """Set what `Unit.is_equivalent` asks for another dimension."""
    global is_reachable
    is_reachable = reachable


def attach_quantity(multiply: Callable[[Any, Unit], Any], divide: Callable[[Any, Unit], Any]) -> None:
    """Set what ``x * unit`` and ``unit / x`` give for an `x` that is not a unit.

    multiply: a function of `x` and the unit; divide: the same for the quotient.
    """
    global make_quantity, divide_by_quantity
    make_quantity, divide_by_quantity = multiply, divide
