"""Arguments that are quantities: in points, differences, and methods that convert before they run."""

from types import SimpleNamespace

import numpy as np
import pytest
from plot_checks import quantity

from bu_array import Quantity
from bu_array._plots.arguments import (
    difference,
    in_points,
    is_difference,
    refused,
    replace_method,
    roles_of,
    subclasses,
)
from bu_units import Unit, UnitMismatchError


@pytest.mark.parametrize(
    "role, value, expected",
    [
        ("pt", Quantity(1.0, "inch"), 72),
        ("pt", quantity(25.4, "mm"), 72),
        ("pt2", Quantity(1.0, "inch^2"), 72**2),
        ("deg", Quantity(np.pi, "rad"), 180),
        ("deg", Quantity(0.25, "turn"), 90),
    ],
)
def test_in_points(role, value, expected):
    number = in_points(role, value)
    assert number == pytest.approx(expected)
    assert type(number) is float  # matplotlib compares rotations with texts


def test_in_points_of_several():
    np.testing.assert_allclose(in_points("pt", quantity([1.0, 0.5], "inch")), [72, 36])
    np.testing.assert_allclose(in_points("pt", [Quantity(1.0, "inch"), Quantity(12.7, "mm")]), [72, 36])


@pytest.mark.parametrize(
    "role, unit, text", [("pt", "s", "is a length"), ("pt2", "m", "its area"), ("deg", "m", "is an angle")]
)
def test_what_is_no_size(role, unit, text):
    with pytest.raises(UnitMismatchError, match=text):
        in_points(role, Quantity(1.0, unit))


@pytest.mark.parametrize(
    "unit, distance", [("m", "m"), ("degC", "delta_degC"), ("degF", "delta_degF"), ("dBm", "dB")]
)
def test_distances_along_an_axis(unit, distance):
    assert difference(Unit(unit)) is Unit(distance)
    assert is_difference(Unit(distance)) is (unit != "m")
    assert not is_difference(Unit(unit))


def test_rows_of_a_table():
    assert roles_of("base:d offset:d") == {"base": "d", "offset": "d"}
    assert roles_of("") == {}
    assert str(refused("Text.set_x", "x", 3)) == "Text.set_x: x takes no quantity, got 3"


class Drawn:
    """Something of matplotlib's kind, whose methods know no quantities."""

    def set_width(self, w, *rest, style="-", **more):
        """The method's own text."""
        return w, rest, style, more

    set_w = set_width


@pytest.fixture
def taught():
    """A class of one's own, whose method writes down what it is asked to convert."""
    cls, asked = type("Taught", (), dict(vars(Drawn))), []

    def convert(artist, given, call):
        asked.append((dict(given), call.args, call.kwargs, dict(call.arguments)))
        for name, value in given.items():
            given[name] = value.to_decimal("m")

    replace_method(cls, "set_width", convert)
    return SimpleNamespace(cls=cls, asked=asked, convert=convert)


def test_a_method_that_converts(taught):
    drawn, km = taught.cls(), Quantity(1.0, "km")
    assert drawn.set_width(km) == drawn.set_width(w=km) == (1000.0, (), "-", {})
    assert drawn.set_width(2.0, style=km, colour=km) == (2.0, (), 1000.0, {"colour": 1000.0})
    given, args, kwargs, arguments = taught.asked[-1]
    assert given == {"style": km, "colour": km}
    assert (args, kwargs) == ((2.0,), {"style": km, "colour": km})
    assert (arguments["self"], arguments["w"]) == (drawn, 2.0)
    assert drawn.set_width.__doc__ == Drawn.set_width.__doc__


def test_a_call_without_a_quantity_passes_through(taught):
    assert taught.cls().set_width(1.0, 2.0, style=":", colour=3) == (1.0, (2.0,), ":", {"colour": 3})
    assert taught.asked == []
    with pytest.raises(TypeError):
        taught.cls().set_width(Quantity(1.0, "m"), w=1.0)


def test_a_method_converts_under_all_its_names_and_once(taught):
    assert taught.cls.set_w is taught.cls.set_width is not Drawn.set_width
    method = taught.cls.set_width
    replace_method(taught.cls, "set_width", taught.convert)
    assert taught.cls.set_width is method
    replace_method(taught.cls, "set_height", taught.convert)  # a version without it
    assert not hasattr(taught.cls, "set_height")


def test_classes_of_a_module():
    ticker = pytest.importorskip("matplotlib.ticker")
    found = subclasses(ticker, ticker.Locator)
    assert {ticker.Locator, ticker.MultipleLocator} <= set(found)
    assert ticker.ScalarFormatter not in found
