"""Units as text: default, unicode, LaTeX and HTML."""

import re

import pytest
from hypothesis import given
from unit_laws import laws, units

from bu_units import Unit, names, parse_unit

METRE = names.metre.dim


@pytest.mark.parametrize(
    "text, shown",
    [
        ("J / (K * mol)", "J / (K * mol)"),
        ("mol^-1 J K^-1", "J / (mol * K)"),
        ("m^2", "m^2"),
        ("m^0.5", "m^0.5"),
        ("m^(1/3)", "m^(1/3)"),
        ("s^-1", "1 / s"),
        ("1/(s mol)", "1 / (s * mol)"),
        ("1e-4 m", "10.0^-4 * m"),
        ("300 m", "3.0 * 10.0^2 * m"),
        ("1.5 m", "1.5 * m"),
        ("(1/3) m", "(1/3) * m"),
        ("pi m", "pi * m"),
        ("2^0.5 m", "2^0.5 * m"),
        ("kg m s^-2", "kg * m / s^2"),
        ("mV / nA", "mV / nA"),
        ("mV * ms", "mV * ms"),
        ("1e3 mV * ms", "mWb"),
        ("m^3", "m^3"),
        ("rad / s", "rad / s"),
        ("rad", "rad"),
        ("m / m", "1"),
        ("Gy * K", "Gy * K"),
        ("kmh^2", "(km/h)^2"),
        ("kg kmh", "kg * (km/h)"),
        ("kmh", "km/h"),
        ("speed_unit^-1", "1 / (m / s)"),
        ("7^10000 m", "7^10000 * m"),
        ("oz * t", "oz * t"),
    ],
)
def test_default(text, shown):
    unit = parse_unit(text)
    assert str(unit) == f"{unit}" == shown
    assert repr(unit) == f'Unit("{shown}")'
    assert parse_unit(shown) == unit


def test_a_number_in_front_that_has_no_name():
    assert str(Unit(METRE, scale=-4)) == "10.0^-4 * m"
    assert str(Unit(METRE, scale=-3)) == "mm"


@laws
@given(units)
def test_what_is_printed_reads_back(unit):
    assert parse_unit(str(unit)) == unit
    assert parse_unit(f"{unit:~D}") == unit
    assert parse_unit(f"{unit:~P}") == unit
    assert parse_unit(f"{unit:~C}") == unit


@pytest.mark.parametrize(
    "text, shown",
    [
        ("J/(K mol)", "J/K/mol"),
        ("kg m^2 s^-2", "kg*m**2/s**2"),
        ("1/s", "1/s"),
        ("m^0.5", "m**0.5"),
        ("s^(-1/3)", "1/s**(1/3)"),
        ("1e-4 m", "10.0**-4*m"),
        ("mV", "mV"),
        ("km/h", "km/h"),
        ("kmh K", "(km/h)*K"),
        ("1", "1"),
    ],
)
def test_compact_is_text_of_a_program(text, shown):
    unit = parse_unit(text)
    assert f"{unit:~C}" == f"{unit:C}" == shown
    assert " " not in shown
    assert parse_unit(shown) == unit


def test_notebooks_get_every_text_or_those_they_ask_for():
    unit = parse_unit("kg m / s^2")
    texts = unit._repr_mimebundle_()
    assert texts == {
        "text/plain": 'Unit("kg * m / s^2")',
        "text/html": f"{unit:~H}",
        "text/latex": f"${unit:~L}$",
    }
    assert unit._repr_mimebundle_(include=["text/html"]) == {"text/html": f"{unit:~H}"}
    assert set(unit._repr_mimebundle_(exclude={"text/html"})) == {"text/plain", "text/latex"}


def test_a_compound_symbol_is_bracketed_in_powers_and_products():
    kmh = parse_unit("kmh")
    assert f"{kmh:~P}" == "km/h"
    assert f"{kmh**2:~P}" == "(km/h)²"
    assert f"{kmh * parse_unit('K'):~P}" == "K·(km/h)"
    assert f"{kmh**2:~L}" == r"\mathrm{(km/h)}^{2}"
    assert f"{kmh**2:~H}" == "(km/h)<sup>2</sup>"
    assert parse_unit(f"{kmh**-3:~P}") == kmh**-3


def test_coefficients_that_are_hard_to_factorise_read_back():
    one, two = (Unit(factor=prime) for prime in (10**16 + 61, 3 * 10**16 + 29))
    for unit in (one * two, one / two, one**30, one**-1 * two**0.5, Unit(factor=7) ** 10_000):
        assert parse_unit(str(unit)) == unit


