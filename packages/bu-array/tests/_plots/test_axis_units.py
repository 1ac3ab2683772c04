"""What matplotlib asks about quantities on an axis: their unit, its label, their numbers in that unit."""

import copy
import datetime
import pickle

import numpy as np
import pytest
from array_checks import array, lazy_dask
from plot_checks import GRID, LIST, MS, MV, T_S, V_V, T, V, labels, matplotlib_units, plt, quantity

from bu_array import Quantity
from bu_dispatch import BackendError
from bu_units import Unit, UnitMismatchError


def test_plot(axes):
    [line] = axes.plot(T, V)
    assert labels(axes) == ("ms", "mV")
    np.testing.assert_array_equal(line.get_xdata(orig=False), [1, 2, 3])
    np.testing.assert_array_equal(line.get_ydata(orig=False), [3, 1, 2])
    assert axes.xaxis.units is Unit("ms")


def test_later_data_are_converted(axes):
    axes.plot(T, V)
    [line] = axes.plot(T_S, V_V)
    np.testing.assert_allclose(line.get_xdata(orig=False), [1, 2, 3])
    np.testing.assert_allclose(line.get_ydata(orig=False), [3, 1, 2])
    line.set_data(T_S, V)
    np.testing.assert_allclose(line.get_xdata(orig=False), [1, 2, 3])
    assert labels(axes) == ("ms", "mV")


def test_a_label_of_ones_own_stays(axes):
    axes.set_xlabel("time")
    axes.plot(T, V)
    assert labels(axes) == ("time", "mV")


@pytest.mark.parametrize(
    "x, expected",
    [
        (LIST, [1, 2, 3]),
        (tuple(LIST), [1, 2, 3]),
        (Quantity(2.0, "ms"), [2]),
        (Quantity(2, "ms"), [2]),
        (quantity(2.0, "ms"), [2]),
        (quantity([1, 2, 3], "ms"), [1, 2, 3]),
        (quantity([], "ms"), []),
        (quantity([np.nan, 1.0], "ms"), [np.nan, 1]),
        (Quantity(np.ma.array([1.0, 2.0], mask=[False, True]), "ms"), [1, np.nan]),
    ],
    ids=str,
)
def test_forms_of_data(axes, x, expected):
    [line] = axes.plot(x, np.zeros(len(expected)), "o")
    np.testing.assert_allclose(np.ma.filled(line.get_xdata(orig=False), np.nan), expected)
    assert axes.get_xlabel() == "ms"


def test_an_array_of_quantities(axes):
    objects = np.empty(3, dtype=object)
    for i, item in enumerate(LIST):
        objects[i] = item
    collection = axes.scatter(objects, V)
    np.testing.assert_allclose(collection.get_offsets()[:, 0], [1, 2, 3])
    assert axes.get_xlabel() == "ms"


def test_columns_are_lines(axes):
    lines = axes.plot(T, GRID)
    assert len(lines) == 3
    np.testing.assert_array_equal(lines[1].get_ydata(orig=False), [1, 4, 7])


def test_without_a_unit_there_is_no_label(axes):
    [line] = axes.plot(Quantity(np.arange(3.0)), quantity([1.0, 2.0, 3.0], "percent"))
    assert labels(axes) == ("", "%")
    [line] = axes.plot([1, 2, 3], quantity([0.5, 1.0, 1.5], "1"))
    np.testing.assert_allclose(line.get_ydata(orig=False), [50, 100, 150])


def test_plain_numbers_are_in_the_unit_of_the_axis(axes):
    axes.plot(T, V)
    [line] = axes.plot([1.0, 5.0], np.array([0.0, 9.0]))
    np.testing.assert_array_equal(line.get_xdata(orig=False), [1, 5])
    assert axes.get_xlim() == pytest.approx((0.8, 5.2))


