"""Systems of units: what they call a dimension, and that they are coherent."""

import copy
import pickle
from fractions import Fraction

import pytest
from hypothesis import given
from unit_laws import laws, python, units

import bu_units as bu
from bu_units import DimensionMismatchError, Unit, constants, names, parse_unit, systems
from bu_units.systems import UnitSystem, system_names

COHERENT = ["si", "mks", "cgs", "cgs_emu", "cgs_esu", "atomic", "planck", "geometrized"]
C = 299792458


def unit_of(system, text):
    return getattr(systems, system).unit_of(parse_unit(text).dim)


@pytest.mark.parametrize(
    "system, quantity, unit",
    [
        ("si", "dyn", "N"),
        ("si", "psi", "Pa"),
        ("si", "G", "T"),
        ("si", "ft/s", "m / s"),
        ("si", "min^-1", "1 / s"),
        ("si", "P", "kg / (m * s)"),
        ("si", "m^0.5", "m^0.5"),
        ("si", "1", "1"),
        ("si", "KiB/s", "bit / s"),
        ("mks", "cal", "J"),
        ("cgs", "m", "cm"),
        ("cgs", "N", "dyn"),
        ("cgs", "J", "erg"),
        ("cgs", "Pa", "Ba"),
        ("cgs", "Pa s", "P"),
        ("cgs", "m^2/s", "St"),
        ("cgs", "W", "cm^2 * g / s^3"),
        ("cgs_emu", "A", "abA"),
        ("cgs_emu", "V", "abV"),
        ("cgs_emu", "T", "G"),
        ("cgs_emu", "Wb", "Mx"),
        ("cgs_emu", "A/m", "abA / cm"),
        ("cgs_esu", "C", "statC"),
        ("cgs_esu", "V", "statV"),
        ("cgs_esu", "F", "statF"),
        ("us", "m^3", "gal"),
        ("us", "N", "lbf"),
        ("us", "K", "degR"),
        ("us", "m/s", "ft / s"),
        ("imperial", "m^3", "imp gal"),
        ("imperial", "kg", "lb"),
        ("atomic", "m", "a_0"),
        ("atomic", "eV", "E_h"),
        ("atomic", "kg", "m_e"),
        ("atomic", "s", "ħ / E_h"),
        ("atomic", "C", "q_e"),
        ("atomic", "C m", "a_0 * q_e"),
        ("planck", "kg", "m_P"),
        ("planck", "J s", "ħ"),
        ("geometrized", "m", "m"),
        ("geometrized", "s", "(1/299792458) * s"),
    ],
)
def test_units(system, quantity, unit):
    assert str(unit_of(system, quantity)) == unit
    assert unit_of(system, quantity) is parse_unit(unit)


@pytest.mark.parametrize("name", COHERENT)
def test_coherent_systems_are_coherent(name):
    """The unit of a product is the product of the units, named ones included."""
    system = getattr(systems, name)
    own = [*system.base_units, *system.units]
    for first in own:
        for second in own:
            product = system.unit_of(first.dim * second.dim)
            assert product == first * second, (first, second)
            assert system.unit_of(first.dim / second.dim) == first / second
    assert all(system.unit_of(unit.dim) is unit for unit in own)


@laws
@given(units)
def test_the_si_is_coherent(unit):
    if "information" in unit.dim.exponents:
        return
    found = systems.si.unit_of(unit.dim)
    assert found.dim is unit.dim
    assert found.magnitude == 1.0
    assert parse_unit(str(found)) == found
    assert systems.si.unit_of(unit.dim) is found


@laws
@given(units)
def test_texts_of_other_systems_read_back(unit):
    for name in ("cgs_esu", "us", "planck", "geometrized"):
        system = getattr(systems, name)
        if system.spans(unit.dim):
            found = system.unit_of(unit.dim)
            assert found.dim is unit.dim
            assert parse_unit(str(found)) == found


def test_conversions_between_systems():
    assert names.newton.factor_to(unit_of("cgs", "N")) == 1e5
    assert names.tesla.factor_to(unit_of("cgs_emu", "T")) == 1e4
    assert names.ampere.factor_to(unit_of("cgs_esu", "A")) == 2997924580.0
    assert unit_of("cgs_emu", "C").factor_to(unit_of("cgs_esu", "C")) == 29979245800.0
    assert unit_of("planck", "m/s").exact is constants.speed_of_light.exact
    assert unit_of("atomic", "m/s").factor_to(parse_unit("m/s")) == pytest.approx(2.18769126216e6, rel=1e-11)
    light = unit_of("planck", "m") / unit_of("planck", "s")
    assert light == constants.speed_of_light.as_unit()


