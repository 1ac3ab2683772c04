"""Each package alone: its wheel, what it requires, and what it does where its neighbours are missing."""

import email
import importlib.util
import subprocess
import sys
import textwrap
import zipfile
from pathlib import Path

import pytest

from bu_dispatch import builtin_backends

pytest.importorskip("hatchling", reason="wheels are built where the build backend is installed")

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("bu-units", "bu-dispatch", "bu-array", "bu-jax", "bu-torch", "bu-interop", "brainunit")


@pytest.fixture(scope="module")
def wheels(tmp_path_factory):
    """The wheels, built from the sources without an index."""
    folder = tmp_path_factory.mktemp("wheels")
    built = {}
    for package in PACKAGES:
        command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder / package)]
        subprocess.run(command, cwd=ROOT / "packages" / package, check=True, capture_output=True)
        (built[package],) = (folder / package).glob("*.whl")
    return built


def metadata(wheel):
    with zipfile.ZipFile(wheel) as archive:
        (name,) = (name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
        return email.message_from_bytes(archive.read(name))


@pytest.fixture
def run_with(wheels, tmp_path):
    """Run code in an interpreter that has the given wheels, some installed libraries, and no more."""

    def run(code, packages, libraries=()):
        site = tmp_path / "site"
        site.mkdir()
        for package in packages:
            with zipfile.ZipFile(wheels[package]) as archive:
                archive.extractall(site)
        for library in libraries:
            source = Path(importlib.util.find_spec(library).origin)
            if source.name != "__init__.py":  # a module alone
                (site / source.name).symlink_to(source)
                continue
            source = source.parent
            (site / library).symlink_to(source)
            if (source.parent / f"{library}.libs").exists():  # shared objects of a binary wheel
                (site / f"{library}.libs").symlink_to(source.parent / f"{library}.libs")
        start = f"import sys; sys.path.append({str(site)!r})\n"
        command = [sys.executable, "-I", "-S", "-W", "error", "-c", start + textwrap.dedent(code)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout

    return run


def _requirements(about, extra):
    """What an extra of a wheel brings, without its name."""
    rows = about.get_all("Requires-Dist")
    return {row.partition(";")[0].strip() for row in rows if f"extra == '{extra}'" in row}


class TestWheels:
    @pytest.mark.parametrize("package", PACKAGES)
    def test_typed_and_versioned(self, wheels, package):
        with zipfile.ZipFile(wheels[package]) as archive:
            names = archive.namelist()
        assert f"{package.replace('-', '_')}/py.typed" in names
        assert not any("/tests/" in name or name.startswith("tests/") for name in names)
        about = metadata(wheels[package])
        assert about["Version"] == ("1.0.0" if package == "brainunit" else "0.1.0")
        assert about["Requires-Python"] == ">=3.11"

    def test_bu_units_requires_nothing(self, wheels):
        assert metadata(wheels["bu-units"]).get_all("Requires-Dist") is None

    def test_the_arrows_point_one_way(self, wheels):
        ours = {}
        for package in PACKAGES:
            rows = metadata(wheels[package]).get_all("Requires-Dist") or []
            ours[package] = {
                p for p in PACKAGES for row in rows if row.startswith(p) and "extra ==" not in row
            }
        assert ours == {
            "bu-units": set(),
            "bu-dispatch": set(),
            "bu-array": {"bu-units", "bu-dispatch"},
            "bu-jax": {"bu-units", "bu-dispatch", "bu-array"},
            "bu-torch": {"bu-units", "bu-dispatch", "bu-array"},
            "bu-interop": {"bu-units", "bu-dispatch", "bu-array"},
            "brainunit": {"bu-units", "bu-dispatch", "bu-array", "bu-jax", "bu-interop"},
        }

    def test_brainunit_brings_jax_and_numpy_and_has_the_extras(self, wheels):
        about = metadata(wheels["brainunit"])
        plain = [row for row in about.get_all("Requires-Dist") if "extra ==" not in row]
        assert any(row.startswith("jax>") for row in plain)
        assert any(row.startswith("numpy>") for row in plain)
        named = {record.extra: record.module.partition(".")[0] for record in builtin_backends()}
        libraries = {
            extra[10:-1]: module for extra, module in named.items() if extra.startswith("brainunit[")
        }
        assert {"torch", "cupy", "dask", "ndonnx"} <= {*libraries}
        others = {"matplotlib", "cpu", "cuda12", "cuda13", "tpu", "all", "ecosystem"}
        neighbours = {*metadata(wheels["bu-interop"]).get_all("Provides-Extra")}
        assert {*about.get_all("Provides-Extra")} == {*libraries} | others | neighbours
        for extra in neighbours:
            for option in (extra, "ecosystem"):
                theirs = _requirements(metadata(wheels["bu-interop"]), extra)
                assert theirs, extra
                assert theirs <= _requirements(about, option), (extra, option)
        for extra, library in libraries.items():
            for option in (extra, "all"):
                marked = [row for row in about.get_all("Requires-Dist") if f"extra == '{option}'" in row]
                assert any(row.replace("-", "_").startswith(library) for row in marked), (extra, option)
        assert not any(row.startswith("distributed") for row in about.get_all("Requires-Dist"))
        for option in ("torch", "all"):
            marked = [row for row in about.get_all("Requires-Dist") if f"extra == '{option}'" in row]
            assert any(row.startswith("bu-torch") for row in marked), option
        for extra in ("cpu", "cuda12", "cuda13", "tpu"):
            marked = [row for row in about.get_all("Requires-Dist") if f"extra == '{extra}'" in row]
            assert any(row.startswith(f"jax[{extra}]") for row in marked), extra


class TestAlone:
    def test_bu_units(self, run_with):
        out = run_with(
            """
            import bu_units as bu
            print(bu.parse_unit("mV / nA"), bu.names.inch.factor_to(bu.names.mm))
            try:
                3.0 * bu.names.mV
            except TypeError as error:
                print(error)
            foreign = {name.partition(".")[0] for name in sys.modules} - set(sys.stdlib_module_names)
            print(sorted(foreign - {"bu_units", "__main__"}))
            """,
            ["bu-units"],
        )
        unit, error, foreign = out.splitlines()
        assert unit == "mV / nA 25.4"  # a text stays as it is written
        assert "pip install bu-array" in error
        assert foreign == "[]"

    def test_bu_dispatch(self, run_with):
        out = run_with(
            """
            import bu_dispatch
            print(bu_dispatch.backend_of([1.0]))
            for ask in (bu_dispatch.default_backend, lambda: bu_dispatch.using_backend("torch")):
                try:
                    ask()
                except bu_dispatch.BackendError as error:
                    print(error)
            """,
            ["bu-dispatch"],
        )
        nothing, default, torch = out.splitlines()
        assert nothing == "None"
        assert "pip install" in default
        assert torch.endswith("pip install brainunit[torch]")

    NUMPY = ("numpy", "array_api_compat", "array_api_extra")
    TORCH = (
        "torch",
        "torchgen",
        "functorch",
        "sympy",
        "mpmath",
        "networkx",
        "filelock",
        "fsspec",
        "jinja2",
        "markupsafe",
        "typing_extensions",
    )

    def test_bu_array_without_jax_falls_back_to_numpy(self, run_with):
        out = run_with(
            """
            from bu_array import Quantity, math
            from bu_units.names import mV, second
            print(([1.0, 2.0] * mV).backend, math.zeros(2, unit=second).backend)
            print(math.sum([1.0, 2.0] * mV))
            try:
                Quantity(1.0, mV).to_jax()
            except TypeError as error:
                print(type(error).__name__, error)
            """,
            ["bu-units", "bu-dispatch", "bu-array"],
            self.NUMPY,
        )
        backends, total, error = out.splitlines()
        assert backends == "numpy numpy"
        assert total == "3. mV"
        assert error.startswith("BackendError")
        assert error.endswith("pip install brainunit")

    def test_bu_torch_without_jax_comes_with_torch(self, run_with):
        """Named by an entry point, which is read after the user's import of torch."""
        pytest.importorskip("torch", reason="torch is taken from this environment")
        out = run_with(
            """
            from bu_array import Quantity
            print("bu_torch" in sys.modules)
            import torch
            print("bu_torch" in sys.modules, "jax" in sys.modules)
            q = Quantity(torch.tensor([1.0, 2.0]), "mV")
            print(torch.utils.data.default_collate([q, q.to("V")]))
            """,
            ["bu-units", "bu-dispatch", "bu-array", "bu-torch"],
            (*self.NUMPY, *self.TORCH),
        )
        before, after, *stacked = out.splitlines()
        assert (before, after) == ("False", "True False")
        assert " ".join(" ".join(stacked).split()) == "[[1. 2.] [1. 2.]] mV"

    def test_without_torch_the_error_says_what_to_install(self, run_with):
        code = """
            import brainunit as u
            try:
                u.torch
            except u.BackendError as error:
                print(error)
            """
        assert run_with(code, PACKAGES, self.NUMPY).rstrip().endswith("pip install brainunit[torch]")

    def test_without_bu_torch_too(self, run_with):
        code = """
            import brainunit as u
            try:
                u.torch
            except u.BackendError as error:
                print(error)
            """
        packages = [name for name in PACKAGES if name != "bu-torch"]
        assert run_with(code, packages, self.NUMPY).rstrip().endswith("pip install brainunit[torch]")

    def test_brainunit_without_jax(self, run_with):
        out = run_with(
            """
            import brainunit as u
            print(u.math.mean([1.0, 3.0] * u.mV))
            for name in ("lax", "autograd"):
                try:
                    getattr(u, name)
                except u.BackendError as error:
                    print(error)
            """,
            PACKAGES,
            self.NUMPY,
        )
        mean, *errors = out.splitlines()
        assert mean == "2. mV"
        assert len(errors) == 2
        assert all(error.endswith("pip install brainunit") for error in errors)


def test_import_brainunit_brings_nothing_heavy():
    code = """
import sys, brainunit as u
q = 3.0 * u.mV + 1.0 * u.volt
from bu_dispatch import builtin_backends
heavy = {record.module.partition(".")[0] for record in builtin_backends()} - {"numpy"}
heavy |= {"matplotlib", "array_api_compat", "array_api_extra"}
print(sorted(heavy & set(sys.modules)))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_the_readme_names_the_two_commands():
    readme = (ROOT / "README.md").read_text("utf-8")
    assert "pip install hatch && hatch run demo" in readme
    assert "pip install hatch && hatch run test" in readme
    assert "hatch run test" in (ROOT / ".ci/run").read_text("utf-8")


def test_the_commands_are_that_of_bu_units(wheels, run_with):
    """Both scripts run it, brainunit's with its own version, and no array library is imported."""
    scripts = {}
    for package in PACKAGES:
        with zipfile.ZipFile(wheels[package]) as archive:
            for name in archive.namelist():
                if name.endswith(".dist-info/entry_points.txt"):
                    lines = archive.read(name).decode().splitlines()
                    scripts |= dict(line.split(" = ") for line in lines if "__main__" in line)
    assert scripts == {"bu-units": "bu_units.__main__:main", "brainunit": "bu_units.__main__:main"}
    printed = run_with(
        """
        import contextlib
        sys.argv[0] = "/usr/bin/brainunit"
        from bu_units.__main__ import main
        main(["convert", "3.5", "inch", "mm"])
        with contextlib.suppress(SystemExit):
            main(["--version"])
        print(sorted({name.partition(".")[0] for name in sys.modules} - sys.stdlib_module_names))
        """,
        PACKAGES,
    )
    version = metadata(wheels["brainunit"])["Version"]
    own = metadata(wheels["bu-units"])["Version"]
    assert printed.splitlines() == [
        "88.9 mm",
        f"brainunit {version} (bu-units {own})",
        "['__main__', 'bu_units']",
    ]
