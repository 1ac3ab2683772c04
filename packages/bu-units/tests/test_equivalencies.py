"""Laws that lead from one dimension to another: which they are, how exact, and that none is taken unasked."""

import math
import threading
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bu_units import UnitMismatchError, parse_unit
from bu_units.constants import boltzmann, planck, speed_of_light
from bu_units.equivalencies import (
    Equivalency,
    convert,
    dimensionless_angles,
    enabled,
    equivalent,
    light_travel_time,
    mass_energy,
    molecular,
    parallax,
    reachable,
    spectral,
    temperature_energy,
)

C, H = 299792458, Fraction("6.62607015e-34")
E = Fraction("1.602176634e-19")


def to(x, own, target, *equivalencies):
    return convert(x, parse_unit(own), parse_unit(target), list(equivalencies))


# From the defining constants, computed exactly and rounded once.
@pytest.mark.parametrize(
    "own, target, right",
    [
        ("m", "Hz", Fraction(C)),
        ("nm", "THz", Fraction(C, 1000)),
        ("nm", "eV", H * C * 10**9 / E),
        ("eV", "nm", H * C * 10**9 / E),
        ("THz", "meV", H * 10**12 / E * 1000),
        ("cm^-1", "GHz", Fraction(C * 100, 10**9)),
        ("cm^-1", "eV", H * C * 100 / E),
        ("um", "cm^-1", Fraction(10**4)),
        ("GHz", "mm", Fraction(C, 10**6)),
    ],
)
def test_one_of_light_is_rounded_once(own, target, right):
    assert to(1.0, own, target, spectral()) == float(right)


@pytest.mark.parametrize(
    "law, own, target, right",
    [
        (mass_energy(), "kg", "J", C**2),
        (mass_energy(), "kg/m^3", "J/m^3", C**2),
        (mass_energy(), "kg/s", "W", C**2),
        (mass_energy(), "MeV", "g", 1e9 * float(E) / C**2),
        (temperature_energy(), "K", "J", boltzmann.value),
        (parallax(), "arcsec", "pc", 1),
        (parallax(), "arcsec", "kpc", 0.001),
        (light_travel_time(), "m", "ns", 1e9 / C),
        (molecular(), "kJ/mol", "eV", 1000 / (6.02214076e23 * float(E))),
        (molecular(), "g/mol", "g", 1 / 6.02214076e23),
    ],
)
def test_other_laws(law, own, target, right):
    assert to(1.0, own, target, law) == pytest.approx(right, rel=4e-16)


def test_the_temperature_of_a_scale_is_the_temperature_it_is():
    assert to(26.85, "degC", "meV", temperature_energy()) == pytest.approx(
        boltzmann.value * 300 / float(E) * 1000, rel=1e-15
    )
    assert to(25.85199978643553, "meV", "degC", temperature_energy()) == pytest.approx(26.85, rel=1e-12)


PAIRS = [
    (spectral(), a, b)
    for a in ("nm", "THz", "eV", "cm^-1")
    for b in ("um", "GHz", "keV", "m^-1")
    if parse_unit(a).dim is not parse_unit(b).dim
]
PAIRS += [(mass_energy(), "g", "MeV"), (temperature_energy(), "K", "meV"), (parallax(), "arcsec", "pc")]
PAIRS += [(light_travel_time(), "km", "us"), (molecular(), "kcal/mol", "zJ")]


@pytest.mark.parametrize("law, own, target", PAIRS)
@given(st.floats(1e-20, 1e20))
def test_there_and_back_is_within_two_units_in_the_last_place(law, own, target, x):
    assert abs(to(to(x, own, target, law), target, own, law) - x) <= 2 * math.ulp(x)


# ---------------------------------------------------------------- nothing unasked


def test_without_one_nothing_leads_there():
    with pytest.raises(UnitMismatchError, match="Cannot convert a quantity in nm to THz"):
        to(1.0, "nm", "THz")


def test_the_error_names_what_was_tried():
    with pytest.raises(UnitMismatchError, match="in nm to kg: spectral, parallax lead from neither"):
        to(1.0, "nm", "kg", spectral(), parallax())


