"""Kinds of quantity: their names, which go together, and what products of them are of."""

import copy
import pickle
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from unit_laws import laws, python, units

from bu_units import KindMismatchError, Unit, UnitMismatchError, names, parse_unit
from bu_units.kinds import ALIASES, KINDS, PRODUCTS, define, dimension_of, kinds_of, name_of

# A unit of each kind; prefixes, numbers in front and other names as users have them.
of_kinds = st.builds(
    lambda kind, factor: (parse_unit(KINDS[kind]) * Unit(factor=factor)).of_kind(kind),
    st.sampled_from(sorted(KINDS)),
    st.sampled_from([1.0, 1e-3, 60.0, 0.0254]),
)


def of(text, kind):
    return parse_unit(text).of_kind(kind)


TORQUE, ENERGY = of("N m", "torque"), of("J", "energy")


# ---------------------------------------------------------------- names


def test_kinds():
    assert dimension_of("electric_charge") is dimension_of("Electric charge") is names.coulomb.dim
    assert dimension_of("charm") is None
    assert kinds_of(names.joule.dim) == ["energy", "torque"]
    for text in KINDS.values():
        assert parse_unit(text).magnitude == 1.0


def test_names():
    assert name_of("moment of force") == name_of("Bending_Moment") == "torque"
    assert name_of("heat") == name_of("work") == "energy"
    assert not ALIASES.keys() & KINDS.keys()
    assert set(ALIASES.values()) <= KINDS.keys()
    with pytest.raises(ValueError, match="unknown kind of quantity"):
        name_of("tork")
    with pytest.raises(TypeError, match="named by a text"):
        name_of(names.joule)


def test_a_kind_is_of_a_dimension():
    with pytest.raises(KindMismatchError, match="a torque is of another dimension, that of N m"):
        names.second.of_kind("torque")
    with pytest.raises(ValueError, match="did you mean torque"):
        names.joule.of_kind("torqe")
    with pytest.raises(TypeError, match="is a scale"):
        names.degC.of_kind("temperature")


# ---------------------------------------------------------------- the unit of a kind


@laws
@given(of_kinds)
def test_a_unit_of_a_kind_is_one_object_beside_its_plain_one(unit):
    plain = unit.without_kind()
    assert plain.kind is None
    assert plain.without_kind() is plain
    assert plain.of_kind(unit.kind) is unit
    assert unit.of_kind(unit.kind) is unit
    assert unit != plain
    assert (unit.dim, unit.exact, str(unit), unit.name) == (plain.dim, plain.exact, str(plain), plain.name)
    assert type(unit) is Unit


@laws
@given(of_kinds)
def test_copies_are_the_same_object(unit):
    assert copy.copy(unit) is copy.deepcopy(unit) is pickle.loads(pickle.dumps(unit)) is unit
    assert eval(repr(unit), {"Unit": Unit}) == unit


def test_another_process_reads_an_equal_one():
    data = pickle.dumps(TORQUE).hex()
    code = f"import pickle; print(repr(pickle.loads(bytes.fromhex({data!r}))))"
    assert python(code) == 'Unit("N * m").of_kind("torque")'


def test_no_text_has_a_kind():
    assert str(TORQUE) == "N * m"
    assert f"{TORQUE:~P}" == "N·m"
    assert parse_unit(str(TORQUE)).kind is None
    assert repr(TORQUE) == 'Unit("N * m").of_kind("torque")'


@laws
@given(of_kinds, of_kinds, of_kinds)
def test_comparable_units_are_classes(first, second, third):
    assert first.is_comparable(first)
    assert first.is_comparable(second) is second.is_comparable(first)
    if first.is_comparable(second) and second.is_comparable(third):
        assert first.is_comparable(third)
    assert first.is_comparable(second) is (first.kind == second.kind)
    assert not first.is_comparable(first.without_kind())


# Two kinds of one dimension, or one twice.
PAIRS = [(one, other) for one in KINDS for other in KINDS if dimension_of(one) is dimension_of(other)]


@pytest.mark.parametrize("one, other", PAIRS)
def test_factors_lead_to_the_kind_or_to_none(one, other):
    first = (parse_unit(KINDS[one]) * Unit(factor=60.0)).of_kind(one)
    second = parse_unit(KINDS[other]).of_kind(other)
    assert first.factor_to(second.without_kind()) == first.without_kind().factor_to(second.without_kind())
    if first.kind == second.kind:
        assert first.factor_to(second) == first.factor_to(second.without_kind())
        return
    for unit in (first, first.without_kind()):
        with pytest.raises(KindMismatchError, match="between kinds of quantity"):
            unit.factor_to(second)


def test_the_error_is_one_of_units():
    with pytest.raises(UnitMismatchError) as raised:
        TORQUE.factor_to(ENERGY)
    assert str(raised.value).endswith("(units are N * m [torque] and J [energy]).")


def test_a_unit_takes_the_kind_of_another():
    assert names.kilojoule.of_kind_of(TORQUE) is of("kJ", "torque")
    assert ENERGY.of_kind_of(TORQUE) is ENERGY
    assert names.kilojoule.of_kind_of(names.joule) is names.kilojoule


# ---------------------------------------------------------------- algebra


