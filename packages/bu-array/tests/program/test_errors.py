"""The error says what was asked, and what to do."""

import numpy as np
import pytest

from bu_array import Quantity
from bu_array.program import RecordingError, record


def test_it_names_the_argument_and_the_ways_out():
    with pytest.raises(RecordingError) as caught:
        record(lambda voltage: float(voltage / voltage.unit))(Quantity(1.0, "mV"))
    text = str(caught.value)
    assert "the value of 'voltage'" in text
    assert "where()" in text
    assert "static='name'" in text
    assert issubclass(RecordingError, RuntimeError)


def test_one_traceback():
    with pytest.raises(RecordingError) as caught:
        record(lambda q: q if q[0] > 0 * q[0] else -q)(Quantity(np.ones(2), "mV"))
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__ or caught.value.__context__ is None
