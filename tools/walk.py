"""Walk over all of numpy and scipy with quantities in volts and in millivolts, and write what was found.

    python tools/walk.py [CHAPTER ...] [--progress FILE] [--seconds N]

A chapter is a module (scipy.signal) or "methods of ndarray" and kin; without any: all. Counts go into
docs/backends/walk.json, of which `hatch run gen` makes the page. With `--progress` what is walked is
kept in a file, and the next call goes on behind it; with `--seconds` it stops after so many.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Mapping
from importlib.metadata import version
from math import inf
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests-integration"))

from support.walk.functions import CHAPTERS, functions_of  # noqa: E402  # a package of the tests
from support.walk.left_out import KNOWN, LEFT_OUT, MODULES_LEFT_OUT  # noqa: E402  # as above
from support.walk.walk import walked  # noqa: E402  # as above

RESULTS = ROOT / "docs/backends/walk.json"


def main() -> int:
    """Walk through the chapters asked for, behind what the file of progress has."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("chapters", nargs="*", help="by default all")
    parser.add_argument("--progress", type=Path, help="where each function that is walked gets a line")
    parser.add_argument("--seconds", type=float, default=inf, help="stop after so many")
    options = parser.parse_args()
    asked = options.chapters or CHAPTERS
    progress = options.progress.resolve() if options.progress else None
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)  # for what writes files after all
        rows, rest = _walked(asked, progress, time.monotonic() + options.seconds)
        os.chdir(ROOT)
    different = [f"{call}: {why}" for row in rows for call, why in row["different"].items()]
    print("\n".join([*different, f"{len(rows)} functions, {len(different)} calls that differ"]))
    if rest:
        print(f"to go on: {rest}")
        return 2
    if not options.chapters:
        RESULTS.write_text(json.dumps(_summary(rows), indent=1) + "\n", "utf-8")
    return 1 if different else 0


def _walked(chapters: Iterable[str], progress: Path | None, end: float) -> tuple[list[dict[str, Any]], str]:
    """Return a row for each function, and the first that there was no time for; keep them in a file."""
    lines = progress.read_text("utf-8").splitlines() if progress and progress.exists() else []
    done = {row["name"]: row for row in map(json.loads, lines)}
    rows: list[dict[str, Any]] = []
    for chapter in chapters:
        for name, function in functions_of(chapter).items():
            if name not in done:
                if time.monotonic() > end:
                    return rows, name
                done[name] = _row(chapter, name, function)
                if progress:
                    with progress.open("a", encoding="utf-8") as file:
                        file.write(json.dumps(done[name]) + "\n")
            rows.append(done[name])
    return rows, ""


def _row(chapter: str, name: str, function: Any) -> dict[str, Any]:
    return {"chapter": chapter, "name": name, **walked(name, function)._asdict()}


def _summary(rows: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the counts of each chapter, and what took too long."""
    chapters: dict[str, Counter[str]] = {}
    for row in rows:
        counts = chapters.setdefault(row["chapter"], Counter())
        counts.update(row["counts"])
        counts["functions"] += 1
        counts["accepting"] += row["counts"].get("equal", 0) + row["counts"].get("known", 0) > 0
    return {
        "numpy": version("numpy"),
        "scipy": version("scipy"),
        "chapters": {chapter: dict(sorted(counts.items())) for chapter, counts in chapters.items()},
        "slow": sorted(call for row in rows for call in row["slow"]),
        "left out": _by_reason({**LEFT_OUT, **MODULES_LEFT_OUT}),
        "known": _by_reason(KNOWN),
    }


def _by_reason(names: Mapping[str, str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, reason in names.items():
        found.setdefault(reason, []).append(name)
    return found


if __name__ == "__main__":
    sys.exit(main())
