"""Pickles written before modules moved are read; those written now name places that stay."""

import base64
import json
import pickle
import pickletools
from pathlib import Path

import numpy as np
import pytest

import bu_array
from bu_array import Quantity, math
from bu_array._former import MOVED
from bu_array.core import MissingUnitError
from bu_array.typing import LENGTH
from bu_units import Unit, UnitMismatchError, systems

STORED = json.loads((Path(__file__).parent / "data/pickles.json").read_text("utf-8"))


def stored(name):
    return pickle.loads(base64.b64decode(STORED[name]))


@pytest.mark.parametrize(
    "name, value, unit",
    [
        ("array", [0.0, 1.0, 2.0], "mV"),
        ("number", 3, "mV"),
        ("point", 20, "degC"),
        ("level", 3, "dBm"),
        ("compound", 2.5, "mS/cm^2"),
    ],
)
def test_quantities(name, value, unit):
    q = stored(name)
    assert type(q) is type(Quantity(1, unit))
    assert q.unit is Unit(unit)
    np.testing.assert_array_equal(q.mantissa, value)


def test_what_else_was_pickled():
    error = stored("error")
    assert type(error) is MissingUnitError
    assert isinstance(error, UnitMismatchError)
    assert stored("class") is Quantity
    assert stored("annotation") == Quantity[Unit("m")]
    assert stored("physical_type") == LENGTH
    assert stored("function") is math.mean
    assert stored("unit") is Unit("mV")
    assert stored("system") is systems.cgs
    assert stored("place").set(Quantity(5.0, "mV"))[0] == Quantity(5.0, "mV")


def test_how_dask_puts_a_quantity_together():
    pytest.importorskip("dask.array")
    rebuild, arguments = stored("rebuilding")
    q = rebuild([np.ones(3)], *arguments)
    assert q.unit is Unit("mV")
    assert q.mantissa.tolist() == [1.0, 1.0, 1.0]


def test_places_that_stay():
    named = [
        argument
        for _, argument, _ in pickletools.genops(pickle.dumps([Quantity, Quantity(1, "m"), math.mean], 2))
        if isinstance(argument, str) and argument.startswith("bu_array")
    ]
    assert named == ["bu_array Quantity", "bu_array._quantity _restored", "bu_array.math.statistical mean"]


@pytest.mark.parametrize("former", sorted(MOVED))
def test_a_former_module_has_what_the_module_of_today_has(former):
    if former == "_axis_units":
        pytest.importorskip("matplotlib")
    module = __import__(f"bu_array.{former}", fromlist=["x"])
    today = __import__(f"bu_array.{MOVED[former]}", fromlist=["x"])
    name = today.__all__[0]
    assert getattr(module, name) is getattr(today, name)
    assert not hasattr(bu_array, former)
    with pytest.raises(AttributeError):
        _ = module.nothing
