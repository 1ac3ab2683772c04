"""Units of the variables of a Dataset: from their attributes into quantities and back, and in other units.

All of it works on Datasets; a DataArray goes through one of a single variable.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from typing import Any

import xarray as xr
from xarray.indexes import PandasIndex

from bu_array import Quantity
from bu_array.core import as_unit
from bu_units import PointUnit, Unit, UnitParseError, affine_between

from .._cf import OURS, is_date_unit, parse_cf, unit_attributes, unit_of, without_unit
from ._index import UnitIndex

__all__ = [
    "SELF",
    "converted",
    "dequantified",
    "held",
    "on_dataset",
    "plain_coordinates",
    "quantified",
    "units_of",
]

SELF = "<the DataArray>"
"""What the variable of a DataArray is called meanwhile."""

_SPELT = "brainunit_units"
"""Where the encoding of a variable has its unit as it was spelt: degrees_north, which CF looks for."""

Units = Mapping[Any, Unit | str | None]


def on_dataset(x: Any, work: Callable[[Any], Any]) -> Any:
    """Return what `work` makes of a Dataset, for a DataArray as well."""
    if isinstance(x, xr.Dataset):
        return work(x)
    result = work(x.to_dataset(name=SELF))
    return result[SELF].rename(x.name) if isinstance(result, xr.Dataset) else result


def held(variable: Any) -> Quantity | None:
    """Return the quantity that a variable holds, in chunks or not; None for plain data."""
    if not isinstance(variable, xr.Variable):
        variable = variable.variable
    data = variable._data if hasattr(variable, "_data") else variable.data  # of a file: not read for this
    if isinstance(data, Quantity):
        return data
    return Quantity(data) if isinstance(getattr(data, "_meta", None), Quantity) else None


def units_of(ds: Any) -> dict[Hashable, Unit]:
    """Return the units of the variables that are quantities, and of coordinates with an index that has
    one.
    """
    found = {}
    for name, variable in ds.variables.items():
        quantity = held(variable)
        if quantity is not None:
            found[name] = quantity.unit
    return found


# ---------------------------------------------------------------- from attributes


def quantified(ds: Any, units: Units | None = None, only: Any = None) -> Any:
    """Return the Dataset with quantities in place of the numbers that have a unit in their attributes.

    units: units by name, instead of the attributes; None for what stays as it is. only: names to look at.
    Raises ValueError that names every variable whose unit cannot be read, with the reason.
    """
    units = {} if units is None else units
    unknown = [name for name in units if name not in ds.variables]
    if unknown:
        raise ValueError(f"quantify: no variable is named {unknown[0]!r}; there are {list(ds.variables)}")
    found, wrong = {}, []
    for name in ds.variables if only is None else only:
        try:
            unit = _unit_wanted(ds, name, units)
        except (UnitParseError, ValueError, TypeError) as error:
            wrong.append(f"{_title(name)}: {str(error).splitlines()[0]}")
            continue
        if unit is not None:
            found[name] = unit
    if wrong:
        raise ValueError(
            "quantify: "
            + "; ".join(wrong)
            + ". Give the unit by name, quantify({'name': 'm'}), or None to leave it as it is"
        )
    return attached(ds, found)


def _title(name: Hashable) -> str:
    return "the DataArray" if name == SELF else f"variable {name!r}"


def _unit_wanted(ds: Any, name: Hashable, units: Units) -> Unit | None:
    variable = ds.variables[name]
    attributes = variable.attrs
    quantity = held(variable)
    if quantity is not None:
        _check_honest(quantity, attributes, units.get(name))
        return None
    if name in units:
        asked = units[name]
        if asked is not None and variable.dtype.kind not in "iufcb":
            raise TypeError(f"values of dtype {variable.dtype} have no unit")
        return None if asked is None else as_unit(asked, "quantify")
    if variable.dtype.kind not in "iufc" or is_date_unit(attributes.get("units", "")):
        return None
    if "units" in attributes:
        return unit_of(attributes)
    for parent in ds.variables.values():  # CF: bounds have the unit of what they are the bounds of
        bounds = parent.attrs.get("bounds", parent.encoding.get("bounds"))
        if bounds == name and "units" in parent.attrs and not is_date_unit(parent.attrs["units"]):
            return unit_of(parent.attrs)
    return None


def _check_honest(quantity: Quantity, attributes: Mapping[Any, Any], asked: Unit | str | None) -> None:
    """Raise ValueError where the attributes of a quantity, or the unit asked for, say another unit."""
    if asked is not None and as_unit(asked) != quantity.unit:
        raise ValueError(f"it is a quantity in {quantity.unit} already; .bu.to({str(asked)!r}) converts")
    if "units" in attributes and unit_of(attributes) != quantity.unit:
        raise ValueError(
            f"it is a quantity in {quantity.unit}, and its attributes say {attributes['units']}: one of them is "
            "wrong; delete attrs['units'] if the quantity is right"
        )


def attached(ds: Any, units: Mapping[Hashable, Unit]) -> Any:
    """Return the Dataset with these units on these variables, whose attributes say none from then on."""
    for name, unit in units.items():
        variable = ds.variables[name]
        index = ds.xindexes.get(name)
        attributes = without_unit(variable.attrs)
        encoding = dict(variable.encoding)
        if "units" in variable.attrs:
            encoding[_SPELT] = variable.attrs["units"]
        if type(index) is PandasIndex:
            made = UnitIndex(index, unit)
            kept = xr.Variable(variable.dims, variable, attributes, encoding)
            variables = made.create_variables({name: kept})
            ds = ds.drop_indexes(name).assign_coords(xr.Coordinates(variables, {name: made}))
        elif index is None:
            data = Quantity(variable.data, unit)
            ds = ds.assign({name: xr.Variable(variable.dims, data, attributes, encoding)})
    return _cleaned(ds)


def _cleaned(ds: Any) -> Any:
    """Return the Dataset with no attribute that says a unit beside a quantity."""
    for name, variable in ds.variables.items():
        if "units" in variable.attrs and held(variable) is not None:
            ds = ds.copy(deep=False)
            ds[name].attrs = without_unit(variable.attrs)
    return ds


# ---------------------------------------------------------------- into attributes


def dequantified(ds: Any, only: Any = None, style: str | None = None) -> Any:
    """Return the Dataset with numbers in place of quantities, their units in the attributes as CF has them.

    only: names, all without it. style: how the unit is written instead, as in ``f"{unit:~P}"``.
    """
    for name, variable in ds.variables.items():
        quantity = held(variable)
        if quantity is None or (only is not None and name not in only):
            continue
        attributes = {**without_unit(variable.attrs), **_written(quantity.unit, style, variable.encoding)}
        index = ds.xindexes.get(name)
        if isinstance(index, UnitIndex):
            (plain,) = index.index.create_variables(None).values()
            plain = type(plain)(plain.dims, plain, attributes, variable.encoding)
            ds = ds.drop_indexes(name).assign_coords(xr.Coordinates({name: plain}, {name: index.index}))
        else:
            made = xr.Variable(variable.dims, quantity.mantissa, attributes, variable.encoding)
            ds = ds.assign({name: made})
    return ds


def _written(unit: Unit, style: str | None, encoding: Mapping[Any, Any]) -> dict[str, str]:
    """Return the attributes for a unit, in the words of the file that it came from as long as they say it."""
    if style is not None:
        return {"units": f"{unit:{style}}", OURS: str(unit)} if style else {"units": str(unit)}
    attributes = unit_attributes(unit)
    spelt = encoding.get(_SPELT)
    if spelt is not None and unit.kind is None and spelt != attributes["units"] and parse_cf(spelt) == unit:
        attributes.pop(OURS, None)
        attributes["units"] = spelt
    return attributes


def plain_coordinates(ds: Any) -> tuple[Any, dict[Hashable, Unit]]:
    """Return the Dataset with plain coordinates, and their units; data variables stay quantities."""
    units = {name: unit for name, unit in units_of(ds).items() if name in ds.coords}
    return dequantified(ds, only=units), units


# ---------------------------------------------------------------- other units


def converted(ds: Any, units: Units) -> Any:
    """Return the Dataset with these variables in these units."""
    for name, asked in units.items():
        if name not in ds.variables:
            raise ValueError(f"to: no variable is named {name!r}; there are {list(ds.variables)}")
        variable, unit = ds.variables[name], as_unit(asked, "to")
        quantity, index = held(variable), ds.xindexes.get(name)
        if quantity is None:
            raise TypeError(f"to: {_title(name)} is no quantity; quantify it first, .bu.quantify()")
        if isinstance(index, UnitIndex):
            made = index.to(unit)
            variables = made.create_variables({name: variable})
            ds = ds.drop_indexes(name).assign_coords(xr.Coordinates(variables, {name: made}))
            continue
        encoding = _encoding_in(variable.encoding, quantity.unit, unit)
        data = quantity.to(unit)
        ds = ds.assign({name: xr.Variable(variable.dims, data, variable.attrs, encoding)})
    return ds


def _encoding_in(encoding: Mapping[Any, Any], own: Unit, unit: Unit) -> dict[Any, Any]:
    """Return the packing of a file for another unit, so that it holds the same numbers as before."""
    kept = dict(encoding)
    if not {"scale_factor", "add_offset"} & kept.keys() or own == unit:
        return kept
    linear = type(own) is Unit and type(unit) is Unit
    if linear or isinstance(own, PointUnit) or isinstance(unit, PointUnit):
        factor, shift = (own.factor_to(unit), 0.0) if linear else affine_between(own, unit)
        kept["scale_factor"] = kept.get("scale_factor", 1.0) * factor
        kept["add_offset"] = kept.get("add_offset", 0.0) * factor + shift
        return kept
    for name in ("scale_factor", "add_offset", "dtype", "_FillValue", "missing_value"):
        kept.pop(name, None)  # levels: no packing of theirs is one of other numbers
    return kept
