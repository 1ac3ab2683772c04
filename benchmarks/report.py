"""Results as a table for people and as a document for programs."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterable, Iterator
from importlib.metadata import PackageNotFoundError, version
from statistics import median
from typing import Any

from .rows import SCENES, Budget
from .runner import Result

LIBRARIES = (
    "brainunit bu-array bu-dispatch bu-jax bu-units numpy array-api-compat jax jaxlib torch dask".split()
)
_WIDTH = max(len(row.work) for scene in SCENES for row in scene.rows) + 2


def table(results: Iterable[Result]) -> Iterator[str]:
    """Yield the lines of the table, each as soon as its row is measured."""
    yield _line("work", "with units", "bare", "ratio", "extra", "budget")
    scene = None
    for result in results:
        if result.scene is not scene:
            scene = result.scene
            yield scene.title
        row, ratio = result.row, result.ratio
        yield _line(
            f"  {row.work}",
            _time(median(result.units)),
            "" if result.bare is None else _time(median(result.bare)),
            "" if ratio is None else f"{ratio:.2f}x",
            "" if result.bare is None else _time(result.extra, "+"),
            _budget(row.budget) + ("" if result.kept() else "  over"),
        )


def _line(work: str, units: str, bare: str, ratio: str, extra: str, budget: str) -> str:
    return f"{work:<{_WIDTH}}{units:>12}{bare:>12}{ratio:>9}{extra:>12}   {budget}".rstrip()


def _time(seconds: float, sign: str = "") -> str:
    """Return ``812 ns``, ``1.24 us``, ``96.1 ms``."""
    if abs(seconds) < 1e-6:
        unit, value = "ns", seconds * 1e9
    elif abs(seconds) < 1e-3:
        unit, value = "us", seconds * 1e6
    else:
        unit, value = "ms", seconds * 1e3
    digits = 0 if unit == "ns" or abs(value) >= 100 else 1 if abs(value) >= 10 else 2
    return f"{value:{sign}.{digits}f} {unit}"


def _budget(budget: Budget | None) -> str:
    if budget is None:
        return ""
    times = [] if budget.times is None else [f"{budget.times:g}x"]
    extra = [] if budget.extra is None else [_time(budget.extra, "+")]
    return " or ".join(times + extra)


def document(results: Iterable[Result]) -> dict[str, Any]:
    """Return what `results.json` holds: the machine and every row, times in seconds."""
    return {"machine": machine(), "rows": [_record(result) for result in results]}


def machine() -> dict[str, Any]:
    """Return what the times depend on, without a name or a path of this machine."""
    return {
        "python": f"{platform.python_implementation()} {platform.python_version()}",
        "system": platform.system(),
        "architecture": platform.machine(),
        "cpus": os.cpu_count(),
        "libraries": {name: found for name in LIBRARIES if (found := _version(name)) is not None},
    }


def _version(library: str) -> str | None:
    try:
        return version(library)
    except PackageNotFoundError:
        return None


def _record(result: Result) -> dict[str, Any]:
    row = result.row
    budget = None if row.budget is None else {"times": row.budget.times, "extra": row.budget.extra}
    return {
        "scene": result.scene.title,
        "work": row.work,
        "units_statement": row.units,
        "bare_statement": row.bare,
        "units_seconds": median(result.units),
        "bare_seconds": None if result.bare is None else median(result.bare),
        "ratio": result.ratio,
        "ratio_quartiles": result.spread,
        "extra_seconds": result.extra,
        "rounds": len(result.units),
        "budget": budget,
        "kept": None if budget is None else result.kept(),
    }
