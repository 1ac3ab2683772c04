"""Fields of pydantic models: what they read, refuse, dump and say in their schema."""

from __future__ import annotations

import asyncio
import copy
import json
import pickle
from typing import Annotated, Optional

import numpy as np
import pytest

from bu_array import Quantity
from bu_array.typing import LENGTH, VOLTAGE
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


# ---------------------------------------------------------------- texts in Annotated


ANNOTATIONS = [
    Annotated[Quantity, "length"],
    Annotated[Quantity, "km"],
    Annotated[Quantity, "length", "the height of a tower"],
    Annotated[Quantity, pydantic.Field(description="the height"), "length"],
    Annotated[Quantity, u.km, "the height of a tower"],
    Annotated[Quantity, "length"] | None,
    Annotated[Quantity | None, "length"],
    Annotated[Optional[Quantity], u.km],  # noqa: UP045  the older way to write it is another class
]


@pytest.mark.parametrize("hint", ANNOTATIONS, ids=str)
def test_a_text_beside_the_type_is_checked(hint):
    model = pydantic.create_model("Tower", x=(hint, ...))
    for read in (pydantic.TypeAdapter(hint).validate_python, lambda x: model(x=x).x):
        assert read("3 km") == 3 * u.km
        for wrong in ("3 s", 3 * u.second, {"value": 3, "unit": "s"}):
            with pytest.raises(pydantic.ValidationError):
                read(wrong)


def test_a_text_with_a_unit_converts():
    assert pydantic.TypeAdapter(Annotated[Quantity, "mV"]).validate_python("1 V").unit is u.mV


@pytest.mark.parametrize("hint", ANNOTATIONS[-3:], ids=str)
def test_none_of_a_union_passes(hint):
    assert pydantic.TypeAdapter(hint).validate_python(None) is None


def test_a_text_is_checked_wherever_it_stands():
    nested = pydantic.TypeAdapter(dict[str, list[Annotated[Quantity, "length"]]])
    assert nested.validate_python({"a": ["1 m"]})["a"][0] == 1 * u.m
    with pytest.raises(pydantic.ValidationError) as caught:
        nested.validate_python({"a": ["1 m", "1 s"]})
    assert caught.value.errors()[0]["loc"] == ("a", 1)

    @pydantic.validate_call
    def walk(distance: Annotated[Quantity, "length"]) -> Quantity:
        return distance

    assert walk("2 m") == 2 * u.m
    with pytest.raises(pydantic.ValidationError):
        walk("2 s")


def test_a_text_that_says_nothing_is_refused_with_the_model():
    with pytest.raises(ValueError, match="no physical type is named 'the height'"):
        pydantic.create_model("Tower", x=(Annotated[Quantity, "the height"], ...))
    assert pydantic.TypeAdapter(Annotated[int, "the height"]).validate_python(3) == 3


def test_a_pydantic_that_is_not_known_says_what_it_does_not_check():
    from bu_interop.pydantic import _teach_texts

    with pytest.warns(UserWarning, match=r'write Quantity\["length"\]'):
        _teach_texts(type("GenerateSchema", (), {}))


# ---------------------------------------------------------------- what models are used for


class Cell(pydantic.BaseModel):
    rest: Quantity[u.mV] = -65 * u.mV
    trace: VOLTAGE = pydantic.Field(default_factory=lambda: np.zeros(2) * u.mV)


class Checked(pydantic.BaseModel):
    model_config = pydantic.ConfigDict(validate_default=True, validate_assignment=True)
    length: LENGTH = "5 km"


def test_defaults():
    a, b = Cell(), Cell()
    assert a.rest == -65 * u.mV
    a.trace[0] = 1 * u.mV
    assert b.trace[0] == 0 * u.mV
    assert Checked().length == 5 * u.km
    schema = Cell.model_json_schema(mode="serialization")["properties"]["rest"]["default"]
    assert (schema["value"], schema["unit"]) == (-65, "mV")


def test_assignment_is_checked_where_the_model_says_so():
    model = Checked()
    model.length = "3 m"
    assert model.length == 3 * u.m
    with pytest.raises(pydantic.ValidationError):
        model.length = 3 * u.second
    assert model.length == 3 * u.m


def test_copies():
    model = Cell(trace=np.array([1.0, 2.0]) * u.volt)
    assert model.model_copy().trace is model.trace
    assert model.model_copy(update={"rest": -70 * u.mV}).rest == -70 * u.mV
    deep = model.model_copy(deep=True)
    deep.trace[0] = 9 * u.volt
    assert model.trace[0] == 1 * u.volt
    assert copy.deepcopy(model).trace.unit is u.volt


def test_pickle():
    model = Cell(trace=np.array([1.0, np.nan]) * u.volt)
    again = pickle.loads(pickle.dumps(model))
    assert again.rest == model.rest
    assert again.trace.unit is u.volt
    np.testing.assert_array_equal(again.trace.mantissa, model.trace.mantissa)


def test_settings_from_the_environment(monkeypatch):
    settings = pytest.importorskip("pydantic_settings")

    class Settings(settings.BaseSettings):
        model_config = settings.SettingsConfigDict(env_prefix="TOWER_")
        height: LENGTH
        step: Annotated[Quantity, "ms"] = 1 * u.ms

    monkeypatch.setenv("TOWER_HEIGHT", "5 km")
    assert Settings().height.unit is u.km
    assert Settings().step == 1 * u.ms
    monkeypatch.setenv("TOWER_STEP", "0.5 s")
    assert Settings().step.unit is u.ms
    assert Settings().step == 500 * u.ms
    monkeypatch.setenv("TOWER_HEIGHT", "5 s")
    with pytest.raises(pydantic.ValidationError, match="length"):
        Settings()


def _ask(app, method, path, body=None):
    """Return status and JSON of an answer: as a server gets them, without a client."""
    sent = []

    async def receive():
        return {"type": "http.request", "body": json.dumps(body).encode(), "more_body": False}

    async def send(message):
        sent.append(message)

    scope = {"type": "http", "method": method, "path": path, "raw_path": path.encode(), "query_string": b""}
    scope |= {"headers": [(b"content-type", b"application/json")], "http_version": "1.1", "root_path": ""}
    asyncio.run(app(scope, receive, send))
    return sent[0]["status"], json.loads(b"".join(message.get("body", b"") for message in sent[1:]))


def test_fastapi_reads_and_answers():
    fastapi = pytest.importorskip("fastapi")
    app = fastapi.FastAPI()

    @app.post("/double", response_model=Model)
    async def double(model: Model):
        return Model(length=2 * model.length, voltage=model.voltage)

    volts = {"value": [1.0, 2.0], "unit": "V"}
    status, answer = _ask(app, "POST", "/double", {"length": "5 km", "voltage": volts})
    assert status == 200, answer
    assert (answer["length"]["value"], answer["length"]["unit"]) == (10, "km")
    np.testing.assert_array_equal(Model(**answer).voltage.mantissa, [1000.0, 2000.0])
    status, answer = _ask(app, "POST", "/double", {"length": "5 s"})
    assert status == 422
    assert answer["detail"][0]["loc"] == ["body", "length"]
    assert "/double" in _ask(app, "GET", "/openapi.json")[1]["paths"]
