"""What import-linter cannot say: no package imports what another keeps to itself."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = {path.name: path for path in ROOT.glob("packages/*/src/*") if path.is_dir()}


def imported(path):
    """The modules that a source file imports, and the names it takes from them, dotted."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Call) and getattr(node.func, "id", "") == "import_module":
            yield from (arg.value for arg in node.args if isinstance(arg, ast.Constant))


def is_private(dotted):
    return any(part.startswith("_") and not part.endswith("__") for part in dotted.split("."))


@pytest.mark.parametrize("package", sorted(PACKAGES))
def test_no_private_module_of_another_package(package):
    sources = [path for end in ("py", "pyi") for path in PACKAGES[package].rglob(f"*.{end}")]
    assert sources
    others = PACKAGES.keys() - {package}
    crossed = [
        f"{path.relative_to(ROOT)}: {name}"
        for path in sources
        for name in imported(path)
        if name.partition(".")[0] in others and is_private(name)
    ]
    assert crossed == []


@pytest.mark.parametrize("interface", ["bu_array.core", "bu_array.declare", "bu_units", "bu_dispatch"])
def test_interfaces_export_by_name(interface):
    module = pytest.importorskip(interface)
    assert len(set(module.__all__)) == len(module.__all__)
    assert [name for name in module.__all__ if not hasattr(module, name)] == []


@pytest.mark.parametrize("package", ["bu_jax", "bu_torch"])
def test_packages_of_functions_need_the_interfaces_alone(package):
    """Not the modules inside of `core` and `declare`, which may move."""
    deep = [
        f"{path.relative_to(ROOT)}: {name}"
        for path in PACKAGES[package].rglob("*.py")
        for name in imported(path)
        if name.startswith(("bu_array.core.", "bu_array.declare.")) and name.count(".") > 2
    ]
    assert deep == []
