"""Run the tests of the libraries that live on brainunit, as they ship in their wheels, on this one.

The project's own tests of programs on these libraries (tests-integration/downstream) run first.

    python tools/downstream.py [--all] [pytest arguments]

Without --all the sample: the test files that meet quantities most. With --all everything, and the
result is written to docs/ecosystem.json, from which `hatch run gen` makes the page. Exit status 1
where a test fails that docs/ecosystem.json does not name among the known failures.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import tempfile
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
RESULTS = ROOT / "docs/ecosystem.json"

# Where units are at work: states, dynamics, random numbers, gradients, inputs, connectivity, checkpoints.
SAMPLE = {
    "brainstate": (
        "_state_test.py random/_unit_test.py nn/_exp_euler_test.py nn/_dynamics_test.py nn/_delay_test.py "
        "transform/_grad_grad_test.py nn/_param_test.py"
    ),
    "brainevent": (
        "_data_test.py _dense/binary_test.py _dense/main_test.py _csr/slice_test.py _fcn/plasticity_binary_test.py "
        "_fcn/dt2t_test.py"
    ),
    "braintools": (
        "input/_composable_base_test.py input/_functional_pulses_test.py input/_functional_basic_test.py "
        "conn/_base_test.py init/_init_base_test.py quad/_quad_coverage_test.py file/_msg_checkpoint_test.py"
    ),
}


def run(library: str, files: list[str], arguments: list[str]) -> dict[str, object]:
    """Run a library's tests; return how many passed, failed and were skipped, and which failed."""
    folder = Path(str(find_spec(library).origin)).parent  # type: ignore[union-attr]  # it is installed
    targets = [str(folder / name) for name in files] or ["--pyargs", library]
    command = [sys.executable, "-m", "pytest", *targets, "-q", "-p", "no:cacheprovider", "--no-header"]
    command += ["--timeout", "300", "-rfE", "--tb=line", "--rootdir", str(folder), *arguments]
    with tempfile.TemporaryDirectory() as elsewhere:  # away from the settings of this project's pytest
        done = subprocess.run(command, cwd=elsewhere, stdout=subprocess.PIPE, text=True, check=False)
    print(done.stdout[-4000:], flush=True)
    counts = {word: int(n) for n, word in re.findall(r"(\d+) (passed|failed|skipped|errors?)", done.stdout)}
    # pytest names the files from wherever it stands; here they stand for themselves in the library.
    failed = re.findall(rf"^(?:FAILED|ERROR) (?:\S*/{library}/)?(\S+)", done.stdout, re.MULTILINE)
    return {
        "version": version(library),
        **{word: counts.get(word, 0) for word in ("passed", "failed", "skipped")},
        "failures": sorted(failed),
    }


def main() -> int:
    """Run the sample or everything."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--all", action="store_true", help="all tests of all three; hours on two cores")
    options, arguments = parser.parse_known_args()
    known = json.loads(RESULTS.read_text("utf-8"))
    own = [sys.executable, "-m", "pytest", "-q", "--no-header", "tests-integration/downstream"]
    surprises = ["tests-integration/downstream"] * bool(subprocess.run(own, cwd=ROOT, check=False).returncode)
    for library, files in SAMPLE.items():
        found = run(library, [] if options.all else files.split(), arguments)
        reasons = known["libraries"].setdefault(library, {}).setdefault("reasons", {})
        print(f"{library} {found['version']}: {found['passed']} passed, {found['failed']} failed", flush=True)
        if not found["passed"]:
            surprises.append(f"{library}: no test ran")
        surprises += [name for name in found["failures"] if name not in reasons]  # type: ignore[attr-defined]  # a list
        if options.all:
            known["libraries"][library] |= found
    if options.all:
        RESULTS.write_text(json.dumps(known, indent=1, sort_keys=True) + "\n", "utf-8")
    for name in surprises:
        print(f"unexpected: {name}")
    return 1 if surprises else 0


if __name__ == "__main__":
    sys.exit(main())
