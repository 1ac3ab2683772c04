"""Windows over columns, and what pandas cannot do."""

import numpy as np
import pytest

pd = pytest.importorskip("pandas")

import interop_names as u  # noqa: E402 - without pandas there is nothing here

V = np.array([1.0, 2.0, 3.0])


@pytest.fixture
def s():
    return pd.Series(V, index=list("abc"), name="x")


def test_windows_and_what_pandas_cannot_do(s):
    column = s * u.mV
    assert column.bu.rolling(2).mean().iloc[1] == 1.5 * u.mV
    assert column.bu.rolling(2).var().bu.unit == u.mV**2
    assert column.bu.expanding().sum().iloc[2] == 6 * u.mV
    assert column.bu.nlargest(1).iloc[0] == 3 * u.mV
    assert column.bu.corr(column.bu.to("V")) == pytest.approx(1)
    assert column.bu.cut(np.array([0, 2, 4]) * u.mV).nunique() == 2
    for refused in (
        lambda: column.rolling(2).mean(),
        lambda: column.corr(column),
        lambda: column.nlargest(1),
    ):
        with pytest.raises((TypeError, ValueError, pd.errors.DataError)):
            refused()
