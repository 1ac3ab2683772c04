"""Statistics of columns: the numbers by pandas, which knows of missing values, the unit by the rule of
each.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from bu_array import Quantity
from bu_units import UNITLESS, Unit

from .statistics import as_result, unit_of

__all__ = ["Reductions"]


class Reductions:
    """The reductions of a column, of its groups, and what accumulates."""

    _m: np.ndarray[Any, Any]

    @property
    def unit(self) -> Unit:
        """The unit of every value."""
        raise NotImplementedError

    def _reduce(self, name: str, *, skipna: bool = True, keepdims: bool = False, **options: Any) -> Any:
        from .array import QuantityArray  # which has these methods

        count = int((~np.isnan(self._m)).sum()) if skipna else len(self._m)
        unit = self.unit**count if name == "prod" and _multiplies(self.unit) else unit_of(name, self.unit)
        numbers = pd.Series(self._m)
        if name in ("any", "all"):
            result = getattr(numbers, name)(skipna=skipna)
        else:
            result = getattr(numbers, name)(skipna=skipna, **options)
        if not keepdims:
            return as_result(result, unit)
        array = np.atleast_1d(np.asarray(result))
        return pd.array(array) if name in ("any", "all") else QuantityArray(array, unit or UNITLESS)

    def _accumulate(self, name: str, *, skipna: bool = True, **options: Any) -> Any:
        unit = unit_of(name, self.unit)
        result = getattr(pd.Series(self._m), name)(skipna=skipna, **options).to_numpy()
        return _column(result, unit)

    def _quantile(self, qs: Any, interpolation: str) -> Any:
        unit = unit_of("quantile", self.unit)
        return _column(
            pd.Series(self._m).quantile(np.asarray(qs), interpolation=interpolation).to_numpy(), unit
        )

    def _groupby_op(
        self,
        *,
        how: str,
        has_dropped_na: bool,
        min_count: int,
        ngroups: int,
        ids: Any,
        **options: Any,
    ) -> Any:
        if how in ("prod", "cumprod") and self.unit is not UNITLESS:
            raise TypeError(f"{how} of groups in {self.unit}: each would have another unit")
        unit = unit_of(how, self.unit)
        kind = "Float32" if self._m.dtype == np.float32 else "Float64"
        if self._m.dtype.kind == "c":
            raise TypeError(f"{how} of groups of complex numbers is not implemented")
        result = pd.array(self._m, dtype=kind)._groupby_op(
            how=how,
            has_dropped_na=has_dropped_na,
            min_count=min_count,
            ngroups=ngroups,
            ids=ids,
            **options,
        )
        if unit is None:
            return result
        numbers = result.to_numpy(dtype=float, na_value=np.nan) if hasattr(result, "dtype") else result
        return _column(np.asarray(numbers), unit)

    def round(self, decimals: int = 0, *args: Any, **options: Any) -> Any:
        """Return the values rounded to `decimals` digits in their unit."""
        unit_of("round", self.unit)
        return _column(np.round(self._m, decimals), self.unit)


def _multiplies(unit: Unit) -> bool:
    return type(unit) is Unit


def _column(numbers: Any, unit: Unit | None) -> Any:
    from .array import QuantityArray  # as above

    return numbers if unit is None else QuantityArray(Quantity(numbers, unit))
