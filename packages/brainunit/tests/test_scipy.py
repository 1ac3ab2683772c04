"""`u.scipy`: the modules of scipy that are there, loaded when they are used."""

import numpy as np
import pytest

import brainunit as u

pytest.importorskip("scipy")


def test_modules_are_there_by_scipys_names():
    for name in dir(u.scipy):
        if name != "boundary":
            assert getattr(u.scipy, name).__name__.endswith(f"scipy.{name}")
    assert callable(u.scipy.boundary)


def test_a_root_in_the_unit_of_its_bracket():
    found = u.scipy.optimize.brentq(lambda x: x - 1 * u.mV, 0 * u.mV, 0.003 * u.volt)
    np.testing.assert_allclose(found.to_decimal(u.mV), 1.0)


def test_what_is_not_there_names_what_is():
    with pytest.raises(AttributeError, match="optimize"):
        u.scipy.constants  # the access is what is tested
