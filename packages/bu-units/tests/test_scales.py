"""Scales: points and levels; for their differences they take part in products."""

import copy
import math
import pickle
import subprocess
import sys
from fractions import Fraction

import pytest

from bu_units import (
    UNITLESS,
    LevelUnit,
    PointUnit,
    Unit,
    UnitMismatchError,
    affine_between,
    convert_value,
    names,
    parse_unit,
    si,
)
from bu_units._scales import described

SCALES = ["degC", "degF", "dB", "Bel", "Np", "dBm", "dBW", "dBV", "dBuV", "dBSPL", "pH_scale", "mag", "ABmag"]


@pytest.mark.parametrize("name", SCALES)
def test_one_object_that_is_found_read_and_copied(name):
    scale = getattr(names, name)
    assert isinstance(scale, Unit)
    assert str(scale) == name
    assert parse_unit(str(scale)) is scale
    assert getattr(names, scale.name) is scale
    assert copy.copy(scale) is scale
    assert copy.deepcopy(scale) is scale
    assert pickle.loads(pickle.dumps(scale)) is scale


def test_pickles_into_another_process():
    data = pickle.dumps(names.degC)
    code = f"import pickle, bu_units; print(pickle.loads({data!r}) is bu_units.names.degC)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "True\n"


@pytest.mark.parametrize("name", ["dBm", "dBW", "dBV", "dBuV", "dBSPL", "pH_scale", "ABmag"])
def test_levels_take_no_part_in_products_and_powers(name):
    level = getattr(names, name)
    for product in (
        lambda: level * names.m,
        lambda: names.m * level,
        lambda: level * level,
        lambda: level / names.m,
        lambda: names.m / level,
        lambda: level**2,
        lambda: 1 / level,
    ):
        with pytest.raises(TypeError, match="is a scale and takes no part in products") as caught:
            product()
        assert caught.value.__context__ is None


@pytest.mark.parametrize(
    "name, step",
    [
        ("degC", "delta_degC"),
        ("degF", "delta_degF"),
        ("dB", "dB"),
        ("Bel", "Bel"),
        ("Np", "Np"),
        ("mag", "mag"),
        ("delta_pH", "delta_pH"),
    ],
)
def test_a_scale_stands_for_its_differences_in_products(name, step):
    scale = getattr(names, name)
    assert scale.step is not None
    assert str(names.W / scale) == f"W / {step}"
    assert str(scale / names.km) == f"{step} / km"
    assert str(names.mV * scale) in (f"mV * {step}", f"{step} * mV")
    assert str(scale**2) == f"{step}^2"
    assert scale / scale is UNITLESS
    assert scale / names.km * names.km is scale.difference
    assert scale * UNITLESS is scale / UNITLESS is scale**1 is scale
    for unit in (scale / names.km, names.W / (names.m**2 * scale), scale**-0.5):
        assert parse_unit(str(unit)) is unit
        assert pickle.loads(pickle.dumps(unit)) is copy.deepcopy(unit) is unit


def test_a_number_of_degrees_is_no_unit():
    for scale in (names.degC, names.degF):
        with pytest.raises(
            TypeError, match=f"takes no part in products and powers of numbers; use delta_{scale}"
        ):
            scale * Unit(factor=2)


@pytest.mark.parametrize(
    "text, shown, equal",
    [
        ("W/(m^2 °C)", "W / (m^2 * delta_degC)", "W/(m^2 K)"),
        ("degC/km", "delta_degC / km", "K/km"),
        ("Btu/(h ft^2 degF)", "Btu / (h * ft^2 * delta_degF)", "Btu / (h ft^2 delta_degF)"),
        ("ppm/°C", "ppm / delta_degC", "ppm/K"),
        ("1/degC", "1 / delta_degC", "1/K"),
        ("°C^2", "delta_degC^2", "K^2"),
        ("m degC / m", "delta_degC", "K"),
        ("J kg-1 °F-1", "J / (kg * delta_degF)", "J / (kg degR)"),
        ("℃/min", "delta_degC / min", "K/min"),
        ("celsius/hour", "delta_degC / h", "K/h"),
    ],
)
def test_degrees_in_compounds_are_differences(text, shown, equal):
    unit = parse_unit(text)
    assert str(unit) == shown
    assert unit == parse_unit(equal)
    assert parse_unit(shown) is unit


@pytest.mark.parametrize(
    "text, dialect, shown",
    [
        ("degC/km", "udunits", "delta_degC / km"),
        ("W m-2 degC-1", "udunits", "W / (m^2 * delta_degC)"),
        ("W m-2 °C-1", "udunits", "W / (m^2 * delta_degC)"),
        ("m Celsius", "udunits", "m * delta_degC"),
        ("degrees_F h-1", "udunits", "delta_degF / h"),
        ("(degC)", "udunits", "degC"),
        ("Cel/m", "ucum", "delta_degC / m"),
        ("W/m2/Cel", "ucum", "W / (m^2 * delta_degC)"),
        ("m.[degF]", "ucum", "m * delta_degF"),
        ("Cel2", "ucum", "delta_degC^2"),
        ("dB/km", "ucum", "dB / km"),
    ],
)
def test_degrees_in_compounds_of_dialects(text, dialect, shown):
    assert str(parse_unit(text, dialect)) == shown


