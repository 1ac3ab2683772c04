"""The Unit explorer's JavaScript, run in node, says of units what `bu_units` says of them."""

from __future__ import annotations

import json
import math
import shutil
import subprocess
from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

import bu_units as bu
from bu_units import _registry, _scale_rows
from bu_units._cli.convert import LAWS
from bu_units._cli.convert import convert as command
from bu_units._misread import degrees
from bu_units._words import REASONS, WORDS
from bu_units.kinds import KINDS

HERE = Path(__file__).resolve().parent
NODE = shutil.which("node")
NOTATIONS = {
    "Text": "~D",
    "Unicode": "~P",
    "LaTeX": "~L",
    "siunitx": "~siunitx",
    "HTML": "~H",
    "UCUM": "~ucum",
    "UDUNITS": "~udunits",
}
NAMES = bu.attribute_names()

pytestmark = pytest.mark.skipif(
    NODE is None, reason="node, which runs the explorer's JavaScript, is not here"
)

Ask = Callable[[str, str], Any]


@pytest.fixture(scope="module")
def ask() -> Iterator[Ask]:
    """Ask the explorer: a command and a text -> what it answers."""
    assert NODE is not None
    with subprocess.Popen(
        [NODE, str(HERE / "run_explorer.js")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    ) as process:

        def answer(command: str, text: str) -> Any:
            assert process.stdin is not None
            assert process.stdout is not None
            process.stdin.write(json.dumps([command, text]) + "\n")
            process.stdin.flush()
            return json.loads(process.stdout.readline())

        yield answer


def same_unit(ask: Ask, text: str) -> None:
    """Assert that the explorer reads a text as `parse_unit` does: a unit, or an error at a place."""
    found = ask("parse", text)
    failure = None
    try:
        unit = bu.parse_unit(text)
    except bu.UnitParseError as error:
        failure = error
    if failure is not None:
        assert found.get("position") == failure.position, (text, found)
        # Suggestions aside; Python shows a character as in its sources.
        reasons = [reason.partition(";")[0] for reason in (found["error"], failure.reason)]
        assert reasons[0] == reasons[1].replace('"', "'").replace("\\\\", "\\"), text
        return
    assert "error" not in found, (text, found)
    assert found["dimension"] == [[base, str(power)] for base, power in unit.dim.order], text
    assert found["size"] == [[str(base), str(power)] for base, power in unit.exact.parts], text
    try:
        assert float(found["value"]) == unit.magnitude, text
    except OverflowError:
        assert found["value"] in ("0", "Infinity"), text
    assert found["name"] == unit.name
    for title, shown in found["notations"]:
        try:
            expected: str | None = format(unit, NOTATIONS[title])
        except ValueError:
            expected = None
        # A scale has no text of a dialect; the other styles show its symbol.
        assert shown == expected, (text, title)


# ---------------------------------------------------------------- units


@pytest.mark.slow
def test_every_name(ask: Ask) -> None:
    for name in (*NAMES, *_scale_rows.scale_names()):
        same_unit(ask, name)


def test_every_spelling_of_the_catalogue(ask: Ask) -> None:
    for row in _registry.rows():
        for text in (*row.names.split(), row.symbol, *row.aliases.split()):
            same_unit(ask, text)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "kg m s-2",
            "mV / nA",
            "m·s⁻¹",
            "m¹ᐟ²",
            "m^(1/3)",
            "m**0.5",
            "m s⁻²",
            "J / (K * mol)",
            "1/s/m",
            "µΩ",
        ),
        *(
            "kilometre",
            "mmetre2",
            "cm2",
            "s2",
            "fl   oz",
            "lb t^2",
            "‰",
            "°C",
            "Ω m",
            "kΩ",
            "Å",
            "Å2",
            "10^3 m",
        ),
        *("1e-3*m", "2.5 inch", "pi/180", "(m/s)^2", "3.0 * 10.0^2 * m", "rad/s", "rad", "rad sr", "Hz s"),
        *(
            "KiB/s",
            "MB",
            "(1200/3937) m",
            "1/3 m",
            "7^(1/2) m",
            "(2 pi)^0.5 s",
            "mV ms",
            "meter per second squared",
            "kg per cubic metre",
            "square fl oz",
            "sq ft",
            "kelvin cubed",
            "ºC",
            "˚",
            "N m",
            "kW h",
            "W/(m^2 sr)",
            "1e3 N m",
            "W/(m^2 °C)",
            "degC/km",
            "ppm/°C",
            "degC^2",
            "dB/km",
            "Np/m",
            "2 dB",
            "mag/s",
            "dB/dB",
            "m^(" + "1" * 42 + ")",
            "1e300 Ym Ym",
        ),
        *("1e-300 ym ym ym", "1e10000", "1e10001", "999999999999999989 m", "1000000016000000063 s"),
    ],
)
def test_texts(ask: Ask, text: str) -> None:
    same_unit(ask, text)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            " ",
            "firkin",
            "J / K mol",
            "m^1/2",
            "m 2",
            "2 2",
            "m^",
            "m^^2",
            "m^2^3",
            "(m",
            "m)",
            "m/",
            "/m",
        ),
        *(
            "m^(1/0)",
            "0 m",
            "µ",
            "dBm s",
            "2 degC",
            "dBm/Hz",
            "g0",
            "T0",
            "deg C",
            "% RH",
            "%RH",
            "mol%",
            "mm Hg",
            "5.0(3) m",
            "6.67430(15)e-11 m",
            "\u0663 m",
            "m\u0663",
            "m^(" + "9" * 61 + ")",
            "m~s",
            "m\\s",
            "s2^2",
            "m^1e3",
            "pi^(1/",
            "#",
            "+m",
            "N-m",
            "kg - m",
            "square",
            "per s",
            "m per square",
            "square 3 m",
            "square (m/s)",
            "square cubic m",
            "square cm2",
            "m squared cubed",
            "J per kg K",
            "m * per s",
        ),
        *(
            "-3 m",
            "m--2",
            "m - 2",
            "1e99999 m",
            "m⁻",
            "m²³ᐟ⁰",
            "k",
            "da",
            "kkm",
            "Km",
            "METRE",
            "mmin",
            "kinch",
        ),
        "(" * 60 + "m" + ")" * 60,
        "m" + "^1.1" + "1" * 50,
        "m^1" + "0" * 39 + " m^5 s^7",
        "3" * 401,
        str((10**12 + 39) * (10**12 + 61) * (10**40 + 121)),
    ],
)
def test_texts_that_are_no_unit(ask: Ask, text: str) -> None:
    same_unit(ask, text)


