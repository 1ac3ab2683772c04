"""Operations on the bits of integers and booleans without a unit."""

from __future__ import annotations

from ..core import bits, truth
from ..declare import Array, Namespace, Q, binary, unary

__all__ = [
    "bitwise_and",
    "bitwise_invert",
    "bitwise_left_shift",
    "bitwise_not",
    "bitwise_or",
    "bitwise_right_shift",
    "bitwise_xor",
    "invert",
    "left_shift",
    "right_shift",
]


@unary(truth)
def bitwise_not(xp: Namespace, x: Q) -> Q:
    """All bits of `x` inverted, a bare array; for booleans the logical negation."""
    return xp.bitwise_invert(x)


invert = bitwise_not


@binary(bits)
def bitwise_and(xp: Namespace, x: Q, y: Q | Array | int) -> Q:
    """Bits that are set in `x` and in `y`, a bare array."""
    return xp.bitwise_and(x, y)


@binary(bits)
def bitwise_or(xp: Namespace, x: Q, y: Q | Array | int) -> Q:
    """Bits that are set in `x` or in `y`, a bare array."""
    return xp.bitwise_or(x, y)


@binary(bits)
def bitwise_xor(xp: Namespace, x: Q, y: Q | Array | int) -> Q:
    """Bits that are set in one of `x` and `y`, a bare array."""
    return xp.bitwise_xor(x, y)


@binary(bits)
def left_shift(xp: Namespace, x: Q, y: Q | Array | int) -> Q:
    """Bits of `x` moved `y` places up, zeros from below: a bare array.

    y: how many bits.
    """
    return xp.bitwise_left_shift(x, y)


@binary(bits)
def right_shift(xp: Namespace, x: Q, y: Q | Array | int) -> Q:
    """Bits of `x` moved `y` places down, the sign from above: a bare array.

    y: how many bits.
    """
    return xp.bitwise_right_shift(x, y)


# The standard's names.
bitwise_invert = bitwise_not
bitwise_left_shift = left_shift
bitwise_right_shift = right_shift
