"""UCUM: its grammar, its atoms and figures, what is refused and why, and its printer."""

from fractions import Fraction

import pytest

from bu_units import UnitParseError, names, parse_unit
from bu_units.dialects._ucum_atoms import ATOMS


def read(text):
    return parse_unit(text, dialect="ucum")


@pytest.mark.parametrize(
    "text, same",
    [
        ("m", "m"),
        ("kg.m/s2", "N"),
        ("m2", "m^2"),
        ("s-1", "1/s"),
        ("m+2", "m^2"),
        ("/s", "1/s"),
        ("/min.m", "m/min"),
        ("m/s.kg", "m kg / s"),  # from left to right
        ("m/s/kg", "m/(s kg)"),
        ("m/(s.kg)", "m/(s kg)"),
        ("((m))", "m"),
        ("(/s)", "1/s"),
        ("10*3", "10^3"),
        ("10^3", "10^3"),
        ("10*-3", "10^-3"),
        ("10*", "10"),
        ("100.m", "100 m"),
        ("2.5", "10"),  # a point multiplies
        ("[pi].rad", "pi"),
        ("10*3/uL", "1e3 / uL"),
        ("{RBC}/uL", "1 / uL"),
        ("{}", "1"),
        ("m2{a:b(c)[d]}", "m^2"),
        ("mL/min/{1.73_m2}", "mL / min"),
        ("(m/s){x}", "m/s"),
        ("%", "1e-2"),
        ("[ppth]", "1e-3"),
        ("[ppm]", "1e-6"),
        ("Ohm", "ohm"),
        ("kOhm", "kohm"),
        ("deg", "degree"),
        ("'", "arcmin"),
        ("''", "arcsec"),
        ("gon", "pi/200"),
        ("l", "litre"),
        ("mL", "mlitre"),
        ("dag", "10 g"),
        ("har", "hectare"),
        ("a", "365.25 d"),
        ("mo", "365.25 d / 12"),
        ("mo_g", "365.2425 d / 12"),
        ("[c]", "299792458 m/s"),
        ("[ly]", "light_year"),
        ("kgf", "kgf"),
        ("[lbf_av]", "lbf"),
        ("atm", "atm"),
        ("Ky", "1e2 / m"),
        ("dyn", "dyn"),
        ("P", "0.1 Pa s"),
        ("Oe", "(1000 / (4 pi)) * A/m"),
        ("RAD", "1e-2 Gy"),
        ("mRAD", "1e-5 Gy"),
        ("[in_i]", "inch"),
        ("[mi_i]/h", "mph"),
        ("[cml_i]", "(pi/4) * mil^2"),
        ("[ft_us]", "survey_foot"),
        ("[mi_us]", "survey_mile"),
        ("[acr_us]", "43560 * survey_foot^2"),
        ("[in_br]", "2.539998 cm"),
        ("[gal_us]", "gallon"),
        ("[foz_us]", "fluid_ounce"),
        ("[cup_us]", "gallon / 16"),
        ("[gal_br]", "gallon_imp"),
        ("[foz_br]", "fluid_ounce_imp"),
        ("[gr]", "grain"),
        ("[lb_av]", "lb"),
        ("[oz_av]", "ounce"),
        ("[ston_av]", "short_ton"),
        ("[lton_av]", "long_ton"),
        ("[stone_av]", "stone"),
        ("[oz_tr]", "troy_ounce"),
        ("[lb_ap]", "troy_pound"),
        ("[pnt]", "point"),
        ("[pca]", "pica"),
        ("cal", "4.184 J"),
        ("kcal_IT", "4186.8 J"),
        ("cal_[15]", "4.1858 J"),
        ("[Cal]", "kcal"),
        ("[Btu_IT]", "Btu"),
        ("[HP]", "horsepower"),
        ("[degR]", "(5/9) K"),
        ("cm[H2O]", "98.0665 Pa"),
        ("[in_i'H2O]", "249.08891 Pa"),
        ("[diop]", "1/m"),
        ("[Ch]", "(1/3) mm"),
        ("[drp]", "0.05 mL"),
        ("[MET]", "3.5 mL / (min kg)"),
        ("mg%", "mg / dl"),
        ("U/L", "umol / (min l)"),
        ("mosm/kg", "mmol / kg"),
        ("[S]", "1e-13 s"),
        ("st", "m^3"),
        ("Ao", "angstrom"),
        ("b", "1e-28 m^2"),
        ("att", "98066.5 Pa"),
        ("mmho", "mS"),
        ("[psi]", "psi"),
        ("circ", "2 pi"),
        ("[car_m]", "carat"),
        ("[car_Au]", "(1/24)"),
        ("[smoot]", "67 inch"),
        ("bit", "bit"),
        ("kBy", "1000 byte"),
        ("KiBy", "1024 byte"),
        ("Tibit", "2^40 bit"),
        ("Bd", "1/s"),
    ],
)
def test_texts(text, same):
    assert read(text) == parse_unit(same)


