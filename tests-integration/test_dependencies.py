"""What the packages declare, beside what they import, what environments install and what the site says."""

import ast
import re
import sys
import tomllib
from collections import defaultdict
from functools import cache
from pathlib import Path

import pytest

pytest.importorskip("packaging", reason="requirements are read where packaging is installed")
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
SOURCES = {path.parent.name: path for path in sorted((ROOT / "packages").glob("*/pyproject.toml"))}
PROJECTS = {name: tomllib.loads(path.read_text("utf-8"))["project"] for name, path in SOURCES.items()}
PACKAGES = sorted(PROJECTS)
HATCH = tomllib.loads((ROOT / "hatch.toml").read_text("utf-8"))
FACADE = "brainunit"  # it offers the names of the others: what it requires may be imported by them

DISTRIBUTIONS = {
    "cupy": "cupy-cuda12x",
    "pydantic_core": "pydantic",  # which pins the one that it works with
}  # where the name differs by more than a hyphen
OPTIONAL_MODULES = {
    "bu_dispatch/testing.py": "a plugin of pytest, which pytest alone loads",
    **dict.fromkeys(
        ("brainunit/torch/__init__.py", "brainunit/torch/autograd.py", "brainunit/torch/nn.py"),
        "asked for only, and without bu-torch says which extra brings it",
    ),
}
NOT_IMPORTED = {
    "netcdf4": "looked for by its name, with h5netcdf in its place",
    "onnxruntime": "ndonnx computes values with it, and without it warns and computes some of them only",
}
NOT_LOWEST = {
    "cupy-cuda12x": "needs a GPU",
    "torch": "pinned exactly in every environment: an open pin pulls several GB of CUDA packages",
}


def distribution(module):
    top = module.partition(".")[0]
    return DISTRIBUTIONS.get(top) or canonicalize_name(top)


def requirements(package):
    """Every requirement with the extra that it belongs to, None for what is always installed."""
    project = PROJECTS[package]
    for text in project["dependencies"]:
        yield None, Requirement(text)
    for extra, texts in project.get("optional-dependencies", {}).items():
        for text in texts:
            yield extra, Requirement(text)


def declared(package, always=False):
    return {canonicalize_name(r.name) for extra, r in requirements(package) if not (always and extra)}


def lower_bound(requirement):
    (bound,) = (s.version for s in requirement.specifier if s.operator == ">=")
    return bound


# ---------------------------------------------------------------- what a source imports


def is_type_checking(node):
    return isinstance(node, ast.If) and ast.unparse(node.test).endswith("TYPE_CHECKING")


def statements(tree, lazy=False, typing=False):
    """Every node, whether it runs when called only, and whether only a type checker reads it."""
    for node in ast.iter_child_nodes(tree):
        inside = lazy or isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda))
        if is_type_checking(node):
            for part in node.body:
                yield part, inside, True
                yield from statements(part, inside, True)
            for part in node.orelse:
                yield part, inside, typing
                yield from statements(part, inside, typing)
            continue
        yield node, inside, typing
        yield from statements(node, inside, typing)


def modules(node):
    """Names of modules that a node imports."""
    match node:
        case ast.Import(names=names):
            return [alias.name for alias in names]
        case ast.ImportFrom(module=str(name), level=0):
            return [name]
        case ast.Call(
            func=ast.Name(id="import_module") | ast.Attribute(attr="import_module"),
            args=[ast.Constant(value=str(name)), *_],
        ):
            return [name]
        case ast.Assign(targets=[ast.Name(id="namespace_module")], value=ast.Constant(value=str(name))):
            return [name]  # a backend's record: imported with its first array
    return []


@cache
def imports(package):
    """Foreign distributions that the sources import: (name, lazy, typing, file and line)."""
    return list(_imports(package))


def _imports(package):
    source = ROOT / "packages" / package / "src"
    own = package.replace("-", "_")
    for path in sorted(source.rglob("*.py")):
        file = path.relative_to(source).as_posix()
        for node, lazy, typing in statements(ast.parse(path.read_text("utf-8"))):
            for name in modules(node):
                top = name.partition(".")[0]
                if top and top != own and top not in sys.stdlib_module_names:
                    lazy = lazy or isinstance(node, ast.Assign) or file in OPTIONAL_MODULES
                    # A folder of the protocol of a library is loaded once that is there.
                    lazy = lazy or f"/_{top}/" in file
                    # Of bu_interop each module is loaded once its neighbour is there, or asked for.
                    lazy = lazy or own == "bu_interop"
                    yield distribution(name), lazy, typing, f"{file}:{node.lineno}"


