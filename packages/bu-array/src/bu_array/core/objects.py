"""Numbers that are objects: Decimal, Fraction, mpmath's, uncertainties'. How each takes a factor.

A factor of units is exact, and a float64 is but what it is rounded to. An object number is multiplied by
the exact one, in its own arithmetic and rounded once: a Fraction by a fraction, a Decimal and a number of
mpmath's to the precision that is set there. What computes in float64 inside takes the float64. A kind is
found by its type, and by the library that the type comes from: nothing is imported to find out.
"""

from __future__ import annotations

import decimal
import re
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from fractions import Fraction
from math import isfinite, lcm
from numbers import Complex, Number
from typing import Any, NamedTuple

import numpy as np

from bu_dispatch import backend_of, get_backend
from bu_units import Magnitude, exact_factor

__all__ = [
    "array_of",
    "as_exact",
    "as_float",
    "as_floats",
    "attach_symbols",
    "beside_objects",
    "bracketed",
    "explain_mixture",
    "exponent_of",
    "in_one_array",
    "is_object_number",
    "is_symbol",
    "is_uncertain",
    "kind_of",
    "mapped",
    "moved_exactly",
    "object_text",
    "of_objects",
    "together",
    "times",
    "under",
]


class Kind(NamedTuple):
    """How numbers of one kind take exact factors."""

    rational: Callable[[Any, int, int, int], Any]
    """``(x * a + b) / c`` of a number and three integers, rounded once."""
    irrational: Callable[[Any, Magnitude], Any]
    """The product with a number that has pi or a root in it."""
    whole: Callable[[int, Any], Any]
    """An integer as a number like another one, which it meets."""


# ---------------------------------------------------------------- kinds


def _by_float(x: Any, a: int, b: int, c: int) -> Any:
    """Of what holds float64: the factor and the addend are rounded first."""
    product = x if a == c else x * (a / c)
    return product + b / c if b else product


def _float_product(x: Any, exact: Magnitude) -> Any:
    return x * float(exact)


def _as_it_is(number: int, like: Any) -> Any:
    return number


FLOATING = Kind(_by_float, _float_product, _as_it_is)


def _of_integer(x: Any, a: int, b: int, c: int) -> Any:
    """An integer where it is one, else the nearest float64, as of Python's numbers."""
    above = int(x) * a + b
    return above // c if above % c == 0 else above / c


INTEGER = Kind(_of_integer, _float_product, _as_it_is)


def _of_fraction(x: Any, a: int, b: int, c: int) -> Any:
    return (x * a + b) / c


FRACTION = Kind(_of_fraction, _float_product, lambda number, like: Fraction(number))
"""An irrational factor makes a float of a Fraction, as a root does."""


def _of_decimal(x: Decimal, a: int, b: int, c: int) -> Decimal:
    """Exact up to the one rounding, which is that of the context: to its precision, by its mode."""
    context = decimal.getcontext()
    wide = _exact_context(x, a, b, c)
    factor = _finite(a, c)
    if factor is not None and not b:
        return context.multiply(x, factor)
    addend = _finite(b, c)
    if factor is not None and addend is not None:
        return context.plus(wide.add(wide.multiply(x, factor), addend))
    return context.divide(wide.add(wide.multiply(x, Decimal(a)), Decimal(b)), Decimal(c))


def _exact_context(x: Decimal, *integers: int) -> decimal.Context:
    """Return a context in which a sum of products of a decimal and integers is exact, within reason."""
    digits = len(x.as_tuple().digits) + sum(number.bit_length() for number in integers) + 10
    spread = min(abs(x.adjusted()), 10_000) if x.is_finite() else 0
    return decimal.Context(
        prec=digits + spread, Emax=decimal.MAX_EMAX, Emin=decimal.MIN_EMIN, traps=[decimal.InvalidOperation]
    )


