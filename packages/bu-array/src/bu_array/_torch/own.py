"""Answers by hand: torch's functions whose unit depends on a value, a shape, or on what is given."""

from __future__ import annotations

from collections.abc import Callable
from math import prod
from typing import Any

import torch  # noqa: TID253  # this module is loaded when torch asks

from bu_units import UNITLESS, Unit, UnitMismatchError

from ..core import Pair, detach, linear, refused_on_scale, rules, split
from ..core.holding import held
from ..core.pair import join, position
from ..core.rules import floored, quotient
from ..declare.several import common_unit
from .declared import declared
from .gradients import backward_of_all, retain
from .laws import Answer, by_power, by_two, by_unit, first_argument, number
from .lines import Line, by_line
from .names import ORDERS
from .results import computed, dressed, torchs

__all__ = ["OWN", "Maker", "by_order", "written_product"]

Maker = Callable[[Any, str, bool], Answer]
"""Makes an answer of torch's function, its public name, and whether it works in place."""


# ---------------------------------------------------------------- one or two arrays


def _extreme(which: str) -> Maker:
    """``torch.max(q)``, ``torch.max(q, dim)`` and ``torch.max(q, other)``."""

    def make(func: Any, name: str, in_place: bool) -> Answer:
        ours = "maximum" if which == "max" else "minimum"
        found = declared()[ours]
        single = by_unit(func, name, rules.keep, declared()[which].on_scale, in_place)
        both = by_two(func, name, ours, found.law, found.on_scale, in_place, swapped=False)

        def answer(args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
            second = args[1] if len(args) > 1 else kwargs.get("other")
            return (both if isinstance(second, (Pair, torch.Tensor)) else single)(args, kwargs)

        return answer

    return make


def _divided(func: Any, name: str, in_place: bool) -> Answer:
    """``torch.div(q, r, rounding_mode=)``: a rounded quotient is that of coherent units."""
    found = declared()["divide"]
    exact = by_two(func, name, "divide", quotient, found.on_scale, in_place, swapped=False)
    rounded = by_two(func, name, "floor_divide", floored, None, in_place, swapped=False)

    def answer(args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        return (exact if kwargs.get("rounding_mode") is None else rounded)(args, kwargs)

    return answer


def by_order(make: Answer, func: Any, name: str) -> Answer:
    """Return what answers for a norm: one of order 0 counts, and has no unit."""
    key = ORDERS[name.rpartition(".")[2].removeprefix("linalg_")]
    count = by_unit(func, name, rules.drop, rules.drop, False)
    place = 2 if name.endswith("dist") and not name.endswith("pdist") else 1

    def answer(args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        order = args[place] if len(args) > place else kwargs.get(key)
        if order == 0 and not isinstance(order, (str, bool)):
            if place == 1:
                return count(args, kwargs)
            return make(args, kwargs)._mantissa
        return make(args, kwargs)

    return answer


def _product(func: Any, name: str, in_place: bool) -> Answer:
    """``torch.prod(q, dim)``: the unit to the power of the number of elements multiplied."""

    def answer(args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        x, rest, options = first_argument(name, args, kwargs)
        mantissa, own = linear(name, x)
        mantissa = torchs(mantissa, name)
        dim = rest[0] if rest else options.get("dim")
        count = prod(mantissa.shape) if dim is None else mantissa.shape[dim] if mantissa.ndim else 1
        unit, fold = (None, None) if own is UNITLESS else rules.raised(own, count)
        return computed(name, lambda **kw: func(mantissa, *rest, **kw), dict(options), unit, fold)

    return answer


def _by_size(power: Callable[[Any, tuple[Any, ...], dict[str, Any]], int]) -> Maker:
    """Functions of a matrix whose unit is raised to a power that its size or an argument says."""

    def make(func: Any, name: str, in_place: bool) -> Answer:
        def answer(args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
            x, rest, options = first_argument(name, args, kwargs)
            mantissa, own = linear(name, x)
            mantissa = torchs(mantissa, name)
            unit, fold = (
                (None, None) if own is UNITLESS else rules.raised(own, power(mantissa, rest, options))
            )
            return computed(name, lambda **kw: func(mantissa, *rest, **kw), dict(options), unit, fold)

        return answer

    return make


# ---------------------------------------------------------------- any number of arrays


def _together(func: Any, name: str, in_place: bool) -> Answer:
    """``einsum``, ``multi_dot``: the product of all units."""

    def answer(args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        unit: Unit | None = None

        def bare(value: Any) -> Any:
            nonlocal unit
            if type(value) is list or type(value) is tuple:
                return type(value)([bare(each) for each in value])
            if not isinstance(value, Pair):
                return value
            mantissa, own = linear(name, value)
            unit = (
                own if unit is None else unit if own is UNITLESS else own if unit is UNITLESS else unit * own
            )
            return torchs(mantissa, name)

        several = sum(isinstance(each, Pair) for each in _leaves(args)) > 1
        row = [bare(each) for each in args]
        found, fold = rules.settled(unit) if unit is not None and several else (unit, None)
        if unit is UNITLESS:
            found = None
        return computed(name, lambda **kw: func(*row, **kw), dict(kwargs), found, fold)

    return answer


def _leaves(items: Any) -> list[Any]:
    found = []
    for item in items:
        found += _leaves(item) if isinstance(item, (list, tuple)) else [item]
    return found


def _one_by_one(func: Any, name: str, in_place: bool) -> Answer:
    """``meshgrid``, ``broadcast_tensors``, ``atleast_1d``: each result in the unit of its argument."""

    def answer(args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        row = list(args[0]) if len(args) == 1 and isinstance(args[0], (list, tuple)) else list(args)
        parts = [split(x) for x in row]
        results = func(*[torchs(mantissa, name) for mantissa, _ in parts], **kwargs)
        if isinstance(results, torch.Tensor):
            return join(results, parts[0][1])
        each = [
            join(result, unit) if isinstance(x, Pair) else result
            for x, result, (_, unit) in zip(row, results, parts, strict=True)
        ]
        return type(results)(each)

    return answer


def _listed(func: Any, name: str, in_place: bool) -> Answer:
    """``block_diag(*tensors)``: of one dimension, in the unit of the first."""

    def answer(args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        unit, _ = common_unit(list(args))
        if type(unit) is not Unit:
            raise refused_on_scale(name, unit)
        return join(func(*[torchs(detach(x, unit, name), name) for x in args], **kwargs), unit)

    return answer


def _gradient(func: Any, name: str, in_place: bool) -> Answer:
    """``torch.gradient(q, spacing=)``: per unit of the spacing, along each axis."""

    def answer(args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        x, rest, options = first_argument(name, args, dict(kwargs))
        mantissa, own = linear(name, x)
        spacing = rest[0] if rest else options.get("spacing")
        spacings = spacing if isinstance(spacing, (list, tuple)) else [spacing]
        units = [linear(name, each)[1] if isinstance(each, Pair) else UNITLESS for each in spacings]
        steps = [torchs(each._mantissa, name) if isinstance(each, Pair) else each for each in spacings]
        if spacing is not None:
            given = type(spacing)(steps) if isinstance(spacing, (list, tuple)) else steps[0]
            if isinstance(given, torch.Tensor) and given.ndim == 0:
                given = given.item()
            rest, options = (
                (given, *rest[1:]) if rest else rest,
                options if rest else options | {"spacing": given},
            )
        results = func(torchs(mantissa, name), *rest, **options)
        units = units * len(results) if len(units) == 1 else units
        return [dressed(r, *quotient.result(own, unit)) for r, unit in zip(results, units, strict=True)]

    return answer


def _histogram(func: Any, name: str, in_place: bool) -> Answer:
    """``torch.histogram(q, bins, range=, weight=, density=)``: counts or weights, and edges in the unit."""

    def answer(args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        x, rest, options = first_argument(name, args, dict(kwargs))
        mantissa, own = linear(name, x)
        weight, its = linear(name, options.get("weight"))
        bins = rest[0] if rest else options.get("bins")
        if isinstance(bins, (Pair, torch.Tensor)):
            edges = detach(bins, own, f"{name}: argument 'bins'")
            rest, options = ((edges, *rest[1:]), options) if rest else (rest, options | {"bins": edges})
        if options.get("range") is not None:
            limits = [detach(each, own, f"{name}: argument 'range'") for each in options["range"]]
            options["range"] = tuple([x.item() if isinstance(x, torch.Tensor) else x for x in limits])
        if weight is not None:
            options["weight"] = torchs(weight, name)
        counts, edges = func(torchs(mantissa, name), *rest, **options)
        density = options.get("density", False)
        unit, fold = quotient.result(its, own) if density else (None if its is UNITLESS else its, None)
        return dressed(counts, unit, fold), join(edges, own)

    return answer


# ---------------------------------------------------------------- elements


def _item_set(func: Any, name: str, in_place: bool) -> Answer:
    """``tensor[key] = q``: a pure number, into a tensor that has no unit."""

    def answer(args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        target, key, value = args
        return func(target, _position(key), torchs(held(value, target, UNITLESS, name), name))

    return answer


def _item(func: Any, name: str, in_place: bool) -> Answer:
    """``tensor[q]``: a position has no unit."""

    def answer(args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        array, key = args
        return func(array, _position(key))

    return answer


def _position(key: Any) -> Any:
    if isinstance(key, Pair):
        return position(key._mantissa, key._unit)
    return tuple([_position(part) for part in key]) if isinstance(key, tuple) else key


def _new_full(func: Any, name: str, in_place: bool) -> Answer:
    """``tensor.new_full(size, q)`` is in the unit of the value, ``q.new_full(size, r)`` in that of `q`."""
    alike = by_line(func, name, Line("input=a size=- fill_value=a -> a", True), in_place)
    filled = by_line(func, name, Line("input=- size=- fill_value=a -> a", True), in_place)

    def answer(args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        return (alike if isinstance(args[0], Pair) else filled)(args, kwargs)

    return answer


def _truth(func: Any, name: str, in_place: bool) -> Answer:
    """``tensor.bool()``: where it is not zero."""
    return by_unit(func, name, rules.drop, None, in_place)


def written_product(line: Answer, func: Any, name: str, in_place: bool) -> Answer:
    """``scatter_reduce(..., reduce="prod")``: factors are pure numbers."""

    def answer(args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        reduce = kwargs.get("reduce", args[4] if len(args) > 4 else None)
        if reduce not in ("prod", "multiply"):
            return line(args, kwargs)
        x, rest, options = first_argument(name, args, kwargs)
        mantissa, own = split(x)
        if options.get("include_self") is False or options.get("include_input") is False:
            mantissa, own = number(x, name), UNITLESS
        row = [number(each, name) for each in rest]
        result = func(torchs(mantissa, name), *row, **{key: number(options[key], name) for key in options})
        if in_place:
            return x
        return dressed(result, own if isinstance(x, Pair) else None)

    return answer


# ---------------------------------------------------------------- layers

_NORM = "input=a running_mean=a running_var=aa weight=b bias=b training=- momentum=- eps=aa! -> b"


def _batch_norm(func: Any, name: str, in_place: bool) -> Answer:
    """``batch_norm(q, mean, variance)``: a pure number, where what is kept of other batches has units too."""
    line = by_line(func, name, Line(_NORM, False), in_place)

    def answer(args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        x, rest, options = first_argument(name, args, kwargs)
        mean = rest[0] if rest else options.get("running_mean")
        variance = rest[1] if len(rest) > 1 else options.get("running_var")
        if mean is not None and isinstance(x, Pair) and not x._unit.dim.is_dimensionless:
            x = _as_running(name, x, mean, variance)
        return line((x, *rest), options)

    return answer


def _as_running(name: str, x: Any, mean: Any, variance: Any) -> Any:
    """Return the input in the unit of the running mean, into which torch writes."""
    if not isinstance(mean, Pair) or not isinstance(variance, Pair):
        raise TypeError(
            f"{name}: the running mean and variance are bare, and the input is in {x._unit}; divide by a unit first, "
            "or keep none of them: track_running_stats=False, and eps= as a quantity"
        )
    if variance._unit.ident != (mean._unit**2).ident:
        raise UnitMismatchError(
            f"{name}: running_var is written into, in the square of the unit of running_mean",
            variance._unit,
            mean._unit**2,
        )
    return join(detach(x, mean._unit, name), mean._unit)


# ---------------------------------------------------------------- derivatives


def _derivative(func: Any, name: str, in_place: bool) -> Answer:
    """``torch.autograd.grad(y, x)``: the unit of `y` per unit of each `x`."""

    def answer(args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        given = dict(zip(("outputs", "inputs", "grad_outputs"), args, strict=False)) | kwargs
        outputs = _row(given.pop("outputs"))
        inputs = given.pop("inputs")
        seeds = given.pop("grad_outputs", None)
        seeds = [None] * len(outputs) if seeds is None else _row(seeds)
        units = []
        for y, seed in zip(outputs, seeds, strict=True):
            unit = linear(name, y)[1]
            its = UNITLESS if seed is None else linear(name, seed)[1]
            units.append(unit if its is UNITLESS else unit * its)
        for unit in units[1:]:
            if unit.ident != units[0].ident:
                raise rules.one_unit(f"{name}: the outputs are added up", units[0], unit)
        results = func(
            [split(y)[0] for y in outputs],
            [split(x)[0] for x in _row(inputs)],
            [None if seed is None else split(seed)[0] for seed in seeds],
            *args[3:],
            **given,
        )
        return tuple(
            None if r is None else dressed(r, *quotient.result(units[0], linear(name, x)[1]))
            for r, x in zip(results, _row(inputs), strict=True)
        )

    return answer


def _backward(func: Any, name: str, in_place: bool) -> Answer:
    """``torch.autograd.backward(losses)``: of one dimension; ``q.grad`` has the unit then."""

    def answer(args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        names = ("tensors", "grad_tensors", "retain_graph", "create_graph")
        given = dict(zip(names, args, strict=False)) | kwargs
        losses, seeds = _row(given["tensors"]), given.get("grad_tensors")
        seeds = [None] * len(losses) if seeds is None else _row(seeds)
        if len(seeds) != len(losses):
            raise ValueError(f"{name}: {len(losses)} tensors and {len(seeds)} grad_tensors")
        backward_of_all(
            losses, seeds, given.get("retain_graph"), given.get("create_graph", False), given.get("inputs")
        )

    return answer


def _retained(func: Any, name: str, in_place: bool) -> Answer:
    """``q.retain_grad()``: a tensor within the graph keeps its gradient."""

    def answer(args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        retain(args[0])

    return answer


def _row(x: Any) -> list[Any]:
    return list(x) if isinstance(x, (list, tuple)) else [x]


def _power(swapped: bool) -> Maker:
    return lambda func, name, in_place: by_power(func, name, in_place, swapped)


def _reflected(base: str) -> Maker:
    """``tensor.__rsub__(q)``: torch's second operand is our first."""

    def make(func: Any, name: str, in_place: bool) -> Answer:
        found = declared()[base]
        return by_two(func, name, base, found.law, found.on_scale, in_place, swapped=True)

    return make


OWN: dict[str, Maker] = {
    "max": _extreme("max"),
    "min": _extreme("min"),
    **dict.fromkeys(
        ("div", "divide", "true_divide", "__truediv__", "__itruediv__", "__div__", "__idiv__"), _divided
    ),
    "rsub": _reflected("subtract"),
    "__rsub__": _reflected("subtract"),
    "__rmod__": _reflected("remainder"),
    "__rmatmul__": _reflected("matmul"),
    "__rfloordiv__": _reflected("floor_divide"),
    **dict.fromkeys(("pow", "float_power", "__pow__", "__ipow__"), _power(False)),
    "__rpow__": _power(True),
    "prod": _product,
    "det": _by_size(lambda x, args, options: int(x.shape[-1])),
    "matrix_power": _by_size(lambda x, args, options: args[0] if args else options["n"]),
    **dict.fromkeys(("einsum", "multi_dot", "chain_matmul"), _together),
    **dict.fromkeys(("meshgrid", "broadcast_tensors", "atleast_1d", "atleast_2d", "atleast_3d"), _one_by_one),
    **dict.fromkeys(("block_diag", "cartesian_prod"), _listed),
    "gradient": _gradient,
    "histogram": _histogram,
    "__setitem__": _item_set,
    "__getitem__": _item,
    "bool": _truth,
    "new_full": _new_full,
    "torch.nn.functional.batch_norm": _batch_norm,
    "torch.nn.functional.instance_norm": _batch_norm,
    "grad": _derivative,
    "torch.autograd.backward": _backward,
    "retain_grad": _retained,
}
