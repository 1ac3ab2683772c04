"""Run the array API standard's tests on the namespaces of quantities, and on the bare libraries beside them.

    python tools/array_api_tests.py SUITE [LIBRARY ...] [--examples N] [--only FILE ...]

SUITE is a checkout of https://github.com/data-apis/array-api-tests with its submodule. Without libraries:
numpy, torch, jax and array_api_strict. The counts go to docs/backends/array_api.json, from which `hatch run
gen` makes the table on the support page; with `--only` some files of the suite run, and nothing is written.
Exit status 1 where a test fails on quantities that passes on the bare library.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path
from xml.etree import ElementTree

ROOT = Path(__file__).resolve().parent.parent
RESULTS = ROOT / "docs/backends/array_api.json"
VERSION = "2025.12"

_WIDE = 'import jax; jax.config.update("jax_enable_x64", True)'
_STRICT = f"""
import warnings; warnings.simplefilter("ignore")
import array_api_strict; array_api_strict.set_array_api_strict_flags(api_version="{VERSION}")
import bu_dispatch; bu_dispatch.backends()
import strict_backend; bu_dispatch._registry._records["array_api_strict"] = strict_backend.StrictBackend()
"""
# How to get the bare library's namespace, and what comes first for both.
LIBRARIES = {
    "numpy": ("array_api_compat.numpy", ""),
    "torch": ("array_api_compat.torch", ""),
    "jax": ("jax.numpy", _WIDE),
    "array_api_strict": ("array_api_strict", "; ".join(_STRICT.split("\n")[1:-1])),
}
# The distributions that are not called as the module is.
DISTRIBUTIONS = {"array_api_strict": "array-api-strict"}


def run(suite: Path, library: str, quantities: bool, examples: int, only: list[str]) -> dict[str, list[str]]:
    """Run the suite on one namespace; return the names of the tests by their outcome."""
    module, first = LIBRARIES[library]
    own = (
        f'import brainunit; xp = brainunit.namespace("{library}")' if quantities else f"import {module} as xp"
    )
    start = "; ".join(part for part in (first, own) if part)
    tests = ROOT / "packages/bu-array/tests"  # where array_api_strict is made a library of bu_dispatch
    path = os.pathsep.join(filter(None, (str(tests), os.environ.get("PYTHONPATH"))))
    environment = {
        **os.environ,
        "ARRAY_API_TESTS_MODULE": f"exec('{start}')",
        "ARRAY_API_TESTS_VERSION": VERSION,
        "PYTHONPATH": path,
    }
    targets = [str(suite / "array_api_tests" / name) for name in only] or [str(suite / "array_api_tests")]
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.xml"
        command = [sys.executable, "-m", "pytest", *targets, "-q", "--no-header", "--tb=no", "-rN"]
        command += ["-p", "no:cacheprovider", "--disable-deadline", "--derandomize"]
        command += [f"--max-examples={examples}", f"--junitxml={report}", f"--rootdir={suite}"]
        done = subprocess.run(
            command, cwd=suite, env=environment, stdout=subprocess.PIPE, text=True, check=False
        )
        print(library, "quantities" if quantities else "bare", done.stdout[-120:].strip(), flush=True)
        return outcomes(ElementTree.parse(report).getroot())


def outcomes(report: ElementTree.Element) -> dict[str, list[str]]:
    """Return the names of the tests in a report of pytest's by their outcome."""
    found: dict[str, list[str]] = {"passed": [], "failed": [], "skipped": []}
    for case in report.iter("testcase"):
        kinds = {child.tag for child in case}
        outcome = "failed" if kinds & {"failure", "error"} else "skipped" if "skipped" in kinds else "passed"
        found[outcome].append(f"{case.get('classname', '').rpartition('.')[2]}::{case.get('name')}")
    return found


def measured(suite: Path, library: str, examples: int, only: list[str]) -> dict[str, object]:
    """Run the suite with quantities and without; return the counts, and what fails with quantities alone."""
    ours, bare = (run(suite, library, quantities, examples, only) for quantities in (True, False))
    more = sorted(set(ours["failed"]) - set(bare["failed"]))
    for name in more:
        print(f"  fails on quantities alone: {name}")
    return {
        "version": version(DISTRIBUTIONS.get(library, library)),
        "quantities": {outcome: len(names) for outcome, names in ours.items()},
        "bare": {outcome: len(names) for outcome, names in bare.items()},
        "more": more,
    }


def main() -> int:
    """Run the suite on the libraries asked for, and keep what is known of the others."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("suite", type=Path, help="a checkout of array-api-tests")
    parser.add_argument("libraries", nargs="*", choices=[[], *LIBRARIES], help="by default all four")
    parser.add_argument("--examples", type=int, default=20, help="of each property")
    parser.add_argument("--only", nargs="+", default=[], help="files of the suite, such as test_fft.py")
    options = parser.parse_args()
    results = json.loads(RESULTS.read_text("utf-8")) if RESULTS.exists() else {}
    more = 0
    for library in options.libraries or LIBRARIES:
        found = measured(options.suite.resolve(), library, options.examples, options.only)
        more += len(found["more"])  # type: ignore[arg-type]  # a list of names
        results[library] = found
        if not options.only:
            RESULTS.write_text(json.dumps(results, indent=1, sort_keys=True) + "\n", "utf-8")
    return 1 if more else 0


if __name__ == "__main__":
    sys.exit(main())
