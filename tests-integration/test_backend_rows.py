"""The files that name the array libraries by hand: each has all of them, and the recipe names these files."""

import re
import tomllib
from pathlib import Path

import pytest

from bu_dispatch import builtin_backends

yaml = pytest.importorskip("yaml", reason="the workflows are read where pyyaml is installed")

ROOT = Path(__file__).resolve().parents[1]
RECIPE = "docs/design/adding-a-backend.md"

LIBRARIES = {record.module.partition(".")[0]: record for record in builtin_backends()}
FURTHER = {name for name, record in LIBRARIES.items() if record.fallback_rank is None}
"""Those that do not come with brainunit."""
NO_DEVICE = {"cupy"}
"""Those that need a GPU: no environment but their own has them."""


def text(file):
    return (ROOT / file).read_text("utf-8")


def toml(file):
    return tomllib.loads(text(file))


def of_extras():
    return {
        name
        for name in FURTHER
        if extra(name) in toml("packages/brainunit/pyproject.toml")["project"]["optional-dependencies"]
    }


def extra(name):
    """The extra of brainunit that brings a library, as its record says."""
    return LIBRARIES[name].extra.removeprefix("brainunit").strip("[]")


def of_environments():
    """The libraries with a set in the matrix, and in the default environment those that it can have."""
    environments = toml("hatch.toml")["envs"]
    sets = {name for row in environments["test"]["matrix"] for name in row["set"]}
    required = environments["default"]["env-vars"]["BU_REQUIRE_BACKENDS"].split(",")
    return sets & {*required, *NO_DEVICE}


def of_jobs():
    jobs = yaml.safe_load(text(".github/workflows/ci.yml"))["jobs"]
    selected = {
        name for job in jobs.values() for name in job.get("strategy", {}).get("matrix", {}).get("set", ())
    }
    commands = [step.get("run", "") for job in jobs.values() for step in job["steps"]]
    return selected | {name for name in NO_DEVICE if f"hatch run +set={name} test:run" in commands}


def of_checks():
    """What ruff lets no module import when it is loaded, and import-linter keeps from bu_units."""
    about = toml("pyproject.toml")["tool"]
    lazy = {*about["ruff"]["lint"]["flake8-tidy-imports"]["banned-module-level-imports"]}
    (contract,) = [
        row for row in about["importlinter"]["contracts"] if row.get("source_modules") == ["bu_units"]
    ]
    return lazy & {*contract["forbidden_modules"]}


def of_the_table():
    return {*re.findall(r"^\| (\w+) \| [\d.]+ or later \|$", text("docs/start/install.md"), re.MULTILINE)}


ROWS = {
    "packages/brainunit/pyproject.toml": of_extras,
    "hatch.toml": of_environments,
    ".github/workflows/ci.yml": of_jobs,
    "pyproject.toml": of_checks,
    "docs/start/install.md": of_the_table,
}


@pytest.mark.parametrize("file", ROWS)
def test_a_row_for_each_library(file):
    assert ROWS[file]() >= FURTHER


def lists():
    """Every list of libraries in what people read: the file, and what the list leaves out."""
    patterns = ("*.md", "packages/*/README.md", "packages/*/pyproject.toml", "docs/*.md", "docs/*/*.md")
    for path in sorted({path for pattern in patterns for path in ROOT.glob(pattern)}):
        if path.parent.name in ("reference", "_build", "jupyter_execute"):  # written when the site is built
            continue
        plain = re.sub(r"\s+", " ", path.read_text("utf-8"))
        for found in re.findall(r"\w+(?:, \w+)+,? (?:and|or) \w+", plain):
            words = {*re.findall(r"\w+", found)}
            if len(words & FURTHER) > 2:
                yield path.relative_to(ROOT).as_posix(), FURTHER - words


def test_who_lists_the_libraries_lists_all():
    assert len(dict(lists())) > 3
    assert [(file, missing) for file, missing in lists() if missing] == []


def test_the_recipe_names_exactly_these_files():
    (table,) = re.findall(r"\| file \| what \|\n(.*?)\n\n", text(RECIPE), re.DOTALL)
    named = {name for row in table.splitlines() for name in re.findall(r"`([^` ]+)`", row.split("|")[1])}
    package = "packages/bu-dispatch"
    beside = {f"{package}/src/bu_dispatch/backends/<name>.py", f"{package}/CHANGELOG.md"}
    assert named == {*ROWS, *dict(lists()), *beside}
