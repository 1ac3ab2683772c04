"""Methods of axes that matplotlib's own units machinery does not reach: positions, bars, limits, space."""

import numpy as np
import pytest
from plot_checks import GRID, LENGTHS, LIST, MS, MV, RISING, T_S, V_V, WARM, T, V, labels, plt, quantity

from bu_array import Quantity
from bu_units import Unit, UnitMismatchError


def test_data_by_name(axes):
    data = {"time": T, "voltage": V, "error": V_V / 10}
    [line] = axes.plot("time", "voltage", data=data)
    np.testing.assert_array_equal(line.get_ydata(orig=False), [3, 1, 2])
    axes.errorbar("time", "voltage", yerr="error", data=data)
    image = axes.scatter("time", "voltage", c="voltage", data=data)
    np.testing.assert_array_equal(image.get_array(), [3, 1, 2])
    assert axes.get_ylim()[1] == pytest.approx(3.3 + 0.05 * (3.3 - 0.9))


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


def test_triangulations(axes):
    triangles = pytest.importorskip("matplotlib.tri").Triangulation([0, 1, 0], [0, 0, 1])
    assert axes.tripcolor(triangles, GRID[0]).unit is Unit("pA")
    assert axes.tripcolor([0, 1, 0], [0, 0, 1], [[0, 1, 2]], GRID[0]).unit is Unit("pA")
    assert axes.tripcolor([0, 1, 0], T, GRID[0]).unit is Unit("pA")
    assert labels(axes) == ("", "ms")


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


ERRORS = [
    ("degC", quantity(1.0, "delta_degC"), 1.0),
    ("degC", quantity(1.0, "K"), 1.0),
    ("degC", quantity([1.0, 1.0, 1.0], "delta_degC"), 1.0),
    ("degC", quantity(1.8, "delta_degF"), 1.0),
    ("degF", quantity(1.0, "K"), 1.8),
    ("degF", quantity(1.0, "delta_degC"), 1.8),
    ("dBm", quantity(1.0, "dB"), 1.0),
    ("K", quantity(1.0, "delta_degC"), 1.0),
    ("mV", quantity(0.001, "V"), 1.0),
]


@pytest.mark.parametrize("unit, error, size", ERRORS, ids=str)
def test_errors_of_bars_are_differences(axes, unit, error, size):
    bars = axes.bar(range(3), quantity([20.0, 21.0, 22.0], unit), yerr=error)
    [segment, *_] = bars.errorbar.lines[2][0].get_segments()
    np.testing.assert_allclose(segment[:, 1], [20 - size, 20 + size])
    assert axes.get_ylabel() == unit
    lying = axes.figure.add_subplot().barh(range(3), quantity([20.0, 21.0, 22.0], unit), xerr=error)
    [segment, *_] = lying.errorbar.lines[2][0].get_segments()
    np.testing.assert_allclose(segment[:, 0], [20 - size, 20 + size])


@pytest.mark.parametrize("unit, error", [("degC", quantity(1.0, "degC")), ("dBm", quantity(1.0, "dBm"))])
def test_an_error_that_is_a_point(axes, unit, error):
    with pytest.raises(UnitMismatchError):
        axes.bar(range(3), quantity([20.0, 21.0, 22.0], unit), yerr=error)


def test_bars_above_a_foot(axes):
    bars = axes.bar(range(3), quantity([1.0, 2.0, 3.0], "K"), bottom=WARM)
    assert [(bar.get_y(), bar.get_height()) for bar in bars] == [(20, 1), (21, 2), (22, 3)]
    bars = axes.bar(range(3), quantity([293.15, 294.15, 295.15], "K"))  # without one, they end at a point
    np.testing.assert_allclose([bar.get_height() for bar in bars], [20, 21, 22], rtol=1e-6)
    with pytest.raises(UnitMismatchError):
        axes.bar(range(3), WARM, bottom=WARM)


def test_lengths_of_arrows(axes):
    speed = quantity([100.0, 200.0], "cm/s")
    arrows = axes.quiver(LENGTHS[:2], LENGTHS[:2], speed, speed, scale=quantity(1.0, "m/s"))
    assert arrows.scale == pytest.approx(100)
    by_axis = {"scale": quantity(1.0, "1/s"), "scale_units": "xy", "angles": "xy"}
    arrows = axes.quiver(LENGTHS[:2], LENGTHS[:2], speed, speed, **by_axis)
    assert arrows.scale == pytest.approx(100)  # cm/s for each metre


def test_marks_of_barbs(axes):
    speed = quantity([10.0, 20.0], "m/s")
    steps = {
        "half": quantity(2.5, "km/s") / 1000,
        "full": quantity(5.0, "m/s"),
        "flag": quantity(25.0, "m/s"),
    }
    barbs = axes.barbs(LENGTHS[:2], LENGTHS[:2], speed, 0 * speed, barb_increments=steps)
    assert barbs.barb_increments == pytest.approx({"half": 2.5, "full": 5, "flag": 25})
    assert barbs.unit is Unit("m/s")
