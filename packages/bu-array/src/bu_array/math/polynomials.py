"""Polynomials: their coefficients, the highest power first, have a unit each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bu_units import UNITLESS, Unit

from ..core import as_result, detach, has_unit, linear, product, pure_number, rules
from ..core.elements import functions_for
from ..core.objects import of_objects
from ..declare import Finish, Namespace, Q, aligned, any_unit, binary, floating, prepared
from ._positions import as_array

__all__ = ["polyadd", "polyder", "polyfit", "polyint", "polymul", "polysub", "polyval"]


# ---------------------------------------------------------------- fit and value


def _of_points(name: str, given: dict[str, Any]) -> Finish:
    x, y, degree = given["x"], given["y"], given["deg"]
    given["x"], step = linear(name, x, y)
    given["y"], height = linear(name, y, x)
    if given.get("w") is not None:
        given["w"] = pure_number(given["w"], name, "w", x)

    def finish(coefficients: Any) -> Any:
        if not any_unit(x, y):
            return coefficients
        powers = range(degree, -1, -1)
        parts = [rules.settled(height / step**power) for power in powers]
        return tuple(as_result(coefficients[i, ...], *part) for i, part in enumerate(parts))

    return finish


@prepared(_of_points, "x", "y", "w")
def polyfit(xp: Namespace, x: Q, y: Q, deg: int, *, w: Any = None) -> Any:
    """Polynomial of degree `deg` nearest to the points by least squares, the highest power first.

    deg: the degree.
    The coefficient of the power k has the unit of `y` per unit of ``x**k``: a tuple of quantities, or
    one bare array where neither `x` nor `y` has a unit. x: (points,); y: (points,) or
    (points, several); w: how much each distance counts, without a unit. The points must determine
    the polynomial.
    """
    x, y = floating(xp, x), floating(xp, y)
    if len(x.shape) != 1 or x.shape[0] != y.shape[0]:
        raise ValueError(f"polyfit: x of shape {tuple(x.shape)} and y of {tuple(y.shape)} are no points")
    if deg < 0:
        raise ValueError(f"polyfit: deg must not be negative, got {deg}")
    w = None if w is None else xp.astype(xp.asarray(w), x.dtype)
    return functions_for(xp, x if of_objects(x) else y).own("polyfit", _fitted)(x, y, deg, w)


def _fitted(xp: Namespace, x: Any, y: Any, deg: int, w: Any) -> Any:
    exponents = xp.arange(deg, -1, -1, dtype=x.dtype, device=getattr(x, "device", None))
    powers = x[:, None] ** exponents[None, :]
    if w is not None:
        powers, y = powers * w[:, None], y * (w if len(y.shape) == 1 else w[:, None])
    size = xp.sqrt(xp.sum(powers * powers, axis=0))  # columns of one length: large powers do no harm
    q, r = xp.linalg.qr(powers / size)
    right = xp.matmul(xp.permute_dims(q, (1, 0)), xp.astype(y, x.dtype, copy=False))
    several = len(right.shape) == 2
    found = xp.linalg.solve(r, right if several else right[:, None])
    return found / size[:, None] if several else found[:, 0] / size


def _of_coefficients(name: str, given: dict[str, Any]) -> Finish:
    p, x = given["p"], given["x"]
    if not isinstance(p, (list, tuple)):
        p = [p[i] for i in range(p.shape[0])]
    given["x"], step = linear(name, x, *p)
    unit = _unit_of_value(p, step)
    if unit is None:  # bare coefficients are those of a pure number
        given["x"], step, unit = pure_number(x, name, "x", *p), UNITLESS, UNITLESS
    label = f"{name}: argument 'p'"
    last = len(p) - 1
    given["p"] = [detach(c, unit / step ** (last - i), label, x) for i, c in enumerate(p)]
    bare = not any_unit(*p)
    return lambda result: as_result(result, unit, bare=bare)


def _unit_of_value(p: Sequence[Any], step: Unit) -> Unit | None:
    """Return the unit of the polynomial, by the lowest power whose coefficient has one."""
    for power, coefficient in enumerate(reversed(p)):
        if has_unit(coefficient):
            _, unit = linear("polyval", coefficient)
            return unit * step**power
    return None


@prepared(_of_coefficients, "p", "x")
def polyval(xp: Namespace, p: Any, x: Q) -> Q:
    """Value of a polynomial at `x`, in the unit of the constant coefficient.

    p: the coefficients, the highest power first: a sequence, each with the unit that makes the terms
    one dimension (what `polyfit` returns), or an array for an `x` without a unit. A plain zero fits.
    """
    x = as_array(xp, x, next((c for c in p if hasattr(c, "dtype")), None))
    value = None
    for coefficient in p:
        value = coefficient + xp.zeros_like(x) if value is None else value * x + coefficient
    return xp.zeros_like(x) if value is None else value


# ---------------------------------------------------------------- polynomials of polynomials


def _one_by_one(name: str, given: dict[str, Any]) -> Finish:
    p = given["p"]
    if not isinstance(p, (list, tuple)) or not any_unit(*p):
        given["p"], unit = linear(name, p)
        return lambda result: as_result(result, unit, bare=not has_unit(p))
    pairs = [linear(name, c, *p) for c in p]
    given["p"] = [mantissa for mantissa, _ in pairs]
    bare = [not has_unit(c) for c in p]

    def finish(result: Any) -> Any:
        units = [*(unit for _, unit in pairs), *[UNITLESS] * len(result)]
        plain = [*bare, *[True] * len(result)]  # a constant of integration is a plain zero
        return tuple(as_result(c, u, bare=b) for c, u, b in zip(result, units, plain, strict=False))

    return finish


def _terms(p: Any) -> list[Any]:
    return list(p) if isinstance(p, list) else [p[i] for i in range(p.shape[0])]


def _rejoined(xp: Namespace, p: Any, terms: list[Any]) -> Any:
    """Return coefficients in the form of `p`: a list of them, or one array."""
    if isinstance(p, list):
        return terms
    return xp.stack(terms, axis=0) if terms else p[:0]


@prepared(_one_by_one, "p")
def polyder(xp: Namespace, p: Any, m: int = 1) -> Any:
    """Coefficients of the `m`-th derivative, each in the unit of the coefficient that it comes from.

    m: how many times.
    p: the highest power first; an array, or a sequence of quantities, for which a tuple comes back.
    """
    if m < 0:
        raise ValueError(f"polyder: m must not be negative, got {m}")
    terms = _terms(p)
    for _ in range(m):
        degree = len(terms) - 1
        terms = [c * (degree - i) for i, c in enumerate(terms[:-1])]
    return _rejoined(xp, p, terms)


@prepared(_one_by_one, "p")
def polyint(xp: Namespace, p: Any, m: int = 1) -> Any:
    """Coefficients of the `m`-th integral, each in the unit of the coefficient that it comes from.

    p: as in `polyder`; m: how many times.
    The constants of integration are zero: plain zeros in the tuple that comes back for a sequence of
    quantities. See `polyder`.
    """
    if m < 0:
        raise ValueError(f"polyint: m must not be negative, got {m}")
    terms = _terms(p)
    for _ in range(m):
        count = len(terms)
        terms = [c / (count - i) for i, c in enumerate(terms)]
        terms.append(
            0.0 if isinstance(p, list) else xp.zeros_like(terms[0]) if terms else xp.like_array(0, p)
        )
    return _rejoined(xp, p, terms)


@aligned("a1", "a2")
def polyadd(xp: Namespace, a1: Q, a2: Q) -> Q:
    """Coefficients of the sum of two polynomials of a pure number, in the unit of `a1`."""
    first, second = _levelled(xp, a1, a2)
    return first + second


def _vectors(xp: Namespace, a1: Any, a2: Any) -> list[Any]:
    """Return vectors of coefficients; numbers are constants."""
    a1 = as_array(xp, a1, a2)
    return [a if len(a.shape) else xp.reshape(a, (1,)) for a in (a1, as_array(xp, a2, a1))]


def _levelled(xp: Namespace, a1: Any, a2: Any) -> list[Any]:
    """Return `_vectors` in one length, zeros in front of the shorter."""
    vectors = _vectors(xp, a1, a2)
    longest = max(vectors, key=lambda a: int(a.shape[0]))
    gaps = [xp.zeros_like(longest[: longest.shape[0] - a.shape[0]], dtype=a.dtype) for a in vectors]
    return [xp.concat(pair) for pair in zip(gaps, vectors, strict=True)]


@aligned("a1", "a2")
def polysub(xp: Namespace, a1: Q, a2: Q) -> Q:
    """Coefficients of the difference of two polynomials of a pure number, in the unit of `a1`."""
    first, second = _levelled(xp, a1, a2)
    return first - second


@binary(product)
def polymul(xp: Namespace, a1: Q, a2: Q) -> Q:
    """Coefficients of the product of two polynomials of a pure number, in the product of the units."""
    return xp.convolve(*_vectors(xp, a1, a2), mode="full")
