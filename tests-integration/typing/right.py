"""Programs that a type checker must take; mypy reads this file, nothing runs it. See test_typing.py."""

from collections.abc import Callable
from typing import assert_type

import numpy as np

import brainunit as u

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
slope: Callable[[u.Quantity], u.Quantity] = u.autograd.grad(lambda x: x * x)
