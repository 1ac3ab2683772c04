"""Programs that a type checker must take; mypy reads this file, nothing runs it. See test_typing.py."""

from collections.abc import Callable
from fractions import Fraction
from typing import Annotated, Any, assert_type

import numpy as np

import brainunit as u
from brainunit.typing import LENGTH, SPEED, QuantityLike, validate_units

length = u.Quantity(np.array([1.0]), u.metre)

assert_type(length + length, u.Quantity)
assert_type(length.to("mm"), u.Quantity)
assert_type(length[0], u.Quantity)
assert_type(u.math.mean(length, axis=0, keepdims=True), u.Quantity)
assert_type(u.math.add(length, length), u.Quantity)
assert_type(u.metre * u.second, u.Unit)
assert_type(u.mV, u.Unit)
assert_type(u.si.kg, u.Unit)
assert_type(u.faraday_constant, u.Quantity)
assert_type(u.metre.factor_to(u.inch), float)


def summed(x: QuantityLike, half: Fraction, array: np.ndarray, several: list[u.Quantity]) -> u.Quantity:
    return length + x - half + array + several + 0 + np.float64(1.0) - (1.0, 2.0)


a: LENGTH = length
assert_type(a.to("mm"), u.Quantity)


@u.check_units(v=u.mV, result=u.mV)
def amplified(v: u.Quantity, gain: float = 2.0) -> u.Quantity:
    return v.to("V") if gain > 2 else v


@validate_units
def speed(x: LENGTH, t: Annotated[u.Quantity, u.second]) -> SPEED:
    result: SPEED = x / t
    return result


@u.converts(x=u.metre, result=u.metre)
def doubled(x: u.Quantity) -> u.Quantity:
    return x + x


assert_type(amplified(length, gain=3.0), u.Quantity)
assert_type(speed(length, length), u.Quantity)
doubled(length)
doubled.without_result_units(x=length)
assert_type(length.at[0].set(length), u.Quantity)
assert_type(length.at[0].get(mode="fill", fill_value=0), u.Quantity)
assert_type(length.sum(axis=0), u.Quantity)
assert_type(length.swapaxes(0, 0), u.Quantity)
assert_type(length.repeat(2), u.Quantity)
assert_type(length.unsqueeze(0), u.Quantity)
assert_type(length.float(), u.Quantity)
assert_type(length.to_torch(device="cpu"), u.Quantity)
assert_type(length.to_backend("dask", chunks=2), u.Quantity)
assert_type(u.is_torch_array(length.mantissa), bool)
length += length
length *= 2
assert_type(u.kelvin2celsius(length.at[0].get()), Any)
assert_type(u.celsius2kelvin(20), u.Quantity)
slope: Callable[[u.Quantity], u.Quantity] = u.autograd.grad(lambda x: x * x)
