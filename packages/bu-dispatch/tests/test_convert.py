import warnings

import numpy as np
import pytest
from dispatch_checks import values

from bu_dispatch import BackendError, backend_of, convert, get_backend, usable_backends

NUMPY = get_backend("numpy")


AWKWARD = {
    "read-only": lambda: _read_only(np.arange(3.0)),
    "negative strides": lambda: np.arange(6.0)[::-2],
    "swapped bytes": lambda: np.arange(3).astype(">f8"),
    "swapped integers": lambda: np.arange(3).astype(">i4"),
    "broadcast": lambda: np.broadcast_to(np.arange(3.0), (2, 3)),
    "transposed": lambda: np.arange(6.0).reshape(2, 3).T,
    "strided": lambda: np.arange(6.0)[::2],
    "no axes": lambda: np.array(2.5),
    "empty": lambda: np.zeros((0, 3)),
    "half": lambda: np.ones(3, np.float16),
    "bool": lambda: np.array([True, False]),
    "unsigned": lambda: np.arange(3, dtype=np.uint16),
    "scalar": lambda: np.float32(2.5),
    "swapped scalar": lambda: np.arange(3).astype(">f8")[1],
    "subclass": lambda: np.ones(3).view(type("Mine", (np.ndarray,), {})),
}


def _read_only(array):
    array.flags.writeable = False
    return array


@pytest.mark.parametrize("make", AWKWARD.values(), ids=AWKWARD.keys())
def test_any_numpy_array(backend, make):
    x = make()
    try:
        backend.dtype(x.dtype.name)
    except BackendError:  # the standard has no half precision: it is refused, and never made another one
        with pytest.raises((TypeError, BackendError), match=x.dtype.name):
            convert(x, backend)
        return
    before = np.array(x)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        result = convert(x, backend)
    assert backend_of(result) is backend
    assert tuple(result.shape) == x.shape
    np.testing.assert_array_equal(values(result), x)
    np.testing.assert_array_equal(x, before)


@pytest.mark.parametrize(
    "data", [2.0, 3, True, [1.0, 2.0], [[1, 2], [3, 4]], (1.0, 2.0), [], [np.float64(1), np.float64(2)]]
)
def test_python_data(backend, data):
    result = convert(data, backend)
    assert backend_of(result) is backend
    np.testing.assert_array_equal(values(result), np.asarray(data))


def test_lists_of_arrays(backend):
    for record in usable_backends():
        if record.lazy and record is not backend:
            continue
        x = record.asarray([1.0, 2.0])
        for data in ([x, x], (x, x), [[x, x], [x, x]]):
            result = convert(data, backend)
            assert backend_of(result) is backend
            np.testing.assert_array_equal(values(result), np.broadcast_to([1.0, 2.0], result.shape))


def test_same_library_is_the_same_object(backend):
    x = backend.asarray([1.0, 2.0])
    assert convert(x, backend) is x
    assert convert(x, backend, explicit=True) is x


def test_every_pair(backend):
    for source in usable_backends():
        if source.lazy and source is not backend:
            continue
        x = source.asarray([[1.0, 2.0], [3.0, 4.0]], dtype="float32")
        result = convert(x, backend)
        assert backend_of(result) is backend
        assert result.dtype == backend.dtype("float32")
        np.testing.assert_array_equal(values(result), [[1.0, 2.0], [3.0, 4.0]])


@pytest.mark.parametrize("spelling", ["float32", np.float32, np.dtype("float32"), np.dtype(">f4")])
def test_dtype(backend, spelling):
    expected = backend.dtype("float32")
    for data in ([1, 2], np.arange(2), backend.asarray([1, 2])):
        result = convert(data, backend, dtype=spelling)
        assert result.dtype in (expected, np.dtype(">f4"))
        assert backend.asarray([1, 2], dtype=expected).dtype == expected


def test_dtype_of_another_library(backend):
    for record in usable_backends():
        assert backend.dtype(record.dtype("int32")) == backend.dtype("int32")
        assert backend.dtype(record.asarray([1], dtype="int32").dtype) == backend.dtype("int32")


