"""Axes by name: einops' patterns, and sums of products by Einstein's convention."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from math import prod
from typing import Any, Concatenate, ParamSpec, TypeVar, cast

import numpy as np

from bu_units import UNITLESS, Unit

from ..core import (
    Bodies,
    Factor,
    averaged,
    by_default,
    drop,
    join,
    keep,
    moved,
    refused_on_scale,
    rules,
    scaled,
    split,
)
from ..declare import Namespace, Plan, Q, register, ruled, unary

__all__ = ["einrearrange", "einreduce", "einrepeat", "einshape", "einsum"]

P = ParamSpec("P")
R = TypeVar("R")
Reduction = str | Callable[[Any, tuple[int, ...]], Any]


class _Tensor:
    """An array as einops.array_api takes it: with a namespace, which it is itself.

    einops knows torch and cupy by itself, but not dask; this way it is given the same functions of every
    library as the rest of this package.
    """

    def __init__(self, xp: Namespace, array: Any) -> None:
        self.xp = xp
        self.array = array
        self.shape = tuple(array.shape)
        self.ndim = len(self.shape)

    def __array_namespace__(self) -> _Tensor:
        return self

    def __getattr__(self, name: str) -> Callable[..., Any]:
        if name.startswith("_"):
            raise AttributeError(name)
        function = getattr(self.xp, name)
        return lambda x, *args, **kwargs: function(_bare(x), *args, **kwargs)

    def reshape(self, x: Any, shape: Sequence[int]) -> Any:
        return self.xp.reshape(_bare(x), tuple(shape))

    def broadcast_to(self, x: Any, shape: Sequence[int]) -> Any:
        return self.xp.broadcast_to(_bare(x), tuple(shape))


def _bare(x: Any) -> Any:
    return x.array if isinstance(x, _Tensor) else x


def _reduced(xp: Namespace, x: Any, pattern: str, reduction: Any, axes_lengths: dict[str, int]) -> Any:
    """Return what einops makes of an array; "rearrange" and "repeat" are reductions to it."""
    import einops.array_api  # 15 ms, and most programs never get here

    if callable(reduction):
        reduction = _Callable(reduction)
    return _bare(einops.array_api.reduce(_Tensor(xp, x), pattern, reduction, **axes_lengths))


class _Callable:
    """A user's reduction, given bare arrays."""

    def __init__(self, function: Callable[[Any, tuple[int, ...]], Any]) -> None:
        self.function = function

    def __call__(self, x: Any, axes: tuple[int, ...]) -> Any:
        return self.function(_bare(x), axes)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Callable) and self.function == other.function

    def __hash__(self) -> int:
        return hash(self.function)  # einops remembers what it has parsed


@unary(keep, on_scale=moved)
def einrearrange(xp: Namespace, x: Q, /, pattern: str, **axes_lengths: int) -> Q:
    """`x` with its axes in another order, joined or parted, as in ``"b (h w) -> h w b"``; in the unit of `x`.

    `axes_lengths` says what the pattern leaves open. A list of arrays of one dimension has a first axis more.
    """
    return _reduced(xp, x, pattern, "rearrange", axes_lengths)


@unary(keep, on_scale=moved)
def einrepeat(xp: Namespace, x: Q, /, pattern: str, **axes_lengths: int) -> Q:
    """`x` repeated along new axes, as in ``"h w -> h (w 2)"``, in the unit of `x`; see `einrearrange`."""
    return _reduced(xp, x, pattern, "repeat", axes_lengths)


@unary(drop)
def einshape(xp: Namespace, x: Q, /, pattern: str) -> dict[str, int]:
    """Lengths of the axes of `x` under the names in `pattern`, as in ``"batch _ h w"``: plain integers."""
    import einops  # as in _reduced

    # einops knows no arrays of dask, nor of a third party; numpy's have a shape without memory.
    dummy = np.broadcast_to(np.zeros(()), tuple(cast("Any", x).shape))
    return cast("dict[str, int]", einops.parse_shape(dummy, pattern))


def _reducing(body: Callable[Concatenate[Namespace, P], R]) -> Callable[P, R]:
    """Declare a function whose unit follows from a pattern and a reduction."""
    bodies = Bodies(body)
    name = body.__name__

    def function(*args: Any, **kwargs: Any) -> Any:
        # Only without an array by position is `x` the array, else it may be an axis.
        x, *rest = args or (kwargs.pop("x"),) if args or "x" in kwargs else (None,)
        options = dict(zip(("pattern", "reduction"), rest, strict=False)) | kwargs
        if not (args or x is not None) or not {"pattern", "reduction"} <= options.keys():
            raise TypeError(f"{name}() takes an array, a pattern and a reduction")
        mantissa, own = split(x)
        factor, unit = _unit_of(name, options["reduction"], own)
        run, mantissa = bodies.ready(mantissa, mantissa)
        result = run(scaled(mantissa, factor), *rest, **kwargs)
        if own is UNITLESS:
            return result
        fold = None
        if options["reduction"] == "prod":
            pattern = options.pop("pattern")
            del options["reduction"]
            unit, fold = rules.raised(own, _multiplied(mantissa.shape, pattern, options))
        return scaled(result, fold) if unit is None else join(result, unit)

    return cast("Callable[P, R]", register(body, function, "shaped", "by the reduction"))