def _finite(above: int, below: int) -> Decimal | None:
    """Return a fraction as a decimal of as few digits as it takes; None where they never end."""
    ratio = Fraction(above, below)
    rest, twos, fives = ratio.denominator, 0, 0
    while rest % 2 == 0:
        rest, twos = rest // 2, twos + 1
    while rest % 5 == 0:
        rest, fives = rest // 5, fives + 1
    if rest != 1:
        return None
    places = max(twos, fives)
    number = Decimal(ratio.numerator * 10**places // ratio.denominator).scaleb(-places, _WIDEST)
    if number.adjusted() < decimal.getcontext().prec:
        return number
    return number.normalize(_WIDEST)  # 1E+30, which is no rounding of thirty digits


_WIDEST = decimal.Context(prec=100_000, Emax=decimal.MAX_EMAX, Emin=decimal.MIN_EMIN)


def _decimal_product(x: Decimal, exact: Magnitude) -> Decimal:
    return decimal.getcontext().multiply(x, exact.digits(decimal.getcontext().prec + 10))


DECIMAL = Kind(_of_decimal, _decimal_product, lambda number, like: Decimal(number))


def _of_any(x: Any, a: int, b: int, c: int) -> Any:
    """Of numbers that know integers: sympy's, gmpy2's, intervals."""
    product = x if a == 1 else x * a
    moved = product + b if b else product
    return moved if c == 1 else moved / c


def _any_product(x: Any, exact: Magnitude) -> Any:
    return x * float(exact)


OTHER = Kind(_of_any, _any_product, _as_it_is)


def _of_mpmath(x: Any, a: int, b: int, c: int) -> Any:
    context = type(x).context
    wide = context.prec + 64 + a.bit_length() + b.bit_length()
    moved = context.fmul(x, a, prec=wide)
    if b:
        moved = context.fadd(moved, b, prec=wide)
    return context.fdiv(moved, c)


def _mpmath_product(x: Any, exact: Magnitude) -> Any:
    context = type(x).context
    with context.extraprec(40):
        factor = context.mpf(str(exact.digits(context.dps + 5)))
    return context.fmul(x, factor)


MPMATH = Kind(_of_mpmath, _mpmath_product, lambda number, like: type(like).context.convert(number))


def _kind_in_mpmath(cls: type) -> Kind:
    context = getattr(cls, "context", None)
    floating = hasattr(cls, "_mpf_") or hasattr(cls, "_mpc_")
    return MPMATH if floating and hasattr(context, "fmul") and hasattr(context, "prec") else OTHER


NOTHING = Kind(lambda x, a, b, c: x, lambda x, exact: x, _as_it_is)
"""What stands below a mask."""

_KINDS: dict[type, Kind] = {
    type(None): NOTHING,
    int: INTEGER,
    float: FLOATING,
    complex: FLOATING,
    Decimal: DECIMAL,
    Fraction: FRACTION,
}
UNCERTAIN = "uncertainties"
"""The library of numbers with uncertainties."""
_LIBRARIES: dict[str, Callable[[type], Kind]] = {
    "mpmath": _kind_in_mpmath,
    UNCERTAIN: lambda cls: FLOATING,
    "numpy": lambda cls: FLOATING,
}


def kind_of(cls: type) -> Kind:
    """Return how numbers of a type take exact factors."""
    for base in cls.__mro__:
        known = _KINDS.get(base)
        if known is not None:
            return known
        library = _LIBRARIES.get(base.__module__.partition(".")[0])
        if library is not None:
            return library(cls)
    return OTHER


# ---------------------------------------------------------------- which values are of such numbers


def is_object_number(x: Any) -> bool:
    """Whether `x` is one number that is an object: no number of Python's own, and no array."""
    cls = type(x)
    if cls in _PYTHONS:
        return False
    if cls is Decimal or cls is Fraction:
        return True
    if isinstance(x, _SYMBOLS):
        _has_value(x)  # which refuses what has a unit
        return True
    return backend_of(x) is None and (
        (isinstance(x, Number) and not isinstance(x, (int, float, complex))) or is_uncertain(cls)
    )


_PYTHONS = frozenset((int, float, complex, bool))

_SYMBOLS: tuple[type, ...] = ()
_has_value: Callable[[Any], bool] = bool


def attach_symbols(kind: type, has_value: Callable[[Any], bool]) -> None:
    """Let expressions of a class count as numbers, those without a value too: sympy's.

    kind: the class; has_value: whether an expression is a number; raises TypeError for one that is no
    mantissa.
    """
    global _SYMBOLS, _has_value
    _SYMBOLS, _has_value = (*_SYMBOLS, kind), has_value


def is_symbol(x: Any) -> bool:
    """Whether `x` is an expression without a value."""
    return isinstance(x, _SYMBOLS) and not _has_value(x)


def is_uncertain(cls: type) -> bool:
    """Whether a type is one of uncertainties' numbers."""
    return any(
        base.__module__.partition(".")[0] == UNCERTAIN and hasattr(base, "nominal_value")
        for base in cls.__mro__
    )


def of_objects(x: Any) -> bool:
    """Whether `x` is a number that is an object, or an array of objects."""
    if backend_of(x) is not None:
        return getattr(x.dtype, "kind", "") == "O"
    return is_object_number(x)


def as_float(x: Any) -> Any:
    """Return a number for arrays of floats; what has no one value (uncertainties) as it is.

    A complex number for one of mpmath's.
    """
    if not is_object_number(x) or is_uncertain(type(x)) or is_symbol(x):
        return x
    return float(x) if hasattr(type(x), "__float__") and not _is_complex(x) else complex(x)


def _is_complex(x: Any) -> bool:
    return isinstance(x, Complex) and hasattr(type(x), "_mpc_")


def as_exact(x: Any) -> Any:
    """Return one object number as a Fraction, exactly, where it has a value, else as a float."""
    if isinstance(x, Fraction) or is_uncertain(type(x)) or is_symbol(x):
        return x
    if isinstance(x, Decimal):
        return Fraction(x) if x.is_finite() else float(x)
    return as_float(x)


def as_floats(x: Any) -> Any:
    """Return object numbers as floats (complex, of mpmath's), for a library asked for by name.

    Anything else as it is. Raises TypeError for numbers that have no one value (uncertainties).
    """
    if not of_objects(x):
        return x
    if backend_of(x) is None:
        number = as_float(x)
        if number is x:
            raise _no_float(x)
        return number
    if not hasattr(x, "flat"):
        return x  # of dask, whose elements are not known
    for value in x.flat:
        if is_uncertain(type(value)) or is_symbol(value):
            raise _no_float(value)
    return np.asarray(mapped(as_float, x).tolist())


def _no_float(x: Any) -> TypeError:
    return TypeError(
        f"a {type(x).__name__} of {type(x).__module__.partition('.')[0]} is no float, so that numpy alone holds "
        f"it, as an object; {'give it a value' if is_symbol(x) else 'take its nominal_value'} first"
    )


# ---------------------------------------------------------------- factors


def times(x: Any, factor: float) -> Any:
    """Return ``x * factor`` for a number that is an object, or an array of such."""
    exact = exact_factor(factor)
    ratio = exact.fraction
    if ratio is None:
        return _each(x, lambda value, kind: kind.irrational(value, exact))
    above, below = ratio.numerator, ratio.denominator
    return _each(x, lambda value, kind: kind.rational(value, above, 0, below))


def moved_exactly(x: Any, factor: Fraction, offset: Fraction) -> Any:
    """Return ``x * factor + offset`` for a number that is an object, or an array of such."""
    below = lcm(factor.denominator, offset.denominator)
    a, b = int(factor * below), int(offset * below)
    return _each(x, lambda value, kind: kind.rational(value, a, b, below))


def under(factor: float, x: Any) -> Any:
    """Return ``factor / x`` for a number that is an object, or an array of such."""
    return times(1 / x, factor)


def _each(x: Any, function: Callable[[Any, Kind], Any]) -> Any:
    """Return what a function makes of a number and its kind; of an array, of each element."""
    if backend_of(x) is None:
        return function(x, kind_of(type(x)))
    if hasattr(x, "map_blocks"):  # dask's
        return x.map_blocks(_each, function, dtype=object, meta=np.empty((0,) * x.ndim, dtype=object))
    values = np.asarray(x, dtype=object)
    kinds = {cls: kind_of(cls) for cls in set(map(type, values.flat))}
    like = _company(values.flat)
    whole = kind_of(type(like)).whole

    def element(value: Any) -> Any:
        kind = kinds[type(value)]
        if kind is INTEGER and like is not None:  # beside decimals it is one
            return function(whole(int(value), like), kind_of(type(like)))
        return function(value, kind)

    return mapped(element, values)


def mapped(function: Callable[[Any], Any], values: Any) -> Any:
    """Return what a function makes of each element, as an array of objects."""
    found = np.empty(values.shape, dtype=object)
    for place, value in enumerate(values.flat):
        found.flat[place] = function(value)
    return found


def _company(values: Iterable[Any]) -> Any:
    """Return the first value whose kind says what integers become beside it; None for none."""
    return next((x for x in values if kind_of(type(x)) not in (INTEGER, FLOATING, NOTHING)), None)


# ---------------------------------------------------------------- beside each other


def together(values: Sequence[Any]) -> list[Any]:
    """Return values that are added, multiplied ... as they compute with each other.

    Integers beside decimals and kin become such numbers, and whole arrays of integers arrays of them: what is
    exact stays so. Beside an array of floats a number becomes a float.
    """
    values = in_one_array(values)
    if not any(map(of_objects, values)):
        return values
    if any(is_uncertain(type(x)) for x in values):  # they hold floats, and know no decimals
        return [as_float(x) for x in values]
    like = _company(value for x in values if of_objects(x) for value in _elements(x))
    return values if like is None else [_like(x, like) for x in values]


def in_one_array(values: Sequence[Any]) -> list[Any]:
    """Return values of one call, object numbers as floats where the array beside them holds no objects.

    Raises TypeError for one that is no float (uncertainties) beside an array of another library than numpy.
    """
    values = list(values)
    if not any(map(of_objects, values)):
        return values
    arrays = [x for x in values if backend_of(x) is not None]
    if any(not _holds_objects(x) for x in arrays):
        values = [as_float(x) for x in values]
        for x in filter(is_object_number, values):
            if any(backend_of(array) is not get_backend("numpy") for array in arrays):
                raise _no_float(x)
    return values


def beside_objects(x: Any, others: Sequence[Any]) -> Any:
    """Return integers, zeros and NaN as they become beside `others`; anything else as it is."""
    if type(x) not in (int, float) and getattr(getattr(x, "dtype", None), "kind", "") not in ("i", "u"):
        return x
    objects = [other for other in others if other is not None and of_objects(other)]
    return together([x, *objects])[0] if objects else x


def _holds_objects(array: Any) -> bool:
    """Whether object numbers can meet the elements of an array without a rounding to floats."""
    backend = backend_of(array)
    letter = getattr(array.dtype, "kind", "")
    return (backend is get_backend("numpy") and letter in "iubO") or letter == "O"


def _elements(x: Any) -> Iterable[Any]:
    if backend_of(x) is None:
        return (x,)
    return x.flat if hasattr(x, "flat") else ()


def _like(x: Any, like: Any) -> Any:
    """Return integers, and zeros and NaN, as numbers of the kind of `like`; anything else as it is."""
    whole = kind_of(type(like)).whole
    if type(x) is int or type(x) is bool:
        return whole(int(x), like)
    if type(x) is float and isinstance(like, Decimal) and (x == 0 or not isfinite(x)):
        return Decimal(x)  # what fits any unit
    if backend_of(x) is None or getattr(x.dtype, "kind", "") not in "iu":
        return x
    return mapped(lambda value: whole(int(value), like), np.asarray(x))


def exponent_of(base: Any, exponent: Any) -> Any:
    """Return an exponent as object numbers take it: an integer where it is one, else of the kind of the base.

    base: a number that is an object, or an array of such. A Decimal takes no float: 0.5 is the decimal 0.5.
    """
    if isinstance(exponent, (Fraction, float, Decimal)) and isfinite(exponent) and exponent % 1 == 0:
        return int(exponent)
    decimals = any(isinstance(x, Decimal) for x in _elements(base))
    if isinstance(exponent, float):
        return Decimal(repr(float(exponent))) if decimals else exponent
    if isinstance(exponent, Fraction):
        if decimals:
            return Decimal(exponent.numerator) / exponent.denominator
        return exponent if backend_of(base) is None and isinstance(base, Fraction) else float(exponent)
    return exponent


def array_of(items: Any, leaves: Sequence[Any], beside: Sequence[Any]) -> Any:
    """Return nested lists with object numbers as an array of objects, numpy's; None where they become floats.

    They do beside arrays of floats, and where decimals or fractions stand among numbers that they do not add
    up with. leaves: the elements; beside: the operands that the array is to meet.
    """
    objects = [x for x in leaves if is_object_number(x)]
    if not all(_holds_objects(x) for x in beside if backend_of(x) is not None):
        return None
    exact = {base for x in objects for base in (Decimal, Fraction) if isinstance(x, base)}
    floats = any(isinstance(x, (float, complex)) and x - x == 0 for x in leaves)  # NaN stands beside anything
    if len(exact) == 2 or (exact and floats and not any(is_uncertain(type(x)) for x in objects)):
        return None
    values = np.array(items, dtype=object)
    return mapped(lambda x: _like(x, objects[0]), values)


# ---------------------------------------------------------------- text


def object_text(x: Any, spec: str = "", precision: int | None = None) -> str:
    """Return the text of one number by a format spec, that of floats for numbers without one of their own.

    precision: how many decimals are shown at most.
    """
    if not is_object_number(x) or is_uncertain(type(x)):
        return format(x, spec)
    if is_symbol(x):
        return str(x)
    if precision is not None and not spec:
        text = object_text(x)
        shorter = object_text(x, f".{precision}f")
        return text if "/" not in text and len(text) <= len(shorter) else shorter
    if not spec or isinstance(x, Decimal):
        return format(x, spec)
    if spec[-1] not in "eEfFgG%":
        return format(str(x), spec)
    if _is_complex(x):
        real, imaginary = object_text(x.real, spec), object_text(x.imag, f"+{spec}")
        return f"({real}{imaginary}j)"
    text = format(_long_decimal(x), spec)  # Fraction before Python 3.12 and mpmath before 1.4 take no spec
    return re.sub(r"(?<=[eE][+-])(?=\d$)", "0", text)  # e-01, as of floats


def _long_decimal(x: Any) -> Decimal:
    """Return a real number as a decimal of more digits than are shown."""
    if not isinstance(x, Fraction):
        if x - x != 0:  # NaN, infinity
            return Decimal(str(float(x)))
        digits, power = type(x).context.mpf(x).man_exp
        x = Fraction(digits) * Fraction(2) ** power
    return _WIDEST_SHOWN.divide(Decimal(x.numerator), Decimal(x.denominator))


_WIDEST_SHOWN = decimal.Context(prec=300, Emax=decimal.MAX_EMAX, Emin=decimal.MIN_EMIN)


def bracketed(text: str) -> str:
    """Return the text of a number that stands before a unit, in brackets where it is a sum: (1.0+/-0.1)."""
    return f"({text})" if any(sign in text for sign in _PLUS_MINUS) and not text.startswith("(") else text


_PLUS_MINUS = ("+/-", "±", "\\pm")


def explain_mixture(name: str, *values: Any) -> None:
    """Raise TypeError, with a way out, for decimals beside floats or fractions, which do not mix."""
    kinds = {type(value) for x in values for value in _sample(x)}
    decimals = {cls for cls in kinds if issubclass(cls, Decimal)}
    others = {cls for cls in kinds - decimals if issubclass(cls, (float, complex, Fraction, np.inexact))}
    if decimals and others:
        other = min(cls.__name__ for cls in others)
        raise TypeError(
            f"{name}: Decimal and {other} do not mix, unsupported operand types in Python itself; "
            "write the other number as a Decimal, Decimal('1.5'), or make floats of the decimals: .astype(float)"
        ) from None


def _sample(x: Any) -> list[Any]:
    if backend_of(x) is None:
        return [x]
    if getattr(x.dtype, "kind", "") == "O":
        return list(_elements(x))
    return [1.0] if getattr(x.dtype, "kind", "") == "f" else []
