"""Quantity: the pair of an array and a unit, its operators and conversions."""

from __future__ import annotations

import copy
import operator
from collections.abc import Iterator
from fractions import Fraction
from math import prod
from operator import attrgetter
from typing import TYPE_CHECKING, Any, cast

from bu_dispatch import BackendError, backend_of, convert, get_backend
from bu_units import UNITLESS, Dimension, Unit, UnitMismatchError, attach_quantity

from . import _display, _rules
from ._admission import AS_IT_IS, admitted, as_unit, cast_to
from ._declare import attach
from ._operate import PairTable, operate, raised_pair
from ._pair import Pair, class_for, detach, gather, join, known_number, scaled, split
from ._scales import convert_scale
from .math import elementwise, manipulation, products, rounding, searching, statistical

if TYPE_CHECKING:
    from bu_units.systems import UnitSystem

__all__ = ["Quantity"]

_new = object.__new__

_add = operate("add", _rules.same, operator.add)
_subtract = operate("subtract", _rules.same, operator.sub)
_multiply = operate("multiply", _rules.product, operator.mul)
_divide = operate("divide", _rules.quotient, operator.truediv)
_floor_divide = operate("floor_divide", _rules.floored, operator.floordiv)
_remainder = operate("remainder", _rules.remainder, operator.mod)
_matmul = operate("matmul", _rules.product, operator.matmul)
_less = operate("less", _rules.compared, operator.lt)
_less_equal = operate("less_equal", _rules.compared, operator.le)
_greater = operate("greater", _rules.compared, operator.gt)
_greater_equal = operate("greater_equal", _rules.compared, operator.ge)
_equal = operate("equal", _rules.compared, operator.eq)
_not_equal = operate("not_equal", _rules.compared, operator.ne)
_and = operate("bitwise_and", _rules.bits, operator.and_)
_or = operate("bitwise_or", _rules.bits, operator.or_)
_xor = operate("bitwise_xor", _rules.bits, operator.xor)

# What products, quotients and powers of units become, for the fast paths below: (unit or None, factor).
_PRODUCTS = PairTable()
_QUOTIENTS = PairTable()
_POWERS = PairTable()

# A plain factor of these types, or of the mantissa's own, scales and leaves the unit.
_PLAIN_FACTORS = frozenset((int, float))


