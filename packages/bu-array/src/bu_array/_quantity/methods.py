"""The array in a quantity: its shape, its elements, and functions as methods, after numpy and torch."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from math import prod
from typing import TYPE_CHECKING, Any, cast

from bu_dispatch import BackendError, backend_of, convert, get_backend
from bu_units import Unit

from .. import math as functions
from ..core import cast_to, join, split
from ..core.holding import held
from .at import At
from .conversions import Conversions
from .index import BASIC, element, plain_index, standard_key

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
        return join(self._part("real"), self._unit)

    @property
    def imag(self) -> Quantity:
        """The imaginary part, in the same unit."""
        return join(self._part("imag"), self._unit)

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
        return functions.isnan(self)

    @property
    def isinf(self) -> Any:
        """Where elements are infinite: a bare boolean array."""
        return functions.isinf(self)

    isinfinite = isinf

    @property
    def isfinite(self) -> Any:
        """Where elements are neither infinite nor NaN: a bare boolean array."""
        return functions.isfinite(self)

    @property
    def isreal(self) -> Any:
        """Where elements have no imaginary part: a bare boolean array."""
        return functions.isreal(self)

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
        mantissa = held(value, self._mantissa, self._unit, "setitem", self)
        if backend_of(mantissa) is not None:
            mantissa = convert(mantissa, backend)
        key = plain_index(index, backend)
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

    def astype(self, dtype: Any) -> Quantity:
        """Return the quantity with a mantissa of `dtype`: a name, the library's own, or numpy's."""
        return join(cast_to(self._mantissa, dtype), self._unit)

    def copy(self) -> Quantity:
        """Return a quantity with a mantissa of its own."""
        mantissa = self._mantissa
        # A torch tensor with a history clones only; Python numbers have neither method.
        duplicate = getattr(mantissa, "copy", None) or getattr(mantissa, "clone", None)
        own = duplicate() if duplicate else copy.deepcopy(mantissa)
        return join(own, self._unit)

    abs = functions.abs
    all = functions.all
    any = functions.any
    argmax = functions.argmax
    argmin = functions.argmin
    argsort = functions.argsort
    conj = functions.conj
    conjugate = functions.conj
    cumprod = functions.cumprod
    cumsum = functions.cumsum
    diagonal = functions.diagonal
    dot = functions.dot
    expand_dims = functions.expand_dims
    flatten = functions.ravel
    max = functions.max
    mean = functions.mean
    min = functions.min
    nancumprod = functions.nancumprod
    nanprod = functions.nanprod
    nonzero = functions.nonzero
    outer = functions.outer
    pow = functions.power
    prod = functions.prod
    ptp = functions.ptp
    ravel = functions.ravel
    repeat = functions.repeat
    round = functions.round
    searchsorted = functions.searchsorted
    split = functions.split
    squeeze = functions.squeeze
    std = functions.std
    sum = functions.sum
    swapaxes = functions.swapaxes
    take = functions.take
    tile = functions.tile
    trace = functions.trace
    var = functions.var

    def reshape(self, shape: Any, *lengths: Any, order: str = "C") -> Quantity:
        """Return the elements in another shape, a tuple or lengths one by one, in this unit."""
        if lengths and isinstance(lengths[-1], str):
            lengths, order = lengths[:-1], lengths[-1]
        return cast("Quantity", functions.reshape(self, (shape, *lengths) if lengths else shape, order))

    def clip(self, min: Any = None, max: Any = None) -> Quantity:
        """Return the elements limited to ``[min, max]``, in this unit."""
        return functions.clip(self, min, max)

    def sort(self, axis: int = -1, stable: bool = True, order: None = None) -> Quantity:
        """Return the elements sorted along `axis`, in this unit."""
        return cast("Quantity", functions.sort(self, axis, stable=stable, order=order))

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

    def expand_as(self, array: Any) -> Quantity:
        """Return the quantity repeated to the shape of `array`, in this unit."""
        return cast("Quantity", functions.broadcast_to(self, tuple(split(array)[0].shape)))

    def unsqueeze(self, axis: int) -> Quantity:
        """Return the quantity with a new axis of length one at `axis`: `expand_dims` in torch's words."""
        return cast("Quantity", functions.expand_dims(self, axis))

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
        return join(mantissa.view(backend.dtype(dtype)), self._unit)

    # ------------------------------------------------------------ changes in place

    def fill(self, value: Any) -> None:
        """Set all elements to `value`, converted to this unit: in place where the library can."""
        self[...] = value

    def put(self, indices: Any, values: Any) -> None:
        """Set the elements at positions in the flattened array to `values`, repeated as often as needed.

        In place where the library can; values are converted to this unit.
        """
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
        places = numpy.xp.where(places < 0, places + self.size, places)
        if backend.rich_index and not backend.lazy:
            self[numpy.lib.unravel_index(places, self.shape)] = join(mantissa, self._unit)
        else:
            changed = _put_lazily(backend, self._mantissa, places, mantissa)
            self._mantissa = backend.xp.reshape(changed, self.shape)

    def resize(self, new_shape: Any) -> None:
        """Give the quantity a shape of any size: elements row by row, zeros where there are too few.

        An array cannot be resized under those who share it: the quantity gets an array of its own.
        """
        shape = (new_shape,) if isinstance(new_shape, int) else tuple(new_shape)
        flat = self.ravel()._mantissa
        xp = cast("Any", backend_of(flat)).xp
        wanted, missing = prod(shape), max(0, prod(shape) - flat.shape[0])
        if missing:
            device = getattr(flat, "device", None)
            flat = xp.concat([flat, xp.zeros((missing,), dtype=flat.dtype, device=device)])
        self._mantissa = xp.reshape(flat[:wanted], shape)

    # ------------------------------------------------------------ at[...] as methods

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
