"""scipy's own functions with units: same names, same signatures, compiled code included.

`brainunit.scipy.integrate`, `optimize`, `interpolate`, `signal`, `stats`, `spatial`, `ndimage`, `linalg`,
`fft`, `special` and `sparse`, each imported at first use. Arguments may be in any unit of the dimension, the
callables of the user get and return quantities, results have their units. What has no row is called by
``boundary(f, inputs, outputs)``.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

from bu_array.bridge import boundary

_SUBMODULES = (
    "fft",
    "integrate",
    "interpolate",
    "linalg",
    "ndimage",
    "optimize",
    "signal",
    "sparse",
    "spatial",
    "special",
    "stats",
)

__all__ = ["boundary"]


def __getattr__(name: str) -> Any:
    if name in _SUBMODULES:
        return import_module(f"{__name__}.{name}")
    raise AttributeError(
        f"brainunit.scipy has {', '.join(_SUBMODULES)} and boundary, which calls anything else of scipy "
        f"with the units that you say; got {name!r}",
        name=name,
    )


def __dir__() -> list[str]:
    return sorted({*__all__, *_SUBMODULES})
