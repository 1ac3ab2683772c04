"""Quantities of a kind, on the arrays of every library: what goes together, and what keeps the kind."""

import copy
import operator
import pickle
import sys

import numpy as np
import pytest
from array_checks import values

import bu_array
from bu_array import Quantity, math
from bu_units import KindMismatchError, UnitMismatchError, parse_unit

# What the guide says is told apart, by the kinds' names and units that people have for them.
APART = [
    ("torque", "N m", "energy", "J"),
    ("frequency", "Hz", "activity", "Bq"),
    ("frequency", "Hz", "angular velocity", "rad/s"),
    ("absorbed dose", "Gy", "dose equivalent", "Sv"),
    ("plane angle", "rad", "ratio", "1"),
    ("plane angle", "rad", "solid angle", "sr"),
    ("power", "W", "apparent power", "VA"),
    ("power", "W", "reactive power", "var"),
    ("luminous intensity", "cd", "luminous flux", "lm"),
    ("illuminance", "lux", "luminance", "cd/m^2"),
    ("pressure", "Pa", "energy density", "J/m^3"),
    ("heat capacity", "J/K", "entropy", "J/K"),
    ("action", "J s", "angular momentum", "kg m^2/s"),
]


def of(xp, numbers, unit, kind):
    return Quantity(xp.asarray(numbers, dtype=xp.float32), unit).of_kind(kind)


@pytest.fixture
def torque(xp):
    return of(xp, [1.0, 2.0, 3.0], "N m", "torque")


@pytest.fixture
def energy(xp):
    return of(xp, [1.0, 2.0, 3.0], "J", "energy")


def test_a_kind_is_given_and_taken_away(torque):
    assert torque.kind == torque.unit.kind == "torque"
    plain = torque.without_kind()
    assert plain.kind is None
    assert plain.without_kind() is plain
    assert plain.mantissa is torque.mantissa is plain.of_kind("torque").mantissa
    assert plain.of_kind("moment of force").unit is torque.unit
    assert torque.dim is plain.dim


ORDERED = (operator.add, operator.sub, operator.lt, operator.le, operator.gt, operator.ge, operator.mod)
FUNCTIONS = (
    math.add, math.subtract, math.maximum, math.minimum, math.hypot, math.arctan2, math.less, math.remainder,
    math.isclose, math.allclose,
)  # fmt: skip


@pytest.mark.parametrize("one, unit, other, second", APART)
@pytest.mark.parametrize("plain", [False, True])
def test_two_kinds_are_not_mixed(xp, one, unit, other, second, plain):
    x, y = of(xp, [1.0, 2.0], unit, one), of(xp, [1.0, 2.0], second, other)
    y = y.without_kind() if plain else y
    for operation in (*ORDERED, *FUNCTIONS):
        for pair in ((x, y), (y, x)):
            if operation in (operator.mod, math.remainder) and plain and y.unit.is_unitless:
                continue  # a plain divisor
            with pytest.raises(KindMismatchError, match="kinds"):
                operation(*pair)
    for pair in ((x, y), (y, x)):
        assert not values(pair[0] == pair[1]).any()
        assert values(pair[0] != pair[1]).all()


def test_two_kinds_are_not_mixed_in_functions_of_several(torque, energy, xp):
    plain = torque.without_kind()
    for other in (energy, plain):
        for call in (
            lambda other=other: math.concatenate([torque, other]),
            lambda other=other: math.stack([torque, other]),
            lambda other=other: math.where(torque > 0, torque, other),
            lambda other=other: math.clip(torque, other[0], torque[2]),
            lambda other=other: math.append(torque, other),
            lambda other=other: Quantity([torque[0], other[0]]),
        ):
            with pytest.raises(UnitMismatchError):
                call()


def test_nothing_of_another_kind_is_written(torque, energy):
    q = Quantity(np.ones(3), "N m").of_kind("torque")
    with pytest.raises(KindMismatchError):
        q[0] = Quantity(1.0, "J")
    with pytest.raises(KindMismatchError):
        q += Quantity(np.ones(3), "J").of_kind("energy")
    with pytest.raises(UnitMismatchError):
        np.add(q, q, out=Quantity(np.ones(3), "J"))
    with pytest.raises(KindMismatchError):
        q.at[0].set(Quantity(1.0, "J"))
    q[0] = 0
    q[1] = Quantity(2000.0, "mN m").of_kind("torque")
    q *= 2
    assert q.kind == "torque"
    assert q.mantissa.tolist() == [0.0, 4.0, 2.0]


