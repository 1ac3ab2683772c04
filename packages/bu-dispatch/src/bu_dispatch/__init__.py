"""Array libraries as records: which one an array belongs to, its functions, and ways between them.

Knows arrays, knows no units. Imports no array library until one is used.
"""

from __future__ import annotations

from bu_dispatch._backend import Backend, supplies  # before the records, which may import it from here

# isort: split
from bu_dispatch import _compiled as _compiled  # tells torch.compile of the default
from bu_dispatch import _membership
from bu_dispatch._convert import convert
from bu_dispatch._imports import when_imported
from bu_dispatch._membership import *
from bu_dispatch._namespace import Namespace
from bu_dispatch._registry import backends, builtin_backends, get_backend, usable_backends
from bu_dispatch._select import (
    backend_of,
    backend_of_type,
    common_backend,
    default_backend,
    get_default_backend,
    set_default_backend,
    stand_for,
    substitute_functions,
    using_backend,
)
from bu_dispatch._version import __version__
from bu_dispatch.errors import BackendError, MissingFunctionError

TYPE_CHECKING = False  # typing itself costs more to import than this package

__all__ = [
    "Backend",
    "BackendError",
    "MissingFunctionError",
    "Namespace",
    "__version__",
    "backend_of",
    "backend_of_type",
    "backends",
    "builtin_backends",
    "common_backend",
    "convert",
    "default_backend",
    "get_backend",
    "get_default_backend",
    "set_default_backend",
    "stand_for",
    "substitute_functions",
    "supplies",
    "usable_backends",
    "using_backend",
    "when_imported",
]
__all__ += _membership.__all__  # is_numpy_array and kin

if not TYPE_CHECKING:  # a checker would take every name for one of these

    def __getattr__(name):
        test = _membership.of_another_package(name)
        if test is None:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}", name=name)
        globals()[name] = test
        return test


del TYPE_CHECKING
