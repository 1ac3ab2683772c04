"""to_dict and from_dict: every type, dtype and digit comes back; what is no form is an error at its place."""

from __future__ import annotations

import json
import tomllib
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest

from bu_array import Quantity
from bu_array.forms import FormError, from_dict
from bu_units import names as u

NUMBERS = [3, 2**70, 10**5000, 0.1, -0.0, True, 1 + 2j, Decimal("1.10"), Fraction(1, 3)]
ARRAYS = [
    np.float32(0.1),
    np.bool_(True),
    np.array(0.1),
    np.array([0.1]),
    np.zeros((0, 3)),
    np.zeros((2, 0)),
    np.array([2**53 + 1, -(2**63)]),
    np.array([2**64 - 1], np.uint64),
    np.array([1.0, np.nan, -np.inf], np.float16),
    np.array([[1 + 2j, 3]], np.complex64),
    np.array([1.1], np.longdouble),
    np.array([1.0], ">f8"),
    np.array([True, False]),
]


@pytest.mark.parametrize("strict", [False, True])
@pytest.mark.parametrize("x", NUMBERS, ids=lambda x: type(x).__name__)
def test_numbers_come_back(x, strict):
    form = json.loads(json.dumps(Quantity(x, "mV").to_dict(strict=strict), allow_nan=not strict))
    again = from_dict(form)
    assert again.unit is u.mV
    assert type(again.mantissa) is type(x)
    assert repr(again.mantissa) == repr(x) if x != 10**5000 else again.mantissa == x


@pytest.mark.parametrize("strict", [False, True])
@pytest.mark.parametrize("x", ARRAYS, ids=lambda x: f"{x.dtype}-{x.shape}")
def test_arrays_come_back(x, strict):
    form = json.loads(json.dumps(Quantity(x, "degC").to_dict(strict=strict), allow_nan=not strict))
    again = from_dict(form).mantissa
    assert (type(again), again.dtype, again.shape) == (type(x), x.dtype, x.shape)
    np.testing.assert_array_equal(again, x)


def test_masks_come_back():
    again = from_dict(Quantity(np.ma.masked_array([1, 2], [0, 1], fill_value=7), "m").to_dict()).mantissa
    assert (again.mask.tolist(), again.data.tolist(), again.fill_value) == ([False, True], [1, 2], 7)


@pytest.mark.parametrize(
    "form, path",
    [
        ({"value": [1, "x"], "unit": "m"}, ("value", 1)),
        ({"value": [[1, 2], [3]], "unit": "m"}, ("value", 1)),
        ({"value": [[1, 2], [3, None]], "unit": "m", "dtype": "int64"}, ("value", 1, 1)),
        ({"value": [300], "unit": "m", "dtype": "int8"}, ("value", 0)),
        ({"value": 1, "unit": "nonsuch"}, ("unit",)),
        ({"value": 1}, ()),
        ({"value": 1, "unit": "m", "dtyp": "int"}, ()),
        ({"value": 1, "unit": "m", "dtype": "U3"}, ("dtype",)),
        ({"value": 1, "unit": "m", "kind": "torque"}, ("kind",)),
        ({"value": [1], "unit": "m", "mask": [0]}, ("mask", 0)),
    ],
)
def test_errors_name_the_place(form, path):
    with pytest.raises(FormError) as caught:
        from_dict(form)
    assert caught.value.path == path


BFLOAT16 = [0.1, -0.0, 3.0e38, float("inf"), float("nan")]


def _bfloat16(library):
    if library == "torch":
        torch = pytest.importorskip("torch")
        return torch.tensor(BFLOAT16, dtype=torch.bfloat16)
    ml_dtypes = pytest.importorskip("ml_dtypes")
    values = np.array(BFLOAT16, ml_dtypes.bfloat16)
    return pytest.importorskip("jax.numpy").asarray(values) if library == "jax" else values


@pytest.mark.parametrize("strict", [False, True])
@pytest.mark.parametrize("library", ["numpy", "jax", "torch"])
def test_bfloat16_comes_back_to_its_library(library, strict):
    x = _bfloat16(library)
    form = json.loads(json.dumps(Quantity(x, "mV").to_dict(strict=strict), allow_nan=not strict))
    assert form["dtype"] == "bfloat16"
    again = from_dict(form).mantissa
    assert (type(again), again.dtype, again.shape) == (type(x), x.dtype, x.shape)
    for a, b in zip(again.tolist(), x.tolist(), strict=True):
        assert repr(float(a)) == repr(float(b))  # minus zero and NaN, too


def _yaml(form):
    yaml = pytest.importorskip("yaml")
    return yaml.safe_load(yaml.safe_dump(form))


def _msgpack(form):
    msgpack = pytest.importorskip("msgpack")
    return msgpack.unpackb(msgpack.packb(form))


@pytest.mark.parametrize("through", [_yaml, _msgpack])
@pytest.mark.parametrize("x", ARRAYS, ids=lambda x: f"{x.dtype}-{x.shape}")
def test_arrays_come_back_through_other_formats(x, through):
    again = from_dict(through(Quantity(x, "mV").to_dict(strict=True))).mantissa
    assert (type(again), again.dtype, again.shape) == (type(x), x.dtype, x.shape)
    np.testing.assert_array_equal(again, x)


@pytest.mark.parametrize("through", [_yaml, _msgpack])
def test_masks_come_back_through_other_formats(through):
    q = Quantity(np.ma.masked_array([1, 2], [0, 1], fill_value=7), "m")
    again = from_dict(through(q.to_dict(strict=True))).mantissa
    assert (again.mask.tolist(), again.data.tolist(), again.fill_value) == ([False, True], [1, 2], 7)


def test_a_file_that_a_person_writes_in_toml():
    found = tomllib.loads('rest = {value = [-65.0, inf], unit = "mV", dtype = "float32"}')
    again = from_dict(found["rest"])
    assert again.unit is u.mV
    assert again.mantissa.dtype == np.float32
    np.testing.assert_array_equal(again.mantissa, np.array([-65.0, np.inf], np.float32))
