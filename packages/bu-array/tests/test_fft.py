"""Fourier transforms, against numpy's results, on every backend that has them."""

import numpy as np
import pytest
from array_checks import array, check, quantity, values

from bu_array import Quantity, fft, math
from bu_dispatch import BackendError, using_backend
from bu_units import Unit, UnitMismatchError

RNG = np.random.default_rng(3)
REAL = RNG.normal(size=(4, 6))
COMPLEX = REAL + 1j * RNG.normal(size=(4, 6))
CLOSE = {"float32": 1e-5, "complex64": 1e-5, "float64": 1e-12, "complex128": 1e-12}
REAL_INPUT = {"rfft", "rfft2", "rfftn"}
ONE, TWO, MANY = (
    ("fft", "ifft", "rfft", "irfft"),
    ("fft2", "ifft2", "rfft2", "irfft2"),
    ("fftn", "ifftn", "rfftn", "irfftn"),
)


pytestmark = pytest.mark.skip_backend("ndonnx", reason="ndonnx has no fft")


def near(result, backend, expected, unit=None):
    tolerance = CLOSE[np.asarray(expected).dtype.name]
    check(result, backend, expected, unit, rtol=tolerance, atol=tolerance)


def unit_of(name, axes=1):
    power = -axes if name.startswith("i") else axes
    return Unit("mV") * Unit("s") ** power


def data_for(name, dtype="float64"):
    data = REAL if name in REAL_INPUT else COMPLEX
    return data.astype({"float64": data.dtype, "float32": "f4" if name in REAL_INPUT else "c8"}[dtype])


def test_every_name_is_there():
    assert len(fft.__all__) == len(set(fft.__all__)) == 18


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("name", ONE)
def test_one_axis(backend, name, dtype):
    data = data_for(name, dtype)
    function, numpys = getattr(fft, name), getattr(np.fft, name)
    q = quantity(backend, data, "mV")
    near(function(q), backend, numpys(data), unit_of(name))
    near(function(array(backend, data)), backend, numpys(data))
    near(function(q, 3, 0, "ortho"), backend, numpys(data, 3, 0, "ortho"), unit_of(name))
    near(function(a=q, n=8, norm="forward"), backend, numpys(data, 8, norm="forward"), unit_of(name))


@pytest.mark.parametrize("dtype", ["float16", "bfloat16"])
@pytest.mark.only_backends("numpy", "jax", "torch", "dask", reason="the standard has no half precision")
def test_half_precision_is_computed_in_single(backend, dtype):
    if dtype == "bfloat16" and backend.name in ("numpy", "dask"):
        pytest.skip("numpy has no bfloat16")
    q = quantity(backend, [1.0, 2.0, 4.0], "mV", dtype)
    for name in ("fft", "rfft", "ihfft"):
        single = np.asarray(getattr(np.fft, name)(np.array([1, 2, 4], "f4")), "c8")
        near(getattr(fft, name)(q), backend, single, unit_of("i" if name == "ihfft" else ""))


@pytest.mark.parametrize("name", ["fft", "rfft"])
def test_real_and_whole_numbers(backend, name):
    numpys = getattr(np.fft, name)
    near(getattr(fft, name)(quantity(backend, REAL, "mV")), backend, numpys(REAL), "mV s")
    found = getattr(fft, name)(quantity(backend, [1, 2, 4], "mV"))
    np.testing.assert_allclose(values(found), numpys([1, 2, 4]), rtol=1e-6)


@pytest.mark.parametrize("name", TWO)
def test_two_axes(backend, name):
    data = np.stack([data_for(name)] * 2)
    function, numpys = getattr(fft, name), getattr(np.fft, name)
    q = quantity(backend, data, "mV")
    near(function(q), backend, numpys(data), unit_of(name, 2))
    near(function(q, axes=(0, 2)), backend, numpys(data, axes=(0, 2)), unit_of(name, 2))
    near(function(q, (2, 4)), backend, numpys(data, (2, 4)), unit_of(name, 2))


@pytest.mark.parametrize("name", MANY)
def test_several_axes(backend, name):
    data = np.stack([data_for(name)] * 2)
    function, numpys = getattr(fft, name), getattr(np.fft, name)
    q = quantity(backend, data, "mV")
    near(function(q), backend, numpys(data), unit_of(name, 3))
    near(function(q, axes=(1,)), backend, numpys(data, axes=(1,)), unit_of(name))
    near(function(q, s=(2, 4)), backend, numpys(data, s=(2, 4), axes=(-2, -1)), unit_of(name, 2))


