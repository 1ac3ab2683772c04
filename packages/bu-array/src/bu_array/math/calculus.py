"""Differences, derivatives, integrals and interpolation of samples."""

from __future__ import annotations

from typing import Any

from bu_dispatch import backend_of
from bu_units import UNITLESS, ScaleUnit, Unit

from ..core import as_result, detach, has_unit, keep, linear, rules, spread
from ..core.elements import functions_for
from ..core.objects import of_objects
from ..declare import Finish, Namespace, Part, Plan, Q, floating, prepared, ruled, unary
from ._options import Axis

__all__ = [
    "cumulative_trapezoid",
    "diff",
    "ediff1d",
    "gradient",
    "interp",
    "trapezoid",
    "unwrap",
]


def _along(axis: int, ndim: int, part: slice) -> tuple[slice, ...]:
    """Return the index of a part of an axis."""
    if not -ndim <= axis < ndim:
        raise IndexError(f"axis {axis} is out of bounds for an array of {ndim} axes")
    return (slice(None),) * (axis % ndim) + (part,) + (slice(None),) * (ndim - 1 - axis % ndim)


# ---------------------------------------------------------------- differences


def _none(n: int = 1, *_: Any, **__: Any) -> bool:
    return n == 0


@unary(keep, "prepend", "append", on_scale=spread, idle=_none)
def diff(
    xp: Namespace,
    x: Q,
    n: int = 1,
    axis: int = -1,
    prepend: Q | complex | None = None,
    append: Q | complex | None = None,
) -> Q:
    """Differences of neighbours along `axis`, `n` times over, in the unit of `x`.

    n: how many times over; prepend, append: what is joined to `x` first, in its unit: numbers, or arrays of
    its shape but for `axis`. Of values on a scale (degC) the differences (delta_degC). With ``n=0`` it is `x`
    itself, as it is.
    """
    return _differences(xp, x, n, axis, prepend, append)


def _differences(xp: Namespace, x: Any, n: int, axis: int, prepend: Any, append: Any) -> Any:
    if n < 0:
        raise ValueError(f"diff: n must not be negative, got {n}")
    if not x.shape:
        raise ValueError("diff needs an array of one axis at least")
    if prepend is not None or append is not None:
        edges = [None if edge is None else _edge(xp, edge, x, axis) for edge in (prepend, append)]
        x = xp.concat([part for part in (edges[0], x, edges[1]) if part is not None], axis=axis)
    ndim = len(x.shape)
    for _ in range(n):
        after, before = (x[_along(axis, ndim, part)] for part in (slice(1, None), slice(None, -1)))
        x = after != before if xp.isdtype(x.dtype, "bool") else after - before
    return x


def _edge(xp: Namespace, edge: Any, x: Any, axis: int) -> Any:
    """Return what is joined to `x` along `axis`: a number as a layer of it."""
    if backend_of(edge) is None:
        edge = xp.like_array(edge, x)
    if len(edge.shape):
        return edge
    layer = list(x.shape)
    layer[axis] = 1
    return xp.broadcast_to(edge, tuple(layer))


@unary(keep, "to_end", "to_begin", on_scale=spread, of_result=True)
def ediff1d(xp: Namespace, x: Q, to_end: Q | complex | None = None, to_begin: Q | complex | None = None) -> Q:
    """Differences of neighbours in the flattened array, in the unit of `x`.

    to_begin, to_end: what is put before and after them, converted to the unit of `x`.
    """
    flat = xp.reshape(x, (-1,))
    parts = [flat[1:] - flat[:-1]]
    if to_begin is not None:
        parts.insert(0, _vector(xp, to_begin, x))
    if to_end is not None:
        parts.append(_vector(xp, to_end, x))
    return parts[0] if len(parts) == 1 else xp.concat(parts)


def _vector(xp: Namespace, edge: Any, x: Any) -> Any:
    edge = xp.reshape(xp.like_array(edge, x) if backend_of(edge) is None else edge, (-1,))
    if xp.isdtype(x.dtype, ("bool", "integral")):
        return edge  # which integers may not hold: the result is of what holds both
    return xp.astype(edge, x.dtype, copy=False)


# ---------------------------------------------------------------- derivatives


def _difference(unit: Unit) -> Unit:
    """Return the unit of differences of values in a unit."""
    return unit.difference if isinstance(unit, ScaleUnit) else unit


