"""Plain values, as messages have them -> numbers and arrays; what is none is an error at its place."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from math import inf, nan, prod
from typing import Any, NoReturn, TypeAlias

import numpy as np

from .reading import read_element

__all__ = ["FormError", "Path", "elements_of", "read_mask", "read_number"]

Path: TypeAlias = tuple["str | int", ...]

_DEEPEST = 64  # axes, as numpy has them
_LONGEST = 4000  # digits, of which Python reads no more than 4300
_SPECIAL = {"NaN": nan, "Infinity": inf, "-Infinity": -inf}
_INTEGER = r"[+-]?(?:[0-9]+|0x[0-9a-f]+)"
_FLOAT = r"[+-]?(?:(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?|nan|inf)"


class FormError(ValueError):
    """What stands in the place of a quantity is none.

    path: leads there, ``("value", 1, 0)``; reason: what is wrong with it.
    """

    __module__ = "bu_array.forms"

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(path, reason)
        self.path = path
        self.reason = reason

    def __str__(self) -> str:
        return f"at {place(self.path)}: {self.reason}" if self.path else self.reason

    def below(self, path: Path) -> FormError:
        """Return the error as it is seen from further up.

        path: leads to where the path of the error begins.
        """
        return FormError((*path, *self.path), self.reason)


def place(path: Path) -> str:
    """Return a path as a text: ``value[1][0]``."""
    text = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)
    return text.removeprefix(".")


class _WrongError(Exception):
    """One element is none of its dtype: the reason."""


def _expected(what: str, x: Any) -> NoReturn:
    text = repr(x)
    raise _WrongError(f"expected {what}, found {text if len(text) <= 60 else text[:57] + '...'}")


# ---------------------------------------------------------------- one number


def _bool(x: Any) -> bool:
    return x if isinstance(x, bool) else _expected("true or false", x)


def _int(x: Any) -> int:
    if isinstance(x, int) and not isinstance(x, bool):
        return int(x)
    if isinstance(x, float) and x.is_integer() and abs(x) < 2**53:  # 3.0: JSON has but one type of numbers
        return int(x)
    if isinstance(x, str) and re.fullmatch(_INTEGER, x) and (len(x) < _LONGEST or "x" in x):
        return int(x, 16 if "x" in x else 10)
    _expected("an integer", x)


def _float(x: Any) -> float:
    if x is None:
        return nan
    if isinstance(x, str) and x in _SPECIAL:
        return _SPECIAL[x]
    if isinstance(x, bool) or not isinstance(x, (int, float)):
        _expected("a number", x)
    try:
        return float(x)
    except OverflowError:
        pass
    raise _WrongError("a number beyond the range of float64")


def _complex(x: Any) -> complex:
    if isinstance(x, (list, tuple)):
        if len(x) != 2:
            _expected("a pair of numbers, [real, imaginary]", x)
        return complex(_float(x[0]), _float(x[1]))
    return x if isinstance(x, complex) else complex(_float(x))


def _decimal(x: Any) -> Decimal:
    if isinstance(x, Decimal):
        return x
    if isinstance(x, bool) or not isinstance(x, (int, str)):
        _expected("the text of a decimal number", x)  # a float would bring digits that nobody wrote
    try:
        return Decimal(x)
    except InvalidOperation:
        pass
    _expected("the text of a decimal number", x)


def _fraction(x: Any) -> Fraction:
    if isinstance(x, Fraction):
        return x
    if isinstance(x, int) and not isinstance(x, bool):
        return Fraction(x)
    above, _, below = x.partition("/") if isinstance(x, str) else ("", "", "")
    if not above or _int_or_none(below or "1") in (None, 0) or _int_or_none(above) is None:
        _expected("the text of a fraction, '1/3'", x)
    return Fraction(_int(above), _int(below or "1"))


def _int_or_none(text: str) -> int | None:
    try:
        return _int(text)
    except _WrongError:
        return None


def _object(x: Any) -> Any:
    if type(x) in (bool, int, float, complex, Decimal, Fraction):
        return x
    found = read_element(x) if isinstance(x, str) else None
    return _expected("a number or its text, such as 'Fraction(1/3)'", x) if found is None else found


def _any(x: Any) -> Any:
    """Return a number of no said type: Python's as it is."""
    if x is None or (isinstance(x, str) and x in _SPECIAL):
        return _float(x)
    if isinstance(x, (bool, int, float, complex, Decimal, Fraction)):
        return x
    _expected("a number", x)


