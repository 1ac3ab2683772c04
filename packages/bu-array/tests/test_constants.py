"""Constants as quantities: by name and by letter; a unit's symbol is never taken for a constant."""

import ast
from pathlib import Path

import numpy as np
import pytest

from bu_array import Quantity, constants
from bu_units import Unit, customary_names, names
from bu_units import constants as exact


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
        if len(name) == 1 and name not in exact.LETTERS and name != "ħ":  # hbar, written so
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


LISTED = {*dir(constants)} - {*constants.__all__}
UNITS = [name for name in customary_names() if name in LISTED and not exact.meant(name)]


@pytest.mark.parametrize("name", UNITS)
def test_units_are_in_coherent_ones(name):
    found, unit = getattr(constants, name), getattr(names, name)
    assert found.dim is unit.dim
    assert found.unit == (Unit("rad") if unit.dim.is_dimensionless else Unit(unit.dim))
    assert float(found.mantissa) == unit.factor_to(found.unit)
    assert found.shape == ()


def test_values():
    assert constants.speed_of_light == Quantity(299792458.0, "m/s")
    assert constants.inch == Quantity(0.0254, "m")
    assert constants.elementary_charge == Quantity(1.602176634e-19, "C")
    np.testing.assert_allclose(constants.degree.mantissa, np.pi / 180, rtol=1e-15)
    assert (constants.hbar * constants.speed_of_light).unit == Unit("J m")


@pytest.mark.parametrize("name, seconds", [("minute", 60), ("hour", 3600), ("day", 86400), ("week", 604800)])
def test_what_counts_stays_whole(name, seconds):
    found = getattr(constants, name)
    assert found.dtype == np.array(1).dtype
    assert found.mantissa == seconds
    assert constants.nautical_mile.mantissa == 1852
    assert constants.inch.dtype == np.float64


def test_units_of_existing_programs_are_units():
    for name in constants.__all__:
        assert isinstance(getattr(constants, name), Unit)


def test_every_name_is_listed_and_in_the_stub():
    listed = dir(constants)
    assert listed == sorted(set(listed))
    assert {*exact.constant_names(), *exact.LETTERS, *constants._unit_names(), *constants.__all__} == set(
        listed
    )
    stub = ast.parse(Path(constants.__file__).with_suffix(".pyi").read_text("utf-8"))
    typed = {node.target.id for node in stub.body if isinstance(node, ast.AnnAssign)}
    imported = {name.asname for node in stub.body if isinstance(node, ast.ImportFrom) for name in node.names}
    assert set(listed) <= typed | imported
