import numpy as np
import pytest

pa = pytest.importorskip("pyarrow")

import interop_names as u  # noqa: E402 - without pyarrow there is nothing here

from bu_interop.arrow import QuantityType, from_arrow  # noqa: E402 - as above

V = np.array([1.0, 2.0])


@pytest.mark.parametrize("unit", ["mV", "N m", "km/h", "degC", "dBm", "1/s", "percent", "1"])
@pytest.mark.parametrize("dtype", ["float32", "float64", "int16"])
def test_there_and_back(unit, dtype):
    q = u.Quantity(V.astype(dtype), unit)
    array = pa.array(q)
    back = from_arrow(array)
    assert str(back.unit) == str(q.unit)
    assert back.mantissa.dtype == dtype
    assert np.array_equal(back.mantissa, q.mantissa)


def test_a_null_is_nan():
    q = u.Quantity(np.ma.MaskedArray(V, mask=[True, False]), "mV")
    assert pa.array(q).null_count == 1
    assert np.isnan(from_arrow(pa.array(q)).mantissa[0])


def test_files(tmp_path):
    parquet, feather = pytest.importorskip("pyarrow.parquet"), pytest.importorskip("pyarrow.feather")
    table = pa.table({"v": pa.array(V * u.mV), "n": [1, 2]})
    parquet.write_table(table, tmp_path / "a.parquet")
    feather.write_feather(table, tmp_path / "a.feather")
    for read in (parquet.read_table(tmp_path / "a.parquet"), feather.read_table(tmp_path / "a.feather")):
        assert read.schema.field("v").type.unit == u.mV
        assert (from_arrow(read["v"]) == V * u.mV).all()


def test_through_pandas(tmp_path):
    pd = pytest.importorskip("pandas")
    frame = pd.DataFrame({"v": u.Quantity(np.array([1.0, np.nan]), "km/h"), "t": ["a", "b"]})
    frame.to_parquet(tmp_path / "a.parquet")
    frame.to_feather(tmp_path / "a.feather")
    assert pd.read_parquet(tmp_path / "a.parquet").equals(frame)
    assert pd.read_feather(tmp_path / "a.feather").equals(frame)


def test_units_do_not_mix():
    one, other = pa.table({"v": pa.array(V * u.kmh)}), pa.table({"v": pa.array(V * u.parse_unit("m/s"))})
    with pytest.raises(pa.ArrowInvalid):
        pa.concat_tables([one, other])
    assert QuantityType(pa.float64(), "km/h") == QuantityType(pa.float64(), u.kmh)
    with pytest.raises(TypeError, match="lose the unit"):  # arrow asks for the type of the numbers alone
        pa.array(V * u.kmh, type=QuantityType(pa.float64(), "m/s"))


@pytest.mark.parametrize("dtype", [None, pa.float64()])
def test_bad_input(dtype):
    bad = [u.Quantity(V.reshape(1, 2), "mV"), u.Quantity(V * 1j, "mV")]
    for q in bad if dtype is None else [V * u.mV]:
        with pytest.raises((TypeError, ValueError)):
            pa.array(q, type=dtype)
    with pytest.raises(TypeError, match="no unit"):
        from_arrow(pa.array(V))
