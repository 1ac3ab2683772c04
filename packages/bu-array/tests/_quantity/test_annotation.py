"""Physical types by name, and what stands in the brackets of ``Quantity[...]``."""

from typing import Annotated, get_args

import numpy as np
import pytest

from bu_array import Quantity
from bu_array._quantity.annotation import PhysicalType, meant
from bu_units import Unit

M, S = Unit("m"), Unit("s")


def test_physical_types():
    speed = PhysicalType("speed")
    assert speed == PhysicalType(M / S) == PhysicalType((M / S).dim) == PhysicalType("velocity")
    assert speed != PhysicalType("mass")
    assert hash(speed) == hash(PhysicalType("velocity"))
    assert speed != "speed"
    assert PhysicalType(speed).physical_type == "speed"
    assert repr(speed) == "PhysicalType('speed')"


@pytest.mark.parametrize(
    "name, unit",
    [
        ("length", "m"),
        ("LENGTH", "m"),
        ("electric_charge", "C"),
        ("  amount  of substance ", "mol"),
        ("charge", "C"),
        ("current", "A"),
        ("dimensionless", "1"),
        ("luminosity", "cd"),
        ("magnetic field", "T"),
        ("substance", "mol"),
        ("velocity", "m/s"),
    ],
)
def test_names(name, unit):
    assert PhysicalType(name).dim is Unit(unit).dim
    assert PhysicalType(name).name == " ".join(name.lower().replace("_", " ").split())


def test_names_of_units_and_dimensions():
    assert PhysicalType(M.dim).name == PhysicalType(Unit("km")).name == str(M.dim)
    for wrong in (3, None, 1.0, int):
        with pytest.raises(
            TypeError, match=f"named by a text, a Unit or a Dimension, got {type(wrong).__name__}"
        ):
            PhysicalType(wrong)
    with pytest.raises(ValueError, match="no physical type is named 'mV'"):
        PhysicalType("mV")


def test_brackets():
    assert Quantity[M] == Annotated[Quantity, M]
    assert Quantity["length"] == Quantity[M.dim] == Quantity[PhysicalType(Unit("km"))]
    assert Quantity["mV"] == Quantity[Unit("mV")]
    assert get_args(Quantity["length"]) == (Quantity, PhysicalType("length"))
    with pytest.raises(ValueError, match="no physical type is named 'bogus'") as caught:
        Quantity["bogus"]
    assert caught.value.__suppress_context__  # one traceback: that it is no unit either says nothing
    with pytest.raises(TypeError, match="named by a text"):
        Quantity[3]


def test_what_a_bracket_asks_for():
    assert meant("mV") is Unit("mV")
    assert meant(M) is M
    assert meant("time") == PhysicalType(S)
    assert isinstance(meant("time"), PhysicalType)
    assert isinstance(meant(S.dim), PhysicalType)


@pytest.mark.parametrize("annotation", [Quantity["length"], Quantity[M]])
def test_an_annotation_makes_a_quantity(annotation):
    assert annotation(np.ones(2), "m").unit is M
