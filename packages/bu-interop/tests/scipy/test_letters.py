"""Letters are bound by the first value that has a unit, and multiply."""

from __future__ import annotations

import pytest
from scipy_checks import SAMPLES, TIMES, ms, mv, same

from bu_array import Quantity
from bu_units import Unit, UnitMismatchError

pytest.importorskip("scipy")

import scipy

from bu_interop.scipy._letters import Call, delta, letters


def test_products_of_letters():
    x, t = letters("x t")
    call = Call("f", {}, {})
    x.take(mv(1.0), call, "x")
    t.take(ms(1.0), call, "t")
    assert (x / t).of(call).unit is Unit("mV") / Unit("ms")
    same(lambda v: (x**2 / x).give(v.to_decimal("mV"), call), SAMPLES)


def test_one_missing_letter_is_worked_out():
    x, t = letters("x t")
    call = Call("f", {}, {})
    x.take(mv(1.0), call, "x")
    (x / t).take(mv(2.0) / ms(1.0), call, "slope")
    assert t.of(call).unit.dim == Unit("ms").dim
    with pytest.raises(UnitMismatchError, match="f: late"):
        t.take(mv(1.0), call, "f: late")


def test_a_difference_of_points():
    (x,) = letters("x")
    call = Call("f", {}, {})
    x.take(Quantity(20.0, "degC"), call, "x")
    assert str(delta(x).of(call).unit) == "delta_degC"


def test_what_no_argument_says_is_an_error():
    (x,) = letters("x")
    assert TIMES.size
    with pytest.raises(TypeError, match="no argument says the unit of x"):
        x.give(1.0, Call("f", {}, {}))
    assert scipy.__version__
