"""joblib's cache: a quantity is known by its value and its unit."""

import subprocess
import sys

import numpy as np
import pytest

from bu_array import Quantity
from bu_units import Unit

joblib = pytest.importorskip("joblib")


def test_results_come_back_as_quantities_and_another_unit_is_another_call(tmp_path):
    calls = []
    memory = joblib.Memory(tmp_path, verbose=0)

    def doubled(q):
        calls.append(q)
        return 2 * q

    cached = memory.cache(doubled)
    q = Quantity(np.array([1.0, 2.0]), "V")
    assert cached(q).unit == cached(Quantity(np.array([1.0, 2.0]), "V")).unit == Unit("V")
    assert len(calls) == 1
    assert cached(q.to("mV")).unit == Unit("mV")  # the result is in the unit that was given
    assert len(calls) == 2
    assert cached(Quantity(np.array([1.0, 2.0]), "A")).unit == Unit("A")
    assert len(calls) == 3


@pytest.mark.slow
def test_the_hash_is_that_of_any_process():
    code = (
        "import joblib, bu_units, numpy as np; from bu_array import Quantity\n"
        "[bu_units.parse_unit(text) for text in {texts}]\n"
        "print(joblib.hash(Quantity(np.array([1.0]), 'uA/cm^2')))"
    )
    found = [
        subprocess.run(
            [sys.executable, "-c", code.format(texts=texts)], capture_output=True, text=True, check=True
        ).stdout
        for texts in ([], ["m", "cm", "km/h"])
    ]
    assert found[0] == found[1]
