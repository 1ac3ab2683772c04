"""Names near to an unknown one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from unit_laws import laws

from bu_units.nearness import hint, near

KNOWN = ["mean", "min", "max", "sum", "std", "median", "concatenate", "inv", "solve", "Quantity", "arange"]


@pytest.mark.parametrize(
    "text, names",
    [
        ("men", ["mean", "min"]),
        ("maen", ["mean"]),
        ("meann", ["mean"]),
        ("Mean", ["mean"]),
        ("medain", ["median"]),
        ("concatinate", ["concatenate"]),
        ("concatnate", ["concatenate"]),
        ("quantity", ["Quantity"]),
        ("arrange", ["arange"]),
        ("x", []),
        ("qq", []),
        ("eigenvalues", []),
    ],
)
def test_near(text, names):
    assert near(text, KNOWN) == names


def test_hint():
    assert hint("men", KNOWN) == "; did you mean mean or min?"
    assert hint("eigenvalues", KNOWN) == ""


@laws
@given(st.text("abc", min_size=4, max_size=9), st.data())
def test_one_slip_is_found(name, data):
    place = data.draw(st.integers(0, len(name) - 1))
    slips = [
        name[:place] + name[place + 1 :],
        name[:place] + "z" + name[place:],
        name[:place] + "z" + name[place + 1 :],
        name[:place] + name[place + 1 : place + 2] + name[place] + name[place + 2 :],
    ]
    for text in slips:
        assert near(text, [name]) == [name]


@laws
@given(st.text(max_size=6), st.lists(st.text(max_size=6), max_size=9))
def test_a_known_name_is_the_nearest(text, names):
    found = near(text, [*names, text])
    assert len(found) <= 3
    if len(text) > 0 and found:
        assert found[0] == text or text not in found
