"""Fourier transforms of samples in time: the unit is multiplied by that of time.

A transform here stands for the integral over time: the sum of the samples times their spacing, 1 s
unless `dt` says otherwise; the inverse divides by it. numpy's functions, `np.fft.fft(q)`, are the
plain sum and keep the unit. A bare array without a `dt` in a unit gives a bare array.

>>> import numpy as np
>>> from bu_array import Quantity, fft
>>> voltage = Quantity(np.array([1.0, 0.0, -1.0, 0.0]), "mV")
>>> print(fft.rfft(voltage, dt=Quantity(0.5, "ms")))
[0.+0.j 1.+0.j 0.+0.j] uWb
>>> print(fft.rfftfreq(4, Quantity(0.5, "ms")))
[0.  0.5 1. ] kHz
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from .core import keep, moved
from .declare import Array, Namespace, Q, frequencies, transform, unary

__all__ = [
    "fft",
    "fft2",
    "fftfreq",
    "fftn",
    "fftshift",
    "hfft",
    "ifft",
    "ifft2",
    "ifftn",
    "ifftshift",
    "ihfft",
    "irfft",
    "irfft2",
    "irfftn",
    "rfft",
    "rfft2",
    "rfftfreq",
    "rfftn",
]

Axes = Sequence[int] | None


def _one(x: Array, **options: Any) -> int:
    return 1


def _several(x: Array, s: Axes = None, axes: Axes = None, norm: str | None = None) -> int:
    return len(_axes(x, s, axes))


def _two(x: Array, s: Axes = None, axes: Axes = (-2, -1), norm: str | None = None) -> int:
    return len(_axes(x, s, axes))


def _how(norm: str | None) -> dict[str, Any]:
    """Return the option for a norm; none for the usual one, by which jax (0.10) would multiply by 1."""
    return {} if norm is None or norm == "backward" else {"norm": norm}


def _axes(x: Any, s: Axes, axes: Axes) -> tuple[int, ...]:
    """Return the axes to transform: those given, else as many last ones as `s` has lengths, else all."""
    if axes is not None:
        return tuple(axes)
    return tuple(range(-(len(x.shape) if s is None else len(s)), 0))


def _inexact(xp: Namespace, x: Any) -> Any:
    """Return `x`, integers and booleans in the library's default floating-point dtype, halves in single."""
    if xp.isdtype(x.dtype, ("bool", "integral")):
        return xp.astype(x, xp.asarray(0.0).dtype)
    return xp.astype(x, xp.float32) if getattr(x.dtype, "itemsize", None) == 2 else x


def _complex(xp: Namespace, x: Any) -> Any:
    """Return `x` in the complex dtype of its precision: the standard transforms no other."""
    x = _inexact(xp, x)
    if xp.isdtype(x.dtype, "complex floating"):
        return x
    return xp.astype(x, xp.complex64 if x.dtype == xp.float32 else xp.complex128)


# ---------------------------------------------------------------- one axis


@transform(+1, _one)
def fft(
    xp: Namespace,
    a: Q,
    n: int | None = None,
    axis: int = -1,
    norm: str | None = None,
    *,
    dt: Q | float | None = None,
) -> Q:
    """Fourier transform along `axis`, in the unit of `a` times that of time.

    `n`: the length to which `a` is cut or padded with zeros. `norm`: "backward", "ortho" or "forward".
    `dt`: the spacing of the samples, a time or a number of seconds.
    """
    return xp.fft.fft(_complex(xp, a), n=n, axis=axis, **_how(norm))


@transform(-1, _one)
def ifft(
    xp: Namespace,
    a: Q,
    n: int | None = None,
    axis: int = -1,
    norm: str | None = None,
    *,
    dt: Q | float | None = None,
) -> Q:
    """Inverse of `fft`, in the unit of `a` per unit of time.

    n: the length to which `a` is cut or padded with zeros.
    """
    return xp.fft.ifft(_complex(xp, a), n=n, axis=axis, **_how(norm))


