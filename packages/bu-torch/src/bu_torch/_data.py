"""Batches of quantities: what DataLoader makes of samples by default."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from types import ModuleType
from typing import Any

from bu_array import Quantity
from bu_array.core import detach, join
from bu_dispatch import when_imported

__all__: list[str] = []


def _collated(batch: Sequence[Any], *, collate_fn_map: dict[Any, Callable[..., Any]] | None = None) -> Any:
    """Return samples as one quantity in the unit of the first; UnitMismatchError for another dimension."""
    from torch.utils.data._utils.collate import collate

    unit = batch[0].unit
    mantissas = [detach(sample, unit, "default_collate", batch[0]) for sample in batch]
    return join(collate(mantissas, collate_fn_map=collate_fn_map), unit)


def _register(module: ModuleType) -> None:
    module.default_collate_fn_map[Quantity] = _collated


when_imported("torch.utils.data._utils.collate", _register)
