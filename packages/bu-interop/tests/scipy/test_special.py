"""u.scipy.special: pure numbers."""

from __future__ import annotations

import numpy as np
import pytest
from scipy_checks import SAMPLES, mv

from bu_array import Quantity

pytest.importorskip("scipy")

import scipy

from bu_interop import scipy as us


def test_percent_and_ratios_become_numbers():
    np.testing.assert_allclose(us.special.erf(Quantity(50.0, "percent")), scipy.special.erf(0.5))
    for volts in (mv(SAMPLES), mv(SAMPLES).to("V")):
        np.testing.assert_allclose(us.special.expit(volts / mv(2.0)), scipy.special.expit(SAMPLES / 2))


def test_a_unit_is_refused():
    with pytest.raises(TypeError, match="gamma"):
        us.special.gamma(mv(1.0))
