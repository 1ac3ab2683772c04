"""Values on scales: temperatures as points, levels in decibels."""

import copy
import math
import pickle

import array_checks
import numpy as np
import pytest

from bu_array import Quantity, parse_quantity
from bu_array import math as um
from bu_units import UNITLESS, UnitMismatchError, names

degC, K, dBm, dB = names.degC, names.K, names.dBm, names.dB  # noqa: N816  # the units' own symbols


@pytest.fixture
def temperatures(backend):
    return array_checks.quantity(backend, [20.0, 25.0], degC)


def values(q):
    return array_checks.values(q).tolist()


class TestPoints:
    def test_to_kelvin_and_back(self, temperatures):
        kelvin = temperatures.to(K)
        assert kelvin.unit is K
        assert values(kelvin) == pytest.approx([293.15, 298.15], rel=1e-6)
        assert values(kelvin.to(degC)) == pytest.approx([20.0, 25.0], rel=1e-5)
        assert values(temperatures.to("degF")) == pytest.approx([68.0, 77.0], rel=1e-6)

    def test_the_library_stays(self, temperatures, backend):
        for result in (
            temperatures.to(K),
            temperatures - 5 * degC,
            temperatures + 1 * names.delta_degC,
            temperatures[:1],
        ):
            assert result.backend == backend.name

    @pytest.mark.parametrize("other", [15 * degC, 288.15 * K, 59 * names.degF], ids=str)
    def test_a_difference_of_points(self, temperatures, other):
        difference = temperatures - other
        assert difference.unit is names.delta_degC
        assert values(difference) == pytest.approx([5.0, 10.0], rel=1e-5)
        assert values((other - temperatures).to(names.delta_degC)) == pytest.approx([-5.0, -10.0], rel=1e-5)

    def test_kelvin_is_no_difference(self, temperatures):
        for add in (lambda: temperatures + 5 * K, lambda: 5 * K + temperatures):
            with pytest.raises(UnitMismatchError, match="only a difference in delta_degC is added"):
                add()

    @pytest.mark.parametrize("step, sum_", [(5 * names.delta_degC, 25.0), (9 * names.delta_degF, 25.0)])
    def test_a_point_and_a_difference(self, temperatures, step, sum_):
        for total in (temperatures + step, step + temperatures, um.add(temperatures, step)):
            assert total.unit is degC
            assert values(total)[0] == pytest.approx(sum_)
        assert values(temperatures - step)[0] == pytest.approx(15.0)

    def test_a_difference_does_not_become_a_point(self, temperatures):
        for wrong in (
            lambda: temperatures.to(names.delta_degC),
            lambda: (5 * names.delta_degC).to(degC),
            lambda: Quantity([20 * degC, 5 * names.delta_degC]),
        ):
            with pytest.raises(UnitMismatchError, match="A point on a scale is no difference"):
                wrong()
        assert not (20 * degC == 20 * names.delta_degC)  # noqa: SIM201  # == never raises

    def test_two_points_are_not_added(self, temperatures):
        for add in (lambda: temperatures + temperatures, lambda: um.add(temperatures, temperatures)):
            with pytest.raises(UnitMismatchError, match="two values on a scale cannot be added"):
                add()

    @pytest.mark.parametrize(
        "wrong",
        [
            lambda t: t * 2,
            lambda t: 2 * t,
            lambda t: t / 2,
            lambda t: 1 / t,
            lambda t: t**2,
            lambda t: -t,
            abs,
            lambda t: t * names.m,
            lambda t: t // 2,
            lambda t: um.sum(t),
            lambda t: um.square(t),
            lambda t: um.sign(t),
            lambda t: um.multiply(t, 2.0),
            lambda t: um.exp(t),
        ],
    )
    def test_what_has_no_meaning_is_refused(self, temperatures, wrong):
        with pytest.raises(TypeError, match=r"scale|dimensionless"):
            wrong(temperatures)

    def test_comparison_converts(self, temperatures):
        assert values(temperatures > 22 * degC) == [False, True]
        assert values(temperatures > 295 * K) == [False, True]
        assert values(temperatures == 20 * degC) == [True, False]
        assert values(temperatures == 20 * names.m) == [False, False]
        assert values(temperatures != 20 * names.m) == [True, True]
        with pytest.raises(UnitMismatchError):
            temperatures > 0  # zero of which scale?

    def test_what_moves_or_averages_stays_on_the_scale(self, temperatures):
        assert um.mean(temperatures).unit is degC
        assert values(um.mean(temperatures)) == 22.5
        assert values(um.max(temperatures)) == 25.0
        assert values(um.maximum(temperatures, 295.15 * K)) == pytest.approx([22.0, 25.0])
        assert um.reshape(temperatures, (2, 1)).unit is degC

    def test_distances_are_differences(self, temperatures):
        assert um.ptp(temperatures).unit is names.delta_degC
        assert values(um.ptp(temperatures)) == 5.0
        assert um.std(temperatures).unit is names.delta_degC

    def test_indices_have_no_unit(self, temperatures):
        assert values(um.argmax(temperatures)) == 1


