"""What a type checker says of programs that use brainunit: each marked mistake is found, and no more."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("mypy", reason="checks programs with mypy")
pytest.importorskip("jax", reason="mypy reads jax's annotations")

HERE = Path(__file__).resolve().parent / "typing"


@pytest.mark.slow
def test_mypy_finds_the_marked_mistakes_and_no_others():
    command = [sys.executable, "-m", "mypy", "--strict", "--no-pretty", str(HERE)]
    done = subprocess.run(command, cwd=HERE.parents[1], capture_output=True, text=True, check=False)
    found = set(re.findall(r"(\w+\.py):(\d+): error: .*\[([\w-]+)\]", done.stdout))
    marked = {
        (path.name, str(number), code)
        for path in HERE.glob("*.py")
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        for code in re.findall(r"# E: ([\w-]+)", line)
    }
    assert found == marked, done.stdout + done.stderr
    assert len(marked) > 10
