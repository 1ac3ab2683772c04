"""Bounds and constraints: scipy's own objects, pairs, dicts, and objects like them that keep quantities."""

from __future__ import annotations

import functools
import inspect
import math
from collections.abc import Callable
from typing import Any

import numpy as np

from bu_array.core import is_neutral
from bu_units import UNITLESS

from ._calls import calls
from ._layouts import One, Parts, layout_of, plain
from ._letters import Call, Power, Rule, letters
from ._results import Outer

__all__ = ["Constraints", "Limits", "held"]


class Limits(Rule):
    """Bounds of a state: scipy's Bounds, one for lows and one for highs, or pairs of a low and a high."""

    def __init__(self, of: Power, *, pairs: bool = True) -> None:
        self.of = of
        self.pairs = pairs

    def names(self) -> set[str]:
        return self.of.names()

    def take(self, value: Any, call: Call, place: str) -> Any:
        if value is None:
            return None
        if hasattr(value, "lb"):
            self._bind((value.lb, value.ub), call, place, pairs=False)
            return self._bounds(value, call, place)
        self._bind(value, call, place, pairs=self.pairs)
        layout = self.of.of(call) if not self.of.missing(call) else None
        if layout is None:
            return value  # zeros and infinities alone
        if not self.pairs:
            low, high = value
            return layout.take(low, f"{place}, the low"), layout.take(high, f"{place}, the high")
        return self._of_pairs(value, layout, place)

    def _bounds(self, value: Any, call: Call, place: str) -> Any:
        from scipy.optimize import Bounds  # at first use

        layout = self.of.of(call) if not self.of.missing(call) else One(UNITLESS)
        low, high = layout.take(value.lb, f"{place}.lb"), layout.take(value.ub, f"{place}.ub")
        return Bounds(low, high, value.keep_feasible)

    def _bind(self, value: Any, call: Call, place: str, *, pairs: bool) -> None:
        """Let the bounds say the units, where nothing before them did."""
        if not self.of.missing(call):
            return
        if pairs:
            labels = [*value] if isinstance(value, dict) else None
            many = [value[label] for label in labels] if labels is not None else [*value]
            known = [_known(pair[0], pair[1]) for pair in many]
            first = known if labels is None else dict(zip(labels, known, strict=True))
        else:
            low, high = value
            first = low if _first(low) is not None else high
        if _first(first) is not None:
            self.of.bind(layout_of(first, tree=self.of.tree), call, place)

    def _of_pairs(self, value: Any, layout: One | Parts, place: str) -> Any:
        if isinstance(layout, One):
            return [
                slice(*[layout.take(part, f"{place}[{i}]") for part in (pair.start, pair.stop, pair.step)])
                if isinstance(pair, slice)
                else tuple(layout.take(part, f"{place}[{i}]") for part in pair)
                for i, pair in enumerate(value)
            ]
        structure = layout.layout.structure
        pairs = structure.leaves(layout._alike(value), place)
        found = []
        for pair, unit, shape, where in zip(
            pairs, layout.units, layout.layout.shapes, structure.places, strict=True
        ):
            low, high = (One(unit).take(part, f"{place}{where}") for part in pair)
            if not shape:
                found.append((low, high))
                continue
            lows, highs = (
                np.broadcast_to(_open(part, end), shape).ravel()
                for part, end in ((low, -math.inf), (high, math.inf))
            )
            found += [*zip(lows, highs, strict=True)]
        return found

    def __str__(self) -> str:
        return f"bounds in {self.of}"


def _open(value: Any, end: float) -> Any:
    return end if value is None else value


def _first(value: Any) -> Any:
    if isinstance(value, dict):
        return next((part for part in value.values() if _first(part) is not None), None)
    if isinstance(value, (list, tuple)):
        return next((part for part in value if _first(part) is not None), None)
    return None if value is None or is_neutral(value) else value


def _known(low: Any, high: Any) -> Any:
    return next((part for part in (low, high) if part is not None and not is_neutral(part)), 0.0)


