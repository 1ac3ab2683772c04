"""The printer of siunitx: macros for every unit that has them, or the reason why not."""

import pytest
from hypothesis import given
from unit_laws import compounds, laws, outcome_of

from bu_units import parse_unit


@laws
@given(compounds)
def test_siunitx_says_every_product_or_why_not(unit):
    text = outcome_of(format, unit, "~siunitx")
    assert "siunitx cannot say" in str(text) if isinstance(text, ValueError) else text[:1] in ("", "\\")


@pytest.mark.parametrize(
    "text, shown",
    [
        ("mS / cm^2", r"\milli\siemens\per\square\centi\metre"),
        ("kg m^2", r"\kilo\gram\square\metre"),
        ("J / (K mol)", r"\joule\per\kelvin\per\mole"),
        ("m^0.5 / s^(1/3)", r"\metre\tothe{0.5}\per\second\tothe{1/3}"),
        ("m^4", r"\metre\tothe{4}"),
        ("mm^3", r"\cubic\milli\metre"),
        ("1 / s", r"\per\second"),
        ("MΩ", r"\mega\ohm"),
        ("°", r"\degree"),
        ("t", r"\tonne"),
        ("u", r"\dalton"),
        ("keV", r"\kilo\electronvolt"),
        ("AU", r"\astronomicalunit"),
        ("KiB", r"\kibi\byte"),
        ("nmi", r"\nauticalmile"),
        ("in", r"\inch"),
        ("mmHg", r"\mmHg"),
        ("min", r"\minute"),
        ("1", ""),
    ],
)
def test_siunitx(text, shown):
    unit = parse_unit(text)
    assert f"{unit:~siunitx}" == f"{unit:siunitx}" == shown


@pytest.mark.parametrize(
    "text, reason", [("1e-4 m", "a number in front"), ("dBm", "it is a scale"), ("cmH2O", "letters only")]
)
def test_what_siunitx_cannot_say(text, reason):
    with pytest.raises(ValueError, match=f"siunitx cannot say .*{reason}"):
        format(parse_unit(text), "~siunitx")
