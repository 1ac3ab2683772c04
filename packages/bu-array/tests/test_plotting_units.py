"""Numbers in plots keep their meaning: densities, errors on scales, ticks, scales, norms, sizes, places."""

import copy
import pickle

import numpy as np
import pytest

from bu_array import Quantity
from bu_units import Unit, UnitMismatchError

matplotlib = pytest.importorskip("matplotlib")
matplotlib.use("Agg")
plt = pytest.importorskip("matplotlib.pyplot")
colors = pytest.importorskip("matplotlib.colors")
patches = pytest.importorskip("matplotlib.patches")
ticker = pytest.importorskip("matplotlib.ticker")
scale = pytest.importorskip("matplotlib.scale")


def quantity(data, unit):
    return Quantity(np.asarray(data), unit)


LENGTHS = quantity([1.0, 2.0, 3.0, 4.0], "m")
MASSES = quantity([-2000.0, 0.0, 300.0, 2000.0], "mg")
WARM = quantity([20.0, 21.0, 22.0], "degC")
GRID = quantity(np.arange(1.0, 10.0).reshape(3, 3), "K")


@pytest.fixture
def axes():
    figure, axes = plt.subplots(figsize=(2, 2), dpi=30)
    yield axes
    figure.canvas.draw()  # what was accepted can be drawn, and what was refused has left nothing behind
    plt.close(figure)


def labels(axes):
    return axes.get_xlabel(), axes.get_ylabel()


# ---------------------------------------------------------------- densities


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


# ---------------------------------------------------------------- bars on scales

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


def test_arrows_and_ellipses_on_a_scale(axes):
    axes.plot(WARM)
    ellipse = axes.add_patch(patches.Ellipse((1, WARM[1]), 1, quantity(2.0, "K")))
    bounds = axes.transData.inverted().transform_bbox(ellipse.get_extents()).bounds
    assert (bounds[1], bounds[3]) == pytest.approx((20, 2))
    arrow = axes.arrow(0, WARM[0], 1, quantity(2.0, "K"))
    assert arrow.get_path().vertices[:, 1].max() < 23


# ---------------------------------------------------------------- scales

SCALES = [("symlog", "linthresh"), ("asinh", "linear_width")]


@pytest.mark.parametrize("name, argument", SCALES)
def test_scales_are_in_the_unit_of_the_axis(axes, name, argument):
    axes.plot(MASSES)
    axes.set_yscale(name, **{argument: quantity(0.1, "g")})
    assert getattr(axes.yaxis.get_transform(), argument) == pytest.approx(100)
    with pytest.raises(ValueError, match="y axis from mg to g"):
        axes.yaxis.set_units("g")


@pytest.mark.parametrize("name, argument", SCALES)
def test_scales_come_first(axes, name, argument):
    axes.set_yscale(name, **{argument: quantity(100.0, "mg")})
    [line] = axes.plot(MASSES.to("g"))
    assert axes.get_ylabel() == "mg"
    np.testing.assert_allclose(line.get_ydata(orig=False), MASSES.mantissa)


def test_scales_of_another_dimension(axes):
    axes.plot(MASSES)
    with pytest.raises(UnitMismatchError, match="mg and mV"):
        axes.set_yscale("symlog", linthresh=quantity(1.0, "mV"))


def test_a_scale_without_its_axis():
    with pytest.raises(TypeError, match=r"linthresh takes no quantity, got 1\. mg"):
        scale.SymmetricalLogScale(None, linthresh=quantity(1.0, "mg"))


PLAIN = [
    ("symlog", {"linscale": quantity(1.0, "mg")}),
    ("symlog", {"base": quantity(1.0, "mg")}),
    ("symlog", {"subs": [quantity(2.0, "mg")]}),
    ("asinh", {"base": quantity(2, "mg")}),
    ("log", {"base": quantity(2.0, "mg")}),
    ("log", {"subs": quantity([2.0, 3.0], "mg")}),
]


@pytest.mark.parametrize("name, arguments", PLAIN, ids=str)
def test_what_is_plain_in_a_scale(axes, name, arguments):
    axes.plot(quantity([1.0, 10.0], "mg"))
    with pytest.raises(TypeError, match=f"{next(iter(arguments))} takes no quantity, got"):
        axes.set_yscale(name, **arguments)


# ---------------------------------------------------------------- locators and formatters


