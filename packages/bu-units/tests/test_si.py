"""`bu_units.si`: the SI and what is accepted with it, by the names and symbols of the Brochure."""

import keyword

import pytest

import bu_units as bu
from bu_units import names, si
from bu_units._catalogue import PREFIXES


def test_symbols_and_names():
    assert si.V is si.volt is names.volt
    assert si.kg is names.kilogram
    assert si.metre == si.meter
    assert si.millivolt is si.mV is names.mvolt
    assert si.kilojoule is si.kJ
    assert si.mmol == names.mmole
    assert si.litre == si.L
    assert si.mL == si.ml
    assert si.keV == bu.parse_unit("kiloelectron_volt")
    assert bu.si is si


def test_symbols_that_hide_something_elsewhere():
    assert si.min is names.minute
    assert "min" not in dir(names)
    assert getattr(si, "as") is names.asecond  # a keyword: not in the stub


def test_typeset_symbols():
    assert si.Ω is names.ohm
    assert si.kΩ is names.kohm
    assert si.μm is names.um
    assert si.µm is names.um  # Python makes the Greek letter of the micro sign


@pytest.mark.parametrize(
    "name", ["inch", "mvolt", "molar", "dyn", "bar", "kkg", "nope", "__path__", "kilokilogram"]
)
def test_what_is_not_of_the_si(name):
    with pytest.raises(AttributeError, match="no unit of the SI"):
        getattr(si, name)


def test_units_from_elsewhere_are_pointed_at():
    with pytest.raises(AttributeError, match=r"bu_units\.names has it"):
        si.inch


def test_every_name_is_a_unit():
    listed = dir(si)
    assert len(listed) == len(set(listed)) > 1700
    for name in listed:
        assert isinstance(getattr(si, name), bu.Unit)
    for prefix in PREFIXES:
        assert {prefix.symbol + "m", prefix.name + "metre", prefix.name + "meter"} <= set(listed)
    assert [name for name in listed if keyword.iskeyword(name)] == ["as"]
