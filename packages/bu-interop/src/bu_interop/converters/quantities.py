"""Quantities and units of quantities, and back."""

from __future__ import annotations

__all__: list[str] = []