class Quantity(Pair):
    """An array of any library, the mantissa, times a physical unit.

    >>> import numpy as np
    >>> voltage = Quantity(np.array([-65.0, 40.0]), "mV")
    >>> voltage.to("V")
    Quantity([-0.065  0.04 ], "V")

    `mantissa`: a number or an array, kept as it is; a list or tuple (also of quantities) becomes an
    array of the default backend; a quantity is converted to `unit`; a unit is one of it. `unit`: a
    Unit or its text. `dtype`: makes an array of that dtype. Raises TypeError for a str or what is
    no number, UnitMismatchError where a conversion does not fit.
    """

    __slots__ = ()

    # numpy must leave ``array * quantity`` to the operators below: it knows no units.
    __array_ufunc__ = None
    __array_priority__ = 1000
    __hash__ = None  # type: ignore[assignment]  # equal quantities have different mantissas: a set would mislead

    def __init__(
        self,
        mantissa: Any,
        unit: Unit | str | None = UNITLESS,
        dtype: Any = None,
        *,
        _unit: Unit | None = None,
    ) -> None:
        if _unit is not None:
            # jax rebuilds a pytree so, with placeholders of any type as the mantissa.
            self._mantissa, self._unit = mantissa, _unit
            return
        target = as_unit(unit)
        self._mantissa, self._unit = admitted(mantissa, target)
        if type(self._unit) is not Unit:
            self.__class__ = cast("type[Quantity]", class_for(self._unit))
        if dtype is not None:
            self._mantissa = cast_to(self._mantissa, dtype)

    # ------------------------------------------------------------ the pair

    # attrgetter runs in C; a function would cost three times as much.
    mantissa = property(attrgetter("_mantissa"), doc="The number or array in front of the unit; read-only.")
    magnitude = property(attrgetter("_mantissa"), doc="The mantissa, under pint's name for it.")
    if TYPE_CHECKING:

        @property
        def unit(self) -> Unit:
            """The unit; read-only."""
            return self._unit

    else:
        unit = property(attrgetter("_unit"), doc="The unit; read-only.")

    @property
    def dim(self) -> Dimension:
        """The dimension of the unit."""
        return self._unit.dim

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
        """Return ``Quantity(mantissa, unit)``."""
        return Quantity(mantissa, unit)

    def update_mantissa(self, mantissa: Any) -> None:
        """Put another mantissa in place, of the same shape and dtype (ValueError otherwise).

        A quantity is converted to this unit.
        """
        if isinstance(mantissa, (list, tuple)):
            array, own = gather(mantissa, (self,))
            mantissa = array if own is UNITLESS else join(array, own)
        if isinstance(mantissa, Pair):
            mantissa = detach(mantissa, self._unit, "update_mantissa")
        mantissa, _ = admitted(mantissa, UNITLESS)
        for field in ("shape", "dtype"):
            old, new = getattr(self._mantissa, field, None), getattr(mantissa, field, None)
            if old != new:
                raise ValueError(f"update_mantissa keeps the {field}: expected {old}, got {new}")
        self._mantissa = mantissa

    # ------------------------------------------------------------ the array

    @property
    def shape(self) -> tuple[int, ...]:
        """Lengths of the axes."""
        return tuple(getattr(self._mantissa, "shape", ()))

    @property
    def ndim(self) -> int:
        """Number of axes."""
        return len(self.shape)

    @property
    def size(self) -> int:
        """Number of elements."""
        return prod(self.shape)

    @property
    def dtype(self) -> Any:
        """The dtype of the mantissa, of its library; the type of a Python number."""
        return getattr(self._mantissa, "dtype", type(self._mantissa))

    @property
    def T(self) -> Quantity:  # noqa: N802  # the array API's name
        """The quantity with its axes reversed."""
        return self.transpose()

    @property
    def real(self) -> Quantity:
        """The real part, in the same unit."""
        return cast("Quantity", join(self._part("real"), self._unit))

    @property
    def imag(self) -> Quantity:
        """The imaginary part, in the same unit."""
        return cast("Quantity", join(self._part("imag"), self._unit))

    def _part(self, name: str) -> Any:
        """Return the real or imaginary part of the mantissa, of real ones too."""
        mantissa, backend = self._mantissa, backend_of(self._mantissa)
        if backend is None:
            return getattr(mantissa, name)
        if backend.xp.isdtype(mantissa.dtype, "complex floating"):
            return getattr(backend.xp, name)(mantissa)
        return mantissa if name == "real" else backend.xp.zeros_like(mantissa)

    def __len__(self) -> int:
        if not self.shape:
            raise TypeError("a quantity without axes has no len()")
        return self.shape[0]

    def __iter__(self) -> Iterator[Quantity]:
        if not self.shape:
            raise TypeError("a quantity without axes cannot be iterated over")
        unit = self._unit
        return (join(element, unit) for element in self._mantissa)

    def __getitem__(self, index: Any) -> Quantity:
        quantity = _new(Quantity)
        quantity._mantissa = self._mantissa[index]
        quantity._unit = self._unit
        return quantity

    def __setitem__(self, index: Any, value: Any) -> None:
        """Set elements, converted to this unit: in place where the library's arrays allow it."""
        backend = backend_of(self._mantissa)
        if backend is None:
            raise TypeError("a quantity of one Python number has no elements to set")
        mantissa = detach(value, self._unit, "setitem", self)
        if backend_of(mantissa) is not None:
            mantissa = convert(mantissa, backend)
        if backend.mutable:
            self._mantissa[index] = mantissa
        else:
            self._mantissa = backend.xp.at(self._mantissa, index).set(mantissa)

    def item(self, *args: int) -> Quantity:
        """Return the only element, or the one at an index, as a Python number in the same unit."""
        backend, mantissa = backend_of(self._mantissa), self._known("item")
        value = mantissa if backend is None else backend.peek(mantissa).item(*args)
        return cast("Quantity", join(value, self._unit))

    def tolist(self) -> Any:
        """Return nested lists of quantities of Python numbers."""
        backend, mantissa = backend_of(self._mantissa), self._known("tolist")
        return self if backend is None else _wrapped(backend.peek(mantissa).tolist(), self._unit)

    def astype(self, dtype: Any) -> Quantity:
        """Return the quantity with a mantissa of `dtype`: a name, the library's own, or numpy's."""
        return cast("Quantity", join(cast_to(self._mantissa, dtype), self._unit))

    def copy(self) -> Quantity:
        """Return a quantity with a mantissa of its own."""
        mantissa = self._mantissa
        # A torch tensor with a history clones only; Python numbers have neither method.
        duplicate = getattr(mantissa, "copy", None) or getattr(mantissa, "clone", None)
        own = duplicate() if duplicate else copy.deepcopy(mantissa)
        return cast("Quantity", join(own, self._unit))

    abs = elementwise.abs
    all = statistical.all
    any = statistical.any
    argmax = searching.argmax
    argmin = searching.argmin
    argsort = searching.argsort
    cumsum = statistical.cumsum
    dot = products.dot
    expand_dims = manipulation.expand_dims
    flatten = manipulation.ravel
    max = statistical.max
    mean = statistical.mean
    min = statistical.min
    outer = products.outer
    pow = elementwise.power
    prod = statistical.prod
    ptp = statistical.ptp
    ravel = manipulation.ravel
    reshape = manipulation.reshape
    round = rounding.round
    squeeze = manipulation.squeeze
    std = statistical.std
    sum = statistical.sum
    var = statistical.var

    def clip(self, min: Any = None, max: Any = None) -> Quantity:
        """Return the elements limited to ``[min, max]``, in this unit."""
        return cast("Quantity", elementwise.clip(self, min, max))

    def sort(self, axis: int = -1, stable: bool = True, order: None = None) -> Quantity:
        """Return the elements sorted along `axis`, in this unit."""
        return searching.sort(self, axis, stable=stable, order=order)

    def transpose(self, *axes: Any) -> Quantity:
        """Return the quantity with its axes in another order; reversed where none is given."""
        if len(axes) == 1 and not isinstance(axes[0], int):
            axes = () if axes[0] is None else tuple(axes[0])
        return manipulation.transpose(self, axes or None)

    # ------------------------------------------------------------ conversion of the unit

    def in_unit(self, unit: Unit | str, err_msg: str | None = None) -> Quantity:
        """Return the quantity in `unit`: itself where that is its unit, else scaled by one multiply.

        Raises UnitMismatchError, with the text `err_msg` if given, for another dimension.
        """
        if unit is self._unit:
            return self
        target = as_unit(unit)
        if target is self._unit:
            return self
        return cast("Quantity", join(self._converted(target, err_msg), target))

    to = in_unit

    def in_system(self, system: UnitSystem) -> Quantity:
        """Return the quantity in the unit that a system of units has for its dimension.

        Raises DimensionMismatchError for a dimension that the system does not span.
        """
        return self.in_unit(system.unit_of(self._unit.dim))

    def to_base(self) -> Quantity:
        """Return the quantity in the coherent unit of the SI: newtons, not kilogram metres ..."""
        return self.in_unit(Unit(self._unit.dim))

    def to_decimal(self, unit: Unit | str = UNITLESS) -> Any:
        """Return the bare mantissa in `unit`; UnitMismatchError for another dimension."""
        return self._converted(unit if type(unit) is Unit else as_unit(unit))

    def _converted(self, unit: Unit, err_msg: str | None = None) -> Any:
        own = self._unit
        if own is unit:
            return self._mantissa
        if type(unit) is not Unit or type(own) is not Unit:
            return convert_scale(self._mantissa, own, unit)
        try:
            factor = own.factor_to(unit)
        except UnitMismatchError as error:
            text = err_msg or f"Cannot convert a quantity in {own} to {unit}"
            raise UnitMismatchError(text, own, unit) from error
        return self._mantissa if factor == 1.0 else scaled(self._mantissa, factor)

    def factorless(self) -> Quantity:
        """Return the quantity in the unit of the same scale without its factor (inch -> metre)."""
        return self.in_unit(self._unit.factorless())

    def has_same_unit(self, other: Any) -> bool:
        """Return whether `other` has the same dimension, so that the two can be added."""
        return self._unit.dim is split(other)[1].dim

    # ------------------------------------------------------------ conversion of the library

    def to_numpy(self, *, dtype: Any = None) -> Quantity:
        """Return the quantity with a numpy mantissa, itself where it has one.

        Memory is shared where it can be; what jax lends is read-only. Raises BackendError for a
        traced or lazy array and for a tensor that requires grad.
        """
        return self._to("numpy", dtype=dtype)

    def to_jax(self, *, device: Any = None, dtype: Any = None) -> Quantity:
        """Return the quantity with a jax mantissa, itself where it has one; see `to_numpy`."""
        return self._to("jax", device=device, dtype=dtype)

    def to_cupy(self, *, device: Any = None, dtype: Any = None) -> Quantity:
        """Return the quantity with a cupy mantissa, itself where it has one; see `to_numpy`."""
        return self._to("cupy", device=device, dtype=dtype)

    def to_torch(self, *, device: Any = None, dtype: Any = None) -> Quantity:
        """Return the quantity with a torch mantissa, itself where it has one; see `to_numpy`."""
        return self._to("torch", device=device, dtype=dtype)

    def to_dask(self, *, chunks: Any = "auto", dtype: Any = None) -> Quantity:
        """Return the quantity with a dask mantissa in `chunks`, itself where it has one."""
        already = self.backend == "dask" and chunks == "auto"
        return self._to("dask", chunks=None if already else chunks, dtype=dtype)

    def to_ndonnx(self, *, dtype: Any = None) -> Quantity:
        """Return the quantity with an ndonnx mantissa, itself where it has one; see `to_numpy`."""
        return self._to("ndonnx", dtype=dtype)

    def _to(self, name: str, **options: Any) -> Quantity:
        mantissa = convert(known_number(self._mantissa), get_backend(name), explicit=True, **options)
        return self if mantissa is self._mantissa else cast("Quantity", join(mantissa, self._unit))

    def _known(self, what: str) -> Any:
        """Return the mantissa whose values are known now; BackendError for a lazy one."""
        backend = backend_of(self._mantissa)
        if backend is not None and backend.lazy:
            raise BackendError(
                f"{what} needs values, and {backend.title} computes them when asked: {backend.way_out}"
            )
        return self._mantissa

    def compute(self, **options: Any) -> Quantity:
        """Return the quantity with the values of a dask mantissa computed, in the same unit."""
        return cast("Quantity", join(self._mantissa.compute(**options), self._unit))

    # ------------------------------------------------------------ to Python numbers and numpy

    def _as_number(self, what: str) -> Any:
        """Return the mantissa as a pure number; TypeError where the unit would be lost."""
        if not self._unit.dim.is_dimensionless:
            raise TypeError(
                f"{what} of a quantity in {self._unit} would lose the unit; "
                "call .to_decimal(unit) first, or take .mantissa"
            )
        return scaled(self._known(what), _rules.suited(self._unit, UNITLESS))

    def __float__(self) -> float:
        return float(self._as_number("float()"))

    def __int__(self) -> int:
        return int(self._as_number("int()"))

    def __complex__(self) -> complex:
        return complex(self._as_number("complex()"))

    def __index__(self) -> int:
        return operator.index(self._as_number("index()"))

    def __bool__(self) -> bool:
        return bool(self._known("bool()"))

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> Any:
        values = self._as_number("np.asarray()")
        numpy = get_backend("numpy")
        return numpy.asarray(convert(values, numpy, explicit=True), dtype=dtype, copy=copy)

    # ------------------------------------------------------------ arithmetic

    # Operands of one class, in units met before, take the first lines. Everything else (plain
    # operands, other units, two libraries, errors) goes through `operate`.

    def __add__(self, other: Quantity | complex | Any) -> Quantity:
        if type(other) is Quantity:
            mantissa = self._mantissa
            if self._unit is other._unit and type(mantissa) is type(other._mantissa):
                quantity = _new(Quantity)
                quantity._mantissa = mantissa + other._mantissa
                quantity._unit = self._unit
                return quantity
        return _add(self, other)  # type: ignore[no-any-return]  # operate answers for any operand

    def __sub__(self, other: Quantity | complex | Any) -> Quantity:
        if type(other) is Quantity:
            mantissa = self._mantissa
            if self._unit is other._unit and type(mantissa) is type(other._mantissa):
                quantity = _new(Quantity)
                quantity._mantissa = mantissa - other._mantissa
                quantity._unit = self._unit
                return quantity
        return _subtract(self, other)  # type: ignore[no-any-return]  # as above

    def __mul__(self, other: Any) -> Any:
        if type(other) is Quantity:
            mantissa = self._mantissa
            if type(mantissa) is type(other._mantissa):
                try:
                    unit, fold = _PRODUCTS[self._unit.ident][other._unit.ident]
                except KeyError:
                    unit, fold = _PRODUCTS.keep(
                        self._unit, other._unit.ident, _rules.product.result(self._unit, other._unit)
                    )
                result = mantissa * other._mantissa
                if unit is None:
                    return result if fold is None else scaled(result, fold)
                quantity = _new(Quantity)
                quantity._mantissa = result
                quantity._unit = unit
                return quantity
        elif type(other) is Unit:
            return _wrapped_or_bare(self._mantissa, *_rules.product.result(self._unit, other))
        elif type(other) in _PLAIN_FACTORS or type(other) is type(self._mantissa):
            return _times_plain(self._mantissa * other, self._unit)
        return _multiply(self, other)

    def __truediv__(self, other: Any) -> Any:
        if type(other) is Quantity:
            mantissa = self._mantissa
            if type(mantissa) is type(other._mantissa):
                try:
                    unit, fold = _QUOTIENTS[self._unit.ident][other._unit.ident]
                except KeyError:
                    unit, fold = _QUOTIENTS.keep(
                        self._unit, other._unit.ident, _rules.quotient.result(self._unit, other._unit)
                    )
                result = mantissa / other._mantissa
                if unit is None:
                    return result if fold is None else scaled(result, fold)
                quantity = _new(Quantity)
                quantity._mantissa = result
                quantity._unit = unit
                return quantity
        elif type(other) is Unit:
            return _wrapped_or_bare(self._mantissa, *_rules.quotient.result(self._unit, other))
        elif type(other) in _PLAIN_FACTORS or type(other) is type(self._mantissa):
            return _times_plain(self._mantissa / other, self._unit)
        return _divide(self, other)

    def __radd__(self, other: Any) -> Quantity:
        return _add(other, self)  # type: ignore[no-any-return]  # as above

    def __rsub__(self, other: Any) -> Quantity:
        return _subtract(other, self)  # type: ignore[no-any-return]  # as above

    def __rmul__(self, other: Any) -> Any:
        if type(other) in _PLAIN_FACTORS or type(other) is type(self._mantissa):
            return _times_plain(other * self._mantissa, self._unit)
        return _multiply(other, self)

    def __rtruediv__(self, other: Any) -> Any:
        return _divide(other, self)

    def __floordiv__(self, other: Any) -> Any:
        return _floor_divide(self, other)

    def __rfloordiv__(self, other: Any) -> Any:
        return _floor_divide(other, self)

    def __mod__(self, other: Any) -> Any:
        return _remainder(self, other)

    def __rmod__(self, other: Any) -> Any:
        return _remainder(other, self)

    def __divmod__(self, other: Any) -> tuple[Any, Any]:
        return self // other, self % other

    def __rdivmod__(self, other: Any) -> tuple[Any, Any]:
        return other // self, other % self

    def __matmul__(self, other: Any) -> Any:
        return _matmul(self, other)

    def __rmatmul__(self, other: Any) -> Any:
        return _matmul(other, self)

    def __pow__(self, exponent: Any) -> Any:
        if type(exponent) is int or type(exponent) is float:
            try:
                unit, fold = _POWERS[self._unit.ident][exponent]
            except KeyError:
                unit, fold = _POWERS.keep(self._unit, exponent, _rules.raised(self._unit, exponent))
            if unit is not None:
                quantity = _new(Quantity)
                quantity._mantissa = self._mantissa**exponent
                quantity._unit = unit
                return quantity
        if not _may_be_exponent(exponent):
            return NotImplemented
        base, power, unit, fold = raised_pair("power", self, exponent)
        return _wrapped_or_bare(base**power, unit, fold)

    def __rpow__(self, base: Any) -> Any:
        base, power, unit, fold = raised_pair("power", base, self)
        return _wrapped_or_bare(base**power, unit, fold)

    def __neg__(self) -> Quantity:
        quantity = _new(Quantity)
        quantity._mantissa = -self._mantissa
        quantity._unit = self._unit
        return quantity

    def __pos__(self) -> Quantity:
        return cast("Quantity", join(+self._mantissa, self._unit))

    def __abs__(self) -> Quantity:
        quantity = _new(Quantity)
        quantity._mantissa = abs(self._mantissa)
        quantity._unit = self._unit
        return quantity

    def __round__(self, ndigits: int | None = None) -> Quantity:
        if backend_of(self._mantissa) is None:
            return cast("Quantity", join(round(self._mantissa, ndigits), self._unit))
        return rounding.round(self, ndigits or 0)

    def __and__(self, other: Any) -> Any:
        return _and(self, other)

    def __rand__(self, other: Any) -> Any:
        return _and(other, self)

    def __or__(self, other: Any) -> Any:
        return _or(self, other)

    def __ror__(self, other: Any) -> Any:
        return _or(other, self)

    def __xor__(self, other: Any) -> Any:
        return _xor(self, other)

    def __rxor__(self, other: Any) -> Any:
        return _xor(other, self)

    def __invert__(self) -> Any:
        if not self._unit.dim.is_dimensionless:
            raise _rules.truth.refuse("invert", self._unit)
        return ~self._mantissa

    # ------------------------------------------------------------ comparison

    def __eq__(self, other: object) -> Any:
        try:
            return _equal(self, other)
        except UnitMismatchError:
            return _agreement(self, other) & False  # of another dimension: nowhere equal

    def __ne__(self, other: object) -> Any:
        try:
            return _not_equal(self, other)
        except UnitMismatchError:
            return _agreement(self, other) | True

    def __lt__(self, other: Any) -> Any:
        if type(other) is Quantity and self._unit is other._unit:
            mantissa = self._mantissa
            if type(mantissa) is type(other._mantissa):
                return mantissa < other._mantissa
        return _less(self, other)

    def __le__(self, other: Any) -> Any:
        return _less_equal(self, other)

    def __gt__(self, other: Any) -> Any:
        return _greater(self, other)

    def __ge__(self, other: Any) -> Any:
        return _greater_equal(self, other)

    # ------------------------------------------------------------ text

    def __str__(self) -> str:
        return _display.shown(self._mantissa, self._unit)

    def __repr__(self) -> str:
        return _display.represented(self._mantissa, self._unit)

    def __format__(self, spec: str) -> str:
        return _display.formatted(self._mantissa, self._unit, spec) if spec else str(self)

    def _repr_latex_(self) -> str:
        return _display.latex(self._mantissa, self._unit)

    def _repr_html_(self) -> str:
        return _display.html(self._mantissa, self._unit)

    def repr_in_unit(self, precision: int | None = None) -> str:
        """Return ``3.14 mV``, with `precision` digits behind the point."""
        return _display.shown(self._mantissa, self._unit, precision)

    # ------------------------------------------------------------ copying

    def __copy__(self) -> Quantity:
        return cast("Quantity", join(self._mantissa, self._unit))

    def __deepcopy__(self, memo: dict[int, Any]) -> Quantity:
        return cast("Quantity", join(copy.deepcopy(self._mantissa, memo), self._unit))

    def __reduce__(self) -> tuple[Any, ...]:
        return _restored, (self._mantissa, self._unit)


