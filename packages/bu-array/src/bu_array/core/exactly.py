"""Algorithms for arrays of objects of which numpy has those for floats alone: matrices, quantiles, lines.

Integers, fractions and decimals are computed as fractions, so that each result is exact and rounded once, to
the precision that is set for decimals. Numbers of mpmath's and of uncertainties' compute in their own
arithmetic.
"""

from __future__ import annotations

import bisect
import math
from collections.abc import Callable, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np

from .objects import as_float, exponent_of, is_uncertain, mapped, moved_exactly

__all__ = ["MATRICES", "fitted", "interpolated", "quantiles"]

Rows = list[list[Any]]


# ---------------------------------------------------------------- numbers


def _exact(*arrays: Any) -> tuple[list[Any], Callable[[Any], Any]]:
    """Return arrays of fractions where that is exact, and what turns a result into a number like theirs."""
    values = [x for array in arrays for x in array.flat]
    if not all(_is_rational(x) for x in values):
        return list(arrays), _as_it_is
    back: Callable[[Any], Any] = _as_it_is
    if any(isinstance(x, Decimal) for x in values):
        if any(isinstance(x, Fraction) for x in values):
            return list(arrays), _as_it_is  # which do not mix
        back = _as_decimal
    return [mapped(Fraction, array) for array in arrays], back


def _is_rational(x: Any) -> bool:
    return isinstance(x, (int, np.integer, Fraction)) or (isinstance(x, Decimal) and x.is_finite())


def _as_it_is(x: Any) -> Any:
    return x


def _as_decimal(x: Any) -> Decimal:
    return Decimal(x.numerator) / Decimal(x.denominator)


def _size(x: Any) -> Any:
    """Return how large a number is, to choose a pivot by."""
    return abs(x.nominal_value) if is_uncertain(type(x)) else abs(x)


# ---------------------------------------------------------------- matrices


def _eliminated(rows: Rows, size: int) -> Any:
    """Bring the first columns of a matrix to triangular form, in place; return their determinant."""
    determinant: Any = 1
    for column in range(size):
        pivot = max(range(column, size), key=lambda row: _size(rows[row][column]))
        if _size(rows[pivot][column]) == 0:
            return determinant * rows[pivot][column]
        if pivot != column:
            rows[pivot], rows[column] = rows[column], rows[pivot]
            determinant = -determinant
        first = rows[column]
        determinant = determinant * first[column]
        for row in rows[column + 1 :]:
            ratio = row[column] / first[column]
            row[column:] = [x - ratio * y for x, y in zip(row[column:], first[column:], strict=True)]
    return determinant


def _solved(matrix: Any, right: Any) -> Rows:
    """Return the solution of one system, by elimination with the largest pivot of each column."""
    size = len(matrix)
    rows = [[*left, *beside] for left, beside in zip(matrix.tolist(), right.tolist(), strict=True)]
    if size and _size(_eliminated(rows, size)) == 0:
        raise np.linalg.LinAlgError("Singular matrix")
    found: Rows = []
    for row in reversed(range(size)):
        known = rows[row]
        total = known[size:]
        for place, values in enumerate(found):
            factor = known[size - 1 - place]
            total = [x - factor * y for x, y in zip(total, values, strict=True)]
        found.append([x / known[row] for x in total])
    return found[::-1]


def _square(x: Any) -> Any:
    x = np.asarray(x, dtype=object)
    if x.ndim < 2 or x.shape[-1] != x.shape[-2]:
        raise np.linalg.LinAlgError("Last 2 dimensions of the array must be square")
    return x


