"""What `search` finds, and `list` lists."""

import pytest

from bu_units._cli.search import listing, search
from bu_units.kinds import KINDS


def symbols(word):
    lines, reason = search(word)
    assert reason == ""
    return [line.split()[0] for line in lines]


@pytest.mark.parametrize(
    "word, symbol",
    [
        ("inch", "in"), ("Inch", "in"), ("ounce", "oz"), ("coulomb", "C"), ("C", "C"), ("celsius", "degC"),
        ("pressure", "Pa"), ("Electric Charge", "C"), ("electric_charge", "C"), ("torque", "J"), ("°C", "degC"),
        ("m s-1", "km/h"), ("kg m s-2", "N"), ("mV", "mV"), ("decibel", "dBm"), ("light year", "ly"), ("pound", "lb"),
    ],
)  # fmt: skip
def test_search(word, symbol):
    assert symbol in symbols(word)


def test_what_has_the_name_comes_first():
    assert symbols("inch")[0] == "in"
    assert symbols("mV")[0] == "mV"
    assert symbols("torr")[0] == "torr"


def test_near_names_where_there_is_none():
    lines, reason = search("preasure")
    assert "near names are pressure" in reason
    assert lines == list(listing("pressure"))
    lines, reason = search("xyzzyq")
    assert (lines, reason) == ([], "no unit and no kind of quantity is called 'xyzzyq'")


def test_nothing_to_search_for():
    with pytest.raises(ValueError, match="search for"):
        search(" ")


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_found(kind):
    assert set(listing(kind)) <= set(search(kind)[0])
