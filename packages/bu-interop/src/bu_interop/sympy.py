"""Quantities in sympy."""

from __future__ import annotations

__all__: list[str] = []