def test_two_laws_are_not_combined():
    assert reachable(parse_unit("K"), parse_unit("J"), temperature_energy())
    assert reachable(parse_unit("J"), parse_unit("Hz"), spectral())
    with pytest.raises(UnitMismatchError):
        to(1.0, "K", "Hz", temperature_energy(), spectral())
    with pytest.raises(UnitMismatchError):
        to(1.0, "K", "Hz", temperature_energy() + spectral())


def test_a_power_of_a_dimension_is_another_dimension():
    for own, target in (("m^2", "Hz^2"), ("1/s", "kg"), ("m^-2", "s^-2")):
        with pytest.raises(UnitMismatchError):
            to(1.0, own, target, spectral(), mass_energy())


def test_angles_are_numbers_already():
    assert to(180.0, "degree", "1", dimensionless_angles()) == math.pi


def test_a_sum_has_the_relations_of_both():
    both = spectral() + mass_energy()
    assert to(1.0, "m", "Hz", both) == C
    assert to(1.0, "kg", "J", both) == float(C**2)
    assert "spectral + mass_energy" in repr(both)


# ---------------------------------------------------------------- blocks


def test_a_block_enables():
    nm, hertz = parse_unit("nm"), parse_unit("THz")
    assert not nm.is_equivalent(hertz)
    with equivalent(spectral()):
        assert nm.is_equivalent("THz")
        with equivalent(mass_energy()):
            assert enabled() == (mass_energy(), spectral())
            assert convert(1.0, nm, hertz) == C / 1000
    assert enabled() == ()
    assert not nm.is_equivalent(hertz)


def test_a_block_is_that_of_one_thread():
    seen = []
    with equivalent(spectral()):
        thread = threading.Thread(target=lambda: seen.append(enabled()))
        thread.start()
        thread.join()
    assert seen == [()]


def test_is_equivalent():
    metre = parse_unit("m")
    assert metre.is_equivalent("inch")
    assert metre.is_equivalent("eV", spectral())
    assert metre.is_equivalent("eV", [mass_energy(), spectral()])
    assert not metre.is_equivalent("kg", spectral())
    assert parse_unit("degC").is_equivalent("J", temperature_energy())


# ---------------------------------------------------------------- users' own


def test_a_factor_of_ones_own():
    stretch = Equivalency("spring", [("mm", "N", 4)])
    assert to(2.0, "mm", "N", stretch) == 8.0
    assert to(2.0, "m", "kN", stretch) == 8.0
    assert to(8.0, "N", "cm", stretch) == 0.2


def test_functions_of_ones_own():
    sensor = Equivalency("sensor", [("mV", "degC", lambda v: (v - 500) / 10, lambda t: t * 10 + 500)])
    assert to(0.75, "V", "degC", sensor) == 25.0
    assert to(298.15, "K", "mV", sensor) == 750.0


def test_astropys_tuples_as_they_are():
    metre, hertz = parse_unit("m"), parse_unit("Hz")
    pairs = [(metre, hertz, lambda x: C / x, lambda x: C / x)]
    assert convert(0.5, metre, hertz, pairs) == 2 * C
    assert convert(0.5, metre, hertz, [(metre, hertz, None, None)]) == 0.5


@pytest.mark.parametrize(
    "given, text",
    [
        (spectral, "call it"),
        (3, "got int"),
        ([3], "is \\(unit, unit, forward, backward\\)"),
        ([("m", "Hz", 2, 3)], "two functions, forward and backward, or one factor"),
        ([("m", "Hz", abs)], "two functions, forward and backward, or one factor"),
        ([("m", 3, 2)], "is \\(unit, unit, forward, backward\\)"),
    ],
)
def test_what_is_none_is_refused(given, text):
    with pytest.raises(TypeError, match=text):
        convert(1.0, parse_unit("m"), parse_unit("Hz"), given)


def test_values_in_the_published_tables():
    # CODATA 2022, energy equivalents.
    assert to(1.0, "eV", "m^-1", spectral()) == pytest.approx(8.065543937e5, rel=1e-9)
    assert to(1.0, "eV", "Hz", spectral()) == pytest.approx(2.417989242e14, rel=1e-9)
    assert to(1.0, "K", "eV", temperature_energy()) == pytest.approx(8.617333262e-5, rel=1e-9)
    assert to(1.0, "kg", "eV", mass_energy()) == pytest.approx(5.609588603e35, rel=1e-9)
    assert planck.value * speed_of_light.value == pytest.approx(1.986445857e-25, rel=1e-9)
