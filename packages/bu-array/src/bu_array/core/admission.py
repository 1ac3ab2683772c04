"""What a mantissa is, and what values of other kinds become.

Numbers and booleans of every library are mantissas, and object arrays of numbers. Time differences have a
unit of their own. Text, dates, records and what carries a unit of another library are refused, on every path.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from types import ModuleType
from typing import Any

import numpy as np

from bu_dispatch import Backend, backend_of, default_backend, get_backend, get_default_backend
from bu_units import UNITLESS, Unit
from bu_units.tracing import tracing

from .containers import container_read
from .foreign import carries_unit, is_foreign, may_carry, own_unit, reader_of
from .objects import is_object_number
from .pair import (
    AS_IT_IS,
    BY_KIND,
    NUMERIC,
    Pair,
    attach_reader,
    detach,
    gather,
    join,
    known_number,
    split,
    unwrapped,
)
from .rules import NoMantissaError
from .sparse_arrays import is_sparse
from .times import is_date, is_time_difference, time_of

__all__ = ["admitted", "cast_to", "number_dtype"]

_NUMBERS = (int, float, complex, Fraction)
_NO_NUMBERS = frozenset("USTMV")  # numpy's letters
_MET = frozenset((*_NUMBERS, bool, str, bytes, type(None), Decimal))
"""Types that no unit can be hidden in."""


def admitted(mantissa: Any, unit: Unit) -> tuple[Any, Unit]:
    """Return mantissa and unit of ``Quantity(mantissa, unit)``."""
    kind = type(mantissa)
    if kind in AS_IT_IS or (kind in BY_KIND and mantissa.dtype.kind in NUMERIC):
        return mantissa, unit
    mantissa = unwrapped(mantissa)
    if isinstance(mantissa, Pair):
        if unit is UNITLESS:
            return mantissa._mantissa, mantissa._unit
        if mantissa._unit.kind is not None:
            unit = unit.of_kind_of(mantissa._unit)
        return detach(mantissa, unit, "Quantity"), unit
    if isinstance(mantissa, Unit):
        unit = unit.of_kind_of(mantissa)
        return (1, mantissa) if unit is UNITLESS else (detach(mantissa, unit, "Quantity"), unit)
    if isinstance(mantissa, (list, tuple)):
        array, own = gather(mantissa)
    elif (
        backend_of(mantissa) is not None
        or is_time_difference(mantissa)
        or is_foreign(mantissa)
        or is_sparse(mantissa)
    ):
        array, own = read(mantissa)
    else:
        array, own = _of_another_kind(mantissa)
    if unit is UNITLESS or own is unit:
        return array, own
    unit = unit.of_kind_of(own)
    return (array, unit) if own is UNITLESS else (detach(join(array, own), unit, "Quantity"), unit)


def read(x: Any) -> tuple[Any, Unit]:
    """Return mantissa and unit of what is no quantity, unit or list; TypeError for what is no mantissa.

    An object of no known kind is returned as it is: operators leave it to its own class.
    """
    kind = type(x)
    if kind in BY_KIND and x.dtype.kind in NUMERIC:
        return x, UNITLESS
    if is_time_difference(x):
        return time_of(x)
    backend = backend_of(x)
    if backend is None and is_sparse(x):
        if getattr(x.dtype, "kind", "") not in NUMERIC:
            raise _no_mantissa(x.dtype)
        AS_IT_IS.add(kind)
        return x, UNITLESS
    if backend is not None and tracing():
        return (
            x,
            UNITLESS,
        )  # an array of torch's: torch.compile follows neither what is below nor a set that grows
    if kind not in _MET and may_carry(x):
        reader = reader_of(kind)
        if reader is not None:
            return reader(x)
        _refuse_foreign(x)
    if backend is None:
        return container_read(x)
    letter = getattr(x.dtype, "kind", None)
    if letter == "O":
        return _of_objects(x)
    if letter not in NUMERIC and not _is_numeric(x, backend):
        raise _no_mantissa(x.dtype)
    if backend.chunked:  # never among those above: each array of dask says what its chunks are
        return _of_chunks(x)
    if backend.numbers_only or backend.gives_way(kind):
        AS_IT_IS.add(kind)
    elif isinstance(letter, str) and not carries_unit(kind):
        BY_KIND.add(kind)
    return x, UNITLESS


attach_reader(read)


def _is_numeric(x: Any, backend: Backend) -> bool:
    """Whether a dtype that is none of numpy's own is one of numbers: bfloat16, ndonnx's."""
    if getattr(x.dtype, "isbuiltin", None) == 2:  # registered with numpy: those of ml_dtypes
        return True
    if getattr(x.dtype, "names", None) == (
        "float0",
    ):  # jax's derivatives by integers: zeros that hold nothing
        return True
    if getattr(x.dtype, "kind", "") in _NO_NUMBERS or (
        backend.name == "jax" and not hasattr(x.dtype, "kind")  # its random keys
    ):
        return False  # isdtype would raise for some of them
    return bool(backend.xp.isdtype(x.dtype, ("bool", "numeric")))


def number_dtype(backend: Backend, dtype: Any) -> Any:
    """Return the library's dtype for the option `dtype`; TypeError for one of no numbers: texts, dates."""
    found = backend.dtype(dtype)
    letter = getattr(found, "kind", "")
    if letter == "m" or (letter in _NO_NUMBERS and getattr(found, "isbuiltin", None) != 2):  # 2: of ml_dtypes
        raise _no_mantissa(found)
    return found


