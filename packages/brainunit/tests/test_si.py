"""`si` is that of bu_units: the units of the SI by name and symbol, built at first use."""

import pytest

import brainunit as u
from bu_units import si


def test_the_names_are_those_of_bu_units():
    assert dir(u.si) == dir(si)
    for name in ("kΩ", "min", "metre", "mV", "L"):
        assert getattr(u.si, name) is getattr(si, name)
    assert u.si.min == 60 * u.second  # and not the picohenry's, nor Python's
    assert str(3 * u.si.kV) == "3 kV"


def test_what_is_not_of_the_si():
    for name in ("inch", "psi", "nothing"):
        with pytest.raises(AttributeError, match=name):
            getattr(u.si, name)
