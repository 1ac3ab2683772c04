"""Units matched by dimension and size."""

from fractions import Fraction

import pytest

from bu_interop.converters import NoCounterpartError
from bu_interop.converters._matching import (
    base_units,
    fraction_of,
    known,
    level_of,
    matched,
    matched_scale,
    near,
    taken_apart,
)
from bu_units import UNITLESS, Unit


def test_a_name_counts_where_dimension_and_size_agree():
    metre = Unit("m")
    assert matched(["inch"], metre, 0.0254) is Unit("inch")
    assert matched(["inch"], metre, 0.0255) == Unit("0.0255 m")
    assert matched(["Gb"], Unit("A"), 0.7957747154594768).dim is Unit("A").dim
    assert matched(["no_such_unit"], metre, 3.0) == Unit("3 m")


@pytest.mark.parametrize("size", [0.0, -2.0, float("inf"), float("nan")])
def test_a_size_is_a_positive_number(size):
    with pytest.raises(NoCounterpartError, match="strange"):
        matched(["strange"], Unit("m"), size)


def test_a_size_that_was_rounded_is_the_fraction_again():
    assert matched(["x"], Unit("m/s"), 1 / 3.6) == Unit("km/h")
    assert matched(["x"], Unit("K"), 5 / 9) == Unit("delta_degF")
    assert matched(["x"], Unit("m"), 0.3333) == Unit("0.3333 m")


def test_scales_are_asked_for_values():
    kelvin = Unit("K")
    assert matched_scale(["degC"], kelvin, lambda value: value + 273.15) is Unit("degC")
    with pytest.raises(NoCounterpartError, match="degC"):
        matched_scale(["degC"], kelvin, lambda value: value + 273.0)
    assert level_of(["x", "dBm"], Unit("mW"), 10.0) is Unit("dBm")
    assert level_of(["dB"], UNITLESS, 10.0) is Unit("dB")
    with pytest.raises(NoCounterpartError, match="x"):
        level_of(["x", "dBm"], Unit("W"), 10.0)


def test_products_stay_as_they_are_written():
    assert str(known([(Unit("kW"), Fraction(1)), (Unit("h"), Fraction(1))])) in ("kW * h", "h * kW")
    assert known([(Unit("degC"), Fraction(1))]) is Unit("degC")
    assert known([(Unit("W"), Fraction(1)), (Unit("degC"), Fraction(-1))]) == Unit("W/delta_degC")
    assert known([]) is UNITLESS


def test_what_a_library_has_not_is_taken_apart():
    there = {"m": "M", "kg": "KG", "s": "S"}
    pairs, ours = taken_apart(Unit("N"), lambda atom: there.get(atom.dispname), "it")
    assert dict(pairs) == {"KG": 1, "M": 1, "S": -2}
    assert ours == Unit("N")
    with pytest.raises(NoCounterpartError, match="it has no unit for A, in mA"):
        taken_apart(Unit("mA"), lambda atom: there.get(atom.dispname), "it")
    with pytest.raises(NoCounterpartError, match="no scale like degC"):
        taken_apart(Unit("degC"), lambda atom: there.get(atom.dispname), "it")


def test_exponents():
    assert fraction_of(0.5) == Fraction(1, 2)
    assert fraction_of(1 / 3) == Fraction(1, 3)
    assert fraction_of(-2) == -2
    assert base_units(Unit("V").dim)[0][0].is_fullname
    assert near(0.1 + 0.2, 0.3)
    assert not near(1.0, 1.0 + 1e-12)
