"""Numbers have an end: an answer or a clear error at once, and never a RecursionError."""

import io
import itertools
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from unit_laws import laws, python

import bu_units as bu
from bu_units import Unit, UnitParseError, names, parse_unit

M = names.metre


@pytest.mark.parametrize(
    "factor, error, reason",
    [
        (10**100_000 + 7, OverflowError, "3000 digits"),
        (10**100_000, OverflowError, "3000 digits"),
        (Fraction(1, 10**100_000), OverflowError, "3000 digits"),
        (Decimal("1e1000000000"), OverflowError, "3000 digits"),
        (Decimal("1e-1000000000"), OverflowError, "3000 digits"),
        (10**2900 + 7, ValueError, "cannot hold the factor of 9634 bits"),
        (10**550 + 7, ValueError, "cannot hold the factor of 1828 bits"),
    ],
    ids=range(7),
)
def test_factors(factor, error, reason):
    with pytest.raises(error, match=reason) as caught:
        Unit(M.dim, factor=factor)
    assert len(str(caught.value)) < 200


def test_long_factors_that_are_fine():
    assert Unit(M.dim, factor=10**3000) == Unit(M.dim, scale=3000)
    assert Unit(M.dim, factor=Decimal("1e2999")) == Unit(M.dim, scale=2999)
    assert Unit(factor=2**9999) == Unit(factor=2) ** 9999


@pytest.mark.parametrize(
    "make",
    [
        lambda: names.inch**10**4000,
        lambda: names.inch ** Fraction(1, 10**4000),
        lambda: names.radian**10**4000,
        lambda: M ** (10**59) * M ** (9 * 10**59),
        lambda: (M ** (10**40)) ** (10**40),
        lambda: M**1e300,
        lambda: Unit(M.dim, scale=10**100),
        lambda: bu.get_or_create_dimension(length=10**100_000),
        lambda: names.inch.exact**10**4000,
    ],
)
def test_exponents(make):
    with pytest.raises(OverflowError, match="an exponent of a unit has up to 60 digits"):
        make()


@pytest.mark.parametrize(
    "power", [10**41, -(10**41) - 1, 10**59 + 7, Fraction(1, 10**41), Fraction(10**50, 7)]
)
@pytest.mark.parametrize("base", [M, names.inch, names.inch / names.s, Unit(factor=3), names.radian])
def test_long_exponents_read_back(base, power):
    unit = base**power
    for text in (str(unit), f"{unit:~P}"):
        assert parse_unit(text) == unit
    assert parse_unit(str(unit), "default") is parse_unit(str(unit))


def test_magnitudes_beyond_float64():
    with pytest.raises(OverflowError, match=r"10\^-159516\d+ is beyond the range of float64"):
        (names.inch**10**58).magnitude
    with pytest.raises(OverflowError, match="beyond the range of float64"):
        names.inch.factor_to(Unit(M.dim, scale=10**50))
    with pytest.raises(OverflowError, match="too long for a fraction"):
        (names.inch**10**50).exact.fraction
    unit = names.inch**10**20
    assert unit.scale == -159516628338006194054  # lg 0.0254 = -1.59516628338006194053866...
    assert 1 <= unit.factor < 10


@pytest.mark.parametrize("spec", ["~ucum", "~udunits"])
def test_what_a_dialect_cannot_read_it_does_not_say(spec):
    with pytest.raises(ValueError, match="its exponents have up to 40 digits"):
        format(M ** (10**41), spec)


@pytest.mark.parametrize("dialect", ["default", "ucum", "udunits"])
@pytest.mark.parametrize(
    "text", ["(" * 9000, "(" * 40 + "m" + ")^9999" * 40, "m" + "9" * 9000, "[" * 9000, "/" * 9000]
)
def test_texts_without_end(text, dialect):
    with pytest.raises(UnitParseError):
        parse_unit(text, dialect)


@laws
@given(st.text("([{)]}m9^-/.* ", max_size=400), st.sampled_from(["default", "ucum", "udunits"]))
def test_brackets_of_any_depth_are_a_unit_or_a_parse_error(text, dialect):
    try:
        unit = parse_unit(text * 20, dialect)
    except UnitParseError:
        return
    assert parse_unit(str(unit)) == unit


