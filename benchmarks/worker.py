"""A process that times the statements of one library: ``python -m benchmarks.worker``.

It reads a JSON list a line, a command and its arguments, and answers with a line of JSON: a list, or
``{"error": text}``. Every library of units is measured in a process like every other.
"""

from __future__ import annotations

import gc
import json
import sys
import timeit
import tracemalloc
from typing import Any

Statements = list[str]


class Worker:
    """The commands."""

    def __init__(self) -> None:
        self.names: dict[str, Any] = {}
        self.statements: Statements = []
        self.timers: list[timeit.Timer] = []
        self.numbers: list[int] = []

    def scene(self, setup: str) -> list[float]:
        """Run what comes before the rows; forget the scene before."""
        self.names.clear()
        gc.collect()
        exec(setup, self.names)
        return []

    def row(self, statements: Statements, seconds: float) -> list[float]:
        """Take the statements of a row, warm up, and settle how many calls fill `seconds`."""
        self.statements = statements
        self.timers = [timeit.Timer(text, globals=self.names) for text in statements]
        self.numbers = [calls_in(timer, seconds) for timer in self.timers]
        return []

    def turn(self, backwards: bool) -> list[float]:
        """Return the seconds a call of each statement, timed in order or in the reverse of it."""
        times = [0.0] * len(self.timers)
        for i in sorted(range(len(times)), reverse=backwards):
            times[i] = self.timers[i].timeit(self.numbers[i]) / self.numbers[i]
        return times

    def peak(self) -> list[float]:
        """Return the peak of memory, in bytes, that each statement takes, its result included."""
        return [self._peak(compile(text, "row", "eval")) for text in self.statements]

    def _peak(self, statement: Any) -> float:
        eval(statement, self.names)
        gc.collect()
        tracemalloc.start()
        try:
            result = eval(statement, self.names)
            _, peak = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
        del result
        return float(peak)


def calls_in(timer: Any, seconds: float) -> int:
    """Return how many calls fill `seconds`, after a warm-up call that compiles and fills caches."""
    timer.timeit(1)
    number = 1
    while timer.timeit(number) < seconds:
        number *= 2
    return number


def main() -> None:
    """Answer commands until the input ends."""
    answers, sys.stdout = sys.stdout, sys.stderr  # what a library prints is no answer
    worker = Worker()
    for line in sys.stdin:
        command, *arguments = json.loads(line)
        try:
            answer: Any = getattr(worker, command)(*arguments)
        except Exception as error:  # noqa: BLE001  whatever a library raises is told, not lost
            answer = {"error": f"{type(error).__name__}: {error}"}
        print(json.dumps(answer), file=answers, flush=True)


if __name__ == "__main__":
    main()
