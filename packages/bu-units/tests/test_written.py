"""A text stays as it is written: N m is no joule to the reader, though equal to one."""

import copy
import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st
from unit_laws import laws, named, powers, python, units

import bu_units as bu
from bu_units import UNITLESS, Unit, names, parse_unit


@pytest.mark.parametrize(
    "text, shown, plain",
    [
        ("N m", "N * m", "J"),
        ("kW h", "kW * h", "h * kW"),
        ("mmol/dL", "mmol / dL", "cM"),
        ("mmol/dl", "mmol / dl", "cM"),
        ("L mL", "L * mL", "L * mL"),
        ("l L", "l^2", "l^2"),
        ("mol l/L", "mol", "mol"),
        ("MJy/sr", "MJy / sr", "MJy"),
        ("W/(m^2 sr)", "W / (m^2 * sr)", "W / m^2"),
        ("rad/s", "rad / s", "1 / s"),
        ("cd sr", "cd * sr", "cd"),
        ("kg m s-2", "kg * m / s^2", "N"),
        ("V A", "V * A", "W"),
        ("A V", "A * V", "W"),
        ("s^-1 m", "m / s", "m / s"),
        ("1/s/mol", "1 / (s * mol)", "1 / (mol * s)"),
        ("m^0.5 m^(1/3) s", "m^(5/6) * s", "m^(5/6) * s"),
        ("m m", "m^2", "m^2"),
        ("m km/m", "km", "km"),
        ("kg/kg", "1", "1"),
        ("Hz s", "1", "1"),
        ("mV/V", "mV / V", "mV / V"),
    ],
)
def test_the_factors_stay_as_they_are_written(text, shown, plain):
    unit = parse_unit(text)
    assert (str(unit), repr(unit), unit.name) == (shown, f'Unit("{shown}")', unit.name)
    assert parse_unit(shown) is unit is Unit(text)
    product = bu.UNITLESS
    for atom, power in unit.atoms:
        product = product * atom**power
    assert str(product) == plain
    assert product == unit
    assert hash(product) == hash(unit)
    assert (product.dim, product.exact) == (unit.dim, unit.exact)
    assert product.factor_to(unit) == 1.0


# With a number in front the text is worked out, and takes the name that a product would.
@pytest.mark.parametrize(
    "text, shown",
    [
        ("1e3 m", "km"),
        ("1e3 N m", "kJ"),
        ("20 N m", "2.0 * 10.0^1 * N * m"),
        ("0.3 W/(m^2 sr)", "3.0 * 10.0^-1 * W / (m^2 * sr)"),
        ("3600 s", "3.6 * 10.0^3 * s"),
        ("100 %", "1"),
    ],
)
def test_with_a_number_in_front(text, shown):
    unit = parse_unit(text)
    assert str(unit) == shown
    assert parse_unit(shown) == unit


@pytest.mark.parametrize(
    "spec, shown",
    [
        ("~P", "N·m"),
        ("~L", r"\mathrm{N} \, \mathrm{m}"),
        ("~H", "N&nbsp;m"),
        ("~ucum", "N.m"),
        ("~udunits", "N m"),
        ("~siunitx", r"\newton\metre"),
    ],
)
def test_every_style_shows_it(spec, shown):
    assert format(parse_unit("N m"), spec) == shown


@pytest.mark.parametrize(
    "text, dialect, shown",
    [
        ("N.m", "ucum", "N * m"),
        ("mmol/L", "ucum", "mmol / l"),
        ("W m-2 sr-1", "udunits", "W / (m^2 * sr)"),
        ("kg m s-2", "udunits", "kg * m / s^2"),
    ],
)
def test_in_every_dialect(text, dialect, shown):
    assert str(parse_unit(text, dialect)) == shown


def test_arithmetic_takes_names():
    unit = parse_unit("N m")
    assert str(unit / names.second) == "W"
    assert str(unit * names.metre) == str(names.joule * names.metre)
    assert str(unit**2) == "J^2"
    assert str(parse_unit("rad/s") * names.second) == "1"
    assert unit * UNITLESS is UNITLESS * unit is unit / UNITLESS is unit**1 is unit.copy() is unit


def test_copies_and_pickles_are_that_unit():
    unit = parse_unit("W/(m^2 sr)")
    assert copy.copy(unit) is copy.deepcopy(unit) is pickle.loads(pickle.dumps(unit)) is unit
    data = pickle.dumps(unit).hex()
    code = f"""if True:
        import pickle, bu_units as bu
        unit = pickle.loads(bytes.fromhex("{data}"))
        print(unit, unit is bu.parse_unit("W/(m^2 sr)"))
    """
    assert python(code) == "W / (m^2 * sr) True"


pairs = st.lists(st.tuples(named, powers), min_size=1, max_size=4)


@laws
@given(pairs, st.sampled_from([" ", " * "]))
def test_what_is_written_reads_back_as_the_same_unit(factors, join):
    texts = [f"({atom})^({power})" for atom, power in factors]
    unit = parse_unit(join.join(texts))
    product = UNITLESS
    for atom, power in factors:
        product = product * atom**power
    assert unit == product
    assert parse_unit(str(unit)) == unit  # "amp" and "ampere" are two spellings of A
    assert str(parse_unit(str(unit))) == str(unit)
    assert str(parse_unit(f"{unit:~P}")) == str(unit)
    assert pickle.loads(pickle.dumps(unit)) is unit


@laws
@given(units)
def test_a_unit_of_algebra_reads_back_as_the_text_that_it_is(unit):
    again = parse_unit(str(unit))
    assert again == unit
    assert parse_unit(str(again)) is again
