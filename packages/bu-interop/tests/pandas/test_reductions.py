"""Statistics of columns, of missing values and on scales."""

import numpy as np
import pytest

pd = pytest.importorskip("pandas")

import interop_names as u  # noqa: E402 - without pandas there is nothing here

V = np.array([1.0, 2.0, 3.0])


@pytest.fixture
def s():
    return pd.Series(V, index=list("abc"), name="x")


def test_degrees():
    column = pd.Series([20.0, 22.0], dtype="quantity[degC]")
    assert column.mean() == u.Quantity(21.0, "degC")
    assert column.diff().iloc[1].unit == u.parse_unit("delta_degC")
    assert column.std().unit == u.parse_unit("delta_degC")
    for name in ("sum", "cumsum"):
        with pytest.raises(TypeError, match="no meaning"):
            getattr(column, name)()
    with pytest.raises(TypeError, match="no meaning"):
        column.groupby([0, 0]).sum()
    assert column.groupby([0, 0]).mean().iloc[0] == u.Quantity(21.0, "degC")


def test_levels_have_no_mean_but_a_maximum():
    column = pd.Series([10.0, 20.0], dtype="quantity[dBm]")
    assert column.max() == u.Quantity(20.0, "dBm")
    for call in (column.mean, column.groupby([0, 0]).mean, column.bu.rolling(2).mean, column.interpolate):
        with pytest.raises(TypeError, match="no meaning"):
            call()
