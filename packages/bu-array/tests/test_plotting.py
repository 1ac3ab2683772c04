"""Quantities in matplotlib: labels, converted data, errors, and methods that know no units."""

import copy
import os
import pickle
import subprocess
import sys
import warnings
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from array_checks import array, lazy_dask

import bu_array
import bu_dispatch
import bu_units
from bu_array import Quantity, enable_matplotlib_support
from bu_array._quantity.scale import ScaleQuantity
from bu_dispatch import BackendError
from bu_units import Unit, UnitMismatchError

matplotlib = pytest.importorskip("matplotlib")
plt = pytest.importorskip("matplotlib.pyplot")
matplotlib_units = pytest.importorskip("matplotlib.units")
to_hex = pytest.importorskip("matplotlib.colors").to_hex

SOURCES = [Path(module.__file__).parents[1] for module in (bu_array, bu_dispatch, bu_units)]


def quantity(data, unit):
    return Quantity(np.asarray(data), unit)


T = quantity([1.0, 2.0, 3.0], "ms")
T_S = quantity([0.001, 0.002, 0.003], "s")
V = quantity([3.0, 1.0, 2.0], "mV")
V_V = quantity([0.003, 0.001, 0.002], "V")
LIST = [Quantity(1.0, "ms"), Quantity(2.0, "ms"), Quantity(0.003, "s")]
GRID = quantity(np.arange(9.0).reshape(3, 3), "pA")
RISING = quantity([1.0, 2.0, 3.0], "mV")


@pytest.fixture
def axes():
    figure, axes = plt.subplots(figsize=(2, 2), dpi=30)
    yield axes
    figure.canvas.draw()  # what was accepted can be drawn
    plt.close(figure)


@pytest.fixture
def space():
    figure = plt.figure(figsize=(2, 2), dpi=30)
    yield figure.add_subplot(projection="3d")
    figure.canvas.draw()
    plt.close(figure)


def labels(axes):
    return axes.get_xlabel(), axes.get_ylabel()


# ---------------------------------------------------------------- lines


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


def test_through_pyplot():
    figure = plt.figure(figsize=(2, 2))
    [line] = plt.plot(V)
    plt.axvline(1)  # a plain number is in the unit of the axis, here none
    image = plt.imshow(GRID)
    assert plt.gca().get_ylabel() == "mV"
    np.testing.assert_array_equal(line.get_xdata(), [0, 1, 2])
    assert image.unit is Unit("pA")
    plt.close(figure)


def test_the_unit_of_an_axis_can_be_changed(axes):
    [line] = axes.plot(T, V)
    axes.xaxis.set_units("s")
    axes.yaxis.set_units(Unit("uV"))
    assert labels(axes) == ("s", "uV")
    np.testing.assert_allclose(line.get_xdata(orig=False), [0.001, 0.002, 0.003])
    [line] = axes.plot(T, V, xunits="us")
    np.testing.assert_allclose(line.get_xdata(orig=False), [1000, 2000, 3000])


FIXED = {
    "scatter": lambda axes: axes.scatter(T, V),
    "errorbar": lambda axes: axes.errorbar(T, V, yerr=V),
    "bar": lambda axes: axes.bar(T, V),
    "hist": lambda axes: axes.hist(T),
    "pcolormesh": lambda axes: axes.pcolormesh(T, RISING, GRID),
    "fill_between": lambda axes: axes.fill_between(T, V),
    "axvspan": lambda axes: axes.axvspan(T[0], T[1]),
    "stem": lambda axes: axes.stem(T, V),
    "a list": lambda axes: axes.scatter(LIST, [1, 2, 3]),
    "plain numbers beside a line": lambda axes: (axes.plot(T, V), axes.plot([1, 2], [3, 4])),
    "a text at a plain position": lambda axes: (axes.plot(T, V), axes.text(1, 2, "here")),
    "image": lambda axes: (axes.plot(T, V), axes.imshow(GRID)),
    "a twin": lambda axes: axes.twinx().scatter(T, V),
}


@pytest.mark.parametrize("draw", FIXED.values(), ids=FIXED)
def test_what_cannot_follow_another_unit_says_so(axes, draw):
    draw(axes)
    with pytest.raises(ValueError, match=r"x axis from ms to s.* is drawn already.*before .*\.to\("):
        axes.xaxis.set_units("s")
    assert axes.xaxis.units is Unit("ms")
    axes.xaxis.set_units("ms")  # nothing changes
    assert axes.xaxis.get_label_text() in ("ms", "")


