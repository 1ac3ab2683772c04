"""What holds for every dialect: laws of reading and printing, errors, the texts remembered, imports."""

import copy
import os
import pickle
import threading

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from unit_laws import laws, named, outcome_of, python, scaled, units

import bu_units as bu
from bu_units import Unit, UnitParseError, names, parse_unit
from bu_units._dimension import COUNTED
from bu_units._parse import DIALECTS

ALL = ["default", *DIALECTS]
NIGHTLY = os.environ.get("HYPOTHESIS_PROFILE") == "nightly"
fuzz = settings(laws, max_examples=200_000 if NIGHTLY else 200)

# Pieces that texts of a dialect are made of, so that many are units and most are nearly so.
PIECES = {
    "default": [
        "m",
        "kg",
        "mV",
        "km/h",
        "°",
        "fl oz",
        "oz t",
        "pi",
        "Ω",
        "degC",
        "dBm",
        "1e-3",
        "²",
        "⁻¹",
        "**",
    ],
    "ucum": [
        "m",
        "kg",
        "mm[Hg]",
        "[in_i]",
        "10*",
        "10^",
        "%",
        "''",
        "[pi]",
        "Cel",
        "dB",
        "k[IU]",
        "{a}",
        "{",
        "[",
        "]",
    ],
    "udunits": [
        "m",
        "kg",
        "hPa",
        "degrees_N",
        "mm Hg",
        "H2O",
        "per",
        " since ",
        "@",
        "lg(re",
        "°C",
        "pi",
        "2.5",
        "²",
    ],
}
CHARACTERS = "mskgVJ/*^()-+.0123456789eE² ⁻µΩ°[]{}_'%@"


def near_texts(dialect):
    pieces = [*PIECES[dialect], *"*/^()-+.23", " "]
    return st.one_of(
        st.text(max_size=40),
        st.text(CHARACTERS, max_size=30),
        st.lists(st.sampled_from(pieces), max_size=12).map("".join),
    )


@pytest.mark.parametrize("dialect", ALL)
def test_any_text_is_a_unit_or_a_parse_error(dialect):
    @fuzz
    @given(near_texts(dialect))
    def check(text):
        outcome = outcome_of(parse_unit, text, dialect)
        if isinstance(outcome, UnitParseError):
            assert 0 <= outcome.position <= len(text)
            assert outcome.text == text
            assert str(outcome).count("\n") == 2
        else:
            assert parse_unit(str(outcome)) == outcome
            if type(outcome) is Unit and dialect != "default":
                assert_says(outcome, dialect)

    check()


def assert_says(unit, dialect):
    """Print the unit in the dialect and read it back, unless the dialect says why it cannot say it."""
    text = outcome_of(format, unit, f"~{dialect}")
    if isinstance(text, ValueError):
        assert "cannot say" in str(text)
    else:
        assert parse_unit(text, dialect) == unit


# ---------------------------------------------------------------- reading back what is printed


@pytest.mark.parametrize("name", ["degC", "degF", "dBm", "dBW", "dBV", "Np", "mag", "pH_scale"])
@pytest.mark.parametrize("dialect", ["ucum", "udunits"])
def test_a_scale_reads_back_where_the_dialect_has_it(dialect, name):
    assert_says(parse_unit(name), dialect)


@pytest.mark.parametrize("dialect", ["ucum", "udunits"])
def test_every_name_of_the_catalogue_reads_back(dialect):
    for name in bu.attribute_names():
        unit = getattr(names, name)
        if type(unit) is not Unit or not set(unit.dim.exponents).isdisjoint(COUNTED):
            assert_says(unit, dialect)
        elif all(power.denominator == 1 for _, power in unit.exact.parts):
            text = format(unit, f"~{dialect}")
            assert parse_unit(text, dialect) == unit, (name, text)
        else:  # the Planck units
            with pytest.raises(ValueError, match=r"cannot say .* irrational"):
                format(unit, f"~{dialect}")


@pytest.mark.parametrize("dialect", ["ucum", "udunits"])
def test_what_is_printed_reads_back(dialect):
    @laws
    @given(units)
    def check(unit):
        assert_says(unit, dialect)

    check()


integers = st.sampled_from([-3, -2, -1, 1, 2, 3])
rational = named.filter(
    lambda unit: (
        type(unit) is Unit
        and set(unit.dim.exponents).isdisjoint(COUNTED)
        and all(power.denominator == 1 for _, power in unit.exact.parts)
    )
)
integral = st.lists(st.builds(pow, rational, integers), max_size=4)


@pytest.mark.parametrize("dialect", ["ucum", "udunits"])
def test_integer_exponents_can_always_be_said(dialect):
    @laws
    @given(integral, scaled)
    def check(factors, number):
        unit = number
        for factor in factors:
            unit = unit * factor
        assert parse_unit(format(unit, f"~{dialect}"), dialect) == unit

    check()


