"""Text to unit: the grammar, what is refused and where, and numbers in front."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st
from unit_laws import compounds, laws, units

import bu_units as bu
from bu_units import UNITLESS, Unit, UnitParseError, names, parse_unit

M, S, KG, J, K, MOL = names.metre, names.second, names.kilogram, names.joule, names.kelvin, names.mole
SYMBOLS = [
    "m",
    "mV",
    "kg",
    "km/h",
    "°",
    "µm",
    "fl oz",
    "oz t",
    "US survey ft",
    "cm2",
    "pi",
    "Ω",
    "1e-3",
    "in",
]


@pytest.mark.parametrize(
    "text, unit",
    [
        ("mV", names.mvolt),
        ("mvolt", names.mvolt),
        ("millivolt", names.mvolt),
        ("(m/s)^2", (M / S) ** 2),
        ("m/s", M / S),
        ("J/K/mol", J / (K * MOL)),
        ("J / (K * mol)", J / (K * MOL)),
        ("m / s * kg", M / S * KG),
        ("10^3", Unit(scale=3)),
        ("1e-3*m", names.mmetre),
        ("10^-3 m", names.mmetre),
        ("m**2", M**2),
        ("m ** -2", M**-2),
        ("kg m s-2", names.newton),
        ("kg m^2", KG * M**2),
        ("kg m2 s-2", J),
        ("kg.m.s-2", names.newton),
        ("m·s⁻¹", M / S),
        ("m⋅s⁻¹", M / S),
        ("m×s", M * S),
        ("m²", M**2),
        ("m²/s", M**2 / S),
        ("fl oz²", names.fluid_ounce**2),
        ("fl  oz", names.fluid_ounce),
        ("fl\u00a0oz", names.fluid_ounce),
        ("m¹ᐟ³", M ** (1 / 3)),
        ("m·s⁻¹ᐟ²", M / S**0.5),
        ("m^−2", M**-2),
        ("m^(1/2)", M**0.5),
        ("m^(-1/3)", M ** (-1 / 3)),
        ("m^0.5", M**0.5),
        ("m^0.5/2", M**0.5 / Unit(factor=2)),
        ("m^(2)", M**2),
        ("s-2.5", S**-2.5),
        ("((m))", M),
        ("  m\t/\n s ", M / S),
        ("1", UNITLESS),
        ("1/s", S**-1),
        ("2 pi rad", Unit(factor=2) * Unit("pi")),
        ("\u00b5m", names.umetre),
        ("\u03bcm", names.umetre),
        ("\u03a9", names.ohm),
        ("\u2126", names.ohm),
        ("kΩ", names.kohm),
        ("\u212b", names.angstrom),
        ("2 \u03c0 rad/s", parse_unit("turn/s")),
        ("\u2103", names.degC),
        ("\u2109", names.degF),
        ("L", names.litre),
        ("mL", names.mlitre),
        ("deg", names.degree),
        ("light_year", names.light_year),
        ("cm2", names.cmetre2),
        ("kmh", names.kmetre / names.hour),
        ("in", names.inch),
        ("min", names.minute),
        ("oz t", names.troy_ounce),
        ("oz*t", names.ounce * names.metric_ton),
        ("long ton", names.long_ton),
        (".5 m", Unit(M.dim, factor=0.5)),
        ("5. m", Unit(M.dim, factor=5)),
    ],
)
def test_texts(text, unit):
    assert parse_unit(text) == unit == Unit(text)


@pytest.mark.parametrize(
    "text, place, reason",
    [
        # what can be read in two ways
        ("J / K mol", 6, "ambiguous after '/'"),
        ("1/2 m", 4, "ambiguous after '/'"),
        ("m^1/2", 3, "ambiguous: bracket the exponent"),
        ("m^-1/2", 4, "ambiguous: bracket the exponent"),
        ("m 2", 2, "ambiguous: write '*' or '^'"),
        ("(m/s) 2", 6, "ambiguous: write '*' or '^'"),
        ("1 500 m", 2, "ambiguous: write '*' or '^'"),
        ("m^2 3", 4, "ambiguous: write '*' or '^'"),
        ("s2^3", 2, "a second exponent"),
        ("cm2^3", 3, "a second exponent"),
        ("s2-3", 2, "a second exponent"),
        ("m^2^3", 3, "a second exponent"),
        ("m^2²", 3, "a second exponent"),
        ("m+2", 1, "expected a unit, a number or '(', found '+'"),
        ("m -2", 2, "expected a unit, a number or '(', found '-'"),
        ("10-3 m", 2, "expected a unit, a number or '(', found '-'"),
        ("(m)-2", 3, "expected a unit, a number or '(', found '-'"),
        # names
        ("\u00b5", 0, "'µ' is no unit here: write 'um'"),
        ("m / xyz", 4, "unknown unit 'xyz'"),
        ("Ω / xyz", 4, "unknown unit 'xyz'"),
        ("kΩ kΩ x_", 6, "unknown unit 'x_'"),
        ("m · µxyz", 4, "unknown unit 'µxyz'"),
        ("2 degC", 2, "degC is a scale and takes no part in products and powers"),
        (
            "degC * 2",
            0,
            "degC is a scale and takes no part in products and powers of numbers; use delta_degC",
        ),
        (
            "dBm / Hz",
            0,
            "dBm is a scale and takes no part in products and powers; convert a value to a linear",
        ),
        ("pH_scale^2", 0, "pH_scale is a scale"),
        ("dB dBm", 3, "dBm is a scale"),
        ("m ¶", 2, "unexpected character '¶'"),
        # grammar
        ("", 0, "an empty text"),
        ("  ", 0, "an empty text"),
        ("()", 1, "expected a unit, a number or '(', found ')'"),
        ("(m", 2, "expected ')', found the end"),
        ("m)", 1, "no bracket is open before ')'"),
        ("m /", 3, "expected a unit, a number or '(', found the end"),
        ("* m", 0, "expected a unit, a number or '(', found '*'"),
        ("m ^", 3, "expected an exponent, found the end"),
        ("m^x", 2, "expected an exponent, found 'x'"),
        ("m^(1/2", 6, "expected ')' after the exponent, found the end"),
        ("m^(1/0)", 6, "an exponent divided by zero"),
        ("m¹ᐟ⁰", 4, "an exponent divided by zero"),
        ("m^1e3", 2, "an exponent is a plain integer"),
        ("m^" + "9" * 41, 2, "an exponent is a plain integer"),
        ("m^(" + "9" * 61 + ")", 3, "an exponent is a plain integer"),
        ("m ? s", 2, "unexpected character '?'"),
        ("0", 0, "a unit cannot be zero"),
        ("3 * 0.0 m", 4, "a unit cannot be zero"),
        ("1e99999 m", 0, "the number is out of all proportion"),
        ("1e" + "9" * 99, 0, "the number is out of all proportion"),
        ("m * " + "9" * 401, 4, "the number is out of all proportion"),
        (f"m * {(2**127 - 1) * (2**89 - 1)}", 4, "cannot hold the factor"),
        ("(" * 60 + "m" + ")" * 60, 51, "brackets are nested too deeply"),
        ("m" * 10_001, 0, "a unit of 10001 characters is too long"),
        ("(" * 10_001, 0, "a unit of 10001 characters is too long"),
    ],
)
def test_what_is_refused_says_where_and_why(text, place, reason):
    with pytest.raises(UnitParseError) as caught:
        parse_unit(text)
    error = caught.value
    assert error.reason.startswith(reason)
    assert (error.text, error.position) == (text, place)
    assert str(error).endswith(" " * (2 + min(place, 60)) + "^")


@pytest.mark.parametrize("value", [None, b"m", 3, M, ["m"]])
def test_what_is_no_text_is_a_type_error(value):
    with pytest.raises(TypeError, match="from a str"):
        parse_unit(value)


@pytest.mark.parametrize(
    "text, near",
    [
        ("metrs", "'metre'"),
        ("mVolt", "'mvolt'"),
        ("khz", "'kHz'"),
        ("KG", "'kg'"),
        ("lightyeer", "'light_year'"),
        ("NEWTON", "'newton'"),
    ],
)
def test_an_unknown_name_suggests_near_ones(text, near):
    with pytest.raises(UnitParseError, match=f"unknown unit {text!r}; did you mean .*{near}"):
        parse_unit(text)


@pytest.mark.parametrize(
    "text",
    [
        f"(m^{'9' * 39})^{'9' * 39}",
        "(" * 40 + "m" + ")^999999" * 40,
        " ".join(f"m^(1/{10**38 + odd})" for odd in range(1, 401, 2)),  # no str of this denominator either
        " * ".join(f"2^(1/{10**38 + odd})" for odd in range(1, 401, 2)),
    ],
)
def test_exponents_that_grow_out_of_proportion_are_refused(text):
    with pytest.raises(UnitParseError, match="exponents together are out of all proportion"):
        parse_unit(text)


@pytest.mark.parametrize("dialect, times", [("default", " * "), ("ucum", "."), ("udunits", "*")])
def test_a_text_of_numbers_that_are_hard_to_factorise_does_not_hang(dialect, times):
    hard = (10**10 + 19) * (10**19 + 51)  # 0.1 s
    with pytest.raises(UnitParseError, match="too many numbers with large prime factors"):
        parse_unit(times.join([str(hard)] * 300), dialect)


def test_long_and_deep_texts_that_are_fine():
    assert parse_unit("(" * 50 + "m" + ")" * 50) is M
    assert parse_unit(" * ".join(["m"] * 2500)) == M**2500
    assert parse_unit("m" + " " * 9_999) is M


@laws
@given(st.text(max_size=40) | st.text("mskgV/*^()-+.0123456789eE² ⁻µΩ°ᐟ", max_size=30))
def test_any_text_is_a_unit_or_a_parse_error(text):
    unit, error = None, None
    try:
        unit = parse_unit(text)
    except UnitParseError as caught:
        error = caught
    if error is None:
        assert parse_unit(str(unit)) == unit
    else:
        assert 0 <= error.position <= len(text)
        assert error.text == text
        assert str(error).count("\n") == 2


@laws
@given(st.lists(st.sampled_from([*SYMBOLS, *"*/^()-.23", "**", " "]), max_size=12).map("".join))
def test_nearly_units_are_units_or_parse_errors(text):
    try:
        unit = parse_unit(text)
    except UnitParseError:
        return
    assert parse_unit(str(unit)) == unit


def test_every_name_reads_back():
    for name in bu.attribute_names():
        unit = getattr(names, name)
        assert parse_unit(name) is unit or name == "pH"  # acidity as an attribute, the picohenry in a text
        assert parse_unit(str(unit)) == unit
        assert parse_unit(unit.name) == unit


def test_every_product_and_quotient_of_a_sample_reads_back():
    sample = [getattr(names, name) for name in bu.attribute_names()[::55]] + [parse_unit(s) for s in SYMBOLS]
    for a, b in itertools.product(sample, repeat=2):
        for unit in (a * b, a / b):
            assert parse_unit(str(unit)) == unit


@laws
@given(units, compounds)
def test_brackets_and_signs_say_the_algebra(a, b):
    assert parse_unit(f"({a}) * ({b})") == a * b
    assert parse_unit(f"({a}) / ({b})") == a / b
    assert parse_unit(f"({a})^(-2/3)") == a ** (-2 / 3)


@pytest.mark.parametrize("text", ["mV", "m / s^2", "1", "10.0^-3 * m", "degC", "dBm", "%", "J / (K * mol)"])
def test_a_repr_is_read(text):
    unit = parse_unit(text)
    assert parse_unit(repr(unit)) == unit
    assert repr(parse_unit(repr(unit))) == repr(unit)


@pytest.mark.parametrize(
    "text", ['Unit("nosuch")', 'Unit("mV"', "Unit(mV)", 'Unit("")("")', 'Unit("mV") * m']
)
def test_what_is_no_repr(text):
    with pytest.raises(UnitParseError):
        parse_unit(text)


@pytest.mark.parametrize("text", ["N-m", "ft-lb", "kg-m/s", "kW - h"])
def test_a_hyphen_joins_no_units(text):
    with pytest.raises(UnitParseError, match=r"a product is written '\*' or with a blank, not with a '-'"):
        parse_unit(text)


@pytest.mark.parametrize("sign", ["\u00b0", "\u00ba", "\u02da"])
def test_what_is_typed_for_a_degree_sign(sign):
    assert parse_unit(f"{sign}C") is names.degC
    assert parse_unit(sign) == names.degree
