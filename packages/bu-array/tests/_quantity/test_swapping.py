"""Rows that change places are views: assignments are as numpy's, a library's own exchange is refused."""

import random
import warnings

import numpy as np
import pytest

from bu_array import Quantity


@pytest.mark.parametrize(
    "shuffle",
    [np.random.shuffle, np.random.default_rng(0).shuffle, random.Random(0).shuffle],
    ids=["old", "new", "Python's"],
)
def test_rows_are_not_lost_when_others_shuffle(shuffle):
    q = Quantity(np.arange(8.0).reshape(4, 2), "mV")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # numpy's: it knows no such sequence
        with pytest.raises(TypeError, match="views, and would be lost"):
            shuffle(q)
        assert q.mantissa.tolist() == np.arange(8.0).reshape(4, 2).tolist()
        vector = Quantity(np.arange(8.0), "mV")
        shuffle(vector)
    assert sorted(vector.mantissa.tolist()) == list(range(8))
    with pytest.raises(TypeError, match="lose the unit"):
        np.random.default_rng(0).permutation(q)


def test_rows_are_assigned():
    q = Quantity(np.arange(6.0).reshape(3, 2), "mV")
    q[[0, 1]] = q[[1, 0]]
    assert q.mantissa.tolist() == [[2.0, 3.0], [0.0, 1.0], [4.0, 5.0]]
    q[0] = q[2]
    q[1:2] = q[0:1]
    assert q.mantissa.tolist() == [[4.0, 5.0]] * 3
    q[...] = q[::-1]
    q[0] += q[1]
    assert q.mantissa.tolist()[0] == [8.0, 10.0]
    permuted = q[np.random.default_rng(0).permutation(len(q))]
    assert sorted(permuted.mantissa[:, 0].tolist()) == [4.0, 4.0, 8.0]


def test_elements_of_torch_are_views_too():
    torch = pytest.importorskip("torch")
    q = Quantity(torch.arange(4.0), "mV")
    with pytest.raises(TypeError, match="views, and would be lost"):
        random.Random(0).shuffle(q)
    assert q.mantissa.tolist() == [0.0, 1.0, 2.0, 3.0]
    q[0], q[3] = q[3], q[0]
    assert q.mantissa.tolist() == [3.0, 1.0, 2.0, 0.0]


def rows(*order):
    return [[2.0 * i, 2.0 * i + 1] for i in order]


def test_rows_change_places_in_one_assignment():
    q = Quantity(np.arange(8.0).reshape(4, 2), "mV")
    q[0], q[1] = q[1], q[0]
    assert q.mantissa.tolist() == rows(1, 0, 2, 3)
    i, j = 1, 2
    q[i], q[j + 1] = q[j + 1], q[i]
    assert q.mantissa.tolist() == rows(1, 3, 2, 0)
    q[0], q[1], q[2] = q[2], q[0], q[1]
    assert q.mantissa.tolist() == rows(2, 1, 3, 0)
    q[:2], q[2:] = q[2:], q[:2]
    assert q.mantissa.tolist() == rows(3, 0, 2, 1)
    q[:, 0], q[:, 1] = q[:, 1], q[:, 0]
    assert q.mantissa[0].tolist() == [7.0, 6.0]


def test_rows_change_places_in_a_loop():
    q, order = Quantity(np.arange(8.0).reshape(4, 2), "mV"), [0, 1, 2, 3]
    rng = random.Random(1)
    for _ in range(20):
        i, j = rng.randrange(4), rng.randrange(4)
        q[i], q[j] = q[j], q[i]
        order[i], order[j] = order[j], order[i]
    assert q.mantissa.tolist() == rows(*order)


def test_assignments_one_after_the_other_are_as_numpys():
    q, x = Quantity(np.arange(4.0).reshape(2, 2), "mV"), np.arange(4.0).reshape(2, 2)
    q[0] = q[1]
    q[1] = q[0]
    assert q.mantissa.tolist() == [[2.0, 3.0]] * 2
    first, second = Quantity(x, "mV"), Quantity(np.arange(4.0).reshape(2, 2), "mV")
    first[0], second[0] = second[1], first[1]
    assert (first.mantissa.tolist(), second.mantissa.tolist()) == (rows(1, 1), rows(1, 1))
