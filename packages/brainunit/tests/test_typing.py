"""`typing` is that of bu_array."""

import pytest

import brainunit as u


def test_annotations_are_those_of_bu_array():
    from bu_array import typing

    assert set(typing.__all__) <= set(dir(u.typing))
    assert u.Quantity["length"] == u.typing.LENGTH


def test_they_are_the_same_and_are_checked():
    from bu_array import typing

    assert u.typing.__name__ == "brainunit.typing"
    for name in u.typing.__all__:
        assert getattr(u.typing, name) is getattr(typing, name)

    @u.typing.validate_units
    def doubled(x: u.Quantity[u.metre]) -> u.Quantity[u.metre]:
        return 2 * x

    assert doubled(3.0 * u.metre) == 6.0 * u.metre
    with pytest.raises(u.DimensionMismatchError, match="'x' must be of m, got one in s"):
        doubled(3.0 * u.second)
