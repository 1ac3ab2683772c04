"""Text -> Quantity."""

from __future__ import annotations

from typing import cast

from bu_dispatch import BackendError, get_backend
from bu_units import UnitParseError, parse_unit, split_number

from ._quantity.quantity import Quantity
from ._quantity.reading import read_value
from .core import join

__all__ = ["parse_quantity"]


def parse_quantity(text: str, backend: str | None = None) -> Quantity:
    """Return the quantity of a text such as ``"120 mS / cm^2"``, with a Python number as mantissa.

    text: a number and a unit; or what `Quantity.to_text` wrote, which comes back with its dtype and shape;
    or a list of numbers, ``"[1, 2.5] mV"``. backend: the library that an array shall belong to, numpy unless
    it is given; a Python number stays one.
    Raises UnitParseError for what is no number with a unit, TypeError for a non-string, BackendError where
    the library has no such dtype.

    >>> parse_quantity("-65 mV")
    Quantity(-65, "mV")
    >>> parse_quantity("6.3 degC").to("K")
    Quantity(279.45, "K")
    >>> parse_quantity("float32([[0.1, nan], [-0.0, inf]]) V / m").dtype
    dtype('float32')
    """
    found = read_value(text) if isinstance(text, str) else None
    if found is None:
        number, unit = split_number(text)
        quantity = Quantity(number, parse_unit(unit))
    else:
        mantissa, end = found
        quantity = cast("Quantity", join(mantissa, parse_unit(_unit_behind(text, end))))
    return quantity if backend is None else _moved(quantity, backend)


def _moved(quantity: Quantity, name: str) -> Quantity:
    """Return the quantity with its array in the library called `name`; its dtype must come with it."""
    backend = get_backend(name)
    if quantity.backend is None:
        return quantity
    moved = quantity.to_backend(name)
    if str(quantity.dtype) != str(moved.dtype).rpartition(".")[2]:
        wider = f"; {backend.wider}" if backend.wider else ""
        raise BackendError(
            f"{backend.title} makes {moved.dtype} of the {quantity.dtype} in the text: leave out backend= and convert "
            f"on purpose{wider}"
        )
    return moved


def _unit_behind(text: str, end: int) -> str:
    """Return the text of the unit behind a value, "1" where there is none; as `split_number` reads it."""
    rest = text[end:].strip()
    if rest[:1].isdecimal() or rest.startswith((".", "^", "**")):
        raise UnitParseError("expected a unit behind the value", text, end)
    rest = f"1 {rest}" if rest.startswith("/") else rest.removeprefix("*").strip()
    return rest or "1"
