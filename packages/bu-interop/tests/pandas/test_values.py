"""What a column takes: its dimension, converted; nothing else."""

import numpy as np
import pytest

pd = pytest.importorskip("pandas")

import interop_names as u  # noqa: E402 - without pandas there is nothing here

V = np.array([1.0, 2.0, 3.0])


@pytest.fixture
def s():
    return pd.Series(V, index=list("abc"), name="x")


@pytest.mark.parametrize("value", [5, "5", 1.5 * u.second])
def test_what_has_another_unit_or_none_is_refused_and_nothing_written(s, value):
    column = s * u.mV
    with pytest.raises((TypeError, u.UnitMismatchError)):
        column.iloc[0] = value
    with pytest.raises((TypeError, u.UnitMismatchError)):
        column.shift(1, fill_value=value)
    assert column.iloc[0] == 1 * u.mV


def test_a_lazy_mantissa_is_refused():
    dask = pytest.importorskip("dask.array")
    with pytest.raises(TypeError, match="compute"):
        pd.Series(u.Quantity(dask.ones(3), "mV"))
