"""Data types: their names, what they hold, and what arrays of several become together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from bu_dispatch import Backend, BackendError, backend_of, backends, convert, default_backend, get_backend
from bu_units import UNITLESS

from ..core import Pair, drop, split
from ..declare import ANY, Namespace, Plan, Q, ruled, unary

__all__ = [
    "as_numpy",
    "bool_",
    "can_cast",
    "cdouble",
    "complex64",
    "complex128",
    "complex_",
    "csingle",
    "double",
    "dtype",
    "finfo",
    "float16",
    "float32",
    "float64",
    "float_",
    "get_dtype",
    "get_promote_dtypes",
    "iinfo",
    "inexact",
    "int8",
    "int16",
    "int32",
    "int64",
    "int_",
    "is_float",
    "is_int",
    "isdtype",
    "isscalar",
    "issubdtype",
    "promote_dtypes",
    "result_type",
    "single",
    "uint",
    "uint8",
    "uint16",
    "uint32",
    "uint64",
]

# ---------------------------------------------------------------- names; every library takes numpy's

dtype, inexact = np.dtype, np.inexact
bool_ = np.bool_
int8, int16, int32, int64, int_ = np.int8, np.int16, np.int32, np.int64, np.int64
uint8, uint16, uint32, uint64, uint = np.uint8, np.uint16, np.uint32, np.uint64, np.uint64
float16, float32, float64 = np.float16, np.float32, np.float64
single, double, float_ = np.float32, np.float64, np.float64
complex64, complex128 = np.complex64, np.complex128
csingle, cdouble, complex_ = np.complex64, np.complex128, np.complex128

LAZY = ("bfloat16", "int2", "int4", "uint2", "uint4")
"""Names of dtypes that numpy lacks: those of ml_dtypes, which jax brings, imported at first use."""


def __getattr__(name: str) -> Any:
    if name not in LAZY:
        # The chapter asks on behalf of `bu_array.math`.
        raise AttributeError(f"module {__package__!r} has no attribute {name!r}", name=name)
    try:
        import ml_dtypes  # not installed with this package, and not needed by most programs
    except ImportError as error:
        raise BackendError(f"{name} is a dtype of ml_dtypes: pip install ml_dtypes") from error
    value = globals()[name] = getattr(ml_dtypes, name)
    return value


# ---------------------------------------------------------------- of one array


@unary(drop)
def get_dtype(xp: Namespace, a: Q) -> Any:
    """Dtype of the array in `a`, that of its library; of a number what it becomes in an array."""
    return a.dtype


@unary(drop)
def is_float(xp: Namespace, array: Q) -> bool:
    """Whether `array` holds real floating-point numbers: a plain bool."""
    return bool(xp.isdtype(array.dtype, "real floating"))


@unary(drop)
def is_int(xp: Namespace, array: Q) -> bool:
    """Whether `array` holds integers, with or without a sign: a plain bool."""
    return bool(xp.isdtype(array.dtype, "integral"))


@unary(drop)
def as_numpy(xp: Namespace, x: Q) -> np.ndarray[Any, Any]:
    """The numbers of `x` as a numpy array without a unit; those of a quantity are in its own unit.

    x: an array or a quantity of any library. A dask array is computed.
    Raises BackendError for an array without values, and for one that would lose its gradient.
    """
    return np.asarray(convert(xp.backend.compute(x), get_backend("numpy"), explicit=True))


def isscalar(a: Any) -> bool:
    """Whether `a` is one number, with or without a unit: a plain bool. An array without axes is one."""
    mantissa = a._mantissa if isinstance(a, Pair) else a
    if backend_of(mantissa) is None:
        return isinstance(mantissa, (int, float, complex))
    return len(mantissa.shape) == 0


# ---------------------------------------------------------------- of a dtype, or of an array's


def _library_of(dtype: Any) -> Backend:
    """Return the library whose dtype this is; numpy for names and Python's types."""
    root = type(dtype).__module__.partition(".")[0]
    found = (record for record in backends() if record.module.partition(".")[0] == root)
    return next(found, get_backend("numpy")) if not isinstance(dtype, type) else get_backend("numpy")


def _dtype_of(a: Any) -> tuple[Backend, Any]:
    """Return the dtype that `a` is, or that of an array or number, and its library."""
    mantissa = split(a)[0] if isinstance(a, (Pair, list, tuple)) else a
    backend = backend_of(mantissa)
    if backend is None and isinstance(mantissa, (bool, int, float, complex)):
        backend = default_backend()
        mantissa = backend.asarray(mantissa)
    if backend is not None:
        return backend, mantissa.dtype
    backend = _library_of(mantissa)
    return backend, _named(backend, mantissa)


def _named(backend: Backend, dtype: Any) -> Any:
    """Return a dtype as one of `backend`."""
    if isinstance(dtype, str) and dtype in LAZY:
        dtype = __getattr__(dtype)
    return backend.dtype(dtype)


def _limits(name: str, a: Any) -> Any:
    backend, kind = _dtype_of(a)
    if isinstance(kind, np.dtype) and kind.type.__module__ == "ml_dtypes":
        import ml_dtypes  # it is there: the dtype comes from it

        return getattr(ml_dtypes, name)(kind)
    return getattr(backend.xp, name)(kind)


