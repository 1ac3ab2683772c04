"""`bu_units.systems` under its public name: systems of units."""

from __future__ import annotations

from typing import Any

from bu_units import systems as _systems


def __getattr__(name: str) -> Any:
    value = globals()[name] = getattr(_systems, name)
    return value


def __dir__() -> list[str]:
    return dir(_systems)
