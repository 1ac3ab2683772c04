"""Trees of quantities in files."""
