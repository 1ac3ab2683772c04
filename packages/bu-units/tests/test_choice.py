"""The prefix that reads best, and products of preferred units."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from unit_laws import laws, named, units

from bu_units import UNITLESS, parse_unit
from bu_units.choice import compact_unit, preferred_unit


@pytest.mark.parametrize(
    "text, size, shown",
    [
        ("m", 1500, "km"),
        ("m", 999, "m"),
        ("m", "1e-30", "qm"),
        ("m", "1e-50", "qm"),
        ("m", "1e50", "Qm"),
        ("V", "0.001", "mV"),
        ("V", "0.000999", "uV"),
        ("mV", 1000, "V"),
        ("cm", 5, "mm"),
        ("kg", 1500, "Mg"),
        ("kg", "0.0005", "mg"),
        ("g", 5000, "kg"),
        ("kilogramme", "0.5", "g"),
        ("m^2", 999_999, "m^2"),
        ("m^2", 1_000_000, "km^2"),
        ("m^2", "1e-5", "mm^2"),
        ("m^0.5", 1000, "Mm^0.5"),
        ("1/s", 1500, "1 / ms"),
        ("1/s", "0.01", "1 / ks"),
        ("V/m", "0.0015", "mV / m"),
        ("kW h", "0.001", "W * h"),
        ("N m", 50_000, "kN * m"),
        ("inch V", 5000, "in * kV"),
        ("min", 10**6, "min"),
        ("inch/s", 10**6, "in / s"),
        ("km/h", 10**5, "Mm / h"),
        ("kmh", 10**5, "km/h"),
        ("B", 5000, "kB"),
        ("KiB", 5000, "MiB"),
        ("KiB", "0.5", "B"),
        ("B", "0.5", "B"),  # no millibyte
        ("t", 10**5, "t"),
        ("mL", 3000, "L"),
        ("ml", 3000, "l"),
        ("L", "0.003", "mL"),
        ("mmol/dL", 2000, "mol / dL"),
        ("eV", 10**10, "GeV"),
        ("rad", "0.01", "mrad"),
        ("percent", 10**4, "%"),
        ("1", 10**4, "1"),
        ("degC", 5000, "degC"),
        ("dBm", 5000, "dBm"),
        ("dB/km", 5000, "dB / km"),
        ("1e-4 m", 10, "mm"),
        ("pi m", 1000, "km"),
        ("m", 0, "m"),
    ],
)
def test_the_prefix_that_reads_best(text, size, shown):
    assert str(compact_unit(parse_unit(text), Fraction(size))) == shown


@laws
@given(units, st.fractions(min_value=Fraction(1, 10**40), max_value=10**40))
def test_the_dimension_stays_and_the_choice_is_final(unit, size):
    chosen = compact_unit(unit, size)
    assert chosen.dim is unit.dim
    factor = (unit.exact / chosen.exact).fraction if chosen != unit else Fraction(1)
    if factor is not None:
        assert compact_unit(chosen, size * factor) == chosen


@laws
@given(named, st.fractions(min_value=Fraction(1, 10**3), max_value=10**3))
def test_values_of_named_units_are_below_a_thousand(unit, size):
    chosen = compact_unit(unit, size)
    if type(unit) is type(UNITLESS) and chosen != unit and len(chosen.atoms) == 1:
        factor = (unit.exact / chosen.exact).fraction
        ((_, power),) = chosen.atoms
        within = 1 <= size * factor < 1024**power
        assert within or str(chosen) in {"B", "bit"}, "bytes and bits have no smaller prefix"


@pytest.mark.parametrize(
    "dimension, preferred, shown",
    [
        ("J", "kW h", "kW * h"),
        ("J", "N m kW h", "N * m"),
        ("J", "kW h N m", "kW * h"),
        ("J", "V eV J", "eV"),
        ("m^2", "cm", "cm^2"),
        ("m^2", "cm ha", "ha"),
        ("N", "g m s", "g * m / s^2"),
        ("V/Hz^0.5", "uV kHz", "uV / kHz^0.5"),
        ("m/s", "h km", "km / h"),
        ("W/m^2", "mW cm", "mW / cm^2"),
        ("K", "degC", "degC"),
        ("1", "percent m", "%"),
        ("V", "kg m s A", "kg * m^2 / (s^3 * A)"),
        ("m^2", "ft", "ft^2"),
        ("m^3", "l m", "l"),
    ],
)
def test_preferred_units(dimension, preferred, shown):
    given = [parse_unit(text) for text in preferred.split()]
    assert str(preferred_unit(parse_unit(dimension).dim, given)) == shown


@pytest.mark.parametrize(
    "dimension, preferred", [("V", "m s"), ("V", ""), ("1", "m"), ("m", "m^2"), ("m", "degC"), ("m", "ha")]
)
def test_where_nothing_fits(dimension, preferred):
    assert preferred_unit(parse_unit(dimension).dim, [parse_unit(text) for text in preferred.split()]) is None


def test_many_units_take_no_long_search():
    many = [parse_unit(f"{number} m s^{number % 5 + 1} kg^{number % 7 + 1}") for number in range(1, 200)]
    assert preferred_unit(parse_unit("mol").dim, many) is None