class Constraints(Rule):
    """Dicts with a function, LinearConstraint and NonlinearConstraint: each in a unit of its own."""

    def __init__(self, of: Power, *, linear: bool = False) -> None:
        self.of = of
        self.linear = linear
        self.late = not linear  # type: ignore[misc]  # of each, where the rules have it of the class

    def take(self, value: Any, call: Call, place: str) -> Any:
        if value is None or isinstance(value, (str, bytes)):
            return value
        if self.linear and isinstance(value, tuple) and value and not hasattr(value[0], "A"):
            return self._linear(value, call, place, letters("g0")[0])
        if isinstance(value, (list, tuple)):
            return [self._one(part, call, f"{place}[{i}]", i) for i, part in enumerate(value)]
        return self._one(value, call, place, 0)

    def _one(self, value: Any, call: Call, place: str, index: int) -> Any:
        (unit,) = letters(f"g{index}", tree=True)
        if isinstance(value, dict):
            return self._of_dict(value, call, place, unit)
        if hasattr(value, "A"):
            return self._linear((value.A, value.lb, value.ub, value.keep_feasible), call, place, unit)
        if hasattr(value, "fun"):
            return self._nonlinear(value, call, place, unit)
        if hasattr(value, "lb"):
            return Limits(self.of).take(value, call, place)
        return value

    def _of_dict(self, value: dict[str, Any], call: Call, place: str, unit: Power) -> dict[str, Any]:
        found = dict(value)
        for key, rule in (
            ("fun", calls(self.of, gives=unit)),
            ("jac", calls(self.of, gives=Outer(unit, 1 / self.of))),
        ):
            if callable(value.get(key)):
                found[key] = rule.take(value[key], call, f"{place}[{key!r}]")
        return found

    def _linear(self, parts: tuple[Any, ...], call: Call, place: str, unit: Power) -> Any:
        from scipy.optimize import LinearConstraint  # at first use

        matrix, low, high, *rest = (*parts, np.inf)[: max(len(parts), 3)]
        first = low if _first(low) is not None else high
        if _first(first) is not None:
            unit.take(first, call, f"{place}.lb")
        layout = self.of.of(call) if not self.of.missing(call) else None
        if isinstance(layout, Parts):
            call.env.setdefault(next(iter(unit.powers)), _row_unit(matrix, layout))
            matrix = Outer(unit, 1 / self.of).take(matrix, call, f"{place}.A")
            matrix = np.atleast_2d(matrix)
        elif unit.missing(call) and layout is not None:
            unit.bind(layout_of(matrix, tree=False) * layout, call, place)
            matrix = (unit / self.of).take(matrix, call, f"{place}.A")
        else:
            matrix = (unit / self.of).take(matrix, call, f"{place}.A")
        low, high = unit.take(low, call, f"{place}.lb"), unit.take(high, call, f"{place}.ub")
        return LinearConstraint(matrix, low, high, *rest)

    def _nonlinear(self, value: Any, call: Call, place: str, unit: Power) -> Any:
        from scipy.optimize import NonlinearConstraint  # at first use

        first = value.lb if _first(value.lb) is not None else value.ub
        if _first(first) is not None:
            unit.take(first, call, f"{place}.lb")
        fun = calls(self.of, gives=unit).take(value.fun, call, f"{place}.fun")
        jac = calls(self.of, gives=Outer(unit, 1 / self.of)).take(value.jac, call, f"{place}.jac")
        low, high = (_fitting(unit, part, call, place) for part in (value.lb, value.ub))
        further = (value.keep_feasible, value.finite_diff_rel_step, value.finite_diff_jac_sparsity)
        hess = _quasi() if value.hess is None else value.hess
        return NonlinearConstraint(fun, low, high, jac, hess, *further)

    def __str__(self) -> str:
        return f"constraints on {self.of}"


def _quasi() -> Any:
    from scipy.optimize import BFGS  # at first use

    return BFGS()


def _fitting(unit: Power, value: Any, call: Call, place: str) -> Any:
    if unit.missing(call):
        return value  # zeros and infinities alone: the function says its unit when it is called
    return unit.take(value, call, place)


def _row_unit(matrix: Any, layout: Any) -> One:
    """Return the unit of a row times a state, of the first leaf of the row that has one."""
    leaves = layout.layout.structure.leaves(layout._alike(matrix), "A")
    for leaf, unit in zip(leaves, layout.units, strict=True):
        if not is_neutral(leaf):
            found: Any = layout_of(leaf, tree=False) * One(unit)
            return One(found.unit)
    return One(UNITLESS)


# ---------------------------------------------------------------- objects that keep quantities


class Held:
    """Bounds or a constraint with quantities, as they were given: made scipy's own when they are used."""

    def __init__(self, kind: str, fields: dict[str, Any]) -> None:
        self.__dict__.update(fields)
        self.kind = kind

    def __repr__(self) -> str:
        shown = ", ".join(f"{key}={value!r}" for key, value in vars(self).items() if key != "kind")
        return f"{self.kind}({shown})"


def held(kind: type) -> Callable[..., Any]:
    """Return what makes such objects: scipy's own of plain values, else one that keeps quantities."""
    signature = inspect.signature(kind)

    @functools.wraps(kind, updated=())
    def make(*args: Any, **kwargs: Any) -> Any:
        bound = signature.bind(*args, **kwargs)
        bound.apply_defaults()
        if all(plain(value) for value in bound.arguments.values()):
            return kind(*args, **kwargs)
        return Held(kind.__name__, dict(bound.arguments))

    return make
