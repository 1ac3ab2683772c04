"""The accessor ``.bu`` of Series, DataFrames and Indexes: units, conversion, headers, and what pandas
cannot do.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
from pandas.api.extensions import (
    register_dataframe_accessor,
    register_index_accessor,
    register_series_accessor,
)

from bu_array import Quantity
from bu_array.core import as_unit
from bu_units import Unit

from .array import QuantityArray
from .dtype import QuantityDtype
from .headers import labels, read_label, read_level, written
from .statistics import unit_of
from .windows import Windows, in_unit

__all__ = ["FrameAccessor", "IndexAccessor", "SeriesAccessor"]


class _OfColumn:
    """What the accessors of a Series and of an Index have in common."""

    def __init__(self, container: Any) -> None:
        self._container = container

    @property
    def _column(self) -> QuantityArray:
        array = self._container.array
        if not isinstance(array, QuantityArray):
            raise TypeError(
                f"a column of {self._container.dtype} has no unit; give it one: "
                'series * u.mV, or series.astype("quantity[mV]")'
            )
        return array

    @property
    def unit(self) -> Unit:
        """The unit of the column."""
        return self._column.unit

    @property
    def quantity(self) -> Quantity:
        """The values as a quantity, without a copy and without the index."""
        return self._column.quantity


@register_index_accessor("bu")
class IndexAccessor(_OfColumn):
    """Quantities of an Index: ``index.bu.to("km")``, ``index.bu.quantity``, ``index.bu.magnitude("km")``."""

    def to(self, unit: Unit | str) -> pd.Index:
        """Return the index in another unit. Raises UnitMismatchError for one of another dimension."""
        return pd.Index(QuantityArray(self.quantity.to(unit)), name=self._container.name)

    def magnitude(self, unit: Unit | str) -> pd.Index:
        """Return the index as plain numbers in a unit."""
        return pd.Index(self.quantity.to_decimal(unit), name=self._container.name)


@register_series_accessor("bu")
class SeriesAccessor(_OfColumn):
    """Quantities of a Series: ``s.bu.to("km")``, ``s.bu.quantity``, ``s.bu.magnitude("km")``,
    ``s.bu.rolling(3)``.
    """

    def to(self, unit: Unit | str) -> pd.Series:
        """Return the Series in another unit, with its index and name. Raises UnitMismatchError where it
        does not fit.
        """
        return self._like(QuantityArray(self.quantity.to(unit), copy=True))

    def magnitude(self, unit: Unit | str) -> pd.Series:
        """Return the Series as plain numbers in a unit, a copy."""
        return self._like(np.array(QuantityArray(self.quantity.to(unit)).quantity.mantissa))

    def _like(self, values: Any) -> pd.Series:
        home = self._container
        return home._constructor(values, index=home.index, name=home.name).__finalize__(home)

    @property
    def _plain(self) -> pd.Series:
        return self.magnitude(self.unit)

    # ------------------------------------------------------------ what pandas computes on plain numbers alone

    def rolling(
        self,
        window: Any,
        min_periods: int | None = None,
        center: bool = False,
        win_type: str | None = None,
        closed: str | None = None,
    ) -> Windows:
        """Return the windows of a number of rows, or of a time, as `Series.rolling` does: ``.mean()``
        has the unit.
        """
        return Windows(
            self._plain.rolling(
                window, min_periods=min_periods, center=center, win_type=win_type, closed=closed
            ),
            self.unit,
        )

    def expanding(self, min_periods: int = 1) -> Windows:
        """Return the windows from the first row on, as `Series.expanding` does."""
        return Windows(self._plain.expanding(min_periods), self.unit)

    def ewm(
        self,
        com: float | None = None,
        span: float | None = None,
        halflife: Any = None,
        alpha: float | None = None,
        adjust: bool = True,
    ) -> Windows:
        """Return exponentially weighted windows, as `Series.ewm` does."""
        return Windows(
            self._plain.ewm(com=com, span=span, halflife=halflife, alpha=alpha, adjust=adjust), self.unit
        )

    def cov(self, other: pd.Series) -> Any:
        """Return the covariance with another Series of quantities, in the product of the units of
        differences.
        """
        unit = _differences(self.unit) * _differences(other.bu.unit)
        return Quantity(self._plain.cov(other.bu.magnitude(other.bu.unit)), unit)

    def corr(self, other: pd.Series, method: Any = "pearson") -> float:
        """Return the correlation with another Series, a number."""
        plain = other.bu.magnitude(other.bu.unit) if isinstance(other.dtype, QuantityDtype) else other
        return float(self._plain.corr(plain, method=method))

    def autocorr(self, lag: int = 1) -> float:
        """Return the correlation with the Series itself `lag` rows later, a number."""
        return float(self._plain.autocorr(lag))

    def nlargest(self, n: int = 5, keep: Any = "first") -> pd.Series:
        """Return the `n` largest values, in the unit of the column."""
        return in_unit(self._plain.nlargest(n, keep=keep), self.unit)

    def nsmallest(self, n: int = 5, keep: Any = "first") -> pd.Series:
        """Return the `n` smallest values, in the unit of the column."""
        return in_unit(self._plain.nsmallest(n, keep=keep), self.unit)

    def cut(
        self, bins: Any, right: bool = True, labels: Any = None, include_lowest: bool = False
    ) -> pd.Series:
        """Return the bin of each value, intervals of numbers in the unit of the column, as `pandas.cut` does.

        bins: a number of bins, or their edges, a quantity.
        """
        edges = bins if isinstance(bins, int) else self._edges(bins)
        return pd.cut(self._plain, edges, right=right, labels=labels, include_lowest=include_lowest)

    def qcut(self, q: Any, labels: Any = None, duplicates: Any = "raise") -> pd.Series:
        """Return the quantile bin of each value, as `pandas.qcut` does; q: how many, or numbers from 0
        to 1.
        """
        return pd.qcut(self._plain, q, labels=labels, duplicates=duplicates)

    def _edges(self, bins: Any) -> Any:
        return QuantityArray._from_sequence(bins).quantity.to_decimal(self.unit)

    def plot(self, unit: Unit | str | None = None, ax: Any = None, kind: str = "line", **options: Any) -> Any:
        """Draw the Series in a unit, its own by default, with the unit at the axis; returns the axes.

        ax: the axes to draw into; kind, options: those of `Series.plot`.
        """
        shown = self.to(self.unit if unit is None else unit)
        label = f"{'' if shown.name is None else shown.name} [{shown.bu.unit}]".strip()
        options.setdefault("xlabel" if kind in ("hist", "barh") else "ylabel", label)
        return shown.bu._plain.plot(ax=ax, kind=kind, **options)


def _differences(unit: Unit) -> Unit:
    found = unit_of("std", unit)
    return unit if found is None else found


@register_dataframe_accessor("bu")
class FrameAccessor:
    """Quantities of a DataFrame: units in its headers, and conversion of its columns."""

    def __init__(self, frame: pd.DataFrame) -> None:
        self._frame = frame

    @property
    def units(self) -> dict[Any, Unit]:
        """The units of the columns that have one, by name."""
        return {name: column.array.unit for name, column in self._frame.items() if _is_ours(column)}

    def quantify(
        self, units: Mapping[Any, Unit | str] | None = None, *, level: int | None = None
    ) -> pd.DataFrame:
        """Return the frame with columns in the units that its headers say: "Speed [km/h]", "Speed (km/h)".

        units: further units by name, or instead of the headers; level: the row of the headers that says the
        units, as in ``read_csv(path, header=[0, 1]).bu.quantify(level=-1)``. A column that has a unit is
        converted to what `units` says. Raises UnitParseError, with the header, where brackets have no unit;
        KeyError for a name that is no column; TypeError for a column with a unit that holds no numbers;
        ValueError where two columns would have one name.
        """
        wanted = dict(units or {})
        names, columns = [], []
        for place, label in enumerate(self._frame.columns):
            column = self._frame.iloc[:, place]
            name, unit = (label, None) if _is_ours(column) else _read(label, level)
            given = wanted.pop(name, None)
            unit = unit if given is None else as_unit(given)
            names.append(name)
            columns.append(column if unit is None else _quantified(column, unit, label))
        if wanted:
            raise KeyError(f"no such column: {', '.join(map(repr, wanted))}")
        return _frame_of(self._frame, names, columns)

    def dequantify(self, *, level: bool = False) -> pd.DataFrame:
        """Return plain numbers with the units in the headers, ``Speed [km/h]``; level: in a row of
        their own.
        """
        names, columns = [], []
        for place, label in enumerate(self._frame.columns):
            column = self._frame.iloc[:, place]
            ours = _is_ours(column)
            if level:
                unit = column.array.unit if ours else None
                text = "" if unit is None else "1" if unit.is_unitless else unit.dispname
                name = (*label, text) if isinstance(label, tuple) else (label, text)
            else:
                name = written(label, column.array.unit) if ours else label
            names.append(name)
            columns.append(column.bu.magnitude(column.bu.unit) if ours else column)
        return _frame_of(self._frame, names, columns)

    def to(self, units: Mapping[Any, Unit | str]) -> pd.DataFrame:
        """Return the frame with the columns named in `units` converted, ``{"speed": "m/s"}``."""
        frame = self._frame.copy()
        for name, unit in units.items():
            if name not in frame.columns:
                raise KeyError(f"no such column: {name!r}")
            frame[name] = frame[name].bu.to(unit)
        return frame


def _is_ours(column: pd.Series) -> bool:
    return isinstance(column.dtype, QuantityDtype)


def _read(label: Any, level: int | None) -> tuple[Any, Unit | None]:
    if level is not None:
        return read_level(label, level)
    if isinstance(label, tuple):
        name, unit = read_label(label[-1])
        return (*label[:-1], name), unit
    return read_label(label)


def _quantified(column: pd.Series, unit: Unit, label: Any) -> pd.Series:
    if _is_ours(column):
        return column.bu.to(unit)
    try:
        values = QuantityArray._from_sequence(column.array, dtype=QuantityDtype(unit))
    except (TypeError, ValueError) as error:
        error.add_note(f"in the column {label!r}, which is in {unit}")
        raise
    return pd.Series(values, index=column.index, name=column.name)


def _frame_of(home: pd.DataFrame, names: list[Any], columns: list[pd.Series]) -> pd.DataFrame:
    twice = {name for name in names if names.count(name) > 1} if home.columns.is_unique else set()
    if twice:
        raise ValueError(f"several columns would be called {', '.join(map(repr, sorted(twice, key=str)))}")
    if not columns:
        return home.copy()
    frame = pd.concat([column.copy() for column in columns], axis=1)
    frame.columns = labels(names, home.columns)
    return home._constructor(frame).__finalize__(home)
