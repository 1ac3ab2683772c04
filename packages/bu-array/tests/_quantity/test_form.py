"""The form of a quantity as plain data, and back: nothing is lost, whatever the dtype and the library."""

import json
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest

from bu_array import Quantity
from bu_array.forms import FormError, from_dict
from bu_dispatch import get_backend

DTYPES = "bool int8 int16 int32 int64 uint8 uint16 uint32 uint64 float16 float32 float64 longdouble complex64 complex128"


def alike(a, b):
    assert type(a) is type(b)
    assert a.unit == b.unit
    assert type(a.mantissa) is type(b.mantissa)
    x, y = (np.asarray(each) for each in (a.mantissa, b.mantissa))
    assert x.dtype == y.dtype
    assert x.shape == y.shape
    assert np.array_equal(x, y, equal_nan=x.dtype.kind in "fc")  # the padding of long double is anything


@pytest.mark.parametrize("dtype", DTYPES.split())
@pytest.mark.parametrize("shape", [(), (1,), (0,), (2, 3)])
@pytest.mark.parametrize("strict", [True, False])
def test_every_dtype_and_shape(dtype, shape, strict):
    size = int(np.prod(shape))
    q = Quantity((np.arange(size) + 1).astype(dtype).reshape(shape), "mV")
    form = json.loads(json.dumps(q.to_dict(strict=strict)))
    assert form["unit"] == "mV"
    alike(from_dict(form), q)


@pytest.mark.parametrize("value", [3, 3.5, True, 2 + 1j, 10**50, 2**53 + 1, float("nan"), float("inf")])
def test_python_numbers(value):
    found = from_dict(json.loads(json.dumps(Quantity(value, "m").to_dict(strict=True), allow_nan=False)))
    assert type(found.mantissa) is type(value)
    assert found.mantissa == value or value != value


@pytest.mark.parametrize("value", [Decimal("1.10"), Fraction(1, 3)])
def test_exact_numbers(value):
    found = from_dict(json.loads(json.dumps(Quantity(value, "m").to_dict())))
    assert found.mantissa == value
    assert type(found.mantissa) is type(value)


def test_missing_values_as_the_reader_wants_them():
    q = Quantity(np.array([1.0, np.nan, np.inf]), "mV")
    assert q.to_dict(null=True)["value"][1] is None
    assert json.loads(json.dumps(q.to_dict(strict=True), allow_nan=False))["value"][0] == 1.0
    alike(from_dict(json.loads(json.dumps(q.to_dict(null=True), allow_nan=False))), q)


def test_masks_kinds_and_scales():
    masked = Quantity(np.ma.masked_array([1.0, 2.0], [False, True]), "mV")
    found = from_dict(json.loads(json.dumps(masked.to_dict())))
    assert found.mantissa.mask.tolist() == [False, True]
    torque = Quantity(2.0, "N m").of_kind("torque")
    assert from_dict(json.loads(json.dumps(torque.to_dict()))).unit.kind == torque.unit.kind
    for unit in ("degC", "delta_degC", "dBm"):
        alike(from_dict(Quantity(np.array([20.5]), unit).to_dict()), Quantity(np.array([20.5]), unit))


@pytest.mark.parametrize("library", ["torch", "jax"])
def test_the_library_comes_back(library):
    if not get_backend(library).installed():
        pytest.skip(f"{library} is not installed")
    q = Quantity(np.array([1.0, 2.0], np.float32), "mV").to_backend(library)
    form = json.loads(json.dumps(q.to_dict()))
    found = from_dict(form)
    assert type(found.mantissa) is type(q.mantissa)
    assert str(found) == str(q)
    assert type(from_dict(form, backend="numpy").mantissa) is np.ndarray


def test_values_of_no_library_yet_are_refused():
    dask = pytest.importorskip("dask.array")
    with pytest.raises(TypeError, match="compute"):
        Quantity(dask.ones(3), "mV").to_dict()


def test_errors_say_where():
    good = Quantity(np.ones((2, 2)), "mV").to_dict()
    for change, place in (
        ({"value": [[1.0, "x"], [1.0, 1.0]]}, "value[0][1]"),
        ({"unit": "nonsense"}, "unit"),
        ({"dtype": "no"}, "dtype"),
    ):
        with pytest.raises(FormError) as caught:
            from_dict({**good, **change})
        assert place in str(caught.value)
