"""Values as files hold them: plain arrays with attributes that say unit, dtype, mask and dates."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from bu_array import Quantity, get_mantissa
from bu_dispatch import backend_of, convert, get_backend
from bu_units import Unit

from .._cf import is_date_unit, parse_cf, unit_attributes, unit_of

__all__ = ["Encoded", "Plan", "encoded", "plan", "to_host"]

TYPE, DTYPE, MASKED = "brainunit_type", "brainunit_dtype", "brainunit_masked"
_TICKS = {"D": "days", "h": "hours", "m": "minutes", "s": "seconds", "ms": "milliseconds"}
_TICKS |= {"us": "microseconds", "ns": "nanoseconds"}
_NUMBERS = (bool, int, float, complex)
_NAT = np.iinfo(np.int64).min
_FLOAT_FILL = 9.969209968386869e36
"""What netCDF itself writes where nothing was written."""


@dataclass
class Encoded:
    """An array as a file holds it: of numpy or of dask, its attributes, and what stands for masked
    elements.
    """

    values: Any
    attributes: dict[str, Any] = field(default_factory=dict)
    fill: Any = None


# ---------------------------------------------------------------- into a file


def to_host(x: Any) -> Any:
    """Return an array of any library as one of numpy, one of dask as it is."""
    backend = backend_of(x)
    if backend is None or backend.name in ("numpy", "dask"):
        return x
    return convert(x, get_backend("numpy"), explicit=True)


def encoded(value: Any, holds: Callable[[Any], bool], where: str) -> Encoded:
    """Return a value as a file holds it whose format has the dtypes that `holds` says.

    Raises TypeError, which says where in the tree, for what no file of this kind can hold.
    """
    found = Encoded(None)
    if isinstance(value, Quantity):
        found.attributes.update(unit_attributes(value.unit))
        value = get_mantissa(value)
    if type(value) in _NUMBERS:
        found.attributes[TYPE] = type(value).__name__
        if isinstance(value, int) and not isinstance(value, bool) and not -(2**63) <= value < 2**63:
            raise TypeError(f"{where}: {value} does not fit in 64 bits; save it as a float or a text")
    array = to_host(value)
    if isinstance(array, np.generic):
        found.attributes[TYPE] = "scalar"
    if backend_of(array) is None or not hasattr(array, "dtype"):
        if type(array) not in _NUMBERS:
            raise TypeError(f"{where}: {_refusal(array)}")
        array = np.asarray(array)
    if isinstance(array, np.generic):
        array = np.asarray(array)
    found.values = array
    _fit(found, holds, where)
    return found


def _refusal(x: Any) -> str:
    kind = type(x)
    title = f"a {kind.__name__} of {kind.__module__.partition('.')[0]} has no place in a file"
    if hasattr(x, "_asdict"):
        return f"{title}: save x._asdict()"
    if hasattr(x, "__dataclass_fields__"):
        return f"{title}: save its fields, {{f.name: getattr(x, f.name) for f in dataclasses.fields(x)}}"
    if hasattr(x, "coords") and hasattr(x, "attrs"):
        return f"{title}: save it with its own to_netcdf or to_zarr"
    if isinstance(x, Unit):
        return f"{title}: save its text, str(unit), or a quantity, 1 * unit"
    return f"{title}: dicts, lists, tuples, quantities, arrays, numbers and texts have"


def _fit(found: Encoded, holds: Callable[[Any], bool], where: str) -> None:
    """Turn the array of `found` into one that the format holds, with attributes that say what it was."""
    array = found.values
    dtype = array.dtype
    masked = isinstance(array, np.ma.MaskedArray)
    if dtype.kind in "UTO" and not masked:
        found.values = _texts(array, where)
        return
    if dtype.kind in "mM":
        _fit_times(found, where)
        return
    if getattr(dtype, "isbuiltin", 1) == 2 or (
        dtype.kind == "V" and dtype.names is None and _is_small(dtype)
    ):
        found.attributes[DTYPE] = dtype.name
        array = array.astype(np.int8 if "int" in dtype.name else np.float32)  # bfloat16 and kin: exactly
    elif dtype.kind not in "biufc":
        raise TypeError(
            f"{where}: values of dtype {dtype} have no place in a file; make an array of numbers first"
        )
    elif not dtype.isnative:
        found.attributes[DTYPE] = dtype.str
        array = array.astype(dtype.newbyteorder("="))
    if array.dtype.kind == "b" and (masked or not holds(array.dtype)):
        found.attributes["dtype"] = "bool"  # as xarray writes it, and reads it
        array = array.astype(np.int8)
    elif array.dtype == np.float16 and not holds(array.dtype):
        found.attributes[DTYPE] = "float16"
        array = array.astype(np.float32)
    if not holds(array.dtype):
        way = "save x.real and x.imag" if array.dtype.kind == "c" else "convert it, x.astype('float64')"
        raise TypeError(f"{where}: a file of this format holds no {array.dtype}: {way}, or use .h5")
    if masked:
        array, found.fill = _filled(array, where)
        found.attributes[MASKED] = 1
    found.values = array


def _is_small(dtype: Any) -> bool:
    return bool(dtype.itemsize <= 2 and dtype.name != "void")


def _filled(array: Any, where: str) -> tuple[Any, Any]:
    """Return the values of a masked array with one that is none of them in the masked places, and that
    one.
    """
    values, kept = array.data, array.compressed()
    if values.dtype.kind == "f":
        choices = [
            values.dtype.type(_FLOAT_FILL if values.dtype.itemsize > 2 else 65504),
            values.dtype.type(-1e4),
        ]
    elif values.dtype.kind in "iu":
        limits = np.iinfo(values.dtype)
        choices = [
            values.dtype.type(limits.min if values.dtype.kind == "i" else limits.max),
            values.dtype.type(limits.max),
        ]
    else:
        raise TypeError(
            f"{where}: masked {values.dtype} has no place in a file: save x.filled(...) and x.mask"
        )
    for fill in choices:
        if not (kept == fill).any():
            return array.filled(fill), fill
    raise TypeError(
        f"{where}: every value that could stand for masked elements occurs: save x.filled(...) and x.mask"
    )


def _texts(array: Any, where: str) -> Any:
    """Return an array of texts as one of numpy's of fixed length."""
    if array.dtype.kind == "O" and not all(
        isinstance(item, str) for item in np.asarray(array).ravel().tolist()
    ):
        kinds = sorted({type(item).__name__ for item in np.asarray(array).ravel().tolist()})
        raise TypeError(
            f"{where}: an array of objects ({', '.join(kinds)}) has no place in a file: make numbers of them, "
            "x.astype(float), or texts"
        )
    return np.asarray(array).astype(str)


