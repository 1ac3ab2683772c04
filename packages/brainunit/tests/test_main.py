"""``python -m brainunit`` is the command."""

import os
import subprocess
import sys
from pathlib import Path

import brainunit as u
import bu_array
import bu_dispatch
import bu_units

SOURCES = os.pathsep.join(str(Path(m.__file__).parents[1]) for m in (u, bu_array, bu_dispatch, bu_units))


def command(*arguments):
    return subprocess.run(
        [sys.executable, "-W", "error", "-m", "brainunit", *arguments],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": SOURCES},
    )


def test_the_command():
    assert command("convert", "3.5", "inch", "mm").stdout == "88.9 mm\n"
    assert command("--version").stdout.startswith("brainunit ")
    assert "usage: python -m brainunit " in command("--help").stdout
    done = command("convert", "3", "m", "kg")
    assert (done.returncode, done.stderr.partition(":")[0]) == (2, "brainunit")
