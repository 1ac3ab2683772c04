"""`systems` is that of bu_units."""

import pytest

import brainunit as u
from bu_units import systems


def test_the_names_are_those_of_bu_units():
    assert dir(u.systems) == dir(systems)
    assert u.systems.cgs is systems.cgs
    assert u.systems.UnitSystem is systems.UnitSystem


def test_quantities_in_a_system():
    assert str((3.0 * u.newton).in_system(u.systems.cgs)) == "300000. dyn"
    with pytest.raises(AttributeError, match="no system of units is named 'fps'"):
        u.systems.fps
