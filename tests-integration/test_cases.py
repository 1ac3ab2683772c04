"""Every public function is on the list of calls, which feeds the sweep and the examples of the reference.

Fast, so that `hatch run check` says at once that a new function has no line in support/calls.txt.
"""

import json
import re
import sys
from collections import Counter
from importlib import import_module
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from support.cases import CALLS
from support.sweep import CASES

import bu_array
from bu_array._quantity.at import AtIndex

MODULES = {"math": "bu_array.math", "linalg": "bu_array.linalg", "fft": "bu_array.fft", "lax": "bu_jax.lax"}
CLASSES = {"Quantity": bu_array.Quantity, "AtIndex": AtIndex}
MEASURED = Path(__file__).parents[1] / "docs/backends/support.json"
SESSIONS = Path(__file__).parents[1] / "tools/reference_sessions.txt"


def listed(owner):
    return [call.name.partition(".")[2] for call in CALLS if call.name.partition(".")[0] == owner]


def functions(module):
    """Return the public functions of a module; its dtypes, which are callable too, are classes."""
    public = import_module(module)
    values = {name: getattr(public, name) for name in public.__all__}
    return {name: each for name, each in values.items() if callable(each) and not isinstance(each, type)}


@pytest.mark.parametrize("owner", MODULES)
def test_every_public_function_has_a_case_and_every_case_a_function(owner):
    if owner == "lax":
        pytest.importorskip("jax", reason="bu_jax has what only jax can do")
    assert set(functions(MODULES[owner])) ^ set(listed(owner)) == set()


@pytest.mark.parametrize("owner", CLASSES)
def test_every_case_of_a_method_has_its_method(owner):
    assert [name for name in listed(owner) if name and not hasattr(CLASSES[owner], name)] == []


def test_every_case_belongs_to_a_module_or_class_that_is_known():
    assert {call.name.partition(".")[0] for call in CALLS} == {*MODULES, *CLASSES}


def test_a_function_has_one_case():
    counts = Counter(call.name for call in CALLS if call.name[0].islower())
    assert [name for name, count in counts.items() if count > 1] == []


def test_every_case_is_measured():
    """`hatch run support --new` measures what is new; numpy has every case."""
    result = json.loads(MEASURED.read_text("utf-8"))["numpy"]
    names = {name for status in ("yes", "partly", "no") for name in result.get(status, ())}
    assert names ^ set(CASES) == set()


def test_what_has_no_call_has_a_longer_example():
    pytest.importorskip("jax", reason="bu_jax has what only jax can do")
    longer = set(re.findall(r"^brainunit\.(\S+)$", SESSIONS.read_text("utf-8"), re.MULTILINE))
    without = [call.name for call in CALLS if not call.shown and call.name not in longer]
    found = {
        f"{owner}.{name}": f for owner, module in MODULES.items() for name, f in functions(module).items()
    }
    assert [name for name in without if ">>> " not in (found[name].__doc__ or "")] == []
