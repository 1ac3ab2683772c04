"""What is loaded beside an array library: by entry points, after the user's import, and nothing before."""

import os
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

import bu_array
import bu_dispatch
import bu_units

SOURCES = [Path(module.__file__).parents[1] for module in (bu_array, bu_dispatch, bu_units)]


@pytest.fixture
def run(tmp_path):
    """Run a program beside a package that waits for a library called torch, and that library."""
    (tmp_path / "torch.py").write_text("")
    (tmp_path / "bu_torch.py").write_text("")  # where that is installed, it waits for torch too
    (tmp_path / "companion.py").write_text(
        "from bu_array import Quantity\nprint('loaded', Quantity(1, 'mV'))\n"
    )
    about = tmp_path / "companion-1.dist-info"
    about.mkdir()
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: companion\nVersion: 1\n")
    (about / "entry_points.txt").write_text("[bu_array.companions]\ntorch = companion\n")

    def run(program):
        paths = [tmp_path, *SOURCES]
        start = f"import sys; sys.path[:0] = {[str(path) for path in paths]}\n"
        command = [sys.executable, "-W", "error", "-c", start + textwrap.dedent(program)]
        environment = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
        return subprocess.run(command, check=True, capture_output=True, text=True, env=environment).stdout

    return run


def test_after_the_import_of_the_library(run):
    program = "import bu_array; print('quiet', 'importlib.metadata' in sys.modules); import torch"
    lines = run(program).splitlines()
    assert lines[0].startswith("quiet")
    assert lines[1] == "loaded 1 mV"


def test_where_the_library_is_there_already(run):
    assert "loaded 1 mV" in run("import torch; import bu_array")


def test_nothing_is_loaded_without_the_library(run):
    assert run("import bu_array; print('companion' in sys.modules)") == "False\n"