# Where UCUM 2.1 prints a number of its own, that number counts.
@pytest.mark.parametrize(
    "text, si, number",
    [
        ("m[Hg]", "Pa", "133322"),
        ("[in_i'Hg]", "Pa", "3386.3788"),
        ("u", "kg", "1.6605402e-27"),
        ("eV", "J", "1.60217733e-19"),
        ("AU", "m", "149597870691"),
        ("pc", "m", "3.085678e16"),
        ("[h]", "J s", "6.6260755e-34"),
        ("[e]", "C", "1.60217733e-19"),
        ("[k]", "J / K", "1.380658e-23"),
        ("[m_e]", "kg", "9.1093897e-31"),
        ("[G]", "m^3 / (kg s^2)", "6.67259e-11"),
        ("[g]", "m / s^2", "9.80665"),
        ("ph", "lx", "1e-4"),
        ("a_t", "d", "365.24219"),
        ("[Btu_th]", "J", "1054.35"),
        ("[bu_us]", "inch^3", "2150.42"),
        ("[pnt_pr]", "inch", "0.013837"),
    ],
)
def test_figures(text, si, number):
    assert (read(text).exact / parse_unit(si).exact).fraction == Fraction(number)


def test_a_unit_of_the_catalogue_is_that_unit():
    assert read("[in_i]") is names.inch
    assert read("mV") is names.mvolt
    assert read("Ohm") is names.ohm
    assert read("Bq") is names.becquerel
    assert str(read("kg.m/s2")) == "kg * m / s^2"
    assert str(read("mmol/L")) == "mmol / l"


def test_what_is_none_of_the_catalogue_is_shown_as_what_it_stands_for():
    unit = read("mm[Hg]")
    assert (unit.name, str(unit), repr(unit)) == (
        "mm[Hg]",
        "1.33322 * 10.0^2 * Pa",
        'Unit("1.33322 * 10.0^2 * Pa")',
    )
    assert f"{unit:~P}" == "1.33322·10.0²·Pa"
    assert f"{unit * names.metre:~ucum}" == "m.mm[Hg]"
    assert str(read("[smoot]/s")) == "1.7018 * m / s"


