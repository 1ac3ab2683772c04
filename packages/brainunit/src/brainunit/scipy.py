"""`bu_interop.scipy` under its public name: scipy's own functions with units."""

from __future__ import annotations

from typing import Any

from bu_interop import scipy as _scipy


def __getattr__(name: str) -> Any:
    value = globals()[name] = getattr(_scipy, name)
    return value


def __dir__() -> list[str]:
    return dir(_scipy)
