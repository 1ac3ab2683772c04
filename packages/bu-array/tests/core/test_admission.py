"""What is a mantissa: numbers of every kind, on every path; what is refused, what has a unit of its own."""

import datetime
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from array_checks import array, quantity, values

from bu_array import Quantity, fft, linalg, math
from bu_units import Unit, UnitMismatchError

METRE = Unit("m")

NO_NUMBERS = {
    "text": np.array(["a"]),
    "bytes": np.array([b"a"]),
    "None": np.array([None, 1.0]),
    "text in an object array": np.array(["a", 1.0], dtype=object),
    "dates": np.array(["2020-01-01"], dtype="datetime64[D]"),
    "records": np.zeros(2, dtype="i4,f4"),
    "a date": np.datetime64("2020-01-01"),
    "a text of numpy's": np.str_("a"),
    "a record": np.zeros(2, dtype="i4,f4")[0],
    "dicts": np.array([{}, 1.0]),
}
WAYS = {
    "the constructor": lambda x: Quantity(x, METRE),
    "with its own unit": lambda x: Quantity(x),
    "times a unit": lambda x: x * METRE,
    "a unit times it": lambda x: METRE * x,
    "by a unit": lambda x: x / METRE,
    "array_with_unit": lambda x: Quantity.with_unit(x, METRE),
    "a factor": lambda x: Quantity(np.ones(2), METRE) * x,
    "a factor on the left": lambda x: x * Quantity(np.ones(2), METRE),
    "a divisor": lambda x: Quantity(np.ones(2), METRE) / x,
    "multiply": lambda x: math.multiply(Quantity(np.ones(2), METRE), x),
    "numpy's multiply": lambda x: np.multiply(Quantity(np.ones(2), METRE), x),
    "assigned": lambda x: Quantity(np.ones(2), METRE).__setitem__(0, x),
    "a list": lambda x: Quantity([x], METRE),
}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("kind", NO_NUMBERS)
def test_what_is_no_number_is_refused(kind, way):
    with pytest.raises(TypeError):
        WAYS[way](NO_NUMBERS[kind])


@pytest.mark.parametrize(
    "kind, says",
    [
        ("text", "<U1"),
        ("dates", "datetime64"),
        ("records", "fields"),
        ("None", "NoneType"),
        ("bytes", "parse_quantity"),
    ],
)
def test_the_error_names_the_dtype_and_the_way_out(kind, says):
    with pytest.raises(TypeError, match=says):
        NO_NUMBERS[kind] * METRE


@pytest.mark.parametrize("way", ["constructor", "times"])
@pytest.mark.parametrize(
    "numbers",
    [
        np.array([Fraction(1, 3), Fraction(2)]),
        np.array([Decimal("0.1"), Decimal(2)]),
        np.array([1, 2.5, 1j], dtype=object),
        np.ma.array([1.0, 2.0], mask=[True, False]),
        np.array([1.0, 2.0], dtype=np.float16),
        np.array([True, False]),
        np.float32(3),
        np.bool_(True),
    ],
    ids=repr,
)
def test_numbers_of_all_kinds_stay_what_they_are(numbers, way):
    q = Quantity(numbers, METRE) if way == "constructor" else numbers * METRE
    assert type(q) is Quantity
    assert q.mantissa is numbers


def test_numbers_of_other_packages():
    mpmath = pytest.importorskip("mpmath")
    q = np.array([mpmath.mpf("0.1"), mpmath.mpf(2)]) * METRE
    assert (q + q)[1].mantissa == 4
    ml_dtypes = pytest.importorskip("ml_dtypes")
    assert (np.ones(2, dtype=ml_dtypes.bfloat16) * METRE).mantissa.dtype == ml_dtypes.bfloat16


def test_every_library(backend):
    x = array(backend, np.array([1.0, 2.0]))
    assert (METRE * x).mantissa is x
    assert Quantity(x, METRE).mantissa is x


def test_dask_arrays_of_text_and_times():
    da = pytest.importorskip("dask.array")
    with pytest.raises(TypeError, match="got dtype <U1"):
        da.from_array(np.array(["a"])) * METRE
    hours = Quantity(da.from_array(np.array([60, "NaT"], "m8[s]")), "min")
    np.testing.assert_array_equal(hours.compute().mantissa, [1.0, np.nan])


# ---------------------------------------------------------------- time differences


HOURS = np.array([1, 2], "m8[h]")


