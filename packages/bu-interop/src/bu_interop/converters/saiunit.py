"""Quantities and units of saiunit, and back."""

from __future__ import annotations

__all__: list[str] = []
