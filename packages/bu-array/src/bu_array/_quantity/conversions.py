"""What a quantity is and what it becomes: its fields, other units, other libraries, Python numbers."""

from __future__ import annotations

import operator
import sys
from collections.abc import Iterable
from importlib import import_module
from typing import TYPE_CHECKING, Any, TypeGuard, cast

import numpy as np

import bu_units
from bu_dispatch import BackendError, backend_of, convert, get_backend
from bu_units import UNITLESS, Dimension, Unit
from bu_units.tracing import tracing

from ..core import (
    Pair,
    across,
    admitted,
    as_unit,
    convert_scale,
    detach,
    gather,
    join,
    reachable,
    refused_on_scale,
    rules,
    scaled,
    split,
    to_datetime_timedelta,
    to_timedelta64,
    unit_of,
)
from ..core.objects import as_floats
from .dask import Collection
from .largest import largest_size
from .libraries import Libraries
from .tensors import Place, Tensors, is_device

if TYPE_CHECKING:
    from bu_units.systems import UnitSystem

    from ..namespace import ArrayNamespace
    from .quantity import Quantity

__all__ = ["Conversions"]


def any_given(options: tuple[Any, ...]) -> bool:
    """Whether an option has a value. Not any(): torch.compile follows no generator there."""
    for option in options:  # noqa: SIM110  as said
        if option is not None:
            return True
    return False


def names_unit(goal: Any, dim: Dimension) -> TypeGuard[Unit | str]:
    """Whether `goal` is a unit, of any library, or its text for a quantity of a dimension, and no device."""
    if isinstance(goal, Unit) or (isinstance(goal, str) and not is_device(goal, dim)):
        return True
    return not (goal is None or isinstance(goal, (str, int)) or tracing()) and unit_of(goal) is not None


def _asked_by(root: str) -> bool:
    """Whether a method is called from a module under `root`.

    xarray (2026.9) asks numpy's functions where the namespace is numpy (NEP 18), and else the standard's: it
    would make arrays of fill values, not known to be NaN on dask, and miss options of numpy's.
    """
    return str(sys._getframe(2).f_globals.get("__name__", "")).startswith(root)


_VERSIONS = frozenset({None, "2021.12", "2022.12", "2023.12", "2024.12", "2025.12"})


