"""Names at work: prefixes, collisions, names for products, units of the user's own."""

import pytest
from unit_laws import python

import bu_units as bu
from bu_units import names, parse_unit
from bu_units._catalogue import BINARY_PREFIXES, PREFIXES
from bu_units._magnitude import magnitude
from bu_units._registry import _defined, find, rows, spellings, suggest
from bu_units._scale_rows import LEVELS, POINTS
from bu_units._unit import compose

# Symbols of several words that would also read as a product: the exact symbol wins, on purpose.
DELIBERATE_PHRASES = {
    "fl oz": "the fluid ounce, no femtolitre times ounce",
    "oz t": "the troy ounce, no ounce times tonne",
    "lb t": "the troy pound, no pound times tonne",
}


@pytest.mark.parametrize("prefix", PREFIXES, ids=lambda prefix: prefix.name)
def test_every_prefix(prefix):
    prefixed = find(prefix.symbol + "V")
    assert prefixed is find(prefix.symbol + "volt") is find(prefix.name + "volt")
    assert prefixed.exact is magnitude(1, prefix.power)
    assert str(prefixed) == prefix.symbol + "V"
    assert prefixed.scale == prefix.power
    assert prefixed.factor == 1.0


def test_there_are_24_prefixes():
    assert len(PREFIXES) == len({prefix.symbol for prefix in PREFIXES}) == 24


def test_no_text_means_two_units():
    meanings = {}
    for row in rows():
        dimension, size = _defined(row)
        stems = {row.symbol, *row.aliases.split(), *row.names.split()}
        prefixes = PREFIXES if row.prefixed else [p for p in PREFIXES if p.power > 2] if row.binary else []
        for stem in stems:
            meanings.setdefault(stem, set()).add((dimension, size))
            for prefix in [*prefixes, *(BINARY_PREFIXES if row.binary else ())]:
                meaning = dimension, size * magnitude(prefix.base) ** prefix.power
                meanings.setdefault(prefix.symbol + stem, set()).add(meaning)
                if stem in row.names.split():
                    meanings.setdefault(prefix.name + stem, set()).add(meaning)
        assert {text for text, _, _ in spellings(row)} <= meanings.keys()
    for scale in (*POINTS, *LEVELS):
        assert meanings.keys().isdisjoint({scale.name, scale.symbol, *scale.aliases.split()})
    assert [text for text, said in meanings.items() if len(said) > 1] == []
    for text, said in meanings.items():
        if text != "µm":  # read as "um", see test_parse
            unit = find(text)
            assert (unit.dim, unit.exact) in said


def test_symbols_belong_to_one_row():
    symbols = [symbol for row in rows() for symbol in {row.symbol, *row.aliases.split()}]
    assert sorted(symbols) == sorted(set(symbols))
    spellings = [spelling for row in rows() for spelling in row.names.split()]
    assert sorted(spellings) == sorted(set(spellings))


def test_phrases_that_would_read_as_products():
    found = set()
    for row in rows():
        words = row.symbol.split()
        if len(words) > 1 and "/" not in row.symbol and all(find(word) is not None for word in words):
            found.add(row.symbol)
            assert parse_unit(row.symbol) is not parse_unit(" * ".join(words))
            assert str(parse_unit(row.symbol)) == row.symbol
    assert found == set(DELIBERATE_PHRASES)


@pytest.mark.parametrize("prefix", BINARY_PREFIXES, ids=lambda prefix: prefix.name)
def test_every_binary_prefix(prefix):
    power = 2 ** (10 * (1 + BINARY_PREFIXES.index(prefix)))  # 1024, 1024^2, ...
    assert find(prefix.symbol + "B") is find(prefix.symbol + "byte") is find(prefix.name + "byte")
    assert find(prefix.symbol + "bit").exact is magnitude(power)
    assert str(find(prefix.symbol + "B")) == prefix.symbol + "B"
    assert bu.Unit.create_scaled_unit(names.bit, prefix.symbol) is find(prefix.symbol + "bit")
    for other in ("m", "metre", "V", "m2"):
        assert find(prefix.symbol + other) is None


