"""Print the table and write ``results.json``; with ``--check`` fail where a budget is broken.

hatch run bench [--check] [--only TEXT] [--rounds N]

``ratio`` is how many times the bare statement, ``extra`` how much longer, both the median over rounds in
which the two take turns. ``--check`` allows 15 % beyond a budget, for the noise of a shared machine.
"""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Sequence
from dataclasses import replace
from itertools import tee
from pathlib import Path

from . import report, runner
from .rows import SCENES, Scene

SLACK = 0.15
RESULTS = Path(__file__).with_name("results.json")


def main(argv: Sequence[str] | None = None) -> int:
    """Run what the arguments ask for and return the exit status."""
    parser = argparse.ArgumentParser(prog="bench", description=__doc__.partition("\n")[0])
    parser.add_argument("--check", action="store_true", help="fail where a budget is broken by over 15 %%")
    parser.add_argument("--only", metavar="TEXT", help="rows with TEXT in them; leaves results.json alone")
    parser.add_argument("--rounds", type=int, default=runner.ROUNDS, metavar="N", help="default: %(default)s")
    options = parser.parse_args(argv)

    os.environ.setdefault("JAX_ENABLE_X64", "1")  # float64 on both sides, as in the other libraries
    scenes = SCENES if options.only is None else tuple(_only(options.only))
    shown, kept = tee(runner.run(scenes, options.rounds))
    for line in report.table(shown):
        print(line, flush=True)
    results = list(kept)
    for scene in scenes:
        if scene.missing():
            print(f"not measured: {scene.title} ({', '.join(scene.missing())} is not installed)")
    if options.only is None:
        RESULTS.write_text(json.dumps(report.document(results), indent=1) + "\n", "utf-8")
    broken = [f"{r.scene.title}: {r.row.work}" for r in results if not r.kept(SLACK)]
    if broken and options.check:
        print("budgets broken by more than 15 %:", *broken, sep="\n  ")
        return 1
    return 0


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
