"""Products of derivatives with tangents and cotangents."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import torch

from bu_array.core import is_plain_zero, product, same, scaled, slope, split, total
from bu_units import UNITLESS, Unit, UnitMismatchError

from ._boundary import Bare, Units, flatten, require_function

__all__ = ["jvp", "vjp"]


def jvp(
    fun: Callable[..., Any], primals: Sequence[Any], tangents: Sequence[Any], has_aux: bool = False
) -> tuple[Any, ...]:
    """Return the value at `primals` and its change along `tangents`, in the value's unit.

    Each tangent is a small change of its primal, in any unit of that dimension. Or all are changes
    per something: with speeds as tangents of lengths, the value's changes are per time, too; then they
    must agree in what they are per. A tangent without a unit, of a length, is per length. A plain zero
    fits any. Returns ``(value, tangent)``, with `has_aux` ``(value, tangent, aux)``. Raises BackendError
    for quantities of another library, UnitMismatchError for tangents that do not go together.
    Source: `torch.func.jvp`.

    >>> import torch
    >>> from bu_array import Quantity
    >>> side, speed = Quantity(torch.tensor(3.0), "m"), Quantity(torch.tensor(0.5), "m / s")
    >>> area, growth = jvp(lambda x: x * x, (side,), (speed,))
    >>> print(area, "growing by", growth)
    9. m^2 growing by 3. m^2 / s
    """
    require_function("jvp", fun)
    bare = Bare("jvp", fun, tuple(primals), has_aux=has_aux)
    leaves = _matching("jvp", "tangents", tuple(tangents), bare.ins)
    own = bare.ins.linear("jvp")
    rate = total(leaves, [split(x)[1] / unit for x, unit in zip(leaves, own, strict=True)])
    pushed = _converted("jvp", "tangent", leaves, [unit * rate for unit in own], bare.leaves)
    values, changes, *aux = torch.func.jvp(bare.run, bare.leaves, tuple(pushed), has_aux=has_aux)
    return (bare.outs.whole(values), _changes(changes, bare.outs, rate), *map(bare.aux, aux))


def vjp(fun: Callable[..., Any], *primals: Any, has_aux: bool = False) -> tuple[Any, ...]:
    """Return the value at `primals`, in its unit, and the function from its cotangent to those of `primals`.

    A cotangent is the slope of some quantity S by the value: with the value in metres and a
    cotangent in joules per metre, those of the primals are in joules per unit of the primal. A plain
    cotangent of one gives the gradient of the value itself. For a tree of values each cotangent times
    its value must have the dimension of S; a plain zero fits any.
    Returns ``(value, function)``, with `has_aux` ``(value, function, aux)``; the function gives a tuple, one
    cotangent a primal, as that of `torch.func.vjp` does. Raises BackendError for quantities of another
    library, UnitMismatchError for cotangents that do not go together.

    >>> import torch
    >>> from bu_array import Quantity
    >>> area, pull = vjp(lambda x: x * x, Quantity(torch.tensor(3.0), "m"))
    >>> print(*pull(Quantity(torch.tensor(2.0), "J / m^2")))
    12. N
    """
    require_function("vjp", fun)
    bare = Bare("vjp", fun, primals, has_aux=has_aux)
    values, pull, *aux = torch.func.vjp(bare.run, *bare.leaves, has_aux=has_aux)

    def pulled(cotangent: Any, retain_graph: bool = True, create_graph: bool | None = None) -> Any:
        leaves = _matching("vjp", "cotangent", cotangent, bare.outs)
        own = bare.outs.linear("vjp")
        of = total(leaves, [split(x)[1] * unit for x, unit in zip(leaves, own, strict=True)])
        mantissas = _converted("vjp", "cotangent", leaves, [of / unit for unit in own], values)
        slopes = pull(tuple(mantissas), retain_graph=retain_graph, create_graph=create_graph)
        units = bare.ins.linear("vjp")
        return bare.arguments([slope(x, of, unit) for x, unit in zip(slopes, units, strict=True)])

    return (bare.outs.whole(values), pulled, *map(bare.aux, aux))


# ---------------------------------------------------------------- units of tangents and cotangents


def _changes(changes: Sequence[Any], values: Units, rate: Unit) -> Any:
    """Return the tangents of values with their units."""
    found: list[Any] = []
    units: list[Unit | None] = []
    for x, unit, own in zip(changes, values.linear("jvp"), values.leaves, strict=True):
        whole, fold = (None, None) if own is None and rate is UNITLESS else product.result(unit, rate)
        found.append(scaled(x, fold))
        units.append(whole)
    return Units(values.structure, tuple(units)).whole(found)


def _matching(name: str, what: str, given: Any, units: Units) -> list[Any]:
    leaves, structure = flatten(given)
    if structure != units.structure:
        raise TypeError(f"{name}: {what} must be laid out as {units.structure}, got {structure}")
    return leaves


def _converted(
    name: str, what: str, leaves: Sequence[Any], targets: Sequence[Unit], like: Sequence[Any]
) -> list[Any]:
    """Return the mantissas of `leaves` in the units `targets`; numbers as tensors like those beside them."""
    mantissas = []
    for x, target, form in zip(leaves, targets, like, strict=True):
        mantissa, own = split(x)
        outcome = same.of(target, own)
        if outcome is not None:
            mantissa = scaled(mantissa, outcome[1])
        elif not is_plain_zero(x):
            raise UnitMismatchError(
                f"{name}: a {what} needs another dimension to go with the others", target, own
            )
        if not isinstance(mantissa, torch.Tensor):
            mantissa = torch.as_tensor(mantissa, dtype=form.dtype, device=form.device)
        mantissas.append(mantissa.expand_as(form) if mantissa.ndim == 0 else mantissa)
    return mantissas
