"""Changes in place: `data` is bound to the result, or changes itself where its library lets it."""

from __future__ import annotations

from typing import Any, Self

from bu_array import Quantity
from bu_array import math as functions
from bu_array.core import unwrapped

from ._holder import Holder

__all__ = ["InPlace"]


class InPlace(Holder):
    """Operators and methods in place; the methods return the object itself, as in torch."""

    __slots__ = ()

    def __iadd__(self, other: Any) -> Self:
        self.data += unwrapped(other)
        return self

    def __isub__(self, other: Any) -> Self:
        self.data -= unwrapped(other)
        return self

    def __imul__(self, other: Any) -> Self:
        self.data *= unwrapped(other)
        return self

    def __itruediv__(self, other: Any) -> Self:
        self.data /= unwrapped(other)
        return self

    def __ifloordiv__(self, other: Any) -> Self:
        self.data //= unwrapped(other)
        return self

    def __imod__(self, other: Any) -> Self:
        self.data %= unwrapped(other)
        return self

    def __ipow__(self, other: Any) -> Self:
        self.data **= unwrapped(other)
        return self

    def __imatmul__(self, other: Any) -> Self:
        self.data @= unwrapped(other)
        return self

    def __iand__(self, other: Any) -> Self:
        self.data &= unwrapped(other)
        return self

    def __ior__(self, other: Any) -> Self:
        self.data |= unwrapped(other)
        return self

    def __ixor__(self, other: Any) -> Self:
        self.data ^= unwrapped(other)
        return self

    def __ilshift__(self, other: Any) -> Self:
        self.data <<= unwrapped(other)
        return self

    def __irshift__(self, other: Any) -> Self:
        self.data >>= unwrapped(other)
        return self

    # ------------------------------------------------------------ after numpy: nothing is returned

    def fill(self, data: Any) -> None:
        """Set all elements to `data`, converted to the unit that they have."""
        self._change(Quantity.fill, unwrapped(data))

    def put(self, indices: Any, datas: Any) -> None:
        """Set the elements at positions in the flattened array to `datas`, repeated as often as needed.

        datas: the values, converted to the unit.
        """
        self._change(Quantity.put, unwrapped(indices), unwrapped(datas))

    def resize(self, new_shape: Any) -> None:
        """Give `data` a shape of any size: elements row by row, zeros where there are too few."""
        self._change(Quantity.resize, new_shape)

    # ------------------------------------------------------------ after torch

    def zero_(self) -> Self:
        """Set all elements to zero, in the unit that they have."""
        self.data = functions.zeros_like(self.data)
        return self

    def clamp_(self, min_data: Any = None, max_data: Any = None) -> Self:
        """Limit the elements to ``[min_data, max_data]``."""
        self.data = functions.clip(self.data, unwrapped(min_data), unwrapped(max_data))
        return self

    def sin_(self) -> Self:
        """Replace `data` by its sine."""
        self.data = functions.sin(self.data)
        return self

    def cos_(self) -> Self:
        """Replace `data` by its cosine."""
        self.data = functions.cos(self.data)
        return self

    def tan_(self) -> Self:
        """Replace `data` by its tangent."""
        self.data = functions.tan(self.data)
        return self

    def sinh_(self) -> Self:
        """Replace `data` by its hyperbolic sine."""
        self.data = functions.sinh(self.data)
        return self

    def tanh_(self) -> Self:
        """Replace `data` by its hyperbolic tangent."""
        self.data = functions.tanh(self.data)
        return self

    def arcsin_(self) -> Self:
        """Replace `data` by its inverse sine."""
        self.data = functions.arcsin(self.data)
        return self

    def arccos_(self) -> Self:
        """Replace `data` by its inverse cosine."""
        self.data = functions.arccos(self.data)
        return self

    def arctan_(self) -> Self:
        """Replace `data` by its inverse tangent."""
        self.data = functions.arctan(self.data)
        return self
