"""Dtypes: their names on every backend, and what arrays of several become; constants."""

import subprocess
import sys

import numpy as np
import pytest
from array_checks import array, check, computing_dask, quantity

from bu_array import Quantity, math
from bu_dispatch import get_backend, using_backend
from bu_units import Unit

REAL = ["float16", "float32", "float64", "single", "double", "float_"]
WHOLE = ["int8", "int16", "int32", "int64", "int_", "uint8", "uint16", "uint32", "uint64", "uint"]
COMPLEX = ["complex64", "complex128", "csingle", "cdouble", "complex_"]
SAME = {
    "single": "float32",
    "double": "float64",
    "float_": "float64",
    "int_": "int64",
    "uint": "uint64",
    "bool_": "bool",
    "csingle": "complex64",
    "cdouble": "complex128",
    "complex_": "complex128",
}


def name_of(dtype):
    """The standard's name of any library's dtype."""
    return getattr(dtype, "name", None) or str(dtype).rpartition(".")[2].lower()


@pytest.mark.parametrize("name", [*REAL, *WHOLE, *COMPLEX, "bool_"])
def test_names(backend, name):
    if (backend.name, name) == ("array_api_strict", "float16") or (
        backend.name == "ndonnx" and name in COMPLEX
    ):
        missing = SAME.get(name, name)
        with pytest.raises(
            TypeError,
            match=f"{missing} is not available on the {backend.name} backend|has no dtype '{missing}'",
        ):
            backend.dtype(getattr(math, name))
        return
    with using_backend(backend.name):
        x = math.ones(2, dtype=getattr(math, name), unit=Unit("mV"))
    plain = SAME.get(name, name)
    assert name_of(x.mantissa.dtype) == plain
    assert math.issubdtype(math.get_dtype(x), getattr(math, name))
    assert math.isdtype(math.get_dtype(x), getattr(math, name))
    assert not math.isdtype(math.get_dtype(x), "int8" if name != "int8" else "int16")


def test_names_are_callable():
    assert math.float32(3) == 3
    assert math.float32(3).dtype == "float32"
    assert math.dtype("f8") == np.float64
    assert isinstance(math.int8(3), np.integer)


@pytest.mark.parametrize("name", ["bfloat16", "int4", "uint4", "int2", "uint2"])
def test_names_beyond_numpys(name):
    ml_dtypes = pytest.importorskip("ml_dtypes")
    kind = getattr(math, name)
    assert kind is getattr(ml_dtypes, name)
    assert Quantity(np.ones(2, dtype=kind), "mV").dtype == kind
    with using_backend("numpy"):
        assert math.zeros(2, dtype=kind).dtype == np.dtype(kind)
    jax = pytest.importorskip("jax")
    with using_backend("jax"):
        assert math.zeros(2, dtype=kind).dtype == getattr(jax.numpy, name)
    assert math.issubdtype(kind, math.inexact) is (name == "bfloat16")
    assert math.issubdtype(kind, np.unsignedinteger) is name.startswith("u")
    for each in (name, kind, np.dtype(kind)):
        assert math.isdtype(each, name)
    limits = math.finfo(name) if name == "bfloat16" else math.iinfo(kind)
    assert limits.bits == int(name.lstrip("bfloatuin"))


def test_bfloat16_on_torch():
    torch = pytest.importorskip("torch")
    pytest.importorskip("ml_dtypes")
    with using_backend("torch"):
        assert math.zeros(2, dtype=math.bfloat16).dtype == torch.bfloat16
        assert math.zeros(2, dtype="bfloat16").dtype == torch.bfloat16
    assert math.finfo(torch.bfloat16).bits == 16
    assert math.issubdtype(torch.bfloat16, math.inexact)


def test_unknown_name():
    with pytest.raises(AttributeError, match="no attribute 'float31'"):
        math.float31


def test_without_ml_dtypes():
    code = """
import sys
sys.modules["ml_dtypes"] = None
from bu_array import math
from bu_dispatch import BackendError
try:
    math.bfloat16
except BackendError as error:
    print(error)
"""
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "bfloat16 is a dtype of ml_dtypes: pip install ml_dtypes"