EXPONENTS = st.sampled_from(
    [
        "",
        "2",
        "-1",
        "^2",
        "^-3",
        "**2",
        "^0.5",
        "^(1/3)",
        "^(-2/7)",
        "²",
        "⁻¹",
        "¹ᐟ²",
        "^1.25",
        "^7.",
        "^(3)",
        "^12",
    ]
)
ATOMS = st.one_of(
    st.sampled_from(NAMES), st.sampled_from(["m", "s", "kg", "°", "%", "Ω", "µm", "fl oz", "pi", "in"])
)
NUMBERS = st.one_of(
    st.integers(1, 10**12).map(str),
    st.decimals("1e-9", "1e9", places=6).filter(bool).map(str),
    st.tuples(st.integers(1, 999), st.integers(-40, 40)).map(lambda pair: f"{pair[0]}e{pair[1]}"),
)
FACTORS = st.one_of(st.tuples(ATOMS, EXPONENTS).map("".join), NUMBERS, st.sampled_from(["degC", "dBm", "dB"]))
JOINS = st.sampled_from([" ", " * ", "/", " / ", "·", ".", "*"])


@st.composite
def compounds(draw: st.DrawFn, depth: int = 1) -> str:
    """Draw a text such as ``kmeter^2 / (hour * 3.5)``; not all of them are units."""
    text = ""
    for turn in range(draw(st.integers(1, 4))):
        join = draw(JOINS) if turn else ""
        bracketed = depth and draw(st.integers(0, 4)) == 0
        factor = f"({draw(compounds(depth=depth - 1))}){draw(EXPONENTS)}" if bracketed else draw(FACTORS)
        text += join + factor
    return text


@pytest.mark.slow
@settings(max_examples=600, deadline=None, suppress_health_check=list(HealthCheck))
@given(text=compounds())
@example("kg*m/s^2/K")
@example("l_P^2 q_P")
@example("5 (km/h)")
def test_compounds(ask: Ask, text: str) -> None:
    same_unit(ask, text)


