"""The rows of UDUNITS: every text of each is read, and stands in one alone."""

from fractions import Fraction

from bu_units import Unit, parse_unit
from bu_units.dialects._udunits_rows import REFUSED, ROWS
from bu_units.dialects.udunits import _plurals


def read(text):
    return parse_unit(text, dialect="udunits")


def test_every_text_of_every_row():
    for row in ROWS:
        names_there = row.names.split()
        texts = [
            *row.symbols.split(),
            *names_there,
            *(plural for name in names_there for plural in _plurals(name)),
        ]
        first = read(texts[0])
        assert isinstance(first, Unit)
        for text in texts:
            assert read(text) == first, text
            if row.prefixed and text.isalpha() and text.isascii():
                assert (read(f"milli{text}").exact / first.exact).fraction == Fraction(1, 1000)


def test_no_text_stands_in_two_rows():
    texts = [text for row in ROWS for text in (*row.symbols.split(), *row.names.split())]
    assert sorted(texts) == sorted(set(texts))
    assert not set(REFUSED) & set(texts)
