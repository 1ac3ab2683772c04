"""Conversion across dimensions on the arrays of every library; the laws that are given a quantity."""

import itertools
import math
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from array_checks import values

from bu_array import Quantity, equivalencies
from bu_array.equivalencies import (
    brightness_temperature,
    doppler_optical,
    doppler_radio,
    doppler_relativistic,
    equivalent,
    mass_energy,
    molar_mass,
    spectral,
    spectral_density,
    temperature_energy,
    thermodynamic_temperature,
)
from bu_units import Unit, UnitMismatchError

C = 299792458.0
CO = Quantity(115.2712, "GHz")  # the line of the example in astropy's documentation


def close(q, right, unit, rel=1e-6):
    assert q.unit is Unit(unit)
    assert float(q.mantissa) == pytest.approx(right, rel=rel)


def test_the_array_stays_with_its_library(xp, backend):
    q = Quantity(xp.asarray([400.0, 500.0], dtype=xp.float32), "nm").to("THz", spectral())
    assert backend.owns(type(q.mantissa))
    assert q.unit is Unit("THz")
    assert "float32" in str(q.mantissa.dtype)
    np.testing.assert_allclose(values(q.mantissa), [C / 400e3, C / 500e3], rtol=1e-6)


def test_a_block_reaches_every_conversion():
    q = Quantity(np.array([500.0]), "nm")
    with equivalent(spectral()):
        assert q.to("eV").unit is Unit("eV")
        assert q.in_unit("eV").unit is Unit("eV")
        np.testing.assert_allclose(q.to_decimal("cm^-1"), [20000.0])
        with pytest.raises(UnitMismatchError):
            q + Quantity(1.0, "eV")
    with pytest.raises(UnitMismatchError, match="Cannot convert a quantity in nm to eV"):
        q.to("eV")


def test_the_bare_number_too():
    assert Quantity(1.0, "kg").to_decimal("J", mass_energy()) == C**2


def test_a_text_of_ones_own_stands():
    with pytest.raises(UnitMismatchError, match="a wavelength, please"):
        Quantity(1.0, "kg").in_unit("m", err_msg="a wavelength, please")


def test_half_precision_reaches_beyond_its_factor():
    q = Quantity(np.array([400.0], np.float16), "nm").to("cm^-1", spectral())
    assert q.mantissa.dtype == np.float16
    np.testing.assert_allclose(q.mantissa, [25000.0], rtol=2e-3)


# Values published in astropy's documentation.
@pytest.mark.parametrize(
    "convention, right",
    [
        (doppler_radio, -31.209092088877583),
        (doppler_optical, -31.205843488),
        (doppler_relativistic, -31.207467619),
    ],
)
def test_doppler(convention, right):
    law = convention(CO)
    shifted = Quantity(115.2832, "GHz")
    speed = shifted.to("km/s", law)
    close(speed, right, "km/s", rel=1e-9)
    close(speed.to("GHz", law), 115.2832, "GHz", rel=1e-13)
    wave = shifted.to("mm", spectral())
    close(wave.to("km/s", law), right, "km/s", rel=1e-9)
    close(speed.to("mm", law), wave.mantissa, "mm", rel=1e-13)
    close(shifted.to("meV", spectral()).to("km/s", law), right, "km/s", rel=1e-9)


def test_doppler_from_a_wavelength():
    close(
        Quantity(656.5, "nm").to("km/s", doppler_optical(Quantity(656.28, "nm"))),
        C * 22e-5 / 656.28,
        "km/s",
        1e-11,
    )


@pytest.mark.parametrize("rest", [115.0, Quantity(1.0, "kg")])
def test_a_line_needs_a_unit_of_light(rest):
    with pytest.raises((TypeError, UnitMismatchError)):
        doppler_radio(rest)


def test_spectral_density():
    law = spectral_density(Quantity(3500.0, "angstrom"))
    flux = Quantity(1.5, "Jy")
    close(flux.to("erg / (angstrom cm^2 s)", law), 3.6709282e-12, "erg / (angstrom cm^2 s)", 1e-6)
    close(flux.to("W / m^2", law), 1.5e-26 * C / 3500e-10, "W / m^2", 1e-14)
    photons = flux.to("1 / (s m^2 Hz)", law)
    close(photons, 1.5e-26 / (6.62607015e-34 * C / 3500e-10), "1 / (s m^2 Hz)", 1e-14)
    close(photons.to("Jy", law), 1.5, "Jy", 1e-14)


def test_spectral_density_along_a_spectrum():
    wave = Quantity(np.array([400.0, 800.0]), "nm")
    q = Quantity(np.array([1.0, 1.0]), "W / m^3").to("W / (m^2 Hz)", spectral_density(wave))
    np.testing.assert_allclose(q.mantissa, np.array([400e-9, 800e-9]) ** 2 / C, rtol=1e-14)


# The forms of astropy.units.spectral_density: what leads into each other.
ENERGIES = ("W / (m^2 um)", "Jy"), ("W / um", "W / Hz"), ("MJy / sr", "erg / (s cm^2 angstrom sr)")
PHOTONS = (
    ("photon / (s cm^2 angstrom)", "photon / (s cm^2 Hz)"),
    ("photon / (s angstrom)", "photon / (s Hz)"),
    ("photon / (s cm^2 Hz sr)", "photon / (s cm^2 angstrom sr)"),
)