_NUMBERS: dict[str | None, Callable[[Any], Any]] = {
    None: _any,
    "bool": _bool,
    "int": _int,
    "float": _float,
    "complex": _complex,
    "Decimal": _decimal,
    "Fraction": _fraction,
}


def read_number(x: Any, name: str | None, path: Path) -> Any:
    """Return a number of Python's, of the type called `name`; FormError for another value."""
    try:
        return _NUMBERS[name](x)
    except _WrongError as error:
        reason = str(error)
    raise FormError(path, reason)


# ---------------------------------------------------------------- arrays


def elements_of(
    value: Any,
    name: str | None,
    dtype: np.dtype[Any] | None,
    shape: tuple[int, ...] | None,
    path: Path = ("value",),
) -> tuple[np.ndarray[Any, Any], tuple[int, ...]]:
    """Return the elements of nested lists as an array with one axis, and the shape.

    name: what the form says; dtype: numpy's for it, None where the form says none; shape: what the form says.
    """
    pairs = dtype is not None and dtype.kind == "c"
    flat: list[Any] = []
    found = _flatten(value, path, flat, pairs, 0)
    if shape is None:
        shape = found
    elif prod(shape) != len(flat) or (flat and found not in (shape, (len(flat),))):
        raise FormError(path, f"values of shape {found} where the shape is {shape}")
    if dtype is None:
        dtype = _common(flat)
    try:
        array = _array(flat, name, dtype)
        array.reshape(shape)
    except _WrongError:
        array = None
    except (ValueError, OverflowError):
        raise FormError(("shape",), "no array has this shape") from None
    if array is None:
        _find_wrong(value, path, name, dtype, len(found))
        raise AssertionError("an element that cannot be read is found again")
    return array, shape


def _flatten(value: Any, path: Path, flat: list[Any], pairs: bool, depth: int) -> tuple[int, ...]:
    """Append the elements to `flat` and return the shape; a pair is one element where there are `pairs`."""
    if not isinstance(value, (list, tuple)) or (pairs and _is_pair(value)):
        flat.append(value)
        return ()
    if depth >= _DEEPEST:
        raise FormError(path, f"lists are nested deeper than the {_DEEPEST} axes that an array has")
    if value and not any(isinstance(row, (list, tuple)) for row in value):
        flat.extend(value)
        return (len(value),)
    shape: tuple[int, ...] | None = None
    for at, row in enumerate(value):
        own = _flatten(row, (*path, at), flat, pairs, depth + 1)
        if shape not in (None, own):
            raise FormError((*path, at), f"a row of shape {own} among rows of shape {shape}")
        shape = own
    return (len(value), *(shape or ()))


def _is_pair(value: Any) -> bool:
    return len(value) == 2 and not any(isinstance(part, (list, tuple)) for part in value)


def _common(flat: list[Any]) -> np.dtype[Any]:
    """Return the dtype of values that say none."""
    if flat and all(isinstance(x, bool) for x in flat):
        return np.dtype(bool)
    if flat and all(isinstance(x, int) and not isinstance(x, bool) for x in flat):
        return np.dtype(np.int64)
    if any(isinstance(x, complex) for x in flat):
        return np.dtype(complex)
    return np.dtype(object if any(isinstance(x, (Decimal, Fraction)) for x in flat) else float)


