"""The package as a whole: what it imports, exports and says."""

import importlib
import json
import pkgutil

import pytest
from unit_laws import SOURCE, python

import bu_units as bu

MODULES = ["bu_units", *(f"bu_units.{module.name}" for module in pkgutil.iter_modules(bu.__path__))]


def test_nothing_but_the_standard_library_is_imported():
    code = """if True:
        import json
        import bu_units as bu
        for name in bu.attribute_names():
            getattr(bu.names, name)
        unit = bu.parse_unit("kg m / s^2") ** 0.1 * bu.names.degree
        f"{unit:~L}{unit:~P}{unit:~H}{unit.factor_to(unit)}"
        try:
            bu.parse_unit("metres")
        except bu.UnitParseError as error:
            str(error)
        loaded = {name.partition(".")[0] for name in sys.modules}
        print(json.dumps(sorted(loaded - sys.stdlib_module_names - {"__main__"})))
    """
    # -S: no site-packages on the path, and nothing that their .pth files import.
    assert json.loads(python(code, "-I", "-S")) == ["bu_units"]
    assert "bu_units" in json.loads(python(code, "-I"))


def test_import_is_light():
    code = """if True:
        import bu_units
        heavy = {"bu_units._definitions", "bu_units.systems", "tomllib", "difflib", "inspect", "typing_extensions", "dataclasses", "asyncio", "ctypes", "subprocess"}
        print(sorted(heavy & set(sys.modules)), len(bu_units._registry._units))
    """
    loaded, built = python(code, "-I", "-S").rsplit(" ", 1)
    assert loaded == "[]"
    assert int(built) < 10  # units are built on first use


def test_everything_exported_is_there():
    assert sorted(bu.__all__, key=lambda name: (name.lower(), name)) != []
    for name in bu.__all__:
        assert getattr(bu, name) is not None
    for module in MODULES:
        loaded = importlib.import_module(module)
        for name in getattr(loaded, "__all__", ()):
            assert hasattr(loaded, name), (module, name)
        assert loaded.__doc__ or module.endswith("._version")


@pytest.mark.parametrize("module", MODULES)
def test_examples_in_docstrings(module):
    # In a process of its own, since one of them adds a base dimension.
    code = f"""if True:
        import doctest, importlib
        module = importlib.import_module({module!r})
        print(doctest.testmod(module, raise_on_error=True).failed)
    """
    assert python(code) == "0"


def test_readme():
    readme = SOURCE.parent / "README.md"
    if not readme.exists():
        pytest.skip("installed without its README")
    # In a process of its own: it defines units.
    code = f"import doctest; print(doctest.testfile({str(readme)!r}, module_relative=False).failed)"
    assert python(code) == "0"


def test_typed_and_versioned():
    assert (SOURCE / "bu_units" / "py.typed").exists()
    assert bu.__version__.count(".") >= 2
