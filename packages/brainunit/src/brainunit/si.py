"""`bu_units.si` under its public name: the units of the SI by symbol and name."""

from __future__ import annotations

from typing import Any

from bu_units import si as _si


def __getattr__(name: str) -> Any:
    value = globals()[name] = getattr(_si, name)
    return value


def __dir__() -> list[str]:
    return dir(_si)
