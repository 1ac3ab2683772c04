"""Series, DataFrames and files of quantities: what a user of pandas writes."""

import io
import pickle

import numpy as np
import pytest

pd = pytest.importorskip("pandas")

import interop_names as u  # noqa: E402 - without pandas there is nothing here

V = np.array([1.0, 2.0, 3.0])


@pytest.fixture
def s():
    return pd.Series(V, index=list("abc"), name="x")


@pytest.mark.parametrize(
    "call, expected",
    {
        "s * u.mV": "1 mV",
        "u.mV * s": "1 mV",
        "s / u.s": "1 / s",
        "s * (2 * u.mV)": "2 mV",
        "(2 * u.mV) * s": "2 mV",
        "(2 * u.V) / s": "2 V",
        "s * u.mV + 1 * u.V": "1001 mV",
        "1 * u.V + s * u.mV": "1.001 V",
        "1 * u.V - s * u.mV": "0.999 V",
        "np.add(s * u.mV, 1 * u.V)": "1001 mV",
        "np.add(1 * u.V, s * u.mV)": "1.001 V",
        "np.multiply(s, 2 * u.mV)": "2 mV",
        "V * u.mV * s": "1 mV",
    }.items(),
)
def test_operators_keep_index_and_name(s, call, expected):
    result = eval(call, {"s": s, "u": u, "np": np, "V": V})
    assert list(result.index) == list("abc")
    assert result.name == "x"
    assert u.Quantity(result.iloc[0]) == _read(expected)


def _read(text):
    number, _, unit = text.partition(" ")
    return (
        u.Quantity(float(number), f"1{unit}" if unit.startswith("/") else unit)
        if not unit.startswith("/")
        else (float(number) / u.parse_unit(unit.strip("/ ")))
    )


def test_in_place(s):
    column = s * u.mV
    column += 1 * u.V
    column *= 2
    assert column.iloc[0] == 2002 * u.mV


def test_equality_is_by_element(s):
    assert list(s * u.mV == 2 * u.mV) == [False, True, False]
    assert list(2 * u.mV == s * u.mV) == [False, True, False]
    assert list(s == 2 * u.mV) == [False] * 3
    assert list(s * u.mV != 2 * u.s) == [True] * 3


def test_frames(s):
    frame = pd.DataFrame({"a": s, "b": 2 * s})
    assert (frame * u.mV)["b"].iloc[0] == 2 * u.mV
    assert frame.mul(u.mV).equals(frame * u.mV)
    assert ((frame * u.mV).sum(axis=1) == V * 3 * u.mV).all()
    with pytest.raises(TypeError, match="one quantity or unit"):
        frame * (V * u.mV)


def test_the_array_of_the_caller_is_not_written_into():
    numbers = V.copy()
    column = pd.Series(numbers * 1 * u.mV)
    column = pd.Series(u.Quantity(numbers, "mV"))
    column.iloc[0] = 9 * u.mV
    assert numbers[0] == 1


def test_integers_have_a_place_for_what_is_missing():
    column = pd.Series(u.Quantity(np.array([1, 2]), "m")).reindex([0, 1, 2])
    assert column.isna().tolist() == [False, False, True]
    assert column.iloc[0] == 1 * u.m
    with pytest.raises(ValueError, match="cuts digits"):
        pd.Series(u.Quantity(np.array([2**53 + 1]), "m"))


@pytest.mark.parametrize("value", [5, "5", 1.5 * u.second])
def test_what_has_another_unit_or_none_is_refused_and_nothing_written(s, value):
    column = s * u.mV
    with pytest.raises((TypeError, u.UnitMismatchError)):
        column.iloc[0] = value
    with pytest.raises((TypeError, u.UnitMismatchError)):
        column.shift(1, fill_value=value)
    assert column.iloc[0] == 1 * u.mV


def test_concat_converts_and_other_dimensions_stay_apart():
    both = pd.concat([pd.Series(V * u.m), pd.Series(V * u.km)])
    assert both.bu.unit == u.m
    assert both.iloc[3] == 1 * u.km
    mixed = pd.concat([pd.Series(V * u.m), pd.Series(V * u.s)])
    assert mixed.dtype == object
    assert mixed.iloc[3] == 1 * u.s


