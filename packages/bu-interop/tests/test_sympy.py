"""sympy's expressions as numbers of quantities."""

import numpy as np
import pytest

from bu_array import Quantity
from bu_units import Unit, UnitMismatchError

sympy = pytest.importorskip("sympy")
x, y = sympy.symbols("x y")
METRE = Unit("m")


def test_a_symbol_is_a_coefficient():
    q = Quantity(2.0, "mV")
    for product in (x * q, q * x):
        assert product.unit == Unit("mV")
        assert product.mantissa == 2.0 * x
    assert (q / x).unit == Unit("mV")
    assert (x / q).unit == Unit("1/mV")
    assert (sympy.pi * q).mantissa == 2.0 * sympy.pi
    assert ((x * METRE) * (y * Unit("s"))).mantissa == x * y


def test_conversions_are_exact():
    assert (x * METRE).to("cm").mantissa == 100 * x
    assert (x * METRE + x * Unit("cm")).mantissa == x * sympy.Rational(101, 100)
    assert (sympy.Rational(1, 3) * METRE).to("cm").mantissa == sympy.Rational(100, 3)


def test_sums_ask_for_units():
    for refuse in (
        lambda: x + Quantity(1.0, "m"),
        lambda: Quantity(1.0, "m") + x,
        lambda: x ** Quantity(1.0, "m"),
    ):
        with pytest.raises((TypeError, UnitMismatchError)):
            refuse()


def test_arrays_of_symbols():
    array = Quantity(np.array([1.0, 2.0]), "m") * x
    assert array.mantissa.dtype == object
    assert array.mantissa[1] == 2.0 * x
    assert Quantity([x, y], "m").mantissa.tolist() == [x, y]


def test_sympify_refuses_a_unit_and_takes_a_number():
    for q in (Quantity(1.0, "m"), Quantity([1.0, 2.0], "m")):
        with pytest.raises(sympy.SympifyError, match="would lose the unit"):
            sympy.sympify(q)
        with pytest.raises(TypeError):
            (x**2).subs(x, q)
    assert sympy.sympify(Quantity(0.5)) == 0.5


def test_lambdify():
    f = sympy.lambdify((x, y), x**2 + 2 * y)
    q = Quantity(np.array([1.0, 2.0]), "mV")
    assert f(q, q * q).unit == Unit("mV^2")
    with pytest.raises(UnitMismatchError):
        f(q, q)
    assert sympy.lambdify(x, sympy.exp(-x / y).subs(y, 2))(Quantity(2.0)) == pytest.approx(np.exp(-1))


def test_units_of_sympys_own_are_refused():
    metre = pytest.importorskip("sympy.physics.units").meter
    for refuse in (lambda: Quantity(3 * metre), lambda: metre * METRE, lambda: Quantity(1.0, "m") * metre):
        with pytest.raises(TypeError, match=r"sympy\.physics\.units"):
            refuse()
