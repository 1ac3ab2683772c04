"""The scales by name: those of the catalogue, which some of trades leave to the user's own."""

from fractions import Fraction

import pytest
from unit_laws import python

from bu_units import LevelUnit, PointUnit, Unit, names, parse_unit
from bu_units._scale_rows import LEVELS, POINTS, scale_names, zero_in

# NIST SP 811 (2008), table of factors: 0 degC = 273.15 K, t/degF = T/degR - 459.67, 1 atm = 101 325 Pa.
ZEROS = {
    "degC": "273.15 K",
    "degF": "459.67 degR",
    "barg": "101325 Pa",
    "psig": "101325 Pa",
    "kPag": "101325 Pa",
}


@pytest.mark.parametrize("row", POINTS, ids=lambda row: row.symbol)
def test_zeros_are_exact(row):
    scale = parse_unit(row.symbol)
    assert isinstance(scale, PointUnit)
    number, unit = ZEROS[row.symbol].split()
    assert scale.zero * scale.exact.fraction == Fraction(number) * parse_unit(unit).exact.fraction
    assert parse_unit(row.difference) is scale.difference


@pytest.mark.parametrize("row", LEVELS, ids=lambda row: row.symbol)
def test_levels_are_as_their_rows_say(row):
    scale = parse_unit(row.name)
    assert isinstance(scale, LevelUnit)
    assert scale.per_decade == row.per_decade
    assert scale.reference is parse_unit(row.reference)
    assert scale.is_difference is (not row.difference)
    assert str(scale.difference) == (row.difference or row.symbol)


def test_names_of_scales_are_attributes():
    assert {"degC", "degree_celsius", "dBm", "decibel_milliwatt"} <= set(scale_names())
    assert all(
        isinstance(getattr(names, name), (PointUnit, LevelUnit)) for name in scale_names() if name != "pH"
    )


def test_a_zero_may_be_given_on_a_scale():
    assert zero_in(names.delta_degC, Fraction(20), names.degC) == Fraction("293.15")
    assert zero_in(names.delta_degF, Fraction(0), names.degC) == Fraction("491.67")
    assert zero_in(names.delta_degC, Fraction(-5), Unit("K")) == -5


OVER = """if True:
        import bu_units as bu
        from bu_units import Unit, names, parse_unit
        def unknown(text):
            try:
                parse_unit(text)
            except bu.UnitParseError as error:
                return "did you mean '" + text not in str(error)
            return False
        {before}
"""


@pytest.mark.parametrize("before", ["", "names.barg, names.bar_gauge, names.dBZ, names.dBu"])
def test_scales_of_trades_give_way_as_a_whole(before):
    code = (
        OVER.replace("{before}", before)
        + """
        barg = Unit.define("barg", "barg", of="bar", zero="2 atm")
        assert parse_unit("barg") is names.barg is barg and parse_unit(str(barg)) is barg
        assert unknown("bar_gauge") and not hasattr(names, "bar_gauge")
        assert Unit.define("dBZ", "dBZ", "3 m") is parse_unit("dBZ") and unknown("decibel_reflectivity")
        dBu = Unit.define("dBu", "dBu", reference="0.7746 V", per_decade=20)
        assert dBu is parse_unit("dBu") and str(dBu.difference) == "dB" and unknown("decibel_unloaded")
        psig = parse_unit("psig")
        Unit.define("delta_kPa", "delta_kPa", "2 kPa")  # whose differences the scale has counted
        assert unknown("kPag") and parse_unit("psig") is psig
        print(*(name in dir(names) for name in ("barg", "delta_barg", "dBu")))
    """
    )
    assert python(code) == "True True True"


def test_what_is_no_row_of_trades_does_not_give_way():
    code = (
        OVER.replace("{before}", "")
        + """
        for name in ("degC", "dBm", "delta_degC", "pH_scale", "mag"):
            try:
                Unit.define("thing", name, of="bar", zero="1 atm")
            except ValueError as error:
                assert "is taken" in str(error), error
            else:
                raise AssertionError(name)
        print("thing" in dir(names))
    """
    )
    assert python(code) == "False"
