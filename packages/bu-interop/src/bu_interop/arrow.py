"""Quantities in pyarrow."""

from __future__ import annotations

__all__: list[str] = []
