"""The pair of a mantissa and a unit; the only place where mantissas leave and enter quantities."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import frexp, ldexp
from typing import Any

from bu_dispatch import Backend, backend_of, common_backend, convert
from bu_units import UNITLESS, Unit

from . import _rules
from ._rules import Factor

__all__ = [
    "Pair",
    "attach",
    "detach",
    "gather",
    "has_unit",
    "is_plain_zero",
    "join",
    "pure_number",
    "scaled",
    "split",
]

_new = object.__new__


class Pair:
    """The pair of a mantissa and a unit; `Quantity` derives from it."""

    __slots__ = ("__weakref__", "_mantissa", "_unit")

    _mantissa: Any
    _unit: Unit


_Quantity: type[Pair] = Pair


def attach(quantity: type[Pair]) -> None:
    """Set the class that results are wrapped in; see `_declare.attach`."""
    global _Quantity
    _Quantity = quantity


def join(mantissa: Any, unit: Unit) -> Any:
    """Return the Quantity of a mantissa and a unit that are right by construction."""
    quantity = _new(_Quantity)
    quantity._mantissa = mantissa
    quantity._unit = unit
    return quantity


def split(x: Any) -> tuple[Any, Unit]:
    """Return mantissa and unit: of a quantity its own, of a unit one of it, else `x` without a unit."""
    if isinstance(x, Pair):
        return x._mantissa, x._unit
    if isinstance(x, Unit):
        return 1, x
    if isinstance(x, (list, tuple)):
        return gather(x)
    return x, UNITLESS


def detach(x: Any, unit: Unit, name: str) -> Any:
    """Return the mantissa of `x` in `unit`; a plain zero fits any unit."""
    mantissa, own = split(x)
    if own is unit:
        return mantissa
    outcome = _rules.same.of(unit, own)
    if outcome is None:
        if own is UNITLESS and is_plain_zero(x):
            return mantissa
        raise _rules.same.refuse(name, unit, own)
    return scaled(mantissa, outcome[1])


def gather(items: Sequence[Any], backend: Backend | None = None) -> tuple[Any, Unit]:
    """Return nested lists as one array in the unit of the first quantity among them.

    The array belongs to the library of the arrays inside; to `backend`, or to the default, where
    there is none.
    """
    flat = list(_leaves(items))
    unit = next((leaf._unit for leaf in flat if isinstance(leaf, Pair)), UNITLESS)
    if unit is not UNITLESS or any(isinstance(leaf, Pair) for leaf in flat):
        items = _map_leaves(items, lambda leaf: detach(leaf, unit, "array"))
        flat = list(_leaves(items))
    chosen = backend or common_backend(*flat)
    if any(backend_of(leaf) is not None for leaf in flat):
        return _stacked(items, chosen), unit
    return chosen.asarray(items), unit


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


def _stacked(items: Any, backend: Backend) -> Any:
    """Stack nested lists of arrays and numbers, so that tracers and gradients pass through."""
    if not isinstance(items, (list, tuple)):
        return backend.asarray(items) if backend_of(items) is None else convert(items, backend)
    return backend.xp.stack([_stacked(item, backend) for item in items])


# float16 ends at 65504 and is normal down to 6.1e-5.
_LARGEST_HALF, _SMALLEST_HALF = 6.5e4, 6.2e-5


def scaled(mantissa: Any, factor: Factor) -> Any:
    """Return ``mantissa * factor`` in the mantissa's own precision: one multiply, none for None."""
    if factor is None:
        return mantissa
    if not _SMALLEST_HALF < factor < _LARGEST_HALF and "float16" in str(getattr(mantissa, "dtype", "")):
        # A factor beyond half precision must not make an infinity of a result that fits: two
        # steps, the first by a power of two, which is exact.
        _, power = frexp(factor)
        step = ldexp(1.0, power // 2)
        return mantissa * step * (factor / step)
    return mantissa * factor


def is_plain_zero(x: Any) -> bool:
    """Whether `x` is a zero without a unit whose value is known now. Asked only before an error."""
    if isinstance(x, Pair):
        return False
    backend = backend_of(x)
    if backend is None:
        return isinstance(x, (int, float, complex)) and x == 0
    return bool(backend.is_concrete(x) and not (x != 0).any())


def has_unit(x: Any) -> bool:
    """Whether `x` is a quantity, or a list with one inside."""
    return isinstance(x, Pair) or (
        isinstance(x, (list, tuple)) and any(isinstance(leaf, Pair) for leaf in _leaves(x))
    )


def pure_number(x: Any, function: str, name: str) -> Any:
    """Return a plain array or number; a dimensionless quantity is one, its scale folded in."""
    mantissa, unit = split(x)
    if not unit.dim.is_dimensionless:
        raise TypeError(f"{function}: {name} takes no unit, got one in {unit}")
    return scaled(mantissa, _rules.suited(unit, UNITLESS))
