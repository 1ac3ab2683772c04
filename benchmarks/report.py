"""Results as a table for people and as a document for programs."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterable, Iterator
from importlib.metadata import PackageNotFoundError, version
from statistics import median
from typing import Any

from .rows import SCENES, Budget
from .runner import Result, Side

LIBRARIES = (
    "brainunit bu-array bu-dispatch bu-jax bu-torch bu-units numpy array-api-compat jax jaxlib torch dask "
    "pint astropy unyt saiunit unxt"
).split()
_WIDTH = max(len(row.work) for scene in SCENES for row in scene.rows) + 2


def table(results: Iterable[Result]) -> Iterator[str]:
    """Yield the lines of the table, each as soon as its row is measured."""
    yield _line("work", "with units", "bare", "ratio", "extra", "budget", "best peer")
    scene = None
    for result in results:
        if result.scene is not scene:
            scene = result.scene
            yield scene.title
        row, ours = result.row, result.ours
        leads = result.leads()
        peer = min(leads, key=leads.__getitem__) if leads else None
        yield _line(
            f"  {row.work}",
            shown_time(median(ours.units)),
            "" if ours.bare is None else shown_time(median(ours.bare)),
            "" if ours.ratio is None else f"{ours.ratio:.2f}x",
            "" if ours.bare is None else shown_time(ours.extra, "+"),
            shown_budget(row.budget) + ("" if result.kept() else "  over"),
            "" if peer is None else f"{leads[peer]:.1f} times as long: {peer}",
        )


def _line(work: str, units: str, bare: str, ratio: str, extra: str, budget: str, peer: str) -> str:
    return f"{work:<{_WIDTH}}{units:>12}{bare:>12}{ratio:>9}{extra:>12}   {budget:<22}{peer}".rstrip()


def shown_time(seconds: float, sign: str = "") -> str:
    """Return ``812 ns``, ``1.24 us``, ``96.1 ms``."""
    if abs(seconds) < 1e-6:
        unit, value = "ns", seconds * 1e9
    elif abs(seconds) < 1e-3:
        unit, value = "us", seconds * 1e6
    else:
        unit, value = "ms", seconds * 1e3
    digits = 0 if unit == "ns" or abs(value) >= 100 else 1 if abs(value) >= 10 else 2
    return f"{value:{sign}.{digits}f} {unit}"


def shown_budget(budget: Budget | None) -> str:
    """Return ``4x or +400 ns``."""
    if budget is None:
        return ""
    times = [] if budget.times is None else [f"{budget.times:g}x"]
    extra = [] if budget.extra is None else [shown_time(budget.extra, "+")]
    return " or ".join(times + extra)


def document(results: Iterable[Result], curves: dict[str, Any]) -> dict[str, Any]:
    """Return what `results.json` holds: the machine, every row, the curves; times in seconds."""
    return {"machine": machine(), "rows": [_record(result) for result in results], "curves": curves}


def point(result: Result) -> dict[str, Any]:
    """Return one row of one size, for a curve."""
    seconds = {name: median(side.units) for name, side in result.sides.items()}
    bare = result.ours.bare
    size = result.scene.title.split()[1]
    return {
        "size": int(size),
        "work": result.row.work,
        "seconds": seconds | ({} if bare is None else {"bare": median(bare)}),
    }


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
    budget = row.budget
    return {
        "scene": result.scene.title,
        "work": row.work,
        "bare_statement": row.bare,
        "budget": None
        if budget is None
        else {"times": budget.times, "extra": budget.extra, "memory": budget.memory},
        "kept": None if budget is None else result.kept(),
        "rounds": len(result.ours.units),
        "libraries": {
            name: {"statement": row.statement(name)} | _figures(side) for name, side in result.sides.items()
        },
        "times_our_time": result.leads(),
    }


def _figures(side: Side) -> dict[str, Any]:
    return {
        "units_seconds": median(side.units),
        "bare_seconds": None if side.bare is None else median(side.bare),
        "ratio": side.ratio,
        "ratio_quartiles": side.spread,
        "extra_seconds": side.extra,
        "memory_ratio": side.memory,
    }