def _slopes(f: Unit, spacings: list[Unit]) -> Plan:
    """The unit of f, of its differences where f is on a scale, per unit of the spacing along each axis."""
    f, *spacings = (_difference(unit) for unit in (f, *spacings))
    if len(spacings) < 2:
        return Plan({}, rules.quotient.result(f, spacings[0] if spacings else UNITLESS))
    parts: list[Part | Unit | None] = [rules.quotient.result(f, spacing) for spacing in spacings]
    return Plan({}, parts)


@ruled(_slopes, "f", "*varargs", on_scales=True, steps=("f", "varargs"))
def gradient(
    xp: Namespace, f: Q, *varargs: Q | complex, axis: Axis = None, edge_order: int | None = None
) -> Q:
    """Derivative of samples along each `axis`, in the unit of `f` per unit of the spacing.

    f: the samples; edge_order: 1 or 2.
    `varargs`: nothing (spacing 1), one number for all axes, or for each axis a number or the vector of
    coordinates, which may be points. Second-order differences inside, of order `edge_order` (1 or 2) at
    the edges. For several axes a list.
    """
    if edge_order not in (None, 1, 2):
        raise ValueError(f"gradient: edge_order must be 1 or 2, got {edge_order}")
    ndim = len(f.shape)
    axes = range(ndim) if axis is None else (axis,) if isinstance(axis, int) else axis
    spacings = list(varargs) if varargs else [None]
    if len(spacings) == 1 and (len(axes) > 1 or spacings[0] is None):
        spacings *= len(axes)
    if len(spacings) != len(axes):
        raise TypeError(
            f"gradient takes one spacing, or one for each of {len(axes)} axes; got {len(varargs)}"
        )
    f = floating(xp, f)
    slopes = [
        _derivative(xp, f, spacing, axis, edge_order or 1)
        for spacing, axis in zip(spacings, axes, strict=True)
    ]
    return slopes[0] if len(slopes) == 1 and len(varargs) < 2 else slopes  # type: ignore[return-value]  # a list


def _derivative(xp: Namespace, f: Any, spacing: Any, axis: int, edge_order: int) -> Any:
    ndim = len(f.shape)

    def at(start: int | None, stop: int | None) -> Any:
        return f[_along(axis, ndim, slice(start, stop))]

    if f.shape[axis] < edge_order + 1:
        raise ValueError(f"gradient needs at least {edge_order + 1} samples along axis {axis}")
    if spacing is None:
        return _even(xp, at, edge_order, axis)
    spacing = floating(xp, spacing)
    if len(spacing.shape) == 0:
        return _even(xp, at, edge_order, axis) / xp.astype(spacing, f.dtype, copy=False)
    if spacing.shape != (f.shape[axis],):
        raise ValueError(
            f"gradient: coordinates of shape {tuple(spacing.shape)} for {f.shape[axis]} samples along axis {axis}"
        )
    shape = [1] * ndim
    shape[axis] = f.shape[axis] - 1
    steps = xp.reshape(spacing[1:] - spacing[:-1], tuple(shape))
    return _uneven(xp, at, lambda a, b: steps[_along(axis, ndim, slice(a, b))], edge_order, axis)


def _even(xp: Namespace, at: Any, edge_order: int, axis: int) -> Any:
    """Return the derivative for spacing one."""
    if edge_order == 1:
        first, last = at(1, 2) - at(None, 1), at(-1, None) - at(-2, -1)
    else:
        first = -1.5 * at(None, 1) + 2.0 * at(1, 2) - 0.5 * at(2, 3)
        last = 0.5 * at(-3, -2) - 2.0 * at(-2, -1) + 1.5 * at(-1, None)
    return xp.concat([first, (at(2, None) - at(None, -2)) / 2, last], axis=axis)


def _uneven(xp: Namespace, at: Any, step: Any, edge_order: int, axis: int) -> Any:
    """Return the derivative for coordinates, by the parabola through three neighbours."""
    before, after = step(None, -1), step(1, None)
    inner = (
        -after / (before * (before + after)) * at(None, -2)
        + (after - before) / (before * after) * at(1, -1)
        + before / (after * (before + after)) * at(2, None)
    )
    if edge_order == 1:
        first = (at(1, 2) - at(None, 1)) / step(None, 1)
        last = (at(-1, None) - at(-2, -1)) / step(-1, None)
    else:
        one, two = step(None, 1), step(1, 2)
        first = -(2 * one + two) / (one * (one + two)) * at(None, 1)
        first = first + (one + two) / (one * two) * at(1, 2) - one / (two * (one + two)) * at(2, 3)
        one, two = step(-2, -1), step(-1, None)
        last = two / (one * (one + two)) * at(-3, -2) - (two + one) / (one * two) * at(-2, -1)
        last = last + (2 * two + one) / (two * (one + two)) * at(-1, None)
    return xp.concat([first, inner, last], axis=axis)