def _no_mantissa(dtype: Any) -> NoMantissaError:
    """Build the error for a dtype whose elements are no numbers."""
    ways = {
        "U": "read it first, e.g. with x.astype(float) or parse_quantity",
        "S": "read it first, e.g. with x.astype(float) or parse_quantity",
        "T": "read it first, e.g. with x.astype(float) or parse_quantity",
        "m": "q.to_timedelta64() makes time differences",
        "M": "a date is no multiple of a unit: subtract one, x - x[0] is a time",
        "V": "its fields have units of their own: make a quantity of each, x['name'] * unit",
    }
    way = ways.get(getattr(dtype, "kind", ""), "make an array of numbers first")
    return NoMantissaError(f"the mantissa must be a number or an array of numbers, got dtype {dtype}; {way}")


def _of_chunks(x: Any) -> tuple[Any, Unit]:
    """Return an array in chunks as it is; of chunks that are quantities the mantissas, and their unit."""
    meta = getattr(x, "_meta", None)
    if not isinstance(meta, Pair):
        return x, UNITLESS
    unit = meta._unit
    return x.map_blocks(detach, unit, "dask", dtype=x.dtype, meta=meta._mantissa), unit


# ---------------------------------------------------------------- object arrays


def _of_objects(x: Any) -> tuple[Any, Unit]:
    """Return an object array of numbers as it is, one of quantities or time differences as one quantity."""
    if not isinstance(getattr(x, "flat", None), object) or not hasattr(x, "tolist"):
        return x, UNITLESS
    backend = backend_of(x)
    if backend is not None and not backend.is_concrete(x):
        return x, UNITLESS  # of dask: its elements are not known
    with_units = False
    known = x.compressed() if hasattr(x, "compressed") else x  # what a mask hides may be anything
    for item in known.ravel().tolist() if x.ndim else [x.item()]:
        if isinstance(item, (Pair, Unit)) or is_time_difference(item) or is_foreign(item):
            with_units = True
        elif not _is_number(item):
            _refuse_foreign(item)
            raise NoMantissaError(
                f"the mantissa must be a number or an array of numbers, got an object array with {type(item).__name__} in it; "
                "take it out, or give NaN for what is missing"
            )
    if not with_units:
        return x, UNITLESS
    return gather(x.tolist()) if x.ndim else split(x.item())


