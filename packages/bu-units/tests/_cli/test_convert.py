"""Which words are the quantity and which the units asked for; exact answers; hints."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from unit_laws import laws, named

from bu_units import UnitMismatchError, UnitParseError, parse_unit
from bu_units._cli.convert import LAWS, convert


@pytest.mark.parametrize(
    "text, lines",
    [
        ("3.5 inch mm", ["88.9 mm"]),
        ("3.5inch mm", ["88.9 mm"]),
        ("3.5 inch in mm", ["88.9 mm"]),
        ("3.5 inch to mm", ["88.9 mm"]),
        ("3.5 inch -> mm", ["88.9 mm"]),
        ("3.5 inch->mm", ["88.9 mm"]),
        ("3.5 inch = ? mm", ["88.9 mm"]),
        ("3.5 inch mm cm", ["88.9 mm", "8.89 cm"]),
        ("3.5 inch to mm, cm", ["88.9 mm", "8.89 cm"]),
        ("3.5 inch mm, cm", ["88.9 mm", "8.89 cm"]),
        ("5 in cm", ["12.7 cm"]),
        ("5 in in cm", ["12.7 cm"]),
        ("5.08 cm in in", ["2 in"]),
        ("12 in to ft in", ["1 ft", "12 in"]),
        ("72 km / h m/s", ["20 m / s"]),
        ("72 km/h m / s", ["20 m / s"]),
        ("2 W / (m^2 K) mW/(m^2 K)", ["2000 mW / (m^2 * K)"]),
        ("9.81 kg m s-2 N", ["9.81 N"]),
        ("5 J to N m", ["5 N * m"]),
        ("3 fl oz to gal", ["0.0234375 gal"]),
        ("3 / s Hz", ["3 Hz"]),
        ("1/2 min s", ["30 s"]),
        ("0.5 %", ["50 %"]),
        ("1e-3 m um", ["1000 um"]),
        ("20 °C K", ["293.15 K"]),
        ("-40 °C °F", ["-40 degF"]),
        ("9.5e99 m m", ["9.5e+99 m"]),
    ],
)
def test_conversions(text, lines):
    assert convert([text]) == lines
    assert convert(text.split()) == lines


def test_arguments_may_be_whole_texts():
    assert convert(["72 km/h", "m/s"]) == ["20 m / s"]
    assert convert(["3.5 inch", "mm", "cm"]) == ["88.9 mm", "8.89 cm"]
    assert convert(["5", "in", "cm"]) == ["12.7 cm"]


def test_a_point_in_a_unit_whose_size_is_a_root():
    assert convert(["20 degC T_P"]) == ["2.0691225087780443e-30 T_P (rounded)"]


def test_laws_lead_to_another_dimension():
    assert convert(["1 eV nm"], ["spectral"]) == ["1239.8419843320025 nm (rounded)"]
    assert convert(["300 K meV"], ["temperature-energy"], 4) == ["25.85 meV (rounded)"]
    assert convert(["3.5 inch mm"], list(LAWS)) == ["88.9 mm"]
    with pytest.raises(UnitMismatchError, match="--via spectral leads there"):
        convert(["1 eV nm"])
    with pytest.raises(UnitMismatchError, match="mass_energy leads from neither"):
        convert(["1 eV nm"], ["mass-energy"])
    with pytest.raises(OverflowError, match="leads to no finite value"):
        convert(["0 eV nm"], ["spectral"])


@pytest.mark.parametrize(
    "text, digits, line",
    [
        ("1 m ft", 3, "3.28 ft (rounded)"),
        ("3.5 inch mm", 3, "88.9 mm"),
        ("3.5 inch mm", 2, "89 mm (rounded)"),
        ("123456 m km", 2, "120 km (rounded)"),
        ("180 deg rad", 5, "3.1416 rad (rounded)"),
        ("1 W dBm", 4, "30 dBm (rounded)"),
        ("20 degC degF", 1, "70 degF (rounded)"),
        ("1 m ft", 30, "3.28083989501312335958005249344 ft (rounded)"),
    ],
)
def test_digits(text, digits, line):
    assert convert([text], (), digits) == [line]


@pytest.mark.parametrize(
    "text, words",
    [
        ("20C K", ["20 C is 20 coulomb", "20 degC or 20 °C"]),
        ("20 C degF", ["20 C is 20 coulomb"]),
        ("20 C F", ["20 C is 20 coulomb", "F is the farad"]),
        ("68F C", ["68 F is 68 farad", "C is the coulomb"]),
        ("300 K C", ["C is the coulomb; for degrees Celsius write degC or °C"]),
        ("20 deg K", ["20 deg is an angle", "20 degC or 20 degF"]),
        ("5 W/(m^2 C) W/(m^2 K)", ["'C' in 'W/(m^2 C)' is the coulomb"]),
        ("20C", ["no unit to convert to", "20 coulomb"]),
        ("20 C", ["no unit to convert to", "°C"]),
    ],
)
def test_degrees_that_a_letter_does_not_say(text, words):
    with pytest.raises((UnitMismatchError, UnitParseError)) as raised:
        convert([text])
    for word in words:
        assert word in str(raised.value)


@pytest.mark.parametrize("text", ["20 C V", "3 F s", "20 coulomb K", "5 deg s"])
def test_no_degrees_are_seen_where_nothing_speaks_for_them(text):
    with pytest.raises(UnitMismatchError) as raised:
        convert([text])
    assert "Celsius" not in str(raised.value)
    assert "temperature" not in str(raised.value)


def test_a_letter_is_what_it_is():
    assert convert(["20 C mC"]) == ["20000 mC"]
    assert convert(["20C to A s"]) == convert(["20 coulomb", "A s"]) == ["20 A * s"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "3",
        "3 m",
        "m mm",
        "to",
        "in in",
        "3 m to",
        "-> m",
        "3 m , ,",
        "3 m ) (",
        "= = =",
        "3 to to m",
    ],
)
def test_no_conversion(text):
    with pytest.raises(UnitParseError):
        convert([text])


@laws
@given(st.decimals("-1e6", "1e6", places=4), named)
def test_a_unit_converts_to_itself_exactly(number, unit):
    if unit.is_fullname and parse_unit(str(unit)) == unit:
        line = convert([str(number), str(unit), str(unit)])[0]
        assert "rounded" not in line


@laws
@given(
    st.lists(
        st.sampled_from("3 4.5 m in to -> = , / * ( ) inch C degC kg -2 ^ 1e3 ° dBm".split()), max_size=7
    )
)
def test_any_words_answer_or_say_why_not(words):
    with contextlib.suppress(ValueError, UnitMismatchError, OverflowError):
        assert convert(words)
