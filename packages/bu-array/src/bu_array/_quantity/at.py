"""Indexed updates that leave the original alone: ``q.at[index].set(x)``."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from bu_dispatch import Backend, BackendError, backend_of, convert, default_backend, get_backend
from bu_units import UNITLESS, Unit

from ..core import Pair, join, pure_number, refused_on_scale, rules, scaled
from ..core.holding import held
from ..core.objects import is_object_number, together
from .index import basic, element, plain_index, positions, standard_key

if TYPE_CHECKING:
    from .quantity import Quantity

__all__ = ["At", "AtIndex"]

_MODES = (None, "promise_in_bounds", "clip", "drop", "fill")


class At:
    """``q.at``: index it to say which elements are meant."""

    __slots__ = ("quantity",)

    def __init__(self, quantity: Quantity) -> None:
        self.quantity = quantity

    def __getitem__(self, index: Any) -> AtIndex:
        return AtIndex(index, self.quantity)

    def __repr__(self) -> str:
        return f"At({self.quantity!r})"


class AtIndex:
    """``q.at[index]``: methods that return a new quantity in the unit of `q`, with elements changed.

    On jax they are jax's own. An index may meet an element several times: each of the values of
    `add`, `subtract`, `multiply`, `divide`, `min` and `max` counts, of those of `set` one does (the last,
    where the library has an order).

    `mode` says what becomes of positions beyond the end: "clip" takes the nearest element, "drop" and
    "fill" leave them out (`get` gives `fill_value` there); with None and "promise_in_bounds" there are
    none: jax does not look, other libraries raise IndexError. `indices_are_sorted` and
    `unique_indices` are hints for jax.
    """

    __slots__ = ("index", "quantity")

    index: Any
    """What stands in the brackets of ``q.at[index]``."""
    quantity: Quantity
    """The quantity of which elements are changed."""

    def __init__(self, index: Any, quantity: Quantity) -> None:
        self.index = index
        self.quantity = quantity

    def __repr__(self) -> str:
        return f"AtIndex({self.index!r}, {self.quantity!r})"

    def get(
        self,
        indices_are_sorted: bool = False,
        unique_indices: bool = False,
        mode: str | None = None,
        fill_value: Any = None,
    ) -> Quantity:
        """The elements, in the unit of the quantity; `fill_value` is converted to it.

        Without `fill_value` what is beyond the end is NaN, of integers the least (unsigned: the
        greatest), of booleans True.
        """
        q = self.quantity
        if fill_value is not None:
            fill_value = held(fill_value, q._mantissa, q._unit, "at.get", q)
        x, backend = _array(q)
        _check_mode(mode)
        key = plain_index(self.index, backend)
        if not backend.mutable:
            options = _hints(indices_are_sorted, unique_indices, mode)
            return join(x.at[key].get(**options, fill_value=fill_value), q._unit)
        if mode in (None, "promise_in_bounds"):
            return join(element(x, key, backend), q._unit)
        places = positions(x, key, backend, _clipped if mode == "clip" else _marked)
        flat = backend.xp.reshape(x, (-1,))
        found = _taken(backend, flat, backend.xp.clip(places, 0))
        if mode != "clip":
            value = _filling(backend, x) if fill_value is None else fill_value
            value = value if backend_of(value) is not None else backend.xp.like_array(value, x)
            value = backend.xp.astype(convert(value, backend), x.dtype)
            found = backend.xp.where(places < 0, value, found)
        return join(found, q._unit)

    def set(
        self,
        values: Any,
        indices_are_sorted: bool = False,
        unique_indices: bool = False,
        mode: str | None = None,
    ) -> Quantity:
        """The quantity with `values`, converted to its unit, at the index; a plain zero fits."""
        q = self.quantity
        values = held(values, q._mantissa, q._unit, "at.set", q)
        return self._update("set", values, _hints(indices_are_sorted, unique_indices, mode))

    def add(
        self,
        values: Any,
        indices_are_sorted: bool = False,
        unique_indices: bool = False,
        mode: str | None = None,
    ) -> Quantity:
        """The quantity with `values`, converted to its unit, added at the index."""
        return self._update(
            "add", self._like(values, "add"), _hints(indices_are_sorted, unique_indices, mode)
        )

    def subtract(
        self,
        values: Any,
        indices_are_sorted: bool = False,
        unique_indices: bool = False,
        mode: str | None = None,
    ) -> Quantity:
        """The quantity with `values`, converted to its unit, subtracted at the index."""
        values = self._like(values, "subtract")
        return self._update("subtract", values, _hints(indices_are_sorted, unique_indices, mode))

    def multiply(
        self,
        values: Any,
        indices_are_sorted: bool = False,
        unique_indices: bool = False,
        mode: str | None = None,
    ) -> Quantity:
        """The quantity with the elements at the index times `values`, which are pure numbers."""
        values = self._whole(self._pure(values, "multiply"), "multiply", self.quantity)
        return self._update("multiply", values, _hints(indices_are_sorted, unique_indices, mode))

    mul = multiply

    def divide(
        self,
        values: Any,
        indices_are_sorted: bool = False,
        unique_indices: bool = False,
        mode: str | None = None,
    ) -> Quantity:
        """The quantity with the elements at the index divided by `values`, which are pure numbers."""
        values = self._pure(values, "divide")
        return self._update("divide", values, _hints(indices_are_sorted, unique_indices, mode))

    div = divide

    def power(
        self,
        values: Any,
        indices_are_sorted: bool = False,
        unique_indices: bool = False,
        mode: str | None = None,
    ) -> Quantity:
        """The quantity with the elements at the index to the power of `values`; for pure numbers only.

        A power has another unit, which some elements alone cannot have: TypeError for a dimension.
        """
        q = self.quantity
        if not q._unit.dim.is_dimensionless:
            raise TypeError(
                f"at.power of a quantity in {q._unit}: the elements at the index would have another unit "
                "than the others; divide by a unit first"
            )
        pure: Any = join(scaled(q._mantissa, rules.suited(q._unit, UNITLESS)), UNITLESS)
        values = self._whole(self._pure(values, "power"), "power", pure)
        return AtIndex(self.index, pure)._update(
            "power", values, _hints(indices_are_sorted, unique_indices, mode)
        )

    def min(
        self,
        values: Any,
        indices_are_sorted: bool = False,
        unique_indices: bool = False,
        mode: str | None = None,
    ) -> Quantity:
        """The quantity with the smaller of element and `values`, converted to its unit, at the index."""
        q = self.quantity
        values = held(values, q._mantissa, q._unit, "at.min", q)
        return self._update("min", values, _hints(indices_are_sorted, unique_indices, mode))

    def max(
        self,
        values: Any,
        indices_are_sorted: bool = False,
        unique_indices: bool = False,
        mode: str | None = None,
    ) -> Quantity:
        """The quantity with the larger of element and `values`, converted to its unit, at the index."""
        q = self.quantity
        values = held(values, q._mantissa, q._unit, "at.max", q)
        return self._update("max", values, _hints(indices_are_sorted, unique_indices, mode))

    def apply(
        self,
        mantissa_fun: Callable[[Any], Any],
        unit_fun: Callable[[Unit], Unit] | None = None,
        indices_are_sorted: bool = False,
        unique_indices: bool = False,
        mode: str | None = None,
    ) -> Quantity:
        """The quantity with an elementwise function applied at the index.

        unit_fun: a function of the unit of the quantity that gives that of what `mantissa_fun` returns;
        mantissa_fun: an elementwise function of the bare elements.
        What `mantissa_fun` returns is in the unit of the quantity, or, with `unit_fun`, in
        ``unit_fun(unit)``, from which it is converted; UnitMismatchError for another dimension, which some
        elements alone cannot have. An element met twice: the function of it twice.
        """
        unit = self.quantity._unit
        function = mantissa_fun
        if unit_fun is not None:
            result = unit_fun(unit)
            if result.dim is not unit.dim:
                raise rules.one_unit("at.apply", unit, result)
            factor = rules.suited(result, unit)

            def function(x: Any) -> Any:
                return scaled(mantissa_fun(x), factor)

        return self._update("apply", function, _hints(indices_are_sorted, unique_indices, mode))

    # ------------------------------------------------------------ how

    def _like(self, values: Any, name: str) -> Any:
        """Return values to add, in the unit of the quantity."""
        unit = self.quantity._unit
        if type(unit) is not Unit:
            raise refused_on_scale(f"at.{name}", unit)
        return held(values, self.quantity._mantissa, unit, f"at.{name}", self.quantity)

    def _pure(self, values: Any, name: str) -> Any:
        unit = self.quantity._unit
        if type(unit) is not Unit:
            raise refused_on_scale(f"at.{name}", unit)
        return pure_number(values, f"at.{name}", "values", self.quantity)

    def _whole(self, values: Any, name: str, array: Any) -> Any:
        """Return pure numbers; ValueError for parts of one where whole numbers are multiplied in place."""
        return held(values, array._mantissa, UNITLESS, f"at.{name}", array)

    def _update(self, how: str, values: Any, hints: dict[str, Any]) -> Quantity:
        """Return the quantity updated with bare `values`, or the function `values`."""
        q = self.quantity
        x, backend = _array(q)
        mode = hints["mode"]
        _check_mode(mode)
        if how == "divide" and backend.xp.isdtype(x.dtype, "integral"):
            x = backend.xp.astype(x, backend.xp.asarray(1.0).dtype)  # quotients are no integers
        if how != "apply":
            _, values = together((x, values))
            values = values if backend_of(values) is None else convert(values, backend)
            if how != "power" and backend_of(values) is not None:
                values = backend.xp.astype(values, x.dtype)  # as in setting an element
        key = plain_index(self.index, backend)
        if not backend.mutable:
            at = x.at[key]
            if how == "subtract":
                return join(at.add(-values, **hints), q._unit)
            return join(getattr(at, how)(values, **hints), q._unit)
        if backend.lazy:
            return join(_lazily(backend, x, key, how, values, mode), q._unit)
        return join(_updated(backend, x, key, how, values, mode), q._unit)


def _hints(indices_are_sorted: bool, unique_indices: bool, mode: str | None) -> dict[str, Any]:
    return {"indices_are_sorted": indices_are_sorted, "unique_indices": unique_indices, "mode": mode}


def _check_mode(mode: Any) -> None:
    if mode not in _MODES:
        raise ValueError(f"mode must be one of {_MODES}, got {mode!r}")


def _array(q: Pair) -> tuple[Any, Backend]:
    """Return the mantissa as an array, and its library."""
    backend = backend_of(q._mantissa)
    if backend is not None:
        return q._mantissa, backend
    if is_object_number(q._mantissa):
        backend = get_backend("numpy")
        return backend.asarray(q._mantissa, dtype=object), backend
    backend = default_backend()
    return backend.asarray(q._mantissa), backend


def _taken(backend: Backend, flat: Any, places: Any) -> Any:
    """Return the elements at places of any shape."""
    xp = backend.xp
    return xp.reshape(xp.take(flat, xp.reshape(places, (-1,)), axis=0), places.shape)


def _filling(backend: Backend, x: Any) -> Any:
    """Return what jax puts where there is no element."""
    xp = backend.xp
    if xp.isdtype(x.dtype, "bool"):
        return True
    if xp.isdtype(x.dtype, "unsigned integer"):
        return xp.iinfo(x.dtype).max
    return xp.iinfo(x.dtype).min if xp.isdtype(x.dtype, "signed integer") else float("nan")


def _clipped(index: Any, length: int) -> Any:
    """Return an index, counted from the end where negative, as the nearest within ``[0, length)``."""
    if isinstance(index, int):
        return min(max(index + length if index < 0 else index, 0), length - 1)
    backend = backend_of(index)
    assert backend is not None
    return backend.xp.clip(index + length * backend.xp.astype(index < 0, index.dtype), 0, length - 1)


def _marked(index: Any, length: int) -> Any:
    """Return an index, counted from the end where negative, and `length` for one beyond an end."""
    if isinstance(index, int):
        index = index + length if index < 0 else index
        return index if 0 <= index < length else length
    backend = backend_of(index)
    assert backend is not None
    xp = backend.xp
    index = index + length * xp.astype(index < 0, index.dtype)
    beyond = xp.logical_or(index < 0, index >= length)
    return xp.where(beyond, xp.full_like(index, length), index)


def _updated(backend: Backend, x: Any, key: Any, how: str, values: Any, mode: str | None) -> Any:
    """Return a copy of `x`, an array whose values are known, updated at the places that `key` selects."""
    xp = backend.xp
    bound = {"clip": _clipped, "drop": _marked, "fill": _marked}.get(mode or "")
    places = positions(x, key, backend, bound)
    if how != "apply":
        if backend_of(values) is None:
            values = xp.like_array(values, x)
        values = xp.reshape(xp.broadcast_to(values, places.shape), (-1,))
    places = xp.reshape(places, (-1,))
    if bound is _marked:
        there = places >= 0
        places = places[there]
        values = values if how == "apply" else values[there]
    flat = xp.reshape(x, (-1,))
    if how in ("divide", "power"):
        # Several divisors, or exponents, of one element are multiplied, as jax does.
        factors = xp.scatter(xp.ones_like(flat, dtype=values.dtype), places, values, "multiply")
        changed = flat / factors if how == "divide" else flat**factors
        changed = xp.astype(changed, x.dtype)
    elif how == "apply":
        changed = xp.scatter(flat, places, values, "apply")
    else:
        if how == "subtract":
            how, values = "add", -values
        changed = xp.scatter(flat, places, xp.astype(values, x.dtype), how)
    return xp.reshape(changed, tuple(x.shape))


_PAIRWISE: dict[str, Callable[[Any, Any, Any], Any]] = {
    "set": lambda xp, old, new: new,
    "add": lambda xp, old, new: old + new,
    "subtract": lambda xp, old, new: old - new,
    "multiply": lambda xp, old, new: old * new,
    "divide": lambda xp, old, new: old / new,
    "power": lambda xp, old, new: old**new,
    "min": lambda xp, old, new: xp.minimum(old, new),
    "max": lambda xp, old, new: xp.maximum(old, new),
    "apply": lambda xp, old, new: new(old),
}


def _lazily(backend: Backend, x: Any, key: Any, how: str, values: Any, mode: str | None) -> Any:
    """Return `x`, an array whose values are not known yet, updated: numbers, slices, and one mask."""
    xp = backend.xp
    change = _PAIRWISE[how]
    if mode in ("clip", "drop", "fill") or (isinstance(key, tuple) and None in [*map(_none, key)]):
        raise _too_lazy(backend, "a mode for positions beyond the end, or a new axis")
    mask = key[0] if isinstance(key, tuple) and len(key) == 1 else key
    if backend_of(values) is None and how != "apply":
        values = xp.like_array(values, x)
    if backend_of(mask) is not None and xp.isdtype(convert(mask, backend).dtype, "bool"):
        mask = convert(mask, backend)
        mask = xp.reshape(mask, (*mask.shape, *(1,) * (len(x.shape) - len(mask.shape))))
        return xp.where(mask, xp.astype(change(xp, x, values), x.dtype), x)
    if not basic(key):
        raise _too_lazy(backend, "positions in an array")
    copied = xp.asarray(x, copy=True)
    old = x if how == "set" else element(x, key, backend)
    key = key if backend.rich_index else standard_key(key, len(x.shape))
    new = xp.astype(change(xp, old, values), x.dtype)
    copied[key] = new if how != "set" else xp.broadcast_to(new, element(x, key, backend).shape)
    return copied


def _none(part: Any) -> Any:
    """Return None for None, else something that is safe to compare."""
    return None if part is None else 0


def _too_lazy(backend: Backend, what: str) -> BackendError:
    return BackendError(
        f"at[...] with {what} is not available on the {backend.name} backend, which does not know the "
        f"values yet: use numbers, slices or one mask; {backend.way_out}"
    )
