"""A number in front of the text of a unit."""

import pytest

from bu_units import UnitParseError, split_number


@pytest.mark.parametrize(
    "text, value, unit",
    [
        ("3 mV", 3, "mV"),
        ("-65mV", -65, "mV"),
        ("\u221265 mV", -65, "mV"),
        ("+1.5e-3 m/s", 1.5e-3, "m/s"),
        ("3", 3, "1"),
        (" 3. ", 3.0, "1"),
        ("3 * mV", 3, "mV"),
        ("3 × mV", 3, "mV"),
        ("3·mV", 3, "mV"),
        ("3 / s", 3, "1 / s"),
        ("3 per s", 3, "1 per s"),
        ("3 percent", 3, "percent"),
        ("3 (m/s)", 3, "(m/s)"),
        (".5 m", 0.5, "m"),
        ("9" * 30, int("9" * 30), "1"),
    ],
)
def test_split_number(text, value, unit):
    assert split_number(text) == (value, unit)
    assert type(split_number(text)[0]) is type(value)


@pytest.mark.parametrize(
    "text",
    [
        "mV",
        "",
        "nan m",
        "inf",
        "10^3 m",
        "10**3 m",
        "1 500 m",
        "1 .5 m",
        "1e999 m",
        "1e-400 m",
        "-0.0" + "0" * 400 + "1 m",
        "9" * 5000,
        "- 3 m",
    ],
)
def test_split_number_refuses(text):
    with pytest.raises(UnitParseError):
        split_number(text)


def test_split_number_wants_a_text():
    with pytest.raises(TypeError, match="from a str"):
        split_number(3)
