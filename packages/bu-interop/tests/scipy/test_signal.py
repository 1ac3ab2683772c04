"""u.scipy.signal: filters keep the unit, spectra are squares per frequency."""

from __future__ import annotations

import numpy as np
import pytest
from scipy_checks import SAMPLES, ms, mv, same

from bu_array import Quantity
from bu_units import UnitMismatchError

pytest.importorskip("scipy")

import scipy

from bu_interop import scipy as us

RATE = Quantity(1.0, "kHz")


def test_filters_and_spectra():
    taps = scipy.signal.butter(2, 0.2)
    same(lambda v: us.signal.filtfilt(*taps, v), scipy.signal.filtfilt(*taps, SAMPLES))
    same(lambda v: us.signal.lfilter(*taps, v), scipy.signal.lfilter(*taps, SAMPLES))
    same(lambda v: us.signal.resample_poly(v, 1, 2), scipy.signal.resample_poly(SAMPLES, 1, 2))
    same(
        lambda v: us.signal.welch(v, fs=RATE, nperseg=16)[1],
        scipy.signal.welch(SAMPLES, fs=1.0, nperseg=16)[1],
    )


def test_a_cutoff_in_any_frequency():
    found = us.signal.butter(2, Quantity(100.0, "Hz"), fs=RATE)
    np.testing.assert_allclose(found, scipy.signal.butter(2, 0.1, fs=1.0))
    with pytest.raises(TypeError, match="2 pi"):
        us.signal.butter(2, Quantity(100.0, "rad/s"), fs=RATE)


POINTS = {
    "filtfilt": lambda x: us.signal.filtfilt([1.0], [1.0, 0.5], x, padlen=0),
    "lfilter": lambda x: us.signal.lfilter([1.0], [1.0, 0.5], x),
    "medfilt": lambda x: us.signal.medfilt(x, 3),
    "decimate": lambda x: us.signal.decimate(x, 2),
    "resample_poly": lambda x: us.signal.resample_poly(x, 1, 2),
    "fftconvolve": lambda x: us.signal.fftconvolve(x, np.ones(3)),
    "welch": lambda x: us.signal.welch(x, fs=RATE, nperseg=16, detrend=False),
    "stft": lambda x: us.signal.stft(x, fs=RATE, nperseg=16),
}


@pytest.mark.parametrize("name", POINTS)
def test_points_of_a_scale_are_refused(name):
    with pytest.raises(TypeError, match="degC"):
        POINTS[name](Quantity(SAMPLES, "degC"))


def test_what_is_left_of_points_without_their_mean_is_a_difference():
    warm = Quantity(20.0 + SAMPLES, "degC")
    assert str(us.signal.detrend(warm).unit) == "delta_degC"
    assert us.signal.welch(warm, fs=RATE, nperseg=16)[1].unit.dim == (Quantity(1.0, "K") ** 2 / RATE).unit.dim


def test_a_height_of_another_dimension_is_refused():
    with pytest.raises(UnitMismatchError, match="height"):
        us.signal.find_peaks(mv(SAMPLES), height=ms(1.0))
