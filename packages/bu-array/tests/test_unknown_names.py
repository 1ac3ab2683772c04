"""A name that a quantity has not: near ones, and what other libraries of units call it."""

import numpy as np
import pytest

from bu_array import Quantity
from bu_array._quantity.libraries import _ELSEWHERE
from bu_units import names


@pytest.mark.parametrize("name", _ELSEWHERE)
def test_what_other_libraries_call_it(xp, name):
    q = Quantity(xp.ones(2), names.mV)
    assert not hasattr(q, name)
    with pytest.raises(
        AttributeError, match=f"'Quantity' object has no attribute '{name}'; here it is "
    ) as error:
        getattr(q, name)
    assert (error.value.name, error.value.obj) == (name, None)  # else Python would add near names
    word = _ELSEWHERE[name].split("(")[0].split(",")[0].split(".")[0]
    assert hasattr(q, word) or word.startswith(("format specs", "a field of bu_units"))


@pytest.mark.parametrize(
    "name, near",
    [
        ("meann", "mean"),
        ("unti", "unit"),
        ("mantisa", "mantissa"),
        ("reshap", "reshape"),
        ("dtypes", "dtype"),
    ],
)
def test_near_names(name, near):
    with pytest.raises(AttributeError, match=rf"no attribute '{name}'; did you mean .*\b{near}\b"):
        getattr(Quantity(1.0, names.mV), name)


@pytest.mark.parametrize("name", ["__array_interface__", "_private", "xyzzy_nothing"])
def test_names_near_to_nothing(name):
    with pytest.raises(AttributeError, match=f"object has no attribute '{name}'$"):
        getattr(Quantity(1.0, names.mV), name)


@pytest.mark.parametrize("style", ["P", "L", "H", "D", "siunitx", "ucum", "udunits"])
@pytest.mark.parametrize("number", ["", ".2f", "+.3e"])
def test_a_notation_without_its_tilde(style, number):
    for value in (np.array([1.5, 2.5]), 1.5):
        q = Quantity(value, names.mV)
        with pytest.raises(ValueError, match=rf"did you mean '{number.replace('+', '[+]')}~{style}'\?"):
            format(q, number + style)
        assert format(q, f"{number}~{style}")


def test_another_format_that_is_none():
    with pytest.raises(ValueError) as error:
        format(Quantity(1.5, names.mV), "q")
    assert "tilde" not in str(error.value)
