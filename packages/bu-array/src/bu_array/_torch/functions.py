"""torch's functions on quantities: ``torch.mean(q)``, ``F.mse_loss(q, r)``, ``tensor * q``, ``q.add_(r)``.

torch computes on the mantissas, with its own arguments; the unit comes from the rule of the declared function
of that name, else from a line of `names`, else by hand. What is nowhere is refused, so that no unit is lost.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import torch  # noqa: TID253  # this module is loaded when torch asks
from torch import overrides  # noqa: TID253  # as above
from torch.nn import functional  # noqa: TID253  # as above

from bu_units import UNITLESS

from ..core import BinaryRule, Pair, UnaryRule, averaged, class_for, moved, nothing, rules
from .compile import IN_PLACE
from .declared import declared
from .laws import Answer, about, by_numbers, by_two, by_unit
from .lines import Line, by_line
from .names import ABOUT, ALIASES, KEPT, LINES, MOVED_LINES, ORDERS, PURE, REFUSED
from .own import OWN, by_order, written_product

__all__ = [
    "ANSWERS",
    "Source",
    "answer_for",
    "base_name",
    "fill",
    "overridable",
    "public_name",
    "source_of",
    "torch_function",
]

UNKNOWN = "it is not known here; strip the unit on purpose: q.to_decimal(unit), or q.mantissa"

_Tensor = torch.Tensor
_new = object.__new__

_ON_SCALES = {"moved": moved, "averaged": averaged, "nothing": nothing}
_PREFIXES = ("special_", "linalg_", "fft_")


def base_name(func: Any) -> str:
    """Return the name of a function without its chapter and the underscore of one that works in place."""
    name: str = func.__name__
    for prefix in _PREFIXES:
        name = name.removeprefix(prefix)
    return name if name.startswith("_") else name.rstrip("_")


def public_name(func: Any) -> str:
    """Return the name of a function of torch's as users write it."""
    # Where torch has one function under two names (mm, spmm), it knows the last.
    name = overrides.resolve_name(func) or f"{func.__module__}.{func.__name__}"
    if name.startswith("torch.") and name.count(".") == 1:
        name = f"torch.{func.__name__}"
    return name.replace("torch.functional.", "torch.").replace("torch._C._nn.", "torch.nn.functional.")


def _lines() -> dict[str, Line]:
    found = {}
    for text, on_scale in ((LINES, False), (MOVED_LINES, True)):
        for row in text.strip().splitlines():
            names, line = row.split(": ", 1)
            found.update(dict.fromkeys(names.split(), Line(line, on_scale)))
    return found


_LINES = _lines()
_KEPT = {name: _ON_SCALES[kind] for kind, names in KEPT.items() for name in names.split()}
_PURE = frozenset(PURE.split())
_ABOUT = frozenset(ABOUT.split())
_PRODUCTS = frozenset({"scatter", "scatter_reduce", "index_reduce"})


class Source(NamedTuple):
    """Where a function of torch's has its answer from: a kind, and what says it."""

    kind: str
    """refused, own, line, kept, about, pure, declared, unknown."""
    what: Any


def source_of(func: Any) -> Source:
    """Return what says the unit of a function of torch's, by its name; the tables in their order."""
    base, name = base_name(func), public_name(func)
    raw: str = func.__name__
    if name in OWN:
        return Source("own", OWN[name])
    if raw in REFUSED or base in REFUSED:
        return Source("refused", REFUSED.get(raw) or REFUSED[base])
    if raw in OWN or base in OWN:
        return Source("own", OWN.get(raw) or OWN[base])
    line = _LINES.get(f"Tensor.{base}") if name.startswith("torch.Tensor.") else None
    line = line or _LINES.get(raw) or _LINES.get(base)
    if line is not None:
        return Source("line", line)
    for kind, names in (("kept", _KEPT), ("about", _ABOUT), ("pure", _PURE)):
        if base in names:
            return Source(kind, base)
    own = ALIASES.get(raw) or ALIASES.get(base, base)
    rule = declared().get(own)
    return Source("unknown", UNKNOWN) if rule is None else Source("declared", rule)


def answer_for(func: Any) -> Answer | str:
    """Return what answers a call of `func`, or the reason why quantities are refused."""
    base, name, raw = base_name(func), public_name(func), func.__name__
    in_place = raw == f"{base}_" or (
        raw.startswith("__i") and raw.endswith("__") and raw not in _NOT_IN_PLACE
    )
    kind, what = source_of(func)
    if kind in ("refused", "unknown"):
        return str(what)
    found = _made(kind, what, func, name, in_place)
    if base in ORDERS:
        return by_order(found, func, name)
    return written_product(found, func, name, in_place) if base in _PRODUCTS else found


_NOT_IN_PLACE = frozenset({"__invert__", "__int__", "__index__", "__iter__"})


def _made(kind: str, what: Any, func: Any, name: str, in_place: bool) -> Answer:
    """Return the answer that a source says."""
    if kind == "own":
        own: Answer = what(func, name, in_place)
        return own
    if kind == "line":
        return by_line(func, name, what, in_place)
    if kind == "kept":
        return by_unit(func, name, rules.keep, _KEPT[what], in_place)
    if kind == "about":
        return about(func)
    if kind == "pure":
        return by_numbers(func, name, in_place)
    if isinstance(what.law, UnaryRule):
        return by_unit(func, name, what.law, what.on_scale, in_place)
    assert isinstance(what.law, BinaryRule)
    return by_two(func, name, what.name, what.law, what.on_scale, in_place, swapped=False)


