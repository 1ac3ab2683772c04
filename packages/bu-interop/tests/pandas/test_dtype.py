"""The dtype of a column: one unit; others are converted or apart."""

import numpy as np
import pytest

pd = pytest.importorskip("pandas")

import interop_names as u  # noqa: E402 - without pandas there is nothing here

V = np.array([1.0, 2.0, 3.0])


@pytest.fixture
def s():
    return pd.Series(V, index=list("abc"), name="x")


def test_concat_converts_and_other_dimensions_stay_apart():
    both = pd.concat([pd.Series(V * u.m), pd.Series(V * u.km)])
    assert both.bu.unit == u.m
    assert both.iloc[3] == 1 * u.km
    mixed = pd.concat([pd.Series(V * u.m), pd.Series(V * u.s)])
    assert mixed.dtype == object
    assert mixed.iloc[3] == 1 * u.s


def test_the_text_of_a_dtype_is_read():
    column = pd.Series([1.0, 2.0], dtype="quantity[mV]")
    assert str(column.dtype) == "quantity[mV]"
    assert column.dtype == pd.Series([1.0], dtype="quantity[mV]").dtype
    assert column.dtype != pd.Series([1.0], dtype="quantity[V]").dtype
    assert str(column.astype("quantity[V]").bu.quantity) == "[0.001 0.002] V"
    with pytest.raises((u.UnitMismatchError, TypeError)):
        column.astype("quantity[s]")
    with pytest.raises(TypeError):
        pd.Series([1.0], dtype="quantity[nonsense]")
