"""Functions of quantities in natural scales: the same values, on every library, with scales that fit."""

import numpy as np
import pytest
from array_checks import array, check

from bu_array import Quantity, nondimensional
from bu_units import UnitMismatchError

G = Quantity(9.81, "m/s^2")


def fall(t, v):
    return G - v / Quantity(2.0, "s")


def test_the_scale_of_the_result_follows(backend):
    slope = nondimensional(fall, {"t": Quantity(2000.0, "ms"), "v": Quantity(19.62, "m/s")})
    v = array(backend, np.array([0.0, 0.5, 1.0]))
    check(slope(0.0, v), backend, np.array([1.0, 0.5, 0.0]), rtol=1e-12, atol=1e-12)
    by_place = nondimensional(fall, (Quantity(2.0, "s"), Quantity(19.62, "m/s")))
    check(by_place(0.0, v), backend, np.array([1.0, 0.5, 0.0]), rtol=1e-12, atol=1e-12)


def test_the_scale_of_the_result_is_given():
    slope = nondimensional(fall, {"t": None, "v": Quantity(1.0, "m/s"), "result": Quantity(981.0, "cm/s^2")})
    assert slope(None, 0.0) == 1.0
    assert slope(None, v=19.62) == 0.0


def test_structures():
    def swing(t, state):
        return {"angle": state["rate"], "rate": -G / Quantity(2.0, "m") * state["angle"]}

    period = Quantity(0.5, "s")
    scales = {"t": period, "state": {"angle": 0.1, "rate": Quantity(0.2, "Hz")}}
    given = {"angle": Quantity(0.2, "Hz"), "rate": Quantity(0.4, "1/s^2")}
    slope = nondimensional(swing, {**scales, "result": given})
    found = slope(0.0, {"angle": 1.0, "rate": 3.0})
    assert found["angle"] == pytest.approx(3.0)
    assert found["rate"] == pytest.approx(-9.81 / 2 * 0.1 / 0.4)
    with pytest.raises(
        TypeError, match=r"swing\['angle'\] is in .*scales\['result'\]"
    ):  # of a time and a rate
        nondimensional(swing, scales)(0.0, {"angle": 1.0, "rate": 3.0})


def test_numbers_stay_numbers():
    ratio = nondimensional(lambda a, b, n=2: a / b * n, {"a": Quantity(2.0, "V"), "b": Quantity(1.0, "mV")})
    assert ratio(1.0, 1.0) == 4000.0
    assert ratio(1.0, 1.0, n=1) == 2000.0


@pytest.mark.parametrize(
    "scales, error, texts",
    [
        ({"t": Quantity(1, "s")}, TypeError, ("no scale for 'v' of fall",)),
        ((Quantity(1, "s"),), TypeError, ("no scale for 'v' of fall",)),
        ({"t": Quantity(1, "s"), "x": 1}, TypeError, ("fall has no argument 'x'",)),
        ((1, 2, 3), TypeError, ("fall takes 2 arguments",)),
        ({"t": Quantity(0, "s"), "v": 1}, ValueError, ("'t' of fall", "zero")),
        ({"t": Quantity(float("inf"), "s"), "v": 1}, ValueError, ("'t' of fall", "finite")),
        ({"t": "s", "v": 1}, TypeError, ("'t' of fall", "str")),
        ({"t": {}, "v": 1}, TypeError, ("'t' of fall", "no scales")),
        ({"t": Quantity(20.0, "degC"), "v": 1}, TypeError, ("'t' of fall", "degC")),
    ],
)
def test_scales_that_are_refused_at_once(scales, error, texts):
    with pytest.raises(error) as info:
        nondimensional(fall, scales)
    assert all(text in str(info.value) for text in texts), str(info.value)


def test_what_is_refused_at_a_call():
    scales = {"t": Quantity(1, "s"), "v": Quantity(1.0, "m/s")}
    with pytest.raises(UnitMismatchError, match="the result of fall must be in V, got one in m / s"):
        nondimensional(fall, {**scales, "result": Quantity(1, "V")})(0.0, 0.0)
    with pytest.raises(
        TypeError, match=r"fall: v is a plain number here, times 1\.0 m / s; got one with a unit"
    ):
        nondimensional(fall, scales)(0.0, Quantity(1.0, "m/s"))
    with pytest.raises(TypeError, match=r"the result of .* is in V, of which 1 s"):
        nondimensional(lambda t: t * Quantity(1.0, "V/s"), {"t": Quantity(1, "s")})(1.0)


def test_traced_and_differentiated():
    jax = pytest.importorskip("jax")
    slope = nondimensional(fall, {"t": Quantity(2.0, "s"), "v": Quantity(19.62, "m/s")})
    assert float(jax.jit(jax.grad(slope, argnums=1))(0.0, 0.5)) == pytest.approx(-1.0)


@pytest.mark.slow
def test_compiled_by_torch():
    torch = pytest.importorskip("torch")
    slope = nondimensional(fall, {"t": Quantity(2.0, "s"), "v": Quantity(19.62, "m/s")})
    v = torch.tensor(0.5, requires_grad=True)
    torch.compile(slope, fullgraph=True, backend="eager")(0.0, v).backward()
    assert float(v.grad) == pytest.approx(-1.0)
