"""The examples once more without units, written by hand; whether the compiled programs are the same."""

from __future__ import annotations

from collections.abc import Callable
from statistics import median
from time import perf_counter
from typing import Any, NamedTuple

import jax

__all__ = ["Times", "compared", "program", "times"]

Function = Callable[..., Any]
_finish: Function = jax.block_until_ready


def program(function: Function, *arguments: Any) -> str:
    """Return the program that jax makes of `function`, as text.

    It returns the arrays alone: jax notes beside each where in the result it was, and a quantity holds
    its array as `mantissa`.
    """

    def run(*arguments: Any) -> list[jax.Array]:
        return jax.tree.leaves(function(*arguments))

    return jax.jit(run).lower(*arguments).as_text()


class Times(NamedTuple):
    """Median seconds of a compiled run, and the median ratio of two runs one after the other."""

    units: float
    bare: float
    ratio: float


def times(units: tuple[Function, Any], bare: tuple[Function, Any], turns: int = 25) -> Times:
    """Return the times of two functions, each with its arguments, compiled and run in turn.

    Which of the two is first changes from turn to turn. On a busy machine two compilations of one and the
    same function are seen to differ by 4 %.
    """
    runs = [(jax.jit(function), arguments) for function, arguments in (units, bare)]
    taken: tuple[list[float], list[float]] = ([], [])
    for function, arguments in runs:
        _finish(function(*arguments))  # compiles
    for turn in range(turns):
        for which in (0, 1) if turn % 2 else (1, 0):
            function, arguments = runs[which]
            started = perf_counter()
            _finish(function(*arguments))
            taken[which].append(perf_counter() - started)
    ratios = (units_time / bare_time for units_time, bare_time in zip(*taken, strict=True))
    return Times(*map(median, (*taken, ratios)))


def compared(units: tuple[Function, Any], bare: tuple[Function, Any]) -> str:
    """Return the lines that compare a function, with its arguments, to the one without units."""
    same = program(units[0], *units[1]) == program(bare[0], *bare[1])
    taken = times(units, bare)
    return (
        f"lowered programs with and without units: {'equal' if same else 'DIFFERENT'}\n"
        f"compiled run: {1e3 * taken.units:.2f} ms with units, {1e3 * taken.bare:.2f} ms without, "
        f"ratio {taken.ratio:.3f}"
    )
