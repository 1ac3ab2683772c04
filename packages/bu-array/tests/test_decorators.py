"""Decorators that check units, or take them off and put them on."""

import asyncio
import functools
import inspect
import pickle
import timeit
from typing import Any, NamedTuple

import numpy as np
import pytest
from array_checks import check, quantity

import bu_array as ba
from bu_array import Quantity
from bu_units import UNITLESS, DimensionMismatchError, Unit, UnitMismatchError, UnitParseError

MV, V, M, KM, S, NA = (Unit(text) for text in ("mV", "V", "m", "km", "s", "nA"))
X = np.array([1.0, 2.0])
HALF_A_MINUTE, TWO_SECONDS, NANOAMPERE = Quantity(0.5, "min"), Quantity(2.0, "s"), Quantity(1, "nA")


@ba.check_units(v=MV, gain=1, name=str, result=MV)
def amplified(v, gain=2.0, *rest, name="x", on=True):
    """Amplify."""
    return v * gain


@ba.check_units(v=MV, result=MV)
def squared_wrong(v, n):
    return v**n


@ba.check_dims(a=M, b="s", result=(M.dim, S))
def both(a, b):
    return a, b


@ba.assign_units(x=M, t="s", result=M / S)
def speed(x, t=HALF_A_MINUTE, *rest, scale=1):
    assert not isinstance(x, Quantity)
    assert not isinstance(t, Quantity)
    return x / t * scale


@ba.converts(x=M, t=S, result=M / S)
def strict_speed(x, t=TWO_SECONDS):
    return x / t


def test_check_units(backend):
    q = quantity(backend, X, "mV")
    check(amplified(q), backend, X * 2, "mV")
    check(amplified(v=q, gain=3.0), backend, X * 3, "mV")
    check(amplified(q, Quantity(3.0), q, 4), backend, X * 3, "mV")
    with pytest.raises(
        UnitMismatchError,
        match=r"^amplified: argument 'v' must be in mV, got one in V \(units are V and mV\)\.$",
    ):
        amplified(quantity(backend, X, "V"))
    with pytest.raises(UnitMismatchError, match="argument 'v' must be in mV, got one in 1"):
        amplified(quantity(backend, X, "V").mantissa)
    with pytest.raises(UnitMismatchError, match="argument 'gain'"):
        amplified(q, gain=Quantity(1, "m"))
    check(squared_wrong(q, 1), backend, X, "mV")
    with pytest.raises(UnitMismatchError, match="the result must be in mV, got one in mV"):
        squared_wrong(q, 2)


def test_what_passes():
    @ba.check_units(a=M, b=None, c=bool, result=None)
    def f(a, b=3, c=True, *rest, d=None, **more):
        return a

    for value in (None, "auto", 0, 0.0, np.zeros(2), Quantity(1, "m"), [Quantity(1, "m"), 0]):
        assert f(value) is value
    f(Quantity(1, "m"), Quantity(1, "s"), False, Quantity(1, "s"), d=Quantity(1, "s"), e=Quantity(1, "s"))
    with pytest.raises(TypeError, match="argument 'c' must be bool, got int"):
        f(None, c=1)
    with pytest.raises(TypeError, match="argument 'c' must be bool, got str"):
        f(None, c="yes")
    for decorate in (ba.check_dims(c=bool), ba.assign_units(c=bool)):
        with pytest.raises(TypeError, match="argument 'c' must be bool, got str"):
            decorate(lambda c: c)("yes")
    for wrong in (True, 1, Quantity(1, "km"), Quantity(0, "s"), [Quantity(1, "s")]):
        with pytest.raises(UnitMismatchError, match="argument 'a'"):
            f(wrong)


def test_equal_units_are_one():
    @ba.check_units(f=Unit("Hz"), angle=Unit("rad"))
    def g(f, angle):
        return f

    assert g(Quantity(1, "Bq"), 3).mantissa == 1


