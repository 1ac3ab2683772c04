"""Time differences and dates of numpy and Python: quantities of time, and what they shift.

A time difference has a unit of its own, and is exact: a whole number of its resolution.
"""

from __future__ import annotations

import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np

from bu_dispatch import BackendError, backend_of
from bu_units import Unit

from .rules import NoMantissaError

__all__ = ["is_date", "is_time_difference", "shifted", "time_of", "to_datetime_timedelta", "to_timedelta64"]

# numpy's codes of resolutions that have a fixed length, from coarse to fine.
_RESOLUTIONS = {
    "W": "week",
    "D": "day",
    "h": "hour",
    "m": "min",
    "s": "s",
    "ms": "ms",
    "us": "us",
    "ns": "ns",
    "ps": "ps",
    "fs": "fs",
    "as": "as",
}
_NOT_A_TIME = np.iinfo(np.int64).min
_EXACT = (int, Fraction, Decimal)
_LARGEST_FLOAT = 2**53
_LARGEST = int(np.iinfo(np.int64).max)
_CALENDAR = (
    "a time difference in months or years has no fixed length: give it in days, or in quantities of time"
)


def _kind(x: Any) -> str | None:
    """Return the letter of numpy's dtypes, for arrays and scalars that have one of them."""
    kind = getattr(getattr(x, "dtype", None), "kind", None)
    return kind if isinstance(kind, str) else None


def is_time_difference(x: Any) -> bool:
    """Whether `x` is a time difference: Python's, numpy's, pandas', or an array of numpy's or dask's."""
    return isinstance(x, datetime.timedelta) or _kind(x) == "m"


def is_date(x: Any) -> bool:
    """Whether `x` is a date: Python's, numpy's, pandas', or an array of numpy's or dask's."""
    return isinstance(x, datetime.date) or _kind(x) == "M"