def test_what_follows_another_unit(axes):
    axes.plot(T, V)
    axes.axhline(V[0])
    axes.axhline(1.0)  # across: no position along x
    axes.text(0.5, 0.5, "middle", transform=axes.transAxes)
    axes.text(T[0], V[0], "at a point")
    axes.annotate("there", (T[0], V[0]))
    axes.add_patch(matplotlib.patches.Rectangle((T[0], V[0]), T[0], V[0]))
    axes.axhspan(V[0], V[1])
    axes.xaxis.set_units("s")
    assert axes.get_xlabel() == "s"
    np.testing.assert_allclose(axes.lines[0].get_xdata(orig=False), [0.001, 0.002, 0.003])
    with pytest.raises(ValueError, match="y axis from mV to V"):
        axes.yaxis.set_units("V")


def test_the_unit_can_be_changed_before_anything_that_stays(axes):
    axes.plot(T, V)
    axes.xaxis.set_units("s")
    points = axes.scatter(T, V)
    np.testing.assert_allclose(points.get_offsets()[:, 0], [0.001, 0.002, 0.003])
    with pytest.raises(ValueError, match="x axis from s to ms"):  # also where the unit was given as a text
        axes.xaxis.set_units("ms")


def test_points_in_space_do_not_follow_another_unit(space):
    space.scatter(T, V, T)
    with pytest.raises(ValueError, match="z axis from ms to s"):
        space.zaxis.set_units("s")


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


def test_data_by_name(axes):
    data = {"time": T, "voltage": V, "error": V_V / 10}
    [line] = axes.plot("time", "voltage", data=data)
    np.testing.assert_array_equal(line.get_ydata(orig=False), [3, 1, 2])
    axes.errorbar("time", "voltage", yerr="error", data=data)
    image = axes.scatter("time", "voltage", c="voltage", data=data)
    np.testing.assert_array_equal(image.get_array(), [3, 1, 2])
    assert axes.get_ylim()[1] == pytest.approx(3.3 + 0.05 * (3.3 - 0.9))


# ---------------------------------------------------------------- another dimension

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


# ---------------------------------------------------------------- positions: matplotlib's own machinery

