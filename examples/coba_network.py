"""A network of 3,200 excitatory and 800 inhibitory spiking neurons on brainstate and brainevent, with units.

Leaky integrate-and-fire neurons with exponential synaptic conductances, each connected to 2 % of all: the
activity sustains itself, asynchronous and irregular, at about 20 Hz. The same program by hand without
units is in ``without_units/coba_network.py``; --time compares the two.

Source: T. P. Vogels, L. F. Abbott (2005), J. Neurosci. 25, 10786; as benchmark 1 of R. Brette et al.
(2007), J. Comput. Neurosci. 23, 349, with the initial state of its programs (ModelDB 83319, Brian/COBA.py).
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

import brainevent
import brainstate
import jax
import jax.numpy as jnp
import numpy as np
import numpy.typing as npt

import brainunit as u
from brainunit import Quantity
from without_units import coba_network as without_units
from without_units import compared

STEP = 0.1 * u.ms
AREA = 20_000.0 * u.um**2
CAPACITANCE = (1.0 * u.uF / u.cm**2 * AREA).to(u.pF)
LEAK = (0.05 * u.mS / u.cm**2 * AREA).to(u.nS)
REST, THRESHOLD, RESET = -60.0 * u.mV, -50.0 * u.mV, -60.0 * u.mV
REVERSAL_E, REVERSAL_I = 0.0 * u.mV, -80.0 * u.mV
DECAY_E, DECAY_I = 5.0 * u.ms, 10.0 * u.ms
WEIGHT_E, WEIGHT_I = 6.0 * u.nS, 67.0 * u.nS
REFRACTORY = 5.0 * u.ms
INPUTS = 80  # to each neuron on average: 2 % of 4,000

Bools = npt.NDArray[np.bool_]


class State(NamedTuple):
    """Membrane potential, excitatory and inhibitory conductance: one value a neuron."""

    v: Quantity
    g_e: Quantity
    g_i: Quantity


class Links(NamedTuple):
    """Which neurons are reached from those of one population: rows of a CSR matrix."""

    targets: npt.NDArray[np.int32]
    starts: npt.NDArray[np.int32]


# ---------------------------------------------------------------- the network


def slope(v: Quantity, g_e: Quantity, g_i: Quantity) -> Quantity:
    """Return the change of the membrane potential per time."""
    current = LEAK * (REST - v) + g_e * (REVERSAL_E - v) + g_i * (REVERSAL_I - v)
    change: Quantity = current / CAPACITANCE
    return change


def decay(g: Quantity, tau: Quantity) -> Quantity:
    """Return the change of a conductance per time."""
    change: Quantity = -g / tau
    return change


class Network(brainstate.nn.Module):  # type: ignore[misc]  # brainstate is not there for mypy
    """Neurons of two populations, the excitatory first; spikes arrive one time step later."""

    def __init__(self, start: State, excitatory: Links, inhibitory: Links) -> None:
        super().__init__()
        self.v = brainstate.HiddenState(start.v)
        self.g_e = brainstate.HiddenState(start.g_e)
        self.g_i = brainstate.HiddenState(start.g_i)
        self.wait = brainstate.ShortTermState(jnp.zeros(start.v.shape, jnp.int32))  # steps at rest to come
        size = start.v.size
        self.from_e = brainevent.CSR((WEIGHT_E, *excitatory), shape=(len(excitatory.starts) - 1, size))
        self.from_i = brainevent.CSR((WEIGHT_I, *inhibitory), shape=(len(inhibitory.starts) - 1, size))

    def update(self) -> jax.Array:
        """Advance all states by one time step; return which neurons spike."""
        step = brainstate.nn.exp_euler_step
        v = step(slope, self.v.value, self.g_e.value, self.g_i.value)
        v = u.math.where(self.wait.value > 0, RESET, v)
        spikes: jax.Array = v > THRESHOLD
        self.v.value = u.math.where(spikes, RESET, v)
        self.wait.value = jnp.where(spikes, round(REFRACTORY / STEP), jnp.maximum(self.wait.value - 1, 0))
        # Only neurons that spike cost anything in these products.
        excitatory, inhibitory = jnp.split(spikes, [self.from_e.shape[0]])
        arrived_e = brainevent.BinaryArray(excitatory) @ self.from_e
        arrived_i = brainevent.BinaryArray(inhibitory) @ self.from_i
        self.g_e.value = step(decay, self.g_e.value, DECAY_E) + arrived_e
        self.g_i.value = step(decay, self.g_i.value, DECAY_I) + arrived_i
        return spikes


def simulate(start: State, *, links: tuple[Links, Links], steps: int) -> jax.Array:
    """Return which neurons spike in each time step: (steps, neurons)."""
    with brainstate.environ.context(dt=STEP):
        network = Network(start, *links)
        spikes: jax.Array = brainstate.transform.for_loop(lambda _: network.update(), jnp.arange(steps))
    return spikes


# ---------------------------------------------------------------- the beginning and the results


def connect(size: int, seed: int) -> tuple[Links, Links]:
    """Return random connections from the excitatory 80 % and from the inhibitory 20 % of the neurons."""
    rng = np.random.default_rng(seed)
    excitatory = size * 4 // 5
    probability = min(1.0, INPUTS / size)
    there = rng.random((size, size)) < probability
    return _links(there[:excitatory]), _links(there[excitatory:])


def _links(there: Bools) -> Links:
    starts = np.cumsum([0, *there.sum(axis=1)])
    return Links(np.nonzero(there)[1].astype(np.int32), starts.astype(np.int32))


def beginning(size: int, seed: int) -> State:
    """Return a random state like those in the middle of the activity; some conductances are negative.

    That is as in the source. Cut off at zero, they let the activity die at once in one run of five.
    """
    rng = np.random.default_rng([seed, 1])

    def normal(mean: float, deviation: float) -> jax.Array:
        return jnp.asarray(rng.normal(mean, deviation, size), jnp.float32)

    v = REST + normal(-5.0, 5.0) * u.mV
    return State(v, normal(4.0, 1.5) * LEAK, normal(20.0, 12.0) * LEAK)


def rates(spikes: Bools) -> tuple[Quantity, Quantity]:
    """Return the mean rates of the excitatory and the inhibitory population."""
    each = spikes.sum(axis=0) / (len(spikes) * STEP)
    excitatory = spikes.shape[1] * 4 // 5
    return u.math.mean(each[:excitatory]).to(u.Hz), u.math.mean(each[excitatory:]).to(u.Hz)


def irregularity(spikes: Bools) -> float:
    """Return the mean coefficient of variation of the intervals between spikes: 0 for clocks, 1 for chance.

    It is that of the neurons with ten spikes or more; nan if there are none.
    """
    intervals = (np.diff(np.nonzero(train)[0]) for train in spikes.T[spikes.sum(axis=0) >= 10])
    variations = [steps.std() / steps.mean() for steps in intervals]
    return float(np.mean(variations)) if variations else np.nan


# ---------------------------------------------------------------- the program


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the example; return the exit status."""
    options = _options(arguments)
    links, start = connect(options.neurons, options.seed), beginning(options.neurons, options.seed)
    steps = round(options.duration * u.ms / STEP)
    run = partial(simulate, links=links, steps=steps)
    spikes = np.asarray(jax.jit(run)(start))
    excitatory, inhibitory = rates(spikes)
    print(f"{options.neurons} neurons, {sum(len(part.targets) for part in links)} synapses", end=" ")
    print(f"for {options.duration:g} ms, steps of {STEP:g}")
    print(f"rates: excitatory {excitatory:.1f}, inhibitory {inhibitory:.1f}")
    print(f"irregularity: {irregularity(spikes):.2f}")
    if options.time:
        bare = partial(without_units.simulate, links=links, steps=steps)
        print(compared((run, (start,)), (bare, (bare_input(start),))))
    if options.plot:
        _draw(spikes, options.plot)
    return 0


