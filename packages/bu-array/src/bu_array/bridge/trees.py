"""Trees: nested containers with numbers, arrays and quantities as leaves, and the places in them."""

from __future__ import annotations

import dataclasses
from collections import OrderedDict
from collections.abc import Callable, Sequence
from contextlib import suppress
from copy import copy
from enum import Enum
from typing import Any

from bu_dispatch import backend_of, get_backend
from bu_units import Unit

from ..core import Pair

__all__ = ["Structure", "is_record"]


class Structure:
    """The containers of a tree, and the place of each leaf.

    Containers are dicts (by their sorted keys, as in jax; an OrderedDict, or one whose keys have no order, as
    it is), lists, tuples, named tuples, dataclasses (by the fields that its ``__init__`` takes; texts, enums
    and functions in them are no leaves and stay), None, and what is registered with jax where the program has
    imported jax. Anything else is a leaf.
    """

    __slots__ = ("_root", "places")

    places: list[str]
    """Where each leaf is: ``['gates'].m[0]``; empty for a tree that is one leaf."""

    def __init__(self, tree: Any) -> None:
        self._root = _node(tree)
        self.places = []
        _note(self._root, "", self.places)

    def leaves(self, tree: Any, name: str) -> Sequence[Any]:
        """Return the leaves of a tree alike; TypeError with `name` and the place where it is another."""
        root = self._root
        if root is None:
            return [tree]
        if root.plain:
            return root.parts(tree, name)
        found: list[Any] = []
        _collect(root, tree, name, found)
        return found

    def tree(self, leaves: Sequence[Any]) -> Any:
        """Return the tree of these leaves."""
        root = self._root
        if root is None:
            return leaves[0]
        if root.plain:
            return root.made(leaves)
        return _built(root, iter(leaves))


class _Node:
    """One container."""

    children: list[_Node | None]
    plain: bool
    """Whether all that is inside are leaves."""

    def parts(self, tree: Any, name: str) -> Sequence[Any]:
        """Return what is inside a container alike."""
        raise NotImplementedError

    def made(self, parts: Sequence[Any]) -> Any:
        """Return a container like this one."""
        raise NotImplementedError

    def label(self, index: int) -> str:
        """Return what leads to a part: ``['V']``, ``.m``, ``[0]``."""
        return f"[{index}]"

    def _hold(self, parts: Sequence[Any]) -> None:
        self.children = [_node(part) for part in parts]
        self.plain = not any(self.children)


class _Nothing(_Node):
    """None, in which there are no leaves."""

    def __init__(self) -> None:
        self._hold([])

    def parts(self, tree: Any, name: str) -> Sequence[Any]:
        if tree is not None:
            raise _another(name, "None", tree)
        return []

    def made(self, parts: Sequence[Any]) -> None:
        return None

    def __bool__(self) -> bool:
        return True


class _Mapping(_Node):
    """A dict, by its keys."""

    def __init__(self, tree: dict[Any, Any]) -> None:
        keys = [*tree]
        if not isinstance(tree, OrderedDict):
            with suppress(TypeError):  # keys of several types: as they are
                keys.sort()
        self.keys = keys
        self.order = [(key, keys.index(key)) for key in tree]
        self.empty: dict[Any, Any] | None = None
        if type(tree) is not dict:
            self.empty = copy(tree)  # a defaultdict keeps its factory
            self.empty.update(dict.fromkeys(tree))
        self._hold([tree[key] for key in keys])

    def parts(self, tree: Any, name: str) -> Sequence[Any]:
        if not isinstance(tree, dict) or len(tree) != len(self.keys):
            raise self._other(tree, name)
        try:
            return [tree[key] for key in self.keys]
        except KeyError:
            raise self._other(tree, name) from None

    def _other(self, tree: Any, name: str) -> TypeError:
        if not isinstance(tree, dict):
            return _another(name, f"a dict with the keys {self.keys}", tree)
        missing = [key for key in self.keys if key not in tree]
        further = [key for key in tree if key not in self.keys]
        found = [f"{text} {keys}" for text, keys in (("lacks", missing), ("has also", further)) if keys]
        return TypeError(f"{name} must be a dict with the keys {self.keys}; it {' and '.join(found)}")

    def made(self, parts: Sequence[Any]) -> Any:
        if self.empty is None:
            return {key: parts[index] for key, index in self.order}
        tree = copy(self.empty)
        tree.update((key, parts[index]) for key, index in self.order)
        return tree

    def label(self, index: int) -> str:
        return f"[{self.keys[index]!r}]"