def records():
    """Array libraries of bu-dispatch: (distribution, what `pip install` is told to bring)."""
    for path in sorted((ROOT / "packages/bu-dispatch/src/bu_dispatch/backends").glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ClassDef):
                fields = {
                    statement.targets[0].id: statement.value.value
                    for statement in node.body
                    if isinstance(statement, ast.Assign) and isinstance(statement.value, ast.Constant)
                }
                if "module" in fields:
                    yield distribution(fields["module"]), fields["extra"]


RECORDS = dict(records())


def test_the_sources_are_read():
    assert set(RECORDS) >= {"numpy", "jax", "torch", "dask", "ndonnx", "cupy-cuda12x"}
    found = {name for package in PACKAGES for name, *_ in imports(package)}
    assert {"opt-einsum", "array-api-compat", "array-api-extra", "einops", "matplotlib", "jax"} <= found


# ---------------------------------------------------------------- imports and requirements


@pytest.mark.parametrize("package", PACKAGES)
def test_what_is_imported_is_declared(package):
    missing = []
    for name, lazy, typing, place in imports(package):
        if lazy or typing:  # an array library is met where the user has it, as its record says (below)
            fine = name in declared(package) | set(RECORDS)
        else:
            fine = name in declared(package, always=True)
        if not fine:
            missing.append(f"{place} imports {name}{'' if lazy or typing else ' whenever it is loaded'}")
    assert missing == []


@pytest.mark.parametrize("package", PACKAGES)
def test_what_is_required_is_imported(package):
    readers = PACKAGES if package == FACADE else [package]
    used = {name for reader in readers for name, _, typing, _ in imports(reader) if not typing}
    if package == FACADE:
        used |= set(RECORDS)
    assert sorted(declared(package) - used - set(NOT_IMPORTED)) == []


def test_the_exceptions_are_needed():
    everything = {name for package in PACKAGES for name in declared(package)}
    used = {name for package in PACKAGES for name, *_ in imports(package)} | set(RECORDS)
    assert set(NOT_IMPORTED) <= everything - used
    assert set(NOT_LOWEST) <= everything
    for file in OPTIONAL_MODULES:
        assert (ROOT / "packages" / file.partition("/")[0].replace("_", "-") / "src" / file).is_file()


@pytest.mark.parametrize("library", sorted(RECORDS))
def test_the_extra_that_an_error_names_brings_the_library(library):
    told = Requirement(RECORDS[library])
    brought = {
        canonicalize_name(r.name)
        for extra, r in requirements(told.name)
        if (extra in told.extras if told.extras else extra is None)
    }
    assert library in brought


# ---------------------------------------------------------------- bounds


def bounds():
    """Lower bounds of foreign distributions, with the packages that declare each."""
    found = defaultdict(lambda: defaultdict(set))
    for package in PACKAGES:
        for _, requirement in requirements(package):
            if requirement.name not in PROJECTS:
                found[canonicalize_name(requirement.name)][lower_bound(requirement)].add(package)
    return found


BOUNDS = {name: next(iter(versions)) for name, versions in bounds().items()}


def test_a_library_has_one_bound():
    assert {name: dict(versions) for name, versions in bounds().items() if len(versions) > 1} == {}


def test_torch_is_required_in_the_range_that_is_tested():
    """Parts of it that are not public are told of quantities: the next minor version is tested first."""
    found = [r for package in PACKAGES for _, r in requirements(package) if r.name == "torch"]
    pinned = set(re.findall(r"torch==([\d.]+)", (ROOT / "hatch.toml").read_text("utf-8")))
    assert len(found) > 1
    for requirement in found:
        assert all(requirement.specifier.contains(version) for version in pinned)
        lowest = lower_bound(requirement)
        major, minor = (int(part) for part in lowest.split("."))
        assert not requirement.specifier.contains(f"{major}.{minor + 1}.0")


def version_of(package):
    path = next((ROOT / "packages" / package / "src").glob("*/_version.py"))
    return re.search(r'^__version__ = "(.+)"$', path.read_text("utf-8"), re.MULTILINE)[1]


@pytest.mark.parametrize("package", PACKAGES)
def test_bounds_on_each_other_hold_and_end_before_the_next_break(package):
    for _, requirement in requirements(package):
        if requirement.name in PROJECTS:
            version = version_of(requirement.name)
            major, minor, *_ = (int(part) for part in version.split("."))
            breaks = f"0.{minor + 1}" if major == 0 else f"{major + 1}"
            assert requirement.specifier.contains(version), requirement
            assert not requirement.specifier.contains(breaks), requirement