@laws
@given(units)
def test_every_style_prints(unit):
    latex = f"{unit:~L}"
    assert latex.count("{") - latex.count("\\{") == latex.count("}") - latex.count("\\}")
    assert not re.search(r"\^\{[^{}]*\}\^", latex)
    assert unit._repr_latex_() == f"${latex}$"
    assert unit._repr_html_() == f"{unit:~H}"
    assert "^" not in f"{unit:~P}{unit:~H}"


@pytest.mark.parametrize(
    "text, unicode, latex, html",
    [
        ("m/s", "m·s⁻¹", r"\frac{\mathrm{m}}{\mathrm{s}}", "m&nbsp;s<sup>-1</sup>"),
        ("m^(1/3)", "m¹ᐟ³", r"\mathrm{m}^{1/3}", "m<sup>1/3</sup>"),
        ("m^0.5", "m¹ᐟ²", r"\mathrm{m}^{0.5}", "m<sup>0.5</sup>"),
        ("1/s", "s⁻¹", r"\frac{1}{\mathrm{s}}", "s<sup>-1</sup>"),
        ("Mohm", "MΩ", r"\mathrm{M}\Omega", "MΩ"),
        ("ohm", "Ω", r"\Omega", "Ω"),
        ("uohm", "µΩ", r"\mathrm{\mu }\Omega", "µΩ"),
        ("uV", "µV", r"\mathrm{\mu V}", "µV"),
        ("u", "u", r"\mathrm{u}", "u"),
        ("deg", "°", r"{}^{\circ}", "°"),
        ("deg^2", "°²", r"{{}^{\circ}}^{2}", "°<sup>2</sup>"),
        ("arcsec^-1", "″⁻¹", r"\frac{1}{{}^{\prime\prime}}", "″<sup>-1</sup>"),
        ("angstrom", "Å", r"\mathrm{\mathring{A}}", "Å"),
        ("fl oz", "fl oz", r"\mathrm{fl\ oz}", "fl oz"),
        ("1e-4 m", "10.0⁻⁴·m", r"10.0^{-4} \, \mathrm{m}", "10.0<sup>-4</sup>&nbsp;m"),
        ("pi m", "pi·m", r"\pi \, \mathrm{m}", "pi&nbsp;m"),
        ("1", "1", "1", "1"),
    ],
)
def test_styles(text, unicode, latex, html):
    unit = parse_unit(text)
    assert (f"{unit:~P}", f"{unit:~L}", f"{unit:~H}") == (unicode, latex, html)
    assert f"{unit:P}" == unicode


def test_odd_symbols_of_users_are_escaped():
    odd = Unit.create(METRE, "odd", r"<a&b>$_{x}^#~%\ ")
    assert f"{odd:~H}" == r"&lt;a&amp;b&gt;$_{x}^#~%\ "
    assert f"{odd:~L}" == r"\mathrm{<a\&b>\$\_\{x\}\hat{}\#\sim \%\backslash \ }"
    assert f"{Unit.create(METRE, 'usd', 'usd'):~P}" == "usd"


def test_minus_and_unicode_read_back():
    assert parse_unit(f"{parse_unit('J / (K * mol)'):~P}") == parse_unit("J / (K * mol)")


@pytest.mark.parametrize("spec", [">10", ".2f", "~X", "L~", "~UCUM"])
def test_unknown_formats_are_errors(spec):
    with pytest.raises(ValueError, match="known are ~D, ~P, ~C, ~L, ~H, ~siunitx, ~ucum, ~udunits"):
        format(names.metre, spec)


@pytest.mark.parametrize("symbol, letter", [("degC", "C"), ("degF", "F")])
def test_degrees_of_temperature(symbol, letter):
    unit = parse_unit(symbol)
    assert f"{unit:~P}" == f"{unit:~H}" == f"°{letter}"
    assert f"{unit:~L}" == rf"{{}}^{{\circ}}\mathrm{{{letter}}}"
    assert str(unit) == f"{unit:~D}" == symbol
    for spec in ("~P", "~H", "~D"):
        assert parse_unit(format(unit, spec)) is unit
    siunitx = {"C": r"\degreeCelsius", "F": r"\degreefahrenheit"}
    assert f"{unit:~siunitx}" == siunitx[letter]
