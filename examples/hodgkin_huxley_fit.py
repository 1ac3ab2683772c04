"""The conductances of a squid giant axon, found by gradient from its responses to currents.

The responses are computed from known conductances with the equations in ``axon/model.py`` and the
parameters in ``squid_axon.toml``. From a wrong guess Adam finds the known ones again: its gradient goes
back through every step of the integration, and is in mV^2 per mS / cm^2. The same program by hand without
units is in ``without_units/hodgkin_huxley_fit.py``; --time compares the two.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np

import brainunit as u
from axon import model, parameters
from axon.parameters import UNITS, Kinetics, Membrane, decimals
from brainunit import Quantity
from without_units import compared
from without_units import hodgkin_huxley_fit as without_units

TOLERANCE = 1e-3
"""The fit ends with every conductance closer than this to the known one, relatively."""

PARAMETERS = Path(__file__).with_name("squid_axon.toml")
GUESS = (0.8, 1.2, 1.5)  # times the known conductances
RATE = 0.05  # of the conductances, in the first iteration
STIMULI = np.array([2.0, 6.0, 15.0]) * (u.uA / u.cm**2)  # no spike, one, two
STEP = 0.05 * u.ms
SIEMENS = u.mS / u.cm**2
_TIMED = 5  # iterations


class Conductances(NamedTuple):
    """The largest conductances of sodium, potassium and the leak, per area; or what goes with each."""

    g_na: Quantity
    g_k: Quantity
    g_l: Quantity


class Fit(NamedTuple):
    """The conductances, and the moments of their gradient that Adam keeps."""

    conductances: Conductances
    first: Conductances
    second: Conductances


class Setup(NamedTuple):
    """What is known: the currents, the time step, and the rest of the axon."""

    stimuli: Quantity
    step: Quantity
    membrane: Membrane
    kinetics: Kinetics


# ---------------------------------------------------------------- the response and its loss


def simulate(g: Conductances, setup: Setup, steps: int) -> Quantity:
    """Return the voltages after each step: (steps, stimuli)."""
    stimuli, step, membrane, kinetics = setup
    membrane = membrane._replace(**g._asdict())

    def advance(state: model.State, _: None) -> tuple[model.State, Quantity]:
        state = model.runge_kutta(state, step, stimuli, membrane, kinetics)
        return state, state.v

    voltages: Quantity
    v = membrane.rest * u.math.ones_like(stimuli.mantissa)
    _, voltages = u.lax.scan(advance, model.resting(v, kinetics), None, steps)
    return voltages


def loss(g: Conductances, trace: Quantity, setup: Setup) -> Quantity:
    """Return the mean square of the difference to the trace, in mV^2."""
    voltages = simulate(g, setup, trace.shape[0])
    square: Quantity = u.math.mean((voltages - trace) ** 2)
    return square


# ---------------------------------------------------------------- the fit


def fit(
    start: Conductances, rates: Conductances, trace: Quantity, setup: Setup, iterations: int
) -> tuple[Conductances, Quantity]:
    """Return the conductances that Adam finds, and the loss before each iteration.

    `rates`: how far the first iteration moves each conductance; the last ones hardly move it.
    """

    def improve(fit: Fit, i: Any) -> tuple[Fit, Quantity]:
        value, slopes = u.autograd.value_and_grad(loss)(fit.conductances, trace, setup)
        slow = 0.5 * (1.0 + u.math.cos(u.math.pi * i / iterations))
        news = [_adam(*leaf, slow, i) for leaf in zip(*fit, slopes, rates, strict=True)]
        return Fit(*(Conductances(*part) for part in zip(*news, strict=True))), value

    slope = u.mV**2 / SIEMENS
    firsts = Conductances(*(u.math.zeros_like(g.mantissa, unit=slope) for g in start))
    seconds = Conductances(*(u.math.zeros_like(g.mantissa, unit=slope**2) for g in start))
    end, losses = u.lax.scan(improve, Fit(start, firsts, seconds), jnp.arange(iterations))
    return end.conductances, losses


def _adam(
    g: Quantity, first: Quantity, second: Quantity, slope: Quantity, rate: Quantity, slow: Any, i: Any
) -> tuple[Quantity, Quantity, Quantity]:
    """Return a conductance and the moments of its gradient after one iteration.

    D. P. Kingma and J. Ba, "Adam: a method for stochastic optimization" (2015), without its epsilon, and
    with a short memory of the second moment: it begins at hundreds of mV^2 and ends far below one.
    """
    first = 0.9 * first + 0.1 * slope
    second = 0.9 * second + 0.1 * slope**2
    direction = (first / (1.0 - 0.9 ** (i + 1))) / u.math.sqrt(second / (1.0 - 0.9 ** (i + 1)))
    return g - slow * rate * direction, first, second


# ---------------------------------------------------------------- the program


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the example; return the exit status, 1 where the fit misses the known conductances."""
    options = _options(arguments)
    jax.config.update("jax_enable_x64", not options.float32)  # type: ignore[no-untyped-call]
    known, setup = experiment()
    inputs = fit_inputs(known, setup, options.steps)
    start, _, trace, _ = inputs
    run = partial(fit, iterations=options.iterations)
    found, losses = jax.jit(run)(*inputs)
    shape = f"{options.steps:,} steps of {STEP:g}, {len(STIMULI)} stimuli, {trace.dtype}"
    print(f"Squid giant axon: {shape}, {options.iterations} iterations of Adam\n")
    print(f"{'':<5} {'start':>16} {'found':>20} {'known':>14} {'difference':>10}")
    for name, *row in zip(known._fields, start, found, known, off(found, known), strict=True):
        print(f"{name:<5} {row[0]:>16.4g} {row[1]:>20.8g} {row[2]:>14.4g} {row[3]:>10.1e}")
    print(
        f"\nmean square difference of the voltages: {losses[0]:.3g} at the start, {losses[-1]:.1e} in the end"
    )
    if options.time:
        few = partial(fit, iterations=_TIMED), partial(without_units.fit, iterations=_TIMED)
        print(f"{compared((few[0], inputs), (few[1], bare_inputs(inputs)))}, {_TIMED} iterations")
    if options.plot:
        _draw(losses, trace, options.plot)
    return 0 if max(map(abs, off(found, known))) < TOLERANCE else 1


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--iterations", type=_count, default=200, help="of Adam (default: %(default)s)")
    parser.add_argument("--steps", type=_count, default=400, help="of 0.05 ms (default: %(default)s)")
    parser.add_argument("--float32", action="store_true", help="compute in float32")
    parser.add_argument("--time", action="store_true", help="compare with the program without units")
    parser.add_argument(
        "--plot", type=Path, metavar="FILE", help="write a picture of the loss and the responses"
    )
    return parser.parse_args(arguments)


