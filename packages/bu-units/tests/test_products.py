"""Dimensionless groups: the books' own, exact, and enough of them."""

from fractions import Fraction
from functools import reduce
from math import gcd

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bu_units import DIMENSIONLESS, Dimension, UnitParseError, names, pi_groups
from bu_units.products import powers_of


def test_the_pendulum():
    variables = {"T": "s", "l": "m", "m": "kg", "g": "m/s^2"}
    assert pi_groups(variables) == [{"T": 2, "l": -1, "g": 1}]


def test_flow_in_a_pipe():
    # White, Fluid Mechanics, 8th edition, section 5.3: dp, length, roughness and viscosity, by rho, V and d.
    variables = {
        "dp": "Pa",
        "L": "m",
        "eps": "mm",
        "mu": "Pa s",
        "rho": "kg/m^3",
        "V": "m/s",
        "d": "m",
    }
    assert pi_groups(variables) == [
        {"dp": 1, "rho": -1, "V": -2},
        {"L": 1, "d": -1},
        {"eps": 1, "d": -1},
        {"mu": 1, "rho": -1, "V": -1, "d": -1},
    ]


def test_exponents_are_the_smallest_whole_ones():
    assert pi_groups({"a": "V/Hz^0.5", "b": "V", "f": "Hz"}) == [{"a": 2, "b": -2, "f": 1}]
    assert pi_groups({"A": "m^2", "V": "m^3"}) == [{"A": 3, "V": -2}]


def test_numbers_and_independent_variables():
    assert pi_groups({}) == []
    assert pi_groups({"t": "s", "l": "m"}) == []
    assert pi_groups({"angle": "rad", "t": "s"}) == [{"angle": 1}]
    assert pi_groups({"n": 3, "t": "s", "tau": "ms"}) == [{"n": 1}, {"t": 1, "tau": -1}]


def test_units_dimensions_and_scales():
    found = pi_groups({"a": names.mV, "b": names.volt.dim, "c": names.degC, "d": "K"})
    assert found == [{"a": 1, "b": -1}, {"c": 1, "d": -1}]


def test_what_is_refused():
    with pytest.raises(TypeError, match="'l' needs a unit, its text or a quantity, got NoneType"):
        pi_groups({"l": None})
    with pytest.raises(TypeError, match="names with their units are wanted, got list"):
        pi_groups(["s", "m"])
    with pytest.raises(UnitParseError):
        pi_groups({"l": "furlongs per fortnigt"})


BASES = ("length", "time", "mass", "current")
DIMENSIONS = st.dictionaries(
    st.sampled_from(BASES), st.fractions(-3, 3, max_denominator=3).filter(bool), max_size=4
).map(lambda powers: Dimension(list(powers.items())))


@given(st.lists(DIMENSIONS, max_size=6))
def test_any_variables(dimensions):
    variables = {f"x{index}": dimension for index, dimension in enumerate(dimensions)}
    groups = pi_groups(variables)
    for group in groups:
        product = reduce(
            lambda made, item: made * variables[item[0]] ** item[1], group.items(), DIMENSIONLESS
        )
        assert product is DIMENSIONLESS
        assert gcd(*group.values()) == 1
        assert [*group] == [name for name in variables if name in group]
        first = next(iter(group))
        assert group[first] > 0
        assert sum(first in other for other in groups) == 1  # hence they are independent
    # As many as there can be: the variables that lead no group are independent.
    rest = [variables[name] for name in variables if name not in {next(iter(group)) for group in groups}]
    assert powers_of(DIMENSIONLESS, rest) == [0] * len(rest)


@given(
    st.lists(DIMENSIONS, max_size=4), st.lists(st.fractions(-2, 2, max_denominator=4), min_size=4, max_size=4)
)
def test_powers_of_a_product(dimensions, powers):
    made = reduce(
        lambda made, pair: made * pair[0] ** pair[1], zip(dimensions, powers, strict=False), DIMENSIONLESS
    )
    found = powers_of(made, dimensions)
    independent = powers_of(DIMENSIONLESS, dimensions) is not None
    assert found == (powers[: len(dimensions)] if independent else None)


def test_powers_that_are_not_there():
    assert powers_of(names.volt.dim, [names.second.dim]) is None
    assert powers_of(names.newton.dim, [names.kilogram.dim, names.metre.dim, names.second.dim]) == [
        1,
        1,
        Fraction(-2),
    ]
