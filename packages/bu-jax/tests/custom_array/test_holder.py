"""What a holder's methods see: `data` as a quantity, answers bare where `data` is, one change of it."""

import jax.numpy as jnp
import numpy as np
import pytest
from held_arrays import LENGTHS, Held, State, X, check

from bu_array import Quantity
from bu_jax.custom_array._holder import Holder
from bu_units import UNITLESS


def test_data_as_a_quantity():
    assert Held(LENGTHS)._quantity().mantissa is X
    assert Held(LENGTHS)._quantity() is not LENGTHS
    plain = Held(X)._quantity()
    assert plain.mantissa is X
    assert plain.unit is UNITLESS
    assert Held([1.0, 2.0])._quantity().shape == (2,)
    with pytest.raises(AttributeError, match="data"):
        Holder()._quantity()


def test_answers_are_bare_where_data_is():
    check(Held(LENGTHS)._answer(Quantity.sum, axis=0), X.sum(0), "m")
    check(Held(X)._answer(Quantity.sum, axis=0), X.sum(0))
    assert Held(LENGTHS)._answer(Quantity.tolist)[0][0] == Quantity(4.0, "m")
    assert Held(X)._answer(lambda q: q.shape) == (2, 3)


def test_a_change_binds_data_once():
    for data, value, unit in ((LENGTHS, Quantity(0.5, "km"), "m"), (X, 500.0, None)):
        state = State(data)
        state._change(Quantity.fill, value)
        check(state.data, jnp.full((2, 3), 500.0), unit)
        assert len(state.values) == 2
        assert state.values[0] is data
    array = np.ones(3)
    held = Held(array)
    held._change(Quantity.fill, 2.0)
    assert held.data is array
    assert array.tolist() == [2.0] * 3