def test_spacing(backend):
    q, expected = quantity(backend, REAL, "mV"), np.fft.fft(REAL)
    near(fft.fft(q, dt=0.5), backend, expected * 0.5, "mV s")
    near(fft.fft(q, dt=Quantity(0.5, "ms")), backend, expected * 0.5, "mV ms")
    near(fft.fft(q, dt=Unit("ms")), backend, expected, "mV ms")
    near(fft.fft(q, dt=quantity(backend, 0.5, "ms")), backend, expected * 0.5, "mV ms")
    near(fft.fft2(q, dt=Quantity(0.5, "ms")), backend, np.fft.fft2(REAL) * 0.25, "mV ms^2")
    near(fft.fft(array(backend, REAL), dt=0.5), backend, expected * 0.5)
    near(fft.fft(array(backend, REAL), dt=Quantity(0.5, "ms")), backend, expected * 0.5, "ms")
    near(fft.fft(quantity(backend, REAL, "kHz"), dt=Quantity(0.5, "s")), backend, expected * 500)
    single = quantity(backend, REAL.astype("f4"), "mV")
    near(
        fft.fft(single, dt=Quantity(0.5, "ms")),
        backend,
        np.fft.fft(REAL.astype("f4")) * np.float32(0.5),
        "mV ms",
    )


@pytest.mark.parametrize(
    "names", [("fft", "ifft"), ("rfft", "irfft"), ("fft2", "ifft2"), ("rfftn", "irfftn")]
)
def test_inverse(backend, names):
    q, dt = quantity(backend, REAL, "mV"), Quantity(0.25, "ms")
    there, back = (getattr(fft, name) for name in names)
    found = back(there(q, dt=dt), dt=dt)
    assert found.unit == Unit("mV")
    np.testing.assert_allclose(values(found), REAL, atol=1e-12)


def test_spacing_that_is_no_time(backend):
    q = quantity(backend, REAL, "mV")
    with pytest.raises(UnitMismatchError, match="dt must be a time"):
        fft.fft(q, dt=Quantity(1.0, "m"))
    with pytest.raises(TypeError, match="no_such"):
        fft.fft(q, no_such=1)


@pytest.mark.parametrize("name", ["fftfreq", "rfftfreq"])
def test_frequencies(backend, name):
    function, expected = getattr(fft, name), getattr(np.fft, name)(6, 0.5)
    with using_backend(backend.name):
        for result in (function(6, 0.5), function(6, d=Quantity(500.0, "mV/V"))):
            check(result, backend, expected, rtol=1e-6, dtype=False)
        check(function(6), backend, expected / 2, rtol=1e-6, dtype=False)
        for time, frequency in (
            ("s", "Hz"),
            ("ms", "kHz"),
            ("us", "MHz"),
            ("min", "1 / min"),
            ("m", "1 / m"),
        ):
            found = function(6, Quantity(0.5, time))
            check(found, backend, expected, frequency, rtol=1e-6, dtype=False)
            assert str(found.unit) == frequency
        single = function(6, 0.5, dtype="float32")
        check(single, backend, expected.astype("f4"))
    found = function(6, quantity(backend, 0.5, "mm"))
    check(found, backend, expected, "1/mm", rtol=1e-6, dtype=False)
    assert str(found.unit) == "1 / mm"
    with pytest.raises(TypeError, match="no meaning for values on the scale"):
        function(6, Quantity(0.5, "degC"))
    check(function(6, quantity(backend, 0.5, "ms")), backend, expected, "kHz", rtol=1e-6, dtype=False)


@pytest.mark.parametrize("name", ["fftshift", "ifftshift"])
def test_shifts(backend, name):
    q, numpys = quantity(backend, REAL, "mV"), getattr(np.fft, name)
    near(getattr(fft, name)(q), backend, numpys(REAL), "mV")
    near(getattr(fft, name)(q, axes=1), backend, numpys(REAL, axes=1), "mV")
    near(getattr(fft, name)(array(backend, REAL), (0,)), backend, numpys(REAL, (0,)))


def test_values_on_a_scale():
    with pytest.raises(TypeError, match="meaning"):
        fft.fft(Quantity(REAL, "degC"))


@pytest.mark.only_backends("jax", reason="jit is jax's")
def test_under_jit(backend):
    import jax

    q, dt = quantity(backend, REAL, "mV"), quantity(backend, 0.5, "ms")
    near(jax.jit(lambda x, dt: fft.rfft(x, dt=dt))(q, dt), backend, np.fft.rfft(REAL) * 0.5, "mV ms")
    near(jax.jit(lambda dt: fft.fftfreq(4, dt))(dt), backend, np.fft.fftfreq(4, 0.5), "kHz")
    assert math.sum(fft.fft(q)).unit == Unit("mV s")


@pytest.mark.parametrize("name", ["hfft", "ihfft"])
def test_hermitian(backend, name):
    x = np.array([3.0, 1.0, 2.5, 0.5, 2.0])
    if backend.name == "ndonnx":
        with pytest.raises(BackendError, match=f"{name} is not available on the ndonnx backend"):
            getattr(fft, name)(quantity(backend, x, "mV"))
        return
    expected = getattr(np.fft, name)(x)
    unit = "mV s" if name == "hfft" else "mV / s"
    check(getattr(fft, name)(quantity(backend, x, "mV")), backend, expected, unit, atol=1e-12)
    spaced = getattr(fft, name)(quantity(backend, x, "mV"), dt=Quantity(2.0, "ms"))
    factor, unit = (2.0, "mV ms") if name == "hfft" else (0.5, "mV / ms")
    check(spaced, backend, expected * factor, unit, atol=1e-12)
