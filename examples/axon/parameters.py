"""The parameters of the axon: read from a TOML file of texts with units, each checked.

Values are quantities of Python numbers. `decimals` gives the same tuples without units.
"""

from __future__ import annotations

import math
import tomllib
from difflib import get_close_matches
from pathlib import Path
from typing import Any, NamedTuple

import brainunit as u

__all__ = [
    "UNITS",
    "Kinetics",
    "Membrane",
    "ParameterError",
    "Parameters",
    "Rate",
    "Value",
    "decimals",
    "quantity",
    "read",
]

Value = Any
"""A quantity; a bare number where a formula runs without units; a unit in `UNITS`."""


class ParameterError(ValueError):
    """What is wrong with the parameters, one line or more for each."""


# All are jax pytrees, because named tuples are.


class Membrane(NamedTuple):
    """Capacitance, largest conductances, reversal potentials and resting potential."""

    capacitance: Value
    g_na: Value
    g_k: Value
    g_l: Value
    e_na: Value
    e_k: Value
    e_l: Value
    rest: Value


class Temperature(NamedTuple):
    """The temperature of the axon, and how the rates depend on it."""

    temperature: Value
    reference: Value
    q10: Value
    q10_step: Value


class Rate(NamedTuple):
    """The three constants of a rate function."""

    rate: Value
    at: Value
    width: Value


class Kinetics(NamedTuple):
    """The rate functions of the gates m, h and n."""

    alpha_m: Rate
    beta_m: Rate
    alpha_h: Rate
    beta_h: Rate
    alpha_n: Rate
    beta_n: Rate


class Experiment(NamedTuple):
    """The stimulus of the response, its duration and time step; the voltages of the curves."""

    stimulus: Value
    duration: Value
    step: Value
    lowest: Value
    highest: Value


class Parameters(NamedTuple):
    """Everything that the file says."""

    membrane: Membrane
    temperature: Temperature
    kinetics: Kinetics
    experiment: Experiment


_AREA = u.cm**2
_RATE = Rate(rate=u.ms**-1, at=u.mV, width=u.mV)
_SLOPE = Rate(rate=(u.ms * u.mV) ** -1, at=u.mV, width=u.mV)

UNITS = Parameters(
    membrane=Membrane(
        capacitance=u.uF / _AREA,
        g_na=u.mS / _AREA,
        g_k=u.mS / _AREA,
        g_l=u.mS / _AREA,
        e_na=u.mV,
        e_k=u.mV,
        e_l=u.mV,
        rest=u.mV,
    ),
    temperature=Temperature(temperature=u.kelvin, reference=u.kelvin, q10=u.UNITLESS, q10_step=u.kelvin),
    kinetics=Kinetics(
        alpha_m=_SLOPE, beta_m=_RATE, alpha_h=_RATE, beta_h=_RATE, alpha_n=_SLOPE, beta_n=_RATE
    ),
    experiment=Experiment(stimulus=u.uA / _AREA, duration=u.ms, step=u.ms, lowest=u.mV, highest=u.mV),
)
"""The unit that each parameter is converted to. They are consistent: mS mV = uA, uA ms / uF = mV."""

# Divisors and lengths of time.
_POSITIVE = {"capacitance", "q10", "q10_step", "width", "duration", "step"}

# Conductances and rates: of a channel that is blocked they are zero.
_NOT_NEGATIVE = {"g_na", "g_k", "g_l", "rate"}

# 6.3 degC is a temperature and 10 delta_degC a difference of two; a value in kelvin may be either.
_TEMPERATURES = {"temperature", "reference"}
_DIFFERENCES = {"q10_step"}


