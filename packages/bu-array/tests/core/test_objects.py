"""Numbers that are objects: each takes the exact factor, in its own arithmetic."""

import decimal
import operator
import pickle
from decimal import Decimal, localcontext
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bu_array import Quantity, math
from bu_array.core import objects
from bu_dispatch import using_backend
from bu_units import Unit, UnitMismatchError, attribute_names, names

D, F = Decimal, Fraction


def _plain_units():
    found = {}
    for name in attribute_names():
        unit = getattr(names, name)
        if type(unit) is Unit and unit.exact.fraction is not None and 1e-200 < unit.magnitude < 1e200:
            found.setdefault(unit.dim, []).append(unit)
    return [units for units in found.values() if len(units) > 1]


GROUPS = _plain_units()
PAIRS = st.sampled_from(GROUPS).flatmap(
    lambda units: st.tuples(st.sampled_from(units), st.sampled_from(units))
)
DECIMALS = st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**9), max_value=10**9, places=6)


class Money(Decimal):
    """A subclass of a user's own."""


# ---------------------------------------------------------------- laws


@given(st.fractions(), PAIRS)
def test_a_fraction_goes_to_any_unit_and_back(value, units):
    first, second = units
    q = Quantity(value, first)
    there = q.to(second)
    assert type(there.mantissa) is Fraction
    assert there.mantissa == value * (first.exact / second.exact).fraction
    assert there.to(first).mantissa == value
    array = Quantity(np.array([value, F(1, 3)], dtype=object), first).to(second).to(first)
    assert array.mantissa.tolist() == [value, F(1, 3)]


@given(DECIMALS, PAIRS, st.integers(1, 60), st.sampled_from(["ROUND_HALF_EVEN", "ROUND_DOWN", "ROUND_UP"]))
def test_a_decimal_is_rounded_once_in_the_context(value, units, digits, rounding):
    first, second = units
    assume(first != second)
    exact = F(value) * (first.exact / second.exact).fraction
    with localcontext() as context:
        context.prec, context.rounding = digits, rounding
        found = Quantity(value, first).to(second).mantissa
        expected = context.divide(D(exact.numerator), D(exact.denominator))
    assert type(found) is Decimal
    assert found == expected


@given(DECIMALS)
def test_points_on_scales_are_exact(value):
    assert F(Quantity(value, "degC").to("K").mantissa) == F(value) + F(27315, 100)
    assert F(Quantity(value, "degC").to("degF").mantissa) == F(value) * F(9, 5) + 32
    fraction = Quantity(F(value), "degF").to("degC")
    assert fraction.mantissa == (F(value) - 32) * F(5, 9)
    assert fraction.to("degF").mantissa == F(value)


@given(st.fractions(), st.fractions().filter(bool), PAIRS)
def test_the_rest_is_what_is_left(x, y, units):
    a, b = Quantity(x, units[0]), Quantity(y, units[1])
    quotient, rest = divmod(a, b)
    assert a == quotient * b + rest
    assert quotient == x * (units[0].exact / units[1].exact).fraction // y


@given(st.lists(st.fractions(), min_size=1, max_size=5), PAIRS)
def test_every_door_gives_the_same(values, units):
    first, second = units
    array = np.array(values, dtype=object)
    x, y = Quantity(array, first), Quantity(array, second)
    for function in ("add", "subtract", "multiply"):
        by_operator = {"add": operator.add, "subtract": operator.sub, "multiply": operator.mul}[function](
            x, y
        )
        for answer in (getattr(math, function)(x, y), getattr(np, function)(x, y)):
            assert (
                np.asarray(getattr(answer, "mantissa", answer)).tolist()
                == np.asarray(getattr(by_operator, "mantissa", by_operator)).tolist()
            )
        alone = getattr(math, function)(x[0], y[0])
        assert getattr(alone, "mantissa", alone) == getattr(by_operator, "mantissa", by_operator)[0]
    total = sum(values, F(0))
    assert all(each.mantissa == total for each in (x.sum(), math.sum(x), np.sum(x), sum(list(x))))


# ---------------------------------------------------------------- conversion


