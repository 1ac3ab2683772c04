"""What doors to one operation once answered differently, with the right answer; `test_doors` walks all."""

import datetime
import operator

import numpy as np
import pytest
from array_checks import array, check, quantity, values

from bu_array import Quantity, math
from bu_dispatch import using_backend
from bu_units import Unit, UnitMismatchError

DEGC = np.array([1.0, 2.0, 3.0])
DAYS = np.array(["2020-01-01", "2020-01-02", "2020-01-03"], "M8[s]")
EQUAL = (operator.eq, np.equal, math.equal)
UNEQUAL = (operator.ne, np.not_equal, math.not_equal)


# ---------------------------------------------------------------- nothing in common: unequal


@pytest.mark.parametrize(
    "other", [np.array(["a", "b", "c"]), np.array([None] * 3), DAYS, np.zeros(3, "i4,f8")]
)
def test_what_is_no_number_is_unequal(backend, other):
    for unit in ("m", "percent", "degC"):
        q = quantity(backend, DEGC, unit)
        for equal in (operator.eq, math.equal):
            check(equal(q, other), backend, [False] * 3)
        for unequal in (operator.ne, math.not_equal):
            check(unequal(q, other), backend, [True] * 3)
    row = np.array([["a"], ["b"]])
    check(q == row, backend, np.zeros((2, 3), bool))


@pytest.mark.parametrize("other", ["a", b"a", None, object(), {}, datetime.date(2020, 1, 1), ["a", "b", "c"]])
def test_strangers_are_unequal(other):
    q = Quantity(DEGC, "m")
    assert [equal(q, other) for equal in EQUAL] == [False] * 3
    assert [unequal(q, other) for unequal in UNEQUAL] == [True] * 3
    assert np.equal(other, q, where=True) == False  # noqa: E712  # an array of numpy's


def test_a_stranger_has_its_say():
    class Anything:
        def __eq__(self, other):
            return "yes"

        __hash__ = None

    assert [equal(Quantity(DEGC, "m"), Anything()) for equal in EQUAL] == ["yes"] * 3


def test_two_dimensions_are_unequal(backend):
    volts, milliwatts = quantity(backend, DEGC, "V"), quantity(backend, DEGC, "mW")
    for equal in EQUAL:
        check(equal(volts, milliwatts), backend, [False] * 3)
        check(equal(volts, 1.0), backend, [False] * 3)
        check(equal(1.0, volts), backend, [False] * 3)
        check(equal(volts, 0.0), backend, [False] * 3)
    for unequal in UNEQUAL:
        check(unequal(volts, milliwatts), backend, [True] * 3)
    for less in (operator.lt, np.less, math.less):
        with pytest.raises(UnitMismatchError):
            less(volts, milliwatts)


def test_equality_with_options():
    out = np.ones(3, bool)
    assert np.equal(Quantity(DEGC, "V"), Quantity(DEGC, "s"), out=out) is out
    assert not out.any()
    np.not_equal(Quantity(DEGC, "V"), Quantity(DEGC, "s"), out=out, where=np.array([True, False, True]))
    assert out.tolist() == [True, False, True]


def test_no_other_operation_takes_strangers():
    q = Quantity(DEGC, "m")
    for other in ("a", None, object(), {}):
        for add in (operator.add, operator.iadd, np.add, math.add, math.maximum, math.power, math.divmod):
            with pytest.raises(TypeError) as caught:
                add(q, other)
            assert not isinstance(caught.value, UnitMismatchError), "says to give it a unit"


# ---------------------------------------------------------------- dates


def test_dates_are_moved_through_every_door():
    q = Quantity(np.array([3.0, 4.0, 5.0]), "s")
    later = DAYS + np.array([3, 4, 5], "m8[s]")
    for add in (operator.add, np.add, math.add, lambda x, y: np.add(x, y, where=True)):
        assert add(DAYS, q).tolist() == later.tolist()
        assert add(q, DAYS).tolist() == later.tolist()
    for subtract in (operator.sub, np.subtract, math.subtract):
        assert subtract(later, q).tolist() == DAYS.tolist()
    q += DAYS
    assert q.tolist() == later.tolist()
    out = DAYS.copy()
    assert np.add(DAYS, Quantity(1, "h"), out=out) is out
    assert out[0] == np.datetime64("2020-01-01T01")
    start = datetime.datetime(2020, 1, 1)
    assert np.add(start, Quantity(1, "h")) == math.add(start, Quantity(1, "h")) == start.replace(hour=1)
    for wrong in (operator.add, np.add, math.add):
        with pytest.raises(UnitMismatchError):
            wrong(DAYS, Quantity(1.0, "m"))


