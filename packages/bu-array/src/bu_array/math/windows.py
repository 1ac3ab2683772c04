"""Windows that weigh the samples of a signal: plain arrays of the default backend."""

from __future__ import annotations

import operator
from typing import Any

import numpy as np

from bu_dispatch import backend_of

from ..core import pure_number
from ..declare import Namespace, creation

__all__ = ["bartlett", "blackman", "hamming", "hanning", "kaiser"]


def _window(xp: Namespace, values: Any) -> Any:
    """Return numpy's values, exact to the last place, in the default floating-point dtype."""
    return xp.backend.asarray(values, dtype=xp.asarray(0.0).dtype)


@creation
def bartlett(xp: Namespace, M: int) -> Any:
    """Triangle of `M` points with zeros at both ends: a plain array of the default backend.

    M: how many points.
    """
    return _window(xp, np.bartlett(operator.index(M)))


@creation
def blackman(xp: Namespace, M: int) -> Any:
    """Sum of three cosines over `M` points, near zero at both ends: a plain array of the default backend.

    M: how many points.
    """
    return _window(xp, np.blackman(operator.index(M)))


@creation
def hamming(xp: Namespace, M: int) -> Any:
    """``0.54 - 0.46 cos(2 pi n / (M - 1))`` at `M` points: a plain array of the default backend.

    M: how many points.
    """
    return _window(xp, np.hamming(operator.index(M)))


@creation
def hanning(xp: Namespace, M: int) -> Any:
    """``0.5 - 0.5 cos(2 pi n / (M - 1))`` at `M` points: a plain array of the default backend.

    M: how many points.
    """
    return _window(xp, np.hanning(operator.index(M)))


@creation
def kaiser(xp: Namespace, M: int, beta: Any) -> Any:
    """``I0(beta sqrt(1 - r**2)) / I0(beta)`` at `M` points `r` from -1 to 1: a plain array.

    M: how many points.
    beta: a pure number; it trades the width of the main lobe for the height of the others. The default
    backend makes the window, or the library of a `beta` that is an array.
    """
    beta = pure_number(beta, "kaiser", "beta")
    backend, M = backend_of(beta), operator.index(M)
    if backend is None or backend.gives_way(type(beta)):
        return _window(xp, np.kaiser(M, float(beta)))
    xp = backend.xp
    beta = xp.astype(beta, xp.asarray(0.0).dtype) if xp.isdtype(beta.dtype, "integral") else beta
    r = np.linspace(-1.0, 1.0, M) if M > 1 else np.zeros(max(M, 0))
    root = backend.asarray(np.sqrt(1 - r * r), dtype=beta.dtype, device=getattr(beta, "device", None))
    return xp.i0(beta * root) / xp.i0(beta)