def test_time_differences_are_times():
    power = Quantity(np.array([3.0, 3.0]), "kW")
    for energy in (power * HOURS, HOURS * power, math.multiply(power, HOURS), np.multiply(HOURS, power)):
        assert energy.unit == Unit("kW") * Unit("hour")
        assert energy.mantissa.tolist() == [3.0, 6.0]
    assert (Quantity(3, "kW") * np.timedelta64(2, "h")).to("kW hour").mantissa == 6
    assert (datetime.timedelta(hours=2) * Quantity(3.0, "kW")).to("kW hour").mantissa == 6.0
    assert (Quantity(1.0, "s") + np.timedelta64(500, "ms")).mantissa == 1.5
    assert Quantity(1.0, "s") > datetime.timedelta(milliseconds=500)
    assert (power / HOURS).unit == Unit("kW") / Unit("hour")


@pytest.mark.parametrize(
    "code, unit",
    [
        ("W", "week"),
        ("D", "day"),
        ("h", "hour"),
        ("m", "min"),
        ("s", "s"),
        ("ms", "ms"),
        ("ns", "ns"),
        ("as", "as"),
    ],
)
def test_each_resolution(code, unit):
    q = Quantity(np.array([3, -1], f"m8[{code}]"))
    assert q.unit == Unit(unit)
    assert q.mantissa.tolist() == [3, -1]
    assert Quantity(np.array([3], f"m8[10{code}]")).mantissa.tolist() == [30]


def test_time_differences_are_converted_where_a_unit_is_given():
    assert Quantity(np.array([60], "m8[s]"), "min").mantissa.tolist() == [1.0]
    assert Quantity([np.timedelta64(1, "h"), np.timedelta64(30, "m")], "min").mantissa.tolist() == [
        60.0,
        30.0,
    ]
    assert Quantity([datetime.timedelta(hours=1)], "min").mantissa.tolist() == [60.0]
    missing = Quantity(np.array([1, "NaT"], "m8[h]"), "min").mantissa
    np.testing.assert_array_equal(missing, [60.0, np.nan])
    q = Quantity(np.zeros(2), "s")
    q[0] = np.timedelta64(1500, "ms")
    assert q.mantissa.tolist() == [1.5, 0.0]


@pytest.mark.parametrize("code", ["M", "Y"])
def test_months_and_years_have_no_length(code):
    with pytest.raises(TypeError, match="no fixed length"):
        Quantity(np.array([1], f"m8[{code}]"), "s")
    with pytest.raises(TypeError, match="no fixed length"):
        Quantity(1.0, "m") * np.timedelta64(1, code)


def test_pandas():
    pd = pytest.importorskip("pandas")
    q = Quantity(pd.to_timedelta([1, 2], unit="h"), "s")
    assert q.to("hour").mantissa.tolist() == [1.0, 2.0]
    assert Quantity(pd.Series(pd.to_timedelta([1], unit="h")), "min").mantissa.tolist() == [60.0]
    assert (Quantity(3.0, "kW") * pd.Timedelta("2h")).to("kW hour").mantissa == 6.0
    assert Quantity(pd.Series([1.0, 2.0]), "m").mantissa.tolist() == [1.0, 2.0]
    for wide in (pd.Series([16777217.0]), pd.Index([2**40])):  # jax, if it is the default, would cut them
        assert Quantity(wide * METRE).mantissa.tolist() == wide.tolist()
        assert float(math.sum(wide)) == wide.tolist()[0]
    with pytest.raises(TypeError, match="must be a number"):
        Quantity(pd.Series(["a"]), "m")
    assert pd.Timestamp("2020-01-01") + Quantity(1, "hour") == pd.Timestamp("2020-01-01T01")


# ---------------------------------------------------------------- quantities of other libraries


class Foreign(np.ndarray):
    """As astropy, unyt and quantities make theirs."""

    unit = "km"


class Wrapper:
    """As pint, unxt and xarray make theirs."""

    def __init__(self, **fields):
        vars(self).update(fields)

    def __array__(self, dtype=None, copy=None):
        return np.ones(2)


FOREIGN = [
    np.ones(2).view(Foreign),
    Wrapper(units="km"),
    Wrapper(unit="km"),
    Wrapper(attrs={"units": "km"}),
    Wrapper(dtype=Wrapper(units="km")),
]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("foreign", FOREIGN, ids=["array", "units", "unit", "attrs", "dtype"])
def test_what_carries_a_unit_is_never_taken_bare(foreign, way):
    if way in ("times a unit", "by a unit", "a factor on the left") and isinstance(foreign, Wrapper):
        pytest.skip("its own class is asked first")
    with pytest.raises(TypeError):
        WAYS[way](foreign)


