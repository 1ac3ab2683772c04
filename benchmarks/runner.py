"""Times rows: the statements of a row take turns, and medians over the rounds are kept.

A plain runner on `timeit.Timer`, because what counts are ratios of statements timed in alternation, so
that a busy machine slows both sides alike; pytest-benchmark and pyperf time one statement after the other.
"""

from __future__ import annotations

import os
import subprocess
import sys
import timeit
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from statistics import median, quantiles
from time import perf_counter
from typing import Any, Protocol

from .rows import Row, Scene

ROUNDS = 21
SLICE = 0.01  # seconds that a statement runs when it is its turn


@dataclass(frozen=True)
class Result:
    """What was measured of a row: seconds a call, one entry for each round."""

    scene: Scene
    row: Row
    units: list[float]
    bare: list[float] | None

    @property
    def ratios(self) -> list[float] | None:
        """How many times the bare statement, in each round."""
        return self.bare and [u / b for u, b in zip(self.units, self.bare, strict=True)]

    @property
    def ratio(self) -> float | None:
        """The median of the ratios: the two sides of a round share what else the machine does."""
        return median(self.ratios) if self.ratios else None

    @property
    def spread(self) -> tuple[float, float] | None:
        """The quartiles of the ratios; far apart on a busy machine."""
        if not self.ratios or len(self.ratios) < 2:
            return None
        first, _, third = quantiles(self.ratios, method="inclusive")
        return first, third

    @property
    def extra(self) -> float:
        """Seconds beyond the bare statement."""
        return median(u - b for u, b in zip(self.units, self.bare or [0.0] * len(self.units), strict=True))

    def kept(self, slack: float = 0.0) -> bool:
        """Whether the budget is kept; True where there is none."""
        return self.row.budget is None or self.row.budget.kept(self.ratio, self.extra, slack)


class Timer(Protocol):
    """What `timeit.Timer` offers."""

    def timeit(self, number: int) -> float: ...


class ProcessTimer:
    """Times a statement in fresh interpreters, their start included."""

    def __init__(self, statement: str) -> None:
        self.command = [sys.executable, "-c", statement]
        # Users import from bytecode; the warm-up run writes what is not there yet.
        self.env = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}

    def timeit(self, number: int) -> float:
        start = perf_counter()
        for _ in range(number):
            subprocess.run(self.command, env=self.env, check=True)
        return perf_counter() - start


def namespace(scene: Scene) -> dict[str, Any]:
    """Return the names that the scene's setup leaves."""
    names: dict[str, Any] = {}
    exec(scene.setup, names)
    return names


def run(scenes: Iterable[Scene], rounds: int = ROUNDS, slice_seconds: float = SLICE) -> Iterator[Result]:
    """Measure every row of the scenes whose libraries are installed."""
    for scene in scenes:
        if scene.missing():
            continue
        names = namespace(scene)
        for row in scene.rows:
            statements = {"units": row.units} if row.bare is None else {"units": row.units, "bare": row.bare}
            timers: dict[str, Timer] = {
                side: ProcessTimer(text) if scene.own_process else timeit.Timer(text, globals=names)
                for side, text in statements.items()
            }
            seconds = alternate(timers, rounds, slice_seconds)
            yield Result(scene, row, seconds["units"], seconds.get("bare"))


def alternate(timers: Mapping[str, Timer], rounds: int, slice_seconds: float) -> dict[str, list[float]]:
    """Return the seconds a call, one entry for each round, of statements that take turns."""
    numbers = {side: _calls_in(timer, slice_seconds) for side, timer in timers.items()}
    seconds: dict[str, list[float]] = {side: [] for side in timers}
    for turn in range(rounds):
        # The order changes from round to round: neither side always runs behind the other.
        for side in sorted(timers, reverse=bool(turn % 2)):
            seconds[side].append(timers[side].timeit(numbers[side]) / numbers[side])
    return seconds


def _calls_in(timer: Timer, seconds: float) -> int:
    """Return how many calls fill `seconds`, after a warm-up call that compiles and fills caches."""
    timer.timeit(1)
    number = 1
    while timer.timeit(number) < seconds:
        number *= 2
    return number
