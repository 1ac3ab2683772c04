"""Answers by the rules of declared functions: torch computes, the unit is that of ours of the same name."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import torch  # noqa: TID253  # this module is loaded when torch asks

from bu_units import UNITLESS
from bu_units.tracing import tracing

from ..core import BinaryRule, Pair, ScaleRule, UnaryRule, pure_number, raised_pair, rules, scaled, split
from ..core.holding import counts, held
from ..core.operate import INCOMPARABLE, Outcomes, apart, new_table, no_operand
from ..core.pair import class_for
from .results import bare, computed, dressed, plain, stays, tensor_beside, torchs, unary_outcome

__all__ = [
    "PLAIN",
    "Answer",
    "is_plain",
    "about",
    "by_numbers",
    "by_power",
    "by_two",
    "by_unit",
    "first_argument",
    "number",
]

Answer = Callable[[tuple[Any, ...], dict[str, Any]], Any]

# The class is there when torch first asks: this module is imported then.
_Quantity = class_for(UNITLESS)
_Tensor = torch.Tensor
_new = object.__new__


def first_argument(
    name: str, args: tuple[Any, ...], kwargs: dict[str, Any]
) -> tuple[Any, tuple[Any, ...], dict[str, Any]]:
    """Return the first argument of a call of torch's, whatever its name, and the others."""
    if args:
        return args[0], args[1:], kwargs
    for key in ("input", "self", "A", "x", "tensor"):
        if key in kwargs:
            return kwargs[key], (), {other: kwargs[other] for other in kwargs if other != key}
    raise TypeError(f"{name} missing its first argument")


# Arguments in which no quantity hides, and no dtype of booleans.
PLAIN = frozenset((int, float, bool, str, type(None), torch.Tensor))


def is_plain(values: Iterable[Any]) -> bool:
    """Whether values can be handed to torch as they are."""
    for value in values:  # noqa: SIM110  torch.compile follows no generator there
        if type(value) not in PLAIN:
            return False
    return True


def _plain(options: dict[str, Any]) -> bool:
    return "out" not in options and is_plain(options.values())


