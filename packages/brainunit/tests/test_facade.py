"""The public names: lazy, complete, and the same in the stub."""

import ast
import os
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

import brainunit as u
import bu_array
import bu_dispatch
import bu_units

SOURCES = [Path(module.__file__).parents[1] for module in (u, bu_array, bu_dispatch, bu_units)]
ROOTS = {record.module.partition(".")[0] for record in bu_dispatch.builtin_backends()}
HEAVY = (
    *sorted(ROOTS - {"numpy"}),
    "matplotlib",
    "array_api_compat",
    "array_api_extra",
    "opt_einsum",
)


def run(program, *, code=0):
    """Run a program in a fresh interpreter, warnings being errors, and return what it prints."""
    path = os.pathsep.join([*map(str, SOURCES), os.environ.get("PYTHONPATH", "")])
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", program],
        capture_output=True,
        check=False,
        env={**os.environ, "PYTHONPATH": path},
        text=True,
    )
    assert done.returncode == code, done.stderr
    return done.stdout.strip()


def test_importing_is_light():
    assert run(f"import brainunit, sys; print([m for m in {HEAVY} if m in sys.modules])") == "[]"


def test_units_bring_nothing_either():
    program = f"import sys, brainunit as u; u.mV * 3; u.parse_unit('mS / cm^2'); str(3 * u.kmeter2); print([m for m in {HEAVY} if m in sys.modules])"
    assert run(program) == "[]"


def test_a_submodule_brings_its_library():
    pytest.importorskip("jax")
    program = "import sys, brainunit as u; print('jax' in sys.modules); u.lax; print('jax' in sys.modules)"
    assert run(program).split() == ["False", "True"]


def test_star_import_brings_no_jax():
    program = "from brainunit import *\nimport sys\nprint('jax' in sys.modules, Quantity(3, 'mV'), math.sqrt is not None)"
    assert run(program) == "False 3 mV True"


def test_all_names_are_there():
    assert len(set(u.__all__)) == len(u.__all__)
    for name in u.__all__:
        assert getattr(u, name) is not None


def stub_names():
    """Names that the stub declares, units aside."""
    tree = ast.parse(Path(u.__file__).with_suffix(".pyi").read_text())
    names = set()
    for node in tree.body:
        if isinstance(node, ast.ImportFrom):
            names |= {alias.asname or alias.name for alias in node.names} - {"*"}
        elif isinstance(node, ast.AnnAssign):
            names.add(node.target.id)
    return names


def test_the_stub_and_the_module_agree():
    stub = stub_names()
    assert set(u.__all__) <= stub
    assert stub - set(u.__all__) <= set(dir(u)) | {"names"}
    from_jax = {name for name, module in u._LATER.items() if module.startswith("bu_jax")}
    assert all(hasattr(u, name) for name in stub - {"lax", "autograd", "sparse", "custom_array", *from_jax})


def test_dir():
    listed = dir(u)
    assert listed == sorted(set(listed))
    for name in ("Quantity", "mV", "kmeter2", "volt", "lax", "math", "using_backend", "__version__"):
        assert name in listed
    assert set(u.__all__) <= set(listed)


@pytest.mark.parametrize(
    "name, text",
    [
        ("mV", "mV"),
        ("volt", "V"),
        ("kmeter2", "km^2"),
        ("metre", "m"),
        ("kmh", "km / h"),
        ("umolar", "uM"),
        ("degree", "deg"),
    ],
)
def test_units_are_attributes(name, text):
    unit = getattr(u, name)
    assert isinstance(unit, u.Unit)
    assert unit == u.Unit(text)
    assert getattr(u, name) is unit
    assert name in vars(u)  # looked up once


def test_what_a_user_defines_is_the_attribute_from_then_on():
    program = """
import brainunit as u
before = u.barg, u.furlong, u.metre
barg = u.Unit.define("barg", "barg", of="bar", zero=2 * u.bar)
furlong = u.Unit.define("furlong", "fur", "3 m")
print(u.barg is barg, u.furlong is furlong, u.metre is before[2], barg.zero, hasattr(u, "bar_gauge"))
"""
    assert run(program) == "True True True 2 False"


def test_spellings_are_one_unit():
    assert u.meter == u.metre
    assert u.mV is u.mvolt
    assert u.UNITLESS.is_unitless


