"""What functions make of values on scales, as rules of units; and neutral values beside them."""

import numpy as np
import pytest
from array_checks import check, quantity

from bu_array import Quantity, math
from bu_array.core import (
    added,
    averaged,
    by_default,
    compared_on_scale,
    divided,
    drop,
    keep,
    moved,
    multiplied_by,
    nothing,
    picked,
    pure,
    spread,
    spread_squared,
    subtracted,
)
from bu_array.declare import DECLARED
from bu_units import UNITLESS, Unit, UnitMismatchError

DEGC, DELTA, DEGF, KELVIN = (Unit(text) for text in ("degC", "delta_degC", "degF", "K"))
DBM, DB, DBV = (Unit(text) for text in ("dBm", "dB", "dBV"))


@pytest.mark.parametrize(
    "rule, point, level, difference",
    [
        (moved, DEGC, DBM, DB),
        (averaged, DEGC, None, DB),
        (spread, DELTA, DB, DB),
        (spread_squared, DELTA**2, DB**2, DB**2),
        (nothing, None, None, None),
        (by_default(keep), None, None, DB),
        (by_default(pure), None, None, None),
    ],
    ids=lambda rule: getattr(rule, "__name__", str(rule)),
)
def test_rules_of_one_unit(rule, point, level, difference):
    for unit, expected in ((DEGC, point), (DBM, level), (DB, difference)):
        outcome = rule.of(unit)
        assert (outcome and outcome[1]) == expected
    assert by_default(drop).of(DEGC) == (None, None, None)


@pytest.mark.parametrize(
    "rule, first, second, expected",
    [
        (added, DEGC, DELTA, (DEGC, DELTA, DEGC)),
        (added, DELTA, DEGC, (DELTA, DEGC, DEGC)),
        (added, DEGF, DELTA, (DEGF, Unit("delta_degF"), DEGF)),
        (added, DBM, DB, (DBM, DB, DBM)),
        (added, DB, DB, (DB, DB, DB)),
        (added, DEGC, DEGC, UnitMismatchError),
        (added, DEGC, KELVIN, UnitMismatchError),
        (added, DBM, DBM, UnitMismatchError),
        (subtracted, DEGC, DEGF, (DEGC, DEGC, DELTA)),
        (subtracted, DEGC, KELVIN, (DEGC, DEGC, DELTA)),
        (subtracted, KELVIN, DEGC, (DEGC, DEGC, DELTA)),
        (subtracted, DEGC, DELTA, (DEGC, DELTA, DEGC)),
        (subtracted, DELTA, DEGC, UnitMismatchError),
        (subtracted, DBM, DBM, (DBM, DBM, DB)),
        (subtracted, DB, DBM, UnitMismatchError),
        (picked, DEGC, DEGF, (DEGC, DEGC, DEGC)),
        (compared_on_scale, DEGC, DEGF, (DEGC, DEGC, None)),
        (multiplied_by, DB, UNITLESS, (DB, UNITLESS, DB)),
        (multiplied_by, UNITLESS, DB, (UNITLESS, DB, DB)),
        (multiplied_by, DEGC, UNITLESS, TypeError),
        (divided, DB, DB, (DB, DB, None)),
        (divided, DB, UNITLESS, (DB, UNITLESS, DB)),
        (divided, UNITLESS, DB, (UNITLESS, DB, UNITLESS / DB)),
        (divided, UNITLESS, DEGC, TypeError),
    ],
)
def test_rules_of_two_units(rule, first, second, expected):
    if isinstance(expected, type):
        with pytest.raises(expected):
            rule.of("f", first, second)
    else:
        assert rule.of("f", first, second) == expected


X = np.array([20.0, 21.5, 23.0])


@pytest.mark.parametrize(
    "name, unit, reference",
    [
        ("var", DELTA**2, np.var),
        ("std", DELTA, np.std),
        ("ptp", DELTA, np.ptp),
        ("diff", DELTA, np.diff),
        ("ediff1d", DELTA, np.ediff1d),
        ("mean", DEGC, np.mean),
        ("floor", DEGC, np.floor),
        ("cov", DELTA**2, np.cov),
        ("nanvar", DELTA**2, np.nanvar),
    ],
)
def test_functions_of_temperatures(backend, name, unit, reference):
    check(
        getattr(math, name)(quantity(backend, X, DEGC)), backend, np.asarray(reference(X)), unit, atol=1e-12
    )


def test_through_numpys_door():
    c, d = Quantity(X, DEGC), Quantity(np.array([3.0, 6.0]), DBM)
    assert np.var(c).unit == DELTA**2
    assert np.round(c, 1).unit is DEGC
    assert np.gradient(c, Quantity(2.0, "m")).unit == DELTA / Unit("m")
    for function in (np.diff, np.std, np.ptp):
        assert function(d).unit is DB
    assert np.mean(c, where=np.array([True, False, True])).unit is DEGC  # an option of numpy's own
    with pytest.raises(TypeError, match="no meaning"):
        np.mean(d)


