"""The texts of errors, and when they are put together."""

import copy
import pickle

import pytest

from bu_units import DimensionMismatchError, UnitMismatchError, UnitParseError, names, parse_unit

VOLT, AMPERE = names.volt, names.ampere


@pytest.mark.parametrize(
    "error, text",
    [
        (UnitMismatchError("No", VOLT, AMPERE), "No (units are V and A)."),
        (UnitMismatchError("No", VOLT), "No (unit is V)."),
        (UnitMismatchError("No", VOLT, AMPERE, names.mm), "No (units are V, A and mm)."),
        (UnitMismatchError("No"), "No"),
        (
            DimensionMismatchError("No", VOLT.dim, names.metre.dim),
            "No (dimensions are m^2 kg s^-3 A^-1 and m).",
        ),
        (UnitParseError("unknown unit 'x'", "m x", 2), "unknown unit 'x'\n  m x\n    ^"),
    ],
)
def test_text(error, text):
    assert str(error) == text
    for again in (pickle.loads(pickle.dumps(error)), copy.copy(error)):
        assert type(again) is type(error)
        assert str(again) == text


def test_fields():
    assert UnitMismatchError("No", VOLT, AMPERE).units == (VOLT, AMPERE)
    assert DimensionMismatchError("No", VOLT.dim).dims == (VOLT.dim,)
    assert UnitMismatchError("No", VOLT).description == "No"
    error = UnitParseError("no", "m x", 2)
    assert (error.reason, error.text, error.position) == ("no", "m x", 2)


def test_kinds():
    assert issubclass(UnitParseError, ValueError)
    assert not issubclass(UnitMismatchError, DimensionMismatchError)


def test_the_units_are_not_printed_before_the_error_is():
    class Loud:
        def __str__(self):
            raise AssertionError("printed")

    error = UnitMismatchError("No", Loud())
    with pytest.raises(AssertionError):
        str(error)


@pytest.mark.parametrize("text", ["m " * 100 + "?" + " s" * 100, "\n\tm ? s", "m\r\n?"])
def test_the_caret_stands_under_the_place_on_one_line(text):
    with pytest.raises(UnitParseError) as caught:
        parse_unit(text)
    _, shown, caret = str(caught.value).split("\n")
    assert len(shown) <= 122
    assert shown[caret.index("^")] == "?"
