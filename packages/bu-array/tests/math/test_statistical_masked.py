"""Masked arrays of numpy: what is masked takes no part, and stays masked."""

import numpy as np
import pytest

from bu_array import Quantity, math
from bu_units import Unit

DATA = np.array([0.25, 0.875, 0.5, np.nan, 0.75])
MASKED = np.ma.array(DATA, mask=[0, 0, 1, 0, 0])
WHOLE = np.ma.array([[2.0, 4.0, 8.0], [0.5, 16.0, 3.0]], mask=[[0, 1, 0], [0, 0, 1]])
PLAIN = np.array([1.0, 0.5, 0.25, 0.125, 2.0])


def same(found, expected, unit):
    assert found.unit == Unit(unit)
    mantissa = found.mantissa
    assert np.array_equal(np.ma.getmaskarray(mantissa), np.ma.getmaskarray(expected))
    np.testing.assert_allclose(np.ma.filled(mantissa, 0), np.ma.filled(expected, 0), rtol=1e-14)


@pytest.mark.parametrize("name", ["nansum", "nanmean", "nanstd", "nanmax", "nanmin", "nancumsum"])
def test_what_is_masked_is_counted_as_little_as_nan(name):
    found = getattr(math, name)(Quantity(MASKED, "mV"))
    same(found, getattr(np, name)(MASKED if name == "nancumsum" else DATA[[0, 1, 3, 4]]), "mV")


def test_mean_over_selected_elements():
    where = np.array([True, True, True, False, False])
    same(math.mean(Quantity(MASKED, "mV"), where=where), np.mean(DATA[:2]), "mV")
    same(math.var(Quantity(MASKED, "mV"), where=where), np.var(DATA[:2]), "mV^2")


@pytest.mark.parametrize("unit, scale", [("V", 1.0), ("mV", 1000.0)])
def test_the_unit_of_a_product_counts_what_is_multiplied(unit, scale):
    q = Quantity(WHOLE * scale, unit)
    for found in (math.prod(q), np.prod(q), q.prod()):
        assert found.to("V^4").mantissa == pytest.approx(2.0 * 8.0 * 0.5 * 16.0)
    np.testing.assert_allclose(math.prod(q, axis=1).to("V^2").mantissa, [16.0, 8.0])
    assert math.nanprod(Quantity(MASKED * scale, unit)).to("V^3").mantissa == pytest.approx(
        0.25 * 0.875 * 0.75
    )


def test_a_product_in_several_units_is_refused():
    with pytest.raises(TypeError, match="between 1 and 2 elements are multiplied"):
        math.prod(Quantity(WHOLE, "V"), axis=0)


def test_masks_are_kept():
    q, v = Quantity(MASKED, "V"), Quantity(PLAIN, "V")
    same(np.concatenate([q, v]), np.ma.concatenate([MASKED, PLAIN]), "V")
    same(math.stack([v, q]), np.ma.stack([PLAIN, MASKED]), "V")
    same(math.where(v > Quantity(0.3, "V"), q, v), np.ma.where(PLAIN > 0.3, MASKED, PLAIN), "V")
    same(math.clip(q, Quantity(0.3, "V"), None), MASKED.clip(0.3, None), "V")


@pytest.mark.parametrize("unit, scale", [("V", 1.0), ("mV", 1000.0)])
def test_a_gradient_beside_masked_places(unit, scale):
    places = np.ma.array([0.0, 1.0, 2.0, 4.0, 5.0], mask=[0, 0, 1, 0, 0])
    found = math.gradient(Quantity(PLAIN, "V"), Quantity(places * scale, unit))
    assert np.ma.getmaskarray(found).tolist() == [False, True, True, True, False]
    assert np.ma.filled(found, 0).tolist() == [-0.5, 0, 0, 0, 1.875]


def test_a_list_has_none_where_nothing_is():
    found = Quantity(WHOLE, "V").tolist()
    assert [[x is None for x in row] for row in found] == [[False, True, False], [False, False, True]]
    assert found[0][0] == Quantity(2.0, "V")
