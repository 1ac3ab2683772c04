"""Functions of pure numbers: exponentials, angles, error, gamma and Bessel functions.

Each takes `unit_to_scale`: with it the operands are divided by that unit first. Without it a quantity
that is not dimensionless is a TypeError. The result is a bare array.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bu_array.declare import Array, Namespace, Q
from bu_units import Unit

from ._declare import numbers
from ._jax import lax

__all__ = [
    "acos",
    "acosh",
    "asin",
    "asinh",
    "atan",
    "atan2",
    "atanh",
    "bessel_i0e",
    "bessel_i1e",
    "betainc",
    "cos",
    "cosh",
    "digamma",
    "erf",
    "erf_inv",
    "erfc",
    "exp",
    "exp2",
    "expm1",
    "fft",
    "igamma",
    "igamma_grad_a",
    "igammac",
    "lgamma",
    "log",
    "log1p",
    "logistic",
    "polygamma",
    "random_gamma_grad",
    "sin",
    "sinh",
    "tan",
    "tanh",
    "zeta",
]


@numbers("x")
def exp(xp: Namespace, x: Q, unit_to_scale: Unit | str | None = None, *, accuracy: Any = None) -> Array:
    """``e ** x`` of a pure number, or of ``x / unit_to_scale``: bare."""
    return lax.exp(x, accuracy=accuracy)


@numbers("x")
def exp2(xp: Namespace, x: Q, unit_to_scale: Unit | str | None = None, *, accuracy: Any = None) -> Array:
    """``2 ** x`` of a pure number, or of ``x / unit_to_scale``: bare."""
    return lax.exp2(x, accuracy=accuracy)


@numbers("x")
def expm1(xp: Namespace, x: Q, unit_to_scale: Unit | str | None = None) -> Array:
    """``e ** x - 1``, exact for small `x` of a pure number, or of ``x / unit_to_scale``: bare."""
    return lax.expm1(x)


@numbers("x")
def log(xp: Namespace, x: Q, unit_to_scale: Unit | str | None = None, *, accuracy: Any = None) -> Array:
    """Natural logarithm of a pure number, or of ``x / unit_to_scale``: bare."""
    return lax.log(x, accuracy=accuracy)


@numbers("x")
def log1p(xp: Namespace, x: Q, unit_to_scale: Unit | str | None = None) -> Array:
    """``log(1 + x)``, exact for small `x` of a pure number, or of ``x / unit_to_scale``: bare."""
    return lax.log1p(x)


@numbers("x")
def logistic(xp: Namespace, x: Q, unit_to_scale: Unit | str | None = None, *, accuracy: Any = None) -> Array:
    """``1 / (1 + exp(-x))`` of a pure number, or of ``x / unit_to_scale``: bare."""
    return lax.logistic(x, accuracy=accuracy)


@numbers("x")
def sin(xp: Namespace, x: Q, unit_to_scale: Unit | str | None = None, *, accuracy: Any = None) -> Array:
    """Sine of a pure number, or of ``x / unit_to_scale``: bare."""
    return lax.sin(x, accuracy=accuracy)


@numbers("x")
def cos(xp: Namespace, x: Q, unit_to_scale: Unit | str | None = None, *, accuracy: Any = None) -> Array:
    """Cosine of a pure number, or of ``x / unit_to_scale``: bare."""
    return lax.cos(x, accuracy=accuracy)


@numbers("x")
def tan(xp: Namespace, x: Q, unit_to_scale: Unit | str | None = None, *, accuracy: Any = None) -> Array:
    """Tangent of a pure number, or of ``x / unit_to_scale``: bare."""
    return lax.tan(x, accuracy=accuracy)


@numbers("x")
def asin(xp: Namespace, x: Q, unit_to_scale: Unit | str | None = None) -> Array:
    """Inverse sine of a pure number, or of ``x / unit_to_scale``: bare."""
    return lax.asin(x)


@numbers("x")
def acos(xp: Namespace, x: Q, unit_to_scale: Unit | str | None = None) -> Array:
    """Inverse cosine of a pure number, or of ``x / unit_to_scale``: bare."""
    return lax.acos(x)


@numbers("x")
def atan(xp: Namespace, x: Q, unit_to_scale: Unit | str | None = None) -> Array:
    """Inverse tangent of a pure number, or of ``x / unit_to_scale``: bare."""
    return lax.atan(x)


@numbers("x")
def sinh(xp: Namespace, x: Q, unit_to_scale: Unit | str | None = None) -> Array:
    """Hyperbolic sine of a pure number, or of ``x / unit_to_scale``: bare."""
    return lax.sinh(x)


@numbers("x")
def cosh(xp: Namespace, x: Q, unit_to_scale: Unit | str | None = None) -> Array:
    """Hyperbolic cosine of a pure number, or of ``x / unit_to_scale``: bare."""
    return lax.cosh(x)


@numbers("x")
def tanh(xp: Namespace, x: Q, unit_to_scale: Unit | str | None = None, *, accuracy: Any = None) -> Array:
    """Hyperbolic tangent of a pure number, or of ``x / unit_to_scale``: bare."""
    return lax.tanh(x, accuracy=accuracy)


@numbers("x")
def asinh(xp: Namespace, x: Q, unit_to_scale: Unit | str | None = None) -> Array:
    """Inverse hyperbolic sine of a pure number, or of ``x / unit_to_scale``: bare."""
    return lax.asinh(x)


@numbers("x")
def acosh(xp: Namespace, x: Q, unit_to_scale: Unit | str | None = None) -> Array:
    """Inverse hyperbolic cosine of a pure number, or of ``x / unit_to_scale``: bare."""
    return lax.acosh(x)


@numbers("x")
def atanh(xp: Namespace, x: Q, unit_to_scale: Unit | str | None = None) -> Array:
    """Inverse hyperbolic tangent of a pure number, or of ``x / unit_to_scale``: bare."""
    return lax.atanh(x)


@numbers("x")
def erf(xp: Namespace, x: Q, unit_to_scale: Unit | str | None = None) -> Array:
    """Error function of a pure number, or of ``x / unit_to_scale``: bare."""
    return lax.erf(x)


@numbers("x")
def erfc(xp: Namespace, x: Q, unit_to_scale: Unit | str | None = None) -> Array:
    """``1 - erf(x)`` of a pure number, or of ``x / unit_to_scale``: bare."""
    return lax.erfc(x)


@numbers("x")
def erf_inv(xp: Namespace, x: Q, unit_to_scale: Unit | str | None = None) -> Array:
    """Inverse of the error function of a pure number, or of ``x / unit_to_scale``: bare."""
    return lax.erf_inv(x)


@numbers("x")
def lgamma(xp: Namespace, x: Q, unit_to_scale: Unit | str | None = None) -> Array:
    """Logarithm of the absolute value of the gamma function: a bare array."""
    return lax.lgamma(x)


@numbers("x")
def digamma(xp: Namespace, x: Q, unit_to_scale: Unit | str | None = None) -> Array:
    """Derivative of `lgamma` of a pure number, or of ``x / unit_to_scale``: bare."""
    return lax.digamma(x)


@numbers("x")
def bessel_i0e(xp: Namespace, x: Q, unit_to_scale: Unit | str | None = None) -> Array:
    """Modified Bessel function of order 0 times ``exp(-abs(x))``: a bare array."""
    return lax.bessel_i0e(x)


@numbers("x")
def bessel_i1e(xp: Namespace, x: Q, unit_to_scale: Unit | str | None = None) -> Array:
    """Modified Bessel function of order 1 times ``exp(-abs(x))``: a bare array."""
    return lax.bessel_i1e(x)


@numbers("x", "y")
def atan2(xp: Namespace, x: Q, y: Q, unit_to_scale: Unit | str | None = None) -> Array:
    """Angle of the point with ordinate `x` and abscissa `y`: a bare array."""
    return lax.atan2(x, y)


@numbers("x", "y")
def polygamma(xp: Namespace, x: Q, y: Q, unit_to_scale: Unit | str | None = None) -> Array:
    """Derivative number `x` of the digamma function at `y`: a bare array."""
    return lax.polygamma(x, y)


@numbers("x", "y")
def igamma(xp: Namespace, x: Q, y: Q, unit_to_scale: Unit | str | None = None) -> Array:
    """Regularized lower incomplete gamma function of order `x` at `y`: a bare array."""
    return lax.igamma(x, y)


@numbers("x", "y")
def igammac(xp: Namespace, x: Q, y: Q, unit_to_scale: Unit | str | None = None) -> Array:
    """Regularized upper incomplete gamma function of order `x` at `y`: a bare array."""
    return lax.igammac(x, y)


@numbers("x", "y")
def igamma_grad_a(xp: Namespace, x: Q, y: Q, unit_to_scale: Unit | str | None = None) -> Array:
    """Derivative of `igamma` with respect to the order `x`: a bare array."""
    return lax.igamma_grad_a(x, y)


@numbers("x", "y")
def random_gamma_grad(xp: Namespace, x: Q, y: Q, unit_to_scale: Unit | str | None = None) -> Array:
    """Derivative of a sample `y` of the gamma distribution with respect to its shape `x`: a bare array."""
    return lax.random_gamma_grad(x, y)


@numbers("x", "q")
def zeta(xp: Namespace, x: Q, q: Q, unit_to_scale: Unit | str | None = None) -> Array:
    """Hurwitz zeta function of `x`, counted from `q`: a bare array."""
    return lax.zeta(x, q)


@numbers("a", "b", "x")
def betainc(xp: Namespace, a: Q, b: Q, x: Q, unit_to_scale: Unit | str | None = None) -> Array:
    """Regularized incomplete beta function of `a` and `b` at `x`: a bare array."""
    return lax.betainc(a, b, x)


@numbers("x")
def fft(
    xp: Namespace,
    x: Q,
    fft_type: Any,
    fft_lengths: Sequence[int],
    unit_to_scale: Unit | str | None = None,
) -> Array:
    """Fourier transform of pure numbers over the last axes, a bare array.

    fft_lengths: the lengths along the last axes.
    fft_type: jax's FftType or its name ("FFT", "IFFT", "RFFT", "IRFFT"). The functions of `fft` take units.
    """
    return lax.fft(x, fft_type, fft_lengths)