class Conversions(Tensors, Collection, Libraries):
    """The fields of a quantity and its conversions: part of `Quantity`, apart for its length only."""

    __slots__ = ()

    # ------------------------------------------------------------ the pair

    # Functions, although attrgetter takes half of their 35 ns: torch.compile follows no attrgetter.

    @property
    def mantissa(self) -> Any:
        """The number or array in front of the unit; read-only."""
        return self._mantissa

    @property
    def magnitude(self) -> Any:
        """The mantissa, under pint's name for it."""
        return self._mantissa

    @property
    def unit(self) -> Unit:
        """The unit; read-only."""
        unit = self._unit
        # An ident is never empty: asked for, because torch.compile compares again what is asked.
        return unit if unit.ident else UNITLESS

    @property
    def dim(self) -> Dimension:
        """The dimension of the unit."""
        return self.unit.dim

    @property
    def kind(self) -> str | None:
        """The kind of quantity, by its name in ISO 80000, "torque"; None unless `of_kind` gave it one."""
        return self._unit.kind

    def of_kind(self, kind: str) -> Quantity:
        """Return the quantity as one of a kind, in its unit; no number is touched.

        kind: the name of a kind of its dimension in ISO 80000, such as "torque".
        Quantities of two kinds do not add up or compare, nor do those of a kind and of none. Raises
        ValueError for an unknown name, KindMismatchError for a kind of another dimension.
        """
        return cast("Quantity", join(self._mantissa, self._unit.of_kind(kind)))

    def without_kind(self) -> Quantity:
        """Return the quantity without a kind, in its unit; itself where it has none."""
        unit = self._unit.without_kind()
        return cast("Quantity", self if unit is self._unit else join(self._mantissa, unit))

    @property
    def is_unitless(self) -> bool:
        """Whether the unit is the number one."""
        return self._unit.is_unitless

    @property
    def backend(self) -> str | None:
        """The name of the library that the mantissa belongs to; None for a Python number."""
        found = backend_of(self._mantissa)
        return None if found is None else found.name

    @staticmethod
    def with_unit(mantissa: Any, unit: Unit | str) -> Quantity:
        """Return ``Quantity(mantissa, unit)``.

        unit: a unit or its text.
        """
        return join(*admitted(mantissa, as_unit(unit)))

    def update_mantissa(self, mantissa: Any) -> None:
        """Put another mantissa in place, of the same shape and dtype (ValueError otherwise).

        A quantity is converted to this unit.
        """
        if isinstance(mantissa, (list, tuple)):
            array, own = gather(mantissa, (self,))
            mantissa = array if own is UNITLESS else join(array, own)
        if not isinstance(mantissa, Pair):
            array, own = admitted(mantissa, UNITLESS)
            mantissa = array if own is UNITLESS else join(array, own)  # a time difference, a unit
        if isinstance(mantissa, Pair):
            mantissa = detach(mantissa, self._unit, "update_mantissa")
        for field in ("shape", "dtype"):
            old, new = getattr(self._mantissa, field, None), getattr(mantissa, field, None)
            if old != new:
                raise ValueError(f"update_mantissa keeps the {field}: expected {old}, got {new}")
        self._mantissa = mantissa

    # ------------------------------------------------------------ conversion of the unit

    def in_unit(self, unit: Unit | str, err_msg: str | None = None) -> Quantity:
        """Return the quantity in `unit`: itself where that is its unit, else scaled by one multiply.

        unit: a unit or its text; err_msg: the text of the error.
        Raises UnitMismatchError, with the text `err_msg` if given, for another dimension.
        """
        target = unit if type(unit) is Unit else as_unit(unit)
        own = self._unit
        if target.kind is not own.kind:
            target = target.of_kind_of(own)
        # metre and meter are two objects that nothing else tells apart; Hz and Bq are not one unit.
        if target.ident == own.ident or (target == own and target.dispname == own.dispname):
            return cast("Quantity", self)
        return join(self._converted(target, err_msg), target)

    def to(
        self,
        new_unit: Unit | str | Place | None = None,
        equivalencies: Any = (),
        *arguments: Any,
        device: Any = None,
        dtype: Any = None,
        non_blocking: bool | None = None,
        copy: bool | None = None,
        memory_format: Any = None,
    ) -> Quantity:
        """Return the quantity in `new_unit`: itself where that is its unit, else scaled by one multiply.

        new_unit: a unit or its text; equivalencies: laws that lead to another dimension, one or a list of
        them, such as ``u.spectral()``, beside those that a block of `equivalent` enables.
        Raises UnitMismatchError for another dimension that none of them leads to.

        A torch tensor goes to a device or a dtype as with torch, the unit stays: ``q.to("cuda")``,
        ``q.to(torch.float64)``, ``q.to(other)``, ``q.to(device=..., dtype=...)``. The word for a device is no
        unit. device, dtype: where to, and as what; non_blocking, copy, memory_format: torch's options;
        arguments: those of torch's behind the first.
        """
        # The way that most calls take, before anything is put together.
        without = device is dtype is non_blocking is copy is memory_format is None
        if without and type(new_unit) is Unit and not equivalencies and not arguments:
            return self.in_unit(new_unit)
        options = (device, dtype, non_blocking, copy, memory_format)
        if any_given(options) or arguments or not names_unit(new_unit, self._unit.dim):
            return self._to_place(new_unit, equivalencies, arguments, options)
        if not equivalencies:
            return self.in_unit(new_unit)
        target = new_unit if type(new_unit) is Unit else as_unit(new_unit)
        if target.dim is self._unit.dim:
            return self.in_unit(target)
        return join(self._converted(target, None, equivalencies), target)

    def _to_place(self, goal: Any, second: Any, rest: tuple[Any, ...], options: tuple[Any, ...]) -> Quantity:
        """Return the quantity on another device or in another dtype; in the unit `goal`, if it is one."""
        named = ("device", "dtype", "non_blocking", "copy", "memory_format")
        given = {name: value for name, value in zip(named, options, strict=True) if value is not None}
        if goal is None and not given:
            raise TypeError("to() takes a unit, a device or a dtype")
        if isinstance(goal, (int, float)):
            as_unit(
                cast("Any", goal)
            )  # which says what it takes: the number of a device comes with its word, "cuda:1"
        if names_unit(goal, self._unit.dim):
            return self.to(goal, second)._moved(rest, given)
        behind = () if isinstance(second, tuple) and not second else (second,)
        return self._moved((*(() if goal is None else (goal,)), *behind, *rest), given)

    def in_system(self, system: UnitSystem | str) -> Quantity:
        """Return the quantity in the unit that a system of units, or the one of that name, has for it.

        system: a system of units, or its name.
        Raises DimensionMismatchError for a dimension that the system does not span, ValueError for a
        name that no system has.
        """
        if isinstance(system, str):
            if system not in bu_units.systems.system_names():
                known = ", ".join(bu_units.systems.system_names())
                raise ValueError(f"no system of units is named {system!r}; known are {known}")
            system = cast("UnitSystem", getattr(bu_units.systems, system))
        return self.in_unit(system.unit_of(self._unit.dim))

    def to_base(self) -> Quantity:
        """Return the quantity in the coherent unit of the SI: newtons, not kilogram metres ..."""
        return self.in_unit(Unit(self._unit.dim))

    def to_compact(self, unit: Unit | str | None = None) -> Quantity:
        """Return the quantity in its unit with the prefix that reads best: 0.0015 V is 1.5 mV.

        unit: what to convert to before a prefix is chosen.
        The prefix is that of the first factor that takes prefixes, in steps of a thousand, and makes the
        largest element 1 or more and less than 1000 (of a square: less than a million). NaN, infinity, zeros
        and masked elements have no say; where there is nothing else, on scales (degC, dBm) and in units
        without prefixes (min, inch) the unit stays. Raises BackendError for an array whose values are not
        known (dask, ndonnx, a tracer): nothing is computed to choose a unit.
        """
        quantity = cast("Quantity", self) if unit is None else self.to(unit)
        size = largest_size(quantity._mantissa, "to_compact()")
        return quantity.in_unit(bu_units.choice.compact_unit(quantity._unit, size))

    def to_preferred(self, units: Iterable[Unit | str]) -> Quantity:
        """Return the quantity in the unit of its dimension among `units`, or in a product of powers of them.

        units: units or their texts, the most wanted first.
        Of products the one of the fewest factors is taken, then that of the smallest exponents, which are
        integers. Where nothing fits the quantity is returned as it is: nothing is lost, and its unit says so.
        """
        if isinstance(units, (str, Unit)):
            units = (units,)
        found = bu_units.choice.preferred_unit(self._unit.dim, [as_unit(unit) for unit in units])
        return cast("Quantity", self) if found is None else self.in_unit(found)

    def to_decimal(self, unit: Unit | str = UNITLESS, equivalencies: Any = ()) -> Any:
        """Return the bare mantissa in `unit`; UnitMismatchError for another dimension.

        unit: a unit or its text; equivalencies: as in `to`.
        """
        return self._converted(unit if type(unit) is Unit else as_unit(unit), None, equivalencies)

    def _converted(self, unit: Unit, err_msg: str | None = None, equivalencies: Any = ()) -> Any:
        own = self._unit
        if own.ident == unit.ident:
            return self._mantissa
        if type(unit) is not Unit or type(own) is not Unit:
            if own.dim is unit.dim or not reachable(own, unit, equivalencies):
                return convert_scale(self._mantissa, own, unit)
            return across(self._mantissa, own, unit, equivalencies, err_msg)
        if own.dim is not unit.dim:
            return across(self._mantissa, own, unit, equivalencies, err_msg)
        factor = own.factor_to(unit)
        return self._mantissa if factor == 1.0 else scaled(self._mantissa, factor)

    def factorless(self) -> Quantity:
        """Return the quantity in the unit of the same scale without its factor (inch -> metre)."""
        return self.in_unit(self._unit.factorless())

    def has_same_unit(self, other: Any) -> bool:
        """Return whether `other` has the same dimension and kind, so that the two can be added."""
        return self._unit.is_comparable(split(other)[1])

    # ------------------------------------------------------------ conversion of the library

    def to_backend(self, name: str, **options: Any) -> Quantity:
        """Return the quantity with a mantissa of the library called `name`, itself where it has one.

        `options` are those of the library: ``dtype=`` of each, ``device=`` of most that have devices,
        ``chunks=`` of dask. ``q.to_jax(...)`` is ``q.to_backend("jax", ...)``, and so for every library.

        Memory is shared where it can be; what jax lends is read-only. A dask array is computed: nothing
        else computes it on the way to another library. Raises BackendError for an unknown or missing
        library, a traced array, an ndonnx array without values and a tensor that requires grad,
        TypeError for an option that the library does not take.
        """
        backend = get_backend(name)
        for option in options:
            if option not in backend.options:
                known = ", ".join(backend.options)
                raise TypeError(
                    f"to_{name}() got an unexpected option {option!r}; {backend.title} takes {known}"
                )
        mantissa = self._mantissa if backend.chunked or name == "numpy" else as_floats(self._mantissa)
        source = backend_of(mantissa)
        if source is not None and source is not backend:
            mantissa = source.compute(mantissa)
        mantissa = convert(mantissa, backend, explicit=True, **options)
        return cast("Quantity", self) if mantissa is self._mantissa else join(mantissa, self._unit)

    def to_dict(self, *, strict: bool = False, null: bool = False) -> dict[str, Any]:
        """Return the form for messages, ``{"value": ..., "unit": "mV", "dtype": "int8"}``, in the own unit.

        The values are numbers and lists of them, with every digit; `from_dict` makes the same quantity of it.
        strict: what not every reader of JSON has is text: "NaN", "Infinity", integers beyond 2^53.
        null: the same, with None for NaN.
        Raises BackendError for a lazy array: ``.compute()`` first; TypeError for numbers that have no text.
        """
        from .form import form_of  # few programs need it

        return form_of(self._mantissa, self._unit, strict, null)

    def __array_namespace__(self, /, *, api_version: str | None = None) -> ArrayNamespace:
        """Return the array API's functions on quantities of this library; see `brainunit.namespace`.

        A Python number, which is of no library, has numpy's: beside arrays of another one, write
        ``xp.asarray(1.0, unit="mV")``.

        api_version: "2021.12" to "2025.12". Raises ValueError for another version.
        """
        if api_version not in _VERSIONS:
            raise ValueError(
                f"the array API {api_version} is not known here; its versions are 2021.12 to 2025.12"
            )
        backend = backend_of(self._mantissa) or get_backend("numpy")
        if backend.by_numpy and _asked_by("xarray."):
            return get_backend("numpy").lib
        # Above this module: it has the functions, which have the quantities.
        return import_module("bu_array.namespace").namespace(backend.name)

    @property
    def device(self) -> Any:
        """The device that the array is on, as its library names it; AttributeError for a Python number."""
        backend = backend_of(self._mantissa)
        if backend is None:
            raise AttributeError("a Python number is on no device", name="device", obj=self)
        return backend.device_of(self._mantissa)

    def to_device(self, device: Any, /, *, stream: Any = None) -> Quantity:
        """Return the quantity with its array on another device of its library, in the same unit.

        device: the library's own device, or a text that names one; stream: the library's stream for the copy.
        Raises BackendError for a Python number, and for a device that is not there.
        """
        backend = backend_of(self._mantissa)
        if backend is None:
            raise BackendError(
                "a Python number is on no device; call .to_cupy(), .to_torch() or .to_jax() first"
            )
        mantissa = backend.to_device(self._mantissa, device, stream=stream)
        return cast("Quantity", self) if mantissa is self._mantissa else join(mantissa, self._unit)

    def cpu(self, device: Any = None) -> Quantity:
        """Return the quantity with its array in the computer's main memory, itself where it is there.

        `device`: a jax device of the platform "cpu". A cupy array becomes a numpy array.
        """
        backend = backend_of(self._mantissa)
        if backend is None:
            return cast("Quantity", self)
        mantissa = backend.to_host(self._mantissa, device)
        return cast("Quantity", self) if mantissa is self._mantissa else join(mantissa, self._unit)

    def cuda(self, device: Any = None, non_blocking: bool = False) -> Quantity:
        """Return the quantity with its array on a CUDA device, itself where it is there.

        `device`: a number, or the library's own word for a device. non_blocking: torch's option, to go on
        before a copy from pinned memory is done. Raises BackendError on libraries that compute on no such
        device, with the way to one that does.
        """
        backend = backend_of(self._mantissa)
        if backend is None:
            raise BackendError(
                "a Python number is on no device; call .to_cupy(), .to_torch() or .to_jax() first"
            )
        options = {"non_blocking": True} if non_blocking and backend.tensors else {}
        mantissa = backend.to_cuda(self._mantissa, device, **options)
        return cast("Quantity", self) if mantissa is self._mantissa else join(mantissa, self._unit)

    def _known(self, what: str) -> Any:
        """Return the mantissa whose values are known now; BackendError for a lazy one."""
        backend = backend_of(self._mantissa)
        if backend is not None and backend.lazy:
            raise BackendError(
                f"{what} needs values, and {backend.title} computes them when asked: {backend.way_out}"
            )
        return self._mantissa

    def _numpy_values(self, what: str) -> Any:
        """Return the mantissa as a numpy array or a number."""
        mantissa = self._known(what)
        backend = backend_of(mantissa)
        return mantissa if backend is None else convert(mantissa, get_backend("numpy"), explicit=True)

    # ------------------------------------------------------------ to Python numbers and numpy

    def _as_number(self, what: str) -> Any:
        """Return the mantissa as a pure number; TypeError where the unit would be lost."""
        if not self._unit.dim.is_dimensionless or type(self._unit) is not Unit:
            raise TypeError(
                f"{what} of a quantity in {self._unit} would lose the unit; "
                "call .to_decimal(unit) first, or take .mantissa"
            ) from None  # numpy asks again where it was refused
        return scaled(self._known(what), rules.suited(self._unit, UNITLESS))

    def to_timedelta64(self, resolution: str = "ns") -> Any:
        """Return numpy's time differences: whole numbers of `resolution`, such as "s" or "10m"; NaN is NaT.

        Raises ValueError where digits would be lost, UnitMismatchError for what is no time.
        """
        values = self._numpy_values("to_timedelta64()")
        return to_timedelta64(values, self._unit, resolution)

    def to_timedelta(self) -> Any:
        """Return Python's time differences: one, or an object array of them. See `to_timedelta64`."""
        return to_datetime_timedelta(self._numpy_values("to_timedelta()"), self._unit)

    def __float__(self) -> float:
        return float(self._as_number("float()"))

    def __int__(self) -> int:
        return int(self._as_number("int()"))

    def __complex__(self) -> complex:
        return complex(self._as_number("complex()"))

    def __index__(self) -> int:
        return operator.index(self._as_number("index()"))

    def __bool__(self) -> bool:
        if type(self._unit) is not Unit:
            raise refused_on_scale("bool()", self._unit)  # 0 degC is 32 degF
        return bool(self._known("bool()"))

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> Any:
        if (
            dtype in (object, "O")
            and not self._unit.dim.is_dimensionless
            and getattr(self._mantissa, "ndim", 0) == 0
        ):
            return np.fromiter((self,), dtype=object, count=1).reshape(())  # np.array would ask here again
        values = self._as_number("np.asarray()")
        if copy is False and values is not self._mantissa:
            raise ValueError(f"a quantity in {self._unit} is no plain array without a copy: copy=False")
        numpy = get_backend("numpy")
        return numpy.asarray(convert(values, numpy, explicit=True), dtype=dtype, copy=copy)

    def _sympy_(self) -> Any:
        """Return the number of sympy's that a dimensionless quantity is; TypeError with a unit."""
        return sys.modules["sympy"].sympify(self._as_number("sympify()"))

    def __dlpack__(
        self,
        *,
        stream: Any = None,
        max_version: tuple[int, int] | None = None,
        dl_device: tuple[Any, int] | None = None,
        copy: bool | None = None,
    ) -> Any:
        """Hand the array of a dimensionless quantity to another library; a unit would be lost: TypeError."""
        wanted = {"stream": stream, "max_version": max_version, "dl_device": dl_device, "copy": copy}
        # Only what was asked for: libraries know the newer options since 2024 or not at all.
        given = {name: value for name, value in wanted.items() if value is not None}
        return self._as_number("from_dlpack()").__dlpack__(**given)

    def __dlpack_device__(self) -> tuple[int, int]:
        """Return where the array of a dimensionless quantity is, as DLPack numbers devices."""
        device: tuple[int, int] = self._as_number("from_dlpack()").__dlpack_device__()
        return device