def test_check_dims():
    assert both(Quantity(1, "km"), Quantity(1, "h"))[0].unit is KM
    with pytest.raises(
        DimensionMismatchError,
        match=r"^both: argument 'b' must have the dimension s, got m \(dimensions are m and s\)\.$",
    ):
        both(Quantity(1, "m"), Quantity(1, "m"))

    @ba.check_dims(x=M, result=lambda dim: dim**2)
    def square(x):
        return x * x if x.mantissa > 0 else x

    assert square(Quantity(2, "km")).mantissa == 4
    with pytest.raises(DimensionMismatchError, match="the result"):
        square(Quantity(-2, "km"))


def test_results():
    @ba.check_units(x=M, result=(M, None, [S, S]))
    def f(x, y=0):
        return x, 3, [Quantity(1, "s"), y]

    assert f(Quantity(1, "m"))[1] == 3
    with pytest.raises(UnitMismatchError, match="the result must be in s"):
        f(Quantity(1, "m"), Quantity(1, "m"))

    @ba.check_units(x=M, result=lambda x, y: x * y)
    def g(x, y=TWO_SECONDS):
        return x * y

    assert g(Quantity(1, "m")).mantissa == 2
    assert g(Quantity(1, "m"), Quantity(3, "A")).mantissa == 3

    @ba.check_units(result=(M, S))
    def h():
        return Quantity(1, "m")

    with pytest.raises(TypeError, match="the result must be 2 values"):
        h()


def test_dicts_and_named_results():
    class Pair(NamedTuple):
        there: Any
        back: Any

    units = {"way": M, "rest": [S, Pair(V, None)]}
    results = {"way": Quantity(1, "m"), "rest": [Quantity(1, "s"), Pair(Quantity(1, "V"), 3)]}
    assert ba.check_units(result=units)(lambda: results)() is results
    assert ba.check_dims(result=units)(lambda: results)() is results
    bare = {"way": 1, "rest": [1, Pair(1, 3)]}
    assigned = ba.assign_units(result=units)(lambda: bare)()
    assert assigned["way"].unit is M
    assert assigned["rest"][1].there.unit is V
    assert assigned["rest"][1].back == 3
    for wrong in ({"way": Quantity(1, "m")}, [results], {**results, "more": 1}):
        for decorate in (ba.check_units(result=units), ba.assign_units(result=units)):
            with pytest.raises(TypeError, match="the result must be a dict with the keys"):
                decorate(lambda wrong=wrong: wrong)()


def test_an_argument_like_another(backend):
    q = quantity(backend, X, "km")
    same_unit = ba.check_units(b="a")(lambda a, b: b)
    same_dim = ba.check_dims(b="a")(lambda a, b: b)
    assert same_unit(q, q) is q
    assert same_unit(q, b=0) == 0
    assert same_dim(q, Quantity(1, "m")).unit is M
    with pytest.raises(UnitMismatchError, match="argument 'b' must be in km, got one in m"):
        same_unit(q, Quantity(1, "m"))
    with pytest.raises(DimensionMismatchError, match="argument 'b' must have the dimension m"):
        same_dim(q, Quantity(1, "s"))

    @ba.assign_units(a=M, b="a", c="d", result=M)
    def total(a, b, c=0.0, d=None):
        return a + b + c

    check(total(q, q), backend, X * 2000, "m")
    assert (
        total(Quantity(1, "m"), Quantity(1, "km"), c=Quantity(1, "m"), d=Quantity(5, "cm")).mantissa == 1101
    )
    for call in (lambda: same_unit(b=q, a=None), lambda: total(1, 1, Quantity(1, "m"))):
        with pytest.raises(TypeError, match=r"is to be like '[ad]', which is missing"):
            call()
    with pytest.raises(UnitParseError, match=r"'z' is none of its arguments \['a', 'b'\]"):
        ba.check_units(a="z")(lambda a, b: a)
    assert ba.check_units(s="s")(lambda s: s)(Quantity(1, "s")).unit is S  # its own name is no other's