@pytest.mark.slow
@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(text=st.text(alphabet="mskgVinpi°µΩ0123456789.^*/()-+ ²⁻ᐟe", max_size=12))
def test_texts_of_any_characters(ask: Ask, text: str) -> None:
    same_unit(ask, text)


def test_unknown_names_get_suggestions(ask: Ask) -> None:
    assert {"metre", "meter"} <= set(ask("suggest", "metr"))
    assert "inch" in ask("suggest", "inhc")
    assert ask("suggest", "HZ")[0] == "Hz"
    assert ask("parse", "3 furlongg")["position"] == 2
    assert "did you mean 'second'" in ask("parse", "secnd")["error"]


def test_every_attribute_is_among_the_names(ask: Ask) -> None:
    assert set(NAMES) <= set(ask("names", ""))


# ---------------------------------------------------------------- facts


@pytest.mark.parametrize("some", range(8))
def test_words_that_are_no_names(ask: Ask, some: int) -> None:
    words = (
        *WORDS,
        *REASONS,
        *(end for name in NAMES[::40] for end in (f"{name}s", f"{name}es", name.title())),
    )
    for text in words[some::8]:
        same_unit(ask, text)
        same_unit(ask, f"3 {text}2 / s")


def test_each_unit_has_a_definition_and_a_source(ask: Ask) -> None:
    for row in _registry.rows():
        facts = ask("parse", row.names.split()[0])["facts"]
        assert facts["Definition"]
        assert facts["Source"]


def test_exact_sizes_are_those_of_the_data(ask: Ask) -> None:
    _, _, data = (
        (HERE.parents[1] / "docs/explorer/assets/explorer-data.js").read_text("utf-8").partition("= ")
    )
    units = json.loads(data.strip().removesuffix(";"))["units"]
    assert [unit["names"] for unit in units] == [row.names.split() for row in _registry.rows()]
    for unit in units:
        assert ask("parse", unit["names"][0])["exact"] == unit["exact"]


def test_facts_of_a_unit(ask: Ask) -> None:
    facts = ask("parse", "mmetre")["facts"]
    assert facts["Prefix"] == "milli (m), 10^-3 metre"
    assert facts["Definition"] == "metre is the base unit of length"
    assert facts["Also"] == "millimetre, mmeter, millimeter"
    facts = ask("parse", "degree")["facts"]
    assert facts["In SI units"] == "pi/180 (0.017453292519943295)"
    assert facts["Also"] == "deg"


# ---------------------------------------------------------------- conversions


@pytest.mark.parametrize(
    "text, value",
    [
        ("3.5 inch in mm", "88.9"),
        ("3.5 inch to mm", "88.9"),
        ("3.5 inch -> mm", "88.9"),
        ("3.5 inch → mm", "88.9"),
        ("3.5 inch = mm", "88.9"),
        ("3.5 inch = ? mm", "88.9"),
        ("5 in in cm", "12.7"),
        ("5 cm in in", "1.968503937007874"),
        ("5 in to cm", "12.7"),
        ("1 lbf in in N m", "0.1129848290276167"),
        ("inch in mm", "25.4"),
        ("9.81 m/s^2 in km/h^2", "127137.6"),
        ("20 degC in degF", "68"),
        ("-40 °C in °F", "-40"),
        ("−40 degF in degC", "-40"),
        ("0 K in degC", "-273.15"),
        ("300 K in degF", "80.33"),
        ("12 degR in degC", "-266.48333333333335"),
        ("10 dBm in mW", "10"),
        ("7 pH_scale in mol/l", "1e-7"),
        ("3 V in dBV", "9.542425094393248"),
        ("6 dBV in dBuV", "126"),
        ("180 deg in rad", "3.141592653589793"),
        ("0.5 in %", "50"),
        ("8 MiB in bit", "67108864"),
        ("10^3 m in km", "1"),
        ("3 / s in mHz", "3000"),
        ("3 * mV in uV", "3000"),
        ("0 m in km", "0"),
        ("1e-30 m in Qm", "1e-60"),
    ],
)
def test_conversion(ask: Ask, text: str, value: str) -> None:
    assert ask("convert", text)["value"] == value


