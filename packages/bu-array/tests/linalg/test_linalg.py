"""Linear algebra as a whole: its names, scales, options, jit, and what libraries lack."""

import numpy as np
import pytest
from array_checks import check, quantity
from matrix_checks import (
    SQUARE,
    near,
    no_linalg,
)

from bu_array import Quantity, fft, linalg
from bu_dispatch import BackendError


def test_every_name_is_there():
    assert len(linalg.__all__) == len(set(linalg.__all__)) == 35
    assert all(callable(getattr(linalg, name)) for name in linalg.__all__)


@pytest.mark.only_backends("ndonnx", reason="the others have linalg")
def test_what_a_library_lacks(backend):
    with pytest.raises(BackendError, match=r"linalg\.inv is not available on the ndonnx backend"):
        linalg.inv(quantity(backend, SQUARE, "mV"))
    with pytest.raises(BackendError, match=r"fft\.rfft is not available on the ndonnx backend"):
        fft.rfft(quantity(backend, SQUARE, "mV"))


@no_linalg
def test_unknown_keywords(backend):
    q = quantity(backend, SQUARE, "mV")
    for name in ("det", "inv", "qr", "svd", "solve", "cond", "norm", "eigh", "lstsq", "multi_dot"):
        with pytest.raises(TypeError):
            getattr(linalg, name)(q, q, no_such_option=1)


def test_values_on_a_scale():
    point = Quantity(SQUARE, "degC")
    for name in ("qr", "svd", "norm", "inv", "det", "svdvals"):
        with pytest.raises(TypeError, match="scale"):
            getattr(linalg, name)(point)


@pytest.mark.only_backends("jax", reason="jit is jax's")
def test_under_jit(backend):
    import jax

    q, r = quantity(backend, SQUARE, "ohm"), quantity(backend, SQUARE[0], "V")
    near(jax.jit(linalg.solve)(q, r), backend, np.linalg.solve(SQUARE, SQUARE[0]), "A")
    near(jax.jit(linalg.det)(q), backend, np.linalg.det(SQUARE), "ohm^3")
    near(jax.jit(linalg.svd)(q).S, backend, np.linalg.svdvals(SQUARE), "ohm")
    near(jax.jit(linalg.lstsq)(q, r).x, backend, np.linalg.solve(SQUARE, SQUARE[0]), "A")
    near(jax.jit(linalg.matrix_rank)(q), backend, np.asarray(3))
    near(jax.jit(lambda a: linalg.multi_dot([a, a, a]))(q), backend, SQUARE @ SQUARE @ SQUARE, "ohm^3")


@no_linalg
@pytest.mark.skip_backend("dask", reason="dask decomposes no empty matrix")
@pytest.mark.parametrize("shape", [(0, 3), (2, 0), (2, 0, 3)])
def test_empty_matrices(backend, shape):
    q = quantity(backend, np.ones(shape), "ohm")
    check(linalg.pinv(q), backend, np.linalg.pinv(np.ones(shape)), "S")
    # Without elements there is no independent row; numpy raises ValueError (2.4.0).
    check(linalg.matrix_rank(q), backend, np.zeros(shape[:-2], int), dtype=False)
