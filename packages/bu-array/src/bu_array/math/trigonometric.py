"""Trigonometric and hyperbolic functions, and angles.

An angle is a pure number of radians; a quantity in degrees is converted.
"""

from __future__ import annotations

from bu_units import Unit

from ..core import as_unit, compared, drop, in_degrees, nothing, same
from ..declare import Array, Namespace, Q, pure_unary, scalable, scaled_unary, unary

__all__ = [
    "acos",
    "acosh",
    "angle",
    "arccos",
    "arccosh",
    "arcsin",
    "arcsinh",
    "arctan",
    "arctan2",
    "arctanh",
    "asin",
    "asinh",
    "atan",
    "atan2",
    "atanh",
    "cos",
    "cosh",
    "deg2rad",
    "degrees",
    "hypot",
    "rad2deg",
    "radians",
    "sin",
    "sinc",
    "sinh",
    "tan",
    "tanh",
]


@pure_unary
def sin(xp: Namespace, x: Q, unit_to_scale: Unit | str | None = None) -> Q:
    """Sine of an angle (a pure number is in radians), a bare array."""
    return xp.sin(x)


@pure_unary
def cos(xp: Namespace, x: Q, unit_to_scale: Unit | str | None = None) -> Q:
    """Cosine of an angle (a pure number is in radians), a bare array."""
    return xp.cos(x)


@pure_unary
def tan(xp: Namespace, x: Q, unit_to_scale: Unit | str | None = None) -> Q:
    """Tangent of an angle (a pure number is in radians), a bare array."""
    return xp.tan(x)


@pure_unary
def sinh(xp: Namespace, x: Q, unit_to_scale: Unit | str | None = None) -> Q:
    """Hyperbolic sine of a pure number, a bare array."""
    return xp.sinh(x)


@pure_unary
def cosh(xp: Namespace, x: Q, unit_to_scale: Unit | str | None = None) -> Q:
    """Hyperbolic cosine of a pure number, a bare array."""
    return xp.cosh(x)


@pure_unary
def tanh(xp: Namespace, x: Q, unit_to_scale: Unit | str | None = None) -> Q:
    """Hyperbolic tangent of a pure number, a bare array."""
    return xp.tanh(x)


@pure_unary
def arcsin(xp: Namespace, x: Q, unit_to_scale: Unit | str | None = None) -> Q:
    """Angle whose sine is the pure number `x`, in radians: a bare array."""
    return xp.asin(x)


@pure_unary
def arccos(xp: Namespace, x: Q, unit_to_scale: Unit | str | None = None) -> Q:
    """Angle whose cosine is the pure number `x`, in radians: a bare array."""
    return xp.acos(x)


@pure_unary
def arctan(xp: Namespace, x: Q, unit_to_scale: Unit | str | None = None) -> Q:
    """Angle whose tangent is the pure number `x`, in radians: a bare array."""
    return xp.atan(x)


@pure_unary
def arcsinh(xp: Namespace, x: Q, unit_to_scale: Unit | str | None = None) -> Q:
    """Number whose hyperbolic sine is the pure number `x`, a bare array."""
    return xp.asinh(x)


@pure_unary
def arccosh(xp: Namespace, x: Q, unit_to_scale: Unit | str | None = None) -> Q:
    """Number whose hyperbolic cosine is the pure number `x`, a bare array."""
    return xp.acosh(x)


@pure_unary
def arctanh(xp: Namespace, x: Q, unit_to_scale: Unit | str | None = None) -> Q:
    """Number whose hyperbolic tangent is the pure number `x`, a bare array."""
    return xp.atanh(x)


@pure_unary
def sinc(xp: Namespace, x: Q, unit_to_scale: Unit | str | None = None) -> Q:
    """``sin(pi * x) / (pi * x)`` of a pure number, 1 at 0: a bare array."""
    return xp.sinc(x)


# ---------------------------------------------------------------- two sides of a triangle


@scalable(compared)
def arctan2(xp: Namespace, x: Q, y: Q | Array | complex, unit_to_scale: Unit | str | None = None) -> Q:
    """Angle of the point with ordinate `x` and abscissa `y`, in radians: a bare array.

    Both are of one dimension, or plain.
    """
    return xp.atan2(x, y)


@scalable(same)
def hypot(xp: Namespace, x: Q, y: Q | Array | complex, unit_to_scale: Unit | str | None = None) -> Q:
    """``sqrt(x**2 + y**2)`` without overflow on the way, in the unit of `x`.

    A bare array, that of ``x / unit_to_scale`` and ``y / unit_to_scale``, where it is given.
    """
    return xp.hypot(x, y)


# ---------------------------------------------------------------- degrees, radians, phase


@scaled_unary(in_degrees)
def deg2rad(xp: Namespace, x: Q, unit_to_scale: Unit | str | None = None) -> Q:
    """Radians of a number of degrees, a bare array; a quantity in degrees is that many degrees.

    >>> import numpy as np
    >>> from bu_array import Quantity
    >>> deg2rad(np.array([180.0])), deg2rad(Quantity(np.array([180.0]), "deg"))
    (array([3.14159265]), array([3.14159265]))
    """
    return xp.deg2rad(x)


radians = deg2rad


@pure_unary
def rad2deg(xp: Namespace, x: Q, unit_to_scale: Unit | str | None = None) -> Q:
    """Degrees of a number of radians, a bare array."""
    return xp.rad2deg(x)


degrees = rad2deg


@unary(drop, on_scale=nothing)
def angle(xp: Namespace, x: Q, unit_to_scale: Unit | str | None = None) -> Q:
    """Phase of each element in radians, a bare array: 0 or pi for real numbers.

    No unit changes it, so that `unit_to_scale` has no effect.
    """
    as_unit(unit_to_scale, "angle", "unit_to_scale")
    return xp.angle(x)


# ---------------------------------------------------------------- the standard's names

acos = arccos
acosh = arccosh
asin = arcsin
asinh = arcsinh
atan = arctan
atan2 = arctan2
atanh = arctanh
