"""pint's quantities and units, those of offsets and logarithms too."""

import fractions
import operator

import numpy as np
import pytest
from foreign_checks import check_operators, check_paths_in, check_units_there_and_back

from bu_array import Quantity, as_unit
from bu_interop import converters
from bu_units import Unit

pint = pytest.importorskip("pint")


@pytest.fixture(scope="module")
def registry():
    return pint.UnitRegistry()


def test_every_path_in(registry):
    check_paths_in(
        registry.Quantity(np.array([1.0, 2.0]), "km"), registry.Quantity(np.array([1.0, 2.0]), "s")
    )


def test_operators(registry):
    check_operators(registry.Quantity(np.array([1.0, 2.0]), "km"), values=True)


def test_the_operators_of_pint_itself_are_as_they_were(registry):
    km = registry.Quantity(1.0, "km")
    assert km + registry.Quantity(1.0, "m") == registry.Quantity(1.001, "km")
    assert isinstance(km * 2 * registry.s, pint.Quantity)


def test_units_there_and_back(registry):
    check_units_there_and_back(lambda unit: converters.to_pint_unit(unit, registry))


def test_the_array_is_the_same(registry):
    array = np.arange(3.0)
    assert Quantity(registry.Quantity(array, "mV")).mantissa is array
    assert Quantity(array, "mV").to_pint(registry=registry).magnitude is array
    assert Quantity(array, "mV").to_pint().units == pint.get_application_registry().mV


@pytest.mark.parametrize(
    "text", ["degC", "degF", "delta_degC", "delta_degF", "dBm", "dB", "Np", "W/(m^2*degC)"]
)
def test_scales(registry, text):
    there = Quantity(20.0, text).to_pint(registry=registry)
    back = converters.from_pint(there)
    assert back.unit == Unit(text)
    assert back.mantissa == 20.0


def test_a_point_is_a_point(registry):
    assert Quantity(registry.Quantity(20.0, "degC")).to_decimal("K") == pytest.approx(293.15)
    assert Quantity(registry.Quantity(20.0, "delta_degC")).to_decimal("K") == 20.0
    assert Quantity(registry.Quantity(30.0, "dBm")).to_decimal("W") == pytest.approx(1.0)


def test_names_decide_nothing(registry):
    """pint's Gb is the gilbert, ours the gigabarn; pint's mil a length, and its particle an amount."""
    assert as_unit(registry.Unit("Gb")) != Unit("Gb")
    assert as_unit(registry.Unit("Gb")).dim == Unit("A").dim
    assert converters.to_pint_unit("Gb", registry) != registry.Unit("Gb")


@pytest.mark.parametrize("name", ["gilbert", "franklin", "gauss", "conventional_volt_90", "therm"])
def test_a_unit_that_is_a_number_here_finds_its_way_back(registry, name):
    unit = registry.Unit(name)
    ours = as_unit(unit)
    found = registry.Quantity(1, converters.to_pint_unit(ours, registry)).to_root_units()
    assert found.magnitude == pytest.approx(registry.Quantity(1, unit).to_root_units().magnitude, rel=1e-14)


@pytest.mark.parametrize("name", ["octave", "degree_Reaumur", "absorbance_unit", "electron_g_factor"])
def test_what_has_no_counterpart_is_refused_by_name(registry, name):
    quantity = registry.Quantity(2.0, name)
    for refuse in (
        lambda: converters.from_pint(quantity),
        lambda: as_unit(registry.Unit(name)),
        lambda: Quantity(quantity, "m"),
        lambda: Quantity([1.0], "m") * quantity,
    ):
        with pytest.raises(converters.NoCounterpartError, match=registry.get_symbol(name) + "|" + name):
            refuse()


def test_a_number_in_front_of_a_unit_is_converted_in_quantities_and_refused_in_units(registry):
    there = Quantity(2.0, "2.5 m").to_pint(registry=registry)
    assert (there.magnitude, there.units) == (5.0, registry.m)
    with pytest.raises(converters.NoCounterpartError, match=r"pint has no unit for 2\.5 \* m"):
        converters.to_pint_unit("2.5 m", registry)
    with pytest.raises(converters.NoCounterpartError, match="photon"):
        Quantity(2.0, "photon/s").to_pint(registry=registry)


def test_a_registry_may_mean_something_else():
    other = pint.UnitRegistry()
    other.define("smoot = 1.7 * meter")
    assert as_unit(other.smoot).magnitude == 1.7
    third = pint.UnitRegistry()
    third.define("smoot = 1.8 * meter")
    assert as_unit(third.smoot).magnitude == 1.8
    currency = pint.UnitRegistry()
    currency.define("dollar = [currency]")
    with pytest.raises(converters.NoCounterpartError, match="dollar"):
        as_unit(currency.dollar)


def test_numbers_that_are_no_floats(registry):
    exact = Quantity(registry.Quantity(fractions.Fraction(1, 3), "km"), "m")
    assert exact.mantissa == fractions.Fraction(1000, 3)
    with pytest.raises(TypeError, match="mantissa"):
        Quantity(registry.Quantity("text", "km"))


def test_a_product_with_one_of_ours_inside_is_refused(registry):
    nested = registry.Quantity(1, "m")
    nested._magnitude = Quantity(2.0, "s")
    with pytest.raises(TypeError, match="a unit of its own"):
        Quantity(nested)


def test_units_times_units(registry):
    assert registry.m * Unit("mV") == 1 * Unit("m mV")
    assert Unit("mV") * registry.m == Unit("m mV")
    assert Quantity(3.0, "mV") / registry.s == Quantity(3.0, "mV/s")
    assert Quantity(3.0, "km").to(registry.m).mantissa == 3000.0
    assert Quantity([1.0, 2.0], registry.km).to_decimal("m").tolist() == [1000.0, 2000.0]


def test_in_place(registry):
    lengths = registry.Quantity(np.array([1.0, 2.0]), "km")
    total = Quantity(np.array([1.0, 2.0]), "m")
    total += lengths
    assert total.to_decimal("m").tolist() == [1001.0, 2002.0]
    result = operator.iadd(lengths, Quantity(np.array([1.0, 1.0]), "m"))
    assert isinstance(result, Quantity)
    np.testing.assert_allclose(result.to_decimal("m"), [1001.0, 2001.0])


def test_other_things_are_refused():
    with pytest.raises(TypeError, match="from_pint takes a quantity or a unit of pint, got float"):
        converters.from_pint(3.0)
