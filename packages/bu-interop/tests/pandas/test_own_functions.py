"""Functions of pandas without a hook take quantities."""

import numpy as np
import pytest

pd = pytest.importorskip("pandas")

import interop_names as u  # noqa: E402 - without pandas there is nothing here

V = np.array([1.0, 2.0, 3.0])


@pytest.fixture
def s():
    return pd.Series(V, index=list("abc"), name="x")


def test_a_quantity_alone_is_an_object_where_objects_are_asked_for():
    assert np.asarray(1 * u.mV, dtype=object)[()] is not None
    for dtype in (None, float):
        with pytest.raises(TypeError, match="lose the unit"):
            np.asarray(1 * u.mV, dtype=dtype)


def test_series_and_frames_of_quantities():
    q = u.Quantity(V, "mV")
    assert str(pd.Series(q).dtype) == "quantity[mV]"
    frame = pd.DataFrame({"v": q, "n": [1, 2, 3]})
    assert str(frame["v"].dtype) == "quantity[mV]"
    frame["w"] = 2 * q
    assert str(frame["w"].bu.to("V").bu.quantity) == "[0.002 0.004 0.006] V"
    assert str(frame["v"].describe()["max"]) == "3. mV"
    assert pd.isna(pd.Series(u.Quantity(np.array([1.0, np.nan]), "mV"))).tolist() == [False, True]