@pytest.mark.parametrize("name, near", [("mvolts", "mvolt"), ("kmetr", "kmetre"), ("secnd", "second")])
def test_an_unknown_name_suggests_near_ones(name, near):
    with pytest.raises(AttributeError, match=f"brainunit has no name.*{name}.*{near}") as error:
        getattr(u, name)
    assert error.value.name == name
    assert not hasattr(u, "_private_thing")
    assert not hasattr(u, "__path_of_nothing__")


def test_a_typical_session():
    current = np.array([1.0, 2.0]) * u.mV / (4.0 * u.nA)
    assert str(current) == "[0.25 0.5 ] Mohm"
    assert u.math.sum(current).unit is u.Mohm
    assert u.get_unit(3 * u.mV) is u.mV
    assert u.is_quantity(3 * u.mV)
    assert str(u.parse_quantity("120 mS / cm^2")) == "120 mS / cm^2"
    with pytest.raises(u.UnitMismatchError):
        3 * u.mV + 2 * u.second
    with pytest.raises(u.BackendError, match="known are jax, numpy"):
        u.set_default_backend("nothing")


@pytest.mark.parametrize("name", ["lax", "autograd", "sparse", "custom_array"])
def test_without_jax_the_error_says_what_to_install(name):
    if bu_dispatch.get_backend("jax").usable():
        pytest.skip("jax is here")
    with pytest.raises(u.BackendError, match="JAX is not installed: pip install brainunit"):
        getattr(u, name)


def test_version():
    assert u.__version__ == ".".join(map(str, u.__version_info__))
    assert u.__version_info__ >= (1, 0, 0)


def test_matplotlib_may_come_later():
    pytest.importorskip("matplotlib")
    program = (
        "import sys, brainunit as u; print('matplotlib' in sys.modules)\n"
        "import matplotlib; matplotlib.use('Agg'); import matplotlib.pyplot as plt; import numpy as np\n"
        "plt.plot(np.ones(2) * u.ms, np.ones(2) * u.mV); print(plt.gca().get_xlabel(), plt.gca().get_ylabel())"
    )
    assert run(program).split() == ["False", "ms", "mV"]


@pytest.mark.parametrize("module", ["math", "linalg", "fft", "lax", "constants"])
def test_a_wrong_name_is_said_to_be_of_the_facade(module):
    if module == "lax":
        pytest.importorskip("jax")
    facade = getattr(u, module)
    with pytest.raises(AttributeError, match=rf"brainunit\.{module}.*'nope'") as error:
        facade.nope
    assert error.value.name == "nope"
    assert error.value.obj is None  # else Python would add near names to those of the text


def test_a_wrong_name_of_a_function_suggests_it():
    with pytest.raises(AttributeError, match="no name 'get_untis'; did you mean get_unit"):
        u.get_untis


@pytest.mark.parametrize(
    "module, name, near",
    [
        ("math", "men", "did you mean mean or min"),
        ("math", "concatenat", "did you mean concatenate"),
        ("math", "cholesky", "brainunit.linalg has it"),
        ("linalg", "solv", "did you mean solve"),
        ("linalg", "fftshift", "brainunit.fft has it"),
        ("fft", "ffft", "did you mean fft"),
        ("typing", "LENGHT", "did you mean LENGTH"),
        ("constants", "plank", "did you mean planck"),
        ("si", "milivolt", "did you mean millivolt"),
    ],
)
def test_a_wrong_name_in_a_module_has_near_ones(module, name, near):
    if not hasattr(getattr(u, module), name):
        with pytest.raises(AttributeError, match=rf"'{name}'; {near}"):
            getattr(getattr(u, module), name)


@pytest.mark.parametrize(
    "name", ["kms", "kgs", "metr", "milivolt", "Volt", "meters", "zkelvn", "hsrr", "volst"]
)
def test_an_unusual_prefix_is_never_near(name):
    with pytest.raises(AttributeError) as error:
        getattr(u, name)
    assert not re.search(
        r"\b(z|y|q|r|a|da|h|P|E|Z|Y|R|Q)(kelvin|volt|metre|meter|sr|gram|g|m|s)\b", str(error.value)
    )
    assert "did you mean" in str(error.value) or name == "hsrr"
