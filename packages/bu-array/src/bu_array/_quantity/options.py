"""Functions as methods, with the options that numpy's methods have and ours do not: ``q.sum(out=None)``.

Code that is written for arrays passes them. What asks for nothing is left out; for the rest numpy computes,
if the mantissa is its own.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from inspect import signature
from typing import Any, TypeVar, cast

import numpy as np

from bu_dispatch import backend_of

from .. import math as functions
from ..core.pair import FINDERS

__all__ = ["as_method", "left_over", "or_tensors"]

F = TypeVar("F", bound=Callable[..., Any])

# Functions of ours have them under these names to say that most libraries do not.
_NUMPYS = frozenset({"kind", "order"})
_NEUTRAL: dict[str, tuple[Any, ...]] = {
    "out": (None,),
    "kind": (None,),
    "order": (None, "C"),
    "where": (True,),
}
# torch's words for arguments, with which its own method answers for a tensor.
_TORCHS = frozenset(
    """dim dim0 dim1 dim2 dims keepdim unbiased correction descending start_dim end_dim other exponent vec2 tensor index as_tuple
    split_size shifts""".split()
)
# Functions of one array that are functions of two in torch, where an array is given: ``q.max(r)``.
_OF_TWO = frozenset({"max", "min"})
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
        if args and _is_tensors(own, args, of_axes):
            return beyond(self, args, kwargs)
        for key in kwargs:
            if key not in known:
                return beyond(self, args, kwargs)
        # By name: torch.compile asks where a function is to be found, and looks in no closure.
        return getattr(functions, own)(self, *args, **kwargs)

    def beyond(self: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        options = {key: x for key, x in kwargs.items() if key in known or not _is_neutral(key, x)}
        left = options.keys() - known
        if left <= _TORCHS if left else args:
            found = of_tensor(self, of_axes or _TENSORS.get(own, own))
            if found is not None:
                return found(*args, **kwargs)
        backend = backend_of(self._mantissa)
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


# The method of tensors for a function, where they call it by another name.
_TENSORS = {"power": "pow"}


def of_tensor(quantity: Any, name: str) -> Any:
    """Return the method of tensors of that name for a quantity of one; None for other quantities."""
    for find in FINDERS:
        found = find(quantity, name)
        if found is not NotImplemented:
            return found
    return None


def _is_tensors(name: str, args: tuple[Any, ...], of_axes: str | None) -> bool:
    """Whether arguments by position are those of a method of tensors: ``q.sum(0, True)``, ``q.max(r)``.

    Of max and min a second one is our `keepdims`.
    """
    if of_axes is not None and isinstance(args[0], (int, tuple)):
        return True
    if name in _OF_TWO:
        return hasattr(args[0], "dtype")
    if name == "tile":
        return len(args) > 1
    for each in args:  # noqa: SIM110  # torch.compile follows no generator there
        if type(each) is bool:
            return True
    return False


def or_tensors(*words: str, when: Callable[[tuple[Any, ...]], bool] | None = None) -> Callable[[F], F]:
    """Have a method of quantities answer as that of tensors where it is asked in torch's words.

    words: names of arguments that only torch has; when: whether arguments by position are torch's.
    """
    theirs = frozenset(words)

    def decorate(function: F) -> F:
        name: str = function.__name__

        @wraps(function)
        def method(self: Any, /, *args: Any, **kwargs: Any) -> Any:
            asked = bool(kwargs) and not theirs.isdisjoint(kwargs)
            if asked or (when is not None and args and when(args)):
                found = of_tensor(self, name)
                if found is not None:
                    return found(*args, **kwargs)
            return function(self, *args, **kwargs)

        return cast("F", method)

    return decorate


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
