"""What torch.compile reads instead of `default_backend`: the thread's default, from a plain attribute.

A compiled program looks at it at each call, and is compiled again where it has changed.
"""

from __future__ import annotations

from bu_dispatch._imports import when_imported
from bu_dispatch._select import default_backend, mirror
from bu_dispatch.errors import BackendError

TYPE_CHECKING = False  # typing itself costs more to import than this package
if TYPE_CHECKING:
    from types import ModuleType

    from bu_dispatch._backend import Backend


def compiled_default() -> Backend:
    """Return the default backend of this thread; BackendError where none is set, or not torch."""
    link = mirror.link
    if link is None or link[0] is None:
        raise BackendError(
            "inside torch.compile no array says which library computes; say it outside: using_backend('torch')"
        )
    found: Backend = link[0]
    return found


def _substitute(dynamo: ModuleType) -> None:
    # torch 2.13; older ones may lack it, and stop at the ContextVar as before.
    import torch

    substitute = getattr(torch.compiler, "substitute_in_graph", None)
    if substitute is not None:
        substitute(default_backend, skip_signature_check=True)(compiled_default)


when_imported("torch._dynamo", _substitute)
