"""Locators, formatters and scales: in the unit of the axis that they are put on."""

import copy
import pickle

import numpy as np
import pytest
from plot_checks import MASSES, WARM, plt, quantity

from bu_units import UnitMismatchError

ticker = pytest.importorskip("matplotlib.ticker")
scale = pytest.importorskip("matplotlib.scale")

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


def test_locators_with_quantities_can_be_pickled_and_copied(axes):
    axes.plot(MASSES)
    axes.yaxis.set_major_locator(ticker.MultipleLocator(quantity(0.5, "g")))
    for figure in (pickle.loads(pickle.dumps(axes.figure)), copy.deepcopy(axes.figure)):
        [again] = figure.axes
        again.yaxis.set_units("g")
        np.testing.assert_allclose(np.diff(again.get_yticks()), 0.5)
        plt.close(figure)
