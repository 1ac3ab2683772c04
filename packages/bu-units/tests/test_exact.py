"""The exact numbers behind conversion factors."""

import gc
from decimal import Decimal

import pytest

from bu_units import Unit, exact_factor
from bu_units import _exact as exact
from bu_units._magnitude import PI, magnitude


@pytest.mark.parametrize(
    "first, second", [("inch", "cm"), ("cm", "inch"), ("deg", "rad"), ("ft^0.5", "m^0.5")]
)
def test_a_factor_knows_the_number_that_it_is_rounded_from(first, second):
    first, second = Unit(first), Unit(second)
    factor = first.factor_to(second)
    assert exact_factor(factor) is first.exact / second.exact
    assert first.factor_to(second) is factor  # the object that is passed on


def test_equal_floats_of_different_numbers_are_told_apart():
    near = magnitude(Decimal("0.333333333333333333333"))
    third = magnitude(1) / magnitude(3)
    one, other = exact.noted_factor(near), exact.noted_factor(third)
    assert one == other
    assert (exact_factor(one), exact_factor(other)) == (near, third)


def test_any_other_float_is_what_its_text_says():
    assert exact_factor(float("2.54")) is magnitude(Decimal("2.54"))


def test_what_nobody_has_is_forgotten_and_what_is_held_stays(monkeypatch):
    monkeypatch.setattr(exact, "_known", {})
    monkeypatch.setattr(exact, "_room", 10)
    held = [exact.noted_factor(magnitude(n) / magnitude(7)) for n in range(1, 7)]
    for n in range(8, 200):
        exact.noted_factor(magnitude(n) / magnitude(7))
    gc.collect()
    exact._make_room()
    assert len(exact._known) == len(held)
    assert [exact_factor(x) for x in held] == [magnitude(n) / magnitude(7) for n in range(1, 7)]


@pytest.mark.parametrize("count", [5, 50, 199, 200, 201, 1000])
def test_digits_of_pi(count):
    mpmath = pytest.importorskip("mpmath")
    with mpmath.workdps(count + 10):
        expected = mpmath.nstr(+mpmath.pi, count + 5)[: count + 1]
    assert str(PI.digits(count + 3))[: count + 1] == expected


def test_digits_of_roots_and_of_rational_numbers():
    assert str(magnitude(2).__pow__(0.5).digits(30)) == "1.41421356237309504880168872421"
    assert str((magnitude(1) / magnitude(3)).digits(20)) == "0.33333333333333333333"
    assert magnitude(1, 400).digits(3).adjusted() == 400
