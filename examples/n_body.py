"""The sun and its planets for a century: leapfrog with units, and the laws that must hold.

The orbits begin with the elements of J2000. What is conserved is watched: the energy, the place of the
barycentre; and the planets' years are measured, beside those of Kepler's third law. The same program by
hand without units is in ``without_units/n_body.py``; --time compares the two.
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
import planets
from brainunit import Quantity
from planets import PLANETS
from without_units import compared
from without_units import n_body as without_units

ENERGY_DRIFT = 2e-7
"""The relative change of the energy stays below this for a century at steps of six hours, in float64."""

_BETWEEN = 5.0 * u.day  # records: Mercury turns by 30 degrees at most


class State(NamedTuple):
    """Where the bodies are, and how they move: (bodies, 3), the sun first."""

    place: Quantity
    velocity: Quantity


# ---------------------------------------------------------------- motion


def _separations(place: Quantity) -> tuple[Quantity, Quantity]:
    apart = place[None, :, :] - place[:, None, :]
    # One au from itself: what is at distance zero has no part in any sum.
    itself = u.math.eye(place.shape[0], dtype=place.dtype, unit=u.au**2)
    return apart, u.math.sqrt(u.math.sum(apart**2, axis=-1) + itself)


def _acceleration(place: Quantity, gm: Quantity) -> Quantity:
    apart, distance = _separations(place)
    pull: Quantity = u.math.sum(gm[None, :, None] * apart / distance[:, :, None] ** 3, axis=1)
    return pull


def energy(state: State, masses: Quantity, gravity: Quantity) -> Quantity:
    """Return the kinetic and potential energy of all bodies."""
    _, distance = _separations(state.place)
    others = 1.0 - u.math.eye(masses.shape[0], dtype=distance.dtype)
    kinetic = 0.5 * u.math.sum(masses * u.math.sum(state.velocity**2, axis=-1))
    potential = -0.5 * u.math.sum(masses[:, None] * (gravity * masses)[None, :] * others / distance)
    total: Quantity = kinetic + potential
    return total


def simulate(
    state: State, masses: Quantity, gravity: Quantity, step: Quantity, *, records: int, steps: int
) -> tuple[State, tuple[Quantity, Quantity]]:
    """Return the state in the end; the places and the energy at the end of each record of `steps` steps."""
    gm = gravity * masses

    def leap(_: Any, state: State) -> State:
        half = state.velocity + 0.5 * step * _acceleration(state.place, gm)
        place = state.place + step * half
        return State(place, half + 0.5 * step * _acceleration(place, gm))

    def record(state: State, _: None) -> tuple[State, tuple[Quantity, Quantity]]:
        state = u.lax.fori_loop(0, steps, leap, state)
        return state, (state.place, energy(state, masses, gravity))

    return u.lax.scan(record, state, None, records)


# ---------------------------------------------------------------- the beginning and the results


def beginning() -> tuple[State, Quantity, Quantity]:
    """Return the bodies with their barycentre at rest at the origin, their masses, and Kepler's years."""
    place, velocity, masses, kepler = planets.bodies()
    return State(place - centre(place, masses), velocity - centre(velocity, masses)), masses, kepler


def centre(q: Quantity, masses: Quantity) -> Quantity:
    """Return the mean of places or velocities (..., bodies, 3), weighted by the masses."""
    mean: Quantity = u.math.sum(masses[:, None] * q, axis=-2) / u.math.sum(masses)
    return mean


def drift(before: Quantity, energies: Quantity) -> float:
    """Return the largest relative change of the energy."""
    return float(u.math.max(u.math.abs(energies - before)) / u.math.abs(before))


def years(times: Quantity, places: Quantity) -> Quantity:
    """Return the mean time of a turn around the sun over the whole turns of each planet; nan if none."""
    x, y, _ = u.math.moveaxis(places[:, 1:] - places[:, :1], -1, 0)
    turns = np.unwrap(np.arctan2(y, x), axis=0) / (2.0 * np.pi)
    turns -= turns[0]
    whole = np.floor(turns[-1])
    ends = [np.interp(n, turned, times) for n, turned in zip(whole, turns.T, strict=True)]
    whole[whole == 0.0] = np.nan
    mean: Quantity = u.math.stack(ends) / whole
    return mean