# ISO 80000-3: 1 Np = (20 / ln 10) dB; 1 Bel = 10 dB.
def test_differences_of_levels_convert_by_a_factor_in_products():
    assert (names.Bel / names.km).factor_to(parse_unit("dB/m")) == 0.01
    assert math.isclose(parse_unit("Np/m").factor_to(parse_unit("dB/m")), 20 / math.log(10), rel_tol=1e-15)
    per_km = names.dB / names.km
    assert per_km != names.km**-1  # an attenuation is no wavenumber
    with pytest.raises(UnitMismatchError):
        per_km.factor_to(names.km**-1)
    with pytest.raises(UnitMismatchError):  # one falls as the other rises
        per_km.factor_to(names.mag / names.km)
    slope = parse_unit("dB/decade")
    assert str(slope) == "dB / decade"
    assert slope * names.decade is names.dB
    assert slope != names.dB
    assert math.isclose(slope.factor_to(parse_unit("dB/octave")), math.log10(2), rel_tol=1e-15)
    assert str(names.mag / names.airmass) == str(parse_unit("mag/airmass"))
    loss = per_km * names.m
    assert convert_value(3000.0, loss, names.dB) == 3.0
    assert convert_value(3.0, names.dB, loss) == 3000.0
    assert math.isclose(convert_value(3000.0, loss, names.Np), convert_value(3.0, names.dB, names.Np))
    with pytest.raises(UnitMismatchError):
        convert_value(3000.0, loss, names.dBm)
    with pytest.raises(UnitMismatchError):
        convert_value(3000.0, loss, names.mag)


@pytest.mark.parametrize("name", SCALES)
def test_equal_to_itself_alone(name):
    scale = getattr(names, name)
    assert scale == scale
    assert scale != Unit(scale.dim)
    assert Unit(scale.dim) != scale
    assert not scale.is_unitless
    assert len({scale, Unit(scale.dim)}) == 2


def test_no_factor_leads_to_or_from_a_scale():
    assert names.degC.factor_to(names.degC) == 1.0
    with pytest.raises(UnitMismatchError):
        names.degC.factor_to(names.K)
    with pytest.raises(UnitMismatchError):
        names.K.factor_to(names.degC)
    with pytest.raises(UnitMismatchError):
        names.K.factor_to(names.degC)  # not remembered either


# NIST SP 811 (2008), B.9: t/degC = (t/degF - 32) / 1.8, T/K = t/degC + 273.15, T/K = (T/degR) / 1.8.
@pytest.mark.parametrize(
    "first, second, factor, offset",
    [
        ("degC", "K", 1.0, 273.15),
        ("K", "degC", 1.0, -273.15),
        ("degF", "degC", 5 / 9, -160 / 9),
        ("degC", "degF", 1.8, 32.0),
        ("degF", "K", 5 / 9, 45967 / 180),
        ("degF", "degR", 1.0, 459.67),
        ("mK", "degC", 1e-3, -273.15),
    ],
)
def test_points_are_affine(first, second, factor, offset):
    assert affine_between(getattr(names, first), getattr(names, second)) == (factor, offset)


def test_zeros_are_in_units_of_differences():
    assert names.degC.zero == Fraction("273.15")
    assert names.degF.zero == Fraction("459.67")
    assert affine_between(names.degF, names.degC) == (5 / 9, -160 / 9)


def test_one_object_for_one_definition():
    for name in SCALES:
        scale = getattr(names, name)
        make, arguments = scale.__reduce__()
        assert make(*arguments) is scale
        assert make(arguments[0] + "_", *arguments[1:]) is not scale


def test_no_scale_is_made_by_its_class():
    for kind in (PointUnit, LevelUnit):
        with pytest.raises(TypeError, match=r"made by Unit\.define"):
            kind(names.kelvin.dim)


def test_the_number_one_is_no_level():
    assert names.dB != UNITLESS
    assert not Unit.__eq__(UNITLESS, names.dB)  # as torch.compile asks it


def test_what_a_scale_is_in_words():
    assert described(names.degF) == "a scale of points whose zero lies at 459.67 delta_degF"
    assert described(names.dBV) == "a scale of levels above V, 20 a decade"
    assert described(names.mag) == "a scale of level differences, -2.5 a decade"


def test_points_have_differences():
    assert isinstance(names.degC, PointUnit)
    assert names.degC.difference is names.delta_degC
    assert names.delta_degC == names.K
    assert names.degF.difference is names.delta_degF
    assert names.delta_degF == names.degR
    with pytest.raises(UnitMismatchError):
        affine_between(names.degC, names.m)


@pytest.mark.parametrize("point", ["degC", "degF"])
@pytest.mark.parametrize("difference", ["delta_degC", "delta_degF"])
def test_points_are_no_differences(point, difference):
    point, difference = getattr(names, point), getattr(names, difference)
    for first, second in ((point, difference), (difference, point)):
        with pytest.raises(UnitMismatchError, match="A point on a scale is no difference"):
            convert_value(5.0, first, second)


@pytest.mark.parametrize("value", [0.0, -1.0])
def test_what_has_no_level_is_an_error(value):
    with pytest.raises(ValueError, match=f"{value} has no level"):
        convert_value(value, names.mW, names.dBm)


def test_levels_have_references():
    assert isinstance(names.dBm, LevelUnit)
    assert names.dBm.reference is names.mW
    assert names.dBm.difference is names.dB
    assert (names.dB.is_difference, names.dBm.is_difference) == (True, False)
    assert (names.dBm.per_decade, names.dBV.per_decade) == (10.0, 20.0)
    # 1 Np = (20 / ln 10) dB (ISO 80000-3).
    assert math.isclose(names.dB.per_decade / names.Np.per_decade, 20 / math.log(10), rel_tol=1e-15)


def test_acidity_and_the_picohenry():
    assert names.pH is names.pH_scale
    assert si.pH is names.phenry
    assert parse_unit("pH") is parse_unit(str(names.phenry)) is names.phenry
    assert parse_unit(str(names.pH)) is names.pH
