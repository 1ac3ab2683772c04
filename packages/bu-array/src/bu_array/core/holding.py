"""What is written into an array of integers or booleans: what it holds exactly, or an error."""

from __future__ import annotations

from contextlib import suppress
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np

from bu_dispatch import Backend, backend_of, convert, default_backend
from bu_units import Unit

from .objects import as_exact, is_object_number
from .pair import detach, is_masked, join, split
from .rules import InexactError

__all__ = ["asks_truth", "counts", "held", "held_as"]


def asks_truth(dtype: Any, beside: Any) -> bool:
    """Whether a dtype, None or one of the library of `beside`, is that of booleans, which have no unit."""
    if dtype is None or dtype is bool:
        return dtype is bool
    backend = backend_of(beside) or default_backend()
    return bool(backend.xp.isdtype(backend.dtype(dtype), "bool"))


def held(values: Any, array: Any, unit: Unit, name: str, *beside: Any) -> Any:
    """Return the mantissa of `values` in `unit`, to be written into `array`; see `held_as`."""
    backend = backend_of(array)
    if backend is None:
        return detach(values, unit, name, *beside)
    return held_as(values, array.dtype, backend, unit, name, *beside, hides=is_masked(array))


def held_as(
    values: Any,
    dtype: Any,
    backend: Backend,
    unit: Unit,
    name: str,
    *beside: Any,
    asked: bool = False,
    hides: bool = False,
) -> Any:
    """Return the mantissa of `values` in `unit`, to be written into an array of `dtype`.

    dtype: one of the library `backend`; asked: whether the caller named it; hides: whether a mask is written,
    too. For `beside` see `split`. Raises InexactError for what integers cannot hold: 50 cm in whole metres.
    What is not known (traced, lazy) is refused where it is no integer, unless the dtype was `asked` for.
    """
    mantissa = detach(values, unit, name, *beside)
    if not counts(dtype):
        return mantissa
    if isinstance(dtype, type):
        dtype = backend.asarray(0, dtype=dtype).dtype
    source = backend_of(mantissa)
    if source is None:
        if is_object_number(mantissa):
            mantissa = as_exact(mantissa)
        if not isinstance(mantissa, (int, float, complex, Fraction)):
            return mantissa
        whole = _whole_number(*split(values, *beside), mantissa, unit)
        if whole is None or not _within(_bounds(backend, dtype), whole):
            raise _no_place(mantissa, dtype, unit, name)
        return whole
    if mantissa.dtype == dtype:
        return mantissa
    if not source.is_concrete(mantissa):
        if asked or counts(mantissa.dtype):
            return mantissa
        raise InexactError(
            f"{name}: values of {mantissa.dtype} that are not known yet may not fit {dtype}; "
            "make the quantity one of floats first, or round the values: .astype(int)"
        )
    number, own = split(values, *beside)
    if not is_masked(mantissa):
        return _array_of(number, own, mantissa, dtype, backend, unit, name)
    # What a mask hides may be anything, where it stays hidden.
    number, data = ((x.filled(0) if hides else x.data) if is_masked(x) else x for x in (number, mantissa))
    return type(mantissa)(_array_of(number, own, data, dtype, backend, unit, name), mask=mantissa.mask)


# ---------------------------------------------------------------- numbers


def _whole_number(number: Any, own: Unit, mantissa: Any, unit: Unit) -> int | None:
    """Return a Python number, `number` in the unit `own`, as an integer; None where it is none."""
    if isinstance(number, Decimal) and number.is_finite():
        number = Fraction(number)
    if isinstance(mantissa, complex):
        if mantissa.imag:
            return None
        mantissa = mantissa.real
    if isinstance(mantissa, int):
        return mantissa
    ratio = _ratio(own, unit)
    if ratio is not None and isinstance(number, (int, Fraction)):
        exact = Fraction(number) * ratio
        return int(exact) if exact.denominator == 1 else None
    if mantissa - mantissa != 0:  # NaN, infinity
        return None
    near = round(mantissa)
    return near if near == mantissa or _back(near, unit, own) == number else None


def _ratio(own: Unit, unit: Unit) -> Fraction | None:
    """Return by what to multiply, exactly; None where no fraction does it."""
    if type(own) is not Unit or type(unit) is not Unit or own.dim is not unit.dim:
        return None
    return (own.exact / unit.exact).fraction


def _back(whole: Any, unit: Unit, own: Unit) -> Any:
    """Return what a value in `unit` is in the unit that it came from; None for a plain neutral value."""
    return detach(join(whole, unit), own, "held") if own.dim is unit.dim else None


def _within(bounds: tuple[int, int], whole: int) -> bool:
    return bounds[0] <= whole <= bounds[1]


# ---------------------------------------------------------------- arrays