def _is_number(x: Any) -> bool:
    """Whether an object is a number: Python's, or one with arithmetic and a value (uncertainties, mpmath)."""
    if isinstance(x, (*_NUMBERS, Decimal)) or type(x) in AS_IT_IS or is_object_number(x):
        return True
    if isinstance(x, (str, bytes)) or is_date(x) or own_unit(x) is not None or hasattr(x, "shape"):
        return hasattr(x, "shape") and x.shape == () and backend_of(x) is not None and own_unit(x) is None
    kind = type(x)
    return all(hasattr(kind, name) for name in ("__add__", "__mul__", "__truediv__")) and (
        hasattr(kind, "__float__") or hasattr(kind, "__complex__")
    )


# ---------------------------------------------------------------- other kinds


def _refuse_foreign(x: Any) -> None:
    """Raise TypeError for a value that carries a unit of its own: taken bare it would lose it."""
    found = own_unit(x)
    if found is not None and str(found) not in ("", "1", "dimensionless"):
        library = type(x).__module__.partition(".")[0]
        raise TypeError(
            f"a {type(x).__name__} of {library} carries a unit of its own, {found}; "
            "make a quantity of its numbers and that unit: Quantity(numbers, unit)"
        )


def _of_another_kind(x: Any) -> tuple[Any, Unit]:
    """Return mantissa and unit for an object of no array library, or raise TypeError."""
    if isinstance(x, (*_NUMBERS, Decimal)):  # their subclasses
        return x, UNITLESS
    if isinstance(x, (str, bytes)):
        raise TypeError(
            f"the mantissa must be a number or an array, got {x!r}; "
            "to read a text such as '3 mV', use parse_quantity"
        )
    if is_date(x):
        raise TypeError(
            f"the mantissa must be a number or an array, got a {type(x).__name__}; a date is no multiple of a "
            "unit: the difference of two is a time"
        )
    _refuse_foreign(x)
    if not isinstance(x, (type, ModuleType)):  # numpy itself has a shape, a dtype, ...
        if hasattr(x, "todense"):  # jax's sparse arrays: of no array library of ours
            raise TypeError(
                f"the mantissa must be a number or a dense array, got {type(x).__name__}; "
                "make it dense first, or use brainunit.sparse"
            )
        if hasattr(x, "__array__"):  # pandas.Series and kin
            array, own = container_read(x)
            if own is not UNITLESS or array is not x:
                return array, own
            mantissa, unit = read(x.__array__())
            # Of numpy's, which stays where nobody chose another: jax would cut its 64 bits.
            chosen = unit is UNITLESS and get_default_backend() is not None
            return default_backend().asarray(mantissa) if chosen else mantissa, unit
        if hasattr(x, "shape") and hasattr(x, "dtype"):
            return x, UNITLESS  # a placeholder of an array, such as jax.ShapeDtypeStruct
    if isinstance(x, range):
        return default_backend().asarray(list(x)), UNITLESS
    if _is_number(x):
        return x, UNITLESS
    raise TypeError(f"the mantissa must be a number or an array, got {type(x).__name__}")


def cast_to(mantissa: Any, dtype: Any, copy: bool = True) -> Any:
    """Return the mantissa as an array of `dtype`, of its own library; TypeError for one of no numbers.

    Without `copy` an array that has the dtype is returned as it is.
    """
    backend: Backend = backend_of(mantissa) or _library_of_number(dtype)
    if backend_of(mantissa) is None:
        array = backend.asarray(known_number(mantissa), dtype=dtype)
    else:
        array = backend.xp.astype(mantissa, backend.dtype(dtype), copy=copy)
    letter = getattr(array.dtype, "kind", "")
    if letter == "m" or (letter in _NO_NUMBERS and not _is_numeric(array, backend)):
        raise _no_mantissa(array.dtype)
    return array


def _library_of_number(dtype: Any) -> Backend:
    """Return the default library; numpy where nobody chose the default and it would cut numpy's `dtype`."""
    backend = default_backend()
    if isinstance(dtype, np.dtype) and dtype.kind in "fc" and get_default_backend() is None:
        numpy = get_backend("numpy")
        if backend.would_cut(np.ones(1, dtype) / 3, numpy):
            return numpy  # xarray asks so: q.fillna(0 * u.mV) stays in 64 bits
    return backend
