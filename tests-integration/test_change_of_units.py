"""The law of quantities: what a function gives does not depend on the units its inputs come in."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bu_array import Quantity
from bu_dispatch import get_backend
from support import sweep

pytestmark = pytest.mark.slow

# The same dimension in other units; powers of two among them change no digit.
OTHERS = {
    "m": ["km", "cm", "inch", "mile", "um", "0.0078125 m"],
    "km": ["m", "mm", "mile"],
    "s": ["ms", "hour", "day", "ns"],
    "percent": ["1", "ppm", "percent"],
}
# These round, count or compare the numbers as they are: the unit is part of the question.
OF_THE_NUMBERS = {
    *(f"math.{name}" for name in "floor ceil rint trunc fix round around modf nextafter frexp".split()),
    *("math.isclose", "math.allclose", "Quantity: q.round(1)"),  # an absolute tolerance in the unit
    *("Quantity: q.half()", "Quantity: q.view(-1)", "math.einshape"),
    *("Quantity: v.to_decimal(v.unit)", "math.get_promote_dtypes", "math.result_type"),
    *("Quantity: q.tolist()", "Quantity: v[0].item()"),
    *("math.ones_like", "math.tree_ones_like", "math.finfo", "math.get_dtype"),
    # whether two rounded numbers are equal
    *("math.union1d", "math.intersect1d", "math.setdiff1d", "math.setxor1d", "math.isin"),
    *("math.searchsorted", "math.digitize", "Quantity: o.searchsorted(y)"),
    *("math.floor_divide", "math.divmod", "Quantity: q // r"),  # a float quotient beside a whole number
}
VARIANT = sweep.Variant("float64", "3-d", True)
NAMES = [name for name in sorted(sweep.CASES) if name not in OF_THE_NUMBERS]


def in_base_units(result):
    return [
        (sweep.numbers_of(Quantity(mantissa, unit).to_base().mantissa), unit.dim)
        if unit is not None
        else (sweep.numbers_of(mantissa), None)
        for mantissa, unit in sweep.parts(result)
    ]


def answer(name, convert_to=None):
    expression = sweep.CASES[name]
    with sweep.conditions("numpy"):
        found = sweep.environment(expression, VARIANT, get_backend("numpy"), convert_to=convert_to)
        return in_base_units(eval(expression, found))


@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=5, deadline=None, suppress_health_check=list(HealthCheck), database=None)
@given(units=st.fixed_dictionaries({unit: st.sampled_from(others) for unit, others in OTHERS.items()}))
def test_every_function_commutes_with_a_change_of_units(name, units):
    expected, found = answer(name), answer(name, units.__getitem__)
    assert [dim for _, dim in found] == [dim for _, dim in expected]
    for (values, _), (right, _) in zip(found, expected, strict=True):
        single = "float32" in (right.dtype.name, values.dtype.name)
        scale = (
            float(np.max(np.abs(right[np.isfinite(right)]), initial=0.0)) if right.dtype.kind in "fc" else 0.0
        )
        rtol = 1e-5 if single else 1e-9
        np.testing.assert_allclose(values, right, rtol=rtol, atol=rtol * scale)
