"""What hashes or orders the values of a column keeps the unit."""

import numpy as np
import pytest

pd = pytest.importorskip("pandas")

import interop_names as u  # noqa: E402 - without pandas there is nothing here

V = np.array([1.0, 2.0, 3.0])


@pytest.fixture
def s():
    return pd.Series(V, index=list("abc"), name="x")


def test_sorted_unique_and_factorized():
    column = pd.Series(u.Quantity(np.array([3.0, np.nan, 1.0, 3.0]), "mV"))
    assert str(column.sort_values().bu.quantity) == "[ 1.  3.  3. nan] mV"
    assert str(u.Quantity(column.unique().quantity).to("uV")) == "[3000.   nan 1000.] uV"
    codes, values = pd.factorize(column)
    assert codes.tolist() == [0, -1, 1, 0]
    assert str(values.dtype) == "quantity[mV]"
    assert column.duplicated().tolist() == [False, False, False, True]
    assert str(column.shift(1, fill_value=2 * u.V).bu.quantity[0]) == "2000. mV"


def test_filled_and_counted():
    column = pd.Series(u.Quantity(np.array([3.0, np.nan]), "mV"))
    assert str(column.fillna(1 * u.V).bu.quantity) == "[   3. 1000.] mV"
    assert column.count() == 1
    with pytest.raises((u.UnitMismatchError, TypeError)):
        column.fillna(1 * u.s)
