"""Names near to an unknown one: those that people write."""

import pytest

from bu_units._registry import find
from bu_units._suggestions import suggest


@pytest.mark.parametrize(
    "text, near",
    [
        ("Kelvin", ["kelvin"]),
        ("kelvn", ["kelvin"]),
        ("hr", ["hour"]),
        ("sec", ["second"]),
        ("mVolt", ["mvolt", "Mvolt"]),
        ("khz", ["kHz"]),
        ("Celsius", ["celsius"]),
        ("Ohm", ["ohm"]),
        ("kilofeet", ["foot"]),
        ("kiloinches", ["inch"]),
        ("microrad", ["urad"]),
        ("kilosievrt", ["kilosievert", "sievert"]),
        ("kiloton", []),
        ("ureg", []),
    ],
)
def test_what_is_suggested_is_written_by_people(text, near):
    assert suggest(text) == near


def test_nothing_is_suggested_with_an_unusual_prefix():
    unusual = {
        prefix + name
        for prefix in ("y", "z", "a", "da", "h", "P", "E", "Z", "Y", "R", "Q", "r", "q")
        for name in (
            "kelvin",
            "K",
            "sr",
            "steradian",
            "second",
            "s",
            "mol",
            "mole",
            "volt",
            "V",
            "metre",
            "meter",
            "gram",
            "cd",
        )
    }
    assert find("zkelvin") is not None  # and looked up before
    for text in (
        "zelvin",
        "zkelvinn",
        "hsrr",
        "hr",
        "Kelvins",
        "dasecond_",
        "ymetr",
        "Zvolt_",
        "Qmole_",
        "acd_",
    ):
        assert not unusual & set(suggest(text)), text
