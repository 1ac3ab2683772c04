"""Problems in natural scales: functions of quantities as functions of numbers near one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any, NamedTuple

from bu_units import UNITLESS, ScaleUnit, Unit
from bu_units.products import powers_of

from ..core import Pair, has_unit, join, refused_on_scale, settled, split
from .boundaries import callable_name, parameters
from .trees import Structure
from .vectors import numeric_scale, taken

__all__ = ["nondimensional"]


def nondimensional(f: Callable[..., Any], /, scales: Any) -> Callable[..., Any]:
    """Function of quantities as one of plain numbers: arguments and the result in natural scales.

    scales: a dict by the names of arguments, or a tuple by their places, of quantities, or of trees of them
    in the structure of the argument; None for an argument that is no quantity. In a dict the scale of the
    result has the name "result"; without one it is the product of powers of the other scales that has the
    dimension of the result, where there is exactly one: V/ms of the scales 10 mV and 2 ms is 5 mV/ms.
    ``nondimensional(f, scales)(x)`` is ``f(x * scale) / scale of the result``. Runs on every array library,
    traced and differentiated, too.
    Raises TypeError for an argument without a scale and without a default, ValueError for a scale of zero,
    and UnitMismatchError with the place and both units where the result has another dimension than its scale.

    >>> from bu_array import Quantity, nondimensional
    >>> def fall(t, v):
    ...     return Quantity(9.81, "m/s^2") - v / Quantity(2.0, "s")
    >>> slope = nondimensional(fall, {"t": Quantity(2.0, "s"), "v": Quantity(19.62, "m/s")})
    >>> print(round(slope(0.0, 0.0), 12), round(slope(1.0, 0.5), 12))
    1.0 0.5
    """
    name = callable_name(f)
    names, further, keywords = parameters(f)
    by_name, by_place, of_result = _described(f, name, names, further, keywords, scales)
    trees = [tree for tree in (*by_name.values(), *by_place[len(names) :]) if tree is not None]
    known = [scale for tree in trees for scale in tree.scales if not scale.unit.dim.is_dimensionless]
    result = None if of_result is None else _Scaled(of_result, f"nondimensional: scales['result'] of {name}")

    @wraps(f)
    def function(*args: Any, **kwargs: Any) -> Any:
        given = []
        for index, value in enumerate(args):
            key = names[index] if index < len(names) else f"number {index + 1}"
            scaled = by_place[index] if index < len(by_place) else by_name.get(key)
            given.append(_given(scaled, value, f"{name}: {key}"))
        named = {key: _given(by_name.get(key), value, f"{name}: {key}") for key, value in kwargs.items()}
        returned = f(*given, **named)
        if result is not None:
            return result.numbers(returned, f"the result of {name}")
        return _by_powers(returned, known, f"the result of {name}")

    return function


class _Scale(NamedTuple):
    number: Any
    unit: Unit


class _Scaled:
    """A tree of scales."""

    def __init__(self, tree: Any, name: str) -> None:
        self.structure = Structure(tree)
        self.scales = []
        for scale, place in zip(self.structure.leaves(tree, name), self.structure.places, strict=True):
            self.scales.append(_scale(scale, name + place))
        if not self.scales:
            raise TypeError(f"{name} has no scales; None in place of it says that it is no quantity")

    def quantities(self, tree: Any, name: str) -> Any:
        """Return a tree of numbers times the scales."""
        leaves = self.structure.leaves(tree, name)
        found = []
        for value, place, (number, unit) in zip(leaves, self.structure.places, self.scales, strict=True):
            if has_unit(value):
                raise TypeError(
                    f"{name}{place} is a plain number here, times {number} {unit}; got one with a unit"
                )
            product = value * number
            found.append(product if unit is UNITLESS else join(product, unit))
        return self.structure.tree(found)

    def numbers(self, tree: Any, name: str) -> Any:
        """Return a tree of quantities over the scales."""
        leaves = self.structure.leaves(tree, name)
        found = [
            taken(value, unit, name + place) / number
            for value, place, (number, unit) in zip(leaves, self.structure.places, self.scales, strict=True)
        ]
        return self.structure.tree(found)


def _scale(scale: Any, name: str) -> _Scale:
    unit = UNITLESS if isinstance(scale, str) else split(scale)[1]
    if isinstance(unit, ScaleUnit):
        raise refused_on_scale(name, unit)
    number = numeric_scale(scale, unit, name)
    return _Scale(number, unit)


def _described(
    f: Any, name: str, names: Sequence[str], further: bool, keywords: bool, scales: Any
) -> tuple[dict[str, _Scaled | None], list[_Scaled | None], Any]:
    """Return the scales by name, by place, and of the result."""
    of_result = None
    if isinstance(scales, dict):
        wanted = dict(scales)
        of_result = wanted.pop("result", None) if "result" not in names else None
        unknown = [key for key in wanted if not (keywords or key in names)]
        if unknown:
            raise TypeError(f"{name} has no argument {', '.join(map(repr, unknown))}; it has {[*names]}")
        places: Sequence[Any] = ()
    else:
        places = scales if isinstance(scales, tuple) and not hasattr(scales, "_fields") else (scales,)
        if len(places) > len(names) and not further:
            raise TypeError(f"{name} takes {len(names)} arguments, there are {len(places)} scales")
        wanted = dict(zip(names, places, strict=False))
    missing = [key for key in parameters(f, required=True)[0] if key not in wanted]
    if missing:
        raise TypeError(
            f"nondimensional: there is no scale for {', '.join(map(repr, missing))} of {name}; "
            "None says that an argument is no quantity"
        )
    made = {
        key: None if tree is None else _Scaled(tree, f"nondimensional: the scale of {key!r} of {name}")
        for key, tree in wanted.items()
    }
    beyond = [
        None if tree is None else _Scaled(tree, f"nondimensional: scale {index + 1} of {name}")
        for index, tree in enumerate(places)
    ]
    return made, beyond, of_result


def _given(scaled: _Scaled | None, value: Any, name: str) -> Any:
    return value if scaled is None else scaled.quantities(value, name)


def _by_powers(returned: Any, known: Sequence[_Scale], name: str) -> Any:
    """Return a result over the products of powers of scales that have its dimensions."""
    structure = Structure(returned)
    found = []
    for value, place in zip(structure.leaves(returned, name), structure.places, strict=True):
        unit = split(value)[1] if has_unit(value) else UNITLESS
        if unit.dim.is_dimensionless:
            found.append(taken(value, UNITLESS, name + place) if isinstance(value, Pair) else value)
            continue
        powers = powers_of(unit.dim, [scale.unit.dim for scale in known])
        if powers is None:
            raise TypeError(
                f"{name}{place} is in {unit}, of which {_listed(known)} make no scale, or several; "
                "give the scale of the result: scales['result']"
            )
        number, made = 1.0, UNITLESS
        for scale, power in zip(known, powers, strict=True):
            number = number * scale.number ** float(power)
            made = made * scale.unit**power
        own, fold = settled(made)
        assert own is not None  # since it has a dimension
        assert fold is None
        found.append(taken(value, own, name + place) / number)
    return structure.tree(found)


def _listed(known: Sequence[_Scale]) -> str:
    return ", ".join(f"{scale.number} {scale.unit}" for scale in known) or "no scales"