MS, MV = Unit("ms"), Unit("mV")
POSITIONS = {
    "scatter": lambda axes: axes.scatter(T_S, V),
    "scatter of a list": lambda axes: axes.scatter(LIST, V),
    "scatter of numbers": lambda axes: axes.scatter(Quantity(1, "ms"), Quantity(2, "mV")),
    "fill": lambda axes: axes.fill(T_S, V),
    "fill of a list": lambda axes: axes.fill(LIST, V),
    "fill_between": lambda axes: axes.fill_between(T_S, V, V_V * 2),
    "fill_between zero": lambda axes: axes.fill_between(T_S, V),
    "fill_between a number": lambda axes: axes.fill_between(T_S, V, 1 * MV, where=[True, True, False]),
    "fill_betweenx": lambda axes: axes.fill_betweenx(V, T_S, 2 * T),
    "vlines": lambda axes: axes.vlines(T_S, 1 * MV, V),
    "hlines": lambda axes: axes.hlines(V, 1 * MS, T_S),
    "step": lambda axes: axes.step(T_S, V),
    "stairs": lambda axes: axes.stairs(V[:2], T_S),
    "stackplot": lambda axes: axes.stackplot(T_S, V, V_V),
    "broken_barh": lambda axes: axes.broken_barh([(1 * MS, 2 * MS)], (1 * MV, 1 * MV)),
    "bar": lambda axes: axes.bar(T_S, V, width=0.5 * MS),
    "bar of lists": lambda axes: axes.bar(LIST, list(V), width=[0.5 * MS] * 3),
    "barh": lambda axes: axes.barh(V, T_S, height=0.1 * MV, left=T_S),
    "text": lambda axes: axes.text(2 * MS, 2 * MV, "here"),
    "annotate": lambda axes: axes.annotate("here", (2 * MS, 2 * MV), (0.002 * Unit("s"), 1 * MV)),
    "rectangle": lambda axes: axes.add_patch(plt.Rectangle((1 * MS, 1 * MV), 1 * MS, 1 * MV)),
    "arrow": lambda axes: axes.arrow(1 * MS, 1 * MV, 1 * MS, 1 * MV),
    "axline": lambda axes: axes.axline((1 * MS, 1 * MV), (2 * MS, 2 * MV)),
    "axline by slope": lambda axes: axes.axline((1 * MS, 1 * MV), slope=2),
    "axline by slope with a unit": lambda axes: axes.axline(
        (1 * MS, 1 * MV), slope=2 * Unit("V") / Unit("s")
    ),
    "loglog": lambda axes: axes.loglog(T_S, V),
    "semilogx": lambda axes: axes.semilogx(T_S, V),
    "semilogy": lambda axes: axes.semilogy(T_S, V),
    "errorbar": lambda axes: axes.errorbar(T_S, V_V, 0.1 * MV, 1e-4 * Unit("s")),
    "errorbar of lists": lambda axes: axes.errorbar(LIST, V, yerr=[0.1 * MV] * 3),
    "errorbar, plain errors": lambda axes: axes.errorbar(T_S, V, yerr=0.1, xerr=[0.1, 0.2, 0.3]),
    "stem": lambda axes: axes.stem(T_S, V, bottom=0.001 * Unit("V")),
    "hexbin": lambda axes: axes.hexbin(T_S, V, gridsize=3),
    "hist2d": lambda axes: axes.hist2d(T_S, V, bins=2),
    "streamplot": lambda axes: axes.streamplot(T, RISING, GRID + 1 * Unit("pA"), GRID),
    "triplot": lambda axes: axes.triplot(T_S, V),
    "tripcolor": lambda axes: axes.tripcolor(T_S, V, GRID[0]),
    "tricontour": lambda axes: axes.tricontour(T_S, V, GRID[0]),
    "quiver": lambda axes: axes.quiver(T_S, V, GRID[0], GRID[1]),
    "barbs": lambda axes: axes.barbs(T_S, V, GRID[0], GRID[1]),
    "contour": lambda axes: axes.contour(T_S, V, GRID),
    "pcolormesh": lambda axes: axes.pcolormesh(T_S, RISING, GRID),
}


@pytest.mark.parametrize("shape", POSITIONS)
def test_positions(axes, shape):
    axes.xaxis.update_units(T)  # from here on the axes are in ms and mV
    axes.yaxis.update_units(V)
    POSITIONS[shape](axes)
    assert labels(axes) == ("ms", "mV")
    axes.autoscale_view()
    if not shape.startswith(("text", "annotate")):
        low, high = axes.dataLim.intervalx
        assert 0.5 <= low <= 1.1
        assert high <= 6.1
        assert axes.dataLim.y1 >= 0.9


@pytest.mark.parametrize("shape", POSITIONS)
def test_positions_set_the_units(axes, shape):
    POSITIONS[shape](axes)
    axes.figure.canvas.draw()  # a text is placed when it is drawn
    x, y = labels(axes)
    assert x in ("ms", "s")
    assert y in ("mV", "V")


def test_errorbar(axes):
    axes.plot(T, V)
    bars = axes.errorbar(T_S, V, yerr=quantity([[1e-4, 2e-4, 3e-4], [1e-4] * 3], "V"), xerr=0.1 * MS)
    [across, along] = bars.lines[2]
    np.testing.assert_allclose(across.get_segments()[0], [[0.9, 3.0], [1.1, 3.0]])
    np.testing.assert_allclose(along.get_segments()[2], [[3, 1.7], [3, 2.1]])


def test_lines_across(axes):
    axes.plot(T, V)
    assert axes.axvline(0.002 * Unit("s")).get_xdata(orig=False) == pytest.approx([2, 2])
    assert axes.axhline(0.002 * Unit("V")).get_ydata(orig=False) == pytest.approx([2, 2])
    assert axes.axvspan(0.002 * Unit("s"), 3 * MS).get_extents() is not None
    axes.axhspan(5 * MV, 0.006 * Unit("V"))
    assert axes.get_ylim()[1] == pytest.approx(6.25)