def test_degrees():
    column = pd.Series([20.0, 22.0], dtype="quantity[degC]")
    assert column.mean() == u.Quantity(21.0, "degC")
    assert column.diff().iloc[1].unit == u.parse_unit("delta_degC")
    assert column.std().unit == u.parse_unit("delta_degC")
    for name in ("sum", "cumsum"):
        with pytest.raises(TypeError, match="no meaning"):
            getattr(column, name)()
    with pytest.raises(TypeError, match="no meaning"):
        column.groupby([0, 0]).sum()
    assert column.groupby([0, 0]).mean().iloc[0] == u.Quantity(21.0, "degC")


def test_levels_have_no_mean_but_a_maximum():
    column = pd.Series([10.0, 20.0], dtype="quantity[dBm]")
    assert column.max() == u.Quantity(20.0, "dBm")
    for call in (column.mean, column.groupby([0, 0]).mean, column.bu.rolling(2).mean, column.interpolate):
        with pytest.raises(TypeError, match="no meaning"):
            call()


def test_headers():
    table = "Speed [km/h],T (degC),n (first)\n36,20,1\n,21,2\n"
    frame = pd.read_csv(io.StringIO(table)).bu.quantify()
    assert list(frame.columns) == ["Speed", "T", "n (first)"]
    assert frame.Speed.iloc[0] == 36 * u.kmh
    assert frame.Speed.bu.to("m/s").iloc[0].to_decimal("m/s") == pytest.approx(10)
    assert frame.bu.quantify({"Speed": "m/s"}).bu.units["Speed"] == u.parse_unit("m/s")
    assert frame.bu.dequantify().bu.quantify().equals(frame)
    assert frame.bu.dequantify(level=True).bu.quantify(level=-1).equals(frame)
    with pytest.raises(u.parse_unit.__globals__.get("UnitParseError", ValueError)):
        pd.DataFrame({"v [bogus]": [1.0]}).bu.quantify()
    with pytest.raises(ValueError, match="called 'v'"):
        pd.DataFrame({"v [m]": [1.0], "v [km]": [1.0]}).bu.quantify()
    with pytest.raises(KeyError, match="speed"):
        frame.bu.quantify({"speed": "m/s"})


def test_csv_and_pickle_keep_every_digit():
    frame = pd.DataFrame({"v": u.Quantity(np.array([1 / 3, np.nan]), "km/h")})
    text = frame.to_csv(index=False)
    assert pd.read_csv(io.StringIO(text), dtype={"v": "quantity[km/h]"}).equals(frame)
    assert pickle.loads(pickle.dumps(frame)).equals(frame)
    assert "0.3333333333333333 km" in frame.to_json()


def test_windows_and_what_pandas_cannot_do(s):
    column = s * u.mV
    assert column.bu.rolling(2).mean().iloc[1] == 1.5 * u.mV
    assert column.bu.rolling(2).var().bu.unit == u.mV**2
    assert column.bu.expanding().sum().iloc[2] == 6 * u.mV
    assert column.bu.nlargest(1).iloc[0] == 3 * u.mV
    assert column.bu.corr(column.bu.to("V")) == pytest.approx(1)
    assert column.bu.cut(np.array([0, 2, 4]) * u.mV).nunique() == 2
    for refused in (
        lambda: column.rolling(2).mean(),
        lambda: column.corr(column),
        lambda: column.nlargest(1),
    ):
        with pytest.raises((TypeError, ValueError, pd.errors.DataError)):
            refused()


def test_a_lazy_mantissa_is_refused():
    dask = pytest.importorskip("dask.array")
    with pytest.raises(TypeError, match="compute"):
        pd.Series(u.Quantity(dask.ones(3), "mV"))


def test_a_quantity_alone_is_an_object_where_objects_are_asked_for():
    assert np.asarray(1 * u.mV, dtype=object)[()] is not None
    for dtype in (None, float):
        with pytest.raises(TypeError, match="lose the unit"):
            np.asarray(1 * u.mV, dtype=dtype)


@pytest.mark.slow
def test_plots_say_the_unit(s):
    pyplot = pytest.importorskip("matplotlib.pyplot")
    axes = (s * u.mV).bu.plot("V", ax=pyplot.figure().add_subplot())
    assert axes.get_ylabel() == "x [V]"
    assert axes.lines[0].get_ydata()[0] == pytest.approx(0.001)
    pyplot.close("all")


def test_a_unit_attached_shares_no_memory(s):
    numbers = V.copy()
    column = pd.Series(numbers, copy=False) * u.mV
    column.iloc[0] = 9 * u.mV
    assert numbers[0] == 1
    product = column.array * u.s
    product[0] = 5 * u.mV * u.s
    assert column.iloc[0] == 9 * u.mV
