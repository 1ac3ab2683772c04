"""Sizes of values, by which the default of an absolute tolerance counts: it must not depend on a unit.

scipy's default, as ``atol=1e-6``, is a number beside numbers near one. Beside volts and beside millivolts the
same number would be another accuracy, so that of quantities it counts in what is typical of them here.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from ._layouts import One, Parts
from ._letters import Call, Rule
from ._results import Fields

__all__ = ["between", "by_part", "method_of", "of_area", "of_start", "of_state"]

Size = Callable[[dict[str, Any], Call], Any]


def by_part(vector: Any, layout: One | Parts) -> np.ndarray:
    """Return the largest absolute number of each part, in the shape of the vector; zero where all are."""
    found = np.abs(np.asarray(vector))
    sizes = np.zeros(found.shape)
    if isinstance(layout, One):
        sizes[...] = np.max(found, initial=0.0)
        return sizes
    start = 0
    for shape in layout.layout.shapes:
        end = start + int(np.prod(shape, dtype=int))
        sizes[start:end] = np.max(found[start:end], initial=0.0)
        start = end
    return sizes


def between(first: str, second: str) -> Size:
    """Return the size of a bracket: how far its ends are apart."""

    def size(given: dict[str, Any], call: Call) -> Any:
        width = abs(given[second] - given[first])
        return width if np.all(np.isfinite(width)) and np.all(width > 0) else None

    return size


def of_state(fun: str, start: str, times: str) -> Size:
    """Return the sizes of the parts of a state: of its start, where that is zero of what it becomes."""

    def size(given: dict[str, Any], call: Call) -> Any:
        state = np.asarray(given[start], dtype=complex if np.iscomplexobj(given[start]) else float)
        layout = call.env["Y"]
        if state.ndim != 1:
            return None
        sizes = by_part(state, layout)
        moved = state
        for _ in range(2):  # what starts at rest moves after that which moves it
            if np.all(sizes > 0):
                break
            moved = state + _slope(fun, times, given, call, moved)
            sizes = np.where(sizes > 0, sizes, by_part(moved, layout))
        sizes = np.where((sizes > 0) & np.isfinite(sizes), sizes, 1.0)
        return np.where(_pure(layout, sizes), 1.0, sizes)

    return size


def _slope(fun: str, times: str, given: dict[str, Any], call: Call, state: Any) -> Any:
    """Return how far a state goes over the whole time with the slope that it has."""
    ends = given[times]
    first, last = ends[0], ends[-1]
    further = call.asked.get("args") or ()
    further = further if isinstance(further, tuple) else tuple(further)
    at = (state, first) if fun == "func" and not call.asked.get("tfirst") else (first, state)
    return np.reshape(np.asarray(given[fun](*at, *further)), state.shape) * (last - first)


def _pure(layout: One | Parts, sizes: Any) -> Any:
    """Return where the parts are pure numbers, of which scipy's default is right as it is."""
    if isinstance(layout, One):
        return np.full(sizes.shape, layout.is_pure)
    counts = [int(np.prod(shape, dtype=int)) for shape in layout.layout.shapes]
    return np.repeat([unit.is_unitless for unit in layout.units], counts)


def of_area(func: str) -> Size:
    """Return the size of an area: the width times a mean of the values; 0 where the width is infinite."""

    def size(given: dict[str, Any], call: Call) -> Any:
        first, last = given["a"], given["b"]
        if call.env["x"].is_pure and "y" in call.env and call.env["y"].is_pure:
            return None
        if not (np.isfinite(first) and np.isfinite(last)):
            return 0.0
        further = call.asked.get("args") or ()
        further = further if isinstance(further, tuple) else (further,)
        inside = [first + (last - first) * part for part in (0.07, 0.29, 0.5, 0.71, 0.93)]
        found = [abs(given[func](at, *further)) for at in inside]
        if call.env["x"].is_pure and call.env["y"].is_pure:
            return None
        area = float(np.mean(found)) * abs(last - first)
        return area if np.isfinite(area) and area > 0 else None

    return size


class of_start(Rule):  # noqa: N801  # read as the functions beside it
    """Options of a minimiser; its default tolerances are parts of the first state and of the first value."""

    late = True

    def __init__(self, rules: dict[str, Any]) -> None:
        self.fields = Fields(rules)

    def take(self, value: Any, call: Call, place: str) -> Any:
        return value if value is None else self.fields.take(value, call, place)

    def absent(self, given: dict[str, Any], call: Call) -> Any:
        """Return the options with those tolerances that would mean another accuracy in another unit."""
        options = dict(given.get("options") or {})
        if call.asked.get("tol") is not None or (
            call.env["X"].is_pure and call.env.get("f", call.env["X"]).is_pure
        ):
            return None
        start = np.atleast_1d(np.asarray(given["x0"], dtype=float))
        far = float(np.max(np.abs(start), initial=0.0)) or _width(given.get("bounds"))
        further = call.asked.get("args", ())
        value = given["fun"](start, *(further if isinstance(further, tuple) else (further,)))
        high = abs(float(np.ravel(value[0] if isinstance(value, tuple) else value)[0]))
        if far == 0 or not np.isfinite(far) or not np.isfinite(high):
            return None
        sizes = {"x": far, "f": high or 1.0, "g": (high or 1.0) / far}
        for name, (default, letter) in _ABSOLUTE.get(method_of(given), {}).items():
            options.setdefault(name, default * sizes[letter])
        return options or None

    def __str__(self) -> str:
        return f"{{{self.fields}}}"


_ABSOLUTE = {
    "nelder-mead": {"xatol": (1e-4, "x"), "fatol": (1e-4, "f")},
    "bfgs": {"gtol": (1e-5, "g")},
    "cg": {"gtol": (1e-5, "g")},
    "l-bfgs-b": {"gtol": (1e-5, "g")},
    "slsqp": {"ftol": (1e-6, "f")},
    "trust-constr": {"gtol": (1e-8, "g")},
}
"""The default tolerances of scipy's methods that are absolute, and of what they are a part here."""


def _width(bounds: Any) -> float:
    if bounds is None:
        return 0.0
    ends = (
        [*np.ravel(bounds.lb), *np.ravel(bounds.ub)]
        if hasattr(bounds, "lb")
        else np.ravel([*bounds]).tolist()
    )
    return max((abs(float(end)) for end in ends if end is not None and np.isfinite(end)), default=0.0)


def method_of(given: dict[str, Any]) -> str:
    """Return the method that minimize chooses."""
    method = given.get("method")
    if method is not None:
        return method.lower() if isinstance(method, str) else ""
    if given.get("constraints"):
        return "slsqp"
    return "bfgs" if given.get("bounds") is None else "l-bfgs-b"