# ---------------------------------------------------------------- integrals


def _areas(y: Unit, x: Unit | None, dx: Unit | None) -> Plan:
    """The unit of y times that of differences of x, or of dx where there is no x."""
    return Plan({}, rules.product.result(y, _difference(x or dx or UNITLESS)))


def _strips(xp: Namespace, y: Any, x: Any, dx: Any, axis: int) -> tuple[Any, int]:
    """Return the areas between neighbours along `axis`, and the number of axes of `y`."""
    y = floating(xp, y)
    if x is not None:
        dx = floating(xp, x)
        dx = (
            dx[_along(axis if len(dx.shape) > 1 else 0, len(dx.shape), slice(1, None))]
            - (dx[_along(axis if len(dx.shape) > 1 else 0, len(dx.shape), slice(None, -1))])
        )
        if len(dx.shape) == 1:
            shape = [1] * len(y.shape)
            shape[axis] = -1
            dx = xp.reshape(dx, tuple(shape))
    elif hasattr(dx, "dtype"):
        dx = xp.astype(floating(xp, dx), y.dtype, copy=False)
    ndim = len(y.shape)
    after, before = y[_along(axis, ndim, slice(1, None))], y[_along(axis, ndim, slice(None, -1))]
    return dx * (after + before) / 2, ndim


@ruled(_areas, "y", "x", "dx", on_scales=True, steps=("x", "dx"))
def trapezoid(xp: Namespace, y: Q, x: Q | None = None, dx: Q | complex = 1.0, axis: int = -1) -> Q:
    """Integral along `axis` by the trapezoidal rule, in the unit of `y` times that of `x` or `dx`.

    y: the samples.
    x: the points, a vector or the shape of `y`; without it the points are `dx` apart.
    """
    strips, _ = _strips(xp, y, x, dx, axis)
    return xp.sum(strips, axis=axis)


@ruled(_areas, "y", "x", "dx", on_scales=True, steps=("x", "dx"))
def cumulative_trapezoid(
    xp: Namespace,
    y: Q,
    x: Q | None = None,
    dx: Q | complex = 1.0,
    axis: int = -1,
    *,
    initial: float | None = None,
) -> Q:
    """Integral up to each point along `axis`, in the unit of `y` times that of `x` or `dx`.

    y: the samples; x: the points, a vector or the shape of `y`; initial: a first element of the result.
    One element fewer than `y`; with ``initial=0`` a zero in front. See `trapezoid`.
    """
    strips, ndim = _strips(xp, y, x, dx, axis)
    areas = xp.cumulative_sum(strips, axis=axis)
    if initial is None:
        return areas
    if initial != 0:
        raise ValueError(f"cumulative_trapezoid: initial must be 0 or None, got {initial}")
    return xp.concat([xp.zeros_like(areas[_along(axis, ndim, slice(None, 1))]), areas], axis=axis)


# ---------------------------------------------------------------- interpolation


def _between(x: Unit, xp: Unit, fp: Unit, left: Unit | None, right: Unit | None, period: Unit | None) -> Plan:
    """The unit of fp, if it has one; xp and period in the unit of x, left and right in that of fp."""
    along = x if xp is UNITLESS and not x.dim.is_dimensionless else xp
    targets = {"x": along, "xp": along, "fp": fp, "left": fp, "right": fp, "period": along}
    return Plan(targets, None if fp is UNITLESS else fp)


@ruled(_between, "x", "xp", "fp", "left", "right", "period", on_scales=True)
def interp(
    lib: Namespace,
    x: Q,
    xp: Q,
    fp: Q,
    left: Q | complex | None = None,
    right: Q | complex | None = None,
    period: Q | complex | None = None,
) -> Q:
    """Linear interpolation at `x` between the points (`xp`, `fp`), in the unit of `fp`.

    xp: a vector that increases; fp: its values. left, right: the values beyond its ends; those at the ends
    by default. With `period`, in the unit of `x`, the points repeat and need no order.
    """
    points = floating(lib, xp), floating(lib, fp)
    return _interpolated(lib, floating(lib, x), *points, left, right, period)


