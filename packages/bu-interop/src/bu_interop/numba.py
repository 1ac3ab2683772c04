"""Quantities in numba."""

from __future__ import annotations

__all__: list[str] = []
