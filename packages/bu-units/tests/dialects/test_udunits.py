"""UDUNITS and CF: the grammar, the units, what is refused and why, and the printer."""

import pytest

from bu_units import UnitParseError, names, parse_unit


def read(text):
    return parse_unit(text, dialect="udunits")


@pytest.mark.parametrize(
    "text, same",
    [
        ("kg m-2 s-1", "kg / (m^2 s)"),
        ("kg.m-2.s-1", "kg / (m^2 s)"),
        ("kg m^-2 s^-1", "kg / (m^2 s)"),
        ("kg m**-2 s**-1", "kg / (m^2 s)"),
        ("kg*m-2*s-1", "kg / (m^2 s)"),
        ("kg m⁻² s⁻¹", "kg / (m^2 s)"),
        ("kg·m-2", "kg / m^2"),
        ("m-2s-1", "1 / (m^2 s)"),
        ("m2/s", "m^2 / s"),
        ("m+2", "m^2"),
        ("m^+2", "m^2"),
        ("m/s/s", "m / s^2"),
        ("J / K mol", "J mol / K"),  # from left to right
        ("W m-2 per micrometer", "W / (m^2 um)"),
        ("m PER s", "m / s"),
        ("(m s-1)2", "m^2 / s^2"),
        ("(m s-1)^2", "m^2 / s^2"),
        ("(m s-1)^-2 kg", "kg s^2 / m^2"),
        ("N-m", "N m"),
        ("1", "1"),
        ("1e-3", "1e-3"),
        ("0.001 m", "1e-3 m"),
        ("10^3", "1e3"),
        ("10.m", "10 m"),
        ("1000 kg / 1e3 m", "kg m"),
        ("2 pi rad", "2 pi"),
        ("millimeter", "mm"),
        ("millimetres", "mm"),
        ("hectopascal", "hPa"),
        ("dekameter", "10 m"),
        ("decameter", "10 m"),
        ("kmeter", "km"),  # a symbol before a name
        ("µm", "um"),
        ("\u03bcmol", "umol"),
        ("meters", "m"),
        ("henries", "H"),
        ("siemenses", "S"),
        ("inches", "in"),
        ("feet", "ft"),
        ("degrees", "degree"),
        ("hours", "h"),
        ("hr", "h"),
        ("days", "d"),
        ("secs", "s"),
        ("degree_north", "degree"),
        ("degrees_north", "degree"),
        ("degrees_N", "degree"),
        ("degree_N", "degree"),
        ("degreesN", "degree"),
        ("degreeE", "degree"),
        ("degrees_east", "degree"),
        ("degrees_true", "degree"),
        ("°", "degree"),
        ("'", "arcmin"),
        ('"', "arcsec"),
        ("percent", "1e-2"),
        ("%", "1e-2"),
        ("ppm", "1e-6"),
        ("ppbv", "1e-9"),
        ("ppt", "1e-12"),
        ("count", "1"),
        ("hPa", "hPa"),
        ("mbar", "mbar"),
        ("millibar", "mbar"),
        ("decibar", "dbar"),
        ("dbar", "dbar"),
        ("dobson", "446.2 umol / m^2"),
        ("DU", "446.2 umol / m^2"),
        ("Sv", "Sv"),
        ("sverdrup", "1e6 m^3 / s"),
        ("gal", "cm / s^2"),
        ("mgal", "1e-5 m / s^2"),
        ("cal", "4.1868 J"),
        ("thermochemical_calories", "4.184 J"),
        ("F", "farad"),
        ("K", "K"),
        ("degrees_K", "K"),
        ("degR", "(5/9) K"),
        ("gallon", "gallon"),
        ("pt", "gallon / 8"),
        ("oz", "fl oz"),
        ("avoirdupois_ounce", "ounce"),
        ("ton", "short_ton"),
        ("t", "tonne"),
        ("a", "100 m^2"),
        ("kt", "knot"),
        ("at", "98066.5 Pa"),
        ("year", "31556925.9747 s"),
        ("month", "(31556925.9747 / 12) * s"),
        ("Myr", "31556925.9747e6 s"),
        ("Julian_years", "365.25 d"),
        ("US_survey_feet", "survey_foot"),
        ("mm Hg", "mmHg"),
        ("mmHg", "mmHg"),
        ("inHg", "25.4 mmHg"),
        ("cmH2O", "98.0665 Pa"),
        ("psi", "psi"),
        ("gp m", "9.80665 m^2 / s^2"),
        ("PVU", "1e-6 K m^2 / (kg s)"),
        ("kilograms_force", "kgf"),
        ("rpm", "pi / (30 s)"),
        ("bytes", "byte"),
    ],
)
def test_texts(text, same):
    assert read(text) == parse_unit(same)


