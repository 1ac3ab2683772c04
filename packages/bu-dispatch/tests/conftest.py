"""What the tests of bu_dispatch share."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import bu_dispatch

# --import-mode=importlib puts no test folder on the path.
sys.path.append(str(Path(__file__).parent / "checks"))

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.fixture
def run_python(tmp_path: Path) -> Callable[..., str]:
    """Run a program in a fresh interpreter, warnings being errors, and return what it prints."""

    def run(program: str, *path: Path) -> str:
        search = [*map(str, path), str(Path(bu_dispatch.__file__).parents[1])]
        result = subprocess.run(
            [sys.executable, "-W", "error", "-c", textwrap.dedent(program)],
            capture_output=True,
            check=False,
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(search)},
            text=True,
        )
        assert result.returncode == 0, result.stderr
        return result.stdout

    return run
