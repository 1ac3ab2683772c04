"""Conversion factors between 20,000 pairs of units: the float64 nearest to the exact ratio, 0 ulp off."""

import random
from collections import defaultdict

import pytest

from bu_units import Unit, attribute_names, names, units_of_factor

PAIRS = 20_000


def pairs():
    """Pairs of units of one dimension, compounds and powers among them."""
    chance = random.Random(1952)
    by_dimension = defaultdict(list)
    atoms = [unit for name in attribute_names() if type(unit := getattr(names, name)) is Unit]
    for unit in atoms:
        by_dimension[unit.dim].append(unit)
    groups = [group for group in by_dimension.values() if len(group) > 1]
    for _ in range(PAIRS):
        group, other = chance.choice(groups), chance.choice(groups)
        first, second = chance.choice(group), chance.choice(group)
        if chance.random() < 0.5:
            above, below = chance.choice(other), chance.choice(other)
            first, second = first * above, second * below
        if chance.random() < 0.3:
            power = chance.choice([2, 3, -1, 0.5, 1 / 3])
            first, second = first**power, second**power
        yield first, second


def test_every_factor_is_correctly_rounded():
    mpmath = pytest.importorskip("mpmath")
    wrong, beyond = [], 0
    with mpmath.workdps(60):
        pi = mpmath.pi()
        for first, second in pairs():
            ratio = mpmath.mpf(1)
            for base, power in (first.exact / second.exact).parts:
                number = pi if base == 0 else mpmath.mpf(base)
                ratio *= mpmath.power(number, mpmath.mpf(power.numerator) / power.denominator)
            if not 1e-300 < ratio < 1e300:
                beyond += 1
                continue
            if first.factor_to(second) != float(ratio):
                wrong.append((first, second, first.factor_to(second), float(ratio)))
    assert not wrong[:5], len(wrong)
    assert beyond < PAIRS / 100


def test_there_and_back():
    beyond = 0
    for first, second in list(pairs())[:2000]:
        try:
            there, back = first.factor_to(second), second.factor_to(first)
        except OverflowError:
            beyond += 1
            continue
        assert there * back == pytest.approx(1.0, rel=4e-16)
    assert beyond < 20


def test_a_factor_says_which_units_it_leads_from_and_to():
    first, second = Unit(names.metre.dim, factor=17.25), Unit(names.metre.dim, factor=3.5)
    factor = first.factor_to(second)
    assert units_of_factor(factor) == (first, second)
    assert first.factor_to(second) is factor
    assert units_of_factor(float(repr(factor))) == (None, None)  # an equal number is another one
    assert units_of_factor(None) == (None, None)
