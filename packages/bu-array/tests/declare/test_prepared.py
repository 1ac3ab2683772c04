"""Functions whose units depend on their options: prepared before, finished after."""

import numpy as np
import pytest
from array_checks import array, check, quantity, unlisted

from bu_array import Quantity
from bu_array.core import as_unit, detach, join, split
from bu_array.declare import any_unit, floating, prepared, to_scale
from bu_dispatch import using_backend
from bu_units import UNITLESS, Unit, UnitMismatchError

X = np.array([1.0, 2.0, 4.0])


def _to_the_power(name, given):
    """The unit of `x` to the power of `degree`; the others in the unit of `x`."""
    unit = split(given["x"])[1]
    given["x"] = detach(given["x"], unit, name)
    if given.get("more") is not None:
        given["more"] = [detach(each, unit, name) for each in given["more"]]
    power = unit ** given.get("degree", 1)
    return lambda result: result if power is UNITLESS else join(result, power)


with unlisted() as ROWS:

    @prepared(_to_the_power, "x", "more")
    def powers(xp, x, more=None, degree=1):
        """The power of a sum."""
        for each in [] if more is None else more:
            x = x + each
        return x**degree


def test_units_are_the_work_of_what_prepares(backend):
    q, r = quantity(backend, X, "m"), quantity(backend, X, "km")
    for _ in range(2):  # the long way, then the short one
        check(powers(q), backend, X, "m")
        check(powers(q, degree=3), backend, X**3, "m^3")
        check(powers(x=q, more=[r, q]), backend, 1002 * X, "m")
        check(powers(q, [r], 2), backend, (1001 * X) ** 2, "m^2")
    with pytest.raises(UnitMismatchError, match=r"^powers: .*are m and s"):
        powers(q, [Quantity(1.0, "s")])


def test_bare_arrays_give_bare_results(backend):
    check(powers(array(backend, X), [array(backend, X)], degree=2), backend, 4 * X**2)


def test_numbers_take_the_dtype_of_the_arrays(backend):
    single = quantity(backend, X, "m", "float32")
    check(powers(single, [Quantity(1.0, "km"), 0.0]), backend, (X + 1000).astype("f4"), "m")


def test_numbers_alone_are_the_defaults(backend):
    with using_backend(backend.name):
        check(powers(Quantity(3.0, "m"), [Quantity(1.0, "km")]), backend, 1003.0, "m", dtype=False)


def test_how_it_is_listed():
    (row,) = ROWS
    assert (row.name, row.kind, row.rule) == ("powers", "prepared", "to the power")
    with pytest.raises(TypeError, match="bogus"):
        powers(X, bogus=1)


# ---------------------------------------------------------------- what prepares has at hand


def test_to_scale(backend):
    given = {"x": quantity(backend, X, "km"), "y": None, "unit_to_scale": "m", "other": 3}
    assert to_scale("f", given, "x", "y")
    check(given["x"], backend, 1000 * X)
    assert (given["y"], given["other"]) == (None, 3)
    assert "unit_to_scale" not in given
    given = {"x": X}
    assert not to_scale("f", given, "x")
    assert given["x"] is X


def test_to_scale_by_another_dimension():
    with pytest.raises(UnitMismatchError, match="f with unit_to_scale"):
        to_scale("f", {"x": Quantity(X, "s"), "unit_to_scale": Unit("m")}, "x")
    with pytest.raises(TypeError, match="unit_to_scale"):
        to_scale("f", {"x": Quantity(X, "s"), "unit_to_scale": 3}, "x")
    assert as_unit("m", "f", "unit_to_scale") is Unit("m")


def test_floating(backend):
    for whole in (np.array([1, 2]), np.array([True, False])):
        found = floating(backend.xp, array(backend, whole))
        assert found.dtype == backend.xp.asarray(0.0).dtype
        check(found, backend, whole, dtype=False)
    single = array(backend, X, "float32")
    assert floating(backend.xp, single) is single


def test_any_unit():
    q = Quantity(X, "m")
    assert any_unit(q)
    assert any_unit(X, [1.0, q])
    assert any_unit(3.0, Unit("m"))
    assert not any_unit(X, 3.0, None, [1.0, 2.0])
    assert not any_unit()