def test_text():
    assert str(20 * degC) == "20 degC"
    assert repr(Quantity(np.array([20.0]), "degC")) == 'Quantity([20.], "degC")'
    assert parse_quantity("6.3 degC").to(K).mantissa == 279.45


def test_construction_converts():
    assert Quantity(Quantity(300.0, "K"), "degC").mantissa == pytest.approx(26.85)
    assert Quantity([20 * degC, 293.15 * K]).unit is degC


def test_copies_stay_on_the_scale():
    q = np.array([20.0]) * degC
    for twin in (copy.copy(q), copy.deepcopy(q), pickle.loads(pickle.dumps(q))):
        assert type(twin) is type(q)
        assert twin.unit is degC
        assert twin.mantissa.tolist() == [20.0]


def test_setting_an_element_converts():
    q = np.array([20.0, 25.0]) * degC
    q[0] = 300.0 * K
    assert q.mantissa.tolist() == pytest.approx([26.85, 25.0])


class TestLevels:
    def test_sums(self):
        assert (10 * dBm + 3 * dB).mantissa == 13
        assert (3 * dB + 10 * dBm).unit is dBm
        assert (10 * dBm - 3 * dB).unit is dBm
        assert (10 * dBm - 7 * dBm).unit is dB
        assert (3 * dB + 2 * dB).mantissa == 5
        assert (2 * (3 * dB) / 4).mantissa == 1.5
        assert (6 * dB) / (3 * dB) == 2.0
        assert (10 * dBm + 0).mantissa == 10

    @pytest.mark.parametrize(
        "wrong",
        [
            lambda: 10 * dBm + 10 * dBm,
            lambda: 3 * dB - 10 * dBm,
            lambda: 10 * dBm + 1 * names.mW,
            lambda: 10 * dBm + 1,
            lambda: (10 * dBm).to(dB),
            lambda: (3 * dB).to(dBm),
            lambda: (10 * dBm).to("V"),
        ],
    )
    def test_what_does_not_go_together(self, wrong):
        with pytest.raises(UnitMismatchError):
            wrong()

    @pytest.mark.parametrize(
        "level, linear",
        [
            (30.0 * dBm, 1.0 * names.watt),
            (0.0 * names.dBV, 1.0 * names.volt),
            (20.0 * names.dBV, 10.0 * names.volt),
            (94.0 * names.dBSPL, 20e-6 * 10**4.7 * names.pascal),
            (7.0 * names.pH_scale, 1e-7 * names.molar),
            (0.0 * names.ABmag, 3631e-26 * names.watt / (names.m**2 * names.hertz)),
        ],
        ids=str,
    )
    def test_to_linear_and_back(self, level, linear):
        assert level.to(linear.unit).mantissa == pytest.approx(linear.mantissa, rel=1e-12)
        assert linear.to(level.unit).mantissa == pytest.approx(level.mantissa, rel=1e-12, abs=1e-12)

    def test_ratios(self):
        assert (10 * dB).to(UNITLESS).mantissa == pytest.approx(10.0)
        assert (1 * names.Np).to(dB).mantissa == pytest.approx(20 / math.log(10))
        assert (1 * names.Bel).to(dB).mantissa == 10.0
        assert (5 * names.mag).to(UNITLESS).mantissa == pytest.approx(0.01)

    def test_between_references(self):
        assert (30 * dBm).to("dBW").mantissa == pytest.approx(0.0, abs=1e-12)
        assert (0 * names.dBV).to("dBuV").mantissa == pytest.approx(120.0)

    def test_arrays_of_every_library(self, backend):
        power = Quantity(backend.asarray([0.0, 10.0], dtype=None), dBm)
        assert values(power.to("mW")) == pytest.approx([1.0, 10.0], rel=1e-6)
        assert values(power.to("mW").to(dBm)) == pytest.approx([0.0, 10.0], abs=1e-5)
        assert values(power + 3 * dB) == pytest.approx([3.0, 13.0])

    def test_a_plain_zero_is_no_difference_of_levels(self):
        assert 3 * dB > 0
        assert 0 * dB == 0
        assert (3 * dB != 0) is True
        assert values(np.array([-1.0, 0.0, 1.0]) * dB <= 0) == [True, True, False]

    def test_nothing_has_a_level_below_all_others(self):
        assert (0.0 * names.mW).to(dBm).mantissa == -math.inf
        assert math.isnan((-1.0 * names.mW).to(dBm).mantissa)
        assert not 10 * dBm == 0.0 * names.mW  # noqa: SIM201  # == never raises
        assert 10 * dBm != -1.0 * names.mW

    def test_means_want_a_linear_unit(self):
        with pytest.raises(TypeError, match="such as mW"):
            um.mean(np.array([1.0, 2.0]) * dBm)


