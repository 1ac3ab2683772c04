"""Expressions of torch's functions and the units of their results, to compare with bare ones in SI units."""

from pathlib import Path

import torch
from torch.nn import functional

from bu_array import Quantity
from bu_units import Unit

VECTOR = torch.tensor([1.0, 2.5, 4.0], dtype=torch.float64)
OTHER = torch.tensor([0.0045, 0.002, 0.006], dtype=torch.float64)
MATRIX = torch.tensor([[9.0, 1.0, 2.0], [1.0, 7.0, 3.0], [2.0, 3.0, 8.0]], dtype=torch.float64)
IMAGE = torch.linspace(-1.0, 2.0, 72, dtype=torch.float64).reshape(1, 2, 6, 6) ** 2
OPERANDS = {
    "a": VECTOR,
    "M": MATRIX,
    "i": torch.tensor([0, 2, 1]),
    "A": Quantity(VECTOR, "mV"),
    "B": Quantity(OTHER, "V"),
    "S": Quantity(VECTOR + 1.0, "s"),
    "P": Quantity(VECTOR, "%"),
    "D": Quantity(VECTOR, "degree"),
    "C": Quantity(VECTOR, "degC"),
    "one": Quantity(VECTOR),
    "MM": Quantity(MATRIX, "mV"),
    "I": Quantity(IMAGE, "mV"),
    "L": Quantity(IMAGE.reshape(-1)[:32].clone(), "mV"),
    "one_mV": Quantity(1.0, "mV"),
    "one_s": Quantity(2.0, "s"),
}
NAMES = {"torch": torch, "F": functional}


def expressions():
    """Expression -> units of the parts of its result: "-" for a bare one, "=" for what is no tensor."""
    lines = Path(__file__).with_suffix(".txt").read_text().splitlines()
    pairs = (line.rsplit(" | ", 1) for line in lines if line)
    return {expression.strip(): units.split(";") for expression, units in pairs}


def coherent(x):
    """The bare values of an operand in the coherent unit of its dimension; on a scale as they are."""
    if not isinstance(x, Quantity):
        return x
    return x.mantissa if type(x.unit) is not Unit else x.to_decimal(Unit(x.unit.dim))


def operands(expression, convert=lambda x: x):
    """The operands that an expression names."""
    code = compile(expression, expression, "eval")
    return {name: convert(OPERANDS[name]) for name in code.co_names if name in OPERANDS}


def function_of(expression, names):
    """A function of the operands, by position."""
    space = {}
    exec(f"def f({', '.join(names)}):\n    return {expression}", dict(NAMES), space)  # ours
    return space["f"]


def same(found, expected, units):
    """Compare a result with the bare one in SI units, and its units with those stated."""
    if units == ["="]:
        assert found == expected
        return
    parts = list(found) if isinstance(found, (tuple, list)) else [found]
    bare = list(expected) if isinstance(expected, (tuple, list)) else [expected]
    units = units * len(parts) if len(units) == 1 else units
    for part, value, unit in zip(parts, bare, units, strict=True):
        if unit == "-":
            assert not isinstance(part, Quantity), part
        else:
            assert isinstance(part, Quantity)
            assert part.unit == Unit(unit), (part.unit, unit)
            part = coherent(part)
        torch.testing.assert_close(
            torch.as_tensor(part), torch.as_tensor(value), rtol=1e-9, atol=1e-14, equal_nan=True
        )
