"""Quantities and units of pint, and back."""

from __future__ import annotations

__all__: list[str] = []
