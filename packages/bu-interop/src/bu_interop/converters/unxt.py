"""Quantities and units of unxt, and back."""

from __future__ import annotations

__all__: list[str] = []