_ON_SCALES = {"sum": by_default(keep), "mean": averaged, "min": moved, "max": moved}


def _unit_of(name: str, reduction: Reduction, own: Unit) -> tuple[Factor, Unit | None]:
    """Return the factor of the operand, and the unit of the result of a reduction (but for prod)."""
    if reduction in ("sum", "mean", "min", "max"):
        if type(own) is Unit:
            return None, own
        outcome = _ON_SCALES[reduction].of(own)
        if outcome is None:
            raise refused_on_scale(name, own)
        return None, outcome[1]
    if type(own) is not Unit:
        raise refused_on_scale(name, own)
    if reduction == "prod":
        return None, None
    if not own.dim.is_dimensionless:
        what = repr(reduction) if isinstance(reduction, str) else "a callable"
        raise TypeError(f"{name}: the reduction {what} takes no unit, got one in {own}")
    return rules.suited(own, UNITLESS), None


def _multiplied(shape: Any, pattern: str, axes_lengths: dict[str, int]) -> int:
    """Return how many elements a pattern reduces to one."""
    counts = [1]

    def count(x: Any, axes: tuple[int, ...]) -> Any:
        counts.append(prod(x.shape[axis] for axis in axes))
        return x[tuple(0 if axis in axes else slice(None) for axis in range(x.ndim))]

    import einops  # as in _reduced

    einops.reduce(np.broadcast_to(np.zeros(()), tuple(shape)), pattern, count, **axes_lengths)
    return counts[-1]


@_reducing
def einreduce(xp: Namespace, x: Q, /, pattern: str, reduction: Reduction, **axes_lengths: int) -> Q:
    """`x` reduced over the axes that `pattern` drops, as in ``"h w -> h"``, in the unit of `x`.

    reduction: "sum", "mean", "min", "max"; "prod" gives the unit to the number of elements multiplied;
    "any", "all" and a callable ``f(array, axes)`` take a pure number and give a bare array.
    """
    return _reduced(xp, x, pattern, reduction, axes_lengths)


# ---------------------------------------------------------------- sums of products


def _product_of_all(units: list[Unit]) -> Plan:
    """The product of the units."""
    total, fold = UNITLESS, None
    for unit in units:
        found, factor = rules.product.result(total, unit)
        total = UNITLESS if found is None else found
        if factor is not None:
            fold = factor if fold is None else fold * factor
    return Plan({}, (None if total is UNITLESS else total, fold))


def _interleaved(function: Callable[P, R]) -> Callable[P, R]:
    """Let a function of subscripts as text take numpy's other form: ``f(x, [0, 1], y, [1, 2], [0, 2])``."""
    of_text: Callable[..., Any] = function

    def either(*args: Any, **kwargs: Any) -> Any:
        if args and not isinstance(args[0], str):
            args = _as_text(args)
        return of_text(*args, **kwargs)

    # torch.compile follows no function that carries `__wrapped__` to another one with cells of its own.
    return cast("Callable[P, R]", functools.update_wrapper(either, function))


def _as_text(args: tuple[Any, ...]) -> tuple[Any, ...]:
    """Return the arguments of einsum with its subscripts as text."""
    flat, last = (args, None) if len(args) % 2 == 0 else (args[:-1], args[-1])
    operands, lists = flat[::2], [list(item) for item in flat[1::2]]
    if not lists:
        raise TypeError("einsum takes subscripts as text, or a list of axes behind each operand")
    numbers = sorted({item for items in lists for item in items if item is not ...})
    letters = dict(zip(numbers, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz", strict=False))
    letters[...] = "..."
    text = ",".join("".join(letters[item] for item in items) for items in lists)
    if last is not None:
        text += "->" + "".join(letters[item] for item in last)
    return (text, *operands)


@_interleaved
@ruled(_product_of_all, "*operands")
def einsum(
    xp: Namespace,
    subscripts: Any,
    /,
    *operands: Any,
    optimize: Any = "optimal",
    precision: Any = None,
    preferred_element_type: Any = None,
) -> Any:
    """Sum of products by `subscripts`, such as ``"ij,jk->ik"``, in the product of all units.

    subscripts: the axes of the operands and of the result, a letter each.
    `optimize`: the order of the steps for three operands and more, as in opt_einsum.contract_path; False
    takes one step for all. `precision` is for jax alone. `preferred_element_type` is the dtype to compute in.
    Raises ValueError where the subscripts do not fit the operands.
    """
    if not operands:
        raise ValueError("einsum takes at least one operand")
    return xp.contract(
        subscripts,
        *operands,
        optimize=optimize,
        precision=precision,
        preferred_element_type=preferred_element_type,
    )