@pytest.mark.parametrize("function", [np.add, np.maximum, np.hypot, np.concatenate, np.where, np.fmax])
def test_numpys_functions_ask_the_same_rules(function):
    x, y = Quantity(np.ones(2), "N m").of_kind("torque"), Quantity(np.ones(2), "J")
    calls = {np.concatenate: lambda: function([x, y]), np.where: lambda: function([True, False], x, y)}
    with pytest.raises(KindMismatchError):
        calls.get(function, lambda: function(x, y))()
    same = {np.concatenate: lambda: function([x, x]), np.where: lambda: function([True, False], x, x)}
    assert same.get(function, lambda: function(x, x))().kind == "torque"


def test_what_keeps_the_unit_keeps_the_kind(torque, xp):
    for q in (
        torque + torque, torque - torque, -torque, abs(torque), torque * 2, 2 * torque, torque / 2, torque % torque,
        torque * xp.asarray([1.0, 2.0, 3.0], dtype=xp.float32), torque[1:], torque + 0, torque * Quantity(50.0, "%"),
        math.sum(torque), math.mean(torque), math.std(torque), math.max(torque), math.cumsum(torque),
        math.where(torque > 0, torque, 0), math.concatenate([torque, torque]), math.reshape(torque, (3, 1)),
        math.hypot(torque, torque), math.zeros_like(torque), math.diff(torque), torque**1,
    ):  # fmt: skip
        assert q.kind == "torque", q


def test_what_changes_the_unit_drops_the_kind(torque):
    for q in (
        torque**2,
        math.sqrt(torque),
        math.var(torque),
        torque * torque,
        1 / torque,
        torque * Quantity(2.0, "s"),
    ):
        assert q.kind is None, q


