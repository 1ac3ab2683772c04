"""Calls of functions of several arrays in which nothing is to be converted.

Quantities in one unit, all on one type of mantissa: most calls are such, and what `aligned` does for the
others takes ten times as long. Which arguments are looked at is settled when a function is declared.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from inspect import CO_VARARGS
from typing import Any

from ..core import Bodies, Pair, parameters
from ..core.objects import of_objects
from ..core.pair import when_attached

__all__ = ["quick"]

Function = Callable[..., Any]
Slow = Callable[[tuple[Any, ...], dict[str, Any]], Any]

_MISSING: Any = object()
_new = object.__new__
_Quantity: type[Pair] = Pair


@when_attached
def _attach(quantity: type[Pair]) -> None:
    global _Quantity
    _Quantity = quantity


def quick(
    body: Function,
    bodies: Bodies,
    slow: Slow,
    operands: Sequence[str],
    plain: Sequence[str],
    unitless: bool,
    writes: bool = False,
    optional: frozenset[str] = frozenset(),
) -> Function:
    """Return the function that users call: the body at once where that is right, else `slow`.

    writes: whether values go into an array of another dtype; all must be of one, and no other is asked for.
    optional: the parameters that may be None.
    """
    names = parameters(body)
    dtype = names.index("dtype") if writes and "dtype" in names else None
    if body.__code__.co_flags & CO_VARARGS:
        return lambda *args, **kwargs: slow(args, kwargs)
    if tuple(operands) == ("*" + names[0],) and not (plain or unitless):
        return _of_sequence(bodies.bound, slow, names[0], dtype)
    if (*plain, *operands) == names[:3] and len(plain) == 1 and not unitless:
        return _of_choice(bodies.bound, slow)
    if any(name[0] == "*" for name in operands):
        return lambda *args, **kwargs: slow(args, kwargs)
    places, plain_places = (tuple(names.index(name) for name in some) for some in (operands, plain))
    told = frozenset((*operands, *plain, *(("dtype",) if writes else ())))
    absent = frozenset(place for place, name in enumerate(names) if name in optional)
    return _of_some(bodies.bound, slow, places, plain_places, told, unitless, writes, dtype, absent)


def _of_sequence(bound: dict[type, Function], slow: Slow, name: str, dtype: int | None = None) -> Function:
    """For functions of a sequence of arrays and options: `concatenate`. dtype: the place of that option."""

    def function(items: Any = _MISSING, /, *args: Any, **kwargs: Any) -> Any:
        if type(items) is not list and type(items) is not tuple:
            return slow(args if items is _MISSING else (items, *args), kwargs)
        unit: Any = None
        ident: Any = None
        kind: Any = None
        mantissas = []
        for x in items:
            if type(x) is not _Quantity:
                break
            mantissa = x._mantissa
            if x._unit.ident != ident or type(mantissa) is not kind:
                if ident is not None:
                    break
                unit, kind = x._unit, type(mantissa)
                ident = unit.ident
            mantissas.append(mantissa)
        else:
            run = bound.get(kind)
            if (args or kwargs) and dtype is not None and (len(args) >= dtype or "dtype" in kwargs):
                return slow((items, *args), kwargs)
            if run is not None and name not in kwargs:
                # Without the stars where there is nothing to pass on: 40 ns less.
                result = run(mantissas, *args, **kwargs) if args or kwargs else run(mantissas)
                if type(result) is not kind:
                    return _result(result, kind, unit)
                quantity = _new(_Quantity)
                quantity._mantissa = result
                quantity._unit = unit
                return quantity
        return slow((items, *args), kwargs)

    return function


def _of_choice(bound: dict[type, Function], slow: Slow) -> Function:
    """For functions of a plain array and two others: `where`."""

    def function(
        plain: Any = _MISSING, x: Any = _MISSING, y: Any = _MISSING, /, *args: Any, **kwargs: Any
    ) -> Any:
        if type(x) is _Quantity and type(y) is _Quantity and x._unit.ident == y._unit.ident:
            a, b = x._mantissa, y._mantissa
            kind = type(a)
            if type(b) is kind and type(plain) is kind and kind in bound and not (args or kwargs):
                return _result(bound[kind](plain, a, b), kind, x._unit)
        return slow((*(each for each in (plain, x, y) if each is not _MISSING), *args), kwargs)

    return function


def _of_some(
    bound: dict[type, Function],
    slow: Slow,
    operands: tuple[int, ...],
    plain: tuple[int, ...],
    names: frozenset[str],
    unitless: bool,
    writes: bool,
    dtype: int | None,
    absent: frozenset[int],
) -> Function:
    """For functions of arrays, plain ones and options in any order; `operands` and `plain` are places.

    absent: the places of those that may be None.
    """

    def function(*args: Any, **kwargs: Any) -> Any:
        if dtype is not None and len(args) > dtype and args[dtype] is not None:
            return slow(args, kwargs)
        unit: Any = None
        kind: Any = None
        element: Any = None
        row = [*args]
        for place in operands:
            if place < len(row):
                x = row[place]
                if x is None and place in absent:
                    continue
                if type(x) is not _Quantity:
                    return slow(args, kwargs)
                row[place] = x._mantissa
                if unit is None:
                    unit, kind = x._unit, type(x._mantissa)
                elif x._unit.ident != unit.ident or type(x._mantissa) is not kind:
                    return slow(args, kwargs)
                if writes:
                    dtype_of_x = getattr(x._mantissa, "dtype", None)
                    if element is None:
                        element = dtype_of_x
                    elif dtype_of_x != element:
                        return slow(args, kwargs)
        if kind not in bound:
            return slow(args, kwargs)
        for place in plain:
            if (
                place < len(row)
                and type(row[place]) is not kind
                and (row[place] is not None or place not in absent)
            ):
                return slow(args, kwargs)
        for key in kwargs:
            if key in names:
                return slow(args, kwargs)
        try:
            result = bound[kind](*row, **kwargs)
        except TypeError as error:
            failed = error
        else:
            return result if unitless else _result(result, kind, unit)
        if not any(map(of_objects, row)):
            raise failed
        return slow(args, kwargs)  # which knows functions for objects

    return function


def _result(result: Any, kind: type, unit: Any) -> Any:
    """Return what a body gave on mantissas of the type `kind`, with its unit."""
    if type(result) is not kind and isinstance(result, (tuple, list)):
        parts: list[Any] = [None if part is None else _result(part, kind, unit) for part in result]
        return type(result)(*parts) if hasattr(result, "_fields") else type(result)(parts)
    quantity = _new(_Quantity)
    quantity._mantissa = result
    quantity._unit = unit
    return quantity
