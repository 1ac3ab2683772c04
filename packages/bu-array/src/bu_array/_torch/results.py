"""What the answers to torch share: arguments without unit, results with one, what is written into."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import torch  # noqa: TID253  # this module is loaded when torch asks

from bu_dispatch import BackendError, backend_of
from bu_units import UNITLESS, Unit, UnitMismatchError

from ..core import Factor, Pair, as_result, by_default, pure_number, rules
from ..core.holding import held
from ..core.pair import known_number, split

__all__ = [
    "bare",
    "computed",
    "dressed",
    "plain",
    "stays",
    "tensor_beside",
    "torchs",
    "unary_outcome",
    "written",
]

Part = tuple[Unit | None, Factor]
"""Unit of a result (None: a bare tensor), and the factor to fold in."""


def torchs(mantissa: Any, name: str) -> Any:
    """Return a mantissa that torch computes with; BackendError for one of another library."""
    if isinstance(mantissa, torch.Tensor):
        return mantissa
    backend = backend_of(mantissa)
    if backend is not None and backend.name != "torch":
        raise BackendError(
            f"{name} requires the torch backend; got {backend.name}-backed Quantity. "
            "Call .to_torch() on the input first."
        )
    return known_number(mantissa)


def plain(value: Any, name: str, label: str = "an argument") -> Any:
    """Return an argument that is a pure number, in lists too; TypeError for one with a dimension."""
    if isinstance(value, Pair):
        return torchs(pure_number(value, name, label), name)
    if type(value) is list or type(value) is tuple:
        return type(value)([plain(each, name, label) for each in value])
    return value


def bare(value: Any) -> Any:
    """Return an argument without its unit, in lists too: for questions in which no unit matters."""
    if isinstance(value, Pair):
        return value._mantissa
    if type(value) is list or type(value) is tuple:
        return type(value)([bare(each) for each in value])
    return value


def tensor_beside(number: Any, tensors: tuple[Any, ...]) -> Any:
    """Return a Python number as a tensor without axes, of a dtype that leaves those of `tensors` alone."""
    for tensor in tensors:
        if isinstance(tensor, torch.Tensor):
            whole = isinstance(number, int) and not isinstance(number, bool)
            kept = tensor.is_floating_point() or tensor.is_complex() or whole
            return torch.as_tensor(number, dtype=tensor.dtype if kept else None, device=tensor.device)
    return torch.as_tensor(number)


def dressed(result: Any, unit: Unit | None, fold: Factor = None) -> Any:
    """Return what torch computed with its unit; of values and indices the values, of a list each."""
    if isinstance(result, torch.Tensor):
        return as_result(result, unit, fold)
    if isinstance(result, (tuple, list)) and not isinstance(result, torch.Size):
        if hasattr(result, "indices"):
            return type(result)((as_result(result[0], unit, fold), result[1]))
        parts = [dressed(part, unit, fold) for part in result]
        return type(result)(parts)
    if unit is not None and isinstance(result, (int, float, complex)) and not isinstance(result, bool):
        return as_result(result, unit, fold)
    return result


# ---------------------------------------------------------------- what is written into


def stays(name: str, own: Unit, unit: Unit | None, changed: bool) -> None:
    """Raise UnitMismatchError unless a result can be written in place: its unit is that of the target.

    changed: whether a factor on the target or the result would have to be folded in.
    """
    found = UNITLESS if unit is None else unit
    if changed or own.ident != found.ident:
        raise UnitMismatchError(
            f"{name}: the result has another unit than what it is written into in place; "
            "use the function that makes a new tensor",
            own,
            found,
        )


def computed(
    name: str, run: Callable[..., Any], kwargs: dict[str, Any], unit: Unit | None, fold: Factor
) -> Any:
    """Return ``run(**kwargs)`` with its unit, written into the option ``out`` where that was given."""
    if kwargs.get("dtype") is torch.bool:
        unit = None
    out = kwargs.pop("out", None)
    if out is None:
        return dressed(run(**kwargs), unit, fold)
    if isinstance(out, (tuple, list)):
        raise TypeError(f"{name}: several results into out= are not known here; leave it out")
    target, own = split(out)
    found = UNITLESS if unit is None else unit
    if own.dim is not found.dim or (type(own) is not type(found)):
        raise UnitMismatchError(f"{name}: out cannot hold the result, make it a quantity", own, found)
    if own.ident == found.ident and fold is None:
        run(**kwargs, out=target)
        return out
    return written(name, out, dressed(run(**kwargs), unit, fold))


def written(name: str, out: Any, result: Any) -> Any:
    """Write a result into `out`, converted to its unit; return `out`."""
    target, own = split(out)
    values = held(result, target, own, f"{name}: argument 'out'")
    if target.shape != values.shape:
        target.resize_(values.shape)
    target.copy_(values)
    return out


# ---------------------------------------------------------------- rules


def unary_outcome(law: Any, on_scale: Any, name: str, unit: Unit) -> Any:
    """Ask a rule of one unit, or that for scales; raises what the rule refuses with, in torch's words."""
    rule = law if type(unit) is Unit else on_scale or by_default(law)
    outcome = rule.of(unit)
    if outcome is not None:
        return outcome
    if rule.refuse is rules.plain_operand:  # which speaks of an option of ours
        raise rules.number_needed(name, unit)
    raise rule.refuse(name, unit)
