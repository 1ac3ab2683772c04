"""The class Quantity, a file for each of its concerns; `quantity` has the operators."""

from __future__ import annotations

from .quantity import Quantity, _restored

__all__ = ["Quantity", "_restored"]  # pickles name `_restored` here
