"""Measure which function runs on which library, and write what the support page is made from.

    python tools/support.py [LIBRARY ...] [--new] [--seconds N] [--device cuda --results FILE]

Without arguments: the libraries that are installed and usable, on the CPU, into
docs/backends/support.json. The page itself is written by `hatch run gen`.
With `--new` only the cases that are not there yet; with `--seconds`, too, a sweep in portions.
"""

from __future__ import annotations

import argparse
import json
import sys
from math import inf
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests-integration"))

from support.measure import measured  # noqa: E402  # a package of the tests, which no one installs

from bu_dispatch import usable_backends  # noqa: E402  # as above

RESULTS = ROOT / "docs/backends/support.json"


def main() -> int:
    """Measure the libraries asked for, and keep what is known of the others."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("libraries", nargs="*", help="by default all that are installed")
    parser.add_argument("--new", action="store_true", help="keep what the results have of the same version")
    parser.add_argument("--device", help="where the arrays are put, such as cuda")
    parser.add_argument("--results", type=Path, default=RESULTS)
    parser.add_argument("--seconds", type=float, default=inf, help="stop each library after so many")
    options = parser.parse_args()
    results = json.loads(options.results.read_text("utf-8")) if options.results.exists() else {}
    for backend in options.libraries or [record.name for record in usable_backends()]:
        earlier = results.get(backend) if options.new else None
        results[backend] = measured(backend, options.device, earlier, options.seconds)
    options.results.parent.mkdir(parents=True, exist_ok=True)
    options.results.write_text(json.dumps(results, indent=1, sort_keys=True) + "\n", "utf-8")
    wrong = sum(len(result.get("wrong", ())) for result in results.values())
    print(f"{options.results}: {', '.join(results)}; {wrong} wrong")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
