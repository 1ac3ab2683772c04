"""Where tests are: each module has a file of its own, in the same folder and under the same name."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = {path.name: path for path in sorted(ROOT.glob("packages/*/src/*")) if path.is_dir()}

# Modules without a test file of their own: why not.
EXCEPTIONS = {
    "brainunit/_version.py": "a number and its parts, which the facade exports and test_facade compares",
}
# Test files in a folder that are of none of its modules: why they are there.
SWEEPS = {"bu_jax/lax/test_signatures.py": "of all functions of lax, compared with jax's"}


def folder_for(package):
    """The folder of a package's tests."""
    return PACKAGES[package].parents[1] / "tests"


def is_literal(node):
    """Whether an expression is data: what it stands for can be read off."""
    try:
        ast.literal_eval(node)
    except ValueError:
        return False
    return True


def holds_code(path):
    """Whether a module does something: data, and the names of another module, need no test of their own."""
    for node in ast.parse(path.read_text("utf-8")).body:
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            continue
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            continue
        if (
            isinstance(node, (ast.Assign, ast.AnnAssign))
            and node.value is not None
            and is_literal(node.value)
        ):
            continue
        return True
    return False


def modules_of(package):
    """The modules of a package that hold code, as paths within it."""
    source = PACKAGES[package]
    found = [path for path in sorted(source.rglob("*.py")) if path.name != "__init__.py"]
    return [path.relative_to(source) for path in found if holds_code(path)]


def home_of(module):
    """Where the tests of a module are: those of ``math/_places.py`` in ``math/test_places.py``."""
    return module.with_name(f"test_{module.stem.strip('_')}.py")


@pytest.mark.parametrize("package", PACKAGES)
def test_every_module_has_its_tests(package):
    tests, modules = folder_for(package), modules_of(package)
    assert modules
    missing = [module for module in modules if not (tests / home_of(module)).is_file()]
    assert [str(module) for module in missing if f"{package}/{module.as_posix()}" not in EXCEPTIONS] == []


def test_exceptions_are_needed_and_have_a_reason():
    for name, reason in EXCEPTIONS.items():
        package, _, module = name.partition("/")
        assert Path(module) in modules_of(package), f"{name} holds no code, or is gone"
        assert not (folder_for(package) / home_of(Path(module))).exists(), f"{name} has its tests"
        assert reason
    for name, reason in SWEEPS.items():
        package, _, place = name.partition("/")
        assert (folder_for(package) / place).is_file(), f"{name} is gone"
        assert reason


@pytest.mark.parametrize("package", PACKAGES)
def test_what_is_in_a_folder_is_about_a_module_there(package):
    """Or about the folder: under its name, or with a part behind it, ``test_compile_operators.py``."""
    tests, source = folder_for(package), PACKAGES[package]
    names = {}
    for path in source.rglob("*.py"):
        place = path.relative_to(source)
        stem = place.parent.name if place.stem == "__init__" else place.stem
        names.setdefault(place.parent, []).append(stem.strip("_"))
    strangers = []
    for path in sorted(tests.glob("*/**/test_*.py")):
        place = path.relative_to(tests)
        about = [f"test_{name}" for name in names.get(place.parent, [])]
        if not any(path.stem == name or path.stem.startswith(f"{name}_") for name in about):
            strangers.append(f"{package}/{place.as_posix()}")
    assert [name for name in strangers if name not in SWEEPS] == []


def test_what_tests_share_has_a_name_of_its_own():
    """All helpers are on one path, so that the second of a name would never be imported."""
    paths = [path for package in PACKAGES for path in folder_for(package).rglob("*.py")]
    names = [path.stem for path in [*paths, *Path(__file__).parent.glob("*.py")]]
    shared = [name for name in names if name != "conftest" and not name.startswith("test_")]
    assert sorted(shared) == sorted(set(shared))