def bare_input(start: State) -> without_units.State:
    """Return the state as numbers in mV and nS, for the program without units."""
    units = (u.mV, u.nS, u.nS)
    return without_units.State(*(q.to_decimal(unit) for q, unit in zip(start, units, strict=True)))


def _draw(spikes: Bools, file: Path) -> None:
    try:
        from matplotlib.figure import Figure  # may be missing
    except ImportError:
        print("no picture: matplotlib is not installed (pip install matplotlib)")
        return
    steps, neurons = np.nonzero(spikes)
    figure = Figure(figsize=(10, 5), layout="constrained")
    axes = figure.subplots()
    axes.plot(steps * STEP, neurons, ",k")  # the axis is labelled with the unit
    axes.axhline(spikes.shape[1] * 4 // 5, color="C3", linewidth=0.7)
    axes.set(ylabel="neuron", title="Spikes: excitatory below, inhibitory above the line")
    figure.savefig(file)
    print(f"picture: {file}")


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--neurons", type=int, default=4000, help="1000 fall silent (default: %(default)s)")
    parser.add_argument("--duration", type=float, default=1000.0, help="ms (default: %(default)s)")
    parser.add_argument("--seed", type=int, default=0, help="of connections and state (default: %(default)s)")
    parser.add_argument("--time", action="store_true", help="compare with the program without units")
    parser.add_argument("--plot", type=Path, metavar="FILE", help="write a picture of the spikes")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
