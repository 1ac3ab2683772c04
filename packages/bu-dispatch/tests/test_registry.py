"""Plugins are real: a folder with a module and a dist-info, found by importlib.metadata."""

import pickle
import shutil
import zipfile
from importlib.util import find_spec
from pathlib import Path

import pytest

import bu_dispatch
from bu_dispatch import Backend, BackendError, backends, builtin_backends, get_backend, usable_backends

FOLDER = Path(bu_dispatch.__file__).parent / "backends"
BUILTIN = tuple(record.name for record in builtin_backends())

# A library that no record knows, built in or not: array-api-strict under a name of its own.
STRICT = """
from bu_dispatch import Backend, supplies


class StrictBackend(Backend):
    name = "strict_of_mine"
    title = "Strict of mine"
    module = "strict_of_mine"
    array_types = ("_array_object.Array",)
    namespace_module = "strict_of_mine"
    extra = "strict-of-mine"

    def to_numpy(self, x):
        return x._array

    @supplies("twice")
    def twice(self, x):
        return self.xp.add(x, x)


INSTANCE = StrictBackend()
NOT_A_BACKEND = 3
"""


@pytest.fixture
def plugin(tmp_path):
    """Write a package that registers backends, given as lines "name = module:object"."""

    def write(*entry_points):
        folder = tmp_path / "site"
        info = folder / "strict_plugin-1.0.dist-info"
        info.mkdir(parents=True)
        (folder / "strict_plugin.py").write_text(STRICT)
        (info / "METADATA").write_text("Metadata-Version: 2.1\nName: strict-plugin\nVersion: 1.0\n")
        (info / "entry_points.txt").write_text("\n".join(["[bu_dispatch.backends]", *entry_points]))
        return folder

    return write


def test_builtin_names():
    assert {"numpy", "jax", "cupy", "torch", "dask", "ndonnx"} <= {*BUILTIN}
    assert tuple(record.name for record in backends())[: len(BUILTIN)] == BUILTIN
    for name in BUILTIN:
        assert get_backend(name).name == name


def test_each_file_of_the_folder_is_a_record():
    files = {path.stem for path in FOLDER.glob("*.py")} - {"__init__"}
    assert {type(record).__module__ for record in builtin_backends()} == {
        f"bu_dispatch.backends.{name}" for name in files
    }


def test_those_that_compute_by_default_come_first_and_then_by_name():
    ranks = [record.fallback_rank for record in builtin_backends()]
    ranked = [rank for rank in ranks if rank is not None]
    assert ranks[: len(ranked)] == sorted(ranked)
    assert [*BUILTIN[len(ranked) :]] == sorted(BUILTIN[len(ranked) :])


MINE = """
from bu_dispatch import Backend
from bu_dispatch.backends.numpy import NumpyBackend


class MineBackend(Backend):
    name = "mine"
    title = "Mine"
    module = "mine"
    array_types = ("Array",)
    namespace_module = "mine"
    extra = "brainunit[mine]"
"""


@pytest.mark.parametrize("zipped", [False, True])
def test_a_built_in_one_is_one_file(run_python, tmp_path, zipped):
    package = tmp_path / "site/bu_dispatch"
    shutil.copytree(FOLDER.parent, package)
    (package / "backends/library_of_mine.py").write_text(MINE)
    site = package.parent
    if zipped:
        site = tmp_path / "site.zip"
        with zipfile.ZipFile(site, "w") as archive:
            for path in package.rglob("*.py"):
                archive.write(path, path.relative_to(package.parent))
    program = """
        import bu_dispatch as bd
        print(*[record.name for record in bd.builtin_backends()])
        assert bd.get_backend("mine") in bd.backends()
        assert bd.is_mine_array(3) is False
        assert "is_mine_array" in bd.__all__
        try:
            bd.using_backend("mine")
        except bd.BackendError as error:
            print(error)
        """
    names, error = run_python(program, site).splitlines()
    assert names.split() == [*BUILTIN[:2], *sorted([*BUILTIN[2:], "mine"])]
    assert error == "Mine is not installed: pip install brainunit[mine]"


def test_usable_backends_are_backends():
    usable = usable_backends()
    assert get_backend("numpy") in usable
    assert set(usable) <= set(backends())
    assert all(record.installed() for record in usable)


def test_one_instance_a_class():
    record = get_backend("numpy")
    assert type(record)() is record
    assert pickle.loads(pickle.dumps(record)) is record

    class Mine(type(record)):
        name = "mine"

    assert Mine() is Mine() is not record


def test_usable_backends_imports_no_library_but_cupy(run_python):
    program = """
        import sys
        import bu_dispatch as bd
        bd.usable_backends()
        roots = {record.module.partition(".")[0] for record in bd.backends()}
        assert not roots & set(sys.modules) or "cupy" in sys.modules
        """
    run_python(program)