@pytest.mark.parametrize(
    "text, words",
    [
        ("3 inch in second", ["length (m)", "time (s)", "Different dimensions"]),
        ("1 Gy in J", ["absorbed dose", "energy"]),
        ("20 delta_degC in degC", ["no difference"]),
        ("3 dB in dBm", ["number (1)", "power"]),
        ("-3 W in dBm", ["has no level"]),
        ("3 metr in mm", ["unknown unit 'metr'", "did you mean"]),
        ("3 m in kmm", ["unknown unit 'kmm'"]),
        ("3 m ->", ["an empty text is no unit"]),
        ("1e400 m in m", ["beyond the range"]),
        ("1e99999 m in m", ["out of all proportion"]),
        ("1 m in J / K mol", ["ambiguous after '/'"]),
    ],
)
def test_conversion_that_is_refused(ask: Ask, text: str, words: list[str]) -> None:
    found = ask("convert", text)
    for word in words:
        assert word in found["error"], found


@pytest.mark.parametrize(
    "text", ["20C in K", "68 F to degC", "20 C in F", "20 deg in K", "5 W/(m^2 C) in W/(m^2 K)", "300 K in C"]
)
def test_degrees_that_a_letter_does_not_say(ask: Ask, text: str) -> None:
    hint = ask("convert", text)["error"].partition(". ")[2]
    with pytest.raises(bu.UnitMismatchError) as raised:
        command([text])
    assert hint == str(raised.value).partition("). ")[2].removesuffix(".")
    assert "is the" in hint or "20 C is 20 coulomb" in hint or "is an angle" in hint or "68 farad" in hint


@pytest.mark.parametrize(
    "text, note", [("20C", degrees("20", "C")), ("F", degrees("", "F")), ("20 mC", ""), ("5 degC", "")]
)
def test_a_letter_alone_has_a_note(ask: Ask, text: str, note: str) -> None:
    assert ask("convert", text)["note"] == note


@pytest.mark.parametrize("text", ["20 C in V", "3 F in s", "5 deg in s"])
def test_no_degrees_are_seen_where_nothing_speaks_for_them(ask: Ask, text: str) -> None:
    assert "temperature" not in ask("convert", text)["error"]
    assert "Celsius" not in ask("convert", text)["error"]


@pytest.mark.parametrize(
    "text, value", [("3/4 inch in mm", "19.05"), ("-1/2 min to s", "-30"), ("1 / 2e3 km in m", "0.5")]
)
def test_a_fraction_in_front_is_the_number(ask: Ask, text: str, value: str) -> None:
    assert ask("convert", text)["value"] == value


def test_a_fraction_is_not_divided_by_zero(ask: Ask) -> None:
    assert "divided by zero" in ask("convert", "1/0 m in km")["error"]


@pytest.mark.parametrize(
    "text, law",
    [
        ("1 eV -> nm", "spectral"), ("633 nm -> THz", "spectral"), ("1000 / cm -> meV", "spectral"),
        ("2.5 THz -> 1/cm", "spectral"), ("1 kg -> J", "mass-energy"), ("3 J/m^3 -> kg/m^3", "mass-energy"),
        ("300 K -> meV", "temperature-energy"), ("20 degC -> meV", "temperature-energy"),
        ("26 meV -> degF", "temperature-energy"), ("50 mas -> pc", "parallax"), ("4 pc -> arcsec", "parallax"),
        ("1 au -> min", "light-travel-time"), ("8 min -> km", "light-travel-time"),
        ("1 J/mol -> meV", "molecular"), ("2 eV -> kJ/mol", "molecular"),
    ],
)  # fmt: skip
def test_laws_lead_to_another_dimension(ask: Ask, text: str, law: str) -> None:
    found = ask("convert", f"{text} via {law}")
    expected = command([text], [law])[0].split()[0]
    assert found["kind"] == "law"
    assert math.isclose(float(found["value"]), float(expected), rel_tol=1e-15)
    assert f"via {law} leads there" in ask("convert", text)["error"] or "via" in ask("convert", text)["error"]


def test_laws_that_lead_nowhere(ask: Ask) -> None:
    assert "leads from neither" in ask("convert", "1 eV in nm via parallax")["error"]
    assert f"known are {', '.join(LAWS)}" in ask("convert", "1 eV in nm via magic")["error"]
    assert "no finite value" in ask("convert", "0 eV in nm via spectral")["error"]
    assert ask("convert", "1 inch in mm via spectral")["value"] == "25.4"