def test_products_of_kinds(xp, torque, energy):
    angle, time = of(xp, [1.0, 2.0, 3.0], "rad", "plane angle"), of(xp, [1.0, 2.0, 3.0], "ms", "time")
    for q in (
        torque * angle,
        angle * torque,
        torque * Quantity(xp.asarray([1.0, 2.0, 3.0]), "deg"),
        torque @ angle,
    ):
        assert q.kind == "energy"
    assert (energy / angle).kind == "torque"
    assert (energy / time).kind == "power"
    assert values(((energy / time).to("W")).mantissa) == pytest.approx([1000.0] * 3)
    assert math.vecdot(torque, angle).kind == math.multiply(torque, angle).kind == "energy"
    turn = of(xp, [1.0, 2.0, 3.0], "rad/s", "angular velocity") * time
    assert (turn.kind, str(turn.unit)) == ("plane angle", "mrad")
    assert values(torque / torque).tolist() == [1.0] * 3
    assert values(torque // energy).tolist() == [1.0] * 3


def test_a_conversion_keeps_the_kind(torque):
    for q in (
        torque.to("lbf ft"),
        torque.in_unit("mN m"),
        Quantity(torque, "kN m"),
        torque.to_base(),
        torque.in_system("cgs"),
    ):
        assert q.kind == "torque"
    assert torque.to("N m") is torque
    assert torque.to(torque.unit) is torque
    assert torque.to("kJ").to("N m").unit is torque.unit
    assert values(torque.to_decimal("mN m")) == pytest.approx([1000.0, 2000.0, 3000.0])
    assert values(torque / torque.unit) == pytest.approx([1.0, 2.0, 3.0])
    with pytest.raises(KindMismatchError):
        torque.to(parse_unit("J").of_kind("energy"))
    with pytest.raises(KindMismatchError):
        torque.without_kind().to(torque.unit)
    with pytest.raises(UnitMismatchError):
        torque.to("s")
    assert torque.of_kind("energy").kind == "energy"  # said in as many words


def test_an_angle_is_a_number_where_a_number_is_asked_for(xp):
    angle = of(xp, [0.0, 90.0], "deg", "plane angle")
    assert values(math.sin(angle)) == pytest.approx([0.0, 1.0], abs=1e-6)
    assert float(Quantity(0.5).of_kind("ratio")) == 0.5
    assert math.exp(Quantity(0.0).of_kind("ratio")) == 1.0
    with pytest.raises(KindMismatchError):
        angle + 1.0
    assert (angle + 0).kind == "plane angle"
    assert values(angle > 0).tolist() == [False, True]


def test_neutral_values_are_of_any_kind(torque):
    assert (torque + 0).kind == math.maximum(torque, 0).kind == "torque"
    assert values(torque > 0).all()
    assert values(torque < float("inf")).all()
    assert math.clip(torque, 0, float("inf")).kind == "torque"


def test_texts_show_the_unit_alone():
    q = Quantity(np.asarray([1.0, 2.0]), "N m").of_kind("torque")
    assert str(q) == "[1. 2.] N * m"
    assert f"{q:.1f}" == "[1.0 2.0] N * m"
    assert repr(q) == 'Quantity([1. 2.], "N * m").of_kind("torque")'
    assert repr(Quantity(2.0).of_kind("ratio")) == 'Quantity(2.).of_kind("ratio")'
    assert str(Quantity(2.0).of_kind("ratio")) == "2."


def test_copies_and_pickles_keep_the_kind():
    q = Quantity(np.asarray([1.0, 2.0]), "N m").of_kind("torque")
    for same in (copy.copy(q), copy.deepcopy(q), pickle.loads(pickle.dumps(q)), q.copy()):
        assert same.unit is q.unit


def test_other_libraries_keep_the_kind(torque, backend):
    if backend.lazy:
        pytest.skip("it would compute")
    assert torque.to_backend("numpy").unit is torque.unit


def test_torch_compiles_kinds():
    torch = pytest.importorskip("torch")

    def program(x, y):
        return x * y, x.to("lbf ft"), x.without_kind(), x.without_kind().of_kind("work")

    x, y = (Quantity(torch.ones(3), unit) for unit in ("N m", "rad"))
    compiled = torch.compile(program, fullgraph=True, backend="eager")
    for first, second in ((x, y), (x.of_kind("torque"), y.of_kind("plane angle")), (x, y)):
        for found, expected in zip(compiled(first, second), program(first, second), strict=True):
            assert found.unit is expected.unit
            np.testing.assert_allclose(values(found.mantissa), values(expected.mantissa))


def test_jax_compiles_anew_for_another_kind():
    jax = pytest.importorskip("jax")
    traced = []

    @jax.jit
    def program(x, y):
        traced.append(x.kind)
        return x * y

    x, y = (Quantity(jax.numpy.ones(3), unit) for unit in ("N m", "rad"))
    kinds = [
        program(*pair).kind for pair in ((x, y), (x.of_kind("torque"), y), (x, y), (x.of_kind("torque"), y))
    ]
    assert kinds == [None, "energy", None, "energy"]
    assert traced == [None, "torque"]
    with pytest.raises(KindMismatchError):
        jax.jit(lambda a, b: a + b)(x, x.of_kind("torque"))


def test_a_value_on_a_scale_has_no_kind():
    with pytest.raises(TypeError, match="is a scale"):
        Quantity(20.0, "degC").of_kind("temperature")
    with pytest.raises(KindMismatchError, match="of another dimension"):
        Quantity(20.0, "m").of_kind("torque")


def test_decorators_take_any_kind_unless_they_ask_for_one(torque):
    @bu_array.check_units(x="N m")
    def checked(x):
        return x

    @bu_array.check_units(x=torque.unit)
    def checked_by_kind(x):
        return x

    @bu_array.assign_units(x="mN m", result="J")
    def assigned(x):
        return x

    assert checked(torque) is checked_by_kind(torque) is torque
    assert assigned(torque).kind is None
    assert values(assigned(torque).mantissa) == pytest.approx([1000.0, 2000.0, 3000.0])
    with pytest.raises(UnitMismatchError):
        checked_by_kind(torque.without_kind())
    with pytest.raises(KindMismatchError):
        bu_array.fail_for_unit_mismatch(torque, torque.without_kind())
    assert bu_array.have_same_dim(torque, torque.without_kind())
    assert not torque.has_same_unit(torque.without_kind())


def calls(function, *args):
    """The functions that a call calls, when it is made the third time."""
    function(*args)
    function(*args)
    found = []

    def note(frame, event, _):
        if event == "call":
            found.append(frame.f_code.co_name)

    sys.setprofile(note)
    try:
        function(*args)
    finally:
        sys.setprofile(None)
    return found


@pytest.mark.parametrize(
    "function",
    [
        operator.add,
        operator.mul,
        operator.truediv,
        operator.lt,
        operator.eq,
        math.add,
        math.multiply,
        np.add,
        np.sum,
    ],
)
def test_a_kind_costs_no_call_more_than_none(function):
    """The answers for pairs of units are remembered: the second time nothing about kinds is asked."""
    q, p = Quantity(np.ones(3), "J"), Quantity(np.ones(3), "W")
    kinds = [q.of_kind("energy"), p.of_kind("power")]
    operands = [(q, q), (kinds[0], kinds[0])] if function is not np.sum else [(q,), (kinds[0],)]
    assert calls(function, *operands[0]) == calls(function, *operands[1])
    if function in (operator.mul, operator.truediv, math.multiply):
        assert calls(function, q, p) == calls(function, *kinds)
