"""Series, Index and DataFrame beside quantities and units keep their index."""

import numpy as np
import pytest

pd = pytest.importorskip("pandas")

import interop_names as u  # noqa: E402 - without pandas there is nothing here

V = np.array([1.0, 2.0, 3.0])


@pytest.fixture
def s():
    return pd.Series(V, index=list("abc"), name="x")


@pytest.mark.parametrize(
    "call, expected",
    {
        "s * u.mV": "1 mV",
        "u.mV * s": "1 mV",
        "s / u.s": "1 / s",
        "s * (2 * u.mV)": "2 mV",
        "(2 * u.mV) * s": "2 mV",
        "(2 * u.V) / s": "2 V",
        "s * u.mV + 1 * u.V": "1001 mV",
        "1 * u.V + s * u.mV": "1.001 V",
        "1 * u.V - s * u.mV": "0.999 V",
        "np.add(s * u.mV, 1 * u.V)": "1001 mV",
        "np.add(1 * u.V, s * u.mV)": "1.001 V",
        "np.multiply(s, 2 * u.mV)": "2 mV",
        "V * u.mV * s": "1 mV",
    }.items(),
)
def test_operators_keep_index_and_name(s, call, expected):
    result = eval(call, {"s": s, "u": u, "np": np, "V": V})
    assert list(result.index) == list("abc")
    assert result.name == "x"
    assert u.Quantity(result.iloc[0]) == _read(expected)


def _read(text):
    number, _, unit = text.partition(" ")
    return (
        u.Quantity(float(number), f"1{unit}" if unit.startswith("/") else unit)
        if not unit.startswith("/")
        else (float(number) / u.parse_unit(unit.strip("/ ")))
    )


def test_in_place(s):
    column = s * u.mV
    column += 1 * u.V
    column *= 2
    assert column.iloc[0] == 2002 * u.mV


def test_frames(s):
    frame = pd.DataFrame({"a": s, "b": 2 * s})
    assert (frame * u.mV)["b"].iloc[0] == 2 * u.mV
    assert frame.mul(u.mV).equals(frame * u.mV)
    assert ((frame * u.mV).sum(axis=1) == V * 3 * u.mV).all()
    with pytest.raises(TypeError, match="one quantity or unit"):
        frame * (V * u.mV)


def test_a_unit_attached_shares_no_memory(s):
    numbers = V.copy()
    column = pd.Series(numbers, copy=False) * u.mV
    column.iloc[0] = 9 * u.mV
    assert numbers[0] == 1
    product = column.array * u.s
    product[0] = 5 * u.mV * u.s
    assert column.iloc[0] == 9 * u.mV
