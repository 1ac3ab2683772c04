"""Each public name has an example in the reference, and the examples show what they give."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("brainunit", reason="the examples are of brainunit")

ROOT = Path(__file__).resolve().parents[2]
REFERENCE = ROOT / "docs/reference"
# Public names that have an entry and no example, with the reason.
WITHOUT_EXAMPLE: dict[str, str] = {}
ENTRY = re.compile(r"^(`{3,})\{py:(\w+)\} (\w[\w.]*)[^\n]*\n(.*?)^\1$", re.MULTILINE | re.DOTALL)


def entries():
    """Yield the full name of each entry of the reference, and its text."""
    for path in sorted(REFERENCE.rglob("*.md")):
        module = ""
        for _, directive, name, text in ENTRY.findall(path.read_text("utf-8")):
            if directive in {"module", "currentmodule"}:
                module = name
            else:
                yield f"{module}.{name}", text


def test_every_entry_has_an_example():
    found = dict(entries())
    without = {name for name, text in found.items() if "```pycon\n" not in text and "```python\n" not in text}
    assert len(found) > 1000
    assert without == {*WITHOUT_EXAMPLE}


def test_every_entry_of_a_function_of_arrays_says_where_it_runs():
    without = [
        name
        for name, text in entries()
        if re.match(r"brainunit\.(math|lax|linalg|fft)\.", name)
        and ":Unit rule:" in text
        and ":Runs on:" not in text
        and "Unit rule: No unit; operands take none." not in text
    ]
    without.remove("brainunit.math.as_numpy")  # makes numpy's arrays of those of any library
    assert without == []


def test_every_method_of_a_quantity_states_its_unit_rule():
    without = {
        name.split(".")[-1]
        for name, text in entries()
        if re.match(r"brainunit\.Quantity\.\w+$|bu_array\._quantity\.at\.AtIndex\.\w+$", name)
        and ":type:" not in text
        and ":Unit rule:" not in text
    }
    # a question, a text, what jax asks for, and what `q.at[index]` is made of
    others = {"has_same_unit", "repr_in_unit", "tree_flatten", "tree_unflatten", "index", "quantity"}
    assert without == others


def test_no_entry_is_empty():
    def said(text):
        without_options = re.sub(r"^:\w+:.*\n", "", text, flags=re.MULTILINE)
        return re.sub(r"^```.*?^```", "", without_options, flags=re.MULTILINE | re.DOTALL).strip()

    assert [name for name, text in entries() if not said(text)] == []


def run(*libraries):
    """Run the examples in an interpreter of their own: some of them define units."""
    script = Path(__file__).with_name("run_reference.py")
    done = subprocess.run(
        [sys.executable, str(script), str(REFERENCE), *libraries],
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def test_the_examples_give_what_they_show():
    pytest.importorskip("jax", reason="most examples that make arrays do so on jax where it is installed")
    found = run()
    assert found["failed"] == {}
    assert found["count"] > 1000


def test_the_examples_give_the_same_with_numpy_alone():
    found = run("numpy")
    assert found["failed"] == {}
    assert "jax" in found["absent"]
    assert found["count"] > 700


def code_of(full):
    (text,) = (text for name, text in entries() if name == full)
    (code,) = re.findall(r"^```python\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    return code


def test_the_code_for_libraries_with_values_of_their_own_runs():
    program = f"import bu_units\n{code_of('bu_units.attach_quantity')}"
    subprocess.run([sys.executable, "-c", program], check=True, timeout=60)


def test_the_code_of_the_pytest_plugin_runs(tmp_path):
    for part in code_of("bu_dispatch.testing.MARKS").split("# ")[1:]:
        name, _, source = part.partition("\n")
        (tmp_path / name).write_text(source, "utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-k", "numpy", "-p", "no:cacheprovider", str(tmp_path)],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
        cwd=tmp_path,
    )
    assert "1 passed" in done.stdout, done.stdout
