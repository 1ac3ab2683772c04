"""Quantities that the array API namespaces make: what is computed from them is a quantity again.

Algorithms written for the standard ask each array for its namespace, the quotient of two voltages and the
outcome of a comparison too, where ordinary quantities give bare arrays. The two kinds mix: the operators of a
subclass go first, so that the result is of this kind.
"""

from __future__ import annotations

import copy
import operator
from collections.abc import Callable, Iterator
from typing import Any, cast

from bu_dispatch import backend_of
from bu_units import UNITLESS, Unit

from ..core import Pair, join
from .quantity import Quantity
from .scale import ScaleQuantity

__all__ = ["ClosedQuantity", "ClosedScaleQuantity", "closed", "made", "opened"]

_new = object.__new__


def opened(x: Any) -> Any:
    """Return what ordinary functions and operators take: plain arrays for what has no unit, in lists too."""
    if isinstance(x, Closed):
        return x._mantissa if x._unit is UNITLESS else join(x._mantissa, x._unit)
    if type(x) is list or type(x) is tuple:
        return type(x)([opened(item) for item in x])
    return x


def closed(x: Any) -> Any:
    """Return a result with every quantity and every array in it as a quantity of the namespaces."""
    if isinstance(x, Pair):
        return x if isinstance(x, Closed) else made(x._mantissa, x._unit)
    if isinstance(x, (list, tuple)):
        parts = [closed(item) for item in x]
        return type(x)(*parts) if hasattr(x, "_fields") else type(x)(parts)
    return x if backend_of(x) is None else made(x, UNITLESS)


def made(mantissa: Any, unit: Unit) -> Any:
    """Return what a namespace makes of a mantissa and a unit; a scalar of numpy's becomes an array."""
    backend = backend_of(mantissa)
    if backend is not None and backend.gives_way(type(mantissa)):
        mantissa = backend.asarray(mantissa)  # the standard's arrays without axes take x[...] = 1, too
    quantity = cast("Any", _new(ClosedQuantity if type(unit) is Unit else ClosedScaleQuantity))
    quantity._mantissa = mantissa
    quantity._unit = unit
    return quantity


class Closed(Quantity):
    """The operators of the quantities that the namespaces make; not a class of its own for users."""

    __slots__ = ()
    __hash__ = None  # as in Quantity
    _stands_for_arrays = True

    # ------------------------------------------------------------ elements and axes

    def __getitem__(self, index: Any) -> Quantity:
        item = super().__getitem__(index)
        return cast("Quantity", made(item._mantissa, item._unit))

    def __iter__(self) -> Iterator[Quantity]:
        if not self.shape:
            raise TypeError("a quantity without axes cannot be iterated over")
        return (self[place] for place in range(len(self)))

    @property
    def T(self) -> Quantity:  # noqa: N802  # the array API's name
        """The quantity with its axes reversed."""
        return cast("Quantity", closed(super().T))

    @property
    def mT(self) -> Quantity:  # noqa: N802  # the array API's name
        """The quantity with its last two axes exchanged."""
        return cast("Quantity", closed(super().mT))

    def to_device(self, device: Any, /, *, stream: Any = None) -> Quantity:
        """Return the quantity with its array on another device of its library, in the same unit.

        device: the library's own device, or a text that names one; stream: the library's stream for the copy.
        """
        return cast("Quantity", closed(super().to_device(device, stream=stream)))

    # ------------------------------------------------------------ conversions leave the namespaces

    def in_unit(self, unit: Unit | str, err_msg: str | None = None) -> Quantity:
        """Return the ordinary quantity in `unit`: the same array where that is its unit.

        unit: a unit or its text; err_msg: the text of the error.
        """
        return join(self._mantissa, self._unit).in_unit(unit, err_msg)  # type: ignore[no-any-return]  # a Quantity

    def to_backend(self, name: str, **options: Any) -> Quantity:
        """Return the ordinary quantity with a mantissa of the library called `name`; see `Quantity`.

        name: the library; options: those of its arrays.
        """
        return join(self._mantissa, self._unit).to_backend(name, **options)  # type: ignore[no-any-return]  # as above

    # ------------------------------------------------------------ numpy's functions

    def __array_ufunc__(self, ufunc: Any, method: str, *inputs: Any, **kwargs: Any) -> Any:
        if kwargs.get("out"):
            return super().__array_ufunc__(ufunc, method, *inputs, **kwargs)
        options = {name: opened(value) for name, value in kwargs.items()}
        return closed(getattr(ufunc, method)(*opened(inputs), **options))

    def __array_function__(self, func: Callable[..., Any], types: Any, args: Any, kwargs: Any) -> Any:
        if kwargs.get("out") is not None:
            return super().__array_function__(func, types, args, kwargs)
        return closed(func(*opened(args), **{name: opened(value) for name, value in kwargs.items()}))

    # ------------------------------------------------------------ copies

    def __copy__(self) -> Quantity:
        return cast("Quantity", made(self._mantissa, self._unit))

    def __deepcopy__(self, memo: dict[int, Any]) -> Quantity:
        return cast("Quantity", made(copy.deepcopy(self._mantissa, memo), self._unit))

    def __reduce__(self) -> tuple[Any, ...]:
        return made, (self._mantissa, self._unit)