@pytest.mark.parametrize("area", range(3))
@pytest.mark.parametrize("spot", [(5500.0, "angstrom"), (1.4, "GHz"), ([400.0, 500.0, 700.0], "nm")])
def test_spectral_densities_are_those_of_astropy(area, spot):
    peer = pytest.importorskip("astropy.units")
    numbers, unit = spot
    law = spectral_density(Quantity(np.array(numbers), unit))
    peers = peer.spectral_density(np.array(numbers) * peer.Unit("AA" if unit == "angstrom" else unit))
    units = (*ENERGIES[area], *PHOTONS[area])
    for own, other in itertools.permutations(units, 2):
        first, second = (
            peer.Unit(text.replace("photon", "ph").replace("angstrom", "AA")) for text in (own, other)
        )
        x = np.array([1.0, 2.5e-17, 7e3])
        found = Quantity(x, own).to_decimal(other, law)
        np.testing.assert_allclose(found, (x * first).to_value(second, peers), rtol=1e-13)
        np.testing.assert_array_max_ulp(Quantity(found, other).to_decimal(own, law), x, maxulp=2)


@pytest.mark.parametrize(
    "law, own, other",
    [
        (lambda: spectral_density(Quantity(5500.0, "angstrom")), "Jy", "erg / (s cm^2 angstrom)"),
        (lambda: spectral_density(Quantity(55.0, "nm")), "mJy", "photon / (s cm^2 angstrom)"),
        (lambda: brightness_temperature(Quantity(5.0, "GHz")), "mK", "MJy / sr"),
        (lambda: brightness_temperature(Quantity(5.0, "GHz"), Quantity(1e-9, "sr")), "mK", "mJy / beam"),
        (lambda: thermodynamic_temperature(Quantity(143.0, "GHz")), "uK", "kJy / sr"),
    ],
)
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_there_and_back_is_within_two_ulp(law, own, other, dtype):
    x = np.random.default_rng(0).uniform(1.0, 1000.0, 20_000).astype(dtype)
    law = law()
    back = Quantity(x, own).to(other, law).to(own, law).mantissa
    assert back.dtype == dtype
    np.testing.assert_array_max_ulp(back, x, maxulp=2)


def test_object_numbers_in_a_law_with_a_factor():
    law = spectral_density(Quantity(5500.0, "angstrom"))
    assert isinstance(Quantity(Fraction(3), "Jy").to("W / m^2", law).mantissa, Fraction)
    assert isinstance(Quantity(Decimal(3), "Jy").to("W / m^2", law).mantissa, Decimal)


def test_brightness_temperature_of_a_beam():
    law = brightness_temperature(Quantity(5.0, "GHz"), Quantity(1e-9, "sr"))
    assert Quantity(2.0, "K").to("Jy / beam", law).mantissa == Quantity(2.0, "K").to("Jy", law).mantissa
    with pytest.raises(UnitMismatchError):
        Quantity(2.0, "K").to("Jy / beam", brightness_temperature(Quantity(5.0, "GHz")))


def test_brightness_temperature():
    beam = Quantity(2 * math.pi * 50.0**2, "arcsec^2")
    law = brightness_temperature(Quantity(5.0, "GHz"), beam)
    close(Quantity(1.0, "Jy").to("K", law), 3.526295, "K", 1e-6)
    close(Quantity(3.526295, "K").to("Jy", law), 1.0, "Jy", 1e-6)


def test_thermodynamic_temperature():
    law = thermodynamic_temperature(Quantity(143.0, "GHz"), Quantity(2.7255, "K"))
    close(Quantity(1.0, "MJy/sr").to("K", law), 0.00263205, "K", 1e-5)
    close(
        Quantity(1.0, "MJy/sr").to("K", thermodynamic_temperature(Quantity(143.0, "GHz"))),
        0.00263205,
        "K",
        1e-5,
    )


def test_molar_mass():
    salt = molar_mass(Quantity(58.44, "g/mol"))
    close(Quantity(58.44, "g").to("mol", salt), 1.0, "mol", 1e-15)
    close(Quantity(1.0, "mmol/L").to("mg/L", salt), 58.44, "mg/L", 1e-14)
    close(Quantity(58.44, "J/g").to("kJ/mol", salt), 58.44**2 / 1000, "kJ/mol", 1e-14)
    with pytest.raises(TypeError, match="the mass of a mole"):
        molar_mass(Quantity(18.0, "g"))


def test_a_scale_at_either_end():
    close(Quantity(26.85, "degC").to("meV", temperature_energy()), 25.852, "meV", 1e-5)
    close(Quantity(25.85199978643553, "meV").to("degC", temperature_energy()), 26.85, "degC", 1e-10)


def test_under_jit():
    jax = pytest.importorskip("jax")
    q = Quantity(jax.numpy.asarray([500.0]), "nm")
    law = doppler_radio(CO)
    result = jax.jit(lambda q: q.to("THz", spectral()))(q)
    np.testing.assert_allclose(np.asarray(result.mantissa), [C / 500e3], rtol=1e-6)
    speed = jax.jit(lambda q: q.to("km/s", law))(Quantity(jax.numpy.asarray([115.0]), "GHz"))
    np.testing.assert_allclose(np.asarray(speed.mantissa), [705.3156], rtol=1e-4)


@pytest.mark.slow
def test_under_torch_compile():
    torch = pytest.importorskip("torch")
    law, speeds = spectral(), doppler_radio(CO)

    def program(q, line):
        return q.to("eV", law), line.to("km/s", speeds)

    given = Quantity(torch.tensor([500.0]), "nm"), Quantity(torch.tensor([115.0]), "GHz")
    compiled = torch.compile(program, fullgraph=True, backend="eager")(*given)
    for got, right in zip(compiled, program(*given), strict=True):
        assert got.unit is right.unit
        torch.testing.assert_close(got.mantissa, right.mantissa)


def test_all_are_public():
    u = pytest.importorskip("brainunit")
    assert all(getattr(u, name) is getattr(equivalencies, name) for name in equivalencies.__all__)
