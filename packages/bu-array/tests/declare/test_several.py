"""Functions of several arrays: how arguments are bound, and a unit for each by rule."""

import numpy as np
import pytest
from array_checks import array, check, quantity, unlisted

from bu_array import Quantity, math
from bu_array.declare.several import ANY, PURE, Arguments, Plan, ruled
from bu_dispatch import get_backend
from bu_units import UNITLESS, Unit, UnitMismatchError

X = np.array([1.0, 2.0, 4.0])


def _line(x, y, weight, more):
    return Plan({"x": x, "y": x, "weight": PURE, "more": x}, [x, None, x])


def _times(xs):
    unit = UNITLESS
    for x in xs:
        unit = unit * x
    return Plan({"xs": ANY}, unit)


with unlisted():

    @ruled(_line, "x", "y", "weight", "*more")
    def line(xp, x, y, weight=None, more=(), *, shift=0.0):
        """A tuple of three."""
        return x + y, x > y, None if weight is None else x * weight

    @ruled(_times, "*xs")
    def times(xp, text, /, *xs, scale=1.0):
        """A list of as many."""
        return [x * scale for x in xs]


def test_units_by_rule(backend):
    q, r = quantity(backend, X, "m"), quantity(backend, X, "km")
    both, larger, none = line(q, r)
    check(both, backend, X + 1000 * X, "m")
    check(larger, backend, X > 1000 * X)
    assert none is None
    _, _, weighted = line(q, more=[], y=r, weight=Quantity(array(backend, X), "percent"))
    check(weighted, backend, X * X / 100, "m", rtol=1e-6)


def test_bare_operands_give_bare_results(backend):
    both, larger, _ = line(array(backend, X), 1.0)
    check(both, backend, X + 1)
    check(larger, backend, X > 1)


def test_numbers_take_the_dtype_of_the_arrays(backend):
    both, _, weighted = line(quantity(backend, X, "m", np.float32), Quantity(2.0, "km"), 0.5)
    check(both, backend, (X + 2000).astype(np.float32), "m")
    check(weighted, backend, (X / 2).astype(np.float32), "m")


def test_names_the_argument_in_errors():
    q = Quantity(X, "m")
    with pytest.raises(UnitMismatchError, match=r"line: argument 'y': .*\(units are m and s\)\."):
        line(q, Quantity(X, "s"))
    with pytest.raises(TypeError, match="line: weight takes no unit, got one in s"):
        line(q, q, Quantity(1.0, "s"))
    with pytest.raises(TypeError, match="line has no meaning for values on the scale"):
        line(Quantity(X, "degC"), Quantity(X, "degC"))


def test_operands_by_place():
    q = Quantity(X, "m")
    first, second = times("text", q, Quantity(X, "s"), scale=2.0)
    np.testing.assert_array_equal(first.mantissa, 2 * X)
    assert first.unit == second.unit == Unit("m s")
    assert times("text") == []


@pytest.mark.parametrize(
    "call",
    [
        lambda: line(X),
        lambda: line(X, X, None, (), 0.0),
        lambda: line(X, X, wieght=2),
        lambda: line(X, X, x=X),
        lambda: times(),
        lambda: times(text="a"),
        lambda: times("a", X, scael=2),
    ],
)
def test_wrong_arguments(call):
    with pytest.raises(TypeError):
        call()


def test_arguments_are_passed_on_as_given():
    def body(xp, a, b=2, /, c=3, *rest, d=4):
        return a, b, c, rest, d

    arguments = Arguments(body)
    run = lambda *args, **kwargs: body(get_backend("numpy").xp, *args, **kwargs)  # noqa: E731
    for args, kwargs in [((1,), {}), ((1, 5), {"d": 0}), ((1, 2, 3, 4, 5), {}), ((1,), {"d": 7})]:
        given = arguments.bind(args, kwargs)
        assert arguments.call(run, given) == body(None, *args, **kwargs)


@pytest.mark.parametrize(
    "call",
    [
        lambda q: math.insert(q, 0, None),
        lambda q: math.append(q, None),
        lambda q: math.concatenate([q, None]),
        lambda q: math.pad(q, 1, constant_values=None),
        lambda q: math.select([q == q], [q], None),
        lambda q: math.union1d(q, None),
        lambda q: math.isin(q, None),
        lambda q: math.searchsorted(q, None),
        lambda q: math.trapezoid(q, dx=None),
        lambda q: math.linspace(q[0], None),
        lambda q: math.interp(None, q, q),
        lambda q: math.allclose(q, None),
        lambda q: math.meshgrid(q, None),
        lambda q: math.correlate(q, None),
        lambda q: math.polyfit(q, None, 1),
        lambda q: math.polyval(q, None),
    ],
)
def test_none_is_no_number_where_an_array_is_wanted(call):
    with pytest.raises(TypeError, match="takes numbers and arrays, got NoneType"):
        call(Quantity(X, "m"))


def test_none_passes_where_it_is_the_default():
    q = Quantity(X, "m")
    check(math.clip(q, None, None), get_backend("numpy"), X, "m")
    check(math.diff(q, prepend=None), get_backend("numpy"), np.diff(X), "m")
    check(math.interp(q, q, q, left=None), get_backend("numpy"), X, "m")
