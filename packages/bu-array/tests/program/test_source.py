"""The program as text: readable, and a module that runs without a library of units."""

import runpy

import numpy as np
import pytest

from bu_array import Quantity, math
from bu_array.program import RecordingError, record


def length(x, y):
    z = math.sqrt(x * x + y * y)
    z += x
    return z, math.mean(z)


X = Quantity(np.array([3.0, 5.0]), "m")
Y = Quantity(np.array([400.0, 1200.0]), "cm")


def test_the_text_has_units_and_no_quantities():
    recorded = record(length)
    recorded(X, Y)
    assert (
        recorded.source
        == """import numpy

def length(x, y):
    # x: m, y: cm
    t4 = numpy.sqrt(x * x + y * y * 0.0001)  # m
    t4 += x
    return (t4, numpy.mean(t4, axis=None, keepdims=False))  # m, m"""
    )


def test_a_module_gives_the_same_numbers(tmp_path):
    recorded = record(length)
    with pytest.raises(RecordingError, match="not been called yet"):
        recorded.export(tmp_path / "bare.py")
    expected = recorded(X, Y)
    path = recorded.export(tmp_path / "bare.py")
    text = path.read_text("utf-8")
    imports = [line for line in text.splitlines() if line.startswith(("import", "from"))]
    assert imports == ["import numpy"]
    bare = runpy.run_path(str(path))["length"]
    found = bare(X.mantissa, Y.mantissa)
    assert found[0].tobytes() == expected[0].mantissa.tobytes()
    assert found[1] == expected[1].mantissa


TABLE = np.array([1.0, np.nan, np.inf])


def test_constants_are_in_the_module(tmp_path):
    recorded = record(
        lambda q: (q * TABLE, q[np.array([2, 0])], math.where(q > 0 * q, 1.0, 0.0), q.astype("float32"))
    )
    q = Quantity(np.array([1.0, 2.0, 3.0]), "m")
    expected = recorded(q)
    bare = runpy.run_path(str(recorded.export(tmp_path / "bare.py")))["function"]
    for a, b in zip(bare(q.mantissa), expected, strict=True):
        assert np.asarray(a).tobytes() == np.asarray(getattr(b, "mantissa", b)).tobytes()


def test_torch_modules(tmp_path):
    torch = pytest.importorskip("torch")
    recorded = record(length)
    x, y = Quantity(torch.tensor([3.0, 5.0]), "m"), Quantity(torch.tensor([400.0, 1200.0]), "cm")
    expected = recorded(x, y)
    bare = runpy.run_path(str(recorded.export(tmp_path / "bare.py")))["length"]
    assert torch.equal(bare(x.mantissa, y.mantissa)[0], expected[0].mantissa)


def test_long_programs_are_read_by_python():
    def function(q):
        for _ in range(2000):
            q = q * 1.0000001 + q / 3.0
        return q

    recorded = record(function)
    q = Quantity(np.array([1.0]), "m")
    first = recorded(q)
    assert recorded(q).mantissa.tobytes() == first.mantissa.tobytes() == function(q).mantissa.tobytes()
