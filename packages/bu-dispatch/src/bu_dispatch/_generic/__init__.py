"""Functions on the array API standard alone, for the libraries that lack them.

A generic function takes the namespace of a library first; `Namespace` finds it where neither the library
nor array_api_extra has a function of that name. One module for each chapter of the standard.
"""

from __future__ import annotations

from bu_dispatch._generic import (
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

__all__ = ["GENERIC"]

GENERIC: dict[str, Callable[..., Any]] = {
    function.__name__: function
    for chapter in (activation, contraction, elementwise, manipulation, scatter, searching, statistical)
    for function in chapter.GENERIC
}
