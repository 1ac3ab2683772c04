"""Operators and protocols on what a CustomArray holds."""

from __future__ import annotations

import operator
from collections.abc import Iterator
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from bu_array import Quantity
from bu_array.core import unwrapped
from bu_dispatch import get_backend, is_jax_array

from ._holder import Holder

__all__ = ["Operators"]


class Operators(Holder):
    """The operators: those of `data`."""

    __slots__ = ()

    # ``numpy_array * x`` is ours to answer: numpy would make a numpy array of `data` first.
    __array_priority__ = 2000

    # ------------------------------------------------------------ arithmetic

    def __add__(self, other: Any) -> Any:
        return self.data + unwrapped(other)

    def __radd__(self, other: Any) -> Any:
        return other + self.data

    def __sub__(self, other: Any) -> Any:
        return self.data - unwrapped(other)

    def __rsub__(self, other: Any) -> Any:
        return other - self.data

    def __mul__(self, other: Any) -> Any:
        return self.data * unwrapped(other)

    def __rmul__(self, other: Any) -> Any:
        return other * self.data

    def __truediv__(self, other: Any) -> Any:
        return self.data / unwrapped(other)

    def __rtruediv__(self, other: Any) -> Any:
        return other / self.data

    def __floordiv__(self, other: Any) -> Any:
        return self.data // unwrapped(other)

    def __rfloordiv__(self, other: Any) -> Any:
        return other // self.data

    def __mod__(self, other: Any) -> Any:
        return self.data % unwrapped(other)

    def __rmod__(self, other: Any) -> Any:
        return other % self.data

    def __divmod__(self, other: Any) -> Any:
        return divmod(self.data, unwrapped(other))

    def __rdivmod__(self, other: Any) -> Any:
        return divmod(other, self.data)

    def __pow__(self, other: Any) -> Any:
        return self.data ** unwrapped(other)

    def __rpow__(self, other: Any) -> Any:
        return other**self.data

    def __matmul__(self, other: Any) -> Any:
        return self.data @ unwrapped(other)

    def __rmatmul__(self, other: Any) -> Any:
        return other @ self.data

    def __neg__(self) -> Any:
        return -self.data

    def __pos__(self) -> Any:
        return +self.data

    def __abs__(self) -> Any:
        return abs(self.data)

    def __round__(self, ndigits: int | None = None) -> Any:
        return self._answer(Quantity.__round__, ndigits)

    # ------------------------------------------------------------ bits

    def __invert__(self) -> Any:
        return ~self.data

    def __and__(self, other: Any) -> Any:
        return self.data & unwrapped(other)

    def __rand__(self, other: Any) -> Any:
        return other & self.data

    def __or__(self, other: Any) -> Any:
        return self.data | unwrapped(other)

    def __ror__(self, other: Any) -> Any:
        return other | self.data

    def __xor__(self, other: Any) -> Any:
        return self.data ^ unwrapped(other)

    def __rxor__(self, other: Any) -> Any:
        return other ^ self.data

    def __lshift__(self, other: Any) -> Any:
        return self.data << unwrapped(other)

    def __rlshift__(self, other: Any) -> Any:
        return other << self.data

    def __rshift__(self, other: Any) -> Any:
        return self.data >> unwrapped(other)

    def __rrshift__(self, other: Any) -> Any:
        return other >> self.data

    # ------------------------------------------------------------ comparison: element by element

    def __eq__(self, other: object) -> Any:
        return self.data == unwrapped(other)

    def __ne__(self, other: object) -> Any:
        return self.data != unwrapped(other)

    def __lt__(self, other: Any) -> Any:
        return self.data < unwrapped(other)

    def __le__(self, other: Any) -> Any:
        return self.data <= unwrapped(other)

    def __gt__(self, other: Any) -> Any:
        return self.data > unwrapped(other)

    def __ge__(self, other: Any) -> Any:
        return self.data >= unwrapped(other)

    # Identity: instances are places that hold a value, and two places stay two when the values agree.
    __hash__ = object.__hash__

    # ------------------------------------------------------------ elements

    def __len__(self) -> int:
        return len(self.data)

    def __iter__(self) -> Iterator[Any]:
        return iter(self.data)

    def __getitem__(self, index: Any) -> Any:
        return self.data[_plain(index)]

    def __setitem__(self, index: Any, value: Any) -> None:
        """Set elements, converted to the unit of `data`; arrays that cannot change are replaced."""
        self._change(Quantity.__setitem__, _plain(index), unwrapped(value))

    # ------------------------------------------------------------ Python's numbers and text

    def __bool__(self) -> bool:
        return bool(self.data)

    def __int__(self) -> int:
        return int(self.data)

    def __float__(self) -> float:
        return float(self.data)

    def __complex__(self) -> complex:
        return complex(self.data)

    def __index__(self) -> int:
        return operator.index(self.data)

    def __hex__(self) -> str:
        return hex(operator.index(self.data))

    def __oct__(self) -> str:
        return oct(operator.index(self.data))

    def __str__(self) -> str:
        return str(self.data)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.data!r})"

    def __format__(self, spec: str) -> str:
        return format(self.data, spec)

    # ------------------------------------------------------------ numpy's and jax's conversions

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> Any:
        """Return `data` as a numpy array; raises where a unit would get lost."""
        return np.array(self.data, dtype=dtype) if copy else np.asarray(self.data, dtype=dtype)

    def __array_function__(self, func: Any, types: Any, args: Any, kwargs: Any) -> Any:
        """Return what a function of numpy gives for `data`: in the unit that it gives for quantities."""
        args, kwargs = jax.tree.map(
            unwrapped, (args, kwargs), is_leaf=lambda x: isinstance(x, (Holder, Quantity))
        )
        return func(*args, **kwargs)

    @property
    def __jax_array__(self) -> Any:
        """What jax calls to get the array; there is none to get where `data` has a unit.

        jax takes the lack for "this operand knows better", and leaves ``jax_array * x`` to `x`.
        """
        data = self.data
        known = is_jax_array(data) or get_backend("numpy").owns(type(data))
        if not known and not isinstance(data, (int, float, complex)):
            raise AttributeError("__jax_array__", name="__jax_array__", obj=self)

        def array() -> jax.Array:
            return jnp.asarray(data)

        return array


def _plain(index: Any) -> Any:
    """Return an index with each CustomArray replaced by what it holds."""
    return tuple(unwrapped(part) for part in index) if isinstance(index, tuple) else unwrapped(index)
