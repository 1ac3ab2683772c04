"""Run sets of the test matrix on the oldest and the newest of their Pythons that this machine has.

    python tools/pythons.py units,numpy [pytest arguments]

Interpreters are looked for on the PATH and among those of pyenv, which puts them on no PATH by itself. One
that is not there is named, and hatch is not asked for it: it would try to download it.
"""

import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def versions(sets: str) -> list[str]:
    """Return the Pythons that the matrix names for the sets, oldest first."""
    matrix = tomllib.loads((ROOT / "hatch.toml").read_text("utf-8"))["envs"]["test"]["matrix"]
    (row,) = (row for row in matrix if set(sets.split(",")) <= set(row["set"]))
    return sorted(row["python"], key=lambda text: tuple(map(int, text.split("."))))


def find(version: str) -> Path | None:
    """Return the folder of an interpreter that starts, or None."""
    name = f"python{version}"
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"))
    folders = [Path(folder) for folder in os.get_exec_path()]
    for folder in (*folders, *sorted(pyenv.glob(f"versions/{version}.*/bin"))):
        program = shutil.which(name, path=str(folder))
        # A shim of pyenv is there for each version that is installed, and fails for those not selected.
        if program and subprocess.run([program, "-c", ""], capture_output=True, check=False).returncode == 0:
            return folder
    return None


def main(sets: str, *arguments: str) -> int:
    """Run the tests on the two; the exit status is hatch's, and 0 where there is no Python to run them on."""
    found = {version: folder for version in versions(sets) if (folder := find(version))}
    for version in versions(sets):
        print(f"Python {version}: {found.get(version, 'not on this machine, left out')}", flush=True)
    if not found:
        return 0
    first, *_, last = (*found, *found)
    chosen = {first: found[first], last: found[last]}
    # At the end: which Python is `python3` stays as it was.
    path = os.pathsep.join([*os.get_exec_path(), *map(str, chosen.values())])
    command = ["hatch", "run", f"+set={sets}", f"+python={','.join(chosen)}", "test:run", *arguments]
    return subprocess.run(command, cwd=ROOT, env=os.environ | {"PATH": path}, check=False).returncode


if __name__ == "__main__":
    raise SystemExit(main(*sys.argv[1:]))