def finfo(a: Any) -> Any:
    """Limits of floating-point numbers of a dtype, or of that of an array or quantity: plain numbers.

    a: a dtype, an array or a quantity.
    """
    return _limits("finfo", a)


def iinfo(a: Any) -> Any:
    """Limits of integers of a dtype, or of that of an array or quantity: plain numbers.

    a: a dtype, an array or a quantity.
    """
    return _limits("iinfo", a)


def isdtype(dtype: Any, kind: Any) -> bool:
    """Whether a dtype is of a kind such as "real floating", of one of several, or another dtype.

    dtype: the dtype, of any library; kind: a kind in the words of the standard, a dtype, or a tuple of them.

    Source: array API 2024.12, `isdtype`.
    """
    backend, known = _dtype_of(dtype)
    kinds = kind if isinstance(kind, tuple) else (kind,)
    return any(
        bool(backend.xp.isdtype(known, item)) if item in _KINDS else bool(known == _named(backend, item))
        for item in kinds
    )


_KINDS = (
    *("bool", "signed integer", "unsigned integer", "integral"),
    *("real floating", "complex floating", "numeric"),
)


def can_cast(from_: Any, to: Any) -> bool:
    """Whether the dtype `from_`, or that of an array, becomes `to` by promotion: a plain bool.

    from_: a dtype or an array; to: a dtype.
    By numpy's rules for every library: torch's own says yes to float64 -> float32.
    """
    return bool(np.can_cast(_numpys(from_), _numpys(to)))


def issubdtype(a: Any, b: Any) -> bool:
    """Whether the dtype `a` of any library is `b`, or of a kind such as numpy.floating: a plain bool.

    a: a dtype; b: a dtype or a kind.
    """
    first, second = (_numpys(x) for x in (a, b))
    own = getattr(first, "type", None)
    if getattr(own, "__module__", "") == "ml_dtypes" and isinstance(second, type):
        # numpy files the dtypes of others under none of its kinds.
        name = first.name
        kind = (
            np.unsignedinteger if name.startswith("u") else np.signedinteger if "int" in name else np.floating
        )
        return issubclass(kind, second)
    return bool(np.issubdtype(first, second))


def _numpys(x: Any) -> Any:
    """Return numpy's dtype for any library's; an abstract type as it is."""
    if isinstance(x, type) and issubclass(x, np.generic) and x.__module__ == "numpy":
        try:
            return np.dtype(x) if x not in _ABSTRACT else x
        except TypeError:
            return x
    if isinstance(x, str) and not hasattr(np, x):
        x = _named(get_backend("numpy"), x)
    if isinstance(x, str) and isinstance(getattr(np, x), type) and getattr(np, x) in _ABSTRACT:
        return getattr(np, x)
    return get_backend("numpy").dtype(_dtype_of(x)[1])


_ABSTRACT = frozenset(
    {
        *(np.generic, np.number, np.integer, np.signedinteger, np.unsignedinteger),
        *(np.inexact, np.floating, np.complexfloating, np.flexible, np.character),
    }
)

# ---------------------------------------------------------------- of several


def result_type(*args: Any) -> Any:
    """Dtype of what arrays, numbers and dtypes become together, by the rules of their library.

    Units do not matter. Numbers and dtypes alone follow the rules of the default backend.
    """
    if not args:
        raise ValueError("result_type takes at least one array, number or dtype")
    items = [split(x)[0] if isinstance(x, (Pair, list, tuple)) else x for x in args]
    backend = _common_library(items)
    known = [x if _is_number(x) else _named(backend, _dtype_of(x)[1]) for x in items]
    concrete = [x for x in known if not _is_number(x)]
    if not concrete:
        concrete = [backend.asarray(x).dtype for x in known]
        return backend.xp.result_type(*concrete)
    like = backend.xp.zeros((), dtype=backend.xp.result_type(*concrete))
    return backend.xp.result_type(like, *(backend.xp.like_array(x, like) for x in known if _is_number(x)))


def _is_number(x: Any) -> bool:
    return backend_of(x) is None and isinstance(x, (bool, int, float, complex))


def _common_library(items: Sequence[Any]) -> Backend:
    """Return the library of the arrays, else of the dtypes, else of numpy's scalars, else the default."""
    owners = [backend_of(x) for x in items]
    found = [owner for owner, x in zip(owners, items, strict=True) if owner and not owner.gives_way(type(x))]
    if not found:
        of_dtypes = [_library_of(x) for x in items if not _is_number(x) and backend_of(x) is None]
        found = [owner for owner in of_dtypes if owner.name != "numpy"] or [own for own in owners if own]
    return found[0] if found and all(owner is found[0] for owner in found) else default_backend()


def get_promote_dtypes(*args: Any) -> Any:
    """Dtype that `promote_dtypes` gives its arrays; see `result_type`."""
    return result_type(*args)


def _each_its_own(units: list[Any]) -> Plan:
    """Each operand keeps its own unit; one without a unit is a bare array."""
    return Plan({"args": ANY}, [None if unit is UNITLESS else unit for unit in units])


@ruled(_each_its_own, "*args", on_scales=True)
def promote_dtypes(xp: Namespace, *args: Any) -> list[Any]:
    """Arrays in the one dtype that all of them fit in, each in its own unit: a list."""
    common = xp.result_type(*args) if len(args) > 1 else args[0].dtype
    return [x if x.dtype == common else xp.astype(x, common) for x in args]