def test_the_error_names_the_unit():
    with pytest.raises(TypeError, match=r"a Foreign of .* carries a unit of its own, km"):
        Quantity(np.ones(2).view(Foreign), "m")
    assert Quantity(Wrapper(units="", attrs={}), "m").mantissa.tolist() == [1.0, 1.0]


def test_an_operand_of_the_default_library(backend):
    q = quantity(backend, np.array([1.0, 2.0]), "kW")
    if backend.name in ("ndonnx", "array_api_strict"):
        pytest.skip("whole numbers beside floats are refused there")
    energy = q * np.timedelta64(2, "h")
    assert energy.unit == Unit("kW") * Unit("hour")
    assert energy.backend == backend.name


def _object(x):
    array = np.empty((), dtype=object)
    array[()] = x
    return array


@pytest.mark.parametrize(
    "times",
    [
        np.timedelta64(2, "h"),
        np.array([2], "m8[h]"),
        datetime.timedelta(hours=2),
        _object(datetime.timedelta(hours=2)),
        _object(Quantity(2, "hour")),
        [Quantity(2, "hour")],
    ],
    ids=lambda x: type(x).__name__,
)
def test_what_has_a_unit_of_its_own_times_a_unit_is_a_product(times):
    for product in (times * Unit("kW"), Unit("kW") * times):
        assert np.all(product.to_decimal("kW hour") == 2)
    assert np.all(times / Unit("hour") == 2)
    assert np.all(Unit("hour") / times == 0.5)


def test_pandas_time_differences_times_a_unit():
    pd = pytest.importorskip("pandas")
    for times in (
        pd.Timedelta("2h"),
        pd.to_timedelta([2], unit="h"),
        pd.Series(pd.to_timedelta([2], unit="h")),
    ):
        assert np.all(Quantity(times * Unit("kW")).to_decimal("kW hour") == 2)


def test_update_mantissa_takes_a_time_difference_by_its_unit():
    q = Quantity(np.array([0.0, 0.0]), "s")
    q.update_mantissa(np.array([1, 2], "m8[m]"))
    assert q.mantissa.tolist() == [60.0, 120.0]
    metres = Quantity(np.array([0, 0]), "m")
    with pytest.raises(UnitMismatchError):
        metres.update_mantissa(np.array([1, 2], "m8[s]"))


@pytest.mark.parametrize("beside", [np.float64(1), np.ones(2)], ids=["scalar", "array"])
@pytest.mark.parametrize("stranger", ["2", None, b"2"])
def test_a_list_of_arrays_reads_no_text(beside, stranger):
    with pytest.raises(TypeError, match="made of numbers"):
        Quantity([beside, stranger], METRE)
    with pytest.raises(TypeError, match="made of numbers"):
        [beside, stranger] * METRE


def test_a_list_of_arrays_on_every_library_reads_no_text(backend):
    with pytest.raises(TypeError, match="made of numbers"):
        Quantity([array(backend, [1.0, 2.0]), ["2", 1.0]], METRE)


@pytest.mark.parametrize(
    "x",
    [
        np.rec.array([(1, 2.0)], dtype=[("a", int), ("b", float)]),
        np.array(["a"], dtype=np.dtypes.StringDType()),
    ],
    ids=["a record array", "numpy's long texts"],
)
def test_classes_that_isdtype_does_not_know(x):
    with pytest.raises(TypeError, match="the mantissa must be a number"):
        x * METRE


def test_random_keys_of_jax_are_no_numbers():
    jax = pytest.importorskip("jax")
    with pytest.raises(TypeError, match="the mantissa must be a number"):
        jax.random.key(0) * METRE


@pytest.mark.parametrize("dtype", ["datetime64[s]", "timedelta64[s]", str, "S3"])
def test_no_dtype_makes_a_mantissa_of_no_numbers(dtype):
    with pytest.raises(TypeError, match="the mantissa must be a number"):
        Quantity(np.ones(2), METRE, dtype=dtype)
    with pytest.raises(TypeError, match="the mantissa must be a number"):
        Quantity(np.ones(2), METRE).astype(dtype)


def test_what_a_mask_hides_is_neutral():
    q = Quantity(np.ma.ones(2), METRE)
    q[0] = np.ma.masked
    assert q.mantissa.mask.tolist() == [True, False]
    hidden = np.ma.array([5.0, 0.0], mask=[True, False])
    assert (Quantity(np.ones(2), METRE) > hidden).tolist() == [None, True]
    with pytest.raises(UnitMismatchError):
        Quantity(np.ones(2), METRE) > np.ma.array([5.0, 0.0], mask=[False, True])


