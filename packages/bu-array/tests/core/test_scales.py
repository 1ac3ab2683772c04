"""What functions make of values on scales, as rules of units; and neutral values beside them."""

import numpy as np
import pytest
from array_checks import check, computing_dask, quantity, values
from hypothesis import given
from hypothesis import strategies as st

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
    rooted,
    spread,
    spread_squared,
    squared,
    subtracted,
)
from bu_array.declare import DECLARED
from bu_units import UNITLESS, Unit, UnitMismatchError
from bu_units._scales import make_level, make_point

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
        (by_default(squared), None, None, DB**2),
        (by_default(rooted), None, None, DB**0.5),
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
        (picked, DBM, UNITLESS, UnitMismatchError),
        (picked, UNITLESS, DB, UnitMismatchError),
        (compared_on_scale, DB, UNITLESS, UnitMismatchError),
        (compared_on_scale, DB, Unit("percent"), (Unit("percent"), Unit("percent"), None)),
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
    assert np.var(d).unit == DB**2
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


# ---------------------------------------------------------------- statistics, on scales of any kind

# Of the user's own, but under no name: as a process has them that unpickles them.
DELTA_GAUGE = Unit.create(Unit("bar").dim, "delta_gauge", "delta_gauge", factor=1e5)
GAUGE = make_point("gauge", "gauge", DELTA_GAUGE, Unit("atm").exact.fraction / 100_000)
FULL_SCALE = make_level("dBFS", "dBFS", UNITLESS, 20.0, DB)
ON_SCALES = {
    "degC": DELTA,
    "degF": Unit("delta_degF"),
    GAUGE: DELTA_GAUGE,
    "dBm": DB,
    FULL_SCALE: DB,
    "dB": DB,
}
SCALES = [*ON_SCALES, "pH_scale"]
Y = np.array([[1.0, 3.0, 7.0, 8.5], [2.0, 1.0, 0.5, -4.0]])


@pytest.mark.parametrize("scale", SCALES, ids=str)
def test_steps_and_their_squares(backend, scale):
    q = quantity(backend, Y, scale)
    step = ON_SCALES.get(scale, Unit("delta_pH"))
    for name, power in (
        ("std", 1),
        ("nanstd", 1),
        ("ptp", 1),
        ("diff", 1),
        ("ediff1d", 1),
        ("var", 2),
        ("nanvar", 2),
    ):
        found = getattr(math, name)(q)
        assert found.unit == step**power
        check(found, backend, getattr(np, name)(Y), step**power, atol=1e-5)
    check(math.cov(q), backend, np.cov(Y), step**2, atol=1e-5)
    check(math.corrcoef(q), backend, np.corrcoef(Y), atol=1e-6)
    check(math.gradient(q, axis=1), backend, np.gradient(Y, axis=1), step, atol=1e-5)
    per_km = math.gradient(q, quantity(backend, 2.0, "km"), axis=1)
    check(per_km, backend, np.gradient(Y, 2.0, axis=1), step / Unit("km"), atol=1e-5)
    check(math.round(q), backend, np.round(Y), scale)
    check(math.max(q), backend, np.max(Y), scale)


@pytest.mark.parametrize("scale", ["degC", GAUGE, "dBm", FULL_SCALE], ids=str)
def test_a_mean_is_of_points_and_never_of_levels(backend, scale):
    q = quantity(backend, Y, scale)
    for name in ("mean", "median", "average", "nanmean", "nanmedian"):
        if scale in ("degC", GAUGE):
            check(getattr(math, name)(q), backend, getattr(np, name)(Y), scale, atol=1e-6)
            check(math.quantile(q, 0.25), backend, np.quantile(Y, 0.25), scale, atol=1e-6)
        else:
            with pytest.raises(TypeError, match=f"{name} has no meaning for values on the scale {scale}"):
                getattr(math, name)(q)
    for name in ("sum", "cumsum", "prod", "square"):
        with pytest.raises(TypeError, match="has no meaning"):
            getattr(math, name)(q)


