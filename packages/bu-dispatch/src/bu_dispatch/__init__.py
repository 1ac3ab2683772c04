"""Array libraries as records: which one an array belongs to, its functions, and ways between them.

Knows arrays, knows no units. Imports no array library until one is used.
"""

from __future__ import annotations

from bu_dispatch._backend import Backend, supplies
from bu_dispatch._convert import convert
from bu_dispatch._imports import when_imported
from bu_dispatch._namespace import Namespace
from bu_dispatch._registry import backends, get_backend, usable_backends
from bu_dispatch._select import (
    backend_of,
    backend_of_type,
    common_backend,
    default_backend,
    get_default_backend,
    is_cupy_array,
    is_dask_array,
    is_jax_array,
    is_ndonnx_array,
    is_numpy_array,
    is_torch_array,
    set_default_backend,
    using_backend,
)
from bu_dispatch._version import __version__
from bu_dispatch.errors import BackendError, MissingFunctionError

__all__ = [
    "Backend",
    "BackendError",
    "MissingFunctionError",
    "Namespace",
    "__version__",
    "backend_of",
    "backend_of_type",
    "backends",
    "common_backend",
    "convert",
    "default_backend",
    "get_backend",
    "get_default_backend",
    "is_cupy_array",
    "is_dask_array",
    "is_jax_array",
    "is_ndonnx_array",
    "is_numpy_array",
    "is_torch_array",
    "set_default_backend",
    "supplies",
    "usable_backends",
    "using_backend",
    "when_imported",
]
