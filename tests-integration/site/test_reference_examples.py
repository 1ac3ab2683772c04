"""Each public name has an example in the reference, and the examples show what they give."""

from __future__ import annotations

import inspect
import json
import re
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

pytest.importorskip("sphinx", reason="the pages of the reference are made with it")
pytest.importorskip("brainunit", reason="the examples are of brainunit")

from brainunit import Quantity
from bu_array._quantity.at import AtIndex

pytestmark = pytest.mark.slow  # the examples on the pages run when these are written

# Names for authors of libraries: docs/design/adding-a-function.md shows them at work.
FOR_AUTHORS = ("bu_array.core.", "bu_array.declare.")
EXAMPLE = re.compile(r"^\.\. code-block:: (\w+)\n\n((?:   .*\n|\n)+)", re.MULTILINE)


def test_every_entry_has_an_example(entries):
    without = [name for name, text in entries.items() if not EXAMPLE.search(text)]
    assert len(entries) > 1000
    lacking = [name for name in without if not name.startswith(FOR_AUTHORS)]
    assert lacking == []


def test_every_entry_of_a_function_of_arrays_says_where_it_runs(entries):
    without = [
        name
        for name, text in entries.items()
        if re.match(r"brainunit\.(math|lax|linalg|fft)\.", name)
        and ":Unit rule:" in text
        and ":Runs on:" not in text
        and "Unit rule: No unit; operands take none." not in text
    ]
    without.remove("brainunit.math.as_numpy")  # makes numpy's arrays of those of any library
    assert without == []


def test_every_method_of_a_quantity_states_its_unit_rule(entries):
    without = {
        name.split(".")[-1]
        for name, text in entries.items()
        if re.match(r"brainunit\.Quantity\.\w+$|bu_array\._quantity\.at\.AtIndex\.\w+$", name)
        and ":Unit rule:" not in text
        and callable(inspect.getattr_static(owner(name), name.rpartition(".")[2]))
    }
    others = {
        "has_same_unit",
        "repr_in_unit",
        "to_dict",
        "to_text",
        "tree_flatten",
        "tree_unflatten",
    }  # what jax asks for
    assert without == others


def owner(name):
    return AtIndex if ".AtIndex." in name else Quantity


def test_no_entry_is_empty(site):
    """Neither a docstring nor a text of ours: the description has the example alone."""
    empty = re.compile(r'id="([\w.]+)">(?:(?!</dt>).)*</dt>\s*<dd><div class="highlight', re.DOTALL)
    pages = (path.read_text("utf-8") for path in (site / "reference").rglob("*.html"))
    assert [found for page in pages for found in empty.findall(page)] == []


def run(reference, *libraries):
    """Run the examples in an interpreter of their own: some of them define units."""
    script = Path(__file__).with_name("run_reference.py")
    done = subprocess.run(
        [sys.executable, str(script), str(reference), *libraries],
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def test_the_examples_give_what_they_show(reference):
    pytest.importorskip("jax", reason="most examples that make arrays do so on jax where it is installed")
    found = run(reference)
    assert found["failed"] == {}
    assert found["count"] > 1000


def test_the_examples_give_the_same_with_numpy_alone(reference):
    found = run(reference, "numpy")
    assert found["failed"] == {}
    assert "jax" in found["absent"]
    assert found["count"] > 700


def code_of(text):
    ((_, code),) = (found for found in EXAMPLE.findall(text) if found[0] == "python")
    return textwrap.dedent(code)


def test_the_code_for_libraries_with_values_of_their_own_runs(entries):
    program = f"import bu_units\n{code_of(entries['bu_units.attach_quantity'])}"
    subprocess.run([sys.executable, "-c", program], check=True, timeout=60)


def test_the_code_of_the_pytest_plugin_runs(tmp_path, entries):
    for part in code_of(entries["bu_dispatch.testing.MARKS"]).split("# ")[1:]:
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
