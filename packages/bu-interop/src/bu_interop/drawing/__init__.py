"""Quantities in libraries that draw."""