@pytest.mark.parametrize("values, neutral", [([np.nan, 0], True), ([np.inf, 0], True), ([1, np.nan], False)])
def test_neutral_values_of_ml_dtypes(values, neutral):
    ml_dtypes = pytest.importorskip("ml_dtypes")
    q, plain = Quantity(np.ones(2), METRE), np.array(values, ml_dtypes.bfloat16)
    if neutral:
        assert (q + plain).unit is METRE
    else:
        with pytest.raises(UnitMismatchError):
            q + plain


@pytest.mark.parametrize("number", [Fraction(3, 2), Decimal("1.5")])
def test_fractions_and_decimals(backend, number):
    q = Quantity(array(backend, [1.0, 2.0]), "m")
    assert values(q * number).tolist() == [1.5, 3.0]
    assert values(q + Quantity(number, "m")).tolist() == [2.5, 3.5]
    assert values(Quantity(number, "km") + q).tolist() == [1.501, 1.502]
    assert values(math.maximum(q, Quantity(number, "m"))).tolist() == [1.5, 2.0]
    assert values(math.full_like(q, Quantity(number, "m"))).tolist() == [1.5, 1.5]
    q[0] = Quantity(number, "m")
    assert values(q).tolist() == [1.5, 2.0]


def test_decimals_are_converted_as_decimals():
    assert Quantity(Decimal("1.10"), "m").to("cm").mantissa == Decimal(110)
    assert isinstance(Quantity(Decimal("1.10"), "m").to("cm").mantissa, Decimal)
    assert math.sqrt(Quantity(Decimal(4), "m^2")) == Quantity(2.0, "m")
    assert np.asarray(Quantity([Decimal("1.5"), Fraction(1, 2)], "m").mantissa).tolist() == [1.5, 0.5]
    with pytest.raises(TypeError, match="unsupported operand"):
        Quantity(Decimal("1.5"), "m") + Quantity(1.0, "m")  # as in Python


@pytest.mark.parametrize(
    "call",
    [
        lambda q: q * "a",
        lambda q: "a" * q,
        lambda q: math.add(q, "a"),
        lambda q: math.multiply(q, "a"),
        lambda q: math.mean("a"),
        lambda q: math.full(3, "a"),
        lambda q: math.full_like(q, "a"),
        lambda q: math.linspace("a", 3, 3),
        lambda q: math.mean(None),
        lambda q: math.full(3, None),
        lambda q: q.__setitem__(0, "a"),
        lambda q: math.where(np.array([True]), q, "a"),
    ],
)
def test_texts_and_none_are_named(call):
    with pytest.raises(TypeError, match=r"takes (quantities, )?numbers and arrays, got (str|NoneType)"):
        call(Quantity(np.ones(1), "m"))


def test_a_unit_by_what_is_no_number():
    for x in (None, "a"):
        with pytest.raises(TypeError, match="the mantissa must be a number or an array"):
            Unit("m") / x


@pytest.mark.parametrize("dtype", ["U3", "S3", "timedelta64[s]", "datetime64[s]", "V8"])
@pytest.mark.parametrize(
    "make",
    [
        lambda q, dtype: math.zeros(2, dtype=dtype, unit="m"),
        lambda q, dtype: math.full(2, q[0], dtype=dtype),
        lambda q, dtype: math.ones_like(q, dtype=dtype),
        lambda q, dtype: np.full_like(q, q[0], dtype=dtype),
        lambda q, dtype: math.asarray([q[0]], dtype=dtype),
        lambda q, dtype: math.arange(0 * q[0], 3 * q[0], q[0], dtype=dtype),
        lambda q, dtype: math.mean(q, dtype=dtype),
        lambda q, dtype: math.concatenate([q, q], dtype=dtype),
        lambda q, dtype: math.astype(q, dtype),
        lambda q, dtype: q.view(dtype=dtype),
        lambda q, dtype: fft.fftfreq(4, q[0], dtype=dtype),
        lambda q, dtype: linalg.trace(q[:, None], dtype=dtype),
    ],
)
def test_no_function_makes_texts_or_dates_of_numbers(make, dtype):
    with pytest.raises(TypeError, match="must be a number or an array of numbers, got dtype"):
        make(Quantity(np.ones(2), METRE), dtype)
