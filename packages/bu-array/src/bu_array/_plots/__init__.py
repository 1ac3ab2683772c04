"""Quantities in matplotlib, loaded beside it only; see `plotting`."""
