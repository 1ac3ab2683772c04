"""Conversions across dimensions by a law of physics: ``q.to("nm", u.spectral())``.

Those that need nothing but constants of nature are bu_units' own; the others are given a quantity, such as
the line that a Doppler shift is measured from.
"""

from __future__ import annotations

from collections.abc import Callable
from math import exp, expm1, inf
from typing import Any

from bu_units import UNITLESS, Unit, parse_unit
from bu_units.constants import boltzmann, planck, speed_of_light
from bu_units.equivalencies import (
    Equivalency,
    Relation,
    dimensionless_angles,
    equivalent,
    light_travel_time,
    mass_energy,
    molecular,
    parallax,
    spectral,
    temperature_energy,
)

from ._quantity.quantity import Quantity
from .core import join, split

__all__ = [
    "Equivalency",
    "brightness_temperature",
    "dimensionless_angles",
    "doppler_optical",
    "doppler_radio",
    "doppler_relativistic",
    "equivalent",
    "light_travel_time",
    "mass_energy",
    "molar_mass",
    "molecular",
    "parallax",
    "spectral",
    "spectral_density",
    "temperature_energy",
    "thermodynamic_temperature",
]

Values = Callable[[Any], Any]
Law = Callable[[Any, Any], Any]

_C = join(speed_of_light.value, speed_of_light.unit)
_H = join(planck.value, planck.unit)
_K = join(boltzmann.value, boltzmann.unit)


def _given(x: Any, text: str, name: str, what: str) -> Quantity:
    """Return an argument in a unit; it must be a quantity that light can have, or one of that dimension."""
    if not isinstance(x, Quantity):
        raise TypeError(f"{name}() takes {what} with a unit, such as 1.42 * u.GHz; got {type(x).__name__}")
    return x.to(text, spectral())


def _values(function: Callable[[Quantity], Any]) -> Values:
    """Return a function of plain values from one that computes with them as quantities of unit 1.

    So arrays of different libraries meet as they do everywhere: one among the inputs computes.
    """
    return lambda x: split(function(join(x, UNITLESS)))[0]


# ---------------------------------------------------------------- Doppler


def doppler_radio(rest: Quantity) -> Equivalency:
    """Speeds and the frequencies, wavelengths, energies of a line: ``v = c (f0 - f) / f0``.

    rest: the line at rest, as a frequency, a wavelength or a photon energy: a scalar, or an array that
    broadcasts against what is converted. A positive speed recedes. Source: the radio convention of the IAU.
    """
    return _doppler("doppler_radio", rest, lambda f0, f: (f0 - f) / f0, lambda f0, beta: f0 * (1 - beta))


def doppler_optical(rest: Quantity) -> Equivalency:
    """Speeds and the frequencies, wavelengths, energies of a line: ``v = c (f0 - f) / f``.

    rest: the line at rest, as in `doppler_radio`. Source: the optical convention of the IAU.
    """
    return _doppler("doppler_optical", rest, lambda f0, f: (f0 - f) / f, lambda f0, beta: f0 / (1 + beta))


def doppler_relativistic(rest: Quantity) -> Equivalency:
    """Speeds and the frequencies, wavelengths, energies of a line: ``v = c (f0^2 - f^2) / (f0^2 + f^2)``.

    rest: the line at rest, as in `doppler_radio`. Speeds are along the line of sight.
    """
    return _doppler(
        "doppler_relativistic",
        rest,
        lambda f0, f: (f0 - f) * (f0 + f) / (f0 * f0 + f * f),
        lambda f0, beta: f0 * ((1 - beta) / (1 + beta)) ** 0.5,
    )


def _doppler(name: str, rest: Any, to_beta: Law, from_beta: Law) -> Equivalency:
    """Return relations of frequency, energy and wavelength with speed; energies go as frequencies do."""
    rows = [_shift(rest, text, name, to_beta, from_beta) for text in ("Hz", "J")]

    def of_wave(rest_wave: Any, wave: Any) -> Any:
        return to_beta(1 / rest_wave, 1 / wave)

    def to_wave(rest_wave: Any, beta: Any) -> Any:
        return 1 / from_beta(1 / rest_wave, beta)

    return Equivalency(name, [*rows, _shift(rest, "m", name, of_wave, to_wave)])


def _shift(rest: Any, text: str, name: str, to_beta: Law, from_beta: Law) -> Relation:
    line = _given(rest, text, name, "the line at rest").to_decimal(text)
    forward = _values(lambda x: to_beta(line, x))
    backward = _values(lambda beta: from_beta(line, beta))
    return Relation(parse_unit(text), speed_of_light.as_unit(), None, 1, forward, backward)


# ---------------------------------------------------------------- radiation


