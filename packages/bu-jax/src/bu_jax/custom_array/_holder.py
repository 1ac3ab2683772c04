"""What a CustomArray holds, as seen by its methods."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from bu_array import Quantity
from bu_array.core import Pair, join, split

__all__ = ["Holder"]


class Holder:
    """An object with an array or quantity in `data`."""

    __slots__ = ()

    data: Any
    """The array, quantity or number that the object holds; a subclass provides it."""

    def _quantity(self) -> Quantity:
        """Return `data` as a quantity of its own; a bare array has the unit one."""
        return cast("Quantity", join(*split(self.data)))

    def _answer(self, method: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        """Return what a method of `Quantity` gives for `data`: bare where `data` is."""
        result = method(self._quantity(), *args, **kwargs)
        return result.mantissa if isinstance(result, Quantity) and not isinstance(self.data, Pair) else result

    def _change(self, method: Callable[..., Any], *args: Any) -> None:
        """Bind `data` to what a method of `Quantity` makes of it in place."""
        quantity = self._quantity()
        method(quantity, *args)
        self.data = quantity if isinstance(self.data, Pair) else quantity.mantissa