@pytest.mark.parametrize(
    "value, unit, target, expected",
    [
        (D("1"), "inch", "cm", "2.54"),
        (D("1.10"), "m", "cm", "110.00"),
        (D("1.10"), "m", "km", "0.00110"),
        (D("1"), "lb", "kg", "0.45359237"),
        (D("3600"), "s", "h", "1"),
        (D("1"), "h", "s", "3600"),
        (D("1"), "Qm", "m", "1E+30"),
        (D("1"), "s", "h", "0.0002777777777777777777777777778"),
        (D("1"), "deg", "rad", "0.01745329251994329576923690768"),
        (D("4"), "ft^0.5", "m^0.5", "2.208347798694761757703282321"),
        (D("NaN"), "inch", "cm", "NaN"),
        (D("-Infinity"), "inch", "cm", "-Infinity"),
        (D("25.00"), "degC", "K", "298.15"),
        (D("100"), "degF", "degC", "37.77777777777777777777777778"),
        (D("0"), "dBm", "mW", "1"),
        (D("100"), "mW", "dBm", "20"),
        (D("0"), "mW", "dBm", "-Infinity"),
        (D("3"), "dBm", "dBW", "-27.0"),
        (Money("1.10"), "inch", "cm", "2.7940"),
    ],
)
def test_decimals(value, unit, target, expected):
    for found in (
        Quantity(value, unit).to(target).mantissa,
        Quantity(value, unit).to_decimal(target),
        Quantity(Quantity(value, unit), target).mantissa,
        Quantity(np.array([value], dtype=object), unit).to(target).mantissa[0],
    ):
        assert isinstance(found, Decimal)
        assert str(found) == expected


def test_an_exact_conversion_signals_nothing():
    with localcontext() as context:
        context.traps[decimal.Inexact] = True
        assert (D("1.10") * Unit("inch")).to("cm").mantissa == D("2.794")
        with pytest.raises(decimal.Inexact):
            (D("1.10") * Unit("cm")).to("inch")


@pytest.mark.parametrize("digits", [5, 50, 300])
def test_pi_to_the_precision_of_the_context(digits):
    mpmath = pytest.importorskip("mpmath")
    with localcontext() as context, mpmath.workdps(digits + 10):
        context.prec = digits
        found = Quantity(D(1), "deg").to("rad").mantissa
        expected = +D(mpmath.nstr(mpmath.pi / 180, digits + 8, strip_zeros=False))
    assert found == expected


def test_an_irrational_factor_makes_a_float_of_a_fraction():
    assert Quantity(F(180), "deg").to("rad").mantissa == pytest.approx(np.pi, rel=1e-15)


def test_integers_among_objects():
    big = Quantity(np.array([10**20, 1], dtype=object), "m")
    assert big.to("cm").mantissa.tolist() == [10**22, 100]
    among = Quantity(np.array([D("1.5"), 2], dtype=object), "cm").to("inch").mantissa
    assert [type(each) for each in among] == [Decimal, Decimal]


def test_what_a_mask_hides():
    hidden = np.ma.array([D("1.5"), None, D("2")], mask=[False, True, False])
    q = Quantity(hidden, "inch")
    assert str(q.to("cm")) == "[3.810 -- 5.08] cm"
    assert repr(q) == "Quantity([Decimal('1.5') -- Decimal('2')], \"in\")"
    assert q.sum().mantissa == D("3.5")


def test_a_ratio_folds_exactly():
    assert (D("1.5") * Unit("mV")) / (D(3) * Unit("V")) == D("0.0005")
    found = (F(1, 3) * Unit("mV")) / (F(1, 7) * Unit("V"))
    assert (type(found), found) == (Fraction, F(7, 3000))
    array = np.array([F(1, 3)], dtype=object)
    for each in (
        (array * Unit("mV")) * (array / Unit("V")),
        np.multiply(array * Unit("mV"), array / Unit("V")),
        [math.dot(array * Unit("mV"), array / Unit("V"))],
    ):
        assert each[0] == F(1, 9000)


# ---------------------------------------------------------------- operators