def test_assign_units(backend):
    q = quantity(backend, X, "km")
    check(speed(q), backend, X * 1000 / 30, "m / s")
    check(speed(q, Quantity(1.0, "min")), backend, X * 1000 / 60, "m / s")
    check(speed(q, 2.0, q, 7, scale=3), backend, X * 1000 / 2 * 3, "m / s")
    check(speed(x=q.mantissa, t=2.0), backend, X / 2, "m / s")
    check(speed.without_result_units(q, t=Quantity(2.0, "s")), backend, X * 500)
    for wrong in (Quantity(1, "m"), Quantity(1, "deg")):
        with pytest.raises(UnitMismatchError, match=r"speed: argument 't': .*\(units are s and"):
            speed(q, wrong)


def test_assigned_results():
    @ba.assign_units(a=M, b=M, result=(M, (M**2, None)))
    def f(a, b=None):
        return a, (a * a, "x")

    side, (area, rest) = f(Quantity(2, "km"))
    assert (side.mantissa, side.unit, area.mantissa, area.unit, rest) == (2000, M, 4_000_000, M**2, "x")

    @ba.assign_units(x=M, result=lambda x, n: x)
    def g(x, n=2):
        return x * n

    assert g(Quantity(1, "km")) == Quantity(2000, "m")

    @ba.assign_units
    def bare(x):
        return x

    assert bare(3) == 3
    assert ba.assign_units(bare, x=M)(Quantity(1, "km")) == 1000


def test_converts(backend):
    q = quantity(backend, X, "km")
    check(strict_speed(q), backend, X * 500, "m / s")
    check(strict_speed(0 * q, t=Quantity(1.0, "min")), backend, X * 0, "m / s")
    for wrong in (lambda: strict_speed(1.0), lambda: strict_speed(q, 2.0), lambda: strict_speed(q, t=q)):
        with pytest.raises(UnitMismatchError, match=r"strict_speed: argument '[xt]'"):
            wrong()
    assert strict_speed(0).mantissa == 0


def test_methods():
    class Cell:
        gain = 2

        @ba.check_units(v=MV, result=MV)
        def amplify(self, v):
            return v * self.gain

        @ba.assign_units(v=MV, result=MV)
        def shifted(self, v):
            return v + self.gain

        @staticmethod
        @ba.check_units(v=MV)
        def static(v):
            return v

    cell = Cell()
    assert cell.amplify(Quantity(1, "mV")).mantissa == 2
    assert cell.shifted(Quantity(1, "V")).mantissa == 1002
    assert cell.static(Quantity(1, "mV")).mantissa == 1
    with pytest.raises(UnitMismatchError, match=r"Cell.amplify: argument 'v'"):
        cell.amplify(Quantity(1, "V"))
    assert Cell.shifted.without_result_units(cell, Quantity(1, "V")) == 1002


def test_kinds_of_parameters():
    @ba.check_units(a=M, b=S, c=NA)
    def f(a, /, b, *rest, c=NANOAMPERE):
        return a

    assert f(Quantity(1, "m"), Quantity(1, "s"), 3, c=Quantity(2, "nA")).mantissa == 1
    with pytest.raises(UnitMismatchError, match="argument 'c'"):
        f(Quantity(1, "m"), Quantity(1, "s"), c=Quantity(2, "A"))
    with pytest.raises(TypeError):
        f(Quantity(1, "m"))


@pytest.mark.parametrize("decorate", [ba.check_units, ba.check_dims, ba.assign_units, ba.converts])
def test_mistakes_at_decoration(decorate):
    def f(x, *args, **options):
        return x

    with pytest.raises(TypeError, match=r"f has no argument 'y'; it has \['x', 'args', 'options'\]"):
        decorate(y=M)(f)
    with pytest.raises(TypeError, match="takes no unit"):
        decorate(args=M)(f)
    with pytest.raises(TypeError, match="'x': a Unit, its text or None is wanted, got 3"):
        decorate(x=3)(f)
    with pytest.raises(UnitParseError):
        decorate(x="bogus")(f)


