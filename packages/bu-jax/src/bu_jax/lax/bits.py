"""Types and bits of numbers: conversions, shifts, bitwise logic."""

from __future__ import annotations

from typing import Any

from bu_array.core import bits, drop, keep, truth
from bu_array.declare import Array, Namespace, Q, aligned, binary, unary

from ._jax import JAX, lax, paired

__all__ = [
    "bitcast_convert_type",
    "bitwise_and",
    "bitwise_not",
    "bitwise_or",
    "bitwise_xor",
    "clz",
    "convert_element_type",
    "population_count",
    "reduce_precision",
    "shift_left",
    "shift_right_arithmetic",
    "shift_right_logical",
]


@aligned("operand", requires=JAX)
def convert_element_type(xp: Namespace, operand: Q, new_dtype: Any) -> Q:
    """`operand` in another dtype, in its unit."""
    return lax.convert_element_type(operand, new_dtype)


@unary(keep, requires=JAX)
def bitcast_convert_type(xp: Namespace, operand: Q, new_dtype: Any) -> Q:
    """The bits of the mantissa read as another dtype, in the unit of `operand`.

    A dtype of another width adds or removes a last axis.
    """
    return lax.bitcast_convert_type(operand, new_dtype)


@aligned("operand", requires=JAX)
def reduce_precision(xp: Namespace, operand: Q, exponent_bits: int, mantissa_bits: int) -> Q:
    """`operand` rounded to numbers of so many bits, in its unit and dtype.

    exponent_bits, mantissa_bits: how many bits of each a number keeps.
    """
    return lax.reduce_precision(operand, exponent_bits, mantissa_bits)


@binary(bits, requires=JAX)
def shift_left(xp: Namespace, x: Q, y: Q) -> Array:
    """``x << y`` of plain integers, bare.

    y: how many bits.
    """
    return lax.shift_left(*paired(x, y))


@binary(bits, requires=JAX)
def shift_right_arithmetic(xp: Namespace, x: Q, y: Q) -> Array:
    """``x >> y`` of plain integers, with copies of the sign moving in, bare.

    y: how many bits.
    """
    return lax.shift_right_arithmetic(*paired(x, y))


@binary(bits, requires=JAX)
def shift_right_logical(xp: Namespace, x: Q, y: Q) -> Array:
    """``x >> y`` of plain integers, with zeros moving in, bare.

    y: how many bits.
    """
    return lax.shift_right_logical(*paired(x, y))


@binary(bits, requires=JAX)
def bitwise_and(xp: Namespace, x: Q, y: Q) -> Array:
    """``x & y`` of plain integers or booleans, bare."""
    return lax.bitwise_and(*paired(x, y))


@binary(bits, requires=JAX)
def bitwise_or(xp: Namespace, x: Q, y: Q) -> Array:
    """``x | y`` of plain integers or booleans, bare."""
    return lax.bitwise_or(*paired(x, y))


@binary(bits, requires=JAX)
def bitwise_xor(xp: Namespace, x: Q, y: Q) -> Array:
    """``x ^ y`` of plain integers or booleans, bare."""
    return lax.bitwise_xor(*paired(x, y))


@unary(truth, requires=JAX)
def bitwise_not(xp: Namespace, x: Q) -> Array:
    """``~x`` of plain integers or booleans, bare."""
    return lax.bitwise_not(x)


@unary(drop, requires=JAX)
def population_count(xp: Namespace, x: Q) -> Array:
    """Number of bits of the mantissa, integers, that are 1: a bare array."""
    return lax.population_count(x)


@unary(drop, requires=JAX)
def clz(xp: Namespace, x: Q) -> Array:
    """Number of leading zero bits of the mantissa, integers: a bare array."""
    return lax.clz(x)