def _array(flat: list[Any], name: str | None, dtype: np.dtype[Any]) -> np.ndarray[Any, Any]:
    if dtype.kind == "O":
        array = np.empty(len(flat), dtype)
        read = _NUMBERS[name] if name in ("Decimal", "Fraction") else _object
        array[:] = [read(x) for x in flat]
        return array
    if dtype.kind == "b":
        return np.array([_bool(x) for x in flat], dtype)
    if dtype.kind == "c":
        return _complexes(flat, dtype)
    if dtype.kind == "f" and dtype.itemsize > 8:
        return np.array([_long(x, dtype) for x in flat], dtype)
    if dtype.kind == "f" or "float" in dtype.name:
        return _floats(flat, dtype)
    return _integers(flat, dtype)


def _complexes(flat: list[Any], dtype: np.dtype[Any]) -> np.ndarray[Any, Any]:
    array = np.empty(len(flat), dtype)
    part = array.real.dtype
    for x in flat:
        if isinstance(x, (list, tuple)) and len(x) != 2:
            _expected("a pair of numbers, [real, imaginary]", x)
    pairs = [
        (x.real, x.imag) if isinstance(x, complex) else x if isinstance(x, (list, tuple)) else (x, 0.0)
        for x in flat
    ]
    array.real = _array([real for real, _ in pairs], None, part)
    array.imag = _array([imaginary for _, imaginary in pairs], None, part)
    return array


def _long(x: Any, dtype: np.dtype[Any]) -> Any:
    if isinstance(x, str) and x not in _SPECIAL:
        return dtype.type(x) if re.fullmatch(_FLOAT, x) else _expected("a number", x)
    return dtype.type(x) if type(x) is int else dtype.type(_float(x))


def _floats(flat: list[Any], dtype: np.dtype[Any]) -> np.ndarray[Any, Any]:
    kinds = set(map(type, flat))
    wide = np.array(flat if kinds <= {float} else [_float(x) for x in flat], np.float64)
    with np.errstate(over="ignore"):
        array = wide.astype(dtype)
    lost = np.isinf(array) & ~np.isinf(wide)
    if np.any(lost) or np.any(np.isnan(array) & ~np.isnan(wide)):  # float8_e4m3fn has no infinity
        raise _WrongError(f"{dtype.name} does not hold {wide[lost | np.isnan(array)][0]}")
    return array


def _integers(flat: list[Any], dtype: np.dtype[Any]) -> np.ndarray[Any, Any]:
    values = [_int(x) for x in flat]
    if dtype.kind in "iu":
        limits = np.iinfo(dtype)
        for extreme in (min(values), max(values)) if values else ():
            if not limits.min <= extreme <= limits.max:
                raise _WrongError(f"{dtype.name} does not hold {_digits(extreme)}")
        return np.array(values, dtype)
    for x in values:  # of ml_dtypes
        if not -128 <= x <= 255 or int(np.array(x, np.int64).astype(dtype)) != x:
            raise _WrongError(f"{dtype.name} does not hold {_digits(x)}")
    return np.array(values, np.int64).astype(dtype)


def _digits(x: int) -> str:
    return str(x) if abs(x).bit_length() < 200 else f"an integer of {x.bit_length()} bits"


def _find_wrong(value: Any, path: Path, name: str | None, dtype: np.dtype[Any], depth: int) -> None:
    """Raise the error of the first element that is wrong, at its place."""
    if depth == 0:
        try:
            _array([value], name, dtype)
        except _WrongError as error:
            reason = str(error)
        else:
            return
        raise FormError(path, reason)
    for at, row in enumerate(value):
        _find_wrong(row, (*path, at), name, dtype, depth - 1)


def read_mask(mask: Any, shape: tuple[int, ...]) -> np.ndarray[Any, Any]:
    """Return the array of booleans that says where an array of `shape` is masked."""
    elements, _ = elements_of(mask, "bool", np.dtype(bool), shape, ("mask",))
    return elements.reshape(shape)
