"""Values shown as colours: norms, what they colour, and colour bars have one unit."""

import numpy as np
import pytest
from plot_checks import GRID, HEAT, MS, MV, RISING, T, V, labels, quantity

from bu_array import Quantity
from bu_units import Unit, UnitMismatchError

colors = pytest.importorskip("matplotlib.colors")
ticker = pytest.importorskip("matplotlib.ticker")


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


to_hex = pytest.importorskip("matplotlib.colors").to_hex


def test_colours_by_name_stay(axes):
    points = axes.scatter(T, V, c=["red", "green", "blue"], s=[1, 2, 3])
    assert to_hex(points.get_facecolor()[0]) == "#ff0000"
    assert not hasattr(points, "unit")


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
    image = axes.imshow(HEAT.to("mK"), norm=norm)
    assert image.unit is norm.unit is Unit("K")
    plain = axes.imshow(HEAT.mantissa, norm=NORMS[name](float))
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
    image = axes.imshow(HEAT.to("mK"))
    image.set_clim(quantity(1.0, "K"), quantity(4.0, "K"))
    assert image.get_clim() == (1000, 4000)
    image.set_norm(colors.Normalize(0, 1))
    image.norm.vmax = quantity(2.0, "K")
    assert image.get_clim() == (0, 2000)
    with pytest.raises(UnitMismatchError, match="mK and K"):
        image.set_norm(colors.LogNorm(vmin=quantity(1.0, "K")))
    assert image.get_clim() == (0, 2000)


def test_plain_values_with_a_norm_in_a_unit(axes):
    assert axes.imshow(HEAT.mantissa, norm=colors.LogNorm(vmin=quantity(1.0, "K"))).unit is Unit("K")


def test_colour_bars_have_the_unit(axes):
    bar = axes.figure.colorbar(axes.imshow(HEAT), ticks=ticker.MultipleLocator(quantity(2000.0, "mK")))
    assert bar.ax.get_ylabel() == "K"
    np.testing.assert_allclose(np.diff(bar.get_ticks()), 2)
    bar.set_ticks(quantity([4000.0], "mK"))
    np.testing.assert_allclose(bar.get_ticks(), [4])
    bar = axes.figure.colorbar(
        axes.imshow(HEAT), ticks=[quantity(5000.0, "mK")], orientation="horizontal", label="heat"
    )
    assert (bar.ax.get_xlabel(), list(bar.get_ticks())) == ("heat", [5])
    with pytest.raises(UnitMismatchError):
        bar.set_ticks(quantity([1.0], "V"))


def test_levels_by_a_locator(axes):
    lines = axes.contourf(HEAT.to("mK"), locator=ticker.MultipleLocator(quantity(2.0, "K")))
    np.testing.assert_allclose(np.diff(lines.levels), 2000)