@pytest.mark.parametrize("text", ["mbit", "dB2", "cB", "millibyte", "qbit", "Kibyte2", "daB"])
def test_bit_and_byte_have_no_small_prefixes(text):
    assert find(text) is None


@pytest.mark.parametrize(
    "text", ["mlb", "kmin", "kday", "mm2m", "mkg", "kPaa", "dakilogram", "µm ", "m-1", "km22"]
)
def test_what_is_no_name(text):
    assert find(text) is None


@pytest.mark.parametrize(
    "text, named",
    [
        ("kg m / s^2", "N"),
        ("1e3 kg m s^-2", "kN"),
        ("V / A", "ohm"),
        ("mol / s", "kat"),
        ("1e3 mol m^-3", "M"),
        ("s^-1", "1 / s"),  # hertz or becquerel: neither
        ("J / kg", "J / kg"),  # gray or sievert: neither
        ("GB/s * ms", "MB"),
        ("1e3 bit", "kbit"),
        ("1e-3 bit", "10.0^-3 * bit"),  # no millibit
        ("2^10 B", "1.024 * 10.0^3 * B"),
        ("8 bit", "B"),
        ("1e-7 N", "10.0^-7 * N"),  # there is no such prefix
        ("mV / V", "mV / V"),  # no name without a dimension
        ("0.0254 m", "2.54 * 10.0^-2 * m"),  # customary units name no product
    ],
)
def test_names_for_products(text, named):
    unit = parse_unit(text)  # as it is written
    assert str(compose(unit.atoms, unit.coefficient)) == named


def test_suggest_is_short_and_ranked():
    assert suggest("mvlt")[0] == "mvolt"
    assert suggest("HZ")[0] == "Hz"
    assert len(suggest("metr")) <= 3
    assert suggest("zzzzzzzz") == []


def test_add_standard_unit():
    # In a process of its own: what is added stays.
    code = """if True:
        import bu_units as bu
        length = bu.names.metre.dim
        def add(*names, **definition):
            unit = bu.Unit.create(length, *names, **definition)
            bu.add_standard_unit(unit)
            for text in (*names, f"{names[0]} / s", f"1 / {names[1]}", f"s * {names[1]}^2"):
                assert str(bu.parse_unit(str(bu.parse_unit(text)))) == str(bu.parse_unit(text)), text
                assert bu.parse_unit(str(bu.parse_unit(text))) == bu.parse_unit(text), text
            assert bu.parse_unit(names[0]) is bu.parse_unit(names[1]) is unit
            return unit
        before = bu.Unit(length, factor=201.168)
        furlong = add("furlong", "fur", factor=201.168)
        assert before == furlong and str(before) != "fur"
        assert bu.Unit(length, factor=201.168) is furlong and bu.parse_unit("660 ft") is furlong
        assert bu.names.furlong is furlong
        add("smoot", "$", factor=1.7018)
        add("my own unit", "\u00b5wn", factor=1.5)
        add("H2O", "H2O", factor=1.25)
        bu.add_standard_unit(furlong)
        bu.add_standard_unit(bu.names.kmetre / bu.names.hour)
        assert str(bu.parse_unit("km/h")) == "km / h"
        bu.add_standard_unit(bu.Unit.create(bu.DIMENSIONLESS, "count", "count"))
        assert str(bu.parse_unit("Hz s")) == "1" and str(bu.parse_unit("count")) == "count"
        refused = [("second", "abc"), ("abc", "s"), ("fur", "fur"), ("a/b", "c"), ("2x", "c"), (" c", "c"), ("-c", "c")]
        for names in refused:
            try:
                bu.add_standard_unit(bu.Unit.create(length, *names, factor=7))
            except ValueError:
                assert str(bu.Unit(length, factor=7)) == "7.0 * m"
                continue
            raise AssertionError(names)
        try:
            bu.parse_unit("abc")
        except bu.UnitParseError:
            print("done")
    """
    assert python(code) == "done"


def test_names_that_are_hidden_from_attributes():
    assert {"in", "min", "µm"}.isdisjoint(bu.attribute_names())
    assert names.inch is parse_unit("in")
