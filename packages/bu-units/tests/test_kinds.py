"""Kinds of quantity: each has a coherent unit, and is found by its name and by its dimension."""

from bu_units import names, parse_unit
from bu_units.kinds import KINDS, dimension_of, kinds_of


def test_kinds():
    assert dimension_of("electric_charge") is dimension_of("Electric charge") is names.coulomb.dim
    assert dimension_of("charm") is None
    assert kinds_of(names.joule.dim) == ["energy", "torque"]
    for text in KINDS.values():
        assert parse_unit(text).magnitude == 1.0
