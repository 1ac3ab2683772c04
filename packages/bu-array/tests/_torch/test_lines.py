"""Lines of units in letters, as algebra: no function of torch is called."""

from fractions import Fraction

import pytest

torch = pytest.importorskip("torch")

from bu_array._torch.lines import Line, combined, form  # noqa: E402  # needs torch
from bu_units import UNITLESS, Unit  # noqa: E402  # as above

MV, S, PERCENT = Unit("mV"), Unit("s"), Unit("%")


@pytest.mark.parametrize(
    "text,expected",
    [
        ("-", None),
        ("1", {}),
        ("a", {"a": 1}),
        ("aab", {"a": 2, "b": 1}),
        ("b/aa", {"b": 1, "a": -2}),
        ("1/a", {"a": -1}),
        ("a^-0.5", {"a": Fraction(-1, 2)}),
    ],
)
def test_letters_are_powers(text, expected):
    found = form(text)
    assert found is None if expected is None else dict(found) == expected


@pytest.mark.parametrize(
    "text,units,expected",
    [
        ("a", {"a": MV}, (MV, None)),
        ("aa", {"a": MV}, (MV**2, None)),
        ("ab", {"a": MV, "b": UNITLESS}, (MV, None)),
        ("ab", {"a": PERCENT, "b": UNITLESS}, (PERCENT, None)),
        ("ab", {"a": MV, "b": 1 / Unit("V")}, (None, 0.001)),
        ("b/a", {"a": MV, "b": S}, (S / MV, None)),
        ("ab", {"a": UNITLESS, "b": UNITLESS}, (None, None)),
        ("1", {"a": MV}, (None, None)),
        ("-", {"a": MV}, (None, None)),
    ],
)
def test_units_of_results(text, units, expected):
    unit = {letter: getattr(each, "unit", each) for letter, each in units.items()}
    found, fold = combined(form(text), unit, list(unit))
    assert found == expected[0]
    assert fold == (None if expected[1] is None else pytest.approx(expected[1]))


def test_a_line_is_read():
    line = Line("tensors=*a weight=- eps=aa! -> a,-", on_scale=False)
    assert line.names == ("tensors", "weight", "eps")
    assert [p.several for p in line.parameters.values()] == [True, False, False]
    assert line.parameters["eps"].mark == "!"
    assert line.results == (form("a"), None)
    assert line.letters == ("a",)
    assert not line.of_one_unit


def test_names_of_torchs_other_functions_are_understood():
    assert Line("input=ab mat1=a mat2=b -> ab", on_scale=False).name_of("batch2") == "mat2"
    assert Line("input=a other=a -> a", on_scale=False).name_of("self") == "input"
    assert Line("input=a other=a -> a", on_scale=False).name_of("dim") == "dim"


def test_no_letter_of_a_result_is_unknown():
    from bu_array._torch import names

    for text in (names.LINES, names.MOVED_LINES):
        for row in text.strip().splitlines():
            line = Line(row.split(": ", 1)[1], on_scale=True)
            for each in line.results:
                assert {letter for letter, _ in each or ()} <= set(line.letters), row