def test_nothing_more_is_imported():
    code = (
        "import bu_array, sys; print([m for m in ('ml_dtypes', 'einops', 'opt_einsum') if m in sys.modules])"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"


# ---------------------------------------------------------------- of one


@pytest.mark.parametrize("dtype", ["float32", "int32", "bool", "uint8"])
def test_of_an_array(backend, dtype):
    x = array(backend, [1, 0], dtype)
    for each in (x, Quantity(x, "mV")):
        assert name_of(math.get_dtype(each)) == dtype
        assert math.get_dtype(each) == x.dtype
        assert math.is_float(each) is (dtype == "float32")
        assert math.is_int(each) is (dtype in ("int32", "uint8"))
        assert math.isdtype(each, "numeric") is (dtype != "bool")
        assert math.isdtype(x.dtype, ("bool", "integral")) is (dtype != "float32")
        if dtype == "float32":
            assert float(math.finfo(each).eps) == float(math.finfo(x.dtype).eps) == np.finfo("f4").eps
        elif dtype != "bool":
            assert int(math.iinfo(each).max) == int(math.iinfo(x.dtype).max) == np.iinfo(dtype).max


def test_of_numbers_and_names():
    with using_backend("numpy"):
        assert math.get_dtype(1.0) == "float64"
        assert math.get_dtype([1, 2]) == "int64"
        assert math.get_dtype(Quantity([1.0], "m")) == "float64"
        assert math.is_int(3)
        assert not math.is_int(True)
        assert math.is_float(Quantity(2.0, "mV"))
    assert math.finfo("float32").eps == math.finfo(np.float32).eps == math.finfo(math.float32).eps
    assert math.finfo(float).bits == 64
    assert math.iinfo("uint8").max == 255


def test_as_numpy(backend):
    q = quantity(backend, [1.0, 2.0], "mV", "float32")
    if backend.name == "dask":  # asked for by name: it is computed
        with computing_dask():
            assert math.as_numpy(q).tolist() == [1, 2]
        return
    for x in (q, q.mantissa):
        found = math.as_numpy(x)
        assert type(found) is np.ndarray
        assert found.dtype == "float32"
        assert found.tolist() == [1, 2]


def test_as_numpy_of_numbers_and_lists():
    assert type(math.as_numpy(3.0)) is np.ndarray
    assert math.as_numpy([Quantity(1.0, "m"), Quantity(1.0, "km")]).tolist() == [1, 1000]
    assert type(math.as_numpy(np.float32(2))) is np.ndarray


def test_isscalar(backend):
    assert math.isscalar(quantity(backend, 1.0, "mV")) is True
    assert math.isscalar(array(backend, 1.0)) is True
    assert math.isscalar(quantity(backend, [1.0], "mV")) is False
    assert math.isscalar(3j) is True
    assert math.isscalar(Quantity(3, "mV")) is True
    assert math.isscalar(np.float32(3)) is True
    assert math.isscalar([1.0]) is False
    assert math.isscalar("3") is False


def test_issubdtype(backend):
    x = array(backend, [1], "int32")
    assert math.issubdtype(x.dtype, np.integer)
    assert math.issubdtype(x.dtype, np.signedinteger)
    assert math.issubdtype(x.dtype, "int32")
    assert math.issubdtype(x.dtype, "integer")
    assert not math.issubdtype(x.dtype, np.floating)
    assert not math.issubdtype(x.dtype, "int64")
    assert math.issubdtype(array(backend, [1.0], "float32").dtype, math.inexact)
    assert math.issubdtype(np.floating, np.inexact)
    assert not math.issubdtype(np.inexact, np.floating)


# ---------------------------------------------------------------- of several


def test_result_type(backend):
    f4, f8 = (array(backend, [1], name) for name in ("float32", "float64"))
    assert math.result_type(f4, f8) == f8.dtype
    assert math.result_type(Quantity(f4, "mV"), Quantity(f8, "s")) == f8.dtype
    assert math.result_type(f4, 3.0) == f4.dtype
    assert math.result_type(2, f4, True) == f4.dtype
    assert math.result_type(f4, "float64") == f8.dtype
    assert math.result_type(f4, np.float64) == f8.dtype
    with using_backend(backend.name):  # numpy's dtypes are those of other libraries too
        assert math.result_type(f4.dtype, f8.dtype) == f8.dtype
    assert math.result_type(f4) == f4.dtype
    assert math.get_promote_dtypes(f4, f8) == f8.dtype


def test_result_type_of_numpys_scalars():
    """They are numpy's where no array is, and keep their digits."""
    for name in ("jax", "numpy", "torch"):
        if get_backend(name).usable():
            with using_backend(name):
                assert math.result_type(np.float64(1), 2.0) == np.float64
                assert math.result_type(Quantity(np.float64(1), "mV"), np.float32(2)) == np.float64
                assert math.result_type(Quantity(np.float32(1), "mV"), 2.0) == np.float32


def test_result_type_of_numbers():
    with using_backend("numpy"):
        assert math.result_type(1, 2.0) == "float64"
        assert math.result_type(np.float32, np.int8) == "float32"
        assert math.result_type(np.float32(1), 2.0) == "float32"
        assert math.result_type([1, 2], 2) == "int64"
    with pytest.raises(ValueError, match="at least one"):
        math.result_type()


def test_promote_dtypes(backend):
    f4, f8 = quantity(backend, [1.5], "mV", "float32"), quantity(backend, [2.5], "s", "float64")
    first, second = math.promote_dtypes(f4, f8)
    check(first, backend, np.array([1.5]), "mV")
    check(second, backend, np.array([2.5]), "s")
    first, second = math.promote_dtypes(f4, 2)
    check(first, backend, np.array([1.5], "f4"), "mV")
    check(second, backend, np.array(2, "f4"))
    result = math.promote_dtypes(f4.mantissa, f8.mantissa)
    assert isinstance(result, list)
    check(result[0], backend, np.array([1.5]))
    (alone,) = math.promote_dtypes(f4)
    check(alone, backend, np.array([1.5], "f4"), "mV")
    (degrees,) = math.promote_dtypes(quantity(backend, [1.5], "degC"))
    check(degrees, backend, np.array([1.5]), Unit("degC"))


def test_can_cast(backend):
    f4, f8 = array(backend, [1], "float32"), array(backend, [1], "float64")
    assert math.can_cast(f4.dtype, "float64") is True
    assert math.can_cast(Quantity(f4, "mV"), f8.dtype) is True
    assert math.can_cast(f8.dtype, np.float32) is False
    assert math.can_cast("int8", "int16") is True
