"""`scipy.special` with units: pure numbers; percent and radian become one."""

from __future__ import annotations

from typing import Any

from ._rows import Rows

rows = Rows("scipy.special")
for _name in rows.module.__all__:
    if callable(getattr(rows.module, _name)) and not isinstance(getattr(rows.module, _name), type):
        rows(_name)

__all__ = list(rows.made)
globals().update(rows.made)


def __getattr__(name: str) -> Any:
    return rows.unlisted(name)


def __dir__() -> list[str]:
    return sorted(__all__)
