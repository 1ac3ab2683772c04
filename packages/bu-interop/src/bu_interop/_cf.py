"""Units as the attributes that CF has for them, and back.

CF writes a unit as ``units = "m s-1"``, in UDUNITS' words, and since CF 1.11 says in ``units_metadata``
whether a temperature is a point or a difference. Where these do not give the very unit back (dB, N m of
the kind torque, roots) it stands in ``brainunit`` besides, and counts only as long as `units` is what was
written with it.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from bu_units import PointUnit, Unit, UnitParseError, is_difference, parse_unit

__all__ = [
    "OURS",
    "UNIT_ATTRIBUTES",
    "is_date_unit",
    "parse_cf",
    "unit_attributes",
    "unit_of",
    "without_unit",
]

OURS = "brainunit"
KIND = "brainunit_kind"
METADATA = "units_metadata"
UNIT_ATTRIBUTES = ("units", METADATA, OURS, KIND)
_POINT, _DIFFERENCE = "temperature: on_scale", "temperature: difference"
_NO_UNIT = ("", "dimensionless", "unitless")  # as other programs write the number one, against CF


@lru_cache(maxsize=512)
def parse_cf(text: str) -> Unit:
    """Return the unit of a text in UDUNITS' words, else in brainunit's; UnitParseError for neither."""
    if text.strip().lower() in _NO_UNIT:
        return parse_unit("1")
    try:
        return parse_unit(text, dialect="udunits")
    except UnitParseError as error:
        try:
            return parse_unit(text)
        except UnitParseError:
            raise error from None


def unit_attributes(unit: Unit) -> dict[str, str]:
    """Return the attributes that say a unit: those of CF, and ours where they do not give it back."""
    bare = unit.without_kind()
    found = {"units": _cf_text(bare)}
    if isinstance(bare, PointUnit):
        found[METADATA] = _POINT
    elif is_difference(bare) and str(bare).startswith("delta_"):  # K and degR stand for points as well
        found[METADATA] = _DIFFERENCE
    try:
        again = unit_of(found)
    except UnitParseError:
        again = None
    if again != bare or str(again) != str(bare):
        found[OURS] = str(bare)
    if unit.kind is not None:
        found[KIND] = str(unit.kind)
    return found


def _cf_text(unit: Unit) -> str:
    """Return the unit in UDUNITS' words, in ours where it has none."""
    if unit.is_unitless:
        return "1"
    try:
        text = f"{unit:~udunits}"
        if text[0] in "(0123456789":  # km/h is a unit of its own here: in its parts it reads better
            text = min(text, f"{parse_unit(str(unit)):~udunits}", key=len)
    except ValueError:
        return str(unit)
    return text


def unit_of(attributes: Mapping[Any, Any]) -> Unit:
    """Return the unit that attributes say, of which `units` is one; UnitParseError for one that is none."""
    text = str(attributes["units"])
    unit = None
    if OURS in attributes:
        unit = parse_unit(str(attributes[OURS]))
        if _cf_text(unit) != text:
            unit = None  # another program has converted since
    if unit is None:
        unit = parse_cf(text)
        if attributes.get(METADATA) == _DIFFERENCE and isinstance(unit, PointUnit):
            unit = unit.difference
    kind = attributes.get(KIND)
    return unit if kind is None else unit.of_kind(str(kind))


def is_date_unit(text: object) -> bool:
    """Return whether the text is that of dates, ``"hours since 2000-01-01"``, which are no factor."""
    return " since " in str(text)


def without_unit(attributes: Mapping[Any, Any]) -> dict[Any, Any]:
    """Return attributes without those that say the unit."""
    return {name: value for name, value in attributes.items() if name not in UNIT_ATTRIBUTES}