@transform(+1, _one)
def rfft(
    xp: Namespace,
    a: Q,
    n: int | None = None,
    axis: int = -1,
    norm: str | None = None,
    *,
    dt: Q | float | None = None,
) -> Q:
    """Fourier transform of real samples, frequencies from 0 on, in the unit of `a` times that of time.

    n: the length to which `a` is cut or padded with zeros.
    Options as in `fft`.
    """
    return xp.fft.rfft(_inexact(xp, a), n=n, axis=axis, **_how(norm))


@transform(-1, _one)
def irfft(
    xp: Namespace,
    a: Q,
    n: int | None = None,
    axis: int = -1,
    norm: str | None = None,
    *,
    dt: Q | float | None = None,
) -> Q:
    """Inverse of `rfft`, in the unit of `a` per unit of time.

    `n`: the number of samples, ``2 * (m - 1)`` for `m` frequencies by default; other options as in `fft`.
    """
    return xp.fft.irfft(_complex(xp, a), n=n, axis=axis, **_how(norm))


@transform(+1, _one)
def hfft(
    xp: Namespace,
    a: Q,
    n: int | None = None,
    axis: int = -1,
    norm: str | None = None,
    *,
    dt: Q | float | None = None,
) -> Q:
    """Real spectrum of samples that are Hermitian in time, in the unit of `a` times that of time.

    `n`: the length of the result, ``2 * (length - 1)`` by default; options as in `fft`.
    """
    return xp.fft.hfft(_complex(xp, a), n=n, axis=axis, **_how(norm))


@transform(-1, _one)
def ihfft(
    xp: Namespace,
    a: Q,
    n: int | None = None,
    axis: int = -1,
    norm: str | None = None,
    *,
    dt: Q | float | None = None,
) -> Q:
    """Inverse of `hfft`, in the unit of `a` per unit of time.

    n: the length to which `a` is cut or padded with zeros.
    """
    return xp.fft.ihfft(_inexact(xp, a), n=n, axis=axis, **_how(norm))


# ---------------------------------------------------------------- several axes


@transform(+1, _several)
def fftn(
    xp: Namespace,
    a: Q,
    s: Axes = None,
    axes: Axes = None,
    norm: str | None = None,
    *,
    dt: Q | float | None = None,
) -> Q:
    """Fourier transform along `axes`, in the unit of `a` times that of time for each axis.

    `s`: the lengths to which `a` is cut or padded with zeros. `dt`: the spacing along every axis.
    """
    return xp.fft.fftn(_complex(xp, a), s=s, axes=_axes(a, s, axes), **_how(norm))


@transform(-1, _several)
def ifftn(
    xp: Namespace,
    a: Q,
    s: Axes = None,
    axes: Axes = None,
    norm: str | None = None,
    *,
    dt: Q | float | None = None,
) -> Q:
    """Inverse of `fftn`, in the unit of `a` per unit of time for each axis."""
    return xp.fft.ifftn(_complex(xp, a), s=s, axes=_axes(a, s, axes), **_how(norm))


@transform(+1, _several)
def rfftn(
    xp: Namespace,
    a: Q,
    s: Axes = None,
    axes: Axes = None,
    norm: str | None = None,
    *,
    dt: Q | float | None = None,
) -> Q:
    """Fourier transform of real samples, in the unit of `a` times that of time for each axis.

    The last of `axes` has frequencies from 0 on; options as in `fftn`.
    """
    return xp.fft.rfftn(_inexact(xp, a), s=s, axes=_axes(a, s, axes), **_how(norm))


@transform(-1, _several)
def irfftn(
    xp: Namespace,
    a: Q,
    s: Axes = None,
    axes: Axes = None,
    norm: str | None = None,
    *,
    dt: Q | float | None = None,
) -> Q:
    """Inverse of `rfftn`, in the unit of `a` per unit of time for each axis."""
    return xp.fft.irfftn(_complex(xp, a), s=s, axes=_axes(a, s, axes), **_how(norm))


