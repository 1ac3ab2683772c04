"""The README's program runs, and prints what its comments say."""

import contextlib
import io
import re
from pathlib import Path

import pytest

import brainunit as u

pytest.importorskip("jax", reason="the README shows jax beside numpy")

README = Path(__file__).resolve().parent.parent / "README.md"


def test_the_program_prints_what_its_comments_say():
    (program,) = re.findall(r"```python\n(.*?)```", README.read_text("utf-8"), re.DOTALL)
    expected = re.findall(r"^ *print\(.*\)\s+# (.*)$", program, re.MULTILINE)
    (failing,) = re.findall(r"^(.*?)\s+# UnitMismatchError", program, re.MULTILINE)
    out, scope = io.StringIO(), {}
    with contextlib.redirect_stdout(out):
        exec(program.replace(failing, "pass"), scope)  # our own README
    assert out.getvalue().splitlines() == expected
    assert len(expected) == 4
    with pytest.raises(u.UnitMismatchError, match=r"mV and s"):
        exec(failing, scope)  # our own README
