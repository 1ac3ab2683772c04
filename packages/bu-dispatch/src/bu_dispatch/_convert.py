"""Arrays from one library to another, without losing anything on the way."""

from __future__ import annotations

from bu_dispatch._select import backend_of
from bu_dispatch.errors import BackendError

TYPE_CHECKING = False  # typing itself costs more to import than this package
if TYPE_CHECKING:
    from typing import Any

    from bu_dispatch._backend import Backend


def convert(
    x: Any, to: Backend, *, dtype: Any = None, device: Any = None, explicit: bool = False, **options: Any
) -> Any:
    """`x`, an array of any library or Python data, as an array of the library `to`.

    to: the library, or its name.
    `x` itself where nothing is to do; memory is shared where both libraries allow it, but never so
    that writing into the result changes a jax array. `options`: others that `to` has, such as ``chunks=``.
    `explicit`: the user asked for it by name; otherwise it comes of mixing libraries in an
    operation, and lazy arrays are refused even where their values could be had.
    Raises BackendError for what would lose something: a jax tracer, a lazy array, a tensor that
    requires grad.
    """
    if options:
        options = _chosen(options, to)
    source = backend_of(x)
    if source is to and dtype is None and device is None and not options and not to.gives_way(type(x)):
        return x
    if source is None:
        if isinstance(x, (list, tuple)) and _first_leaf_is_array(x):
            x = to.xp.stack([convert(item, to, explicit=explicit) for item in x])
    elif source is not to:
        source.refuse(x, to.name, explicit=explicit)
        if to.numbers_only and getattr(x.dtype, "kind", "") == "O":
            raise BackendError(
                f"cannot convert an array of objects to {to.name}, which knows numbers of its own only; "
                "make floats of them first: .astype(float)"
            )
        x = to.receive(x, source)
        if dtype is None and device is None and not options:
            return x
    return to.asarray(x, dtype=dtype, device=device, **options)


def _chosen(options: dict[str, Any], to: Backend) -> dict[str, Any]:
    """The options less those that are None; BackendError for one that the library has not."""
    for name, option in options.items():
        if option is not None and name not in to.options:
            raise BackendError(f"{name}= means nothing to {to.title} arrays")
    return {name: option for name, option in options.items() if option is not None}


def _first_leaf_is_array(data: Any) -> bool:
    """Whether nested lists hold arrays, judged by the first; libraries differ in what they make of those."""
    while isinstance(data, (list, tuple)) and data:
        data = data[0]
    source = backend_of(data)
    return source is not None and not source.gives_way(type(data))
