"""Distributed training of modules that take and return quantities.

FullyShardedDataParallel and DistributedDataParallel look for the tensors that a module was given and gave
back, to hook their own work onto gradients, in containers that they know. In a quantity they look too, once
told here: else a process keeps its own gradients, and nobody says so.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from typing import Any

import torch

from bu_array.core import Pair, join
from bu_dispatch import when_imported

__all__: list[str] = []


def _mapped(function: Callable[[Any], Any], tree: Any) -> Any:
    """Return a tree with a function applied to the tensor of each quantity, in the containers torch knows."""
    if isinstance(tree, Pair):
        mantissa = tree._mantissa
        return join(function(mantissa), tree._unit) if isinstance(mantissa, torch.Tensor) else tree
    if isinstance(tree, tuple) and hasattr(tree, "_fields"):
        return type(tree)(*(_mapped(function, each) for each in tree))
    if isinstance(tree, (list, tuple)):
        return type(tree)(_mapped(function, each) for each in tree)
    if isinstance(tree, dict):
        filled = tree.copy()  # of its own class
        filled.update((key, _mapped(function, each)) for key, each in tree.items())
        return filled
    if dataclasses.is_dataclass(tree) and not isinstance(tree, type):
        fields = {field.name: getattr(tree, field.name) for field in dataclasses.fields(tree) if field.init}
        return dataclasses.replace(tree, **{name: _mapped(function, x) for name, x in fields.items()})
    return tree


# The functions below are those of torch 2.13; test_distributed.py tells when they move.


def _teach_utils(module: Any) -> None:
    """Hooks on outputs, and casts to the precision of a policy (_apply_to_tensors); moves to a device."""
    _teach_apply(module)
    moved = module._recursive_to

    def recursive_to(inputs: Any, target_device: Any, use_side_stream_for_tensor_copies: bool) -> Any:
        inputs = _mapped(lambda tensor: tensor.to(target_device), inputs)
        return moved(inputs, target_device, use_side_stream_for_tensor_copies)

    module._recursive_to = recursive_to


def _teach_apply(module: Any) -> None:
    """A module that has imported the function by name, before or after it was told."""
    applied = module._apply_to_tensors
    if getattr(applied, "knows_quantities", False):
        return

    def apply_to_tensors(fn: Callable[[Any], Any], container: Any) -> Any:
        return applied(fn, _mapped(fn, container))

    apply_to_tensors.knows_quantities = True  # type: ignore[attr-defined]  # of ours only
    module._apply_to_tensors = apply_to_tensors


def _teach_common(module: Any) -> None:
    """The tensors that FSDP2 hooks onto; both functions call themselves by these names."""
    _teach_apply(module)
    collect, replace = module._collect_grad_tensors, module._replace_grad_tensors

    def collect_grad_tensors(output: Any, out: list[Any], _depth: int = 0) -> None:
        collect(output._mantissa if isinstance(output, Pair) else output, out, _depth)

    def replace_grad_tensors(output: Any, tensor_iter: Iterator[Any], _depth: int = 0) -> Any:
        if not isinstance(output, Pair):
            return replace(output, tensor_iter, _depth)
        found = replace(output._mantissa, tensor_iter, _depth)
        return output if found is output._mantissa else join(found, output._unit)

    module._collect_grad_tensors = collect_grad_tensors
    module._replace_grad_tensors = replace_grad_tensors


def _teach_replicated(module: Any) -> None:
    """Which parameters an output depends on (find_unused_parameters); calls itself by this name."""
    find = module._find_tensors

    def find_tensors(obj: Any) -> Any:
        return find(obj._mantissa if isinstance(obj, Pair) else obj)

    module._find_tensors = find_tensors


when_imported("torch.distributed.utils", _teach_utils)
when_imported("torch.distributed.fsdp._common_utils", _teach_common)
for _name in ("_runtime_utils", "_fully_shard._fsdp_state"):
    when_imported(f"torch.distributed.fsdp.{_name}", _teach_apply)
when_imported("torch.nn.parallel.distributed", _teach_replicated)
