import io

import numpy as np
import pytest

pl = pytest.importorskip("polars")

import interop_names as u  # noqa: E402 - without polars there is nothing here

from bu_interop.polars import from_polars, to_polars  # noqa: E402 - as above

V = np.array([1.0, 2.0])


@pytest.mark.parametrize("unit", ["mV", "N m", "degC", "dBm", "1/s", "1"])
@pytest.mark.parametrize("dtype", ["float32", "float64", "int16"])
def test_there_and_back(unit, dtype):
    q = u.Quantity(V.astype(dtype), unit)
    back = from_polars(to_polars(q, "v"))
    assert str(back.unit) == str(q.unit)
    assert back.mantissa.dtype == dtype
    assert np.array_equal(back.mantissa, q.mantissa)


@pytest.mark.parametrize("form", ["parquet", "ipc"])
def test_files_keep_the_unit(form):
    buffer = io.BytesIO()
    getattr(to_polars({"v": V * u.mV, "n": [1, 2]}), f"write_{form}")(buffer)
    buffer.seek(0)
    back = from_polars(getattr(pl, f"read_{form}")(buffer))
    assert (back["v"] == V * u.mV).all()
    assert back["n"].to_list() == [1, 2]


def test_what_polars_would_lose_is_refused():
    series, plain = to_polars(V * u.mV), pl.Series(V)
    for wrong in (
        lambda: series + series,
        lambda: series * 2,
        lambda: plain * u.mV,
        lambda: u.mV * plain,
        lambda: plain * (V * u.mV),
        lambda: (V * u.mV) * plain,
        lambda: pl.concat([series, to_polars(V * u.V)]),
        lambda: series.cast(pl.Float64),
        lambda: from_polars(plain),
        lambda: to_polars(V),
        lambda: to_polars(V.reshape(1, 2) * u.mV),
    ):
        with pytest.raises((TypeError, ValueError, NotImplementedError, pl.exceptions.PolarsError)):
            wrong()


def test_a_series_is_read():
    assert (u.Quantity(to_polars(V * u.mV)) == V * u.mV).all()
    masked = to_polars(u.Quantity(np.ma.MaskedArray(V, mask=[True, False]), "mV"))
    assert masked.null_count() == 1
    assert np.isnan(from_polars(masked).mantissa[0])
