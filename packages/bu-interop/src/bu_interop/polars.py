"""Quantities in polars."""

from __future__ import annotations

__all__: list[str] = []
