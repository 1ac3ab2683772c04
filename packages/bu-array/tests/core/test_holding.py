"""What is written into an array of integers is whole and within its bounds, or an error."""

from fractions import Fraction

import numpy as np
import pytest
from array_checks import array, values

from bu_array import Quantity

HALF = Quantity(50, "cm")
WRITES = {
    "item": lambda q, x: q.__setitem__(0, x),
    "fill": lambda q, x: q.fill(x),
    "put": lambda q, x: q.put([0], x),
    "at.set": lambda q, x: q.at[0].set(x),
    "at.add": lambda q, x: q.at[0].add(x),
    "at.max": lambda q, x: q.at[0].max(x),
}


def whole_metres(backend):
    return Quantity(array(backend, [1, 2]), "m")


@pytest.mark.parametrize("way", WRITES)
@pytest.mark.parametrize(
    "value", [HALF, np.nan, Quantity(1e30, "m"), Quantity(Fraction(1, 2), "m")], ids=repr
)
def test_what_integers_cannot_hold_is_an_error(backend, way, value):
    q = whole_metres(backend)
    with pytest.raises(ValueError, match=r"m does not fit .*int(32|64)"):
        WRITES[way](q, value)


@pytest.mark.parametrize("way", ["item", "fill", "put", "at.set"])
def test_what_fits_exactly_is_written(backend, way):
    q = whole_metres(backend)
    changed = WRITES[way](q, Quantity(2, "km"))
    q = q if changed is None else changed
    assert "int" in str(q.dtype)
    assert values(q)[0] == 2000


def test_arrays_that_do_not_fit(backend):
    q = whole_metres(backend)
    if backend.lazy:
        pytest.skip("the values are not known")
    with pytest.raises(ValueError, match=r"1\.5 m does not fit"):
        q[:] = Quantity(array(backend, [1.0, 1.5]), "m")
    with pytest.raises(ValueError, match="nan m does not fit"):
        q.put([0, 1], Quantity(array(backend, [1.0, float("nan")]), "m"))
    q[:] = Quantity(array(backend, [3.0, 1.0]), "km")
    assert values(q).tolist() == [3000, 1000]
    q.put([0, 1], Quantity(array(backend, [1.0, 3.0]), "km"))
    assert values(q).tolist() == [1000, 3000]


def test_narrow_integers_do_not_turn_over():
    q = Quantity(np.zeros(2, np.uint8), "m")
    for value in (Quantity(np.array([300, 1]), "m"), Quantity(np.array([-1.0, 1.0]), "m")):
        with pytest.raises(ValueError, match="does not fit uint8"):
            q[:] = value
    assert q.mantissa.tolist() == [0, 0]


def test_what_a_mask_hides_may_be_anything():
    q = Quantity(np.ma.array([1, 2]), "m")
    q[:] = Quantity(np.ma.array([1.5, 2.0], mask=[True, False]), "m")
    assert q.mantissa.tolist() == [None, 2]