def by_unit(func: Any, name: str, law: UnaryRule, on_scale: UnaryRule | None, in_place: bool) -> Answer:
    """Return what answers for a function of one array: `law` says the unit, all options are pure numbers."""
    kept: dict[Any, Any] = new_table()  # what keeps units or drops them, without a factor

    def answer(args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        x = args[0] if args else None
        if type(x) is _Quantity and type(x._mantissa) is _Tensor:
            unit = kept.get(x._unit.ident)
            if unit is not None:
                if len(args) == 1 and not kwargs:  # the shortest way, which most calls take
                    result = func(x._mantissa)
                elif is_plain(args[1:]) and (not kwargs or _plain(kwargs)):
                    result = func(x._mantissa, *args[1:], **kwargs)
                else:
                    return general(args, kwargs)
                if type(result) is _Tensor:
                    quantity = _new(_Quantity)
                    quantity._mantissa = result
                    quantity._unit = unit
                    return quantity
                return dressed(result, unit)
        return general(args, kwargs)

    def general(args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        x, rest, options = first_argument(name, args, kwargs)
        mantissa, own = split(x)
        factor, unit, fold = unary_outcome(law, on_scale, name, own)
        mantissa = scaled(torchs(mantissa, name), factor)
        if unit is own and factor is None and fold is None and type(x) is _Quantity and not tracing():
            kept[own.ident] = unit
        if not isinstance(x, Pair) and unit is UNITLESS:
            unit = None
        if in_place:
            stays(name, own, unit, factor is not None or fold is not None)
        rest = tuple([plain(each, name) for each in rest])
        options = {key: each if key == "out" else plain(each, name, key) for key, each in options.items()}
        if in_place:
            result = func(mantissa, *rest, **options)
            return x if result is mantissa else dressed(result, unit)
        return computed(name, lambda **kw: func(mantissa, *rest, **kw), options, unit, fold)

    return general if in_place else answer


# torch's functions of two tensors that take no number for the second.
_TENSORS_ONLY = frozenset(
    """maximum minimum fmax fmin hypot arctan2 atan2 nextafter logaddexp logaddexp2 matmul mm bmm mv dot vdot inner outer ger cross kron
    tensordot gcd lcm heaviside logical_and logical_or logical_xor""".split()
)
_EQUAL = frozenset(["equal", "not_equal"])


def by_two(
    func: Any,
    name: str,
    base: str,
    law: BinaryRule,
    on_scale: ScaleRule | None,
    in_place: bool,
    *,
    swapped: bool,
) -> Answer:
    """Return what answers for a function of two arrays, `law` says the unit; other options are pure numbers.

    base: the name of the declared function; swapped: whether torch's second operand is our first.
    """
    outcomes = Outcomes(name, law, on_scale)
    table = outcomes.table
    general = _by_any_two(func, base, outcomes, in_place, swapped)
    if in_place or swapped:
        return general

    def answer(args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        if len(args) == 2 and not kwargs:
            x, y = args
            if type(x) is _Quantity and type(y) is _Quantity:
                a, b = x._mantissa, y._mantissa
                if type(a) is _Tensor and type(b) is _Tensor:
                    row = table.get(x._unit.ident)
                    found = None if row is None else row.get(y._unit.ident)
                    if found is not None:
                        fx, fy, unit, fold = found
                        a = a if fx is None else scaled(a, fx)
                        result = func(a, b if fy is None else scaled(b, fy))
                        if unit is None:
                            return dressed(result, None, fold)
                        quantity = _new(_Quantity)
                        quantity._mantissa = result if fold is None else scaled(result, fold)
                        quantity._unit = unit
                        return quantity
        return general(args, kwargs)

    return answer


def _by_any_two(func: Any, base: str, outcomes: Outcomes, in_place: bool, swapped: bool) -> Answer:
    """Return what answers for any two operands, with options."""
    name = outcomes.name
    tensors_only = base in _TENSORS_ONLY

    def answer(args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        x, rest, options = first_argument(name, args, kwargs)
        y, rest, options = _second_argument(name, rest, options)
        try:
            settled = outcomes.settle(y, x) if swapped else outcomes.settle(x, y)
        except INCOMPARABLE:
            if base not in _EQUAL or in_place:
                raise
            different = apart(x, y, base == "not_equal")
            return bool(different.any()) if name == "torch.equal" else different
        if settled is None:
            raise no_operand(name, x, y)
        a, b, fx, fy, unit, fold = settled
        if swapped:
            a, b, fx, fy = b, a, fy, fx
        a, b = torchs(a, name), torchs(b, name)
        if in_place:
            found = _written_into(outcomes, x, y, a, b, fx, fy, unit, fold)
            if found is None:
                return NotImplemented  # ``tensor *= q``: Python binds the name to a quantity
            b, fy = found
        a, b = scaled(a, fx), scaled(b, fy)
        if tensors_only:
            a = a if isinstance(a, torch.Tensor) else tensor_beside(a, (b,))
            b = b if isinstance(b, torch.Tensor) else tensor_beside(b, (a,))
        rest = tuple([plain(each, name) for each in rest])
        options = {key: each if key == "out" else plain(each, name, key) for key, each in options.items()}
        if in_place:
            result = func(a, b, *rest, **options)
            return x if result is a else dressed(result, unit)
        return computed(name, lambda **kw: func(a, b, *rest, **kw), options, unit, fold)

    return answer


_SECOND = ("other", "exponent", "mat2", "tensor", "vec2", "vec", "B", "y", "end")


def _second_argument(
    name: str, rest: tuple[Any, ...], options: dict[str, Any]
) -> tuple[Any, tuple[Any, ...], dict[str, Any]]:
    """Return the second argument of a call of torch's, whatever its name, and the others."""
    if rest:
        return rest[0], rest[1:], options
    for key in _SECOND:
        if key in options:
            return options[key], (), {other: options[other] for other in options if other != key}
    raise TypeError(f"{name} missing its second argument")


def _written_into(
    outcomes: Outcomes, x: Any, y: Any, a: Any, b: Any, fx: Any, fy: Any, unit: Any, fold: Any
) -> tuple[Any, Any] | None:
    """Return the second operand of a function in place and its factor; None for a tensor that gets a unit."""
    own = split(x)[1]
    changed = fx is not None or fold is not None
    if outcomes.rule is not rules.same and not isinstance(x, Pair) and (changed or unit is not None):
        return None
    stays(outcomes.name, own, unit, changed)
    if outcomes.rule is rules.same and counts(a.dtype):
        return held(y, a, own, outcomes.name), None
    return b, fy


def by_power(func: Any, name: str, in_place: bool, swapped: bool) -> Answer:
    """Return what answers for a power: one exponent raises the unit too, a tensor needs a pure base."""

    def answer(args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        x, rest, options = first_argument(name, args, kwargs)
        options = {key: options[key] for key in options}
        y = rest[0] if rest else options.pop("exponent") if "exponent" in options else options.pop("other")
        if isinstance(x, Pair) and not isinstance(x._mantissa, torch.Tensor):
            torchs(x._mantissa, name)
        base, exponent, unit, fold = raised_pair(name, *((y, x) if swapped else (x, y)))
        if in_place:
            own = split(x)[1]
            stays(
                name,
                own,
                own if unit is None and own is UNITLESS else unit,
                fold is not None or base is not split(x)[0],
            )
            func(base, exponent, **options)
            return x
        if swapped:
            return dressed(func(exponent, base), unit, fold)
        return computed(name, lambda **kw: func(base, exponent, **kw), options, unit, fold)

    return answer


def by_numbers(func: Any, name: str, in_place: bool) -> Answer:
    """Return what answers for a function of pure numbers: a dimensionless quantity is one."""

    def answer(args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        if in_place and isinstance(args[0], Pair):
            stays(name, args[0]._unit, None, False)
        row = [number(each, name) for each in args]
        options = {key: number(kwargs[key], name) for key in kwargs if key != "out"}
        result = computed(
            name,
            lambda **kw: func(*row, **kw),
            options | ({"out": kwargs["out"]} if kwargs.get("out") is not None else {}),
            None,
            None,
        )
        return args[0] if in_place else result

    return answer


def number(value: Any, name: str) -> Any:
    """Return an argument as a pure number, or say how to make one of it."""
    if isinstance(value, Pair):
        if not value._unit.dim.is_dimensionless:
            raise rules.number_needed(name, value._unit)
        return torchs(pure_number(value, name, "an argument"), name)
    if type(value) is list or type(value) is tuple:
        return type(value)([number(each, name) for each in value])
    return value


def about(func: Any) -> Answer:
    """Return what answers a question about arrays in which no unit matters."""

    def answer(args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        return func(*[bare(each) for each in args], **{key: bare(kwargs[key]) for key in kwargs})

    return answer
