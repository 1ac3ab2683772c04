"""Setters of artists: sizes in points, angles, places of texts, and what takes no quantity."""

import numpy as np
import pytest
from plot_checks import LENGTHS, MASSES, WARM, plt, quantity

from bu_units import UnitMismatchError

patches = pytest.importorskip("matplotlib.patches")


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


def test_arrows_and_ellipses_on_a_scale(axes):
    axes.plot(WARM)
    ellipse = axes.add_patch(patches.Ellipse((1, WARM[1]), 1, quantity(2.0, "K")))
    bounds = axes.transData.inverted().transform_bbox(ellipse.get_extents()).bounds
    assert (bounds[1], bounds[3]) == pytest.approx((20, 2))
    arrow = axes.arrow(0, WARM[0], 1, quantity(2.0, "K"))
    assert arrow.get_path().vertices[:, 1].max() < 23