def test_slope(axes):
    axes.plot(T, V)
    line = axes.axline((1 * MS, 1 * MV), slope=3000 * Unit("mV") / Unit("s"))
    assert line.get_slope() == pytest.approx(3)
    assert axes.axline((1, 1), slope=2 * MV / Unit("ms")).get_slope() == pytest.approx(2)
    with pytest.raises(UnitMismatchError):
        axes.axline((1 * MS, 1 * MV), slope=3 * MV)


def test_limits_and_ticks(axes):
    axes.plot(T, V)
    axes.set_xlim(0 * MS, 0.004 * Unit("s"))
    assert axes.get_xlim() == pytest.approx((0, 4))
    axes.set_xlim(quantity([1.0, 5.0], "ms"))
    axes.set_ylim(top=0.009 * Unit("V"))
    assert axes.get_xlim() == pytest.approx((1, 5))
    assert axes.get_ylim()[1] == pytest.approx(9)
    axes.set(xlim=(0 * MS, 3 * MS), ylim=[0 * MV, 1 * MV])
    assert axes.axis() == pytest.approx((0, 3, 0, 1))
    axes.axis([0 * MS, 4 * MS, 0 * MV, 5 * MV])
    assert axes.axis() == pytest.approx((0, 4, 0, 5))
    axes.set_xbound(1 * MS, 2 * MS)
    axes.set_xticks(T_S)
    np.testing.assert_allclose(axes.get_xticks(), [1, 2, 3])
    axes.set_yticks([1 * MV, 0.002 * Unit("V")])
    np.testing.assert_allclose(axes.get_yticks(), [1, 2])


def test_limits_come_first(axes):
    axes.set_xlim(1 * MS, 0.004 * Unit("s"))
    assert axes.get_xlim() == pytest.approx((1, 4))
    assert axes.get_xlabel() == "ms"


def test_bars(axes):
    axes.plot(T, V)
    bars = axes.bar(T_S, V_V, width=5e-4 * Unit("s"), bottom=0.001 * Unit("V"), yerr=0.1 * MV)
    first = bars.patches[0]
    assert (first.get_x(), first.get_width()) == pytest.approx((0.75, 0.5))
    assert (first.get_y(), first.get_height()) == pytest.approx((1, 3))
    assert axes.bar(T, V).patches[0].get_width() == pytest.approx(0.8)  # plain: in the unit of the axis


def test_bars_of_categories(axes):
    bars = axes.bar(["a", "b", "c"], V)
    axes.bar(["a", "b", "c"], V_V, bottom=V)
    assert [bar.get_height() for bar in bars] == [3, 1, 2]
    assert axes.get_ylabel() == "mV"
    assert axes.get_ylim()[1] == pytest.approx(6.3)


def test_a_width_of_another_dimension():
    figure, axes = plt.subplots()
    with pytest.raises(UnitMismatchError, match="ms and mV"):
        axes.bar(T, V, width=V)
    plt.close(figure)


# ---------------------------------------------------------------- samples


def test_hist(axes):
    samples = quantity([1.0, 1.5, 2.5, 3.0], "mV")
    counts, edges, _ = axes.hist(samples, bins=quantity([0.0, 0.002, 0.004], "V"))
    assert labels(axes) == ("mV", "")
    np.testing.assert_array_equal(counts, [2, 2])
    np.testing.assert_allclose(edges, [0, 2, 4])
    counts, edges, _ = axes.hist(samples.to("V"), bins=4, range=(0 * MV, 0.004 * Unit("V")))
    np.testing.assert_allclose(edges, [0, 1, 2, 3, 4])
    np.testing.assert_array_equal(counts, [0, 2, 1, 1])
    counts, edges, _ = axes.hist(list(samples), 2)
    np.testing.assert_allclose(edges, [1, 2, 3])


def test_hist_of_several(axes):
    counts, edges, _ = axes.hist([V, quantity([0.001, 0.004], "V")], bins=3, histtype="barstacked")
    np.testing.assert_allclose(edges, [1, 2, 3, 4])
    np.testing.assert_array_equal(counts, [[1, 1, 1], [2, 1, 2]])
    counts, *_ = axes.hist(GRID.to("nA").mantissa * MV, bins=2)
    assert np.shape(counts) == (3, 2)


def test_hist_lying_down(axes):
    axes.hist(V, orientation="horizontal", histtype="step")
    assert labels(axes) == ("", "mV")


