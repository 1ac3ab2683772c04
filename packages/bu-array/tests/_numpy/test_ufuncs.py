"""numpy's ufuncs on quantities, and their methods: values as numpy has them, units by rule, `out=`."""

import numpy as np
import pytest
from array_checks import check, quantity
from numpy.testing.overrides import get_overridable_numpy_ufuncs
from numpy_expressions import B, V, evaluated, expected, same

from bu_array import Quantity
from bu_array._numpy.ufuncs import _law
from bu_units import Unit, UnitMismatchError

# Of texts and dates.
_NO_NUMBERS = {"isnat"} | {
    ufunc.__name__ for ufunc in get_overridable_numpy_ufuncs() if not any("d" in t for t in ufunc.types)
}


def test_every_ufunc_has_a_rule():
    lawless = {
        ufunc.__name__
        for ufunc in get_overridable_numpy_ufuncs()
        if getattr(np, ufunc.__name__, None) is ufunc
        and _law(ufunc) is None
        and ufunc.__name__ not in _NO_NUMBERS
    }
    assert lawless <= {"power", "float_power", "divmod", "clip"}, "these have rules of their own"


CALLS = [
    ("np.add(q, k)", "m"),
    ("np.subtract(k, q)", "km"),
    ("np.multiply(q, t)", "m s"),
    ("np.divide(q, t)", "m/s"),
    ("np.divide(q, k)", None),
    ("np.floor_divide(k, q)", None),
    ("np.remainder(k, q)", "km"),
    ("np.power(q, 3)", "m^3"),
    ("np.float_power(q, 2)", "m^2"),
    ("np.matmul(X, t)", "m s"),
    ("np.vecdot(q, t)", "m s"),
    ("np.negative(q)", "m"),
    ("np.absolute(q)", "m"),
    ("np.sqrt(q)", "m^0.5"),
    ("np.cbrt(q)", "m^(1/3)"),
    ("np.square(q)", "m^2"),
    ("np.reciprocal(q)", "1/m"),
    ("np.sin(d)", None),
    ("np.exp(one)", None),
    ("np.arctan2(q, k)", None),
    ("np.hypot(q, k)", "m"),
    ("np.less(q, k)", None),
    ("np.equal(q, k)", None),
    ("np.maximum(q, k)", "m"),
    ("np.copysign(q, -V)", "m"),
    ("np.sign(q)", None),
    ("np.isnan(n)", None),
    ("np.spacing(q)", "m"),
    ("np.conjugate(z)", "m"),
    ("np.modf(q)", ["m", "m"]),
    ("np.divmod(k, q)", [None, "km"]),
    ("np.frexp(one)", [None, None]),
    ("np.logical_not(one)", None),
    ("V * q", "m"),
    ("V / q", "1/m"),
    ("three @ q", "m"),
    ("V == one", None),
    ("0 < q", None),
]
OPTIONS = [
    ("np.add(q, k, dtype=np.float64)", "m"),
    ("np.multiply(q, t, where=B, out=np.zeros_like(q * t))", "m s"),
    ("np.sqrt(q, casting='same_kind')", "m^0.5"),
    ("np.divide(q, k, dtype=np.float64)", None),
    ("np.power(q, 2, dtype=np.float64)", "m^2"),
    ("np.sin(d, dtype=np.float64)", None),
    ("np.divmod(k, q, dtype=np.float64)", [None, "km"]),
    ("np.add.reduce(X)", "m"),
    ("np.add.reduce(X, axis=1, keepdims=True)", "m"),
    ("np.add.reduce(q, initial=e)", "m"),
    ("np.add.reduce(q, where=B)", "m"),
    ("np.maximum.reduce(X, axis=None)", "m"),
    ("np.minimum.reduce(X, initial=e)", "m"),
    ("np.multiply.reduce(X)", "m^3"),
    ("np.multiply.reduce(X, axis=(0, 1))", "m^9"),
    ("np.multiply.reduce(one)", None),
    ("np.logical_and.reduce(one)", None),
    ("np.add.accumulate(q)", "m"),
    ("np.maximum.accumulate(X, axis=1)", "m"),
    ("np.multiply.accumulate(one)", None),
    ("np.add.reduceat(q, [0, 2])", "m"),
    ("np.add.outer(q, k)", "m"),
    ("np.multiply.outer(q, t)", "m s"),
    ("np.less.outer(q, k)", None),
]


