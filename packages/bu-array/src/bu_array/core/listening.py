"""Who is told of the conversions of units: nobody, except while `bu_jax.explain` reads a program.

The multiplications are in `pair.scaled` and `scales.convert_scale`, which look at `listener`. It is a plain
global, because torch.compile follows no ContextVar.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from bu_units import Unit, units_of_factor

__all__ = ["Conversion", "Listener", "listener", "listen"]


class Conversion(NamedTuple):
    """A conversion: the factor, None where a factor alone does not do it, and the units, where known."""

    factor: float | None
    from_unit: Unit | None
    to_unit: Unit | None


Listener = Callable[[Callable[..., Any], tuple[Any, ...], Conversion], Any]
"""Is given a function, its arguments and the conversion that it computes; returns what it gives."""
Told = Callable[..., Any]

listener: Told | None = None
_lock = threading.RLock()


@contextmanager
def listen(by: Listener) -> Iterator[None]:
    """Tell `by` of the conversions in this thread; others wait for their turn to listen."""
    global listener
    thread = threading.get_ident()

    def told(compute: Callable[..., Any], given: tuple[Any, ...], factor: float | None, *units: Unit) -> Any:
        if threading.get_ident() != thread:
            return compute(*given)
        return by(compute, given, Conversion(factor, *(units or units_of_factor(factor))))

    with _lock:
        before, listener = listener, told
        try:
            yield
        finally:
            listener = before