def test_hist_with_weights(axes):
    counts, *_ = axes.hist(V, bins=2, weights=quantity([1.0, 2.0, 4.0], "g"))
    assert labels(axes) == ("mV", "g")
    np.testing.assert_array_equal(counts, [2, 5])


def test_hist2d(axes):
    bins = [T_S, quantity([0.0, 0.002, 0.004], "V")]
    counts, x, y, _ = axes.hist2d(T, V, bins=bins)
    np.testing.assert_allclose(x, [1, 2, 3])
    np.testing.assert_allclose(y, [0, 2, 4])
    np.testing.assert_array_equal(counts, [[0, 1], [1, 1]])


@pytest.mark.parametrize("method", ["boxplot", "violinplot"])
def test_distributions(axes, method):
    for data in (V, [V, V_V[:2] * 2], GRID.mantissa * MV, [V[0], V[1]]):
        getattr(axes, method)(data)
    assert labels(axes) == ("", "mV")
    assert 5 < axes.get_ylim()[1] < 10


@pytest.mark.parametrize("method", ["boxplot", "violinplot"])
def test_distributions_at_positions(axes, method):
    drawn = getattr(axes, method)([V, V_V], positions=T[:2], widths=quantity([3e-4, 3e-4], "s"))
    assert labels(axes) == ("ms", "mV")
    body = drawn["boxes"][0] if method == "boxplot" else drawn["bodies"][0].get_paths()[0]
    x = body.get_xdata() if method == "boxplot" else body.vertices[:, 0]
    assert (x.min(), x.max()) == pytest.approx((0.85, 1.15))


@pytest.mark.parametrize("option", [{"vert": False}, {"orientation": "horizontal"}])
def test_distributions_lying_down(axes, option):
    if "orientation" in option and matplotlib.__version_info__ < (3, 10):
        pytest.skip("came with matplotlib 3.10")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # `vert` is on its way out
        axes.violinplot(V, **option)
    assert labels(axes) == ("mV", "")


def test_steps_and_events(axes):
    line = axes.ecdf(V)
    assert axes.get_xlabel() == "mV"
    np.testing.assert_array_equal(line.get_xdata(), [1, 1, 2, 3])
    events = axes.eventplot([V, V_V[:1]])
    np.testing.assert_allclose(events[1].get_positions(), [3])
    axes.eventplot(T, orientation="vertical")
    assert labels(axes) == ("mV", "ms")


def test_pie(axes):
    wedges = axes.pie(quantity([1.0, 3.0], "kg"))[0]
    assert wedges[0].theta2 == pytest.approx(90)
    wedges = axes.pie([Quantity(1.0, "kg"), Quantity(3000.0, "g")])[0]
    assert wedges[0].theta2 == pytest.approx(90)


# ---------------------------------------------------------------- values as colours and arrows


def test_imshow(axes):
    image = axes.imshow(GRID, vmin=Quantity(0.001, "nA"), vmax=8.0, extent=(0 * MS, 3 * MS, 0 * MV, 1 * MV))
    np.testing.assert_array_equal(image.get_array(), GRID.mantissa)
    assert image.unit is Unit("pA")
    assert image.get_clim() == pytest.approx((1, 8))
    assert labels(axes) == ("ms", "mV")
    bar = axes.figure.colorbar(image, label=str(image.unit))
    assert bar.ax.get_ylabel() == "pA"
    plain = axes.imshow(GRID.mantissa)
    assert not hasattr(plain, "unit")


COLOURED = {
    "matshow": lambda axes: axes.matshow(GRID),
    "spy": lambda axes: axes.spy(GRID),
    "pcolor": lambda axes: axes.pcolor(T, RISING, GRID),
    "pcolormesh": lambda axes: axes.pcolormesh(T, RISING, GRID, vmax=Quantity(1.0, "nA")),
    "pcolormesh alone": lambda axes: axes.pcolormesh(GRID),
    "pcolorfast": lambda axes: axes.pcolorfast(GRID),
    "pcolorfast in a frame": lambda axes: axes.pcolorfast((0 * MS, 3 * MS), (0 * MV, 3 * MV), GRID),
    "contour": lambda axes: axes.contour(T, RISING, GRID),
    "contourf": lambda axes: axes.contourf(GRID, levels=quantity([0.001, 0.005], "nA")),
    "scatter": lambda axes: axes.scatter(T, V, c=GRID[0], vmin=Quantity(0.0, "nA")),
    "scatter of a list": lambda axes: axes.scatter(T, V, c=list(GRID[0])),
    "hexbin": lambda axes: axes.hexbin(T, V, GRID[0], gridsize=3),
    "tripcolor": lambda axes: axes.tripcolor(T, V, GRID[0]),
    "tricontourf": lambda axes: axes.tricontourf(T, V, GRID[0], levels=quantity([0.5, 1.5], "pA")),
    "quiver": lambda axes: axes.quiver(T, V, T, T, GRID[0]),
    "arrows": lambda axes: axes.quiver(GRID, GRID),
    "barbs": lambda axes: axes.barbs(GRID, GRID.to("nA")),
}


