"""What a declared function writes into a settled dtype: exactly, or not at all."""

import numpy as np
import pytest
from array_checks import array

from bu_array import Quantity
from bu_array.declare.writing import detached
from bu_units import Unit

METRE = Unit("m")


def written(backend, value, dtype="int64", **options):
    holder = array(backend, [1, 2], dtype)
    given = {"a": holder, "value": value, **options}
    return detached(value, METRE, "fill: argument 'value'", "a", given, [holder, value])


def test_what_fits_is_written(backend):
    assert written(backend, Quantity(2, "km")) == 2000
    assert written(backend, Quantity(2.0, "km")) == 2000
    assert written(backend, 0) == 0


@pytest.mark.parametrize("value, dtype", [(Quantity(50, "cm"), "int64"), (Quantity(1, "km"), "int8")])
def test_what_does_not_fit_is_an_error(backend, value, dtype):
    with pytest.raises(ValueError, match=r"fill: argument 'value': .* does not fit"):
        written(backend, value, dtype)


def test_floats_hold_it(backend):
    assert written(backend, Quantity(50, "cm"), "float32") == 0.5


def test_without_a_holder_the_value_is_only_converted(backend):
    assert detached(Quantity(50, "cm"), METRE, "f", None, {}, []) == 0.5
    assert detached(Quantity(50, "cm"), METRE, "f", "dtype", {"dtype": None}, []) == 0.5


def test_the_dtype_asked_for_decides():
    x = np.array([1.5])
    given = {"a": x, "dtype": "int64"}
    with pytest.raises(ValueError, match="does not fit"):
        detached(Quantity(50, "cm"), METRE, "f", "dtype", given, [x])
    assert detached(Quantity(5, "m"), METRE, "f", "dtype", given, [x]) == 5
