"""numba's compiled functions."""

import numpy as np
import pytest

from bu_array import Quantity

numba = pytest.importorskip("numba")


@pytest.mark.slow
def test_a_quantity_is_refused_with_the_way_out():
    @numba.njit
    def double(a):
        return 2 * a

    with pytest.raises(numba.core.errors.NumbaTypeError, match=r"in mV: give it numbers, .*boundary"):
        double(Quantity(np.ones(2), "mV"))
    assert double(Quantity(np.ones(2), "mV").to_decimal("V")).tolist() == [0.002, 0.002]
