"""The rows of UCUM: no code has two meanings, and what is suggested exists."""

import pytest

from bu_units import Unit, UnitParseError, parse_unit
from bu_units.dialects._ucum_atoms import ATOMS, MEANT, REFUSED
from bu_units.dialects.ucum import VOCABULARY


def read(text):
    return parse_unit(text, dialect="ucum")


def test_no_code_has_two_meanings():
    metric = {atom.code for atom in ATOMS if atom.metric}
    for code in [*REFUSED, *(atom.code for atom in ATOMS)]:
        for prefix in VOCABULARY._prefixes:
            assert not (code.startswith(prefix) and code[len(prefix) :] in metric), (prefix, code)


def test_what_is_meant_exists():
    for wrong, code in MEANT.items():
        assert isinstance(read(code), Unit)
        with pytest.raises(UnitParseError):
            read(wrong)
