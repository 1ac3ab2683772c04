"""Names that other registries have: the error says how to write each, and that can be read."""

import pytest

from bu_units import UnitParseError, parse_unit
from bu_units._elsewhere import ELSEWHERE, WRITTEN
from bu_units._registry import find
from bu_units._words import REASONS, WORDS


@pytest.mark.parametrize("expression", WRITTEN.values())
def test_what_is_to_be_written_is_a_unit(expression):
    assert parse_unit(expression).magnitude > 0


@pytest.mark.parametrize("text", ELSEWHERE)
def test_the_error_says_what_to_write(text):
    assert find(text) is None
    assert text not in WORDS
    assert text not in REASONS
    for written in (text, f"3 kg {text}"):
        with pytest.raises(UnitParseError) as caught:
            parse_unit(written)
        assert caught.value.reason.startswith(f"{text!r} is ") or "Δ" in text
        assert caught.value.position == written.index(text)


def test_a_word_with_a_digit_is_read_as_one():
    assert parse_unit("a0") is parse_unit("bohr")
    assert parse_unit("a0^3 / s2") == parse_unit("bohr^3 / s^2")
