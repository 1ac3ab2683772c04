"""u.scipy.fft: sums in the unit of the samples, frequencies per unit of the spacing."""

from __future__ import annotations

import numpy as np
import pytest
from scipy_checks import SAMPLES, ms, same

from bu_array import Quantity

pytest.importorskip("scipy")

import scipy

from bu_interop import scipy as us


def test_sums_are_in_the_unit_of_the_samples():
    same(lambda v: us.fft.dct(v), scipy.fft.dct(SAMPLES))
    same(lambda v: us.fft.irfft(us.fft.rfft(v)), SAMPLES)


def test_frequencies_are_per_spacing():
    found = us.fft.rfftfreq(8, d=ms(0.5))
    np.testing.assert_allclose(found.to_decimal("kHz"), scipy.fft.rfftfreq(8, d=0.5))


def test_points_of_a_scale_are_refused():
    with pytest.raises(TypeError, match="degC"):
        us.fft.fft(Quantity(SAMPLES, "degC"))
