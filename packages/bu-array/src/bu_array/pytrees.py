"""Quantity as a pytree of jax and of torch: one leaf, the mantissa; the unit is static. Its size, for dask.

Registered when the user's own import brings the library, at once where it is already there.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import partial
from types import ModuleType
from typing import Any

from bu_dispatch import when_imported
from bu_units import Unit, parse_unit

from ._quantity.closed import ClosedQuantity, ClosedScaleQuantity, made
from ._quantity.quantity import Quantity
from ._quantity.scale import ScaleQuantity
from .core import join

__all__: list[str] = []

# The classes, each with what makes one of a mantissa and a unit.
_CLASSES = {Quantity: join, ScaleQuantity: join, ClosedQuantity: made, ClosedScaleQuantity: made}


def _register_with_jax(jax: ModuleType) -> None:
    # register_dataclass is the cheapest way to cross jit's boundary. jax reads the fields as
    # attributes and rebuilds with Quantity(mantissa=..., _unit=...); see Quantity.__init__.
    for kind in _CLASSES:
        jax.tree_util.register_dataclass(kind, data_fields=["mantissa"], meta_fields=["_unit"])


def _register_with_jax_export(export: ModuleType) -> None:
    # The structures of arguments and results are part of an exported program. Comes before jax
    # itself is imported to the end, hence before the pytrees above are known to it.
    for kind, make in _CLASSES.items():
        export.register_pytree_node_serialization(
            kind,
            serialized_name=f"bu_array.{kind.__name__}",
            serialize_auxdata=lambda units: units[0].dispname.encode(),
            deserialize_auxdata=lambda text: (parse_unit(bytes(text).decode()),),
            from_children=lambda units, mantissas, make=make: make(mantissas[0], units[0]),
        )


def _register_with_torch(pytree: ModuleType) -> None:
    def flatten(quantity: Quantity) -> tuple[list[Any], Unit]:
        return [quantity.mantissa], quantity.unit

    def flatten_with_keys(quantity: Quantity) -> tuple[list[tuple[Any, Any]], Unit]:
        return [(pytree.GetAttrKey("mantissa"), quantity.mantissa)], quantity.unit

    def unflatten(make: Callable[[Any, Unit], Any], leaves: Any, unit: Unit) -> Any:
        (mantissa,) = leaves
        return make(mantissa, unit)

    for kind, make in _CLASSES.items():
        pytree.register_pytree_node(
            kind,
            flatten,
            partial(unflatten, make),
            serialized_type_name=f"bu_array.{kind.__name__}",
            to_dumpable_context=str,
            from_dumpable_context=parse_unit,
            flatten_with_keys_fn=flatten_with_keys,
        )


def _register_with_dask(sizeof: ModuleType) -> None:
    # Where dask looks how much memory a result takes; else it sees two slots.
    for kind in _CLASSES:
        sizeof.sizeof.register(kind, lambda q: sys.getsizeof(q) + sizeof.sizeof(q.mantissa))


when_imported("dask.sizeof", _register_with_dask)
when_imported("jax", _register_with_jax)
when_imported("jax.export", _register_with_jax_export)
when_imported("torch.utils._pytree", _register_with_torch)
