"""u.scipy.stats: tests are pure numbers, locations and spreads have units."""

from __future__ import annotations

import numpy as np
import pytest
from scipy_checks import SAMPLES, TIMES, ms, mv, same

from bu_array import Quantity
from bu_units import UnitMismatchError

pytest.importorskip("scipy")

import scipy

from bu_interop import scipy as us


def test_tests_and_intervals():
    bare = scipy.stats.ttest_1samp(SAMPLES, 0)
    same(lambda v: us.stats.ttest_1samp(v, 0).confidence_interval()[0], bare.confidence_interval()[0])
    np.testing.assert_allclose(us.stats.ttest_1samp(mv(SAMPLES), 0).pvalue, bare.pvalue)
    same(lambda v: us.stats.linregress(TIMES, v).slope, scipy.stats.linregress(TIMES.mantissa, SAMPLES).slope)


def test_differences_of_means():
    groups = SAMPLES[:20], SAMPLES[20:40], SAMPLES[40:]
    bare = scipy.stats.tukey_hsd(*groups)
    same(lambda v: us.stats.tukey_hsd(v[:20], v[20:40], v[40:]).statistic, bare.statistic)
    same(
        lambda v: us.stats.tukey_hsd(v[:20], v[20:40], v[40:]).confidence_interval().low,
        bare.confidence_interval().low,
    )


def test_distributions():
    same(
        lambda v: us.stats.norm(loc=v[0], scale=mv(2.0)).ppf(0.3), scipy.stats.norm(SAMPLES[0], 2.0).ppf(0.3)
    )


@pytest.mark.parametrize("name", ["gmean", "hmean", "variation"])
def test_ratios_to_the_zero_of_a_scale_are_refused(name):
    with pytest.raises(TypeError, match="degC"):
        getattr(us.stats, name)(Quantity(np.abs(SAMPLES) + 1.0, "degC"))


def test_samples_of_two_dimensions_are_refused():
    with pytest.raises(UnitMismatchError):
        us.stats.ttest_ind(mv(SAMPLES), ms(SAMPLES))
