"""Floor division and its rest: one law through every door."""

import operator

import numpy as np
import pytest
from array_checks import quantity, values
from hypothesis import assume, given
from hypothesis import strategies as st

from bu_array import Quantity, math
from bu_units import Unit, UnitMismatchError

DEGREE, PERCENT = Unit("deg"), Unit("percent")
PURE = ["percent", "deg", "rad", "turn", "g/kg", "mV/V", "ppm", "1"]
LENGTHS = ["m", "mm", "km", "inch"]

FLOORS = {"//": operator.floordiv, "numpy": np.floor_divide, "math": math.floor_divide}
RESTS = {
    "%": operator.mod,
    "numpy": np.remainder,
    "np.mod": np.mod,
    "math": math.remainder,
    "math.mod": math.mod,
}
BOTH = {"divmod": divmod, "numpy": np.divmod, "math": math.divmod}


def in_place(operate):
    def apply(x, y):
        return operate(Quantity(x.mantissa.copy(), x.unit), y)

    return apply


FLOORS["//="], RESTS["%="] = in_place(operator.ifloordiv), in_place(operator.imod)


def same(found, expected):
    """Whether two results are equal, in value and in unit."""
    units = [x.unit if isinstance(x, Quantity) else None for x in (found, expected)]
    plain = [x.mantissa if isinstance(x, Quantity) else x for x in (found, expected)]
    return units[0] == units[1] and np.array_equal(*plain, equal_nan=True)


@pytest.mark.parametrize(
    "x, y, whole, rest",
    [
        (Quantity(np.array([370.0]), DEGREE), 2 * np.pi, 1.0, Quantity(10.0, DEGREE)),
        (Quantity(np.array([250.0]), PERCENT), 1, 2.0, Quantity(50.0, PERCENT)),
        (Quantity(np.array([150.0]), PERCENT), 1, 1.0, Quantity(50.0, PERCENT)),
        (Quantity(np.array([2500.0]), "g/kg"), 1, 2.0, Quantity(500.0, "g/kg")),
        (Quantity(np.array([2500.0]), "mV/V"), 2, 1.0, Quantity(500.0, "mV/V")),
        (Quantity(np.array([1.25]), "turn"), Quantity(90.0, DEGREE), 5.0, Quantity(0.0, "turn")),
        (Quantity(np.array([7.0]), "mV"), 2, Quantity(3.0, "mV"), Quantity(1.0, "mV")),
        (Quantity(np.array([7.0]), "m"), Quantity(200.0, "cm"), 3.0, Quantity(1.0, "m")),
    ],
)
def test_every_door(x, y, whole, rest):
    for name, floor in FLOORS.items():
        assert floor(x, y) == whole, name
    for name, remainder in RESTS.items():
        found = remainder(x, y)
        assert found.unit is rest.unit, name
        np.testing.assert_allclose(found.mantissa, rest.mantissa, atol=1e-12, err_msg=name)
    for name, both in BOTH.items():
        parts = both(x, y)
        assert same(parts[0], FLOORS["//"](x, y)), name
        assert same(parts[1], RESTS["%"](x, y)), name


def test_every_library(backend):
    q = quantity(backend, np.array([370.0, 730.0]), "deg")
    for rest in (q % (2 * np.pi), math.remainder(q, 2 * np.pi), math.divmod(q, 2 * np.pi)[1]):
        assert rest.unit is DEGREE
        np.testing.assert_allclose(values(rest), [10.0, 10.0], rtol=1e-5)
    p = quantity(backend, np.array([250.0]), "percent")
    assert values(p % 1).tolist() == [50.0]
    assert values(p // 1).tolist() == [2.0]


numbers = st.floats(-1e6, 1e6, allow_nan=False).map(lambda x: round(x, 3))
divisors = st.floats(0.01, 1e4).map(lambda x: round(x, 3))


@given(numbers, divisors, st.sampled_from(PURE), st.sampled_from([*PURE, None]))
def test_the_law_of_pure_numbers(x, y, first, second):
    a = Quantity(np.array([x]), first)
    b = y if second is None else Quantity(np.array([y]), second)
    whole, rest = a // b, a % b
    back = whole * b + rest
    exact = (
        abs(back.to_decimal() - a.to_decimal()) if isinstance(back, Quantity) else abs(back - a.to_decimal())
    )
    scale = abs(x) * float(Unit(first).magnitude) + y * float(Unit(second or "1").magnitude)
    assert exact <= 1e-9 * scale
    assert same(divmod(a, b)[0], whole)
    assert same(math.divmod(a, b)[1], rest)


@given(numbers, divisors, st.sampled_from(LENGTHS), st.sampled_from([*LENGTHS, None]))
def test_the_law_of_lengths(x, y, first, second):
    a = Quantity(np.array([x]), first)
    b = y if second is None else Quantity(np.array([y]), second)
    whole, rest = a // b, a % b
    assert rest.unit is Unit(first)
    back = whole * b + rest
    size = float((a + rest).to_decimal("m")[0])
    assume(np.isfinite(size))
    np.testing.assert_allclose(
        back.to_decimal("m"), a.to_decimal("m"), rtol=1e-9, atol=1e-9 * (abs(size) + 1)
    )


@given(
    numbers,
    divisors,
    st.sampled_from([("V", "mV"), ("kV", "uV")]),
    st.sampled_from([("W", "mW"), ("kW", "uW")]),
)
def test_the_whole_part_of_two_dimensions_does_not_depend_on_the_units(x, y, volts, watts):
    written = []
    for volt, watt in zip(volts, watts, strict=True):
        a = Quantity(np.array([x * float(Unit("V").factor_to(Unit(volt)))]), volt)
        b = Quantity(np.array([y * float(Unit("W").factor_to(Unit(watt)))]), watt)
        whole = a // b
        assert whole.unit == Unit("V") / Unit("W")
        written.append(whole.mantissa[0])
    assert abs(written[0] - written[1]) <= 1  # a quotient that is whole, but for the rounding of x


def test_two_dimensions_have_no_rest():
    volt, watt = Quantity(450.5, "V"), Quantity(3.0, "mW")
    assert (volt // watt).to_decimal("V/W") == 450.5 // 0.003
    for name, both in {**BOTH, **RESTS}.items():
        if name != "%=":  # a number is not written into
            with pytest.raises(UnitMismatchError, match="one dimension"):
                both(volt, watt)
