"""Which library draws: that of the generator or key."""

from __future__ import annotations

import sys
from typing import Any

import numpy as np

from bu_dispatch import Backend, backend_of, get_backend

__all__ = ["library_of", "like", "shape_of"]


def library_of(source: Any) -> tuple[Backend, Any]:
    """Return the library that draws, and what it draws from; TypeError for what is no such thing."""
    if isinstance(source, np.random.Generator):
        return get_backend("numpy"), source
    torch = sys.modules.get("torch")
    if torch is not None and isinstance(source, torch.Generator):
        return get_backend("torch"), source
    backend = backend_of(source)
    if backend is not None and backend.name == "jax":
        return backend, source
    way = "; default_rng(seed) makes one" if isinstance(source, int) or source is None else ""
    raise TypeError(
        "random numbers come from a Generator of numpy, a key of jax or a Generator of torch, "
        f"got {type(source).__name__}{way}"
    )


def like(library: Backend) -> Any:
    """Return an array of a library, beside which lists become arrays of it."""
    return library.xp.zeros(0)


def shape_of(size: Any, *parameters: Any) -> tuple[int, ...]:
    """Return the shape of samples: `size`, else that of the parameters together."""
    if size is None:
        return tuple(np.broadcast_shapes(*(tuple(getattr(p, "shape", ())) for p in parameters)))
    return tuple(size) if isinstance(size, (tuple, list)) else (int(size),)
