"""Functions of arrays of objects that numpy asks the elements for, and these do not have as methods.

numpy's ``sin`` of an array of objects calls the method ``sin`` of each. Numbers have functions instead: those
of mpmath, of uncertainties.umath, and for fractions those of Python's math. A function that decimals have no
arithmetic for (``sin``) is refused by name.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from importlib import import_module
from typing import Any

import numpy as np

from bu_dispatch import backend_of, get_backend
from bu_units import UNITLESS, Unit

from .exactly import MATRICES, fitted, interpolated, quantiles
from .objects import MPMATH, UNCERTAIN, is_uncertain, kind_of, mapped, of_objects, times

__all__ = ["OBJECTS", "Steps", "floor_divided", "function_of", "functions_for"]

# The names that functions go by elsewhere.
_OTHER_NAMES = {f"arc{name}": f"a{name}" for name in ("sin", "cos", "tan", "sinh", "cosh", "tanh", "tan2")}
_OF_DECIMALS = {"sqrt": Decimal.sqrt, "exp": Decimal.exp, "log": Decimal.ln, "log10": Decimal.log10}
_ELEMENTWISE = frozenset(
    "sqrt cbrt exp exp2 expm1 log log2 log10 log1p sin cos tan asin acos atan sinh cosh tanh asinh acosh "
    "atanh".split()
)


def function_of(name: str, x: Any) -> Any:
    """Return a function's value at one number; TypeError where numbers of its kind have no such function."""
    cls = type(x)
    found: Callable[[Any], Any] | None
    if isinstance(x, Decimal):
        found = _OF_DECIMALS.get(name)
    elif kind_of(cls) is MPMATH:
        found = getattr(cls.context, name, None) or _composed(name, cls.context)
    elif is_uncertain(cls):
        found = getattr(_umath(cls), name, None)
    elif isinstance(x, (int, float, Fraction)):
        found = getattr(math, name, None)
    else:
        found = getattr(x, name, None) and (lambda x: getattr(x, name)())
    if found is None:
        raise _no_function(name, cls)
    return found(x)


def _no_function(name: str, cls: type) -> TypeError:
    return TypeError(
        f"{name} of {cls.__name__}: such numbers have no such function; "
        "make floats of them first: .astype(float)"
    )


def _umath(cls: type) -> Any:
    """Return the functions of uncertainties, which is imported where its numbers are."""
    base = next(base for base in cls.__mro__ if base.__module__.startswith(UNCERTAIN))
    return import_module(f"{base.__module__.partition('.')[0]}.umath")


def _composed(name: str, context: Any) -> Callable[[Any], Any] | None:
    """Return a function that mpmath has by another name."""
    return {
        "log2": lambda x: context.log(x, 2),
        "exp2": lambda x: context.mpf(2) ** x,
    }.get(name)


def log10_of(x: Any) -> Any:
    """Return the decimal logarithm of one number; minus infinity of 0 and NaN of less, as in an array."""
    if isinstance(x, Decimal):
        return x.log10() if x >= 0 else Decimal("nan")
    if kind_of(type(x)) is MPMATH and not x > 0:
        return x.context.ninf if x == 0 else x.context.nan
    if isinstance(x, Fraction) and x <= 0:
        return -math.inf if x == 0 else math.nan
    return function_of("log10", x)


class Steps:
    """A number that is an object, with the arithmetic that a conversion of levels asks for: by floats."""

    def __init__(self, value: Any) -> None:
        self.value = value

    def __mul__(self, factor: float) -> Steps:
        return Steps(times(self.value, factor) if factor > 0 else -times(self.value, -factor))

    def __add__(self, addend: float) -> Steps:
        return Steps(self.value + (Decimal(repr(addend)) if isinstance(self.value, Decimal) else addend))

    def __rpow__(self, base: float) -> Steps:
        return Steps(int(base) ** self.value)

    def log10(self) -> Steps:
        """The decimal logarithm."""
        return Steps(log10_of(self.value))


def floor_divided(a: Any, b: Any) -> Any:
    """Return ``a // b``: by the record of the library where it has its own, whose rest fits; of mpmath's too.

    ndonnx rounds the quotient; numbers of mpmath's have ``%`` alone.
    """
    backend = backend_of(a) or backend_of(b)
    own = None if backend is None else backend.functions.get("floor_divide")
    if own is not None:
        return own(a, b)
    try:
        return a // b
    except TypeError:
        if not (of_objects(a) or of_objects(b)):
            raise
    return np.frompyfunc(_whole_part, 2, 1)(a, b)


def _whole_part(a: Any, b: Any) -> Any:
    context = next((type(x).context for x in (a, b) if kind_of(type(x)) is MPMATH), None)
    return a // b if context is None else context.nint((a - a % b) / b)


def _rounded(x: Any, decimals: int = 0) -> Any:
    if not hasattr(type(x), "__round__"):
        raise TypeError(f"round of {type(x).__name__}: such numbers are not rounded")
    return round(x, decimals) if decimals else round(x)


def _is_nan(x: Any) -> bool:
    return x.is_nan() if isinstance(x, Decimal) else bool(x != x)


def _is_infinite(x: Any) -> bool:
    return not _is_nan(x) and x in (math.inf, -math.inf)


_TESTS: dict[str, Callable[[Any], bool]] = {
    "isnan": _is_nan,
    "isinf": _is_infinite,
    "isfinite": lambda x: not _is_nan(x) and not _is_infinite(x),
}


