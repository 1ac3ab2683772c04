"""numpy's protocols on quantities: what ``np.f(q)`` is handed to."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from bu_units import Unit

from .functions import array_function
from .ufuncs import array_ufunc

__all__ = ["NumpyProtocols"]


class NumpyProtocols:
    """numpy hands its functions on quantities over to these two methods (NEP 13, NEP 18)."""

    __slots__ = ()

    __array_priority__ = 1000
    _unit: Unit

    @property
    def __pandas_priority__(self) -> int:
        """Above a DataFrame's 4000 where there is a unit, which a column of numbers would lose."""
        return 0 if self._unit.dim.is_dimensionless else 5000

    def __array_ufunc__(self, ufunc: Any, method: str, *inputs: Any, **kwargs: Any) -> Any:
        return array_ufunc(ufunc, method, inputs, kwargs)

    def __array_function__(
        self,
        func: Callable[..., Any],
        types: Iterable[type],
        args: tuple[Any, ...],
        kwargs: dict[str, Any],
    ) -> Any:
        return array_function(func, types, args, kwargs)