def test_numpy_takes_fractions_and_time_differences():
    from fractions import Fraction

    q = Quantity(DEGC, "h")
    for multiply in (operator.mul, np.multiply, math.multiply):
        assert multiply(q, Fraction(1, 2)).mantissa.tolist() == [0.5, 1.0, 1.5]
    for add in (operator.add, np.add, math.add):
        found = add(q, datetime.timedelta(minutes=30))
        assert found.unit is q.unit
        assert found.mantissa.tolist() == [1.5, 2.5, 3.5]


# ---------------------------------------------------------------- scales


def test_nan_and_points(backend):
    c = quantity(backend, DEGC, "degC")
    for subtract in (operator.sub, math.subtract, np.subtract):
        check(subtract(c, np.nan), backend, [np.nan] * 3, "degC")
        found = subtract(np.nan, c)  # of two points the difference
        check(found, backend, [np.nan] * 3, "delta_degC")
    level = quantity(backend, DEGC, "dBm")
    check(np.inf - level, backend, [np.inf] * 3, "dB")
    with pytest.raises(UnitMismatchError):
        0 - c  # 0 degC is a point like any other


def test_options_know_scales():
    c, step = Quantity(DEGC, "degC"), Quantity(0.5, "delta_degC")
    found = np.add(c, step, where=True)
    assert found.unit is c.unit
    assert found.mantissa.tolist() == [1.5, 2.5, 3.5]
    assert np.less(c, Quantity(275.0, "K"), out=np.zeros(3, bool)).tolist() == [True, False, False]
    out = Quantity(np.zeros(3), "dB")
    assert np.multiply(2, Quantity(DEGC, "dB"), where=True).mantissa.tolist() == [2.0, 4.0, 6.0]
    with pytest.raises(UnitMismatchError):
        np.add(c, step, out=out)


def test_points_are_moved_in_place():
    c = Quantity(DEGC.copy(), "degC")
    held = c
    c += Quantity(1.0, "delta_degC")
    assert held is c
    assert c.mantissa.tolist() == [2.0, 3.0, 4.0]
    c -= Quantity(np.ones(3), "degC")  # a difference: bound anew
    assert c.unit is Unit("delta_degC")
    assert held.mantissa.tolist() == [2.0, 3.0, 4.0]


@pytest.mark.parametrize("less", [operator.lt, np.less, math.less, lambda x, y: y > x])
def test_a_level_is_compared_in_the_linear_unit(less):
    assert less(Quantity(-3.5, "percent"), Quantity(2.0, "dB"))  # no level is -3.5 %, and all are above it
    assert less(Quantity(np.array([-1.0]), "mW"), Quantity(-30.0, "dBm")).tolist() == [True]
    assert not less(Quantity(2.0, "dB"), Quantity(-3.5, "percent"))


def test_a_factor_of_levels():
    for multiply in (operator.mul, np.multiply, math.multiply):
        for pair in ((2, Quantity(3.0, "dB")), (Quantity(3.0, "dB"), 2)):
            assert multiply(*pair) == Quantity(6.0, "dB")


def test_a_unit_in_a_product_counts_differences():
    q = Quantity(DEGC, "m")
    for multiply in (operator.mul, math.multiply):
        assert multiply(q, Unit("degC")).unit == Unit("m") * Unit("delta_degC")
    for divide in (operator.truediv, math.divide):
        assert divide(q, Unit("degC")).unit == Unit("m") / Unit("delta_degC")
        assert divide(Quantity(np.array([1, 2]), "m"), Unit("m")).dtype == np.int64  # split off, as it is
    for add in (operator.add, math.add):
        assert add(Quantity(DEGC, "delta_degC"), Unit("degC")).unit is Unit("degC")
        with pytest.raises(UnitMismatchError):
            add(Quantity(DEGC, "K"), Unit("degC"))


def test_a_point_has_no_truth():
    for q in (
        Quantity(0, "degC"),
        Quantity(32, "degF"),
        Quantity(0.0, "dBm"),
        Quantity(np.array([1.0]), "degC"),
    ):
        for truth in (bool, np.any, np.all, math.any, operator.not_):
            with pytest.raises(TypeError, match="no meaning for values on the scale"):
                truth(q)
    assert bool(Quantity(0.0, "K")) is False


def test_levels_are_no_pure_numbers():
    q = Quantity(3.0, "dB")
    for call in (float, int, complex, np.sin, math.sin, math.exp, operator.inv, math.logical_not):
        with pytest.raises(TypeError) as caught:
            call(q)
        assert not isinstance(caught.value, UnitMismatchError)
    with pytest.raises(TypeError, match="no meaning"):
        math.arctan2(Quantity(1.0, "degC"), Quantity(1.0, "degC"))
    with pytest.raises(TypeError, match="no meaning"):
        math.exp(Quantity(1.0, "degC"), unit_to_scale="degC")


