"""`bu_array.constants` under its public name: physical constants, and units outside the SI, as quantities."""

from __future__ import annotations

from typing import Any

from bu_array import constants as _constants


def __getattr__(name: str) -> Any:
    try:
        value = globals()[name] = getattr(_constants, name)
    except AttributeError as error:
        raise AttributeError(f"{__name__}: {error}", name=name) from None
    return value


def __dir__() -> list[str]:
    return dir(_constants)