class Matrices:
    """The functions of ``numpy.linalg``, as bodies receive them, for arrays of objects."""

    def __getattr__(self, name: str) -> Any:
        if name in _OF_FLOATS:

            def refuse(*args: Any, **kwargs: Any) -> Any:
                raise TypeError(
                    f"linalg.{name} of numbers that are objects (Decimal, Fraction ...) has no exact algorithm; "
                    "make floats of them first: .astype(float)"
                )

            return refuse
        return getattr(np.linalg, name)

    def det(self, x: Any) -> Any:
        """The determinant of each matrix."""
        (exact,), back = _exact(_square(x))
        found = np.empty(exact.shape[:-2], dtype=object)
        whole = all(isinstance(each, (int, np.integer)) for each in np.asarray(x, dtype=object).flat)
        for place in np.ndindex(found.shape):
            value = _eliminated(exact[place].tolist(), exact.shape[-1])
            found[place] = int(value) if whole else back(value)
        return found[()]

    def inv(self, x: Any) -> Any:
        """The inverse of each matrix."""
        x = _square(x)
        one = np.empty(x.shape[-2:], dtype=object)
        one[...] = 0
        np.fill_diagonal(one, 1)
        return self.solve(x, one)

    def solve(self, a: Any, b: Any) -> Any:
        """The solution of each system, of one vector, or of matrices."""
        a, b = _square(a), np.asarray(b, dtype=object)
        columns = b[..., None] if b.ndim == 1 else b
        if columns.shape[-2] != a.shape[-1]:
            raise ValueError(f"solve: {a.shape} does not fit {b.shape}")
        (a, columns), back = _exact(a, columns)
        stack = np.broadcast_shapes(a.shape[:-2], columns.shape[:-2])
        found = np.empty((*stack, *columns.shape[-2:]), dtype=object)
        left = np.broadcast_to(a, (*stack, *a.shape[-2:]))
        right = np.broadcast_to(columns, (*stack, *columns.shape[-2:]))
        for place in np.ndindex(stack):
            for row, values in enumerate(_solved(left[place], right[place])):
                for column, value in enumerate(values):
                    found[(*place, row, column)] = back(value)
        return found[..., 0] if b.ndim == 1 else found

    def vector_norm(self, x: Any, *, axis: Any = None, keepdims: bool = False, ord: float = 2) -> Any:
        """The norm of vectors: exact for sums, a root of what the numbers have roots of."""
        size = abs(np.asarray(x, dtype=object))
        if ord == 0:
            return np.asarray(np.count_nonzero(size, axis=axis, keepdims=keepdims))
        if ord in (math.inf, -math.inf):
            return (np.max if ord > 0 else np.min)(size, axis=axis, keepdims=keepdims)
        exponent = int(ord) if ord == int(ord) else ord
        if exponent != 1:
            size = size ** exponent_of(size, exponent)
        total = np.sum(size, axis=axis, keepdims=keepdims)
        return total if exponent == 1 else _root(total, exponent)

    def matrix_norm(self, x: Any, *, keepdims: bool = False, ord: float | str = "fro") -> Any:
        """The norm of matrices; those by singular values are refused."""
        if ord == "fro":
            return self.vector_norm(x, axis=(-2, -1), keepdims=keepdims)
        if ord not in (1, -1, math.inf, -math.inf):
            return self.svd(x)
        along, across = (-2, -1) if abs(ord) == 1 else (-1, -2)
        sums = np.sum(abs(np.asarray(x, dtype=object)), axis=along, keepdims=True)
        found = (np.max if ord > 0 else np.min)(sums, axis=across, keepdims=True)
        return found if keepdims else found[..., 0, 0]


_OF_FLOATS = frozenset("svd svdvals eig eigh eigvals eigvalsh qr cholesky slogdet lstsq pinv cond".split())

MATRICES = Matrices()
"""Linear algebra of arrays of objects."""


def _root(x: Any, degree: float) -> Any:
    from .elements import function_of  # which has these algorithms in its namespace

    def root(value: Any) -> Any:
        if degree == 2:
            return function_of("sqrt", value)
        return value ** (1 / Decimal(degree) if isinstance(value, Decimal) else 1 / degree)

    return root(x) if np.ndim(x) == 0 else mapped(root, x)


# ---------------------------------------------------------------- order statistics

# The two parameters of the methods that interpolate, by Hyndman and Fan (1996).
_PLOTTING = {
    "linear": (Fraction(1), Fraction(1)),
    "hazen": (Fraction(1, 2), Fraction(1, 2)),
    "weibull": (Fraction(0), Fraction(0)),
    "median_unbiased": (Fraction(1, 3), Fraction(1, 3)),
    "normal_unbiased": (Fraction(3, 8), Fraction(3, 8)),
    "interpolated_inverted_cdf": (Fraction(0), Fraction(1)),
}
_PICKING = ("lower", "higher", "midpoint", "nearest")


def _fraction(x: Any) -> Fraction:
    """Return a number as the digits that it is written with."""
    return x if isinstance(x, Fraction) else Fraction(str(as_float(x)))