@transform(+1, _two)
def fft2(
    xp: Namespace,
    a: Q,
    s: Axes = None,
    axes: Axes = (-2, -1),
    norm: str | None = None,
    *,
    dt: Q | float | None = None,
) -> Q:
    """Fourier transform along two axes, in the unit of `a` times that of time squared; see `fftn`."""
    return xp.fft.fftn(_complex(xp, a), s=s, axes=_axes(a, s, axes), **_how(norm))


@transform(-1, _two)
def ifft2(
    xp: Namespace,
    a: Q,
    s: Axes = None,
    axes: Axes = (-2, -1),
    norm: str | None = None,
    *,
    dt: Q | float | None = None,
) -> Q:
    """Inverse of `fft2`, in the unit of `a` per unit of time squared."""
    return xp.fft.ifftn(_complex(xp, a), s=s, axes=_axes(a, s, axes), **_how(norm))


@transform(+1, _two)
def rfft2(
    xp: Namespace,
    a: Q,
    s: Axes = None,
    axes: Axes = (-2, -1),
    norm: str | None = None,
    *,
    dt: Q | float | None = None,
) -> Q:
    """Fourier transform of real samples along two axes, in the unit of `a` times that of time squared."""
    return xp.fft.rfftn(_inexact(xp, a), s=s, axes=_axes(a, s, axes), **_how(norm))


@transform(-1, _two)
def irfft2(
    xp: Namespace,
    a: Q,
    s: Axes = None,
    axes: Axes = (-2, -1),
    norm: str | None = None,
    *,
    dt: Q | float | None = None,
) -> Q:
    """Inverse of `rfft2`, in the unit of `a` per unit of time squared."""
    return xp.fft.irfftn(_complex(xp, a), s=s, axes=_axes(a, s, axes), **_how(norm))


# ---------------------------------------------------------------- frequencies


@frequencies
def fftfreq(xp: Namespace, n: int, d: Q | float = 1.0, *, dtype: Any = None, device: Any = None) -> Q:
    """Frequencies of `fft` of `n` samples, in the inverse of the unit of their spacing `d`.

    n: how many samples.
    The inverse of a time has a name where it is a decimal multiple of the hertz: ms gives kHz, h gives 1 / h;
    m gives 1 / m. For a plain `d` a bare array.
    """
    return _frequencies(xp.fft.fftfreq, n, d, dtype, device)


@frequencies
def rfftfreq(xp: Namespace, n: int, d: Q | float = 1.0, *, dtype: Any = None, device: Any = None) -> Q:
    """Frequencies of `rfft` of `n` samples, in the inverse of the unit of their spacing `d`.

    n: how many samples.
    The inverse of a time has a name where it is a decimal multiple of the hertz: ms gives kHz, h gives 1 / h;
    m gives 1 / m. For a plain `d` a bare array.
    """
    return _frequencies(xp.fft.rfftfreq, n, d, dtype, device)


def _frequencies(make: Callable[..., Any], n: int, d: Any, dtype: Any, device: Any) -> Any:
    options = {} if dtype is None else {"dtype": dtype}
    options |= {} if device is None else {"device": device}
    return make(n, d=d, **options) if isinstance(d, (int, float)) else make(n, **options) / d


@unary(keep, on_scale=moved)
def fftshift(xp: Namespace, x: Q, axes: int | Sequence[int] | None = None) -> Q:
    """Spectrum with the zero frequency moved to the middle, in the unit of `x`."""
    return xp.fft.fftshift(x, axes=axes)


@unary(keep, on_scale=moved)
def ifftshift(xp: Namespace, x: Q, axes: int | Sequence[int] | None = None) -> Q:
    """Inverse of `fftshift`, in the unit of `x`."""
    return xp.fft.ifftshift(x, axes=axes)
