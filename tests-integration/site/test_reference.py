"""Every public name has an entry in the reference, and the entries are those of public names."""

from __future__ import annotations

import inspect
import json
import re
import subprocess
import sys
from functools import cache
from importlib import import_module
from pathlib import Path

import pytest

pytest.importorskip("sphinx", reason="the pages of the reference are made with it")
pytest.importorskip("jax", reason="the reference has what only jax can do")

pytestmark = pytest.mark.slow  # the examples on the pages run when these are written

OURS = ("bu_units", "bu_dispatch", "bu_array", "bu_jax", "bu_torch", "bu_interop", "brainunit")
FUNCTIONS = ("math", "linalg", "fft", "lax", "autograd", "sparse", "custom_array", "typing", "io", "systems")
FUNCTIONS += ("torch", "torch.nn", "torch.autograd")
PACKAGES = ("brainunit", *(f"brainunit.{name}" for name in FUNCTIONS), "bu_units", "bu_dispatch")
# Bases whose members are not repeated in the entries of their subclasses.
BASES = {
    "Unit": "brainunit.Unit",
    "SparseMatrix": "brainunit.sparse.SparseMatrix",
    "ScaleUnit": "bu_units.ScaleUnit",
    "ActsAsQuantity": "brainunit.Quantity",
}


# Asked in an interpreter of its own: other tests define units and systems.
OFFERED = """
import importlib, json, sys, types

def public(module):
    package = importlib.import_module(module)
    units = set(importlib.import_module("bu_units").names.__dir__()) if module == "brainunit" else set()
    units -= {"UNITLESS"}
    listed = {*dir(package)} if hasattr(package, "__dir__") else {*package.__all__}
    listed |= {*getattr(package, "__all__", ())}
    names = sorted(name for name in listed - units if not name.startswith("_"))
    return [name for name in names if not isinstance(getattr(package, name), types.ModuleType)]

print(json.dumps({module: public(module) for module in sys.argv[1:]}))
"""


@cache
def offered() -> dict[str, list[str]]:
    """Return the names that each module offers, less the units, which have a table, and other modules."""
    done = subprocess.run(
        [sys.executable, "-c", OFFERED, *PACKAGES], capture_output=True, text=True, check=True, timeout=120
    )
    return json.loads(done.stdout)


def public(module: str) -> list[str]:
    return offered()[module]


@pytest.mark.parametrize("module", PACKAGES)
def test_every_public_name_has_an_entry(module, entries):
    missing = [
        name
        for name in public(module)
        if not {f"{module}.{name}", *elsewhere(module, name)} & {*entries} and not imported(module, name)
    ]
    assert not missing


def elsewhere(module, name):
    """Return under which full names of the same object its entry may be."""
    value = getattr(import_module(module), name)
    others = ("brainunit", "brainunit.custom_array")
    return [f"{each}.{name}" for each in others if getattr(import_module(each), name, None) is value]


def imported(module, name):
    """Whether a name without an entry is one that the module itself imports to work with."""
    return name not in getattr(import_module(module), "__all__", [name]) and name == "annotations"


@pytest.mark.parametrize("module", PACKAGES)
def test_every_public_member_of_a_class_has_an_entry(module, entries):
    missing = []
    for name in public(module):
        value = getattr(import_module(module), name)
        if isinstance(value, type) and value.__name__ == name and value.__module__.split(".")[0] in OURS:
            bases = (BASES[b.__name__] for b in value.__mro__ if b.__name__ in BASES)
            owners = [f"{module}.{name}", *elsewhere(module, name), *bases]
            missing += [
                f"{name}.{member}"
                for member in members(value)
                if not any(f"{owner}.{member}" in entries for owner in owners)
            ]
    assert not missing


def members(cls):
    own = [base for base in cls.__mro__ if base.__module__.split(".")[0] in OURS]
    return sorted({n for base in own for n in vars(base) if not n.startswith("_")} - {"ident"})


def test_every_unit_is_in_the_table(reference):
    text = (reference / "units.md").read_text("utf-8")
    rows = [line for line in text.splitlines() if line.startswith("|")]
    table = {word for row in rows for word in re.findall(r"`([^`]+)`", row)}
    prefixes = {prefix.symbol for prefix in import_module("bu_units._registry")._prefixes}
    names = import_module("bu_units").attribute_names()

    def listed(name):
        stems = {name, *(name[len(p) :] for p in prefixes if name.startswith(p))}
        return any(stem in table or stem.rstrip("23") in table for stem in stems)

    assert len(names) > 2000
    assert [name for name in names if not listed(name)] == []
    assert f"{len(names):,} names" in text


def test_every_constant_is_in_the_table(reference, entries):
    constants = import_module("brainunit.constants")
    text = (reference / "constants.md").read_text("utf-8")
    missing = [
        name
        for name in dir(constants)
        if f"brainunit.constants.{name}" not in entries and f"`{name}`" not in text
    ]
    assert not missing


def test_each_entry_is_of_a_name_that_exists(entries):
    wrong = []
    for full in entries:
        module, found = owner(full)
        rest = full[len(module) + 1 :]
        for part in filter(None, rest.split(".")):
            bases = getattr(found, "__mro__", ())
            annotated = any(part in inspect.get_annotations(base) for base in bases)
            found = (
                inspect.getattr_static(found, part, None) if isinstance(found, type) else getattr(found, part)
            )
            if found is None and not annotated and part not in {"newaxis", "fallback_rank"}:
                wrong.append(full)
    assert not wrong


def owner(full):
    """Return the longest module at the head of a full name."""
    parts = full.split(".")
    for end in range(len(parts), 0, -1):
        name = ".".join(parts[:end])
        try:
            return name, import_module(name)
        except ImportError:
            continue
    raise AssertionError(full)


def test_each_longer_example_is_shown_with_an_entry(entries):
    sessions = Path(__file__).resolve().parents[2] / "tools/reference_sessions.txt"
    named = [line for line in sessions.read_text("utf-8").splitlines() if line and line[0] not in " #"]
    assert [name for name in named if name not in entries] == []


def test_declared_functions_state_their_unit_rule_and_what_runs_them(entries):
    assert ":Unit rule: The unit of the operand.\n" in entries["brainunit.math.mean"]
    assert re.search(r"^:Runs on: numpy, jax", entries["brainunit.math.mean"], re.MULTILINE)


def test_every_entry_is_on_the_site(site, entries):
    pages = "".join(path.read_text("utf-8") for path in (site / "reference").rglob("*.html"))
    places = set(re.findall(r' id="([\w.]+)"', pages))
    assert [full for full in entries if full not in places] == []


def test_the_site_says_what_parameters_are(site):
    page = (site / "reference/linalg.html").read_text("utf-8")
    entry = page[page.index('id="brainunit.linalg.solve"') :]
    text = " ".join(re.sub(r"<[^>]+>", " ", entry[: entry.index("</dl>")]).split())
    assert "b ( Q ) – (n,) or (..., n, k)" in text.replace("…", "...")
    assert "Source: array API" in text