# ---------------------------------------------------------------- the program


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the example; return the exit status."""
    options = _options(arguments)
    jax.config.update("jax_enable_x64", not options.float32)  # type: ignore[no-untyped-call]
    start, masses, kepler = beginning()
    step = options.step * u.day
    steps = max(1, round(_BETWEEN / step))
    records = max(1, round(options.years * u.julian_year / (steps * step)))
    inputs = program_inputs(start, masses, step)
    run = partial(simulate, records=records, steps=steps)
    _, (places, energies) = jax.jit(run)(*inputs)
    path = u.math.concatenate([start.place[None], places.to_numpy()])
    times = np.arange(records + 1) * (steps * step)
    print(f"{len(masses)} bodies for {times[-1].to('yr'):.4g}, steps of {step:g}, {places.dtype}\n")
    _print_years(years(times, path), kepler)
    before = energy(*inputs[:3])
    moved = u.math.max(u.math.abs(centre(path[-1] - path[0], masses)))
    print(f"\nenergy: {before:.4g}, relative change at most {drift(before, energies):.1e}")
    print(f"barycentre: moved by {moved.to(u.meter):.1g}")
    if options.time:
        bare = partial(without_units.simulate, records=records, steps=steps)
        print(compared((run, inputs), (bare, bare_inputs(inputs))))
    if options.plot:
        _draw(path, options.plot)
    return 0


def _positive(text: str) -> float:
    number = float(text)
    if not 0.0 < number < float("inf"):
        raise argparse.ArgumentTypeError("a positive number is needed")
    return number


def _print_years(measured: Quantity, kepler: Quantity) -> None:
    print(f"{'planet':<8} {'year':>13} {'by Kepler':>13} {'difference':>10}")
    for name, year, law in zip(PLANETS, measured, kepler, strict=True):
        found = "-" if np.isnan(year.mantissa) else f"{year:.3f}"
        difference = "-" if np.isnan(year.mantissa) else f"{year / law - 1.0:.1e}"
        print(f"{name:<8} {found:>13} {f'{law:.3f}':>13} {difference:>10}")
    print("year: the mean over whole turns, and pulled by the others; Kepler's is that of the planet alone.")


def program_inputs(start: State, masses: Quantity, step: Quantity) -> tuple[Any, ...]:
    """Return the arguments of `simulate`: arrays of jax in au, d and kg."""
    gravity = u.constants.gravitational_constant.to(u.au**3 / (u.kg * u.day**2))
    arguments = (start, masses, gravity, step)
    return jax.tree.map(lambda x: jnp.asarray(x, dtype=float), arguments)  # type: ignore[no-any-return]


def bare_inputs(inputs: tuple[Any, ...]) -> tuple[Any, ...]:
    """Return the arguments of `simulate` as numbers in au, d and kg, for the program without units."""
    start, masses, gravity, step = inputs
    state = without_units.State(start.place.to_decimal(u.au), start.velocity.to_decimal(u.au / u.day))
    numbers = gravity.to_decimal(u.au**3 / (u.kg * u.day**2))
    return state, masses.to_decimal(u.kg), numbers, step.to_decimal(u.day)


def _draw(path: Quantity, file: Path) -> None:
    try:
        from matplotlib.figure import Figure  # may be missing
    except ImportError:
        print("no picture: matplotlib is not installed (pip install matplotlib)")
        return
    figure = Figure(figsize=(10, 5), layout="constrained")
    names = list(PLANETS)
    for axes, shown in zip(figure.subplots(1, 2), (range(4), range(4, 8)), strict=True):
        for index in shown:
            x, y, _ = path[:, index + 1].T
            axes.plot(x, y, linewidth=0.7, label=names[index])
        axes.set_aspect("equal")
        axes.legend(loc="upper right")
    figure.savefig(file)
    print(f"picture: {file}")


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--years", type=_positive, default=100.0, help="Julian years (default: %(default)s)")
    parser.add_argument("--step", type=_positive, default=0.25, help="days (default: %(default)s)")
    parser.add_argument("--float32", action="store_true", help="compute in float32")
    parser.add_argument("--time", action="store_true", help="compare with the program without units")
    parser.add_argument("--plot", type=Path, metavar="FILE", help="write a picture of the orbits")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
