"""A reader that takes the listed functions alone reads every unit."""

import io
import pickle

import pytest

from bu_units import parse_unit, pickling

ALLOWED = {(f.__module__, f.__qualname__): f for f in pickling.restorers()}


class Reader(pickle.Unpickler):
    """Takes what is listed and no more."""

    def find_class(self, module, name):
        return ALLOWED[module, name]


@pytest.mark.parametrize(
    "text",
    [
        "1",
        "mV",
        "m^(1/3)",
        "10.0^-3 * m",
        "N * m",
        "kW * h",
        "inch",
        "degC",
        "dBm",
        "J / (K * mol)",
        "mmHg",
        "rad / s",
    ],
)
@pytest.mark.parametrize("protocol", range(2, pickle.HIGHEST_PROTOCOL + 1))
def test_every_unit(text, protocol):
    unit = parse_unit(text)
    for each in (unit, unit.dim):
        assert Reader(io.BytesIO(pickle.dumps(each, protocol))).load() is each


def test_nothing_else_is_listed():
    named = {"Fraction", "parse_unit", "make_atom", "make_level", "make_point", "written", "_rebuild"}
    assert {function.__name__ for function in pickling.restorers()} == named
