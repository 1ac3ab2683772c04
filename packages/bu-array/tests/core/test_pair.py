"""Mantissas leave and enter quantities: lists, zeros, scaling."""

import numpy as np
import pytest
from array_checks import array, check, quantity

from bu_array import Quantity
from bu_array.core.pair import detach, gather, has_unit, is_plain_zero, join, pure_number, scaled, split
from bu_dispatch import backend_of, using_backend
from bu_units import UNITLESS, Unit, UnitMismatchError


def test_join_and_split(backend):
    x = array(backend, [1.0, 2.0])
    q = join(x, Unit("m"))
    assert type(q) is Quantity
    mantissa, unit = split(q)
    assert mantissa is x
    assert unit is Unit("m")
    assert split(x)[0] is x
    assert split(x)[1] is UNITLESS
    assert split(Unit("m")) == (1, Unit("m"))


def test_detach(backend):
    x = array(backend, [1.0, 2.0])
    q = join(x, Unit("km"))
    assert detach(q, Unit("km"), "f") is x
    check(detach(q, Unit("m"), "f"), backend, [1000.0, 2000.0])
    assert detach(0, Unit("m"), "f") == 0
    with pytest.raises(UnitMismatchError, match=r"^f: .*\(units are s and km\)\.$"):
        detach(q, Unit("s"), "f")


def test_gather_takes_the_library_inside_before_that_beside(backend):
    inside = quantity(backend, 1.0, "m")
    mantissa, unit = gather([inside, 0, Quantity(1, "km")], [np.ones(3)])
    check(mantissa, backend, [1.0, 0.0, 1000.0])
    assert unit is Unit("m")
    mantissa, unit = gather([[1.0, 2.0], [3.0, 4.0]], [quantity(backend, [1.0], "m", "float32")])
    check(mantissa, backend, np.array([[1, 2], [3, 4]], "f4"))
    assert unit is UNITLESS
    with using_backend(backend.name):
        assert backend_of(gather([1, 2])[0]) is backend


def test_complex_numbers_keep_their_imaginary_part():
    mantissa, _ = gather([1j, 2.0], [np.ones(2, np.float32)])
    assert mantissa.tolist() == [1j, 2.0]


@pytest.mark.parametrize("zero", [0, 0.0, -0.0, 0j, False, np.zeros(3), np.float32(0), [0, [0.0]], ()])
def test_zeros(zero):
    assert is_plain_zero(zero)


@pytest.mark.parametrize(
    "other",
    [1, 1e-300, np.array([0, 1]), float("nan"), Quantity(0), Quantity(0, "m"), "", None, [0, Quantity(0)]],
)
def test_no_zeros(other):
    assert not is_plain_zero(other)


def test_zeros_of_every_library(backend):
    assert is_plain_zero(array(backend, [0.0, 0.0])) is not backend.lazy
    assert not is_plain_zero(array(backend, [0.0, 1.0]))


def test_has_unit():
    assert has_unit(Quantity(1))
    assert has_unit(Unit("m"))
    assert has_unit([[1, Quantity(1)]])
    assert not has_unit([1, [2]])
    assert not has_unit(np.ones(2))


def test_pure_number(backend):
    x = array(backend, [1.0, 2.0])
    assert pure_number(x, "f", "y") is x
    check(pure_number(join(x, Unit("deg")), "f", "y"), backend, np.deg2rad([1.0, 2.0]))
    with pytest.raises(TypeError, match="f: y takes no unit, got one in m"):
        pure_number(join(x, Unit("m")), "f", "y")


def test_scaled(backend):
    x = array(backend, [1.0, 2.0], "float32")
    assert scaled(x, None) is x
    check(scaled(x, 1e-3), backend, np.array([1e-3, 2e-3], "f4"))
    check(scaled(x, 1e9), backend, np.array([1e9, 2e9], "f4"))
    assert scaled(2, 0.5) == 1.0
