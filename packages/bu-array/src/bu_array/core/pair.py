"""The pair of a mantissa and a unit; the only place where mantissas leave and enter quantities."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from fractions import Fraction
from math import frexp, inf, ldexp
from numbers import Number
from typing import Any, ClassVar

from numpy import ndarray

from bu_dispatch import Backend, backend_of, common_backend, convert
from bu_units import UNITLESS, Unit

from . import listening, rules
from .foreign import is_foreign
from .objects import array_of, as_float, beside_objects, is_object_number, of_objects, times
from .rules import Factor, IndexUnitError, NoMantissaError, refused_on_scale
from .scales import ScaleRule, convert_scale
from .times import is_time_difference

__all__ = [
    "Pair",
    "as_result",
    "AS_IT_IS",
    "AT_ONCE",
    "BY_KIND",
    "NUMERIC",
    "attach",
    "attach_finder",
    "attach_reader",
    "attach_holder",
    "attach_scale",
    "class_for",
    "detach",
    "gather",
    "has_unit",
    "is_masked",
    "is_neutral",
    "is_plain_zero",
    "join",
    "known_number",
    "linear",
    "met",
    "position",
    "pure_number",
    "refuse_no_number",
    "scaled",
    "split",
    "detach_asked",
    "unwrapped",
    "when_attached",
]

_new = object.__new__

# What the types of plain values say of them. Both grow with the types met; see `admission.read`.
AS_IT_IS: set[type] = {int, float, complex, bool}
"""Every instance is a number, or an array of numbers."""
BY_KIND: set[type] = set()
"""Arrays that are of numbers if the letter of their numpy dtype is one of `NUMERIC`."""
NUMERIC = frozenset("biufc")
NUMBERS = (int, float, complex, Fraction)
_Reader = Callable[[Any], "tuple[Any, Unit]"]


class Pair:
    """The pair of a mantissa and a unit; `Quantity` derives from it."""

    __slots__ = ("__weakref__", "_mantissa", "_unit")

    _mantissa: Any
    _unit: Unit
    _stands_for_arrays: ClassVar[bool] = False
    """Without a unit it counts as its array, as those of the array API namespaces do: zeros fit any unit."""


_Quantity: type[Pair] = Pair
_ScaleQuantity: type[Pair] = Pair


_waiting: list[Callable[[type[Pair]], None]] = []


def when_attached(receive: Callable[[type[Pair]], None]) -> Callable[[type[Pair]], None]:
    """Have `receive` called with the class Quantity, once it is there. A decorator."""
    _waiting.append(receive)
    return receive


def attach(quantity: type[Pair]) -> None:
    """Set the class that results are wrapped in, here and in the modules that wait for it.

    `Quantity` takes functions as methods and so comes after all of them; each keeps it in a global of its
    own, where the fast paths find it at once.
    """
    global _Quantity
    _Quantity = quantity
    for receive in _waiting:
        receive(quantity)


def attach_scale(quantity: type[Pair]) -> None:
    """Set the class of quantities whose unit is a scale (degC, dBm)."""
    global _ScaleQuantity
    _ScaleQuantity = quantity


# Classes whose instances stand for the array or quantity in their `data`: bu_jax.CustomArray.
_HOLDERS: tuple[type[Any], ...] = ()


def attach_holder(holder: type) -> None:
    """Let functions and operators take what instances of `holder` have in `data`."""
    global _HOLDERS
    _HOLDERS = (*_HOLDERS, holder)


FINDERS: list[Callable[[Any, str], Any]] = []


def attach_finder(find: Callable[[Any, str], Any]) -> None:
    """Have ``find(quantity, name)`` asked for what a quantity has not; it may answer NotImplemented."""
    FINDERS.append(find)


def unwrapped(x: Any) -> Any:
    """Return the array or quantity that a holder has in `data`; anything else as it is."""
    return unwrapped(x.data) if isinstance(x, _HOLDERS) else x


def _unread(x: Any) -> tuple[Any, Unit]:
    return x, UNITLESS


_read: _Reader = _unread


def attach_reader(read: _Reader) -> None:
    """Set what makes mantissa and unit of a plain value of another type; it takes lists apart by `gather`."""
    global _read
    _read = read


def class_for(unit: Unit) -> type[Pair]:
    """Return the class of quantities in `unit`."""
    return _Quantity if type(unit) is Unit else _ScaleQuantity


def join(mantissa: Any, unit: Unit) -> Any:
    """Return the Quantity of a mantissa and a unit that are right by construction."""
    quantity = _new(_Quantity if type(unit) is Unit else _ScaleQuantity)
    quantity._mantissa = mantissa
    quantity._unit = unit
    return quantity


def split(x: Any, *beside: Any) -> tuple[Any, Unit]:
    """Return mantissa and unit: of a quantity its own, of a unit one of it, else `x` without a unit.

    A list becomes an array of the library of the operands `beside` it, if it holds no array itself.
    """
    if isinstance(x, Pair):
        unit = x._unit
        if unit.ident:  # as always: asked for, because torch.compile compares again what is asked, no more
            return x._mantissa, unit
    if type(x) in AS_IT_IS:
        return x, UNITLESS
    if isinstance(x, Unit):
        return 1, x
    if isinstance(x, (list, tuple)):
        return gather(x, beside)
    if isinstance(x, _HOLDERS):
        return split(x.data, *beside)
    return _read(x)


def linear(name: str, x: Any, *beside: Any) -> tuple[Any, Unit]:
    """Split an operand of the function `name`; TypeError for a value on a scale. For `beside` see `split`."""
    mantissa, unit = split(x, *beside)
    if type(unit) is not Unit:
        raise refused_on_scale(name, unit)
    return mantissa, unit


def as_result(mantissa: Any, unit: Unit | None, fold: Factor = None, *, bare: bool = False) -> Any:
    """Return what a rule makes of a result: with its unit, or a bare array for None.

    `fold` is the factor of the result. With `bare` (no operand had a unit) the number one is no unit.
    """
    if unit is None or (bare and unit is UNITLESS):
        return scaled(mantissa, fold)
    return join(scaled(mantissa, fold), unit)


def detach(x: Any, unit: Unit, name: str, *beside: Any) -> Any:
    """Return the mantissa of `x` in `unit`; a plain zero fits any unit. For `beside` see `split`."""
    mantissa, own = split(x, *beside)
    if own.ident == unit.ident:
        return mantissa
    if type(unit) is not Unit or type(own) is not Unit:
        if own is UNITLESS:  # no ratio that would have a level: 3 beside values in dB
            if is_neutral(x, unit):
                return mantissa
            raise rules.one_unit(name, unit, own)
        return convert_scale(mantissa, own, unit)
    outcome = rules.same.of(unit, own)
    if outcome is None:
        if own is UNITLESS and is_neutral(x, unit):
            return beside_objects(mantissa, [x._mantissa if isinstance(x, Pair) else x for x in beside])
        if backend_of(mantissa) is None and not _is_number(mantissa):
            raise TypeError(f"{name} takes numbers and arrays, got {type(mantissa).__name__}")
        raise rules.same.refuse(name, unit, own)
    if beside and outcome[1] is not None:
        mantissa = beside_objects(mantissa, [x._mantissa if isinstance(x, Pair) else x for x in beside])
    return scaled(mantissa, outcome[1])


def detach_asked(x: Any, unit: Unit, name: str, *beside: Any) -> Any:
    """Return what `detach` does, in a unit that was asked for: without a kind it takes quantities of any."""
    x = unwrapped(x)
    if isinstance(x, Pair) and x._unit.kind is not None and unit.kind is None:
        x = join(x._mantissa, x._unit.without_kind())
    return detach(x, unit, name, *beside)


def gather(items: Sequence[Any], beside: Sequence[Any] = ()) -> tuple[Any, Unit]:
    """Return nested lists as one array in the unit of the first quantity among them.

    The array belongs to the library of the arrays inside; where there is none to that of the
    operands `beside`, in their precision; else to the default. Raises TypeError for what is no number.
    """
    flat = list(_leaves(items))
    if any(type(leaf) not in AS_IT_IS and not isinstance(leaf, (Pair, Unit)) for leaf in flat):
        items = _map_leaves(items, _leaf)
        flat = list(_leaves(items))
    if any(isinstance(leaf, (Pair, Unit)) for leaf in flat):
        unit = next(leaf._unit if isinstance(leaf, Pair) else leaf for leaf in flat if has_unit(leaf))
        like = [m for leaf in flat if isinstance(leaf, Pair) and is_object_number(m := leaf._mantissa)][:1]
        items = _map_leaves(items, lambda leaf: detach(leaf, unit, "array", *like))
        flat = list(_leaves(items))
    else:
        unit = UNITLESS
    if any(backend_of(leaf) is not None for leaf in flat):
        for leaf in flat:
            if backend_of(leaf) is None and not isinstance(leaf, Number):  # numpy would read a text
                raise NoMantissaError(f"an array is made of numbers, got {type(leaf).__name__} among them")
        backend = common_backend(*flat)
        return _stacked(items, backend, _real_dtype(flat, flat, backend)), unit
    if any(map(is_object_number, flat)):
        array = array_of(items, flat, [x._mantissa if isinstance(x, Pair) else x for x in beside])
        if array is not None:
            return array, unit
        items = _map_leaves(items, known_number)
        flat = list(_leaves(items))
    for leaf in flat:
        if not isinstance(leaf, (int, float, complex)):
            raise NoMantissaError(f"an array is made of numbers, got {type(leaf).__name__} among them")
    mantissas = [x._mantissa if isinstance(x, Pair) else x for x in beside]
    backend = common_backend(*mantissas)
    return backend.asarray(items, dtype=_real_dtype(flat, mantissas, backend)), unit


def _real_dtype(numbers: Sequence[Any], arrays: Sequence[Any], backend: Backend) -> Any:
    """Return the dtype that Python numbers take beside `arrays`: that of the first of real numbers."""
    if any(isinstance(x, complex) for x in numbers) or all(isinstance(x, bool) for x in numbers):
        return None
    isdtype = backend.xp.isdtype
    found = (x.dtype for x in arrays if backend_of(x) is backend and isdtype(x.dtype, "real floating"))
    return next(found, None)


def _leaf(x: Any) -> Any:
    """Return an element of a list: a holder's array, a quantity for a time difference, else itself."""
    x = unwrapped(x)
    if isinstance(x, (Pair, Unit)):
        return x
    mantissa, unit = _read(x)
    return mantissa if unit is UNITLESS else join(mantissa, unit)


