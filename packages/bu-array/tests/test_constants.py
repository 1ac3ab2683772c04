"""Constants as quantities: by name and by letter; a unit's symbol is never taken for a constant."""

import numpy as np
import pytest

from bu_array import constants
from bu_units import constants as exact
from bu_units import customary_names, names


@pytest.mark.parametrize("letter, name", exact.LETTERS.items())
def test_a_letter_is_the_constant_itself(letter, name):
    assert getattr(constants, letter) is getattr(constants, name)
    assert letter in dir(constants)


def test_every_constant_is_its_exact_one():
    for name in exact.constant_names():
        found, known = getattr(constants, name), getattr(exact, name)
        assert found.mantissa.dtype == np.float64
        assert found.mantissa.shape == ()
        assert (found.mantissa.item(), found.unit) == (known.value, known.unit)


def test_letters_are_no_symbols_of_units():
    assert constants.h.unit == names.joule * names.second
    assert constants.hour.to_decimal("s") == 3600
    for letter, unit in {"G": names.gauss, "R": names.roentgen, "e": names.volt, "F": names.farad}.items():
        assert not getattr(constants, letter).unit.has_same_dim(unit)
    for name in customary_names():
        if len(name) == 1 and name not in exact.LETTERS:
            with pytest.raises(
                AttributeError, match=f"no constant is named '{name}': it is the symbol of a unit"
            ):
                getattr(constants, name)
            assert name not in dir(constants)


def test_units_are_there_under_their_names():
    for name in ("inch", "atm", "lb", "au", "eV", "mmHg", "week", "degree"):
        unit = getattr(names, name)
        assert getattr(constants, name).to_decimal(unit) == pytest.approx(1.0, rel=1e-15)


@pytest.mark.parametrize(
    "name, near", [("boltzman", "boltzmann"), ("plank", "planck"), ("proton_mas", "proton_mass")]
)
def test_a_name_of_none_suggests_near_ones(name, near):
    with pytest.raises(AttributeError, match=rf"no constant is named '{name}'; did you mean .*\b{near}\b"):
        getattr(constants, name)


@pytest.mark.parametrize("name", ["__wrapped__", "_private", "qqqqqq"])
def test_what_is_near_to_nothing(name):
    with pytest.raises(AttributeError, match=f"no constant is named '{name}'$"):
        getattr(constants, name)
