"""Products of derivatives with tangents and cotangents, and what linearisation gives."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from bu_array.core import is_plain_zero, join, product, same, scaled, split, total
from bu_units import UNITLESS, Unit, UnitMismatchError

from ._boundary import Bare, Units, admit_all, has_no_values, in_unit, is_quantity

__all__ = ["hvp", "jvp", "linearize", "vjp"]

# Any: the results of these have another type with `has_aux`, which mypy knows for literals only.
_vjp: Any = jax.vjp
_jvp: Any = jax.jvp
_linearize: Any = jax.linearize
_Partial: Any = jax.tree_util.Partial

# Shape and dtype of each leaf's tangent.
Forms = tuple[tuple[tuple[int, ...], Any], ...]


def jvp(
    fun: Callable[..., Any], primals: Sequence[Any], tangents: Sequence[Any], has_aux: bool = False
) -> tuple[Any, ...]:
    """Return the value at `primals` and its change along `tangents`, in the value's unit.

    Each tangent is a small change of its primal, in any unit of that dimension. Or all are changes
    per something: with speeds as tangents of lengths, the value's changes are per time, too; then they
    must agree in what they are per. A tangent without a unit, of a length, is per length. A plain zero
    fits any. Returns ``(value, tangent)``, with `has_aux` ``(value, tangent, aux)``. Raises BackendError
    for quantities of another library, UnitMismatchError for tangents that do not go together.

    >>> import jax.numpy as jnp
    >>> from bu_array import Quantity
    >>> side, speed = Quantity(jnp.array(3.0), "m"), Quantity(jnp.array(0.5), "m / s")
    >>> area, growth = jvp(lambda x: x * x, (side,), (speed,))
    >>> print(area, "growing by", growth)
    9. m^2 growing by 3. m^2 / s
    """
    bare = Bare("jvp", fun, tuple(primals), has_aux=has_aux)
    admit_all("jvp", tangents)
    mantissas, rate = _tangents("jvp", tuple(tangents), bare.ins, _forms(bare.mantissas))
    value, change, *aux = _jvp(bare.run, bare.mantissas, mantissas, has_aux)
    return (bare.outs.whole(value), _changes("jvp", change, bare.outs, rate), *aux)


def linearize(fun: Callable[..., Any], *primals: Any, has_aux: bool = False) -> tuple[Any, ...]:
    """Return the value at `primals`, in its unit, and the linear function of tangents that `jvp` evaluates.

    Returns ``(value, function)``, with `has_aux` ``(value, function, aux)``; the function takes a
    tangent for each primal, in the units that `jvp` takes, and may be passed to and out of jit.
    """
    bare = Bare("linearize", fun, primals, has_aux=has_aux)
    value, push, *aux = _linearize(bare.run, *bare.mantissas, has_aux=has_aux)
    return (bare.outs.whole(value), _Partial(_Push(bare.ins, bare.outs, _forms(bare.mantissas)), push), *aux)


def vjp(fun: Callable[..., Any], *primals: Any, has_aux: bool = False) -> tuple[Any, ...]:
    """Return the value at `primals`, in its unit, and the function from its cotangent to those of `primals`.

    A cotangent is the slope of some quantity S by the value: with the value in metres and a
    cotangent in joules per metre, those of the primals are in joules per unit of the primal. A plain
    cotangent of one gives the gradient of the value itself. For a tree of values each cotangent times
    its value must have the dimension of S; a plain zero fits any.
    Returns ``(value, function)``, with `has_aux` ``(value, function, aux)``; the function gives a tuple, one
    cotangent a primal, and may be passed to and out of jit. Raises BackendError for quantities of another
    library, UnitMismatchError for cotangents that do not go together.

    >>> import jax.numpy as jnp
    >>> from bu_array import Quantity
    >>> area, pull = vjp(lambda x: x * x, Quantity(jnp.array(3.0), "m"))
    >>> print(*pull(Quantity(jnp.array(2.0), "J / m^2")))
    12. N
    """
    bare = Bare("vjp", fun, primals, has_aux=has_aux)
    value, pull, *aux = _vjp(bare.run, *bare.mantissas, has_aux=has_aux)
    return (bare.outs.whole(value), _Partial(_Pull(bare.ins, bare.outs, _forms(value)), pull), *aux)


def hvp(fun: Callable[..., Any], primals: Sequence[Any], tangents: Sequence[Any]) -> tuple[Any, ...]:
    """Return the product of the Hessian of a scalar function with `tangents`, never forming the Hessian.

    One result a primal, in unit(value) / unit(primal): the change of the gradient along `tangents`,
    which take the units that `jvp` takes.
    """
    bare = Bare("hvp", fun, tuple(primals), scalar=True)
    bare.require_inexact()
    admit_all("hvp", tangents)
    mantissas, rate = _tangents("hvp", tuple(tangents), bare.ins, _forms(bare.mantissas))
    gradient = jax.grad(bare.run, bare.argnums)
    _, change = _jvp(gradient, bare.mantissas, mantissas)
    (of,) = bare.outs.linear("hvp")
    result: tuple[Any, ...] = bare.entries(change, of=[of * rate])
    return result


@dataclass(frozen=True)
class _Push:
    """The linear function of tangents. A static part of a pytree: hashable, equal for equal units."""

    ins: Units
    outs: Units
    forms: Forms

    def __call__(self, push: Callable[..., Any], *tangents: Any) -> Any:
        admit_all("linearize", tangents)
        mantissas, rate = _tangents("linearize", tangents, self.ins, self.forms)
        return _changes("linearize", push(*mantissas), self.outs, rate)


@dataclass(frozen=True)
class _Pull:
    """The linear function of cotangents, static as `_Push` is."""

    ins: Units
    outs: Units
    forms: Forms

    def __call__(self, pull: Callable[..., Any], cotangent: Any) -> tuple[Any, ...]:
        admit_all("vjp", cotangent)
        mantissas, of = _cotangents(cotangent, self.outs, self.forms)
        leaves, structure = jax.tree.flatten(pull(mantissas))
        slopes = [in_unit(x, of, unit) for x, unit in zip(leaves, self.ins.linear("vjp"), strict=True)]
        result: tuple[Any, ...] = jax.tree.unflatten(structure, slopes)
        return result


# ---------------------------------------------------------------- units of tangents and cotangents


def _tangents(name: str, tangents: tuple[Any, ...], primals: Units, forms: Forms) -> tuple[Any, Unit]:
    """Return mantissas in the unit of each primal times one unit for all, and that unit."""
    leaves = _matching(name, "tangents", tangents, primals)
    own = primals.linear(name)
    rate = _common(leaves, [split(x)[1] / unit for x, unit in zip(leaves, own, strict=True)])
    targets = [unit * rate for unit in own]
    return _converted(name, "tangents", tangents, targets, forms), rate


def _cotangents(cotangent: Any, values: Units, forms: Forms) -> tuple[Any, Unit]:
    """Return mantissas in one unit for all per the unit of each value, and that unit."""
    leaves = _matching("vjp", "cotangent", cotangent, values)
    own = values.linear("vjp")
    of = _common(leaves, [split(x)[1] * unit for x, unit in zip(leaves, own, strict=True)])
    targets = [of / unit for unit in own]
    return _converted("vjp", "cotangent", cotangent, targets, forms), of


def _changes(name: str, change: Any, values: Units, rate: Unit) -> Any:
    """Return the tangents of values with their units."""
    leaves, structure = jax.tree.flatten(change)
    changes = []
    for x, unit, own in zip(leaves, values.linear(name), values.leaves, strict=True):
        if has_no_values(x) or (own is None and rate is UNITLESS):
            changes.append(x)
        else:
            whole, fold = product.result(unit, rate)
            changes.append(scaled(x, fold) if whole is None else join(x, whole))
    return jax.tree.unflatten(structure, changes)


def _matching(name: str, what: str, given: Any, units: Units) -> list[Any]:
    leaves, structure = jax.tree.flatten(given, is_leaf=is_quantity)
    if structure != units.structure:
        raise TypeError(f"{name}: {what} must be laid out as {units.structure}, got {structure}")
    return leaves


def _common(leaves: list[Any], found: list[Unit]) -> Unit:
    """Return the unit that the leaves ask for, but for those of integers."""
    known = [(x, unit) for x, unit in zip(leaves, found, strict=True) if not has_no_values(x)]
    return total([x for x, _ in known], [unit for _, unit in known])


def _forms(mantissas: Any) -> Forms:
    """Return shape and dtype of the tangent of each leaf; hashable."""
    forms = []
    for x in jax.tree.leaves(mantissas):
        dtype = x.dtype if hasattr(x, "dtype") else jnp.result_type(x)
        forms.append((jnp.shape(x), dtype if jnp.issubdtype(dtype, jnp.inexact) else jax.dtypes.float0))
    return tuple(forms)


def _converted(name: str, what: str, given: Any, targets: list[Unit], forms: Forms) -> Any:
    """Return the mantissas of `given` in the units `targets`; a plain zero as zeros of its form."""
    paths, structure = jax.tree_util.tree_flatten_with_path(given, is_leaf=is_quantity)
    mantissas = []
    for (path, x), target, (shape, dtype) in zip(paths, targets, forms, strict=True):
        mantissa, own = split(x)
        outcome = None if has_no_values(x) else same.of(target, own)
        if outcome is not None:
            mantissa = scaled(mantissa, outcome[1])
        elif not has_no_values(x) and not is_plain_zero(x):
            raise UnitMismatchError(
                f"{name}: {what}{jax.tree_util.keystr(path)} needs another dimension to go with the others",
                target,
                own,
            )
        if isinstance(x, (int, float, complex)) and x == 0:
            mantissa = np.zeros(shape, dtype)
        mantissas.append(mantissa)
    return jax.tree.unflatten(structure, mantissas)
