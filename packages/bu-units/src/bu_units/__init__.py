"""Physical units in pure Python: exact, interned, parsed and printed, with nothing to install.

>>> import bu_units as bu
>>> bu.parse_unit("mV / nA")
Unit("Mohm")
>>> bu.names.kmh == bu.names.kmeter / bu.names.hour
True
>>> bu.names.inch.factor_to(bu.names.mm)
25.4
"""

from __future__ import annotations

from . import names
from ._dimension import DIMENSIONLESS, Dimension, get_or_create_dimension
from ._magnitude import Magnitude
from ._parse import split_number
from ._registry import add_base_dimension, add_standard_unit, attribute_names, parse_unit
from ._unit import UNITLESS, Unit, attach_quantity
from ._version import __version__
from .errors import DimensionMismatchError, UnitMismatchError, UnitParseError

__all__ = [
    "DIMENSIONLESS",
    "UNITLESS",
    "Dimension",
    "DimensionMismatchError",
    "Magnitude",
    "Unit",
    "UnitMismatchError",
    "UnitParseError",
    "__version__",
    "add_base_dimension",
    "add_standard_unit",
    "attach_quantity",
    "attribute_names",
    "get_or_create_dimension",
    "names",
    "parse_unit",
    "split_number",
]
