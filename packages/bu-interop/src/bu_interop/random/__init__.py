"""Random quantities: the distributions of numpy's Generator, for numpy, jax and torch, one unit rule for all.

>>> from brainunit import random
>>> import brainunit as u
>>> rng = random.default_rng(7)
>>> rng.normal(-65.0 * u.mV, 500.0 * u.uV, size=3).unit
Unit("mV")

Every function takes first what random numbers come from: a Generator of numpy, a key of jax, or a Generator
of torch. What follows is as in numpy's Generator, with quantities. A sample is of the library that draws.
"""

from __future__ import annotations

from collections.abc import Callable
from inspect import Parameter
from typing import Any

import numpy as np

from bu_array.core import Pair, has_unit, join, split
from bu_dispatch import BackendError, backend_of, convert

from .drawing import library_of, like
from .rows import ROWS, Row, numbers

__all__ = ["Generator", "default_rng", "shuffle"]
__all__ += list(ROWS)


class Generator:
    """numpy's Generator on quantities: its methods, with the units of the parameters and of the samples.

    source: a Generator of numpy. Methods without a unit rule are numpy's own: `bare`.
    """

    __slots__ = ("bare",)

    bare: np.random.Generator
    """numpy's own."""

    def __init__(self, source: np.random.Generator) -> None:
        if not isinstance(source, np.random.Generator):
            raise TypeError(f"a Generator of numpy is wanted, got {type(source).__name__}")
        self.bare = source

    def __repr__(self) -> str:
        return f"Generator({self.bare!r})"

    def spawn(self, n_children: int) -> list[Generator]:
        """Return new generators of independent numbers.

        n_children: how many.
        """
        return [Generator(child) for child in self.bare.spawn(n_children)]

    def shuffle(self, x: Any, axis: int = 0) -> None:
        """Put the elements of an array along `axis` in another order, in place, with their unit.

        x: a quantity or an array; axis: the axis.
        """
        shuffle(self, x, axis)


def default_rng(seed: Any = None) -> Generator:
    """Return a new generator of quantities, made as numpy's ``default_rng``.

    seed: a whole number, or what else numpy takes; None for numbers that never come again.
    """
    return Generator(np.random.default_rng(seed))


def shuffle(source: Any, x: Any, axis: int = 0) -> None:
    """Put the elements of an array along `axis` in another order, in place; its unit stays.

    source: a Generator of numpy, or of torch; arrays of jax do not change: see `permutation`.
    x: a quantity or an array; axis: the axis.
    """
    library, source = library_of(_opened(source))
    if has_unit(x) and not isinstance(x, Pair):
        raise TypeError(f"random.shuffle changes an array in place, got {type(x).__name__}")
    mantissa = split(x)[0] if isinstance(x, Pair) else x
    own = backend_of(mantissa)
    if library.name == "jax" or (own is not None and not own.mutable):
        raise BackendError("random.shuffle: arrays of jax do not change in place; use random.permutation")
    if own is not None and own is not library:
        raise BackendError(f"random.shuffle: a Generator of {library.name} got an array of {own.name}")
    if library.name == "numpy":
        source.shuffle(mantissa, axis=axis)
        return
    from . import of_torch

    mantissa.copy_(of_torch.permutation(source, mantissa, axis))


def _function(row: Row) -> Callable[..., Any]:
    source_and = [Parameter("source", Parameter.POSITIONAL_OR_KEYWORD), *row.signature.parameters.values()]
    signature = row.signature.replace(parameters=source_and)

    def draw(*args: Any, **kwargs: Any) -> Any:
        bound = signature.bind(*args, **kwargs)
        library, source = library_of(_opened(bound.arguments.pop("source")))
        given = dict(bound.arguments)
        found, unit = numbers(row, given, like(library))
        for key, value in found.items():
            if backend_of(value) not in (None, library):
                found[key] = convert(value, library)  # BackendError where something would be lost
        sample = _drawn(row, library, source, found)
        return sample if unit is None else join(sample, unit)

    draw.__name__ = draw.__qualname__ = row.name
    draw.__doc__ = f"""Samples of numpy's `{row.name}`, in {row.unit}.

    source: a Generator of numpy, a key of jax or a Generator of torch.
    {_told(row, "    ")}
    Raises UnitMismatchError where the units of parameters do not go together, BackendError where the library
    that draws has no such distribution.
    """
    draw.__signature__ = signature  # type: ignore[attr-defined]  # PEP 362
    return draw


def _drawn(row: Row, library: Any, source: Any, found: dict[str, Any]) -> Any:
    if library.name == "numpy":
        given = {key: value for key, value in found.items() if value is not None}
        return getattr(source, row.name)(**given)
    if library.name == "jax":
        from . import of_jax as door
    else:
        from . import of_torch as door  # type: ignore[no-redef]  # one of two
    function = getattr(door, row.name, None)
    if function is None:
        raise BackendError(
            f"random.{row.name}: {library.name} has no such distribution; draw with a Generator of numpy"
        )
    bound = row.signature.bind(**found)
    bound.apply_defaults()
    return function(source, **bound.arguments)


def _method(function: Callable[..., Any], row: Row) -> Callable[..., Any]:
    def method(self: Generator, *args: Any, **kwargs: Any) -> Any:
        return function(self.bare, *args, **kwargs)

    method.__name__, method.__qualname__ = row.name, f"Generator.{row.name}"
    method.__doc__ = f"""Samples of numpy's `{row.name}`, in {row.unit}.

    {_told(row, "    ")}
    """
    self = Parameter("self", Parameter.POSITIONAL_OR_KEYWORD)
    method.__signature__ = row.signature.replace(  # type: ignore[attr-defined]  # PEP 362
        parameters=[self, *row.signature.parameters.values()]
    )
    return method


_TEXTS = {
    "x": "a value, whose unit the samples have",
    "d": "a difference of values",
    "c": "a product of two differences",
    "one": "a number",
    "size": "the shape of the samples; of the parameters together if None",
    "axis": "the axis along which elements are taken or moved",
    "replace": "whether an element may be taken again",
    "shuffle": "whether elements without replacement come in any order",
    "dtype": "the dtype of the samples",
    "endpoint": "whether `high` itself may be drawn",
    "method": "how the covariance is factored",
}


def _told(row: Row, indent: str) -> str:
    """Return a line for each parameter."""
    lines = [f"{key}: {_TEXTS[row.letters.get(key, key)]}." for key in row.signature.parameters]
    return f"\n{indent}".join(lines)


def _opened(source: Any) -> Any:
    return source.bare if isinstance(source, Generator) else source


for _row in ROWS.values():
    globals()[_row.name] = _function(_row)
    setattr(Generator, _row.name, _method(globals()[_row.name], _row))


def __getattr__(name: str) -> Any:
    raise AttributeError(f"{__name__} has no distribution {name!r}; it has {', '.join(ROWS)}", name=name)
