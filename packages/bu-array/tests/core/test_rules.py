"""Unit rules as algebra: no array library is asked."""

from fractions import Fraction
from functools import reduce
from operator import mul

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bu_array.core import rules
from bu_units import UNITLESS, Unit, UnitMismatchError, attribute_names, names

# Not the scales (degC, dBm), which take no part in products.
NAMES = [name for name in attribute_names() if type(getattr(names, name)) is Unit]
named = st.sampled_from(NAMES).map(lambda name: getattr(names, name))
powers = st.sampled_from([Fraction(n, d) for n, d in [(-2, 1), (-1, 1), (1, 1), (2, 1), (1, 2), (-1, 3)]])
units = st.lists(st.builds(pow, named, powers), max_size=3).map(lambda parts: reduce(mul, parts, UNITLESS))
# A float64 holds the magnitudes of these and of their squares.
units = units.filter(lambda unit: abs(unit.exact.decimal_exponent) < 100)
plain = st.sampled_from([unit for name in NAMES if (unit := getattr(names, name)).dim.is_dimensionless])
lengths = st.sampled_from([Unit(text) for text in ("m", "km", "inch", "ly", "angstrom", "mm")])


@given(units)
def test_keep_and_drop(unit):
    assert rules.keep.of(unit) == (None, unit, None)
    assert rules.drop.of(unit) == (None, None, None)


@given(units)
def test_suited(unit):
    assert rules.suited(unit, unit) is None


@given(lengths, lengths)
def test_suited_is_the_factor(first, second):
    assert (rules.suited(first, second) or 1.0) == first.factor_to(second)


@given(plain)
def test_pure_folds_the_scale_in(unit):
    factor, result, fold = rules.pure.of(unit)
    assert (factor or 1.0) == unit.magnitude
    assert (result, fold) == (None, None)
    assert rules.truth.of(unit) == (factor, None, None)


@given(units)
def test_pure_refuses_dimensions(unit):
    assume(not unit.dim.is_dimensionless)
    for rule in (rules.pure, rules.truth):
        assert rule.of(unit) is None
        assert isinstance(rule.refuse("exp", unit), TypeError)
        assert str(unit) in str(rule.refuse("exp", unit))


POWERS = [
    (rules.inverted, Fraction(-1)),
    (rules.squared, Fraction(2)),
    (rules.rooted, Fraction(1, 2)),
    (rules.cube_rooted, Fraction(1, 3)),
    (rules.inverse_rooted, Fraction(-1, 2)),
]


@given(units)
def test_powers(unit):
    for rule, exponent in POWERS:
        factor, result, fold = rule.of(unit)
        assert factor is None
        assert (result, fold) == rules.raised(unit, exponent)
        if unit.dim.is_dimensionless:
            assert result is None
            assert (fold or 1.0) == (unit**exponent).magnitude
        else:
            assert result is unit**exponent
            assert fold is None


@given(lengths, lengths)
def test_same_converts_the_second(first, second):
    for rule, result in ((rules.same, first), (rules.compared, None)):
        assert rule.of(first, second) == (None, rules.suited(second, first), result, None)
    assert rules.same.of(first, first) == (None, None, first, None)


@given(units, units)
def test_same_refuses_another_dimension(first, second):
    assume(first.dim is not second.dim)
    for rule in (rules.same, rules.compared):
        assert rule.of(first, second) is None
        error = rule.refuse("add", first, second)
        assert isinstance(error, UnitMismatchError)
        assert str(error).startswith("add: ")
        assert str(error).endswith(f"(units are {first} and {second}).")
        assert isinstance(error, TypeError) == (UNITLESS in (first, second))


def back(outcome, first, second, sign):
    """Whether a product or quotient of 1 and 1 comes to the same in SI units."""
    _, _, unit, fold = outcome
    exact = first.exact * second.exact**sign
    return unit.exact is exact if unit is not None else (fold or 1.0) == float(exact)


@given(units, units)
def test_product_and_quotient(first, second):
    for rule, sign in ((rules.product, 1), (rules.quotient, -1)):
        outcome = rule.of(first, second)
        assert outcome[:2] == (None, None)
        assert rule.result(first, second) == outcome[2:]
        assert back(outcome, first, second, sign)
        unit = outcome[2]
        if unit is not None:
            assert unit.dim is (first.dim * second.dim if sign == 1 else first.dim / second.dim)
            assert outcome[3] is None
        if UNITLESS not in (first, second):
            assert (unit is None) == (first * second**sign).dim.is_dimensionless


@given(units)
def test_a_plain_factor_keeps_the_unit(unit):
    expected = None if unit is UNITLESS else unit
    assert rules.product.of(unit, UNITLESS) == (None, None, expected, None)
    assert rules.product.of(UNITLESS, unit) == (None, None, expected, None)
    assert rules.quotient.of(unit, UNITLESS) == (None, None, expected, None)


@given(units, units)
def test_products_commute(first, second):
    _, _, unit, fold = rules.product.of(first, second)
    assert rules.product.of(second, first)[2:] == (unit, fold)


@given(units, units)
def test_floored(first, second):
    outcome = rules.floored.of(first, second)
    if first.dim is second.dim:
        factors, (unit, fold) = outcome[:2], outcome[2:]
        assert (unit, fold) == (None, None)
        # In the finer of the two units: at most one operand is converted, by a factor above one.
        assert None in factors
        assert all(factor is None or factor > 1.0 for factor in factors)
        assert factors in ((None, rules.suited(second, first)), (rules.suited(first, second), None))
    elif UNITLESS in (first, second):
        assert outcome == (None, None, *rules.quotient.result(first, second))
    else:
        coherent = Unit(first.dim), Unit(second.dim)
        assert outcome[:2] == tuple(map(rules.suited, (first, second), coherent))
        assert outcome[2:] == rules.quotient.result(*coherent)


@given(units)
def test_remainder_of_a_plain_divisor(unit):
    assume(not unit.dim.is_dimensionless)
    assert rules.remainder.of(unit, UNITLESS) == (None, None, unit, None)


@given(units, units)
def test_remainder(first, second):
    assume(second is not UNITLESS or first.dim.is_dimensionless)
    outcome = rules.remainder.of(first, second)
    if first.dim is not second.dim:
        assert outcome is None
        return
    assert outcome[:2] == rules.floored.of(first, second)[:2]
    assert outcome[2] is first
    assert outcome[3] == (None if outcome[0] is None else rules.suited(second, first))


@given(plain, plain)
def test_bits(first, second):
    assert rules.bits.of(first, second) == (
        rules.suited(first, UNITLESS),
        rules.suited(second, UNITLESS),
        None,
        None,
    )


@given(units, units)
def test_bits_refuse_dimensions(first, second):
    assume(not (first.dim.is_dimensionless and second.dim.is_dimensionless))
    assert rules.bits.of(first, second) is None
    culprit = second if first.dim.is_dimensionless else first
    error = rules.bits.refuse("bitwise_and", first, second)
    assert isinstance(error, TypeError)
    assert f"got one in {culprit};" in str(error)


@given(units)
def test_settled(unit):
    kept, fold = rules.settled(unit)
    if unit.dim.is_dimensionless:
        assert kept is None
        assert (fold or 1.0) == unit.magnitude
    else:
        assert (kept, fold) == (unit, None)


def test_rules_have_names_and_sentences():
    assert rules.same.__name__ == "same"
    assert rules.same.__doc__.startswith("The unit of the first")
    with pytest.raises(UnitMismatchError, match=r"^same: .*\(units are m and s\)\.$"):
        rules.same.result(Unit("m"), Unit("s"))
