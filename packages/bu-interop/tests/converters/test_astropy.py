"""astropy's quantities: angles, logarithms, columns, masked ones, time differences."""

import numpy as np
import pytest
from foreign_checks import check_operators, check_paths_in, check_units_there_and_back

from bu_array import Quantity, as_unit
from bu_interop import converters
from bu_units import UNITLESS, Unit

pytest.importorskip("astropy")
import astropy.units as units
from astropy.coordinates import Angle, Longitude
from astropy.table import Column, QTable, Table
from astropy.time import Time


def test_every_path_in():
    check_paths_in([1.0, 2.0] * units.km, [1.0, 2.0] * units.s)


def test_operators():
    check_operators([1.0, 2.0] * units.km, values=True)


def test_units_there_and_back():
    check_units_there_and_back(converters.to_astropy_unit)


def test_one_without_a_unit_says_nothing_of_the_others():
    assert Quantity(np.array([1.0]) * units.dimensionless_unscaled).unit is UNITLESS
    assert Quantity(np.array([1.0]) * units.km).unit == Unit("km")
    assert Quantity(Column([1.0, 2.0])).unit is UNITLESS
    assert Quantity(Column([1.0, 2.0], unit="km")).unit == Unit("km")


def test_the_array_is_the_same():
    array = np.arange(3.0)
    assert np.shares_memory(Quantity(units.Quantity(array, "mV", copy=False)).mantissa, array)
    assert np.shares_memory(Quantity(array, "mV").to_astropy(), array)
    assert Quantity(np.arange(3), "m").to_astropy().dtype == np.arange(3).dtype
    assert type(Quantity([1.0] * units.m).mantissa) is np.ndarray


@pytest.mark.parametrize(
    "made, value, unit",
    [
        (lambda: 20 * units.deg_C, 20.0, "degC"),
        (lambda: 20 * units.imperial.deg_F, 20.0, "degF"),
        (lambda: 5.0 * units.W / units.m**2 / units.deg_C, 5.0, "W/(m^2 delta_degC)"),
        (lambda: 3 * units.mag, 3.0, "mag"),
        (lambda: units.Magnitude(3.0), 3.0, "mag"),
        (lambda: units.Dex(3.0), 3.0, "dex"),
        (lambda: units.Decibel(3.0), 3.0, "dB"),
        (lambda: 3 * units.dB(units.mW), 3.0, "dBm"),
        (lambda: units.Magnitude(3.0, units.STmag), 3.0, "STmag"),
        (lambda: 2 * units.dB / units.km, 2.0, "dB/km"),
        (lambda: Angle("1d30m"), 1.5, "deg"),
        (lambda: Longitude(370.0, "deg"), 10.0, "deg"),
        (lambda: 3 * units.Unit("2.5 m"), 3.0, "2.5 m"),
        (lambda: 3 * units.percent, 3.0, "%"),
        (lambda: 3 * units.ph / units.s, 3.0, "photon/s"),
        (lambda: Time("2020-01-03") - Time("2020-01-01"), 2.0, "day"),
        (lambda: Table({"a": [1.0] * units.km})["a"][:1], [1.0], "km"),
        (lambda: QTable({"a": [1.0] * units.km})["a"], [1.0], "km"),
    ],
)
def test_kinds(made, value, unit):
    found = Quantity(made())
    assert found.unit == Unit(unit)
    np.testing.assert_allclose(found.mantissa, value, rtol=1e-15)


@pytest.mark.parametrize(
    "made",
    [
        lambda: units.Magnitude(3.0, units.ABmag),  # ours counts from 3631 Jy, rounded
        lambda: 3 * units.dB(units.V),  # ten a decade, where dBV is twenty
        lambda: 3 * units.bin,
        lambda: units.Quantity((1, 2), units.StructuredUnit("m,s")),
        lambda: units.Quantity(3.0, units.Unit("no_such_unit", parse_strict="silent")),
    ],
)
def test_what_has_no_counterpart_is_refused(made):
    for take in (
        Quantity,
        converters.from_astropy,
        lambda q: q * Unit("m"),
        lambda q: Quantity(1.0, "m") * q,
    ):
        with pytest.raises((converters.NoCounterpartError, TypeError)):
            take(made())


def test_a_date_is_no_quantity():
    with pytest.raises(TypeError, match="Time"):
        Quantity(Time("2020-01-01"))


def test_masks_stay():
    ours = Quantity(np.ma.MaskedArray([1.0, 2.0], [False, True]), "m")
    back = Quantity(ours.to_astropy())
    assert back.mantissa.mask.tolist() == [False, True]
    assert back.unit == Unit("m")


@pytest.mark.parametrize("text", ["dBm", "STmag", "ABmag", "degC", "degF", "dB", "mag", "dex"])
def test_scales_there_and_back(text):
    assert Quantity(Quantity(2.0, text).to_astropy()).unit == Unit(text)


def test_differences_of_degrees_are_kelvins_there():
    assert Quantity(2.0, "delta_degC").to_astropy().unit == units.K
    with pytest.raises(converters.NoCounterpartError, match="dBV"):
        Quantity(2.0, "dBV").to_astropy()


def test_hertz_and_becquerel_stay_apart():
    assert as_unit(units.Hz).dispname == "Hz"
    assert as_unit(units.Bq).dispname == "Bq"


def test_a_number_that_a_unit_was_made_of_is_found():
    assert as_unit(units.Unit("0.2777777777777778 m/s")) == Unit("km/h")


def test_a_name_may_be_defined_again():
    assert as_unit(units.def_unit("smoot", 1.7 * units.m)).magnitude == 1.7
    assert as_unit(units.def_unit("smoot", 1.8 * units.m)).magnitude == 1.8


def test_units_times_units():
    assert Quantity(3.0, "km").to(units.m).mantissa == 3000.0
    assert Quantity([1, 2], units.km).unit == Unit("km")
    assert Unit("s") * units.km == Unit("km s")
    assert Quantity(3.0, "s") / units.km == Quantity(3.0, "s/km")
    assert converters.from_astropy(units.km) == Quantity(1, "km")
