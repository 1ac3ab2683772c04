"""Each operator is handed to the container among its operands; what that leaves goes on to its own method."""

import operator

import numpy as np
import pytest

from bu_array import Quantity
from bu_array.core import answered, attach_container, containers
from bu_units import UnitMismatchError, names

Q = Quantity(np.array([5.0, 8.0]), "mV")
ARITHMETIC = ("add", "sub", "mul", "truediv", "floordiv", "mod", "pow")
COMPARISONS = ("eq", "ne", "lt", "le", "gt", "ge")


class Column:
    """A container with no operators of its own."""

    def __init__(self, values):
        self.values = values


class Late(Column):
    """A container that leaves the operator to its own reflected method."""

    def __radd__(self, other):
        return "theirs"


@pytest.fixture
def asked(monkeypatch):
    """What the containers were asked, as function and operands; none is attached after the test."""
    found = []
    monkeypatch.setattr(containers, "_KINDS", ())
    monkeypatch.setattr(containers, "_ANSWERS", [])

    def answer(function, operands):
        found.append(operands)
        if any(isinstance(x, Late) for x in operands):
            return NotImplemented
        return Column(function(*(x.values if isinstance(x, Column) else x for x in operands)))

    attach_container((Column,), answer, lambda x: None)
    return found


def numbers(x):
    """Return numbers and unit, to compare; of a pair those of both."""
    if isinstance(x, tuple):
        return [numbers(part) for part in x]
    return (np.asarray(x.mantissa).tolist(), x.unit) if isinstance(x, Quantity) else np.asarray(x).tolist()


@pytest.mark.parametrize("name", [*ARITHMETIC, *COMPARISONS])
def test_an_operator_is_handed_over_in_both_orders(asked, name):
    function = getattr(operator, name)
    values = np.array(2) if name == "pow" else Quantity(np.array([3.0, 2.0]), "mV")
    found = function(Q, Column(values))
    assert isinstance(found, Column)
    assert numbers(found.values) == numbers(function(Q, values))
    if name != "pow":  # a number to the power of a voltage has no meaning
        found = function(Column(values), Q)
        assert isinstance(found, Column)
        assert numbers(found.values) == numbers(function(values, Q))
    assert len(asked) == (1 if name == "pow" else 2)


def test_divmod_is_handed_over_as_quotient_and_rest(asked):
    values = Quantity(np.array([3.0, 2.0]), "mV")
    for found, expected in (
        (divmod(Q, Column(values)), divmod(Q, values)),
        (divmod(Column(values), Q), divmod(values, Q)),
    ):
        assert [type(part) for part in found] == [Column, Column]
        assert numbers(tuple(part.values for part in found)) == numbers(expected)
    assert len(asked) == 4


def test_a_power_of_a_container_is_handed_over(asked):
    found = Column(np.array([1.0, 2.0])) ** Quantity(2.0)
    assert numbers(found.values) == [1.0, 4.0]
    assert len(asked) == 1


@pytest.mark.parametrize("ufunc", [np.add, np.multiply, np.less, np.maximum, np.hypot])
def test_a_ufunc_is_handed_over_in_both_orders(asked, ufunc):
    values = Quantity(np.array([3.0, 9.0]), "mV")
    for found, expected in (
        (ufunc(Q, Column(values)), ufunc(Q, values)),
        (ufunc(Column(values), Q), ufunc(values, Q)),
    ):
        assert isinstance(found, Column)
        assert numbers(found.values) == numbers(expected)
    assert len(asked) == 2


def test_a_unit_is_attached_from_both_sides(asked):
    for found in (Column(np.array([1.0, 2.0])) * names.mV, names.mV * Column(np.array([1.0, 2.0]))):
        assert isinstance(found, Column)
        assert numbers(found.values) == ([1.0, 2.0], names.mV)
    found = Column(np.array([1.0, 2.0])) / names.mV
    assert numbers(found.values) == ([1.0, 2.0], 1 / names.mV)
    assert len(asked) == 3


def test_what_a_container_leaves_goes_on_to_its_own_method(asked):
    late = Late(Q)
    assert Q + late == "theirs"
    assert [x is late for x in asked[0]] == [False, True]


@pytest.mark.parametrize("compute", [operator.sub, operator.mul, operator.pow, operator.lt, np.add])
def test_what_nobody_answers_is_an_error(asked, compute):
    with pytest.raises(TypeError):
        compute(Q, Late(Q))
    assert asked


def test_what_nobody_answers_is_not_equal(asked):
    late = Late(Q)
    assert not np.any(operator.eq(Q, late))
    assert np.all(operator.ne(Q, late))


@pytest.mark.parametrize("name", [*ARITHMETIC[:-1], *COMPARISONS])
def test_the_fast_path_looks_for_no_container(asked, monkeypatch, name):
    monkeypatch.setattr(containers, "tracing", lambda: pytest.fail("a container was looked for"))
    function = getattr(operator, name)
    function(Q, Q)
    if name in ("mul", "truediv"):  # the others with a plain operand go the slow path: it may be neutral
        function(Q, np.ones(2))
        function(Q, 2.0)
    assert asked == []


def test_without_a_container_there_is_no_answer(asked):
    assert answered(operator.add, Q, Q) is NotImplemented
    assert asked == []


def test_an_error_of_the_answer_is_not_hidden(asked):
    with pytest.raises(UnitMismatchError, match="units are mV and s"):
        Q + Column(Quantity(np.array([1.0, 2.0]), "s"))
