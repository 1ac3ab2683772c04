"""Quantities in joblib."""

from __future__ import annotations

__all__: list[str] = []
