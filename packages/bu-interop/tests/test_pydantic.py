"""Fields of pydantic models: what they read, refuse, dump and say in their schema."""

from __future__ import annotations

import numpy as np
import pytest

from bu_array import Quantity
from bu_array.typing import LENGTH
from bu_units import names as u

pydantic = pytest.importorskip("pydantic")


class Model(pydantic.BaseModel):
    length: LENGTH
    voltage: Quantity[u.mV] | None = None


@pytest.mark.parametrize("given", ["5 km", {"value": 5, "unit": "km"}, 5 * u.km])
def test_what_a_field_reads(given):
    model = Model(length=given)
    assert model.length.unit is u.km
    assert model.length.mantissa == 5
    assert Model.model_validate_json(model.model_dump_json()).length.mantissa == 5


@pytest.mark.parametrize("given", ["5 s", 5 * u.second, 5, "5 nonsuch", {"value": 5}, None])
def test_what_a_field_refuses(given):
    with pytest.raises(pydantic.ValidationError) as caught:
        Model(length=given)
    assert caught.value.errors()[0]["loc"] == ("length",)


def test_a_field_with_a_unit_has_it():
    model = Model(length=1 * u.m, voltage=np.array([0.5, np.nan]) * u.volt)
    assert model.voltage.unit is u.mV
    again = Model.model_validate_json(model.model_dump_json())
    np.testing.assert_array_equal(again.voltage.mantissa, [500.0, np.nan])
