"""Types of other libraries of units: found by their modules, judged once, never taken without their unit."""

import subprocess
import sys

import numpy as np
import pytest

from bu_array import Quantity, as_unit
from bu_array.core import is_foreign, neighbour, unit_of
from bu_array.core.foreign import carries_unit, may_carry, own_unit, prepare, reader_of, writer_to
from bu_dispatch import BackendError
from bu_units import UNITLESS, Unit


class Carrying(np.ndarray):
    """An array that may have a unit of its own, of a library that nobody knows."""

    units = None


def with_units(text):
    array = np.ones(2).view(Carrying)
    array.units = text
    return array


def test_a_unit_of_its_own_is_never_lost():
    assert Quantity(with_units(None), "m").unit == Unit("m")  # and says nothing of the next
    for refuse in (
        Quantity,
        lambda x: x * Unit("m"),
        lambda x: Quantity(1.0, "m") * x,
        lambda x: Quantity([x[:1], x]),
    ):
        with pytest.raises((TypeError, BackendError), match="furlong"):
            refuse(with_units("furlong"))


def test_who_may_carry_a_unit():
    assert carries_unit(Carrying)
    assert not carries_unit(np.ndarray)
    assert may_carry(object())
    assert not may_carry(np.ones(2))
    assert own_unit(with_units("furlong")) == "furlong"
    assert own_unit(np.datetime64("2020-01-01")) is None
    assert own_unit(Quantity) is None


@pytest.mark.parametrize("x", [1, 2.0, "text", None, np.ones(2), object(), int, np])
def test_what_is_of_no_library_of_units(x):
    assert not is_foreign(x)
    assert unit_of(x) is None
    assert reader_of(type(x)) is None


def test_an_unknown_library():
    assert neighbour("no_such_library") is None
    assert writer_to("no_such_library") is None
    prepare("no_such_library")
    with pytest.raises(AttributeError, match="to_no_such_library"):
        Quantity(1.0, "m").to_no_such_library()


def test_units_in_other_words():
    assert as_unit("mV") is Unit("mV")
    assert as_unit(Unit("mV")) is Unit("mV")
    assert as_unit(None) is UNITLESS
    for wrong in (3, [1], np.ones(2), object()):
        with pytest.raises(TypeError, match="must be a Unit or a text"):
            as_unit(wrong)


def test_units_of_another_library_wherever_a_unit_is_given():
    pytest.importorskip("bu_interop")
    units = pytest.importorskip("astropy.units")
    assert is_foreign(units.km)
    assert is_foreign(3 * units.km)
    assert as_unit(units.km) == Unit("km")
    assert Quantity([1.0, 2.0], units.km).to(units.m).mantissa.tolist() == [1000.0, 2000.0]
    assert Quantity(3.0, "km").to_decimal(units.m) == 3000.0
    mixed = np.empty(2, dtype=object)
    mixed[0], mixed[1] = units.Quantity(1.0, "km"), Quantity(5.0, "m")
    assert Quantity(mixed, "m").mantissa.tolist() == [1000.0, 5.0]


@pytest.mark.slow
@pytest.mark.parametrize("first", ["pint", "bu_array"])
def test_the_order_of_imports_does_not_matter(first):
    pytest.importorskip("bu_interop")
    pytest.importorskip("pint")
    code = (
        f"import {first}, pint, bu_array, sys\n"
        "assert 'astropy' not in sys.modules and 'unyt' not in sys.modules\n"
        "km = pint.UnitRegistry().Quantity(1.0, 'km')\n"
        "assert km == bu_array.Quantity(1000.0, 'm') and (km + bu_array.Quantity(1.0, 'm')).unit.dispname == 'km'\n"
    )
    subprocess.run([sys.executable, "-W", "error", "-c", code], check=True)


@pytest.mark.slow
def test_a_library_that_is_not_installed_says_so():
    pytest.importorskip("bu_interop")
    code = (
        "import sys; sys.modules['unyt'] = None\n"
        "import bu_array\n"
        "try:\n    bu_array.Quantity(1.0, 'm').to_unyt()\n"
        "except ImportError as error:\n    assert 'pip install unyt' in str(error), error\n"
        "else:\n    raise AssertionError\n"
    )
    subprocess.run([sys.executable, "-W", "error", "-c", code], check=True)