def test_a_locator_is_in_the_unit_of_its_axis(axes):
    axes.plot(MASSES)
    axes.yaxis.set_major_locator(ticker.MultipleLocator(quantity(0.5, "g")))
    assert set(np.diff(axes.get_yticks())) == {500}
    axes.yaxis.set_units("g")
    np.testing.assert_allclose(np.diff(axes.get_yticks()), 0.5)
    [line] = axes.lines
    np.testing.assert_allclose(line.get_ydata(orig=False), [-2, 0, 0.3, 2])


def test_a_locator_comes_first(axes):
    axes.yaxis.set_major_locator(ticker.MultipleLocator(quantity(500.0, "mg")))
    axes.plot(MASSES.to("g"))
    assert axes.get_ylabel() == "mg"
    assert set(np.diff(axes.get_yticks())) == {500}


@pytest.mark.parametrize(
    "step", [quantity(1.0, "delta_degC"), quantity(1.0, "K"), quantity(1.8, "delta_degF")]
)
def test_steps_on_a_scale_are_differences(axes, step):
    axes.plot(WARM)
    axes.yaxis.set_major_locator(ticker.MultipleLocator(step))
    np.testing.assert_allclose(np.diff(axes.get_yticks()), 1)


def test_steps_on_a_scale_come_first(axes):
    axes.yaxis.set_major_locator(ticker.MultipleLocator(quantity(1.8, "delta_degF")))
    axes.plot(WARM)
    assert axes.get_ylabel() == "degC"
    np.testing.assert_allclose(np.diff(axes.get_yticks()), 1)


def test_a_locator_of_another_dimension_is_not_put_there(axes):
    axes.plot(MASSES)
    before = axes.yaxis.get_major_locator()
    with pytest.raises(UnitMismatchError, match="mg and mV"):
        axes.yaxis.set_major_locator(ticker.MultipleLocator(quantity(500.0, "mV")))
    assert axes.yaxis.get_major_locator() is before


def test_a_locator_of_its_own():
    locator = ticker.MultipleLocator(quantity(500.0, "mg"), offset=quantity(0.1, "g"))
    np.testing.assert_allclose(locator.tick_values(0, 1000), [-400, 100, 600, 1100])
    locator.set_params(base=quantity(1.0, "g"))
    np.testing.assert_allclose(np.diff(locator.tick_values(0, 5000)), 1000)


def test_other_locators_and_formatters(axes):
    axes.plot(MASSES)
    axis = axes.yaxis
    axis.set_major_locator(ticker.FixedLocator([quantity(1.0, "g"), quantity(500.0, "mg")]))
    np.testing.assert_allclose(axes.get_yticks(), [1000, 500])
    axis.set_minor_locator(ticker.AsinhLocator(quantity(0.5, "g")))
    assert axis.get_minor_locator().linear_width == 500
    axis.set_major_formatter(ticker.PercentFormatter(quantity(2.0, "g")))
    assert axis.get_major_formatter()(500) == "25%"
    axis.set_major_formatter(ticker.ScalarFormatter(quantity(1.0, "g")))
    assert axis.get_major_formatter().offset == 1000
    axis.get_major_formatter().set_useOffset(quantity(2.0, "g"))
    assert axis.get_major_formatter().offset == 2000
    axis.set_minor_locator(ticker.SymmetricalLogLocator(linthresh=quantity(0.5, "g"), base=10))
    axis.set_minor_formatter(ticker.LogFormatter(linthresh=quantity(0.5, "g")))


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


def test_locators_with_quantities_can_be_pickled_and_copied(axes):
    axes.plot(MASSES)
    axes.yaxis.set_major_locator(ticker.MultipleLocator(quantity(0.5, "g")))
    for figure in (pickle.loads(pickle.dumps(axes.figure)), copy.deepcopy(axes.figure)):
        [again] = figure.axes
        again.yaxis.set_units("g")
        np.testing.assert_allclose(np.diff(again.get_yticks()), 0.5)
        plt.close(figure)


# ---------------------------------------------------------------- norms


NORMS = {
    "Normalize": lambda k: colors.Normalize(k(1), k(9)),
    "LogNorm": lambda k: colors.LogNorm(vmin=k(1), vmax=k(9)),
    "SymLogNorm": lambda k: colors.SymLogNorm(linthresh=k(2), vmin=k(1), vmax=k(9)),
    "AsinhNorm": lambda k: colors.AsinhNorm(linear_width=k(2), vmin=k(1), vmax=k(9)),
    "PowerNorm": lambda k: colors.PowerNorm(0.5, k(1), k(9)),
    "TwoSlopeNorm": lambda k: colors.TwoSlopeNorm(k(4), k(1), k(9)),
    "CenteredNorm": lambda k: colors.CenteredNorm(k(5), k(4)),
    "BoundaryNorm": lambda k: colors.BoundaryNorm([k(1), k(4), k(9)], 256),
}