@pytest.mark.parametrize("kind", [bool, int, float])
def test_python_dtype(backend, kind):
    assert np.dtype(values(backend.asarray([0, 1], dtype=kind)).dtype).kind == np.dtype(kind).kind


@pytest.mark.only_backends("numpy", "torch", "jax", reason="the other libraries know other devices")
def test_device(backend):
    result = convert([1.0, 2.0], backend, device="cpu")
    assert backend.on_host(result)
    assert backend_of(convert(result, backend, device="cpu")) is backend


class TestSharing:
    def test_numpy_and_torch_share(self):
        pytest.importorskip("torch")
        torch = get_backend("torch")
        x = np.arange(3.0)
        t = convert(x, torch)
        assert np.shares_memory(convert(t, NUMPY), x)
        t[0] = 7.0
        assert x[0] == 7.0

    def test_numpy_sees_jax_read_only(self):
        jax = pytest.importorskip("jax")
        j = jax.numpy.arange(1000.0)
        x = convert(j, NUMPY)
        assert x.ctypes.data == j.unsafe_buffer_pointer()
        assert not x.flags.writeable
        with pytest.raises(ValueError, match="read-only"):
            x[0] = 7.0

    @pytest.mark.parametrize("offset", [0, 4], ids=["aligned", "not aligned"])
    def test_jax_takes_a_finished_copy(self, offset):
        jax = pytest.importorskip("jax")
        memory = np.zeros(4_000_128, np.uint8)
        start = -memory.ctypes.data % 64 + offset
        x = memory[start : start + 4_000_000].view(np.float32)
        for _ in range(5):
            j = convert(x, get_backend("jax"))
            x[:] = 7.0  # at once: a copy on its way would still see it
            assert not jax.numpy.any(j)
            x[:] = 0.0

    def test_jax_takes_a_copy_while_it_traces(self):
        jax = pytest.importorskip("jax")
        x = np.ones(3, np.float32)
        program = jax.jit(lambda y: convert(x, get_backend("jax")) + y)
        assert program(1.0).tolist() == [2.0] * 3
        x[:] = 7.0
        assert program(1.0).tolist() == [2.0] * 3

    def test_jax_arrays_never_change(self):
        jax = pytest.importorskip("jax")
        for record in usable_backends():
            if record.lazy or not record.mutable:
                continue
            there = record.asarray(np.arange(1000.0, dtype=np.float32))
            j = convert(there, get_backend("jax"))
            there[0] = 7.0
            assert j[0] == 0.0
            j = jax.numpy.arange(1000.0)
            back = convert(j, record)
            if record.to_numpy(back).flags.writeable:
                back[0] = 7.0
            assert j[0] == 0.0

    @pytest.mark.parametrize("source, target", [("torch", "jax"), ("jax", "torch")])
    def test_dlpack_between_accelerators(self, monkeypatch, source, target):
        """The way that arrays take on an accelerator, walked in main memory."""
        pytest.importorskip("torch")
        pytest.importorskip("jax")
        source, target = get_backend(source), get_backend(target)
        monkeypatch.setattr(type(source), "on_host", lambda self, x: False)
        monkeypatch.setattr(type(source), "to_numpy", None)
        for x in (source.asarray([[1.0, 2.0], [3.0, 4.0]]), source.asarray([[1.0, 3.0], [2.0, 4.0]]).T):
            result = convert(x, target)
            assert backend_of(result) is target
            if target.mutable:
                result[0, 0] = 7.0
                assert x[0, 0] == 1.0
            else:
                x[0, 0] = 7.0
                assert result[0, 0] == 1.0
        x = source.asarray([1.0, 2.0, 3.0])[::2]
        assert convert(x, target).tolist() == [1.0, 3.0]