def test_hundreds_of_odd_symbols():
    code = """if True:
        import bu_units as bu
        for number in range(400):
            bu.Unit.define(f"odd{number}", f"$ {number} o", f"{number + 2} m")
        assert bu.parse_unit("$ 7 o / $ 399 o").exact == bu.parse_unit("9/401").exact
        assert bu.parse_unit("$  12 o") is bu.names.odd12
        print(str(bu.names.odd3 / bu.names.odd33))
    """
    assert python(code) == "$ 3 o / $ 33 o"


# ---------------------------------------------------------------- definition files


@pytest.mark.parametrize(
    "text, place",
    [
        ("[units]\ndd=" + "[" * 10**5, "line 2"),
        ("[units]\ndd=[" + "[\n" * 10**5, "nested too deeply (at line 100001, column 1)"),
        ("[units]\ndd=" + "{a=" * 5000, "nested too deeply (at line 2, column"),
        ("[units]\n" + ".".join("a" * 50_000) + " = 1", "line 2"),
        ("[units]\n" + ".".join("a" * 5_000) + " = 1", "too many dots (at line 2, column 2)"),
        ("[units." + ".".join("a" * 50_000) + "]", "line 1"),
        (
            "[units]\nx = { definition = 'm', aliases = " + "[" * 200 + "]" * 200 + " }",
            "[units] x: aliases are a list",
        ),
        (
            "[units]\nx.definition = 'm'\nx.prefixes." + ".".join("a" * 400) + " = 1",
            "[units] x: prefixes is true",
        ),
        ("[units]\nx.dimension." + ".".join("a" * 400) + " = 1", "[units] x: the dimension of a unit"),
        ("[units]\nx = '" + "(" * 9000 + "'", "[units] x: brackets are nested too deeply"),
        ("[units]\n" + "a" * 5000 + " = 'zz'", "[units] aaaa"),
        ("[units]\nx = 'm^(" + "9" * 60 + ") m^(" + "9" * 60 + ")'", "[units] x: "),
    ],
    ids=range(12),
)
def test_files_without_end(text, place):
    with pytest.raises(ValueError, match="definitions: ") as caught:
        bu.load_definitions(io.StringIO(text))
    assert place in str(caught.value)
    assert len(str(caught.value)) < 500
    assert caught.value.__suppress_context__


# ---------------------------------------------------------------- one traceback


def chain(error):
    while error is not None:
        yield error
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def fails():
    """Yield what raises in every module that looks things up."""
    yield from (
        lambda: parse_unit("meterz"),
        lambda: parse_unit("m^^2"),
        lambda: parse_unit("m", "siunitx"),
        lambda: parse_unit(["m"]),
        lambda: parse_unit("(m^" + "9" * 39 + ")^" + "9" * 39),
        lambda: parse_unit("m * " + str((2**127 - 1) * (2**89 - 1))),
        lambda: names.meterz,
        lambda: bu.si.meterz,
        lambda: bu.constants.plank,
        lambda: bu.systems.si_,
        lambda: M.factor_to(names.second),
        lambda: M * names.dBm,
        lambda: M / names.dBm,
        lambda: names.dBm**2,
        lambda: M ** [1, 2],
        lambda: M ** float("nan"),
        lambda: M * "a",
        lambda: format(M, "~X"),
        lambda: bu.get_or_create_dimension(lenght=1),
        lambda: M.dim.get_dimension("lenght"),
        lambda: Unit.define("meter", "mt", "2 m"),
        lambda: Unit.define("thing", "tw", "2 tw"),
        lambda: Unit.define("thing", "tw", "2 meterz"),
        lambda: Unit.create_scaled_unit(M, "kk"),
        lambda: Unit(M.dim, factor=-1),
        lambda: bu.affine_between(names.degC, M),
    )
    for spec, dialect in itertools.product(("~ucum", "~udunits"), ("ucum", "udunits")):
        yield lambda spec=spec: format(M**0.5, spec)
        yield lambda dialect=dialect: parse_unit("meterz", dialect)


@pytest.mark.parametrize("fail", list(fails()))
def test_no_error_shows_a_look_up_of_ours(fail):
    with pytest.raises((ValueError, TypeError, AttributeError, bu.UnitMismatchError)) as caught:
        fail()
    assert list(chain(caught.value)) == [caught.value]
