"""Methods take the options of numpy's methods."""

import numpy as np
import pytest
from array_checks import array, values

from bu_array import Quantity
from bu_units import Unit

VALUES = [3.0, 1.0, 2.0]
# What asks for nothing, on every library.
NEUTRAL = {
    "sum": {"axis": 0, "dtype": None, "out": None, "keepdims": False},
    "mean": {"axis": 0, "out": None},
    "std": {"axis": 0, "out": None},
    "var": {"axis": 0, "out": None},
    "max": {"axis": 0, "out": None},
    "min": {"axis": 0, "out": None},
    "ptp": {"axis": 0, "out": None},
    "argmax": {"axis": 0, "out": None},
    "argmin": {"axis": 0, "out": None},
    "cumsum": {"axis": 0, "dtype": None, "out": None},
    "prod": {"axis": 0, "out": None},
    "round": {"decimals": 1, "out": None},
    "clip": {"min": Quantity(2.0, "m"), "out": None},
    "argsort": {"kind": None, "order": None},
    "sort": {"kind": "stable"},
    "copy": {"order": "C"},
    "ravel": {"order": "C"},
    "flatten": {"order": "C"},
    "astype": {"dtype": "float32", "copy": False},
}


@pytest.mark.parametrize("name", NEUTRAL)
def test_options_that_ask_for_nothing(backend, name):
    q = Quantity(array(backend, VALUES), "m")
    if backend.lazy and name in ("sort", "argsort") and backend.name == "dask":
        pytest.skip("dask does not sort")
    result = getattr(q, name)(**NEUTRAL[name])
    options = {key: x.mantissa if isinstance(x, Quantity) else x for key, x in NEUTRAL[name].items()}
    bare = np.array(VALUES)
    expected = np.sort(bare, **options) if name == "sort" else np.ptp(bare, 0) if name == "ptp" else None
    expected = getattr(bare, name)(**options) if expected is None else expected
    assert np.allclose(values(result), expected, rtol=1e-6)


def test_out_and_where_are_numpys():
    q, out = Quantity(np.array(VALUES), "m"), Quantity(np.zeros(()), "cm")
    assert q.sum(axis=0, out=out) is out
    assert out.mantissa == 600.0
    assert q.sum(where=np.array([True, False, True])) == Quantity(5.0, "m")
    assert q.cumsum(out=Quantity(np.zeros(3), "mm")).mantissa.tolist() == [3000.0, 4000.0, 6000.0]
    assert q.clip(max=Quantity(2.0, "m"), out=q) is q
    assert q.mantissa.tolist() == [2.0, 1.0, 2.0]
    assert q.argsort(kind="stable").tolist() == [1, 0, 2]


def test_layouts_in_memory():
    q = Quantity(np.asfortranarray(np.arange(6.0).reshape(2, 3)), "m")
    assert q.ravel(order="K").mantissa.tolist() == [0.0, 3.0, 1.0, 4.0, 2.0, 5.0]
    assert q.ravel(order="F").mantissa.tolist() == [0.0, 3.0, 1.0, 4.0, 2.0, 5.0]
    assert q.copy(order="K").mantissa.flags.f_contiguous
    assert q.copy().mantissa.flags.c_contiguous
    assert q.astype("float32").mantissa.flags.f_contiguous
    assert q.astype("float32", order="C").mantissa.flags.c_contiguous


def test_astype_copies_or_not_and_casts_by_rule():
    q = Quantity(np.array(VALUES), "m")
    assert q.astype(float, copy=False).mantissa is q.mantissa
    assert q.astype(float).mantissa is not q.mantissa
    assert q.astype("float32", casting="same_kind").dtype == np.float32
    with pytest.raises(TypeError, match="no float64 is cast to int64 by the rule 'same_kind'"):
        q.astype("int64", casting="same_kind")
    assert Quantity([1.5], "m").astype(int).mantissa.tolist() == [1]  # said on purpose
    with pytest.raises(TypeError, match="dtype <U"):
        q.astype(str)


def test_reshape_put_and_resize():
    q = Quantity(np.arange(4.0), "m")
    own = q.reshape((2, 2), copy=True)
    own[0, 0] = Quantity(9.0, "m")
    assert q.mantissa[0] == 0.0
    q.put([5, -5], Quantity([700.0, 800.0], "cm"), mode="wrap")
    assert q.mantissa.tolist() == [0.0, 7.0, 2.0, 8.0]
    q.put([9], Quantity(1.0, "m"), mode="clip")
    assert q.mantissa.tolist() == [0.0, 7.0, 2.0, 1.0]
    with pytest.raises(ValueError, match="mode must be"):
        q.put([9], Quantity(1.0, "m"), mode="fill")
    q.resize((2,), refcheck=False)
    assert q.mantissa.tolist() == [0.0, 7.0]


def test_what_another_library_lacks_is_said():
    torch = pytest.importorskip("torch")
    q = Quantity(torch.tensor(VALUES), "m")
    with pytest.raises(TypeError, match=r"sum: out are options of numpy's, and the mantissa is of torch"):
        q.sum(out=Quantity(torch.zeros(()), "m"))
    assert q.argsort(kind="stable").tolist() == [1, 2, 0]
    with pytest.raises(TypeError, match="unexpected keyword"):
        q.sum(nonsense=1)
    assert Quantity.sum.__doc__.startswith("Sum of the elements")
    assert q.sum().unit == Unit("m")


@pytest.mark.slow
def test_methods_and_writes_within_one_graph():
    torch = pytest.importorskip("torch")

    def f(x):
        q = Quantity(x, "mV").to("V")
        q[0] = Quantity(5.0, "mV")
        return (q.sum(axis=0) + q.max(axis=0) + q.sort(kind="stable")[0]).mantissa + (q @ q).mantissa

    x = torch.arange(4.0)
    assert torch.compile(f, fullgraph=True, backend="eager")(x) == f(x)