def exactly(requirement):
    """The version that a requirement pins, which the declared bound admits."""
    (specifier,) = requirement.specifier
    assert specifier.operator == "=="
    assert SpecifierSet(f">={BOUNDS[canonicalize_name(requirement.name)]}").contains(specifier.version)
    return specifier.version


def environments():
    """Requirements of the environments in hatch.toml: (environment, requirement)."""
    for name, environment in HATCH["envs"].items():
        for text in (*environment.get("dependencies", ()), *environment.get("extra-dependencies", ())):
            yield name, Requirement(text)
    for row in HATCH["envs"]["test"]["overrides"]["matrix"]["set"]["dependencies"]:
        if row["if"] != ["lowest"]:
            yield "test", Requirement(row["value"])


def test_environments_have_the_declared_bounds():
    differing = [
        f"{environment}: {requirement}, declared {BOUNDS[name]}"
        for environment, requirement in environments()
        if (name := canonicalize_name(requirement.name)) in BOUNDS
        and str(requirement.specifier) not in ("", f">={BOUNDS[name]}")
        and not (name == "torch" and exactly(requirement))
        and environment != "array-api"  # the newest that follow the standard
    ]
    assert differing == []


def test_the_set_lowest_pins_every_bound():
    rows = HATCH["envs"]["test"]["overrides"]["matrix"]["set"]["dependencies"]
    pins = {}
    for row in rows:
        if row["if"] == ["lowest"]:
            requirement = Requirement(row["value"])
            pins[canonicalize_name(requirement.name)] = exactly(requirement)
    assert pins == {name: bound for name, bound in BOUNDS.items() if name not in NOT_LOWEST}
    assert [row["value"] for row in rows if "lowest" in row["if"] and row["value"].startswith("torch")] == [
        "torch==2.13.0"
    ]


def test_the_pythons():
    spoken = {
        version
        for project in PROJECTS.values()
        for row in project["classifiers"]
        for version in re.findall(r"^Programming Language :: Python :: (\d\.\d+)$", row)
    }
    assert {project["requires-python"] for project in PROJECTS.values()} == {f">={min(spoken)}"}
    matrix = {tuple(row["set"]): row.get("python") for row in HATCH["envs"]["test"]["matrix"]}
    assert set(matrix["units", "numpy"]) == spoken
    assert matrix["lowest",] == [min(spoken)]


# ---------------------------------------------------------------- what people read


@pytest.mark.parametrize("package", PACKAGES)
def test_addresses(package):
    urls = PROJECTS[package]["urls"]
    assert set(urls) == {"Homepage", "Documentation", "Repository", "Issues", "Changelog"}
    assert all(url.startswith("https://") for url in urls.values())
    assert {urls["Repository"], urls["Homepage"]} == {PROJECTS[FACADE]["urls"]["Repository"]}
    assert urls["Changelog"] == f"{urls['Repository']}/blob/main/packages/{package}/CHANGELOG.md"


@pytest.mark.parametrize("package", PACKAGES)
def test_the_readme_links_absolute_addresses(package):
    text = (ROOT / "packages" / package / "README.md").read_text("utf-8")
    prose = re.sub(r"^```.*?^```$", "", text, flags=re.MULTILINE | re.DOTALL)
    targets = re.findall(r"\]\(([^)\s]+)", prose) + re.findall(r"^\[[^\]]+\]:\s*(\S+)", prose, re.MULTILINE)
    targets += re.findall(r"(?:href|src)=\"([^\"]+)", prose)
    assert [target for target in targets if not target.startswith("https://")] == []
    inside = f"{PROJECTS[package]['urls']['Repository']}/tree/main/"
    for target in targets:
        if target.startswith(inside):
            assert (ROOT / target.removeprefix(inside)).exists(), target


def test_the_site_names_the_bounds():
    page = (ROOT / "docs/start/install.md").read_text("utf-8")
    table = dict(re.findall(r"^\| (\w+) \| ([\d.]+) or later \|$", page, re.MULTILINE))
    assert table == {name: BOUNDS[distribution(name)] for name in table}
    assert {distribution(name) for name in table} == {*RECORDS, "onnxruntime", "matplotlib"}
    index = (ROOT / "docs/backends/index.md").read_text("utf-8")
    for name, bound in re.findall(r"`([a-z0-9-]+)(?:\[\w+\])?>=([\d.]+)`", index):
        assert bound == BOUNDS[name], name