def test_geometrized_units_are_metres():
    mass, time = unit_of("geometrized", "kg"), unit_of("geometrized", "s")
    assert (
        mass == constants.speed_of_light.as_unit() ** 2 / constants.gravitational_constant.as_unit() * names.m
    )
    assert time == names.metre / constants.speed_of_light.as_unit()
    assert unit_of("geometrized", "m/s") == constants.speed_of_light.as_unit()
    gravity = constants.gravitational_constant
    assert systems.geometrized.unit_of(gravity.unit.dim) == gravity.as_unit()
    # The Sun's mass is about 1.48 km.
    assert parse_unit("1.98841e30 kg").factor_to(mass) == pytest.approx(1476.6, rel=1e-4)


@pytest.mark.parametrize(
    "system, quantity", [("cgs", "A"), ("cgs", "T"), ("mks", "K"), ("atomic", "mol"), ("geometrized", "K")]
)
def test_dimensions_that_a_system_does_not_span(system, quantity):
    dimension = parse_unit(quantity).dim
    with pytest.raises(DimensionMismatchError, match=f"The system {system} .* has no unit of this dimension"):
        unit_of(system, quantity)
    assert not getattr(systems, system).spans(dimension)


def test_a_dimension_and_nothing_else():
    with pytest.raises(TypeError, match="not of a Unit"):
        systems.si.unit_of(names.metre)


def test_names():
    assert system_names()[:3] == ["si", "mks", "cgs"]
    assert {"cgs", "UnitSystem"} <= set(dir(systems))
    assert bu.systems is systems
    assert systems.cgs is systems.cgs
    assert repr(systems.mks) == "UnitSystem(mks: m, kg, s)"
    with pytest.raises(AttributeError, match="no system of units is named 'mts'; known are si, mks"):
        systems.mts


def test_copies():
    for copied in (copy.copy, copy.deepcopy, lambda system: pickle.loads(pickle.dumps(system))):
        assert copied(systems.atomic) is systems.atomic
    mine = UnitSystem("mine", "mm", "mg", "ms", units=["uN"])
    again = pickle.loads(pickle.dumps(mine))
    assert again.unit_of(parse_unit("N").dim) is names.uN
    assert (again.name, again.base_units) == ("mine", mine.base_units)


@pytest.mark.parametrize(
    "bases, error, reason",
    [
        (["m", "ft"], ValueError, "not of independent dimensions"),
        (["m", "s", "m/s"], ValueError, "not of independent dimensions"),
        (["rad"], ValueError, "not of independent dimensions"),
        (["m", "furlngs"], bu.UnitParseError, "unknown unit"),
        (["m", 3], TypeError, "none that is a factor"),
        (["m", "degC"], TypeError, "none that is a factor"),
    ],
)
def test_what_makes_no_system(bases, error, reason):
    with pytest.raises(error, match=reason):
        UnitSystem("wrong", *bases)


def test_systems_of_the_users_own():
    code = """if True:
        from bu_units import Dimension, Unit, names, parse_unit, systems
        from bu_units.systems import UnitSystem
        lab = UnitSystem.define("lab", "um", "pg", "ms", "nA", units=["mV"])
        assert systems.lab is lab is UnitSystem.define("lab", "um", "pg", "ms", "nA", units=["mV"])
        assert "lab" in dir(systems) and "lab" in systems.system_names()
        assert lab.unit_of(names.volt.dim) is names.mV
        assert str(lab.unit_of(names.metre.dim / names.second.dim)) == "um / ms"
        for wrong in ("lab", "cgs", "UnitSystem", "two words", "_x"):
            try:
                UnitSystem.define(wrong, "m")
            except ValueError:
                continue
            raise AssertionError(wrong)
        currency = Dimension.define("currency", "money")
        assert str(systems.cgs.unit_of(currency)) == "money"  # not remembered beyond the definition
        rate = Unit.define("euro", "EUR", dimension=currency) / names.hour
        assert str(systems.cgs.unit_of(currency)) == "EUR"
        print(systems.cgs.unit_of(rate.dim), systems.us.unit_of(rate.dim), lab.unit_of(rate.dim))
        money = UnitSystem.define("money", "hour", Unit.define("cent", "ct_EUR", "0.01 EUR"))
        print(money.unit_of(rate.dim))
    """
    assert python(code) == "EUR / s EUR / s EUR / ms\nct_EUR / h"


def test_threads_get_one_system():
    code = """if True:
        import threading
        from bu_units import systems
        barrier, seen = threading.Barrier(8), []
        def work():
            barrier.wait()
            seen.append([getattr(systems, name) for name in systems.system_names()])
        threads = [threading.Thread(target=work) for _ in range(8)]
        [thread.start() for thread in threads]
        [thread.join() for thread in threads]
        print(len(seen), all(a is b for row in seen for a, b in zip(row, seen[0])))
    """
    assert python(code) == "8 True"


def test_exponents_are_solved_exactly():
    thirds = parse_unit("kg^(1/3) m^(2/7) s^(-5/11)").dim
    found = systems.planck.unit_of(thirds)
    assert found.dim is thirds
    assert {power for _, power in found.atoms} == {Fraction(1, 3), Fraction(2, 7), Fraction(-5, 11)}
    assert isinstance(found, Unit)
