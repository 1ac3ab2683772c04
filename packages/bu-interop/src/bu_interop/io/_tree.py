"""A tree of values as groups with attributes and arrays, and back.

A dict, list or tuple is a group. Numbers without a unit, texts and None are attributes of their group, as
HDF5 and netCDF have them; arrays and quantities are variables. The attribute `brainunit_tree` of each group
says what it was, and the order of its items.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from ._values import Encoded, encoded

__all__ = ["TREE", "Group", "built", "flattened", "number"]

TREE = "brainunit_tree"
_PLAIN = (str, bool, int, float, complex, type(None))
_TITLES = {str: "text", type(None): "none"}


@dataclass
class Group:
    """What a group of a file holds: attributes, and what each is called in the tree."""

    name: tuple[str, ...]
    kind: str
    items: dict[str, str] = field(default_factory=dict)
    attributes: dict[str, Any] = field(default_factory=dict)

    def noted(self) -> dict[str, Any]:
        """Return the attributes for the file."""
        return {**self.attributes, TREE: json.dumps({"is": self.kind, "of": self.items})}


def flattened(tree: Any, holds: Callable[[Any], bool]) -> tuple[list[Group], dict[tuple[str, ...], Encoded]]:
    """Return the groups and arrays of a tree, outermost first.

    Raises TypeError or ValueError, with the place in the tree, for what cannot be saved.
    """
    groups: list[Group] = []
    arrays: dict[tuple[str, ...], Encoded] = {}

    def walk(group: Group, items: Mapping[str, Any], where: str) -> None:
        groups.append(group)
        for key, value in items.items():
            place = (
                f"{where}[{key!r}]"
                if group.kind == "dict"
                else f"{where}[{key}]"
                if group.kind != "leaf"
                else where
            )
            name = (*group.name, key)
            if type(value) in _PLAIN:
                group.items[key] = _TITLES.get(type(value), type(value).__name__)
                group.attributes[key] = _attribute(value)
            elif (found := _container(value, place)) is not None:
                group.items[key] = "group"
                walk(Group(name, found[0]), found[1], place)
            else:
                group.items[key] = "array"
                arrays[name] = encoded(value, holds, place)

    kind, items = _container(tree, "tree") or ("leaf", {"value": tree})
    walk(Group((), kind), items, "tree")
    return groups, arrays


def _container(value: Any, place: str) -> tuple[str, Mapping[str, Any]] | None:
    """Return the kind and the items by name of a dict, list or tuple; None for anything else."""
    if type(value) in (list, tuple):
        return type(value).__name__, {str(at): item for at, item in enumerate(value)}
    if not isinstance(value, dict):
        return None
    for key in value:
        if not isinstance(key, str):
            raise TypeError(f"{place}: the keys of a dict are names in the file, texts; got {key!r}")
        if (
            not key
            or key in (".", "..")
            or {"/", "\0"} & set(key)
            or key.startswith(("brainunit", "__"))
            or key == "zarr.json"
        ):
            raise ValueError(f"{place}: {key!r} cannot be a name in the file")
    return "dict", value


def _attribute(value: Any) -> Any:
    """Return a plain value as every format has attributes."""
    if isinstance(value, bool):
        return int(value)
    if value is None:
        return "none"
    if isinstance(value, str) or (isinstance(value, int) and abs(value) < 2**31):
        return value
    return value if isinstance(value, float) and math.isfinite(value) else str(value)


def number(value: Any, title: str) -> Any:
    """Return the plain value that an attribute stands for."""
    if title == "none":
        return None
    if title == "text":
        return str(value)
    if title == "bool":
        return bool(int(value))
    kinds: dict[str, Callable[[Any], Any]] = {"int": int, "float": float, "complex": complex}
    return kinds[title](value)


def built(kind: str, items: dict[str, Any]) -> Any:
    """Return the dict, list or tuple of items, or the only item."""
    if kind == "leaf":
        return items["value"]
    if kind in ("list", "tuple"):
        ordered = [items[key] for key in sorted(items, key=int)]
        return ordered if kind == "list" else tuple(ordered)
    return items
