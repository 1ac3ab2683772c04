"""The squid giant axon of Hodgkin and Huxley (1952) on every array library that is there.

One function with units computes the rate functions and the steady-state current at a million
voltages, another the response to a current; numpy, jax, torch, dask, ndonnx and cupy run them
unchanged, and every result is compared with numpy's. Prints a table and writes a picture.

Exit status: 0; 1 where backends disagree; 2 where a parameter or an argument is wrong.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from time import perf_counter

from axon import parameters as axon_parameters
from axon import runs
from axon.parameters import UNITS, ParameterError, Parameters
from axon.runs import Run, Times
from brainunit import Quantity
from bu_dispatch import Backend, BackendError, backends, get_backend

PARAMETERS = Path(__file__).with_suffix(".toml")
_MOST_STEPS = 1_000_000


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the demo; return the exit status."""
    started = perf_counter()
    options = _options(arguments)
    try:
        parameters = _parameters(options)
        chosen, left_out = _backends(options.backends)
    except (ParameterError, BackendError) as error:
        print(error, file=sys.stderr)
        return 2
    grid = runs.voltages(parameters, options.voltages)
    results = [runs.run(backend, parameters, grid) for backend in chosen]
    problems = _print_table(results, left_out, parameters, options.voltages)
    try:
        print(_picture(results[0], parameters, grid, options.output))
    except OSError as error:
        print(f"{options.output}: {error}", file=sys.stderr)
        return 2
    print(f"{perf_counter() - started:.0f} s in all")
    for problem in problems:
        print(problem, file=sys.stderr)
    return 1 if problems else 0


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--parameters", type=Path, default=PARAMETERS, help="TOML file of texts with units")
    parser.add_argument("--voltages", type=_count, default=1_000_000, help="how many (default: %(default)s)")
    parser.add_argument("--duration", help='of the response, such as "5 ms" (default: as in the file)')
    parser.add_argument("--backends", help='such as "numpy,jax" (default: all that are usable)')
    parser.add_argument("--output", type=Path, default=Path("squid_axon.png"), help="(default: %(default)s)")
    return parser.parse_args(arguments)


def _count(text: str) -> int:
    count = int(text)
    if count < 1:
        raise argparse.ArgumentTypeError("at least one voltage is needed")
    return count


def _parameters(options: argparse.Namespace) -> Parameters:
    """Return the parameters of the file, with the duration of the command line."""
    parameters = axon_parameters.read(options.parameters)
    if options.duration is not None:
        duration = axon_parameters.quantity("--duration", options.duration, UNITS.experiment.duration)
        parameters = parameters._replace(experiment=parameters.experiment._replace(duration=duration))
    steps = runs.step_count(parameters)
    if not 2 <= steps <= _MOST_STEPS:
        raise ParameterError(
            f"experiment.step: expected 2 to {_MOST_STEPS:,} in the duration, found {steps:,}"
        )
    return parameters


def _backends(names: str | None) -> tuple[list[Backend], list[str]]:
    """Return the backends to run, numpy first, and a line for each that cannot."""
    chosen = [get_backend("numpy")]
    if names is not None:
        for backend in map(get_backend, names.split(",")):
            backend.require()
            chosen += [backend] if backend not in chosen else []
        return chosen, []
    left_out = []
    for backend in backends():
        try:
            backend.require()
        except BackendError as error:
            left_out.append(f"{backend.name}: {error}")
        else:
            chosen += [backend] if backend not in chosen else []
    return chosen, left_out


# ---------------------------------------------------------------- the table

_HEAD = f"{'backend':<8} {'mantissa':<17} {'peak':>9} {'spikes':>6} {'difference':>10}"
_TIMES = f"   {'units':>8} {'bare':>8} {'ratio':>5}"


def _print_table(results: list[Run], left_out: list[str], parameters: Parameters, count: int) -> list[str]:
    """Print one line for each backend; return what disagrees."""
    experiment, temperature = parameters.experiment, parameters.temperature.temperature
    print(f"Squid giant axon at {temperature:g}: rate functions and steady-state current")
    print(f"at {count:,} voltages, response to {experiment.stimulus:g} for {experiment.duration:g}", end=" ")
    print(f"({runs.step_count(parameters):,} steps, Runge-Kutta of fourth order).\n")
    print(f"{'':{len(_HEAD)}}   {'curves, time in ms':<23}   {'response, time in ms':<23}")
    print(f"{_HEAD}{_TIMES}{_TIMES}")
    problems, gaps = [], []
    for result in results:
        difference, found = runs.compare(result, results[0])
        problems += found
        gaps += [f"{result.backend}: {gap}" for gap in result.gaps]
        peak = "-" if result.peak is None else f"{result.peak.to_decimal('mV'):.3f} mV"
        spikes = "-" if result.spikes is None else result.spikes
        print(
            f"{result.backend:<8} {result.mantissa:<17} {peak:>9} {spikes:>6} {difference:>10.1e}"
            f"{_times(result.curve_times)}{_times(result.response_times)}"
        )
    print("\ndifference: the largest from numpy, max |a - b| / max |b| of a curve, the response or its peak.")
    print("units, bare: one function on quantities, and on bare arrays with the library's own functions.")
    print("The response is of one axon, arrays of one number: there the time is all overhead.")
    for line in gaps + left_out:
        print(line)
    return problems


def _times(times: Times | None) -> str:
    if times is None:
        return f"   {'-':>8} {'-':>8} {'-':>5}"
    return f"   {1e3 * times.units:>8.1f} {1e3 * times.bare:>8.1f} {times.units / times.bare:>5.2f}"


def _picture(result: Run, parameters: Parameters, grid: Quantity, output: Path) -> str:
    """Write the picture, if matplotlib is there; return the line that says so."""
    try:
        from axon import picture  # matplotlib takes half a second to import, and may be missing
    except ImportError as error:
        if (error.name or "").partition(".")[0] != "matplotlib":
            raise
        return "no picture: matplotlib is not installed (pip install matplotlib)"
    picture.draw(result, parameters, grid, output)
    return f"picture: {output}"


if __name__ == "__main__":
    sys.exit(main())
