"""Results of scipy with units: fields, matrices whose rows and columns differ, objects with methods."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from functools import partial
from typing import Any

import numpy as np

from bu_array.core import detach
from bu_dispatch import backend_of

from ._layouts import Carrier, Holder, One, Parts, difference, plain
from ._letters import Call, Power, Rule, rebuilt_tuple, rule_of
from ._shown import shown

__all__ = ["Along", "Blocks", "Fields", "Objects", "Outer", "Wrapped"]


class Fields(Rule):
    """A dict, or the fields of a result; of a dict what is not named and no count is on `bare` alone."""

    def __init__(self, rules: dict[str, Any]) -> None:
        self.rules = {name: rule_of(rule) for name, rule in rules.items()}

    def take(self, value: Any, call: Call, place: str) -> Any:
        if not isinstance(value, dict):
            return value
        unnamed = rule_of(None)
        return {
            key: self.rules.get(key, unnamed).take(part, call, f"{place}[{key!r}]")
            for key, part in value.items()
        }

    def give(self, value: Any, call: Call) -> Any:
        if value is None:
            return None
        if isinstance(value, dict):
            changed = {key: rule.give(value[key], call) for key, rule in self.rules.items() if key in value}
            return shown(value, changed, call)
        changed = {
            k: rule.give(getattr(value, k), call) for k, rule in self.rules.items() if hasattr(value, k)
        }
        if isinstance(value, tuple):
            return rebuilt_tuple(value, changed)
        made = copy.copy(value)
        for key, part in changed.items():
            object.__setattr__(made, key, part)
        return made

    def __str__(self) -> str:
        return ", ".join(f"{name}: {rule}" for name, rule in self.rules.items() if not name.startswith("_"))


class Along(Rule):
    """States of which several stand in an array, along its first axis or another."""

    def __init__(self, rule: Power, axis: int) -> None:
        self.rule = rule
        self.axis = axis

    def take(self, value: Any, call: Call, place: str) -> Any:
        layout = self.rule.of(call)
        if isinstance(layout, One) or value is None:
            return layout.take(value, place)
        return np.stack(
            [layout.take(one, f"{place}[{i}]") for i, one in enumerate(value)], axis=1 - self.axis
        )

    def give(self, value: Any, call: Call) -> Any:
        return None if value is None else self.rule.of(call).give(value, self.axis)

    def __str__(self) -> str:
        return str(self.rule)


class Outer(Rule):
    """A matrix, each element in the product of the unit of its row and that of its column."""

    def __init__(self, rows: Power, columns: Power) -> None:
        self.rows = rows
        self.columns = columns

    def names(self) -> set[str]:
        return set()

    def missing(self, call: Call) -> list[str]:
        return [*self.rows.missing(call), *self.columns.missing(call)]

    def take(self, value: Any, call: Call, place: str) -> Any:
        if value is None or isinstance(value, str) or callable(value):
            return value
        rows, columns = self.rows.of(call), self.columns.of(call)
        if isinstance(rows, One) and isinstance(columns, One):
            return (rows * columns).take(value, place)
        if isinstance(value, Blocks):
            value = value.tree
        if isinstance(rows, One):
            return _row(rows, columns, value, place)
        parts = zip(
            rows.layout.structure.leaves(_tops(rows, value), place),
            rows.units,
            rows.layout.shapes,
            strict=True,
        )
        if isinstance(columns, One):
            return np.concatenate(
                [np.reshape((One(u) * columns).take(v, place), (*_flat(s), -1)) for v, u, s in parts]
            )
        width = columns.layout.size
        return np.concatenate(
            [np.reshape(_row(One(difference(u)), columns, v, place), (-1, width)) for v, u, _ in parts]
        )

    def give(self, value: Any, call: Call) -> Any:
        if value is None:
            return None
        rows, columns = self.rows.of(call), self.columns.of(call)
        if rows.is_pure and columns.is_pure:
            return value
        if backend_of(value) is None and not np.isscalar(
            value
        ):  # an operator of scipy's: the inverse Hessian
            return Blocks(
                np.asarray(value.todense() if hasattr(value, "todense") else value.toarray()), rows, columns
            )
        if isinstance(rows, One) and isinstance(columns, One):
            return (rows * columns).give(value)
        return Blocks(value, rows, columns)

    def __str__(self) -> str:
        return str(self.rows * self.columns)


def _flat(shape: tuple[int, ...]) -> tuple[int, ...]:
    size = 1
    for length in shape:
        size *= length
    return (size,)


def _tops(rows: Parts, value: Any) -> Any:
    return rows.kind(value) if type(value) in (list, tuple) and rows.kind in (list, tuple) else value


def _row(one: One, columns: Parts, value: Any, place: str) -> Any:
    """Return a row, or rows of one unit, whose columns are a tree: side by side."""
    products = (columns * one).layout
    leaves = products.structure.leaves(_tops(columns, value), place)
    found = []
    for leaf, unit, shape, where in zip(
        leaves, products.units, products.shapes, products.structure.places, strict=True
    ):
        numbers = detach(leaf, unit, f"{place}{where}")
        before = np.shape(numbers)[: np.ndim(numbers) - len(shape)]
        found.append(np.reshape(numbers, (*before, *_flat(shape))))
    return np.concatenate(found, axis=-1)


class Blocks:
    """A matrix whose elements have units of their own, as a covariance of parameters; `bare` is scipy's own.

    ``matrix[row][column]`` and ``matrix[row, column]`` are quantities, by the keys or positions of the tree
    that the parameters are; `diagonal` is such a tree.
    """

    def __init__(self, bare: Any, rows: Any, columns: Any) -> None:
        self.bare = bare
        self._rows = rows
        self._columns = columns

    @property
    def tree(self) -> Any:
        """The rows as a tree, each a tree of its columns."""
        return self._tree(np.asarray(self.bare))

    def _tree(self, array: Any) -> Any:
        rows, columns = self._rows, self._columns
        if isinstance(rows, One):
            return (columns * rows).give(array, axis=array.ndim - 1)
        found, start = [], 0
        for unit, shape in zip(rows.units, rows.layout.shapes, strict=True):
            (length,) = _flat(shape)
            block = array[start : start + length].reshape((*shape, *array.shape[1:]))
            start += length
            one = One(difference(unit))
            found.append(
                (columns * one).give(block, axis=len(shape))
                if isinstance(columns, Parts)
                else (one * columns).give(block)
            )
        return rows.layout.structure.tree(found)

    def diagonal(self) -> Any:
        """Return the elements on the diagonal, in the structure of the rows: variances of a covariance."""
        if isinstance(self._rows, One) or isinstance(self._columns, One):
            raise TypeError("a matrix with rows of one unit and columns of several has no diagonal")
        return (self._rows * self._columns).give(np.diagonal(self.bare))

    def __getitem__(self, key: Any) -> Any:
        if isinstance(key, tuple) and len(key) == 2:
            return _get(_get(self.tree, key[0]), key[1])
        return _get(self.tree, key)

    def __len__(self) -> int:
        return len(self.tree)

    def __iter__(self) -> Iterator[Any]:
        return iter(self.tree)

    @property
    def shape(self) -> tuple[int, ...]:
        """How many rows and columns there are."""
        return tuple(np.shape(self.bare))

    def __array__(self, dtype: Any = None, copy: Any = None) -> Any:
        raise TypeError(
            "the elements of this matrix have units of their own; .diagonal(), or .bare on purpose"
        )

    def __repr__(self) -> str:
        return f"<matrix of {self.shape}: rows in {self._rows}, columns in {self._columns}>"


def _get(tree: Any, key: Any) -> Any:
    return getattr(tree, key) if isinstance(key, str) and not isinstance(tree, dict) else tree[key]


class Objects(Rule):
    """Objects with methods, each a row, in which the letters of the object are bound."""

    def __init__(self, methods: dict[str, Any], **bound: Power) -> None:
        self.methods = methods
        self.bound = bound

    def give(self, value: Any, call: Call) -> Any:
        if value is None:
            return None
        env = {name: rule.of(call) for name, rule in self.bound.items()}
        if all(layout.is_pure for layout in env.values()):
            return value
        kind = SparseWrapped if "toarray" in self.methods else Wrapped
        return kind(value, self.methods, env)

    def take(self, value: Any, call: Call, place: str) -> Any:
        if not isinstance(value, Wrapped):
            return value
        for name, rule in self.bound.items():
            layout = value._env.get(name)
            if layout is None:
                continue
            if rule.missing(call):
                rule.bind(layout, call, place)
            elif str(rule.of(call)) != str(layout):
                rule.take(layout.give(1.0), call, place)  # another dimension is an error with both units
                raise TypeError(
                    f"{place}: the {type(value.bare).__name__} is in {layout}, {rule.of(call)} is wanted; make it of values in {rule.of(call)}"
                )
        return value.bare

    def __str__(self) -> str:
        return f"an object of {', '.join(f'{name} in {rule}' for name, rule in self.bound.items())}"


class Wrapped(Holder):
    """An object of scipy (a spline, a distribution, a tree of points) with units; `bare` is scipy's own."""

    bare: Any

    def __init__(self, bare: Any, methods: dict[str, Any], env: dict[str, Any]) -> None:
        self.bare = bare
        self._methods = methods
        self._env = env

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") or name not in self.__dict__.get("_methods", ()):
            kind = type(self.__dict__.get("bare")).__name__
            raise AttributeError(f"{kind}.{name} has no unit rule; .bare is scipy's own", name=name)
        value, rule = getattr(self.bare, name), self._methods[name]
        if hasattr(rule, "run"):
            return partial(rule.run, value, self._env)
        return rule_of(rule).give(value, Call(name, dict(self._env), {}))

    def __dir__(self) -> list[str]:
        return sorted({"bare", *(name for name in self._methods if hasattr(self.bare, name))})

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        if "__call__" not in self._methods:
            raise TypeError(f"a {type(self.bare).__name__} is not called")
        return self._methods["__call__"].run(self.bare.__call__, self._env, *args, **kwargs)

    def __repr__(self) -> str:
        units = ", ".join(f"{name} in {layout}" for name, layout in self._env.items())
        return f"<{type(self.bare).__name__}: {units}>"


class SparseWrapped(Wrapped, Carrier):
    """A sparse array of scipy with a unit."""

    @property
    def unit(self) -> Any:  # type: ignore[override]  # worked out, not stored
        return self._env["x"].unit

    def __matmul__(self, other: Any) -> Any:
        return self._methods["__matmul__"].run(self.bare.__matmul__, self._env, other)

    @property
    def shape(self) -> tuple[int, ...]:
        """How many rows and columns there are."""
        return tuple(self.bare.shape)


def unitless(values: Any) -> bool:
    """Whether no value of a call has a unit."""
    return all(plain(value) for value in values)