def test_a_unit_of_the_catalogue_is_that_unit():
    assert read("gallons") is names.gallon
    assert read("millibars") is names.mbar
    assert read("degrees_north") is names.degree
    # Of today's definition, where UDUNITS rounds or has an older one.
    assert read("light_year") is names.light_year
    assert read("eV") is names.electron_volt


@pytest.mark.parametrize(
    "text, place, reason",
    [
        ("hours since 1970-01-01", 6, "a time since a date is a point in time"),
        ("hours since 1970-01-01T00:00:00Z", 6, "a time since a date"),
        ("days after 2000", 5, "a time after a date"),
        ("K @ 273.15", 2, "'@' shifts the origin"),
        ("K ref 273.15", 2, "'ref' shifts the origin"),
        ("(K @ 273.15)", 3, "'@' shifts the origin"),
        ("since", 0, "a time since a date"),
        ("2 degrees_F", 2, "degF is a scale and takes no part in products and powers of numbers"),
        ("dBZ", 0, "dBZ is a logarithmic level"),
        ("dBm s-1", 0, "dBm is a logarithmic level"),
        ("dBV", 0, "dBV is a logarithmic level"),
        ("lg(re 1 mW)", 0, "a logarithmic level is not a factor"),
        ("0.1 lg (re: 1 mW)", 4, "a logarithmic level is not a factor"),
        ("ln(RE 1)", 0, "a logarithmic level is not a factor"),
        ("degrees_west", 0, "degrees_west is the negative of a unit"),
        ("psu", 0, "psu is no unit of CF: practical salinity is a pure number"),
        ("PSU", 0, "PSU is no unit of CF"),
        ("sigma_level", 0, "sigma_level names a dimensionless vertical coordinate"),
        ("", 0, "an empty text"),
        ("m 2", 2, "ambiguous: write '*' or '^' before"),
        ("m. 2", 3, "ambiguous after a point"),
        ("m.2", 1, "ambiguous: write '*'"),
        ("m2.5", 2, "ambiguous: write '*'"),
        ("m^0.5", 2, "UDUNITS has integer exponents"),
        ("m^(1/2)", 2, "UDUNITS has integer exponents"),
        ("m2^3", 2, "a second exponent"),
        ("m^2^3", 3, "a second exponent"),
        ("m²³^2", 3, "a second exponent"),
        ("kg m -2", 5, "expected a unit, a number or '(', found '-'"),
        ("10-3", 3, "expected a unit after '-', found '3'"),
        ("m-", 2, "expected a unit after '-', found the end"),
        ("m /", 3, "expected a unit, a number or '(', found the end"),
        ("/s", 0, "expected a unit, a number or '(', found '/'"),
        ("per s", 0, "expected a unit, a number or '(', found 'per'"),
        ("(m", 2, "expected ')', found the end"),
        ("m)", 1, "no bracket is open before ')'"),
        ("m ¶", 2, "unexpected character '¶'"),
        ("0 m", 0, "a unit cannot be zero"),
        ("m * 1e99999", 4, "the number is out of all proportion"),
        ("m" + "1" * 41, 0, "the exponent is out of all proportion"),
        ("µ", 0, "unknown UDUNITS unit 'µ'"),
        ("mph", 0, "unknown UDUNITS unit 'mph'"),
        ("kdegree", 0, "unknown UDUNITS unit 'kdegree'"),
        ("kkm", 0, "unknown UDUNITS unit 'kkm'"),
    ],
)
def test_what_is_refused_says_where_and_why(text, place, reason):
    with pytest.raises(UnitParseError) as caught:
        read(text)
    error = caught.value
    assert error.reason.startswith(reason)
    assert (error.text, error.position) == (text, place)


