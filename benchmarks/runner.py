"""Times rows: libraries take turns, and so do the two statements of each; all rounds are kept.

What counts are ratios of statements timed in alternation, so that a busy machine slows both sides alike;
pytest-benchmark and pyperf time one statement after the other.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter
from typing import Any, Protocol

from .rows import OURS, Row, Scene
from .worker import calls_in

ROUNDS = 11
LARGE = 1_000_000  # bytes: below it, what Python itself allocates counts
SLICE = 0.01  # seconds that a statement runs when it is its turn


@dataclass(frozen=True)
class Side:
    """What was measured of one library: seconds a call, one entry for each round."""

    units: list[float]
    bare: list[float] | None
    peaks: list[float] | None = None
    """Bytes with units, and bare."""

    @property
    def ratio(self) -> float | None:
        """How many times the bare statement: the sides of a round share what else the machine does."""
        return median(self.shares) if self.bare else None

    @property
    def spread(self) -> tuple[float, float] | None:
        """The quartiles of the ratios; far apart on a busy machine."""
        if not self.bare or len(self.bare) < 2:
            return None
        first, _, third = quantiles(self.shares, method="inclusive")
        return first, third

    @property
    def extra(self) -> float:
        """Seconds beyond the bare statement."""
        bare = self.bare or [0.0] * len(self.units)
        return median(u - b for u, b in zip(self.units, bare, strict=True))

    @property
    def memory(self) -> float | None:
        """How many times the peak of memory of the bare statement; None where that makes no large array."""
        return self.peaks[0] / self.peaks[1] if self.peaks and self.peaks[1] > LARGE else None

    @property
    def shares(self) -> list[float]:
        """How many times the bare statement in each round; the seconds where there is none."""
        return [u / b for u, b in zip(self.units, self.bare, strict=True)] if self.bare else self.units


@dataclass(frozen=True)
class Result:
    """A row with what was measured of each library, ours first."""

    scene: Scene
    row: Row
    sides: dict[str, Side]

    @property
    def ours(self) -> Side:
        return self.sides[OURS]

    def leads(self) -> dict[str, float]:
        """How many times our time each peer takes, both beside the bare statement in their own process.

        The same bare statement on ten million numbers is seen to differ by a tenth between processes.
        """
        ours = self.ours.shares
        return {
            name: median(theirs / own for theirs, own in zip(side.shares, ours, strict=True))
            for name, side in self.sides.items()
            if name != OURS
        }

    def kept(self, slack: float = 0.0) -> bool:
        """Whether the budget is kept; True where there is none."""
        budget, ours = self.row.budget, self.ours
        return budget is None or budget.kept(ours.ratio, ours.extra, ours.memory, slack)


class Library(Protocol):
    """Times the statements of one library, as `worker.Worker` does."""

    def scene(self, setup: str) -> Any: ...
    def row(self, statements: list[str], seconds: float) -> Any: ...
    def turn(self, backwards: bool) -> list[float]: ...
    def peak(self) -> list[float]: ...


class InProcess:
    """A worker in a process of its own."""

    def __init__(self) -> None:
        root = Path(__file__).resolve().parent.parent
        self.process = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=root,
        )

    def scene(self, setup: str) -> Any:
        return self._ask("scene", setup)

    def row(self, statements: list[str], seconds: float) -> Any:
        return self._ask("row", statements, seconds)

    def turn(self, backwards: bool) -> list[float]:
        return self._ask("turn", backwards)

    def peak(self) -> list[float]:
        return self._ask("peak")

    def _ask(self, *command: Any) -> list[float]:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        print(json.dumps(command), file=self.process.stdin, flush=True)
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError(f"the worker ended with status {self.process.wait()}")
        answer = json.loads(line)
        if isinstance(answer, dict):
            raise StatementError(answer["error"])
        return list(answer)

    def close(self) -> None:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.close()
        self.process.wait()
        self.process.stdout.close()


class StatementError(Exception):
    """A statement or setup raised."""


class Interpreters:
    """Times statements in fresh interpreters, their start included."""

    def __init__(self) -> None:
        # Users import from bytecode; the warm-up run writes what is not there yet.
        self.env = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        self.commands: list[list[str]] = []
        self.numbers: list[int] = []

    def scene(self, setup: str) -> Any:
        """Nothing comes before."""

    def row(self, statements: list[str], seconds: float) -> Any:
        self.commands = [[sys.executable, "-c", text] for text in statements]
        for command in self.commands:
            self._seconds(command)  # warm

    def turn(self, backwards: bool) -> list[float]:
        times = [0.0] * len(self.commands)
        for i in sorted(range(len(times)), reverse=backwards):
            times[i] = self._seconds(self.commands[i])
        return times

    def peak(self) -> list[float]:
        raise NotImplementedError

    def close(self) -> None:
        """Nothing is left running."""

    def _seconds(self, command: list[str]) -> float:
        start = perf_counter()
        subprocess.run(command, env=self.env, check=True)
        return perf_counter() - start


def run(
    scenes: Iterable[Scene], rounds: int = ROUNDS, slice_seconds: float = SLICE, peers: bool = True
) -> Iterator[Result]:
    """Measure every row of the scenes whose libraries are installed."""
    for scene in scenes:
        if scene.missing():
            continue
        names = scene.libraries() if peers else [OURS]
        libraries: dict[str, Any] = {
            name: Interpreters() if scene.own_process else InProcess() for name in names
        }
        try:
            for name, library in libraries.items():
                library.scene(scene.setups[name])
            for row in scene.rows:
                yield Result(scene, row, measure(scene, row, libraries, rounds, slice_seconds))
        finally:
            for library in libraries.values():
                library.close()


def measure(
    scene: Scene, row: Row, libraries: dict[str, Library], rounds: int, slice_seconds: float
) -> dict[str, Side]:
    """Return what a row takes with each library; a peer that cannot do it is left out."""
    ready = {}
    for name, library in libraries.items():
        statement = row.statement(name)
        if statement is None:
            continue
        try:
            library.row([statement] if row.bare is None else [statement, row.bare], slice_seconds)
        except StatementError:
            if name == OURS:
                raise
            continue  # a peer that has no such function, or refuses the mixture
        ready[name] = library
    turns: dict[str, list[list[float]]] = {name: [] for name in ready}
    for turn in range(rounds):
        # The order changes from round to round: nobody always runs behind the same other.
        backwards = bool(turn % 2)
        for name in sorted(ready, reverse=backwards):
            turns[name].append(ready[name].turn(backwards))
    sides = {}
    for name, found in turns.items():
        columns = [list(column) for column in zip(*found, strict=True)]
        peaks = ready[name].peak() if scene.memory and len(columns) > 1 else None
        sides[name] = Side(columns[0], columns[1] if len(columns) > 1 else None, peaks)
    return sides


__all__ = [
    "ROUNDS",
    "SLICE",
    "InProcess",
    "Interpreters",
    "Result",
    "Side",
    "StatementError",
    "calls_in",
    "run",
]