@pytest.mark.parametrize("shape", COLOURED)
def test_the_unit_of_colours_is_kept(axes, shape):
    assert COLOURED[shape](axes).unit is Unit("pA")


def test_levels_are_converted(axes):
    lines = axes.contour(GRID, quantity([0.001, 0.005], "nA"))
    np.testing.assert_allclose(lines.levels, [1, 5])
    mesh = axes.pcolormesh(GRID, vmin=Quantity(1.0, "nA"), vmax=Quantity(2.0, "nA"))
    assert mesh.get_clim() == pytest.approx((1000, 2000))
    arrows = axes.quiver(quantity([1.0], "m"), quantity([100.0], "cm"))
    assert (arrows.U[0], arrows.V[0], str(arrows.unit)) == (1, 1, "m")
    with pytest.raises(UnitMismatchError, match="pA and m"):
        axes.contourf(GRID, levels=quantity([1.0, 2.0], "m"))
    with pytest.raises(UnitMismatchError, match="pA and m"):
        axes.imshow(GRID, vmin=Quantity(1.0, "m"))


def test_colours_by_name_stay(axes):
    points = axes.scatter(T, V, c=["red", "green", "blue"], s=[1, 2, 3])
    assert to_hex(points.get_facecolor()[0]) == "#ff0000"
    assert not hasattr(points, "unit")


# ---------------------------------------------------------------- several axes, other projections, scales


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


SPATIAL = {
    "plot": lambda axes: axes.plot(T, V, GRID[0]),
    "scatter": lambda axes: axes.scatter(T, V, GRID[0], c=GRID[1]),
    "scatter3D": lambda axes: axes.scatter3D(T, V, zs=GRID[0]),
    "plot_surface": lambda axes: axes.plot_surface(np.ones((3, 3)) * MS, np.eye(3) * MV, GRID),
    "plot_wireframe": lambda axes: axes.plot_wireframe(np.ones((3, 3)) * MS, np.eye(3) * MV, GRID),
    "plot_trisurf": lambda axes: axes.plot_trisurf(T, V, GRID[0]),
    "bar3d": lambda axes: axes.bar3d(T, V, 0 * GRID[0], 1 * MS, 1e-3 * Unit("V"), GRID[0]),
    "text": lambda axes: axes.text(1 * MS, 1 * MV, Quantity(1.0, "pA"), "here"),
    "errorbar": lambda axes: axes.errorbar(T, V, GRID[0], zerr=Quantity(0.001, "nA")),
    "stem": lambda axes: axes.stem(T, V, GRID[0], bottom=Quantity(0.001, "nA")),
    "quiver": lambda axes: axes.quiver(T, V, GRID[0], V, V, V),
    "contour": lambda axes: axes.contour(np.ones((3, 1)) * T, V[:, None] * np.ones(3), GRID),
    "limits": lambda axes: (axes.set_zlim(*GRID[0, :2]), axes.set_xlim(*T[:2]), axes.set_ylim(*RISING[:2])),
}


@pytest.mark.parametrize("shape", SPATIAL)
def test_in_space(space, shape):
    SPATIAL[shape](space)
    assert (*labels(space), space.get_zlabel()) == ("ms", "mV", "pA")


def test_in_space_data_are_converted(space):
    space.plot(T, V, GRID[0])
    [line] = space.plot(T_S, V_V, GRID[0].to("nA"))
    np.testing.assert_allclose(line.get_data_3d(), [[1, 2, 3], [3, 1, 2], [0, 1, 2]])
    with pytest.raises(UnitMismatchError, match=r"on the z axis \(units are pA and mV\)"):
        space.plot(T, V, V)