@pytest.mark.parametrize("number", [D("1.10"), F(11, 10), Money("1.10")])
def test_operators(number):
    kind = Fraction if isinstance(number, Fraction) else Decimal
    q, inch = number * Unit("inch"), kind(1) * Unit("inch")
    cases = [
        (q + inch, kind(number) + 1),
        (q + 1 * Unit("inch"), kind(number) + 1),
        (1 * Unit("inch") + q, kind(number) + 1),
        (q - inch, kind(number) - 1),
        (q + 0, kind(number)),
        (0 + q, kind(number)),
        (kind(0) + q, kind(number)),
        (q * 2, kind(number) * 2),
        (2 * q, kind(number) * 2),
        (q * kind(2), kind(number) * 2),
        (kind(2) * q, kind(number) * 2),
        (q / 2, kind(number) / 2),
        (q / kind(2), kind(number) / 2),
        (2 / q, 2 / kind(number)),
        (kind(2) / q, 2 / kind(number)),
        (q % 1, kind(number) % 1),
        (q // 1, kind(number) // 1),
        (q**2, kind(number) ** 2),
        (q**-1, kind(number) ** -1),
        (-q, -kind(number)),
        (+q, kind(number)),
        (abs(-q), kind(number)),
        (round(q, 1), round(kind(number), 1)),
        (q // inch, kind(number) // 1),
        (q / inch, kind(number)),
    ]
    for found, expected in cases:
        found = found.mantissa if isinstance(found, Quantity) else found
        assert found == expected
        assert isinstance(found, (kind, int))


def test_integers_beside_decimals():
    metre, cm, inch = Unit("m"), Unit("cm"), Unit("inch")
    counts = np.array([1, 2])
    prices = np.array([D("1.10"), D("2.20")], dtype=object)
    cases = {
        "q + 1 cm": (D(1) * metre + 1 * cm, D("1.01")),
        "1 cm + q": (1 * cm + D(1) * inch, D("3.54")),
        "counts + q": (counts * cm + D(1) * inch, [D("3.54"), D("4.54")]),
        "prices + counts": (prices * metre + counts * cm, [D("1.11"), D("2.22")]),
        "counts + prices": (counts * cm + prices * inch, [D("3.794"), D("7.588")]),
        "prices + 1 cm": (prices * metre + 1 * cm, [D("1.11"), D("2.21")]),
        "1 cm + prices": (1 * cm + prices * metre, [D("111"), D("221")]),
        "counts * price": (counts * metre * D("1.10"), [D("1.10"), D("2.20")]),
        "price * counts": (D("1.10") * (counts * metre), [D("1.10"), D("2.20")]),
        "add": (math.add(prices * metre, counts * cm), [D("1.11"), D("2.22")]),
        "np.add": (np.add(counts * cm, prices * inch), [D("3.794"), D("7.588")]),
        "where": (math.where(np.array([True, False]), prices * metre, 1 * cm), [D("1.10"), D("0.01")]),
        "concatenate": (
            np.concatenate([prices * metre, counts * cm]),
            [D("1.10"), D("2.20"), D("0.01"), D("0.02")],
        ),
    }
    for name, (found, expected) in cases.items():
        values = np.asarray(found.mantissa, dtype=object)
        assert values.tolist() == expected, name
        assert all(type(each) is Decimal for each in values.flat), name


@pytest.mark.parametrize("letter", ["add", "sub", "mul", "truediv", "floordiv", "mod"])
def test_in_place(letter):
    units = {"mul": "1", "truediv": "1"}
    other = Quantity(D("2"), units.get(letter, "cm")) if letter not in units else D("2")
    values = np.array([D("7"), D("9")], dtype=object)
    expected = getattr(operator, letter)(Quantity(values.copy(), "cm"), other)
    q = Quantity(values, "cm")
    if letter == "floordiv":
        other = D("2")
        expected = Quantity(values.copy(), "cm") // other
    found = getattr(operator, "i" + letter)(q, other)
    assert found is q
    assert q.mantissa is values
    assert values.tolist() == expected.mantissa.tolist()


@pytest.mark.parametrize("exponent", [0.5, D("0.5"), F(1, 2), np.float64(0.5)])
def test_roots_of_decimals(exponent):
    for base in (D(2), np.array([D(2)], dtype=object)):
        found = Quantity(base, "m^2") ** exponent
        value = found.mantissa if found.shape == () else found.mantissa[0]
        assert (found.unit, value) == (Unit("m"), D(2).sqrt())


def test_neutral_values():
    q = D("1") * Unit("m")
    for zero in (0, 0.0, D(0), F(0)):
        if type(zero) is not Fraction:  # which adds to no Decimal
            assert (q + zero).mantissa == 1
        assert q > zero
    for value in (float("nan"), D("NaN")):
        assert (q + value).mantissa.is_nan()
    assert (q + D("Infinity")).mantissa == D("Infinity")
    assert q < float("inf")
    array = Quantity(np.array([D(1), D(2)], dtype=object), "m")
    assert (array + np.array([D(0), D(0)], dtype=object)).mantissa.tolist() == [1, 2]
    array[0] = D(0)
    assert array.mantissa.tolist() == [0, 2]
    with pytest.raises(UnitMismatchError):
        array[0] = D(1)
    with pytest.raises(UnitMismatchError):
        q + D(1)


@pytest.mark.parametrize(
    "call",
    [
        lambda q: q * 1.5,
        lambda q: 1.5 * q,
        lambda q: q / 1.5,
        lambda q: q + 1.5 * Unit("m"),
        lambda q: 1.5 * Unit("cm") + q,
        lambda q: math.add(q, 1.5 * Unit("m")),
        lambda q: q + F(1, 3) * Unit("m"),
        lambda q: Quantity(np.array([q.mantissa], dtype=object), "m") + np.array([1.5]) * Unit("m"),
        lambda q: Quantity(np.array([q.mantissa], dtype=object), "m") * 1.5,
    ],
)
def test_what_does_not_mix_says_what_to_do(call):
    with pytest.raises(TypeError, match=r"do not mix.*as a Decimal.*astype") as caught:
        call(D("1.10") * Unit("m"))
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__


def test_beside_an_array_of_floats_a_number_is_a_float():
    q = np.array([1.0, 2.0]) * Unit("m")
    for number in (D("1.5"), F(3, 2)):
        assert (q * number).dtype == (q + number * Unit("cm")).dtype == "float64"


# ---------------------------------------------------------------- arrays


def test_lists():
    q = Quantity([D("1.10"), D("2.20")], "m")
    assert [type(x) for x in q.mantissa] == [Decimal, Decimal]
    assert [type(x) for x in Quantity([D("1.10"), 2], "m").mantissa] == [Decimal, Decimal]
    assert Quantity([F(1, 3), 2], "m").mantissa.tolist() == [F(1, 3), F(2)]
    assert Quantity([D(1) * Unit("m"), 2 * Unit("cm")]).mantissa.tolist() == [D(1), D("0.02")]
    assert math.array([F(1, 3) * Unit("m")], unit=Unit("cm")).mantissa.tolist() == [F(100, 3)]
    assert Quantity([D("1"), float("nan")], "m").mantissa[1].is_nan()
    with using_backend("numpy"):
        for mixed in ([D("1.5"), 2.5], [D("1.5"), F(5, 2)], [F(3, 2), 2.5]):
            assert Quantity(mixed, "m").mantissa.tolist() == [1.5, 2.5]
            assert Quantity(mixed, "m").dtype == "float64"
        assert Quantity([D("1.5")], "m", dtype=float).dtype == "float64"


@pytest.mark.parametrize("numbers", [[D("1.10"), D("2.20"), D("0.05")], [F(1, 3), F(2, 7), F(5)]])
def test_functions_of_arrays(numbers):
    q = Quantity(numbers, "m")
    kind, total = type(numbers[0]), numbers[0] + numbers[1] + numbers[2]
    cases = {
        "sum": (total, q.sum(), math.sum(q), np.sum(q), sum(list(q))),
        "mean": (total / 3, q.mean(), math.mean(q), np.mean(q)),
        "max": (max(numbers), q.max(), math.max(q), np.max(q)),
        "min": (min(numbers), q.min(), math.min(q), np.min(q)),
        "median": (sorted(numbers)[1], math.median(q), np.median(q)),
        "sum of cm": (total * 100, q.to("cm").sum(), sum((x.to("cm") for x in q), kind(0) * Unit("cm"))),
        "dot": (sum(x * x for x in numbers), math.dot(q, q), np.dot(q, q), q @ q),
        "item": (numbers[1], q.item(1), q[1], q.tolist()[1]),
    }
    for name, (expected, *found) in cases.items():
        for each in found:
            assert (type(each.mantissa), each.mantissa) == (kind, expected), name
    arrays = {
        "sort": (sorted(numbers), np.sort(q), math.sort(q)),
        "cumsum": (list(np.cumsum(q.mantissa)), math.cumsum(q), np.cumsum(q)),
        "round": ([round(x, 1) for x in numbers], math.round(q, 1)),
        "clip": ([min(x, kind(1)) for x in numbers], math.clip(q, 0, kind(100) * Unit("cm"))),
        "diff": (list(np.diff(q.mantissa)), math.diff(q)),
        "maximum": ([max(x, kind(1)) for x in numbers], math.maximum(q, kind(100) * Unit("cm"))),
        "concatenate": ([*numbers, kind(1)], math.concatenate([q, Quantity([kind(100)], "cm")])),
        "take": (numbers[:1], math.take(q, np.array([0]))),
    }
    for name, (expected, *found) in arrays.items():
        for each in found:
            assert each.mantissa.tolist() == expected, name
    assert math.argsort(q).tolist() == np.argsort(numbers).tolist()
    assert np.prod(q).unit == Unit("m^3")
    assert math.allclose(q, q.to("cm"))
    assert math.isfinite(q).all()


def test_functions_that_decimals_have():
    q = Quantity([D(4)], "m^2")
    assert math.sqrt(q).mantissa.tolist() == np.sqrt(q).mantissa.tolist() == [D(2)]
    assert math.sqrt(q[0]).mantissa == D(2)
    assert math.log10(Quantity(D(100))) == D(2)
    for sin, x in ((math.sin, q / Unit("m^2")), (np.sin, Quantity(q.mantissa)), (math.sin, Quantity(D(1)))):
        for _ in range(2):  # also once the function knows arrays of this type
            with pytest.raises(
                TypeError, match="sin of Decimal: such numbers have no such function"
            ) as caught:
                sin(x)
            assert caught.value.__suppress_context__


def test_nothing_is_cut():
    whole = Quantity(np.array([1, 2]), "m")
    whole[0] = D("2") * Unit("km")
    assert whole.mantissa.tolist() == [2000, 2]
    for value in (D("2.5"), F(5, 2), D("0.1")):
        with pytest.raises(ValueError, match="does not fit"):
            whole[0] = Quantity(value, "m")
        with pytest.raises(ValueError, match="does not fit"):
            Quantity(value, "m", dtype=int)


def test_other_libraries():
    q = Quantity([D("1.10"), D("2.20")], "m")
    assert q.to_numpy() is q
    assert Quantity(D("1.10"), "m").to_numpy().mantissa.item() == D("1.10")
    assert q.astype(float).mantissa.tolist() == [1.1, 2.2]


def test_object_numbers_are_kept_in_copies():
    for number in (D("1.10"), F(1, 3), np.array([D("1.10")], dtype=object)):
        q = Quantity(number, "m")
        again = pickle.loads(pickle.dumps(q))
        assert again == q
        assert type(again.mantissa) is type(q.mantissa)
        with pytest.raises(TypeError, match="unhashable"):
            hash(q)


# ---------------------------------------------------------------- text


@pytest.mark.parametrize(
    "number, text, code, spec, formatted",
    [
        (D("1.10"), "1.10 m", "Quantity(Decimal('1.10'), \"m\")", ".1f", "1.1 m"),
        (F(1, 3), "1/3 m", 'Quantity(Fraction(1, 3), "m")', ".2f", "0.33 m"),
        (F(5), "5 m", 'Quantity(Fraction(5, 1), "m")', ".2e", "5.00e+00 m"),
        (
            np.array([D("1.10"), D("2")], dtype=object),
            "[1.10 2] m",
            "Quantity([Decimal('1.10') Decimal('2')], \"m\")",
            ".2f",
            "[1.10 2.00] m",
        ),
        (np.array([F(1, 3)]), "[1/3] m", 'Quantity([Fraction(1, 3)], "m")', ".3f", "[0.333] m"),
        (D("1234.5"), "1234.5 m", "Quantity(Decimal('1234.5'), \"m\")", ",.2f", "1,234.50 m"),
        (F(1, 3), "1/3 m", 'Quantity(Fraction(1, 3), "m")', ">6", "   1/3 m"),
    ],
)
def test_texts(number, text, code, spec, formatted):
    q = Quantity(number, "m")
    assert (str(q), f"{q}", repr(q), f"{q:{spec}}") == (text, text, code, formatted)
    assert text.removesuffix(" m") in q._repr_html_()


def test_precision_of_texts():
    assert Quantity(D("1.23456"), "m").repr_in_unit(2) == "1.23 m"
    assert Quantity(D("1.1"), "m").repr_in_unit(4) == "1.1 m"
    assert Quantity(F(1, 3), "m").repr_in_unit(3) == "0.333 m"


# ---------------------------------------------------------------- mpmath


def test_mpmath():
    mpmath = pytest.importorskip("mpmath")
    mpf, mpc = mpmath.mpf, mpmath.mpc
    with mpmath.workdps(50):
        for unit, target, expected in (
            ("inch", "cm", mpf(254) / 100),
            ("cm", "inch", mpf(100) / 254),
            ("deg", "rad", mpmath.pi / 180),
        ):
            found = (mpf(1) * Unit(unit)).to(target).mantissa
            assert abs(found / expected - 1) < mpf(10) ** -48
        assert Quantity(mpf(100), "degF").to("degC").mantissa == mpf(340) / 9
        assert str(mpf("1.1") * Unit("m")) == "1.1 m"
        assert f"{mpf('1.105') * Unit('m'):.2f}" in ("1.10 m", "1.11 m")
    q = mpf(7) * Unit("m")
    assert (q + 1 * Unit("cm")).mantissa == mpf("7.01")
    assert (q // (mpf(2) * Unit("m")), q // 2) == (3, Quantity(mpf(3), "m"))
    assert divmod(q, mpf(2) * Unit("m")) == (3, Quantity(mpf(1), "m"))
    assert (mpf(2) / q).mantissa == mpf(2) / 7
    assert (mpf(0) + q, q > mpf(0)) == (q, True)
    assert (mpc(1, 2) * Unit("inch")).to("cm").mantissa == mpc("2.54", "5.08")
    assert str(mpc(1, 2) * Unit("m")) == "(1.0 + 2.0j) m"
    assert math.sin(mpf(30) * Unit("deg")) == mpmath.mpf("0.5")
    array = Quantity([mpf(4), 9], "m^2")
    assert [type(x) for x in array.mantissa] == [mpf, mpf]
    assert math.sqrt(array).mantissa.tolist() == [2, 3]
    assert array.sum().mantissa == 13
    assert (np.array([1.0]) * Unit("m") * mpf(2)).dtype == "float64"
    assert objects.kind_of(type(mpmath.pi)) is objects.MPMATH


# ---------------------------------------------------------------- uncertainties


def test_uncertainties():
    uncertainties = pytest.importorskip("uncertainties")
    from uncertainties import unumpy

    def same(found, value, deviation):
        found = found.mantissa if isinstance(found, Quantity) else found
        return found.nominal_value == pytest.approx(value, rel=1e-12) and found.std_dev == pytest.approx(
            deviation, rel=1e-12
        )

    length, time = uncertainties.ufloat(1.0, 0.1), uncertainties.ufloat(2.0, 0.1)
    q = length * Unit("m")
    assert str(q) == "(1.00+/-0.10) m"
    assert f"{q:.1uS}" == "1.0(1) m"
    assert repr(q) == 'Quantity(1.0+/-0.1, "m")'
    assert r"\pm" in q._repr_latex_()
    assert same(q.to("cm"), 100.0, 10.0)
    assert same(q - q.to("cm"), 0.0, 0.0)  # correlations are kept
    assert same(q / (time * Unit("s")), 0.5, 0.5 * (0.1**2 + 0.05**2) ** 0.5)
    assert same(time / q, 2.0, (0.1**2 + 0.2**2) ** 0.5)
    assert same(q**2, 1.0, 0.2)
    assert same(q + 1 * Unit("cm"), 1.01, 0.1)
    assert same(sum([q, q]), 2.0, 0.2)
    assert same(Quantity(length, "degC").to("K"), 274.15, 0.1)
    assert same(math.sqrt(q), 1.0, 0.05)
    assert same(math.sin(uncertainties.ufloat(30, 1) * Unit("deg")), 0.5, np.pi / 180 * 3**0.5 / 2)
    assert q == length * Unit("m")
    assert (q + 0).mantissa.std_dev == 0.1
    assert q.dtype == object
    array = unumpy.uarray([1.0, 2.0], [0.1, 0.2]) * Unit("inch")
    assert unumpy.std_devs(array.to("cm").mantissa).tolist() == pytest.approx([0.254, 0.508])
    assert same(array.sum(), 3.0, (0.1**2 + 0.2**2) ** 0.5)
    assert same((array / Unit("cm"))[0], 2.54, 0.254)
    assert str(array) == "[1.00+/-0.10 2.00+/-0.20] in"
    assert same((np.array([1.0, 2.0]) * Unit("m") * length)[1], 2.0, 0.2)
    assert same(Quantity([length, 2], "m")[0], 1.0, 0.1)
    with pytest.raises(TypeError, match="take its nominal_value"):
        q.to_jax()
