"""Physical constants, and units outside the SI, as quantities: exact values of bu_units, numpy's numbers."""

import ast
from pathlib import Path

import numpy as np
import pytest

from bu_array import Quantity, constants
from bu_units import Unit, customary_names, names
from bu_units import constants as exact


@pytest.mark.parametrize("name", exact.constant_names())
def test_constants_are_those_of_bu_units(name):
    found, constant = getattr(constants, name), getattr(exact, name)
    assert isinstance(found, Quantity)
    assert found.unit is constant.unit
    assert (type(found.mantissa), found.dtype, found.shape) == (np.ndarray, np.float64, ())
    assert found.mantissa == float(constant.value)
    assert getattr(constants, name) is found  # built once


UNITS = sorted({*customary_names()} & {*dir(constants)} - {*exact.constant_names(), *constants.__all__})


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


def test_what_is_no_constant():
    with pytest.raises(AttributeError, match="no constant is named 'speed_of_ligth'") as caught:
        constants.speed_of_ligth  # the error is what it is for
    assert caught.value.name == "speed_of_ligth"


def test_every_name_is_listed_and_in_the_stub():
    listed = dir(constants)
    assert listed == sorted(set(listed))
    assert {*exact.constant_names(), *constants.__all__} <= set(listed)
    assert len(UNITS) > 100
    stub = ast.parse(Path(constants.__file__).with_suffix(".pyi").read_text("utf-8"))
    typed = {node.target.id for node in stub.body if isinstance(node, ast.AnnAssign)}
    imported = {name.asname for node in stub.body if isinstance(node, ast.ImportFrom) for name in node.names}
    assert set(listed) <= typed | imported
