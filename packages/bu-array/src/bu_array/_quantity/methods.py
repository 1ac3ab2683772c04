"""The array in a quantity: its shape, its elements, and functions as methods, after numpy and torch."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from math import prod
from typing import TYPE_CHECKING, Any, cast

import numpy as np

from bu_dispatch import BackendError, backend_of, convert, get_backend
from bu_units import ScaleUnit, Unit
from bu_units.tracing import tracing

from .. import math as functions
from ..core import Pair, cast_to, has_zero, join, known_number, refused_on_scale, split, zero_wanted
from ..core.admission import number_dtype
from ..core.holding import asks_truth, held
from ..core.objects import is_object_number, mapped, of_objects
from ..core.pair import NUMERIC
from .at import At
from .conversions import Conversions
from .index import BASIC, element, plain_index, standard_key
from .options import as_method, or_tensors
from .swapping import row_to_set
from .tensors import flags_of, size_of

if TYPE_CHECKING:
    from .quantity import Quantity

__all__ = ["ArrayMethods"]

_new = object.__new__

# Types of arrays that take all of numpy's indices.
_RICH: set[type] = set()


class ArrayMethods(Conversions):
    """The properties and methods of a quantity's array: part of `Quantity`, apart for its length only."""

    __slots__ = ()

    # ------------------------------------------------------------ properties

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
        """Number of elements; of a torch tensor ``size()`` gives the lengths of the axes, as torch has it."""
        return size_of(self._mantissa, prod(self.shape))

    @property
    def dtype(self) -> Any:
        """The dtype of the mantissa, of its library; of a number numpy's, which may be object."""
        found = getattr(self._mantissa, "dtype", None)
        if is_object_number(self._mantissa):
            return np.dtype(object)
        return get_backend("numpy").dtype(type(self._mantissa)) if found is None else found

    @property
    def T(self) -> Quantity:  # noqa: N802  # the array API's name
        """The quantity with its axes reversed."""
        return self.transpose()

    @property
    def real(self) -> Quantity:
        """The real part, in the same unit."""
        return join(self._part("real"), self._unit)

    @property
    def imag(self) -> Quantity:
        """The imaginary part, in the same unit; of temperatures and levels a difference."""
        unit = self._unit
        if isinstance(unit, ScaleUnit):  # 0 degC is a point like any other
            unit = unit.difference
        return join(self._part("imag"), unit)

    def _part(self, name: str) -> Any:
        """Return the real or imaginary part of the mantissa, of real ones too."""
        mantissa, backend = self._mantissa, backend_of(self._mantissa)
        if backend is None:
            real = not hasattr(mantissa, name)  # of uncertainties
            return (mantissa if name == "real" else 0) if real else getattr(mantissa, name)
        if of_objects(mantissa):
            return mapped(lambda x: getattr(x, name, x if name == "real" else 0), mantissa)
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

    @property
    def mT(self) -> Quantity:  # noqa: N802  # the array API's name
        """The quantity with its last two axes exchanged."""
        return cast("Quantity", functions.swapaxes(self, -1, -2))

    @property
    def flat(self) -> Quantity:
        """The elements as a vector, row by row, to index or to iterate over."""
        return cast("Quantity", self.ravel())

    @property
    def itemsize(self) -> int:
        """Number of bytes of an element."""
        dtype = self.dtype
        return int(getattr(dtype, "itemsize", None) or get_backend("numpy").dtype(_name(dtype)).itemsize)

    @property
    def nbytes(self) -> int:
        """Number of bytes of all elements."""
        return self.size * self.itemsize

    @property
    def strides(self) -> tuple[int, ...]:
        """Bytes from one element to the next along each axis; of a library that does not tell: row by row."""
        mantissa = self._mantissa
        if hasattr(mantissa, "strides"):
            return tuple(mantissa.strides)
        if hasattr(mantissa, "stride"):  # torch counts elements
            return tuple(step * self.itemsize for step in mantissa.stride())
        return tuple(self.itemsize * prod(self.shape[axis + 1 :]) for axis in range(self.ndim))

    @property
    def isscalar(self) -> bool:
        """Whether there are no axes."""
        return not self.shape

    @property
    def isnan(self) -> Any:
        """Where elements are NaN: a bare boolean array."""
        return flags_of(functions.isnan(self))

    @property
    def isinf(self) -> Any:
        """Where elements are infinite: a bare boolean array."""
        return flags_of(functions.isinf(self))

    isinfinite = isinf

    @property
    def isfinite(self) -> Any:
        """Where elements are neither infinite nor NaN: a bare boolean array."""
        return flags_of(functions.isfinite(self))

    @property
    def isreal(self) -> Any:
        """Where elements have no imaginary part: a bare boolean array."""
        return flags_of(functions.isreal(self))

    # ------------------------------------------------------------ elements

    def __getitem__(self, index: Any) -> Quantity:
        """The elements at an index: numbers, slices, None, ``...``, masks, arrays and lists of positions.

        A quantity counts as an index if it has no unit.
        """
        mantissa = self._mantissa
        if type(index) in BASIC and type(mantissa) in _RICH:
            found = mantissa[index]
        else:
            backend = backend_of(mantissa)
            found = element(mantissa, plain_index(index, backend), backend)
            if backend is not None and backend.rich_index:
                _RICH.add(type(mantissa))
        quantity = _new(type(self))
        quantity._mantissa = found
        quantity._unit = self._unit
        return cast("Quantity", quantity)

    def __setitem__(self, index: Any, value: Any) -> None:
        """Set elements, converted to this unit: in place where the library's arrays allow it."""
        backend = backend_of(self._mantissa)
        if backend is None:
            raise TypeError("a quantity of one Python number has no elements to set")
        key = plain_index(index, backend)
        if isinstance(value, Pair) and backend.mutable and not (backend.lazy or tracing()):
            row = row_to_set(self._mantissa, key, value._mantissa)
            value = value if row is value._mantissa else join(row, value._unit)
        mantissa = held(value, self._mantissa, self._unit, "setitem", self)
        if backend_of(mantissa) is not None:
            mantissa = convert(mantissa, backend)
        elif not of_objects(self._mantissa):
            mantissa = known_number(mantissa)
        if backend.mutable:
            self._mantissa[key if backend.rich_index else standard_key(key, self.ndim)] = mantissa
        else:
            self._mantissa = backend.xp.at(self._mantissa, key).set(mantissa)

    @property
    def at(self) -> At:
        """Updates that leave the quantity alone: ``q.at[index].set(x)`` is a new quantity; see `AtIndex`."""
        return At(cast("Quantity", self))

    def item(self, *args: int) -> Quantity:
        """Return the only element, or the one at an index, as a Python number in the same unit."""
        backend, mantissa = backend_of(self._mantissa), self._known("item")
        value = mantissa if backend is None else backend.peek(mantissa).item(*args)
        return join(value, self._unit)

    def tolist(self) -> Any:
        """Return nested lists of quantities of Python numbers."""
        backend, mantissa = backend_of(self._mantissa), self._known("tolist")
        return self if backend is None else _wrapped(backend.peek(mantissa).tolist(), self._unit)

    def astype(
        self, dtype: Any, order: str = "K", casting: str = "unsafe", subok: bool = True, copy: bool = True
    ) -> Quantity:
        """Return the quantity with a mantissa of `dtype`: a name, the library's own, or numpy's.

        Booleans, whether an element is not 0, have no unit: a bare array.
        order, subok: numpy's options, which change no value. casting: what is allowed, as in numpy: with
        "safe" and "same_kind" TypeError for what would lose something. copy: False for the array itself,
        where it has the dtype already.
        """
        mantissa, unit = self._mantissa, self._unit
        backend = backend_of(mantissa)
        truth = asks_truth(dtype, mantissa)
        if truth and not has_zero(unit):
            raise refused_on_scale("astype to booleans", unit)
        if casting != "unsafe":
            wanted = get_backend("numpy").dtype(dtype)
            if not np.can_cast(get_backend("numpy").dtype(self.dtype), wanted, casting):  # type: ignore[arg-type]  # numpy says which there are
                raise TypeError(f"astype: no {self.dtype} is cast to {wanted} by the rule {casting!r}")
        if backend is not None and backend.name == "numpy" and hasattr(mantissa, "flags"):
            wanted = backend.dtype(dtype)
            if wanted.kind in NUMERIC:  # text and dates are refused below
                array = mantissa.astype(wanted, order=order, subok=subok, copy=copy)
                return array if truth else join(array, unit)
        array = cast_to(mantissa, dtype, copy)
        return array if truth else join(array, unit)

    def copy(self, order: str = "C") -> Quantity:
        """Return a quantity with a mantissa of its own. order: the layout in memory, of numpy's arrays."""
        mantissa = self._mantissa
        if order != "C" and hasattr(mantissa, "flags"):
            return join(mantissa.copy(order), self._unit)
        # A torch tensor with a history clones only; Python numbers have neither method.
        duplicate = getattr(mantissa, "copy", None) or getattr(mantissa, "clone", None)
        own = duplicate() if duplicate else copy.deepcopy(mantissa)
        return join(own, self._unit)

    abs = functions.abs
    all = as_method(functions.all)
    any = as_method(functions.any)
    argmax = as_method(functions.argmax)
    argmin = as_method(functions.argmin)
    argsort = as_method(functions.argsort)
    conj = as_method(functions.conj)
    conjugate = conj
    cumprod = as_method(functions.cumprod)
    cumsum = as_method(functions.cumsum)
    diagonal = as_method(functions.diagonal)
    dot = as_method(functions.dot)
    expand_dims = functions.expand_dims
    flatten = as_method(functions.ravel, "ravel", of_axes="flatten")
    max = as_method(functions.max)
    mean = as_method(functions.mean)
    min = as_method(functions.min)
    nancumprod = functions.nancumprod
    nanprod = functions.nanprod
    nonzero = as_method(functions.nonzero)
    outer = as_method(functions.outer)
    pow = as_method(functions.power)
    prod = as_method(functions.prod)
    ptp = as_method(functions.ptp)
    ravel = as_method(functions.ravel)
    repeat = as_method(functions.repeat)
    round = as_method(functions.round)
    searchsorted = as_method(functions.searchsorted)
    split = as_method(functions.split)
    squeeze = as_method(functions.squeeze, of_axes="squeeze")
    std = as_method(functions.std)
    sum = as_method(functions.sum)
    swapaxes = as_method(functions.swapaxes)
    take = as_method(functions.take)
    tile = as_method(functions.tile)
    trace = as_method(functions.trace)
    var = as_method(functions.var)

    def reshape(self, shape: Any, *lengths: Any, order: str = "C", copy: bool | None = None) -> Quantity:
        """Return the elements in another shape, a tuple or lengths one by one, in this unit.

        copy: True for elements of its own, None where that is needed, False for an error instead.
        """
        if copy is not None:
            return self._reshaped((shape, *lengths) if lengths else shape, order, copy)
        if lengths and isinstance(lengths[-1], str):
            lengths, order = lengths[:-1], lengths[-1]
        return cast("Quantity", functions.reshape(self, (shape, *lengths) if lengths else shape, order))

    def _reshaped(self, shape: Any, order: str, copy: bool) -> Quantity:
        backend = backend_of(self._mantissa)
        if order != "C" or backend is None:
            whole = self.copy() if copy else self
            return cast("Quantity", functions.reshape(whole, shape, order))
        lengths = (shape,) if isinstance(shape, int) else tuple(shape)
        return join(backend.xp.reshape(self._mantissa, lengths, copy=copy), self._unit)

    def clip(self, min: Any = None, max: Any = None, out: Any = None) -> Quantity:
        """Return the elements limited to ``[min, max]``, in this unit. out: what numpy writes them into."""
        if out is not None:
            return cast("Quantity", np.clip(self, min, max, out=out))
        return functions.clip(self, min, max)

    @or_tensors("dim", "descending", when=lambda args: len(args) > 1 and type(args[1]) is bool)
    def sort(
        self,
        axis: int = -1,
        stable: bool = True,
        order: None = None,
        kind: str | None = None,
        descending: bool = False,
    ) -> Quantity:
        """Return the elements sorted along `axis`, in this unit: a new quantity, and this one as it was.

        kind: numpy's name of a way to sort; "stable" and "mergesort" keep equal elements in order.
        descending: the largest first; with it a torch tensor gives values and positions, as torch does.
        """
        if kind is not None:
            stable = kind in ("stable", "mergesort")
        return cast("Quantity", functions.sort(self, axis, stable=stable, order=order, descending=descending))

    @or_tensors("dim0", "dim1", when=lambda args: len(args) == 2 and type(args[0]) is int)
    def transpose(self, *axes: Any) -> Quantity:
        """Return the quantity with its axes in another order; reversed where none is given."""
        if len(axes) == 1 and not isinstance(axes[0], int):
            axes = () if axes[0] is None else tuple(axes[0])
        return cast("Quantity", functions.transpose(self, axes or None))

    # ------------------------------------------------------------ functions as methods, after numpy and torch

    clone = copy  # torch's name

    @property
    def requires_grad(self) -> bool:
        """Whether torch records what becomes of the mantissa; no other library does so in the array."""
        return bool(getattr(self._mantissa, "requires_grad", False))

    def detach(self) -> Quantity:
        """Return the quantity with a torch mantissa that records no gradient, of the same memory and unit."""
        if not hasattr(self._mantissa, "detach"):
            raise BackendError(
                f"detach is for torch tensors, got a mantissa of {self.backend or 'Python'}; call .to_torch() first"
            )
        return join(self._mantissa.detach(), self._unit)

    @or_tensors("other", "dim")
    def cross(
        self, b: Any, axisa: int = -1, axisb: int = -1, axisc: int = -1, axis: int | None = None
    ) -> Any:
        """Return the cross product with `b`, in the product of the units."""
        return functions.cross(self, b, axisa, axisb, axisc, axis)

    def double(self) -> Quantity:
        """Return the quantity in float64."""
        return self.astype("float64")

    def half(self) -> Quantity:
        """Return the quantity in float16."""
        return self.astype("float16")

    @or_tensors("other")
    def expand_as(self, array: Any) -> Quantity:
        """Return the quantity repeated to the shape of `array`, in this unit.

        array: an array or a quantity, or a shape: a tuple of lengths.
        """
        is_shape = isinstance(array, tuple) and all(type(length) is int for length in array)
        shape = array if is_shape else tuple(split(array)[0].shape)
        return cast("Quantity", functions.broadcast_to(self, shape))

    @or_tensors("dim")
    def unsqueeze(self, axis: int) -> Quantity:
        """Return the quantity with a new axis of length one at `axis`: `expand_dims` in torch's words."""
        return cast("Quantity", functions.expand_dims(self, axis))

    @or_tensors("size")
    def view(self, *args: Any, dtype: Any = None) -> Quantity:
        """Return the quantity in another shape, ``view(2, 3)``, or its bits as another dtype.

        Raises BackendError where a library cannot read bits as another dtype.
        """
        shape: Any = args[0] if len(args) == 1 else args
        if len(args) == 1 and not isinstance(shape, (int, tuple, list)):
            shape, dtype = (), shape
        shaped = self if shape == () else self.reshape((shape,) if isinstance(shape, int) else tuple(shape))
        if dtype is None:
            return cast("Quantity", shaped)
        mantissa = shaped._mantissa
        backend = backend_of(mantissa)
        if backend is None or not hasattr(mantissa, "view"):
            name = "Python numbers" if backend is None else f"the {backend.name} backend"
            raise BackendError(f"view(dtype=...) is not available on {name}; convert first, e.g. .to_numpy()")
        return join(mantissa.view(number_dtype(backend, dtype)), self._unit)

    # ------------------------------------------------------------ changes in place

    def fill(self, value: Any) -> None:
        """Set all elements to `value`, converted to this unit: in place where the library can."""
        self[...] = value

    @or_tensors("index", "source", "accumulate", when=lambda args: type(args[-1]) is bool)
    def put(self, indices: Any, values: Any, mode: str = "raise") -> None:
        """Set the elements at positions in the flattened array to `values`, repeated as often as needed.

        In place where the library can; values are converted to this unit. mode: what becomes of positions
        beyond the ends: "raise" an error, "wrap" around, "clip" to the last.
        """
        if mode not in ("raise", "wrap", "clip"):
            raise ValueError(f"put: mode must be 'raise', 'wrap' or 'clip', got {mode!r}")
        backend = backend_of(self._mantissa)
        if backend is None:
            raise TypeError("a quantity of one Python number has no elements to set")
        numpy = get_backend("numpy")
        places = convert(split(plain_index(indices, backend))[0], numpy, explicit=True).reshape(-1)
        mantissa = held(values, self._mantissa, self._unit, "put", self)
        if backend_of(mantissa) is not None:
            flat = backend.xp.reshape(convert(mantissa, backend), (-1,))
            cycle = backend.asarray(numpy.xp.arange(places.shape[0]) % flat.shape[0])
            mantissa = backend.xp.take(flat, cycle, axis=0)
        if mode == "raise":
            places = numpy.xp.where(places < 0, places + self.size, places)
        else:
            places = places % self.size if mode == "wrap" else numpy.xp.clip(places, 0, self.size - 1)
        if backend.rich_index and not backend.lazy:
            self[numpy.lib.unravel_index(places, self.shape)] = join(mantissa, self._unit)
        else:
            changed = _put_lazily(backend, self._mantissa, places, mantissa)
            self._mantissa = backend.xp.reshape(changed, self.shape)

    def resize(self, new_shape: Any, refcheck: bool = True) -> None:
        """Give the quantity a shape of any size: elements row by row, zeros where there are too few.

        An array cannot be resized under those who share it: the quantity gets an array of its own. refcheck:
        numpy's option, which asks for nothing here.
        """
        shape = (new_shape,) if isinstance(new_shape, int) else tuple(new_shape)
        flat = self.ravel()._mantissa
        xp = cast("Any", backend_of(flat)).xp
        wanted, missing = prod(shape), max(0, prod(shape) - flat.shape[0])
        if missing:
            if not has_zero(self._unit):
                raise zero_wanted("resize", "", self._unit)
            device = getattr(flat, "device", None)
            flat = xp.concat([flat, xp.zeros((missing,), dtype=flat.dtype, device=device)])
        self._mantissa = xp.reshape(flat[:wanted], shape)

    # ------------------------------------------------------------ at[...] as methods

    @or_tensors("dim", "src", when=lambda args: len(args) == 3)
    def scatter_add(self, index: Any, value: Any) -> Quantity:
        """Return ``at[index].add(value)``."""
        return self.at[index].add(value)

    def scatter_sub(self, index: Any, value: Any) -> Quantity:
        """Return ``at[index].subtract(value)``."""
        return self.at[index].subtract(value)

    def scatter_mul(self, index: Any, value: Any) -> Quantity:
        """Return ``at[index].multiply(value)``."""
        return self.at[index].multiply(value)

    def scatter_div(self, index: Any, value: Any) -> Quantity:
        """Return ``at[index].divide(value)``."""
        return self.at[index].divide(value)

    def scatter_max(self, index: Any, value: Any) -> Quantity:
        """Return ``at[index].max(value)``."""
        return self.at[index].max(value)

    def scatter_min(self, index: Any, value: Any) -> Quantity:
        """Return ``at[index].min(value)``."""
        return self.at[index].min(value)

    # ------------------------------------------------------------ pytrees

    def tree_flatten(self) -> tuple[tuple[Any], Unit]:
        """Return the leaves, which are the mantissa alone, and the unit."""
        return (self._mantissa,), self._unit

    @staticmethod
    def tree_unflatten(unit: Unit, values: Any) -> Quantity:
        """Return the quantity of a unit and the one leaf in `values`; nothing is checked.

        unit: what `tree_flatten` gave beside the mantissa; values: the mantissa, alone in a sequence.
        """
        (mantissa,) = values
        return join(mantissa, unit)

    # Last: behind it, `float` in this class is the method.
    def float(self) -> Quantity:
        """Return the quantity in float32, as in torch."""
        return self.astype("float32")


def _name(dtype: Any) -> Any:
    """Return a dtype as numpy names it: a type of Python's as it is."""
    return dtype if isinstance(dtype, type) else str(dtype).rpartition(".")[2].lower()


def _wrapped(values: Any, unit: Unit) -> Any:
    """Return nested lists with each number as a quantity; what is masked stays None, as numpy has it."""
    if isinstance(values, list):
        return [_wrapped(value, unit) for value in values]
    return None if values is None else join(values, unit)


def _put_lazily(backend: Any, x: Any, places: Any, values: Any) -> Any:
    """Return the flattened `x` with values at positions that are known, one after the other."""
    flat = backend.xp.asarray(backend.xp.reshape(x, (-1,)), copy=True)
    for number, place in enumerate(places.tolist()):
        flat[place] = values if backend_of(values) is None else values[number]
    return flat
