"""Functions as methods of a CustomArray, after numpy and torch. Results are bare arrays and quantities."""

from __future__ import annotations

from typing import Any

from bu_array import Quantity
from bu_array import math as functions
from bu_array.core import join, split, unwrapped
from bu_dispatch import backend_of, convert, get_backend

from ._holder import Holder

__all__ = ["Methods"]


class _Casts(Holder):
    """Casts after torch; a class of its own, behind whose methods `bool`, `int` and `float` are not types."""

    __slots__ = ()

    def bool(self) -> Any:
        """Return the elements as booleans."""
        return self._answer(Quantity.astype, "bool")

    def int(self) -> Any:
        """Return the elements as int32."""
        return self._answer(Quantity.astype, "int32")

    def long(self) -> Any:
        """Return the elements as int64."""
        return self._answer(Quantity.astype, "int64")

    def half(self) -> Any:
        """Return the elements as float16."""
        return self._answer(Quantity.half)

    def float(self) -> Any:
        """Return the elements as float32."""
        return self._answer(Quantity.float)

    def double(self) -> Any:
        """Return the elements as float64."""
        return self._answer(Quantity.double)


class Methods(_Casts):
    """The properties and methods of `data`, and those that numpy's and torch's arrays have."""

    __slots__ = ()

    # ------------------------------------------------------------ properties

    @property
    def shape(self) -> Any:
        """Lengths of the axes."""
        return self._quantity().shape

    @property
    def ndim(self) -> Any:
        """Number of axes."""
        return self._quantity().ndim

    @property
    def size(self) -> Any:
        """Number of elements."""
        return self._quantity().size

    @property
    def dtype(self) -> Any:
        """The dtype, of the library of `data`."""
        return self._quantity().dtype

    @property
    def itemsize(self) -> Any:
        """Number of bytes of an element."""
        return self._quantity().itemsize

    @property
    def nbytes(self) -> Any:
        """Number of bytes of all elements."""
        return self._quantity().nbytes

    @property
    def T(self) -> Any:  # noqa: N802  # the array API's name
        """`data` with its axes reversed."""
        return functions.transpose(self.data)

    @property
    def mT(self) -> Any:  # noqa: N802  # the array API's name
        """`data` with its last two axes exchanged."""
        return functions.swapaxes(self.data, -1, -2)

    @property
    def real(self) -> Any:
        """The real part."""
        return functions.real(self.data)

    @property
    def imag(self) -> Any:
        """The imaginary part."""
        return functions.imag(self.data)

    # ------------------------------------------------------------ functions, which take what `self` holds

    abs = functions.abs
    absolute = functions.abs
    all = functions.all
    any = functions.any
    arccos = functions.arccos
    arcsin = functions.arcsin
    arctan = functions.arctan
    argmax = functions.argmax
    argmin = functions.argmin
    choose = functions.choose
    conj = functions.conj
    conjugate = functions.conj
    cos = functions.cos
    cosh = functions.cosh
    cumprod = functions.cumprod
    cumsum = functions.cumsum
    diagonal = functions.diagonal
    dot = functions.dot
    expand_dims = functions.expand_dims
    flatten = functions.ravel
    max = functions.max
    mean = functions.mean
    min = functions.min
    mul = functions.multiply
    multiply = functions.multiply
    nonzero = functions.nonzero
    outer = functions.outer
    pow = functions.power
    prod = functions.prod
    ptp = functions.ptp
    repeat = functions.repeat
    round = functions.round
    searchsorted = functions.searchsorted
    sin = functions.sin
    sinh = functions.sinh
    split = functions.split
    squeeze = functions.squeeze
    std = functions.std
    sum = functions.sum
    swapaxes = functions.swapaxes
    take = functions.take
    tan = functions.tan
    tanh = functions.tanh
    tile = functions.tile
    trace = functions.trace
    unsqueeze = functions.expand_dims
    var = functions.var

    def argpartition(self, kth: Any, axis: Any = -1, kind: str = "introselect", order: None = None) -> Any:
        """Return indices that put the `kth` element in its sorted place; `kind` has no effect."""
        return functions.argpartition(self.data, kth, axis)

    def argsort(self, axis: Any = -1, kind: None = None, order: None = None) -> Any:
        """Return the indices that sort the elements along `axis`."""
        return functions.argsort(self.data, axis, kind=kind, order=order)

    def sort(self, axis: Any = -1, stable: Any = True, order: None = None) -> Any:
        """Return the elements sorted along `axis`; `data` stays as it is."""
        return functions.sort(self.data, axis, stable=stable, order=order)

    def compress(self, condition: Any, axis: Any = None) -> Any:
        """Return the parts along `axis` where `condition` is true."""
        return functions.compress(unwrapped(condition), self.data, axis)

    def clip(self, min: Any = None, max: Any = None) -> Any:
        """Return the elements limited to ``[min, max]``."""
        return functions.clip(self.data, unwrapped(min), unwrapped(max))

    def ravel(self, order: str | None = None) -> Any:
        """Return the elements as a vector."""
        return functions.ravel(self.data, order or "C")

    def reshape(self, *shape: Any, order: str = "C") -> Any:
        """Return the elements in another shape: ``reshape(2, 3)`` or ``reshape((2, 3))``."""
        return functions.reshape(self.data, shape[0] if len(shape) == 1 else shape, order)

    def transpose(self, *axes: Any) -> Any:
        """Return `data` with its axes in another order; reversed where none is given."""
        return self._answer(Quantity.transpose, *axes)

    def astype(self, dtype: Any, *, copy: bool = True) -> Any:
        """Return the elements in `dtype`: a name, the library's own, or numpy's; see `Quantity.astype`."""
        return self._answer(Quantity.astype, dtype, copy=copy)

    def view(self, *args: Any, dtype: Any = None) -> Any:
        """Return the elements in another shape, or their bits as another dtype."""
        return self._answer(Quantity.view, *args, dtype=dtype)

    def byteswap(self, inplace: Any = False) -> Any:
        """Return the elements with the bytes of each in reverse order; with `inplace` bind `data` to them."""
        mantissa, unit = split(self.data)
        numpy, own = get_backend("numpy"), backend_of(mantissa)
        swapped = convert(mantissa, numpy, explicit=True).byteswap()
        swapped = swapped if own is None else convert(swapped, own, explicit=True)
        result = join(swapped, unit) if isinstance(self.data, Quantity) else swapped
        if inplace:
            self.data = result
        return result

    def item(self, *args: Any) -> Any:
        """Return the only element, or the one at an index, as a Python number."""
        return self._answer(Quantity.item, *args)

    def tolist(self) -> Any:
        """Return nested lists of Python numbers."""
        return self.data.tolist()

    def copy(self) -> Any:
        """Return `data` with an array of its own."""
        return self._answer(Quantity.copy)

    clone = copy  # torch's name

    # ------------------------------------------------------------ other libraries

    def to_numpy(self, dtype: Any = None) -> Any:
        """Return `data` on numpy."""
        return self._cast(self._answer(Quantity.to_numpy), dtype)

    def to_jax(self, dtype: Any = None) -> Any:
        """Return `data` on jax."""
        return self._cast(self._answer(Quantity.to_jax), dtype)

    numpy = to_numpy  # torch's name

    def _cast(self, x: Any, dtype: Any) -> Any:
        return x if dtype is None else functions.astype(x, dtype)

    # ------------------------------------------------------------ after torch

    def addr(self, vec1: Any, vec2: Any, *, beta: Any = 1.0, alpha: Any = 1.0) -> Any:
        """Return ``beta * self + alpha * outer(vec1, vec2)``.

        vec1, vec2: vectors; beta, alpha: the factors of the array and of the product.
        """
        product = functions.outer(vec1, vec2)
        return beta * self.data + alpha * product

    def clamp(self, min_data: Any = None, max_data: Any = None) -> Any:
        """Return the elements limited to ``[min_data, max_data]``."""
        return self.clip(min_data, max_data)

    def expand(self, *sizes: Any) -> Any:
        """Return `data` repeated to the shape `sizes`; -1 keeps the length that an axis has."""
        wanted = sizes[0] if len(sizes) == 1 and not isinstance(sizes[0], int) else sizes
        new = len(wanted) - self.ndim
        kept = [None] * new + list(self.shape)
        shape = tuple(old if size == -1 else size for size, old in zip(wanted, kept, strict=True))
        if None in shape:
            raise ValueError(f"expand: a new axis needs its length, got {tuple(wanted)}")
        return functions.broadcast_to(self.data, shape)

    def expand_as(self, array: Any) -> Any:
        """Return `data` repeated to the shape of `array`."""
        return functions.broadcast_to(self.data, tuple(split(array)[0].shape))