def test_one_answer_through_every_door():
    three = Quantity(3.0, DB)
    for twice in (2 * three, three * 2, np.multiply(2, three), math.multiply(three, 2)):
        assert twice.unit is DB
        assert twice.mantissa == 6.0
    for ratio in (three / three, np.divide(three, three), math.divide(three, three)):
        assert ratio == 1.0
    c = Quantity(X, DEGC)
    for warmer in (
        c + Quantity(1.0, DELTA),
        np.add(c, Quantity(1.0, DELTA)),
        math.add(Quantity(1.0, DELTA), c),
    ):
        assert warmer.unit is DEGC
        assert warmer.mantissa.tolist() == (X + 1).tolist()
    for operate in (lambda x: x + x, lambda x: np.add(x, x), lambda x: math.add(x, x)):
        with pytest.raises(UnitMismatchError):
            operate(c)
    for operate in (
        lambda x: x * x,
        lambda x: np.multiply(x, x),
        lambda x: math.multiply(x, x),
        lambda x: -x,
    ):
        with pytest.raises(TypeError):
            operate(c)


def test_a_point_is_no_difference_in_products():
    """A unit in a product counts differences; the value of a point is none."""
    c = Quantity(20.0, DEGC)
    metre = Unit("m")
    for product in (
        lambda: c * metre,
        lambda: metre * c,
        lambda: metre / c,
        lambda: [c, c] * metre,
        lambda: c / metre,
    ):
        with pytest.raises(TypeError, match="no meaning"):
            product()
    for function in (math.prod, math.nanprod, lambda x: math.power(x, 2), lambda x: np.power(x, 3), np.prod):
        with pytest.raises(TypeError, match="no meaning"):
            function(Quantity(X, DEGC))
    assert (Unit("km") * Quantity(3.0, DB)).unit == Unit("km") * DB


def test_every_declaration_of_one_unit_says_what_it_does_on_a_scale():
    rows = [row for row in DECLARED if row.kind == "unary" and row.law in (keep, drop)]
    assert len(rows) > 100
    assert [row.name for row in rows if row.on_scale is None] == []


# ---------------------------------------------------------------- neutral values


@pytest.mark.parametrize("neutral", [np.nan, np.inf, -np.inf, float("nan")])
@pytest.mark.parametrize("unit", ["mV", "degC", "dBm", "dB"])
def test_nan_and_infinity_fit_any_unit(backend, unit, neutral):
    q = quantity(backend, X, unit)
    picked_up = math.where(q > quantity(backend, 21.0, unit), q, neutral)
    assert picked_up.unit is Unit(unit)
    check(picked_up, backend, np.where(X > 21.0, X, neutral), unit)
    check(math.maximum(q, neutral), backend, np.maximum(X, neutral), unit)
    check(q < neutral, backend, neutral > X)
    check(math.full_like(q, neutral), backend, np.full_like(X, neutral), unit)


def test_zero_is_no_temperature():
    c = Quantity(X.copy(), DEGC)
    for take in (lambda: math.where(True, c, 0.0), lambda: math.maximum(c, 0), lambda: c < 0):
        with pytest.raises(UnitMismatchError):
            take()
    assert (c + 0).mantissa.tolist() == X.tolist()  # a difference of nothing


def test_paths_of_neutral_values():
    q = Quantity(X.copy(), "m")
    q[0] = np.nan
    q[1:] = [np.inf, np.nan]
    assert np.isnan(q.mantissa[[0, 2]]).all()
    q = Quantity(X.copy(), "m")
    assert np.max(q, initial=-np.inf).mantissa == 23.0
    assert math.min(q, initial=np.inf).mantissa == 20.0
    assert (q == np.nan).tolist() == [False] * 3
    assert np.pad(q, 1, constant_values=np.nan).unit is Unit("m")
    assert np.interp(
        Quantity(5.0, "s"), Quantity([0.0, 1.0], "s"), Quantity([0.0, 1.0], "m"), left=np.nan, right=np.inf
    ) == Quantity(np.inf, "m")
    assert math.clip(q, 21.0 * Unit("m"), np.inf).mantissa.tolist() == [21.0, 21.5, 23.0]
    assert (q + np.nan).unit is Unit("m")
    with pytest.raises(TypeError):
        q[0] = [np.nan, 1.0][1]  # one is a value
    with pytest.raises(TypeError):
        q + np.array([np.nan, 1.0, 0.0])


def test_a_value_that_is_not_known_never_counts():
    jax = pytest.importorskip("jax")
    with pytest.raises(TypeError):
        jax.jit(lambda x, y: Quantity(x, "m") + y)(1.0, np.nan)
    da = pytest.importorskip("dask.array")
    with pytest.raises(TypeError):
        Quantity(np.ones(2), "m") + da.full(2, np.nan)
