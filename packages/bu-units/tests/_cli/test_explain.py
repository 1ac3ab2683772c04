"""What `explain` says of a unit."""

import pytest

from bu_units import UnitParseError
from bu_units._cli.explain import explain


def test_a_compound_has_all_of_it():
    assert list(explain("kg m s-2")) == [
        "unit:      kg * m / s^2",
        "dimension: m kg s^-2",
        "kinds:     force",
        "in SI:     1 N",
        "made of:   kg (kilogram), m (metre), s (second)",
        "read as:   kg: kilogram, the base unit of mass",
        "read as:   m: metre, the base unit of length",
        "read as:   s^-2: second, the base unit of time",
        "equals:    newton (N)",
        "SI base:   kg * m / s^2",
        "UCUM:      kg.m/s2",
        "UDUNITS:   kg m s-2",
    ]


@pytest.mark.parametrize(
    "text, line",
    [
        ("mV/nA", "read as:   mV: millivolt, milli (m), 10^-3 volt (V)"),
        ("mV/nA", "equals:    megaohm (Mohm)"),
        ("N m", "kinds:     energy, torque"),
        ("s^-1", "equals:    hertz (Hz), becquerel (Bq), baud (Bd)"),
        ("1/s", "in SI:     1 / s"),
        ("hPa", "equals:    millibar (mbar)"),
        ("kibibyte / s", "read as:   KiB: kibibyte, kibi (Ki), 2^10 byte (B)"),
        ("20 C", "note:      20 C is 20 coulomb; for degrees Celsius write 20 degC or 20 °C"),
        ("C", "note:      C is the coulomb; for degrees Celsius write degC or °C"),
        ("F", "note:      F is the farad; for degrees Fahrenheit write degF or °F"),
        ("degC", "UCUM:      Cel"),
        ("pi rad", "SI base:   3.141592653589793"),
    ],
)
def test_lines(text, line):
    assert line in list(explain(text))


@pytest.mark.parametrize("text", ["coulomb", "C/s", "mC", "10^3 C", "degC"])
def test_no_note_where_no_degrees_are_likely(text):
    assert not any(line.startswith("note:") for line in explain(text))


def test_what_a_notation_cannot_say_is_said():
    assert any(line.startswith("UCUM:      none: ") for line in explain("m^0.5"))


def test_no_unit():
    with pytest.raises(UnitParseError):
        list(explain("kilgram"))
