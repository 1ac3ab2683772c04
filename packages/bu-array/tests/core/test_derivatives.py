"""Units of derivatives, as algebra: no library differentiates anything here."""

import pytest

from bu_array import Quantity
from bu_array.core import differential, slope, total
from bu_units import UNITLESS, parse_unit

m, s, V = (parse_unit(text) for text in ("m", "s", "V"))
MILLIVOLT = parse_unit("mV")


def test_a_derivative_is_per_each_argument():
    assert slope(3.0, m, s, s).unit == m / s**2
    assert slope(3.0, m, s).mantissa == 3.0
    assert slope(3.0, UNITLESS, s).unit == s**-1


def test_what_cancels_is_bare_with_the_scale_folded_in():
    assert slope(3.0, MILLIVOLT, V) == pytest.approx(0.003)
    assert slope(3.0, V, V) == 3.0
    assert not isinstance(slope(3.0, V, MILLIVOLT), Quantity)


def test_differences_on_scales():
    assert differential("grad", None) is UNITLESS
    assert differential("grad", MILLIVOLT) is MILLIVOLT
    assert str(differential("grad", parse_unit("degC"))) == "delta_degC"
    with pytest.raises(TypeError, match="grad has no meaning for values on the scale dBm"):
        differential("grad", parse_unit("dBm"))


def test_one_unit_for_all():
    assert total([Quantity(1.0, m), Quantity(1.0, m)], [s, s]) is s
    assert total([Quantity(1.0, m), 0.0], [s, m]) is s  # a plain zero has no say
    assert total([Quantity(1.0, m), 2.0], [UNITLESS, m]) is UNITLESS
    assert total([0.0], [m]) is m
    assert total([], []) is UNITLESS
