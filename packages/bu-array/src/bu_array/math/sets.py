"""Sets: what is in an array, and in which of two."""

from __future__ import annotations

from collections.abc import Callable
from math import prod
from typing import Any, NamedTuple, cast

from bu_units import UNITLESS, DimensionMismatchError, Unit

from ..core import keep, moved
from ..declare import DECLARED, Array, Namespace, Plan, Q, aligned, register, ruled, unary
from ._positions import as_array, at, counted, flat, index_dtype, padded, positions_of, promoted, whole

__all__ = [
    "intersect1d",
    "isin",
    "setdiff1d",
    "setxor1d",
    "union1d",
    "unique",
    "unique_all",
    "unique_counts",
    "unique_inverse",
    "unique_values",
]


class UniqueAllResult(NamedTuple):
    """Distinct values, where each is first, which of them each element is, how often each is there."""

    values: Any
    indices: Any
    inverse_indices: Any
    counts: Any


class UniqueCountsResult(NamedTuple):
    """Distinct values, and how often each is there."""

    values: Any
    counts: Any


class UniqueInverseResult(NamedTuple):
    """Distinct values, and which of them each element is."""

    values: Any
    inverse_indices: Any


def _parts_asked_for(declare: Any) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Declare a function with optional results: those that are None are left out."""

    def outer(body: Callable[..., Any]) -> Callable[..., Any]:
        listed = len(DECLARED)
        inner = declare(body)
        known = DECLARED[listed]
        del DECLARED[listed:]

        def function(*args: Any, **kwargs: Any) -> Any:
            parts = tuple(part for part in inner(*args, **kwargs) if part is not None)
            return parts[0] if len(parts) == 1 else parts

        return cast("Callable[..., Any]", register(body, function, known.kind, known.rule))

    return outer


# ---------------------------------------------------------------- distinct elements


class _Runs(NamedTuple):
    """A sorted vector, the positions that sort it if wanted, and where a run of equal elements begins."""

    values: Any
    order: Any
    begins: Any


def _sorted(xp: Namespace, x: Any, ordered: bool) -> tuple[Any, Any]:
    """Return a vector sorted, and if `ordered` the positions that sort it."""
    number = xp.astype(x, xp.uint8) if xp.isdtype(x.dtype, "bool") else x  # the standard sorts no bool
    if not ordered:
        values = xp.sort(number, stable=False)
        return values if number is x else xp.astype(values, x.dtype), None
    order = xp.argsort(number, stable=True)
    return xp.take(x, order, axis=0), order


def _differ(xp: Namespace, x: Any, equal_nan: bool) -> Any:
    """Return which elements (or rows) of a sorted array are unlike the one before."""
    first = counted(xp, 0, 1, x) == 0
    if x.shape[0] == 0:
        return first[:0]
    before, after = x[:-1, ...], x[1:, ...]
    other = before != after
    if equal_nan and xp.isdtype(x.dtype, ("real floating", "complex floating")):
        other = xp.logical_and(other, xp.logical_not(xp.logical_and(xp.isnan(before), xp.isnan(after))))
    if len(other.shape) > 1:
        other = xp.any(other, axis=1)
    return xp.concat([first, other])


def _runs(xp: Namespace, x: Any, equal_nan: bool, ordered: bool = False) -> _Runs:
    values, order = _sorted(xp, x, ordered)
    return _Runs(values, order, _differ(xp, values, equal_nan))


def _row_runs(xp: Namespace, x: Any, equal_nan: bool) -> _Runs:
    """Return the runs of equal rows of `x`: sorted by the first column, then by the next."""
    rows = xp.reshape(x, (x.shape[0], prod(x.shape[1:])))
    if rows.shape[1] == 0:
        rows = xp.zeros((x.shape[0], 1), dtype=x.dtype, device=getattr(x, "device", None))
    number = xp.astype(rows, xp.uint8) if xp.isdtype(x.dtype, "bool") else rows
    order = xp.lexsort(tuple(number[:, i] for i in reversed(range(number.shape[1]))))
    return _Runs(xp.take(x, order, axis=0), order, _differ(xp, xp.take(rows, order, axis=0), equal_nan))


def _unique(
    xp: Namespace,
    runs: _Runs,
    wanted: tuple[bool, bool, bool],
    size: int | None = None,
    fill_value: Any = None,
) -> list[Any]:
    """Return values, first positions, inverse and counts; None for what is not `wanted`.

    All are as long as the array until the last step, for a lazy array does not know how many
    elements are distinct.
    """
    index, inverse, counts = wanted
    values, order, begins = runs
    there = None
    if size is None:

        def pick(x: Any) -> Any:
            return x[begins]
    else:
        where, there = positions_of(xp, begins, size)

        def pick(x: Any) -> Any:
            return xp.take(x, where, axis=0)

    group = None
    if inverse or counts:
        group = xp.cumulative_sum(xp.astype(begins, index_dtype(xp))) - 1
    parts = [pick(values), pick(order) if index else None, None, None]
    if there is not None and fill_value is not None:
        parts[0] = padded(xp, parts[0], there, fill_value)
    if inverse:
        parts[2] = xp.take(group, xp.argsort(order, stable=True), axis=0)
    if counts:
        many = xp.searchsorted(group, group, side="right") - xp.searchsorted(group, group, side="left")
        parts[3] = padded(xp, pick(many), there, 0)
    return parts


def _distinct(unit: Unit, fill: Unit | None) -> Plan:
    return Plan({"fill_value": unit}, [unit, None, None, None])


@_parts_asked_for(ruled(_distinct, "a", "fill_value", on_scales=True))
def unique(
    xp: Namespace,
    a: Q,
    return_index: bool = False,
    return_inverse: bool = False,
    return_counts: bool = False,
    axis: int | None = None,
    *,
    equal_nan: bool = False,
    size: int | None = None,
    fill_value: Q | complex | None = None,
) -> Any:
    """Distinct elements of `a`, sorted, in the unit of `a`; distinct parts along `axis`.

    return_index, return_inverse, return_counts: which of these three are wanted.
    On request, as plain integers: where each is first, which of them each element is (in the shape
    of `a`; a vector with `axis`), how often each is there. With `equal_nan` all NaN are one. With
    `size` there are so many, cut off, or filled up with `fill_value` (converted to the unit of `a`;
    the first element by default); jit needs it.
    """
    a = as_array(xp, a)
    wanted = (return_index, return_inverse, return_counts)
    if axis is None and size is None:
        return tuple(_all_parts(xp, a, wanted, equal_nan))
    if axis is None:
        parts = _unique(
            xp, _runs(xp, flat(xp, a), equal_nan, return_index or return_inverse), wanted, size, fill_value
        )
        if return_inverse and len(a.shape) != 1:
            parts[2] = xp.reshape(parts[2], a.shape)
        return tuple(parts)
    rows = xp.moveaxis(a, axis, 0)
    parts = _unique(xp, _row_runs(xp, rows, equal_nan), wanted, size, fill_value)
    parts[0] = xp.moveaxis(parts[0], 0, axis)
    return tuple(parts)


def _values_alone(unit: Unit) -> Plan:
    return Plan({}, [unit, None, None, None])


def _values_and_one(unit: Unit) -> Plan:
    return Plan({}, [unit, None])


def _all_parts(xp: Namespace, x: Any, wanted: tuple[bool, bool, bool], equal_nan: bool = False) -> list[Any]:
    """Return values, first positions, inverse and counts of all elements; None for what is not `wanted`."""
    parts = xp.own("unique", _of_vector)(flat(xp, x), wanted, equal_nan)
    if wanted[1] and len(x.shape) != 1:
        parts[2] = xp.reshape(parts[2], x.shape)
    return parts


def _of_vector(xp: Namespace, x: Any, wanted: tuple[bool, bool, bool], equal_nan: bool) -> list[Any]:
    index, inverse, _ = wanted
    return _unique(xp, _runs(xp, x, equal_nan, index or inverse), wanted)


@ruled(_values_alone, "x", on_scales=True)
def unique_all(xp: Namespace, x: Q) -> UniqueAllResult:
    """Distinct elements in the unit of `x`, and plain: first positions, inverse, counts.

    Each NaN is an element of its own.
    """
    return UniqueAllResult(*_all_parts(xp, x, (True, True, True)))


@ruled(_values_and_one, "x", on_scales=True)
def unique_counts(xp: Namespace, x: Q) -> UniqueCountsResult:
    """Distinct elements in the unit of `x`, and how often each is there, plain integers."""
    values, _, _, counts = _all_parts(xp, x, (False, False, True))
    return UniqueCountsResult(values, counts)


@ruled(_values_and_one, "x", on_scales=True)
def unique_inverse(xp: Namespace, x: Q) -> UniqueInverseResult:
    """Distinct elements in the unit of `x`, and which of them each element is, plain integers."""
    values, _, inverse, _ = _all_parts(xp, x, (False, True, False))
    return UniqueInverseResult(values, inverse)


@unary(keep, on_scale=moved)
def unique_values(xp: Namespace, x: Q) -> Q:
    """Distinct elements of `x`, sorted, in its unit; each NaN is an element of its own."""
    return _all_parts(xp, x, (False, False, False))[0]


# ---------------------------------------------------------------- two sets


class _Set(NamedTuple):
    """A sorted vector with infinity for NaN, how many elements are no NaN, its order if wanted."""

    values: Any
    count: Any
    order: Any


def _set(xp: Namespace, x: Any, ordered: bool = False) -> _Set:
    """Return a vector for look-ups; torch 2.13 goes astray where NaN is among what it searches."""
    values, order = _sorted(xp, x, ordered)
    if not xp.isdtype(x.dtype, "real floating"):
        return _Set(values, x.shape[0], order)
    missing = xp.isnan(values)
    count = xp.sum(xp.astype(xp.logical_not(missing), index_dtype(xp)))
    return _Set(xp.where(missing, xp.inf, values), count, order)


def _within(xp: Namespace, x: Any, among: _Set) -> Any:
    """Return which elements of `x` are in a set; NaN is in none."""
    row = flat(xp, x)
    before = xp.searchsorted(among.values, row, side="left")
    behind = xp.searchsorted(among.values, row, side="right")
    found = xp.logical_and(behind > before, before < among.count)
    found = xp.logical_and(found, row == row)
    return found if len(x.shape) == 1 else xp.reshape(found, x.shape)


def _vectors(xp: Namespace, *arrays: Any) -> list[Any]:
    return [flat(xp, x) for x in promoted(xp, *arrays)]


def _among(xp: Namespace, element: Any, among: Any) -> Any:
    return _within(xp, element, _set(xp, flat(xp, among)))


@aligned("element", "test_elements", unitless=True)
def isin(
    xp: Namespace, element: Q, test_elements: Q, assume_unique: bool = False, invert: bool = False
) -> Array:
    """Whether each element of `element` is among `test_elements` (not, with `invert`): plain booleans.

    element: what is looked for; test_elements: where it is looked for; invert: whether the answers are
    turned round.
    Both have one dimension. `assume_unique` is taken for numpy's sake.
    """
    element, among = promoted(xp, element, test_elements)
    found = xp.own("isin", _among)(element, among)
    return xp.logical_not(found) if invert else found


def _of_one_dimension(first: Unit, second: Unit) -> Plan:
    unit = second if first is UNITLESS and not second.dim.is_dimensionless else first
    if first.dim is not second.dim and UNITLESS not in (first, second):
        raise DimensionMismatchError(
            f"intersect1d: elements of {first} are none of {second}", first.dim, second.dim
        )
    return Plan({"ar1": unit, "ar2": unit}, [unit, None, None])  # of plain ones zero, NaN and infinity fit


@_parts_asked_for(ruled(_of_one_dimension, "ar1", "ar2", on_scales=True))
def intersect1d(
    xp: Namespace, ar1: Q, ar2: Q, assume_unique: bool = False, return_indices: bool = False
) -> Any:
    """Distinct elements that are in both arrays, sorted, in the unit of `ar1`.

    With `return_indices` their first positions in each of the flattened arrays come too, plain
    integers. `assume_unique` saves a comparison. Raises DimensionMismatchError, for a plain
    operand MissingUnitError.
    """
    ar1, ar2 = _vectors(xp, ar1, ar2)
    values, order, both = _runs(xp, ar1, True, return_indices)
    among = _set(xp, ar2, return_indices)
    common = _within(xp, values, among)
    both = common if assume_unique else xp.logical_and(both, common)
    if not return_indices:
        return values[both], None, None
    if ar2.shape[0] == 0:
        return values[both], order[both], order[both]
    slot = xp.where(common, xp.searchsorted(among.values, values), xp.zeros_like(order))
    return values[both], order[both], xp.take(among.order, whole(xp, "intersect1d", slot), axis=0)[both]


@aligned("ar1", "ar2")
def setdiff1d(xp: Namespace, ar1: Q, ar2: Q, assume_unique: bool = False) -> Q:
    """Distinct elements of `ar1` that are not in `ar2`, in the unit of `ar1`.

    Sorted; in the order of `ar1` with `assume_unique`.
    """
    dtype = getattr(ar1, "dtype", None)
    ar1, ar2 = _vectors(xp, ar1, ar2)
    among = _set(xp, ar2)
    if assume_unique:
        found = at(ar1, xp.logical_not(_within(xp, ar1, among)))
    else:
        values, _, begins = _runs(xp, ar1, True)
        found = values[xp.logical_and(begins, xp.logical_not(_within(xp, values, among)))]
    # They are elements of `ar1`, which was promoted for the comparison.
    return found if dtype is None else xp.astype(found, dtype, copy=False)


@aligned("ar1", "ar2")
def union1d(xp: Namespace, ar1: Q, ar2: Q, *, size: int | None = None) -> Q:
    """Distinct elements of both arrays, sorted, in the unit of `ar1`.

    With `size` there are so many: cut off, or filled up with the first.
    """
    both = _runs(xp, xp.concat(_vectors(xp, ar1, ar2)), True)
    return _unique(xp, both, (False, False, False), size)[0]


@aligned("ar1", "ar2")
def setxor1d(xp: Namespace, ar1: Q, ar2: Q, assume_unique: bool = False) -> Q:
    """Distinct elements that are in one of the arrays alone, sorted, in the unit of `ar1`.

    `assume_unique` is taken for numpy's sake.
    """
    vectors = _vectors(xp, ar1, ar2)
    values, _, begins = _runs(xp, xp.concat(vectors), True)
    first, second = (_within(xp, values, _set(xp, x)) for x in vectors)
    return values[xp.logical_and(begins, xp.logical_not(xp.logical_and(first, second)))]
