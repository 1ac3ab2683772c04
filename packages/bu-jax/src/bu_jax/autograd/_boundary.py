"""Where quantities become what jax differentiates: mantissas go in, units stay beside."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Sequence
from itertools import product
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np

from bu_array import Quantity
from bu_array.core import Requirement, differential, join, require, slope
from bu_units import Unit

__all__ = [
    "Argnums",
    "Bare",
    "Units",
    "admit_all",
    "has_no_values",
    "in_unit",
    "is_quantity",
    "part",
    "require_function",
]

Argnums = int | Sequence[int]

_JAX = Requirement("jax", "brainunit.autograd", {"torch": "u.torch.autograd"})


def is_quantity(x: object) -> bool:
    """Whether `x` is a leaf here: jax alone would look for the mantissa inside."""
    return isinstance(x, Quantity)


def has_no_values(x: object) -> bool:
    """Whether `x` is the derivative by an integer: an array of jax's dtype float0."""
    return getattr(x, "dtype", None) == jax.dtypes.float0


class Units(NamedTuple):
    """The units of the leaves of a tree, None for a bare leaf; hashable, so static under jit."""

    structure: Any
    leaves: tuple[Unit | None, ...]

    def whole(self, tree: Any) -> Any:
        """Return a tree of mantissas with the units back on."""
        mantissas = self.structure.flatten_up_to(tree)
        leaves = [
            m if unit is None else join(m, unit) for m, unit in zip(mantissas, self.leaves, strict=True)
        ]
        return jax.tree.unflatten(self.structure, leaves)

    def linear(self, name: str) -> list[Unit]:
        """Return the units that derivatives are in, that of differences for a value on a scale."""
        return [differential(name, unit) for unit in self.leaves]


def part(tree: Any) -> tuple[Any, Units]:
    """Return a tree of quantities as one of mantissas, and the units."""
    leaves, structure = jax.tree.flatten(tree, is_leaf=is_quantity)
    mantissas = [x.mantissa if is_quantity(x) else x for x in leaves]
    units = tuple(x.unit if is_quantity(x) else None for x in leaves)
    return jax.tree.unflatten(structure, mantissas), Units(structure, units)


def in_unit(mantissa: Any, of: Unit, *per: Unit) -> Any:
    """Return a derivative in the unit `of` per each of `per`; bare where the dimension cancels."""
    if has_no_values(mantissa):
        return mantissa
    return slope(mantissa, of, *per)


def admit_all(name: str, *trees: Any) -> None:
    """Raise BackendError for a quantity of another library anywhere in `trees`."""
    for leaf in jax.tree.leaves(trees, is_leaf=is_quantity):
        if is_quantity(leaf):
            require(_JAX, name, leaf)


def require_function(name: str, fun: Any) -> None:
    """Raise TypeError for what is no function, or one that yields values."""
    if not callable(fun):
        raise TypeError(f"{name} takes a function, got {type(fun).__name__}")
    if inspect.isgeneratorfunction(fun) or inspect.isasyncgenfunction(fun):
        raise TypeError(f"{name} takes a function that returns a value; {fun.__name__} yields them")


