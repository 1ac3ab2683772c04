"""A model with quantities in two processes: ``python two_processes.py FILE`` writes what each way gives.

A line of JSON for each: the way, what the module returns, gradients, those of one process alone, and the
parameters after a step of SGD likewise.
"""

import json
import os
import sys
import tempfile
from pathlib import Path

import torch
from torch import distributed, multiprocessing
from torch.nn.parallel import DistributedDataParallel

from bu_array import Quantity
from bu_torch import nn

WAYS = ("ddp", "ddp that looks for unused parameters", "fsdp", "fsdp2")
OUTPUTS = ("quantity", "dict", "list", "tensor")
SAMPLES = Quantity(torch.arange(8.0).reshape(4, 2), "m")


class Springs(torch.nn.Module):
    def __init__(self, output):
        super().__init__()
        self.stiffness = nn.Parameter([3.0, 4.0], "N / m")
        self.mix = torch.nn.Linear(2, 2, bias=False)
        self.output = output
        with torch.no_grad():
            self.mix.weight.copy_(torch.tensor([[1.0, 2.0], [3.0, 4.0]]))

    def forward(self, stretch):
        mixed = self.mix(stretch / Quantity(1.0, "m"))
        energy = mixed * (self.stiffness * Quantity(1.0, "m^2"))
        outputs = {"quantity": energy, "dict": {"energy": energy}, "list": [energy]}
        return outputs.get(self.output, energy.to_decimal("J"))


def loss(found):
    if isinstance(found, dict):
        found = found["energy"]
    if isinstance(found, list):
        (found,) = found
    return ((found if isinstance(found, torch.Tensor) else found.to_decimal("J")) ** 2).mean()


def whole(tensor):
    tensor = tensor.full_tensor() if hasattr(tensor, "full_tensor") else tensor
    return tensor.detach().tolist()


def step(model, samples):
    """Gradients, and parameters after one step."""
    from torch.distributed.fsdp import FullyShardedDataParallel

    optimizer = torch.optim.SGD(model.parameters(), lr=1e-3)
    loss(model(samples)).backward()
    if isinstance(model, FullyShardedDataParallel):
        with FullyShardedDataParallel.summon_full_params(model, with_grads=True):
            gradients = [whole(p.grad) for p in model.parameters()]
        optimizer.step()
        with FullyShardedDataParallel.summon_full_params(model):
            return gradients, [whole(p) for p in model.parameters()]
    gradients = [whole(p.grad) for p in model.parameters()]
    optimizer.step()
    return gradients, [whole(p) for p in model.parameters()]


def wrapped(way, model):
    if way == "ddp":
        return DistributedDataParallel(model)
    if way == "fsdp":
        from torch.distributed.fsdp import FullyShardedDataParallel

        return FullyShardedDataParallel(model, use_orig_params=True, device_id=torch.device("cpu"))
    if way == "fsdp2":
        from torch.distributed.device_mesh import init_device_mesh
        from torch.distributed.fsdp import fully_shard

        return fully_shard(model, mesh=init_device_mesh("cpu", (2,)))
    return DistributedDataParallel(model, find_unused_parameters=True)


def work(rank, folder, results):
    distributed.init_process_group("gloo", init_method=f"file://{folder}/meeting", rank=rank, world_size=2)
    try:
        for way in WAYS:
            for output in OUTPUTS:
                found = step(wrapped(way, Springs(output)), SAMPLES[2 * rank : 2 * rank + 2])
                if rank == 0:
                    line = json.dumps([way, output, *found, *step(Springs(output), SAMPLES)])
                    with Path(results).open("a") as file:
                        file.write(f"{line}\n")
    finally:
        distributed.destroy_process_group()


if __name__ == "__main__":
    os.environ.setdefault("GLOO_SOCKET_IFNAME", "lo")
    with tempfile.TemporaryDirectory() as meeting:
        multiprocessing.start_processes(work, (meeting, sys.argv[1]), nprocs=2, start_method="fork")
