"""torchdiffeq: a state in mV over a time in ms; its solvers take tensors, the slope has the units."""

import pytest
import torch

torchdiffeq = pytest.importorskip("torchdiffeq")

from bu_array import Quantity  # noqa: E402  # behind what may be missing
from bu_torch import nn  # noqa: E402  # as above

REST = Quantity(-65.0, "mV")
START = Quantity(torch.tensor([-50.0, -40.0], dtype=torch.float64), "mV")
TIMES = Quantity(torch.linspace(0.0, 20.0, 5, dtype=torch.float64), "ms")


def solved(slope, start, times, unit, per):
    """The solution in `unit`, at times in `per`."""

    def bare(t, y):
        return slope(Quantity(t, per), Quantity(y, unit)).to_decimal(unit / per)

    options = {"rtol": 1e-9, "atol": 1e-9}
    return Quantity(torchdiffeq.odeint(bare, start.to_decimal(unit), times.to_decimal(per), **options), unit)


@pytest.mark.parametrize("texts", [("mV", "ms"), ("V", "s")])
def test_a_membrane_relaxes(texts):
    unit, per = (Quantity(1.0, text).unit for text in texts)
    tau = nn.Parameter(torch.tensor(10.0, dtype=torch.float64), "ms")
    found = solved(lambda t, v: (REST - v) / tau, START, TIMES, unit, per)
    ratio = torch.exp(-TIMES / tau.data)[:, None]
    expected = REST + (START - REST) * ratio
    torch.testing.assert_close(found.to_decimal("mV"), expected.to_decimal("mV"), rtol=1e-5, atol=1e-5)
    found[-1].sum().backward()
    exact = ((START - REST) * ratio[-1] * TIMES[-1] / tau.data**2).sum()
    torch.testing.assert_close(
        tau.grad.to_decimal("mV / ms"), exact.detach().to_decimal("mV / ms"), rtol=1e-4, atol=1e-6
    )


def test_a_slope_of_another_dimension_is_refused():
    with pytest.raises(Exception, match="mV / ms"):
        solved(lambda t, v: v, START, TIMES, START.unit, TIMES.unit)


def test_its_solvers_refuse_quantities():
    with pytest.raises((AssertionError, TypeError)):
        torchdiffeq.odeint(lambda t, v: v, START, TIMES.mantissa)
