"""The model run and timed on one array library, and its results compared with numpy's.

What differs between the libraries is here: jax compiles, dask computes when asked, a GPU is waited
for. The model knows none of it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from time import perf_counter
from typing import Any, NamedTuple

import brainunit as u
from bu_dispatch import Backend, BackendError, convert

from . import model
from .model import Curves
from .parameters import UNITS, Parameters, Value, decimals

__all__ = ["LIMIT", "Run", "Times", "compare", "relative_difference", "run", "step_count", "voltages"]

LIMIT = 1e-6
"""The largest relative difference at which results agree."""

CURVE_UNITS = Curves._make([*[u.ms**-1] * 6, UNITS.experiment.stimulus])

# Where thousands of time steps one after the other make sense, and why not elsewhere.
_NOT_INTEGRATED = {
    "dask": "a graph of 300 tasks a step, each on one number",
    "ndonnx": "300 runs of the ONNX runtime a step, each on one number",
}

# Each time is the shortest of so many turns; none begins after so many seconds.
_TURNS, _LONG = 10, 1.0


class Times(NamedTuple):
    """Seconds for one computation, with units and on bare arrays."""

    units: float
    bare: float


@dataclass
class Run:
    """What one backend gave: quantities of numpy arrays.

    `bare` holds the same results computed without units; `gaps` says what is missing, and why.
    """

    backend: str
    mantissa: str = "-"
    curves: Curves | None = None
    curve_times: Times | None = None
    response: u.Quantity | None = None
    peak: u.Quantity | None = None
    spikes: int | None = None
    response_times: Times | None = None
    bare: dict[str, u.Quantity] = field(default_factory=dict)
    gaps: list[str] = field(default_factory=list)

    def results(self) -> Iterator[tuple[str, u.Quantity]]:
        """Return the name and values of everything that was computed."""
        if self.curves is not None:
            yield from zip(Curves._fields, self.curves, strict=True)
        if self.response is not None and self.peak is not None:
            yield from (("response", self.response), ("peak", self.peak))


def voltages(parameters: Parameters, count: int) -> u.Quantity:
    """Return `count` voltages from the lowest up to, not including, the highest, on numpy."""
    low, high = parameters.experiment.lowest, parameters.experiment.highest
    with u.using_backend("numpy"):
        # Products before sums: with 1,000,000 points they meet -40 and -55 mV, where a rate is 0 / 0.
        return low + (high - low) * u.math.arange(count) / count  # type: ignore[no-any-return]  # Values are Any


def step_count(parameters: Parameters) -> int:
    """Return the number of time steps of the response."""
    steps: float = parameters.experiment.duration / parameters.experiment.step
    return round(steps)


def run(backend: Backend, parameters: Parameters, grid: u.Quantity) -> Run:
    """Return what `backend` makes of the curves at the voltages `grid` and of the response."""
    result = Run(backend.name)
    if backend.name == "jax":
        # float64 as everywhere else: told before its first array, else jax computes in float32.
        backend.lib.config.update("jax_enable_x64", True)
    for part in (_add_curves, _add_response):
        try:
            part(result, backend, parameters, grid)
        except BackendError as error:
            result.gaps.append(str(error))
    return result


# ---------------------------------------------------------------- the two computations


def _add_curves(result: Run, backend: Backend, parameters: Parameters, grid: u.Quantity) -> None:
    """Compute the curves with and without units."""

    def computed(parameters: Parameters, lib: Any) -> Callable[[Value], Curves]:
        membrane = parameters.membrane
        kinetics = model.at_temperature(parameters.kinetics, parameters.temperature)
        return _compiled(backend, lambda v: model.curves(v, membrane, kinetics, lib))

    v = _on(backend, grid)
    result.mantissa = _type_name(v.mantissa)
    found, bare, result.curve_times = _both(backend, computed, parameters, v)
    result.curves = Curves(*map(_fetched, found, CURVE_UNITS))
    result.bare |= dict(zip(Curves._fields, map(_fetched, bare, CURVE_UNITS), strict=True))


def _add_response(result: Run, backend: Backend, parameters: Parameters, grid: u.Quantity) -> None:
    """Integrate the response with and without units."""
    if backend.name in _NOT_INTEGRATED:
        raise BackendError(f"the response is not integrated: it would be {_NOT_INTEGRATED[backend.name]}")

    def computed(parameters: Parameters, lib: Any) -> Callable[[Value], tuple[Value, Value, Value]]:
        integrate = _compiled(backend, _integration(backend, parameters, lib))

        def observed(v: Value) -> tuple[Value, Value, Value]:
            trace = integrate(v)
            return trace, model.peak(trace, lib), model.spikes(trace, lib)

        return observed

    # An array of one axon; a whole population would be integrated by the same lines.
    v = _on(backend, grid[:1] * 0.0 + parameters.membrane.rest)
    found, bare, result.response_times = _both(backend, computed, parameters, v)
    result.response = _fetched(found[0], u.mV)[:, 0]
    result.peak = _fetched(found[1], u.mV)
    result.spikes = int(found[2])
    result.bare["response"] = _fetched(bare[0], u.mV)[:, 0]
    result.bare["peak"] = _fetched(bare[1], u.mV)


def _integration(backend: Backend, parameters: Parameters, lib: Any) -> Callable[[Value], Value]:
    """Return the function from the resting voltage to the voltages at the beginning of every step."""
    membrane, _, _, experiment = parameters
    kinetics = model.at_temperature(parameters.kinetics, parameters.temperature)
    steps = step_count(parameters)

    def advanced(state: model.State) -> model.State:
        return model.runge_kutta(state, experiment.step, experiment.stimulus, membrane, kinetics, lib)

    def scanned(v: Value) -> Value:
        scan = backend.lib.lax.scan  # over states of quantities, which are jax pytrees
        start = model.resting(v, kinetics, lib)
        return scan(lambda state, _: (advanced(state), state.v), start, None, length=steps)[1]

    def looped(v: Value) -> Value:
        state, trace = model.resting(v, kinetics, lib), []
        for _ in range(steps):
            trace.append(state.v)
            state = advanced(state)
        return lib.stack(trace)

    return scanned if backend.name == "jax" else looped


def _both(
    backend: Backend,
    computed: Callable[[Parameters, Any], Callable[[Value], Any]],
    parameters: Parameters,
    v: u.Quantity,
) -> tuple[Any, Any, Times]:
    """Return the results at `v` with and without units, and the shortest time of each."""
    with_units = computed(parameters, u.math)
    without = computed(decimals(parameters, UNITS), backend.xp)
    bare_v = v.to_decimal(u.mV)
    if backend.name == "jax":  # compiles in the first call
        _finished(backend, with_units(v))
        _finished(backend, without(bare_v))
    times: list[Times] = []
    # By turns, because what else the machine does slows both; once only where once takes long.
    while len(times) < _TURNS and sum(map(sum, times)) < _LONG:
        start = perf_counter()
        found = _finished(backend, with_units(v))
        middle = perf_counter()
        bare = _finished(backend, without(bare_v))
        times.append(Times(middle - start, perf_counter() - middle))
    return found, bare, Times(*(min(column) for column in zip(*times, strict=True)))


# ---------------------------------------------------------------- one library or another


def _on(backend: Backend, quantity: u.Quantity) -> u.Quantity:
    """Return the quantity on `backend`: ``q.to_jax()`` and kin; backends of third parties have none."""
    to = getattr(quantity, f"to_{backend.name}", None)
    if to is None:
        return u.Quantity(convert(quantity.mantissa, backend, explicit=True), quantity.unit)
    return to()  # type: ignore[no-any-return]  # looked up by name


def _compiled(backend: Backend, function: Callable[[Value], Any]) -> Callable[[Value], Any]:
    if backend.name == "jax":
        return backend.lib.jit(function)  # type: ignore[no-any-return]  # modules are Any here
    return function


def _finished(backend: Backend, results: tuple[Value, ...]) -> tuple[Value, ...]:
    """Return the results once they are computed, for the clock."""
    if backend.name == "dask":
        return tuple(result.compute() for result in results)
    if backend.name == "jax":
        backend.lib.block_until_ready(results)
    elif backend.name == "cupy":
        backend.lib.cuda.Device().synchronize()
    return results


def _fetched(values: Value, unit: u.Unit) -> u.Quantity:
    """Return the values as a quantity of a numpy array in `unit`, which bare values are in."""
    quantity = values if isinstance(values, u.Quantity) else u.Quantity(values, unit)
    return quantity.to_numpy().to(unit)


def _type_name(array: object) -> str:
    return f"{type(array).__module__.partition('.')[0]}.{type(array).__name__}"


# ---------------------------------------------------------------- comparison


def relative_difference(values: u.Quantity, reference: u.Quantity) -> float:
    """Return ``max |values - reference| / max |reference|``, which zeros of a curve do not blow up.

    Infinite where the shapes differ, and for a difference from zeros; nan where a value is nan.
    """
    if values.shape != reference.shape:
        return math.inf
    difference = u.math.max(u.math.abs(values - reference))
    scale = u.math.max(u.math.abs(reference))
    if scale == 0.0 * reference.unit:
        return 0.0 if difference == scale else math.inf
    return float(difference / scale)


def compare(result: Run, reference: Run) -> tuple[float, list[str]]:
    """Return the largest relative difference of a run from the reference, and what disagrees.

    The results without units are compared with those with units of the same backend.
    """
    expected = dict(reference.results())
    differences = {}
    problems = []
    for name, values in result.results():
        there = name in expected
        differences[name] = relative_difference(values, expected[name]) if there else math.inf
        bare = relative_difference(result.bare[name], values)
        for what, difference in ((f"numpy's {name}", differences[name]), (f"{name} without units", bare)):
            if not difference <= LIMIT:  # nan is no agreement
                problems.append(
                    f"{result.backend}: differs from {what} by {difference:.1e} (at most {LIMIT:.0e})"
                )
    if result.spikes is not None and result.spikes != reference.spikes:
        problems.append(f"{result.backend}: {result.spikes} spikes, numpy has {reference.spikes}")
    known = [math.inf if math.isnan(difference) else difference for difference in differences.values()]
    return max(known, default=math.nan), problems
