"""Exact elimination: rows in any order give the same powers, and the pivots come first."""

from fractions import Fraction
from itertools import permutations

from bu_units import names
from bu_units._elimination import null_space, solve


def test_solve():
    columns = [names.metre.dim, names.second.dim]
    assert solve(columns, {"length": Fraction(1), "time": Fraction(-2)}) == [1, -2]
    assert solve(columns, {"mass": Fraction(1)}) is None
    assert solve([*columns, names.metre.dim], {}) is None  # not independent: there are several
    assert solve([], {}) == []


def test_the_null_space_has_the_first_columns_repeat():
    columns = [names.metre.dim, names.second.dim, (names.metre / names.second**2).dim]
    assert null_space(columns) == [{0: -1, 1: 2, 2: 1}]
    found = {
        tuple(null_space([columns[i] for i in order])[0][2] > 0 for _ in "x")
        for order in permutations(range(3))
    }
    assert found == {(True,)}
