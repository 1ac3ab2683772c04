"""Units: algebra, equality, conversion factors, views, identity."""

import copy
import gc
import pickle
import threading
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from unit_laws import factors, laws, powers, python, roots, units

from bu_units import UNITLESS, Unit, UnitMismatchError, add_standard_unit, names, parse_unit
from bu_units import _unit as unit_module

LENGTH = names.metre.dim
in_range = units.filter(lambda unit: abs(unit.exact.decimal_exponent) < 290)  # of float64


@laws
@given(units, units, units)
def test_products_form_a_commutative_group(a, b, c):
    assert a * b == b * a
    assert (a * b) * c == a * (b * c)
    assert a * UNITLESS == a == a / UNITLESS
    assert a / a is UNITLESS
    assert (a * b) / b == a
    assert a / b == a * b**-1 == (b / a).reverse()


@laws
@given(units, powers, powers, roots)
def test_powers(a, p, q, n):
    assert (a**p) ** q == a ** (p * q)
    assert a**p * a**q == a ** (p + q)
    assert (a ** (1 / n)) ** n == a
    assert (a**n) ** (1 / n) == a
    assert a**1 == a
    assert a**0 is UNITLESS


@laws
@given(units, units)
def test_dimension_and_magnitude_multiply(a, b):
    product = a * b
    assert product.dim is a.dim * b.dim
    assert product.exact is a.exact * b.exact
    assert product.atoms == tuple(sorted(product.atoms, key=lambda pair: str(pair[0]).lower()))


@laws
@given(units, units)
def test_equality_is_by_dimension_and_magnitude(a, b):
    again = Unit(a.dim, factor=a.exact)
    assert again == a
    assert hash(again) == hash(a)
    assert (a == b) == (a.dim is b.dim and a.exact is b.exact)
    assert a != "m"
    assert a.has_same_magnitude(again)
    assert a.has_same_dim(again)
    assert a.has_same_base(b)


@laws
@given(units)
def test_copies_are_the_same_object(a):
    assert copy.copy(a) is a
    assert copy.deepcopy([a])[0] is a
    assert a.copy() is a
    for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
        assert pickle.loads(pickle.dumps(a, protocol)) is a
    assert Unit(a) is a


@laws
@given(st.lists(units, min_size=2, max_size=5))
def test_products_are_interned_whatever_their_order(factors):
    forth, back = UNITLESS, UNITLESS
    for factor in factors:
        forth = forth * factor
    for factor in reversed(factors):
        back = back * factor
    assert forth == back
    # Not always one object: metre and meter are equal, and the first of them stays.
    written = [[(atom.ident, power) for atom, power in unit.atoms] for unit in (forth, back)]
    assert forth is back or written[0] != written[1] or forth.coefficient is not back.coefficient


@laws
@given(in_range, factors)
def test_factor_to_is_the_rounded_exact_ratio(a, factor):
    b = Unit(a.dim, factor=factor)
    assert a.factor_to(b) == float(a.exact / b.exact)
    assert a.factor_to(a) == 1.0
    ratio = (a.exact / b.exact).fraction
    if ratio is not None:
        assert a.factor_to(b) == ratio.numerator / ratio.denominator
    # Once more from the cache.
    assert a.factor_to(b) == float(a.exact / b.exact)


def test_factor_to_refuses_other_dimensions_and_overflow():
    with pytest.raises(UnitMismatchError, match=r"\(units are m and s\)\.$"):
        names.metre.factor_to(names.second)
    with pytest.raises(OverflowError, match=r"10\^-?400"):
        Unit(LENGTH, scale=400).factor_to(names.metre)
    with pytest.raises(OverflowError):
        names.metre.factor_to(Unit(LENGTH, scale=400))


@laws
@given(in_range)
def test_views_are_consistent(a):
    exact_scale = a._exact_scale()
    assert float(a.scale) == float(exact_scale)
    factor = a.exact / Unit(scale=exact_scale).exact
    assert a.factor == float(factor)
    assert a.magnitude == float(a.exact)
    assert a.base == 10.0
    assert a.factorless().dim is a.dim
    assert a.factorless().factor == 1.0
    assert a.is_unitless == (a == UNITLESS)


