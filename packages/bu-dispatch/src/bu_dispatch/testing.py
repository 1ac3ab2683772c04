"""A pytest plugin that runs a test once for every array library.

``pytest_plugins = ["bu_dispatch.testing"]`` in the root conftest.py brings the fixtures `backend`
and `xp` and the marks `skip_backend`, `xfail_backend` and `only_backends`. A library that is not
usable is skipped, unless the environment variable BU_REQUIRE_BACKENDS names it ("numpy,jax"):
then its tests fail.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from bu_dispatch import BackendError, backends, get_backend

if TYPE_CHECKING:
    from bu_dispatch import Backend, Namespace

REQUIRE = "BU_REQUIRE_BACKENDS"

MARKS = (
    "skip_backend(name, *, reason): do not run with this array library",
    "xfail_backend(name, *, reason, raises=None): known not to work with this array library",
    "only_backends(*names, reason): run with these array libraries only",
)


def required() -> frozenset[str]:
    """The names in BU_REQUIRE_BACKENDS: libraries that must not be skipped."""
    return frozenset(os.environ.get(REQUIRE, "").replace(",", " ").split())


def pytest_configure(config: pytest.Config) -> None:
    """Register the marks, and refuse to start on a required library that nobody knows."""
    for mark in MARKS:
        config.addinivalue_line("markers", mark)
    for name in sorted(required()):
        try:
            get_backend(name)
        except BackendError as error:
            raise pytest.UsageError(f"{REQUIRE}: {error}") from error


@pytest.fixture(params=[record.name for record in backends()])
def backend(request: pytest.FixtureRequest) -> Backend:
    """Every backend in turn, its marks obeyed."""
    return requested(request)


def requested(request: pytest.FixtureRequest) -> Backend:
    """The backend that the parameter of a fixture names; skips, or fails, where it is not usable."""
    record = get_backend(request.param)
    _obey_marks(request.node, record.name)
    try:
        record.require()
    except BackendError as error:
        if record.name in required():
            pytest.fail(f"{REQUIRE} names {record.name}, but: {error}", pytrace=False)
        pytest.skip(str(error))
    return record


@pytest.fixture
def xp(backend: Backend) -> Namespace:
    """The functions of every backend in turn."""
    return backend.xp


def _obey_marks(node: pytest.Item, name: str) -> None:
    for mark in node.iter_markers("only_backends"):
        reason = _reason(mark)
        if name not in mark.args:
            pytest.skip(reason)
    for mark in node.iter_markers("skip_backend"):
        reason = _reason(mark)
        if name in mark.args:
            pytest.skip(reason)
    for mark in node.iter_markers("xfail_backend"):
        reason = _reason(mark)
        if name in mark.args:
            node.add_marker(pytest.mark.xfail(reason=reason, raises=mark.kwargs.get("raises")))


def _reason(mark: pytest.Mark) -> str:
    """The reason that a mark gives; a mark without one, or with an unknown name, is an error."""
    reason = mark.kwargs.get("reason")
    if not reason:
        raise pytest.UsageError(f"the mark {mark.name} needs a reason: {mark.name}(..., reason='...')")
    for name in mark.args:
        try:
            get_backend(name)
        except BackendError as error:
            raise pytest.UsageError(f"the mark {mark.name}: {error}") from error
    return str(reason)
