"""Two processes with half of the data each do what one does with all of it."""

import json
import subprocess
import sys
from collections import OrderedDict
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import torch

from bu_array import Quantity
from bu_torch import _distributed

torch_distributed = pytest.importorskip("torch.distributed")
PROGRAM = Path(__file__).parent / "checks/two_processes.py"

pytestmark = pytest.mark.skipif(
    not (torch_distributed.is_available() and sys.platform == "linux"),
    reason="gloo on two processes by fork",
)


@pytest.fixture(scope="module")
def steps(tmp_path_factory):
    """What the program says, by way and kind of output."""
    results = tmp_path_factory.mktemp("steps") / "results"
    subprocess.run([sys.executable, "-W", "ignore", str(PROGRAM), str(results)], check=True, timeout=240)
    rows = [json.loads(line) for line in results.read_text().splitlines()]
    return {(way, output): rest for way, output, *rest in rows}


@pytest.mark.slow
@pytest.mark.parametrize("output", ["quantity", "dict", "list", "tensor"])
@pytest.mark.parametrize("way", ["ddp", "ddp that looks for unused parameters", "fsdp", "fsdp2"])
def test_gradients_and_parameters(steps, way, output):
    gradients, parameters, alone, after = steps[way, output]
    for found, expected in zip([*gradients, *parameters], [*alone, *after], strict=True):
        torch.testing.assert_close(torch.tensor(found), torch.tensor(expected))


class Named(NamedTuple):
    x: Any
    rest: str


@dataclass
class Held:
    x: object
    rest: object = None


def containers(q):
    return [q, [q], (q, 3), {"x": q}, OrderedDict(x=[q]), Named(q, "text"), Held(q), [Held((q,))]]


def only_quantity(tree):
    while not isinstance(tree, Quantity):
        tree = tree.x if isinstance(tree, Held) else tree["x"] if isinstance(tree, dict) else tree[0]
    return tree


@pytest.mark.parametrize("number", range(8))
def test_all_containers_that_torch_knows(number):
    """The functions of torch 2.13 by which it finds tensors; what they are called is tested with it."""
    from torch.distributed import utils
    from torch.distributed.fsdp import _common_utils, _runtime_utils
    from torch.distributed.fsdp._fully_shard import _fsdp_state
    from torch.nn.parallel import distributed

    tensor = torch.ones(2, requires_grad=True)
    tree = containers(Quantity(tensor, "mV"))[number]
    for module in (utils, _common_utils, _runtime_utils, _fsdp_state):
        doubled = module._apply_to_tensors(lambda x: x * 2, tree)
        assert type(doubled) is type(tree)
        assert str(only_quantity(doubled).detach()) == "[2. 2.] mV"
    (found,) = _common_utils.collect_grad_tensors(tree)
    assert found is tensor
    replaced = only_quantity(_common_utils.replace_grad_tensors(tree, iter([tensor * 3])))
    assert str(replaced.detach()) == "[3. 3.] mV"
    assert [each is tensor for each in distributed._find_tensors(tree)] == [True]
    (moved,) = utils._recursive_to((tree,), torch.device("meta"), False)[0]
    assert only_quantity(moved).mantissa.is_meta


def test_what_is_no_quantity_stays():
    for tree in (None, 3, "text", {1, 2}, torch.ones(1), Held):
        assert _distributed._mapped(lambda x: x * 2, tree) is tree
    number = Quantity(3.0, "mV")
    assert _distributed._mapped(lambda x: x * 2, number) is number
