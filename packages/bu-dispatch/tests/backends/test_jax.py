"""jax: tracers, dtypes by its own rules, devices, and the functions that jax has otherwise."""

import numpy as np
import pytest

from bu_dispatch import BackendError, backend_of, convert, get_backend


def test_jit_sees_plain_jax():
    jax = pytest.importorskip("jax")
    xp = get_backend("jax").xp

    def ours(x):
        xp = backend_of(x).xp
        return xp.sum(xp.add(xp.sin(x), 1.0))

    x = xp.ones(3)
    plain = jax.make_jaxpr(lambda x: jax.numpy.sum(jax.numpy.add(jax.numpy.sin(x), 1.0)))(x)
    assert str(jax.make_jaxpr(ours)(x)) == str(plain)


JAX = get_backend("jax")


@pytest.fixture
def jax():
    return pytest.importorskip("jax")


def test_dtypes_by_its_own_rules(jax):
    assert JAX.dtype("bfloat16") == jax.numpy.bfloat16
    assert JAX.dtype(float) is float  # float32 or float64, as jax is set
    assert JAX.dtype(None) is None
    assert JAX.asarray([1.0]).dtype == jax.numpy.float32


def test_digits_that_would_be_cut(jax):
    numpy = get_backend("numpy")
    for values, cut in (([0.1], True), ([0.5, np.nan, np.inf], False), ([2**40 + 1], True), ([2**20], False)):
        assert JAX.would_cut(np.array(values), numpy) is cut, values
    assert not JAX.would_cut(np.array([0.1], "float32"), numpy)
    with jax.enable_x64(True):
        assert not JAX.would_cut(np.array([0.1]), numpy)


def test_devices(jax):
    x = jax.numpy.ones(2)
    assert JAX.to_host(x) is x or JAX.on_host(JAX.to_host(x))
    assert JAX.on_host(JAX.asarray([1.0], device="cpu:0"))
    with pytest.raises(BackendError, match="JAX finds no device 'cpu:99' here"):
        JAX.asarray([1.0], device="cpu:99")
    with pytest.raises(BackendError, match="JAX finds no device 'abacus' here"):
        JAX.to_host(x, "abacus")


def test_tracers_have_no_values(jax):
    def body(x):
        assert not JAX.is_concrete(x)
        assert not JAX.on_host(x)
        with pytest.raises(BackendError, match="traced by jax"):
            JAX.to_numpy(x)
        return x

    jax.make_jaxpr(body)(1.0)
    assert JAX.is_concrete(jax.numpy.ones(2))


def test_small_floats_print_as_floats(jax):
    x = jax.numpy.ones(2, jax.numpy.bfloat16)
    assert JAX.peek(x).dtype == np.float32
    assert JAX.peek(jax.numpy.ones(2, jax.numpy.float16)).dtype == np.float16


def test_functions_that_jax_has_otherwise(jax):
    whole, rest = JAX.xp.modf(jax.numpy.array([np.inf, -0.0, 2.5]))[::-1]
    assert whole.tolist() == [np.inf, -0.0, 2.0]
    assert rest.tolist() == [0.0, -0.0, 0.5]
    assert np.signbit(np.asarray(rest)).tolist() == [False, True, False]
    with jax.enable_x64(True):
        assert JAX.xp.angle(jax.numpy.float32(-1.0)).dtype == np.float32
    matrix = jax.numpy.array([[4.0, 100.0], [2.0, 3.0]])  # the upper triangle is not read
    np.testing.assert_allclose(
        JAX.xp.linalg.cholesky(matrix), np.linalg.cholesky([[4.0, 2.0], [2.0, 3.0]]), 1e-6
    )


def test_activations_are_those_of_jax(jax):
    assert JAX.xp.relu is jax.nn.relu
    assert JAX.functions["softplus"] is jax.nn.softplus


def test_integers_beyond_its_bits_are_refused(jax):
    wide = np.array([2**40, 1])
    for make in (
        lambda: JAX.asarray(wide),
        lambda: JAX.asarray(wide, dtype="int32"),
        lambda: JAX.asarray(np.array([2**33], "u8")),
        lambda: convert(wide, JAX),
        lambda: JAX.xp.full(2, 2**40),
        lambda: JAX.xp.arange(2**40, 2**40 + 2),
    ):
        with pytest.raises(OverflowError, match=r"1099511627776|8589934592"):
            make()
    assert JAX.asarray(np.array([-(2**31), 2**31 - 1])).tolist() == [-(2**31), 2**31 - 1]
    assert JAX.asarray(wide, dtype=float).tolist() == [2.0**40, 1.0]
    assert JAX.xp.arange(3).tolist() == [0, 1, 2]
    assert JAX.xp.full(2, 3.0, dtype="float16").dtype == "float16"
    with jax.enable_x64(True):
        assert convert(wide, JAX).tolist() == wide.tolist()
        assert JAX.xp.full(2, 2**40).tolist() == [2**40] * 2
