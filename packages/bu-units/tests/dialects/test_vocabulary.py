"""The words of a dialect: from codes to units and back."""

import pytest
from unit_laws import python

from bu_units import parse_unit
from bu_units._parse import DIALECTS
from bu_units.dialects import ucum, udunits


@pytest.mark.parametrize(
    "dialect, codes",
    [("ucum", [atom.code for atom in ucum.ATOMS]), ("udunits", list(udunits._stems()))],
)
def test_every_code_of_a_dialect(dialect, codes):
    for code in codes:
        unit = parse_unit(code, dialect)
        assert parse_unit(str(unit)) == unit, code
        assert parse_unit(format(unit, f"~{dialect}"), dialect) == unit, code
        for style in ("~P", "~L", "~H"):
            assert format(unit, style)


@pytest.mark.parametrize("dialect", ["ucum", "udunits"])
def test_an_atom_of_a_dialect_keeps_its_code_there(dialect):
    other = next(name for name in DIALECTS if name != dialect)
    text = {"ucum": "mm[Hg]/m", "udunits": "DU m-1"}[dialect]
    unit = parse_unit(text, dialect)
    assert format(unit, f"~{dialect}") == text
    assert parse_unit(format(unit, f"~{other}"), other) == unit
    assert parse_unit(str(unit)) == unit


def test_a_dimension_that_a_dialect_does_not_have():
    code = """if True:
        import bu_units as bu
        bu.add_base_dimension("cell", "cell")
        for spec in ("~ucum", "~udunits"):
            try:
                format(bu.parse_unit("cell / l"), spec)
            except ValueError as error:
                print(error)
        print(f"{bu.parse_unit('cell / l'):~siunitx}")
    """
    assert python(code).splitlines() == [
        "UCUM cannot say cell: it has no unit of cell",
        "UDUNITS cannot say cell: it has no unit of cell",
        r"\cell\per\litre",
    ]


def test_a_unit_that_is_defined_late_is_taken_for_a_code_of_its_size():
    code = """if True:
        import bu_units as bu
        assert str(bu.parse_unit("[smoot]/s", "ucum")) == "1.7018 * m / s"
        bu.Unit.define("oliver", "oliver", "67 inch")
        assert str(bu.parse_unit("[smoot]/s", "ucum")) == "oliver / s"
        print(f"{bu.parse_unit('oliver'):~ucum}")
    """
    assert python(code) == "[smoot]"


def test_what_is_near_to_an_unknown_code():
    assert ucum.VOCABULARY.near("m[hg]")[0] == "m[Hg]"
    assert ucum.VOCABULARY.near("[In_i]")[0] == "[in_i]"
    assert ucum.VOCABULARY.near("inch") == ["[in_i]"]  # the catalogue's name
    assert ucum.VOCABULARY.near("ωωω") == []
