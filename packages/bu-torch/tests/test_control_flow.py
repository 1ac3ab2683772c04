"""Loops and branches: what a step gives is converted to the unit of what it was given."""

import pytest
import torch

import bu_torch
from bu_array import Quantity
from bu_units import UnitMismatchError

pytestmark = pytest.mark.slow  # torch compiles each loop

VOLT = Quantity(torch.tensor(1.0), "V")


@pytest.fixture(autouse=True)
def nothing_compiled():
    torch.compiler.reset()
    yield
    torch.compiler.reset()


def loop(library):
    def run(v):
        step = lambda v, n: ((v * 2).to("mV"), n + 1)  # noqa: E731
        return library.while_loop(lambda v, n: n < 3, step, (v, torch.tensor(0)))

    return run


def branch(library):
    def run(v):
        threshold = Quantity(2.0, "V")
        return library.cond(v > threshold, lambda x: x * x, lambda x: {"V": x}["V"].to("mV") * x, (v,))

    return run


def scanned(library):
    def run(v):
        samples = Quantity(torch.ones(3), "V")
        return library.scan(lambda carry, x: ((carry + x).to("mV"), {"square": carry * carry}), v, samples)

    return run


def check(found, number, unit):
    assert str(found.unit) == unit
    torch.testing.assert_close(found.mantissa, torch.tensor(number))


def whole(function):
    return torch.compile(function, fullgraph=True, backend="aot_eager")


@pytest.mark.parametrize("made", [lambda f: f, whole], ids=["eager", "compiled"])
@pytest.mark.parametrize("library", [bu_torch, torch], ids=["bu_torch", "torch"])
def test_while_loop(made, library):
    voltage, count = made(loop(library))(VOLT)
    check(voltage, 8.0, "V")
    assert count.item() == 3


@pytest.mark.parametrize("made", [lambda f: f, whole], ids=["eager", "compiled"])
@pytest.mark.parametrize("library", [bu_torch, torch], ids=["bu_torch", "torch"])
def test_cond(made, library):
    run = made(branch(library))
    check(run(VOLT), 1.0, "V^2")
    check(run(3 * VOLT), 9.0, "V^2")
    torch.testing.assert_close(run((3 * VOLT).to("mV")).to_decimal("V^2"), torch.tensor(9.0))


@pytest.mark.parametrize("made", [lambda f: f, whole], ids=["eager", "compiled"])
@pytest.mark.parametrize("library", [bu_torch, torch._higher_order_ops], ids=["bu_torch", "torch"])
def test_scan(made, library):
    last, values = made(scanned(library))(VOLT)
    check(last, 4.0, "V")
    check(values["square"], [1.0, 4.0, 9.0], "V^2")


def test_another_dimension_is_refused():
    with pytest.raises(UnitMismatchError, match=r"while_loop.*V and V\^2"):
        bu_torch.while_loop(lambda v, n: n < 3, lambda v, n: (v * v, n + 1), (VOLT, torch.tensor(0)))
    with pytest.raises(UnitMismatchError, match=r"cond.*V\^2 and V"):
        bu_torch.cond(True, lambda x: x * x, lambda x: x, (VOLT,))
    with pytest.raises(UnitMismatchError, match=r"scan.*V and V\^2"):
        bu_torch.scan(lambda carry, x: (carry * x, x), VOLT, Quantity(torch.ones(3), "V"))
    with pytest.raises(TypeError, match="a value takes no unit, got one in V"):
        bu_torch.cond(True, lambda x: x / VOLT, lambda x: x, (VOLT,))
    with pytest.raises(TypeError, match="cond: the values must be laid out as"):
        bu_torch.cond(True, lambda x: (x, x), lambda x: x, (VOLT,))


def test_programs_without_units_are_as_ever():
    x = torch.tensor(1.0)
    for made in (lambda f: f, whole):
        assert made(lambda x: torch.cond(x > 0, lambda x: x + 1, lambda x: x - 1, (x,)))(x).item() == 2.0
        run = lambda x: torch.while_loop(lambda x: x < 5, lambda x: (x * 2,), (x,))  # noqa: E731
        assert made(run)(x)[0].item() == 8.0