class TestNothingIsLost:
    def test_tracer(self):
        jax = pytest.importorskip("jax")
        texts = []

        def body(x):
            for explicit in (False, True):
                with pytest.raises(BackendError) as caught:
                    convert(x, NUMPY, explicit=explicit)
                texts.append(str(caught.value))
            with pytest.raises(BackendError, match="traced by jax"):
                get_backend("jax").to_numpy(x)
            assert not get_backend("jax").is_concrete(x)
            assert convert(x, get_backend("jax")) is x
            return x

        jax.jit(body)(1.0)
        for text in texts:
            assert text.startswith(
                "cannot convert to numpy: the array is traced by jax; it has no values yet"
            )
            assert "outside jit" in text
            assert "using_backend('jax')" in text

    def test_tracer_in_a_list(self):
        jax = pytest.importorskip("jax")

        def body(x):
            with pytest.raises(BackendError, match="traced by jax"):
                convert([x, x], NUMPY)
            return x

        jax.jit(body)(1.0)

    def test_torch_that_requires_grad(self):
        torch = pytest.importorskip("torch")
        for x in (torch.ones(2, requires_grad=True), torch.nn.Parameter(torch.ones(2))):
            for explicit in (False, True):
                with pytest.raises(
                    BackendError, match=r"requires grad.*\.detach\(\).*using_backend\('torch'\)"
                ):
                    convert(x, NUMPY, explicit=explicit)
            with pytest.raises(BackendError, match="requires grad"):
                get_backend("torch").to_numpy(x)
        assert convert(x.detach(), NUMPY).tolist() == [1.0, 1.0]

    def test_torch_without_values(self):
        torch = pytest.importorskip("torch")
        record = get_backend("torch")
        meta = torch.ones(2, device="meta")
        assert not record.is_concrete(meta)
        with pytest.raises(BackendError, match="has no values"):
            convert(meta, NUMPY)

        def body(x):
            assert not record.is_concrete(x)
            with pytest.raises(BackendError, match="has no values"):
                convert(x, NUMPY)
            return x

        torch.func.vmap(body)(torch.ones(2))

    def test_dask(self):
        pytest.importorskip("dask.array")
        record = get_backend("dask")
        x = record.asarray([1.0])
        for explicit in (False, True):
            with pytest.raises(BackendError, match=r"call \.compute\(\) first.*using_backend\('dask'\)"):
                convert(x, NUMPY, explicit=explicit)
        with pytest.raises(BackendError, match=r"call \.compute\(\) first"):
            record.to_numpy(x)
        assert not record.is_concrete(x)

    def test_ndonnx(self):
        ndx = pytest.importorskip("ndonnx")
        record = get_backend("ndonnx")
        x = record.asarray([1.0])
        with pytest.raises(BackendError, match=r"\.to_numpy\(\).*using_backend\('ndonnx'\)"):
            convert(x, NUMPY)
        assert convert(x + 1, NUMPY, explicit=True).tolist() == [2.0]
        unknown = ndx.argument(shape=("N",), dtype=ndx.float64)
        with pytest.raises(BackendError, match=r"has no values.*using_backend\('ndonnx'\)"):
            convert(unknown, NUMPY, explicit=True)

    def test_mask(self, backend):
        x = np.ma.masked_array([1.0, 2.0], [True, False])
        if backend is NUMPY:
            assert convert(x, backend) is x
        else:
            with pytest.raises(BackendError, match="mask would be lost"):
                convert(x, backend)

    def test_sparse_torch(self):
        torch = pytest.importorskip("torch")
        with pytest.raises(BackendError, match=r"to_dense\(\)"):
            convert(torch.eye(2).to_sparse(), NUMPY)


@pytest.mark.skip_backend("dask", reason="a dask array has no values to look at")
def test_peek(backend):
    assert backend.peek(backend.asarray([1.0, 2.0])).tolist() == [1.0, 2.0]


def test_concrete(backend):
    assert backend.is_concrete(backend.asarray([1.0])) is not backend.lazy


class TestChunks:
    def test_dask(self):
        pytest.importorskip("dask.array")
        dask = get_backend("dask")
        x = convert(np.arange(4.0), dask, chunks=2)
        assert x.chunks == ((2, 2),)
        assert convert(x, dask, chunks=4).chunks == ((4,),)
        assert convert([1.0, 2.0], dask, chunks=1).chunks == ((1, 1),)

    def test_others_have_none(self):
        with pytest.raises(BackendError, match="chunks= means nothing to NumPy arrays"):
            convert([1.0], NUMPY, chunks=2)