@pytest.mark.parametrize(
    "text, near",
    [
        ("furlog", "'furlong'"),
        ("metres_per", "'metres'"),
        ("stone", None),
        ("degrees_nort", "'degrees_north'"),
        ("ounce", "'avoirdupois_ounce'"),
    ],
)
def test_an_unknown_name_suggests_near_ones(text, near):
    with pytest.raises(UnitParseError, match="unknown UDUNITS unit") as caught:
        read(text)
    assert near is None or near in caught.value.reason


@pytest.mark.parametrize(
    "text, shown",
    [
        ("kg m / s^2", "kg m s-2"),
        ("W / (m^2 K)", "W m-2 K-1"),
        ("kg / (m^2 s)", "kg m-2 s-1"),
        ("m^2", "m2"),
        ("1/s", "s-1"),
        ("°", "degree"),
        ("kΩ", "kohm"),
        ("µm", "um"),
        ("hPa", "hPa"),
        ("oz", "avoirdupois_ounce"),
        ("fl oz", "floz"),
        ("cal", "thermochemical_calorie"),
        ("yr", "Gregorian_year"),
        ("300 m", "300 m"),
        ("1e4 m", "1e4 m"),
        ("1.5 m", "1.5 m"),
        ("0.0127 m", "0.0127 m"),
        ("(1/3) m", "(1/3) m"),
        ("(20/3) m", "(20/3) m"),
        ("pi m", "pi m"),
        ("m / pi^2", "pi-2 m"),
        ("1", "1"),
        ("10^-3", "1e-3"),
        ("10^20000 m", "10^20000 m"),
        ("mmHg", "mmHg"),
        ("torr", "(20265/152) Pa"),
    ],
)
def test_printer(text, shown):
    unit = parse_unit(text)
    assert format(unit, "~udunits") == format(unit, "udunits") == shown
    assert read(shown) == unit


@pytest.mark.parametrize(
    "text, same",
    [
        ("METER", "m"),
        ("Meters per Second", "m / s"),
        ("Kelvin", "K"),
        ("MegaHertz", "MHz"),
        ("Degrees_North", "deg"),
        ("us_survey_feet", "survey_foot"),
        ("kΩ", "kohm"),
        ("\u212b", "angstrom"),
        ("acre_feet", "43560 survey_foot^3"),
        ("circular_mil", "pi/4*mil^2"),
        ("dry_pint", "bushel/64"),
        ("ksi", "ksi"),
        ("statvolt", "statV"),
        ("tons_of_refrigeration", "ton_refrigeration"),
    ],
)
def test_names_are_read_in_any_case_and_the_rarer_ones_too(text, same):
    assert read(text) == parse_unit(same)


@pytest.mark.parametrize("text", ["KM", "HPA", "Mm m S Q", "kiloPA", "Kmeters"])
def test_symbols_are_not(text):
    with pytest.raises(UnitParseError, match="unknown UDUNITS unit"):
        read(text)


@pytest.mark.parametrize(
    "text, scale",
    [
        ("degC", "degC"),
        (" celsius ", "degC"),
        ("Degrees_Celsius", "degC"),
        ("°C", "degC"),
        ("deg_F", "degF"),
        ("dBm", "dBm"),
        ("dBW", "dBW"),
    ],
)
def test_a_scale_stands_alone(text, scale):
    unit = read(text)
    assert unit is parse_unit(scale)
    assert f"{unit:~udunits}" == scale
