"""Dimensions: algebra, interning, text, and base dimensions of the user's own."""

import copy
import pickle
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from unit_laws import laws, powers, python, roots

import bu_units as bu
from bu_units import DIMENSIONLESS, Dimension, get_or_create_dimension
from bu_units._dimension import BASES, power_text

dimensions = st.dictionaries(st.sampled_from(list(BASES)), powers, max_size=7).map(
    lambda exponents: Dimension(exponents.items())
)
LENGTH = get_or_create_dimension(length=1)


@laws
@given(dimensions, dimensions, dimensions)
def test_products_form_a_commutative_group(a, b, c):
    assert a * b is b * a
    assert (a * b) * c is a * (b * c)
    assert a * DIMENSIONLESS is a
    assert a / a is DIMENSIONLESS
    assert (a * b) / b is a
    assert 1 / a is a**-1


@laws
@given(dimensions, powers, powers, roots)
def test_powers(a, p, q, n):
    assert (a**p) ** q is a ** (p * q)
    assert a**p * a**q is a ** (p + q)
    assert (a ** (1 / n)) ** n is a
    assert a**0 is DIMENSIONLESS


@laws
@given(dimensions)
def test_one_object_per_dimension(a):
    assert Dimension(a.exponents.items()) is a
    assert get_or_create_dimension(**a.exponents) is a
    assert copy.copy(a) is a
    assert copy.deepcopy(a) is a
    assert pickle.loads(pickle.dumps(a)) is a
    assert hash(a) == a.hash


def test_seven_exponents_or_keywords():
    speed = get_or_create_dimension(length=1, time=-1)
    assert get_or_create_dimension(1, 0, -1, 0, 0, 0, 0) is speed
    assert get_or_create_dimension([1, 0, -1, 0, 0, 0, 0]) is speed
    assert get_or_create_dimension(metre=1, s=-1.0) is speed
    assert get_or_create_dimension(speed) is speed
    assert speed.dim == (1.0, 0.0, -1.0, 0.0, 0.0, 0.0, 0.0)
    assert speed.get_dimension("second") == -1
    assert get_or_create_dimension() is DIMENSIONLESS
    assert DIMENSIONLESS.is_dimensionless
    assert not speed.is_dimensionless


@pytest.mark.parametrize(
    "args, keywords, error",
    [
        ((1, 2), {}, TypeError),
        (([0] * 8,), {}, TypeError),
        ((1,), {}, TypeError),
        (([0] * 7,), {"length": 1}, TypeError),
        (("abcdefg",), {}, TypeError),
        ((), {"lenght": 1}, ValueError),
        ((), {"length": float("nan")}, ValueError),
        ((), {"length": float("inf")}, ValueError),
        ((), {"length": "1"}, TypeError),
    ],
)
def test_wrong_exponents_are_refused(args, keywords, error):
    with pytest.raises(error):
        get_or_create_dimension(*args, **keywords)


def test_a_dimension_takes_seven_or_pairs():
    with pytest.raises(ValueError, match="takes 7 exponents, got 2"):
        Dimension([1, 2])


@pytest.mark.parametrize("operate", [lambda d: d * 2, lambda d: 2 * d, lambda d: d / 2, lambda d: 2 / d])
def test_numbers_are_no_dimensions(operate):
    with pytest.raises(TypeError):
        operate(LENGTH)


@pytest.mark.parametrize(
    "exponents, text",
    [
        ({}, "1"),
        ({"length": 1}, "m"),
        ({"length": 1, "mass": 1, "time": -2}, "m kg s^-2"),
        ({"length": 0.5}, "m^0.5"),
        ({"length": Fraction(1, 3)}, "m^(1/3)"),
    ],
)
def test_text(exponents, text):
    assert str(get_or_create_dimension(**exponents)) == text


def test_repr():
    assert repr(get_or_create_dimension(length=1, time=-1)) == "Dimension(length=1, time=-1)"


@laws
@given(st.fractions())
def test_power_text_is_exact(power):
    text = power_text(power)
    assert Fraction(text.strip("()")) == power
    assert "e" not in text


@pytest.mark.parametrize("power", [Fraction(10**400 + 1, 2), Fraction(1, 10**400), Fraction(1, 10**9)])
def test_power_text_of_extreme_exponents(power):
    assert power_text(power) == f"({power})"


def test_powers_without_end_are_not_all_kept():
    for n in range(1, 5000):
        LENGTH ** Fraction(1, n)
        LENGTH * LENGTH ** Fraction(n, 7)
    assert len(LENGTH._powers) <= 4096
    assert len(LENGTH._products) <= 4096


def test_own_base_dimension():
    # In a process of its own: what is added stays.
    code = """if True:
        import pickle, bu_units as bu
        information = bu.add_base_dimension("information", "bit")
        assert bu.add_base_dimension("information", "bit") is information
        bit = bu.parse_unit("bit")
        assert bit.dim is information is bu.get_or_create_dimension(information=1)
        assert str(bu.Unit(information)) == "bit"
        rate = bit / bu.names.second
        assert str(rate) == "bit / s" and str(rate.dim) == "s^-1 bit"
        assert bu.parse_unit(str(rate)) is rate
        assert bu.get_or_create_dimension(1, 0, 0, 0, 0, 0, 0) is bu.names.metre.dim
        assert len(information.dim) == 7
        byte = bu.Unit.create(information, "byte", "B", factor=8)
        bu.add_standard_unit(byte)
        assert bu.parse_unit("8 bit") is byte
        for name, symbol in [("information", "b"), ("data", "bit"), ("data", "N"), ("data", "m"), ("mass", "q_")]:
            try:
                bu.add_base_dimension(name, symbol)
            except ValueError:
                continue
            raise AssertionError((name, symbol))
        print(pickle.dumps((rate, byte, information**2)).hex())
    """
    dumped = python(code)
    other = f"""if True:
        import pickle, bu_units as bu
        rate, byte, square = pickle.loads(bytes.fromhex("{dumped}"))
        print(rate, byte, square, rate.dim is bu.get_or_create_dimension(information=1, time=-1))
    """
    assert python(other) == "bit / s B bit^2 True"


def test_unknown_base_dimension_names_the_known_ones():
    with pytest.raises(ValueError, match="unknown base dimension 'colour'; known are length, mass"):
        bu.get_or_create_dimension(colour=1)


def test_a_dimension_is_no_number_of_axes():
    with pytest.raises(TypeError, match="the number of axes is ndim"):
        Dimension([1, 0, 0, 0, 0, 0, 0])()