def _array_of(
    number: Any, own: Unit, mantissa: Any, dtype: Any, backend: Backend, unit: Unit, name: str
) -> Any:
    """Return an array whose values are known, `number` in the unit `own`, as one of `dtype`."""
    source = backend_of(mantissa)
    assert source is not None
    xp = source.xp
    if getattr(mantissa.dtype, "kind", None) == "O":
        whole = _numbers(mantissa, dtype, backend, unit, name)
        return source.asarray(whole, dtype=source.dtype(dtype)).reshape(mantissa.shape)
    if getattr(mantissa.dtype, "isbuiltin", None) == 2:  # of ml_dtypes, which isdtype does not know
        number = mantissa = mantissa.astype("float32")
        own = unit
    if xp.isdtype(mantissa.dtype, "complex floating"):
        unreal = xp.imag(mantissa) != 0
        if xp.any(unreal):
            raise _no_place(mantissa[unreal][0], dtype, unit, name)
        number, mantissa = None, xp.real(mantissa)
    near, fits = _nearest(source, number, mantissa, own, unit)
    fits = fits & _inside(source, near, *_bounds(backend, dtype))
    if not xp.all(fits):
        raise _no_place(mantissa[~fits][0], dtype, unit, name)
    if source is not backend and source.name != "numpy":
        return backend.xp.astype(convert(near, backend), dtype)  # jax may lack the dtype
    return xp.astype(near, source.dtype(dtype))


def _nearest(source: Backend, number: Any, mantissa: Any, own: Unit, unit: Unit) -> tuple[Any, Any]:
    """Return values as whole numbers, and where they are those."""
    xp = source.xp
    if counts(mantissa.dtype):
        return mantissa, mantissa == mantissa
    ratio = _ratio(own, unit)
    whole = number is not None and backend_of(number) is source and counts(number.dtype)
    if whole and ratio is not None and not xp.isdtype(number.dtype, "bool"):
        wide = xp.asarray(0).dtype if not xp.isdtype(number.dtype, "unsigned integer") else number.dtype
        reach = int(xp.iinfo(wide).max)
        if max(ratio.numerator, ratio.denominator) <= reach:
            count = xp.astype(number, wide)
            limit = reach // ratio.numerator
            inside = (count <= limit) & (count >= -limit)
            product = xp.where(inside, count, 0) * ratio.numerator
            return product // ratio.denominator, inside & (product % ratio.denominator == 0)
    near = xp.round(mantissa)
    fits = near == mantissa
    if number is not None and own.dim is unit.dim and own is not unit and backend_of(number) is source:
        fits = fits | (_back(near, unit, own) == number)
    return near, fits


def _inside(source: Backend, near: Any, low: int, high: int) -> Any:
    """Return where whole numbers are within bounds."""
    if not counts(near.dtype):
        end = int(source.xp.finfo(near.dtype).max)  # of half precision before those of integers
        above = near <= float(end) if end <= high else near < float(high + 1)
        return (near >= float(max(low, -end))) & above
    least, most = _bounds(source, near.dtype)
    if most == 1:
        return near == near
    return (near >= max(low, least)) & (near <= min(high, most))


def _numbers(mantissa: Any, dtype: Any, backend: Backend, unit: Unit, name: str) -> list[int]:
    """Return the elements of an object array as integers."""
    found = []
    for value in mantissa.ravel().tolist():
        if value != value or value != int(value) or not _within(_bounds(backend, dtype), int(value)):
            raise _no_place(value, dtype, unit, name)
        found.append(int(value))
    return found


# ---------------------------------------------------------------- dtypes


def counts(dtype: Any) -> bool:
    """Whether a dtype of any library, or its name, is one of integers or booleans."""
    if isinstance(dtype, str):
        with suppress(TypeError):  # bfloat16, float8_e4m3 ...: the name says it
            dtype = np.dtype(dtype)  # which knows short names, too: "i4", "long", "?"
    kind = getattr(dtype, "kind", None)
    if isinstance(kind, str) and kind != "V":
        return kind in "iub"
    text = str(dtype)
    return "int" in text or "bool" in text


def _bounds(backend: Backend, dtype: Any) -> tuple[int, int]:
    if "bool" in str(dtype):
        return 0, 1
    info = backend.xp.iinfo(dtype)
    return int(info.min), int(info.max)


def _no_place(value: Any, dtype: Any, unit: Unit, name: str) -> InexactError:
    number = value if isinstance(value, complex) else complex(value)
    number = number if number.imag else number.real
    text = f"{number:g}" if unit.is_unitless else f"{number:g} {unit}"
    return InexactError(
        f"{name}: {text} does not fit {dtype}; make the quantity one of floats first: .astype(float)"
    )
