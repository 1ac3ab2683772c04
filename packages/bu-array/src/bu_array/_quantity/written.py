"""Numbers and arrays -> text from which `reading` makes the same again: type, dtype, shape and every digit.

============================== =========================================================
text                           what it is
============================== =========================================================
``3``, ``0.1``, ``nan``        a Python int or float; ``True``, ``(1.0+2.0j)`` likewise
``Fraction(1/3)``              a Fraction; ``Decimal(1.10)`` likewise
``float32(0.1)``               a scalar of numpy's
``float32(0.1, shape=())``     an array without axes
``int8([[1, 2], [3, 4]])``     an array; ``float64([], shape=(0, 3))`` where rows do not say it
``int(0x1f...)``               a Python int beyond 400 digits
============================== =========================================================
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from math import inf
from typing import Any

import numpy as np

from bu_dispatch import BackendError, backend_of
from bu_units import Unit

__all__ = ["dtype_named", "quantity_text"]

_LONGEST_INT = 1300  # bits: what people's numbers may have, and Python prints without a limit


def quantity_text(mantissa: Any, unit: Unit) -> str:
    """Return number and unit as `parse_quantity` reads them back."""
    value = _value_text(mantissa)
    if not unit.should_display_unit:
        return value
    text = unit.dispname  # whatever set_display says
    if text.startswith("1 / "):
        return f"{value} {text[2:]}"
    # Between a number and a unit that starts with one stands a sign.
    return f"{value} * {text}" if text[0] in "0123456789(" else f"{value} {text}"


def _value_text(mantissa: Any) -> str:
    backend = backend_of(mantissa)
    if backend is None:
        return _number_text(mantissa)
    if not backend.is_concrete(mantissa):
        raise BackendError(
            f"to_text() needs values, and this array of {backend.title} has none yet: {backend.way_out}"
        )
    values = backend.peek(mantissa)
    if isinstance(values, np.ma.MaskedArray) or hasattr(values, "mask"):
        raise TypeError(
            "a text has no masked elements: write .filled(value) of the mantissa, or mask and data"
        )
    name = str(getattr(mantissa.dtype, "name", mantissa.dtype)).rpartition(".")[2]
    texts = _element_texts(np.asarray(values).ravel(), dtype_named(name) or values.dtype)
    shape = tuple(mantissa.shape)
    if not shape:
        scalar = backend.gives_way(type(mantissa))
        return f"{name}({texts[0]})" if scalar else f"{name}({texts[0]}, shape=())"
    if not texts:
        return f"{name}([])" if shape == (0,) else f"{name}([], shape={shape})"
    return f"{name}({_nested(texts, shape)})"


def dtype_named(name: str) -> np.dtype[Any] | None:
    """Return numpy's dtype of this name, or that of ml_dtypes; None where there is none."""
    try:
        return np.dtype(name)
    except TypeError:
        pass
    try:
        import ml_dtypes  # brought by jax; what has such a dtype has it
    except ImportError:
        return None
    found = getattr(ml_dtypes, name, None)
    return np.dtype(found) if isinstance(found, type) and issubclass(found, np.generic) else None


def _nested(texts: list[str], shape: tuple[int, ...]) -> str:
    """Return the elements in brackets, a pair for each row."""
    for length in reversed(shape):
        texts = [f"[{', '.join(texts[at : at + length])}]" for at in range(0, len(texts), length)]
    return texts[0]


# ---------------------------------------------------------------- elements


def _element_texts(values: np.ndarray[Any, Any], dtype: np.dtype[Any]) -> list[str]:
    kind = dtype.kind
    if kind == "O":
        return [_object_text(x) for x in values.tolist()]
    if kind in "biu":
        return [str(x) for x in values.tolist()]
    if kind == "f" or "float" in dtype.name:
        return list(map(_float_text(dtype), values))
    if kind == "c":
        of_part = _float_text(values.real.dtype)
        return [_complex_text(of_part(x.real), of_part(x.imag)) for x in values]
    return [str(int(x)) for x in values]  # the integers of few bits of ml_dtypes


def _float_text(dtype: np.dtype[Any]) -> Callable[[Any], str]:
    """Return a function that writes as few digits as tell a float of this dtype from its neighbours."""
    if dtype == np.float64:
        return lambda x: float.__repr__(float(x))
    if dtype.kind == "f" and dtype.itemsize > 8:
        return str  # a long double: Python's float would cut it

    def text(x: Any) -> str:
        exact = float(x)
        if exact != exact or exact in (inf, -inf):
            return repr(exact)
        # numpy's digits are for reading in its dtype; here they go through a float64, which may round twice.
        shorter = (str(x),) if dtype.kind == "f" else (f"{exact:.{digits}g}" for digits in range(1, 10))
        for digits in shorter:
            if dtype.type(float(digits)) == dtype.type(exact):
                return repr(float(digits))
        return repr(exact)

    return text


def _complex_text(real: str, imaginary: str) -> str:
    sign = "" if imaginary.startswith("-") else "+"
    return f"{real}{sign}{imaginary}j"


def _object_text(x: Any) -> str:
    backend = backend_of(x)
    if backend is not None and not backend.gives_way(type(x)):
        raise TypeError(f"to_text() has no text for a {type(x).__name__} inside an array of objects")
    return _number_text(x) if backend is None else _value_text(x)


def _number_text(x: Any) -> str:
    """Return the text of a number of Python's."""
    kind = type(x)
    if kind is bool:
        return str(x)
    if isinstance(x, int):
        return int.__repr__(x) if x.bit_length() <= _LONGEST_INT else f"int({_int_text(x)})"
    if isinstance(x, float):
        return float.__repr__(x)
    if isinstance(x, complex):
        return f"({_complex_text(float.__repr__(x.real), float.__repr__(x.imag))})"
    if kind is Decimal:
        return f"Decimal({x})"
    if kind is Fraction:
        return f"Fraction({_int_text(x.numerator)}/{_int_text(x.denominator)})"
    raise TypeError(
        f"to_text() writes numbers of Python's and of array libraries, and no {kind.__name__}; "
        "take its value first, e.g. float(q.mantissa)"
    )


def _int_text(x: int) -> str:
    """Return an integer in decimal digits, or in hexadecimal ones, of which Python reads any number."""
    return int.__repr__(x) if x.bit_length() <= _LONGEST_INT else f"{x:#x}"