def test_what_is_no_unit_is_searched_for(ask: Ask) -> None:
    assert {"J", "erg"} <= set(ask("convert", "specific ener")["units"]) | set(
        ask("convert", "energ")["units"]
    )
    assert "floz" in {name.replace(" ", "") for name in ask("convert", "luid ounc")["units"]}
    assert ask("convert", "xyzzyq")["units"] == []


def test_caret_stands_in_the_whole_text(ask: Ask) -> None:
    found = ask("convert", "3.5 m in kmm")
    assert found["text"][found["position"] :] == "kmm"
    found = ask("convert", "3.5 inhc in mm")
    assert found["text"][found["position"] :] == "inhc in mm"


BY_DIMENSION: dict[str, list[str]] = {}
for _name in NAMES:  # as texts: `names.pH` is acidity, the text "pH" a picohenry
    BY_DIMENSION.setdefault(str(bu.parse_unit(_name).dim), []).append(_name)


@pytest.mark.slow
@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_conversions(ask: Ask, data: st.DataObject) -> None:
    names = BY_DIMENSION[data.draw(st.sampled_from(sorted(BY_DIMENSION)))]
    first, second = data.draw(st.sampled_from(names)), data.draw(st.sampled_from(names))
    number = data.draw(st.decimals("-1e12", "1e12", places=5))
    found = ask("convert", f"{number} {first} -> {second}")
    unit, target = bu.parse_unit(first), bu.parse_unit(second)
    ratio = (unit.exact / target.exact).fraction
    if ratio is not None:
        assert float(found["value"]) == float(Fraction(number) * ratio)
    else:
        assert math.isclose(float(found["value"]), float(number) * unit.factor_to(target), rel_tol=1e-15)
    if found["exact"] is not None:
        assert ratio is not None
        assert Fraction(found["exact"]) == Fraction(number) * ratio


@pytest.mark.parametrize(
    "first", ["mW", "dBm", "dBW", "uV", "dBV", "dBuV", "dBSPL", "kPa", "pH_scale", "ABmag", "Jy"]
)
@pytest.mark.parametrize("second", ["W", "dBm", "dBW", "V", "dBuV", "dBSPL", "Pa", "mol/l", "Np", "dB"])
def test_levels(ask: Ask, first: str, second: str) -> None:
    found = ask("convert", f"3.7 {first} -> {second}")
    unit, target = bu.parse_unit(first), bu.parse_unit(second)
    try:
        if isinstance(unit, bu.LevelUnit) or isinstance(target, bu.LevelUnit):
            expected = bu.convert_value(3.7, unit, target)
        else:
            expected = 3.7 * unit.factor_to(target)
    except bu.UnitMismatchError:
        assert "error" in found
        return
    assert math.isclose(float(found["value"]), expected, rel_tol=1e-13)


# ---------------------------------------------------------------- lists


@pytest.mark.parametrize("scale", ["degC", "degF", "barg", "dBm", "mag"])
def test_a_scale_alone_lists_units_too(ask: Ask, scale: str) -> None:
    """The Planck temperature among them, whose size is a root."""
    assert scale in ask("convert", f"5 {scale}")["units"]


def test_a_point_in_a_unit_whose_size_is_a_root(ask: Ask) -> None:
    found = float(ask("convert", "20 degC in T_P")["value"])
    assert math.isclose(found, bu.convert_value(20.0, bu.names.degC, bu.parse_unit("T_P")), rel_tol=1e-15)


def test_a_unit_alone_lists_those_of_its_dimension(ask: Ask) -> None:
    found = ask("convert", "5 mV")
    assert found["kind"] == "unit"
    assert {"V", "abV", "statV", "dBV"} <= set(found["units"])


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_of_quantity_lists_its_units(ask: Ask, kind: str) -> None:
    found = ask("convert", kind)
    dimension = bu.parse_unit(KINDS[kind]).dim
    expected = {
        str(getattr(bu.names, name, None) or bu.parse_unit(name))
        for name in (row.names.split()[0] for row in _registry.rows())
        if bu.parse_unit(name).dim is dimension
    }
    assert found["kind"] == "kind"
    assert expected <= set(found["units"])
