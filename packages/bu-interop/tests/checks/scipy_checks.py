"""What the tests of u.scipy share: one program in volts and in millivolts."""

import numpy as np

from bu_array import Quantity

__all__ = ["SAMPLES", "TIMES", "ms", "mv", "same"]

SAMPLES = np.random.default_rng(0).normal(size=64)
TIMES = Quantity(np.linspace(0.0, 30.0, 64), "ms")


def mv(value):
    return Quantity(value, "mV")


def ms(value):
    return Quantity(value, "ms")


def same(program, bare, values=SAMPLES, rtol=1e-7, atol=1e-9):
    """Assert that a program gives scipy's numbers in millivolts, and the same quantity in volts."""
    first = program(mv(values))
    second = program(mv(values).to("V"))
    np.testing.assert_allclose(first.mantissa, bare, rtol=rtol, atol=atol)
    np.testing.assert_allclose(second.to_decimal(first.unit), first.mantissa, rtol=rtol, atol=atol)
    return first
