"""Loops and branches over quantities.

Carries, operands, elements and results are pytrees of quantities and arrays, whose units jax.lax keeps as
part of their structure: the program is the one that it makes itself. What is added: libraries other than
jax are refused by name, and where units do not agree the error names the leaf and both units.

The carry of a loop has one unit, that of its initial value, in all iterations; a value of the same
dimension in another unit is an error too, since converting it would round in every iteration. The branches
of `cond` and `switch` agree in dimension; results are converted to the units of the first branch, which
takes one multiplication in the others. A plain zero without a unit has none here: what is traced is not
looked at. A dimensionless quantity and a bare array are the same.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from typing import Any

from bu_array.core import MissingUnitError, Pair, join, scaled, split, suited, unwrapped
from bu_units import UNITLESS, KindMismatchError, Unit, UnitMismatchError

from ._declare import listed
from ._jax import guard, is_pair, jax, lax, plain

__all__ = [
    "associative_scan",
    "cond",
    "fori_loop",
    "map",
    "scan",
    "stop_gradient",
    "switch",
    "while_loop",
]

_NONE: Any = object()
Wrap = Callable[[Callable[..., Any]], Callable[..., Any]]


# ---------------------------------------------------------------- loops


@listed("control flow", "carry keeps its units")
def scan(
    f: Callable[[Any, Any], tuple[Any, Any]],
    init: Any,
    xs: Any = None,
    length: int | None = None,
    reverse: bool = False,
    unroll: int | bool = 1,
    _split_transpose: bool = False,
) -> tuple[Any, Any]:
    """Loop ``carry, y = f(carry, x)`` over the leading axis of `xs`: the last carry, in its units, and all y.

    f: a function of the carry and a slice of `xs` that gives the next carry and a slice of the result; init:
    the first carry, a pytree; length: how many steps, where `xs` does not say it.
    The units of `y` are those that `f` gives. UnitMismatchError, with the leaf and both units, if `f` changes
    the unit of a leaf of the carry. The options are those of jax.lax.

    >>> import jax.numpy as jnp
    >>> from bu_array import Quantity
    >>> steps = Quantity(jnp.array([1.0, 2.0]), "m")
    >>> place, areas = scan(lambda c, x: (c + x, c * x), Quantity(0.5, "m"), steps)
    >>> print(place, areas)
    3.5 m [0.5 3. ] m^2
    """
    guard("scan", init, xs)

    def keeping(f: Callable[..., Any]) -> Callable[..., Any]:
        def step(carry: Any, x: Any) -> tuple[Any, Any]:
            new, y = f(carry, x)
            return _kept("scan: the unit of the carry", carry, new), y

        return step

    return _run(lambda wrap: lax.scan(wrap(f), init, xs, length, reverse, unroll, _split_transpose), keeping)


@listed("control flow", "carry keeps its units")
def while_loop(cond_fun: Callable[[Any], Any], body_fun: Callable[[Any], Any], init_val: Any) -> Any:
    """Loop ``val = body_fun(val)`` while ``cond_fun(val)``: the last value, in the units of `init_val`.

    cond_fun: a function of the value that says whether to go on.
    UnitMismatchError, with the leaf and both units, if `body_fun` changes the unit of a leaf.
    """
    guard("while_loop", init_val)

    def keeping(f: Callable[..., Any]) -> Callable[..., Any]:
        return lambda val: _kept("while_loop: the unit of the carry", val, f(val))

    return _run(lambda wrap: lax.while_loop(cond_fun, wrap(body_fun), init_val), keeping)


@listed("control flow", "carry keeps its units")
def fori_loop(
    lower: Any,
    upper: Any,
    body_fun: Callable[[Any, Any], Any],
    init_val: Any,
    *,
    unroll: int | bool | None = None,
) -> Any:
    """Loop ``val = body_fun(i, val)`` for i from `lower` up to `upper`: the last value, in its first units.

    lower, upper: plain integers, the first and the one behind the last. UnitMismatchError, with the leaf and
    both units, if `body_fun` changes the unit of a leaf.
    """
    lower, upper = plain("fori_loop", "lower", lower), plain("fori_loop", "upper", upper)
    guard("fori_loop", init_val)

    def keeping(f: Callable[..., Any]) -> Callable[..., Any]:
        return lambda i, val: _kept("fori_loop: the unit of the carry", val, f(i, val))

    return _run(lambda wrap: lax.fori_loop(lower, upper, wrap(body_fun), init_val, unroll=unroll), keeping)


@listed("control flow", "of the function")
def map(f: Callable[[Any], Any], xs: Any, *, batch_size: int | None = None) -> Any:
    """The results of `f` for each element along the leading axis of `xs`, in the units that it gives.

    f: a function of one element; batch_size: how many elements are computed at a time; None for one by one.
    """
    guard("map", xs)
    return lax.map(f, xs, batch_size=batch_size)


@listed("control flow", "carry keeps its units")
def associative_scan(fn: Callable[[Any, Any], Any], elems: Any, reverse: bool = False, axis: int = 0) -> Any:
    """All partial results of an associative `fn` along `axis`, in the units of `elems`.

    fn: an associative function of two values; elems: an array, or a pytree of them, with one leading axis.
    UnitMismatchError, with the leaf and both units, if `fn` gives another unit: partial products of a
    length, for one, are an area, a volume and so on.
    """
    guard("associative_scan", elems)
    # Always checked: jax does not look at the structure of what `fn` returns.
    what = "associative_scan: the unit of the elements"
    return lax.associative_scan(lambda a, b: _kept(what, a, fn(a, b)), elems, reverse, axis)


# ---------------------------------------------------------------- branches


@listed("control flow", "units of the first branch")
def cond(
    pred: Any,
    true_fun: Callable[..., Any],
    false_fun: Callable[..., Any],
    *operands: Any,
    operand: Any = _NONE,
) -> Any:
    """``true_fun(*operands)`` if `pred`, else ``false_fun(*operands)``, in the units that `true_fun` gives.

    true_fun, false_fun: functions of the operands.
    `pred` is plain. The results of `false_fun` are converted to the units of those of `true_fun`;
    UnitMismatchError, with the leaf and both units, for another dimension.
    """
    pred = plain("cond", "pred", pred)
    given = operands if operand is _NONE else (operand, *operands)
    guard("cond", given)
    return _run(
        lambda wrap: lax.cond(pred, wrap(true_fun), wrap(false_fun), *given),
        _agreeing("cond: true_fun and false_fun"),
    )


@listed("control flow", "units of the first branch")
def switch(index: Any, branches: Sequence[Callable[..., Any]], *operands: Any, operand: Any = _NONE) -> Any:
    """The result of branch number `index`, with the nearest one beyond the ends, in the units of the first.

    branches: functions of the operands.
    index: which of them, a plain integer. The results of the other branches are converted to the units of
    those of the first; UnitMismatchError, with the leaf and both units, for another dimension.
    """
    index = plain("switch", "index", index)
    given = operands if operand is _NONE else (operand, *operands)
    guard("switch", given)
    return _run(
        lambda wrap: lax.switch(index, [wrap(branch) for branch in branches], *given),
        _agreeing("switch: branches 0 and {}"),
    )


@listed("control flow", "keep")
def stop_gradient(x: Any) -> Any:
    """`x`, an array, a quantity or a pytree of them, as a constant for derivatives, in its units."""
    guard("stop_gradient", x)
    return lax.stop_gradient(jax.tree.map(unwrapped, x))


# ---------------------------------------------------------------- units of results


def _run(call: Callable[[Wrap], Any], wrap: Wrap) -> Any:
    """Return ``call`` of the functions as they are; of wrapped ones, which look at units, if jax refuses.

    So jax finds functions that it has traced before, and units cost nothing where they agree: it compares
    them itself, as part of the structure. Its error stands where the units are not what is wrong.
    """
    failure: Exception | None = None
    if not jax.config.jax_disable_jit:  # without jit it compares nothing
        try:
            return call(lambda f: f)
        except UnitMismatchError:
            raise
        except (TypeError, ValueError) as error:
            failure = error
    try:
        return call(wrap)
    except UnitMismatchError:
        raise
    except Exception:
        if failure is None:
            raise
    try:
        raise failure
    finally:
        del failure  # it holds this frame, and the frame it


def _kept(what: str, old: Any, new: Any) -> Any:
    """Return the `new` carry in the form of the `old`; UnitMismatchError, of `what`, if a unit differs."""
    leaves, tree = jax.tree.flatten(new, is_leaf=is_pair)
    paths, old_tree = jax.tree_util.tree_flatten_with_path(old, is_leaf=is_pair)
    if tree != old_tree:
        return new  # jax says what differs
    return tree.unflatten(
        [_like(what, path, before, after) for (path, before), after in zip(paths, leaves, strict=True)]
    )


def _like(what: str, path: Any, before: Any, after: Any) -> Any:
    (_, unit), (mantissa, found) = _split(before), _split(after)
    if found != unit:
        hint = ""
        if found.is_comparable(unit):
            hint = f'; convert it in the function: .to("{unit}")'
        raise _mismatch(f"{what}{_at(path)} changes between iterations{hint}", unit, found)
    return join(mantissa, unit) if isinstance(before, Pair) else mantissa


def _agreeing(names: str) -> Wrap:
    """Return a wrapper for branches in their order that gives results the units of those of the first."""
    seen: list[Any] = []
    numbers = itertools.count()

    def wrap(branch: Callable[..., Any]) -> Callable[..., Any]:
        number = next(numbers)

        def agreeing(*operands: Any) -> Any:
            result = branch(*operands)
            if number == 0:
                paths, tree = jax.tree_util.tree_flatten_with_path(result, is_leaf=is_pair)
                seen[:] = [tree, [(path, isinstance(x, Pair), _split(x)[1]) for path, x in paths]]
                return result
            return _matched(names.format(number), seen, result) if seen else result

        return agreeing

    return wrap


def _matched(names: str, seen: list[Any], result: Any) -> Any:
    """Return the result of a branch in the units of the first."""
    tree, first = seen
    leaves, own_tree = jax.tree.flatten(result, is_leaf=is_pair)
    if tree != own_tree:
        return result  # jax says what differs
    matched = []
    for (path, wrapped, unit), leaf in zip(first, leaves, strict=True):
        mantissa, found = _split(leaf)
        if not found.is_comparable(unit) or (found != unit and not type(unit) is type(found) is Unit):
            raise _mismatch(f"{names} differ in the unit of the result{_at(path)}", unit, found)
        mantissa = scaled(mantissa, suited(found, unit)) if found != unit else mantissa
        matched.append(join(mantissa, unit) if wrapped else mantissa)
    return tree.unflatten(matched)


def _split(x: Any) -> tuple[Any, Unit]:
    return split(x) if isinstance(x, Pair) else (x, UNITLESS)


def _at(path: Any) -> str:
    """Return the text of a key path, such as `` at ['x'][0]``."""
    return f" at {jax.tree_util.keystr(path)}" if path else ""


def _mismatch(text: str, first: Unit, second: Unit) -> UnitMismatchError:
    if UNITLESS in (first, second) and first.dim is not second.dim:
        return MissingUnitError(f"{text}; a plain value, zero too, has no unit here", first, second)
    mismatch = (
        KindMismatchError if first.dim is second.dim and first.kind != second.kind else UnitMismatchError
    )
    return mismatch(text, first, second)