@pytest.mark.parametrize("name", NORMS)
def test_norms_have_a_unit(axes, name):
    norm = NORMS[name](lambda x: quantity(float(x), "K"))
    image = axes.imshow(GRID.to("mK"), norm=norm)
    assert image.unit is norm.unit is Unit("K")
    plain = axes.imshow(GRID.mantissa, norm=NORMS[name](float))
    np.testing.assert_allclose(image.to_rgba(image.get_array()), plain.to_rgba(plain.get_array()))
    with pytest.raises(UnitMismatchError, match="K and mV"):
        axes.imshow(quantity(np.eye(2), "mV"), norm=norm)


def test_a_norm_converts_to_its_first_unit():
    norm = colors.LogNorm(vmin=quantity(1.0, "K"), vmax=quantity(9000.0, "mK"))
    assert (norm.vmin, norm.vmax, norm.unit) == (1, 9, Unit("K"))
    norm.vmax = quantity(8000.0, "mK")
    assert norm.vmax == 8
    with pytest.raises(UnitMismatchError):
        norm.vmin = quantity(1.0, "V")
    with pytest.raises(UnitMismatchError):
        colors.Normalize(quantity(1.0, "V"), quantity(1.0, "K"))


def test_what_is_plain_in_a_norm():
    with pytest.raises(TypeError, match="PowerNorm: gamma takes no quantity"):
        colors.PowerNorm(quantity(1.0, "K"))
    with pytest.raises(TypeError, match="SymLogNorm: linscale takes no quantity"):
        colors.SymLogNorm(linthresh=1, linscale=quantity(1.0, "K"))


def test_limits_of_colours_later(axes):
    image = axes.imshow(GRID.to("mK"))
    image.set_clim(quantity(1.0, "K"), quantity(4.0, "K"))
    assert image.get_clim() == (1000, 4000)
    image.set_norm(colors.Normalize(0, 1))
    image.norm.vmax = quantity(2.0, "K")
    assert image.get_clim() == (0, 2000)
    with pytest.raises(UnitMismatchError, match="mK and K"):
        image.set_norm(colors.LogNorm(vmin=quantity(1.0, "K")))
    assert image.get_clim() == (0, 2000)


def test_plain_values_with_a_norm_in_a_unit(axes):
    assert axes.imshow(GRID.mantissa, norm=colors.LogNorm(vmin=quantity(1.0, "K"))).unit is Unit("K")


def test_colour_bars_have_the_unit(axes):
    bar = axes.figure.colorbar(axes.imshow(GRID), ticks=ticker.MultipleLocator(quantity(2000.0, "mK")))
    assert bar.ax.get_ylabel() == "K"
    np.testing.assert_allclose(np.diff(bar.get_ticks()), 2)
    bar.set_ticks(quantity([4000.0], "mK"))
    np.testing.assert_allclose(bar.get_ticks(), [4])
    bar = axes.figure.colorbar(
        axes.imshow(GRID), ticks=[quantity(5000.0, "mK")], orientation="horizontal", label="heat"
    )
    assert (bar.ax.get_xlabel(), list(bar.get_ticks())) == ("heat", [5])
    with pytest.raises(UnitMismatchError):
        bar.set_ticks(quantity([1.0], "V"))


def test_levels_by_a_locator(axes):
    lines = axes.contourf(GRID.to("mK"), locator=ticker.MultipleLocator(quantity(2.0, "K")))
    np.testing.assert_allclose(np.diff(lines.levels), 2000)


# ---------------------------------------------------------------- sizes and angles on the page


def test_sizes_on_the_page(axes):
    mm = quantity(25.4, "mm")
    np.testing.assert_allclose(axes.scatter(LENGTHS, LENGTHS, s=mm**2).get_sizes(), 72**2)
    [line] = axes.plot(LENGTHS, lw=mm, markersize=mm, markeredgewidth=mm)
    assert (line.get_lw(), line.get_markersize(), line.get_mew()) == pytest.approx((72, 72, 72))
    assert axes.vlines(LENGTHS, 0, 1, lw=mm).get_linewidth()[0] == pytest.approx(72)
    assert axes.bar([1], [1], linewidth=mm).patches[0].get_linewidth() == pytest.approx(72)
    assert axes.text(0, 0, "a", fontsize=mm).get_fontsize() == pytest.approx(72)
    assert axes.text(0, 0, "a", rotation=quantity(np.pi / 2, "rad")).get_rotation() == pytest.approx(90)
    assert patches.Rectangle((0, 0), 1, 1, angle=quantity(1.0, "deg")).angle == pytest.approx(1)


