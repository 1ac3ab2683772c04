"""Where the arrays of each library go on a GPU, and whether there is one."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

__all__ = ["DEVICES", "missing"]

# What `asarray` takes as the device; cupy has no other place.
DEVICES: dict[str, str | None] = {"cupy": None, "torch": "cuda", "jax": "cuda"}


def missing(name: str) -> str:
    """Return why a library cannot run on a GPU here; "" if it can."""
    if find_spec(name) is None:
        return f"{name} is not installed"
    library = import_module(name)
    if name == "torch":
        there = library.cuda.is_available()
    elif name == "cupy":
        try:
            there = library.cuda.runtime.getDeviceCount() > 0
        except library.cuda.runtime.CUDARuntimeError as error:
            return f"no GPU: {error}"
    else:
        there = any(device.platform == "gpu" for device in library.devices())
    return "" if there else f"{name} sees no GPU"
