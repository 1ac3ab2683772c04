"""Powers of dimensions by exact elimination: which make a given one, and which make the number one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from math import lcm

from ._dimension import Dimension

__all__ = ["null_space", "solve"]

_Rows = list[list[Fraction]]


def solve(columns: Sequence[Dimension], target: dict[str, Fraction]) -> list[Fraction] | None:
    """Return the powers of dimensions that make `target`.

    columns: the dimensions; target: exponents by base dimension.
    None where there are none, or where the dimensions are not independent.
    """
    rows, pivots = _reduced([*(column.exponents for column in columns), target], len(columns))
    if len(pivots) < len(columns) or any(row[-1] for row in rows[len(pivots) :]):
        return None
    return [row[-1] for row in rows[: len(pivots)]]


def null_space(columns: Sequence[Dimension]) -> list[dict[int, int]]:
    """Return the powers of dimensions whose product is the number one: those that all such are products of.

    columns: the dimensions. Each answer has one column that no other has, of those that come last, and the
    smallest whole exponents by the index of a column.
    """
    rows, pivots = _reduced([column.exponents for column in columns], len(columns))
    found = []
    for free in (column for column in range(len(columns)) if column not in pivots):
        powers = {column: -rows[row][free] for row, column in enumerate(pivots) if rows[row][free]}
        powers[free] = Fraction(1)
        whole = lcm(
            *(power.denominator for power in powers.values())
        )  # which leaves them without a common factor
        found.append({column: int(power * whole) for column, power in powers.items()})
    return found


def _reduced(parts: Sequence[dict[str, Fraction]], count: int) -> tuple[_Rows, list[int]]:
    """Return exponents as rows in reduced echelon form, and which of the first `count` columns lead them."""
    bases: Iterable[str] = {base: None for part in parts for base in part}
    rows = [[part.get(base, Fraction(0)) for part in parts] for base in bases]
    pivots: list[int] = []
    for column in range(count):
        place = len(pivots)
        found = next((index for index in range(place, len(rows)) if rows[index][column]), None)
        if found is None:
            continue
        rows[place], rows[found] = rows[found], rows[place]
        lead = rows[place] = [value / rows[place][column] for value in rows[place]]
        for index, row in enumerate(rows):
            if index != place and row[column]:
                rows[index] = [value - row[column] * above for value, above in zip(row, lead, strict=True)]
        pivots.append(column)
    return rows, pivots
