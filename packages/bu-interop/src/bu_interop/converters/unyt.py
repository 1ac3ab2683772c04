"""Quantities and units of unyt, and back."""

from __future__ import annotations

__all__: list[str] = []