class ClosedQuantity(Closed):
    """A quantity that a namespace of the array API has made: what is computed from it is one again."""

    __slots__ = ()
    __hash__ = None  # as in Quantity


class ClosedScaleQuantity(Closed, ScaleQuantity):
    """A quantity on a scale (20 degC) that a namespace of the array API has made."""

    __slots__ = ()
    __hash__ = None  # as in Quantity


# ---------------------------------------------------------------- operators: opened, computed, closed


def _of_one(name: str) -> Callable[[Any], Any]:
    operate = getattr(operator, name)
    return lambda self: closed(operate(opened(self)))


def _of_two(name: str, swapped: str) -> Callable[[Any, Any], Any]:
    """Return an operator; `swapped` is the method by which the right operand answers."""
    operate, answer = getattr(operator, name), getattr(Quantity, swapped)

    def apply(x: Any, y: Any) -> Any:
        x, y = opened(x), opened(y)
        if isinstance(y, Pair) and not isinstance(x, Pair):
            # Asked at once: array_api_strict's arrays (2.6) raise where others leave it to the quantity.
            return closed(answer(y, x))
        return closed(operate(x, y))

    return apply


def _in_place(name: str) -> Callable[[Any, Any], Any]:
    operate = getattr(operator, name)

    def apply(self: Any, other: Any) -> Any:
        other = opened(other)
        if self._unit is not UNITLESS:
            target = join(self._mantissa, self._unit)
            result = operate(target, other)
            return self if result is target else closed(result)
        if isinstance(other, Pair):
            return NotImplemented  # the unit changes: the name on the left is bound to a new quantity
        result = operate(self._mantissa, other)
        return self if result is self._mantissa else closed(result)

    return apply


_SWAPPED = {"eq": "eq", "ne": "ne", "lt": "gt", "le": "ge", "gt": "lt", "ge": "le"}
for _name in ("neg", "pos", "abs", "invert"):
    setattr(Closed, f"__{_name}__", _of_one(f"__{_name}__"))
for _name, _other in _SWAPPED.items():
    setattr(Closed, f"__{_name}__", _of_two(f"__{_name}__", f"__{_other}__"))
for _name in "add sub mul truediv floordiv mod pow matmul and or xor lshift rshift".split():
    _operate = _of_two(f"__{_name}__", f"__r{_name}__")
    setattr(Closed, f"__{_name}__", _operate)
    setattr(Closed, f"__r{_name}__", lambda self, other, operate=_operate: operate(other, self))
    setattr(Closed, f"__i{_name}__", _in_place(f"__i{_name}__"))
