"""What torch.compile meets as a constant: everybody else calls the functions as they are."""

import sys
from fractions import Fraction

import pytest

from bu_units import Unit, names, parse_unit
from bu_units.tracing import KEPT, constant, noted, tracing


def test_outside_of_torch_nothing_is_kept():
    before = dict(vars(KEPT))
    assert tracing() is False
    assert noted(parse_unit, "m / s") == ""
    assert vars(KEPT) == before


def test_who_calls_decides():
    """torch calls a constant function from one of its own modules."""
    program = {"__name__": "torch._dynamo.of_a_test", "noted": noted, "tracing": tracing, "parse": parse_unit}
    exec("def ask(): return tracing(), noted(parse, 'm / s')", program)
    first, name = program["ask"]()
    try:
        assert first is True
        assert getattr(KEPT, name) is parse_unit("m / s")
        assert program["ask"]()[1] != name  # a name that was not there before: torch compiles it anew
    finally:
        for kept in [key for key in vars(KEPT) if getattr(KEPT, key) is parse_unit("m / s")]:
            delattr(KEPT, kept)


def test_a_constant_is_the_function_itself():
    def number(unit):
        return unit.magnitude

    assert constant(number) is number
    assert number._dynamo_marked_constant is True
    assert tracing._dynamo_marked_constant is noted._dynamo_marked_constant is True


@pytest.mark.slow
def test_units_that_torch_meets_first():
    torch = pytest.importorskip("torch")
    new = Unit(names.metre.dim, factor=Fraction(11, 13))

    def function(x):
        return x * (new * names.second).factor_to(names.metre * names.second)

    x = torch.ones(2, dtype=torch.float64)
    compiled = torch.compile(function, backend="eager", fullgraph=True)
    assert compiled(x).tolist() == function(x).tolist() == [11 / 13] * 2
    torch._dynamo.reset()
    assert "torch" in sys.modules