def _factor(first: str, second: str, factor: Quantity) -> Relation:
    """Return the relation of values in two units by a factor, which may be an array."""
    begin, end = parse_unit(first), parse_unit(second)
    plain = factor.to_decimal(end / begin)
    if isinstance(plain, float) and 0.0 < plain < inf:
        return Relation(begin, end, Unit(factor=plain) * end / begin)

    def times(x: Any, by: float) -> Any:
        return split(join(x, UNITLESS) * (plain * by))[0]

    def over(x: Any, by: float) -> Any:
        return split(join(x, UNITLESS) / (plain * by))[0]

    return Relation(begin, end, None, 1, times, over, scaled=True)


def spectral_density(wavelength: Quantity) -> Equivalency:
    """Densities of radiation per wavelength and per frequency, and their product with either, at one place.

    wavelength: where in the spectrum, as a wavelength, frequency or photon energy: a scalar, or an array
    that broadcasts against what is converted. W/m^3, W/(m^2 Hz) and W/m^2 are led into each other, and so
    are luminosities, W/m, W/Hz and W, and with them photons, photon/(s m^3), photon/(s m^2 Hz),
    photon/(s m), photon/(s Hz); those per area as plain numbers, 1/(s m^3), too. Surface brightness is of
    the same dimensions, as a steradian is the number one.
    """
    wave = _given(wavelength, "m", "spectral_density", "a wavelength")
    frequency = _C / wave
    energy = _H * frequency
    per_hertz = wave / frequency  # what turns a density per wavelength into one per frequency
    relations = []
    for area in (" m^2", ""):
        per_wave, per_frequency = f"W / (m{area})", f"W / (Hz{area})"
        both = f"W /{area}" if area else "W"
        relations += [
            _factor(per_wave, per_frequency, per_hertz),
            _factor(per_wave, both, wave),
            _factor(per_frequency, both, frequency),
        ]
        for photon in ("1", "photon") if area else ("photon",):
            one = Unit(photon)
            of_wave, of_frequency = f"{photon} / (s m{area})", f"{photon} / (s Hz{area})"
            relations += [
                _factor(per_wave, of_wave, one / energy),
                _factor(per_frequency, of_frequency, one / energy),
                _factor(per_frequency, of_wave, one / (energy * per_hertz)),
                _factor(per_wave, of_frequency, one * per_hertz / energy),
                _factor(of_wave, of_frequency, per_hertz),
            ]
    return Equivalency("spectral_density", relations)


def brightness_temperature(frequency: Quantity, beam_area: Quantity | float | None = None) -> Equivalency:
    """Surface brightness, Jy/sr, and the temperature of a black body in the Rayleigh-Jeans limit.

    frequency: of the observation, or its wavelength; beam_area: the solid angle of the beam, in sr, with
    which flux densities in Jy are those of one beam, and so are those in Jy/beam. ``T = S c^2 / (2 k nu^2)``.
    """
    nu = _given(frequency, "Hz", "brightness_temperature", "a frequency")
    per_kelvin = 2 * _K * nu**2 / _C**2
    per_area = "W / (m^2 Hz)"
    if beam_area is None:
        return Equivalency("brightness_temperature", [_factor("K", per_area, per_kelvin)])
    per_kelvin = per_kelvin * split(beam_area)[0] * split(beam_area)[1]
    per_beam = _factor("K", f"{per_area} / beam", per_kelvin / Unit("beam"))
    return Equivalency("brightness_temperature", [_factor("K", per_area, per_kelvin), per_beam])


def thermodynamic_temperature(frequency: Quantity, t_cmb: Quantity | None = None) -> Equivalency:
    """Surface brightness, Jy/sr, and differences of the temperature of the cosmic microwave background.

    frequency: of the observation, a scalar; t_cmb: the temperature of the background, 2.7255 K unless given
    (Fixsen 2009). The derivative of Planck's law there: ``dI/dT = (2 k nu^2 / c^2) x^2 e^x / (e^x - 1)^2``
    with ``x = h nu / (k T)``.
    """
    nu = _given(frequency, "Hz", "thermodynamic_temperature", "a frequency")
    temperature = join(2.7255, parse_unit("K")) if t_cmb is None else t_cmb.to("K")
    x = float(_H * nu / (_K * temperature))
    per_kelvin = 2 * _K * nu**2 / _C**2 * (x**2 * exp(x) / expm1(x) ** 2)
    return Equivalency("thermodynamic_temperature", [_factor("K", "W / (m^2 Hz)", per_kelvin)])


# ---------------------------------------------------------------- amounts


def molar_mass(mass: Quantity) -> Equivalency:
    """Masses and amounts of a substance, also within products: g/L and mol/L, J/kg and J/mol.

    mass: the molar mass, in g/mol, say; a scalar.
    """
    if not isinstance(mass, Quantity) or mass.unit.dim is not parse_unit("g/mol").dim:
        raise TypeError(
            f"molar_mass() takes the mass of a mole, such as 18.015 * (u.gram / u.mole); got {mass!r}"
        )
    return Equivalency("molar_mass", per=[Unit(factor=float(mass.mantissa)) * mass.unit])