def quantity(name: str, text: object, unit: u.Unit) -> u.Quantity:
    """Return the quantity that `text` says, a float in `unit`.

    Raises ParameterError, with the name of the parameter, for what is no text, no quantity, in a
    unit of another dimension, a difference in the place of a temperature, or of a size that makes
    no sense: below absolute zero, a negative conductance.
    """
    if not isinstance(text, str):
        raise ParameterError(f'{name}: expected a text with a unit, such as "1 {unit}", found {text!r}')
    try:
        value = u.parse_quantity(text)
    except u.UnitParseError as error:
        raise ParameterError(f"{name}: {error}") from error
    if value.dim is not unit.dim:
        raise ParameterError(f'{name} = "{text}": found {_said(value.unit)}, expected {_said(unit)}')
    problem = _unsuited(name.rpartition(".")[2].lstrip("-"), value, unit)
    if problem is not None:
        raise ParameterError(f'{name} = "{text}": {problem}')
    return float(value.to_decimal(unit)) * unit  # type: ignore[no-any-return]  # what a Unit makes is Any to bu_units


def _unsuited(name: str, value: u.Quantity, unit: u.Unit) -> str | None:
    """Return what is wrong with the value of a parameter, if anything."""
    if name in _TEMPERATURES and not _converts(value, u.degC):
        return f"found a difference of temperatures, expected a temperature, such as 1 {u.degC}"
    if name in _DIFFERENCES and not _converts(value, u.delta_degC):
        return f"found a temperature, expected a difference of two, such as 1 {u.delta_degC}"
    try:
        number = float(value.to_decimal(unit))
    except OverflowError:  # an integer of hundreds of digits
        number = math.inf
    if not math.isfinite(number):
        return "beyond the range of float64"
    if name in _POSITIVE and not number > 0.0:
        return "expected a positive value"
    if name in _NOT_NEGATIVE and not number >= 0.0:
        return "expected at least 0"
    if name in _TEMPERATURES and not number >= 0.0:
        return f"expected at least {(0.0 * u.kelvin).to(value.unit):.8g}, absolute zero"
    return None


def _converts(value: u.Quantity, unit: u.Unit) -> bool:
    try:
        value.to_decimal(unit)
    except (u.UnitMismatchError, OverflowError) as error:  # too large a value is found where numbers are
        return isinstance(error, OverflowError)
    return True


def read(path: Path) -> Parameters:
    """Return the parameters in the file at `path`; ParameterError names everything that is wrong."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ParameterError(f"{path}: {error}") from error
    problems: list[str] = []
    parameters: Parameters = _section("", data, UNITS, problems)
    experiment = parameters.experiment
    if not problems and not experiment.lowest < experiment.highest:
        problems.append("experiment.highest: expected more than experiment.lowest")
    if problems:
        raise ParameterError("\n".join([f"{path}:", *problems]))
    return parameters


def decimals(values: Value, units: Value) -> Value:
    """Return `values`, a tuple of quantities or of such tuples, as bare numbers in `units`."""
    if isinstance(units, u.Unit):
        return values.to_decimal(units)
    return type(values)(*map(decimals, values, units))


def _section(name: str, data: object, units: Value, problems: list[str]) -> Value:
    """Return one table of the file as the tuple that `units` is; note what is wrong in `problems`."""
    if not isinstance(data, dict):
        problems.append(f"{name.rstrip('.')}: expected a table of parameters, found {data!r}")
        return units
    for key in sorted(data.keys() - set(units._fields)):
        near = get_close_matches(key, units._fields, n=1)
        hint = f"; did you mean {name}{near[0]}?" if near else ""
        problems.append(f"{name}{key}: unknown parameter{hint}")
    return type(units)(
        *(_entry(name + key, data, key, getattr(units, key), problems) for key in units._fields)
    )


def _entry(name: str, data: dict[str, object], key: str, unit: Value, problems: list[str]) -> Value:
    """Return one entry of a table: a quantity, or the tuple of a table inside."""
    if not isinstance(unit, u.Unit):
        return _section(f"{name}.", data.get(key, {}), unit, problems)
    if key not in data:
        problems.append(f"{name}: missing parameter, expected {_said(unit)}")
        return unit
    try:
        return quantity(name, data[key], unit)
    except ParameterError as error:
        problems.append(str(error))
        return unit


def _said(unit: u.Unit) -> str:
    return "no unit" if unit.is_unitless else f"the unit {unit}"
