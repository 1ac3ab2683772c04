"""Polynomials with a unit for each coefficient, against numpy's results, on every backend."""

import numpy as np
import pytest
from array_checks import array, check, quantity, values

from bu_array import Quantity, math
from bu_dispatch import MissingFunctionError
from bu_units import Unit, UnitMismatchError

T = np.array([0.0, 1.0, 2.0, 4.0, 5.0])
H = np.array([1.0, 3.5, 4.0, 2.0, -6.0])
W = [1.0, 2.0, 1.0, 0.5, 3.0]
UNITS = ("m/s^2", "m/s", "m")


def test_polyfit(backend):
    t, h = quantity(backend, T, "s"), quantity(backend, H, "m")
    if backend.name == "ndonnx":
        with pytest.raises(MissingFunctionError, match=r"linalg\.qr is not available on the ndonnx backend"):
            math.polyfit(t, h, 2)
        return
    for options in ({}, {"w": W}):
        expected = np.polyfit(T, H, 2, **options)
        found = math.polyfit(t, h, 2, **options)
        assert type(found) is tuple
        for one, other, unit in zip(found, expected, UNITS, strict=True):
            check(one, backend, np.asarray(other), unit, rtol=1e-9, atol=1e-12)
        check(math.polyfit(t.mantissa, h.mantissa, 2, **options), backend, expected, rtol=1e-9)
    slope, start = math.polyfit(quantity(backend, T, "m"), quantity(backend, H, "km"), 1)
    expected = np.polyfit(T, H, 1)
    check(slope, backend, np.asarray(expected[0] * 1000), rtol=1e-9)
    check(start, backend, np.asarray(expected[1]), "km", rtol=1e-9)
    with pytest.raises(ValueError, match="are no points"):
        math.polyfit(t, h[:2], 1)
    with pytest.raises(TypeError, match="w takes no unit"):
        math.polyfit(t, h, 1, w=h)


def test_polyfit_of_several(backend):
    if backend.name == "ndonnx":
        pytest.skip("ndonnx has no QR decomposition, see test_polyfit")
    heights = np.stack([H, H[::-1]], 1)
    found = math.polyfit(quantity(backend, T, "s"), quantity(backend, heights, "m"), 1)
    expected = np.polyfit(T, heights, 1)
    check(found[0], backend, expected[0], "m/s", rtol=1e-9)
    check(found[1], backend, expected[1], "m", rtol=1e-9)


def test_polyval(backend):
    p = tuple(
        quantity(backend, c, u) for c, u in zip((-0.5, 2.0, 100.0), ("m/s^2", "m/s", "cm"), strict=True)
    )
    x = quantity(backend, T, "s")
    expected = np.polyval([-50.0, 200.0, 100.0], T)
    check(math.polyval(p, x), backend, expected, "cm")
    check(math.polyval(p, quantity(backend, T / 60, "min")), backend, expected, "cm", rtol=1e-9)
    check(math.polyval((p[0], 0, 0), x), backend, -0.5 * T**2, "m")
    plain = array(backend, [-0.5, 2.0, 1.0])
    expected = np.polyval([-0.5, 2.0, 1.0], T)
    check(math.polyval(plain, x.mantissa), backend, expected)
    check(math.polyval([-0.5, 2.0, 1.0], x.mantissa), backend, expected)
    check(math.polyval(Quantity(plain, "m"), x.mantissa), backend, expected, "m")
    check(
        math.polyval(plain, quantity(backend, T * 180, "deg")), backend, np.polyval([-0.5, 2, 1], np.pi * T)
    )
    single = quantity(backend, T, "s", "f4")
    parts = tuple(Quantity(c, u) for c, u in zip((-0.5, 2.0, 1.0), UNITS, strict=True))
    check(math.polyval(parts, single), backend, expected.astype("f4"), "m")
    with pytest.raises(UnitMismatchError, match="polyval: argument 'p'"):
        math.polyval((p[0], p[0], p[2]), x)
    with pytest.raises(TypeError, match="x takes no unit"):
        math.polyval(plain, x)


def test_calculus(backend):
    plain = array(backend, [3.0, 4.0, 5.0])
    check(math.polyder(plain), backend, np.polyder([3.0, 4.0, 5.0]))
    check(math.polyder(plain, 2), backend, np.polyder([3.0, 4.0, 5.0], 2))
    check(math.polyint(plain), backend, np.polyint([3.0, 4.0, 5.0]))
    check(math.polyint(Quantity(plain, "m"), 2), backend, np.polyint([3.0, 4.0, 5.0], 2), "m")
    p = tuple(quantity(backend, c, u) for c, u in zip((3.0, 4.0, 5.0), UNITS, strict=True))
    speed = math.polyder(p)
    assert type(speed) is tuple
    check(speed[0], backend, 6.0, "m/s^2")
    check(speed[1], backend, 4.0, "m/s")
    x = quantity(backend, T, "s")
    check(math.polyval(speed, x), backend, np.polyval([6.0, 4.0], T), "m/s")
    area = math.polyint(p)
    check(math.polyval(area, x), backend, np.polyval(np.polyint([3.0, 4.0, 5.0]), T), Unit("m s"))
    check(math.polyint(quantity(backend, np.zeros(0), "m")), backend, np.zeros(1), "m")
    with pytest.raises(ValueError, match="m must not be negative"):
        math.polyder(plain, -1)


def test_sum_and_product(backend):
    a, b = quantity(backend, [1.0, 2.0], "m"), quantity(backend, [3.0, 4.0, 5.0], "km")
    check(math.polyadd(a, b), backend, np.polyadd([1.0, 2.0], [3000.0, 4000.0, 5000.0]), "m")
    check(math.polymul(a, b), backend, np.polymul([1.0, 2.0], [3.0, 4.0, 5.0]), Unit("m") * Unit("km"))
    with pytest.raises(UnitMismatchError, match=r"^polyadd: "):
        math.polyadd(a, quantity(backend, [1.0], "s"))


def test_traced_and_differentiated():
    jax = pytest.importorskip("jax")
    torch = pytest.importorskip("torch")
    found = jax.jit(lambda h: math.polyfit(Quantity(T, "s"), h, 2))(Quantity(jax.numpy.asarray(H), "m"))
    assert [c.unit for c in found] == [Unit(u) for u in UNITS]
    np.testing.assert_allclose([values(c) for c in found], np.polyfit(T, H, 2), rtol=1e-3)
    h = torch.tensor(H, requires_grad=True)
    math.polyfit(torch.tensor(T), h, 0)[0].backward()
    np.testing.assert_allclose(h.grad, np.full(5, 0.2))


def test_numbers_are_constants(backend):
    p = quantity(backend, [1.0, 2.0], "mV", "float32")
    check(math.polyval(p, 3), backend, np.float32(5), "mV")
    check(math.polymul(p, 2), backend, np.array([2, 4], "f4"), "mV")
    check(
        math.polymul(quantity(backend, 2.0, "V", "float32"), p), backend, np.array([2, 4], "f4"), Unit("V mV")
    )
    check(math.polyadd(p, Quantity(1.0, "V")), backend, np.array([1, 1002], "f4"), "mV")
    check(math.polysub(p, quantity(backend, 2.0, "mV", "float32")), backend, np.array([1, 0], "f4"), "mV")


def test_difference_of_unsigned_numbers_is_taken_in_the_common_dtype(backend):
    p, few = array(backend, [1, 2, 3], "int32"), array(backend, [4, 5], "uint8")
    check(math.polysub(p, few), backend, np.array([1, -2, -2], "i4"))
    check(math.polysub(few, p), backend, np.array([-1, 2, 2], "i4"))
