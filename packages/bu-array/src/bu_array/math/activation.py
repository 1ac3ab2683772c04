"""Activations of neural networks, with the values of jax.nn, on every library."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Concatenate, ParamSpec, TypeVar, cast

from bu_units import Unit

from ..core import Bodies, detach_asked, keep, parameters, pure_number, rules, scaled, split
from ..declare import Arguments, Array, Namespace, Q, pure_unary, register, unary

__all__ = [
    "celu",
    "elu",
    "gelu",
    "glu",
    "hard_sigmoid",
    "hard_silu",
    "hard_swish",
    "hard_tanh",
    "leaky_relu",
    "log_sigmoid",
    "mish",
    "relu",
    "relu6",
    "selu",
    "sigmoid",
    "silu",
    "soft_sign",
    "softplus",
    "sparse_plus",
    "sparse_sigmoid",
    "squareplus",
    "swish",
]

P = ParamSpec("P")
R = TypeVar("R")


def _with_options(body: Callable[Concatenate[Namespace, P], R]) -> Callable[P, R]:
    """Declare a function of one pure number with options before `unit_to_scale`; see `pure_unary`."""
    bodies = Bodies(body)
    arguments = Arguments(body)
    name = body.__name__
    first = parameters(body)[0]

    def function(*args: Any, **kwargs: Any) -> Any:
        given = arguments.bind(args, kwargs)
        x, unit_to_scale = given.pop(first), given.pop("unit_to_scale", None)
        mantissa, own = split(x)
        if unit_to_scale is None:
            outcome = rules.pure.of(own)
            if outcome is None:
                raise rules.pure.refuse(name, own)
            mantissa = scaled(mantissa, outcome[0])
        else:
            unit = rules.as_unit(unit_to_scale, name, "unit_to_scale")
            mantissa = detach_asked(x, unit, f"{name} with unit_to_scale")
        run, mantissa = bodies.ready(mantissa, mantissa)
        return run(mantissa, **{key: pure_number(value, name, key) for key, value in given.items()})

    return cast("Callable[P, R]", register(body, function, "unary", rules.pure.__name__))


def _real(xp: Namespace, x: Any) -> Any:
    """Return `x`, integers and booleans in the default floating-point dtype."""
    whole = xp.isdtype(x.dtype, ("bool", "integral"))
    return xp.astype(x, xp.asarray(0.0).dtype) if whole else x


# ---------------------------------------------------------------- in the unit of x


@unary(keep)
def relu(xp: Namespace, x: Q) -> Q:
    """`x` where it is positive, else 0, in the unit of `x`."""
    return xp.relu(x)


@unary(keep)
def leaky_relu(xp: Namespace, x: Q, negative_slope: float = 0.01) -> Q:
    """`x`, times `negative_slope` where it is negative, in the unit of `x`.

    negative_slope: the factor of negative elements.
    """
    return xp.leaky_relu(_real(xp, x), pure_number(negative_slope, "leaky_relu", "negative_slope"))


# ---------------------------------------------------------------- of a pure number


@pure_unary
def relu6(xp: Namespace, x: Q, unit_to_scale: Unit | str | None = None) -> Q:
    """A pure number, not below 0 and not above 6: a bare array; of ``x / unit_to_scale`` where given."""
    return xp.relu6(_real(xp, x))


@pure_unary
def sigmoid(xp: Namespace, x: Q, unit_to_scale: Unit | str | None = None) -> Q:
    """``1 / (1 + exp(-x))`` of a pure number, a bare array; of ``x / unit_to_scale`` where it is given."""
    return xp.sigmoid(_real(xp, x))


@pure_unary
def log_sigmoid(xp: Namespace, x: Q, unit_to_scale: Unit | str | None = None) -> Q:
    """``log(sigmoid(x))`` of a pure number, a bare array; of ``x / unit_to_scale`` where it is given."""
    return xp.log_sigmoid(_real(xp, x))


@pure_unary
def hard_sigmoid(xp: Namespace, x: Q, unit_to_scale: Unit | str | None = None) -> Q:
    """``relu6(x + 3) / 6`` of a pure number, a bare array; of ``x / unit_to_scale`` where it is given."""
    return xp.hard_sigmoid(_real(xp, x))


@pure_unary
def sparse_sigmoid(xp: Namespace, x: Q, unit_to_scale: Unit | str | None = None) -> Q:
    """``(x + 1) / 2`` of a pure number, cut at 0 and 1: a bare array; of ``x / unit_to_scale`` if given."""
    return xp.sparse_sigmoid(_real(xp, x))


@pure_unary
def softplus(xp: Namespace, x: Q, unit_to_scale: Unit | str | None = None) -> Q:
    """``log(1 + exp(x))`` of a pure number, a bare array; of ``x / unit_to_scale`` where it is given."""
    return xp.softplus(_real(xp, x))


@pure_unary
def sparse_plus(xp: Namespace, x: Q, unit_to_scale: Unit | str | None = None) -> Q:
    """0 up to -1, `x` from 1 on, ``(x + 1)**2 / 4`` between, of a pure number: a bare array.

    Of ``x / unit_to_scale`` where it is given.
    """
    return xp.sparse_plus(_real(xp, x))


@_with_options
def squareplus(xp: Namespace, x: Q, b: float = 4, unit_to_scale: Unit | str | None = None) -> Q:
    """``(x + sqrt(x**2 + b)) / 2`` of a pure number, a bare array; of ``x / unit_to_scale`` where given.

    b: how round the corner is, a plain number.
    """
    return xp.squareplus(_real(xp, x), b)


@pure_unary
def soft_sign(xp: Namespace, x: Q, unit_to_scale: Unit | str | None = None) -> Q:
    """``x / (1 + |x|)`` of a pure number, a bare array; of ``x / unit_to_scale`` where it is given."""
    return xp.soft_sign(_real(xp, x))


@pure_unary
def hard_tanh(xp: Namespace, x: Q, unit_to_scale: Unit | str | None = None) -> Q:
    """A pure number, not below -1 and not above 1: a bare array; of ``x / unit_to_scale`` where given."""
    return xp.hard_tanh(_real(xp, x))


@pure_unary
def silu(xp: Namespace, x: Q, unit_to_scale: Unit | str | None = None) -> Q:
    """``x * sigmoid(x)`` of a pure number, a bare array; of ``x / unit_to_scale`` where it is given."""
    return xp.silu(_real(xp, x))


@pure_unary
def hard_silu(xp: Namespace, x: Q, unit_to_scale: Unit | str | None = None) -> Q:
    """``x * hard_sigmoid(x)`` of a pure number, a bare array; of ``x / unit_to_scale`` where it is given."""
    return xp.hard_silu(_real(xp, x))


@pure_unary
def mish(xp: Namespace, x: Q, unit_to_scale: Unit | str | None = None) -> Q:
    """``x * tanh(softplus(x))`` of a pure number, a bare array; of ``x / unit_to_scale`` where given."""
    return xp.mish(_real(xp, x))


@_with_options
def elu(xp: Namespace, x: Q, alpha: float = 1.0, unit_to_scale: Unit | str | None = None) -> Q:
    """A pure number, ``alpha * (exp(x) - 1)`` where it is negative: a bare array.

    Of ``x / unit_to_scale`` where it is given.
    """
    return xp.elu(_real(xp, x), alpha)


@_with_options
def celu(xp: Namespace, x: Q, alpha: float = 1.0, unit_to_scale: Unit | str | None = None) -> Q:
    """A pure number, ``alpha * (exp(x / alpha) - 1)`` where it is negative: a bare array.

    Of ``x / unit_to_scale`` where it is given.
    """
    return xp.celu(_real(xp, x), alpha)


@pure_unary
def selu(xp: Namespace, x: Q, unit_to_scale: Unit | str | None = None) -> Q:
    """``1.0507 * elu(x, 1.6733)`` of a pure number, a bare array; of ``x / unit_to_scale`` where given.

    Source: Klambauer et al. 2017, whose two constants have 16 digits here.
    """
    return xp.selu(_real(xp, x))


@_with_options
def gelu(xp: Namespace, x: Q, approximate: bool = True, unit_to_scale: Unit | str | None = None) -> Q:
    """A pure number times the normal distribution function of it: a bare array.

    With `approximate` by a formula with tanh, which is off by up to 5e-4. Of ``x / unit_to_scale`` where
    it is given.
    """
    return xp.gelu(_real(xp, x), approximate)


@_with_options
def glu(xp: Namespace, x: Q, axis: int = -1, unit_to_scale: Unit | str | None = None) -> Q:
    """First half of a pure number along `axis` times the sigmoid of the second: a bare array.

    Of ``x / unit_to_scale`` where it is given. Raises ValueError where `axis` has an odd length.
    """
    array: Array = x  # type: ignore[assignment]  # a body receives arrays
    length = array.shape[axis]
    if length % 2:
        raise ValueError(f"glu halves axis {axis}, which has the odd length {length}")
    return xp.glu(_real(xp, x), axis)


swish, hard_swish = silu, hard_silu
