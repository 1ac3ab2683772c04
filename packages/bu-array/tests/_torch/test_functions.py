"""torch's functions on quantities: values as torch has them in SI units, units by rule, what is refused."""

import pytest

torch = pytest.importorskip("torch")

from torch_expressions import coherent, expressions, function_of, operands, same  # noqa: E402  # needs torch

EXPRESSIONS = expressions()


@pytest.mark.parametrize("expression", EXPRESSIONS)
def test_values_and_units(expression):
    given, bare = operands(expression), operands(expression, coherent)
    f = function_of(expression, list(given))
    same(f(*given.values()), f(*bare.values()), EXPRESSIONS[expression])
