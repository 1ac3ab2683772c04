"""What a letter stands for: one unit, or the units of the parts of a tree."""

from __future__ import annotations

import numpy as np
import pytest
from scipy_checks import SAMPLES, ms, mv, same

from bu_units import UnitMismatchError

pytest.importorskip("scipy")


from bu_interop.scipy._layouts import One, Parts, layout_of, plain


def test_one_unit():
    layout = layout_of(mv(SAMPLES), tree=False)
    assert isinstance(layout, One)
    np.testing.assert_allclose(layout.take(mv(SAMPLES).to("V"), "here"), SAMPLES)
    same(lambda v: layout_of(v, tree=False).give(layout_of(v, tree=False).take(v, "here")), SAMPLES)


def test_parts_of_a_tree():
    state = {"v": mv(SAMPLES[:2]), "t": ms(3.0)}
    layout = layout_of(state, tree=True)
    assert isinstance(layout, Parts)
    vector = layout.take(state, "here")
    np.testing.assert_allclose(vector, [3.0, *SAMPLES[:2]])  # by the order of the keys
    assert layout.give(vector)["t"].has_same_unit(ms(1.0))


def test_what_is_plain():
    assert plain([1.0, {"a": np.ones(2)}])
    assert not plain([1.0, {"a": mv(1.0)}])


def test_another_dimension_is_named_with_its_place():
    with pytest.raises(UnitMismatchError, match="here"):
        layout_of(mv(1.0), tree=False).take(ms(1.0), "here")