class _Sequence(_Node):
    """A list or a tuple; a named tuple by the names of its fields."""

    def __init__(self, tree: Any) -> None:
        self.type = type(tree)
        self.fields: tuple[str, ...] | None = getattr(tree, "_fields", None)
        self.make: Callable[[Any], Any] = self.type._make if self.fields is not None else self.type
        self._hold(tree)

    def parts(self, tree: Any, name: str) -> Sequence[Any]:
        kind = list if issubclass(self.type, list) else tuple
        if not isinstance(tree, kind) or len(tree) != len(self.children):
            wanted = f"a {kind.__name__} of {len(self.children)}"
            if self.fields is not None:
                wanted = f"{self.type.__name__}({', '.join(self.fields)})"
            raise _another(name, wanted, tree)
        return [*tree]

    def made(self, parts: Sequence[Any]) -> Any:
        return self.make(parts)

    def label(self, index: int) -> str:
        return f"[{index}]" if self.fields is None else f".{self.fields[index]}"


class _Record(_Node):
    """A dataclass, by the fields that its ``__init__`` takes."""

    def __init__(self, tree: Any) -> None:
        self.type: Any = type(tree)
        given = [field.name for field in dataclasses.fields(tree) if field.init]
        self.fields = [name for name in given if not _stays(getattr(tree, name))]
        self.kept = {name: getattr(tree, name) for name in given if name not in self.fields}
        self._hold([getattr(tree, name) for name in self.fields])

    def parts(self, tree: Any, name: str) -> Sequence[Any]:
        if type(tree) is not self.type:
            raise _another(name, f"a {self.type.__name__}", tree)
        return [getattr(tree, field) for field in self.fields]

    def made(self, parts: Sequence[Any]) -> Any:
        return self.type(**dict(zip(self.fields, parts, strict=True)), **self.kept)

    def label(self, index: int) -> str:
        return f".{self.fields[index]}"


class _Registered(_Node):
    """A container that is registered with jax."""

    def __init__(self, tree: Any, parts: list[Any], treedef: Any, jax: Any) -> None:
        self.type = type(tree)
        self.treedef, self.jax = treedef, jax
        self._hold(parts)

    def parts(self, tree: Any, name: str) -> Sequence[Any]:
        parts, treedef = self.jax.tree.flatten(tree, is_leaf=lambda node: node is not tree)
        if treedef != self.treedef:
            raise _another(name, f"a {self.type.__name__} as the first was", tree)
        return list(parts)

    def made(self, parts: Sequence[Any]) -> Any:
        return self.treedef.unflatten(parts)


def _node(tree: Any) -> _Node | None:
    """Return the node of a container, None for a leaf."""
    if tree is None:
        return _Nothing()
    if isinstance(tree, (Pair, Unit)) or backend_of(tree) is not None:
        return None
    kind = type(tree)
    if kind in (int, float, complex, bool):
        return None
    if kind is dict or kind is OrderedDict:
        return _Mapping(tree)
    if kind is list or kind is tuple or isinstance(tree, tuple):
        return _Sequence(tree)
    registered = _registered(tree)
    if registered is not None:
        return registered
    if isinstance(tree, dict):
        return _Mapping(tree)
    if isinstance(tree, list):
        return _Sequence(tree)
    return _Record(tree) if is_record(tree) else None


def is_record(x: Any) -> bool:
    """Whether `x` is an instance of a dataclass, quantities aside."""
    return dataclasses.is_dataclass(x) and not isinstance(x, (type, Pair))


def _registered(tree: Any) -> _Registered | None:
    jax: Any = get_backend("jax").loaded()
    if jax is None:
        return None
    parts, treedef = jax.tree.flatten(tree, is_leaf=lambda node: node is not tree)
    if len(parts) == 1 and parts[0] is tree:
        return None
    return _Registered(tree, parts, treedef, jax)


def _stays(x: Any) -> bool:
    """Whether a value in a dataclass says how something is computed, and is no number."""
    if isinstance(x, Pair) or backend_of(x) is not None or _node(x) is not None:
        return False
    return isinstance(x, (str, bytes, Enum, type)) or callable(x)


def _another(name: str, wanted: str, tree: Any) -> TypeError:
    found = (
        f"{len(tree)} in a {type(tree).__name__}" if isinstance(tree, (list, tuple)) else type(tree).__name__
    )
    return TypeError(f"{name} must be {wanted}, got {found}")


def _note(node: _Node | None, place: str, places: list[str]) -> None:
    if node is None:
        places.append(place)
        return
    for index, child in enumerate(node.children):
        _note(child, place + node.label(index), places)


def _collect(node: _Node, tree: Any, name: str, found: list[Any]) -> None:
    for index, (child, part) in enumerate(zip(node.children, node.parts(tree, name), strict=True)):
        if child is None:
            found.append(part)
        else:
            _collect(child, part, name + node.label(index), found)


def _built(node: _Node, leaves: Any) -> Any:
    return node.made([next(leaves) if child is None else _built(child, leaves) for child in node.children])
