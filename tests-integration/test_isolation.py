"""The watch in the conftest.py of the workspace: what a test leaves changed is found, named and put back."""

import os
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

import bu_array
import bu_dispatch
import bu_units as bu
from bu_units import systems

ROOT = Path(__file__).parents[1]


@pytest.fixture
def watch(request):
    """The conftest.py of the workspace."""
    plugins = request.config.pluginmanager.get_plugins()
    return next(each for each in plugins if getattr(each, "__file__", None) == str(ROOT / "conftest.py"))


def open_a_block():
    bu_dispatch.using_backend("numpy").__enter__()


def declare():
    arrays = import_module("bu_array.declare.arrays")
    arrays.unary(import_module("bu_array.core.rules").keep)(lambda xp, x: x)


def forget_a_function():
    import_module("bu_array.declare.arrays").DECLARED.pop()


def draw():
    import_module("matplotlib.pyplot").figure()


class NoFinder:
    def find_spec(self, name, path, target=None):
        return None


def listen():
    import_module("bu_array.core.listening").listener = print


def of_numpy(name, **options):
    getattr(import_module("numpy"), name)(**options)


LEAKS = {
    "sys.path": lambda: sys.path.append("elsewhere"),
    "sys.modules": lambda: sys.modules.__setitem__("bu_units", None),
    "finders of modules": lambda: sys.meta_path.append(NoFinder()),
    "environment variables": lambda: os.environ.update(LEFT_BY_A_TEST="1"),
    "current folder": lambda: os.chdir(ROOT.parent),
    "settings of hypothesis": lambda: import_module("hypothesis").settings.load_profile("default"),
    "definitions of units": lambda: bu.Unit.define("leftover", "lfo", "3 ft", prefixes=True),
    "default backend": lambda: bu_dispatch.set_default_backend("numpy"),
    "records of backends": lambda: import_module("bu_dispatch._registry")._records.pop("dask"),
    "declared functions": declare,
    "listener to conversions": listen,
    "order of exprel": lambda: bu_array.math.set_exprel_order(7),
    "numpy's options": lambda: of_numpy("set_printoptions", precision=3),
    "precision of mpmath": lambda: setattr(import_module("mpmath").mp, "dps", 40),
    "jax's options": lambda: import_module("jax").config.update("jax_enable_x64", True),
    "torch's defaults": lambda: import_module("torch").set_default_dtype(import_module("torch").float64),
    "dask's options": lambda: import_module("dask").config.set(scheduler="threads"),
    "matplotlib's parameters": lambda: import_module("matplotlib").rcParams.update({"lines.linewidth": 9.0}),
    "matplotlib's converters": lambda: import_module("matplotlib.units").registry.pop(bu_array.Quantity),
    "matplotlib's figures": draw,
}


@pytest.mark.parametrize("name", LEAKS)
def test_a_leak_is_named_and_put_back(watch, name):
    module = watch.SHARED[name].module
    pytest.importorskip(module.partition(".")[0])
    import_module(module)
    before = watch.states()
    LEAKS[name]()
    assert [found.partition(":")[0] for found in watch.leaks(before)] == [name]
    assert watch.leaks(before) == []


def test_every_state_is_tried(watch):
    assert set(watch.SHARED) == set(LEAKS)


@pytest.mark.parametrize(
    "leak, name",
    [
        (open_a_block, "default backend"),
        (forget_a_function, "declared functions"),
        (lambda: sys.modules.__setitem__("cupy", None), "sys.modules"),
        (lambda: bu_dispatch.when_imported("no_module", lambda module: None), "finders of modules"),
        (lambda: of_numpy("seterr", divide="raise"), "numpy's options"),
        (lambda: bu.Dimension.define("leftover"), "definitions of units"),
        (lambda: systems.UnitSystem.define("leftover", "m", "s"), "definitions of units"),
        (lambda: bu.add_standard_unit(bu.names.metre), "definitions of units"),
    ],
)
def test_other_leaks_of_the_same(watch, leak, name):
    before = watch.states()
    leak()
    assert [found.partition(":")[0] for found in watch.leaks(before)] == [name]
    assert watch.leaks(before) == []


def test_definitions_are_forgotten(watch):
    before = watch.states()
    bu.Unit.define("leftover", "lfo", "3 ft", prefixes=True, aliases=["leftovers"])
    bu.Unit.define("remnant", "rmn", dimension=bu.Dimension.define("remains"))
    bu.Unit.define("dBZ", "dBZ", reference="1 W", per_decade=-1)  # for one of trades
    bu.Unit.define("residue", "rsd", of="bar", zero="1 atm")
    assert bu.names.residue.difference is bu.parse_unit("delta_rsd")
    assert str(bu.parse_unit("klfo / rmn")) == "klfo / rmn"
    assert bu.names.leftover.factor_to(bu.names.ft) == 3.0
    assert watch.leaks(before)
    for text in ("leftover", "klfo", "rmn", "leftovers", "rsd", "residue", "delta_rsd", "delta_dBZ"):
        with pytest.raises(bu.UnitParseError):
            bu.parse_unit(text)
    assert not hasattr(bu.names, "leftover")
    assert not hasattr(bu.names, "residue")
    assert bu.parse_unit("dBZ") is bu.names.decibel_reflectivity
    assert str(bu.parse_unit("3 ft")) == "3.0 * ft"
    with pytest.raises(ValueError, match="unknown base dimension"):
        bu.Dimension([("remains", 1)])


PROGRAM = """
import bu_dispatch

SEEN = []

def test_leaks():
    bu_dispatch.set_default_backend("numpy")

def test_after():
    assert bu_dispatch.get_default_backend() is None

def test_writes():
    SEEN.append(1)
"""


def test_a_test_that_leaks_fails(tmp_path):
    (tmp_path / "conftest.py").write_text(
        "import runpy\n"
        f"own = runpy.run_path({str(ROOT / 'conftest.py')!r}, run_name='conftest')\n"
        "globals().update((name, value) for name, value in own.items() if name[0] != '_')\n"
    )
    (tmp_path / "test_leaks.py").write_text(PROGRAM)
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(tmp_path)]
    path = os.pathsep.join([*map(str, ROOT.glob("packages/*/src")), os.environ.get("PYTHONPATH", "")])
    done = subprocess.run(
        command,
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "3 passed, 2 errors" in done.stdout, done.stdout + done.stderr
    assert (
        "test_leaks.py::test_leaks leaves changed what others see: default backend: None became"
        in done.stdout
    )
    assert "test_writes leaves changed what others see: data of the test module: SEEN" in done.stdout