@pytest.mark.parametrize(
    "unit, scale, factor",
    [
        (names.inch, 0, 0.0254),
        (names.mV, -3, 1.0),
        (names.short_ton, 3, 0.90718474),
        (Unit(LENGTH, 0.5), 0.5, 1.0),
        (Unit(LENGTH, factor=3, scale=400), 400, 3.0),
        (Unit(LENGTH, factor=250), 2, 2.5),
        (Unit(LENGTH, scale=10, base=2), 3, 1.024),
        (Unit.create(LENGTH, "hand", "hh", factor=0.1016), 0, 0.1016),
        (Unit.create(LENGTH, "reed", "rd", scale=-2, factor=300), -2, 300.0),
        (UNITLESS, 0, 1.0),
    ],
)
def test_scale_and_factor(unit, scale, factor):
    assert (unit.scale, unit.factor) == (scale, factor)
    assert type(unit.scale) is type(scale)
    assert pickle.loads(pickle.dumps(unit)) is unit


def test_named_units_are_made_by_definition():
    made = Unit(LENGTH, 0, 10.0, 0.0254, "inch", "in")
    assert made is names.inch is Unit.create(LENGTH, "inch", "in", factor=0.0254)
    assert Unit.create(LENGTH, "metre", "m") is names.metre
    only = Unit(LENGTH, factor=7, name="seven")
    assert (only.name, only.dispname, str(only), only.is_fullname) == ("seven", "seven", "seven", True)
    assert Unit(LENGTH, factor=7, name="").is_fullname is False
    assert Unit() is UNITLESS
    assert Unit(LENGTH) is names.metre


@pytest.mark.parametrize(
    "arguments",
    [(3,), ([1],), ("m", 3), (names.metre, 0, 10.0, 2.0), ("m", 0, 10.0, 1.0, "name")],
)
def test_wrong_definitions_are_type_errors(arguments):
    with pytest.raises(TypeError):
        Unit(*arguments)
    with pytest.raises(TypeError):
        Unit.create("m", "name", "symbol")


def test_create_scaled_unit():
    assert Unit.create_scaled_unit(names.metre, "m") is names.mmetre
    assert Unit.create_scaled_unit(names.hertz, "k") is names.khertz
    assert Unit.create_scaled_unit(names.volt, "milli") is names.mvolt
    assert Unit.create_scaled_unit(names.volt, -3) is names.mvolt
    assert str(Unit.create_scaled_unit(names.volt, -4)) == "10.0^-4 * V"
    assert Unit.create_scaled_unit(names.kmetre, "k") == names.Mm
    with pytest.raises(ValueError, match="unknown SI prefix 'x'"):
        Unit.create_scaled_unit(names.metre, "x")


def test_what_cancels_is_one_and_leaves_no_other_unit_behind():
    # The number in front must go when the atoms cancel it.
    assert parse_unit("10^3 mV/V") is UNITLESS
    assert parse_unit("10^3").magnitude == 1000.0
    assert Unit(factor=180) / Unit("pi") * names.degree is UNITLESS
    assert names.hertz * names.second is UNITLESS


def test_radian_drops_out_beside_a_dimension():
    assert str(names.radian * names.metre) == "m"
    assert str(names.radian) == "rad"
    assert names.radian == UNITLESS == names.steradian
    assert str(names.degree * names.metre) == "m * °"


def test_names_of_powers_and_compounds():
    assert names.mmeter2.name == "mmeter2"
    assert (names.volt**3).name == "volt3"
    assert (names.volt**0.5).name == "V^0.5"
    assert (names.metre / names.second).name == "m / s"
    assert not UNITLESS.should_display_unit
    assert names.radian.should_display_unit


@pytest.mark.parametrize("power", ["2", None, [2], 1j, UNITLESS])
def test_exponents_are_numbers(power):
    with pytest.raises(TypeError):
        names.metre**power


def test_exponents_are_exact_in_any_order():
    metre = names.metre
    binary = metre ** Fraction(0.1)
    assert metre**0.1 == metre ** Fraction(1, 10) != binary
    assert metre**0.1 * metre**0.2 == metre**0.3 == metre ** (0.1 + 0.2)
    assert metre**True is metre


def test_an_exponent_that_changes_in_place_is_read_anew():
    np = pytest.importorskip("numpy")
    power = np.array(2.0)
    assert names.metre**power == names.metre**2
    power += 1
    assert names.metre**power == names.metre**3
    with pytest.raises(TypeError):
        names.metre ** np.array([2.0, 3.0])


def test_units_of_one_symbol_stay_apart():
    one, two = (Unit.create(LENGTH, "pace", "pace", factor=factor) for factor in (0.7, 0.75))
    assert one != two
    assert one * two is two * one
    assert one / two != UNITLESS