def _leaves(items: Any) -> Any:
    for item in items:
        if isinstance(item, (list, tuple)):
            yield from _leaves(item)
        else:
            yield item


def _map_leaves(items: Any, function: Callable[[Any], Any]) -> Any:
    return [
        _map_leaves(item, function) if isinstance(item, (list, tuple)) else function(item) for item in items
    ]


def _stacked(items: Any, backend: Backend, dtype: Any) -> Any:
    """Stack nested lists of arrays and numbers of `dtype`, so that tracers and gradients pass through."""
    if not isinstance(items, (list, tuple)):
        return backend.asarray(items, dtype=dtype) if backend_of(items) is None else convert(items, backend)
    parts = [_stacked(item, backend, dtype) for item in items]
    return backend.xp_for(*parts).stack(parts)


# Types that are multiplied at once, by name, to import nothing: neither masked arrays nor of object numbers.
AT_ONCE = frozenset({"float", "int", "complex", "ArrayImpl", "Tensor", "Parameter"})
# float16 ends at 65504 and is normal down to 6.1e-5.
_LARGEST_HALF, _SMALLEST_HALF = 6.5e4, 6.2e-5


def scaled(mantissa: Any, factor: Factor) -> Any:
    """Return ``mantissa * factor`` in the mantissa's own precision: one multiply, none for None."""
    if factor is None:
        return mantissa
    if listening.listener is not None:
        return listening.listener(_multiplied, (mantissa, factor), factor)
    if _SMALLEST_HALF < factor < _LARGEST_HALF:
        kind = type(mantissa)
        if mantissa.dtype.char != "O" if kind is ndarray else kind.__name__ in AT_ONCE:
            return mantissa * factor
    return _multiplied(mantissa, factor)