def test_an_inverted_percentage_is_no_integer():
    for invert in (operator.inv, np.invert, math.bitwise_not):
        with pytest.raises(TypeError):
            invert(Quantity(np.array([7]), "percent"))
        assert invert(Quantity(np.array([7]))).tolist() == [-8]


# ---------------------------------------------------------------- no zero is invented


def test_points_are_not_filled_with_zeros(backend):
    for unit, step in (("degC", "delta_degC"), ("dBm", "dB")):
        c, matrix = quantity(backend, DEGC, unit), quantity(backend, np.ones((2, 2)), unit)
        condition = array(backend, [True, False, True])
        fills = (
            lambda: math.pad(c, 1),  # noqa: B023  # called at once
            lambda: math.select([condition], [c]),  # noqa: B023
            lambda: math.nan_to_num(c),  # noqa: B023
            lambda: math.tril(matrix),  # noqa: B023
            lambda: math.triu(matrix),  # noqa: B023
            lambda: math.diag(c),  # noqa: B023
            lambda: quantity(backend, DEGC, unit).resize(4),  # noqa: B023
        )
        for fill in fills:
            with pytest.raises(TypeError, match="fills with 0, which on the scale"):
                fill()
        check(math.diag(matrix), backend, [1.0, 1.0], unit)
        check(math.pad(c, 1, "edge"), backend, [1.0, 1.0, 2.0, 3.0, 3.0], unit)
        check(math.pad(c, 1, constant_values=Quantity(5.0, unit)), backend, [5.0, 1.0, 2.0, 3.0, 5.0], unit)
        check(math.select([condition], [c], Quantity(9.0, unit)), backend, [1.0, 9.0, 3.0], unit)
        check(math.nan_to_num(c, Quantity(9.0, unit)), backend, DEGC, unit)
        check(math.pad(quantity(backend, DEGC, step), 1), backend, [0.0, 1.0, 2.0, 3.0, 0.0], step)


def test_numpy_does_not_fill_points_either():
    c = Quantity(DEGC, "degC")
    for fill in (lambda: np.pad(c, 1), lambda: np.select([DEGC > 1], [c]), lambda: np.nan_to_num(c)):
        with pytest.raises(TypeError, match="fills with 0"):
            fill()
    assert np.pad(c, 1, constant_values=Quantity(5.0, "degC")).mantissa.tolist() == [5.0, 1.0, 2.0, 3.0, 5.0]
    assert np.nan_to_num(Quantity(np.array([np.nan, 1.0]), "m")).mantissa.tolist() == [0.0, 1.0]


def test_parts_of_points():
    for modf in (np.modf, math.modf, lambda x: np.modf(x, where=True)):
        with pytest.raises(TypeError, match="no meaning"):
            modf(Quantity(DEGC, "degC"))


# ---------------------------------------------------------------- numbers, options, indices


def test_powers_of_pure_numbers():
    for power in (operator.pow, np.power, math.power):
        assert np.isnan(power(Quantity(np.array([2.0])), np.nan)).all()
        assert power(Quantity(DEGC, "1"), [1, 2, 0]).tolist() == [1.0, 4.0, 1.0]


def test_options_are_pure_numbers_in_any_unit(backend):
    x, half = array(backend, np.array([-1.0, 2.0])), Quantity(50.0, "percent")
    for function in (math.elu, math.celu, math.leaky_relu):
        expected = values(function(x, 0.5))
        found = function(x, half)
        check(found, backend, expected, rtol=1e-6)
    check(math.leaky_relu(quantity(backend, [-1.0, 2.0], "m"), half), backend, [-0.5, 2.0], "m")
    with pytest.raises(TypeError, match="alpha takes no unit"):
        math.elu(x, Quantity(1.0, "m"))


def test_an_index_has_no_unit():
    q, x = Quantity(DEGC, "m"), np.arange(100)
    for wrong in (lambda: q[q], lambda: q[Quantity(1, "percent")], lambda: x[Quantity(50, "percent")]):
        with pytest.raises(IndexError):
            wrong()
    for delete in (np.delete, math.delete):
        with pytest.raises(IndexError, match="has no unit, got one in m"):
            delete(q, q)
        with using_backend("numpy"):
            assert delete(q, Quantity(1)).mantissa.tolist() == [1.0, 3.0]


def test_sympy_is_told():
    sympy = pytest.importorskip("sympy")
    for q in (Quantity(2, "m"), Quantity(DEGC, "m"), Quantity(2.0, "dB")):
        with pytest.raises(TypeError, match="would lose the unit"):
            sympy.sympify(q)
    assert sympy.sympify(Quantity(50, "percent")) == sympy.Float(0.5)
