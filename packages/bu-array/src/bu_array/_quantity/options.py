"""Functions as methods, with the options that numpy's methods have and ours do not: ``q.sum(out=None)``.

Code that is written for arrays passes them. What asks for nothing is left out; for the rest numpy computes,
if the mantissa is its own.
"""

from __future__ import annotations

from collections.abc import Callable
from inspect import signature
from typing import Any, TypeVar, cast

import numpy as np

from bu_dispatch import backend_of

from .. import math as functions
from ..core.pair import FINDERS

__all__ = ["as_method", "left_over"]

F = TypeVar("F", bound=Callable[..., Any])

# Functions of ours have them under these names to say that most libraries do not.
_NUMPYS = frozenset({"kind", "order"})
_NEUTRAL: dict[str, tuple[Any, ...]] = {
    "out": (None,),
    "kind": (None,),
    "order": (None, "C"),
    "where": (True,),
}
# torch's words for options, with which its own method answers for a tensor.
_TORCHS = frozenset(
    {"dim", "dim0", "dim1", "dims", "keepdim", "unbiased", "descending", "start_dim", "end_dim"}
)
_STABLE = {"stable": True, "mergesort": True, "quicksort": False, "heapsort": False}


def as_method(function: F, numpys: str | None = None, of_axes: str | None = None) -> F:
    """Return a function as a method; `numpys` is numpy's function of the same meaning, by name.

    of_axes: torch's method of that name, which answers where numbers are given by position.
    """
    body: Any = getattr(function, "__wrapped__", function)
    code = getattr(body, "func", body).__code__
    names = code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]
    known = frozenset(names) - _NUMPYS
    own: str = function.__name__
    name = numpys or own

    def method(self: Any, /, *args: Any, **kwargs: Any) -> Any:
        if of_axes is not None and args and type(args[0]) is int:
            return beyond(self, args, kwargs)
        for key in kwargs:
            if key not in known:
                return beyond(self, args, kwargs)
        # By name: torch.compile asks where a function is to be found, and looks in no closure.
        return getattr(functions, own)(self, *args, **kwargs)

    def beyond(self: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        options = {key: x for key, x in kwargs.items() if key in known or not _is_neutral(key, x)}
        left = options.keys() - known
        backend = backend_of(self._mantissa)
        if (left and left <= _TORCHS) or (of_axes is not None and args):
            for find in FINDERS:  # an option of torch's: dim, keepdim
                found = find(self, of_axes or own)
                if found is not NotImplemented:
                    return found(*args, **kwargs)
        if not left or not left <= _NEUTRAL.keys():
            return function(self, *args, **options)  # which says what it takes
        if backend is None or backend.name == "numpy":
            return getattr(np, name)(self, *args, **options)
        if left == {"kind"} and "stable" in known and options["kind"] in _STABLE:
            return function(self, *args, stable=_STABLE[options.pop("kind")], **options)
        raise left_over(name, left, backend)

    # No functools.wraps: torch.compile follows no partial, which a declared function has as __wrapped__.
    for attribute in ("__module__", "__name__", "__qualname__", "__doc__", "__annotations__"):
        setattr(method, attribute, getattr(function, attribute))
    method.__signature__ = signature(function)  # type: ignore[attr-defined]  # what inspect looks for
    return cast("F", method)


def _is_neutral(key: str, value: Any) -> bool:
    """Whether an option asks for nothing."""
    return any(
        value is neutral or (isinstance(value, str) and value == neutral) for neutral in _NEUTRAL.get(key, ())
    )


def left_over(name: str, options: Any, backend: Any) -> TypeError:
    """Build the error for options of numpy's on another library."""
    return TypeError(
        f"{name}: {' and '.join(sorted(options))} are options of numpy's, and the mantissa is of {backend.name}; "
        "leave them out, or convert first: .to_numpy()"
    )