# ---------------------------------------------------------------- helpers of the operators


def _wrapped_or_bare(mantissa: Any, unit: Unit | None, fold: float | None) -> Any:
    return scaled(mantissa, fold) if unit is None else join(mantissa, unit)


def _times_plain(mantissa: Any, unit: Unit) -> Any:
    """Return the result of scaling by a plain factor: bare where the unit is the number one."""
    if unit is UNITLESS:
        return mantissa
    quantity = _new(Quantity)
    quantity._mantissa = mantissa
    quantity._unit = unit
    return quantity


def _wrapped(values: Any, unit: Unit) -> Any:
    """Return nested lists with each number as a quantity."""
    return [_wrapped(value, unit) for value in values] if isinstance(values, list) else join(values, unit)


def _may_be_exponent(x: Any) -> bool:
    return isinstance(x, (Pair, int, float, complex, Fraction)) or backend_of(x) is not None


def _agreement(x: Any, y: Any) -> Any:
    """Return ``x == y`` of the mantissas: a boolean array in the shape and library of the answer."""
    try:
        return _bare_equal(split(x, y)[0], split(y, x)[0])
    except UnitMismatchError:  # a list of several dimensions is no array
        return False


_bare_equal = operate("equal", _rules.compared, operator.eq)


def _restored(mantissa: Any, unit: Unit) -> Quantity:
    """Unpickle."""
    return cast("Quantity", join(mantissa, unit))


# ---------------------------------------------------------------- a number or an array times a unit


def _times_unit(x: Any, unit: Unit) -> Any:
    """``x * unit`` and ``unit * x``."""
    if type(x) in AS_IT_IS and type(unit) is Unit:
        quantity = _new(Quantity)
        quantity._mantissa = x
        quantity._unit = unit
        return quantity
    if isinstance(x, Pair):
        return _wrapped_or_bare(x._mantissa, *_rules.product.result(x._unit, unit))
    if isinstance(x, (list, tuple)):
        array, own = gather(x)
        return _wrapped_or_bare(array, *_rules.product.result(own, unit))
    return Quantity(x, unit)


def _unit_by(x: Any, unit: Unit) -> Any:
    """``unit / x``."""
    mantissa, own = split(x)
    return _wrapped_or_bare(1 / mantissa, *_rules.quotient.result(unit, own))


attach(Quantity)
attach_quantity(_times_unit, _unit_by)