def quantiles(x: Any, q: Any, axis: Any, method: str, keepdims: bool, is_nan: Any, skip: bool) -> Any:
    """Return quantiles along an axis; the NaN where one is among the elements, unless they are skipped."""
    if method not in _PLOTTING and method not in _PICKING:
        raise ValueError(f"method must be one of {', '.join((*_PLOTTING, *_PICKING))}; got {method!r}")
    x = np.asarray(x, dtype=object)
    axes = tuple(range(x.ndim)) if axis is None else (axis,) if isinstance(axis, int) else tuple(axis)
    axes = tuple(sorted(np.lib.array_utils.normalize_axis_tuple(axes, x.ndim)))
    rest = tuple(place for place in range(x.ndim) if place not in axes)
    shape = tuple(x.shape[place] for place in rest)
    lanes = x.transpose((*rest, *axes)).reshape((*shape, -1))
    wanted = [_fraction(each) for each in np.ravel(np.asarray(q, dtype=object)).tolist()]
    found = np.empty((len(wanted), *shape), dtype=object)
    for place in np.ndindex(shape):
        values = list(lanes[place])
        nan = next((value for value in values if is_nan(value)), None)
        if skip:
            values, nan = [value for value in values if not is_nan(value)], None
        if not values:
            nan = math.nan
        ordered = sorted(values) if nan is None else []
        for row, each in enumerate(wanted):
            found[(row, *place)] = _quantile(ordered, each, method) if nan is None else nan
    kept = tuple(1 if place in axes else x.shape[place] for place in range(x.ndim))
    return found.reshape((*np.shape(q), *(kept if keepdims else shape)))[()]


def _quantile(ordered: Sequence[Any], q: Fraction, method: str) -> Any:
    last = len(ordered) - 1
    place = last * q
    if method in _PLOTTING and method != "linear":
        alpha, beta = _PLOTTING[method]
        place = min(max(len(ordered) * q + (alpha + q * (1 - alpha - beta)) - 1, Fraction(0)), Fraction(last))
    low, high = math.floor(place), math.ceil(place)
    if method in ("lower", "higher", "nearest"):
        return ordered[{"lower": low, "higher": high, "nearest": round(place)}[method]]
    if low == high or ordered[low] == ordered[high]:
        return ordered[low]
    weight = Fraction(1, 2) if method == "midpoint" else place - low
    return ordered[low] + moved_exactly(ordered[high] - ordered[low], weight, Fraction(0))


# ---------------------------------------------------------------- interpolation


def interpolated(x: Any, points: Any, values: Any, left: Any, right: Any) -> Any:
    """Values on the lines between points, which increase; those at the ends beyond them unless given."""
    x, points, values = (np.asarray(each, dtype=object) for each in (x, points, values))
    (x_exact, at, of), back = _exact(x, points, values)
    at, of = at.tolist(), of.tolist()
    ends = [each if each is None else np.asarray(each, dtype=object)[()] for each in (left, right)]
    first, last = values[0] if ends[0] is None else ends[0], values[-1] if ends[1] is None else ends[1]

    def element(value: Any) -> Any:
        if value != value:
            return value
        if value < at[0] or value > at[-1]:
            return first if value < at[0] else last
        place = min(bisect.bisect_right(at, value), len(at) - 1)
        if value == at[place] or place == 0:
            return back(of[place])
        step = (of[place] - of[place - 1]) * (value - at[place - 1]) / (at[place] - at[place - 1])
        return back(of[place - 1] + step)

    return mapped(element, x_exact)


# ---------------------------------------------------------------- least squares


def fitted(x: Any, y: Any, deg: int, w: Any) -> Any:
    """The coefficients of the polynomial nearest to points, the highest power first: by the normal equations.

    Exact, or with the digits that mpmath's numbers have to spare.
    """
    given = [np.asarray(each, dtype=object) for each in (x, y, w) if each is not None]
    (x, y, *weights), back = _exact(*given)
    powers = np.stack([x**power for power in range(deg, -1, -1)], axis=1)
    if weights:
        powers, y = powers * weights[0][:, None], y * (weights[0] if y.ndim == 1 else weights[0][:, None])
    found = MATRICES.solve(powers.T @ powers, powers.T @ y)
    return mapped(back, found)