def _fit_times(found: Encoded, where: str) -> None:
    """Turn dates and time differences into whole numbers of CF's units."""
    dtype = found.values.dtype
    tick, count = np.datetime_data(dtype)
    if tick not in _TICKS or count != 1:
        raise TypeError(f"{where}: {dtype} counts no unit of CF; convert it, x.astype('{dtype.kind}8[s]')")
    found.attributes["units"] = _TICKS[tick]
    if dtype.kind == "M":
        found.attributes["units"] += " since 1970-01-01"
        found.attributes["calendar"] = "proleptic_gregorian"
    found.attributes[DTYPE] = dtype.newbyteorder("=").str.lstrip("<>=")
    found.values = found.values.astype(dtype.newbyteorder("=")).view(np.int64)
    found.fill = np.int64(_NAT)


# ---------------------------------------------------------------- out of a file


@dataclass
class Plan:
    """How a variable of a file becomes a value: `numbers` works on any part of its array; then the unit."""

    numbers: Callable[[Any], Any]
    back: Callable[[Any], Any]
    unit: Unit | None
    type: str = ""

    def value(self, array: Any) -> Any:
        """Return the value whose numbers are `array`."""
        if self.type in ("bool", "int", "float", "complex"):
            array = array.item()
        elif self.type == "scalar":
            array = array[()]
        return array if self.unit is None else Quantity(array, self.unit)


def plan(attributes: Mapping[str, Any], dtype: Any, unit: Any = "") -> Plan:
    """Return how a variable with these attributes is read. unit: instead of the attribute, None for none.

    Raises ValueError (UnitParseError is one) with the reason for what cannot be read.
    """
    text = attributes.get("units")
    numeric = dtype.kind in "biufc"
    if DTYPE in attributes and str(attributes[DTYPE])[0] in "mM" and "8[" in str(attributes[DTYPE]):
        wanted = np.dtype(str(attributes[DTYPE]))
        return Plan(
            lambda x: x.astype(np.int64).view(wanted), lambda x: x.view(np.int64), None, _type(attributes)
        )
    if text is not None and numeric and is_date_unit(text) and unit == "":
        return _dates(str(text), str(attributes.get("calendar", "standard")), attributes)
    if unit is None or (unit == "" and (text is None or not numeric)):
        found = None
    elif isinstance(unit, Unit):
        found = unit
    else:
        found = unit_of(attributes) if unit == "" else parse_cf(unit)
    numbers, back = _packing(attributes, dtype)
    return Plan(numbers, back, found, _type(attributes))


def _type(attributes: Mapping[str, Any]) -> str:
    return str(attributes.get(TYPE, ""))


