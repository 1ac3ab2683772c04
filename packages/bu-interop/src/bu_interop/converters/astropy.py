"""Quantities and units of astropy, and back."""

from __future__ import annotations

__all__: list[str] = []