def _rest_towards_zero(x: Any, y: Any) -> Any:
    return abs(x) % abs(y) * (-1 if x < 0 else 1)


def _angle(y: Any, x: Any) -> Any:
    cls: Any = next(
        (type(each) for each in (x, y) if is_uncertain(type(each)) or kind_of(type(each)) is MPMATH), float
    )
    if is_uncertain(cls):
        return _umath(cls).atan2(y, x)
    if cls is not float:
        return cls.context.atan2(y, x)
    if isinstance(x, Decimal) or isinstance(y, Decimal):
        raise _no_function("atan2", Decimal)
    return math.atan2(y, x)


def _phase(x: Any) -> Any:
    if hasattr(type(x), "_mpc_") or isinstance(x, complex):
        return _angle(x.imag, x.real)
    return math.pi if x < 0 else x * 0.0 if x != x else 0.0


def functions_for(xp: Any, x: Any) -> Any:
    """Return the functions for an array: of objects those that make no floats of them as numpy's would."""
    return OBJECTS if of_objects(x) and hasattr(x, "flat") and not hasattr(x, "mask") else xp


class Objects:
    """The functions of numpy, as bodies receive them, for arrays of objects."""

    of_objects = True
    linalg = MATRICES

    def __getattr__(self, name: str) -> Any:
        plain = _OTHER_NAMES.get(name, name)
        if plain == "atan2":
            return self.atan2
        if plain in _ELEMENTWISE:
            return lambda x: mapped(lambda value: function_of(plain, value), np.asarray(x, dtype=object))[()]
        test = _TESTS.get(name)
        if test is not None:
            return lambda x: mapped(test, np.asarray(x, dtype=object)).astype(bool)[()]
        return getattr(get_backend("numpy").xp, name)

    def floor_divide(self, x: Any, y: Any) -> Any:
        """The whole part of a quotient."""
        return floor_divided(x, y)

    def fmod(self, x: Any, y: Any) -> Any:
        """The rest of a division towards zero."""
        return np.frompyfunc(_rest_towards_zero, 2, 1)(x, y)

    def round(self, x: Any, decimals: int = 0) -> Any:
        """Each number as its own kind is rounded."""
        return mapped(lambda value: _rounded(value, decimals), np.asarray(x, dtype=object))[()]

    rint = round

    def sign(self, x: Any) -> Any:
        """-1, 0 or 1."""
        return mapped(lambda value: (value > 0) - (value < 0), np.asarray(x, dtype=object))[()]

    def var(self, x: Any, *, axis: Any = None, correction: float = 0, keepdims: bool = False) -> Any:
        """The mean square deviation, of real numbers that know no complex conjugate."""
        x = np.asarray(x, dtype=object)
        mean = np.asarray(np.mean(x, axis=axis, keepdims=True), dtype=object)
        count = x.size // max(mean.size, 1)
        total = np.sum((x - mean) ** 2, axis=axis, keepdims=keepdims)
        return total / (count - int(correction) if correction == int(correction) else count - correction)

    def deg2rad(self, x: Any) -> Any:
        """Degrees in radians."""
        return times(x, Unit("deg").factor_to(UNITLESS))[()]

    def rad2deg(self, x: Any) -> Any:
        """Radians in degrees."""
        return times(x, UNITLESS.factor_to(Unit("deg")))[()]

    def hypot(self, x: Any, y: Any) -> Any:
        """The root of the sum of two squares."""
        return self.sqrt(x**2 + y**2)

    def atan2(self, x: Any, y: Any) -> Any:
        """The angle of a vector."""
        return np.frompyfunc(_angle, 2, 1)(x, y)

    def angle(self, x: Any) -> Any:
        """The phase: 0 or pi of a real number."""
        return mapped(_phase, np.asarray(x, dtype=object))[()]

    def own(self, name: str, generic: Callable[..., Any]) -> Callable[..., Any]:
        """The function for objects, else `generic`, which takes this namespace first."""
        if name in _OWN:
            return _OWN[name]
        return lambda *args: generic(self, *args)

    def quantile(
        self, x: Any, q: Any, *, axis: Any = None, method: str = "linear", keepdims: bool = False
    ) -> Any:
        """Quantiles, by exact weights."""
        return quantiles(x, q, axis, method, keepdims, _is_nan, skip=False)

    def nanquantile(
        self, x: Any, q: Any, *, axis: Any = None, method: str = "linear", keepdims: bool = False
    ) -> Any:
        """Quantiles of what is not NaN."""
        return quantiles(x, q, axis, method, keepdims, _is_nan, skip=True)

    def median(self, x: Any, *, axis: Any = None, keepdims: bool = False) -> Any:
        """The middle of the elements, or the mean of the middle two."""
        return self.quantile(x, 0.5, axis=axis, keepdims=keepdims)

    def nanmedian(self, x: Any, *, axis: Any = None, keepdims: bool = False) -> Any:
        """The median of what is not NaN."""
        return self.nanquantile(x, 0.5, axis=axis, keepdims=keepdims)

    def std(self, x: Any, *, axis: Any = None, correction: float = 0, keepdims: bool = False) -> Any:
        """The root of `var`."""
        return self.sqrt(self.var(x, axis=axis, correction=correction, keepdims=keepdims))


_OWN: dict[str, Callable[..., Any]] = {"interp": interpolated, "polyfit": fitted}
OBJECTS = Objects()