@pytest.mark.parametrize("spec", ["~ucum", "~udunits"])
def test_what_a_dialect_cannot_say(spec):
    for text, reason in [
        ("m^(1/2)", "exponents are integers, not 1/2"),
        ("2^0.5 m", "irrational"),
        ("7^10000 m", "too many digits"),
    ]:
        with pytest.raises(ValueError, match=reason):
            format(parse_unit(text), spec)


# ---------------------------------------------------------------- dialects by name


@pytest.mark.parametrize("dialect", ["siunitx", "UCUM", "", None])
def test_an_unknown_dialect_names_the_known(dialect):
    with pytest.raises(ValueError, match="known are default, ucum, udunits"):
        parse_unit("m", dialect)


@pytest.mark.parametrize("dialect", ALL)
def test_limits(dialect):
    for text, reason in [
        ("", "an empty text"),
        ("m" * 10_001, "a unit of 10001 characters is too long"),
        ("(" * 60 + "m" + ")" * 60, "brackets are nested too deeply"),
        ("1" * 401, "the number is out of all proportion"),
    ]:
        with pytest.raises(UnitParseError, match=reason):
            parse_unit(text, dialect)
    with pytest.raises(UnitParseError):
        parse_unit("m" + "9" * 41, dialect)
    for value in (None, b"m", 3, ["m"], names.metre):
        with pytest.raises(TypeError, match="from a str"):
            parse_unit(value, dialect)


@pytest.mark.parametrize("dialect, mark", [("default", "*"), ("ucum", "."), ("udunits", " ")])
def test_long_texts(dialect, mark):
    assert parse_unit(mark.join(["m"] * 5000), dialect) == names.metre**5000


@pytest.mark.parametrize("dialect", ALL)
@pytest.mark.parametrize("piece", ["[", "{", "(", "a1", "1", "m^", "-", " ", "''", "m/", "°", "²", "é1"])
def test_long_nonsense_is_refused_in_no_time(dialect, piece):
    assert str(outcome_of(parse_unit, (piece * 10_000)[:10_000], dialect))


# ---------------------------------------------------------------- texts read before


def test_a_text_is_read_once():
    assert parse_unit("kg m / s^3") is parse_unit("kg m / s^3")
    assert parse_unit("m/s", "ucum") is parse_unit("m/s", "ucum")
    # The same text in two dialects is two.
    assert parse_unit("cal") != parse_unit("cal", "udunits")


def test_what_is_remembered_is_bounded():
    code = """if True:
        import bu_units as bu
        from bu_units import _registry
        for n in range(1, 10_000):
            bu.parse_unit(f"m^{n}")
        print(len(_registry._parser._texts) <= 4096)
    """
    assert python(code) == "True"


def test_a_new_name_shows_in_texts_read_before():
    code = """if True:
        import bu_units as bu
        before = [bu.parse_unit("660 ft"), bu.parse_unit("220.[yd_i]", "ucum")]
        assert str(before[0]) != "fur"
        furlong = bu.Unit.create(bu.names.metre.dim, "furlong", "fur", factor=201.168)
        bu.add_standard_unit(furlong)
        assert bu.parse_unit("660 ft") is furlong
        assert bu.parse_unit("220.[yd_i]", "ucum") is furlong
        assert bu.parse_unit("220 yd", "udunits") is furlong
        # A known name of a quotient changes how products are shown, too.
        assert str(bu.parse_unit("1e3 m / (3600 s)")) != "km / h"
        bu.add_standard_unit(bu.names.kmetre / bu.names.hour)
        assert str(bu.parse_unit("1e3 m / (3600 s)")) == "km / h"
        bu.add_base_dimension("cell", "cell")
        assert str(bu.parse_unit("cell / m^3")) == "cell / m^3"
        print("done")
    """
    assert python(code) == "done"


def test_threads_read_one_unit():
    texts = ["kg m2 s-3 K-1", "mol m-2 s-1", "DU", "degrees_north"]
    found, barrier = [], threading.Barrier(8)

    def work():
        barrier.wait()
        found.append([parse_unit(text, "udunits") for text in texts])

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({tuple(map(id, row)) for row in found}) == 1


# ---------------------------------------------------------------- imports


def test_dialects_are_imported_when_they_are_asked_for():
    code = """if True:
        import bu_units as bu
        assert not [name for name in sys.modules if name.startswith("bu_units.dialects")]
        bu.parse_unit("mm[Hg]", "ucum")
        assert "bu_units.dialects.ucum" in sys.modules
        assert "bu_units.dialects.udunits" not in sys.modules
        print(f"{bu.names.mvolt:~siunitx}", sorted({name.partition(".")[0] for name in sys.modules} - sys.stdlib_module_names))
    """
    assert python(code, "-I", "-S") == r"\milli\volt ['__main__', 'bu_units']"


def test_pickles_of_units_of_a_dialect():
    for text in ("mm[Hg]", "meq/L", "[HPF]", "[smoot].s"):
        unit = parse_unit(text, "ucum")
        assert pickle.loads(pickle.dumps(unit)) is unit
        assert copy.deepcopy(unit) is unit