def _count(text: str) -> int:
    count = int(text)
    if count < 1:
        raise argparse.ArgumentTypeError("at least one is needed")
    return count


def experiment() -> tuple[Conductances, Setup]:
    """Return the known conductances, and the setup, on jax."""
    axon = parameters.read(PARAMETERS)
    membrane = axon.membrane
    known = Conductances(membrane.g_na, membrane.g_k, membrane.g_l)
    kinetics = model.at_temperature(axon.kinetics, axon.temperature)
    return _on_jax((known, Setup(STIMULI, STEP, membrane, kinetics)))  # type: ignore[no-any-return]


def _on_jax(tree: Any) -> Any:
    return jax.tree.map(lambda x: jnp.asarray(x, dtype=float), tree)


def fit_inputs(known: Conductances, setup: Setup, steps: int) -> tuple[Any, ...]:
    """Return the arguments of `fit`: the wrong guess, the rates, the responses to be met, the setup."""
    start = Conductances(*(factor * g for factor, g in zip(GUESS, known, strict=True)))
    rates = Conductances(*(RATE * g for g in start))
    trace = jax.jit(simulate, static_argnames="steps")(known, setup, steps=steps)
    return start, rates, trace, setup


def bare_inputs(inputs: tuple[Any, ...]) -> tuple[Any, ...]:
    """Return the arguments of `fit` as numbers, for the program without units."""
    start, rates, trace, (stimuli, step, membrane, kinetics) = inputs
    numbers = (without_units.Conductances(*(g.to_decimal(SIEMENS) for g in part)) for part in (start, rates))
    setup = without_units.Setup(
        stimuli.to_decimal(UNITS.experiment.stimulus),
        step.to_decimal(u.ms),
        decimals(membrane, UNITS.membrane),
        decimals(kinetics, UNITS.kinetics),
    )
    return *numbers, trace.to_decimal(u.mV), setup


def off(found: Conductances, known: Conductances) -> list[float]:
    """Return the relative differences."""
    return [float(a / b) - 1.0 for a, b in zip(found, known, strict=True)]


def _draw(losses: Quantity, trace: Quantity, file: Path) -> None:
    try:
        from matplotlib.figure import Figure  # may be missing
    except ImportError:
        print("no picture: matplotlib is not installed (pip install matplotlib)")
        return
    figure = Figure(figsize=(10, 4), layout="constrained")
    descent, responses = figure.subplots(1, 2)
    descent.plot(losses)
    descent.set(yscale="log", xlabel="iteration")
    responses.plot((1 + np.arange(len(trace))) * STEP, trace)
    responses.legend([f"{stimulus:g}" for stimulus in STIMULI])
    figure.savefig(file)
    print(f"picture: {file}")


if __name__ == "__main__":
    sys.exit(main())