def test_threads_get_one_object():
    barrier, seen = threading.Barrier(8), [[] for _ in range(8)]

    def work(mine):
        barrier.wait()
        for n in range(1, 150):
            made = names.volt ** Fraction(n, 151) * Unit(LENGTH, factor=n) / names.kelvin
            mine.append((made, parse_unit(f"V^({n}/157) m"), made**2))
            assert made.factor_to(made**2 / made) == 1.0

    threads = [threading.Thread(target=work, args=(mine,)) for mine in seen]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for mine in seen:
        assert len(mine) == 149
        assert all(
            x is y
            for ours, theirs in zip(mine, seen[0], strict=True)
            for x, y in zip(ours, theirs, strict=True)
        )


def test_nothing_is_printed_on_the_happy_path(monkeypatch):
    def loud(*args):
        raise AssertionError("printed")

    for method in ("__str__", "__repr__", "__format__"):
        monkeypatch.setattr(Unit, method, loud)
    unit_module.forget_names()
    force = names.kg * names.m / names.s**2
    assert force is names.newton
    assert force == parse_unit("kg m s^-2")
    odd = force ** Fraction(3, 7) / names.inch * Unit(factor=3)
    assert hash(odd) == hash(odd * UNITLESS)
    names.inch.factor_to(names.mile)
    pickle.loads(pickle.dumps(odd))


def test_forgotten_units_come_back_equal_and_do_not_pile_up():
    kept = names.volt ** Fraction(3, 1009) * names.kelvin
    gc.collect()
    before = len(unit_module._table.in_use())
    for n in range(1, 3000):
        Unit(LENGTH, factor=n) ** Fraction(1, n)
    gc.collect()
    assert len(unit_module._table.in_use()) < before + 100
    unit_module.forget_names()
    gc.collect()
    assert names.volt ** Fraction(3, 1009) * names.kelvin is kept


def test_who_watches_names_is_told_of_new_ones():
    code = """if True:
        import gc
        from bu_units import Unit, watch_names
        class Watcher:
            def forget(self):
                told.append("method")
        told, watcher = [], Watcher()
        watch_names(lambda: told.append("function"))
        watch_names(watcher.forget)
        Unit.define("smoot", "smoot", "67 inch")
        first = sorted(set(told))
        told.clear()
        del watcher
        gc.collect()
        Unit.define("beard_second", "beard_second", "5 nm")
        print(first, sorted(set(told)))
    """
    assert python(code) == "['function', 'method'] ['function']"


def test_pickles_are_equal_in_another_process():
    samples = [
        names.mV,
        names.inch,
        names.kmh**2,
        names.Mohm / names.nA,
        Unit(LENGTH, factor=0.3048),
        UNITLESS,
    ]
    samples += [names.volt**0.1, names.degree, Unit("2^0.5 pi J / (K * mol)"), names.mmeter2, names.Hz]
    samples += [Unit.create(LENGTH, "smoot", "sm", factor=1.7018)]
    code = """if True:
        import pickle, bu_units as bu
        bu.names.Hz * bu.names.volt
        for unit in pickle.loads(bytes.fromhex(sys.stdin.read())):
            again = bu.Unit(unit.dim, factor=unit.exact)
            assert again == unit and hash(again) == hash(unit)
            print(str(unit), unit.scale, unit.factor, unit.magnitude, sep="|")
    """
    printed = python(code, stdin=pickle.dumps(samples).hex())
    assert printed.split("\n") == [f"{u}|{u.scale}|{u.factor}|{u.magnitude}" for u in samples]


def test_pickles_made_before_and_after_a_name_is_added():
    code = """if True:
        import pickle, bu_units as bu
        jerk = bu.parse_unit("m / s^3")
        before = pickle.dumps(jerk)
        named = bu.Unit.create(jerk.dim, "leo_jerk", "jrk")
        bu.add_standard_unit(named)
        assert pickle.loads(before) is jerk and str(jerk) == "m / s^3" and jerk == named
        assert bu.names.metre / bu.names.second**3 is named
        assert bu.parse_unit("jrk^2") == jerk**2
        assert pickle.loads(pickle.dumps(named)) is named
        print(pickle.dumps(named * bu.names.volt).hex(), before.hex())
    """
    after, before = (pickle.loads(bytes.fromhex(text)) for text in python(code).split())
    assert str(after) == "jrk * V"
    assert after == parse_unit("V m / s^3")
    assert before is parse_unit("m / s^3")


def test_add_standard_unit_wants_a_unit():
    with pytest.raises(TypeError):
        add_standard_unit("m")
