"""Units in headers, and files of text."""

import io
import pickle

import numpy as np
import pytest

pd = pytest.importorskip("pandas")

import interop_names as u  # noqa: E402 - without pandas there is nothing here

V = np.array([1.0, 2.0, 3.0])


@pytest.fixture
def s():
    return pd.Series(V, index=list("abc"), name="x")


def test_headers():
    table = "Speed [km/h],T (degC),n (first)\n36,20,1\n,21,2\n"
    frame = pd.read_csv(io.StringIO(table)).bu.quantify()
    assert list(frame.columns) == ["Speed", "T", "n (first)"]
    assert frame.Speed.iloc[0] == 36 * u.kmh
    assert frame.Speed.bu.to("m/s").iloc[0].to_decimal("m/s") == pytest.approx(10)
    assert frame.bu.quantify({"Speed": "m/s"}).bu.units["Speed"] == u.parse_unit("m/s")
    assert frame.bu.dequantify().bu.quantify().equals(frame)
    assert frame.bu.dequantify(level=True).bu.quantify(level=-1).equals(frame)
    with pytest.raises(u.parse_unit.__globals__.get("UnitParseError", ValueError)):
        pd.DataFrame({"v [bogus]": [1.0]}).bu.quantify()
    with pytest.raises(ValueError, match="called 'v'"):
        pd.DataFrame({"v [m]": [1.0], "v [km]": [1.0]}).bu.quantify()
    with pytest.raises(KeyError, match="speed"):
        frame.bu.quantify({"speed": "m/s"})


def test_csv_and_pickle_keep_every_digit():
    frame = pd.DataFrame({"v": u.Quantity(np.array([1 / 3, np.nan]), "km/h")})
    text = frame.to_csv(index=False)
    assert pd.read_csv(io.StringIO(text), dtype={"v": "quantity[km/h]"}).equals(frame)
    assert pickle.loads(pickle.dumps(frame)).equals(frame)
    assert "0.3333333333333333 km" in frame.to_json()
