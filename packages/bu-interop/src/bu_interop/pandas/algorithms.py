"""What pandas does with values by hashing or ordering them, on the numbers of a column."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from bu_units import Unit, UnitMismatchError

from .statistics import unit_of
from .values import element, is_missing, numbers_in

__all__ = ["Algorithms"]


class Algorithms:
    """Sorting, searching, counting and filling of a column; plain numbers fit no unit, here as everywhere."""

    _m: np.ndarray[Any, Any]

    @property
    def unit(self) -> Unit:
        """The unit of every value."""
        raise NotImplementedError

    def _like(self, numbers: Any) -> Any:
        raise NotImplementedError

    def isna(self) -> Any:
        """Return which values are missing."""
        raise NotImplementedError

    def _values_for_factorize(self) -> tuple[Any, Any]:
        return self._m, np.nan

    def _values_for_argsort(self) -> Any:
        return self._m

    def unique(self) -> Any:
        """Return the values that differ, in their order."""
        return self._like(pd.unique(self._m))

    def duplicated(self, keep: Any = "first") -> Any:
        """Return which values were met before; keep: "first", "last" or False."""
        return pd.Series(self._m).duplicated(keep=keep).to_numpy()

    def value_counts(self, dropna: bool = True) -> pd.Series:
        """Return how often each value occurs, by value."""
        counts = pd.Series(self._m).value_counts(dropna=dropna)
        return pd.Series(counts.to_numpy(), index=pd.Index(self._like(counts.index.to_numpy())), name="count")

    def _mode(self, dropna: bool = True) -> Any:
        return self._like(pd.Series(self._m).mode(dropna=dropna).to_numpy())

    def _rank(self, **options: Any) -> Any:
        options.pop("axis", None)
        return pd.Series(self._m).rank(**options).to_numpy()

    def isin(self, values: Any) -> Any:
        """Return which values are among others; quantities of another dimension and plain numbers match
        none.
        """
        wanted = []
        for x in values:
            try:
                wanted.append(element(x, self.unit))
            except (UnitMismatchError, TypeError):  # of another dimension, or a text: equal to nothing here
                continue
        return np.isin(self._m, np.array(wanted, dtype=self._m.dtype)) | (
            self.isna() & any(is_missing(x) for x in values)
        )

    def searchsorted(self, value: Any, side: Any = "left", sorter: Any = None) -> Any:
        """Return where values would be put in, so that the column stays sorted."""
        several = np.ndim(getattr(value, "mantissa", value)) > 0
        found = numbers_in(value, self.unit, False) if several else element(value, self.unit)
        return self._m.searchsorted(found, side=side, sorter=sorter)

    def shift(self, periods: int = 1, fill_value: Any = None) -> Any:
        """Return the values moved by `periods`, with `fill_value` in what is empty."""
        fill = np.nan if is_missing(fill_value) else element(fill_value, self.unit)
        return self._like(pd.Series(self._m).shift(periods, fill_value=fill).to_numpy())

    def insert(self, loc: int, item: Any) -> Any:
        """Return the column with one value more, before the place `loc`."""
        if not -len(self._m) <= loc <= len(self._m):
            raise IndexError(f"loc must be between {-len(self._m)} and {len(self._m)}")
        return self._like(np.insert(self._m, loc, element(item, self.unit)))

    def diff(self, periods: int = 1) -> Any:
        """Return the differences of values `periods` apart, in the unit of differences."""
        moved: Any = self.shift(periods)
        return self - moved

    def _pad_or_backfill(
        self, *, method: str, limit: int | None = None, limit_area: Any = None, copy: bool = True
    ) -> Any:
        name = "ffill" if method in ("pad", "ffill") else "bfill"
        options = {} if limit_area is None else {"limit_area": limit_area}
        return self._like(getattr(pd.Series(self._m), name)(limit=limit, **options).to_numpy())

    def interpolate(self, *, method: Any, axis: Any, index: Any, copy: bool, **options: Any) -> Any:
        """Return the column with missing values between their neighbours; those of levels (dBm) have no
        mean.
        """
        unit_of("interpolate", self.unit)
        options.pop("fill_value", None)
        if options.get("limit_direction") is None:
            options.pop("limit_direction", None)
        return self._like(pd.Series(self._m, index=index).interpolate(method=method, **options).to_numpy())

    def _hash_pandas_object(self, *, encoding: str, hash_key: str, categorize: bool) -> Any:
        # by the value in coherent units, so that equal columns have equal hashes
        from pandas.util import hash_array

        texts = np.array([str(self.unit.dim)], dtype=object)
        size = self._m * self.unit.magnitude
        return hash_array(size, encoding=encoding, hash_key=hash_key) ^ hash_array(texts)[0]
