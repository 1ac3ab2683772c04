"""Quantities in files: `torch.load` with its safe default, and safetensors with the units beside.

What a pickle of a quantity calls is on the list of torch's safe reader once this module is imported; it
makes a Quantity of a tensor and a unit and runs nothing else. A file of safetensors has the units, by name,
in its metadata; without this package it reads as the bare tensors.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from os import PathLike
from typing import Any

import torch

from bu_array import Quantity
from bu_array.core import Pair, Requirement, join, require, unwrapped
from bu_dispatch import BackendError
from bu_units import parse_unit
from bu_units.pickling import restorers

__all__ = ["load_safetensors", "save_safetensors"]

_KEY = "brainunit.units"
_TORCH = Requirement("torch", "brainunit.torch")


def save_safetensors(
    tensors: Mapping[str, Any], path: str | PathLike[str], metadata: Mapping[str, str] | None = None
) -> None:
    """Write tensors and quantities by name into a file of safetensors, the units into its metadata.

    tensors: tensors and quantities of torch, by name; path: the file; metadata: further texts to keep there.
    Raises BackendError for quantities of another library.
    """
    found = {name: unwrapped(x) for name, x in tensors.items()}
    for x in found.values():
        require(_TORCH, "save_safetensors", x)
    if metadata is not None and _KEY in metadata:
        raise ValueError(f"the units are kept under {_KEY!r}, which metadata may not have")
    units = {name: str(x._unit) for name, x in found.items() if isinstance(x, Pair)}
    bare = {name: torch.as_tensor(x._mantissa if isinstance(x, Pair) else x) for name, x in found.items()}
    contiguous = {name: x.detach().contiguous() for name, x in bare.items()}
    _safetensors().torch.save_file(contiguous, path, {**(metadata or {}), _KEY: json.dumps(units)})


def load_safetensors(path: str | PathLike[str], device: str = "cpu") -> dict[str, Any]:
    """Return the tensors of a file of safetensors by name, in their units where it says so.

    path: the file; device: where the tensors are put. Raises UnitParseError for a unit that is not known
    here.
    """
    with _safetensors().safe_open(path, framework="pt", device=device) as file:
        units = json.loads((file.metadata() or {}).get(_KEY, "{}"))
        tensors = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118  # no mapping
    return {name: join(x, parse_unit(units[name])) if name in units else x for name, x in tensors.items()}


def _safetensors() -> Any:
    try:
        import safetensors.torch
    except ModuleNotFoundError as error:
        if error.name != "safetensors":
            raise
        raise BackendError("safetensors is not installed: pip install bu-torch[safetensors]") from None
    return safetensors


torch.serialization.add_safe_globals([Quantity(0.0).__reduce__()[0], *restorers()])
