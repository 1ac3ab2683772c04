"""Lines and writes: equal expressions once, arrays of one's own written into, others never."""

import numpy as np
import pytest

from bu_array import Quantity, math
from bu_array.program import RecordingError, record
from bu_dispatch import using_backend

X = [1.0, 2.0, 3.0, 4.0]


def x():
    return Quantity(np.array(X), "mV")


def test_equal_expressions_are_computed_once():
    recorded = record(lambda q: (q * 2.0) * (q * 2.0))
    assert str(recorded(x())) == "[ 4. 16. 36. 64.] mV^2"
    assert recorded.source.count("q * 2.0") == 1


def test_what_is_written_into_is_no_longer_shared():
    def function(q):
        a = q * 2.0
        b = q * 2.0
        a += q
        a[0] = q[1]
        return a, b

    recorded = record(function)
    for _ in range(2):
        a, b = recorded(x())
        assert (str(a), str(b)) == ("[ 2.  6.  9. 12.] mV", "[2. 4. 6. 8.] mV")


def test_two_results_are_two_arrays():
    recorded = record(lambda q: (q * 2.0, q * 2.0))
    for _ in range(2):
        a, b = recorded(x())
        a[0] = Quantity(0.0, "mV")
        assert str(b) == "[2. 4. 6. 8.] mV"


def test_a_view_sees_what_is_written_afterwards():
    def function(q):
        own = q + 0.0 * q
        part = own[1:]
        own *= 2.0
        before = own[0] * 1.0
        own[0] = 7.0 * own[0]
        return part, before, own

    recorded = record(function)
    expected = [str(part) for part in function(x())]
    for _ in range(2):
        assert [str(part) for part in recorded(x())] == expected


@pytest.mark.parametrize(
    "write",
    [
        lambda q: q.__iadd__(q),
        lambda q: q.__setitem__(0, q[1]),
        lambda q: q[1:].__imul__(2.0),
        lambda q: q.reshape((2, 2)).__setitem__((0, 0), q[1]),
        lambda q: q.mantissa.sort(),
        lambda q: q.fill(q[0]),
        lambda q: np.add(q, q, out=q),
        lambda q: np.copyto(q.mantissa, 1.0),
        lambda q: np.add.at(q.mantissa, [0], 1.0),
    ],
)
def test_arguments_are_not_written_into(write):
    q = x()

    def function(q):
        write(q)
        return q

    with pytest.raises(RecordingError, match="writes into its argument 'q'"):
        record(function)(q)
    assert q.mantissa.tolist() == X


def test_arrays_from_outside_are_not_written_into():
    table = np.zeros(4)

    def function(q):
        table[0] = q.mantissa[0]
        return q

    with pytest.raises((RecordingError, ValueError)):  # numpy says in its own words that it got no number
        record(function)(x())
    assert table.tolist() == [0.0] * 4


def test_arrays_made_inside_are_new_in_every_call():
    def function(q):
        made = math.zeros(4, unit="mV")
        made[1] = q[0]
        other = math.zeros_like(q)
        other += q
        return made, other

    recorded = record(function)
    with using_backend("numpy"):
        kept = recorded(x())
        again = recorded(2 * x())
    assert str(kept[0]) == "[0. 1. 0. 0.] mV"
    assert str(again[0]) == "[0. 2. 0. 0.] mV"
    assert str(kept[1]) == "[1. 2. 3. 4.] mV"


def test_a_constant_is_as_it_was_when_it_was_used():
    def function(q):
        weights = np.ones(4)
        first = q * weights
        weights[0] = 5.0
        return first, q * weights

    recorded = record(function)
    for _ in range(2):
        assert [str(part) for part in recorded(x())] == ["[1. 2. 3. 4.] mV", "[5. 2. 3. 4.] mV"]


def test_functions_of_several_results():
    def function(q):
        values, counts = np.unique(q.mantissa, return_counts=True)
        w, v = np.linalg.eigh(q.reshape((2, 2)).mantissa)
        return values, counts, w, v, np.meshgrid(q.mantissa, q.mantissa)

    recorded = record(function)
    expected = function(x())
    for _ in range(2):
        for a, b in zip(recorded(x())[:4], expected[:4], strict=True):
            assert a.tobytes() == b.tobytes()


def test_one_library():
    torch = pytest.importorskip("torch")
    with pytest.raises(RecordingError, match="one library, got arrays of numpy and torch"):
        record(lambda a, b: a * b)(x(), Quantity(torch.ones(4), "s"))


@pytest.mark.parametrize(
    "bad", [np.ma.masked_array([1.0], [True]), np.array([None, 1], object)], ids=["masked", "objects"]
)
def test_arrays_of_other_kinds_are_refused(bad):
    with pytest.raises(RecordingError, match="not recorded"):
        record(lambda a: a)(bad)
