"""What a training loop hands to torch: parameters, a loss."""

import pytest
import torch

from bu_array import Quantity
from bu_torch import nn


def test_an_optimizer_takes_parameters_with_units():
    p = nn.Parameter(torch.ones(3), "mV")
    for given in ([p], [{"params": p}], [{"params": [p]}], [("p", p)], p.parameters()):
        optimizer = torch.optim.SGD(given, lr=0.1)
        assert optimizer.param_groups[0]["params"][0] is p.value
    (p * p).sum().backward()
    optimizer.step()
    torch.testing.assert_close(p.value.detach(), torch.full((3,), 0.8))


def test_an_optimizer_refuses_quantities():
    q = Quantity(torch.ones(3, requires_grad=True), "mV")
    for given in ([q], [{"params": [q]}], q):
        with pytest.raises(TypeError, match=r"Write u\.torch\.nn\.Parameter\(\.\.\., 'mV'\)"):
            torch.optim.Adam(given)


def test_a_scaled_loss_has_its_unit():
    scaler = torch.amp.GradScaler("cpu", init_scale=8.0)
    x = Quantity(torch.ones(2, requires_grad=True), "mV")
    loss = (x * x).sum()
    assert scaler.scale(loss).unit == loss.unit
    assert [each.unit for each in scaler.scale([loss, 2 * loss])] == [loss.unit] * 2
    assert scaler.scale(loss.mantissa) == 16
    scaler.scale(loss).backward()
    assert x.grad.unit == x.unit
    assert x.grad.mantissa.tolist() == [16.0, 16.0]


SCHEDULES = {
    "steps": lambda optimizer: torch.optim.lr_scheduler.StepLR(optimizer, 1, 0.5),
    "cosine": lambda optimizer: torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, 5),
}


@pytest.mark.parametrize("name", SCHEDULES)
@pytest.mark.parametrize("kind", ["SGD", "Adam", "AdamW", "RMSprop", "Adagrad"])
def test_millivolts_and_volts_are_one_physics(kind, name):
    """The rate by the rule of `Parameter`: times the ratio for Adam and kin, squared for SGD."""
    ended = []
    for unit, ratio in (("V", 1.0), ("mV", 1e3)):
        p = nn.Parameter(torch.tensor([1.0, 2.0], dtype=torch.float64) * ratio, unit)
        rate = 0.01 * ratio ** (2 if kind == "SGD" else 1)
        options = {"weight_decay": 0.0, "eps": 1e-30} if kind in ("Adam", "AdamW", "RMSprop") else {}
        optimizer = getattr(torch.optim, kind)([p], lr=rate, **options)
        schedule = SCHEDULES[name](optimizer)
        for _ in range(4):
            optimizer.zero_grad()
            ((p - Quantity(0.5, "V")) ** 2).sum().to_decimal("V^2").backward()
            optimizer.step()
            schedule.step()
        ended.append(p.data.detach().to_decimal("V"))
    torch.testing.assert_close(*ended)


def test_clipped_averaged_and_copied():
    model = torch.nn.Module()
    model.layer = torch.nn.Linear(2, 2)
    model.scale = nn.Parameter(torch.ones(2), "mV")
    (model.layer(torch.ones(1, 2)) * model.scale).sum().backward()
    norm = torch.nn.utils.clip_grad_norm_(model.parameters(), 1e-3)
    assert norm > 1e-3
    assert torch.linalg.vector_norm(torch.cat([p.grad.ravel() for p in model.parameters()])) < 1.1e-3
    average = torch.optim.swa_utils.AveragedModel(model)
    average.update_parameters(model)
    assert average.module.scale.unit == model.scale.unit
    torch.testing.assert_close(average.module.scale.value, model.scale.value)
