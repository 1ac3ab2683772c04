"""Trees: which containers there are, in which order the leaves come, and that the same comes back."""

import dataclasses
import enum
import pickle
from collections import OrderedDict, defaultdict
from typing import Any, NamedTuple

import numpy as np
import pytest

from bu_array import Quantity
from bu_array.bridge import Structure


class Gates(NamedTuple):
    m: Any
    h: Any


@dataclasses.dataclass(frozen=True, slots=True)
class Cell:
    v: object
    gates: object = None
    name: str = "axon"
    area: object = dataclasses.field(default=0.0, init=False)


class Mode(enum.Enum):
    FAST = 1


TREES = [
    1.5,
    np.array([1.0, 2.0]),
    Quantity(3.0, "mV"),
    {"b": 1, "a": 2},
    (1, [2, (3, 4)], {"x": 5}),
    Gates(1, {"z": 2}),
    Cell(1, Gates(2, 3)),
    [Cell(1), None, Cell(2)],
    {},
    None,
    ((), [], {"a": None}),
    OrderedDict(b=1, a=2),
    {2: 1, "a": 3},
]


def texts(tree):
    return repr(tree)


@pytest.mark.parametrize("tree", TREES, ids=texts)
def test_there_and_back(tree):
    structure = Structure(tree)
    leaves = structure.leaves(tree, "it")
    assert len(leaves) == len(structure.places)
    made = structure.tree(leaves)
    assert type(made) is type(tree)
    assert repr(made) == repr(tree)
    again = pickle.loads(pickle.dumps(structure))
    assert repr(again.tree(again.leaves(tree, "it"))) == repr(tree)


def test_the_order_of_the_leaves():
    tree = {"v": Gates(1, 2), "a": [Cell(3, {"y": 4, "x": 5})], "k": OrderedDict(b=6, a=7)}
    structure = Structure(tree)
    assert [*structure.leaves(tree, "it")] == [3, 5, 4, 6, 7, 1, 2]
    assert structure.places == [
        "['a'][0].v",
        "['a'][0].gates['x']",
        "['a'][0].gates['y']",
        "['k']['b']",
        "['k']['a']",
        "['v'].m",
        "['v'].h",
    ]


def test_dicts_keep_their_order_and_their_kind():
    tree = {"v": 1, "a": 2}
    assert [*Structure(tree).tree([10, 20])] == ["v", "a"]
    assert Structure(tree).tree([10, 20]) == {"a": 10, "v": 20}
    counted = defaultdict(list, {"b": 1})
    assert Structure(counted).tree([5])["another"] == []
    assert counted == {"b": 1}


def test_what_is_no_number_in_a_dataclass_stays():
    @dataclasses.dataclass
    class Model:
        x: object
        mode: object
        rule: object
        label: object

    model = Model(1.0, Mode.FAST, max, "model")
    structure = Structure(model)
    assert structure.places == [".x"]
    assert structure.tree([2.0]) == Model(2.0, Mode.FAST, max, "model")


@pytest.mark.parametrize(
    "tree, other, text",
    [
        ({"a": 1, "b": 2}, {"a": 1}, "it must be a dict with the keys ['a', 'b']; it lacks ['b']"),
        ({"a": 1}, {"a": 1, "c": 2}, "it must be a dict with the keys ['a']; it has also ['c']"),
        ({"a": (1, 2)}, {"a": (1, 2, 3)}, "it['a'] must be a tuple of 2, got 3 in a tuple"),
        ({"a": Gates(1, 2)}, {"a": 5}, "it['a'] must be Gates(m, h), got int"),
        ([Cell(1)], [1.0], "it[0] must be a Cell, got float"),
        ([None], [1.0], "it[0] must be None, got float"),
        ({"a": [1]}, [1], "it must be a dict with the keys ['a'], got 1 in a list"),
    ],
    ids=texts,
)
def test_another_structure_is_named(tree, other, text):
    with pytest.raises(TypeError) as info:
        Structure(tree).leaves(other, "it")
    assert str(info.value) == text


def test_what_is_registered_with_jax():
    jax = pytest.importorskip("jax")

    class Pool:
        def __init__(self, x, y):
            self.x, self.y = x, y

    assert Structure(Pool(1, 2)).places == [""]  # a leaf, as long as nobody has said otherwise
    jax.tree_util.register_pytree_node(Pool, lambda p: ((p.x, p.y), None), lambda _, parts: Pool(*parts))
    structure = Structure({"pool": Pool(1, (2, 3))})
    assert structure.places == ["['pool'][0]", "['pool'][1][0]", "['pool'][1][1]"]
    made = structure.tree([4, 5, 6])["pool"]
    assert (made.x, made.y) == (4, (5, 6))
    with pytest.raises(TypeError, match=r"it\['pool'\] must be a Pool"):
        structure.leaves({"pool": 3.0}, "it")