def _multiplied(mantissa: Any, factor: float) -> Any:
    """Return ``mantissa * factor``, in two steps in half precision where the factor is beyond it."""
    if is_masked(mantissa):  # numpy leaves what is hidden as it was: in the other unit, once it shows
        return type(mantissa)(_multiplied(mantissa.data, factor), mask=mantissa.mask)
    if of_objects(mantissa):
        return times(mantissa, factor)
    if not _SMALLEST_HALF < factor < _LARGEST_HALF and "float16" in str(getattr(mantissa, "dtype", "")):
        # A factor beyond half precision must not make an infinity of a result that fits: two
        # steps, the first by a power of two, which is exact.
        _, power = frexp(factor)
        step = ldexp(1.0, power // 2)
        return mantissa * step * (factor / step)
    return mantissa * factor


def met(rule: ScaleRule, name: str, x: Any, y: Any) -> tuple[Any, Any, Unit | None]:
    """Return two operands, one of them on a scale, as `rule` wants them, and the unit of the result."""
    a, first = split(x, y)
    b, second = split(y, x)
    if rule.neutral is not None:
        before = rule.neutral if rule.neutral_first is None else rule.neutral_first
        if second is UNITLESS and is_neutral(y, rule.neutral(first)):
            second = rule.neutral(first)
        elif first is UNITLESS and is_neutral(x, before(second)):
            first = before(second)
    own, others, unit = rule.of(name, first, second)
    return _converted(a, first, own), _converted(b, second, others), unit


def _converted(mantissa: Any, unit: Unit, target: Unit) -> Any:
    if unit.ident == target.ident:
        return mantissa
    if type(unit) is Unit and type(target) is Unit:
        return scaled(mantissa, rules.suited(unit, target))
    return convert_scale(mantissa, unit, target)


def is_neutral(x: Any, unit: Unit = UNITLESS) -> bool:
    """Whether `x` is a plain value that fits `unit` whatever it is: zeros, NaN and infinities alone.

    Among points and levels zero is a value like any other. What is not known now (traced, lazy) never counts.
    Asked only before an error.
    """
    x = unwrapped(x)
    if isinstance(x, Pair):
        return x._stands_for_arrays and x._unit is UNITLESS and is_neutral(x._mantissa, unit)
    if isinstance(x, (list, tuple)):
        return all(is_neutral(leaf, unit) for leaf in _leaves(x))
    zero = rules.has_zero(unit)
    backend = backend_of(x)
    if backend is None:
        return _is_number(x) and _is_known(x) and _is_neutral_number(x, zero)
    if not backend.is_concrete(x):
        return False
    if hasattr(x, "compressed"):
        x = x.compressed()  # what a mask hides has no say
    xp = backend.xp
    if of_objects(x):
        return all(_is_neutral_number(value, zero) for value in x.ravel().tolist())
    fits = x == 0 if zero else xp.zeros(x.shape, dtype=xp.bool)
    if getattr(x.dtype, "isbuiltin", None) == 2:  # of ml_dtypes: isdtype would raise, and no integer is wide
        fits = fits | ~xp.isfinite(x.astype("float32"))
    elif xp.isdtype(x.dtype, ("real floating", "complex floating")):
        fits = fits | ~xp.isfinite(x)
    return bool(xp.all(fits))


def _is_neutral_number(x: Any, zero: bool) -> bool:
    if isinstance(x, Decimal) and x.is_snan():  # whose comparison is an error
        return True
    return bool((zero and x == 0) or x != x or x in (inf, -inf))


def is_masked(x: Any) -> bool:
    """Whether `x` or its mantissa is a masked one of numpy's: by name, to import nothing."""
    return type(x._mantissa if isinstance(x, Pair) else x).__name__ == "MaskedArray"


def is_plain_zero(x: Any) -> bool:
    """Whether `x` is a zero without a unit whose value is known now. Asked only before an error."""
    x = unwrapped(x)
    if isinstance(x, Pair):
        return False
    if isinstance(x, (list, tuple)):
        return all(is_plain_zero(leaf) for leaf in _leaves(x))
    backend = backend_of(x)
    if backend is None:
        return _is_number(x) and _is_known(x) and bool(x == 0)
    return bool(backend.is_concrete(x) and not backend.xp.any(x != 0))


def _is_known(number: Any) -> bool:
    """Whether the value of a number is known: not of one that stands for an argument, in `program`."""
    known: bool = not hasattr(number, "is_known") or number.is_known()
    return known


def known_number(x: Any) -> Any:
    """Return a number for array libraries, which know no fractions and decimals; anything else as it is."""
    return x if type(x) in AS_IT_IS else as_float(x)


def _is_number(x: Any) -> bool:
    return isinstance(x, NUMBERS) or is_object_number(x)


def refuse_no_number(name: str, x: Any) -> None:
    """Raise TypeError for None and texts: the libraries' own errors, of one as an array, say nothing."""
    if x is None or isinstance(x, (str, bytes)):
        way_out = "" if x is None else "; to read a text such as '3 mV', use parse_quantity"
        raise TypeError(f"{name} takes numbers and arrays, got {type(x).__name__}{way_out}")


def has_unit(x: Any) -> bool:
    """Whether `x` is a quantity, a unit or a time difference, of any library, or a list with one inside."""
    if type(x) in AS_IT_IS:
        return False
    x = unwrapped(x)
    if isinstance(x, (list, tuple)):
        return any(has_unit(leaf) for leaf in x)
    return isinstance(x, (Pair, Unit)) or is_time_difference(x) or is_foreign(x)


def position(mantissa: Any, unit: Unit) -> Any:
    """Return an index, which has no unit."""
    if unit is not UNITLESS:
        raise IndexUnitError(
            f"an index has no unit, got one in {unit}; divide by the unit first, or take .mantissa on purpose"
        )
    return mantissa


def pure_number(x: Any, function: str, name: str, *beside: Any) -> Any:
    """Return a plain array or number; a dimensionless quantity is one, its scale folded in.

    For `beside` see `split`.
    """
    mantissa, unit = split(x, *beside)
    if type(unit) is not Unit or not unit.dim.is_dimensionless:
        raise TypeError(f"{function}: {name} takes no unit, got one in {unit}")
    return scaled(mantissa, rules.suited(unit, UNITLESS))
