"""What the tests of bu_array share: a third party's backend beside our own, float64, laziness."""

import sys
from pathlib import Path

import pytest

# --import-mode=importlib puts no test folder on the path. The names are unlike any other package's.
sys.path.append(str(Path(__file__).parent))

from array_checks import NAMES, STRICT, lazy_dask, register_strict

from bu_dispatch.testing import requested

# A function's chapter has its tests on numpy and on array-api-strict, where they take no time, among the
# fast ones; the same tests on the others are most of the time that all take.
FAST = ("numpy", STRICT)
HERE = Path(__file__).parent
CHAPTERS = (
    "math/",
    "linalg/",
    "test_fft",
    "_quantity/test_at",
    "_quantity/test_in_place",
    "_quantity/test_index",
    "_quantity/test_methods",
)


def pytest_collection_modifyitems(items):
    """Mark as slow what `hatch run check` leaves to `hatch run test`."""
    for item in items:
        backend = getattr(item, "callspec", None) and item.callspec.params.get("backend")
        if backend in (None, *FAST) or not item.path.is_relative_to(HERE):
            continue
        if item.path.relative_to(HERE).as_posix().startswith(CHAPTERS):
            item.add_marker(pytest.mark.slow)


@pytest.fixture(autouse=True)
def strict_backend(monkeypatch):
    """Register array-api-strict, as an entry point would."""
    register_strict(monkeypatch)


@pytest.fixture(params=NAMES)
def backend(request, strict_backend):
    """Every backend in turn, array-api-strict too."""
    return requested(request)


@pytest.fixture(autouse=True)
def conditions(request, strict_backend):
    """Let jax have float64, so that a float64 that sneaks in shows, and dask compute nothing."""
    name = request.getfixturevalue("backend").name if "backend" in request.fixturenames else ""
    if name == "jax":
        import jax

        with jax.enable_x64(True):
            yield
    elif name == "dask":
        with lazy_dask():
            yield
    else:
        yield