SHAPES = {
    "plot": lambda axes: axes.plot(T, quantity([1.0, 2.0, 3.0], "m")),
    "scatter": lambda axes: axes.scatter(T, quantity([1.0, 2.0, 3.0], "m")),
    "axhline": lambda axes: axes.axhline(Quantity(1.0, "m")),
    "axhspan": lambda axes: axes.axhspan(Quantity(1.0, "m"), Quantity(2.0, "m")),
    "set_ylim": lambda axes: axes.set_ylim(Quantity(0.0, "m"), Quantity(1.0, "m")),
    "fill_between": lambda axes: axes.fill_between(T, V, quantity([1.0, 2.0, 3.0], "m")),
    "bar": lambda axes: axes.bar(T, quantity([1.0, 2.0, 3.0], "m")),
    "errorbar": lambda axes: axes.errorbar(T, V, yerr=Quantity(1.0, "m")),
    "hist": lambda axes: axes.hist(quantity([1.0, 2.0], "m"), orientation="horizontal"),
    "boxplot": lambda axes: axes.boxplot(quantity([1.0, 2.0], "m")),
    "hlines": lambda axes: axes.hlines(Quantity(1.0, "m"), 0, 1),
    "text": lambda axes: axes.text(T[0], Quantity(1.0, "m"), "here").get_window_extent(),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_another_dimension_names_both_units(shape):
    figure, axes = plt.subplots()
    axes.plot(T, V)
    with pytest.raises(UnitMismatchError, match=r"\(units are mV and m\)"):
        SHAPES[shape](axes)
    plt.close(figure)


def test_the_error_is_matplotlibs_too():
    figure, axes = plt.subplots()
    axes.plot(T, V)
    with pytest.raises(matplotlib_units.ConversionError, match="on the y axis") as error:
        axes.plot(T, T)
    assert error.value.units == (Unit("mV"), Unit("ms"))
    assert len(axes.lines) == 1
    plt.close(figure)


def test_a_plain_number_among_quantities_is_refused(axes):
    with pytest.raises(UnitMismatchError):
        axes.scatter([T[0], 3.0], [1, 2])
    with pytest.raises(UnitMismatchError):
        axes.plot([T[0], 3.0], [1, 2])
    assert axes.scatter([T[0], 0], [1, 2]).get_offsets()[1, 0] == 0  # a plain zero fits any unit


def test_other_errors_are_matplotlibs_own():
    figure, axes = plt.subplots()
    axes.plot(["a", "b"], [1, 2])
    with pytest.raises(matplotlib_units.ConversionError, match="Failed to convert"):
        axes.axvline(object())
    plt.close(figure)


def test_methods_that_know_no_unit_lose_none():
    figure, axes = plt.subplots()
    with pytest.raises(TypeError, match="would lose the unit"):
        axes.psd(V)
    image = axes.imshow(GRID)
    with pytest.raises(TypeError, match="would lose the unit"):
        image.set_data(GRID)
    plt.close(figure)


def test_the_error_can_be_pickled(axes):
    axes.plot(T, V)
    with pytest.raises(UnitMismatchError) as error:
        axes.axvline(1 * MV)
    again = pickle.loads(pickle.dumps(error.value))
    assert type(again) is UnitMismatchError
    assert str(again) == str(error.value)


def test_figures_can_be_pickled_and_copied(axes):
    axes.plot(T, V)
    for figure in (pickle.loads(pickle.dumps(axes.figure)), copy.deepcopy(axes.figure)):
        [again] = figure.axes
        again.set_xlim(0 * MS, 0.004 * Unit("s"))
        assert again.get_xlim() == pytest.approx((0, 4))
        plt.close(figure)


def test_twins_and_shared_axes():
    figure, (upper, lower) = plt.subplots(2, sharex=True)
    upper.plot(T, V)
    lower.plot(T_S, GRID[0])
    assert lower.get_ylabel() == "pA"
    np.testing.assert_allclose(lower.lines[0].get_xdata(orig=False), [1, 2, 3])
    twin = upper.twinx()
    twin.plot(T_S, quantity([1.0, 2.0, 3.0], "degC"))
    assert (twin.get_ylabel(), upper.get_ylabel()) == ("degC", "mV")
    np.testing.assert_allclose(twin.lines[0].get_xdata(orig=False), [1, 2, 3])
    figure.canvas.draw()
    plt.close(figure)


def test_polar():
    figure = plt.figure()
    axes = figure.add_subplot(projection="polar")
    [line] = axes.plot(quantity([0.0, 90.0], "deg"), V[:2])
    np.testing.assert_allclose(line.get_xdata(orig=False), [0, np.pi / 2])
    assert labels(axes) == ("", "mV")
    with pytest.raises(UnitMismatchError, match="theta"):
        axes.plot(T, V)
    plt.close(figure)


def test_points_on_a_scale(axes):
    axes.plot(T, quantity([20.0, 25.0, 30.0], "degC"))
    [line] = axes.plot(T, quantity([293.15, 300.0, 310.0], "K"))
    assert axes.get_ylabel() == "degC"
    assert line.get_ydata(orig=False)[0] == pytest.approx(20)
    bars = axes.errorbar(T, quantity([20.0, 25.0, 30.0], "degC"), yerr=quantity([1.0, 1.0, 2.0], "K"))
    np.testing.assert_allclose(bars.lines[2][0].get_segments()[2], [[3, 28], [3, 32]])
    axes.axhline(quantity(86.0, "degF"))
    assert axes.lines[-1].get_ydata(orig=False)[0] == pytest.approx(30)
    axes.fill_between(T, quantity([20.0, 25.0, 30.0], "degC"), quantity(20.0, "degC"))


def test_levels_on_a_scale(axes):
    axes.plot(T, quantity([0.0, 10.0, 20.0], "dBm"))
    [line] = axes.plot(T, quantity([1.0, 10.0, 100.0], "mW"))
    assert axes.get_ylabel() == "dBm"
    np.testing.assert_allclose(line.get_ydata(orig=False), [0, 10, 20], atol=1e-12)
    bars = axes.errorbar(T, quantity([0.0, 10.0, 20.0], "dBm"), yerr=Quantity(3.0, "dB"))
    np.testing.assert_allclose(bars.lines[2][0].get_segments()[2], [[3, 17], [3, 23]])


def test_every_library(axes, backend):
    if backend.name == "dask":
        pytest.skip("nothing is drawn before it is computed: see the next test")
    time, voltage = (Quantity(array(backend, q.mantissa), q.unit) for q in (T_S, V))
    axes.xaxis.update_units(T)
    [line] = axes.plot(time, voltage)
    np.testing.assert_allclose(line.get_xdata(orig=False), [1, 2, 3], rtol=1e-6)
    assert isinstance(line.get_xdata(orig=False), np.ndarray)
    np.testing.assert_allclose(axes.scatter(time, voltage).get_offsets()[:, 0], [1, 2, 3], rtol=1e-6)
    axes.errorbar(time, voltage, yerr=voltage / 10)
    axes.bar(time, voltage)
    counts, *_ = axes.hist(Quantity(voltage.mantissa, "ms"), bins=2)
    assert list(counts) == [1, 2]
    image = axes.imshow(voltage[None, :])
    np.testing.assert_array_equal(image.get_array(), [[3, 1, 2]])
    [line] = axes.plot([time[0], time[2]], [voltage[0], voltage[1]])
    np.testing.assert_allclose(line.get_xdata(orig=False), [1, 3], rtol=1e-6)


LAZY = {
    "plot": lambda axes, x: axes.plot(x, [1, 2]),
    "scatter": lambda axes, x: axes.scatter(x, [1, 2]),
    "scatter of a list": lambda axes, x: axes.scatter([x[0], x[1]], [1, 2]),
    "bar": lambda axes, x: axes.bar(x, [1, 2]),
    "errorbar": lambda axes, x: axes.errorbar(x, [1, 2]),
    "hist": lambda axes, x: axes.hist(x),
    "set_xlim": lambda axes, x: axes.set_xlim(x[0], x[1]),
    "imshow": lambda axes, x: axes.imshow(x[None, :]),
}


@pytest.mark.parametrize("shape", LAZY)
def test_nothing_is_computed_to_be_drawn(axes, shape):
    dask_array = pytest.importorskip("dask.array")
    with lazy_dask(), pytest.raises(BackendError, match=r"\.compute\(\)"):
        LAZY[shape](axes, Quantity(dask_array.asarray([1.0, 2.0]), "ms"))


def test_what_has_no_values(axes):
    ndx = pytest.importorskip("ndonnx")
    with pytest.raises(BackendError):
        axes.plot(Quantity(ndx.argument(shape=(2,), dtype=ndx.float64), "ms"), [1, 2])


def test_what_is_traced(axes):
    jax = pytest.importorskip("jax")
    with pytest.raises(BackendError, match="traced"):
        jax.jit(lambda x: axes.plot(Quantity(x, "ms"), [1, 2]))(jax.numpy.ones(2))


@pytest.mark.parametrize("method", ["plot", "scatter", "errorbar", "bar"])
def test_a_tensor_that_requires_grad(axes, method):
    torch = pytest.importorskip("torch")
    x = Quantity(torch.tensor([1.0, 2.0], requires_grad=True), "ms")
    with pytest.raises(BackendError, match=r"\.detach\(\)"):
        getattr(axes, method)(x, [1, 2])
    with pytest.raises(BackendError, match=r"\.detach\(\)"):
        axes.imshow(x[None, :])


def test_half_precision_of_jax(axes):
    jax = pytest.importorskip("jax")
    q = Quantity(jax.numpy.asarray([1.0, 2.0], dtype="bfloat16"), "ms")
    [line] = axes.plot(q, [1, 2])
    np.testing.assert_array_equal(line.get_xdata(orig=False), [1, 2])
    assert axes.imshow(q[None, :]).get_array().dtype == np.float32


DAYS = np.array(["2020-01-01", "2020-01-02"], "M8[D]")


@pytest.mark.parametrize("others, shown", [(DAYS, "dates"), (["a", "b"], "categories")])
def test_an_axis_shows_quantities_or_others(axes, others, shown):
    axes.plot(others, [1.0, 2.0])
    for draw in (
        lambda: axes.plot(quantity([0.0, 1.0], "s"), [1.0, 2.0]),
        lambda: axes.axvline(Quantity(1.0, "day")),
    ):
        with pytest.raises(TypeError, match=f"in [sd] on the x axis, which shows {shown}"):
            draw()
    axes.plot(others, quantity([1.0, 2.0], "mV"))
    assert labels(axes) == ("", "mV")
    with pytest.raises(TypeError, match=f"Cannot draw {shown} on the y axis, which is in mV"):
        axes.plot([1.0, 2.0], others)


@pytest.mark.parametrize(
    "times",
    [
        np.array([500, 1500], "m8[ms]"),
        [datetime.timedelta(milliseconds=500), datetime.timedelta(milliseconds=1500)],
    ],
)
def test_time_differences_are_in_the_unit_of_the_axis(axes, times):
    axes.plot(quantity([0.0, 2.0], "s"), [1.0, 2.0])
    (line,) = axes.plot(times, [1.0, 2.0])
    np.testing.assert_allclose(line.get_xdata(orig=False), [0.5, 1.5])
    axes.axvline(np.timedelta64(700, "ms"))
    np.testing.assert_allclose(axes.lines[-1].get_xdata(orig=False), 0.7)
    axes.plot([1.0, 2.0], quantity([1.0, 2.0], "mV"))
    with pytest.raises(UnitMismatchError, match="y axis"):
        axes.axhline(np.timedelta64(700, "ms"))


def test_the_error_is_one_traceback(axes):
    axes.plot(T_S, V_V)
    with pytest.raises(UnitMismatchError) as caught:
        axes.plot(V_V, T_S)
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__
