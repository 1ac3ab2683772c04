"""Quantities and units of other libraries of units, and back."""
