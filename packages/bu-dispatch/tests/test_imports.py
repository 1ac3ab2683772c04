"""The modules are written into a folder and imported in fresh interpreters: no mock."""

import pytest


@pytest.fixture
def module(tmp_path):
    folder = tmp_path / "modules"
    (folder / "pack").mkdir(parents=True)
    (folder / "pack" / "__init__.py").write_text("import pack.inner\nvalue = 1\n")
    (folder / "pack" / "inner.py").write_text("")
    (folder / "broken.py").write_text(
        "import os\nif not os.environ.get('MEND'):\n    raise ImportError('broken')\nvalue = 2\n"
    )
    (folder / "slow.py").write_text("import time\nhalf = 1\ntime.sleep(0.5)\nvalue = 3\n")
    (folder / "other.py").write_text("")
    return folder


HEAD = """
import importlib, importlib.util, os, sys, threading
from bu_dispatch import when_imported
meta_path = list(sys.meta_path)
seen = []
"""


@pytest.fixture
def run(run_python, module):
    return lambda program: run_python(HEAD + program, module)


def test_already_imported(run):
    run("""
import pack
when_imported("pack", seen.append)
assert seen == [pack]
assert sys.meta_path == meta_path
""")


def test_later(run):
    run("""
when_imported("pack", lambda module: seen.append(module.value))
when_imported("pack", lambda module: seen.append(module.__name__))
assert "pack" not in sys.modules
import other
assert not seen
import pack
assert sorted(map(str, seen)) == ["1", "pack"]
assert sys.meta_path == meta_path
assert type(pack.__loader__).__name__ == type(pack.__spec__.loader).__name__ == "SourceFileLoader"
importlib.reload(pack)
assert len(seen) == 2
""")


def test_one_finder_for_all_that_is_waited_for(run):
    run("""
for name in ("pack", "pack.inner", "never", "pack"):
    when_imported(name, lambda module: seen.append(module.__name__))
(finder,) = [finder for finder in sys.meta_path if hasattr(finder, "waiting")]
assert list(finder.waiting)[-3:] == ["pack", "pack.inner", "never"]
import pack.inner
assert sorted(seen) == ["pack", "pack", "pack.inner"]
assert list(finder.waiting)[-1] == "never"
assert "pack" not in finder.waiting
assert sys.meta_path[0] is finder
""")


def test_submodule(run):
    run("""
when_imported("pack.inner", lambda module: seen.append(module.__name__))
import pack
assert seen == ["pack.inner"]
assert sys.meta_path == meta_path
""")


def test_module_that_never_comes(run):
    run("""
when_imported("no_such_module", seen.append)
try:
    import no_such_module
except ModuleNotFoundError:
    pass
assert not seen
assert importlib.util.find_spec("no_such_module") is None
""")


def test_find_spec_does_not_import(run):
    run("""
when_imported("pack", lambda module: seen.append(module.value))
spec = importlib.util.find_spec("pack")
assert spec.loader.get_filename("pack").endswith("__init__.py")
assert spec.loader.is_package("pack")
assert "value = 1" in spec.loader.get_source("pack")
assert not seen and "pack" not in sys.modules
import pack
assert seen == [1]
""")


def test_lazy_loader(run):
    run("""
when_imported("pack", lambda module: seen.append(module.value))
spec = importlib.util.find_spec("pack")
spec.loader = importlib.util.LazyLoader(spec.loader)
module = importlib.util.module_from_spec(spec)
sys.modules["pack"] = module
spec.loader.exec_module(module)
import other
assert not seen
assert module.value == 1
assert seen == [1]
assert sys.meta_path == meta_path
""")


def test_lazy_module_before_we_ask(run):
    run("""
spec = importlib.util.find_spec("pack")
spec.loader = importlib.util.LazyLoader(spec.loader)
module = importlib.util.module_from_spec(spec)
sys.modules["pack"] = module
spec.loader.exec_module(module)
when_imported("pack", lambda module: seen.append(module.value))
assert not seen
assert module.value == 1
assert seen == [1]
import other
assert seen == [1]
assert sys.meta_path == meta_path
""")


def test_failed_import_keeps_waiting(run):
    run("""
when_imported("broken", lambda module: seen.append(module.value))
try:
    import broken
except ImportError as error:
    assert str(error) == "broken"
assert not seen
os.environ["MEND"] = "1"
import broken
assert seen == [2]
assert sys.meta_path == meta_path
""")


def test_exception_of_the_callback(run):
    run("""
def callback(module):
    seen.append(module)
    if len(seen) == 1:
        raise ValueError("mine")

when_imported("pack", callback)
try:
    import pack
except ValueError as error:
    assert str(error) == "mine"
    assert error.__notes__ == ["raised by a callback that waited for the import of pack"]
else:
    raise AssertionError
import pack
assert len(seen) == 2
assert sys.meta_path == meta_path
""")


def test_import_under_way_in_another_thread(run):
    run("""
thread = threading.Thread(target=importlib.import_module, args=["slow"])
thread.start()
while not hasattr(sys.modules.get("slow"), "half"):
    pass
when_imported("slow", lambda module: seen.append(module.value))
assert seen == [3]
thread.join()
assert sys.meta_path == meta_path
""")


def test_import_under_way_in_this_thread(run, module):
    (module / "asking.py").write_text(
        "from bu_dispatch import when_imported\n"
        "seen = []\n"
        "when_imported('asking', lambda module: seen.append(module.value))\n"
        "assert not seen\n"
        "value = 4\n"
    )
    run("""
import asking
assert not asking.seen
import other
assert asking.seen == [4]
assert sys.meta_path == meta_path
""")


def test_many_threads_import_at_once(run):
    run("""
when_imported("slow", lambda module: seen.append(module.value))
threads = [threading.Thread(target=importlib.import_module, args=["slow"]) for _ in range(8)]
for thread in threads: thread.start()
for thread in threads: thread.join()
assert seen == [3]
assert sys.meta_path == meta_path
""")


def test_namespace_package_is_left_alone(run, module):
    (module / "folder").mkdir()
    run("""
when_imported("folder", seen.append)
import folder
import other
""")


def test_a_real_library(run):
    run("""
when_imported("numpy", lambda module: seen.append(module.float64(1)))
import numpy
assert seen == [1]
""")