# ---------------------------------------------------------------- arrays of every library


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


# ---------------------------------------------------------------- registration


def test_enabling_again_changes_nothing():
    before = dict(matplotlib_units.registry)
    enable_matplotlib_support()
    enable_matplotlib_support(matplotlib_units)
    assert dict(matplotlib_units.registry) == before


def test_enabling_what_was_taken_out(monkeypatch, axes):
    for kind in (Quantity, ScaleQuantity):
        monkeypatch.delitem(matplotlib_units.registry, kind)
    enable_matplotlib_support()
    axes.plot(T, V)
    assert labels(axes) == ("ms", "mV")


def test_a_registry_of_ones_own():
    module = SimpleNamespace(
        registry={}, ConversionInterface=object, AxisInfo=lambda label=None: SimpleNamespace(label=label)
    )
    enable_matplotlib_support(module)
    converter = module.registry[Quantity]
    enable_matplotlib_support(module)
    assert module.registry[Quantity] is converter
    assert converter.default_units(V, None) is Unit("mV")
    assert converter.default_units(np.eye(2), None) is None
    assert converter.axisinfo(Unit("mV"), None).label == "mV"
    assert converter.axisinfo(None, None).label is None
    np.testing.assert_allclose(converter.convert(V, Unit("V"), None), [0.003, 0.001, 0.002])
    np.testing.assert_array_equal(converter.convert(V, None, None), [3, 1, 2])
    assert converter.convert(3.0, Unit("V"), None) == 3.0
    with pytest.raises(UnitMismatchError, match="s and mV"):
        converter.convert(V, Unit("s"), None)


def run(program):
    path = os.pathsep.join([*map(str, SOURCES), os.environ.get("PYTHONPATH", "")])
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", program],
        capture_output=True,
        check=False,
        env={**os.environ, "PYTHONPATH": path, "MPLBACKEND": "Agg"},
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


DRAW = """
figure, axes = plt.subplots()
axes.plot(np.ones(2) * bu_units.Unit("ms"), np.ones(2) * bu_units.Unit("mV"))
axes.hist(np.ones(2) * bu_units.Unit("s"))
space = figure.add_subplot(projection="3d")
space.scatter(*(np.ones((3, 2)) * bu_units.Unit("m")))
print(axes.get_xlabel(), axes.get_ylabel(), space.get_zlabel())
"""


@pytest.mark.parametrize(
    "imports",
    [
        "import bu_array, bu_units\nprint('matplotlib' in sys.modules)\nimport matplotlib.pyplot as plt",
        "import matplotlib.pyplot as plt\nprint('bu_array' in sys.modules)\nimport bu_array, bu_units",
        "import matplotlib.units\nprint('bu_array' in sys.modules)\nimport bu_array, bu_units, matplotlib.pyplot as plt",
    ],
    ids=["after", "before", "between"],
)
def test_the_order_of_imports_does_not_matter(imports):
    program = f"import sys, numpy as np\n{imports}\n{DRAW}"
    assert run(program).split() == ["False", "ms", "mV", "m"]


def test_figures_can_be_pickled_and_copied(axes):
    axes.plot(T, V)
    for figure in (pickle.loads(pickle.dumps(axes.figure)), copy.deepcopy(axes.figure)):
        [again] = figure.axes
        again.set_xlim(0 * MS, 0.004 * Unit("s"))
        assert again.get_xlim() == pytest.approx((0, 4))
        plt.close(figure)


def test_the_error_can_be_pickled(axes):
    axes.plot(T, V)
    with pytest.raises(UnitMismatchError) as error:
        axes.axvline(1 * MV)
    again = pickle.loads(pickle.dumps(error.value))
    assert type(again) is UnitMismatchError
    assert str(again) == str(error.value)


def test_triangulations(axes):
    triangles = pytest.importorskip("matplotlib.tri").Triangulation([0, 1, 0], [0, 0, 1])
    assert axes.tripcolor(triangles, GRID[0]).unit is Unit("pA")
    assert axes.tripcolor([0, 1, 0], [0, 0, 1], [[0, 1, 2]], GRID[0]).unit is Unit("pA")
    assert axes.tripcolor([0, 1, 0], T, GRID[0]).unit is Unit("pA")
    assert labels(axes) == ("", "ms")
