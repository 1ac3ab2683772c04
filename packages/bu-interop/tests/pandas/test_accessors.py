"""The accessor ``.bu``."""

import numpy as np
import pytest

pd = pytest.importorskip("pandas")

import interop_names as u  # noqa: E402 - without pandas there is nothing here

V = np.array([1.0, 2.0, 3.0])


@pytest.fixture
def s():
    return pd.Series(V, index=list("abc"), name="x")


@pytest.mark.slow
def test_plots_say_the_unit(s):
    pyplot = pytest.importorskip("matplotlib.pyplot")
    axes = (s * u.mV).bu.plot("V", ax=pyplot.figure().add_subplot())
    assert axes.get_ylabel() == "x [V]"
    assert axes.lines[0].get_ydata()[0] == pytest.approx(0.001)
    pyplot.close("all")


def test_units_conversion_and_numbers(s):
    column = s * u.mV
    assert column.bu.to("V").index.tolist() == ["a", "b", "c"]
    assert column.bu.to("V").name == "x"
    np.testing.assert_allclose(column.bu.to("V").bu.quantity.mantissa, V / 1000, rtol=1e-15)
    assert str(column.bu.quantity) == "[1. 2. 3.] mV"
    with pytest.raises(u.UnitMismatchError):
        column.bu.to("s")


def test_a_plain_column_has_no_unit_to_convert(s):
    with pytest.raises((TypeError, AttributeError)):
        s.bu.to("V")