# ---------------------------------------------------------------- all of them


# What every class has.
_CLASSES_OWN = frozenset(dir(object))


def overridable() -> Iterator[Any]:
    """Yield the functions by which torch asks the classes of its arguments."""
    for functions in overrides.get_overridable_functions().values():
        for func in functions:
            if hasattr(func, "__name__") and type(func).__name__ != "method-wrapper":
                yield func
    yield from (torch.autograd.grad, torch.autograd.backward)
    yield from (torch.nn.init.constant_, torch.nn.init.normal_, torch.nn.init.uniform_)


def unlisted() -> Iterator[Any]:
    """Yield further functions, some of which torch leaves out of its list and asks for all the same."""
    for owner, names in (
        (torch, dir(torch._C._VariableFunctions)),
        (functional, dir(functional)),
        (torch._C._nn, dir(torch._C._nn)),
        (torch.Tensor, dir(torch.Tensor)),
    ):
        for name in names:
            func = getattr(owner, name, None)
            if (
                callable(func)
                and hasattr(func, "__name__")
                and not isinstance(func, type)
                and name not in _CLASSES_OWN
            ):
                yield func


ANSWERS: dict[Any, Answer | str] = {}
"""Function of torch -> what answers a call, or the reason why nothing does. Filled at once: torch.compile
follows a look-up, and no `__missing__`."""


def fill() -> None:
    """Fill the table of answers."""
    if not ANSWERS:
        found: dict[Any, Answer | str] = {}
        for func in overridable():
            # torch.spmm is torch.mm: what answers one of the names answers the other.
            if isinstance(found.get(func, ""), str):
                found[func] = answer_for(func)
        for func in unlisted():
            if func not in found:
                answer = answer_for(func)
                if answer is not UNKNOWN:
                    found[func] = answer
        found |= _reflected()
        ANSWERS.update(found)
        for name, method in _IN_PLACE.items():
            IN_PLACE[name] = found[getattr(torch.Tensor, method)]  # type: ignore[assignment]  # all are answered


_IN_PLACE = {
    "__radd__": "add_",
    "__rsub__": "sub_",
    "__rmul__": "mul_",
    "__rtruediv__": "div_",
    "__rfloordiv__": "floor_divide_",
    "__rmod__": "remainder_",
    "__rpow__": "__ipow__",
    **{f"__r{name}__": f"__i{name}__" for name in ("and", "or", "xor", "lshift", "rshift")},
}


def _reflected() -> dict[Any, Answer]:
    """Return what answers ``tensor * q``: the operator of the quantity is the shortest way."""
    methods = {name: getattr(torch.Tensor, name) for name in _OPERATORS}
    found = {method: _operator(_OPERATORS[name], answer_for(method)) for name, method in methods.items()}
    found[torch.Tensor.mul] = _times(found[torch.Tensor.mul])
    return found


def _times(otherwise: Answer) -> Answer:
    """Return what answers ``tensor * q``, the most frequent of all: the unit of `q` stays."""
    cls, one = class_for(UNITLESS), UNITLESS.ident

    def answer(args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        if len(args) == 2 and not kwargs:
            x, y = args
            if type(y) is cls and type(x) is _Tensor and type(y._mantissa) is _Tensor:
                unit = y._unit
                if unit.ident != one:
                    quantity = _new(cls)
                    quantity._mantissa = x * y._mantissa
                    quantity._unit = unit
                    return quantity
        return otherwise(args, kwargs)

    return answer


_OPERATORS = {
    "add": "__radd__",
    "sub": "__rsub__",
    "mul": "__rmul__",
    "div": "__rtruediv__",
    "matmul": "__rmatmul__",
    "remainder": "__rmod__",
    "__floordiv__": "__rfloordiv__",
    "__pow__": "__rpow__",
    "__and__": "__rand__",
    "__or__": "__ror__",
    "__xor__": "__rxor__",
}


def _operator(name: str, otherwise: Any) -> Answer:
    def answer(args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        if len(args) == 2 and not kwargs:
            x, y = args
            if isinstance(y, Pair) and not isinstance(x, Pair):
                return getattr(y, name)(x)
        return otherwise(args, kwargs)

    return answer


def torch_function(
    cls: type,
    func: Any,
    types: Sequence[type],
    args: tuple[Any, ...] = (),
    kwargs: dict[str, Any] | None = None,
) -> Any:
    """Answer a call of a function of torch's; NotImplemented beside types that answer themselves."""
    if len(types) > 1:
        for kind in types:
            if not issubclass(kind, (Pair, torch.Tensor)):
                return NotImplemented
    answer = ANSWERS.get(func, UNKNOWN)
    if type(answer) is str:
        raise TypeError(f"{public_name(func)} takes no quantities: {answer}")
    return answer(args, {} if kwargs is None else kwargs)  # type: ignore[operator]  # no text