STANDARD = find_spec("array_api_strict")


@pytest.mark.skipif(STANDARD is None, reason="array-api-strict is not installed")
@pytest.mark.parametrize("value", ["strict_plugin:StrictBackend", "strict_plugin:INSTANCE"])
def test_third_party(plugin, run_python, value):
    program = """
        import pickle, sys
        import bu_dispatch as bd
        assert "strict_plugin" not in sys.modules
        assert "strict_of_mine" in [record.name for record in bd.backends()]
        assert "strict_of_mine" not in sys.modules

        import strict_of_mine
        x = strict_of_mine.asarray([1.0, 8.0])
        record = bd.backend_of(x)
        assert record is bd.get_backend("strict_of_mine") is bd.common_backend(x, 1.0)
        assert pickle.loads(pickle.dumps(record.xp)) is record.xp
        assert not bd.is_numpy_array(x)
        assert bd.is_strict_of_mine_array(x)
        assert not bd.is_strict_of_mine_array(3)
        assert pickle.loads(pickle.dumps(bd.is_strict_of_mine_array)) is bd.is_strict_of_mine_array
        assert not hasattr(bd, "is_other_array")
        assert bd.convert(x, bd.get_backend("numpy")).tolist() == [1.0, 8.0]
        assert bd.backend_of(bd.convert([1.0], record)) is record
        assert record.to_numpy(record.xp.twice(x)).tolist() == [2.0, 16.0]
        assert record.to_numpy(record.xp.cbrt(x)).tolist() == [1.0, 2.0]
        assert record.to_numpy(record.xp.power(x, x))[0] == 1.0
        with bd.using_backend("strict_of_mine"):
            assert bd.default_backend() is record
        """
    folder = plugin(f"strict_of_mine = {value}")
    (source,) = STANDARD.submodule_search_locations
    shutil.copytree(source, folder / "strict_of_mine", ignore=shutil.ignore_patterns("tests", "__pycache__"))
    run_python(program, folder)


@pytest.mark.parametrize(
    "entry_point, error",
    [
        ("bad = strict_plugin:MISSING", "AttributeError"),
        ("bad = no_such_plugin:Backend", "ModuleNotFoundError"),
        ("bad = strict_plugin:NOT_A_BACKEND", "neither a Backend nor a subclass"),
        ("bad = strict_plugin:INSTANCE", "calls itself 'strict_of_mine', not 'bad'"),
    ],
)
def test_broken_plugin_is_named_and_left_out(plugin, run_python, entry_point, error):
    program = """
        import warnings
        import bu_dispatch as bd

        class Foreign:
            pass

        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            assert bd.backend_of(Foreign()) is None
            assert bd.backend_of(Foreign()) is None
        for warning in caught:
            print(warning.category.__name__, warning.message)
        assert bd.backends() == bd.builtin_backends()
        try:
            bd.using_backend("bad")
        except bd.BackendError as error:
            assert error.__cause__ is not None
            print(error)
        """
    lines = run_python(program, plugin(entry_point)).splitlines()
    start = "RuntimeWarning backend 'bad' of strict-plugin could not be loaded and is left out: "
    assert lines[0].startswith(start)
    assert lines[1].startswith("backend 'bad' could not be loaded: ")
    assert all(error in line for line in lines)
    assert len(lines) == 2


def test_builtin_names_cannot_be_taken(plugin, run_python):
    program = """
        import bu_dispatch as bd
        assert bd.backends() == bd.builtin_backends()
        assert type(bd.get_backend("numpy")).__module__ == "bu_dispatch.backends.numpy"
        """
    run_python(program, plugin("numpy = strict_plugin:StrictBackend"))


def test_plugin_that_asks_for_backends_while_it_is_imported(plugin, run_python):
    folder = plugin("strict_of_mine = asking:StrictBackend")
    (folder / "asking.py").write_text(
        "import bu_dispatch\n"
        "assert bu_dispatch.backend_of(bu_dispatch) is None\n"
        "assert bu_dispatch.backends() == bu_dispatch.builtin_backends()\n"
        "from strict_plugin import StrictBackend\n"
    )
    run_python(
        "import bu_dispatch as bd; assert len(bd.backends()) == len(bd.builtin_backends()) + 1", folder
    )


def test_subclass_needs_no_library():
    class Elsewhere(Backend):
        name = "elsewhere"
        title = "Elsewhere"
        module = "no_such_library"
        array_types = ("Array",)
        namespace_module = "no_such_library"
        extra = "elsewhere"

    record = Elsewhere()
    assert not record.installed()
    assert not record.usable()
    assert not record.owns(int)
    for use in (lambda: record.lib, lambda: record.xp, lambda: record.asarray([1]), record.require):
        with pytest.raises(BackendError, match=r"Elsewhere is not installed: pip install elsewhere$"):
            use()
