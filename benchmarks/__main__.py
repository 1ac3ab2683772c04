"""Measure, print the table, write ``results.json`` and the page ``docs/performance.md``.

hatch run bench [--check] [--quick] [--only TEXT] [--rounds N]

``ratio`` is how many times the bare statement, ``extra`` how much longer, both the median over rounds in
which all take turns. ``--check`` allows 15 % beyond a budget, for the noise of a shared machine.
"""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import tee
from pathlib import Path
from typing import Any

from . import page, report, runner
from .rows import CURVES, SCENES, Scene

SLACK = 0.15
RESULTS = Path(__file__).with_name("results.json")
FEW = 7
"""Rounds of what takes long: arrays of ten million, curves over all sizes."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run what the arguments ask for and return the exit status."""
    parser = argparse.ArgumentParser(prog="bench", description=__doc__.partition("\n")[0])
    parser.add_argument("--check", action="store_true", help="fail where a budget is broken by over 15 %%")
    parser.add_argument(
        "--quick", action="store_true", help="no peers and no large arrays, two minutes; writes nothing"
    )
    parser.add_argument("--only", metavar="TEXT", help="rows with TEXT in them; writes nothing")
    parser.add_argument("--rounds", type=int, default=runner.ROUNDS, metavar="N", help="default: %(default)s")
    options = parser.parse_args(argv)

    os.environ.setdefault("JAX_ENABLE_X64", "1")  # float64 on both sides, as in the other libraries
    scenes: Sequence[Scene] = SCENES if options.only is None else tuple(_only(options.only))
    if options.quick:
        scenes = [scene for scene in scenes if not scene.memory]
    shown, kept = tee(_measured(scenes, options.rounds, peers=not options.quick))
    for line in report.table(shown):
        print(line, flush=True)
    results = list(kept)
    for scene in scenes:
        if scene.missing():
            print(f"not measured: {scene.title} ({', '.join(scene.missing())} is not installed)")
    if options.only is None and not options.quick:
        document = report.document(results, curves())
        RESULTS.write_text(json.dumps(document, indent=1) + "\n", "utf-8")
        page.write(document)
    return _verdict(results) if options.check else 0


def curves() -> dict[str, Any]:
    """Measure what the plots show: array library -> scenes with seconds by size."""
    return {
        library: [report.point(result) for result in runner.run(scenes, FEW)]
        for library, scenes in CURVES.items()
    }


def _measured(scenes: Iterable[Scene], rounds: int, peers: bool) -> Iterable[runner.Result]:
    for scene in scenes:
        yield from runner.run([scene], min(rounds, FEW) if scene.memory else rounds, peers=peers)


def _verdict(results: Iterable[runner.Result]) -> int:
    """Say which budgets are broken and where a peer is ahead; 1 if there are any."""
    results = list(results)
    broken = [f"{r.scene.title}: {r.row.work}" for r in results if not r.kept(SLACK)]
    if broken:
        print("budgets broken by more than 15 %:", *broken, sep="\n  ")
    ahead = [
        f"{r.scene.title}: {r.row.work} ({name}, {lead:.2f} of our time)"
        for r in results
        for name, lead in r.leads().items()
        if lead < 1 - SLACK
    ]
    if ahead:
        print("a peer is ahead by more than 15 %:", *ahead, sep="\n  ")
    return 1 if broken or ahead else 0


def _only(text: str) -> list[Scene]:
    """Return the scenes with the rows whose scene or name contains `text`."""
    chosen = []
    for scene in SCENES:
        rows = tuple(row for row in scene.rows if text in f"{scene.title}: {row.work}")
        if rows:
            chosen.append(replace(scene, rows=rows))
    return chosen


if __name__ == "__main__":
    raise SystemExit(main())
