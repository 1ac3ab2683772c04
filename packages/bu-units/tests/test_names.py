"""`bu_units.names`: every unit as an attribute, built on first use."""

import pytest

import bu_units as bu
from bu_units import names


def test_every_attribute_name_is_a_unit():
    listed = dir(names)
    for name in bu.attribute_names():
        assert isinstance(getattr(names, name), bu.Unit)
        assert name in listed
    assert len(bu.attribute_names()) > 3600
    assert bu.attribute_names() == sorted(set(bu.attribute_names()))


def test_aliases_are_one_object():
    assert names.mV is names.mvolt
    assert names.au is names.AU is names.astronomical_unit
    assert names.dalton is names.Da
    assert names.dalton == names.atomic_mass
    assert names.meter == names.metre
    assert names.meter is not names.metre
    assert names.cm2 is names.cmetre2
    assert names.cm2 == names.cmeter2


def test_kept_after_first_use():
    vars(names).pop("Qvolt", None)
    volt = names.Qvolt
    assert vars(names)["Qvolt"] is volt


@pytest.mark.parametrize("name", ["mvolts", "MVOLT", "fl oz", "m2x", "_private", "__path__", "m / s"])
def test_unknown_names_are_attribute_errors(name):
    with pytest.raises(AttributeError, match="no unit is named") as caught:
        getattr(names, name)
    assert caught.value.name == name


def test_unknown_names_suggest_near_ones():
    with pytest.raises(AttributeError, match=r"did you mean .*mvolt"):
        names.mvolts
    with pytest.raises(ImportError, match="mvolts"):
        from bu_units.names import mvolts  # noqa: F401


def test_import_from():
    from bu_units.names import mV, parsec

    assert mV is names.mV
    assert parsec is names.parsec
