"""Run small programs with quantities in other people's libraries, and write which keep the unit.

    python tools/neighbours.py [NEIGHBOUR ...] [--check]

The programs are in tests-integration/support/neighbours, a file for each neighbour: imports and what all of
them share, then the programs, each under a line with its title, ``# series * unit``. The last line of a
program is an expression: true where the unit is kept. "refused": it raises; "lost": it is false.
Results go into docs/neighbours.json, of which `hatch run gen` makes the page; `--check` compares. A program
that fails in another way (a name, an attribute that is not there) is wrong, and stops this one.
"""

from __future__ import annotations

import argparse
import ast
import json
import subprocess
import sys
import warnings
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
PROGRAMS = ROOT / "tests-integration/support/neighbours"
RESULTS = ROOT / "docs/neighbours.json"
DISTRIBUTIONS = {"sklearn": "scikit-learn", "arrow": "pyarrow", "scipy.sparse": "scipy"}
_FAULTS = (NameError, AttributeError, ImportError, SyntaxError)


def programs(path: Path) -> tuple[str, dict[str, str]]:
    """Return what the programs of a file share, and the programs by their titles."""
    shared, *blocks = ("\n" + path.read_text("utf-8")).split("\n# ")
    found = {}
    for block in blocks:
        title, _, code = block.partition("\n")
        assert title not in found, f"{path.name} has {title!r} twice"
        found[title] = code.strip() + "\n"
    return shared, found


def _same(found: Any, wanted: Any) -> bool:
    """Whether a result is a quantity that equals another, but for roundings, of float32, too."""
    import numpy as np

    import brainunit as u

    if not isinstance(found, u.Quantity):
        return False
    values = np.asarray(found.to_decimal(wanted.unit))
    return values.shape == wanted.shape and bool(np.allclose(values, wanted.mantissa, rtol=1e-6))


def judged(shared: str, code: str) -> str:
    """Run one program, and return what became of the unit."""
    import numpy as np

    import brainunit as u

    names: dict[str, Any] = {"np": np, "u": u, "same": _same}
    exec(compile(shared, "<shared>", "exec"), names)  # programs of this repository
    *statements, last = ast.parse(code).body
    assert isinstance(last, ast.Expr), f"the last line is no expression: {code}"
    try:
        exec(compile(ast.Module(statements, []), "<program>", "exec"), names)  # as above
        kept = eval(compile(ast.Expression(last.value), "<program>", "eval"), names)  # as above
    except _FAULTS:
        raise
    except Exception as error:  # noqa: BLE001  # whatever it says, the unit is not lost
        text = " ".join(str(error).split()) or type(error).__name__
        return f"refused: {type(error).__name__}: {text[:120]}"
    return "kept" if bool(kept) else "lost"


def ran(neighbour: str) -> dict[str, str]:
    """Return what became of each program of a neighbour, with warnings as errors."""
    warnings.simplefilter("error")
    shared, found = programs(PROGRAMS / f"{neighbour}.txt")
    return {title: judged(shared, code) for title, code in found.items()}


def neighbours() -> Iterator[str]:
    """Yield the neighbours that have programs."""
    yield from sorted(path.name.removesuffix(".txt") for path in PROGRAMS.glob("*.txt"))


def _version(neighbour: str) -> str:
    try:
        return version(DISTRIBUTIONS.get(neighbour, neighbour))
    except PackageNotFoundError:  # a name for several
        return ""


def _apart(neighbour: str) -> dict[str, Any]:
    """Run a neighbour's programs in a process of its own: some change what the next one finds."""
    command = [sys.executable, __file__, "--one", neighbour]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    if done.returncode:
        raise RuntimeError(f"{neighbour}: {done.stderr}")
    return {"version": _version(neighbour), "programs": json.loads(done.stdout.splitlines()[-1])}


def main() -> int:
    """Run the programs asked for, and write or compare."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("neighbours", nargs="*", help="by default all")
    parser.add_argument("--check", action="store_true", help="write nothing; fail on a difference")
    parser.add_argument("--one", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        print(json.dumps(ran(options.one)))
        return 0
    before = json.loads(RESULTS.read_text("utf-8")) if RESULTS.exists() else {}
    results = {name: before[name] for name in neighbours() if name in before}
    results |= {name: _apart(name) for name in options.neighbours or neighbours()}
    results = dict(sorted(results.items()))
    lost = [
        f"{name}: {title}"
        for name, row in results.items()
        for title, what in row["programs"].items()
        if what == "lost"
    ]
    print("\n".join([*(f"lost: {text}" for text in lost), f"{len(results)} neighbours"]))
    if not options.check:
        RESULTS.write_text(json.dumps(results, indent=1, ensure_ascii=False) + "\n", "utf-8")
    return 1 if lost or (options.check and results != before) else 0


if __name__ == "__main__":
    sys.exit(main())