def _packing(attributes: Mapping[str, Any], dtype: Any) -> tuple[Callable[[Any], Any], Callable[[Any], Any]]:
    """Return how stored numbers become values and back: packed, masked, of a dtype that the format has
    not.
    """
    if dtype.kind not in "biuf" or not _PACKED & attributes.keys():
        return (lambda x: x), (lambda x: x)
    fills = [np.asarray(attributes[n]).ravel() for n in ("_FillValue", "missing_value") if n in attributes]
    fill = np.concatenate(fills).astype(dtype) if fills else np.empty(0, dtype)
    scale, offset = attributes.get("scale_factor"), attributes.get("add_offset")
    packed = scale is not None or offset is not None
    keep_mask = MASKED in attributes or (dtype.kind in "iu" and not packed and fill.size > 0)
    wanted = attributes.get(DTYPE, "bool" if attributes.get("dtype") == "bool" else None)
    factor, shift = (1.0 if scale is None else float(scale)), (0.0 if offset is None else float(offset))

    def hidden(x: Any) -> Any:
        return np.isin(x, fill) | (np.isnan(x) if dtype.kind == "f" and np.isnan(fill).any() else False)

    def numbers(x: Any) -> Any:
        mask = hidden(x) if fill.size else None
        if packed:
            x = x.astype(np.float64) * factor + shift
        if wanted is not None:
            x = x.astype(_named(str(wanted)))
        if mask is None:
            return x
        if keep_mask:
            return np.ma.MaskedArray(x, mask=mask)
        return np.where(mask, x.dtype.type(np.nan), x)

    def back(x: Any) -> Any:
        mask = np.ma.getmaskarray(x) | (
            np.isnan(np.ma.getdata(x)) if x.dtype.kind == "f" and fill.size else False
        )
        x = np.ma.getdata(x)
        if packed:
            x = (x - shift) / factor
        if packed and dtype.kind in "iu":
            x = _rounded(np.where(mask, 0.0, x), dtype)
        x = x.astype(dtype)
        return np.where(mask, fill[0], x).astype(dtype) if fill.size else x

    return numbers, back


_PACKED = {"_FillValue", "missing_value", "scale_factor", "add_offset", "dtype", DTYPE}


def _rounded(x: Any, dtype: Any) -> Any:
    """Return packed numbers as whole ones; ValueError for one that the dtype cannot hold."""
    limits, whole = np.iinfo(dtype), np.rint(x)
    if whole.size and (whole.min() < limits.min or whole.max() > limits.max or not np.isfinite(whole).all()):
        raise ValueError(f"a value is beyond what the packing in {dtype} of the file can hold")
    return whole


def _named(name: str) -> Any:
    try:
        return np.dtype(name)
    except TypeError:
        import ml_dtypes  # bfloat16 and kin come with jax

        return np.dtype(getattr(ml_dtypes, name))


_DATE = re.compile(
    r"\s*(\w+)\s+since\s+(-?\d{1,4})-(\d{1,2})-(\d{1,2})(?:[T\s]+([\d:.]+))?\s*(?:Z|UTC|\+?0?0?:?00)?\s*$",
    re.IGNORECASE,
)
_CALENDARS = ("standard", "gregorian", "proleptic_gregorian", "")


def _dates(text: str, calendar: str, attributes: Mapping[str, Any]) -> Plan:
    """Return how dates of CF are read: as numpy's, in nanoseconds; NaT for NaN and what is masked."""
    match = _DATE.match(text)
    if match is None or calendar.lower() not in _CALENDARS:
        raise ValueError(
            f"dates {text!r} of the calendar {calendar!r} are not read here: xarray.open_dataset does"
        )
    unit, year, month, day, clock = match.groups()
    if int(year) < 1583 and calendar.lower() != "proleptic_gregorian":
        raise ValueError(
            f"dates {text!r} begin before the Gregorian calendar: xarray.open_dataset reads them"
        )
    parts = [*(clock or "0").split(":"), "0", "0"]
    start = np.datetime64(f"{int(year):04}-{int(month):02}-{int(day):02}", "ns")
    start = start + np.timedelta64(
        round((int(parts[0]) * 3600 + int(parts[1]) * 60 + float(parts[2])) * 1e9), "ns"
    )
    step = round(parse_cf(unit).factor_to(parse_cf("s")) * 1e9)
    fill = [attributes[name] for name in ("_FillValue", "missing_value") if name in attributes]

    def numbers(x: Any) -> Any:
        missing = np.isin(x, fill) | (np.isnan(x) if x.dtype.kind == "f" else False)
        count = np.where(missing, 0, x)
        if count.dtype.kind == "f":
            whole = np.floor(count)
            count, rest = whole.astype(np.int64), np.rint((count - whole) * step).astype(np.int64)
        else:
            count, rest = count.astype(np.int64), 0
        if count.size and np.abs(count).max() > 9.2e18 / step:
            raise ValueError(f"dates {text!r} reach beyond what numpy's nanoseconds hold")
        dates = start + (count * step + rest).astype("timedelta64[ns]")
        return np.where(missing, np.datetime64("NaT", "ns"), dates)

    def back(x: Any) -> Any:
        raise TypeError("dates are not written into an existing variable")

    return Plan(numbers, back, None)