class Bare:
    """One call of a function of quantities, as the function of mantissas that jax differentiates.

    `run` takes the mantissas of the arguments at `argnums` and returns those of the value; the
    units of the value are known once it has run. jax traces it anew at every call.
    """

    def __init__(
        self,
        name: str,
        fun: Callable[..., Any],
        args: Sequence[Any],
        kwargs: dict[str, Any] | None = None,
        argnums: Argnums | None = None,
        has_aux: bool = False,
        scalar: bool = False,
    ) -> None:
        kwargs = {} if kwargs is None else kwargs
        admit_all(name, args, kwargs)
        self.name, self.fun, self.args, self.kwargs = name, fun, args, kwargs
        self.has_aux, self.scalar = has_aux, scalar
        self.places = _places(argnums, len(args))
        # jax gives derivatives by one argument alone, by several in a tuple.
        alone = argnums is not None and not isinstance(argnums, Iterable)
        self.argnums: int | tuple[int, ...] = 0 if alone else tuple(range(len(self.places)))
        chosen = tuple(args[place] for place in self.places)
        for leaf in jax.tree.leaves(chosen):
            require(_JAX, name, leaf)
        self.mantissas, self.ins = part(chosen)
        self.outs = Units(None, ())

    def run(self, *mantissas: Any) -> Any:
        """Call the function on quantities made of `mantissas`; return the mantissas of its value."""
        args = list(self.args)
        for place, arg in zip(self.places, self.ins.whole(mantissas), strict=True):
            args[place] = arg
        result = self.fun(*args, **self.kwargs)
        value, aux = _pair(self.name, result) if self.has_aux else (result, None)
        value, self.outs = part(value)
        if self.scalar:
            _require_scalar(self.name, value, self.outs)
        return (value, aux) if self.has_aux else value

    def require_inexact(self) -> None:
        """Raise TypeError for an argument of integers, which has no derivative."""
        if all(_is_inexact(x) for x in jax.tree.leaves(self.mantissas)):
            return
        paths, _ = jax.tree_util.tree_flatten_with_path(self.mantissas)
        (at, *inside), x = next((path, x) for path, x in paths if not _is_inexact(x))
        raise TypeError(
            f"{self.name}: derivatives are by arguments of real or complex numbers; argument "
            f"{self.places[at.idx]}{jax.tree_util.keystr(tuple(inside))} has dtype {jnp.result_type(x)}. "
            "Make it floating" + (", or pass allow_int=True" if self.name in _TAKE_INTEGERS else "")
        )

    def entries(self, tree: Any, order: int = 1, of: Sequence[Unit] | None = None) -> Any:
        """Return derivatives of an order with the unit of each pair of value and arguments.

        `tree` is one of mantissas: in the place of each leaf of the value a tree of the arguments,
        for the second order with such a tree in the place of each leaf. `of`: the units of the value.
        """
        leaves, structure = jax.tree.flatten(tree)
        of = self.outs.linear(self.name) if of is None else of
        units = product(of, *[self.ins.linear(self.name)] * order)
        return jax.tree.unflatten(structure, [in_unit(x, *u) for x, u in zip(leaves, units, strict=True)])


_TAKE_INTEGERS = frozenset({"grad", "value_and_grad", "jacrev", "jacobian"})


def _places(argnums: Argnums | None, count: int) -> tuple[int, ...]:
    """Return the positions to differentiate by; all for None. ValueError for one beyond the arguments."""
    if argnums is None:
        return tuple(range(count))
    places = tuple(argnums) if isinstance(argnums, Iterable) else (argnums,)
    for place in places:
        if not -count <= place < count:
            raise ValueError(
                f"differentiation by argnums={argnums} needs {place + 1 if place >= 0 else -place} "
                f"positional arguments, got {count}"
            )
    return tuple(place % count for place in places)


def _pair(name: str, result: Any) -> tuple[Any, Any]:
    if not isinstance(result, (tuple, list)) or len(result) != 2:
        raise TypeError(f"{name}: with has_aux=True the function returns a pair (value, aux), got {result!r}")
    value, aux = result
    return value, aux


def _is_inexact(x: Any) -> bool:
    dtype = getattr(x, "dtype", None)
    if dtype is None:
        return not isinstance(x, (bool, int))  # jax says what it thinks of other objects
    return jnp.issubdtype(dtype, np.inexact)


def _require_scalar(name: str, value: Any, units: Units) -> None:
    if not jax.tree_util.treedef_is_leaf(units.structure):
        raise TypeError(
            f"{name}: gradients are of scalar-output functions, got an output of {len(units.leaves)} leaves "
            f"({units.structure}); use jacobian"
        )
    shape = jnp.shape(value)
    if shape != ():
        unit = units.leaves[0]
        raise TypeError(
            f"{name}: gradients are of scalar-output functions, got an output of shape {shape}"
            f"{'' if unit is None else f' in {unit}'}; use jacobian, or vector_grad for elementwise functions"
        )
