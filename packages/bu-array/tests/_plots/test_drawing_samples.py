"""Samples that axes count: histograms, densities, weights, distributions."""

import warnings

import numpy as np
import pytest
from plot_checks import GRID, LENGTHS, MASSES, MV, T_S, V_V, WARM, T, V, labels, matplotlib, quantity

from bu_array import Quantity
from bu_units import Unit, UnitMismatchError


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


@pytest.mark.parametrize("weights", [None, quantity([1.0, 1.0, 2.0, 2.0], "kg"), [1, 1, 2, 2]], ids=str)
def test_a_density_is_per_unit_of_the_samples(axes, weights):
    counts, edges, _ = axes.hist(LENGTHS, bins=2, density=True, weights=weights)
    assert labels(axes) == ("m", "1 / m")
    assert (counts * np.diff(edges)).sum() == pytest.approx(1)


def test_weights_give_the_counts_their_unit(axes):
    counts, *_ = axes.hist(LENGTHS, bins=2, weights=quantity([1.0, 1.0, 2.0, 2.0], "kg"))
    assert labels(axes) == ("m", "kg")
    np.testing.assert_array_equal(counts, [2, 4])


def test_a_density_lying_down(axes):
    axes.hist(LENGTHS, bins=2, density=True, orientation="horizontal")
    assert labels(axes) == ("1 / m", "m")


def test_a_cumulated_density_is_a_number(axes):
    counts, *_ = axes.hist(LENGTHS, bins=2, density=True, cumulative=True)
    assert labels(axes) == ("m", "")
    np.testing.assert_allclose(counts, [0.5, 1])


def test_a_density_of_points_on_a_scale(axes):
    axes.hist(WARM, bins=2, density=True)
    assert labels(axes) == ("degC", "1 / delta_degC")


def test_a_density_above_something(axes):
    _, _, bars = axes.hist(LENGTHS, bins=2, density=True, bottom=quantity(1000.0, "1/km"))
    assert bars.patches[0].get_y() == pytest.approx(1)
    assert labels(axes) == ("m", "1 / m")


@pytest.mark.parametrize("unit", ["1 / mm", "kg"])
def test_a_density_on_an_axis_in_another_unit(axes, unit):
    axes.yaxis.update_units(quantity(1.0, unit))
    with pytest.raises(UnitMismatchError, match=r"density.*y axis \(units are .* and 1 / m\)"):
        axes.hist(LENGTHS, bins=2, density=True)


def test_a_density_in_the_plane(axes):
    counts, x, y, mesh = axes.hist2d(
        LENGTHS, MASSES, bins=2, density=True, weights=quantity([1.0] * 4, "V"), vmax=quantity(1.0, "1/(m g)")
    )
    assert mesh.unit == Unit("1 / (m mg)")
    assert mesh.get_clim()[1] == pytest.approx(1e-3)
    assert (counts * np.outer(np.diff(x), np.diff(y))).sum() == pytest.approx(1)


def test_weights_in_the_plane(axes):
    *_, mesh = axes.hist2d(LENGTHS, LENGTHS, bins=2, weights=quantity([1.0] * 4, "V"))
    assert mesh.unit is Unit("V")


@pytest.mark.parametrize("unit", ["degC", "dBm"])
def test_points_on_a_scale_have_no_sums(axes, unit):
    warm = quantity([20.0, 21.0, 22.0], unit)
    for draw in (
        lambda: axes.pie(warm),
        lambda: axes.hist([1.0, 2.0, 3.0], weights=warm),
        lambda: axes.hist2d([1.0, 2.0, 3.0], [1.0, 2.0, 3.0], weights=warm),
    ):
        with pytest.raises(TypeError, match=f"has no meaning for values on the scale {unit}"):
            draw()
    for foot in (quantity(1.0, unit), Quantity(273.0, "K")):
        with pytest.raises(UnitMismatchError, match="stands on no bottom"):
            axes.bar(range(3), warm, bottom=foot)


def test_counts_stand_on_a_number(axes):
    with pytest.raises(UnitMismatchError, match="counts have no unit"):
        axes.hist(V, bottom=quantity(1.0, "m"))
    axes.hist(V, bottom=quantity(100.0, "percent"), weights=quantity([1.0, 1.0, 1.0], "percent"))
