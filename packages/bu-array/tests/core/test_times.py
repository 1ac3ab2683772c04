"""Time differences and dates beside quantities of time: exact, or refused."""

import datetime
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bu_array import Quantity, math
from bu_array.core.times import time_of
from bu_dispatch import BackendError
from bu_units import Unit, UnitMismatchError

HOUR = Quantity(1, "hour")


@pytest.mark.parametrize(
    "date, q, expected",
    [
        (np.datetime64("2020-01-01T00"), HOUR, np.datetime64("2020-01-01T01")),
        (np.datetime64("2020-01-01"), Quantity(90.0, "min"), np.datetime64("2020-01-01T01:30")),
        (np.datetime64("2020-01"), Quantity(1, "day"), np.datetime64("2020-01-02")),
        (np.datetime64("2020-01-01"), Quantity(0.25, "s"), np.datetime64("2020-01-01T00:00:00.250")),
        (datetime.datetime(2020, 1, 1), HOUR, datetime.datetime(2020, 1, 1, 1)),
        (datetime.date(2020, 1, 1), Quantity(2, "day"), datetime.date(2020, 1, 3)),
    ],
)
def test_a_date_and_a_time_is_a_date(date, q, expected):
    for found in (date + q, q + date):
        assert found == expected
        assert type(found) is type(expected)
    assert expected - q == date


def test_arrays_of_dates():
    dates = np.array(["2020-01-01", "2020-02-01"], "M8[D]")
    expected = dates + np.array([1, 2], "m8[D]")
    for found in (
        dates + Quantity(np.array([1, 2]), "day"),
        np.add(dates, Quantity(np.array([1, 2]), "day")),
    ):
        assert found.dtype == "M8[D]"
        assert found.tolist() == expected.tolist()
    assert (np.subtract(dates, HOUR) == dates - np.timedelta64(1, "h")).all()


def test_what_is_no_time_is_refused():
    with pytest.raises(UnitMismatchError):
        np.datetime64("2020-01-01") + Quantity(1, "m")
    with pytest.raises(TypeError):
        HOUR - np.datetime64("2020-01-01")
    with pytest.raises(TypeError):
        HOUR * np.datetime64("2020-01-01")
    with pytest.raises(ValueError, match="part of a day"):
        datetime.date(2020, 1, 1) + HOUR
    with pytest.raises(ValueError, match="digits would be lost"):
        datetime.datetime(2020, 1, 1) + Quantity(1, "ns")


def test_to_timedelta64():
    q = Quantity(np.array([0.1, np.nan, -2.5]), "s")
    found = q.to_timedelta64("ms")
    assert found.dtype == "m8[ms]"
    assert found.astype("int64")[[0, 2]].tolist() == [100, -2500]
    assert np.isnat(found[1])
    assert HOUR.to_timedelta64() == np.timedelta64(1, "h")
    assert Quantity(20, "min").to_timedelta64("10m") == np.timedelta64(2, "10m")
    assert Quantity(1.5, "hour").to_timedelta() == datetime.timedelta(minutes=90)
    assert Quantity(np.array([1, 2]), "s").to_timedelta().tolist() == [
        datetime.timedelta(seconds=n) for n in (1, 2)
    ]


@pytest.mark.parametrize(
    "q, resolution, error",
    [
        (Quantity(1.5, "ns"), "ns", ValueError),
        (Quantity(1e30, "s"), "ns", ValueError),
        (Quantity(np.inf, "s"), "ns", ValueError),
        (Quantity(1.0, "m"), "ns", UnitMismatchError),
        (Quantity(1.0, "s"), "M", TypeError),
        (Quantity(1j, "s"), "s", ValueError),
    ],
)
def test_digits_are_not_lost(q, resolution, error):
    with pytest.raises(error):
        q.to_timedelta64(resolution)


def test_lazy_quantities():
    da = pytest.importorskip("dask.array")
    with pytest.raises(TypeError, match=r"call \.compute\(\) first"):
        Quantity(da.ones(2), "s").to_timedelta64("s")


@given(st.integers(-(2**62), 2**62), st.sampled_from(["D", "h", "m", "s", "ms", "us", "ns", "ps"]))
def test_there_and_back_is_the_same(count, code):
    difference = np.timedelta64(count, code)
    assert Quantity(difference).to_timedelta64(code) == difference
    assert Quantity(np.array([difference])).to_timedelta64(code).tolist() == np.array([difference]).tolist()


@pytest.mark.parametrize(
    "date, q",
    [
        (np.datetime64("2020-01-01T00:00:00"), Quantity(1, "ps")),
        (np.datetime64("2020-01-01T00"), Quantity(1, "as")),
        (np.datetime64("3000-01-01"), Quantity(1, "ns")),
        (np.datetime64("2200-01-01", "ns"), Quantity(2**62, "ns")),
        (np.array(["2020-01-01", "3000-01-01", "NaT"], "M8[D]"), Quantity(np.array([1, 1, 1]), "ns")),
    ],
)
def test_a_date_that_64_bits_do_not_hold_is_refused(date, q):
    with pytest.raises(ValueError, match="out of the reach"):
        date + q


