"""Calls in which nothing is to be converted give what the others give, and errors too."""

import numpy as np
import pytest

from bu_array import Quantity, math
from bu_array.declare.quick import quick
from bu_units import UNITLESS, Unit, UnitMismatchError

X = np.array([1.0, 2.0, 3.0])
C = np.array([True, False, True])
M, MM = Unit("m"), Unit("mm")


def q(x=X, unit=M):
    return Quantity(x, unit)


def agrees(result, expected, unit=M):
    assert type(result) is Quantity
    assert result.unit is unit
    np.testing.assert_array_equal(result.mantissa, expected)


# Each function: twice with equal units (the second call is a quick one), once where the second is converted.
CALLS = {
    "concatenate": (lambda y: math.concatenate([q(), y]), lambda y: np.concatenate([X, y])),
    "stack along an axis": (lambda y: math.stack((q(), y), axis=1), lambda y: np.stack((X, y), axis=1)),
    "hstack": (lambda y: math.hstack([q(), y]), lambda y: np.hstack([X, y])),
    "where": (lambda y: math.where(C, q(), y), lambda y: np.where(C, X, y)),
    "clip": (lambda y: math.clip(q(), None, y), lambda y: np.clip(X, None, y)),
    "append": (lambda y: math.append(q(), y), lambda y: np.append(X, y)),
}


@pytest.mark.parametrize("name", CALLS)
def test_quick_and_converted(name):
    call, expected = CALLS[name]
    for _ in range(2):
        agrees(call(q(2 * X)), expected(2 * X))
    agrees(call(q(2000 * X, MM)), expected(2 * X))
    with pytest.raises(UnitMismatchError, match=f"^{name.split()[0]}"):
        call(q(X, Unit("s")))


def test_plain_zeros_and_other_kinds_take_the_other_way():
    for _ in range(2):
        agrees(math.where(C, q(), 0.0), np.where(C, X, 0.0))
        agrees(math.concatenate([q(), np.zeros(2)]), [1.0, 2.0, 3.0, 0.0, 0.0])
        agrees(math.where([True, False, True], q(), q()), X)
        agrees(math.stack([q(1.0), q(2.0)]), [1.0, 2.0])


def test_keywords():
    for _ in range(2):
        agrees(math.concatenate(arrays=[q(), q()], axis=0), np.concatenate([X, X]))
        agrees(math.concatenate([q(), q()], dtype="float32"), np.concatenate([X, X]))
        agrees(math.clip(q(), a_max=q(X[1])), np.clip(X, None, X[1]))
        agrees(math.take(q(), indices=np.array([1]), fill_value=q(X[0])), X[[1]])


def test_results_of_several_parts():
    for _ in range(2):
        first, second = math.split(q(X[:2]), 2)
        agrees(first, X[:1])
        agrees(second, X[1:2])


def test_results_without_a_unit():
    for _ in range(2):
        found = math.searchsorted(q(), q())
        assert isinstance(found, np.ndarray)
        np.testing.assert_array_equal(found, [0, 1, 2])
        assert bool(math.allclose(q(), q()))


def test_a_dimensionless_quantity_stays_one():
    for _ in range(2):
        agrees(math.concatenate([q(X, UNITLESS), q(X, UNITLESS)]), np.concatenate([X, X]), UNITLESS)


def test_wrong_calls():
    math.concatenate([q(), q()])
    math.where(C, q(), q())
    for call, text in [
        (lambda: math.concatenate(), "arrays"),
        (lambda: math.concatenate([q()], arrays=[q()]), "multiple values|arrays"),
        (lambda: math.concatenate([q()], bogus=1), "bogus"),
        (lambda: math.where(C, q(), q(), q()), "positional"),
        (lambda: math.where(C, q(), q(), bogus=1), "bogus"),
        (lambda: math.clip(q(), q(), q(), bogus=1), "bogus"),
    ]:
        with pytest.raises(TypeError, match=text):
            call()


def test_the_slow_way_is_not_taken():
    class Bound:
        bound = {np.ndarray: lambda *args, **kwargs: args[0] if not isinstance(args[0], list) else args[0][0]}

    def slow(args, kwargs):
        raise AssertionError(args)

    def of_arrays(xp, arrays, axis=0): ...
    def of_three(xp, condition, x, y): ...
    def of_two(xp, x, y, option=None): ...

    agrees(quick(of_arrays, Bound, slow, ("*arrays",), (), False)([q(), q()], axis=0), X)
    np.testing.assert_array_equal(
        quick(of_three, Bound, slow, ("x", "y"), ("condition",), False)(C, q(), q()).mantissa, C
    )
    agrees(quick(of_two, Bound, slow, ("x", "y"), (), False)(q(), q(), option=3), X)
    with pytest.raises(AssertionError):
        quick(of_two, Bound, slow, ("x", "y"), (), False)(q(), q(X, MM))
