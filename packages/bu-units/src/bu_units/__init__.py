"""Physical units in pure Python: exact, interned, parsed and printed, with nothing to install.

>>> import bu_units as bu
>>> bu.names.mV / bu.names.nA, bu.parse_unit("mV / nA")  # algebra finds names, a text stays as written
(Unit("Mohm"), Unit("mV / nA"))
>>> bu.names.kmh == bu.names.kmeter / bu.names.hour
True
>>> bu.names.inch.factor_to(bu.names.mm)
25.4
"""

from __future__ import annotations

import importlib

from . import _scale_rows as _scale_rows  # degC and kin are found from here on
from . import names
from ._attached import attach_define, attach_kinds, attach_quantity, attach_reachable
from ._dimension import DIMENSIONLESS, Dimension, get_or_create_dimension
from ._display import display, set_display
from ._exact import exact_factor
from ._factors import units_of_factor
from ._leading import split_number
from ._magnitude import Magnitude
from ._registry import (
    add_base_dimension,
    add_standard_unit,
    attribute_names,
    customary_names,
    parse_unit,
    reserve_names,
)
from ._scales import (
    LevelUnit,
    PointUnit,
    ScaleUnit,
    affine_between,
    affine_exact,
    convert_value,
    is_difference,
)
from ._unit import UNITLESS, Unit, watch_names
from ._version import __version__
from .errors import DimensionMismatchError, KindMismatchError, UnitMismatchError, UnitParseError

TYPE_CHECKING = False  # typing takes longer to import than this package
if TYPE_CHECKING:
    from typing import Any

    from . import choice, constants, equivalencies, kinds, products, si, systems
    from ._definitions import load_definitions
    from .products import pi_groups

# Imported at first use: few programs need them.
_SUBMODULES = ("choice", "constants", "equivalencies", "kinds", "products", "si", "systems")

__all__ = [
    "LevelUnit",
    "PointUnit",
    "ScaleUnit",
    "affine_between",
    "affine_exact",
    "DIMENSIONLESS",
    "UNITLESS",
    "Dimension",
    "DimensionMismatchError",
    "KindMismatchError",
    "Magnitude",
    "Unit",
    "UnitMismatchError",
    "UnitParseError",
    "__version__",
    "add_base_dimension",
    "add_standard_unit",
    "attach_quantity",
    "attribute_names",
    "choice",
    "constants",
    "convert_value",
    "customary_names",
    "display",
    "equivalencies",
    "exact_factor",
    "get_or_create_dimension",
    "is_difference",
    "kinds",
    "load_definitions",
    "names",
    "parse_unit",
    "pi_groups",
    "products",
    "reserve_names",
    "set_display",
    "si",
    "split_number",
    "systems",
    "units_of_factor",
    "watch_names",
]


def __getattr__(name: str) -> Any:
    if name == "load_definitions":
        return importlib.import_module("bu_units._definitions").load_definitions
    if name == "pi_groups":
        return importlib.import_module("bu_units.products").pi_groups
    if name not in _SUBMODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}", name=name)
    return importlib.import_module(f"bu_units.{name}")


def __dir__() -> list[str]:
    return list(__all__)


def _define(*arguments: Any) -> Unit:
    """Load what `Unit.define` does, and do it; the module puts itself in this one's place."""
    unit: Unit = importlib.import_module("bu_units._definitions").define_unit(*arguments)
    return unit


attach_define(_define)


def _reachable(*arguments: Any) -> bool:
    """Load what knows of other dimensions, and ask it; the module puts itself in this one's place."""
    found: bool = importlib.import_module("bu_units.equivalencies").reachable(*arguments)
    return found


attach_reachable(_reachable)


def _kinds() -> Any:
    """Load what knows of kinds of quantity; the module puts itself in the place of the functions below."""
    return importlib.import_module("bu_units.kinds")


attach_kinds(
    lambda *asked: _kinds().named(*asked),
    lambda *asked: _kinds().of_product(*asked),
    lambda *asked: _kinds().of_quotient(*asked),
)