def _interpolated(lib: Namespace, x: Any, xp: Any, fp: Any, left: Any, right: Any, period: Any) -> Any:
    if len(xp.shape) != 1 or xp.shape != fp.shape:
        raise ValueError(f"interp needs two vectors of points, got {tuple(xp.shape)} and {tuple(fp.shape)}")
    shape, x = x.shape, lib.reshape(x, (-1,))
    if period is not None:
        period = lib.abs(period)
        x, xp = lib.remainder(x, period), lib.remainder(xp, period)
        order = lib.argsort(xp)
        xp, fp = lib.take(xp, order, axis=0), lib.take(fp, order, axis=0)
        xp = lib.concat([xp[-1:] - period, xp, xp[:1] + period])
        fp = lib.concat([fp[-1:], fp, fp[:1]])
        left = right = None
    own = functions_for(lib, fp if of_objects(fp) else xp).own("interp", _between_ends)
    return lib.reshape(own(x, xp, fp, left, right), shape)


def _between_ends(lib: Namespace, x: Any, xp: Any, fp: Any, left: Any, right: Any) -> Any:
    result = _on_lines(lib, x, xp, fp)
    first, last = fp[0] if left is None else left, fp[-1] if right is None else right
    result = lib.where(x < xp[0], lib.astype(first, fp.dtype, copy=False), result)
    return lib.where(x > xp[-1], lib.astype(last, fp.dtype, copy=False), result)


def _on_lines(lib: Namespace, x: Any, points: Any, values: Any) -> Any:
    """Return the values at `x` on the lines between the points; at and beyond the last its value."""
    if points.shape[0] == 1:
        return lib.where(lib.isnan(x), x, values)
    place = lib.clip(lib.searchsorted(points, x, side="right"), 1, points.shape[0] - 1)
    x0, x1, y0, y1 = (lib.take(a, i, axis=0) for a in (points, values) for i in (place - 1, place))
    width = lib.where(x1 == x0, lib.ones_like(x1), x1 - x0)
    return lib.where(x == points[-1], values[-1], y0 + (x - x0) * ((y1 - y0) / width))


# ---------------------------------------------------------------- angles


def _of_angles(name: str, given: dict[str, Any]) -> Finish:
    p, period = given["p"], given.get("period")
    given["p"], unit = linear(name, p)
    if period is None:
        if not unit.dim.is_dimensionless:
            raise TypeError(f"{name} of a quantity in {unit} needs period=: it is no angle")
        given["period"] = Unit("turn").factor_to(unit.without_kind())
    else:
        given["period"] = detach(period, unit, f"{name}: argument 'period'", p)
    if given.get("discont") is not None:
        given["discont"] = detach(given["discont"], unit, f"{name}: argument 'discont'", p)
    return lambda result: as_result(result, unit, bare=not has_unit(p))


@prepared(_of_angles, "p", "discont", "period")
def unwrap(
    xp: Namespace,
    p: Q,
    discont: Q | float | None = None,
    axis: int = -1,
    *,
    period: Q | float | None = None,
) -> Q:
    """`p` without jumps along `axis` of more than half a `period`, in the unit of `p`.

    p: angles, or values that repeat after a period; discont: the smallest jump that is taken out.
    `period` is a full turn by default: 360 for degrees, 2 pi for plain numbers. Jumps below
    `discont` stay. Both are converted to the unit of `p`; without an angle `period` is needed.
    """
    if xp.isdtype(p.dtype, "integral") and isinstance(period, float):
        if period.is_integer():
            period = int(period)
        else:
            p = floating(xp, p)
    return xp.own("unwrap", _unwrapped)(p, discont, axis, period)


def _unwrapped(xp: Namespace, p: Any, discont: Any, axis: int, period: Any) -> Any:
    ndim = len(p.shape)
    after, before = p[_along(axis, ndim, slice(1, None))], p[_along(axis, ndim, slice(None, -1))]
    step = after - before
    half: Any = period // 2 if xp.isdtype(p.dtype, "integral") else period / 2
    folded = xp.remainder(step + half, period) - half
    # At exactly half a period either way is right: keep the direction. An odd number has no half.
    even = 2 * half == period
    if even is not False:
        turned = xp.logical_and(folded == -half, step > 0)
        turned = turned if even is True else xp.logical_and(turned, even)
        folded = xp.where(turned, folded + 2 * half, folded)
    jump = folded - step
    limit = half if discont is None else xp.maximum(xp.like_array(discont, p), xp.like_array(half, p))
    jump = xp.where(xp.abs(step) < limit, xp.zeros_like(jump), jump)
    moved = after + xp.cumulative_sum(jump, axis=axis)
    return xp.concat([p[_along(axis, ndim, slice(None, 1))], moved], axis=axis)
