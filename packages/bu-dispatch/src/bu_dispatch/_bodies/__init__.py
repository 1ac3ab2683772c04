"""Bodies for functions that the array API standard lacks, on functions that it has.

A body takes the namespace of a library first; `Namespace` finds it where neither the library nor
array_api_extra has a function of that name. One module for each chapter of the standard.
"""

from __future__ import annotations

from bu_dispatch._bodies import (
    activation,
    contraction,
    elementwise,
    manipulation,
    scatter,
    searching,
    statistical,
)

TYPE_CHECKING = False  # typing itself costs more to import than this package
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

__all__ = ["BODIES"]

BODIES: dict[str, Callable[..., Any]] = {
    body.__name__: body
    for chapter in (activation, contraction, elementwise, manipulation, scatter, searching, statistical)
    for body in chapter.BODIES
}
