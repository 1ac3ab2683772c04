"""What a call must have in common with the one that was recorded."""

import math
from collections import OrderedDict
from enum import Enum

import numpy as np
import pytest

from bu_array import Quantity
from bu_array.program import RecordingError, record

X = Quantity(np.array([1.0, 2.0]), "mV")


class Way(Enum):
    UP = 1
    DOWN = 2


def count(recorded):
    closure = dict(zip(recorded.__code__.co_freevars, recorded.__closure__, strict=True))
    return len(closure["runs"].cell_contents)


@pytest.mark.parametrize(
    "first, second",
    [
        (X, Quantity(np.array([1.0, 2.0]), "V")),
        (X, Quantity(1.0, "mV")),
        (X, X.mantissa),
        (X, (X,)),
        ([X], (X,)),
        ([X], [X, X]),
        ({"a": X}, {"b": X}),
        ({"a": X}, OrderedDict(a=X)),
        (Way.UP, Way.DOWN),
        ("a", "b"),
        (None, False),
        (1.0, 1),
        (math.sin, math.cos),
        (Quantity(np.array([1.0]), "Hz"), Quantity(np.array([1.0]), "Hz").of_kind("activity")),
    ],
    ids=str,
)
def test_what_differs_is_recorded_anew(first, second):
    recorded = record(lambda x: x)
    recorded(first)
    recorded(first)
    assert count(recorded) == 1
    recorded(second)
    assert count(recorded) == 2


def test_numbers_arrays_and_shapes_do_not_differ_unasked():
    recorded = record(lambda x, y: x * y)
    for x, y in ((X, 2.0), (3 * X, 5.0), (Quantity(np.ones((3, 4)), "mV"), 7.0)):
        assert str(recorded(x, y)) == str(x * y)
    assert count(recorded) == 1


def test_keywords_by_their_names():
    recorded = record(lambda x, *, a=1.0, b=2.0: x * a / b)
    assert [str(recorded(X, **given)) for given in ({}, {"a": 2.0}, {"b": 4.0}, {"b": 1.0, "a": 3.0})] == [
        str(X * factor) for factor in (0.5, 1.0, 0.25, 3.0)
    ]


def test_what_has_no_parts_is_said_to_be_an_option():
    slots = type("Slots", (), {"__slots__": ("x",)})()
    with pytest.raises(RecordingError, match="say static='option' if it is an option"):
        record(lambda x, option: x)(X, slots)
    assert str(record(lambda x, option: x, static="option")(X, slots)) == str(X)


def test_a_list_that_contains_itself():
    loop = []
    loop.append(loop)
    with pytest.raises(RecordingError, match="contains itself"):
        record(lambda x: x)(loop)


def test_names_that_inputs_share_are_told_apart():
    recorded = record(lambda parts, c0: parts["a b"] + parts["a_b"] + c0)
    parts = {"a b": X, "a_b": 2 * X}
    assert str(recorded(parts, X)) == str(recorded(parts, X)) == "[4. 8.] mV"