def test_a_missing_date_stays_missing():
    found = np.array(["2020-01-01", "NaT", "2020-01-01"], "M8[D]") + Quantity(np.array([-1, 1, np.nan]), "ns")
    assert found[0] == np.datetime64("2019-12-31T23:59:59.999999999")
    assert np.isnat(found).tolist() == [False, True, True]


@pytest.mark.parametrize("zone", ["UTC", "Europe/Berlin"])
def test_dates_of_pandas_in_a_zone(zone):
    pd = pytest.importorskip("pandas")
    index = pd.date_range("2020-01-01", periods=2, tz=zone)
    shifted = index + pd.Timedelta("1h")
    assert (index + HOUR).equals(shifted)
    assert (shifted - HOUR).equals(index)
    assert (pd.Series(index) + HOUR).equals(pd.Series(shifted))
    assert index[0] + HOUR == shifted[0]


@pytest.mark.parametrize("date", [np.datetime64("2020-01-01"), datetime.datetime(2020, 1, 1)])
@pytest.mark.parametrize("library", ["dask", "ndonnx"])
def test_a_date_computes_nothing_lazy(library, date):
    pytest.importorskip(library)
    hours = Quantity(np.array([1, 2]), "hour").to_backend(library)
    with pytest.raises(BackendError, match="a date needs values"):
        date + hours


def test_what_has_no_64_bits_is_exact_or_refused():
    with pytest.raises(ValueError, match="beyond 64 bits"):
        Quantity(np.array([2**62, 1], "m8[10s]"))
    longest = datetime.timedelta.max
    assert Quantity(longest).mantissa == longest // datetime.timedelta(microseconds=1)
    assert Quantity(Fraction(1, 2), "s").to_timedelta() == datetime.timedelta(milliseconds=500)
    with pytest.raises(ValueError, match="digits would be lost"):
        Quantity(Fraction(1, 3), "s").to_timedelta()
    with pytest.raises(ValueError, match="digits would be lost"):
        HOUR.to_timedelta64("13s")  # 277 of them are 3601 s


def test_functions_that_make_arrays_take_time_differences():
    hour = np.timedelta64(1, "h")
    for made, values, unit in [
        (math.asarray([hour]), [1], "h"),
        (math.asarray(hour), 1, "h"),
        (math.array([hour, Quantity(30.0, "min")]), [1.0, 0.5], "h"),
        (math.asarray(np.array([1, 2], "m8[h]"), unit="min"), [60.0, 120.0], "min"),
        (math.full(2, hour), [1, 1], "h"),
        (math.full(2, datetime.timedelta(hours=1)), [3600, 3600], "s"),
        (math.linspace(np.timedelta64(0, "h"), hour, 3), [0.0, 0.5, 1.0], "h"),
        (math.arange(np.timedelta64(0, "h"), np.timedelta64(3, "h"), hour), [0, 1, 2], "h"),
        (math.full_like(Quantity(np.zeros(2), "s"), hour), [3600.0, 3600.0], "s"),
        (math.where(np.array([True]), Quantity(np.ones(1), "s"), hour), [1.0], "s"),
        (math.concatenate([np.array([1], "m8[s]"), np.array([1], "m8[m]")]), [1.0, 60.0], "s"),
    ]:
        assert made.unit == Unit(unit)
        assert np.asarray(made.mantissa).tolist() == values


def test_what_is_no_number_becomes_no_array():
    for data in (
        ["a"],
        np.array(["a"]),
        None,
        [None],
        np.array(["2020"], "M8[D]"),
        np.zeros(1, [("a", float)]),
    ):
        with pytest.raises(TypeError, match="the mantissa must be a number or an array"):
            math.asarray(data)
    with pytest.raises(TypeError, match=r"got '1\.5'"):
        math.asarray(["1.5"], dtype=float)


def test_no_digits_are_lost_beside_nat():
    with pytest.raises(ValueError, match="more than 53 bits of s"):
        Quantity(np.array([2**53 + 1, "NaT"], "m8[s]"))
    assert Quantity(np.array([2**53, "NaT"], "m8[s]")).mantissa[0] == 2.0**53
    with pytest.raises(ValueError, match="more than 53 bits of s"):
        Quantity(np.array([2**50, "NaT"], "m8[10s]"))


def test_python_has_no_missing_time():
    for missing in (np.nan, np.array([np.nan, 1.0])):
        with pytest.raises(ValueError, match="Python's time differences have no NaN"):
            Quantity(missing, "s").to_timedelta()


def test_a_missing_time_needs_no_resolution():
    assert np.isnan(Quantity(np.timedelta64("NaT"), "min").mantissa)
    q = Quantity(np.ones(2), "s")
    q[0] = np.timedelta64("NaT")
    assert np.isnan(q.mantissa).tolist() == [True, False]
    with pytest.raises(TypeError, match="without a resolution"):
        Quantity(np.array(["NaT", 1], "m8"), "s")


def test_a_difference_of_pandas_is_no_larger_a_number_than_it_needs():
    pd = pytest.importorskip("pandas")
    for text, right in (("3h", (10800, "s")), ("1.5ms", (1500, "us")), ("7ns", (7, "ns"))):
        number, unit = time_of(pd.Timedelta(text))
        assert (number, unit) == (right[0], Unit(right[1]))
