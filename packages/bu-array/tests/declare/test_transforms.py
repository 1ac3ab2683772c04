"""Functions that are not one array in, one out: parts of a tuple, chains, transforms, frequencies."""

from typing import Any, NamedTuple

import numpy as np
import pytest
from array_checks import array, check, quantity, unlisted

from bu_array import Quantity
from bu_array.declare import frequencies, multiplied, parts, transform
from bu_dispatch import using_backend
from bu_units import Unit, UnitMismatchError

X = np.array([1.0, 2.0, 4.0])


class Parts(NamedTuple):
    """A ratio, a product and a sign."""

    ratio: Any
    product: Any
    sign: Any


def _of_two(first, second):
    """Their quotient, their product, and none."""
    return (first / second, None), (first * second, None), (None, None)


with unlisted() as ROWS:

    @parts(_of_two)
    def related(xp, x, y, signs=True, ratio_alone=False):
        """Several results of two arrays."""
        return Parts(x / y, None if ratio_alone else x * y, xp.sign(x) if signs else None)

    @multiplied
    def chained(xp, arrays, times=1):
        """The product of all."""
        result = arrays[0] * times
        for each in arrays[1:]:
            result = result * each
        return result

    @transform(1, lambda x, axes=None: len(x.shape) if axes is None else len(axes))
    def forward(xp, x, axes=None, dt=None):
        """Sums."""
        return xp.sum(x, axis=axes, keepdims=True)

    @transform(-1, lambda x, axes=None: len(x.shape) if axes is None else len(axes))
    def backward(xp, x, axes=None, dt=None):
        """Sums, the other way."""
        return xp.sum(x, axis=axes, keepdims=True)

    @frequencies
    def ticks(xp, n, d=1.0, dtype=None):
        """Whole frequencies."""
        return xp.arange(n, dtype=dtype or xp.float32) / (n * d)


# ---------------------------------------------------------------- parts


def test_a_unit_for_each_part(backend):
    q, r = quantity(backend, X, "m"), quantity(backend, 2 * X, "s")
    for _ in range(2):  # the long way, then the short one
        found = related(q, y=r)
        assert type(found) is Parts
        check(found.ratio, backend, X / (2 * X), "m/s")
        check(found.product, backend, 2 * X**2, "m s")
        check(found.sign, backend, np.sign(X))


def test_parts_that_are_not_asked_for(backend):
    q = quantity(backend, X, "m")
    assert related(q, q, signs=False).sign is None
    alone = related(q, 2.0, signs=False, ratio_alone=True)  # the one part is the result
    check(alone, backend, X / 2, "m")


def test_parts_of_bare_arrays_are_bare(backend):
    found = related(array(backend, X), array(backend, X))
    check(found.ratio, backend, X / X)
    check(found.product, backend, X * X)


def test_parts_of_values_on_a_scale():
    with pytest.raises(TypeError, match="related has no meaning for values on the scale"):
        related(Quantity(X, "degC"), Quantity(X, "s"))


# ---------------------------------------------------------------- a chain


def test_the_product_of_all_units(backend):
    q, r = quantity(backend, X, "m"), quantity(backend, X, "s")
    check(chained([q, r, array(backend, X)]), backend, X**3, "m s")
    check(chained(arrays=(q, q), times=2), backend, 2 * X**2, "m^2")
    check(chained([q, quantity(backend, X, "1/km")]), backend, X**2 / 1000)  # a number: the factor is in it
    check(chained([array(backend, X)]), backend, X)
    check(chained(iter([q, r])), backend, X**2, "m s")
    with pytest.raises(TypeError, match="chained has no meaning for values on the scale"):
        chained([q, Quantity(X, "degC")])


# ---------------------------------------------------------------- transforms


def test_times_the_spacing_of_the_samples(backend):
    q = quantity(backend, X, "m")
    check(forward(q), backend, [7.0], "m s")
    check(backward(q), backend, [7.0], "m/s")
    check(forward(q, dt=2.0), backend, [14.0], "m s")
    check(forward(q, dt=Quantity(2.0, "ms")), backend, [14.0], "m ms")
    check(backward(q, dt=Quantity(2.0, "ms")), backend, [3.5], "m/ms")
    check(forward(quantity(backend, X, "Hz"), dt=Quantity(2.0, "s")), backend, [14.0])


def test_once_for_each_axis(backend):
    q = quantity(backend, np.ones((2, 3)), "m")
    check(forward(q, dt=2.0), backend, [[24.0]], "m s^2")
    check(forward(q, axes=(1,), dt=2.0), backend, [[6.0], [6.0]], "m s")
    check(backward(q, axes=(0, 1), dt=2.0), backend, [[1.5]], "m/s^2")


def test_a_bare_array_stays_one_without_a_unit_of_time(backend):
    x = array(backend, X)
    check(forward(x), backend, [7.0])
    check(forward(x, dt=2.0), backend, [14.0])
    check(forward(x, dt=Quantity(200.0, "percent")), backend, [14.0])
    check(forward(x, dt=Quantity(2.0, "ms")), backend, [14.0], "ms")


def test_a_spacing_that_is_no_time():
    for function in (forward, backward):
        with pytest.raises(UnitMismatchError, match="dt must be a time, or a number of seconds"):
            function(Quantity(X, "m"), dt=Quantity(1.0, "m"))


# ---------------------------------------------------------------- frequencies


@pytest.mark.parametrize(
    "spacing, unit",
    [("s", "Hz"), ("ms", "kHz"), ("us", "MHz"), ("ks", "mHz"), ("min", "1/min")],
)
def test_frequencies_match_the_unit_of_time(backend, spacing, unit):
    found = ticks(4, quantity(backend, 0.5, spacing, "float32"))
    check(found, backend, np.arange(4, dtype="f4") / 2, unit)
    assert str(found.unit) == str(Unit(unit))


def test_frequencies_of_a_number(backend):
    with using_backend(backend.name):
        check(ticks(4), backend, np.arange(4, dtype="f4") / 4)
        check(ticks(4, d=Quantity(50.0, "percent")), backend, np.arange(4, dtype="f4") / 2)
        check(ticks(4, Quantity(0.5, "s"), dtype="float64"), backend, np.arange(4.0) / 2, "Hz")


def test_how_they_are_listed():
    assert [(row.name, row.kind, row.rule) for row in ROWS] == [
        ("related", "parts", "of_two"),
        ("chained", "multiplied", "product"),
        ("forward", "transform", "second**1 for each axis"),
        ("backward", "transform", "second**-1 for each axis"),
        ("ticks", "frequencies", "1/unit of d"),
    ]
    with pytest.raises(TypeError, match="bogus"):
        ticks(4, bogus=1)
