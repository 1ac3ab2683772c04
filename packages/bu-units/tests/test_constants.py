"""The constants: exact where they are exact, with uncertainty and source where they are measured."""

import copy
import pickle
from fractions import Fraction

import pytest

from bu_units import UnitParseError, constants, names, parse_unit
from bu_units._codata import TABLE
from bu_units.constants import _identifier

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
    if constant.is_negative:
        with pytest.raises(ValueError, match="is negative, which no unit is"):
            constant.as_unit()
    else:
        assert constant.as_unit().exact is constant.unit.exact * constant.exact
    twin = pickle.loads(pickle.dumps(constant))
    assert twin is copy.deepcopy(constant) is constant
    assert name in dir(constants)


def test_a_constant_as_a_unit():
    assert names.light_year.factor_to(constants.speed_of_light.as_unit() * names.julian_year) == 1.0


def test_an_unknown_constant_names_near_ones_or_the_known():
    with pytest.raises(AttributeError, match=r"no constant is named 'plank'; did you mean planck\?"):
        constants.plank
    with pytest.raises(AttributeError, match=r"no constant is named 'xyz'; known are speed_of_light, planck"):
        constants.xyz
    with pytest.raises(AttributeError, match="no constant is named 'protonmass'; did you mean proton_mass"):
        constants.protonmass


# ---------------------------------------------------------------- letters


@pytest.mark.parametrize("letter, name", constants.LETTERS.items())
def test_a_letter_is_the_constant_itself(letter, name):
    assert getattr(constants, letter) is getattr(constants, name)
    assert name in constants.constant_names()
    assert letter in dir(constants)


# What the letters of formulas are, whatever a unit's symbol is.
@pytest.mark.parametrize(
    "letter, value, unit",
    [
        ("c", 299792458.0, "m / s"),
        ("h", 6.62607015e-34, "J s"),
        ("hbar", 1.0545718176461565e-34, "J s"),
        ("G", 6.67430e-11, "m^3 / (kg s^2)"),
        ("k_B", 1.380649e-23, "J / K"),
        ("N_A", 6.02214076e23, "mol^-1"),
        ("e", 1.602176634e-19, "C"),
        ("m_e", 9.1093837139e-31, "kg"),
        ("m_p", 1.67262192595e-27, "kg"),
        ("m_n", 1.67492750056e-27, "kg"),
        ("mu_0", 1.25663706127e-6, "N / A^2"),
        ("epsilon_0", 8.8541878188e-12, "F / m"),
        ("R", 8.31446261815324, "J / (K mol)"),
        ("F", 96485.33212331, "C / mol"),
        ("sigma", 5.670374419e-8, "W / (m^2 K^4)"),
        ("alpha", 7.2973525643e-3, "1"),
        ("Ry", 2.1798723611030e-18, "J"),
        ("R_inf", 10973731.568157, "m^-1"),
        ("a_0", 5.29177210544e-11, "m"),
        ("mu_B", 9.2740100657e-24, "J / T"),
        ("Phi_0", 2.067833848e-15, "Wb"),
        ("K_J", 483597.8484e9, "Hz / V"),
        ("R_K", 25812.80745, "ohm"),
    ],
)
def test_letters(letter, value, unit):
    constant = getattr(constants, letter)
    assert constant.value == pytest.approx(value, rel=1e-9 if constant.is_exact else 1e-15)
    assert constant.unit == parse_unit(unit)


def test_a_constant_is_no_unit_and_its_letter_is_none():
    for text in ("k_B", "speed_of_light", "proton_mass", "m_p", "c"):
        with pytest.raises(
            UnitParseError, match=f"'{text}' is a constant and no unit: its value is constants"
        ):
            parse_unit(text)
        with pytest.raises(AttributeError, match="is a constant and no unit"):
            getattr(names, text)
    assert parse_unit("h") is names.hour  # a unit's symbol is a unit's in a text
    assert parse_unit("G") is names.gauss


# ---------------------------------------------------------------- all of CODATA 2022


def test_every_row_of_codata_has_its_published_digits():
    assert len(TABLE.splitlines()) == 355
    for line in TABLE.splitlines():
        title, value, uncertainty, unit = line.split(" | ")
        constant = getattr(constants, _identifier(title))
        assert constant.unit == parse_unit(unit)
        if "{" not in value and uncertainty != "exact":
            assert constant.value == float(value)
            assert constant.uncertainty == float(uncertainty) > 0
            assert "CODATA 2022" in constant.source


def test_codata_agrees_with_scipy():
    tables = pytest.importorskip("scipy.constants._codata")
    published = getattr(tables, "_physical_constants_2022", None)
    if published is None:
        pytest.skip("this scipy has the constants of 2018")
    assert len(published) == 355
    for title, (value, _, uncertainty) in published.items():
        constant = getattr(constants, _identifier(title))
        # scipy computes the exact ones in floats, in up to five steps.
        assert constant.value == pytest.approx(value, rel=2e-15 if uncertainty == 0 else 0, abs=0), title
        assert constant.uncertainty == pytest.approx(uncertainty, rel=1e-12), title


def test_exact_ones_of_codata_are_rounded_once():
    mpmath = pytest.importorskip("mpmath")
    with mpmath.workdps(60):
        h, e, k, c = (mpmath.mpf(x.numerator) / x.denominator for x in (H, E, K, C))
        wien = mpmath.findroot(lambda x: x - 5 * (1 - mpmath.exp(-x)), 5)
        wien_frequency = mpmath.findroot(lambda x: x - 3 * (1 - mpmath.exp(-x)), 2.8)
        for name, value in {
            "wien_wavelength_displacement_law_constant": h * c / (k * wien),
            "wien_frequency_displacement_law_constant": wien_frequency * k / h,
            "von_klitzing_constant": h / e**2,
            "conductance_quantum": 2 * e**2 / h,
            "conventional_value_of_ampere_90": mpmath.mpf("483597.9e9") * mpmath.mpf("25812.807") * e / 2,
            "loschmidt_constant_273_15_k_101_325_kpa": 101325 / (k * mpmath.mpf("273.15")),
            "reduced_planck_constant_times_c_in_mev_fm": h * c / (2 * mpmath.pi * e) * 10**9,
        }.items():
            assert getattr(constants, name).value == float(value), name


def test_negative_ones():
    moment = constants.mu_e
    assert moment.value == -9.2847646917e-24
    assert moment.is_negative
    assert moment.relative_uncertainty == pytest.approx(2.9e-33 / 9.2847646917e-24)
    assert float(moment.exact) == 9.2847646917e-24
    assert not constants.mu_p.is_negative
