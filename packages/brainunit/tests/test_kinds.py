"""`kinds` is that of bu_units."""

import pytest

import brainunit as u
from bu_units import kinds


def test_the_names_are_those_of_bu_units():
    assert u.kinds.__all__ == kinds.__all__
    assert all(getattr(u.kinds, name) is getattr(kinds, name) for name in kinds.__all__)


def test_quantities_of_a_kind():
    torque = (3.0 * u.newton * u.meter).of_kind("torque")
    assert torque.kind in u.kinds.kinds_of(u.joule.dim)
    with pytest.raises(u.KindMismatchError):
        torque + 1.0 * u.joule