@pytest.mark.parametrize(
    "draw",
    [
        lambda axes: axes.scatter(LENGTHS, LENGTHS, s=LENGTHS),
        lambda axes: axes.scatter(LENGTHS, LENGTHS, s=MASSES),
        lambda axes: axes.scatter(LENGTHS, LENGTHS, linewidths=MASSES),
        lambda axes: axes.plot(LENGTHS, linewidth=MASSES[0]),
        lambda axes: axes.plot(LENGTHS, "o", markeredgewidth=MASSES[0]),
        lambda axes: axes.text(0, 0, "a", rotation=MASSES[0]),
    ],
)
def test_what_is_no_size(draw):
    figure, axes = plt.subplots()
    with pytest.raises(UnitMismatchError):
        draw(axes)
    plt.close(figure)


# ---------------------------------------------------------------- places of texts

PLACES = {
    "data": ({}, (1000, 2000), None),
    "offset points": ({"textcoords": "offset points"}, (72, 144), None),
    "axes points": ({"textcoords": "axes points"}, (72, 144), None),
    "axes fraction": ({"textcoords": "axes fraction"}, None, "axes fraction"),
    "offset pixels": ({"textcoords": "offset pixels"}, None, "offset pixels"),
}


@pytest.mark.parametrize("name", PLACES)
def test_where_a_note_is(axes, name):
    arguments, place, refused = PLACES[name]
    axes.plot(LENGTHS, LENGTHS)
    inch = quantity(1.0, "inch")
    if refused:
        with pytest.raises(TypeError, match=f"{refused} takes no quantity"):
            axes.annotate("a", (LENGTHS[0], LENGTHS[1]), (inch, 2 * inch), **arguments)
        return
    where = (LENGTHS[0], LENGTHS[1]) if name == "data" else (inch, 2 * inch)
    note = axes.annotate("a", (LENGTHS[0], LENGTHS[1]), where, **arguments)
    x, y = note.get_position()
    if name == "data":
        assert (x.to_decimal("mm"), y.to_decimal("mm")) == pytest.approx(place)
    else:
        assert (x, y) == pytest.approx(place)


def test_texts_in_another_unit_are_refused_at_once(axes):
    axes.plot(LENGTHS)
    mass = MASSES[2]
    note, box = (
        axes.text(0, LENGTHS[0], "a"),
        axes.add_patch(patches.Rectangle((0, LENGTHS[0]), 1, LENGTHS[0])),
    )
    for draw in (
        lambda: axes.text(0, mass, "a"),
        lambda: axes.annotate("a", (0, mass)),
        lambda: axes.annotate("a", (0, 1), (0, mass)),
        lambda: note.set_y(mass),
        lambda: note.set_position((0, mass)),
        lambda: box.set_y(mass),
        lambda: box.set_height(mass),
    ):
        with pytest.raises(UnitMismatchError, match="m and mg"):
            draw()


def test_texts_that_are_not_on_the_axes(axes):
    with pytest.raises(TypeError, match=r"takes no quantity, got 1\. m"):
        axes.text(LENGTHS[0], 0.5, "a", transform=axes.transAxes)
    with pytest.raises(TypeError, match="axes fraction takes no quantity"):
        axes.annotate("a", (LENGTHS[0], 0.5), xycoords="axes fraction")


REFUSED = {
    "set_zorder": lambda axes: axes.plot([1, 2], zorder=LENGTHS[0]),
    "set_markevery": lambda axes: axes.plot([1, 2], "o", markevery=LENGTHS[0]),
    "borderpad": lambda axes: axes.legend([], borderpad=LENGTHS[0]),
    "headwidth": lambda axes: axes.quiver([1], [1], headwidth=LENGTHS[0]),
    "width": lambda axes: axes.table([["1"]], colWidths=[LENGTHS[0]]),
    "this argument": lambda axes: axes.set_title("a", y=LENGTHS[0]),
}


@pytest.mark.parametrize("name", REFUSED)
def test_plain_arguments_are_refused_at_once(axes, name):
    with pytest.raises(TypeError, match=f"{name}.* takes no quantity"):
        REFUSED[name](axes)


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
