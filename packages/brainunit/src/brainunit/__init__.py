"""Physical units for every array library.

>>> import numpy as np
>>> import brainunit as u
>>> print(np.array([1.0, 2.0]) * u.mV / (4.0 * u.nA))
[0.25 0.5 ] Mohm
>>> print(u.math.sum(np.array([120.0, 36.0]) * (u.mS / u.cm**2)))
156. mS / cm^2

Names only: the code is in bu_units, bu_dispatch, bu_array, bu_jax, bu_torch and bu_interop. A unit is
built, and jax or torch imported, when a name that needs it is used.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

import bu_units as _bu_units
from bu_array import (
    Quantity,
    array_with_unit,
    as_unit,
    assert_quantity,
    assign_units,
    celsius2kelvin,
    check_dims,
    check_units,
    converts,
    display_in_unit,
    enable_matplotlib_support,
    fahrenheit2kelvin,
    fail_for_dimension_mismatch,
    fail_for_unit_mismatch,
    get_dim,
    get_dim_for_display,
    get_magnitude,
    get_mantissa,
    get_unit,
    has_same_unit,
    have_same_dim,
    is_dimensionless,
    is_quantity,
    is_scalar_type,
    is_unit_equal_math,
    is_unitless,
    kelvin2celsius,
    kelvin2fahrenheit,
    maybe_decimal,
    parse_quantity,
    split_mantissa_unit,
    unit_scale_align_to_first,
)
from bu_dispatch import (
    BackendError,
    get_default_backend,
    set_default_backend,
    using_backend,
)
from bu_units import (
    DIMENSIONLESS,
    UNITLESS,
    Dimension,
    DimensionMismatchError,
    KindMismatchError,
    Unit,
    UnitMismatchError,
    UnitParseError,
    add_standard_unit,
    get_or_create_dimension,
    load_definitions,
    names,
    parse_unit,
    set_display,
)

from . import math
from ._version import __version__, __version_info__

# Modules that import jax or torch, or that few programs need: imported at first use.
_SUBMODULES = (
    "autograd",
    "constants",
    "custom_array",
    "fft",
    "io",
    "kinds",
    "lax",
    "linalg",
    "random",
    "scipy",
    "si",
    "sparse",
    "systems",
    "torch",
    "typing",
)

# Names with the modules that they are in, which need jax, or few programs need: imported at first use.
_LATER = {
    "CustomArray": "bu_jax.custom_array",
    "bare": "bu_array.bridge",
    "boundary": "bu_array.bridge",
    "explain": "bu_jax.explain",
    "maybe_custom_array": "bu_jax.custom_array",
    "maybe_custom_array_tree": "bu_jax.custom_array",
    "FormError": "bu_array.forms",
    "from_dict": "bu_array.forms",
    "namespace": "bu_array.namespace",
    "nondimensional": "bu_array.bridge",
    "pi_groups": "bu_units.products",
    "ravel": "bu_array.bridge",
    "record": "bu_array.program",
    "RecordingError": "bu_array.program",
}
_LATER |= dict.fromkeys(
    (
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
    ),
    "bu_array.equivalencies",
)
_LATER |= dict.fromkeys(
    (
        "NoCounterpartError",
        "from_astropy",
        "from_pint",
        "from_quantities",
        "from_saiunit",
        "from_unxt",
        "from_unyt",
        "to_astropy_unit",
        "to_pint_unit",
        "to_quantities_unit",
        "to_saiunit_unit",
        "to_unyt_unit",
    ),
    "bu_interop.converters",
)

# is_numpy_array and kin: bu_dispatch has one for each of its libraries, and for those of other packages.
_DISPATCH = import_module("bu_dispatch")
_ARRAY_TESTS = [name for name in _DISPATCH.__all__ if name.startswith("is_")]

# Constants under the names that they have at the top level, and in `constants`.
_CONSTANTS = {
    "avogadro_constant": "avogadro",
    "boltzmann_constant": "boltzmann",
    "electric_constant": "electric",
    "electron_mass": "electron_mass",
    "elementary_charge": "elementary_charge",
    "faraday_constant": "faraday",
    "gas_constant": "gas",
    "magnetic_constant": "magnetic",
    "molar_mass_constant": "molar_mass",
}

__all__ = [
    "DIMENSIONLESS",
    "UNITLESS",
    "BackendError",
    "Dimension",
    "DimensionMismatchError",
    "KindMismatchError",
    "Quantity",
    "Unit",
    "UnitMismatchError",
    "UnitParseError",
    "__version__",
    "__version_info__",
    "add_standard_unit",
    "array_with_unit",
    "as_unit",
    "assert_quantity",
    "assign_units",
    "celsius2kelvin",
    "check_dims",
    "check_units",
    "converts",
    "display_in_unit",
    "enable_matplotlib_support",
    "fahrenheit2kelvin",
    "fail_for_dimension_mismatch",
    "fail_for_unit_mismatch",
    "get_default_backend",
    "get_dim",
    "get_dim_for_display",
    "get_magnitude",
    "get_mantissa",
    "get_or_create_dimension",
    "get_unit",
    "has_same_unit",
    "have_same_dim",
    "is_dimensionless",
    "is_quantity",
    "is_scalar_type",
    "is_unit_equal_math",
    "is_unitless",
    "kelvin2celsius",
    "kelvin2fahrenheit",
    "load_definitions",
    "math",
    "maybe_decimal",
    "parse_quantity",
    "parse_unit",
    "set_default_backend",
    "set_display",
    "split_mantissa_unit",
    "unit_scale_align_to_first",
    "using_backend",
]
__all__ += list(_ARRAY_TESTS)

# No unit of the user's own may have a name that means something else here.
_bu_units.reserve_names((*__all__, *_SUBMODULES, *_LATER, *_CONSTANTS))


def __getattr__(name: str) -> Any:
    if name in _SUBMODULES:
        value = import_module(f"brainunit.{name}")
    elif name in _LATER:
        value = getattr(import_module(_LATER[name]), name)
    elif name in _CONSTANTS:
        value = getattr(import_module("brainunit.constants"), _CONSTANTS[name])
    elif name.startswith("is_") and name.endswith("_array") and hasattr(_DISPATCH, name):
        value = getattr(_DISPATCH, name)
    else:
        value = _unit(name)
        _units.add(name)
    globals()[name] = value
    return value


_units: set[str] = set()  # attributes so far that are units


def _forget() -> None:
    """Look units up anew: one of trades may have given way to a unit of the user's own."""
    while _units:
        globals().pop(_units.pop(), None)


_bu_units.watch_names(_forget)


def _unit(name: str) -> Unit:
    try:
        unit: Unit = getattr(names, name)
    except AttributeError as error:
        reason = str(error).replace("no unit is named", "brainunit has no name")
        if reason.endswith(f"{name!r}") and not name.startswith("_"):  # no unit is near
            others = [*__all__, *_SUBMODULES, *_LATER, *_CONSTANTS]
            reason += import_module("bu_units.nearness").hint(name, others)
        raise AttributeError(reason, name=name) from None
    return unit


def __dir__() -> list[str]:
    return sorted({*__all__, *_SUBMODULES, *_LATER, *_CONSTANTS, *dir(names)})
