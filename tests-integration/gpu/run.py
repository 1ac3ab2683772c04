"""Run the sweep on a GPU from the plain source tree, and write docs/backends/gpu.json.

    python tests-integration/gpu/run.py [LIBRARY ...]        # by default cupy, torch, jax

Needs no installed package of ours and no pytest: the sources are put on the path here. Libraries that
are not installed, or see no GPU, are named and left out. Exit status 1 where something is wrong.
`hatch run gen` makes the support page of the results.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path[:0] = [str(path) for path in (ROOT / "packages").glob("*/src")]
sys.path.insert(0, str(ROOT / "tests-integration"))
# jax takes most of the memory of the GPU otherwise, and others want some too.
os.environ.setdefault("XLA_PYTHON_CLIENT_PREALLOCATE", "false")

from support.measure import measured  # noqa: E402  # as above

from gpu.devices import DEVICES, missing  # noqa: E402  # found on the path made above

RESULTS = ROOT / "docs/backends/gpu.json"


def main() -> int:
    """Measure what is there and keep what is known of the others."""
    results = json.loads(RESULTS.read_text("utf-8")) if RESULTS.exists() else {}
    for name in sys.argv[1:] or list(DEVICES):
        reason = missing(name)
        if reason:
            print(f"{name}: left out: {reason}")
            continue
        results[name] = measured(name, DEVICES[name])
        print(
            f"{name}: {', '.join(f'{s} {len(results[name].get(s, ()))}' for s in ('yes', 'partly', 'no', 'wrong'))}"
        )
    if not results:
        print("nothing measured")
        return 0
    RESULTS.parent.mkdir(parents=True, exist_ok=True)
    RESULTS.write_text(json.dumps(results, indent=1, sort_keys=True) + "\n", "utf-8")
    return 1 if any(result.get("wrong") for result in results.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
