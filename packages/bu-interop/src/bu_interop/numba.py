"""numba's compiled functions: a quantity as an argument is refused with the way out."""

from __future__ import annotations

from typing import Any

from numba.core import errors
from numba.extending import typeof_impl

from bu_array import Quantity

__all__: list[str] = []


@typeof_impl.register(Quantity)  # type: ignore[untyped-decorator]  # numba has no annotations
def _refuse(quantity: Quantity, context: Any) -> Any:
    raise errors.NumbaTypeError(
        f"a function compiled by numba takes bare arrays, got a quantity in {quantity.unit}: give it numbers, "
        "q.to_decimal(unit), or wrap it once, u.boundary(f, inputs, outputs)"
    )
