"""Units in the headers of a table: ``Speed [km/h]``, ``Speed (km/h)``, ``Speed / (km/h)``, a row of
units below.
"""

from __future__ import annotations

import re
from typing import Any

import pandas as pd

from bu_units import UNITLESS, Unit, UnitParseError, parse_unit

__all__ = ["labels", "read_label", "read_level", "written"]

_BRACKETS = re.compile(r"(?P<name>.*?)\s*\[(?P<unit>[^\[\]]*)\]\s*\Z", re.DOTALL)
_PARENTHESES = re.compile(r"(?P<name>.*?)\s*\((?P<unit>[^()]*(?:\([^()]*\)[^()]*)*)\)\s*\Z", re.DOTALL)
_NOTHING = ("", "-", "–")


def read_label(label: Any) -> tuple[Any, Unit | None]:
    """Return name and unit of a header; None for a header without one.

    What stands in square brackets is a unit: UnitParseError, with the header, where it is none. In
    parentheses may stand anything: only what can be read is a unit.
    """
    if not isinstance(label, str):
        return label, None
    match = _BRACKETS.match(label)
    if match is not None:
        return match["name"], _parsed(match["unit"], label)
    match = _PARENTHESES.match(label)
    if match is None:
        return label, None
    try:
        return match["name"], parse_unit(match["unit"]) if match["unit"].strip() else None
    except UnitParseError:
        return label, None


def read_level(label: Any, level: int) -> tuple[Any, Unit | None]:
    """Return name and unit of a header in several rows, of which row `level` says the units."""
    if not isinstance(label, tuple):
        raise TypeError(f"the headers have one row, and no row {level} of units: read_csv(header=[0, 1])")
    text = label[level]
    rest = tuple(part for place, part in enumerate(label) if place != level % len(label))
    name = rest[0] if len(rest) == 1 else rest
    if not isinstance(text, str) or text.strip() in _NOTHING or text.startswith("Unnamed:"):
        return name, None
    return name, _parsed(text.strip("[]() "), label)


def _parsed(text: str, label: Any) -> Unit:
    try:
        return UNITLESS if text.strip() in _NOTHING else parse_unit(text)
    except UnitParseError as error:
        error.add_note(f"in the header {label!r}")
        raise


def written(label: Any, unit: Unit) -> Any:
    """Return a header with a unit, as `read_label` reads it."""
    text = "1" if unit is UNITLESS else unit.dispname
    if isinstance(label, tuple):
        return (*label[:-1], f"{label[-1]} [{text}]")
    return f"{label} [{text}]"


def labels(names: list[Any], like: pd.Index) -> pd.Index:
    """Return the names of columns as an index of one row, or of several."""
    if names and all(isinstance(name, tuple) for name in names):
        return pd.MultiIndex.from_tuples(names)
    return pd.Index(names, name=like.name if like.nlevels == 1 else None, tupleize_cols=False)
