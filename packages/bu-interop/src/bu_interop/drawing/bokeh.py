"""Quantities in bokeh."""

from __future__ import annotations

__all__: list[str] = []