@pytest.mark.parametrize(
    "text, place, reason",
    [
        ("2.Cel", 2, "degC is a scale and takes no part in products and powers of numbers"),
        ("mol/mCel", 4, "mCel is a point"),
        ("[degRe]", 0, "[degRe] is a point"),
        ("dB[W]/m", 0, "dB[W] is the logarithm of a ratio"),
        ("Np", 0, "Np is the logarithm of a ratio"),
        ("B[SPL]", 0, "B[SPL] is the logarithm"),
        ("dB[10.nV]", 0, "dB[10.nV] is the logarithm"),
        ("[pH]2", 0, "[pH] is the logarithm"),
        ("bit_s", 0, "bit_s is the logarithm"),
        ("[p'diop]", 0, "[p'diop] is a function of a number"),
        ("[iU]/mL", 0, "[iU] is an arbitrary unit"),
        ("m[IU]/mL", 0, "m[IU] is an arbitrary unit"),
        ("10*3.[CFU]/L", 5, "[CFU] is an arbitrary unit"),
        ("", 0, "an empty text"),
        ("kg m", 2, "UCUM has no blanks"),
        (" m", 0, "UCUM has no blanks"),
        ("µg", 0, "UCUM is ASCII"),
        ("m·s", 1, "UCUM is ASCII"),
        ("m^2", 1, "UCUM has no '^' here"),
        ("m**2", 1, "UCUM has no '*' here"),
        ("12a", 0, "unknown UCUM unit '12a'"),
        ("m2x", 2, "expected '.' or '/' before 'x'"),
        ("(m/s)2", 5, "UCUM has no exponent after a bracket"),
        ("(m)m", 3, "expected '.' or '/' before 'm'"),
        ("m(s)", 1, "expected '.' or '/' before '('"),
        ("m{a}2", 4, "expected '.' or '/' before '2'"),
        ("{a}{b}", 3, "expected '.' or '/' before '{'"),
        ("(m", 2, "expected ')', found the end"),
        ("m)", 1, "no bracket is open before ')'"),
        ("()", 1, "expected a unit, a number or '(', found ')'"),
        ("m//s", 2, "expected a unit, a number or '(', found '/'"),
        ("m.", 2, "expected a unit, a number or '(', found the end"),
        (".m", 0, "expected a unit, a number or '(', found '.'"),
        ("m.-2", 2, "expected a unit, a number or '(', found '-'"),
        ("[in_i", 0, "a square bracket is not closed"),
        ("m.{a b}", 2, "an annotation is {text}"),
        ("m.{a", 2, "an annotation is {text}"),
        ("m.0", 2, "a unit cannot be zero"),
        ("m" + "1" * 41, 1, "the exponent is out of all proportion"),
        ("m." + "1" * 401, 2, "the number is out of all proportion"),
        (f"m.{(2**127 - 1) * (2**89 - 1)}", 2, "cannot hold the factor"),
        ("km[in_i]", 0, "unknown UCUM unit 'km[in_i]'"),
        ("mmin", 0, "unknown UCUM unit 'mmin'"),  # not metric
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
        ("mmHg", "'mm[Hg]'"),
        ("inch", "'[in_i]'"),
        ("lb", "'[lb_av]'"),
        ("ohm", "'Ohm'"),
        ("hour", "'h'"),
        ("mcg", "'ug'"),
        ("HZ", "'Hz'"),
        ("[IN_I]", "'[in_i]'"),
        ("[lb_avo]", "'[lb_av]'"),
    ],
)
def test_an_unknown_code_suggests_near_ones(text, near):
    with pytest.raises(UnitParseError, match="unknown UCUM unit") as caught:
        read(text)
    assert near in caught.value.reason


@pytest.mark.parametrize(
    "text, shown",
    [
        ("kg m^2 / (s^3 A)", "kg.m2/s3/A"),
        ("J / (K mol)", "J/K/mol"),
        ("m^2", "m2"),
        ("1/s", "/s"),
        ("mol / l", "mol/L"),
        ("umol / l", "umol/L"),
        ("mM / s", "mmol/L/s"),
        ("km/h", "km/h"),
        ("mph", "[mi_i]/h"),
        ("°", "deg"),
        ("kΩ", "kOhm"),
        ("µm", "um"),
        ("Bq", "Bq"),
        ("Sv", "Sv"),
        ("300 m", "300.m"),
        ("1e4 m", "10*4.m"),
        ("1.5 m", "15.10*-1.m"),
        ("(1/3) m", "m/3"),
        ("pi m", "m.[pi]"),
        ("m / pi", "m/[pi]"),
        ("1", "1"),
        ("10^-3", "10*-3"),
        ("torr", "20265.Pa/152"),
        ("eV", "1602176634.10*-28.J"),
        ("kB", "kBy"),
        ("KiB", "KiBy"),
    ],
)
def test_printer(text, shown):
    unit = parse_unit(text)
    assert format(unit, "~ucum") == format(unit, "ucum") == shown
    assert read(shown) == unit


def test_codes_print_as_they_are():
    for atom in ATOMS:
        for prefix in ("", "m", "k") if atom.metric else ("",):
            unit = read(prefix + atom.code)
            assert read(format(unit, "~ucum")) == unit
    for code in (
        "mm[Hg]",
        "[smoot]",
        "meq/L",
        "mosm/kg",
        "[HPF]",
        "U/L",
        "uCi",
        "[diop]",
        "eV",
        "mREM",
        "mg%",
    ):
        assert format(read(code), "~ucum") == code


@pytest.mark.parametrize(
    "code, scale",
    [
        ("Cel", "degC"),
        ("[degF]", "degF"),
        ("B", "bel"),
        ("dB", "dB"),
        ("dB[W]", "dBW"),
        ("dB[V]", "dBV"),
        ("dB[uV]", "dBuV"),
        ("dB[SPL]", "dBSPL"),
        ("[pH]", "pH_scale"),
    ],
)
def test_a_special_unit_stands_alone(code, scale):
    unit = read(code)
    assert unit is parse_unit(scale)
    assert f"{unit:~ucum}" == code