def test_jax_sees_a_pytree():
    jax = pytest.importorskip("jax")
    q = jax.numpy.asarray([0.0, 10.0]) * dBm
    louder = jax.jit(lambda q: q + 3 * dB)(q)
    assert louder.unit is dBm
    assert louder.mantissa.tolist() == [3.0, 13.0]
    assert jax.tree.map(lambda x: x * 2, q).unit is dBm


def test_differences_of_levels_multiply():
    slope = -0.5 * names.dB / names.kmetre
    assert str(slope) == "-0.5 dB / km"
    for _ in range(2):  # the second time from a table
        for product in (
            slope * (3.0 * names.kmetre),
            (3.0 * names.kmetre) * slope,
            np.multiply(slope, 3.0 * names.kmetre),
            um.multiply(slope, 3.0 * names.kmetre),
        ):
            assert str(product) == "-1.5 dB"
            assert type(product) is type(3.0 * names.dB)
        assert str((np.ones(2) * slope * (3.0 * names.kmetre)).to("dB")) == "[-1.5 -1.5] dB"
        assert str(((4.0 * names.dB) * (4.0 * names.dB)) ** 0.5) == "4. dB"
        assert str(np.sqrt((4.0 * names.dB) * np.array([4.0]) * names.dB)) == "[4.] dB"
    assert str(10.0 * names.dBm + slope * (3.0 * names.kmetre)) == "8.5 dBm"
    assert str((slope * (300.0 * names.metre)).to("dB")) == "-0.15 dB"
    assert str((2.0 * names.kmetre) / (4.0 * names.dB)) == "0.5 km / dB"
    assert str(2.0 / (4.0 * names.dB)) == "0.5 1 / dB"
    assert (3.0 * names.dB) / (2.0 * names.dB) == 1.5
    for refused in (
        lambda: (10.0 * names.dBm) * (3.0 * names.kmetre),
        lambda: (3.0 * names.kmetre) / (10.0 * names.dBm),
        lambda: (3.0 * names.dB) * (10.0 * names.dBm),
        lambda: (3.0 * names.dB) * (20.0 * names.degC),
        lambda: (20.0 * names.degC) * (3.0 * names.dB),
        lambda: (20.0 * names.degC) / (3.0 * names.kmetre),
    ):
        with pytest.raises(TypeError):
            refused()


def test_degrees_in_units_of_quantities_are_differences():
    lapse = Quantity(-6.5, "degC/km")
    assert str(lapse) == "-6.5 delta_degC / km"
    assert str(20.0 * names.degC + lapse * (2.0 * names.kmetre)) == "7. degC"
    assert str((5.0 * names.watt) / names.degC) == "5. W / delta_degC"


def test_a_quantity_stays_in_the_unit_as_it_is_written():
    assert str((6 * names.joule).to("N m")) == "6 N * m"
    torque = Quantity(np.ones(2), "N m")
    assert str(torque) == "[1. 1.] N * m"
    assert str(torque * 2.0 + 1.0 * names.joule) == "[3. 3.] N * m"
    assert torque.to("N m") is torque
    assert str(torque / (1.0 * names.metre)) == "[1. 1.] N"
    assert str(torque * (1.0 * names.metre)) == "[1. 1.] J * m"


def test_a_scale_and_a_list_of_several_dimensions_are_unequal():
    q = Quantity(np.ones(2), "degC")
    several = [Quantity(1, "m"), Quantity(2, "s")]
    assert (q == several) is False
    assert (q != several) is True


@pytest.mark.parametrize("unit, difference", [("degC", "delta_degC"), ("dBm", "dB")])
def test_the_imaginary_part_of_a_point_is_a_difference(unit, difference):
    q = Quantity(np.array([1.0, 2.0]), unit)
    for real in (q.real, np.real(q), um.real(q)):
        assert real.unit == q.unit
        np.testing.assert_array_equal(real.mantissa, q.mantissa)
    for imag in (q.imag, np.imag(q), um.imag(q)):
        assert str(imag.unit) == difference
        np.testing.assert_array_equal(imag.mantissa, [0, 0])
