"""Quantities and units of pint, and back."""

from __future__ import annotations

from contextlib import suppress
from typing import Any
from weakref import WeakKeyDictionary

import pint
import pint.compat

from bu_array import Quantity
from bu_array.core import Neighbour
from bu_units import UNITLESS, Unit

from ._matching import (
    NoCounterpartError,
    fraction_of,
    known,
    mantissa_of,
    matched,
    matched_scale,
    multiplied,
    taken_apart,
    written,
)

__all__ = ["NEIGHBOUR", "to_pint", "to_pint_unit"]

# What pint's root units are here; a root that is not listed (a user's currency) has no counterpart.
_ROOTS = {
    "meter": "m",
    "gram": "g",
    "second": "s",
    "ampere": "A",
    "kelvin": "K",
    "mole": "mol",
    "candela": "cd",
    "radian": "rad",
    "bit": "bit",
    "count": "count",
    "pixel": "pixel",
}


class _Registry:
    """What was found for the units of one registry: registries define units as they like."""

    def __init__(self) -> None:
        self.atoms: dict[str, Unit] = {}
        self.units: dict[Any, Unit] = {}
        self.back: dict[str, Any] = {}
        self.numbers: dict[Unit, str] = {}


_registries: WeakKeyDictionary[Any, _Registry] = WeakKeyDictionary()


def _of(registry: Any) -> _Registry:
    registry = (
        registry.get() if hasattr(registry, "get") else registry
    )  # the application's stands for another
    found = _registries.get(registry)
    if found is None:
        found = _registries[registry] = _Registry()
    return found


def _items(unit: Any) -> list[tuple[str, Any]]:
    return list(unit._REGISTRY.Quantity(1, unit).unit_items())


def _root(registry: Any, name: str) -> Unit:
    """Return the root units of one of pint's as ours."""
    roots = registry.get_root_units(name)[1]
    pairs = []
    for root, power in _items(roots):
        if root not in _ROOTS:
            raise NoCounterpartError(
                f"pint's unit {name!r} has no counterpart here: it is counted in {root!r}"
            )
        pairs.append((Unit(_ROOTS[root]), fraction_of(power)))
    unit = UNITLESS
    for atom, power in pairs:
        unit = unit * atom**power
    return unit


def _atom(registry: Any, name: str) -> Unit:
    root = _root(registry, name)

    def value(number: float) -> float:
        return float(registry.Quantity(number, name).to_root_units().magnitude)

    names = [registry.get_symbol(name), name]
    if value(0) == 0:
        return matched(names, root, float(registry.get_root_units(name)[0]))
    return matched_scale(names, root, value)


def read_unit(unit: Any) -> Unit:
    """Return the unit that equals one of pint's."""
    registry = unit._REGISTRY
    kept = _of(registry)
    items = _items(unit)
    key = tuple(items)
    found = kept.units.get(key)
    if found is None:
        pairs = []
        for name, power in items:
            atom = kept.atoms.get(name)
            if atom is None:
                atom = kept.atoms[name] = _atom(registry, name)
            pairs.append((atom, fraction_of(power)))
        found = kept.units[key] = known(pairs)
    return found


def _registry_for(registry: Any) -> Any:
    found = pint.get_application_registry() if registry is None else registry
    return found.get() if hasattr(found, "get") else found


def _named(registry: Any, atom: Unit) -> Any:
    kept = _of(registry).back
    if atom.ident not in kept:
        kept[atom.ident] = written(atom, read_unit, lambda name: _find(registry, name))
    return kept[atom.ident]


def _find(registry: Any, name: str) -> Any:
    # Not Unit(name), which reads an expression; of several readings the first is that of Unit.
    for prefix, stem, _ in registry.parse_unit_name(name):
        return registry.Unit(prefix + stem)
    return None


def _parts(registry: Any, unit: Unit) -> tuple[Any, Unit]:
    """Return a unit of pint and the unit of ours that equals it: `unit`, where pint has one."""
    unit = unit.without_kind()
    found, ours = _product(registry, unit)
    if ours == unit:
        return found, ours
    same = _same_size(registry).get(unit)  # a gilbert is a number of amperes here
    return (found, ours) if same is None else (registry.Unit(same), unit)


def _same_size(registry: Any) -> dict[Unit, str]:
    """Return the units of a registry by what they are here: those that are numbers of base units here."""
    kept = _of(registry)
    if not kept.numbers:
        for name in dir(registry):
            stems = registry.parse_unit_name(name) if name.isidentifier() else ()
            if any(not prefix for prefix, _, _ in stems):
                with suppress(NoCounterpartError):
                    kept.numbers.setdefault(read_unit(registry.Unit(name)), name)
    return kept.numbers


def _product(registry: Any, unit: Unit) -> tuple[Any, Unit]:
    pairs, ours = taken_apart(unit, lambda atom: _named(registry, atom), "pint")
    return multiplied(pairs, registry.Unit("")), ours


def _read(quantity: Any) -> tuple[Any, Unit]:
    return mantissa_of(quantity.magnitude, "pint"), read_unit(quantity.units)


def to_pint(quantity: Quantity, registry: Any = None) -> Any:
    """Return the quantity of pint that equals `quantity`, in the same unit; the array is the same.

    registry: the UnitRegistry that it belongs to, pint's application registry unless given.
    In a unit that pint has not, it is converted to the nearest of pint's. Raises NoCounterpartError for a
    dimension that pint does not have.
    """
    registry = _registry_for(registry)
    unit, ours = _parts(registry, quantity.unit)
    return registry.Quantity(
        quantity.without_kind().to_decimal(ours) if ours != quantity.unit else quantity.mantissa, unit
    )


def to_pint_unit(unit: Unit | str, registry: Any = None) -> Any:
    """Return the unit of pint that equals `unit`.

    unit: a unit or its text; registry: as in `to_pint`.
    Raises NoCounterpartError for a unit that pint has not; its units take no numbers in front.
    """
    wanted = Unit(unit)
    found, ours = _parts(_registry_for(registry), wanted)
    if ours != wanted.without_kind():
        raise NoCounterpartError(
            f"pint has no unit for {wanted}; .to_pint() converts a quantity in it to {ours}"
        )
    return found


# pint leaves operators and functions to the types that are listed here.
_classes: tuple[type, ...] = (Quantity, *Quantity.__subclasses__(), Unit, *Unit.__subclasses__())
for _class in _classes:
    pint.compat.upcast_type_map[f"{_class.__module__}.{_class.__name__}"] = _class

NEIGHBOUR = Neighbour((pint.Quantity,), (pint.Unit,), _read, read_unit, to_pint, to_pint_unit)
