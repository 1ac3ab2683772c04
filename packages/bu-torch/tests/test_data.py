"""Batches of quantities, in one process and in workers."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import torch
from torch.utils.data import DataLoader, Dataset, TensorDataset, default_collate

from bu_array import Quantity
from bu_units import UnitMismatchError


def q(number, unit="mV"):
    return Quantity(torch.tensor([float(number), 0.0]), unit)


def test_the_unit_is_that_of_the_first():
    batch = default_collate([q(1.0), q(2.0, "V")])
    assert str(batch.unit) == "mV"
    assert batch.mantissa.tolist() == [[1.0, 0.0], [2000.0, 0.0]]
    assert default_collate([q(2.0, "V"), q(1.0)]).mantissa.tolist() == [
        [2.0, 0.0],
        [pytest.approx(1e-3), 0.0],
    ]


def test_another_dimension_is_refused():
    with pytest.raises(UnitMismatchError, match=r"default_collate.*mV and s"):
        default_collate([q(1.0), q(2.0, "s")])
    with pytest.raises(UnitMismatchError, match="default_collate"):
        default_collate([q(1.0), torch.ones(2)])


def test_inside_of_samples():
    samples = [{"x": q(n), "pair": (q(n, "s"), n)} for n in range(3)]
    batch = default_collate(samples)
    assert batch["x"].shape == (3, 2)
    times, numbers = batch["pair"]
    assert str(times.unit) == "s"
    assert numbers.tolist() == [0, 1, 2]


def test_numbers_and_arrays_of_numpy_become_tensors():
    assert default_collate([Quantity(1.0, "V"), Quantity(2.0, "V")]).mantissa.dtype == torch.float64
    batch = default_collate([Quantity(np.ones(2), "V")] * 3)
    assert batch.mantissa.shape == (3, 2)
    assert isinstance(batch.mantissa, torch.Tensor)


def test_points_on_a_scale():
    batch = default_collate([Quantity(torch.tensor(20.0), "degC"), Quantity(torch.tensor(293.15), "K")])
    assert str(batch.unit) == "degC"
    torch.testing.assert_close(batch.mantissa, torch.tensor([20.0, 20.0]), atol=1e-4, rtol=0)


def test_data_sets_of_quantities():
    data = TensorDataset(Quantity(torch.arange(4.0), "mV"), torch.arange(4))
    batches = [*DataLoader(data, batch_size=2)]
    assert [str(x) for x, _ in batches] == ["[0. 1.] mV", "[2. 3.] mV"]
    assert [i.tolist() for _, i in batches] == [[0, 1], [2, 3]]


class Recordings(Dataset):
    """Every other sample in volts."""

    def __len__(self):
        return 6

    def __getitem__(self, i):
        return q(i) if i % 2 else q(i / 1000, "V"), i


def check_loader(**options):
    seen = []
    for x, i in DataLoader(Recordings(), batch_size=3, **options):
        torch.testing.assert_close(x.to("mV").mantissa[:, 0], i.to(torch.float32))
        seen += i.tolist()
    assert seen == list(range(6))


def test_loader():
    check_loader()


@pytest.mark.slow
def test_loader_with_workers():
    """In an interpreter of its own: one in which jax has started its threads must not fork."""
    program = f"""if True:
        import sys
        sys.path.insert(0, {str(Path(__file__).parent)!r})
        from test_data import check_loader
        check_loader(num_workers=2, multiprocessing_context="fork")
    """
    subprocess.run([sys.executable, "-W", "error", "-c", program], check=True, timeout=120)
