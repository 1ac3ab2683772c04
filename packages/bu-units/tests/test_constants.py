"""The constants: exact where they are exact, with uncertainty and source where they are measured."""

import copy
import pickle
from fractions import Fraction

import pytest

from bu_units import constants, names, parse_unit

# The defining constants of the SI (SI Brochure, 9th edition, table 1), and what follows from them.
C, H = Fraction(299792458), Fraction("6.62607015e-34")
E, K, NA = Fraction("1.602176634e-19"), Fraction("1.380649e-23"), Fraction("6.02214076e23")


@pytest.mark.parametrize(
    "name, exact",
    [
        ("speed_of_light", C),
        ("planck", H),
        ("elementary_charge", E),
        ("boltzmann", K),
        ("avogadro", NA),
        ("gas", K * NA),
        ("faraday", E * NA),
        ("eV", E),
        ("standard_gravity", Fraction("9.80665")),
        ("zero_celsius", Fraction("273.15")),
    ],
)
def test_exact_constants_are_exact(name, exact):
    constant = getattr(constants, name)
    assert constant.exact.fraction == exact
    assert constant.value == exact.numerator / exact.denominator
    assert constant.is_exact
    assert (constant.uncertainty, constant.relative_uncertainty) == (0.0, 0.0)


def test_irrational_ones_are_rounded_once():
    mpmath = pytest.importorskip("mpmath")
    with mpmath.workdps(60):
        h, k = mpmath.mpf(H.numerator) / H.denominator, mpmath.mpf(K.numerator) / K.denominator
        hbar = h / (2 * mpmath.pi)
        stefan_boltzmann = 2 * mpmath.pi**5 * k**4 / (15 * h**3 * mpmath.mpf(299792458) ** 2)
        assert constants.hbar.value == float(hbar)
        assert constants.stefan_boltzmann.value == float(stefan_boltzmann)


# CODATA 2022, in the concise notation of its tables: the digits in brackets are the uncertainty.
@pytest.mark.parametrize(
    "name, value, uncertainty, unit",
    [
        ("atomic_mass", 1.66053906892e-27, 0.00000000052e-27, "kg"),
        ("electron_mass", 9.1093837139e-31, 0.0000000028e-31, "kg"),
        ("molar_mass", 1.00000000105e-3, 0.00000000031e-3, "kg / mol"),
        ("electric", 8.8541878188e-12, 0.0000000014e-12, "F / m"),
        ("magnetic", 1.25663706127e-6, 0.00000000020e-6, "N / A^2"),
        ("gravitational_constant", 6.67430e-11, 0.00015e-11, "m^3 / (kg * s^2)"),
    ],
)
def test_measured_constants_have_their_uncertainty(name, value, uncertainty, unit):
    constant = getattr(constants, name)
    assert constant.value == value
    assert constant.uncertainty == pytest.approx(uncertainty, rel=1e-12)
    assert constant.relative_uncertainty == pytest.approx(uncertainty / value)
    assert str(constant.unit) == unit
    assert not constant.is_exact
    assert "CODATA 2022" in constant.source


def test_measured_ones_agree_with_each_other():
    # mu_0 eps_0 c^2 = 1, within the uncertainties.
    product = constants.magnetic.value * constants.electric.value * constants.speed_of_light.value**2
    assert abs(product - 1) < 3 * constants.magnetic.relative_uncertainty


@pytest.mark.parametrize("name", constants.constant_names())
def test_every_constant(name):
    constant = getattr(constants, name)
    assert constant.name == name
    assert constant.source
    assert repr(constant).startswith(f"Constant({name} = ")
    assert parse_unit(str(constant.unit)) == constant.unit
    unit = constant.as_unit()
    assert unit.exact is constant.unit.exact * constant.exact
    twin = pickle.loads(pickle.dumps(constant))
    assert twin is copy.deepcopy(constant) is constant
    assert name in dir(constants)


def test_a_constant_as_a_unit():
    assert names.light_year.factor_to(constants.speed_of_light.as_unit() * names.julian_year) == 1.0


def test_an_unknown_constant_names_the_known():
    with pytest.raises(
        AttributeError, match=r"no constant is named 'plank'; known are speed_of_light, planck"
    ):
        constants.plank