@laws
@given(units, units)
def test_units_without_kinds_have_products_without_kinds(first, second):
    assert (first * second).kind is (first / second).kind is (first**2).kind is None


@laws
@given(of_kinds, of_kinds)
def test_algebra_is_that_of_the_plain_units(first, second):
    plain, other = first.without_kind(), second.without_kind()
    assert (first * second).without_kind() == plain * other
    assert (first / second).without_kind() == plain / other
    assert (first * second).exact is (second * first).exact
    assert (first * second).kind == (second * first).kind
    assert first**1 is first
    assert (first**2).kind is (first ** Fraction(1, 2)).kind is None
    assert not any(atom.kind for atom, _ in (first * second).atoms)


@pytest.mark.parametrize("equation", PRODUCTS)
def test_products(equation):
    left, whole = equation.split(" = ")
    first, second = (parse_unit(KINDS[kind]).of_kind(kind) for kind in left.split(" * "))
    product = first * second
    assert product.kind == whole
    assert product.dim is dimension_of(whole)
    # Dividing leads back, or says nothing where it could not know.
    assert (product / first).kind in (second.kind, None)
    assert (product / second).kind in (first.kind, None)


def test_quotients_that_could_be_two_things_are_of_no_kind():
    mass = of("kg", "mass")
    assert (ENERGY / mass).kind is None  # specific energy, absorbed dose
    assert (ENERGY / of("K", "temperature")).kind is None  # heat capacity, entropy
    assert (ENERGY / of("s", "time")).kind == "power"
    assert (of("J", "energy") / of("N m", "torque")).kind == "plane angle"


@pytest.mark.parametrize(
    "first, second", [("force", "length"), ("voltage", "electric current"), ("mass", "mass")]
)
def test_products_that_could_be_two_things_are_of_no_kind(first, second):
    assert (parse_unit(KINDS[first]).of_kind(first) * parse_unit(KINDS[second]).of_kind(second)).kind is None


def test_an_angle_in_radians_says_what_it_is():
    for text in ("rad", "mrad", "deg", "turn"):
        assert (TORQUE * parse_unit(text)).kind == "energy"
        assert (parse_unit(text) * TORQUE).kind == "energy"
        assert (ENERGY / parse_unit(text)).kind == "torque"
    assert (TORQUE * names.steradian).kind == "torque"  # a mere number here
    turning = of("rad/s", "angular velocity") * of("s", "time")
    assert turning is of("rad", "plane angle")


@pytest.mark.parametrize("text", ["%", "ppm", "g/kg", "1"])
def test_a_ratio_scales_and_keeps_the_kind(text):
    ratio = parse_unit(text)
    assert (TORQUE * ratio).kind == (ratio * TORQUE).kind == (TORQUE / ratio).kind == "torque"
    assert (TORQUE * ratio.of_kind("ratio")).kind == "torque"
    assert (ratio / TORQUE).kind is None


def test_one_kind_and_a_unit_without_one_make_no_kind():
    assert (TORQUE * names.second).kind is (names.watt * of("s", "time")).kind is None
    assert (
        (TORQUE / TORQUE).kind is (TORQUE * TORQUE).kind is (TORQUE / ENERGY.of_kind("torque")).kind is None
    )


# ---------------------------------------------------------------- one's own


def test_kinds_of_ones_own():
    code = """if True:
        import bu_units as bu
        from bu_units.kinds import define, kinds_of
        P = bu.parse_unit
        before = P("1/s").of_kind("angular velocity") * P("s").of_kind("time")
        print(define("Strain_rate", "1/s", "strain rate * time = ratio"), end=";")
        print((P("1/s").of_kind("strain rate") * P("s").of_kind("time")).kind, end=";")
        print(P("1/s").of_kind("strain rate").is_comparable(P("Hz").of_kind("frequency")), end=";")
        print("strain rate" in kinds_of(P("Hz").dim), define("strain rate", "Hz"), end=";")
        for name, unit, *products in (
            ("energy", "J"), ("heat", "J"), ("strain rate", "m"), ("x", "m", "x * time = length"), ("y", "m", "y time"),
            ("z", "s", "z * charm = time"),
        ):
            try:
                define(name, unit, *products)
            except ValueError as error:
                print(str(error).partition(":")[0], end=";")
        try:
            P("m").of_kind("x")
        except ValueError:
            print("nothing is half defined")
    """
    assert python(code).split(";") == [
        "strain rate", "ratio", "False", "True strain rate",
        "'energy' is a kind of quantity already", "'heat' is a kind of quantity already",
        "'strain rate' is a kind of quantity already", "'x * time = length' does not hold for the dimensions",
        "'y time' is no product of two kinds, as in 'power * time = energy'",
        "'z * charm = time' is no product of two kinds, as in 'power * time = energy'",
        "nothing is half defined",
    ]  # fmt: skip


def test_what_is_not_asked_for_is_not_loaded():
    code = """if True:
        import sys, bu_units as bu
        bu.parse_unit("N m") * bu.names.radian
        print("bu_units.kinds" in sys.modules, end=" ")
        print((bu.parse_unit("N m").of_kind("torque") * bu.names.radian).kind)
    """
    assert python(code) == "False energy"


def test_define_refuses_a_taken_name():
    with pytest.raises(ValueError, match="already"):
        define("torque", "N m")