@pytest.mark.parametrize("function", [amplified, both, speed, strict_speed])
def test_the_face_of_the_function(function):
    assert inspect.signature(function) == inspect.signature(function.__wrapped__)
    assert function.__module__ == __name__


def test_docstring_and_name():
    assert (amplified.__name__, amplified.__doc__) == ("amplified", "Amplify.")


def test_within_jit():
    jax = pytest.importorskip("jax")
    result = jax.jit(speed)(Quantity(jax.numpy.ones(2), "km"))
    assert result.unit == M / S
    checked = jax.jit(amplified)(Quantity(jax.numpy.ones(2), "mV"))
    assert checked.mantissa.tolist() == [2.0, 2.0]


def test_a_check_is_cheap():
    def f(x, y):
        return x

    checked = ba.check_units(x=M, y=S, result=M)(f)
    x, y = Quantity(X, "m"), Quantity(X, "s")
    bare, cost = (min(timeit.repeat(lambda g=g: g(x, y), number=2000, repeat=5)) / 2000 for g in (f, checked))
    assert cost - bare < 3e-6  # 0.4 us on the machine it was written on


def test_units_in_a_decorator_are_kept():
    assert pickle.loads(pickle.dumps(speed)) is speed
    assert UNITLESS is Unit("1")


class TestCoroutines:
    """The result of an ``async def`` is what it gives when awaited."""

    def test_checked(self):
        @ba.check_units(a=M, result=M)
        async def same(a):
            return a

        @ba.check_dims(a=M, result=lambda a: a**2)
        async def not_squared(a):
            return a

        assert inspect.iscoroutinefunction(same)
        assert asyncio.run(same(Quantity(1, "m"))).unit == M
        with pytest.raises(UnitMismatchError, match="same: argument 'a' must be in m, got one in s"):
            asyncio.run(same(Quantity(1, "s")))
        with pytest.raises(DimensionMismatchError, match="the result must have the dimension"):
            asyncio.run(not_squared(Quantity(1, "m")))

    def test_dressed(self):
        @ba.assign_units(a=M, result=S)
        async def seconds(a):
            return 2 * a

        assert inspect.iscoroutinefunction(seconds)
        result = asyncio.run(seconds(Quantity(1.0, "km")))
        assert (result.mantissa, result.unit) == (2000.0, S)
        assert asyncio.run(seconds.without_result_units(Quantity(1.0, "km"))) == 2000.0


def test_generators_have_no_result():
    @ba.check_units(a=M)
    def lengths(a):
        yield a

    assert next(lengths(Quantity(1, "m"))).unit == M
    with pytest.raises(UnitMismatchError, match="argument 'a'"):
        lengths(Quantity(1, "s"))

    def yielding(a):
        yield a

    async def yielding_later(a):
        yield a

    for function in (yielding, yielding_later):
        for decorate in (ba.check_units(result=M), ba.converts(result=M)):
            with pytest.raises(TypeError, match="yields values: result= is for a function that returns one"):
                decorate(function)


def test_functions_without_a_name_of_their_own():
    def product(a, b):
        return a * b

    class Doubled:
        def __call__(self, a):
            return 2 * a

    twice = ba.check_units(a=M)(functools.partial(product, b=2))
    assert twice(Quantity(1, "m")).mantissa == 2
    with pytest.raises(UnitMismatchError, match=r"product: argument 'a' must be in m"):
        twice(Quantity(1, "s"))
    with pytest.raises(UnitMismatchError, match=r"Doubled: argument 'a' must be in m"):
        ba.check_units(a=M)(Doubled())(Quantity(1, "s"))