def time_of(x: Any) -> tuple[Any, Unit]:
    """Return number and unit of time differences, without rounding; NaT is NaN.

    Raises TypeError for months, years, and numpy's differences without a resolution.
    """
    if isinstance(x, datetime.timedelta):
        if not hasattr(x, "asm8"):
            return _time_of_python(x)
        x = _coarsest(x.asm8)  # of pandas: in nanoseconds, whatever was written
    backend = backend_of(x)
    if backend is None:  # pandas' containers
        x = np.asarray(x)
        backend = backend_of(x)
    assert backend is not None
    code, count = np.datetime_data(x.dtype)
    if code in ("Y", "M"):
        raise NoMantissaError(_CALENDAR)
    values = x.astype("int64")
    missing = values == _NOT_A_TIME
    if code not in _RESOLUTIONS:
        if not (backend.is_concrete(values) and backend.xp.all(missing)):
            raise NoMantissaError(
                "a time difference without a resolution: say it, as in np.timedelta64(5, 's')"
            )
        code = "s"  # np.timedelta64("NaT") has none, and needs none
    unit = Unit(_RESOLUTIONS[code])
    if not backend.is_concrete(values) or backend.xp.any(missing):
        if backend.is_concrete(values) and backend.xp.any(
            abs(backend.xp.where(missing, 0, values)) > _LARGEST_FLOAT // count
        ):
            raise ValueError(
                f"time differences of {x.dtype} beside NaT, which makes them floats, of more than 53 bits of {unit}: "
                "digits would be lost; give them in a coarser unit, or take NaT out"
            )
        numbers = values.astype("float64") * count
        return backend.xp.where(missing, np.nan, numbers)[()], unit
    if count == 1:
        return values, unit
    if backend.xp.any(abs(values) > _LARGEST // count):
        raise ValueError(
            f"time differences of {x.dtype} beyond 64 bits of {unit}: give them in a coarser one"
        )
    return values * count, unit


def _coarsest(x: Any) -> Any:
    """Return a difference in whole seconds, milliseconds ..., the first that holds it: 3 h is 10800 s."""
    for code in ("s", "ms", "us"):
        shorter = x.astype(f"timedelta64[{code}]")
        if shorter == x:
            return shorter
    return x


def _time_of_python(x: datetime.timedelta) -> tuple[Any, Unit]:
    # A number of numpy's, as of its own time differences: a list of them has 64 bits on any default.
    seconds = x.days * 86400 + x.seconds
    if not x.microseconds:
        return np.int64(seconds), Unit("s")
    count = seconds * 1_000_000 + x.microseconds
    return (np.int64(count) if abs(count) <= _LARGEST else count), Unit("us")


def to_timedelta64(values: Any, unit: Unit, resolution: str) -> Any:
    """Return numpy's time differences of a `resolution` (``"ns"``, ``"10m"``) for values in `unit`.

    NaN is NaT. Raises ValueError where a value is no whole number of it or too large, UnitMismatchError
    for what is no time.
    """
    dtype = np.dtype(f"timedelta64[{resolution}]")
    code, count = np.datetime_data(dtype)
    if code not in _RESOLUTIONS:
        raise TypeError(_CALENDAR)
    step = Unit(_RESOLUTIONS[code])
    unit.factor_to(step)  # raises for what is no time
    ratio = (unit.exact / step.exact).fraction
    array = np.asarray(values)
    # of objects: fractions, integers of more than 64 bits, which are exact, too
    known = array.dtype.kind in "biuf" or all(isinstance(x, _EXACT) for x in array.ravel().tolist())
    if ratio is None or not known:
        raise ValueError(f"{unit} is no whole number of {resolution}: convert the quantity to seconds first")
    counts = _whole_counts(array, ratio / count)
    if counts is None:
        raise ValueError(
            f"digits would be lost in differences of {resolution}: round the quantity, or ask for a finer one"
        )
    return counts.astype(dtype)[()]


def _whole_counts(array: Any, ratio: Fraction) -> Any:
    """Return ``array * ratio`` as int64, NaN as NaT; None where a value is no whole number, or too large."""
    missing = np.isnan(array) if array.dtype.kind == "f" else np.zeros(array.shape, dtype=bool)
    flat = []
    for value, gone in zip(array.ravel().tolist(), missing.ravel().tolist(), strict=True):
        if gone:
            flat.append(_NOT_A_TIME)
            continue
        if value in (np.inf, -np.inf):
            return None
        exact = Fraction(value) * ratio
        whole = round(exact)
        # 0.1 s is 100 ms: the nearest whole number, where the value is the float nearest to that.
        exact_only = array.dtype.kind != "f"
        if whole != exact and (
            exact_only or array.dtype.type(float(whole / ratio)) != array.dtype.type(value)
        ):
            return None
        if not _NOT_A_TIME < whole <= -(_NOT_A_TIME + 1):
            return None
        flat.append(whole)
    return np.array(flat, dtype=np.int64).reshape(array.shape)


def to_datetime_timedelta(values: Any, unit: Unit) -> Any:
    """Return Python's time differences: one for a number, an object array for an array."""
    found = to_timedelta64(values, unit, "us")
    if np.any(np.isnat(found)):
        raise ValueError("Python's time differences have no NaN: ask for numpy's, to_timedelta64()")
    return found.astype(object) if isinstance(found, np.ndarray) else found.item()


def shifted(date: Any, values: Any, unit: Unit) -> Any:
    """Return dates later by `values` in `unit`: of the kind that `date` is, whose resolution holds both."""
    backend = backend_of(values)
    if backend is not None and backend.lazy:
        raise BackendError(
            f"a date needs values, and {backend.title} computes them when asked: {backend.way_out}"
        )
    if isinstance(date, datetime.date):
        if hasattr(date, "asm8"):  # pandas'
            return date + to_timedelta64(values, unit, "ns")
        difference = to_datetime_timedelta(values, unit)
        whole_days = isinstance(date, datetime.datetime) or not isinstance(difference, datetime.timedelta)
        if not whole_days and difference % datetime.timedelta(days=1):
            raise ValueError("a date and a part of a day: make it a datetime first")
        return date + difference
    # pandas' dates in a zone have a dtype of their own, which says its resolution
    code = date.dtype.unit if hasattr(date.dtype, "tz") else np.datetime_data(date.dtype)[0]
    codes = [*_RESOLUTIONS]
    for resolution in codes[codes.index(code) if code in _RESOLUTIONS else codes.index("D") :]:
        try:
            difference = to_timedelta64(values, unit, resolution)
        except ValueError:
            continue
        return (
            _moved(date, difference) if isinstance(date, (np.ndarray, np.datetime64)) else date + difference
        )
    raise ValueError("digits would be lost in the date: round the quantity first")


def _moved(date: Any, difference: Any) -> Any:
    """Return ``date + difference`` of numpy's, which turns over silently beyond 64 bits: ValueError."""
    try:
        result = date + difference
        start = date.astype(result.dtype)
    except OverflowError:
        result = start = None
    fits = result is not None and np.all((start.astype(date.dtype) == date) | np.isnat(date))
    steps = difference.astype("int64")  # numpy 2.5 compares time differences with no plain zero
    if not fits or np.any((result > start) != (steps > 0), where=~np.isnat(start) & (steps != 0)):
        raise ValueError(f"the date is out of the reach of {difference.dtype}: round the quantity first")
    return result
