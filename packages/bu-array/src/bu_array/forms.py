"""The form of quantities in messages -> Quantity: what `Quantity.to_dict` writes, and people like it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

import numpy as np

from bu_dispatch import BackendError, get_backend
from bu_units import Unit, UnitMismatchError, UnitParseError, parse_unit
from bu_units.nearness import hint

from ._quantity.elements_read import FormError, Path, elements_of, read_mask, read_number
from ._quantity.form import NUMBERS
from ._quantity.quantity import Quantity
from ._quantity.written import dtype_named
from .core import join

__all__ = ["KEYS", "FormError", "from_dict"]

KEYS = ("value", "unit", "dtype", "shape", "mask", "fill_value", "kind", "backend")
"""The keys of the form; the first two are in every one."""


def from_dict(form: Mapping[str, Any], backend: str | None = None) -> Quantity:
    """Return the quantity that a dict such as ``{"value": 5, "unit": "km"}`` says, in its unit.

    form: what `Quantity.to_dict` wrote, or a mapping with "value" and "unit"; without "dtype" a number stays
    Python's and lists become an array of booleans, int64 or float64. None is NaN, and so is the text "NaN";
    "Infinity" and integers may be texts, too.
    backend: the library of an array, by default the one that the form names, numpy where it names none.
    Raises FormError, with the place, for what is no such form; TypeError for no mapping.

    >>> from_dict({"value": [1.5, None], "unit": "mV"})
    Quantity([1.5 nan], "mV")
    >>> from_dict({"value": 5, "unit": "fathoms an hour"})
    Traceback (most recent call last):
      ...
    bu_array.forms.FormError: at unit: ...
    """
    if not isinstance(form, Mapping):
        raise TypeError(
            f"from_dict() reads a mapping such as {{'value': 5, 'unit': 'km'}}, got {type(form).__name__}"
        )
    _check_keys(form)
    unit = _unit(form["unit"], form.get("kind"))
    mantissa = _mantissa(form)
    name = backend if backend is not None else form.get("backend")
    quantity = cast("Quantity", join(mantissa, unit))
    if name is None or quantity.backend is None:
        return quantity
    return _in_library(quantity, name, given=backend is not None)


def _check_keys(form: Mapping[str, Any]) -> None:
    for key in form:
        if key not in KEYS:
            near = hint(key, KEYS) if isinstance(key, str) else ""
            raise FormError((), f"unknown key {key!r}{near}; the form of a quantity has {', '.join(KEYS)}")
    for key in KEYS[:2]:
        if key not in form:
            raise FormError((), f"the form of a quantity lacks {key!r}")


def _unit(said: Any, kind: Any) -> Unit:
    if isinstance(said, str):
        try:
            unit = parse_unit(said)
        except UnitParseError as error:
            problem = str(error)
        else:
            problem = ""
        if problem:
            raise FormError(("unit",), problem)
    elif isinstance(said, Unit):
        unit = said
    else:
        raise FormError(("unit",), f"expected the text of a unit, found {shown(said)}")
    if kind is None:
        return unit
    if not isinstance(kind, str):
        raise FormError(("kind",), f"expected the name of a kind, found {shown(kind)}")
    try:
        return unit.of_kind(kind)
    except (ValueError, UnitMismatchError) as error:  # unknown, or of another dimension
        problem = str(error)
    raise FormError(("kind",), problem)


def shown(x: Any) -> str:
    """Return a value as errors show it."""
    text = repr(x)
    return text if len(text) <= 60 else f"{text[:57]}..."


# ---------------------------------------------------------------- values


def _mantissa(form: Mapping[str, Any]) -> Any:
    name = form.get("dtype")
    value = form["value"]
    if name is not None and not isinstance(name, str):
        raise FormError(("dtype",), f"expected the name of a dtype, found {shown(name)}")
    arranged = any(form.get(key) is not None for key in ("shape", "mask"))
    if name in NUMBERS or name is None:
        alone = not isinstance(value, (list, tuple)) or (name == "complex" and _is_pair(value))
        if alone and not arranged:
            return read_number(value, name, ("value",))
    dtype = None if name is None else _dtype(name)
    elements, shape = elements_of(value, name, dtype, _shape(form.get("shape")))
    array = elements.reshape(shape)
    if form.get("mask") is not None:
        return _masked(array, form)
    if form.get("fill_value") is not None:
        raise FormError(("fill_value",), "there is no mask")
    return array if shape or form.get("shape") is not None else array[()]


def _is_pair(value: Any) -> bool:
    return len(value) == 2 and not any(isinstance(part, (list, tuple)) for part in value)


_ALIASES = {"bool_": "bool", "Decimal": "object", "Fraction": "object"}


def _dtype(name: str) -> np.dtype[Any]:
    """Return numpy's dtype of a name, one of numbers."""
    found = dtype_named(_ALIASES.get(name, name))
    if found is None or not (found.kind in "biufcO" or found.isbuiltin == 2):  # 2: of ml_dtypes
        raise FormError(("dtype",), f"no dtype of numbers is named {shown(name)} here")
    return found


def _shape(said: Any) -> tuple[int, ...] | None:
    if said is None:
        return None
    if not isinstance(said, (list, tuple)):
        raise FormError(("shape",), f"expected a list of sizes, found {shown(said)}")
    for at, size in enumerate(said):
        if isinstance(size, bool) or not isinstance(size, int) or size < 0:
            raise FormError(("shape", at), f"expected a size, found {shown(size)}")
    return tuple(said)


def _masked(array: np.ndarray[Any, Any], form: Mapping[str, Any]) -> Any:
    masked: Any = np.ma.MaskedArray(array, mask=read_mask(form["mask"], array.shape))
    fill = form.get("fill_value")
    if fill is not None:
        name = form.get("dtype")
        masked.fill_value = elements_of(fill, name, array.dtype, (), ("fill_value",))[0].reshape(())[()]
    return masked


# ---------------------------------------------------------------- libraries


def _in_library(quantity: Quantity, name: Any, given: bool) -> Quantity:
    """Return the quantity with its array in the library called `name`; its dtype must come with it."""
    path: Path = () if given else ("backend",)
    way = "" if given else "; from_dict(form, backend='numpy') reads it as numpy's"
    if not isinstance(name, str):
        raise FormError(path, f"expected the name of an array library, found {shown(name)}")
    try:
        backend = get_backend(name)
        moved = quantity.to_backend(name)
    except (BackendError, ValueError) as error:
        if given:
            raise
        problem = str(error)
    else:
        if str(quantity.dtype) == str(moved.dtype).rpartition(".")[2]:
            return moved
        wider = f"; {backend.wider}" if backend.wider else ""
        problem = f"{backend.title} makes {moved.dtype} of {quantity.dtype}{wider}"
        if given:
            raise BackendError(problem)
    raise FormError(path, f"{problem}{way}")
