"""`constants` is that of bu_array, looked up at first use."""

import pytest

import brainunit as u
from bu_array import constants


def test_the_names_are_those_of_bu_array():
    assert dir(u.constants) == dir(constants)
    for name in ("electron_mass", "boltzmann", "gas", "avogadro"):
        assert getattr(u.constants, name) is getattr(constants, name)
        assert name in vars(u.constants)  # looked up once


def test_the_names_at_the_top_level():
    for name, short in u._CONSTANTS.items():
        assert getattr(u, name) is getattr(constants, short)
    energy = (u.constants.electron_mass * u.constants.speed_of_light**2).to("keV")
    assert energy.mantissa == pytest.approx(510.99895, rel=1e-8)


def test_an_unknown_name():
    with pytest.raises(AttributeError, match=r"^brainunit\.constants: .*'pi_bond'") as error:
        u.constants.pi_bond
    assert error.value.name == "pi_bond"
