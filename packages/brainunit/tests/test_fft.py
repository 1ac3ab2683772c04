"""`fft` is that of bu_array."""

import numpy as np
import pytest

import brainunit as u
import bu_array.fft


def test_the_names_are_those_of_bu_array():
    assert u.fft.__name__ == "brainunit.fft"
    assert u.fft.__all__ == bu_array.fft.__all__
    for name in u.fft.__all__:
        assert getattr(u.fft, name) is getattr(bu_array.fft, name)


def test_units():
    spectrum = u.fft.rfft(np.array([1.0, 1.0, 1.0, 1.0]) * u.mV, dt=0.5 * u.ms)
    assert spectrum.unit == u.mV * u.ms
    np.testing.assert_allclose(spectrum.mantissa, [2.0, 0.0, 0.0])
    with pytest.raises(AttributeError, match=r"brainunit\.fft"):
        u.fft.volt
