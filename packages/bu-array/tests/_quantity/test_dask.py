"""Quantities of dask among the collections of dask: compute, persist, tokenize, delayed, on a cluster."""

import sys

import numpy as np
import pytest
from array_checks import computing_dask, lazy_dask, quantity

from bu_array import Quantity, math
from bu_dispatch import BackendError, get_backend
from bu_units import Unit

dask = pytest.importorskip("dask")
da = pytest.importorskip("dask.array")

X = np.arange(6.0)


@pytest.fixture
def q():
    return Quantity(da.arange(6.0, chunks=3), "mV")


def same(result, expected, unit):
    assert type(result.mantissa) is np.ndarray
    assert result.unit is Unit(unit)
    np.testing.assert_array_equal(result.mantissa, expected)


def double(x):
    return x * 2


# ---------------------------------------------------------------- one process


def test_compute_several(q):
    volt, squared, plain = dask.compute(q, {"a": [q * q]}, q.mantissa)
    same(volt, X, "mV")
    same(squared["a"][0], X**2, "mV^2")
    np.testing.assert_array_equal(plain, X)


def test_compute_without_axes(q):
    (total,) = dask.compute(q.sum())
    assert total.unit is Unit("mV")
    assert float(total.mantissa) == 15


def test_compute_on_a_scale():
    (result,) = dask.compute(Quantity(da.arange(6.0, chunks=3), "degC"))
    same(result, X, "degC")
    assert result.to("K").unit is Unit("K")


def test_persist(q):
    (kept,) = dask.persist(q * 2)
    for result in (kept, (q * 2).persist()):
        assert result.unit is Unit("mV")
        assert result.backend == "dask"
        assert result.mantissa.chunks == ((3, 3),)
        assert len(dict(result.mantissa.__dask_graph__())) == 2  # the values of two chunks, no tasks before
        same(result.compute(), 2 * X, "mV")


def test_optimize(q):
    (result,) = dask.optimize(q * 2)
    same(result.compute(), 2 * X, "mV")


def test_delayed(q):
    result = dask.delayed(double)(q).compute()
    same(result, 2 * X, "mV")


def test_tokens(q):
    token = dask.base.tokenize
    assert token(q) == token(Quantity(q.mantissa, "mV"))
    assert token(q) != token(q * 2)
    assert token(q) != token(q.to("V"))
    assert token(Quantity(q.mantissa, "V")) != token(q)
    assert token(q) != token(q.mantissa)
    assert token(Quantity(X, "mV")) == token(Quantity(X.copy(), "mV"))
    assert token(Quantity(X, "mV")) != token(Quantity(X, "V"))


def test_nothing_is_computed_unasked(q):
    with lazy_dask():
        assert dask.is_dask_collection(q)
        assert q.rechunk(2).mantissa.chunks == ((2, 2, 2),)
        dask.base.tokenize(q)


@pytest.mark.parametrize("x", [1.0, X, np.float64(2)])
def test_other_quantities_are_no_collections(x):
    value = Quantity(x, "mV")
    assert not dask.is_dask_collection(value)
    assert dask.compute(value)[0] is value
    assert not hasattr(value, "__dask_graph__")
    assert not hasattr(value, "__dask_keys__")


def test_rechunk(q):
    result = q.rechunk((4, 2))
    assert result.unit is Unit("mV")
    assert result.mantissa.chunks == ((4, 2),)
    assert q.rechunk(chunks={0: 1}).mantissa.npartitions == 6


@pytest.mark.parametrize(
    "method",
    [lambda x: x.compute(), lambda x: x.persist(), lambda x: x.rechunk(2)],
    ids=["compute", "persist", "rechunk"],
)
def test_on_other_libraries(backend, method):
    if backend.name == "dask":
        pytest.skip("has it")
    with pytest.raises(BackendError, match=rf"is for dask.*{backend.name}.*\.to_dask\(\)"):
        method(quantity(backend, [1.0, 2.0], "mV"))


def test_on_a_python_number():
    with pytest.raises(BackendError, match=r"Python number.*\.to_dask\(\)"):
        Quantity(3.0, "mV").rechunk(2)


# ---------------------------------------------------------------- a cluster


@pytest.mark.slow
def test_on_a_cluster(q, tmp_path, monkeypatch):
    distributed = pytest.importorskip("distributed")
    # A worker puts its folder on the path, and takes it away where it is still the first one there.
    monkeypatch.setattr(sys, "path", [*sys.path])
    with (
        dask.config.set({"temporary-directory": str(tmp_path)}),
        distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, processes=False, dashboard_address=None
        ) as cluster,
        distributed.Client(cluster) as client,
    ):
        same(client.compute(q * 2).result(timeout=30), 2 * X, "mV")
        same(dask.compute(q)[0], X, "mV")
        kept = client.persist(q.to("V"))
        assert kept.unit is Unit("V")
        same(kept.to("mV").compute(), X, "mV")
        same((q + q).persist().compute(), 2 * X, "mV")
        same(client.submit(double, Quantity(X, "mV")).result(timeout=30), 2 * X, "mV")
        assert get_backend("dask").owns(type(kept.mantissa))


def test_size_in_memory():
    import dask.sizeof

    assert 8_000_000 < dask.sizeof.sizeof(Quantity(np.ones(10**6), "mV")) < 8_001_000
    assert dask.sizeof.sizeof(Quantity(np.ones(10**6), "degC")) > 8_000_000


def test_chunks_that_are_quantities():
    lazy = da.from_array(Quantity(np.array([1.0, 2.0]), "mV"), chunks=1)
    with computing_dask():
        for result, expected, unit in [
            (lazy * Quantity(2.0, "mV"), [2.0, 4.0], "mV^2"),
            (Quantity(2.0, "mV") * lazy, [2.0, 4.0], "mV^2"),
            (lazy + Quantity(1.0, "V"), [1001.0, 1002.0], "mV"),
            (np.add(lazy, Quantity(1.0, "V")), [1001.0, 1002.0], "mV"),
            (Quantity(lazy, "V"), [0.001, 0.002], "V"),
            (math.mean(lazy), 1.5, "mV"),
        ]:
            assert result.unit == Unit(unit)
            assert type(result.mantissa) is da.Array
            assert np.allclose(result.compute().mantissa, expected)
