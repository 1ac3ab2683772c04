"""Scales: points and levels, which take no part in products."""

import copy
import math
import pickle
import subprocess
import sys

import pytest

from bu_units import (
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


@pytest.mark.parametrize("name", SCALES)
def test_no_part_in_products_and_powers(name):
    scale = getattr(names, name)
    for product in (
        lambda: scale * names.m,
        lambda: names.m * scale,
        lambda: scale * scale,
        lambda: scale / names.m,
        lambda: names.m / scale,
        lambda: scale**2,
        lambda: 1 / scale,
    ):
        with pytest.raises(TypeError, match="is a scale and takes no part in products"):
            product()


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