@pytest.mark.parametrize("expression, unit", CALLS + OPTIONS, ids=[row[0] for row in CALLS + OPTIONS])
def test_ufuncs(expression, unit):
    same(evaluated(expression), expected(expression), unit)


def test_a_call_is_that_of_the_declared_function(backend):
    q = quantity(backend, V, "m")
    check(np.add(q, q), backend, V + V, "m")
    check(np.add.reduce(q), backend, V.sum(), "m")


def test_numpys_options_need_numpy(backend):
    q = quantity(backend, V, "m")
    if backend.name == "numpy":
        assert np.add(q, q, dtype=np.float32).dtype == np.float32
        return
    with pytest.raises(TypeError, match=r"\.to_numpy\(\)"):
        np.add(q, q, dtype=np.float32)


class TestOut:
    def test_is_written_in_its_own_unit(self):
        out = Quantity(np.zeros(3), "cm")
        assert np.add(Quantity(V, "m"), Quantity(V, "km"), out=out) is out
        np.testing.assert_allclose(out.mantissa, 100 * V + 100_000 * V)
        assert out.unit == Unit("cm")

    def test_in_the_memory_of_the_operand(self):
        q = Quantity(V.copy(), "m")
        memory = q.mantissa
        np.multiply(q, 2, out=q)
        np.testing.assert_array_equal(memory, 2 * V)

    def test_only_where_asked(self):
        out = Quantity(np.full(3, 7.0), "cm")
        np.add(Quantity(V, "m"), Quantity(V, "m"), where=B, out=out)
        np.testing.assert_allclose(out.mantissa, np.where(B, 200 * V, 7.0))

    @pytest.mark.parametrize("out", [np.zeros(3), Quantity(np.zeros(3), "s")])
    def test_that_cannot_hold_the_result_stays_as_it_was(self, out):
        q = Quantity(V, "m")
        with pytest.raises(UnitMismatchError, match="out cannot hold the result"):
            np.add(q, q, out=out)
        assert not np.any(out.mantissa if isinstance(out, Quantity) else out)

    def test_for_results_without_a_unit(self):
        out = np.zeros(3, bool)
        assert np.less(Quantity(V, "m"), Quantity(V, "km"), out=out) is out
        assert out.all()

    def test_in_place_operators_on_plain_arrays_lose_no_unit(self):
        x = V.copy()
        with pytest.raises(UnitMismatchError):
            x *= Quantity(V, "m")
        np.testing.assert_array_equal(x, V)


def test_at():
    q = Quantity(V.copy(), "m")
    np.add.at(q, [0, 0], Quantity(1.0, "km"))
    np.testing.assert_allclose(q.mantissa, V + np.array([2000, 0, 0]))
    np.multiply.at(q, [1], 3)
    np.testing.assert_allclose(q.mantissa, (V + np.array([2000, 0, 0])) * [1, 3, 1])
    np.negative.at(q, [2])
    assert q.mantissa[2] == -V[2]
    with pytest.raises(TypeError, match=r"multiply\.at"):
        np.multiply.at(q, [1], Quantity(3.0, "m"))
    with pytest.raises(UnitMismatchError):
        np.add.at(q, [0], 1.0)
    with pytest.raises(TypeError, match="would change the unit"):
        np.sqrt.at(q, [0])
    plain = V.copy()
    with pytest.raises(UnitMismatchError):
        np.add.at(plain, [0], Quantity(1.0, "m"))


REFUSED = [
    "np.multiply.reduce(q, where=B)",
    "np.multiply.accumulate(q)",
    "np.divide.reduce(q)",
    "np.exp(q)",
    "np.exp(q, dtype=np.float32)",
    "np.add(q, 1)",
    "np.add(q, t)",
    "np.add(q, 1, dtype=np.float32)",
    "np.isnat(q)",
]


@pytest.mark.parametrize("expression", REFUSED)
def test_refused(expression):
    with pytest.raises((TypeError, UnitMismatchError)):
        evaluated(expression)
