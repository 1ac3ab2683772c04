"""A change of the unit of an axis: what follows it, and what makes it an error."""

import numpy as np
import pytest
from plot_checks import GRID, LENGTHS, LIST, MASSES, RISING, T, V, labels, matplotlib, plt, quantity

from bu_units import Unit

ticker = pytest.importorskip("matplotlib.ticker")


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


def test_ticks_and_limits_follow_another_unit(axes):
    axes.plot(MASSES)
    axes.set_yticks([quantity(1.0, "g")], labels=["one"])
    axes.set_ylim(quantity(2.0, "g"), 0)
    axes.yaxis.set_units("g")
    np.testing.assert_allclose(axes.get_yticks(), [1])
    np.testing.assert_allclose(axes.get_ylim(), [2, 0])


def test_shared_axes_follow_another_unit():
    figure, (upper, lower) = plt.subplots(2, sharex=True)
    upper.plot(LENGTHS, MASSES)
    lower.set_xlim(quantity(0.0, "m"), quantity(500.0, "cm"))
    upper.xaxis.set_major_locator(ticker.MultipleLocator(quantity(200.0, "cm")))
    lower.xaxis.set_units("cm")
    for axes in (upper, lower):
        assert axes.get_xlim() == pytest.approx((0, 500))
        np.testing.assert_allclose(np.diff(axes.get_xticks()), 200)
    plt.close(figure)
