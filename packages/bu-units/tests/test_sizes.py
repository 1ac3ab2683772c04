"""The generated sizes of the catalogue's rows are what their definitions say."""

import pytest

from bu_units._catalogue import ROWS
from bu_units._registry import _parser, find, measured
from bu_units._sizes import SIZES


@pytest.mark.parametrize("row", [row for row in ROWS if row.names in SIZES], ids=lambda row: row.names)
def test_generated_sizes_are_what_the_definitions_say(row):
    unit = find(row.names.split()[0])
    assert (unit.dim, unit.exact) == measured(*_parser.read(row.definition))


def test_every_row_has_a_generated_size():
    assert [row.names for row in ROWS if not row.definition.startswith("[")] == list(SIZES)