def test_every_door_to_statistics():
    for scale, step in (("degC", DELTA), ("dBm", DB), ("dB", DB)):
        q = Quantity(Y[0], scale)
        for found in (math.var(q), np.var(q), q.var(), np.var(q, where=np.ones(4, bool)), math.std(q) ** 2):
            assert found.unit == step**2
        for found in (math.std(q), np.std(q), q.std(), np.ptp(q), q.ptp(), np.sqrt(np.var(q)), np.diff(q)):
            assert found.unit is step
        assert np.cov(q).unit == step**2
        assert np.histogram(q, 2, density=True)[0].unit == step**-1


@pytest.mark.parametrize("scale, step", [("degC", DELTA), (GAUGE, DELTA_GAUGE), ("dBm", DB)], ids=str)
def test_ends_of_differences_are_differences(backend, scale, step):
    q = quantity(backend, Y[0], scale)
    found = math.ediff1d(q, to_begin=quantity(backend, 5.0, step), to_end=0)
    check(found, backend, np.ediff1d(Y[0], to_begin=5.0, to_end=0.0), step)
    with pytest.raises(UnitMismatchError):
        math.ediff1d(q, to_begin=quantity(backend, 5.0, scale))
    check(math.diff(q, prepend=quantity(backend, 0.5, scale)), backend, np.diff(Y[0], prepend=0.5), step)


numbers = st.lists(st.floats(-1e3, 1e3), min_size=3, max_size=8)


@given(st.sampled_from(SCALES), numbers, st.floats(-1e3, 1e3))
def test_statistics_of_steps_do_not_depend_on_the_zero(scale, found, shift):
    q = Quantity(np.array(found), scale)
    moved_q = q + Quantity(shift, q.unit.difference)
    assert moved_q.unit is q.unit
    for name in ("var", "std", "ptp", "diff", "ediff1d", "gradient", "cov"):
        here, there = getattr(math, name)(q), getattr(math, name)(moved_q)
        assert here.unit is there.unit
        np.testing.assert_allclose(here.mantissa, there.mantissa, rtol=1e-6, atol=1e-6)


@given(st.sampled_from([("degC", "degF"), ("degC", "K"), (GAUGE, "psig"), ("dBm", "dBW")]), numbers)
def test_statistics_commute_with_conversion(scales, found):
    first, second = scales
    q = Quantity(np.array(found), first)
    for name in ("std", "ptp", "diff"):
        here, there = getattr(math, name)(q), getattr(math, name)(q.to(second))
        np.testing.assert_allclose(here.to_decimal(there.unit), there.mantissa, rtol=1e-6, atol=1e-6)
    if first != "dBm":
        mean = math.mean(q).to(second)
        np.testing.assert_allclose(mean.mantissa, math.mean(q.to(second)).mantissa, rtol=1e-6, atol=1e-6)


# ---------------------------------------------------------------- plain numbers


@pytest.mark.parametrize("scale", ["dB", FULL_SCALE], ids=str)
def test_a_plain_number_is_no_level(backend, scale):
    """Of ``snr > 10`` no one means a ratio of 10, whose level is 10 dB by chance."""
    q = quantity(backend, X, scale)
    for take in (
        lambda: q > 10.0,
        lambda: q > 10.0,
        lambda: math.clip(q, -5.0, 3.0),
        lambda: math.maximum(q, 10.0),
        lambda: math.where(q == q, q, 10.0),
        lambda: math.full_like(q, 10.0),
    ):
        with pytest.raises(UnitMismatchError):
            take()
    with computing_dask():
        assert not np.any(values(q == 20.0))
    check(math.maximum(q, quantity(backend, 21.0, scale)), backend, np.maximum(X, 21.0), scale)
    assert q.to(UNITLESS).unit is UNITLESS  # who asks for the ratio has it


def test_a_number_is_not_written_among_levels():
    q = Quantity(X.copy(), "dB")
    with pytest.raises(UnitMismatchError):
        q[0] = 3.0
    q[0] = np.nan
    q[1] = 0.0  # a difference of nothing
    q[2] = Quantity(100.0, "percent")
    assert q.mantissa[1:].tolist() == [0.0, 0.0]


# ---------------------------------------------------------------- neutral values on paths


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
