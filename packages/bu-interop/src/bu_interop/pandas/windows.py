"""Windows over a column: ``series.bu.rolling(3).mean()``, which pandas computes on plain numbers alone."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from bu_array import Quantity
from bu_units import UNITLESS, Unit

from .statistics import unit_of

__all__ = ["Windows"]


class Windows:
    """Statistics of the windows of a column, each in the unit that it has in `bu_array.math`."""

    def __init__(self, windows: Any, unit: Unit) -> None:
        self._windows = windows
        self._unit = unit

    def __repr__(self) -> str:
        return f"{self._windows!r} in {self._unit}"

    def _computed(self, name: str, *args: Any, **options: Any) -> pd.Series:
        unit = unit_of(name, self._unit)
        return in_unit(getattr(self._windows, name)(*args, **options), unit)

    def mean(self) -> pd.Series:
        """Return the means, in the unit of the column."""
        return self._computed("mean")

    def median(self) -> pd.Series:
        """Return the medians, in the unit of the column."""
        return self._computed("median")

    def sum(self) -> pd.Series:
        """Return the sums, in the unit of the column; TypeError for points such as degC."""
        return self._computed("sum")

    def min(self) -> pd.Series:
        """Return the least values, in the unit of the column."""
        return self._computed("min")

    def max(self) -> pd.Series:
        """Return the largest values, in the unit of the column."""
        return self._computed("max")

    def std(self, ddof: int = 1) -> pd.Series:
        """Return the standard deviations, in the unit of differences; ddof: what is taken off the count."""
        return self._computed("std", **({} if ddof == 1 else {"ddof": ddof}))

    def var(self, ddof: int = 1) -> pd.Series:
        """Return the variances, in the square of the unit; ddof: what is taken off the count."""
        return self._computed("var", **({} if ddof == 1 else {"ddof": ddof}))

    def sem(self) -> pd.Series:
        """Return the standard errors of the means, in the unit of differences."""
        return self._computed("sem")

    def quantile(self, q: float) -> pd.Series:
        """Return a quantile, in the unit of the column; q: from 0 to 1."""
        return self._computed("quantile", q)

    def count(self) -> pd.Series:
        """Return how many values each window has, plain numbers."""
        return self._computed("count")

    def skew(self) -> pd.Series:
        """Return the skewness, plain numbers."""
        return self._computed("skew")

    def kurt(self) -> pd.Series:
        """Return the kurtosis, plain numbers."""
        return self._computed("kurt")


def in_unit(numbers: pd.Series, unit: Unit | None) -> pd.Series:
    """Return a Series of numbers as one in a unit; as it is for None."""
    if unit is None:
        return numbers
    from .array import QuantityArray  # the accessors, which need both, are loaded last

    values = Quantity(np.asarray(numbers), unit if unit is not None else UNITLESS)
    return numbers._constructor(QuantityArray(values), index=numbers.index, name=numbers.name)
