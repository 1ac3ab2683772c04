"""Take every unit of the other libraries of units here and back, and every unit of ours there, and count.

    python tools/foreign_units.py [--check]

Counts go into docs/foreign-units.json, of which `hatch run gen` makes a table of the page of neighbours. A
size that comes out wrong is an error, and `--check` compares with what is written.
"""

from __future__ import annotations

import argparse
import json
import sys
import warnings
from collections.abc import Callable, Iterator
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from typing import Any, NamedTuple

import brainunit as u
import bu_units
from bu_interop.converters import NoCounterpartError

ROOT = Path(__file__).resolve().parent.parent
RESULTS = ROOT / "docs/foreign-units.json"


class Library(NamedTuple):
    """How to ask another library for all of its units, and for the size of one."""

    units: Callable[[], Iterator[tuple[str, Any]]]
    size: Callable[[Any], float]
    """How many coherent units of its own one of a unit is; not asked where it is on a scale."""
    write: Callable[[u.Unit], Any]


def _pint() -> Library:
    registry = import_module("pint").UnitRegistry()
    names = sorted(set(registry._units) - {"%"})  # no public list has the aliases

    def units() -> Iterator[tuple[str, Any]]:
        for name in dict.fromkeys(registry.get_name(name) for name in names):
            yield name, registry.Unit(name)

    def size(unit: Any) -> float:
        return float(registry.Quantity(1, unit).to_root_units().magnitude)

    return Library(units, size, lambda unit: u.to_pint_unit(unit, registry))


def _astropy() -> Library:
    units = import_module("astropy.units")
    modules = ("", "imperial", "astrophys", "misc", "cgs", "photometric")

    def all_units() -> Iterator[tuple[str, Any]]:
        seen = set()
        for module in modules:
            for name, unit in sorted(vars(getattr(units, module) if module else units).items()):
                if isinstance(unit, units.NamedUnit) and not isinstance(unit, units.PrefixUnit):
                    if unit.name not in seen:
                        seen.add(unit.name)
                        yield unit.name, unit
                elif isinstance(unit, units.function.FunctionUnitBase) and name not in seen:
                    seen.add(name)
                    yield name, unit

    return Library(all_units, lambda unit: float(unit.decompose().scale), u.to_astropy_unit)


def _unyt() -> Library:
    unyt = import_module("unyt")
    registry = unyt.km.registry

    def units() -> Iterator[tuple[str, Any]]:
        for name in sorted(registry.lut):
            yield name, unyt.Unit(name, registry=registry)

    return Library(units, lambda unit: float(unit.base_value), u.to_unyt_unit)


def _quantities() -> Library:
    quantities = import_module("quantities")

    def units() -> Iterator[tuple[str, Any]]:
        seen = set()
        for _, unit in sorted(vars(quantities).items()):
            if isinstance(unit, quantities.UnitQuantity) and unit.name not in seen:
                seen.add(unit.name)
                yield unit.name, unit

    def size(unit: Any) -> float:
        return 1.0 if unit is quantities.dimensionless else float(unit.simplified.magnitude)

    return Library(units, size, u.to_quantities_unit)


def _saiunit() -> Library:
    saiunit = import_module("saiunit")

    def units() -> Iterator[tuple[str, Any]]:
        seen = set()
        for name in sorted(dir(saiunit)):
            unit = getattr(saiunit, name, None)
            if isinstance(unit, saiunit.Unit) and unit.name not in seen:
                seen.add(unit.name)
                yield unit.name, unit

    return Library(units, lambda unit: float(unit.magnitude), u.to_saiunit_unit)


LIBRARIES = {
    "pint": _pint,
    "astropy": _astropy,
    "unyt": _unyt,
    "quantities": _quantities,
    "saiunit": _saiunit,
}


def from_there(library: Library) -> dict[str, Any]:
    """Return how many units of a library are ours by name, exact numbers, or refused; and which came back."""
    found: dict[str, Any] = {
        "all": 0,
        "named": 0,
        "numbers": 0,
        "back": 0,
        "refused": {},
        "wrong": {},
        "no_way_back": [],
    }
    for name, unit in library.units():
        found["all"] += 1
        try:
            ours = u.as_unit(unit)
        except NoCounterpartError as error:
            found["refused"][name] = str(error)
            continue
        found["named" if ours.is_fullname or ours == u.UNITLESS else "numbers"] += 1
        try:
            back = library.write(ours)
        except NoCounterpartError:
            found["no_way_back"].append(name)
            continue
        if isinstance(ours, bu_units.ScaleUnit):
            same = u.as_unit(back) == ours
        else:
            same = abs(library.size(back) / library.size(unit) - 1) < 1e-12  # roundings of their own
        if not same:
            found["wrong"][name] = f"{ours!r}, back {back}"
        found["back"] += 1
    return found


def from_here(library: Library) -> dict[str, Any]:
    """Return how many units of ours a library has, and which of them do not come back as they were."""
    found: dict[str, Any] = {"all": 0, "there": 0, "back": 0, "rounded": []}
    for name in bu_units.customary_names():
        unit = u.Unit(name)
        found["all"] += 1
        try:
            back = u.as_unit(library.write(unit))
        except NoCounterpartError:
            continue
        found["there"] += 1
        if back == unit:
            found["back"] += 1
        else:
            found["rounded"].append(str(unit))
            assert abs(back.magnitude / unit.magnitude - 1) < 1e-12, (unit, back)
    return found


def measured() -> dict[str, Any]:
    """Return what was found of each library, with its version."""
    results = {}
    for name, make in LIBRARIES.items():
        library = make()
        results[name] = {"version": version(name), "from": from_there(library), "to": from_here(library)}
    return results


def main() -> int:
    """Measure, and write or compare."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--check", action="store_true", help="write nothing; fail on a difference")
    options = parser.parse_args()
    warnings.simplefilter("error")
    results = measured()
    wrong = {name: row["from"]["wrong"] for name, row in results.items() if row["from"]["wrong"]}
    for name, units in wrong.items():
        print(f"{name}: wrong {units}")
    text = json.dumps(results, indent=1, ensure_ascii=False) + "\n"
    same = RESULTS.exists() and RESULTS.read_text("utf-8") == text
    if not options.check:
        RESULTS.write_text(text, "utf-8")
    return 1 if wrong or (options.check and not same) else 0


if __name__ == "__main__":
    sys.exit(main())
