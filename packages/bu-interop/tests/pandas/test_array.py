"""A column of quantities: floats beside a unit, its own memory."""

import numpy as np
import pytest

pd = pytest.importorskip("pandas")

import interop_names as u  # noqa: E402 - without pandas there is nothing here

V = np.array([1.0, 2.0, 3.0])


@pytest.fixture
def s():
    return pd.Series(V, index=list("abc"), name="x")


def test_the_array_of_the_caller_is_not_written_into():
    numbers = V.copy()
    column = pd.Series(numbers * 1 * u.mV)
    column = pd.Series(u.Quantity(numbers, "mV"))
    column.iloc[0] = 9 * u.mV
    assert numbers[0] == 1


def test_integers_have_a_place_for_what_is_missing():
    column = pd.Series(u.Quantity(np.array([1, 2]), "m")).reindex([0, 1, 2])
    assert column.isna().tolist() == [False, False, True]
    assert column.iloc[0] == 1 * u.m
    with pytest.raises(ValueError, match="cuts digits"):
        pd.Series(u.Quantity(np.array([2**53 + 1]), "m"))
