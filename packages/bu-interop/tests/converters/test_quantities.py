"""The package quantities, and neo's signals, which are built on it."""

import numpy as np
import pytest
from foreign_checks import check_operators, check_paths_in, check_units_there_and_back

from bu_array import Quantity, as_unit
from bu_interop import converters
from bu_units import Unit

pq = pytest.importorskip("quantities")


def test_every_path_in():
    check_paths_in(pq.Quantity([1.0, 2.0], "km"), pq.Quantity([1.0, 2.0], "s"))


def test_operators():
    check_operators(pq.Quantity([1.0, 2.0], "km"), values=True)


def test_its_own_operators_are_as_they_were():
    assert 1 * pq.km + 1 * pq.m == 1.001 * pq.km
    assert isinstance(2.0 * pq.Hz, pq.Quantity)


def test_units_there_and_back():
    check_units_there_and_back(converters.to_quantities_unit)


def test_the_array_is_the_same():
    array = np.arange(3.0)
    assert np.shares_memory(Quantity(pq.Quantity(array, "mV")).mantissa, array)
    assert np.shares_memory(Quantity(array, "mV").to_quantities(), array)


def test_degrees_are_differences_there():
    assert Quantity(20 * pq.degC).unit == Unit("delta_degC")
    assert Quantity(20.0, "delta_degC").to_quantities().units == pq.degC
    with pytest.raises(converters.NoCounterpartError, match="degC"):
        Quantity(20.0, "degC").to_quantities()


def test_units_made_of_numbers():
    assert as_unit(pq.CompoundUnit("2.5*m/s")) == Unit("2.5 m/s")
    assert as_unit(pq.UnitQuantity("smoot", 1.7 * pq.m, symbol="smoot")).magnitude == 1.7
    there = Quantity(3.0, "furlong/wk").to_quantities()
    assert Quantity(there).to_decimal("m/s") == pytest.approx(
        Quantity(3.0, "furlong/wk").to_decimal("m/s"), rel=1e-14
    )


def test_an_uncertainty_is_not_dropped():
    with pytest.raises(TypeError, match="uncertainty"):
        Quantity(pq.UncertainQuantity(1.0, "m", 0.1))


def test_what_it_cannot_convert_itself():
    with pytest.raises(converters.NoCounterpartError, match="statampere"):
        Quantity(3 * pq.statampere)


class TestNeo:
    @pytest.fixture
    def signal(self):
        neo = pytest.importorskip("neo")
        return neo.AnalogSignal([[1.0], [2.0]], units="V", sampling_rate=1 * pq.kHz)

    def test_a_signal_in_volts_is_right_in_millivolts(self, signal):
        assert Quantity(signal, "mV").mantissa.tolist() == [[1000.0], [2000.0]]

    def test_operators(self, signal):
        ours = Quantity(1.0, "mV")
        for total in (signal + ours, ours + signal):
            assert isinstance(total, Quantity)
            np.testing.assert_allclose(total.to_decimal("mV"), [[1001.0], [2001.0]])
        assert (signal * Unit("s")).unit.has_same_dim(Unit("Wb"))
        assert (signal == Quantity(1000.0, "mV")).tolist() == [[True], [False]]
        assert type(signal + signal) is type(signal)

    def test_spike_times(self):
        neo = pytest.importorskip("neo")
        train = neo.SpikeTrain([1.0, 2.0] * pq.s, t_stop=3.0)
        assert Quantity(train, "ms").mantissa.tolist() == [1000.0, 2000.0]
