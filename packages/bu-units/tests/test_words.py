"""Plurals, capitals and other spellings, read where a name is unknown; what is refused, and why."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from unit_laws import laws, python

import bu_units as bu
from bu_units import UnitParseError, names, parse_unit
from bu_units._catalogue import PREFIXES
from bu_units._registry import _is_name, find, rows
from bu_units._words import NO_PLURAL, REASONS, WORDS, _singulars


@pytest.mark.parametrize(
    "text, name",
    [
        ("meters", "meter"),
        ("metres", "metre"),
        ("feet", "foot"),
        ("survey_feet", "survey_foot"),
        ("inches", "inch"),
        ("hours", "hour"),
        ("degrees", "degree"),
        ("ohms", "ohm"),
        ("volts", "volt"),
        ("millivolts", "mvolt"),
        ("mvolts", "mvolt"),
        ("Mmeters", "Mmeter"),
        ("kilometers", "kmeter"),
        ("centuries", "century"),
        ("henries", "henry"),
        ("henrys", "henry"),
        ("millennia", "millennium"),
        ("calories", "calorie"),
        ("electronvolts", "electron_volt"),
        ("light_years", "light_year"),
        ("tonnes", "metric_ton"),
        ("decibels", "decibel"),
        ("furlongs", "furlong"),
        ("megapixels", "Mpixel"),
        ("Ohm", "ohm"),
        ("Ohms", "ohm"),
        ("kOhm", "kohm"),
        ("MOhm", "Mohm"),
        ("Celsius", "degC"),
        ("Fahrenheit", "degF"),
        ("Torr", "torr"),
        ("Kelvin", "kelvin"),
        ("Newton", "newton"),
        ("Meters", "meter"),
        ("Kilometers", "kmeter"),
        ("dekameter", "dameter"),
        ("sec", "second"),
        ("secs", "second"),
        ("hr", "hour"),
        ("hrs", "hour"),
        ("yrs", "year"),
        ("mcg", "ug"),
        ("lbs", "pound"),
        ("psia", "psi"),
        ("ton_of_refrigeration", "ton_refrigeration"),
    ],
)
def test_words(text, name):
    assert parse_unit(text) is parse_unit(name)
    assert parse_unit(f"3 {text} / s^2") == parse_unit(f"3 {name} / s^2")
    assert find(text) is None  # the parser reads it, and nothing else
    assert text not in dir(names)
    with pytest.raises(AttributeError):
        getattr(names, text)


def test_an_exponent_behind_a_word():
    assert parse_unit("feet2") == parse_unit("feet^2") == names.foot**2
    assert parse_unit("meters-2") == names.meter**-2
    assert parse_unit("µmeters²") == names.umeter**2
    with pytest.raises(UnitParseError, match="a unit to the power zero is 1"):
        parse_unit("meters0")


def test_every_name_in_full_has_its_plural_and_its_capital():
    for row in rows():
        for name in row.names.split():
            if name[-1] in "sxz" or not (name.isalpha() and name.islower() and name != row.symbol):
                continue
            unit = find(name)
            many = (
                f"{name[:-1]}ies"
                if name == "century"
                else f"{name}es"
                if name[-2:] in ("ch", "sh")
                else f"{name}s"
            )
            many = {"foots": "feet", "millenniums": "millennia"}.get(many, many)
            if many not in REASONS and name not in NO_PLURAL:
                assert parse_unit(many) is unit, many
            if name.capitalize() not in REASONS and name not in NO_PLURAL:
                assert parse_unit(name.capitalize()) is unit, name
            if row.prefixed:
                assert parse_unit(f"kilo{many}") is find(f"kilo{name}")


# Symbols stay exact, and a prefix stays before the case that it has.
@pytest.mark.parametrize(
    "text",
    [
        "kms",
        "kgs",
        "METERS",
        "Kvolts",
        "Mvolt_",
        "mVolt",
        "PSI",
        "rpms",
        "siemenss",
        "hzs",
        "NEWTON",
        "MMeters",
    ],
)
def test_what_stays_unknown(text):
    with pytest.raises(UnitParseError, match="unknown unit"):
        parse_unit(text)


def test_every_word_is_of_a_unit_and_none_was_a_name():
    for word, name in WORDS.items():
        assert find(word) is None, word
        assert find(name) is not None, name
        assert word not in REASONS


@pytest.mark.parametrize("text", REASONS)
def test_what_is_refused_says_why(text):
    assert find(text) is None  # what the catalogue has keeps its meaning
    for written in (text, f"3 m / {text}"):
        with pytest.raises(UnitParseError) as caught:
            parse_unit(written)
        assert caught.value.reason == REASONS[text]
        assert caught.value.position == written.index(text)


@pytest.mark.parametrize("text", [text for text, reason in REASONS.items() if "several ways" in reason])
def test_every_reading_that_is_offered_is_one(text):
    reason = REASONS[text].partition("write ")[2]
    offered = reason.split("'")[1::2]
    assert len(offered) > 1
    meant = [parse_unit(reading) for reading in offered]
    assert len({(unit.dim, unit.exact) for unit in meant}) > 1


# The other half of the policy: what the catalogue had before keeps its one meaning.
@pytest.mark.parametrize(
    "text, meaning",
    [
        ("ct", "carat"),
        ("mb", "1e-3 barn"),
        ("gal", "gallon"),
        ("pt", "point"),
        ("oz", "ounce"),
        ("G", "gauss"),
        ("ph", "phot"),
        ("D", "debye"),
        ("yr", "year"),
        ("min", "minute"),
        ("as", "1e-18 s"),
        ("TR", "1e12 roentgen"),
        ("PS", "1e15 siemens"),
        ("fL", "1e-15 l"),
    ],
)
def test_what_was_read_keeps_its_meaning(text, meaning):
    assert parse_unit(text) == parse_unit(meaning)


def test_an_attribute_has_the_readings_too():
    with pytest.raises(
        AttributeError, match="no unit is named 'ton'; 'ton' is read in several ways: write 'short_ton'"
    ):
        names.ton
    with pytest.raises(AttributeError, match=r"no unit is named 'meters'; did you mean meter\?"):
        names.meters


def test_in_definitions():
    code = """if True:
        import bu_units as bu
        rope = bu.Unit.define("rope", "rope", "20 feet")
        assert rope == bu.parse_unit("20 ft")
        assert bu.parse_unit("ropes") is rope and bu.parse_unit("3 Ropes") == bu.parse_unit("60 feet")
        try:
            bu.Unit.define("heap", "heap", "2 ton")
        except ValueError as error:
            print("several ways" in str(error))
    """
    assert python(code) == "True"


@laws
@given(
    st.sampled_from(sorted({name for row in rows() for name in row.names.split()})), st.sampled_from(PREFIXES)
)
def test_a_plural_is_never_another_unit(name, prefix):
    """Whatever is read from the plural of a name is the unit of the name."""
    for text in (name, prefix.symbol + name, prefix.name + name):
        for end in ("s", "es"):
            try:
                unit = parse_unit(text + end)
            except UnitParseError:
                continue
            if find(text + end) is None:
                meant = (text, f"{text}e", WORDS.get(text + end, ""))  # "miles" of "mile", not of "mil"
                assert unit in [find(name) for name in meant]


@laws
@given(st.text("abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=9))
def test_a_word_is_read_only_by_way_of_a_name(text):
    try:
        unit = parse_unit(text)
    except UnitParseError:
        return
    if find(text) is None and text not in WORDS and text != "pi":
        assert any(_is_name(name) and find(name) is unit for name in _singulars(text))


def test_dialects_have_words_of_their_own():
    with pytest.raises(UnitParseError):
        parse_unit("feet", "ucum")
    assert parse_unit("feet", "udunits") == names.foot
    assert bu.parse_unit("ton", "udunits") == names.short_ton  # what UDUNITS means by it
